/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* What a new user meets first: connect to a CRM, or practise. */
#define BITACORA_TYPE_WELCOME_PAGE (bitacora_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraWelcomePage, bitacora_welcome_page, BITACORA, WELCOME_PAGE, AdwBin)

void bitacora_welcome_page_set_up (BitacoraWelcomePage *self, BitacoraServices *services);

G_END_DECLS
