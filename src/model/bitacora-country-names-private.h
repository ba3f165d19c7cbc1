/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What iso-codes says of a country; written by generate-country-names.py while building, since
 * its Spanish and Portuguese catalogues are not installed everywhere. */
typedef struct
{
  const char *region;
  const char *english;
  const char *spanish;
  const char *portuguese;
} BitacoraCountryNames;

/* Sorted by region. */
extern const BitacoraCountryNames bitacora_country_names[];
extern const gsize bitacora_n_country_names;

G_END_DECLS
