/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* Opening an outbox looks through a small file alone, so that nobody waits for it. Who stays looks
 * through the rest with this. */
void bitacora_outbox_check_async (BitacoraOutbox *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean bitacora_outbox_check_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error);

G_END_DECLS
