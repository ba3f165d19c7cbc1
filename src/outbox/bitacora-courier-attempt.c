/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-attempt.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-private.h"
#include "crm/bitacora-activity-json.h"
#include "model/bitacora-profile-list.h"

/* A token that cannot be had now is looked for again after this time, in case that the keyring is
 * there by then; one that somebody refused to unlock is not. */
#define TOKEN_WAIT (5 * G_TIME_SPAN_MINUTE)
/* A profile that cannot send is looked at again after this time. */
#define PROFILE_WAIT (5 * G_TIME_SPAN_MINUTE)

/* How long a token may be kept for a call that waits for its room: it may be replaced meanwhile. */
#define TOKEN_AGE G_TIME_SPAN_SECOND

/* How often, and after how many milliseconds at first, an outcome that could not be written is
 * tried again. */
#define WRITE_TRIES 6
#define WRITE_WAIT 250

struct _BitacoraCourierAttempt
{
  GObject parent_instance;

  const BitacoraCourierMeans *means;
  BitacoraOutboxEntry *entry;
  BitacoraProfile *profile;
  GCancellable *cancellable;
  GTask *task;

  /* What the profile said when its token was looked up: that token is for nobody else. */
  char *server;
  char *operation;
  char *body;
  char *token;
  gint64 token_time;
  gint64 number;
  BitacoraCrmReply *reply;
  GDateTime *not_before;
  guint n_writes;
  /* One of the profile's rooms is its own. */
  gboolean has_room;
  /* It waits for one. */
  gboolean is_ahead;
  gboolean is_open;
  gboolean is_over;
  gboolean is_dropped;
};

enum
{
  SIGNAL_BEGUN,
  SIGNAL_ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraCourierAttempt, bitacora_courier_attempt, G_TYPE_OBJECT)

static void token_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void attempt_started_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void answer_read_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void outcome_written_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void entry_held_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static const char *
get_profile_id (BitacoraCourierAttempt *self)
{
  return bitacora_outbox_entry_get_profile_id (self->entry);
}

static void
end_preparing (BitacoraCourierAttempt *self)
{
  if (self->is_open)
    return;
  self->is_open = TRUE;
  bitacora_courier_schedule_open (self->means->schedule, get_profile_id (self));
}

static void
leave_ahead (BitacoraCourierAttempt *self)
{
  if (self->is_ahead)
    bitacora_courier_schedule_forget_ahead (self->means->schedule, get_profile_id (self));
  self->is_ahead = FALSE;
}

static void
give_room_back (BitacoraCourierAttempt *self)
{
  if (!self->has_room)
    return;
  self->has_room = FALSE;
  end_preparing (self);
  bitacora_courier_schedule_close (self->means->schedule, get_profile_id (self));
}

/* Gives the room back and answers the task, which holds the attempt until then. */
static void
end (BitacoraCourierAttempt *self, BitacoraOutboxEntry *entry, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  leave_ahead (self);
  self->is_over = TRUE;
  give_room_back (self);
  if (entry != NULL)
    g_task_return_pointer (task, entry, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* Keeps an entry that could not be tried. */
static void
hold (BitacoraCourierAttempt *self, BitacoraCrmReply *reason, GDateTime *not_before)
{
  self->is_over = TRUE;
  bitacora_outbox_hold_async (self->means->outbox,
                              bitacora_outbox_entry_get_id (self->entry),
                              reason,
                              not_before,
                              entry_held_cb,
                              self);
}

static void
hold_for_user (BitacoraCourierAttempt *self, const GError *error)
{
  g_autoptr (BitacoraCrmReply) reason = bitacora_crm_reply_new_from_failure (error, FALSE);
  g_autoptr (GDateTime) on_request = bitacora_courier_create_on_request_moment ();

  hold (self, reason, on_request);
}

static void
hold_for_token (BitacoraCourierAttempt *self, const GError *error)
{
  g_autoptr (BitacoraCrmReply) reason = bitacora_crm_reply_new_credentials (error);
  gboolean was_refused
      = g_error_matches (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_DISMISSED);

  bitacora_courier_schedule_pause (self->means->schedule,
                                   get_profile_id (self),
                                   was_refused ? G_MAXINT64 : TOKEN_WAIT);
  hold (self, reason, NULL);
}

static void
hold_for_profile (BitacoraCourierAttempt *self)
{
  g_autoptr (BitacoraCrmReply) reason = NULL;
  g_autoptr (GError) error = NULL;

  if (self->profile == NULL)
    error = g_error_new (BITACORA_PROFILE_ERROR,
                         BITACORA_PROFILE_ERROR_NOT_FOUND,
                         _ ("The profile “%s”, to which this call belongs, was removed. Add it "
                            "again under this name."),
                         get_profile_id (self));
  else
    error = g_error_new (BITACORA_PROFILE_ERROR,
                         BITACORA_PROFILE_ERROR_NOT_FOUND,
                         _ ("The profile “%s” has no server or no operation yet."),
                         bitacora_profile_get_display_name (self->profile));
  reason = bitacora_crm_reply_new_held (error);
  bitacora_courier_schedule_pause (self->means->schedule, get_profile_id (self), PROFILE_WAIT);
  hold (self, reason, NULL);
}

static void
copy_profile (BitacoraCourierAttempt *self)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (self->entry);

  g_free (self->server);
  g_free (self->operation);
  g_free (self->body);
  self->server = g_strdup (bitacora_profile_get_server (self->profile));
  self->operation = g_strdup (bitacora_profile_get_operation (self->profile));
  self->body = bitacora_activity_json_write_for_profile (activity, self->profile);
}

static gboolean
is_profile_as_copied (BitacoraCourierAttempt *self)
{
  return g_strcmp0 (self->server, bitacora_profile_get_server (self->profile)) == 0
         && g_strcmp0 (self->operation, bitacora_profile_get_operation (self->profile)) == 0;
}

static void
look_up_token (BitacoraCourierAttempt *self)
{
  if (self->profile == NULL || !bitacora_profile_is_complete (self->profile))
    {
      hold_for_profile (self);
      return;
    }
  copy_profile (self);
  bitacora_token_provider_lookup_async (self->means->tokens,
                                        self->profile,
                                        self->cancellable,
                                        token_found_cb,
                                        self);
}

static void
start_attempt (BitacoraCourierAttempt *self)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->means->clock);

  bitacora_outbox_start_attempt_of_async (self->means->outbox,
                                          self->entry,
                                          self->server,
                                          self->body,
                                          now,
                                          self->cancellable,
                                          attempt_started_cb,
                                          self);
  end_preparing (self);
  g_signal_emit (self, signals[SIGNAL_BEGUN], 0);
}

static void
send_body (BitacoraCourierAttempt *self)
{
  bitacora_crm_client_insert_async (self->means->client,
                                    self->server,
                                    self->token,
                                    self->body,
                                    self->cancellable,
                                    answer_read_cb,
                                    self);
  g_clear_pointer (&self->token, bitacora_token_free);
}

static void
judge_reply (BitacoraCourierAttempt *self)
{
  BitacoraCrmVerdict verdict = bitacora_crm_reply_get_verdict (self->reply);

  /* What its user stopped says nothing of the CRM. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (verdict == BITACORA_CRM_VERDICT_NOT_SENT)
        self->not_before = bitacora_courier_create_on_request_moment ();
      if (verdict == BITACORA_CRM_VERDICT_NOT_SENT || verdict == BITACORA_CRM_VERDICT_UNKNOWN)
        return;
    }
  self->not_before
      = bitacora_courier_schedule_note (self->means->schedule,
                                        get_profile_id (self),
                                        self->reply,
                                        bitacora_outbox_entry_get_n_attempts (self->entry) + 1);
}

static void
write_outcome (BitacoraCourierAttempt *self)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->means->clock);

  self->n_writes++;
  bitacora_outbox_finish_attempt_of_async (self->means->outbox,
                                           self->entry,
                                           self->number,
                                           self->reply,
                                           now,
                                           self->not_before,
                                           outcome_written_cb,
                                           self);
}

static gboolean
write_wait_over_cb (gpointer user_data)
{
  write_outcome (BITACORA_COURIER_ATTEMPT (user_data));
  return G_SOURCE_REMOVE;
}

static void
write_again_later (BitacoraCourierAttempt *self)
{
  g_autoptr (GSource) source = g_timeout_source_new (WRITE_WAIT << self->n_writes);

  g_source_set_callback (source, write_wait_over_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_task_get_context (self->task));
}

static void
end_dropped (BitacoraCourierAttempt *self)
{
  end (self,
       NULL,
       g_error_new_literal (G_IO_ERROR,
                            G_IO_ERROR_CANCELLED,
                            _ ("Sending was stopped. The call is saved and goes later.")));
}

static gboolean
is_worth_another_write (const GError *error)
{
  return !g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE)
         && !g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
}

static void
token_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraCourierAttempt *self = BITACORA_COURIER_ATTEMPT (user_data);
  g_autoptr (GError) error = NULL;

  self->token = bitacora_token_provider_lookup_finish (self->means->tokens, result, &error);
  self->token_time = g_get_monotonic_time ();
  if (self->is_dropped)
    end_dropped (self);
  else if (self->token == NULL && g_cancellable_is_cancelled (self->cancellable))
    hold_for_user (self, error);
  else if (!is_profile_as_copied (self))
    {
      g_clear_pointer (&self->token, bitacora_token_free);
      look_up_token (self);
    }
  else if (self->token != NULL && self->has_room)
    start_attempt (self);
  else if (self->token == NULL)
    hold_for_token (self, error);
}

static void
attempt_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraCourierAttempt *self = BITACORA_COURIER_ATTEMPT (user_data);
  g_autoptr (GError) error = NULL;

  self->number = bitacora_outbox_start_attempt_finish (self->means->outbox, result, &error);
  if (error == NULL)
    send_body (self);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hold_for_user (self, error);
  else
    end (self, NULL, g_steal_pointer (&error));
}

static void
answer_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraCourierAttempt *self = BITACORA_COURIER_ATTEMPT (user_data);

  self->reply = bitacora_crm_client_insert_finish (self->means->client, result);
  self->is_over = TRUE;
  judge_reply (self);
  /* The next one's beginning shares the transaction of this one's end. */
  bitacora_outbox_cork (self->means->outbox);
  write_outcome (self);
  give_room_back (self);
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0);
  bitacora_outbox_uncork (self->means->outbox);
}

static void
outcome_written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraCourierAttempt *self = BITACORA_COURIER_ATTEMPT (user_data);
  BitacoraOutboxEntry *entry;
  GError *error = NULL;

  entry = bitacora_outbox_finish_attempt_finish (self->means->outbox, result, &error);
  if (entry == NULL && self->n_writes < WRITE_TRIES && is_worth_another_write (error))
    {
      g_debug ("Outcome of an attempt not written yet: %s", error->message);
      g_clear_error (&error);
      write_again_later (self);
      return;
    }
  end (self, entry, error);
}

static void
entry_held_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraCourierAttempt *self = BITACORA_COURIER_ATTEMPT (user_data);
  GError *error = NULL;
  BitacoraOutboxEntry *entry = bitacora_outbox_hold_finish (self->means->outbox, result, &error);

  end (self, entry, error);
}

static void
bitacora_courier_attempt_finalize (GObject *object)
{
  BitacoraCourierAttempt *self = BITACORA_COURIER_ATTEMPT (object);

  g_clear_object (&self->entry);
  g_clear_object (&self->profile);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->operation, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->token, bitacora_token_free);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->not_before, g_date_time_unref);

  G_OBJECT_CLASS (bitacora_courier_attempt_parent_class)->finalize (object);
}

static void
bitacora_courier_attempt_class_init (BitacoraCourierAttemptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_courier_attempt_finalize;

  /**
   * BitacoraCourierAttempt::begun:
   * @self: the attempt
   *
   * The outbox was told that the entry is being sent: it does not give it again to who asks after
   * that.
   */
  signals[SIGNAL_BEGUN] = g_signal_new ("begun",
                                        BITACORA_TYPE_COURIER_ATTEMPT,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);

  /**
   * BitacoraCourierAttempt::answered:
   * @self: the attempt
   *
   * The request is over and its room is free; its outcome is not on disk yet.
   */
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered",
                                           BITACORA_TYPE_COURIER_ATTEMPT,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
}

static void
bitacora_courier_attempt_init (BitacoraCourierAttempt *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bitacora_courier_attempt_new:
 * @means: (transfer none): what to work with, which must outlive the attempt
 * @entry: a queued entry
 * @profile: (nullable): its profile; %NULL if there is none any more
 *
 * Makes an attempt, and takes the room for it in the schedule; where there is none it waits ahead
 * of the others, with its token looked up, until bitacora_courier_attempt_proceed().
 *
 * Returns: (transfer full): the attempt
 */
BitacoraCourierAttempt *
bitacora_courier_attempt_new (const BitacoraCourierMeans *means,
                              BitacoraOutboxEntry *entry,
                              BitacoraProfile *profile)
{
  BitacoraCourierAttempt *self = g_object_new (BITACORA_TYPE_COURIER_ATTEMPT, NULL);

  self->means = means;
  self->entry = g_object_ref (entry);
  self->profile = profile != NULL ? g_object_ref (profile) : NULL;
  self->has_room = bitacora_courier_schedule_begin (means->schedule, get_profile_id (self));
  self->is_ahead = !self->has_room;
  return self;
}

/**
 * bitacora_courier_attempt_run_async:
 * @self: an attempt that has not run
 * @callback: called when its outcome, or why it could not be tried, is on disk
 * @user_data: for @callback
 *
 * Tries to send the entry.
 */
void
bitacora_courier_attempt_run_async (BitacoraCourierAttempt *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_COURIER_ATTEMPT (self));
  g_return_if_fail (self->task == NULL && !self->is_over);

  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, GSIZE_TO_POINTER (bitacora_courier_attempt_run_async));
  look_up_token (self);
}

/**
 * bitacora_courier_attempt_run_finish:
 * @self: an attempt
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR: the entry was not to be sent any
 *   more (_STATE, _NOT_FOUND), or the disk failed
 *
 * Returns: (transfer full) (nullable): the entry after the attempt
 */
BitacoraOutboxEntry *
bitacora_courier_attempt_run_finish (BitacoraCourierAttempt *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bitacora_courier_attempt_cancel:
 * @self: an attempt
 *
 * Stops the attempt: what has certainly not left stays queued until its user asks for it, what
 * may have left becomes unknown.
 *
 * Returns: whether there was something to stop
 */
gboolean
bitacora_courier_attempt_cancel (BitacoraCourierAttempt *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_ready;

  g_return_val_if_fail (BITACORA_IS_COURIER_ATTEMPT (self), FALSE);

  if (self->is_over)
    return FALSE;
  is_ready = bitacora_courier_attempt_is_ahead (self) && self->token != NULL;
  g_cancellable_cancel (self->cancellable);
  /* Nothing is on its way that would end with that. */
  if (is_ready && g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    hold_for_user (self, error);
  return TRUE;
}

/**
 * bitacora_courier_attempt_is_ahead:
 * @self: an attempt
 *
 * Returns: whether it waits for its room
 */
gboolean
bitacora_courier_attempt_is_ahead (BitacoraCourierAttempt *self)
{
  return self->is_ahead && !self->is_over;
}

/**
 * bitacora_courier_attempt_proceed:
 * @self: an attempt that waits for its room, of a profile that has some
 *
 * Takes the room.
 */
void
bitacora_courier_attempt_proceed (BitacoraCourierAttempt *self)
{
  g_return_if_fail (bitacora_courier_attempt_is_ahead (self));

  self->has_room = TRUE;
  self->is_ahead = FALSE;
  bitacora_courier_schedule_promote (self->means->schedule, get_profile_id (self));
  /* It is still being looked up. */
  if (self->token == NULL)
    return;
  if (is_profile_as_copied (self) && g_get_monotonic_time () - self->token_time < TOKEN_AGE)
    {
      start_attempt (self);
      return;
    }
  g_clear_pointer (&self->token, bitacora_token_free);
  look_up_token (self);
}

/**
 * bitacora_courier_attempt_drop:
 * @self: an attempt that waits for its room
 *
 * Gives it up: its entry stays as it is in the outbox. The attempt ends with %G_IO_ERROR_CANCELLED.
 */
void
bitacora_courier_attempt_drop (BitacoraCourierAttempt *self)
{
  g_return_if_fail (bitacora_courier_attempt_is_ahead (self));

  self->is_dropped = TRUE;
  leave_ahead (self);
  /* The lookup of its token has to end first. */
  if (self->token != NULL)
    end_dropped (self);
}

/**
 * bitacora_courier_attempt_was_dropped:
 * @self: an attempt
 *
 * Returns: whether it was given up
 */
gboolean
bitacora_courier_attempt_was_dropped (BitacoraCourierAttempt *self)
{
  return self->is_dropped;
}

/**
 * bitacora_courier_attempt_get_id:
 * @self: an attempt
 *
 * Returns: the id of its entry
 */
gint64
bitacora_courier_attempt_get_id (BitacoraCourierAttempt *self)
{
  return bitacora_outbox_entry_get_id (self->entry);
}

/**
 * bitacora_courier_attempt_get_profile_id:
 * @self: an attempt
 *
 * Returns: (transfer none): the id of its entry's profile
 */
const char *
bitacora_courier_attempt_get_profile_id (BitacoraCourierAttempt *self)
{
  return get_profile_id (self);
}

/**
 * bitacora_courier_create_on_request_moment:
 *
 * Returns: (transfer full): the "not before" of what waits for its user
 */
GDateTime *
bitacora_courier_create_on_request_moment (void)
{
  return bitacora_outbox_moment_from_number (BITACORA_OUTBOX_ON_REQUEST);
}
