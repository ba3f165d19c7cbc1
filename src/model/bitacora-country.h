/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The language in which a CRM wants its country names. */
typedef enum
{
  BITACORA_COUNTRY_LANGUAGE_SPANISH,
  BITACORA_COUNTRY_LANGUAGE_ENGLISH,
} BitacoraCountryLanguage;

#define BITACORA_TYPE_COUNTRY_LANGUAGE (bitacora_country_language_get_type ())
GType bitacora_country_language_get_type (void);

#define BITACORA_TYPE_COUNTRY (bitacora_country_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCountry, bitacora_country, BITACORA, COUNTRY, GObject)

BitacoraCountry *bitacora_country_find (const char *region);

const char *bitacora_country_get_region (BitacoraCountry *self);
const char *bitacora_country_get_calling_code (BitacoraCountry *self);
const char *bitacora_country_get_name (BitacoraCountry *self);
const char *bitacora_country_get_flag (BitacoraCountry *self);
gboolean bitacora_country_matches (BitacoraCountry *self, const char *text);

GListModel *bitacora_country_list_all (void);

char *bitacora_country_name_for_crm (const char *region, BitacoraCountryLanguage language);
const char *bitacora_country_region_from_crm_name (const char *name);

G_END_DECLS
