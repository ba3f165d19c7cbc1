/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-field-row.h"
#include "model/bitacora-clock.h"

G_BEGIN_DECLS

/* A date and a time, typed, stepped or picked in a calendar, with what was understood below.
 * Properties: "moment" (GDateTime in the clock's zone, or NULL), "clock", "date-label" and
 * "time-label" (the names of its entries), "quick" (whether it offers moments to come), "past"
 * (whether it wonders at a moment that is still to come). */
#define BITACORA_TYPE_MOMENT_ROW (bitacora_moment_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraMomentRow,
                      bitacora_moment_row,
                      BITACORA,
                      MOMENT_ROW,
                      BitacoraFieldRow)

GtkWidget *bitacora_moment_row_new (void);

void bitacora_moment_row_set_clock (BitacoraMomentRow *self, BitacoraClock *clock);
GDateTime *bitacora_moment_row_get_moment (BitacoraMomentRow *self);
void bitacora_moment_row_set_moment (BitacoraMomentRow *self, GDateTime *moment);
void bitacora_moment_row_follow_clock (BitacoraMomentRow *self);

G_END_DECLS
