/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-import-column-row.h"

#include <glib/gi18n-lib.h>

/* As much of a column as one recognises it by. */
#define MAX_SAMPLES 3
#define MAX_SAMPLE_CHARS 40

struct _BitacoraImportColumnRow
{
  AdwComboRow parent_instance;

  guint place;
};

G_DEFINE_FINAL_TYPE (BitacoraImportColumnRow, bitacora_import_column_row, ADW_TYPE_COMBO_ROW)

/* As one line, and no longer than a person reads. */
static char *
shorten (const char *text)
{
  g_autofree char *line = g_strstrip (g_strdelimit (g_strdup (text), "\r\n\t", ' '));
  g_autofree char *start = NULL;

  if (g_utf8_strlen (line, -1) <= MAX_SAMPLE_CHARS)
    return g_steal_pointer (&line);
  start = g_utf8_substring (line, 0, MAX_SAMPLE_CHARS);
  return g_strconcat (start, "…", NULL);
}

static char *
create_title (const BitacoraCallFile *file, guint place)
{
  g_autofree char *header = shorten (file->headers[place]);

  if (*header != '\0')
    return g_steal_pointer (&header);
  /* Translators: a column of a file above which nothing stands, by its number */
  return g_strdup_printf (_ ("Column %u"), place + 1);
}

/* The first values that differ; rows may be shorter than the header. */
static char *
create_sample (const BitacoraCallFile *file, guint place)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < file->preview->len && samples->len < MAX_SAMPLES; i++)
    {
      const BitacoraCallFileRow *row = g_ptr_array_index (file->preview, i);
      g_autofree char *value = NULL;

      if (place >= g_strv_length (row->cells))
        continue;
      value = shorten (row->cells[place]);
      if (*value != '\0' && !g_ptr_array_find_with_equal_func (samples, value, g_str_equal, NULL))
        g_ptr_array_add (samples, g_steal_pointer (&value));
    }
  if (samples->len == 0)
    return g_strdup (_ ("Empty"));
  g_ptr_array_add (samples, NULL);

  return g_strjoinv (" · ", (GStrv)samples->pdata);
}

static void
bitacora_import_column_row_class_init (BitacoraImportColumnRowClass *klass)
{
}

static void
bitacora_import_column_row_init (BitacoraImportColumnRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
}

/**
 * bitacora_import_column_row_new:
 * @file: a file
 * @place: one of its columns, counted from 0
 * @fields: the labels of all that a column may mean, in the order of #BitacoraCallColumn
 *
 * Creates the row of a column.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
bitacora_import_column_row_new (const BitacoraCallFile *file, guint place, GListModel *fields)
{
  BitacoraImportColumnRow *self;
  g_autofree char *title = NULL;
  g_autofree char *sample = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  g_return_val_if_fail (place < file->n_columns, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (fields), NULL);

  title = create_title (file, place);
  sample = create_sample (file, place);
  self = g_object_new (BITACORA_TYPE_IMPORT_COLUMN_ROW,
                       "title",
                       title,
                       "subtitle",
                       sample,
                       "model",
                       fields,
                       "selected",
                       (guint)file->columns[place],
                       NULL);
  self->place = place;

  return GTK_WIDGET (self);
}

/**
 * bitacora_import_column_row_get_place:
 * @self: a row
 *
 * Returns: which column it is, counted from 0
 */
guint
bitacora_import_column_row_get_place (BitacoraImportColumnRow *self)
{
  g_return_val_if_fail (BITACORA_IS_IMPORT_COLUMN_ROW (self), 0);

  return self->place;
}
