/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-background-question.h"

#include <glib/gi18n-lib.h>

#include "bitacora-autostart.h"

#define RESPONSE_KEEP "keep"
#define RESPONSE_QUIT "quit"
#define RESPONSE_CANCEL "cancel"

/* By which a window finds the question that stands in front of it already. */
#define QUESTION_DATA "bitacora-background-question"

static void
remember (GSettings *settings, const char *answer)
{
  if (g_settings_is_writable (settings, "background"))
    g_settings_set_string (settings, "background", answer);
}

static void
leave_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* Where nobody can be asked, nobody minds either. */
  if (!bitacora_autostart_request_finish (result, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  remember (g_task_get_task_data (task), "yes");
  g_task_return_int (task, BITACORA_BACKGROUND_ANSWER_KEEP);
}

/* In a sandbox the desktop ends programs that run without a window and without its leave. */
static void
keep_running (GTask *task)
{
  GSettings *settings = g_task_get_task_data (task);

  if (bitacora_autostart_is_sandboxed ())
    {
      bitacora_autostart_request_async (g_settings_get_boolean (settings, "autostart"),
                                        g_task_get_cancellable (task),
                                        leave_asked_cb,
                                        g_object_ref (task));
      return;
    }

  remember (settings, "yes");
  g_task_return_int (task, BITACORA_BACKGROUND_ANSWER_KEEP);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* The window that was to be closed may be gone before its dialog is. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  g_object_set_data (g_task_get_source_object (task), QUESTION_DATA, NULL);
  if (g_str_equal (response, RESPONSE_KEEP))
    keep_running (task);
  else if (g_str_equal (response, RESPONSE_QUIT))
    {
      remember (g_task_get_task_data (task), "no");
      g_task_return_int (task, BITACORA_BACKGROUND_ANSWER_QUIT);
    }
  else
    g_task_return_int (task, BITACORA_BACKGROUND_ANSWER_NONE);
}

static GtkWidget *
create_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, style);

  return label;
}

/* The dialog's own heading is measured at widths that it does not fit into, of which GTK 4.18
 * complains. */
static void
set_words (GtkWidget *dialog, const char *heading, const char *body)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), create_label (heading, "title-2"));
  gtk_box_append (GTK_BOX (box), create_label (body, "body"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  heading,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  body,
                                  -1);
}

static GtkWidget *
create_dialog (GtkWindow *parent)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, NULL, NULL);

  set_words (
      dialog,
      _ ("Keep Bitácora running?"),
      _ ("While it runs without its window, your calls go on being sent and your reminders come. "
         "If it quits, what waits is kept and sent when you open Bitácora next.\n\n"
         "You can change this later in the preferences, under Background."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    RESPONSE_CANCEL,
                                    _ ("_Back"),
                                    RESPONSE_QUIT,
                                    _ ("_Quit"),
                                    RESPONSE_KEEP,
                                    _ ("_Keep running"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              RESPONSE_KEEP,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), RESPONSE_KEEP);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), RESPONSE_CANCEL);

  return dialog;
}

/**
 * bitacora_background_question_ask_async:
 * @parent: the window that is about to be closed, and stays until this is answered
 * @settings: of org.bitacora.Bitacora, whose "background" keeps the answer
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is answered
 * @user_data: for @callback
 *
 * Asks what closing the window means: to go on without it, or to quit. The answer is remembered
 * unless the question is left by Escape, or the desktop does not allow what was chosen.
 */
void
bitacora_background_question_ask_async (GtkWindow *parent,
                                        GSettings *settings,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GtkWidget *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (G_IS_SETTINGS (settings));

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_background_question_ask_async));
  g_task_set_task_data (task, g_object_ref (settings), g_object_unref);

  dialog = g_object_get_data (G_OBJECT (parent), QUESTION_DATA);
  if (dialog != NULL)
    {
      gtk_window_present (GTK_WINDOW (dialog));
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "It is being asked already");
      return;
    }

  dialog = create_dialog (parent);
  g_object_set_data (G_OBJECT (parent), QUESTION_DATA, dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), g_steal_pointer (&task));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * bitacora_background_question_ask_finish:
 * @parent: the window that was asked for
 * @result: the result
 * @error: return location for an error
 *
 * Ends bitacora_background_question_ask_async().
 *
 * Returns: what was answered, %BITACORA_BACKGROUND_ANSWER_NONE if the window just stays; or that
 *   with @error of %G_IO_ERROR: %G_IO_ERROR_PERMISSION_DENIED if the desktop does not allow the
 *   program to run without a window, whose message is a sentence for the user;
 *   %G_IO_ERROR_PENDING if the question stands there already; %G_IO_ERROR_CANCELLED
 */
BitacoraBackgroundAnswer
bitacora_background_question_ask_finish (GtkWindow *parent, GAsyncResult *result, GError **error)
{
  gssize answer;

  g_return_val_if_fail (g_task_is_valid (result, parent), BITACORA_BACKGROUND_ANSWER_NONE);

  answer = g_task_propagate_int (G_TASK (result), error);

  return answer < 0 ? BITACORA_BACKGROUND_ANSWER_NONE : (BitacoraBackgroundAnswer)answer;
}
