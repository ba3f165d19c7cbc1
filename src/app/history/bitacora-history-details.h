/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* All that is known of one call. Its buttons activate the "history.…" actions of the page around
 * it, and only those that apply are shown. */
#define BITACORA_TYPE_HISTORY_DETAILS (bitacora_history_details_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHistoryDetails,
                      bitacora_history_details,
                      BITACORA,
                      HISTORY_DETAILS,
                      AdwBin)

void bitacora_history_details_set_up (BitacoraHistoryDetails *self, BitacoraServices *services);
void bitacora_history_details_set_entry (BitacoraHistoryDetails *self, BitacoraOutboxEntry *entry);
BitacoraOutboxEntry *bitacora_history_details_get_entry (BitacoraHistoryDetails *self);
char *bitacora_history_details_dup_json (BitacoraHistoryDetails *self);
char *bitacora_history_details_dup_curl (BitacoraHistoryDetails *self);
char *bitacora_history_details_dup_candidate_id (BitacoraHistoryDetails *self);

G_END_DECLS
