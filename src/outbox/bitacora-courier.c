/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier.h"
#include "bitacora-courier-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-private.h"

enum
{
  PROP_OUTBOX = 1,
  PROP_CLIENT,
  PROP_TOKENS,
  PROP_PROFILES,
  PROP_CLOCK,
  PROP_ACTIVE,
  PROP_ASKS_ABOUT_DOUBTS,
  PROP_DOUBT_GRACE,
  N_PROPERTIES
};

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS
};

/* Seconds. */
#define DOUBT_GRACE 90

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraCourier, bitacora_courier, G_TYPE_OBJECT)

static void
outbox_changed_cb (BitacoraOutbox *outbox, gint64 id, gpointer user_data)
{
  BitacoraCourier *self = BITACORA_COURIER (user_data);

  if (id != 0 && g_hash_table_contains (self->attempts, &id))
    return;
  bitacora_courier_forget_barren (self);
  bitacora_courier_pump (self);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean is_available, gpointer user_data)
{
  BitacoraCourier *self = BITACORA_COURIER (user_data);

  if (!is_available || self->lock == NULL)
    return;
  bitacora_courier_schedule_resume_unreached (self->means.schedule);
  bitacora_outbox_release_unsent_async (self->means.outbox, NULL, NULL);
  bitacora_courier_pump (self);
}

static void
profiles_changed_cb (GListModel *model,
                     guint position,
                     guint n_removed,
                     guint n_added,
                     gpointer user_data)
{
  BitacoraCourier *self = BITACORA_COURIER (user_data);

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (model, position + i);

      bitacora_courier_schedule_resume (self->means.schedule, bitacora_profile_get_id (profile));
    }
  bitacora_courier_pump (self);
}

static void
entry_stopped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) self = user_data;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  entry = bitacora_outbox_hold_finish (self->means.outbox, result, &error);
  if (entry == NULL)
    {
      g_debug ("Not stopped: %s", error->message);
      return;
    }
  bitacora_courier_announce (self, entry);
}

/* Keeps a call that is not being tried yet until its user asks for it. */
static void
stop_entry (BitacoraCourier *self, gint64 id)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_autoptr (BitacoraCrmReply) reason = bitacora_crm_reply_new_from_failure (cancelled, FALSE);
  g_autoptr (GDateTime) on_request = bitacora_courier_create_on_request_moment ();

  bitacora_outbox_hold_async (self->means.outbox,
                              id,
                              reason,
                              on_request,
                              entry_stopped_cb,
                              g_object_ref (self));
}

static void
add_waiter (BitacoraCourier *self,
            gint64 id,
            gboolean is_gentle,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_courier_send_async));
  g_task_set_check_cancellable (task, FALSE);
  bitacora_courier_waiters_add (self->waiters, task, id);
  if (!g_hash_table_contains (self->attempts, &id))
    bitacora_courier_wishes_add (self->wishes, id, is_gentle);
  bitacora_courier_pump (self);
}

static gboolean
choice_read_cb (GValue *value, GVariant *choice, gpointer user_data)
{
  g_value_set_boolean (value, g_str_equal (g_variant_get_string (choice, NULL), "ask-crm"));
  return TRUE;
}

static void
bitacora_courier_constructed (GObject *object)
{
  BitacoraCourier *self = BITACORA_COURIER (object);

  G_OBJECT_CLASS (bitacora_courier_parent_class)->constructed (object);

  self->context = g_main_context_ref_thread_default ();
  self->means.schedule = bitacora_courier_schedule_new (self->means.clock);
  self->waiters = bitacora_courier_waiters_new (self->means.outbox);
  self->wishes = bitacora_courier_wishes_new (self->means.schedule);
  self->doubts = bitacora_courier_doubts_new (self);
  g_signal_connect_object (self->means.outbox, "changed", G_CALLBACK (outbox_changed_cb), self, 0);
  g_signal_connect_object (self->profiles,
                           "items-changed",
                           G_CALLBACK (profiles_changed_cb),
                           self,
                           0);
  g_signal_connect_object (g_network_monitor_get_default (),
                           "network-changed",
                           G_CALLBACK (network_changed_cb),
                           self,
                           0);
}

static void
bitacora_courier_dispose (GObject *object)
{
  BitacoraCourier *self = BITACORA_COURIER (object);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);

  G_OBJECT_CLASS (bitacora_courier_parent_class)->dispose (object);
}

static void
bitacora_courier_finalize (GObject *object)
{
  BitacoraCourier *self = BITACORA_COURIER (object);

  g_clear_pointer (&self->attempts, g_hash_table_unref);
  g_clear_pointer (&self->due, bitacora_courier_due_free);
  g_clear_pointer (&self->doubts, bitacora_courier_doubts_free);
  g_clear_pointer (&self->wishes, bitacora_courier_wishes_free);
  g_clear_pointer (&self->waiters, bitacora_courier_waiters_free);
  g_clear_pointer (&self->means.schedule, bitacora_courier_schedule_free);
  g_clear_object (&self->lock);
  g_clear_object (&self->means.outbox);
  g_clear_object (&self->means.client);
  g_clear_object (&self->means.tokens);
  g_clear_object (&self->means.clock);
  g_clear_object (&self->profiles);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (bitacora_courier_parent_class)->finalize (object);
}

static void
bitacora_courier_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraCourier *self = BITACORA_COURIER (object);

  switch (id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, bitacora_courier_is_active (self));
      break;
    case PROP_ASKS_ABOUT_DOUBTS:
      g_value_set_boolean (value, self->asks_about_doubts);
      break;
    case PROP_DOUBT_GRACE:
      g_value_set_uint (value, self->doubt_grace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_courier_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BitacoraCourier *self = BITACORA_COURIER (object);

  switch (id)
    {
    case PROP_OUTBOX:
      self->means.outbox = g_value_dup_object (value);
      break;
    case PROP_CLIENT:
      self->means.client = g_value_dup_object (value);
      break;
    case PROP_TOKENS:
      self->means.tokens = g_value_dup_object (value);
      break;
    case PROP_PROFILES:
      self->profiles = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->means.clock = g_value_dup_object (value);
      break;
    case PROP_ASKS_ABOUT_DOUBTS:
      if (self->asks_about_doubts != g_value_get_boolean (value))
        {
          self->asks_about_doubts = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_DOUBT_GRACE:
      if (self->doubt_grace != g_value_get_uint (value))
        {
          self->doubt_grace = g_value_get_uint (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_construct_property (GObjectClass *object_class, guint id, const char *name, GType type)
{
  properties[id]
      = g_param_spec_object (name,
                             NULL,
                             NULL,
                             type,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, id, properties[id]);
}

static void
install_doubt_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_ASKS_ABOUT_DOUBTS]
      = g_param_spec_boolean ("asks-about-doubts", NULL, NULL, TRUE, flags);
  properties[PROP_DOUBT_GRACE]
      = g_param_spec_uint ("doubt-grace", NULL, NULL, 0, G_MAXINT, DOUBT_GRACE, flags);
  for (guint id = PROP_ASKS_ABOUT_DOUBTS; id <= PROP_DOUBT_GRACE; id++)
    g_object_class_install_property (object_class, id, properties[id]);
}

static void
bitacora_courier_class_init (BitacoraCourierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = bitacora_courier_constructed;
  object_class->dispose = bitacora_courier_dispose;
  object_class->finalize = bitacora_courier_finalize;
  object_class->get_property = bitacora_courier_get_property;
  object_class->set_property = bitacora_courier_set_property;

  install_construct_property (object_class, PROP_OUTBOX, "outbox", BITACORA_TYPE_OUTBOX);
  install_construct_property (object_class, PROP_CLIENT, "client", BITACORA_TYPE_CRM_CLIENT);
  install_construct_property (object_class, PROP_TOKENS, "tokens", BITACORA_TYPE_TOKEN_PROVIDER);
  install_construct_property (object_class, PROP_PROFILES, "profiles", BITACORA_TYPE_PROFILE_LIST);
  install_construct_property (object_class, PROP_CLOCK, "clock", BITACORA_TYPE_CLOCK);

  properties[PROP_ACTIVE] = g_param_spec_boolean ("active",
                                                  NULL,
                                                  NULL,
                                                  FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_ACTIVE, properties[PROP_ACTIVE]);
  install_doubt_properties (object_class);

  /**
   * BitacoraCourier::settled:
   * @self: the courier
   * @entry: how the entry stands now
   *
   * An attempt ended, or an entry could not be tried and was held. Only of what this process does.
   */
  signals[SIGNAL_SETTLED] = g_signal_new ("settled",
                                          BITACORA_TYPE_COURIER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          BITACORA_TYPE_OUTBOX_ENTRY);
}

static void
bitacora_courier_init (BitacoraCourier *self)
{
  self->attempts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->due = bitacora_courier_due_new ();
  self->asks_about_doubts = TRUE;
  self->doubt_grace = DOUBT_GRACE;
}

/**
 * bitacora_courier_announce:
 * @self: a courier
 * @entry: an entry after its attempt, or after it was held
 *
 * Tells those who listen and those who wait.
 */
void
bitacora_courier_announce (BitacoraCourier *self, BitacoraOutboxEntry *entry)
{
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0, entry);
  bitacora_courier_waiters_settle (self->waiters,
                                   bitacora_outbox_entry_get_id (entry),
                                   entry,
                                   NULL);
}

/**
 * bitacora_courier_send_gently_async:
 * @self: a courier
 * @id: an entry
 * @cancellable: (nullable): stops the waiting
 * @callback: called with the entry after its attempt
 * @user_data: for @callback
 *
 * bitacora_courier_send_async() that respects its profile's pauses: if it is to stand still for
 * long, the entry is answered as it is, untried. Finish it with bitacora_courier_send_finish().
 */
void
bitacora_courier_send_gently_async (BitacoraCourier *self,
                                    gint64 id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  add_waiter (self, id, TRUE, cancellable, callback, user_data);
}

/**
 * bitacora_courier_prepare_drain:
 * @self: a courier
 * @task: (transfer full): a drain
 *
 * Lets every profile try again, and has bitacora_courier_begin_drain() called for the drain once
 * it is known who has the lock, and what was left "sending" is unknown if it is this courier.
 */
void
bitacora_courier_prepare_drain (BitacoraCourier *self, GTask *task)
{
  bitacora_courier_schedule_resume_all (self->means.schedule);
  g_queue_push_tail (&self->drains, task);
  bitacora_courier_pump (self);
}

/**
 * bitacora_courier_end_listing:
 * @self: a courier
 * @is_empty: whether the drain found nothing to do
 *
 * A drain has listed the queue.
 */
void
bitacora_courier_end_listing (BitacoraCourier *self, gboolean is_empty)
{
  self->n_listing--;
  if (is_empty)
    bitacora_courier_pump (self);
}

/**
 * bitacora_courier_get_outbox:
 * @self: a courier
 *
 * Returns: (transfer none): the outbox that it serves
 */
BitacoraOutbox *
bitacora_courier_get_outbox (BitacoraCourier *self)
{
  return self->means.outbox;
}

/**
 * bitacora_courier_new:
 * @outbox: where the calls are
 * @client: what speaks with the CRM
 * @tokens: who knows the tokens
 * @profiles: the accounts
 * @clock: what time it is
 *
 * Makes a courier that does nothing yet. It works in the thread-default main context of its
 * construction.
 *
 * Returns: (transfer full): the courier
 */
BitacoraCourier *
bitacora_courier_new (BitacoraOutbox *outbox,
                      BitacoraCrmClient *client,
                      BitacoraTokenProvider *tokens,
                      BitacoraProfileList *profiles,
                      BitacoraClock *clock)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (BITACORA_IS_CRM_CLIENT (client), NULL);
  g_return_val_if_fail (BITACORA_IS_TOKEN_PROVIDER (tokens), NULL);
  g_return_val_if_fail (BITACORA_IS_PROFILE_LIST (profiles), NULL);
  g_return_val_if_fail (BITACORA_IS_CLOCK (clock), NULL);

  return g_object_new (BITACORA_TYPE_COURIER,
                       "outbox",
                       outbox,
                       "client",
                       client,
                       "tokens",
                       tokens,
                       "profiles",
                       profiles,
                       "clock",
                       clock,
                       NULL);
}

/**
 * bitacora_courier_follow_settings:
 * @self: a courier
 * @settings: the program's settings
 *
 * Lets the courier ask the CRM about unknown outcomes as long as its user chose that.
 */
void
bitacora_courier_follow_settings (BitacoraCourier *self, GSettings *settings)
{
  g_return_if_fail (BITACORA_IS_COURIER (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_settings_bind_with_mapping (settings,
                                "uncertain-calls",
                                self,
                                "asks-about-doubts",
                                G_SETTINGS_BIND_GET,
                                choice_read_cb,
                                NULL,
                                NULL,
                                NULL);
}

/**
 * bitacora_courier_start:
 * @self: a courier
 *
 * Becomes the outbox's courier, as soon as no other process is, and from then on sends by itself
 * whatever is due, oldest first.
 */
void
bitacora_courier_start (BitacoraCourier *self)
{
  g_return_if_fail (BITACORA_IS_COURIER (self));

  self->is_started = TRUE;
  bitacora_courier_pump (self);
}

/**
 * bitacora_courier_stop:
 * @self: a courier
 *
 * Begins nothing any more. What is on its way ends as it ends, then another process may be the
 * courier. Those who wait for what was not begun hear %G_IO_ERROR_CANCELLED; it stays queued.
 */
void
bitacora_courier_stop (BitacoraCourier *self)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_return_if_fail (BITACORA_IS_COURIER (self));

  self->is_started = FALSE;
  error = g_error_new_literal (G_IO_ERROR,
                               G_IO_ERROR_CANCELLED,
                               _ ("Sending was stopped. The call is saved and goes later."));
  while ((id = bitacora_courier_wishes_take_any (self->wishes)) != 0)
    bitacora_courier_waiters_settle (self->waiters, id, NULL, error);
  bitacora_courier_fail_drains (self, error);
  bitacora_courier_pump (self);
}

/**
 * bitacora_courier_is_active:
 * @self: a courier
 *
 * Returns: whether this is the outbox's courier now
 */
gboolean
bitacora_courier_is_active (BitacoraCourier *self)
{
  g_return_val_if_fail (BITACORA_IS_COURIER (self), FALSE);
  return self->lock != NULL;
}

/**
 * bitacora_courier_send_async:
 * @self: a courier, started or not
 * @id: an entry
 * @cancellable: (nullable): stops the waiting, not the sending: see bitacora_courier_cancel()
 * @callback: called with the entry after its attempt
 * @user_data: for @callback
 *
 * Sends one entry now, even if it is not due, its profile is paused or its user stopped it. Does
 * nothing to an entry that is not queued. While another process is the courier, waits until that
 * has dealt with the entry, and does it itself as soon as that process is gone.
 */
void
bitacora_courier_send_async (BitacoraCourier *self,
                             gint64 id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_COURIER (self));
  g_return_if_fail (id > 0);

  add_waiter (self, id, FALSE, cancellable, callback, user_data);
}

/**
 * bitacora_courier_send_finish:
 * @self: a courier
 * @result: what the callback got
 * @error: return location for an error: of #BITACORA_OUTBOX_ERROR if there is no such entry or the
 *   disk failed, %G_IO_ERROR_CANCELLED if the waiting was stopped
 *
 * Returns: (transfer full) (nullable): how the entry stands after the attempt
 */
BitacoraOutboxEntry *
bitacora_courier_send_finish (BitacoraCourier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bitacora_courier_cancel:
 * @self: a courier
 * @id: an entry that is being sent, or that bitacora_courier_send_async() was asked to send
 *
 * Stops it, as its user wishes. If it has certainly not left, it stays queued and goes only when
 * bitacora_courier_send_async() or bitacora_courier_drain_async() is asked for it, or when it is
 * corrected; if it may have left, it becomes unknown. Those who wait for it hear the outcome.
 *
 * Returns: whether there was something to stop
 */
gboolean
bitacora_courier_cancel (BitacoraCourier *self, gint64 id)
{
  BitacoraCourierAttempt *attempt;
  gboolean was_wished;

  g_return_val_if_fail (BITACORA_IS_COURIER (self), FALSE);

  attempt = g_hash_table_lookup (self->attempts, &id);
  was_wished = bitacora_courier_wishes_remove (self->wishes, id);
  if (attempt != NULL)
    return bitacora_courier_attempt_cancel (attempt);
  if (!was_wished)
    return FALSE;
  stop_entry (self, id);
  return TRUE;
}

/**
 * bitacora_courier_resume_profile:
 * @self: a courier
 * @profile_id: a profile
 *
 * Lets a profile go on at once: its token or its settings were changed.
 */
void
bitacora_courier_resume_profile (BitacoraCourier *self, const char *profile_id)
{
  g_return_if_fail (BITACORA_IS_COURIER (self));
  g_return_if_fail (profile_id != NULL);

  bitacora_courier_schedule_resume (self->means.schedule, profile_id);
  bitacora_outbox_release_profile_async (self->means.outbox, profile_id, NULL, NULL);
  bitacora_courier_pump (self);
}
