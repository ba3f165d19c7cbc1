/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  BITACORA_HINT_INFORMATION,
  BITACORA_HINT_SUCCESS,
  BITACORA_HINT_WARNING,
  BITACORA_HINT_ERROR,
} BitacoraHint;

/* A line below an entry that says what was understood or what is wrong; gone while it has nothing
 * to say. Signal "button-clicked": its button, if it has one, was clicked. */
#define BITACORA_TYPE_HINT_ROW (bitacora_hint_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHintRow, bitacora_hint_row, BITACORA, HINT_ROW, AdwPreferencesRow)

void bitacora_hint_row_show (BitacoraHintRow *self, BitacoraHint hint, const char *text);
void bitacora_hint_row_show_with_button (BitacoraHintRow *self,
                                         BitacoraHint hint,
                                         const char *text,
                                         const char *button);
void bitacora_hint_row_clear (BitacoraHintRow *self);

G_END_DECLS
