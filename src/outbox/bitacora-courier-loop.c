/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-private.h"

#include "bitacora-courier-attempt.h"
#include "bitacora-outbox-private.h"
#include "model/bitacora-server-address.h"

/* How often to ask for the lock that another process has. Its death makes no other sound. */
#define LOCK_INTERVAL (2 * G_TIME_SPAN_SECOND)
/* How long to leave the outbox alone after its disk failed. */
#define TROUBLE_WAIT (5 * G_TIME_SPAN_SECOND)
/* The longest sleep towards a known moment: the clock may be set, the computer may sleep. */
#define LONGEST_SLEEP (30 * G_TIME_SPAN_SECOND)
/* How many calls to have read at a time. */
#define DUE_AT_ONCE 16
#define SHORTEST_SLEEP (10 * G_TIME_SPAN_MILLISECOND)

static void recovered_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void wish_read_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void due_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void attempt_done_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
clear_timer (BitacoraCourier *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
timer_elapsed_cb (gpointer user_data)
{
  /* Whoever is answered now may let go of the courier. */
  g_autoptr (BitacoraCourier) self = g_object_ref (BITACORA_COURIER (user_data));

  /* What was not due then may be due after a jump of the clock. */
  bitacora_courier_forget_barren (self);
  bitacora_courier_pump (self);
  return G_SOURCE_REMOVE;
}

static void
sleep_for (BitacoraCourier *self, GTimeSpan span)
{
  clear_timer (self);
  span = CLAMP (span, SHORTEST_SLEEP, LONGEST_SLEEP);
  self->timer = g_timeout_source_new ((guint)(span / G_TIME_SPAN_MILLISECOND) + 1);
  g_source_set_callback (self->timer, timer_elapsed_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

/* Sleeps until an entry is due or a profile goes on, whichever comes first. */
static void
sleep_until_next (BitacoraCourier *self, GDateTime *next_due)
{
  g_autoptr (GDateTime) next = bitacora_courier_schedule_get_next (self->means.schedule);
  g_autoptr (GDateTime) now = bitacora_clock_now (self->means.clock);
  GDateTime *doubt = bitacora_courier_doubts_get_next (self->doubts);

  if (next == NULL || (next_due != NULL && g_date_time_compare (next_due, next) < 0))
    {
      g_clear_pointer (&next, g_date_time_unref);
      next = next_due != NULL ? g_date_time_ref (next_due) : NULL;
    }
  if (doubt != NULL && (next == NULL || g_date_time_compare (doubt, next) < 0))
    {
      g_clear_pointer (&next, g_date_time_unref);
      next = g_date_time_ref (doubt);
    }
  if (next != NULL)
    sleep_for (self, g_date_time_difference (next, now));
}

static void
keep_quiet (BitacoraCourier *self, const GError *error)
{
  g_debug ("The outbox cannot be used now: %s", error->message);
  self->quiet_until = g_get_monotonic_time () + TROUBLE_WAIT;
}

static gboolean
has_work (BitacoraCourier *self)
{
  return self->is_started || self->is_looking || self->n_listing > 0
         || !g_queue_is_empty (&self->drains) || !g_queue_is_empty (&self->doubtful_drains)
         || bitacora_courier_doubts_is_busy (self->doubts) || g_hash_table_size (self->attempts) > 0
         || !bitacora_courier_wishes_is_empty (self->wishes);
}

static void
begin_drains (BitacoraCourier *self)
{
  GTask *task;

  while ((task = g_queue_pop_head (&self->drains)) != NULL)
    {
      self->n_listing++;
      bitacora_courier_begin_drain (self, task);
    }
}

/* Asks about what is in doubt; the drains that waited for that begin when it is done. */
static void
settle_doubts (BitacoraCourier *self)
{
  GTask *task;

  while ((task = g_queue_pop_head (&self->drains)) != NULL)
    {
      bitacora_courier_doubts_forget_barren (self->doubts);
      g_queue_push_tail (&self->doubtful_drains, task);
    }
  if (self->is_started || !g_queue_is_empty (&self->doubtful_drains))
    bitacora_courier_doubts_step (self->doubts);
  if (!bitacora_courier_doubts_is_done (self->doubts))
    return;
  while ((task = g_queue_pop_head (&self->doubtful_drains)) != NULL)
    {
      self->n_listing++;
      bitacora_courier_begin_drain (self, task);
    }
}

static gboolean
take_lock (BitacoraCourier *self, GError **error)
{
  if (self->lock != NULL)
    return TRUE;
  self->lock = bitacora_courier_lock_try (bitacora_outbox_get_path (self->means.outbox), error);
  if (self->lock == NULL)
    return FALSE;
  self->is_recovered = FALSE;
  g_object_notify (G_OBJECT (self), "active");
  return TRUE;
}

static void
let_go (BitacoraCourier *self)
{
  clear_timer (self);
  if (self->lock == NULL)
    return;
  bitacora_courier_due_forget (self->due);
  g_clear_object (&self->lock);
  g_object_notify (G_OBJECT (self), "active");
}

/* What others, now gone, were sending is unknown. Not while this courier sends itself. */
static void
recover (BitacoraCourier *self)
{
  g_autoptr (GDateTime) now = NULL;

  if (g_hash_table_size (self->attempts) > 0)
    return;
  now = bitacora_clock_now (self->means.clock);
  self->is_looking = TRUE;
  bitacora_outbox_recover_async (self->means.outbox, now, NULL, recovered_cb, g_object_ref (self));
}

static void
read_wish (BitacoraCourier *self, gint64 id)
{
  self->is_looking = TRUE;
  self->looking_for = id;
  bitacora_outbox_get_async (self->means.outbox, id, NULL, wish_read_cb, g_object_ref (self));
}

static void
ask_for_due (BitacoraCourier *self)
{
  g_auto (GStrv) blocked = bitacora_courier_schedule_list_blocked (self->means.schedule);
  g_autoptr (GDateTime) now = bitacora_clock_now (self->means.clock);
  g_autofree char *without = g_strjoinv ("\n", blocked);

  if (bitacora_courier_due_is_barren (self->due, without, now))
    {
      sleep_until_next (self, bitacora_courier_due_get_next (self->due));
      return;
    }
  bitacora_courier_due_note_question (self->due, without);
  self->is_looking = TRUE;
  bitacora_outbox_list_due_async (self->means.outbox,
                                  (const char *const *)blocked,
                                  now,
                                  DUE_AT_ONCE,
                                  NULL,
                                  due_found_cb,
                                  g_object_ref (self));
}

/* Answers those whose wish has to wait for a profile that stands still. */
static void
drop_hopeless_wishes (BitacoraCourier *self)
{
  BitacoraOutboxEntry *entry;

  while ((entry = bitacora_courier_wishes_take_hopeless (self->wishes)) != NULL)
    {
      bitacora_courier_waiters_settle (self->waiters,
                                       bitacora_outbox_entry_get_id (entry),
                                       entry,
                                       NULL);
      g_object_unref (entry);
    }
}

/* While another is the courier, waits for what it does. Nobody may be where the lock cannot even be
 * tried: nothing would ever come of waiting. */
static void
wait_for_lock (BitacoraCourier *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      begin_drains (self);
      bitacora_courier_waiters_watch (self->waiters);
      sleep_for (self, LOCK_INTERVAL);
      return;
    }
  keep_quiet (self, error);
  while (bitacora_courier_wishes_take_any (self->wishes) != 0)
    continue;
  bitacora_courier_waiters_fail_all (self->waiters, error);
  bitacora_courier_fail_drains (self, error);
  if (has_work (self))
    sleep_for (self, TROUBLE_WAIT);
}

/* A CRM on this computer is there without any network. */
static void
note_network (BitacoraCourier *self)
{
  GListModel *model = G_LIST_MODEL (self->profiles);
  gboolean is_available
      = g_network_monitor_get_network_available (g_network_monitor_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (model, i);
      const char *server = bitacora_profile_get_server (profile);
      gboolean is_near = server != NULL && bitacora_server_address_is_loopback (server);

      bitacora_courier_schedule_set_offline (self->means.schedule,
                                             bitacora_profile_get_id (profile),
                                             !is_available && !is_near);
    }
}

/* Whether a call that waits for its room is to wait no longer: others of its profile are about to
 * wait, too. */
static gboolean
is_ahead_in_vain (BitacoraCourier *self, const char *profile_id)
{
  return !self->is_started || !bitacora_courier_schedule_is_well (self->means.schedule, profile_id)
         || bitacora_courier_schedule_is_paused (self->means.schedule, profile_id);
}

/* A call in doubt comes first. */
static gboolean
may_proceed (BitacoraCourier *self, const char *profile_id)
{
  return bitacora_courier_doubts_is_done (self->doubts)
         && bitacora_courier_schedule_has_room (self->means.schedule, profile_id);
}

/* A call that waited for its room and is to wait no longer, wherever it goes. */
static BitacoraCourierAttempt *
find_released (BitacoraCourier *self)
{
  GHashTableIter iter;
  gpointer attempt;

  g_hash_table_iter_init (&iter, self->attempts);
  while (g_hash_table_iter_next (&iter, NULL, &attempt))
    {
      const char *profile_id = bitacora_courier_attempt_get_profile_id (attempt);

      if (bitacora_courier_attempt_is_ahead (attempt)
          && (is_ahead_in_vain (self, profile_id) || may_proceed (self, profile_id)))
        return g_object_ref (attempt);
    }
  return NULL;
}

/* Lets the calls go that waited for their room, as soon as there is some. */
static void
promote_ahead (BitacoraCourier *self)
{
  BitacoraCourierAttempt *attempt;

  while ((attempt = find_released (self)) != NULL)
    {
      if (is_ahead_in_vain (self, bitacora_courier_attempt_get_profile_id (attempt)))
        bitacora_courier_attempt_drop (attempt);
      else
        bitacora_courier_attempt_proceed (attempt);
      g_object_unref (attempt);
    }
}

static void
attempt_answered_cb (BitacoraCourierAttempt *attempt, gpointer user_data)
{
  BitacoraCourier *self = user_data;

  promote_ahead (self);
  bitacora_courier_pump (self);
}

static void
attempt_begun_cb (BitacoraCourierAttempt *attempt, gpointer user_data)
{
  bitacora_courier_pump (BITACORA_COURIER (user_data));
}

static void
try_entry (BitacoraCourier *self, BitacoraOutboxEntry *entry)
{
  g_autoptr (BitacoraProfile) profile
      = bitacora_courier_find_profile (self, bitacora_outbox_entry_get_profile_id (entry));
  BitacoraCourierAttempt *attempt = bitacora_courier_attempt_new (&self->means, entry, profile);
  gint64 id = bitacora_outbox_entry_get_id (entry);

  /* This is what was wished for: a wish that stayed would send again what its user stops now. */
  bitacora_courier_wishes_remove (self->wishes, id);
  bitacora_courier_due_remove (self->due, id);
  g_signal_connect_object (attempt, "begun", G_CALLBACK (attempt_begun_cb), self, 0);
  g_signal_connect_object (attempt, "answered", G_CALLBACK (attempt_answered_cb), self, 0);
  g_hash_table_insert (self->attempts, g_memdup2 (&id, sizeof id), attempt);
  bitacora_courier_attempt_run_async (attempt, attempt_done_cb, g_object_ref (self));
}

static gboolean
is_tried (BitacoraCourier *self, BitacoraOutboxEntry *entry)
{
  gint64 id = bitacora_outbox_entry_get_id (entry);

  return g_hash_table_contains (self->attempts, &id);
}

/* Tries the oldest call that may be sent now. */
static void
try_due (BitacoraCourier *self)
{
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_courier_due_take (self->due, self->means.schedule);

  if (entry == NULL)
    {
      ask_for_due (self);
      return;
    }
  /* One is given again while it is tried only where the outbox could not note that it is. */
  if (!is_tried (self, entry))
    try_entry (self, entry);
  bitacora_courier_pump (self);
}

/* Takes the next call that may go, if there is one, or sleeps until there may be. */
static void
take_step (BitacoraCourier *self)
{
  g_autoptr (GError) error = NULL;
  gint64 id;
  gint64 quiet;

  clear_timer (self);
  if (!has_work (self))
    {
      let_go (self);
      return;
    }
  quiet = self->quiet_until - g_get_monotonic_time ();
  if (quiet > 0 && !self->is_looking)
    {
      sleep_for (self, quiet);
      return;
    }
  if (!take_lock (self, &error))
    {
      wait_for_lock (self, error);
      return;
    }
  if (self->is_looking)
    return;

  note_network (self);
  if (self->is_recovered)
    settle_doubts (self);
  drop_hopeless_wishes (self);
  promote_ahead (self);
  id = bitacora_courier_wishes_peek (self->wishes);
  if (!self->is_recovered)
    recover (self);
  else if (id != 0)
    read_wish (self, id);
  else if (self->is_started)
    try_due (self);
  else if (has_work (self))
    sleep_until_next (self, NULL);
  else
    let_go (self);
}

static void
recovered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id;

  bitacora_outbox_recover_finish (self->means.outbox, result, &error);
  self->is_looking = FALSE;
  self->is_recovered = error == NULL;
  if (error != NULL)
    {
      keep_quiet (self, error);
      while ((id = bitacora_courier_wishes_take_any (self->wishes)) != 0)
        bitacora_courier_waiters_settle (self->waiters, id, NULL, error);
      bitacora_courier_fail_drains (self, error);
    }
  bitacora_courier_pump (self);
}

static void
wish_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  gint64 id = self->looking_for;

  entry = bitacora_outbox_get_finish (self->means.outbox, result, &error);
  self->is_looking = FALSE;
  if (entry == NULL || bitacora_outbox_entry_get_state (entry) != BITACORA_OUTBOX_STATE_QUEUED)
    {
      bitacora_courier_wishes_remove (self->wishes, id);
      bitacora_courier_waiters_settle (self->waiters, id, entry, error);
    }
  else if (bitacora_courier_wishes_note_entry (self->wishes, entry))
    try_entry (self, entry);
  bitacora_courier_pump (self);
}

static void
due_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  entries = bitacora_outbox_list_due_finish (self->means.outbox, result, &next, &error);
  self->is_looking = FALSE;
  if (entries == NULL)
    keep_quiet (self, error);
  else
    bitacora_courier_due_note_answer (self->due, entries, next);
  bitacora_courier_pump (self);
}

static void
handle_failed_attempt (BitacoraCourier *self, gint64 id, const GError *error)
{
  if (g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE)
      || g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND))
    {
      /* It was corrected, stopped, discarded or settled meanwhile: whoever asked for it is told how
       * it stands. */
      if (bitacora_courier_waiters_has (self->waiters, id))
        bitacora_courier_wishes_add (self->wishes, id, FALSE);
      return;
    }
  keep_quiet (self, error);
  /* Its outcome may be lost: what still says "sending" when nothing is being sent is unknown. */
  self->is_recovered = FALSE;
  bitacora_courier_waiters_settle (self->waiters, id, NULL, error);
}

static void
attempt_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) self = user_data;
  BitacoraCourierAttempt *attempt = BITACORA_COURIER_ATTEMPT (object);
  gint64 id = bitacora_courier_attempt_get_id (attempt);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  entry = bitacora_courier_attempt_run_finish (attempt, result, &error);
  g_hash_table_remove (self->attempts, &id);
  /* It may be queued again. */
  if (entry == NULL || bitacora_outbox_entry_get_state (entry) != BITACORA_OUTBOX_STATE_LOGGED)
    bitacora_courier_forget_barren (self);
  if (entry != NULL)
    bitacora_courier_announce (self, entry);
  /* Whoever asked for just this one still does. */
  else if (bitacora_courier_attempt_was_dropped (attempt) && self->is_started)
    bitacora_courier_wishes_add (self->wishes, id, TRUE);
  else if (bitacora_courier_attempt_was_dropped (attempt))
    bitacora_courier_waiters_settle (self->waiters, id, NULL, error);
  else
    handle_failed_attempt (self, id, error);
  bitacora_courier_pump (self);
}

/**
 * bitacora_courier_pump:
 * @self: a courier
 *
 * The one way forward: takes the next call that may go, if there is one, or sleeps until there
 * may be. Whatever changes comes here; nothing else begins an attempt. Whoever is answered on the
 * way may come here again: their turn is after this one.
 */
void
bitacora_courier_pump (BitacoraCourier *self)
{
  self->pump_again = TRUE;
  if (self->is_pumping)
    return;
  self->is_pumping = TRUE;
  while (self->pump_again)
    {
      self->pump_again = FALSE;
      take_step (self);
    }
  self->is_pumping = FALSE;
}

/**
 * bitacora_courier_wake:
 * @self: a courier
 *
 * Looks at the clock and the outbox now, for whoever knows that time has jumped.
 */
void
bitacora_courier_wake (BitacoraCourier *self)
{
  self->quiet_until = 0;
  bitacora_courier_forget_barren (self);
  bitacora_courier_pump (self);
}

/**
 * bitacora_courier_forget_barren:
 * @self: a courier
 *
 * Something happened after which an entry may be due, or be asked about, though none was.
 */
void
bitacora_courier_forget_barren (BitacoraCourier *self)
{
  bitacora_courier_due_forget (self->due);
  bitacora_courier_doubts_forget_barren (self->doubts);
}

/**
 * bitacora_courier_find_profile:
 * @self: a courier
 * @id: a profile's id
 *
 * Returns: (transfer full) (nullable): the profile; %NULL if it was removed
 */
BitacoraProfile *
bitacora_courier_find_profile (BitacoraCourier *self, const char *id)
{
  GListModel *model = G_LIST_MODEL (self->profiles);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (model, i);

      if (g_str_equal (bitacora_profile_get_id (profile), id))
        return g_steal_pointer (&profile);
    }
  return NULL;
}
