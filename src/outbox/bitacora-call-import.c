/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-import.h"

#include <glib/gi18n-lib.h>

#include "bitacora-call-fill.h"
#include "bitacora-call-thread.h"

/* How often the counts are told while threads are at work, in milliseconds. */
#define TICK 50
#define WHOLE 1000.0

struct _BitacoraCallImport
{
  GObject parent_instance;

  BitacoraOutbox *outbox;
  BitacoraProfile *profile;
  BitacoraClock *clock;
  BitacoraCallFile *file;
  /* How rows are read and what was found in them; NULL before the check, and when a column was
   * given another meaning. */
  BitacoraCallRows *rows;
  BitacoraCallCheck *check;

  guint n_rows;
  guint n_invalid;
  double progress;

  BitacoraCallCounts counts;
  gint n_written;
  guint n_to_write;
  GSource *ticker;
};

enum
{
  PROP_N_ROWS = 1,
  PROP_N_INVALID,
  PROP_PROGRESS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BitacoraCallImport, bitacora_call_import, G_TYPE_OBJECT)

G_DEFINE_QUARK (bitacora_call_import_error_quark, bitacora_call_import_error)

static void
publish_number (BitacoraCallImport *self, guint *number, gint counted, int property)
{
  if (*number == (guint)counted)
    return;
  *number = (guint)counted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
publish (BitacoraCallImport *self)
{
  double progress = g_atomic_int_get (&self->counts.part) / WHOLE;

  if (self->n_to_write > 0)
    progress = (double)g_atomic_int_get (&self->n_written) / self->n_to_write;

  g_object_freeze_notify (G_OBJECT (self));
  publish_number (self, &self->n_rows, g_atomic_int_get (&self->counts.n_rows), PROP_N_ROWS);
  publish_number (self,
                  &self->n_invalid,
                  g_atomic_int_get (&self->counts.n_invalid),
                  PROP_N_INVALID);
  if (progress < self->progress || progress > self->progress)
    {
      self->progress = progress;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
ticked_cb (gpointer user_data)
{
  publish (BITACORA_CALL_IMPORT (user_data));
  return G_SOURCE_CONTINUE;
}

static void
stop_ticking (BitacoraCallImport *self)
{
  g_source_destroy (self->ticker);
  g_clear_pointer (&self->ticker, g_source_unref);
  publish (self);
}

static void
start_ticking (BitacoraCallImport *self)
{
  publish (self);
  self->ticker = g_timeout_source_new (TICK);
  g_source_set_callback (self->ticker, ticked_cb, self, NULL);
  g_source_attach (self->ticker, g_main_context_get_thread_default ());
}

static void
forget_check (BitacoraCallImport *self)
{
  g_clear_pointer (&self->rows, bitacora_call_rows_free);
  g_clear_pointer (&self->check, bitacora_call_check_free);
  self->counts = (BitacoraCallCounts){ 0, 0, 0 };
  self->n_to_write = 0;
}

static void
take_file (BitacoraCallImport *self, BitacoraCallFile *file)
{
  forget_check (self);
  g_clear_pointer (&self->file, bitacora_call_file_free);
  self->file = file;
  publish (self);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  BitacoraCallFile *file = bitacora_call_file_read (task_data, cancellable, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify)bitacora_call_file_free);
  else
    g_task_return_error (task, error);
}

static void
file_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  BitacoraCallFile *file = g_task_propagate_pointer (G_TASK (result), &error);

  if (file != NULL)
    {
      take_file (g_task_get_source_object (task), file);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
rows_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraCallImport *self = g_task_get_source_object (task);
  GError *error = NULL;

  stop_ticking (self);
  self->check = bitacora_call_check_finish (BITACORA_OUTBOX (object), result, &error);
  if (self->check != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
batch_filled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraCallImport *self = g_task_get_source_object (task);
  GError *error = NULL;
  guint n_queued = bitacora_call_fill_finish (BITACORA_OUTBOX (object), result, &error);

  stop_ticking (self);
  if (n_queued > 0)
    g_task_return_int (task, n_queued);
  else
    g_task_return_error (task, error);
}

static void
bitacora_call_import_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraCallImport *self = BITACORA_CALL_IMPORT (object);

  switch (id)
    {
    case PROP_N_ROWS:
      g_value_set_uint (value, self->n_rows);
      break;
    case PROP_N_INVALID:
      g_value_set_uint (value, self->n_invalid);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_call_import_finalize (GObject *object)
{
  BitacoraCallImport *self = BITACORA_CALL_IMPORT (object);

  g_clear_object (&self->outbox);
  g_clear_object (&self->profile);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->file, bitacora_call_file_free);
  g_clear_pointer (&self->rows, bitacora_call_rows_free);
  g_clear_pointer (&self->check, bitacora_call_check_free);

  G_OBJECT_CLASS (bitacora_call_import_parent_class)->finalize (object);
}

static void
bitacora_call_import_class_init (BitacoraCallImportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_call_import_get_property;
  object_class->finalize = bitacora_call_import_finalize;

  properties[PROP_N_ROWS] = g_param_spec_uint ("n-rows", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_INVALID] = g_param_spec_uint ("n-invalid", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bitacora_call_import_init (BitacoraCallImport *self)
{
}

/**
 * bitacora_call_import_new:
 * @outbox: where the calls go
 * @profile: the profile that they are for, whose defaults are taken
 * @clock: tells the zone in which the file's dates are meant
 *
 * Returns: (transfer full): an import without a file yet
 */
BitacoraCallImport *
bitacora_call_import_new (BitacoraOutbox *outbox, BitacoraProfile *profile, BitacoraClock *clock)
{
  BitacoraCallImport *self;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (BITACORA_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (BITACORA_IS_CLOCK (clock), NULL);

  self = g_object_new (BITACORA_TYPE_CALL_IMPORT, NULL);
  self->outbox = g_object_ref (outbox);
  self->profile = g_object_ref (profile);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * bitacora_call_import_get_profile:
 * @self: an import
 *
 * Returns: (transfer none): the profile that the calls are for
 */
BitacoraProfile *
bitacora_call_import_get_profile (BitacoraCallImport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), NULL);

  return self->profile;
}

/**
 * bitacora_call_import_set_profile:
 * @self: an import that is neither checking nor queueing
 * @profile: the profile that the calls are for
 *
 * Chooses another profile. A file that was checked must be checked again.
 */
void
bitacora_call_import_set_profile (BitacoraCallImport *self, BitacoraProfile *profile)
{
  g_return_if_fail (BITACORA_IS_CALL_IMPORT (self));
  g_return_if_fail (BITACORA_IS_PROFILE (profile));
  g_return_if_fail (self->ticker == NULL);

  if (!g_set_object (&self->profile, profile))
    return;
  forget_check (self);
  publish (self);
}

/**
 * bitacora_call_import_read_async:
 * @self: an import that is neither checking nor queueing
 * @file: a CSV file, see bitacora_csv_reader_new()
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads the file, and guesses what its columns mean. The file is not looked at again: what is
 * checked is what is queued, whatever happens to the file meanwhile.
 */
void
bitacora_call_import_read_async (BitacoraCallImport *self,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_CALL_IMPORT (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (self->ticker == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_call_import_read_async));
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  bitacora_call_thread_run (task, read_thread, file_read_cb);
}

/**
 * bitacora_call_import_read_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether there is a file now; if not, @error is set in %G_IO_ERROR or
 *   %BITACORA_CSV_ERROR
 */
gboolean
bitacora_call_import_read_finish (BitacoraCallImport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bitacora_call_import_get_file:
 * @self: an import
 *
 * Returns: (transfer none) (nullable): the file's headers, its first rows, and how it is written;
 *   %NULL before it was read
 */
const BitacoraCallFile *
bitacora_call_import_get_file (BitacoraCallImport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), NULL);

  return self->file;
}

/**
 * bitacora_call_import_get_n_columns:
 * @self: an import
 *
 * Returns: how many columns the file has
 */
guint
bitacora_call_import_get_n_columns (BitacoraCallImport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), 0);

  return self->file != NULL ? self->file->n_columns : 0;
}

/**
 * bitacora_call_import_get_column:
 * @self: an import
 * @place: a column, counted from 0
 *
 * Returns: what it means: a guess, or what was set
 */
BitacoraCallColumn
bitacora_call_import_get_column (BitacoraCallImport *self, guint place)
{
  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), BITACORA_CALL_COLUMN_IGNORED);
  g_return_val_if_fail (self->file != NULL, BITACORA_CALL_COLUMN_IGNORED);
  g_return_val_if_fail (place < self->file->n_columns, BITACORA_CALL_COLUMN_IGNORED);

  return self->file->columns[place];
}

/**
 * bitacora_call_import_set_column:
 * @self: an import that is neither checking nor queueing
 * @place: a column, counted from 0
 * @column: what it means; another column that meant the same is ignored from now on
 *
 * Gives a column a meaning. The file must be checked again.
 */
void
bitacora_call_import_set_column (BitacoraCallImport *self, guint place, BitacoraCallColumn column)
{
  g_return_if_fail (BITACORA_IS_CALL_IMPORT (self));
  g_return_if_fail (self->file != NULL);
  g_return_if_fail (place < self->file->n_columns);
  g_return_if_fail (column < BITACORA_N_CALL_COLUMNS);
  g_return_if_fail (self->ticker == NULL);

  for (guint i = 0; i < self->file->n_columns; i++)
    {
      if (self->file->columns[i] == column)
        self->file->columns[i] = BITACORA_CALL_COLUMN_IGNORED;
    }
  self->file->columns[place] = column;
  forget_check (self);
  publish (self);
}

/**
 * bitacora_call_import_find_header:
 * @self: an import
 * @header: what stands above a column, accents, capitals and punctuation aside
 *
 * Returns: the first column that it stands above, counted from 0; -1 if there is none
 */
int
bitacora_call_import_find_header (BitacoraCallImport *self, const char *header)
{
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), -1);
  g_return_val_if_fail (header != NULL, -1);

  wanted = bitacora_call_column_fold_header (header);
  for (guint i = 0; i < bitacora_call_import_get_n_columns (self); i++)
    {
      g_autofree char *folded = bitacora_call_column_fold_header (self->file->headers[i]);

      if (g_str_equal (folded, wanted))
        return (int)i;
    }

  return -1;
}

/**
 * bitacora_call_import_check_async:
 * @self: an import with a file
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when all rows were looked at
 * @user_data: for @callback
 *
 * Looks at every row, and whether the outbox has its call already.
 */
void
bitacora_call_import_check_async (BitacoraCallImport *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (BITACORA_IS_CALL_IMPORT (self));
  g_return_if_fail (self->file != NULL);
  g_return_if_fail (self->ticker == NULL);

  forget_check (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_call_import_check_async));
  self->rows = bitacora_call_rows_new (self->profile,
                                       bitacora_clock_get_zone (self->clock),
                                       self->file->columns,
                                       self->file->n_columns,
                                       &error);
  if (self->rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  start_ticking (self);
  bitacora_call_check_async (self->outbox,
                             bitacora_profile_get_id (self->profile),
                             self->file,
                             self->rows,
                             &self->counts,
                             cancellable,
                             rows_checked_cb,
                             g_steal_pointer (&task));
}

/**
 * bitacora_call_import_check_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): what was found in the rows, valid until the file is checked
 *   again, read again, or given other columns; or %NULL with @error set in
 *   %BITACORA_CALL_ROWS_ERROR for a column that is missing, in %BITACORA_CSV_ERROR for a file that
 *   breaks off, in %BITACORA_OUTBOX_ERROR, or to %G_IO_ERROR_CANCELLED
 */
const BitacoraCallCheck *
bitacora_call_import_check_finish (BitacoraCallImport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_boolean (G_TASK (result), error) ? self->check : NULL;
}

/**
 * bitacora_call_import_get_n_rows:
 * @self: an import
 *
 * Returns: how many rows the check has seen, the header not counted
 */
guint
bitacora_call_import_get_n_rows (BitacoraCallImport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), 0);

  return self->n_rows;
}

/**
 * bitacora_call_import_get_n_invalid:
 * @self: an import
 *
 * Returns: how many rows the check has found to be no valid call
 */
guint
bitacora_call_import_get_n_invalid (BitacoraCallImport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), 0);

  return self->n_invalid;
}

/**
 * bitacora_call_import_get_progress:
 * @self: an import
 *
 * Returns: how much of what is being done is done, from 0 to 1
 */
double
bitacora_call_import_get_progress (BitacoraCallImport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), 0);

  return self->progress;
}

/**
 * bitacora_call_import_count_calls:
 * @self: an import that was checked
 * @flags: what to do with the rows in which something was found
 * @error: return location for a #BITACORA_CALL_IMPORT_ERROR
 *
 * Says what bitacora_call_import_queue_async() would do.
 *
 * Returns: how many calls it would queue; 0 with @error set if none, to
 *   %BITACORA_CALL_IMPORT_ERROR_INVALID_ROWS, %BITACORA_CALL_IMPORT_ERROR_KNOWN_ROWS or
 *   %BITACORA_CALL_IMPORT_ERROR_NO_ROWS
 */
guint
bitacora_call_import_count_calls (BitacoraCallImport *self,
                                  BitacoraCallImportFlags flags,
                                  GError **error)
{
  guint n_invalid, n_known;

  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (self), 0);
  g_return_val_if_fail (self->check != NULL, 0);

  n_invalid = self->check->invalid->len;
  n_known = flags & BITACORA_CALL_IMPORT_AGAIN ? 0 : self->check->known->len;
  if (n_invalid > 0 && !(flags & BITACORA_CALL_IMPORT_SKIP_INVALID))
    g_set_error (error,
                 BITACORA_CALL_IMPORT_ERROR,
                 BITACORA_CALL_IMPORT_ERROR_INVALID_ROWS,
                 g_dngettext (GETTEXT_PACKAGE,
                              "%u row has an error, so nothing was imported. Correct it in the "
                              "file, or skip it.",
                              "%u rows have errors, so nothing was imported. Correct them in the "
                              "file, or skip them.",
                              n_invalid),
                 n_invalid);
  else if (n_known > 0 && !(flags & BITACORA_CALL_IMPORT_SKIP_INVALID))
    g_set_error (error,
                 BITACORA_CALL_IMPORT_ERROR,
                 BITACORA_CALL_IMPORT_ERROR_KNOWN_ROWS,
                 g_dngettext (GETTEXT_PACKAGE,
                              "%u row is a call that is in the outbox already or stands in the "
                              "file twice, so nothing was imported. Skip it, or import it again.",
                              "%u rows are calls that are in the outbox already or stand in the "
                              "file twice, so nothing was imported. Skip them, or import them "
                              "again.",
                              n_known),
                 n_known);
  else if (self->check->n_rows == n_invalid + n_known)
    g_set_error_literal (error,
                         BITACORA_CALL_IMPORT_ERROR,
                         BITACORA_CALL_IMPORT_ERROR_NO_ROWS,
                         n_known > 0
                             ? _ ("There is no new call in this file, so nothing was imported.")
                             : _ ("There is no call in this file that could be imported."));
  else
    return self->check->n_rows - n_invalid - n_known;

  return 0;
}

/**
 * bitacora_call_import_queue_async:
 * @self: an import that was checked
 * @flags: what to do with the rows in which something was found
 * @cancellable: (nullable): a #GCancellable; nothing is queued then
 * @callback: called when all are queued, or none
 * @user_data: for @callback
 *
 * Queues the calls, all at once for everybody else.
 */
void
bitacora_call_import_queue_async (BitacoraCallImport *self,
                                  BitacoraCallImportFlags flags,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  gboolean again = (flags & BITACORA_CALL_IMPORT_AGAIN) != 0;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (BITACORA_IS_CALL_IMPORT (self));
  g_return_if_fail (self->check != NULL);
  g_return_if_fail (self->ticker == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_call_import_queue_async));
  /* What is queued is queued, whoever cancels it then. */
  g_task_set_check_cancellable (task, FALSE);
  self->n_to_write = bitacora_call_import_count_calls (self, flags, &error);
  if (self->n_to_write == 0)
    {
      g_task_return_error (task, error);
      return;
    }

  g_atomic_int_set (&self->n_written, 0);
  start_ticking (self);
  bitacora_call_fill_async (self->outbox,
                            bitacora_profile_get_id (self->profile),
                            self->file,
                            self->rows,
                            self->check,
                            again,
                            &self->n_written,
                            cancellable,
                            batch_filled_cb,
                            g_steal_pointer (&task));
}

/**
 * bitacora_call_import_queue_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: how many calls were queued; 0 with @error set if none was: to
 *   %BITACORA_CALL_IMPORT_ERROR_INVALID_ROWS, %BITACORA_CALL_IMPORT_ERROR_KNOWN_ROWS,
 *   %BITACORA_CALL_IMPORT_ERROR_NO_ROWS, %G_IO_ERROR_CANCELLED, or in %BITACORA_OUTBOX_ERROR
 */
guint
bitacora_call_import_queue_finish (BitacoraCallImport *self, GAsyncResult *result, GError **error)
{
  gssize n_queued;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  n_queued = g_task_propagate_int (G_TASK (result), error);
  return n_queued > 0 ? (guint)n_queued : 0;
}
