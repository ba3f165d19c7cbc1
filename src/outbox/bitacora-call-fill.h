/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-check.h"

G_BEGIN_DECLS

/* The calls of a file that was checked, step by step into a batch of the outbox. */
void bitacora_call_fill_async (BitacoraOutbox *outbox,
                               const char *profile_id,
                               BitacoraCallFile *file,
                               BitacoraCallRows *rows,
                               BitacoraCallCheck *check,
                               gboolean again,
                               gint *n_written,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
guint bitacora_call_fill_finish (BitacoraOutbox *outbox, GAsyncResult *result, GError **error);

G_END_DECLS
