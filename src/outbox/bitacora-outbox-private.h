/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox-job.h"
#include "bitacora-outbox-reader.h"
#include "bitacora-outbox-store.h"
#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* What the outbox's files share, and what is for the courier alone. */

void bitacora_outbox_push (BitacoraOutbox *self,
                           BitacoraOutboxJob *job,
                           BitacoraOutboxJobFunc func,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
BitacoraOutboxJob *bitacora_outbox_take_job (BitacoraOutbox *self,
                                             GAsyncResult *result,
                                             BitacoraOutboxJobFunc func,
                                             GError **error);
BitacoraOutboxEntry *bitacora_outbox_take_entry (BitacoraOutbox *self,
                                                 GAsyncResult *result,
                                                 BitacoraOutboxJobFunc func,
                                                 GError **error);

void bitacora_outbox_cork (BitacoraOutbox *self);
void bitacora_outbox_uncork (BitacoraOutbox *self);

BitacoraOutboxReader *bitacora_outbox_get_reader (BitacoraOutbox *self);
void bitacora_outbox_push_read (BitacoraOutbox *self,
                                BitacoraOutboxRead *read,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BitacoraOutboxRead *bitacora_outbox_take_read (BitacoraOutbox *self,
                                               GAsyncResult *result,
                                               BitacoraOutboxReadFunc func,
                                               GError **error);
BitacoraOutboxReader *bitacora_outbox_get_checker (BitacoraOutbox *self);
BitacoraOutboxReader *bitacora_outbox_get_recaller (BitacoraOutbox *self);

void bitacora_outbox_start_attempt_of_async (BitacoraOutbox *self,
                                             BitacoraOutboxEntry *entry,
                                             const char *server,
                                             const char *body,
                                             GDateTime *now,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);

void bitacora_outbox_finish_attempt_of_async (BitacoraOutbox *self,
                                              BitacoraOutboxEntry *entry,
                                              gint64 attempt,
                                              BitacoraCrmReply *reply,
                                              GDateTime *now,
                                              GDateTime *not_before,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);

void bitacora_outbox_list_queued_async (BitacoraOutbox *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GArray *bitacora_outbox_list_queued_finish (BitacoraOutbox *self,
                                            GAsyncResult *result,
                                            GError **error);

void bitacora_outbox_release_async (BitacoraOutbox *self,
                                    gint64 id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean bitacora_outbox_release_finish (BitacoraOutbox *self,
                                         GAsyncResult *result,
                                         GError **error);

void bitacora_outbox_release_unsent_async (BitacoraOutbox *self,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean bitacora_outbox_release_unsent_finish (BitacoraOutbox *self,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
