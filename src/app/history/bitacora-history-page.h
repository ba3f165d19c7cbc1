/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"
#include "outbox/bitacora-outbox-query.h"

G_BEGIN_DECLS

/* All calls, newest first, and what is known of the chosen one.
 * Signals: "correct" (BitacoraOutboxEntry): the user wants to correct this call in the form;
 * "log-again" (BitacoraCallActivity): the user wants the form filled like this call.
 * Actions: "filter.state", "filter.date" and "filter.profile" with a word each (s), and of the
 * chosen call "history.retry", ".correct", ".log-again", ".copy-id", ".copy-json", ".copy-curl",
 * ".there", ".resend" and ".discard". */
#define BITACORA_TYPE_HISTORY_PAGE (bitacora_history_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHistoryPage, bitacora_history_page, BITACORA, HISTORY_PAGE, AdwBin)

void bitacora_history_page_set_up (BitacoraHistoryPage *self, BitacoraServices *services);
BitacoraOutboxQuery *bitacora_history_page_get_query (BitacoraHistoryPage *self);
void bitacora_history_page_show_state (BitacoraHistoryPage *self, const char *name);
void bitacora_history_page_show_entry (BitacoraHistoryPage *self, gint64 id);
void bitacora_history_page_look_for (BitacoraHistoryPage *self, const char *text);
AdwToastOverlay *bitacora_history_page_get_toast_overlay (BitacoraHistoryPage *self);
void bitacora_history_page_focus (BitacoraHistoryPage *self);

G_END_DECLS
