/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-text.h"
#include "bitacora-outbox-query.h"
#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* Calls of the outbox on their way into a file, oldest first, page by page and off the main thread.
 * Properties, read-only: "n-written" (guint); "progress" (double), from 0 to 1. */
#define BITACORA_TYPE_CALL_EXPORT (bitacora_call_export_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallExport, bitacora_call_export, BITACORA, CALL_EXPORT, GObject)

BitacoraCallExport *bitacora_call_export_new (BitacoraOutbox *outbox,
                                              BitacoraOutboxQuery *query,
                                              GTimeZone *zone,
                                              BitacoraCallFormat format);

void bitacora_call_export_write_file_async (BitacoraCallExport *self,
                                            const char *path,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void bitacora_call_export_write_stream_async (BitacoraCallExport *self,
                                              GOutputStream *stream,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean bitacora_call_export_write_finish (BitacoraCallExport *self,
                                            GAsyncResult *result,
                                            GError **error);

guint bitacora_call_export_get_n_written (BitacoraCallExport *self);
double bitacora_call_export_get_progress (BitacoraCallExport *self);

G_END_DECLS
