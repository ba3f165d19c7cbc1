/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-check.h"

#include "bitacora-outbox-private.h"
#include "bitacora-outbox-recovery.h"

static gboolean
check (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement
      = bitacora_sqlite_cache_prepare (statements, "PRAGMA quick_check (1)", error);
  gboolean has_row = FALSE;

  if (statement == NULL || !bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 (bitacora_sqlite_statement_get_text (statement, 0), "ok") == 0)
    return TRUE;
  bitacora_sqlite_set_error (NULL, SQLITE_CORRUPT, error);
  return FALSE;
}

/**
 * bitacora_outbox_check_async:
 * @self: an open outbox
 * @cancellable: (nullable): stops it at once
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks through the whole file for damage, on a thread of its own: neither writing nor reading
 * waits for it.
 */
void
bitacora_outbox_check_async (BitacoraOutbox *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_outbox_check_async));
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task,
                        bitacora_outbox_read_new (check),
                        (GDestroyNotify)bitacora_outbox_read_free);
  bitacora_outbox_reader_push (bitacora_outbox_get_checker (self), task);
}

/**
 * bitacora_outbox_check_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Fails with %BITACORA_OUTBOX_ERROR_DAMAGED if the file is damaged; who opens it next sets it aside
 * then and carries over what can be read.
 *
 * Returns: whether the file is whole
 */
gboolean
bitacora_outbox_check_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (g_task_propagate_boolean (G_TASK (result), &local_error))
    return TRUE;
  if (g_error_matches (local_error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED))
    bitacora_outbox_recovery_ask_for_check (bitacora_outbox_get_path (self));
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
