/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-fill.h"

#include "bitacora-call-thread.h"
#include "bitacora-outbox-batch.h"

/* Calls written at once; in between, whatever else is asked of the outbox is done. */
#define STEP 200

/* Lent: file, rows, check, n_written. */
typedef struct
{
  char *profile_id;
  BitacoraCallFile *file;
  BitacoraCallRows *rows;
  BitacoraCallCheck *check;
  gboolean again;
  gint *n_written;

  BitacoraCsvReader *reader;
  GPtrArray *cells;
  /* The row that is read next, and where it would stand among the invalid and the known. */
  guint row;
  guint next_invalid;
  guint next_known;

  gint64 batch;
  GPtrArray *step;
  GError *failure;
} Fill;

static void read_step (GTask *task);

static void
fill_free (Fill *fill)
{
  g_free (fill->profile_id);
  g_clear_pointer (&fill->reader, bitacora_csv_reader_free);
  g_ptr_array_unref (fill->cells);
  g_clear_pointer (&fill->step, g_ptr_array_unref);
  g_clear_error (&fill->failure);
  g_free (fill);
}

static void
batch_dropped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Fill *fill = g_task_get_task_data (task);

  /* What could not be removed now is never shown either, and removed at a later start. */
  bitacora_outbox_drop_batch_finish (BITACORA_OUTBOX (object), result, NULL);
  g_task_return_error (task, g_steal_pointer (&fill->failure));
}

/* Takes the task and the error. */
static void
give_up (GTask *task, GError *error)
{
  Fill *fill = g_task_get_task_data (task);

  fill->failure = error;
  bitacora_outbox_drop_batch_async (g_task_get_source_object (task),
                                    fill->batch,
                                    batch_dropped_cb,
                                    task);
}

static void
batch_committed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  guint n_queued = bitacora_outbox_commit_batch_finish (BITACORA_OUTBOX (object), result, &error);

  if (n_queued == 0)
    give_up (g_steal_pointer (&task), error);
  else
    g_task_return_int (task, n_queued);
}

static void
step_written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Fill *fill = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bitacora_outbox_append_batch_finish (BITACORA_OUTBOX (object), result, &error))
    {
      give_up (g_steal_pointer (&task), error);
      return;
    }
  g_atomic_int_add (fill->n_written, (gint)fill->step->len);
  read_step (g_steal_pointer (&task));
}

static void
step_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraOutbox *outbox = g_task_get_source_object (task);
  Fill *fill = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)
      || g_cancellable_set_error_if_cancelled (cancellable, &error))
    give_up (g_steal_pointer (&task), error);
  else if (fill->step->len > 0)
    bitacora_outbox_append_batch_async (outbox,
                                        fill->batch,
                                        fill->profile_id,
                                        fill->step,
                                        cancellable,
                                        step_written_cb,
                                        g_steal_pointer (&task));
  else
    bitacora_outbox_commit_batch_async (outbox,
                                        fill->batch,
                                        batch_committed_cb,
                                        g_steal_pointer (&task));
}

static gboolean
is_listed (GArray *ascending, guint row, guint *next)
{
  if (*next == ascending->len || g_array_index (ascending, guint, *next) != row)
    return FALSE;
  (*next)++;

  return TRUE;
}

static gboolean
takes_row (Fill *fill, guint row)
{
  gboolean is_invalid = is_listed (fill->check->invalid, row, &fill->next_invalid);
  gboolean is_known = is_listed (fill->check->known, row, &fill->next_known);

  return !is_invalid && (!is_known || fill->again);
}

static gboolean
fill_step (Fill *fill, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;

  while (fill->step->len < STEP && bitacora_csv_reader_read (fill->reader, fill->cells, &failure))
    {
      BitacoraCallActivity *activity;
      int column;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!takes_row (fill, fill->row++))
        continue;
      activity = bitacora_call_rows_read (fill->rows, fill->cells, &column, error);
      if (activity == NULL)
        return FALSE;
      g_ptr_array_add (fill->step, activity);
    }
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, failure);
  return FALSE;
}

static void
read_step_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Fill *fill = task_data;
  GError *error = NULL;

  if (fill->reader == NULL)
    fill->reader = bitacora_call_file_open_rows (fill->file, &error);
  if (fill->reader != NULL && fill_step (fill, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes the task. */
static void
read_step (GTask *task)
{
  Fill *fill = g_task_get_task_data (task);

  g_clear_pointer (&fill->step, g_ptr_array_unref);
  fill->step = g_ptr_array_new_with_free_func (g_object_unref);
  bitacora_call_thread_run (task, read_step_thread, step_read_cb);
}

static void
batch_begun_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Fill *fill = g_task_get_task_data (task);
  GError *error = NULL;

  fill->batch = bitacora_outbox_begin_batch_finish (BITACORA_OUTBOX (object), result, &error);
  if (fill->batch == 0)
    g_task_return_error (task, error);
  else
    read_step (g_steal_pointer (&task));
}

/**
 * bitacora_call_fill_async:
 * @outbox: where the calls go
 * @profile_id: the profile that they are for
 * @file: the file; lent until @callback
 * @rows: how its rows are read; lent until @callback
 * @check: what was found in it; lent until @callback. Invalid rows are passed over
 * @again: whether rows that are in the outbox already are not passed over
 * @n_written: lent until @callback; how many calls were written, changed atomically
 * @cancellable: (nullable): a #GCancellable; what was written is removed then
 * @callback: called when all calls are queued, or none
 * @user_data: for @callback
 *
 * Reads a file in threads and queues its calls as one batch.
 */
void
bitacora_call_fill_async (BitacoraOutbox *outbox,
                          const char *profile_id,
                          BitacoraCallFile *file,
                          BitacoraCallRows *rows,
                          BitacoraCallCheck *check,
                          gboolean again,
                          gint *n_written,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (outbox, cancellable, callback, user_data);
  Fill *fill = g_new0 (Fill, 1);

  fill->profile_id = g_strdup (profile_id);
  fill->file = file;
  fill->rows = rows;
  fill->check = check;
  fill->again = again;
  fill->n_written = n_written;
  fill->cells = g_ptr_array_new_with_free_func (g_free);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_call_fill_async));
  g_task_set_task_data (task, fill, (GDestroyNotify)fill_free);
  /* Once the batch is committed, it is too late to say that it was cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  bitacora_outbox_begin_batch_async (outbox, cancellable, batch_begun_cb, task);
}

/**
 * bitacora_call_fill_finish:
 * @outbox: the outbox
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: how many calls were queued; 0 with @error set if none was, to %G_IO_ERROR_CANCELLED or
 *   in %BITACORA_OUTBOX_ERROR
 */
guint
bitacora_call_fill_finish (BitacoraOutbox *outbox, GAsyncResult *result, GError **error)
{
  gssize n_queued;

  g_return_val_if_fail (g_task_is_valid (result, outbox), 0);

  n_queued = g_task_propagate_int (G_TASK (result), error);
  return n_queued > 0 ? (guint)n_queued : 0;
}
