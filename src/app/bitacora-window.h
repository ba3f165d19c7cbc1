/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bitacora-services.h"
#include "follow-ups/bitacora-follow-up-list.h"
#include "waiting/bitacora-waiting-list.h"

G_BEGIN_DECLS

/* The main window. Actions: "win.profile" (s), "win.show-page" (s: "call", "follow-ups" or
 * "history"), "win.show-history" (s: "all", "waiting" or a state's name), "win.copy-id" (s),
 * "win.correct" (x: an entry's id), "win.open-again".
 * Signal "logged" (BitacoraOutboxEntry *entry): a call of its form is in the outbox. */
#define BITACORA_TYPE_WINDOW (bitacora_window_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraWindow, bitacora_window, BITACORA, WINDOW, AdwApplicationWindow)

BitacoraWindow *bitacora_window_new (GtkApplication *application,
                                     BitacoraServices *services,
                                     BitacoraWaitingList *waiting,
                                     BitacoraFollowUpList *follow_ups);

void bitacora_window_show_form (BitacoraWindow *self);
void bitacora_window_restore (BitacoraWindow *self, BitacoraCallActivity *activity);
void bitacora_window_show_entry (BitacoraWindow *self, gint64 id);
void bitacora_window_search (BitacoraWindow *self, const char *text);
void bitacora_window_add_toast (BitacoraWindow *self, AdwToast *toast);
void bitacora_window_show_message (BitacoraWindow *self, const char *text);

G_END_DECLS
