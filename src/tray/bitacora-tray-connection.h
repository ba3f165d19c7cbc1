/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void bitacora_tray_connection_open_async (GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GDBusConnection *bitacora_tray_connection_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
