/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-import-window.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-style.h"
#include "app/bitacora-toast.h"
#include "bitacora-import-columns-page.h"
#include "bitacora-import-preview-page.h"
#include "outbox/bitacora-call-import.h"

/* What takes no longer is not announced, in milliseconds. */
#define PATIENCE 200

/* Long enough to read a sentence that matters, in seconds. */
#define SENTENCE_TIMEOUT 10

struct _BitacoraImportWindow
{
  AdwWindow parent_instance;

  BitacoraServices *services;
  BitacoraCallImport *import;
  GtkFileChooserNative *chooser;

  /* Of what is being done; NULL when nothing is. */
  GCancellable *cancellable;
  guint patience_source;
  gboolean is_queueing;
  /* It is to be closed once what was begun is undone. */
  gboolean is_closing;

  AdwWindowTitle *title_widget;
  GtkWidget *back_button;
  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  GtkLabel *file_error_label;
  GtkWidget *choose_button;
  BitacoraImportColumnsPage *columns_page;
  BitacoraImportPreviewPage *preview_page;
  AdwStatusPage *busy_page;
  GtkProgressBar *progress_bar;
  GtkLabel *busy_label;
  GtkWidget *cancel_button;
  AdwStatusPage *done_page;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (BitacoraImportWindow, bitacora_import_window, ADW_TYPE_WINDOW)

/* For a callback: the window does not live for it. */
static GWeakRef *
lend_window (BitacoraImportWindow *self)
{
  GWeakRef *lent = g_new0 (GWeakRef, 1);

  g_weak_ref_init (lent, self);
  return lent;
}

/* Returns the window, or NULL if it is no more. */
static BitacoraImportWindow *
take_window (GWeakRef *lent)
{
  BitacoraImportWindow *self = g_weak_ref_get (lent);

  g_weak_ref_clear (lent);
  g_free (lent);
  return self;
}

static gboolean
is_gone (BitacoraImportWindow *self)
{
  return !gtk_widget_get_realized (GTK_WIDGET (self));
}

static gboolean
shows (BitacoraImportWindow *self, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static void
focus_page (BitacoraImportWindow *self)
{
  if (shows (self, "choose"))
    gtk_widget_grab_focus (self->choose_button);
  else if (shows (self, "columns"))
    bitacora_import_columns_page_focus (self->columns_page);
  else if (shows (self, "preview"))
    bitacora_import_preview_page_focus (self->preview_page);
  else if (shows (self, "busy"))
    gtk_widget_grab_focus (self->cancel_button);
  else
    gtk_widget_grab_focus (self->close_button);
}

static void
show_page (BitacoraImportWindow *self, const char *page)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->back_button, shows (self, "columns") || shows (self, "preview"));
  focus_page (self);
}

static void
show_file_error (BitacoraImportWindow *self, const char *text)
{
  gtk_label_set_text (self->file_error_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->file_error_label), text != NULL);
}

static void
show_progress (BitacoraImportWindow *self)
{
  double progress = bitacora_call_import_get_progress (self->import);
  guint n_rows = bitacora_call_import_get_n_rows (self->import);
  g_autofree char *text = NULL;

  /* What is being undone goes nowhere. */
  if (self->cancellable == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_progress_bar_set_fraction (self->progress_bar, progress);
  if (self->is_queueing)
    /* Translators: how much is done, in percent */
    text = g_strdup_printf (_ ("%d %%"), (int)(progress * 100));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", n_rows), n_rows);
  gtk_label_set_text (self->busy_label, text);
}

static gboolean
patience_ended_cb (gpointer user_data)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (user_data);

  self->patience_source = 0;
  show_page (self, "busy");

  return G_SOURCE_REMOVE;
}

/* From here to end_work() the window does one thing, and can be told to stop. */
static void
begin_work (BitacoraImportWindow *self, const char *title)
{
  self->cancellable = g_cancellable_new ();
  adw_status_page_set_title (self->busy_page, title);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_label_set_text (self->busy_label, "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.cancel", TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  self->patience_source = g_timeout_add (PATIENCE, patience_ended_cb, self);
}

static void
end_work (BitacoraImportWindow *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_object (&self->cancellable);
  self->is_queueing = FALSE;
}

static void
cancel_work (BitacoraImportWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.cancel", FALSE);
  gtk_label_set_text (self->busy_label, _ ("Cancelling…"));
  g_cancellable_cancel (self->cancellable);
}

static void
take_import (BitacoraImportWindow *self, BitacoraCallImport *import)
{
  if (self->import != NULL)
    g_signal_handlers_disconnect_by_data (self->import, self);
  g_set_object (&self->import, import);
  g_signal_connect_object (import,
                           "notify::progress",
                           G_CALLBACK (show_progress),
                           self,
                           G_CONNECT_SWAPPED);
  bitacora_import_columns_page_set_import (self->columns_page,
                                           import,
                                           bitacora_services_get_profiles (self->services));
}

static void
file_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraImportWindow) self = take_window (user_data);
  BitacoraCallImport *import = BITACORA_CALL_IMPORT (object);
  g_autoptr (GError) error = NULL;
  gboolean is_read = bitacora_call_import_read_finish (import, result, &error);

  if (self == NULL || is_gone (self))
    return;
  end_work (self);
  if (is_read)
    {
      take_import (self, import);
      show_page (self, "columns");
      return;
    }
  adw_window_title_set_subtitle (self->title_widget, "");
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_file_error (self, error->message);
  show_page (self, "choose");
}

static void
rows_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraImportWindow) self = take_window (user_data);
  BitacoraCallImport *import = BITACORA_CALL_IMPORT (object);
  g_autoptr (GError) error = NULL;
  const BitacoraCallCheck *check = bitacora_call_import_check_finish (import, result, &error);

  if (self == NULL || is_gone (self))
    return;
  end_work (self);
  if (check != NULL)
    {
      bitacora_import_preview_page_set_check (self->preview_page, import, check);
      show_page (self, "preview");
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bitacora_import_columns_page_show_error (self->columns_page, error->message);
  show_page (self, "columns");
}

static void
show_done (BitacoraImportWindow *self, guint n_queued)
{
  guint n_left_out = bitacora_call_import_get_n_rows (self->import) - n_queued;
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                         "%u call is saved and waits to be sent",
                                                         "%u calls are saved and wait to be sent",
                                                         n_queued),
                                            n_queued);
  g_autofree char *left_out = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                            "%u row was left out.",
                                                            "%u rows were left out.",
                                                            n_left_out),
                                               n_left_out);

  adw_status_page_set_title (self->done_page, title);
  adw_status_page_set_description (self->done_page, n_left_out > 0 ? left_out : NULL);
  show_page (self, "done");
}

static void
tell_parent (BitacoraImportWindow *self, const char *text)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  AdwToast *toast;

  if (parent == NULL)
    return;
  toast = bitacora_toast_new (text);
  adw_toast_set_timeout (toast, SENTENCE_TIMEOUT);
  bitacora_toast_show (toast, GTK_WIDGET (parent));
}

static void
calls_queued_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraImportWindow) self = take_window (user_data);
  g_autoptr (GError) error = NULL;
  guint n_queued
      = bitacora_call_import_queue_finish (BITACORA_CALL_IMPORT (object), result, &error);
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gboolean is_closing = self != NULL && self->is_closing;

  g_application_release (g_application_get_default ());
  if (self == NULL || is_gone (self))
    return;
  end_work (self);
  self->is_closing = FALSE;
  /* What was queued before it could be cancelled, or went wrong, is said before the window goes. */
  if (n_queued > 0)
    show_done (self, n_queued);
  else if (is_cancelled && is_closing)
    {
      tell_parent (self, _ ("Nothing was imported"));
      gtk_window_close (GTK_WINDOW (self));
    }
  else
    {
      bitacora_import_preview_page_show_text (self->preview_page,
                                              is_cancelled ? _ ("Nothing was imported")
                                                           : error->message);
      show_page (self, "preview");
    }
}

static void
file_chosen_cb (BitacoraImportWindow *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    bitacora_import_window_open_file (self, file);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) csv = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (csv, _ ("CSV files"));
  gtk_file_filter_add_mime_type (csv, "text/csv");
  gtk_file_filter_add_suffix (csv, "csv");
  gtk_file_filter_add_suffix (csv, "txt");
  gtk_file_chooser_add_filter (chooser, csv);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
choose_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (widget);

  if (self->cancellable != NULL || self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a CSV file"),
                                               GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                               NULL,
                                               NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filters (GTK_FILE_CHOOSER (self->chooser));
  g_signal_connect_object (self->chooser,
                           "response",
                           G_CALLBACK (file_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (widget);

  if (self->cancellable != NULL)
    return;
  if (shows (self, "preview"))
    show_page (self, "columns");
  else if (shows (self, "columns"))
    {
      adw_window_title_set_subtitle (self->title_widget, "");
      show_page (self, "choose");
    }
}

static void
check_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (widget);

  if (self->cancellable != NULL || !shows (self, "columns"))
    return;
  bitacora_import_columns_page_show_error (self->columns_page, NULL);
  begin_work (self, _ ("Looking at the rows"));
  bitacora_call_import_check_async (self->import,
                                    self->cancellable,
                                    rows_checked_cb,
                                    lend_window (self));
}

static void
queue_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (widget);

  if (self->cancellable != NULL || !shows (self, "preview"))
    return;
  begin_work (self, _ ("Importing the calls"));
  self->is_queueing = TRUE;
  /* Also when the window goes, what was written is to be removed before the program ends. */
  g_application_hold (g_application_get_default ());
  bitacora_call_import_queue_async (self->import,
                                    bitacora_import_preview_page_get_flags (self->preview_page),
                                    self->cancellable,
                                    calls_queued_cb,
                                    lend_window (self));
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (widget);

  if (self->cancellable != NULL)
    cancel_work (self);
}

static void
escape_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (widget);

  if (self->cancellable != NULL)
    cancel_work (self);
  else if (shows (self, "columns") || shows (self, "preview"))
    back_cb (widget, NULL, NULL);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
show_history_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-page", "s", "history");
  gtk_window_close (GTK_WINDOW (widget));
}

static gboolean
file_dropped_cb (BitacoraImportWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (self->cancellable != NULL || files == NULL)
    return FALSE;
  if (files->next != NULL)
    adw_toast_overlay_add_toast (self->toast_overlay,
                                 bitacora_toast_new (_ ("One file at a time, please")));
  else
    bitacora_import_window_open_file (self, files->data);

  return TRUE;
}

/* While calls are being queued, the window waits until it knows what became of them. */
static gboolean
bitacora_import_window_close_request (GtkWindow *window)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (window);

  if (self->is_queueing)
    {
      self->is_closing = TRUE;
      cancel_work (self);
      return TRUE;
    }

  return GTK_WINDOW_CLASS (bitacora_import_window_parent_class)->close_request (window);
}

/* However the window goes, with its parent for example: what it does is given up. */
static void
bitacora_import_window_unrealize (GtkWidget *widget)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (widget);

  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);

  GTK_WIDGET_CLASS (bitacora_import_window_parent_class)->unrealize (widget);
}

static void
bitacora_import_window_dispose (GObject *object)
{
  BitacoraImportWindow *self = BITACORA_IMPORT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_object (&self->import);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_import_window_parent_class)->dispose (object);
}

#define bind(name) gtk_widget_class_bind_template_child (widget_class, BitacoraImportWindow, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BITACORA_TYPE_IMPORT_COLUMNS_PAGE);
  g_type_ensure (BITACORA_TYPE_IMPORT_PREVIEW_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/import/bitacora-import-window.ui");
  bind (title_widget);
  bind (back_button);
  bind (toast_overlay);
  bind (stack);
  bind (file_error_label);
  bind (choose_button);
  bind (columns_page);
  bind (preview_page);
  bind (busy_page);
  bind (progress_bar);
  bind (busy_label);
  bind (cancel_button);
  bind (done_page);
  bind (close_button);
}

#undef bind

static void
bitacora_import_window_class_init (BitacoraImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_import_window_dispose;
  widget_class->unrealize = bitacora_import_window_unrealize;
  GTK_WINDOW_CLASS (klass)->close_request = bitacora_import_window_close_request;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "import.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "import.check", NULL, check_cb);
  gtk_widget_class_install_action (widget_class, "import.queue", NULL, queue_cb);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "import.escape", NULL, escape_cb);
  gtk_widget_class_install_action (widget_class, "import.show-history", NULL, show_history_cb);
  bitacora_style_add ("/org/bitacora/Bitacora/import/import.css");
}

static void
bitacora_import_window_init (BitacoraImportWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (file_dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * bitacora_import_window_new:
 * @parent: the window that it is opened from
 * @services: what stands behind it, with an outbox that is open and a current profile
 *
 * Creates the window, which asks for a file.
 *
 * Returns: (transfer none): the window, owned by GTK
 */
BitacoraImportWindow *
bitacora_import_window_new (GtkWindow *parent, BitacoraServices *services)
{
  BitacoraImportWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);

  self = g_object_new (BITACORA_TYPE_IMPORT_WINDOW,
                       "transient-for",
                       parent,
                       "application",
                       gtk_window_get_application (parent),
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       "modal",
                       TRUE,
                       NULL);
  self->services = g_object_ref (services);
  show_page (self, "choose");

  return self;
}

/**
 * bitacora_import_window_open_file:
 * @self: the window
 * @file: a CSV file
 *
 * Reads @file and shows its columns, in the place of any file before. While calls are being queued
 * nothing is done.
 */
void
bitacora_import_window_open_file (BitacoraImportWindow *self, GFile *file)
{
  BitacoraOutbox *outbox;
  BitacoraProfile *profile;
  g_autoptr (BitacoraCallImport) import = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (BITACORA_IS_IMPORT_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  outbox = bitacora_services_get_outbox (self->services);
  profile = bitacora_profile_list_get_current (bitacora_services_get_profiles (self->services));
  if (self->cancellable != NULL || outbox == NULL || profile == NULL)
    return;
  import = bitacora_call_import_new (outbox, profile, bitacora_services_get_clock (self->services));
  name = g_file_get_basename (file);
  if (name != NULL)
    {
      g_autofree char *shown = g_filename_display_name (name);

      adw_window_title_set_subtitle (self->title_widget, shown);
    }
  show_file_error (self, NULL);
  begin_work (self, _ ("Reading the file"));
  bitacora_call_import_read_async (import,
                                   file,
                                   self->cancellable,
                                   file_read_cb,
                                   lend_window (self));
}
