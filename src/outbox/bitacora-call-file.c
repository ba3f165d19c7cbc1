/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-file.h"

#include <glib/gi18n-lib.h>

/* A million calls with a line of description each stay below. */
#define MAX_FILE (256 * 1024 * 1024)
#define BLOCK (64 * 1024)

static void
row_free (BitacoraCallFileRow *row)
{
  g_strfreev (row->cells);
  g_free (row);
}

static gboolean
append_blocks (GByteArray *bytes, GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);
  gssize length;

  while ((length = g_input_stream_read (stream, block, BLOCK, cancellable, error)) > 0)
    {
      g_byte_array_append (bytes, block, (guint)length);
      if (bytes->len > MAX_FILE)
        {
          g_autofree char *limit = g_format_size_full (MAX_FILE, G_FORMAT_SIZE_IEC_UNITS);

          g_set_error (error,
                       BITACORA_CSV_ERROR,
                       BITACORA_CSV_ERROR_TOO_LARGE,
                       _ ("This file is larger than %s. Please split it into several."),
                       limit);
          return FALSE;
        }
    }

  return length == 0;
}

static void
name_file (GFile *file, GError **error)
{
  g_autofree char *path = g_file_get_parse_name (file);
  g_autoptr (GError) reason = g_steal_pointer (error);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    *error = g_error_new (reason->domain, reason->code, _ ("“%s” does not exist."), path);
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    *error = g_error_new (reason->domain, reason->code, _ ("“%s” is a folder, no file."), path);
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    *error = g_error_new (reason->domain, reason->code, _ ("You may not read “%s”."), path);
  else if (reason->domain == G_IO_ERROR && reason->code != G_IO_ERROR_CANCELLED)
    *error = g_error_new (reason->domain,
                          reason->code,
                          _ ("“%s” could not be read: %s."),
                          path,
                          reason->message);
  else
    *error = g_steal_pointer (&reason);
}

static GBytes *
read_bytes (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GError *failure = NULL;

  stream = g_file_read (file, cancellable, &failure);
  if (stream != NULL && append_blocks (bytes, G_INPUT_STREAM (stream), cancellable, &failure))
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  name_file (file, &failure);
  g_propagate_error (error, failure);
  return NULL;
}

static GStrv
dup_cells (GPtrArray *cells)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < cells->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (cells, i));

  return g_strv_builder_end (builder);
}

/* Of a quotation mark that ends the preview, the check will tell. */
static void
read_preview (BitacoraCallFile *self, BitacoraCsvReader *reader, GPtrArray *cells)
{
  while (self->preview->len < BITACORA_CALL_FILE_MAX_PREVIEW
         && bitacora_csv_reader_read (reader, cells, NULL))
    {
      BitacoraCallFileRow *row = g_new0 (BitacoraCallFileRow, 1);

      row->line = bitacora_csv_reader_get_line (reader);
      row->cells = dup_cells (cells);
      g_ptr_array_add (self->preview, row);
    }
}

/**
 * bitacora_call_file_read:
 * @file: a CSV file
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for an error
 *
 * Reads a file, its header and its first rows. Blocks.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with @error set in %G_IO_ERROR or
 *   %BITACORA_CSV_ERROR
 */
BitacoraCallFile *
bitacora_call_file_read (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (BitacoraCallFile) self = g_new0 (BitacoraCallFile, 1);
  g_autoptr (BitacoraCsvReader) reader = NULL;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  self->preview = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);
  self->bytes = read_bytes (file, cancellable, error);
  if (self->bytes == NULL)
    return NULL;
  reader = bitacora_csv_reader_new (self->bytes, error);
  if (reader == NULL || !bitacora_csv_reader_read (reader, cells, error))
    return NULL;

  self->encoding = bitacora_csv_reader_get_encoding (reader);
  self->separator = bitacora_csv_reader_get_separator (reader);
  self->headers = dup_cells (cells);
  self->n_columns = cells->len;
  self->columns = g_new0 (BitacoraCallColumn, self->n_columns);
  bitacora_call_columns_guess ((const char *const *)self->headers, self->columns);
  read_preview (self, reader, cells);

  return g_steal_pointer (&self);
}

/**
 * bitacora_call_file_free:
 * @self: a file
 *
 * Frees it.
 */
void
bitacora_call_file_free (BitacoraCallFile *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->headers, g_strfreev);
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->preview, g_ptr_array_unref);
  g_free (self);
}

/**
 * bitacora_call_file_open_rows:
 * @self: a file
 * @error: return location for a #BITACORA_CSV_ERROR
 *
 * Returns: (transfer full) (nullable): a reader that has the header behind it, or %NULL with
 *   @error set
 */
BitacoraCsvReader *
bitacora_call_file_open_rows (BitacoraCallFile *self, GError **error)
{
  g_autoptr (BitacoraCsvReader) reader = bitacora_csv_reader_new (self->bytes, error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  if (reader == NULL || !bitacora_csv_reader_read (reader, cells, error))
    return NULL;

  return g_steal_pointer (&reader);
}
