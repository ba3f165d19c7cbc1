/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-connection-row.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-scroll.h"
#include "crm/bitacora-token-information.h"

struct _BitacoraConnectionRow
{
  AdwPreferencesRow parent_instance;

  GCancellable *asking;

  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *result;
};

enum
{
  TEST_REQUESTED,
  TESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A question to the CRM; another may have been asked before its answer comes. */
typedef struct
{
  BitacoraConnectionRow *row;
  GCancellable *cancellable;
} Question;

G_DEFINE_FINAL_TYPE (BitacoraConnectionRow, bitacora_connection_row, ADW_TYPE_PREFERENCES_ROW)

static void
question_free (Question *question)
{
  g_clear_object (&question->row);
  g_clear_object (&question->cancellable);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
set_class (GtkWidget *widget, const char *css_class)
{
  gtk_widget_remove_css_class (widget, "success");
  gtk_widget_remove_css_class (widget, "error");
  if (css_class != NULL)
    gtk_widget_add_css_class (widget, css_class);
}

static void
show_text (BitacoraConnectionRow *self, const char *text)
{
  gtk_label_set_label (self->result, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result), text != NULL);
}

static void
show_result (BitacoraConnectionRow *self,
             const char *icon_name,
             const char *css_class,
             const char *text)
{
  set_class (GTK_WIDGET (self->icon), css_class);
  set_class (GTK_WIDGET (self->result), css_class);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  show_text (self, text);
  bitacora_scroll_show (GTK_WIDGET (self));
}

static void
set_asking (BitacoraConnectionRow *self, gboolean asking)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), asking);
  gtk_spinner_set_spinning (self->spinner, asking);
}

static char *
describe_success (BitacoraCrmReply *reply)
{
  g_auto (BitacoraTokenInformation) information = { NULL, -1, -1, -1, -1 };

  if (!bitacora_token_information_read (reply, &information) || information.left_today < 0)
    return g_strdup (_ ("The token works."));
  if (information.limit < 0)
    return g_strdup_printf (ngettext ("The token works: %d request left today.",
                                      "The token works: %d requests left today.",
                                      information.left_today),
                            information.left_today);

  /* Translators: requests left, and all that a day allows */
  return g_strdup_printf (ngettext ("The token works: %d of %d request left today.",
                                    "The token works: %d of %d requests left today.",
                                    information.limit),
                          information.left_today,
                          information.limit);
}

static void
token_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  BitacoraConnectionRow *self = question->row;
  g_autoptr (BitacoraCrmReply) reply
      = bitacora_crm_client_token_information_finish (BITACORA_CRM_CLIENT (source), result);
  g_autofree char *sentence = NULL;
  gboolean works;

  if (question->cancellable != self->asking)
    return;
  g_clear_object (&self->asking);
  set_asking (self, FALSE);
  works = bitacora_crm_reply_get_verdict (reply) == BITACORA_CRM_VERDICT_LOGGED;
  sentence = works ? describe_success (reply) : bitacora_token_information_describe_failure (reply);
  if (works)
    show_result (self, "object-select-symbolic", "success", sentence);
  else
    show_result (self, "dialog-error-symbolic", "error", sentence);
  g_signal_emit (self, signals[TESTED], 0, works);
}

static void
button_clicked_cb (BitacoraConnectionRow *self)
{
  g_signal_emit (self, signals[TEST_REQUESTED], 0);
}

static void
bitacora_connection_row_dispose (GObject *object)
{
  BitacoraConnectionRow *self = BITACORA_CONNECTION_ROW (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);

  G_OBJECT_CLASS (bitacora_connection_row_parent_class)->dispose (object);
}

static void
bitacora_connection_row_class_init (BitacoraConnectionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_connection_row_dispose;

  signals[TEST_REQUESTED] = g_signal_new ("test-requested",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  signals[TESTED] = g_signal_new ("tested",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/preferences/bitacora-connection-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectionRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectionRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectionRow, result);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
bitacora_connection_row_init (BitacoraConnectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_connection_row_test:
 * @self: the row
 * @client: what asks
 * @server: the CRM's address
 * @operation: the operation
 * @token: its token
 *
 * Asks the CRM about @token, shows the answer and emits "tested". A question that is still open
 * is forgotten.
 */
void
bitacora_connection_row_test (BitacoraConnectionRow *self,
                              BitacoraCrmClient *client,
                              const char *server,
                              const char *operation,
                              const char *token)
{
  Question *question;

  g_return_if_fail (BITACORA_IS_CONNECTION_ROW (self));
  g_return_if_fail (BITACORA_IS_CRM_CLIENT (client));
  g_return_if_fail (server != NULL && operation != NULL && token != NULL);

  bitacora_connection_row_clear (self);
  self->asking = g_cancellable_new ();
  set_asking (self, TRUE);
  show_text (self, _ ("Asking the CRM…"));
  question = g_new0 (Question, 1);
  question->row = g_object_ref (self);
  question->cancellable = g_object_ref (self->asking);
  bitacora_crm_client_token_information_async (
      client, server, operation, token, self->asking, token_asked_cb, question);
}

/**
 * bitacora_connection_row_show_error:
 * @self: the row
 * @sentence: why the test cannot be made
 *
 * Shows @sentence as the result.
 */
void
bitacora_connection_row_show_error (BitacoraConnectionRow *self, const char *sentence)
{
  g_return_if_fail (BITACORA_IS_CONNECTION_ROW (self));
  g_return_if_fail (sentence != NULL);

  bitacora_connection_row_clear (self);
  show_result (self, "dialog-error-symbolic", "error", sentence);
}

/**
 * bitacora_connection_row_clear:
 * @self: the row
 *
 * Forgets the last result, and a question that is still open.
 */
void
bitacora_connection_row_clear (BitacoraConnectionRow *self)
{
  g_return_if_fail (BITACORA_IS_CONNECTION_ROW (self));

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  set_asking (self, FALSE);
  set_class (GTK_WIDGET (self->icon), NULL);
  set_class (GTK_WIDGET (self->result), NULL);
  gtk_image_set_from_icon_name (self->icon, "network-transmit-receive-symbolic");
  show_text (self, NULL);
}
