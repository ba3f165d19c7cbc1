/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/bitacora-clock.h"

G_BEGIN_DECLS

/* The moments to come that one means most often, a click each.
 * Signal "chosen" (GDateTime *moment): in the clock's zone. */
#define BITACORA_TYPE_MOMENT_CHOICES (bitacora_moment_choices_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraMomentChoices,
                      bitacora_moment_choices,
                      BITACORA,
                      MOMENT_CHOICES,
                      GtkBox)

void bitacora_moment_choices_set_clock (BitacoraMomentChoices *self, BitacoraClock *clock);

G_END_DECLS
