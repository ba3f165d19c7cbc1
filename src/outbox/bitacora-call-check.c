/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-check.h"

#include <glib/gi18n-lib.h>

#include "bitacora-call-thread.h"
#include "bitacora-outbox-known.h"

#define WHOLE 1000

/* Lent: file, rows, counts. */
typedef struct
{
  char *profile_id;
  BitacoraCallFile *file;
  BitacoraCallRows *rows;
  BitacoraCallCounts *counts;
  BitacoraCallCheck *check;
  /* (element-type BitacoraOutboxMark): the valid rows. */
  GArray *marks;
} Checking;

static void
checking_free (Checking *checking)
{
  g_free (checking->profile_id);
  g_clear_pointer (&checking->check, bitacora_call_check_free);
  g_array_unref (checking->marks);
  g_free (checking);
}

static void
complaint_free (BitacoraCallComplaint *complaint)
{
  g_free (complaint->message);
  g_free (complaint);
}

/* Takes the message. */
static void
complain (BitacoraCallCheck *check, guint line, int column, gboolean is_known, char *message)
{
  BitacoraCallComplaint *complaint = g_new0 (BitacoraCallComplaint, 1);

  complaint->line = line;
  complaint->column = column;
  complaint->is_known = is_known;
  complaint->message = message;
  g_ptr_array_add (check->complaints, complaint);
}

static int
compare_complaints (gconstpointer a, gconstpointer b)
{
  const BitacoraCallComplaint *one = *(BitacoraCallComplaint *const *)a;
  const BitacoraCallComplaint *other = *(BitacoraCallComplaint *const *)b;

  return (one->line > other->line) - (one->line < other->line);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const guint *one = a;
  const guint *other = b;

  return (*one > *other) - (*one < *other);
}

static void
note_valid (Checking *checking, BitacoraCallActivity *activity, guint line)
{
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  const char *extension = phone != NULL ? bitacora_phone_number_get_extension (phone) : NULL;
  const BitacoraOutboxMark mark = {
    .digest = bitacora_outbox_digest_activity (activity),
    .row = checking->check->n_rows,
    .line = line,
  };

  g_array_append_val (checking->marks, mark);
  if (extension != NULL && *extension != '\0')
    checking->check->n_extensions++;
}

static void
note_invalid (Checking *checking, guint line, int column, GError *error)
{
  BitacoraCallCheck *check = checking->check;

  g_array_append_val (check->invalid, check->n_rows);
  g_atomic_int_inc (&checking->counts->n_invalid);
  if (check->complaints->len < BITACORA_CALL_CHECK_MAX_COMPLAINTS)
    complain (check, line, column, FALSE, g_strdup (error->message));
}

static gboolean
check_rows (Checking *checking, GCancellable *cancellable, GError **error)
{
  g_autoptr (BitacoraCsvReader) reader = bitacora_call_file_open_rows (checking->file, error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GError *failure = NULL;

  if (reader == NULL)
    return FALSE;
  while (bitacora_csv_reader_read (reader, cells, &failure))
    {
      guint line = bitacora_csv_reader_get_line (reader);
      g_autoptr (BitacoraCallActivity) activity = NULL;
      g_autoptr (GError) wrong = NULL;
      int column;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      activity = bitacora_call_rows_read (checking->rows, cells, &column, &wrong);
      if (activity != NULL)
        note_valid (checking, activity, line);
      else
        note_invalid (checking, line, column, wrong);
      checking->check->n_rows++;
      g_atomic_int_inc (&checking->counts->n_rows);
      g_atomic_int_set (&checking->counts->part,
                        (gint)(bitacora_csv_reader_get_progress (reader) * WHOLE));
    }
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, failure);
  return FALSE;
}

static void
check_rows_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Checking *checking = task_data;
  GError *error = NULL;

  if (check_rows (checking, cancellable, &error))
    {
      g_array_sort (checking->marks, bitacora_outbox_mark_compare);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
note_known (Checking *checking, const BitacoraOutboxMark *mark, const BitacoraOutboxMark *twin)
{
  BitacoraCallCheck *check = checking->check;
  char *message;

  g_array_append_val (check->known, mark->row);
  if (check->known->len > BITACORA_CALL_CHECK_MAX_COMPLAINTS)
    return;
  if (mark->id != 0)
    message = g_strdup_printf (_ ("This call is in the outbox already, as number %lld."),
                               (long long)mark->id);
  else
    message = g_strdup_printf (_ ("This row says the same as the one in line %u."), twin->line);
  complain (check, mark->line, -1, TRUE, message);
}

/* Of rows that say the same, which stand together, the first is the one that the others repeat. */
static void
note_known_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Checking *checking = task_data;
  GPtrArray *complaints = checking->check->complaints;
  const BitacoraOutboxMark *first = NULL;

  for (guint i = 0; i < checking->marks->len; i++)
    {
      const BitacoraOutboxMark *mark = &g_array_index (checking->marks, BitacoraOutboxMark, i);
      gboolean is_first = first == NULL || first->digest != mark->digest;

      if (is_first)
        first = mark;
      if (!is_first || mark->id != 0)
        note_known (checking, mark, first);
    }
  g_array_sort (checking->check->known, compare_rows);
  g_ptr_array_sort (complaints, compare_complaints);
  if (complaints->len > BITACORA_CALL_CHECK_MAX_COMPLAINTS)
    g_ptr_array_set_size (complaints, BITACORA_CALL_CHECK_MAX_COMPLAINTS);
  g_task_return_boolean (task, TRUE);
}

static void
known_noted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Checking *checking = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_pointer (task,
                           g_steal_pointer (&checking->check),
                           (GDestroyNotify)bitacora_call_check_free);
  else
    g_task_return_error (task, error);
}

static void
known_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (bitacora_outbox_find_known_finish (BITACORA_OUTBOX (object), result, &error))
    bitacora_call_thread_run (g_steal_pointer (&task), note_known_thread, known_noted_cb);
  else
    g_task_return_error (task, error);
}

static void
rows_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Checking *checking = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  BitacoraOutbox *outbox = g_task_get_source_object (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    bitacora_outbox_find_known_async (outbox,
                                      checking->profile_id,
                                      checking->marks,
                                      cancellable,
                                      known_found_cb,
                                      g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * bitacora_call_check_free:
 * @self: what came of a check
 *
 * Frees it.
 */
void
bitacora_call_check_free (BitacoraCallCheck *self)
{
  g_ptr_array_unref (self->complaints);
  g_array_unref (self->invalid);
  g_array_unref (self->known);
  g_free (self);
}

/**
 * bitacora_call_check_async:
 * @outbox: where the calls are to go
 * @profile_id: the profile that they are for
 * @file: a file; lent until @callback
 * @rows: how its rows are read; lent until @callback
 * @counts: counts while it goes on; lent until @callback
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when all rows were looked at
 * @user_data: for @callback
 *
 * Looks at every row of a file, and whether the outbox has its call already, all in threads.
 */
void
bitacora_call_check_async (BitacoraOutbox *outbox,
                           const char *profile_id,
                           BitacoraCallFile *file,
                           BitacoraCallRows *rows,
                           BitacoraCallCounts *counts,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (outbox, cancellable, callback, user_data);
  Checking *checking = g_new0 (Checking, 1);

  checking->profile_id = g_strdup (profile_id);
  checking->file = file;
  checking->rows = rows;
  checking->counts = counts;
  checking->marks = g_array_new (FALSE, FALSE, sizeof (BitacoraOutboxMark));
  checking->check = g_new0 (BitacoraCallCheck, 1);
  checking->check->complaints = g_ptr_array_new_with_free_func ((GDestroyNotify)complaint_free);
  checking->check->invalid = g_array_new (FALSE, FALSE, sizeof (guint));
  checking->check->known = g_array_new (FALSE, FALSE, sizeof (guint));

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_call_check_async));
  g_task_set_task_data (task, checking, (GDestroyNotify)checking_free);
  bitacora_call_thread_run (task, check_rows_thread, rows_checked_cb);
}

/**
 * bitacora_call_check_finish:
 * @outbox: the outbox
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what was found, or %NULL with @error set in
 *   %BITACORA_CSV_ERROR for a file that breaks off, in %BITACORA_OUTBOX_ERROR, or to
 *   %G_IO_ERROR_CANCELLED
 */
BitacoraCallCheck *
bitacora_call_check_finish (BitacoraOutbox *outbox, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, outbox), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
