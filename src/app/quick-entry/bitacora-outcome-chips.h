/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What can have become of a call, a chip each; one of them is pressed, or none.
 * Property "outcome" (the words of the one that is pressed, or NULL).
 * Signal "chosen": the user pressed another chip, or released the one that was. */
#define BITACORA_TYPE_OUTCOME_CHIPS (bitacora_outcome_chips_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraOutcomeChips,
                      bitacora_outcome_chips,
                      BITACORA,
                      OUTCOME_CHIPS,
                      GtkWidget)

GtkWidget *bitacora_outcome_chips_new (void);

void bitacora_outcome_chips_set_outcomes (BitacoraOutcomeChips *self, const char *const *outcomes);
const char *bitacora_outcome_chips_get_outcome (BitacoraOutcomeChips *self);
void bitacora_outcome_chips_set_outcome (BitacoraOutcomeChips *self, const char *outcome);
void bitacora_outcome_chips_press (BitacoraOutcomeChips *self, guint position);

G_END_DECLS
