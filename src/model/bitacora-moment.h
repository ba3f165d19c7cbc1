/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Dates and times as people type them and as the CRM writes them. */

#define BITACORA_MOMENT_ERROR (bitacora_moment_error_quark ())

typedef enum
{
  BITACORA_MOMENT_ERROR_EMPTY,
  BITACORA_MOMENT_ERROR_UNREADABLE,
  BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
  BITACORA_MOMENT_ERROR_NO_SUCH_TIME,
  BITACORA_MOMENT_ERROR_SKIPPED,
  BITACORA_MOMENT_ERROR_NO_SUCH_ZONE,
  BITACORA_MOMENT_ERROR_AMBIGUOUS,
} BitacoraMomentError;

GQuark bitacora_moment_error_quark (void);

GDateTime *bitacora_moment_parse (const char *text, GDateTime *now, GError **error);
GDateTime *bitacora_moment_parse_date (const char *text, GDateTime *now, GError **error);
gboolean bitacora_moment_parse_time (const char *text,
                                     int *hour,
                                     int *minute,
                                     int *second,
                                     GError **error);
GDateTime *bitacora_moment_parse_crm (const char *text, GTimeZone *zone, GError **error);
GDateTime *bitacora_moment_parse_exact (const char *text, GTimeZone *zone, GError **error);
GDateTime *bitacora_moment_new (GTimeZone *zone,
                                int year,
                                int month,
                                int day,
                                int hour,
                                int minute,
                                int second,
                                GError **error);

char *bitacora_moment_format_crm (GDateTime *moment, GTimeZone *zone);
char *bitacora_moment_format_date (GDateTime *moment);
char *bitacora_moment_format_time (GDateTime *moment);
char *bitacora_moment_describe (GDateTime *moment);
gboolean bitacora_moment_locale_is_24h (void);

GTimeZone *bitacora_time_zone_find (const char *identifier, GError **error);

G_END_DECLS
