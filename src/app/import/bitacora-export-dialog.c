/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-export-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-toast.h"
#include "outbox/bitacora-call-export.h"

/* What takes no longer is not announced, in milliseconds. */
#define PATIENCE 500

/* Long enough to read a sentence that matters, in seconds. */
#define SENTENCE_TIMEOUT 10

struct _BitacoraExportDialog
{
  GObject parent_instance;

  GtkWindow *window; /* weak */
  BitacoraServices *services;
  BitacoraOutboxQuery *query;

  GtkFileChooserNative *chooser;
  char *name;
  BitacoraCallExport *export;
  GCancellable *cancellable;
  AdwToast *progress_toast;
  guint patience_source;
};

G_DEFINE_FINAL_TYPE (BitacoraExportDialog, bitacora_export_dialog, G_TYPE_OBJECT)

static void
show_toast (BitacoraExportDialog *self, const char *text)
{
  AdwToast *toast;

  if (self->window == NULL)
    return;
  toast = bitacora_toast_new (text);
  adw_toast_set_timeout (toast, SENTENCE_TIMEOUT);
  bitacora_toast_show (toast, GTK_WIDGET (self->window));
}

static void
update_progress (BitacoraExportDialog *self)
{
  guint n_written = bitacora_call_export_get_n_written (self->export);
  g_autofree char *text = NULL;

  if (self->progress_toast == NULL)
    return;
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Exporting… %u call",
                                       "Exporting… %u calls",
                                       n_written),
                          n_written);
  adw_toast_set_title (self->progress_toast, text);
}

static gboolean
patience_ended_cb (gpointer user_data)
{
  BitacoraExportDialog *self = BITACORA_EXPORT_DIALOG (user_data);

  self->patience_source = 0;
  if (self->window == NULL)
    return G_SOURCE_REMOVE;
  self->progress_toast = adw_toast_new ("");
  adw_toast_set_timeout (self->progress_toast, 0);
  adw_toast_set_button_label (self->progress_toast, _ ("Cancel"));
  g_signal_connect_object (self->progress_toast,
                           "button-clicked",
                           G_CALLBACK (g_cancellable_cancel),
                           self->cancellable,
                           G_CONNECT_SWAPPED);
  update_progress (self);
  bitacora_toast_show (g_object_ref (self->progress_toast), GTK_WIDGET (self->window));

  return G_SOURCE_REMOVE;
}

static void
calls_written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraExportDialog) self = BITACORA_EXPORT_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  gboolean is_written = bitacora_call_export_write_finish (self->export, result, &error);
  guint n_written = bitacora_call_export_get_n_written (self->export);

  g_application_release (g_application_get_default ());
  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (self->progress_toast != NULL)
    adw_toast_dismiss (self->progress_toast);
  if (is_written)
    {
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                            "%u call is in “%s” now",
                                                            "%u calls are in “%s” now",
                                                            n_written),
                                               n_written,
                                               self->name);

      show_toast (self, text);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_toast (self, _ ("The file was not written"));
  else
    show_toast (self, error->message);
}

/* Also when the window goes, what was begun is to be ended before the program does. */
static void
write_calls (BitacoraExportDialog *self, const char *path)
{
  g_autoptr (GTimeZone) zone
      = g_time_zone_ref (bitacora_clock_get_zone (bitacora_services_get_clock (self->services)));

  self->export = bitacora_call_export_new (bitacora_services_get_outbox (self->services),
                                           self->query,
                                           zone,
                                           bitacora_call_format_guess (path));
  self->name = g_filename_display_basename (path);
  self->patience_source = g_timeout_add (PATIENCE, patience_ended_cb, self);
  g_signal_connect_object (self->export,
                           "notify::progress",
                           G_CALLBACK (update_progress),
                           self,
                           G_CONNECT_SWAPPED);
  g_application_hold (g_application_get_default ());
  bitacora_call_export_write_file_async (self->export,
                                         path,
                                         self->cancellable,
                                         calls_written_cb,
                                         g_object_ref (self));
}

static void
file_chosen_cb (GtkFileChooserNative *chooser, int response, BitacoraExportDialog *self)
{
  g_autoptr (GFile) file = NULL;

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL && g_file_peek_path (file) != NULL)
    write_calls (self, g_file_peek_path (file));
  else if (file != NULL)
    show_toast (self, _ ("Calls can be exported only into a folder of this computer."));
  g_object_unref (self);
}

/* Nobody is left to choose a file; what is being written is given up. */
static void
window_destroyed_cb (BitacoraExportDialog *self)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  g_cancellable_cancel (self->cancellable);
  if (chooser == NULL)
    return;
  g_signal_handlers_disconnect_by_data (chooser, self);
  g_object_unref (self);
}

static char *
create_file_name (BitacoraExportDialog *self)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  /* Translators: the name of a file, with the day as in 2026-11-24 */
  return g_strdup_printf (_ ("calls-%s.csv"), day);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) formats = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (formats, _ ("CSV and JSON files"));
  gtk_file_filter_add_suffix (formats, "csv");
  gtk_file_filter_add_suffix (formats, "json");
  gtk_file_chooser_add_filter (chooser, formats);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
bitacora_export_dialog_dispose (GObject *object)
{
  BitacoraExportDialog *self = BITACORA_EXPORT_DIALOG (object);

  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->services);
  g_clear_object (&self->query);
  g_clear_object (&self->export);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->progress_toast);

  G_OBJECT_CLASS (bitacora_export_dialog_parent_class)->dispose (object);
}

static void
bitacora_export_dialog_finalize (GObject *object)
{
  g_free (BITACORA_EXPORT_DIALOG (object)->name);

  G_OBJECT_CLASS (bitacora_export_dialog_parent_class)->finalize (object);
}

static void
bitacora_export_dialog_class_init (BitacoraExportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bitacora_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bitacora_export_dialog_finalize;
}

static void
bitacora_export_dialog_init (BitacoraExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bitacora_export_dialog_show:
 * @window: the main window, in which toasts are shown
 * @services: what stands behind it, with an outbox that is open
 * @query: which calls
 *
 * Asks where the calls are to go, and writes them there: as JSON if the file's name ends so, as CSV
 * otherwise. It ends by itself.
 */
void
bitacora_export_dialog_show (GtkWindow *window,
                             BitacoraServices *services,
                             BitacoraOutboxQuery *query)
{
  BitacoraExportDialog *self;
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (BITACORA_IS_SERVICES (services));
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (query));

  self = g_object_new (BITACORA_TYPE_EXPORT_DIALOG, NULL);
  g_set_weak_pointer (&self->window, window);
  self->services = g_object_ref (services);
  self->query = bitacora_outbox_query_copy (query);
  name = create_file_name (self);
  self->chooser
      = gtk_file_chooser_native_new (bitacora_outbox_query_is_empty (query)
                                         ? _ ("Export all calls as .csv or .json")
                                         : _ ("Export the calls that History shows, as .csv or "
                                              ".json"),
                                     window,
                                     GTK_FILE_CHOOSER_ACTION_SAVE,
                                     _ ("_Export"),
                                     NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  add_filters (GTK_FILE_CHOOSER (self->chooser));
  g_signal_connect (self->chooser, "response", G_CALLBACK (file_chosen_cb), self);
  g_signal_connect_object (window,
                           "destroy",
                           G_CALLBACK (window_destroyed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
