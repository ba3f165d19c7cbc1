/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-courier-schedule.h"
#include "bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* Entries that somebody wants sent now, in the order in which they were asked for. */
typedef struct _BitacoraCourierWishes BitacoraCourierWishes;

BitacoraCourierWishes *bitacora_courier_wishes_new (BitacoraCourierSchedule *schedule);
void bitacora_courier_wishes_free (BitacoraCourierWishes *self);

void bitacora_courier_wishes_add (BitacoraCourierWishes *self, gint64 id, gboolean is_gentle);
gboolean bitacora_courier_wishes_remove (BitacoraCourierWishes *self, gint64 id);
gboolean bitacora_courier_wishes_is_empty (BitacoraCourierWishes *self);

gint64 bitacora_courier_wishes_peek (BitacoraCourierWishes *self);
gboolean bitacora_courier_wishes_note_entry (BitacoraCourierWishes *self,
                                             BitacoraOutboxEntry *entry);
BitacoraOutboxEntry *bitacora_courier_wishes_take_hopeless (BitacoraCourierWishes *self);
gint64 bitacora_courier_wishes_take_any (BitacoraCourierWishes *self);

G_END_DECLS
