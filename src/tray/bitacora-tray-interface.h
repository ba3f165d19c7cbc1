/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BITACORA_TRAY_ITEM_INTERFACE "org.kde.StatusNotifierItem"
#define BITACORA_TRAY_MENU_INTERFACE "com.canonical.dbusmenu"

guint bitacora_tray_interface_register (GDBusConnection *connection,
                                        const char *object_path,
                                        const char *name,
                                        const GDBusInterfaceVTable *vtable,
                                        gpointer user_data,
                                        GError **error);

G_END_DECLS
