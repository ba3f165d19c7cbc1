/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../bitacora-services.h"

G_BEGIN_DECLS

/* A small window in which a call is logged within two seconds. What is typed is kept as the draft
 * "quick-entry" until it is logged. Signal "logged" (BitacoraOutboxEntry *entry): the call is in
 * the outbox, and the window closes. */
#define BITACORA_TYPE_QUICK_ENTRY (bitacora_quick_entry_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraQuickEntry, bitacora_quick_entry, BITACORA, QUICK_ENTRY, AdwWindow)

/* Made ahead of time, it shows at once when it is asked for. */
BitacoraQuickEntry *bitacora_quick_entry_new (BitacoraServices *services);
/* Somebody asks for it: it is the application's (nullable) window, and what was typed last is back.
 */
void bitacora_quick_entry_begin (BitacoraQuickEntry *self, GtkApplication *application);

/* Proposes what a link, a reminder or an earlier call says, over whatever is typed: that is
 * kept and offered back. complaints (nullable): sentences about what was dropped of it. */
void bitacora_quick_entry_fill (BitacoraQuickEntry *self,
                                BitacoraCallActivity *activity,
                                const char *const *complaints);
/* Proposes a call that was logged and taken back, which is kept as if it had just been typed. */
void bitacora_quick_entry_restore (BitacoraQuickEntry *self, BitacoraCallActivity *activity);
/* Proposes another call with whoever an earlier one was with: its number, name and record, none of
 * its words. What is typed is kept and offered back. */
void bitacora_quick_entry_fill_again (BitacoraQuickEntry *self, BitacoraOutboxEntry *entry);
/* The follow-up of this entry is done once the call is logged. */
void bitacora_quick_entry_set_follow_up (BitacoraQuickEntry *self, gint64 entry_id);
/* The line is open from now on: the timer runs. */
void bitacora_quick_entry_start_call (BitacoraQuickEntry *self);

G_END_DECLS
