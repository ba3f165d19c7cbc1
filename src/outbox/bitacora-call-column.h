/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a column of a CSV file means to us. */
typedef enum
{
  BITACORA_CALL_COLUMN_IGNORED,
  BITACORA_CALL_COLUMN_PHONE,
  BITACORA_CALL_COLUMN_CALLING_CODE,
  BITACORA_CALL_COLUMN_NAME,
  BITACORA_CALL_COLUMN_DESCRIPTION,
  BITACORA_CALL_COLUMN_COMPLETED,
  BITACORA_CALL_COLUMN_TIME,
  BITACORA_CALL_COLUMN_REMIND,
  BITACORA_CALL_COLUMN_REMEMBER,
  BITACORA_CALL_COLUMN_PRIORITY,
  BITACORA_CALL_COLUMN_RECORD,
  BITACORA_CALL_COLUMN_MODULE,
  BITACORA_CALL_COLUMN_STATUS,
  BITACORA_CALL_COLUMN_OWNER,
  BITACORA_CALL_COLUMN_LOCATION,
  BITACORA_CALL_COLUMN_TYPE,
  BITACORA_N_CALL_COLUMNS,
} BitacoraCallColumn;

const char *bitacora_call_column_get_name (BitacoraCallColumn column);
const char *bitacora_call_column_get_label (BitacoraCallColumn column);
gboolean bitacora_call_column_from_name (const char *name, BitacoraCallColumn *column);
void bitacora_call_columns_guess (const char *const *headers, BitacoraCallColumn *columns);
char *bitacora_call_column_fold_header (const char *header);

G_END_DECLS
