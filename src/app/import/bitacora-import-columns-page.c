/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-import-columns-page.h"

#include <glib/gi18n-lib.h>

#include "bitacora-import-column-row.h"

/* A file with more of them is hardly one of calls: the others keep what was guessed. */
#define MAX_ROWS 100

struct _BitacoraImportColumnsPage
{
  AdwBin parent_instance;

  BitacoraCallImport *import;
  GListModel *fields;
  /* While the page itself sets what its rows say. */
  gboolean is_filling;

  GtkWidget *profile_group;
  AdwComboRow *profile_row;
  GtkListBox *columns_box;
  GtkLabel *more_label;
  GtkScrolledWindow *scroller;
  GtkWidget *error_icon;
  GtkLabel *error_label;
  GtkWidget *check_button;
};

G_DEFINE_FINAL_TYPE (BitacoraImportColumnsPage, bitacora_import_columns_page, ADW_TYPE_BIN)

static GListModel *
create_fields (void)
{
  GtkStringList *fields = gtk_string_list_new (NULL);

  for (guint i = 0; i < BITACORA_N_CALL_COLUMNS; i++)
    gtk_string_list_append (fields, bitacora_call_column_get_label ((BitacoraCallColumn)i));

  return G_LIST_MODEL (fields);
}

/* A meaning that one column got was taken from another. */
static void
update_rows (BitacoraImportColumnsPage *self)
{
  GtkListBoxRow *row;

  self->is_filling = TRUE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->columns_box, i)) != NULL; i++)
    adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                                bitacora_call_import_get_column (self->import, (guint)i));
  self->is_filling = FALSE;
}

static void
field_chosen_cb (BitacoraImportColumnsPage *self, GParamSpec *pspec, BitacoraImportColumnRow *row)
{
  guint field = adw_combo_row_get_selected (ADW_COMBO_ROW (row));

  if (self->is_filling || self->import == NULL || field >= BITACORA_N_CALL_COLUMNS)
    return;
  bitacora_call_import_set_column (self->import,
                                   bitacora_import_column_row_get_place (row),
                                   (BitacoraCallColumn)field);
  bitacora_import_columns_page_show_error (self, NULL);
  update_rows (self);
}

static void
profile_chosen_cb (BitacoraImportColumnsPage *self)
{
  BitacoraProfile *profile = adw_combo_row_get_selected_item (self->profile_row);

  if (self->is_filling || self->import == NULL || profile == NULL)
    return;
  bitacora_call_import_set_profile (self->import, profile);
}

static void
fill_profiles (BitacoraImportColumnsPage *self, BitacoraProfileList *profiles)
{
  GListModel *model = G_LIST_MODEL (profiles);
  guint count = g_list_model_get_n_items (model);

  adw_combo_row_set_model (self->profile_row, model);
  for (guint i = 0; i < count; i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (model, i);

      if (profile == bitacora_call_import_get_profile (self->import))
        adw_combo_row_set_selected (self->profile_row, i);
    }
  /* With one profile there is nothing to choose from. */
  gtk_widget_set_visible (self->profile_group, count > 1);
}

static void
clear_columns (BitacoraImportColumnsPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->columns_box, 0)) != NULL)
    gtk_list_box_remove (self->columns_box, GTK_WIDGET (row));
}

static void
fill_columns (BitacoraImportColumnsPage *self)
{
  const BitacoraCallFile *file = bitacora_call_import_get_file (self->import);
  guint n_rows = MIN (file->n_columns, MAX_ROWS);
  guint n_more = file->n_columns - n_rows;
  g_autofree char *more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                        "The file has %u more column.",
                                                        "The file has %u more columns.",
                                                        n_more),
                                           n_more);

  clear_columns (self);
  for (guint i = 0; i < n_rows; i++)
    {
      GtkWidget *row = bitacora_import_column_row_new (file, i, self->fields);

      g_signal_connect_object (row,
                               "notify::selected",
                               G_CALLBACK (field_chosen_cb),
                               self,
                               G_CONNECT_SWAPPED);
      gtk_list_box_append (self->columns_box, row);
    }
  gtk_label_set_text (self->more_label, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), n_more > 0);
}

static void
bitacora_import_columns_page_dispose (GObject *object)
{
  BitacoraImportColumnsPage *self = BITACORA_IMPORT_COLUMNS_PAGE (object);

  g_clear_object (&self->import);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (bitacora_import_columns_page_parent_class)->dispose (object);
}

#define bind(name)                                                                                 \
  gtk_widget_class_bind_template_child (widget_class, BitacoraImportColumnsPage, name)

static void
bitacora_import_columns_page_class_init (BitacoraImportColumnsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_import_columns_page_dispose;

  g_type_ensure (BITACORA_TYPE_PROFILE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/import/bitacora-import-columns-page.ui");
  bind (profile_group);
  bind (profile_row);
  bind (columns_box);
  bind (more_label);
  bind (scroller);
  bind (error_icon);
  bind (error_label);
  bind (check_button);
  gtk_widget_class_bind_template_callback (widget_class, profile_chosen_cb);
}

#undef bind

static void
bitacora_import_columns_page_init (BitacoraImportColumnsPage *self)
{
  self->fields = create_fields ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_import_columns_page_set_import:
 * @self: the page
 * @import: an import that has read its file
 * @profiles: the profiles that it may be for
 *
 * Shows the columns of a file. What is chosen here is told to @import at once.
 */
void
bitacora_import_columns_page_set_import (BitacoraImportColumnsPage *self,
                                         BitacoraCallImport *import,
                                         BitacoraProfileList *profiles)
{
  g_return_if_fail (BITACORA_IS_IMPORT_COLUMNS_PAGE (self));
  g_return_if_fail (BITACORA_IS_CALL_IMPORT (import));
  g_return_if_fail (BITACORA_IS_PROFILE_LIST (profiles));

  g_set_object (&self->import, import);
  self->is_filling = TRUE;
  fill_profiles (self, profiles);
  fill_columns (self);
  self->is_filling = FALSE;
  bitacora_import_columns_page_show_error (self, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/**
 * bitacora_import_columns_page_show_error:
 * @self: the page
 * @text: (nullable): why the rows cannot be read with these columns; %NULL if they may be
 *
 * Says what is wrong beside the button.
 */
void
bitacora_import_columns_page_show_error (BitacoraImportColumnsPage *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_IMPORT_COLUMNS_PAGE (self));

  gtk_label_set_text (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->error_icon, text != NULL);
}

/**
 * bitacora_import_columns_page_focus:
 * @self: the page
 *
 * Puts the keyboard on the button: mostly the guess is right.
 */
void
bitacora_import_columns_page_focus (BitacoraImportColumnsPage *self)
{
  g_return_if_fail (BITACORA_IS_IMPORT_COLUMNS_PAGE (self));

  gtk_widget_grab_focus (self->check_button);
}
