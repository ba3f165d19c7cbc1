/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-import-preview-page.h"

#include <glib/gi18n-lib.h>

#include "bitacora-import-findings.h"
#include "outbox/bitacora-call-report.h"

struct _BitacoraImportPreviewPage
{
  AdwBin parent_instance;

  BitacoraCallImport *import;
  BitacoraImportFindings *findings;
  guint n_invalid;
  /* While the page itself sets its switches. */
  gboolean is_filling;

  GtkLabel *summary_label;
  GtkLabel *losses_label;
  GtkWidget *choices_group;
  AdwActionRow *skip_row;
  GtkSwitch *skip_switch;
  AdwActionRow *again_row;
  GtkSwitch *again_switch;
  GtkScrolledWindow *scroller;
  GtkListView *list_view;
  GtkLabel *hint_label;
  GtkWidget *queue_button;
};

G_DEFINE_FINAL_TYPE (BitacoraImportPreviewPage, bitacora_import_preview_page, ADW_TYPE_BIN)

/* What is there already is no error here: it is left out, and said to be. */
static void
update_outlook (BitacoraImportPreviewPage *self)
{
  BitacoraCallImportFlags flags = bitacora_import_preview_page_get_flags (self);
  gboolean is_blocked = self->n_invalid > 0 && !gtk_switch_get_active (self->skip_switch);
  g_autoptr (GError) error = NULL;
  guint n_calls = bitacora_call_import_count_calls (self->import,
                                                    flags | BITACORA_CALL_IMPORT_SKIP_INVALID,
                                                    &error);
  g_autofree char *summary = NULL;

  if (n_calls > 0)
    summary = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                            "%u call can be imported",
                                            "%u calls can be imported",
                                            n_calls),
                               n_calls);
  else
    summary = g_strdup (_ ("There is nothing to import"));
  gtk_label_set_text (self->summary_label, summary);
  if (n_calls > 0 && is_blocked)
    gtk_label_set_text (self->hint_label,
                        _ ("All rows are imported, or none: leave out those with "
                           "errors, or correct them in the file."));
  else
    gtk_label_set_text (self->hint_label, "");
  gtk_widget_set_sensitive (self->queue_button, n_calls > 0 && !is_blocked);
}

static void
choice_changed_cb (BitacoraImportPreviewPage *self)
{
  if (self->is_filling || self->import == NULL)
    return;
  bitacora_import_findings_set_with_known (self->findings,
                                           !gtk_switch_get_active (self->again_switch));
  update_outlook (self);
}

static void
queue_clicked_cb (BitacoraImportPreviewPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "import.queue", NULL);
}

static void
fill_choices (BitacoraImportPreviewPage *self, guint n_invalid, guint n_known)
{
  g_autofree char *invalid = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                           "%u row has an error.",
                                                           "%u rows have errors.",
                                                           n_invalid),
                                              n_invalid);
  g_autofree char *known
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%u call is in the outbox already or stands in the file "
                                      "twice. It is left out otherwise.",
                                      "%u calls are in the outbox already or stand in the file "
                                      "twice. They are left out otherwise.",
                                      n_known),
                         n_known);

  adw_action_row_set_subtitle (self->skip_row, invalid);
  adw_action_row_set_subtitle (self->again_row, known);
  gtk_switch_set_active (self->skip_switch, FALSE);
  gtk_switch_set_active (self->again_switch, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_row), n_invalid > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->again_row), n_known > 0);
  gtk_widget_set_visible (self->choices_group, n_invalid + n_known > 0);
}

static void
finding_set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_item_set_child (list_item, label);
}

static void
finding_bound_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  GtkWidget *row = gtk_widget_get_parent (label);
  const char *sentence = gtk_string_object_get_string (gtk_list_item_get_item (list_item));

  gtk_label_set_text (GTK_LABEL (label), sentence);
  /* What has the keyboard is the row. */
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    sentence,
                                    -1);
}

static void
findings_changed_cb (BitacoraImportPreviewPage *self)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->findings));

  gtk_widget_set_visible (GTK_WIDGET (self->scroller), count > 0);
}

static void
bitacora_import_preview_page_dispose (GObject *object)
{
  BitacoraImportPreviewPage *self = BITACORA_IMPORT_PREVIEW_PAGE (object);

  g_clear_object (&self->import);
  g_clear_object (&self->findings);

  G_OBJECT_CLASS (bitacora_import_preview_page_parent_class)->dispose (object);
}

#define bind(name)                                                                                 \
  gtk_widget_class_bind_template_child (widget_class, BitacoraImportPreviewPage, name)

static void
bitacora_import_preview_page_class_init (BitacoraImportPreviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_import_preview_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/import/bitacora-import-preview-page.ui");
  bind (summary_label);
  bind (losses_label);
  bind (choices_group);
  bind (skip_row);
  bind (skip_switch);
  bind (again_row);
  bind (again_switch);
  bind (scroller);
  bind (list_view);
  bind (hint_label);
  bind (queue_button);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, queue_clicked_cb);
}

#undef bind

static void
bitacora_import_preview_page_init (BitacoraImportPreviewPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->findings = bitacora_import_findings_new ();
  selection
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->findings))));
  g_signal_connect (factory, "setup", G_CALLBACK (finding_set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (finding_bound_cb), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, selection);
  g_signal_connect_object (self->findings,
                           "items-changed",
                           G_CALLBACK (findings_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * bitacora_import_preview_page_set_check:
 * @self: the page
 * @import: an import that was checked
 * @check: what came of that; nothing of it is kept
 *
 * Shows what was found, and asks what to do with it.
 */
void
bitacora_import_preview_page_set_check (BitacoraImportPreviewPage *self,
                                        BitacoraCallImport *import,
                                        const BitacoraCallCheck *check)
{
  g_auto (GStrv) losses = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (BITACORA_IS_IMPORT_PREVIEW_PAGE (self));
  g_return_if_fail (BITACORA_IS_CALL_IMPORT (import));
  g_return_if_fail (check != NULL);

  g_set_object (&self->import, import);
  self->n_invalid = check->invalid->len;
  self->is_filling = TRUE;
  fill_choices (self, check->invalid->len, check->known->len);
  self->is_filling = FALSE;

  losses = bitacora_call_report_losses (import, check);
  text = g_strjoinv ("\n", losses);
  gtk_label_set_text (self->losses_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->losses_label), *text != '\0');

  bitacora_import_findings_set_with_known (self->findings, TRUE);
  bitacora_import_findings_set_check (
      self->findings, check, (const char *const *)bitacora_call_import_get_file (import)->headers);
  findings_changed_cb (self);
  update_outlook (self);
}

/**
 * bitacora_import_preview_page_get_flags:
 * @self: a page that shows a check
 *
 * Returns: what the user chose to do with the rows in which something was found
 */
BitacoraCallImportFlags
bitacora_import_preview_page_get_flags (BitacoraImportPreviewPage *self)
{
  BitacoraCallImportFlags flags = BITACORA_CALL_IMPORT_ALL;

  g_return_val_if_fail (BITACORA_IS_IMPORT_PREVIEW_PAGE (self), flags);

  /* Where no row has an error, those that are left out are there already. */
  if (self->n_invalid == 0 || gtk_switch_get_active (self->skip_switch))
    flags |= BITACORA_CALL_IMPORT_SKIP_INVALID;
  if (gtk_switch_get_active (self->again_switch))
    flags |= BITACORA_CALL_IMPORT_AGAIN;

  return flags;
}

/**
 * bitacora_import_preview_page_show_text:
 * @self: the page
 * @text: what became of the import
 *
 * Says that beside the button, until something else is chosen.
 */
void
bitacora_import_preview_page_show_text (BitacoraImportPreviewPage *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_IMPORT_PREVIEW_PAGE (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_text (self->hint_label, text);
}

/**
 * bitacora_import_preview_page_focus:
 * @self: the page
 *
 * Puts the keyboard where the next step is: on the button, or on what keeps it from being used.
 */
void
bitacora_import_preview_page_focus (BitacoraImportPreviewPage *self)
{
  g_return_if_fail (BITACORA_IS_IMPORT_PREVIEW_PAGE (self));

  if (gtk_widget_get_sensitive (self->queue_button))
    gtk_widget_grab_focus (self->queue_button);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->skip_row)))
    gtk_widget_grab_focus (GTK_WIDGET (self->skip_switch));
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
