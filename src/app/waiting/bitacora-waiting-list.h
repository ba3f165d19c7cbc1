/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* The calls that wait in the outbox, and why; follows the outbox. Signal "loaded": it was read
 * anew. Property "n-waiting" (guint, read-only): how many wait. */
#define BITACORA_TYPE_WAITING_LIST (bitacora_waiting_list_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraWaitingList, bitacora_waiting_list, BITACORA, WAITING_LIST, GObject)

BitacoraWaitingList *bitacora_waiting_list_new (BitacoraServices *services);

guint bitacora_waiting_list_get_n_waiting (BitacoraWaitingList *self);
BitacoraOutboxEntry *bitacora_waiting_list_find (BitacoraWaitingList *self, gint64 id);
guint bitacora_waiting_list_count_state (BitacoraWaitingList *self, BitacoraOutboxState state);
guint bitacora_waiting_list_count_verdict (BitacoraWaitingList *self,
                                           const char *profile_id,
                                           BitacoraCrmVerdict verdict);
guint bitacora_waiting_list_count_awaiting_person (BitacoraWaitingList *self);

G_END_DECLS
