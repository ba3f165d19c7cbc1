/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/background/bitacora-global-shortcut.h"

G_BEGIN_DECLS

/* What Bitácora does while its window is closed, and the ways to the quick entry: each says whether
 * it works on this desktop, and if not, what does. */
#define BITACORA_TYPE_BACKGROUND_PAGE (bitacora_background_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraBackgroundPage,
                      bitacora_background_page,
                      BITACORA,
                      BACKGROUND_PAGE,
                      AdwPreferencesPage)

void bitacora_background_page_set_global_shortcut (BitacoraBackgroundPage *self,
                                                   BitacoraGlobalShortcut *shortcut);

G_END_DECLS
