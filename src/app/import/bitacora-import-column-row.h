/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outbox/bitacora-call-file.h"

G_BEGIN_DECLS

/* One column of a file: what stands above it, some of what stands in it, and what it means.
 * The meaning is the property "selected", a BitacoraCallColumn. */
#define BITACORA_TYPE_IMPORT_COLUMN_ROW (bitacora_import_column_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraImportColumnRow,
                      bitacora_import_column_row,
                      BITACORA,
                      IMPORT_COLUMN_ROW,
                      AdwComboRow)

GtkWidget *bitacora_import_column_row_new (const BitacoraCallFile *file,
                                           guint place,
                                           GListModel *fields);

guint bitacora_import_column_row_get_place (BitacoraImportColumnRow *self);

G_END_DECLS
