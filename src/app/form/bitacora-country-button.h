/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/bitacora-country.h"

G_BEGIN_DECLS

/* A button that shows a country's flag and calling code and opens a list to search another in.
 * Property: "region" (ISO 3166-1 code or NULL). Signal: "picked": the user chose a country. */
#define BITACORA_TYPE_COUNTRY_BUTTON (bitacora_country_button_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCountryButton,
                      bitacora_country_button,
                      BITACORA,
                      COUNTRY_BUTTON,
                      AdwBin)

GtkWidget *bitacora_country_button_new (void);

const char *bitacora_country_button_get_region (BitacoraCountryButton *self);
void bitacora_country_button_set_region (BitacoraCountryButton *self, const char *region);

G_END_DECLS
