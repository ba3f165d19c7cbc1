/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-history-item.h"
#include "outbox/bitacora-outbox-history.h"

G_BEGIN_DECLS

/* The rows of the history that are in use, and some that were: one item for each id, for as long
 * as somebody holds it. Those that are asked for are read soon, many at a time. */
#define BITACORA_TYPE_HISTORY_CACHE (bitacora_history_cache_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHistoryCache,
                      bitacora_history_cache,
                      BITACORA,
                      HISTORY_CACHE,
                      GObject)

BitacoraHistoryCache *bitacora_history_cache_new (void);

void bitacora_history_cache_set_outbox (BitacoraHistoryCache *self, BitacoraOutbox *outbox);
BitacoraHistoryItem *bitacora_history_cache_dup (BitacoraHistoryCache *self, gint64 id);
void bitacora_history_cache_put (BitacoraHistoryCache *self, BitacoraOutboxEntry *entry);
void bitacora_history_cache_empty (BitacoraHistoryCache *self, gint64 id);
void bitacora_history_cache_refresh (BitacoraHistoryCache *self);

G_END_DECLS
