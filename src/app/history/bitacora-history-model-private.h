/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-history-cache.h"
#include "bitacora-history-model.h"

G_BEGIN_DECLS

/* What the list's files share: bitacora-history-model.c reads the outbox and follows it,
 * bitacora-history-model-places.c puts what was read into the list, in the order in which it is
 * seen. */

struct _BitacoraHistoryModel
{
  GObject parent_instance;

  BitacoraOutbox *outbox;
  BitacoraOutboxQuery *query;
  BitacoraHistoryCache *cache;
  GCancellable *reading; /* the query's places */
  GCancellable *closing;

  GArray *places;    /* BitacoraOutboxPlace, newest first */
  guint n_stale;     /* those at the end that are another query's, and go after the next frame */
  GArray *coming;    /* all places, of which the list has the first; NULL if it has them all */
  GHashTable *dirty; /* ids that the outbox said to have changed */
  guint n_first;     /* how many rows a query begins with */
  guint n_asked;     /* and how many this one was asked for */
  guint grow_source;
  guint changes_source;
  gboolean stale;
  gboolean loaded;
};

void bitacora_history_model_emit_changed (BitacoraHistoryModel *self,
                                          guint position,
                                          guint n_removed,
                                          guint n_added);
void bitacora_history_model_show_first (BitacoraHistoryModel *self, GPtrArray *entries);
void bitacora_history_model_merge_places (BitacoraHistoryModel *self, GArray *places);
void bitacora_history_model_make_whole (BitacoraHistoryModel *self);

G_END_DECLS
