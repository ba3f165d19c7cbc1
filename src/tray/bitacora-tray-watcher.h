/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Keeps the item at an object path registered with org.kde.StatusNotifierWatcher, whenever there
 * is one. Property: "is-hosted" (read-only): whether the watcher has the item and a tray that
 * shows what it has. */
#define BITACORA_TYPE_TRAY_WATCHER (bitacora_tray_watcher_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTrayWatcher, bitacora_tray_watcher, BITACORA, TRAY_WATCHER, GObject)

BitacoraTrayWatcher *bitacora_tray_watcher_new (GDBusConnection *connection,
                                                const char *object_path);
gboolean bitacora_tray_watcher_is_hosted (BitacoraTrayWatcher *self);

G_END_DECLS
