/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the CRM said against the call, above the form until it is corrected or dismissed. */
#define BITACORA_TYPE_REFUSAL_BAR (bitacora_refusal_bar_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraRefusalBar, bitacora_refusal_bar, BITACORA, REFUSAL_BAR, AdwBin)

GtkWidget *bitacora_refusal_bar_new (void);

const char *bitacora_refusal_bar_get_sentence (BitacoraRefusalBar *self);
void bitacora_refusal_bar_set_sentence (BitacoraRefusalBar *self, const char *sentence);

G_END_DECLS
