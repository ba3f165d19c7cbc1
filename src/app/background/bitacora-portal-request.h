/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BITACORA_PORTAL_NAME "org.freedesktop.portal.Desktop"
#define BITACORA_PORTAL_PATH "/org/freedesktop/portal/desktop"

/* A question to a desktop portal, whose answer comes later by a signal of its Request object. */
void bitacora_portal_request_async (GDBusConnection *connection,
                                    const char *interface,
                                    const char *method,
                                    GVariant *arguments,
                                    GVariant *options,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GVariant *bitacora_portal_request_finish (GAsyncResult *result, GError **error);

char *bitacora_portal_build_path (GDBusConnection *connection, const char *kind, const char *token);

G_END_DECLS
