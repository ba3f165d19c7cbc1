/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/bitacora-clock.h"

G_BEGIN_DECLS

/* Asks when to be reminded again: the moments that one means most often, or any other.
 * Signal "chosen" (GDateTime *moment): a moment to come, in the clock's zone. */
#define BITACORA_TYPE_LATER_POPOVER (bitacora_later_popover_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraLaterPopover,
                      bitacora_later_popover,
                      BITACORA,
                      LATER_POPOVER,
                      GtkPopover)

GtkWidget *bitacora_later_popover_new (void);

void bitacora_later_popover_set_clock (BitacoraLaterPopover *self, BitacoraClock *clock);
void bitacora_later_popover_open_at (BitacoraLaterPopover *self, GtkWidget *button);

G_END_DECLS
