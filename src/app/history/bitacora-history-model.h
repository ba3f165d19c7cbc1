/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-history-item.h"
#include "outbox/bitacora-outbox-history.h"

G_BEGIN_DECLS

/* The calls that a query finds, newest first: a GListModel of BitacoraHistoryItem that follows the
 * outbox. The first rows come at once, then the places of all others; a row that is asked for is
 * an empty item at first, and read a moment later.
 * Properties, read-only: "n-items" (guint); "loaded" (gboolean): the first rows of the query were
 * read, so that an empty list means that nothing was found. */
#define BITACORA_TYPE_HISTORY_MODEL (bitacora_history_model_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHistoryModel,
                      bitacora_history_model,
                      BITACORA,
                      HISTORY_MODEL,
                      GObject)

BitacoraHistoryModel *bitacora_history_model_new (void);

void bitacora_history_model_set_outbox (BitacoraHistoryModel *self, BitacoraOutbox *outbox);
void bitacora_history_model_set_n_first (BitacoraHistoryModel *self, guint n_first);
void bitacora_history_model_set_query (BitacoraHistoryModel *self, BitacoraOutboxQuery *query);
BitacoraOutboxQuery *bitacora_history_model_get_query (BitacoraHistoryModel *self);
gboolean bitacora_history_model_is_loaded (BitacoraHistoryModel *self);
gboolean bitacora_history_model_is_reading (BitacoraHistoryModel *self);
gint64 bitacora_history_model_get_created (BitacoraHistoryModel *self, guint position);
gboolean bitacora_history_model_find (BitacoraHistoryModel *self, gint64 id, guint *position);

G_END_DECLS
