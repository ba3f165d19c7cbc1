/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-field-row.h"

G_BEGIN_DECLS

/* One line of text under its title. Property: "text". */
#define BITACORA_TYPE_TEXT_ROW (bitacora_text_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTextRow, bitacora_text_row, BITACORA, TEXT_ROW, BitacoraFieldRow)

GtkWidget *bitacora_text_row_new (void);

const char *bitacora_text_row_get_text (BitacoraTextRow *self);
void bitacora_text_row_set_text (BitacoraTextRow *self, const char *text);

G_END_DECLS
