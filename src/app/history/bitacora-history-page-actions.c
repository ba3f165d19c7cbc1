/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-toast.h"
#include "outbox/bitacora-outbox-decision.h"

/* An entry whose removal can still be undone, while its toast is shown. */
typedef struct
{
  BitacoraHistoryPage *page;
  BitacoraOutboxEntry *entry;
} Discard;

static void
discard_free (Discard *discard)
{
  g_clear_object (&discard->page);
  g_clear_object (&discard->entry);
  g_free (discard);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Discard, discard_free)

static void
show_toast (BitacoraHistoryPage *self, AdwToast *toast)
{
  adw_toast_overlay_add_toast (bitacora_history_page_get_toast_overlay (self), toast);
}

static void
show_text (BitacoraHistoryPage *self, const char *text)
{
  show_toast (self, bitacora_toast_new (text));
}

static BitacoraOutbox *
get_outbox (BitacoraHistoryPage *self)
{
  return bitacora_services_get_outbox (self->services);
}

static BitacoraOutboxEntry *
get_entry (BitacoraHistoryPage *self)
{
  return self->followed != NULL ? bitacora_history_item_get_entry (self->followed) : NULL;
}

static void
copy (BitacoraHistoryPage *self, const char *text, const char *sentence)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  show_text (self, sentence);
}

static void
entry_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryPage) self = BITACORA_HISTORY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_courier_send_finish (BITACORA_COURIER (source), result, &error);

  if (entry != NULL && bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_SENDING)
    /* The courier had just taken it up by itself: this waits for the end of that attempt. */
    bitacora_courier_send_async (BITACORA_COURIER (source),
                                 bitacora_outbox_entry_get_id (entry),
                                 NULL,
                                 entry_sent_cb,
                                 g_steal_pointer (&self));
  else if (entry != NULL)
    show_toast (self, bitacora_toast_new_for_outcome (entry));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_text (self, error->message);
}

static void
send_now (BitacoraHistoryPage *self, BitacoraOutboxEntry *entry)
{
  BitacoraCourier *courier = bitacora_services_get_courier (self->services);

  if (courier == NULL)
    return;
  bitacora_courier_resume_profile (courier, bitacora_outbox_entry_get_profile_id (entry));
  bitacora_courier_send_async (courier,
                               bitacora_outbox_entry_get_id (entry),
                               NULL,
                               entry_sent_cb,
                               g_object_ref (self));
}

static void
entry_retried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryPage) self = BITACORA_HISTORY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_retry_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    show_text (self, error->message);
  else
    send_now (self, entry);
}

static void
retry_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);

  bitacora_outbox_retry_async (get_outbox (self),
                               bitacora_outbox_entry_get_id (get_entry (self)),
                               entry_retried_cb,
                               g_object_ref (self));
}

static void
correct_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);

  bitacora_history_page_ask_form (self, BITACORA_HISTORY_PAGE_CORRECT, get_entry (self));
}

static void
log_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);

  bitacora_history_page_ask_form (self,
                                  BITACORA_HISTORY_PAGE_LOG_AGAIN,
                                  bitacora_outbox_entry_get_activity (get_entry (self)));
}

static void
copy_id_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);

  copy (self, bitacora_outbox_entry_get_wolkvox_id (get_entry (self)), _ ("The ID was copied"));
}

static void
copy_json_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);
  g_autofree char *json = bitacora_history_details_dup_json (self->details);

  copy (self, json, _ ("The call was copied as JSON"));
}

static void
copy_curl_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);
  g_autofree char *command = bitacora_history_details_dup_curl (self->details);

  copy (self, command, _ ("The command was copied, without your token"));
}

static void
entry_resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryPage) self = BITACORA_HISTORY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_resolve_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    show_text (self, error->message);
}

static void
resolve (BitacoraHistoryPage *self, BitacoraOutboxResolution resolution, const char *wolkvox_id)
{
  bitacora_outbox_resolve_async (get_outbox (self),
                                 bitacora_outbox_entry_get_id (get_entry (self)),
                                 resolution,
                                 wolkvox_id,
                                 entry_resolved_cb,
                                 g_object_ref (self));
}

/* The record that is shown beside the call is the one that the answer is about. */
static void
there_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);
  g_autofree char *id = bitacora_history_details_dup_candidate_id (self->details);

  resolve (self, BITACORA_OUTBOX_RESOLUTION_LOGGED, id);
}

static void
resend_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  resolve (BITACORA_HISTORY_PAGE (widget), BITACORA_OUTBOX_RESOLUTION_RESEND, NULL);
}

static void
entry_restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryPage) self = BITACORA_HISTORY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_restore_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    show_text (self, error->message);
}

static void
discard_undone_cb (Discard *discard)
{
  bitacora_outbox_restore_async (get_outbox (discard->page),
                                 bitacora_outbox_entry_get_id (discard->entry),
                                 entry_restored_cb,
                                 g_object_ref (discard->page));
}

static void
discard_closure_free (gpointer data, GClosure *closure)
{
  discard_free (data);
}

static void
entry_discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Discard) discard = user_data;
  g_autoptr (BitacoraHistoryPage) self = g_object_ref (discard->page);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (!bitacora_outbox_discard_finish (BITACORA_OUTBOX (source), result, &error))
    {
      show_text (self, error->message);
      return;
    }
  text = g_strdup_printf (_ ("“%s” was discarded"),
                          bitacora_call_activity_get_name (
                              bitacora_outbox_entry_get_activity (discard->entry)));
  toast = bitacora_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (discard_undone_cb),
                         g_steal_pointer (&discard),
                         discard_closure_free,
                         G_CONNECT_SWAPPED);
  show_toast (self, toast);
}

static void
discard_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);
  Discard *discard = g_new0 (Discard, 1);

  discard->page = g_object_ref (self);
  discard->entry = g_object_ref (get_entry (self));
  bitacora_outbox_discard_async (get_outbox (self),
                                 bitacora_outbox_entry_get_id (discard->entry),
                                 NULL,
                                 entry_discarded_cb,
                                 discard);
}

/*
 * bitacora_history_page_install_actions:
 * @widget_class: the page's class
 *
 * Gives the page the actions on the chosen call.
 */
void
bitacora_history_page_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "history.retry", retry_cb },         { "history.correct", correct_cb },
    { "history.log-again", log_again_cb }, { "history.copy-id", copy_id_cb },
    { "history.copy-json", copy_json_cb }, { "history.copy-curl", copy_curl_cb },
    { "history.there", there_cb },         { "history.resend", resend_cb },
    { "history.discard", discard_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

/*
 * bitacora_history_page_update_actions:
 * @self: the page
 *
 * Enables what can be done with the chosen call as it stands now.
 */
void
bitacora_history_page_update_actions (BitacoraHistoryPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BitacoraOutboxEntry *entry = get_entry (self);
  BitacoraOutboxState state
      = entry != NULL ? bitacora_outbox_entry_get_state (entry) : BITACORA_OUTBOX_STATE_SENDING;
  const char *id = entry != NULL ? bitacora_outbox_entry_get_wolkvox_id (entry) : NULL;
  gboolean refused = state == BITACORA_OUTBOX_STATE_REJECTED;
  gboolean doubtful = state == BITACORA_OUTBOX_STATE_UNKNOWN;

  gtk_widget_action_set_enabled (widget,
                                 "history.retry",
                                 refused || state == BITACORA_OUTBOX_STATE_QUEUED);
  gtk_widget_action_set_enabled (widget, "history.correct", refused);
  gtk_widget_action_set_enabled (widget, "history.log-again", entry != NULL);
  gtk_widget_action_set_enabled (widget, "history.copy-id", id != NULL && *id != '\0');
  gtk_widget_action_set_enabled (widget, "history.copy-json", entry != NULL);
  gtk_widget_action_set_enabled (widget, "history.copy-curl", entry != NULL);
  gtk_widget_action_set_enabled (widget, "history.there", doubtful);
  gtk_widget_action_set_enabled (widget,
                                 "history.resend",
                                 doubtful && bitacora_outbox_entry_awaits_person (entry));
  gtk_widget_action_set_enabled (widget, "history.discard", state != BITACORA_OUTBOX_STATE_SENDING);
}
