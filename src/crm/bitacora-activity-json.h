/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "model/bitacora-call-activity.h"
#include "model/bitacora-profile.h"

G_BEGIN_DECLS

#define BITACORA_ACTIVITY_JSON_ERROR (bitacora_activity_json_error_quark ())

typedef enum
{
  BITACORA_ACTIVITY_JSON_ERROR_NOT_JSON,
  BITACORA_ACTIVITY_JSON_ERROR_MISSING,
  BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
  BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
} BitacoraActivityJsonError;

GQuark bitacora_activity_json_error_quark (void);

char *bitacora_activity_json_write (BitacoraCallActivity *activity,
                                    const char *operation,
                                    GTimeZone *zone,
                                    BitacoraCountryLanguage language,
                                    gboolean pretty);
char *bitacora_activity_json_write_for_profile (BitacoraCallActivity *activity,
                                                BitacoraProfile *profile);
BitacoraCallActivity *bitacora_activity_json_read (const char *json,
                                                   gssize length,
                                                   GTimeZone *zone,
                                                   char **operation,
                                                   GError **error);

G_END_DECLS
