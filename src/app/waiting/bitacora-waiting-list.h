/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* The calls that wait in the outbox, newest first: a GListModel of BitacoraOutboxEntry that
 * follows the outbox. Signal "loaded": the list was read anew.
 * Property "n-waiting" (guint, read-only): how many wait, hidden ones not counted. */
#define BITACORA_TYPE_WAITING_LIST (bitacora_waiting_list_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraWaitingList, bitacora_waiting_list, BITACORA, WAITING_LIST, GObject)

BitacoraWaitingList *bitacora_waiting_list_new (BitacoraServices *services);

gboolean bitacora_waiting_list_is_loaded (BitacoraWaitingList *self);
BitacoraOutboxEntry *bitacora_waiting_list_find (BitacoraWaitingList *self, gint64 id);
guint bitacora_waiting_list_count_state (BitacoraWaitingList *self, BitacoraOutboxState state);
guint bitacora_waiting_list_count_verdict (BitacoraWaitingList *self,
                                           const char *profile_id,
                                           BitacoraCrmVerdict verdict);
void bitacora_waiting_list_hide (BitacoraWaitingList *self, gint64 id);
void bitacora_waiting_list_unhide (BitacoraWaitingList *self, gint64 id);

G_END_DECLS
