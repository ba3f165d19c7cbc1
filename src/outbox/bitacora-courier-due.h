/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-courier-schedule.h"
#include "bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* What the outbox last said is due: a few calls at a time, so that it need not be asked before
 * each, or that there is none, which costs it the reading of the whole queue. */
typedef struct _BitacoraCourierDue BitacoraCourierDue;

BitacoraCourierDue *bitacora_courier_due_new (void);
void bitacora_courier_due_free (BitacoraCourierDue *self);

BitacoraOutboxEntry *bitacora_courier_due_take (BitacoraCourierDue *self,
                                                BitacoraCourierSchedule *schedule);
void bitacora_courier_due_remove (BitacoraCourierDue *self, gint64 id);
gboolean bitacora_courier_due_is_barren (BitacoraCourierDue *self,
                                         const char *without,
                                         GDateTime *now);
GDateTime *bitacora_courier_due_get_next (BitacoraCourierDue *self);

void bitacora_courier_due_note_question (BitacoraCourierDue *self, const char *without);
void bitacora_courier_due_note_answer (BitacoraCourierDue *self,
                                       GPtrArray *entries,
                                       GDateTime *next);
void bitacora_courier_due_forget (BitacoraCourierDue *self);

G_END_DECLS
