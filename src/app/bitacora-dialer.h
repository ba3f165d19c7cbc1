/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Has a number called by whatever program of this desktop calls numbers, which is never this one.
 */
void bitacora_dialer_call_async (const char *number,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean bitacora_dialer_call_finish (GAsyncResult *result, GError **error);

G_END_DECLS
