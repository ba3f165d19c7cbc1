/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* The few fields that make a profile. It becomes one when Connect is pressed and the CRM answers,
 * or when the user connects anyway. Signal "cancelled": the user goes back. */
#define BITACORA_TYPE_CONNECT_PAGE (bitacora_connect_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraConnectPage,
                      bitacora_connect_page,
                      BITACORA,
                      CONNECT_PAGE,
                      AdwPreferencesPage)

void bitacora_connect_page_set_up (BitacoraConnectPage *self, BitacoraServices *services);

G_END_DECLS
