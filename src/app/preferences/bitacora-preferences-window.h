/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/background/bitacora-global-shortcut.h"
#include "app/bitacora-services.h"

G_BEGIN_DECLS

#define BITACORA_TYPE_PREFERENCES_WINDOW (bitacora_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraPreferencesWindow,
                      bitacora_preferences_window,
                      BITACORA,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

GtkWindow *bitacora_preferences_window_new (BitacoraServices *services);

void bitacora_preferences_window_set_global_shortcut (BitacoraPreferencesWindow *self,
                                                      BitacoraGlobalShortcut *shortcut);

G_END_DECLS
