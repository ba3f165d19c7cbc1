/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "queued → sending → logged | rejected | unknown, and queued again after a failure that provably
 * sent nothing": every step that is allowed, and every one that is not. */
#include "outbox-fixture.h"

#define LOGGED_BODY                                                                                \
  "{\"code\":200,\"error\":\"null\",\"msg\":\"Succesfully create record\","                        \
  "\"data\":{\"wolkvox_id\":\"64cb77\"}}"
#define REJECTED_BODY "{\"code\":400,\"error\":\"SOME PARAMETERS ARE REQUIRED\",\"msg\":\"\"}"

/* Leads a new entry to a state. */
static gint64
make_entry (OutboxFixture *fixture, BitacoraOutboxState state, gint64 *attempt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCrmReply) reply = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  *attempt = 0;
  if (state == BITACORA_OUTBOX_STATE_QUEUED)
    return id;
  *attempt = outbox_fixture_start (fixture->outbox, id, &error);
  g_assert_no_error (error);
  if (state == BITACORA_OUTBOX_STATE_LOGGED)
    reply = outbox_fixture_answer (200, LOGGED_BODY);
  else if (state == BITACORA_OUTBOX_STATE_REJECTED)
    reply = outbox_fixture_answer (200, REJECTED_BODY);
  else if (state == BITACORA_OUTBOX_STATE_UNKNOWN)
    reply = outbox_fixture_unknown ();
  else
    return id;
  entry = outbox_fixture_finish (fixture->outbox, id, *attempt, reply, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, state);
  return id;
}

static void
test_logged (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_answer (200, LOGGED_BODY);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");
  gint64 attempt = outbox_fixture_start (fixture->outbox, id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (attempt, >, 0);
  /* On disk before the first byte leaves: another opener sees it. */
  outbox_fixture_reopen (fixture);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_SENDING);

  entry = outbox_fixture_finish (fixture->outbox, id, attempt, reply, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpstr (bitacora_outbox_entry_get_wolkvox_id (entry), ==, "64cb77");
  g_assert_cmpint (bitacora_outbox_entry_get_verdict (entry), ==, BITACORA_CRM_VERDICT_LOGGED);
  g_assert_cmpint (bitacora_outbox_entry_get_code (entry), ==, 200);
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 1);
}

static void
test_rejected_keeps_all (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gint64 attempt;
  gint64 id = make_entry (fixture, BITACORA_OUTBOX_STATE_REJECTED, &attempt);

  entry = outbox_fixture_get (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry)),
                   ==,
                   "A call");
  g_assert_nonnull (strstr (bitacora_outbox_entry_get_message (entry), "PARAMETERS ARE REQUIRED"));
  sentence = bitacora_outbox_entry_describe (entry);
  g_assert_nonnull (strstr (sentence, "PARAMETERS ARE REQUIRED"));
}

static void
test_not_sent_waits (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_not_sent ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_minutes (now, 5);
  g_autoptr (GDateTime) much_later = g_date_time_add_minutes (now, 6);
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 attempt;
  gint64 id = make_entry (fixture, BITACORA_OUTBOX_STATE_SENDING, &attempt);

  entry = outbox_fixture_finish (fixture->outbox, id, attempt, reply, later, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_true (g_date_time_equal (bitacora_outbox_entry_get_not_before (entry), later));

  g_assert_null (outbox_fixture_next_due (fixture->outbox, NULL, now, &next));
  g_assert_true (g_date_time_equal (next, later));
  due = outbox_fixture_next_due (fixture->outbox, NULL, much_later, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (due), ==, id);
}

static void
test_verdicts (OutboxFixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint http_status;
    const char *body;
    BitacoraOutboxState state;
  } cases[] = {
    { 200,
      "{\"code\":401,\"error\":\"PLEASE ENTER THE WOLKVOX-TOKEN\"}",
      BITACORA_OUTBOX_STATE_QUEUED },
    { 200, "{\"code\":403,\"error\":\"PLEASE VALIDATE TOKEN\"}", BITACORA_OUTBOX_STATE_QUEUED },
    { 200, "{\"code\":403,\"error\":\"TOKEN LIMIT EXCEEDED\"}", BITACORA_OUTBOX_STATE_QUEUED },
    { 200,
      "{\"code\":403,\"error\":\"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)\"}",
      BITACORA_OUTBOX_STATE_QUEUED },
    { 429, "{\"code\":429,\"error\":\"\"}", BITACORA_OUTBOX_STATE_QUEUED },
    { 503, "{\"code\":503,\"error\":\"\"}", BITACORA_OUTBOX_STATE_QUEUED },
    { 200, "{\"code\":404,\"error\":\"\"}", BITACORA_OUTBOX_STATE_REJECTED },
    { 500, "{\"code\":500,\"error\":\"\"}", BITACORA_OUTBOX_STATE_UNKNOWN },
    { 200, "<html>", BITACORA_OUTBOX_STATE_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BitacoraCrmReply) reply
          = outbox_fixture_answer (cases[i].http_status, cases[i].body);
      g_autoptr (BitacoraOutboxEntry) entry = NULL;
      g_autoptr (GError) error = NULL;
      gint64 attempt;
      gint64 id = make_entry (fixture, BITACORA_OUTBOX_STATE_SENDING, &attempt);

      g_test_message ("%s", cases[i].body);
      entry = outbox_fixture_finish (fixture->outbox, id, attempt, reply, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, cases[i].state);
    }
}

/* What each change may start from, as bits of states. */
static void
test_forbidden (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_not_sent ();

  for (guint i = 0; i <= BITACORA_OUTBOX_STATE_UNKNOWN; i++)
    {
      BitacoraOutboxState state = (BitacoraOutboxState)i;
      gboolean may_start = state == BITACORA_OUTBOX_STATE_QUEUED;
      gboolean may_correct
          = state == BITACORA_OUTBOX_STATE_QUEUED || state == BITACORA_OUTBOX_STATE_REJECTED;
      gboolean may_finish = state == BITACORA_OUTBOX_STATE_SENDING;
      gboolean may_discard = state != BITACORA_OUTBOX_STATE_SENDING;
      gint64 attempt;

      for (guint change = 0; change < 5; change++)
        {
          gint64 id = make_entry (fixture, state, &attempt);
          g_autoptr (GError) error = NULL;
          g_autoptr (BitacoraOutboxEntry) entry = NULL;
          gboolean may = FALSE;

          switch (change)
            {
            case 0:
              may = may_start;
              outbox_fixture_start (fixture->outbox, id, &error);
              break;
            case 1:
              may = may_correct;
              entry = outbox_fixture_correct (fixture->outbox, id, "Corrected", &error);
              break;
            case 2:
              may = may_finish;
              entry = outbox_fixture_finish (fixture->outbox, id, attempt, reply, NULL, &error);
              break;
            case 3:
              may = may_start;
              entry = outbox_fixture_hold (fixture->outbox, id, reply, NULL, &error);
              break;
            default:
              may = may_discard;
              outbox_fixture_discard (fixture->outbox, id, &error);
              break;
            }
          g_test_message ("%s, change %u", bitacora_outbox_state_to_string (state), change);
          if (may)
            {
              g_assert_no_error (error);
              continue;
            }
          g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
          g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id), ==, state);
        }
    }
}

static void
test_attempt_ends_once (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) not_sent = outbox_fixture_not_sent ();
  g_autoptr (BitacoraCrmReply) logged = outbox_fixture_answer (200, LOGGED_BODY);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) none = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first, second;
  gint64 id = make_entry (fixture, BITACORA_OUTBOX_STATE_SENDING, &first);

  entry = outbox_fixture_finish (fixture->outbox, id, first, not_sent, NULL, &error);
  g_assert_no_error (error);
  second = outbox_fixture_start (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (second, !=, first);

  none = outbox_fixture_finish (fixture->outbox, id, first, logged, NULL, &error);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
  g_assert_null (none);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_SENDING);
}

static void
test_correct (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 attempt;
  gint64 id = make_entry (fixture, BITACORA_OUTBOX_STATE_REJECTED, &attempt);

  entry = outbox_fixture_correct (fixture->outbox, id, "Corrected", &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_id (entry), ==, id);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpstr (bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry)),
                   ==,
                   "Corrected");
  g_assert_false (bitacora_outbox_entry_has_verdict (entry));
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 1);
}

static void
test_hold (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) no_token = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No token.");
  g_autoptr (BitacoraCrmReply) reason = bitacora_crm_reply_new_credentials (no_token);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  entry = outbox_fixture_hold (fixture->outbox, id, reason, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpint (bitacora_outbox_entry_get_verdict (entry), ==, BITACORA_CRM_VERDICT_CREDENTIALS);
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 0);
  sentence = bitacora_outbox_entry_describe (entry);
  g_assert_true (g_str_has_prefix (sentence, "No token."));
}

static void
test_recover (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraCrmReply) late = outbox_fixture_answer (200, LOGGED_BODY);
  g_autoptr (GError) error = NULL;
  gint64 attempt, other;
  gint64 queued = make_entry (fixture, BITACORA_OUTBOX_STATE_QUEUED, &other);
  gint64 logged = make_entry (fixture, BITACORA_OUTBOX_STATE_LOGGED, &other);
  gint64 sending = make_entry (fixture, BITACORA_OUTBOX_STATE_SENDING, &attempt);

  g_assert_cmpuint (outbox_fixture_recover (fixture->outbox), ==, 1);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, queued),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, logged),
                   ==,
                   BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, sending),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
  g_assert_cmpuint (outbox_fixture_recover (fixture->outbox), ==, 0);

  /* Its attempt is over: nobody can answer for it any more. */
  entry = outbox_fixture_finish (fixture->outbox, sending, attempt, late, NULL, &error);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
}

static void
test_due_order (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const skip_sales[] = { "sales", NULL };
  static const char *const skip_both[] = { "sales", "help", NULL };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (BitacoraOutboxEntry) first = NULL;
  g_autoptr (BitacoraOutboxEntry) other = NULL;
  gint64 oldest = outbox_fixture_append (fixture->outbox, "sales", "First");
  gint64 help;

  outbox_fixture_append (fixture->outbox, "sales", "Second");
  help = outbox_fixture_append (fixture->outbox, "help", "Third");

  first = outbox_fixture_next_due (fixture->outbox, NULL, now, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (first), ==, oldest);
  other = outbox_fixture_next_due (fixture->outbox, skip_sales, now, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (other), ==, help);
  g_assert_null (outbox_fixture_next_due (fixture->outbox, skip_both, now, &next));
  g_assert_null (next);
}

static void
test_release_profile (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_not_sent ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);
  g_autoptr (GDateTime) never = g_date_time_new_utc (9999, 12, 31, 23, 59, 59);
  g_autoptr (BitacoraOutboxEntry) sales = NULL, help = NULL, stopped = NULL, due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "Stopped by its user");

  stopped = outbox_fixture_hold (fixture->outbox, id, reply, never, &error);
  g_assert_no_error (error);
  g_assert_true (bitacora_outbox_entry_waits_for_request (stopped));
  g_assert_null (bitacora_outbox_entry_get_not_before (stopped));
  id = outbox_fixture_append (fixture->outbox, "help", "Other profile");
  help = outbox_fixture_hold (fixture->outbox, id, reply, later, &error);
  id = outbox_fixture_append (fixture->outbox, "sales", "Waits");
  sales = outbox_fixture_hold (fixture->outbox, id, reply, later, &error);
  g_assert_null (outbox_fixture_next_due (fixture->outbox, NULL, now, NULL));

  outbox_fixture_release_profile (fixture->outbox, "sales");
  due = outbox_fixture_next_due (fixture->outbox, NULL, now, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (due), ==, id);
}

static void
test_list (OutboxFixture *fixture, gconstpointer data)
{
  gint64 attempt;
  gint64 queued = make_entry (fixture, BITACORA_OUTBOX_STATE_QUEUED, &attempt);
  gint64 logged = make_entry (fixture, BITACORA_OUTBOX_STATE_LOGGED, &attempt);
  gint64 unknown = make_entry (fixture, BITACORA_OUTBOX_STATE_UNKNOWN, &attempt);
  gint64 help = outbox_fixture_append (fixture->outbox, "help", "Other profile");
  g_autoptr (GPtrArray) all
      = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  g_autoptr (GPtrArray) waiting
      = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_WAITING, NULL, 0);
  g_autoptr (GPtrArray) two
      = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 2);
  g_autoptr (GPtrArray) sales
      = outbox_fixture_list (fixture->outbox, 1u << BITACORA_OUTBOX_STATE_QUEUED, "sales", 0);

  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpint (bitacora_outbox_entry_get_id (all->pdata[0]), ==, help);
  g_assert_cmpint (bitacora_outbox_entry_get_id (all->pdata[3]), ==, queued);
  g_assert_cmpuint (waiting->len, ==, 3);
  g_assert_cmpint (bitacora_outbox_entry_get_id (waiting->pdata[1]), ==, unknown);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpint (bitacora_outbox_entry_get_id (two->pdata[1]), ==, unknown);
  g_assert_cmpuint (sales->len, ==, 1);
  g_assert_cmpint (bitacora_outbox_entry_get_id (sales->pdata[0]), ==, queued);
  g_assert_cmpint (logged, >, queued);
}

static void
test_ids_are_not_reused (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  g_assert_cmpint (outbox_fixture_append (fixture->outbox, "sales", "Another"), >, id);
}

static void
test_words (void)
{
  BitacoraOutboxState state;

  for (guint i = 0; i <= BITACORA_OUTBOX_STATE_UNKNOWN; i++)
    {
      const char *word = bitacora_outbox_state_to_string ((BitacoraOutboxState)i);

      g_assert_true (bitacora_outbox_state_from_string (word, &state));
      g_assert_cmpint (state, ==, i);
      g_assert_nonnull (bitacora_outbox_state_get_label (state));
    }
  g_assert_false (bitacora_outbox_state_from_string ("sent", NULL));
  g_assert_false (bitacora_outbox_state_from_string (NULL, NULL));
}

static void
add (const char *path, void (*test) (OutboxFixture *, gconstpointer))
{
  g_test_add (path, OutboxFixture, NULL, outbox_fixture_set_up, test, outbox_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/outbox/states/logged", test_logged);
  add ("/outbox/states/rejected-keeps-all", test_rejected_keeps_all);
  add ("/outbox/states/not-sent-waits", test_not_sent_waits);
  add ("/outbox/states/verdicts", test_verdicts);
  add ("/outbox/states/forbidden", test_forbidden);
  add ("/outbox/states/attempt-ends-once", test_attempt_ends_once);
  add ("/outbox/states/correct", test_correct);
  add ("/outbox/states/hold", test_hold);
  add ("/outbox/states/recover", test_recover);
  add ("/outbox/order/due", test_due_order);
  add ("/outbox/order/release-profile", test_release_profile);
  add ("/outbox/order/list", test_list);
  add ("/outbox/order/ids-are-not-reused", test_ids_are_not_reused);
  g_test_add_func ("/outbox/states/words", test_words);
  return g_test_run ();
}
