/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* Somebody who was called before: all earlier calls with one number, or one record where there is
 * no number, or one name where there is neither. */
#define BITACORA_TYPE_RECALL (bitacora_recall_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraRecall, bitacora_recall, BITACORA, RECALL, GObject)

/* The newest call, which says the most of them. */
BitacoraOutboxEntry *bitacora_recall_get_last (BitacoraRecall *self);
/* How many calls there were, as far as they were looked at. */
guint bitacora_recall_get_n_calls (BitacoraRecall *self);

/* Whoever matches what is being typed — digits of a number, a name, a record — ranked by how often
 * and how lately they were called. text "": whoever was called last.
 * (element-type BitacoraRecall) */
void bitacora_outbox_recall_async (BitacoraOutbox *self,
                                   const char *text,
                                   guint limit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *bitacora_outbox_recall_finish (BitacoraOutbox *self,
                                          GAsyncResult *result,
                                          GError **error);

/* The newest call with a number; NULL with error unset if there was none. */
void bitacora_outbox_recall_number_async (BitacoraOutbox *self,
                                          BitacoraPhoneNumber *phone,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_recall_number_finish (BitacoraOutbox *self,
                                                           GAsyncResult *result,
                                                           GError **error);

G_END_DECLS
