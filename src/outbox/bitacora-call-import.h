/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-check.h"
#include "model/bitacora-clock.h"

G_BEGIN_DECLS

#define BITACORA_CALL_IMPORT_ERROR (bitacora_call_import_error_quark ())

typedef enum
{
  BITACORA_CALL_IMPORT_ERROR_NO_ROWS,
  BITACORA_CALL_IMPORT_ERROR_INVALID_ROWS,
  BITACORA_CALL_IMPORT_ERROR_KNOWN_ROWS,
} BitacoraCallImportError;

GQuark bitacora_call_import_error_quark (void);

/* SKIP_INVALID: rows that are no valid call, or that are in the outbox already, are left out;
 * otherwise a single one keeps all from being queued. AGAIN: rows that are in the outbox already
 * are queued once more. */
typedef enum
{
  BITACORA_CALL_IMPORT_ALL = 0,
  BITACORA_CALL_IMPORT_SKIP_INVALID = 1 << 0,
  BITACORA_CALL_IMPORT_AGAIN = 1 << 1,
} BitacoraCallImportFlags;

/* A CSV file on its way into the outbox: read, checked, queued, all off the main thread.
 * Properties, read-only: "n-rows" and "n-invalid" (guint), what the check has counted so far;
 * "progress" (double), from 0 to 1, of what is being done. */
#define BITACORA_TYPE_CALL_IMPORT (bitacora_call_import_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallImport, bitacora_call_import, BITACORA, CALL_IMPORT, GObject)

BitacoraCallImport *bitacora_call_import_new (BitacoraOutbox *outbox,
                                              BitacoraProfile *profile,
                                              BitacoraClock *clock);

BitacoraProfile *bitacora_call_import_get_profile (BitacoraCallImport *self);
void bitacora_call_import_set_profile (BitacoraCallImport *self, BitacoraProfile *profile);

void bitacora_call_import_read_async (BitacoraCallImport *self,
                                      GFile *file,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean bitacora_call_import_read_finish (BitacoraCallImport *self,
                                           GAsyncResult *result,
                                           GError **error);

const BitacoraCallFile *bitacora_call_import_get_file (BitacoraCallImport *self);
guint bitacora_call_import_get_n_columns (BitacoraCallImport *self);
BitacoraCallColumn bitacora_call_import_get_column (BitacoraCallImport *self, guint place);
void bitacora_call_import_set_column (BitacoraCallImport *self,
                                      guint place,
                                      BitacoraCallColumn column);
int bitacora_call_import_find_header (BitacoraCallImport *self, const char *header);

void bitacora_call_import_check_async (BitacoraCallImport *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
const BitacoraCallCheck *bitacora_call_import_check_finish (BitacoraCallImport *self,
                                                            GAsyncResult *result,
                                                            GError **error);

guint bitacora_call_import_get_n_rows (BitacoraCallImport *self);
guint bitacora_call_import_get_n_invalid (BitacoraCallImport *self);
double bitacora_call_import_get_progress (BitacoraCallImport *self);

guint bitacora_call_import_count_calls (BitacoraCallImport *self,
                                        BitacoraCallImportFlags flags,
                                        GError **error);
void bitacora_call_import_queue_async (BitacoraCallImport *self,
                                       BitacoraCallImportFlags flags,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
guint bitacora_call_import_queue_finish (BitacoraCallImport *self,
                                         GAsyncResult *result,
                                         GError **error);

G_END_DECLS
