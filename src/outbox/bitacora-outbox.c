/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox.h"
#include "bitacora-outbox-private.h"

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-worker.h"
#include "bitacora-search-text.h"

/* How often to look at most, in milliseconds, whether others write, while somebody writes. */
#define LOOK_INTERVAL 100

struct _BitacoraOutbox
{
  GObject parent_instance;

  char *path;
  char *damaged_path;
  guint n_recovered;
  guint n_doubted;
  BitacoraOutboxWorker *worker;
  BitacoraOutboxReader *reader;
  BitacoraOutboxReader *checker;
  BitacoraOutboxReader *recaller;
  GFileMonitor *monitor;
  gboolean is_looking;
  gboolean look_again;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* clang-format off */
G_DEFINE_QUARK (bitacora_outbox_error_quark, bitacora_outbox_error)
/* clang-format on */
G_DEFINE_FINAL_TYPE (BitacoraOutbox, bitacora_outbox, G_TYPE_OBJECT)

static void look_done_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void step_purged_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
look (BitacoraOutbox *self)
{
  if (self->is_looking)
    {
      self->look_again = TRUE;
      return;
    }
  self->is_looking = TRUE;
  self->look_again = FALSE;
  bitacora_outbox_push (self,
                        bitacora_outbox_job_new (0),
                        bitacora_outbox_store_look,
                        NULL,
                        look_done_cb,
                        NULL);
}

static void
look_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraOutbox *self = BITACORA_OUTBOX (object);
  g_autoptr (GError) error = NULL;

  if (!bitacora_outbox_take_job (self, result, bitacora_outbox_store_look, &error))
    g_debug ("Looking for others' changes: %s", error->message);
  self->is_looking = FALSE;
  if (self->look_again)
    look (self);
}

static void
file_written_cb (GFileMonitor *monitor,
                 GFile *file,
                 GFile *other_file,
                 GFileMonitorEvent event,
                 gpointer user_data)
{
  look (BITACORA_OUTBOX (user_data));
}

/* Goes on with what the opening began, unless it is done. */
static void
purge (BitacoraOutbox *self, BitacoraOutboxJob *last)
{
  BitacoraOutboxJob *job;

  if (last->number < BITACORA_OUTBOX_STORE_LARGEST_STEP)
    return;
  job = bitacora_outbox_job_new (0);
  job->now = last->now;
  bitacora_outbox_push (self, job, bitacora_outbox_store_purge, NULL, step_purged_cb, NULL);
}

static void
step_purged_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraOutbox *self = BITACORA_OUTBOX (object);
  g_autoptr (GError) error = NULL;
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_purge, &error);

  if (job != NULL)
    purge (self, job);
  else
    g_debug ("Removing what was discarded: %s", error->message);
}

static void
changed_cb (gpointer source_object, gint64 id)
{
  g_signal_emit (source_object, signals[SIGNAL_CHANGED], 0, id);
}

/* Fails without asking the worker. */
static void
refuse (BitacoraOutbox *self,
        BitacoraOutboxJobFunc func,
        GError *error,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  BitacoraOutboxJob *job = bitacora_outbox_job_new (0);

  job->func = func;
  g_task_set_source_tag (task, GSIZE_TO_POINTER (func));
  g_task_set_task_data (task, job, (GDestroyNotify)bitacora_outbox_job_free);
  g_task_return_error (task, error);
}

/* In WAL mode every commit of any process writes to this file. */
static void
watch_file (BitacoraOutbox *self)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (self->monitor == NULL)
    {
      g_debug ("Watching %s: %s", path, error->message);
      return;
    }
  g_file_monitor_set_rate_limit (self->monitor, LOOK_INTERVAL);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_written_cb), self, 0);
}

static void
bitacora_outbox_finalize (GObject *object)
{
  BitacoraOutbox *self = BITACORA_OUTBOX (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  /* First: the last connection that is closed merges the log into the file, which a reader may not
   * do. */
  g_clear_pointer (&self->reader, bitacora_outbox_reader_free);
  g_clear_pointer (&self->checker, bitacora_outbox_reader_free);
  g_clear_pointer (&self->recaller, bitacora_outbox_reader_free);
  g_clear_pointer (&self->worker, bitacora_outbox_worker_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->damaged_path, g_free);

  G_OBJECT_CLASS (bitacora_outbox_parent_class)->finalize (object);
}

static void
bitacora_outbox_class_init (BitacoraOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_outbox_finalize;

  /**
   * BitacoraOutbox::changed:
   * @self: the outbox
   * @id: the entry that was appended, changed or removed; 0 if it was another process, or several
   *   entries
   *
   * Something that lists show is no longer as it was.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          BITACORA_TYPE_OUTBOX,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_INT64);
}

static void
bitacora_outbox_init (BitacoraOutbox *self)
{
}

/**
 * bitacora_outbox_push:
 * @self: an outbox
 * @job: (transfer full): the arguments
 * @func: what to do on the worker's thread
 * @cancellable: (nullable): cancels a job that has not begun
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Hands a job to the worker as a #GTask.
 */
void
bitacora_outbox_push (BitacoraOutbox *self,
                      BitacoraOutboxJob *job,
                      BitacoraOutboxJobFunc func,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  job->func = func;
  g_task_set_source_tag (task, GSIZE_TO_POINTER (func));
  g_task_set_task_data (task, job, (GDestroyNotify)bitacora_outbox_job_free);
  bitacora_outbox_worker_push (self->worker, task);
}

/**
 * bitacora_outbox_cork:
 * @self: an outbox
 *
 * Has what is asked of the outbox until bitacora_outbox_uncork(), in this turn of the main loop,
 * written in one transaction.
 */
void
bitacora_outbox_cork (BitacoraOutbox *self)
{
  bitacora_outbox_worker_cork (self->worker);
}

/**
 * bitacora_outbox_uncork:
 * @self: an outbox that was corked
 *
 * Lets it begin.
 */
void
bitacora_outbox_uncork (BitacoraOutbox *self)
{
  bitacora_outbox_worker_uncork (self->worker);
}

/**
 * bitacora_outbox_take_job:
 * @self: an outbox
 * @result: of bitacora_outbox_push()
 * @func: what was done
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the job with its results, which lives as long as @result
 */
BitacoraOutboxJob *
bitacora_outbox_take_job (BitacoraOutbox *self,
                          GAsyncResult *result,
                          BitacoraOutboxJobFunc func,
                          GError **error)
{
  BitacoraOutboxJob *job;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  job = g_task_get_task_data (G_TASK (result));
  g_return_val_if_fail (job->func == func, NULL);
  return g_task_propagate_boolean (G_TASK (result), error) ? job : NULL;
}

/**
 * bitacora_outbox_take_entry:
 * @self: an outbox
 * @result: of bitacora_outbox_push()
 * @func: what was done
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the entry that the job gave
 */
BitacoraOutboxEntry *
bitacora_outbox_take_entry (BitacoraOutbox *self,
                            GAsyncResult *result,
                            BitacoraOutboxJobFunc func,
                            GError **error)
{
  BitacoraOutboxJob *job = bitacora_outbox_take_job (self, result, func, error);

  return job != NULL ? g_steal_pointer (&job->entry) : NULL;
}

/**
 * bitacora_outbox_get_reader:
 * @self: an open outbox
 *
 * Returns: (transfer none): what reads for the history, begun when it is first asked for
 */
BitacoraOutboxReader *
bitacora_outbox_get_reader (BitacoraOutbox *self)
{
  if (self->reader == NULL)
    self->reader = bitacora_outbox_reader_new (self->path);
  return self->reader;
}

/**
 * bitacora_outbox_get_checker:
 * @self: an open outbox
 *
 * Returns: (transfer none): what reads for bitacora_outbox_check_async(), begun when it is first
 *   asked for
 */
BitacoraOutboxReader *
bitacora_outbox_get_checker (BitacoraOutbox *self)
{
  if (self->checker == NULL)
    self->checker = bitacora_outbox_reader_new (self->path);
  return self->checker;
}

/**
 * bitacora_outbox_get_recaller:
 * @self: an open outbox
 *
 * Returns: (transfer none): what reads for bitacora_outbox_recall_async(), which waits for no long
 *   search, begun when it is first asked for
 */
BitacoraOutboxReader *
bitacora_outbox_get_recaller (BitacoraOutbox *self)
{
  if (self->recaller == NULL)
    self->recaller = bitacora_outbox_reader_new (self->path);
  return self->recaller;
}

/**
 * bitacora_outbox_get_default_path:
 *
 * Returns: (transfer full): where the user's calls are kept, below `$XDG_DATA_HOME/bitacora`
 */
char *
bitacora_outbox_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "bitacora", "outbox.db", NULL);
}

/**
 * bitacora_outbox_open_async:
 * @path: the database's file
 * @cancellable: (nullable): a #GCancellable
 * @callback: called with no source object that matters when it is open
 * @user_data: for @callback
 *
 * Opens an outbox, making its file (0600) and folder (0700) where they are missing and bringing an
 * older version's tables up to date.
 */
void
bitacora_outbox_open_async (const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (BitacoraOutbox) self = NULL;
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  BitacoraOutboxJob *job = NULL;

  g_return_if_fail (path != NULL);

  self = g_object_new (BITACORA_TYPE_OUTBOX, NULL);
  self->path = g_strdup (path);
  self->worker = bitacora_outbox_worker_new (path, context, changed_cb);
  job = bitacora_outbox_job_new (0);
  job->now = g_get_real_time ();
  bitacora_outbox_push (self, job, bitacora_outbox_store_open, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_open_finish:
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Fails with %BITACORA_OUTBOX_ERROR_READ_ONLY, _FULL or _OPEN if the folder is not to be used,
 * _NEWER if a newer program wrote the file, _BUSY if another process would not let go of it,
 * _DAMAGED if the file is damaged and cannot be set aside, also because another process uses it. A
 * failure leaves the file as it was. Of a damaged file that was set aside,
 * bitacora_outbox_get_damaged_path() tells.
 *
 * Returns: (transfer full) (nullable): the outbox
 */
BitacoraOutbox *
bitacora_outbox_open_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GObject) source = g_async_result_get_source_object (result);
  BitacoraOutboxJob *job;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (source), NULL);

  job = bitacora_outbox_take_job (BITACORA_OUTBOX (source),
                                  result,
                                  bitacora_outbox_store_open,
                                  error);
  if (job == NULL)
    return NULL;
  BITACORA_OUTBOX (source)->damaged_path = g_steal_pointer (&job->damaged_path);
  BITACORA_OUTBOX (source)->n_recovered = job->n_recovered;
  BITACORA_OUTBOX (source)->n_doubted = job->n_doubted;
  purge (BITACORA_OUTBOX (source), job);
  watch_file (BITACORA_OUTBOX (source));
  return BITACORA_OUTBOX (g_steal_pointer (&source));
}

/**
 * bitacora_outbox_get_path:
 * @self: an outbox
 *
 * Returns: (transfer none): its file
 */
const char *
bitacora_outbox_get_path (BitacoraOutbox *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), NULL);
  return self->path;
}

/**
 * bitacora_outbox_get_damaged_path:
 * @self: an outbox
 * @n_recovered: (out) (optional): how many calls were carried over
 *
 * Returns: (transfer none) (nullable): where the damaged file was set aside when this outbox was
 *   opened; %NULL if all was well
 */
const char *
bitacora_outbox_get_damaged_path (BitacoraOutbox *self, guint *n_recovered)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), NULL);

  if (n_recovered != NULL)
    *n_recovered = self->n_recovered;
  return self->damaged_path;
}

/**
 * bitacora_outbox_get_n_doubted:
 * @self: an outbox
 *
 * Returns: how many calls waited in it that may have been sent since, because its file turned out
 *   to be a copy that was brought back when this outbox was opened
 */
guint
bitacora_outbox_get_n_doubted (BitacoraOutbox *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), 0);

  return self->n_doubted;
}

/**
 * bitacora_outbox_append_async:
 * @self: an outbox
 * @profile_id: the profile that the call goes to
 * @activity: the call
 * @cancellable: (nullable): cancels it if it has not been written yet
 * @callback: called when the call is on disk
 * @user_data: for @callback
 *
 * Takes a call. From the moment that @callback hears of success it survives anything that the disk
 * survives.
 */
void
bitacora_outbox_append_async (BitacoraOutbox *self,
                              const char *profile_id,
                              BitacoraCallActivity *activity,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  bitacora_outbox_append_with_async (
      self, profile_id, activity, NULL, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_append_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or of #BITACORA_ACTIVITY_ERROR
 *   for an activity that could never be sent
 *
 * Returns: (transfer full) (nullable): the new entry, queued; %NULL if nothing was saved
 */
BitacoraOutboxEntry *
bitacora_outbox_append_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_append, error);
}

/**
 * bitacora_outbox_append_with_async:
 * @self: an outbox
 * @profile_id: the profile that the call goes to
 * @activity: the call
 * @options: (nullable): what else goes with it
 * @cancellable: (nullable): cancels it if it has not been written yet
 * @callback: called when the call is on disk
 * @user_data: for @callback
 *
 * bitacora_outbox_append_async() that also empties the slot of the draft which the call was typed
 * in, in the same transaction, and keeps the call from being sent before a moment. Finish it with
 * bitacora_outbox_append_finish().
 */
void
bitacora_outbox_append_with_async (BitacoraOutbox *self,
                                   const char *profile_id,
                                   BitacoraCallActivity *activity,
                                   const BitacoraOutboxAppendOptions *options,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  BitacoraOutboxJob *job;
  GError *error = NULL;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (profile_id != NULL && *profile_id != '\0');
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (activity));

  if (!bitacora_call_activity_validate (activity, NULL, &error))
    {
      refuse (self, bitacora_outbox_store_append, error, callback, user_data);
      return;
    }
  job = bitacora_outbox_job_new (0);
  job->profile = g_strdup (profile_id);
  job->text = bitacora_outbox_activity_to_text (activity);
  job->search = bitacora_search_text_write (activity);
  job->follow_up = bitacora_outbox_activity_get_follow_up (activity);
  job->now = g_get_real_time ();
  if (options != NULL)
    {
      job->not_before = bitacora_outbox_moment_to_number (options->not_before);
      job->draft = g_strdup (options->draft);
    }
  bitacora_outbox_push (self, job, bitacora_outbox_store_append, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_correct_async:
 * @self: an outbox
 * @id: an entry that is queued or was rejected
 * @activity: what it is to say now
 * @cancellable: (nullable): cancels it if it has not been written yet
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Replaces an entry's activity and queues it again. Its attempts stay.
 */
void
bitacora_outbox_correct_async (BitacoraOutbox *self,
                               gint64 id,
                               BitacoraCallActivity *activity,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  BitacoraOutboxJob *job;
  GError *error = NULL;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (activity));

  if (!bitacora_call_activity_validate (activity, NULL, &error))
    {
      refuse (self, bitacora_outbox_store_correct, error, callback, user_data);
      return;
    }
  job = bitacora_outbox_job_new (id);
  job->text = bitacora_outbox_activity_to_text (activity);
  job->search = bitacora_search_text_write (activity);
  job->follow_up = bitacora_outbox_activity_get_follow_up (activity);
  bitacora_outbox_push (self, job, bitacora_outbox_store_correct, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_correct_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error as of bitacora_outbox_append_finish();
 *   %BITACORA_OUTBOX_ERROR_STATE if the entry was neither queued nor rejected
 *
 * Returns: (transfer full) (nullable): the entry, queued
 */
BitacoraOutboxEntry *
bitacora_outbox_correct_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_correct, error);
}

/**
 * bitacora_outbox_get_async:
 * @self: an outbox
 * @id: an entry
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Reads one entry.
 */
void
bitacora_outbox_get_async (BitacoraOutbox *self,
                           gint64 id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  bitacora_outbox_push (self,
                        bitacora_outbox_job_new (id),
                        bitacora_outbox_store_get,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_get_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the entry
 */
BitacoraOutboxEntry *
bitacora_outbox_get_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_get, error);
}

/**
 * bitacora_outbox_list_async:
 * @self: an outbox
 * @states: which states, as bits: %BITACORA_OUTBOX_STATES_WAITING, _ALL, or one's own choice
 * @profile_id: (nullable): which profile; %NULL for all
 * @limit: how many at most; 0 for all
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Reads entries, newest first.
 */
void
bitacora_outbox_list_async (BitacoraOutbox *self,
                            guint states,
                            const char *profile_id,
                            guint limit,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  job = bitacora_outbox_job_new (0);
  job->states = states;
  job->profile = g_strdup (profile_id);
  job->limit = limit;
  bitacora_outbox_push (self, job, bitacora_outbox_store_list, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_list_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: (transfer full) (element-type BitacoraOutboxEntry) (nullable): the entries
 */
GPtrArray *
bitacora_outbox_list_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_list, error);

  return job != NULL ? g_steal_pointer (&job->entries) : NULL;
}
