/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outbox/bitacora-outbox.h"

G_BEGIN_DECLS

/* For how long a call can be undone where its user wished for it, in seconds. */
#define BITACORA_UNDO_SECONDS 5

void bitacora_take_back_async (BitacoraOutbox *outbox,
                               gint64 id,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
BitacoraOutboxEntry *bitacora_take_back_finish (BitacoraOutbox *outbox,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
