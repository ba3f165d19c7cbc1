/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BITACORA_SHORTCUT_ID "quick-entry"
#define BITACORA_SHORTCUT_SESSION "bitacora"

/* The lists of shortcuts, of type a(sa{sv}), that go to the GlobalShortcuts portal and come back.
 */
GVariant *bitacora_portal_shortcuts_build (void);
GVariant *bitacora_portal_shortcuts_build_session (void);
char *bitacora_portal_shortcuts_find_trigger (GVariant *shortcuts);
char *bitacora_portal_shortcuts_read_trigger (GVariant *results);

G_END_DECLS
