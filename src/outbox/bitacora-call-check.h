/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-file.h"
#include "bitacora-call-rows.h"
#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* How many complaints are kept; all are counted. */
#define BITACORA_CALL_CHECK_MAX_COMPLAINTS 1000

/* What is wrong with a row; column counts from 0 and is -1 if it is the row as a whole. is_known:
 * it is valid, and there already. */
typedef struct
{
  guint line;
  int column;
  gboolean is_known;
  char *message;
} BitacoraCallComplaint;

/* What a thread has counted so far, read and written atomically; part: of the file, in
 * thousandths. */
typedef struct
{
  gint n_rows;
  gint n_invalid;
  gint part;
} BitacoraCallCounts;

/* What came of looking at every row of a file. Rows count from 0, the header not among them.
 *   complaints (element-type BitacoraCallComplaint): in the file's order;
 *   invalid, known (element-type guint): the rows that are no valid call, and those that are in
 *     the outbox already or stand in the file a second time, ascending. */
typedef struct
{
  guint n_rows;
  guint n_extensions;
  GPtrArray *complaints;
  GArray *invalid;
  GArray *known;
} BitacoraCallCheck;

void bitacora_call_check_free (BitacoraCallCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCallCheck, bitacora_call_check_free)

void bitacora_call_check_async (BitacoraOutbox *outbox,
                                const char *profile_id,
                                BitacoraCallFile *file,
                                BitacoraCallRows *rows,
                                BitacoraCallCounts *counts,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BitacoraCallCheck *bitacora_call_check_finish (BitacoraOutbox *outbox,
                                               GAsyncResult *result,
                                               GError **error);

G_END_DECLS
