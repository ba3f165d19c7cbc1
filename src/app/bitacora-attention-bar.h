/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bitacora-services.h"
#include "waiting/bitacora-waiting-list.h"

G_BEGIN_DECLS

/* The one line above the pages, there only while calls wait: how many, why, and what to do.
 * Property "ignored-id" (gint64, write-only): a rejected entry that the form already speaks of, or
 * 0. */
#define BITACORA_TYPE_ATTENTION_BAR (bitacora_attention_bar_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraAttentionBar, bitacora_attention_bar, BITACORA, ATTENTION_BAR, AdwBin)

void bitacora_attention_bar_set_up (BitacoraAttentionBar *self,
                                    BitacoraServices *services,
                                    BitacoraWaitingList *list);

G_END_DECLS
