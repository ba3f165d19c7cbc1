/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-batch.h"

#include "bitacora-outbox-private.h"

static void step_dropped_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
drop_step (BitacoraOutbox *self, gint64 batch, GTask *task)
{
  BitacoraOutboxJob *job = bitacora_outbox_job_new (0);

  job->batch = batch;
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_drop_batch_step,
                        NULL,
                        step_dropped_cb,
                        task);
}

static void
step_dropped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraOutbox *self = BITACORA_OUTBOX (object);
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_drop_batch_step, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else if (job->number < BITACORA_OUTBOX_STORE_LARGEST_STEP)
    g_task_return_boolean (task, TRUE);
  else
    drop_step (self, job->batch, g_steal_pointer (&task));
}

/**
 * bitacora_outbox_begin_batch_async:
 * @self: an outbox
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it has begun
 * @user_data: for @callback
 *
 * Begins a batch, which belongs to this object: another outbox over the same file does not know it.
 */
void
bitacora_outbox_begin_batch_async (BitacoraOutbox *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  job = bitacora_outbox_job_new (0);
  job->now = g_get_real_time ();
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_begin_batch,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_begin_batch_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: the batch's number; 0 if it failed
 */
gint64
bitacora_outbox_begin_batch_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_begin_batch, error);

  return job != NULL ? job->batch : 0;
}

/**
 * bitacora_outbox_append_batch_async:
 * @self: an outbox
 * @batch: a batch that was begun
 * @profile_id: the profile that the calls go to
 * @activities: (element-type BitacoraCallActivity): the calls, which nobody may change before
 *   @callback, and the array neither: another thread reads them
 * @cancellable: (nullable): cancels it if it has not been written yet
 * @callback: called when all of them are on disk
 * @user_data: for @callback
 *
 * Writes a step of a batch. The calls are there for nobody before the batch is committed. A step
 * keeps whatever else is asked of the outbox waiting: 200 calls do so for a twentieth of a second.
 */
void
bitacora_outbox_append_batch_async (BitacoraOutbox *self,
                                    gint64 batch,
                                    const char *profile_id,
                                    GPtrArray *activities,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (batch > 0);
  g_return_if_fail (profile_id != NULL && *profile_id != '\0');
  g_return_if_fail (activities != NULL);

  job = bitacora_outbox_job_new (0);
  job->batch = batch;
  job->profile = g_strdup (profile_id);
  job->activities = g_ptr_array_ref (activities);
  job->now = g_get_real_time ();
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_append_batch,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_append_batch_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, _NOT_FOUND if the batch was
 *   committed or dropped; or of #BITACORA_ACTIVITY_ERROR for an activity that could never be sent
 *
 * Returns: whether the whole step is on disk; if not, nothing of it is
 */
gboolean
bitacora_outbox_append_batch_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_job (self, result, bitacora_outbox_store_append_batch, error) != NULL;
}

/**
 * bitacora_outbox_commit_batch_async:
 * @self: an outbox
 * @batch: a batch with at least one call
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Shows all calls of a batch at once: from now on they are queued like any other.
 */
void
bitacora_outbox_commit_batch_async (BitacoraOutbox *self,
                                    gint64 batch,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (batch > 0);

  job = bitacora_outbox_job_new (0);
  job->batch = batch;
  bitacora_outbox_push (self, job, bitacora_outbox_store_commit_batch, NULL, callback, user_data);
}

/**
 * bitacora_outbox_commit_batch_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, _NOT_FOUND if the batch has no
 *   calls, lost some, or was committed or dropped before
 *
 * Returns: how many calls were queued; 0 if none was
 */
guint
bitacora_outbox_commit_batch_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_commit_batch, error);

  return job != NULL ? (guint)job->number : 0;
}

/**
 * bitacora_outbox_drop_batch_async:
 * @self: an outbox
 * @batch: a batch that is given up
 * @callback: (nullable): called when all of it was removed
 * @user_data: for @callback
 *
 * Removes what was written of a batch, in steps between which other things are done. A batch that
 * was committed is not touched.
 */
void
bitacora_outbox_drop_batch_async (BitacoraOutbox *self,
                                  gint64 batch,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (batch > 0);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_outbox_drop_batch_async));
  drop_step (self, batch, task);
}

/**
 * bitacora_outbox_drop_batch_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: whether all of it was removed
 */
gboolean
bitacora_outbox_drop_batch_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result,
                                                  GSIZE_TO_POINTER (
                                                      bitacora_outbox_drop_batch_async)),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
