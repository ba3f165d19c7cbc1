/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-field-row.h"
#include "model/bitacora-call-activity.h"

G_BEGIN_DECLS

/* Low, Normal or High, one of them pressed. */
#define BITACORA_TYPE_PRIORITY_ROW (bitacora_priority_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraPriorityRow,
                      bitacora_priority_row,
                      BITACORA,
                      PRIORITY_ROW,
                      BitacoraFieldRow)

GtkWidget *bitacora_priority_row_new (void);

BitacoraPriority bitacora_priority_row_get_priority (BitacoraPriorityRow *self);
void bitacora_priority_row_set_priority (BitacoraPriorityRow *self, BitacoraPriority priority);

G_END_DECLS
