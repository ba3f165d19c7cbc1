/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* What is being typed and was not handed over yet: one text a slot ("form", "quick-entry").
 * A draft and the call that comes of it are never both there, nor neither: see
 * bitacora_outbox_append_with_async(). */

/* NULL empties the slot. */
void bitacora_outbox_save_draft_async (BitacoraOutbox *self,
                                       const char *slot,
                                       const char *text,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean bitacora_outbox_save_draft_finish (BitacoraOutbox *self,
                                            GAsyncResult *result,
                                            GError **error);

void bitacora_outbox_load_draft_async (BitacoraOutbox *self,
                                       const char *slot,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* NULL with error unset if the slot is empty. */
char *bitacora_outbox_load_draft_finish (BitacoraOutbox *self,
                                         GAsyncResult *result,
                                         GError **error);

G_END_DECLS
