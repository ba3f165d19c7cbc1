/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* Everything that is kept of one profile. Signal "remove-requested": its button was clicked. */
#define BITACORA_TYPE_PROFILE_EDITOR (bitacora_profile_editor_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraProfileEditor,
                      bitacora_profile_editor,
                      BITACORA,
                      PROFILE_EDITOR,
                      AdwPreferencesPage)

GtkWidget *bitacora_profile_editor_new (BitacoraServices *services, BitacoraProfile *profile);

G_END_DECLS
