/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-courier.h"

G_BEGIN_DECLS

/* Asks the CRM about calls whose outcome is unknown, one at a time, and writes what it says. Part
 * of the courier, which lends it its lock, its schedule and its turns. */
typedef struct _BitacoraCourierDoubts BitacoraCourierDoubts;

BitacoraCourierDoubts *bitacora_courier_doubts_new (BitacoraCourier *courier);
void bitacora_courier_doubts_free (BitacoraCourierDoubts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCourierDoubts, bitacora_courier_doubts_free)

void bitacora_courier_doubts_step (BitacoraCourierDoubts *self);
void bitacora_courier_doubts_forget_barren (BitacoraCourierDoubts *self);
gboolean bitacora_courier_doubts_is_busy (BitacoraCourierDoubts *self);
gboolean bitacora_courier_doubts_is_done (BitacoraCourierDoubts *self);
GDateTime *bitacora_courier_doubts_get_next (BitacoraCourierDoubts *self);

G_END_DECLS
