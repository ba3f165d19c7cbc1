/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* The calls whose user wants to be reminded of them. A call's follow-up begins where its reminder
 * date says; it may be put off, which changes nothing in the CRM, and ends when it is done. See
 * bitacora_outbox_entry_get_follow_up(). Every change is announced by the outbox's "changed". */

/* The open ones that are due before a moment, the earliest first; until NULL for all; limit 0 for
 * all. (element-type BitacoraOutboxEntry) */
void bitacora_outbox_list_follow_ups_async (BitacoraOutbox *self,
                                            GDateTime *until,
                                            guint limit,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
GPtrArray *bitacora_outbox_list_follow_ups_finish (BitacoraOutbox *self,
                                                   GAsyncResult *result,
                                                   GError **error);

/* How many open ones are due before a moment; -1 with error set. */
void bitacora_outbox_count_follow_ups_async (BitacoraOutbox *self,
                                             GDateTime *until,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gint64 bitacora_outbox_count_follow_ups_finish (BitacoraOutbox *self,
                                                GAsyncResult *result,
                                                GError **error);

/* Puts one off, or opens it again: due at a moment, to be announced again then. */
void bitacora_outbox_postpone_follow_up_async (BitacoraOutbox *self,
                                               gint64 id,
                                               GDateTime *due,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_postpone_follow_up_finish (BitacoraOutbox *self,
                                                                GAsyncResult *result,
                                                                GError **error);

/* Done: it stands in no list any more; postponing it takes that back. */
void bitacora_outbox_complete_follow_up_async (BitacoraOutbox *self,
                                               gint64 id,
                                               GDateTime *now,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_complete_follow_up_finish (BitacoraOutbox *self,
                                                                GAsyncResult *result,
                                                                GError **error);

/* The open ones that are due and were not announced yet, the earliest first; they count as
 * announced from then on, whatever becomes of the program, so that no two hear of one. "next", if
 * asked for: when another is due after now; NULL if none. */
void bitacora_outbox_take_reminders_async (BitacoraOutbox *self,
                                           GDateTime *now,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
GPtrArray *bitacora_outbox_take_reminders_finish (BitacoraOutbox *self,
                                                  GAsyncResult *result,
                                                  GDateTime **next,
                                                  GError **error);

G_END_DECLS
