/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-field-row.h"

G_BEGIN_DECLS

/* Text of many lines, which grows as it is written. Property: "text". */
#define BITACORA_TYPE_DESCRIPTION_ROW (bitacora_description_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraDescriptionRow,
                      bitacora_description_row,
                      BITACORA,
                      DESCRIPTION_ROW,
                      BitacoraFieldRow)

GtkWidget *bitacora_description_row_new (void);

char *bitacora_description_row_dup_text (BitacoraDescriptionRow *self);
void bitacora_description_row_set_text (BitacoraDescriptionRow *self, const char *text);

G_END_DECLS
