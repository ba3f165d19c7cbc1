/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-doubts.h"

#include "bitacora-courier-answer.h"
#include "bitacora-courier-private.h"
#include "bitacora-courier-question.h"
#include "bitacora-outbox-doubt.h"
#include "bitacora-outbox-entry-private.h"

/* How often an answer may say nothing before a person is asked; the second number also counts
 * what earlier processes asked. */
#define MUTE_LIMIT 5
#define CHECK_LIMIT 30
#define BACKOFF_BASE (2 * G_TIME_SPAN_SECOND)
#define BACKOFF_CAP (5 * G_TIME_SPAN_MINUTE)
#define EARLY_WAIT (2 * G_TIME_SPAN_SECOND)
/* A token that is not there, or a profile that is not complete. */
#define MEANS_WAIT (5 * G_TIME_SPAN_MINUTE)
#define TROUBLE_WAIT (5 * G_TIME_SPAN_SECOND)

struct _BitacoraCourierDoubts
{
  BitacoraCourier *courier;
  /* (element-type gint64 guint): how often this process was told nothing about a call. */
  GHashTable *n_mute;
  BitacoraCourierQuestion *question;
  /* What the CRM said last, as long as calls are left that were in doubt at that moment. */
  BitacoraCourierAnswer *answer;
  gboolean is_looking;
  gboolean look_again;
  /* Nothing is to be asked before "next": among all calls, or, where barren_without is set, among
   * those of other profiles than these. */
  gboolean is_barren;
  char *barren_without;
  char *asked_without;
  /* A call is due whose profile cannot ask now: look among the others. */
  gboolean asks_some;
  GDateTime *next;
};

static void doubt_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void token_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void answer_read_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void compared_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void rivals_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void claimed_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void judged_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void finding_noted_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
forget_answer (BitacoraCourierDoubts *self)
{
  g_clear_pointer (&self->answer, bitacora_courier_answer_free);
}

static const char *
get_profile_id (BitacoraCourierDoubts *self)
{
  return bitacora_outbox_entry_get_profile_id (self->question->entry);
}

static guint
count_mute (BitacoraCourierDoubts *self)
{
  gint64 id = bitacora_outbox_entry_get_id (self->question->entry);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_mute, &id)) + 1;

  g_hash_table_insert (self->n_mute, g_memdup2 (&id, sizeof id), GUINT_TO_POINTER (n));
  return n;
}

static void
forget_mute (BitacoraCourierDoubts *self)
{
  gint64 id = bitacora_outbox_entry_get_id (self->question->entry);

  g_hash_table_remove (self->n_mute, &id);
}

/* Nothing is asked any more; the courier's turn. */
static void
end_question (BitacoraCourierDoubts *self)
{
  BitacoraCourier *courier = self->courier;

  if (self->question->is_open)
    bitacora_courier_schedule_close (courier->means.schedule, get_profile_id (self));
  g_clear_pointer (&self->question, bitacora_courier_question_free);
  /* One that never came, or that another question may bring whole. */
  if (self->answer != NULL && !self->answer->is_whole)
    forget_answer (self);
  bitacora_courier_doubts_forget_barren (self);
  bitacora_courier_pump (courier);
}

static void
note (BitacoraCourierDoubts *self,
      BitacoraOutboxFinding finding,
      BitacoraCrmRecord *record,
      GDateTime *absent_since,
      GTimeSpan wait)
{
  BitacoraCourier *courier = self->courier;
  g_autoptr (GDateTime) now = bitacora_clock_now (courier->means.clock);
  g_autoptr (GDateTime) next = g_date_time_add (now, wait);
  g_autofree char *candidate = NULL;

  if (finding == BITACORA_OUTBOX_FINDING_UNCLEAR && record != NULL)
    candidate = bitacora_crm_record_to_text (record);
  if (finding != BITACORA_OUTBOX_FINDING_LATER)
    forget_mute (self);
  bitacora_outbox_note_finding_async (courier->means.outbox,
                                      bitacora_outbox_entry_get_id (self->question->entry),
                                      finding,
                                      finding == BITACORA_OUTBOX_FINDING_FOUND
                                          ? bitacora_crm_record_get_wolkvox_id (record)
                                          : NULL,
                                      candidate,
                                      absent_since,
                                      next,
                                      finding_noted_cb,
                                      g_object_ref (courier));
}

/* Nothing new is known. */
static void
wait_for (BitacoraCourierDoubts *self, GTimeSpan wait)
{
  note (self,
        BITACORA_OUTBOX_FINDING_LATER,
        NULL,
        bitacora_outbox_entry_get_absent_since (self->question->entry),
        wait);
}

static void
note_later (BitacoraCourierDoubts *self)
{
  guint n_checks = bitacora_outbox_entry_get_n_checks (self->question->entry);

  wait_for (self, MIN (BACKOFF_CAP, BACKOFF_BASE << MIN (n_checks, 10)));
}

/* The CRM answered, but not the question. */
static void
note_mute (BitacoraCourierDoubts *self)
{
  if (count_mute (self) >= MUTE_LIMIT
      || bitacora_outbox_entry_get_n_checks (self->question->entry) >= CHECK_LIMIT)
    note (self, BITACORA_OUTBOX_FINDING_UNCLEAR, NULL, NULL, 0);
  else
    note_later (self);
}

/* Not there, twice and long enough after each other: what was sent may take a while to be seen. */
static void
note_absent (BitacoraCourierDoubts *self)
{
  GTimeSpan grace = self->courier->doubt_grace * G_TIME_SPAN_SECOND;
  GDateTime *asked = self->answer->asked;
  GDateTime *since = bitacora_outbox_entry_get_absent_since (self->question->entry);
  GTimeSpan elapsed = since != NULL ? g_date_time_difference (asked, since) : -1;

  /* It lies ahead if the clock was set back. */
  if (elapsed < 0)
    note (self, BITACORA_OUTBOX_FINDING_LATER, NULL, asked, grace);
  else if (elapsed < grace)
    note (self, BITACORA_OUTBOX_FINDING_LATER, NULL, since, grace - elapsed);
  else
    note (self, BITACORA_OUTBOX_FINDING_MISSING, NULL, NULL, 0);
}

static void
note_not_found (BitacoraCourierDoubts *self)
{
  if (self->answer->is_whole)
    note_absent (self);
  else
    note_mute (self);
}

static void
look_up_token (BitacoraCourierDoubts *self)
{
  BitacoraCourierQuestion *question = self->question;
  g_autoptr (GDateTime) now = bitacora_clock_now (self->courier->means.clock);

  forget_answer (self);
  self->answer = bitacora_courier_answer_new (question->profile, question->entry, now);
  bitacora_token_provider_lookup_async (self->courier->means.tokens,
                                        question->profile,
                                        NULL,
                                        token_found_cb,
                                        g_object_ref (self->courier));
}

/* In a thread: an answer may hold thousands of records. */
static void
compare (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BitacoraCourierDoubts *self = data;

  bitacora_courier_question_compare (self->question, self->answer);
  g_task_return_boolean (task, TRUE);
}

static void
judge (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BitacoraCourierDoubts *self = data;

  bitacora_courier_question_judge (self->question);
  g_task_return_boolean (task, TRUE);
}

/* Nobody touches the question and the answer until the callback is called. The courier is not the
 * source: a thread may be the last to let go of a task. */
static void
run_in_thread (BitacoraCourierDoubts *self, GTaskThreadFunc work, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, g_object_ref (self->courier));

  g_task_set_source_tag (task, GSIZE_TO_POINTER (run_in_thread));
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, work);
}

static void
open_question (BitacoraCourierDoubts *self)
{
  BitacoraCourierSchedule *schedule = self->courier->means.schedule;

  self->question->is_open = TRUE;
  bitacora_courier_schedule_prepare (schedule, get_profile_id (self));
  /* The entry is not queued: another may be prepared beside it. */
  bitacora_courier_schedule_open (schedule, get_profile_id (self));
  look_up_token (self);
}

/* Begins to ask about an entry whose profile has room, or that the last answer covers. */
static void
ask (BitacoraCourierDoubts *self, BitacoraOutboxEntry *entry, const char *sent_to, const char *body)
{
  BitacoraCourier *courier = self->courier;
  g_autoptr (BitacoraProfile) profile
      = bitacora_courier_find_profile (courier, bitacora_outbox_entry_get_profile_id (entry));
  gint64 id = bitacora_outbox_entry_get_id (entry);

  self->question = bitacora_courier_question_new (entry, profile);
  /* Sent again since, or somebody wishes that the question starts anew. */
  if (bitacora_outbox_entry_get_n_checks (entry) == 0)
    g_hash_table_remove (self->n_mute, &id);
  /* A copy of the file may be there before its profiles are. */
  if (courier->asks_about_doubts && profile == NULL && body == NULL)
    wait_for (self, MEANS_WAIT);
  else if (!courier->asks_about_doubts || profile == NULL)
    note (self, BITACORA_OUTBOX_FINDING_NOT_ASKED, NULL, NULL, 0);
  else if (!bitacora_profile_is_complete (profile))
    wait_for (self, MEANS_WAIT);
  /* That another CRM does not have it says nothing of the one that may. */
  else if (sent_to != NULL && !g_str_equal (sent_to, bitacora_profile_get_server (profile)))
    note (self, BITACORA_OUTBOX_FINDING_NOT_ASKED, NULL, NULL, 0);
  else
    {
      bitacora_courier_question_set_sent (self->question, body);
      if (self->answer != NULL)
        run_in_thread (self, compare, compared_cb);
      else
        open_question (self);
    }
}

static void
send_question (BitacoraCourierDoubts *self, const char *token)
{
  BitacoraCourier *courier = self->courier;
  g_autofree char *body
      = bitacora_courier_answer_write_question (self->answer, self->question->profile);

  bitacora_crm_client_query_dates_async (courier->means.client,
                                         self->answer->server,
                                         token,
                                         body,
                                         NULL,
                                         answer_read_cb,
                                         g_object_ref (courier));
}

static gboolean
may_ask_now (BitacoraCourierDoubts *self, const char *profile_id)
{
  BitacoraCourierSchedule *schedule = self->courier->means.schedule;

  return bitacora_courier_schedule_has_room (schedule, profile_id)
         && !bitacora_courier_schedule_is_paused (schedule, profile_id);
}

static gboolean
is_answered (BitacoraCourierDoubts *self, BitacoraOutboxEntry *entry)
{
  g_autoptr (BitacoraProfile) profile
      = bitacora_courier_find_profile (self->courier, bitacora_outbox_entry_get_profile_id (entry));

  return self->answer != NULL && profile != NULL
         && bitacora_courier_answer_covers (self->answer, profile, entry);
}

static void
doubt_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) next = NULL;
  g_autofree char *sent_to = NULL;
  g_autofree char *body = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  entry = bitacora_outbox_next_doubt_finish (courier->means.outbox,
                                             result,
                                             &sent_to,
                                             &body,
                                             &next,
                                             &error);
  self->is_looking = FALSE;
  if (error != NULL)
    courier->quiet_until = g_get_monotonic_time () + TROUBLE_WAIT;
  else if (entry != NULL)
    {
      if (!is_answered (self, entry))
        forget_answer (self);
      if (self->answer != NULL || may_ask_now (self, bitacora_outbox_entry_get_profile_id (entry)))
        ask (self, entry, sent_to, body);
      else
        self->asks_some = TRUE;
    }
  /* All that were in doubt then are settled: look for those that became so since. */
  else if (self->answer != NULL)
    forget_answer (self);
  else if (!self->look_again)
    {
      self->is_barren = TRUE;
      g_free (self->barren_without);
      self->barren_without = g_steal_pointer (&self->asked_without);
      self->next = g_steal_pointer (&next);
    }
  bitacora_courier_pump (courier);
}

static void
token_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;
  g_autoptr (GError) error = NULL;
  char *token = bitacora_token_provider_lookup_finish (courier->means.tokens, result, &error);

  if (token == NULL)
    {
      gboolean was_refused
          = g_error_matches (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_DISMISSED);

      bitacora_courier_schedule_pause (courier->means.schedule,
                                       get_profile_id (self),
                                       was_refused ? G_MAXINT64 : MEANS_WAIT);
      end_question (self);
      return;
    }
  /* A token goes to its profile's server alone. */
  if (g_strcmp0 (self->answer->server, bitacora_profile_get_server (self->question->profile)) != 0)
    look_up_token (self);
  else
    send_question (self, token);
  bitacora_token_free (token);
}

static void
answer_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;
  BitacoraCrmReply *reply;
  g_autoptr (GDateTime) again = NULL;

  reply = bitacora_crm_client_query_dates_finish (courier->means.client, result);
  self->question->reply = reply;
  switch (bitacora_crm_reply_get_verdict (reply))
    {
    case BITACORA_CRM_VERDICT_LOGGED:
      break;
    case BITACORA_CRM_VERDICT_CREDENTIALS:
    case BITACORA_CRM_VERDICT_QUOTA:
      again = bitacora_courier_schedule_note (courier->means.schedule,
                                              get_profile_id (self),
                                              reply,
                                              1);
      end_question (self);
      return;
    case BITACORA_CRM_VERDICT_THROTTLED:
    case BITACORA_CRM_VERDICT_RETRY_LATER:
    case BITACORA_CRM_VERDICT_NOT_SENT:
      note_later (self);
      return;
    case BITACORA_CRM_VERDICT_REJECTED:
    case BITACORA_CRM_VERDICT_UNKNOWN:
    default:
      note_mute (self);
      return;
    }
  run_in_thread (self, compare, compared_cb);
}

static void
compared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;

  bitacora_courier_answer_use_for (self->answer, self->question->entry);
  if (self->question->alike->len > 0)
    bitacora_outbox_list_rivals_async (courier->means.outbox,
                                       self->question->entry,
                                       self->answer->asked,
                                       NULL,
                                       rivals_listed_cb,
                                       g_object_ref (courier));
  else
    note_not_found (self);
}

static void
fail (BitacoraCourierDoubts *self, const GError *error)
{
  g_debug ("A call's outcome cannot be settled now: %s", error->message);
  self->courier->quiet_until = g_get_monotonic_time () + TROUBLE_WAIT;
  end_question (self);
}

static void
rivals_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;
  BitacoraCourierQuestion *question = self->question;
  g_auto (GStrv) ids = NULL;
  g_autoptr (GError) error = NULL;

  question->rivals = bitacora_outbox_list_rivals_finish (courier->means.outbox, result, &error);
  if (question->rivals == NULL)
    {
      fail (self, error);
      return;
    }
  ids = bitacora_courier_question_list_alike (question);
  bitacora_outbox_list_claimed_async (courier->means.outbox,
                                      (const char *const *)ids,
                                      NULL,
                                      claimed_listed_cb,
                                      g_object_ref (courier));
}

static void
claimed_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;
  g_autoptr (GError) error = NULL;

  self->question->claimed
      = bitacora_outbox_list_claimed_finish (courier->means.outbox, result, &error);
  if (self->question->claimed == NULL)
    fail (self, error);
  else
    run_in_thread (self, judge, judged_cb);
}

static void
judged_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;
  BitacoraCourierQuestion *question = self->question;

  switch (question->judgement)
    {
    case BITACORA_COURIER_JUDGEMENT_PRESENT:
      note (self, BITACORA_OUTBOX_FINDING_FOUND, question->record, NULL, 0);
      break;
    case BITACORA_COURIER_JUDGEMENT_ABSENT:
      note_not_found (self);
      break;
    case BITACORA_COURIER_JUDGEMENT_EARLY:
      wait_for (self, EARLY_WAIT);
      break;
    case BITACORA_COURIER_JUDGEMENT_UNCLEAR:
    default:
      note (self, BITACORA_OUTBOX_FINDING_UNCLEAR, question->record, NULL, 0);
      break;
    }
}

static void
finding_noted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCourier) courier = BITACORA_COURIER (user_data);
  BitacoraCourierDoubts *self = courier->doubts;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  entry = bitacora_outbox_note_finding_finish (courier->means.outbox, result, &error);
  if (entry != NULL)
    {
      bitacora_courier_forget_barren (courier);
      end_question (self);
      bitacora_courier_announce (courier, entry);
    }
  /* Somebody decided meanwhile, or the record went to another call: see how it stands. */
  else if (g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE)
           || g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND))
    end_question (self);
  else
    fail (self, error);
}

/* Whether nothing changed since no call was found to be asked about. */
static gboolean
is_still_barren (BitacoraCourierDoubts *self, const char *without)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->courier->means.clock);

  return self->is_barren && (self->next == NULL || g_date_time_compare (now, self->next) < 0)
         && (self->barren_without == NULL || g_str_equal (self->barren_without, without));
}

/**
 * bitacora_courier_doubts_new:
 * @courier: whose part it is; not held
 *
 * Returns: (transfer full): what asks for it
 */
BitacoraCourierDoubts *
bitacora_courier_doubts_new (BitacoraCourier *courier)
{
  BitacoraCourierDoubts *self = g_new0 (BitacoraCourierDoubts, 1);

  self->courier = courier;
  self->n_mute = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * bitacora_courier_doubts_free:
 * @self: (transfer full): what asks, with nothing on its way
 *
 * Frees it.
 */
void
bitacora_courier_doubts_free (BitacoraCourierDoubts *self)
{
  bitacora_courier_doubts_forget_barren (self);
  forget_answer (self);
  g_clear_pointer (&self->asked_without, g_free);
  g_clear_pointer (&self->n_mute, g_hash_table_unref);
  g_free (self);
}

/**
 * bitacora_courier_doubts_step:
 * @self: what asks
 *
 * Begins to ask about the next call that is due, if there is one and nothing is being asked. Looks
 * among all profiles at first: while no call is in doubt, the profiles' pauses cost no second look.
 */
void
bitacora_courier_doubts_step (BitacoraCourierDoubts *self)
{
  BitacoraCourier *courier = self->courier;
  g_auto (GStrv) blocked = NULL;
  g_autofree char *without = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (self->is_looking)
    self->look_again = TRUE;
  if (bitacora_courier_doubts_is_busy (self))
    return;
  blocked = bitacora_courier_schedule_list_blocked (courier->means.schedule);
  without = g_strjoinv ("\n", blocked);
  if (is_still_barren (self, without))
    return;
  bitacora_courier_doubts_forget_barren (self);
  g_clear_pointer (&self->asked_without, g_free);
  if (self->asks_some)
    self->asked_without = g_steal_pointer (&without);
  now = self->answer != NULL ? g_date_time_ref (self->answer->asked)
                             : bitacora_clock_now (courier->means.clock);
  self->is_looking = TRUE;
  self->look_again = FALSE;
  bitacora_outbox_next_doubt_async (courier->means.outbox,
                                    self->asks_some ? (const char *const *)blocked : NULL,
                                    now,
                                    NULL,
                                    doubt_found_cb,
                                    g_object_ref (courier));
  self->asks_some = FALSE;
}

/**
 * bitacora_courier_doubts_forget_barren:
 * @self: what asks
 *
 * Something happened after which a call may have to be asked about though none was.
 */
void
bitacora_courier_doubts_forget_barren (BitacoraCourierDoubts *self)
{
  self->is_barren = FALSE;
  g_clear_pointer (&self->barren_without, g_free);
  g_clear_pointer (&self->next, g_date_time_unref);
}

/**
 * bitacora_courier_doubts_is_busy:
 * @self: what asks
 *
 * Returns: whether a question is on its way
 */
gboolean
bitacora_courier_doubts_is_busy (BitacoraCourierDoubts *self)
{
  return self->is_looking || self->question != NULL;
}

/**
 * bitacora_courier_doubts_is_done:
 * @self: what asks
 *
 * Returns: whether nothing can be asked now: no call is due, or its profile stands still
 */
gboolean
bitacora_courier_doubts_is_done (BitacoraCourierDoubts *self)
{
  return !bitacora_courier_doubts_is_busy (self) && self->is_barren;
}

/**
 * bitacora_courier_doubts_get_next:
 * @self: what asks
 *
 * Returns: (transfer none) (nullable): when the next question is due, as far as it is known
 */
GDateTime *
bitacora_courier_doubts_get_next (BitacoraCourierDoubts *self)
{
  return self->is_barren ? self->next : NULL;
}
