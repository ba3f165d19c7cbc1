/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The one source of "now" and of the user's time zone; tests turn its hands. */
#define BITACORA_TYPE_CLOCK (bitacora_clock_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraClock, bitacora_clock, BITACORA, CLOCK, GObject)

BitacoraClock *bitacora_clock_new (void);
BitacoraClock *bitacora_clock_new_at (GDateTime *moment);

GDateTime *bitacora_clock_now (BitacoraClock *self);
GTimeZone *bitacora_clock_get_zone (BitacoraClock *self);
void bitacora_clock_set (BitacoraClock *self, GDateTime *moment);

G_END_DECLS
