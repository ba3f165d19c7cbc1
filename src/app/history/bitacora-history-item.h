/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* A row of the history. Property "entry" (BitacoraOutboxEntry, read-only): NULL until it is read,
 * and again when the call is gone; another one when the call changed. */
#define BITACORA_TYPE_HISTORY_ITEM (bitacora_history_item_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHistoryItem, bitacora_history_item, BITACORA, HISTORY_ITEM, GObject)

BitacoraHistoryItem *bitacora_history_item_new (gint64 id);

gint64 bitacora_history_item_get_id (BitacoraHistoryItem *self);
BitacoraOutboxEntry *bitacora_history_item_get_entry (BitacoraHistoryItem *self);
void bitacora_history_item_set_entry (BitacoraHistoryItem *self, BitacoraOutboxEntry *entry);
const char *bitacora_history_item_get_facts (BitacoraHistoryItem *self);

G_END_DECLS
