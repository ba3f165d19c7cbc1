/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-column.h"
#include "model/bitacora-profile.h"

G_BEGIN_DECLS

#define BITACORA_CALL_ROWS_ERROR (bitacora_call_rows_error_quark ())

typedef enum
{
  BITACORA_CALL_ROWS_ERROR_COLUMN_MISSING,
  BITACORA_CALL_ROWS_ERROR_RAGGED,
  BITACORA_CALL_ROWS_ERROR_UNREADABLE,
} BitacoraCallRowsError;

GQuark bitacora_call_rows_error_quark (void);

/* How the rows of a file become calls: what each column means, and what a profile says where they
 * say nothing. Once made it never changes, so that another thread may read with it. */
typedef struct _BitacoraCallRows BitacoraCallRows;

BitacoraCallRows *bitacora_call_rows_new (BitacoraProfile *profile,
                                          GTimeZone *zone,
                                          const BitacoraCallColumn *columns,
                                          guint n_columns,
                                          GError **error);
void bitacora_call_rows_free (BitacoraCallRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCallRows, bitacora_call_rows_free)

BitacoraCallActivity *bitacora_call_rows_read (BitacoraCallRows *self,
                                               GPtrArray *cells,
                                               int *column,
                                               GError **error);

G_END_DECLS
