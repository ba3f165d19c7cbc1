/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outbox/bitacora-outbox-history.h"

G_BEGIN_DECLS

/* Lists of places (element-type BitacoraOutboxPlace), newest first, that is with falling ids. */

/* Where one list differs from another: "n_removed" places from "position" on in the old one have
 * "n_added" of those from "source" on in the new one in their place. */
typedef struct
{
  guint position;
  guint n_removed;
  guint source;
  guint n_added;
} BitacoraHistoryRun;

BitacoraOutboxPlace bitacora_history_place_of (BitacoraOutboxEntry *entry);
gboolean bitacora_history_places_find (GArray *places, gint64 id, guint *position);
GArray *bitacora_history_places_compare (GArray *before, GArray *after, guint most);

G_END_DECLS
