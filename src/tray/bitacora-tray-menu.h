/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GMenuModel with its actions, on the bus as com.canonical.dbusmenu. Changes of one turn of the
 * main loop are told together.
 * Properties:
 *   "model" (GMenuModel, nullable), "actions" (GActionGroup, nullable): the items name actions as
 *     "app.name" or "name";
 *   "icon-theme-path" (string, nullable): a folder of icons besides the theme's;
 *   "is-urgent" (boolean): whether the menu wants to be looked at;
 *   "is-right-to-left" (boolean): how its text runs. */
#define BITACORA_TYPE_TRAY_MENU (bitacora_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTrayMenu, bitacora_tray_menu, BITACORA, TRAY_MENU, GObject)

BitacoraTrayMenu *bitacora_tray_menu_new (void);

gboolean bitacora_tray_menu_export (BitacoraTrayMenu *self,
                                    GDBusConnection *connection,
                                    const char *object_path,
                                    GError **error);
void bitacora_tray_menu_unexport (BitacoraTrayMenu *self);

G_END_DECLS
