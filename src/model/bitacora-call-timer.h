/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-clock.h"

G_BEGIN_DECLS

/* How long a line has been open. It counts on the clock, so that it outlives the program.
 * Signal "changed": it was started, stopped or set back; the passing of time is not told. */
#define BITACORA_TYPE_CALL_TIMER (bitacora_call_timer_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallTimer, bitacora_call_timer, BITACORA, CALL_TIMER, GObject)

BitacoraCallTimer *bitacora_call_timer_new (BitacoraClock *clock);

void bitacora_call_timer_start (BitacoraCallTimer *self);
void bitacora_call_timer_stop (BitacoraCallTimer *self);
void bitacora_call_timer_reset (BitacoraCallTimer *self);

gboolean bitacora_call_timer_is_running (BitacoraCallTimer *self);
GDateTime *bitacora_call_timer_get_start (BitacoraCallTimer *self);
gint64 bitacora_call_timer_get_seconds (BitacoraCallTimer *self);
char *bitacora_call_timer_describe (BitacoraCallTimer *self);

GVariant *bitacora_call_timer_save (BitacoraCallTimer *self);
void bitacora_call_timer_load (BitacoraCallTimer *self, GVariant *saved);

G_END_DECLS
