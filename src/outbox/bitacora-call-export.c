/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-export.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bitacora-call-thread.h"
#include "bitacora-outbox-history.h"
#include "bitacora-outbox-query-private.h"

/* Calls in memory at once. */
#define PAGE 500

/* The shortest word by which the whole outbox is searched, see bitacora_outbox_find_async(). */
#define SHORTEST_WORD 3

typedef gboolean (*Stage) (BitacoraCallExport *self, GCancellable *cancellable, GError **error);

struct _BitacoraCallExport
{
  GObject parent_instance;

  BitacoraOutbox *outbox;
  BitacoraOutboxQuery *query;
  GTimeZone *zone;
  BitacoraCallFormat format;

  /* The file, and where it is written before it is whole; NULL for a stream. */
  char *path;
  char *draft;
  int descriptor;
  GOutputStream *stream;

  /* What is left to write, newest first, and what is being written. */
  GArray *places;
  GPtrArray *page;
  guint n_places;
  /* Read and written atomically. */
  gint n_written;
  Stage stage;
  GError *failure;
};

enum
{
  PROP_N_WRITTEN = 1,
  PROP_PROGRESS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BitacoraCallExport, bitacora_call_export, G_TYPE_OBJECT)

static void fetch_page (BitacoraCallExport *self, GTask *task);

static gboolean
set_error (BitacoraCallExport *self, int number, GError **error)
{
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (number),
               _ ("“%s” could not be written: %s."),
               self->path,
               g_strerror (number));
  return FALSE;
}

static gboolean
write_text (BitacoraCallExport *self,
            const GString *text,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (g_output_stream_write_all (self->stream, text->str, text->len, NULL, cancellable, &reason))
    return TRUE;
  if (self->path == NULL || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error,
                 reason->domain,
                 reason->code,
                 _ ("“%s” could not be written: %s."),
                 self->path,
                 reason->message);
  return FALSE;
}

/* Where a link leads to is written; what is no ordinary file, a device for example, is not
 * replaced by one. */
static gboolean
resolve_path (BitacoraCallExport *self, GError **error)
{
  char *target = realpath (self->path, NULL);

  if (target == NULL)
    return TRUE;
  g_free (self->path);
  self->path = g_strdup (target);
  free (target);
  if (g_file_test (self->path, G_FILE_TEST_IS_REGULAR))
    return TRUE;

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_REGULAR_FILE,
               _ ("“%s” is no ordinary file. Please choose another name."),
               self->path);
  return FALSE;
}

static gboolean
open_draft (BitacoraCallExport *self, GError **error)
{
  if (!resolve_path (self, error))
    return FALSE;
  self->draft = g_strconcat (self->path, ".XXXXXX", NULL);
  self->descriptor = g_mkstemp_full (self->draft, O_WRONLY | O_CLOEXEC, 0666);
  if (self->descriptor < 0)
    {
      int number = errno;

      g_clear_pointer (&self->draft, g_free);
      return set_error (self, number, error);
    }
  self->stream = g_unix_output_stream_new (self->descriptor, TRUE);

  return TRUE;
}

static gboolean
begin_stage (BitacoraCallExport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->path != NULL && !open_draft (self, error))
    return FALSE;
  bitacora_call_text_begin (text, self->format);

  return write_text (self, text, cancellable, error);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  gint64 one = bitacora_outbox_entry_get_id (*(BitacoraOutboxEntry *const *)a);
  gint64 other = bitacora_outbox_entry_get_id (*(BitacoraOutboxEntry *const *)b);

  return (one > other) - (one < other);
}

/* An entry may have changed since it was found. */
static gboolean
write_page_stage (BitacoraCallExport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_ptr_array_sort (self->page, compare_entries);
  for (guint i = 0; i < self->page->len; i++)
    {
      BitacoraOutboxEntry *entry = g_ptr_array_index (self->page, i);

      if (!bitacora_outbox_query_matches (self->query, entry))
        continue;
      bitacora_call_text_add (text, self->format, entry, self->zone, self->n_written == 0);
      g_atomic_int_inc (&self->n_written);
    }
  g_clear_pointer (&self->page, g_ptr_array_unref);

  return write_text (self, text, cancellable, error);
}

static gboolean
end_stage (BitacoraCallExport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  bitacora_call_text_end (text, self->format);
  if (!write_text (self, text, cancellable, error))
    return FALSE;
  if (self->path == NULL)
    return g_output_stream_flush (self->stream, cancellable, error);
  if (fsync (self->descriptor) != 0 || g_rename (self->draft, self->path) != 0)
    return set_error (self, errno, error);
  g_clear_pointer (&self->draft, g_free);
  g_clear_object (&self->stream);

  return TRUE;
}

static gboolean
abandon_stage (BitacoraCallExport *self, GCancellable *cancellable, GError **error)
{
  g_clear_object (&self->stream);
  if (self->draft != NULL)
    g_unlink (self->draft);
  g_clear_pointer (&self->draft, g_free);

  return TRUE;
}

static void
publish (BitacoraCallExport *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WRITTEN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
stage_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  BitacoraCallExport *self = task_data;
  GError *error = NULL;

  if (self->stage (self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes the task for the callback. */
static void
run_stage (BitacoraCallExport *self, GTask *task, Stage stage, GAsyncReadyCallback callback)
{
  self->stage = stage;
  bitacora_call_thread_run (task, stage_thread, callback);
}

static void
abandoned_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraCallExport *self = g_task_get_source_object (task);

  g_task_return_error (task, g_steal_pointer (&self->failure));
}

/* Takes the task and the error. */
static void
abandon (BitacoraCallExport *self, GTask *task, GError *error)
{
  self->failure = error;
  run_stage (self, task, abandon_stage, abandoned_cb);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraCallExport *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    abandon (self, g_steal_pointer (&task), error);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraCallExport *self = g_task_get_source_object (task);
  GError *error = NULL;

  publish (self);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    abandon (self, g_steal_pointer (&task), error);
  else if (self->places->len > 0)
    fetch_page (self, g_steal_pointer (&task));
  else
    run_stage (self, g_steal_pointer (&task), end_stage, ended_cb);
}

static void
page_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraCallExport *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->page = bitacora_outbox_get_many_finish (BITACORA_OUTBOX (object), result, &error);
  if (self->page == NULL)
    abandon (self, g_steal_pointer (&task), error);
  else
    run_stage (self, g_steal_pointer (&task), write_page_stage, written_cb);
}

/* From the end of the list, where the oldest are. Takes the task. */
static void
fetch_page (BitacoraCallExport *self, GTask *task)
{
  guint n_ids = MIN (PAGE, self->places->len);
  guint first = self->places->len - n_ids;
  gint64 ids[PAGE];

  for (guint i = 0; i < n_ids; i++)
    ids[i] = g_array_index (self->places, BitacoraOutboxPlace, first + i).id;
  g_array_set_size (self->places, first);

  bitacora_outbox_get_many_async (self->outbox,
                                  ids,
                                  n_ids,
                                  g_task_get_cancellable (task),
                                  page_read_cb,
                                  task);
}

static void
places_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  BitacoraCallExport *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->places = bitacora_outbox_index_finish (BITACORA_OUTBOX (object), result, &error);
  if (self->places == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->n_places = self->places->len;
  run_stage (self, g_steal_pointer (&task), begin_stage, written_cb);
}

/* Short words are looked for in the newest calls alone, and an export leaves none out: then every
 * call is read. */
static BitacoraOutboxQuery *
create_search (BitacoraOutboxQuery *query)
{
  const char *const *words = bitacora_outbox_query_get_words (query);
  BitacoraOutboxQuery *search = bitacora_outbox_query_copy (query);
  gboolean is_indexed = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    is_indexed = is_indexed || g_utf8_strlen (words[i], -1) >= SHORTEST_WORD;
  if (!is_indexed)
    bitacora_outbox_query_set_text (search, NULL);

  return search;
}

/* Takes the task. */
static void
begin (BitacoraCallExport *self, GTask *task)
{
  g_autoptr (BitacoraOutboxQuery) search = create_search (self->query);

  /* The task has it as its source. */
  g_task_set_task_data (task, self, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_atomic_int_set (&self->n_written, 0);
  g_clear_pointer (&self->places, g_array_unref);
  bitacora_outbox_index_async (self->outbox,
                               search,
                               g_task_get_cancellable (task),
                               places_found_cb,
                               task);
}

static void
bitacora_call_export_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraCallExport *self = BITACORA_CALL_EXPORT (object);

  switch (id)
    {
    case PROP_N_WRITTEN:
      g_value_set_uint (value, bitacora_call_export_get_n_written (self));
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, bitacora_call_export_get_progress (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_call_export_finalize (GObject *object)
{
  BitacoraCallExport *self = BITACORA_CALL_EXPORT (object);

  g_clear_object (&self->outbox);
  g_clear_object (&self->query);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->draft, g_free);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_pointer (&self->page, g_ptr_array_unref);

  G_OBJECT_CLASS (bitacora_call_export_parent_class)->finalize (object);
}

static void
bitacora_call_export_class_init (BitacoraCallExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_call_export_get_property;
  object_class->finalize = bitacora_call_export_finalize;

  properties[PROP_N_WRITTEN] = g_param_spec_uint ("n-written", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bitacora_call_export_init (BitacoraCallExport *self)
{
}

/**
 * bitacora_call_export_new:
 * @outbox: an outbox
 * @query: which of its calls; also text of under three characters finds all of them
 * @zone: the zone in which their dates are written
 * @format: how they are written
 *
 * Returns: (transfer full): an export that has not begun
 */
BitacoraCallExport *
bitacora_call_export_new (BitacoraOutbox *outbox,
                          BitacoraOutboxQuery *query,
                          GTimeZone *zone,
                          BitacoraCallFormat format)
{
  BitacoraCallExport *self;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (query), NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  self = g_object_new (BITACORA_TYPE_CALL_EXPORT, NULL);
  self->outbox = g_object_ref (outbox);
  self->query = bitacora_outbox_query_copy (query);
  self->zone = g_time_zone_ref (zone);
  self->format = format;
  return self;
}

/**
 * bitacora_call_export_write_file_async:
 * @self: an export that has not begun
 * @path: the file to write
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the file is whole and on disk
 * @user_data: for @callback
 *
 * Writes the calls into a file. It is there whole or not at all: until then what stood under its
 * name stays.
 */
void
bitacora_call_export_write_file_async (BitacoraCallExport *self,
                                       const char *path,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_CALL_EXPORT (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (self->places == NULL);

  self->path = g_strdup (path);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_call_export_write_file_async));
  begin (self, task);
}

/**
 * bitacora_call_export_write_stream_async:
 * @self: an export that has not begun
 * @stream: where to write, which another thread does; left open
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when all was written
 * @user_data: for @callback
 *
 * Writes the calls into a stream.
 */
void
bitacora_call_export_write_stream_async (BitacoraCallExport *self,
                                         GOutputStream *stream,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_CALL_EXPORT (self));
  g_return_if_fail (G_IS_OUTPUT_STREAM (stream));
  g_return_if_fail (self->places == NULL);

  self->stream = g_object_ref (stream);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_call_export_write_stream_async));
  begin (self, task);
}

/**
 * bitacora_call_export_write_finish:
 * @self: an export
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether all was written; if not, @error is set in %G_IO_ERROR, %G_IO_ERROR_CANCELLED
 *   among it, or in %BITACORA_OUTBOX_ERROR
 */
gboolean
bitacora_call_export_write_finish (BitacoraCallExport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bitacora_call_export_get_n_written:
 * @self: an export
 *
 * Returns: how many calls were written so far
 */
guint
bitacora_call_export_get_n_written (BitacoraCallExport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_EXPORT (self), 0);

  return (guint)g_atomic_int_get (&self->n_written);
}

/**
 * bitacora_call_export_get_progress:
 * @self: an export
 *
 * Returns: how much of it is done, from 0 to 1
 */
double
bitacora_call_export_get_progress (BitacoraCallExport *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_EXPORT (self), 0);

  return self->n_places > 0 ? 1.0 - (double)self->places->len / self->n_places : 0;
}
