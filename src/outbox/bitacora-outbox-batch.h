/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* Many calls at once, all of them or none. They are written in small steps, between which
 * whatever else is asked of the outbox is done, and are there for nobody, not even for the courier,
 * until bitacora_outbox_commit_batch_async() shows them all in one transaction. A batch whose
 * process dies is never shown; it is removed when the outbox is opened a day later. */

void bitacora_outbox_begin_batch_async (BitacoraOutbox *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/* The batch's number; 0 if it failed. */
gint64 bitacora_outbox_begin_batch_finish (BitacoraOutbox *self,
                                           GAsyncResult *result,
                                           GError **error);

/* activities (element-type BitacoraCallActivity): a step, some hundreds of them at best; one that
 * is not valid refuses the whole step. */
void bitacora_outbox_append_batch_async (BitacoraOutbox *self,
                                         gint64 batch,
                                         const char *profile_id,
                                         GPtrArray *activities,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean bitacora_outbox_append_batch_finish (BitacoraOutbox *self,
                                              GAsyncResult *result,
                                              GError **error);

/* How many calls were queued; 0 with error set if none was. */
void bitacora_outbox_commit_batch_async (BitacoraOutbox *self,
                                         gint64 batch,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
guint bitacora_outbox_commit_batch_finish (BitacoraOutbox *self,
                                           GAsyncResult *result,
                                           GError **error);

/* Removes what was written of a batch that is given up, in steps of its own. */
void bitacora_outbox_drop_batch_async (BitacoraOutbox *self,
                                       gint64 batch,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean bitacora_outbox_drop_batch_finish (BitacoraOutbox *self,
                                            GAsyncResult *result,
                                            GError **error);

G_END_DECLS
