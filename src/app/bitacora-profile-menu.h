/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/bitacora-profile-list.h"

G_BEGIN_DECLS

/* The header's button that names the current profile and switches to another by "win.profile". */
#define BITACORA_TYPE_PROFILE_MENU (bitacora_profile_menu_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraProfileMenu, bitacora_profile_menu, BITACORA, PROFILE_MENU, AdwBin)

void bitacora_profile_menu_set_profiles (BitacoraProfileMenu *self, BitacoraProfileList *profiles);

G_END_DECLS
