/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Starting with the desktop, and running without a window: by the Background portal in a sandbox,
 * by an XDG autostart file outside of it. */

/* Asks for both, or for running in the background alone. Answers whether the desktop agreed. */
void bitacora_autostart_request_async (gboolean is_started,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Error: of G_IO_ERROR; G_IO_ERROR_PERMISSION_DENIED if the desktop, or its user, said no. */
gboolean bitacora_autostart_request_finish (GAsyncResult *result, GError **error);

/* Does what an administrator has set; what cannot be done is logged. */
void bitacora_autostart_follow_administrator (GSettings *settings, GCancellable *cancellable);

gboolean bitacora_autostart_is_sandboxed (void);

G_END_DECLS
