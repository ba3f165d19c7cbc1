/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-waiting-page.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-toast.h"
#include "bitacora-waiting-row.h"
#include "outbox/bitacora-outbox-decision.h"

struct _BitacoraWaitingPage
{
  AdwBin parent_instance;

  BitacoraServices *services;
  BitacoraWaitingList *list;

  GtkStack *stack;
  GtkListBox *list_box;
  AdwStatusPage *failure_page;
};

G_DEFINE_FINAL_TYPE (BitacoraWaitingPage, bitacora_waiting_page, ADW_TYPE_BIN)

/* An entry whose removal can still be undone, while its toast is shown. */
typedef struct
{
  BitacoraWaitingPage *page;
  BitacoraOutboxEntry *entry;
  gboolean undone;
} Discard;

static Discard *
discard_new (BitacoraWaitingPage *self, BitacoraOutboxEntry *entry)
{
  Discard *discard = g_new0 (Discard, 1);

  discard->page = g_object_ref (self);
  discard->entry = g_object_ref (entry);

  return discard;
}

static void
discard_free (Discard *discard)
{
  g_clear_object (&discard->page);
  g_clear_object (&discard->entry);
  g_free (discard);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Discard, discard_free)

static void
show_text (BitacoraWaitingPage *self, const char *text)
{
  bitacora_toast_show (bitacora_toast_new (text), GTK_WIDGET (self));
}

static void
update_stack (BitacoraWaitingPage *self)
{
  const char *failure = bitacora_services_get_failure (self->services);
  const char *page = "loading";

  if (failure != NULL)
    {
      g_autofree char *description = g_markup_escape_text (failure, -1);

      adw_status_page_set_description (self->failure_page, description);
      page = "failure";
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    page = "list";
  else if (bitacora_waiting_list_is_loaded (self->list))
    page = "empty";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  BitacoraWaitingPage *self = BITACORA_WAITING_PAGE (user_data);

  return bitacora_waiting_row_new (item, bitacora_services_get_clock (self->services));
}

static void
entry_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraWaitingPage) self = BITACORA_WAITING_PAGE (user_data);
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
    bitacora_toast_show (bitacora_toast_new_for_outcome (entry), GTK_WIDGET (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_text (self, error->message);
}

static void
send_now_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraWaitingPage *self = BITACORA_WAITING_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);
  BitacoraCourier *courier = bitacora_services_get_courier (self->services);
  BitacoraOutboxEntry *entry = bitacora_waiting_list_find (self->list, id);

  if (courier == NULL || entry == NULL)
    return;
  bitacora_courier_resume_profile (courier, bitacora_outbox_entry_get_profile_id (entry));
  bitacora_courier_send_async (courier, id, NULL, entry_sent_cb, g_object_ref (self));
}

static void
entry_discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Discard) discard = user_data;
  g_autoptr (GError) error = NULL;

  if (!bitacora_outbox_discard_finish (BITACORA_OUTBOX (source), result, &error)
      && !g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND))
    show_text (discard->page, error->message);
  if (discard->page->list != NULL)
    bitacora_waiting_list_unhide (discard->page->list,
                                  bitacora_outbox_entry_get_id (discard->entry));
}

static void
entry_restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraWaitingPage) self = BITACORA_WAITING_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_restore_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    show_text (self, error->message);
}

static void
removed_entry_undone_cb (Discard *discard)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (discard->page->services);

  bitacora_outbox_restore_async (outbox,
                                 bitacora_outbox_entry_get_id (discard->entry),
                                 entry_restored_cb,
                                 g_object_ref (discard->page));
}

static void
hidden_entry_undone_cb (Discard *discard)
{
  discard->undone = TRUE;
  bitacora_waiting_list_unhide (discard->page->list, bitacora_outbox_entry_get_id (discard->entry));
}

static void
toast_dismissed_cb (Discard *discard)
{
  /* A window that is closed discards nothing: the call is there again at the next start. */
  if (discard->undone || discard->page->services == NULL)
    return;
  bitacora_outbox_discard_async (bitacora_services_get_outbox (discard->page->services),
                                 bitacora_outbox_entry_get_id (discard->entry),
                                 NULL,
                                 entry_discarded_cb,
                                 discard_new (discard->page, discard->entry));
}

static void
discard_closure_free (gpointer data, GClosure *closure)
{
  discard_free (data);
}

static AdwToast *
create_discard_toast (BitacoraOutboxEntry *entry)
{
  g_autofree char *text = g_strdup_printf (_ ("“%s” was discarded"),
                                           bitacora_call_activity_get_name (
                                               bitacora_outbox_entry_get_activity (entry)));
  AdwToast *toast = bitacora_toast_new (text);

  adw_toast_set_button_label (toast, _ ("Undo"));

  return toast;
}

static void
queued_entry_discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Discard) discard = user_data;
  g_autoptr (GError) error = NULL;
  BitacoraWaitingPage *self = discard->page;
  AdwToast *toast;

  if (!bitacora_outbox_discard_finish (BITACORA_OUTBOX (source), result, &error))
    {
      show_text (self, error->message);
      return;
    }
  toast = create_discard_toast (discard->entry);
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (removed_entry_undone_cb),
                         g_steal_pointer (&discard),
                         discard_closure_free,
                         G_CONNECT_SWAPPED);
  bitacora_toast_show (toast, GTK_WIDGET (self));
}

/* A queued call could leave while its toast is shown: it is removed at once, and Undo puts it
 * back. The others cannot, and keep what is known of them until the toast is gone. */
static void
discard_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraWaitingPage *self = BITACORA_WAITING_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);
  BitacoraOutboxEntry *entry = bitacora_waiting_list_find (self->list, id);
  Discard *discard;
  AdwToast *toast;

  if (entry == NULL)
    return;
  discard = discard_new (self, entry);
  if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_QUEUED)
    {
      bitacora_outbox_discard_async (bitacora_services_get_outbox (self->services),
                                     id,
                                     NULL,
                                     queued_entry_discarded_cb,
                                     discard);
      return;
    }

  toast = create_discard_toast (entry);
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (hidden_entry_undone_cb), discard);
  g_signal_connect_data (toast,
                         "dismissed",
                         G_CALLBACK (toast_dismissed_cb),
                         discard,
                         discard_closure_free,
                         G_CONNECT_SWAPPED);
  bitacora_waiting_list_hide (self->list, id);
  bitacora_toast_show (toast, GTK_WIDGET (self));
}

static void
entry_resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraWaitingPage) self = BITACORA_WAITING_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_resolve_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    show_text (self, error->message);
}

static void
resolve (BitacoraWaitingPage *self, GVariant *parameter, BitacoraOutboxResolution resolution)
{
  bitacora_outbox_resolve_async (bitacora_services_get_outbox (self->services),
                                 g_variant_get_int64 (parameter),
                                 resolution,
                                 NULL,
                                 entry_resolved_cb,
                                 g_object_ref (self));
}

static void
is_there_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  resolve (BITACORA_WAITING_PAGE (widget), parameter, BITACORA_OUTBOX_RESOLUTION_LOGGED);
}

static void
resend_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  resolve (BITACORA_WAITING_PAGE (widget), parameter, BITACORA_OUTBOX_RESOLUTION_RESEND);
}

static void
open_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bitacora_services_open (BITACORA_WAITING_PAGE (widget)->services);
}

static void
bitacora_waiting_page_dispose (GObject *object)
{
  BitacoraWaitingPage *self = BITACORA_WAITING_PAGE (object);

  g_clear_object (&self->list);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_waiting_page_parent_class)->dispose (object);
}

static void
bitacora_waiting_page_class_init (BitacoraWaitingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_waiting_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/waiting/bitacora-waiting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingPage, failure_page);
  gtk_widget_class_install_action (widget_class, "waiting.send-now", "x", send_now_cb);
  gtk_widget_class_install_action (widget_class, "waiting.discard", "x", discard_cb);
  gtk_widget_class_install_action (widget_class, "waiting.is-there", "x", is_there_cb);
  gtk_widget_class_install_action (widget_class, "waiting.resend", "x", resend_cb);
  gtk_widget_class_install_action (widget_class, "waiting.open-again", NULL, open_again_cb);
}

static void
bitacora_waiting_page_init (BitacoraWaitingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_waiting_page_set_up:
 * @self: the page
 * @services: what sends, keeps and discards the calls
 * @list: the calls that wait
 *
 * Gives the page what it shows. To be called once.
 */
void
bitacora_waiting_page_set_up (BitacoraWaitingPage *self,
                              BitacoraServices *services,
                              BitacoraWaitingList *list)
{
  g_return_if_fail (BITACORA_IS_WAITING_PAGE (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));
  g_return_if_fail (BITACORA_IS_WAITING_LIST (list));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  self->list = g_object_ref (list);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (list), create_row, self, NULL);
  g_signal_connect_object (list, "loaded", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::failure",
                           G_CALLBACK (update_stack),
                           self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
}
