/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a call that may or may not have reached the CRM is found out by asking it. */
#include "courier-fixture.h"

#include "crm/bitacora-crm-record.h"
#include "outbox/bitacora-courier-answer.h"
#include "outbox/bitacora-outbox-doubt.h"
#include "outbox/bitacora-outbox-entry-private.h"

static void
set_up (CourierFixture *fixture, gconstpointer data)
{
  courier_fixture_set_up (fixture, data);
  g_object_set (fixture->courier, "doubt-grace", 0, NULL);
}

static void
add_test (const char *path, void (*test) (CourierFixture *fixture, gconstpointer data))
{
  g_test_add (path, CourierFixture, NULL, set_up, test, courier_fixture_tear_down);
}

static guint
get_n_requests (CourierFixture *fixture)
{
  return bitacora_practice_server_get_n_requests (fixture->server);
}

static guint
get_n_checks (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, id, NULL);

  return bitacora_outbox_entry_get_n_checks (entry);
}

/* Sends a call whose outcome becomes unknown. */
static gint64
send_into_doubt (CourierFixture *fixture, const char *name, BitacoraPracticeFault fault)
{
  gint64 id = courier_fixture_append (fixture, name);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  courier_fixture_add_fault (fixture, fault, 1);
  entry = courier_fixture_send (fixture, id);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
  g_assert_false (bitacora_outbox_entry_awaits_person (entry));
  return id;
}

/* The probing pause after an unknown outcome is over, and the courier runs. */
static void
start (CourierFixture *fixture)
{
  bitacora_courier_start (fixture->courier);
  courier_fixture_turn (fixture, 6 * G_TIME_SPAN_MINUTE);
}

static gboolean
awaits_person (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, id, NULL);

  return bitacora_outbox_entry_awaits_person (entry);
}

static void
assert_logged (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, id, NULL);

  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_nonnull (bitacora_outbox_entry_get_wolkvox_id (entry));
}

/* The id is the one of the record that the CRM made. */
static void
accepted_cb (BitacoraPracticeServer *server, const char *json, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (json));
}

static void
test_there (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) accepted = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  gulong handler;
  gint64 id;

  handler
      = g_signal_connect (fixture->server, "activity-accepted", G_CALLBACK (accepted_cb), accepted);
  id = send_into_doubt (fixture, "Quote for José", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  start (fixture);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  outbox_fixture_wait_until (accepted->len == 1);
  g_signal_handler_disconnect (fixture->server, handler);
  assert_logged (fixture, id);
  entry = outbox_fixture_get (fixture->outbox, id, NULL);
  g_assert_nonnull (
      strstr (g_ptr_array_index (accepted, 0), bitacora_outbox_entry_get_wolkvox_id (entry)));
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

static void
test_not_there (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "Quote for José", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  guint n_requests = get_n_requests (fixture);

  start (fixture);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  assert_logged (fixture, id);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
  /* Two questions, then the call. */
  g_assert_cmpuint (get_n_requests (fixture), ==, n_requests + 3);
}

/* A call that is not there yet may only be late: nothing is sent before the grace is over, and the
 * courier wakes by itself when it is. */
static void
test_grace (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "Quote for José", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  gint64 other;
  guint n_requests;

  g_object_set (fixture->courier, "doubt-grace", 60, NULL);
  n_requests = get_n_requests (fixture);
  start (fixture);
  outbox_fixture_wait_until (get_n_checks (fixture, id) == 1);
  /* It does not keep others of its profile waiting. */
  other = courier_fixture_append (fixture, "Another call");
  courier_fixture_wait_state (fixture, other, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_turn (fixture, 59 * G_TIME_SPAN_SECOND);
  other = courier_fixture_append (fixture, "A third call");
  courier_fixture_wait_state (fixture, other, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
  g_assert_cmpuint (get_n_requests (fixture), ==, n_requests + 3);

  courier_fixture_turn (fixture, 2 * G_TIME_SPAN_SECOND);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 3);
}

/* One timer of the courier's own, on the real clock's span. */
static void
test_wakes (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "Quote for José", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) then = NULL;

  g_object_set (fixture->courier, "doubt-grace", 1, NULL);
  start (fixture);
  outbox_fixture_wait_until (get_n_checks (fixture, id) == 1);
  now = bitacora_clock_now (fixture->clock);
  then = g_date_time_add_seconds (now, 1);
  bitacora_clock_set (fixture->clock, then);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

/* What a process that died was sending. */
static void
test_left_sending (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "Quote for José");
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);

  bitacora_outbox_start_attempt_async (fixture->outbox,
                                       id,
                                       bitacora_practice_server_get_url (fixture->server),
                                       "{}",
                                       now,
                                       NULL,
                                       NULL,
                                       NULL);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_SENDING);
  start (fixture);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  assert_logged (fixture, id);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

static void
test_twins (CourierFixture *fixture, gconstpointer data)
{
  gint64 one = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  gint64 two = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  g_autoptr (BitacoraOutboxEntry) first = NULL;
  g_autoptr (BitacoraOutboxEntry) second = NULL;

  start (fixture);
  courier_fixture_wait_state (fixture, one, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, two, BITACORA_OUTBOX_STATE_LOGGED);
  first = outbox_fixture_get (fixture->outbox, one, NULL);
  second = outbox_fixture_get (fixture->outbox, two, NULL);
  g_assert_cmpstr (bitacora_outbox_entry_get_wolkvox_id (first),
                   !=,
                   bitacora_outbox_entry_get_wolkvox_id (second));
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
}

/* One of two that are alike is there: the other one, whichever it is, is sent once more. */
static void
test_half_of_twins (CourierFixture *fixture, gconstpointer data)
{
  gint64 one = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  gint64 two = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);

  start (fixture);
  courier_fixture_wait_state (fixture, one, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, two, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
}

/* Somebody logged a call to the same number for the same record: nobody can tell by machine. */
static void
test_resembling (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  gint64 id;

  courier_fixture_log_elsewhere (fixture, "Quote, José");
  id = send_into_doubt (fixture, "Complaint", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  start (fixture);
  outbox_fixture_wait_until (awaits_person (fixture, id));
  entry = outbox_fixture_get (fixture->outbox, id, NULL);
  g_assert_true (bitacora_outbox_entry_was_looked_for (entry));
  g_assert_nonnull (bitacora_outbox_entry_get_candidate (entry));
  g_assert_nonnull (strstr (bitacora_outbox_entry_get_candidate (entry), "Quote, José"));
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

/* Two records and one call: one of them is somebody else's, but which? */
static void
test_too_many (CourierFixture *fixture, gconstpointer data)
{
  gint64 id;

  courier_fixture_log_elsewhere (fixture, "A call");
  id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  start (fixture);
  outbox_fixture_wait_until (awaits_person (fixture, id));
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
}

/* The record may be that of the call which was discarded in doubt: taking it would lose this one.
 */
static void
test_discarded_twin (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, NULL));
  id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  start (fixture);
  outbox_fixture_wait_until (awaits_person (fixture, id));
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

/* A record that a discarded call explains keeps no other call back. */
static void
test_discarded_other (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "Quote, José", BITACORA_PRACTICE_FAULT_CUT_AFTER);

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, NULL));
  id = send_into_doubt (fixture, "Complaint", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  start (fixture);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
}

/* A token may ask only so often: what the CRM says once settles all that was in doubt by then. */
static void
test_one_question_for_many (CourierFixture *fixture, gconstpointer data)
{
  gint64 ids[6];
  guint n_requests;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *name = g_strdup_printf ("Call number %u", i);

      ids[i] = send_into_doubt (fixture,
                                name,
                                i % 3 == 2 ? BITACORA_PRACTICE_FAULT_CUT_BEFORE
                                           : BITACORA_PRACTICE_FAULT_CUT_AFTER);
    }
  g_object_set (fixture->courier, "doubt-grace", 60, NULL);
  n_requests = get_n_requests (fixture);
  start (fixture);
  outbox_fixture_wait_until (get_n_checks (fixture, ids[2]) == 1
                             && get_n_checks (fixture, ids[5]) == 1);
  courier_fixture_turn (fixture, 61 * G_TIME_SPAN_SECOND);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    courier_fixture_wait_state (fixture, ids[i], BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, G_N_ELEMENTS (ids));
  /* Two questions for the two that were not there, and those two calls. */
  g_assert_cmpuint (get_n_requests (fixture), ==, n_requests + 4);
}

/* Two short runs of the program see together what one long run does. */
static void
test_absent_over_two_runs (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_BEFORE);

  g_object_set (fixture->courier, "doubt-grace", 60, NULL);
  start (fixture);
  outbox_fixture_wait_until (get_n_checks (fixture, id) == 1);
  courier_fixture_start_anew (fixture);
  g_object_set (fixture->courier, "doubt-grace", 60, NULL);
  bitacora_courier_start (fixture->courier);
  courier_fixture_turn (fixture, 61 * G_TIME_SPAN_SECOND);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

/* It is not in the CRM that the profile speaks to now, which was never sent it. */
static void
test_server_changed (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (fixture->profiles), 0);
  g_autoptr (BitacoraPracticeServer) other = bitacora_practice_server_new (BITACORA_PRACTICE_TOKEN);
  g_autoptr (GError) error = NULL;

  bitacora_practice_server_listen (other, 0, &error);
  g_assert_no_error (error);
  bitacora_profile_set_server (profile, bitacora_practice_server_get_url (other), &error);
  g_assert_no_error (error);
  start (fixture);
  outbox_fixture_wait_until (awaits_person (fixture, id));
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (other), ==, 0);
  bitacora_practice_server_close (other);
}

/* A record of a call that was logged without an id may be this call's or that one's. */
static void
test_logged_without_id (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) logged = NULL;
  gint64 id;

  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_BLANK_ID, 1);
  logged = courier_fixture_send (fixture, courier_fixture_append (fixture, "A call"));
  g_assert_cmpint (bitacora_outbox_entry_get_state (logged), ==, BITACORA_OUTBOX_STATE_LOGGED);
  id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  start (fixture);
  outbox_fixture_wait_until (awaits_person (fixture, id));
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

static void
test_refused (CourierFixture *fixture, BitacoraPracticeFault fault)
{
  gint64 id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  guint n_requests = get_n_requests (fixture);

  courier_fixture_add_fault (fixture, fault, 1);
  start (fixture);
  outbox_fixture_wait_until (bitacora_courier_schedule_is_paused (fixture->courier->means.schedule,
                                                                  BITACORA_PRACTICE_PROFILE));
  g_assert_cmpuint (get_n_requests (fixture), ==, n_requests + 1);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
  bitacora_courier_resume_profile (fixture->courier, BITACORA_PRACTICE_PROFILE);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

static void
test_bad_token (CourierFixture *fixture, gconstpointer data)
{
  test_refused (fixture, BITACORA_PRACTICE_FAULT_BAD_TOKEN);
}

static void
test_quota (CourierFixture *fixture, gconstpointer data)
{
  test_refused (fixture, BITACORA_PRACTICE_FAULT_QUOTA);
}

/* A CRM that is not there is asked again later, however often. */
static void
test_server_down (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);

  bitacora_practice_server_close (fixture->server);
  start (fixture);
  for (guint i = 1; i <= 12; i++)
    {
      outbox_fixture_wait_until (get_n_checks (fixture, id) == i);
      g_assert_false (awaits_person (fixture, id));
      courier_fixture_turn (fixture, 6 * G_TIME_SPAN_MINUTE);
    }
}

/* A CRM that answers with what nobody can read is left to a person after a while; who may ask
 * again. */
static void
test_unreadable (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);

  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_NOT_JSON, 5);
  start (fixture);
  for (guint i = 1; i <= 5; i++)
    {
      outbox_fixture_wait_until (get_n_checks (fixture, id) == i);
      g_assert_cmpint (awaits_person (fixture, id), ==, i == 5);
      courier_fixture_turn (fixture, 6 * G_TIME_SPAN_MINUTE);
    }
  bitacora_outbox_ask_again_async (fixture->outbox, id, NULL, NULL);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

/* What is said of a call that nobody was asked about does not claim that somebody was. */
static void
assert_not_asked (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, id, NULL);
  g_autofree char *sentence = bitacora_outbox_entry_describe (entry);

  g_assert_false (bitacora_outbox_entry_was_looked_for (entry));
  g_assert_nonnull (strstr (sentence, "has not asked the CRM"));
}

static void
test_asks_nothing (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = send_into_doubt (fixture, "A call", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  guint n_requests = get_n_requests (fixture);

  g_object_set (fixture->courier, "asks-about-doubts", FALSE, NULL);
  start (fixture);
  outbox_fixture_wait_until (awaits_person (fixture, id));
  assert_not_asked (fixture, id);
  g_assert_cmpuint (get_n_requests (fixture), ==, n_requests);
}

static void
test_drain (CourierFixture *fixture, gconstpointer data)
{
  gint64 there = send_into_doubt (fixture, "One call", BITACORA_PRACTICE_FAULT_CUT_AFTER);
  gint64 missing = send_into_doubt (fixture, "Two calls", BITACORA_PRACTICE_FAULT_CUT_BEFORE);
  guint n_logged;
  guint n_waiting;

  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  assert_logged (fixture, there);
  assert_logged (fixture, missing);
  g_assert_cmpuint (n_logged, ==, 1);
  g_assert_cmpuint (n_waiting, ==, 0);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
  g_assert_false (bitacora_courier_is_active (fixture->courier));
}

/* Silence, and an answer that may be cut off, are no proof. */
static void
test_whole_answers (void)
{
  static const struct
  {
    const char *data;
    guint n_records;
    gboolean is_whole;
  } cases[] = {
    { "[]", 0, TRUE },
    { "{}", 0, TRUE },
    { "null", 0, FALSE },
    { "\"no records\"", 0, FALSE },
    { "[{\"name\":\"a\"}]", 0, FALSE },
    { "[{\"wolkvox_id\":\"1\"}]", 1, TRUE },
    { "[{\"wolkvox_id\":\"1\"},{\"name\":\"a\"}]", 1, FALSE },
    { "[{\"wolkvox_id\":\"1\"},{\"wolkvox_id\":\"2\"},{\"wolkvox_id\":\"3\"}]", 3, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) data = json_from_string (cases[i].data, NULL);
      BitacoraCourierAnswer answer = { .records = NULL };

      g_test_message ("%s", cases[i].data);
      bitacora_courier_answer_read_data (&answer, data, 3);
      g_assert_cmpuint (answer.records->len, ==, cases[i].n_records);
      g_assert_cmpint (answer.is_whole, ==, cases[i].is_whole);
      g_clear_pointer (&answer.records, g_ptr_array_unref);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/courier/doubts/there", test_there);
  add_test ("/courier/doubts/not-there", test_not_there);
  add_test ("/courier/doubts/grace", test_grace);
  add_test ("/courier/doubts/wakes", test_wakes);
  add_test ("/courier/doubts/left-sending", test_left_sending);
  add_test ("/courier/doubts/twins", test_twins);
  add_test ("/courier/doubts/half-of-twins", test_half_of_twins);
  add_test ("/courier/doubts/resembling", test_resembling);
  add_test ("/courier/doubts/too-many", test_too_many);
  add_test ("/courier/doubts/discarded-twin", test_discarded_twin);
  add_test ("/courier/doubts/discarded-other", test_discarded_other);
  add_test ("/courier/doubts/one-question-for-many", test_one_question_for_many);
  add_test ("/courier/doubts/absent-over-two-runs", test_absent_over_two_runs);
  add_test ("/courier/doubts/server-changed", test_server_changed);
  add_test ("/courier/doubts/logged-without-id", test_logged_without_id);
  add_test ("/courier/doubts/bad-token", test_bad_token);
  add_test ("/courier/doubts/quota", test_quota);
  add_test ("/courier/doubts/server-down", test_server_down);
  add_test ("/courier/doubts/unreadable", test_unreadable);
  add_test ("/courier/doubts/asks-nothing", test_asks_nothing);
  add_test ("/courier/doubts/drain", test_drain);
  g_test_add_func ("/courier/doubts/whole-answers", test_whole_answers);
  return g_test_run ();
}
