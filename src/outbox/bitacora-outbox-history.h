/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-query.h"
#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* Reading what is kept. Its reads have a connection and a thread of their own, so that no search
 * waits for a commit and no commit for a search; a cancelled read stops at once, also in SQLite. */

/* Where an entry stands among those that a query finds: all that a list needs to know of a row
 * that is not on the screen. */
typedef struct
{
  gint64 id;
  gint64 created; /* microseconds since 1970 */
} BitacoraOutboxPlace;

/* The newest entries that match; 0 for no limit. Meant for what is on the screen at once. */
void bitacora_outbox_find_async (BitacoraOutbox *self,
                                 BitacoraOutboxQuery *query,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (element-type BitacoraOutboxEntry), newest first */
GPtrArray *bitacora_outbox_find_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error);

/* The places of all entries that match, newest first. */
void bitacora_outbox_index_async (BitacoraOutbox *self,
                                  BitacoraOutboxQuery *query,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* (element-type BitacoraOutboxPlace) */
GArray *bitacora_outbox_index_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error);

/* The entries with these ids (element-type gint64), in any order; those that are gone are left
 * out. */
void bitacora_outbox_get_many_async (BitacoraOutbox *self,
                                     const gint64 *ids,
                                     guint n_ids,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *bitacora_outbox_get_many_finish (BitacoraOutbox *self,
                                            GAsyncResult *result,
                                            GError **error);

/* Every try to send an entry, oldest first. */
void bitacora_outbox_list_attempts_async (BitacoraOutbox *self,
                                          gint64 id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/* (element-type BitacoraOutboxAttempt) */
GPtrArray *bitacora_outbox_list_attempts_finish (BitacoraOutbox *self,
                                                 GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
