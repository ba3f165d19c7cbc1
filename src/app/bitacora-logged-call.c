/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-logged-call.h"

#include <glib/gi18n-lib.h>

#include "bitacora-config.h"
#include "bitacora-take-back.h"
#include "quick-entry/bitacora-quick-entry.h"

struct _BitacoraLoggedCall
{
  GObject parent_instance;

  GApplication *application; /* weak */
  BitacoraOutbox *outbox;
  BitacoraOutboxEntry *entry; /* as it was taken */
  GCancellable *cancellable;
  gint64 id;
  gboolean is_from_form;
  char *notification; /* its id; NULL if none is shown */
  guint patience_source;
};

/* How long it may go untried, in seconds: without a network, say. */
#define PATIENCE (BITACORA_UNDO_SECONDS + 15)

enum
{
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraLoggedCall, bitacora_logged_call, G_TYPE_OBJECT)

static void
end (BitacoraLoggedCall *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_cancellable_cancel (self->cancellable);
  g_signal_emit (self, signals[ENDED], 0);
}

/* What cannot be tried now is held, and says why. */
static gboolean
is_untried (BitacoraOutboxEntry *entry)
{
  const BitacoraOutboxState state = bitacora_outbox_entry_get_state (entry);

  return state == BITACORA_OUTBOX_STATE_SENDING
         || (state == BITACORA_OUTBOX_STATE_QUEUED && !bitacora_outbox_entry_has_verdict (entry));
}

static void
entry_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraLoggedCall) self = BITACORA_LOGGED_CALL (user_data);
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_get_finish (BITACORA_OUTBOX (source), result, NULL);

  if (entry == NULL || !is_untried (entry))
    end (self);
}

static void
outbox_changed_cb (BitacoraLoggedCall *self, gint64 id)
{
  if (id == self->id || id == 0)
    bitacora_outbox_get_async (self->outbox,
                               self->id,
                               self->cancellable,
                               entry_read_cb,
                               g_object_ref (self));
}

static gboolean
patience_ended_cb (gpointer user_data)
{
  BitacoraLoggedCall *self = BITACORA_LOGGED_CALL (user_data);

  self->patience_source = 0;
  end (self);
  return G_SOURCE_REMOVE;
}

/* The window that could have offered it is gone. */
static void
offer_undo (BitacoraLoggedCall *self)
{
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (GNotification) notification = NULL;

  if (self->notification != NULL || self->application == NULL
      || g_cancellable_is_cancelled (self->cancellable))
    return;
  settings = g_settings_new (BITACORA_APPLICATION_ID);
  notification = g_notification_new (_ ("The call will be sent in a moment"));
  if (!g_settings_get_boolean (settings, "hide-names"))
    g_notification_set_body (notification,
                             bitacora_call_activity_get_name (
                                 bitacora_outbox_entry_get_activity (self->entry)));
  g_notification_add_button_with_target (notification,
                                         _ ("Undo"),
                                         "app." BITACORA_LOGGED_CALL_UNDO_ACTION,
                                         "(xb)",
                                         self->id,
                                         self->is_from_form);
  self->notification = g_strdup_printf ("logged-call-%" G_GINT64_FORMAT, self->id);
  g_application_send_notification (self->application, self->notification, notification);
}

static void
bitacora_logged_call_dispose (GObject *object)
{
  BitacoraLoggedCall *self = BITACORA_LOGGED_CALL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (self->notification != NULL && self->application != NULL)
    g_application_withdraw_notification (self->application, self->notification);
  g_clear_pointer (&self->notification, g_free);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->outbox);
  g_clear_object (&self->entry);

  G_OBJECT_CLASS (bitacora_logged_call_parent_class)->dispose (object);
}

static void
bitacora_logged_call_finalize (GObject *object)
{
  g_clear_object (&BITACORA_LOGGED_CALL (object)->cancellable);

  G_OBJECT_CLASS (bitacora_logged_call_parent_class)->finalize (object);
}

static void
bitacora_logged_call_class_init (BitacoraLoggedCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_logged_call_dispose;
  object_class->finalize = bitacora_logged_call_finalize;

  signals[ENDED] = g_signal_new (
      "ended", BITACORA_TYPE_LOGGED_CALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bitacora_logged_call_init (BitacoraLoggedCall *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bitacora_logged_call_new:
 * @application: the program, whose notifications are shown
 * @services: what keeps and sends the calls, open
 * @entry: the call, as it was taken into the outbox
 * @window: where it was logged, shown
 *
 * Follows @entry until it was tried once, which the courier does by itself.
 *
 * Returns: (transfer full): the call, which emits "ended" later
 */
BitacoraLoggedCall *
bitacora_logged_call_new (GApplication *application,
                          BitacoraServices *services,
                          BitacoraOutboxEntry *entry,
                          GtkWindow *window)
{
  BitacoraLoggedCall *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), NULL);
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  self = g_object_new (BITACORA_TYPE_LOGGED_CALL, NULL);
  g_set_weak_pointer (&self->application, application);
  self->outbox = g_object_ref (bitacora_services_get_outbox (services));
  self->entry = g_object_ref (entry);
  self->id = bitacora_outbox_entry_get_id (entry);
  self->is_from_form = !BITACORA_IS_QUICK_ENTRY (window);
  g_signal_connect_object (self->outbox,
                           "changed",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->patience_source = g_timeout_add_seconds (PATIENCE, patience_ended_cb, self);
  if (bitacora_outbox_entry_get_not_before (entry) != NULL)
    g_signal_connect_object (window, "unmap", G_CALLBACK (offer_undo), self, G_CONNECT_SWAPPED);
  return self;
}
