/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls walk from the outbox to a real CRM over real sockets, whatever that does. */
#include "courier-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

static guint16
get_port (CourierFixture *fixture)
{
  g_autoptr (GUri) uri
      = g_uri_parse (bitacora_practice_server_get_url (fixture->server), G_URI_FLAGS_NONE, NULL);

  return (guint16)g_uri_get_port (uri);
}

static void
test_oldest_first (CourierFixture *fixture, gconstpointer data)
{
  gint64 first = courier_fixture_append (fixture, "The first call");
  gint64 last;

  /* One at a time shows the order. */
  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_MAINTENANCE, 1);
  bitacora_courier_start (fixture->courier);
  g_assert_true (bitacora_courier_is_active (fixture->courier));
  courier_fixture_wait_verdict (fixture, first, BITACORA_CRM_VERDICT_RETRY_LATER);
  courier_fixture_append (fixture, "The second call");
  last = courier_fixture_append (fixture, "The third call");
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 0);

  courier_fixture_turn (fixture, 6 * G_TIME_SPAN_MINUTE);
  courier_fixture_wait_state (fixture, last, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, first, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 3);
  courier_fixture_assert_received (fixture, 0, "The first call");
}

static void
test_whole_call (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "Quote for José");
  g_autoptr (BitacoraOutboxEntry) entry = courier_fixture_send (fixture, id);

  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_nonnull (bitacora_outbox_entry_get_wolkvox_id (entry));
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
  courier_fixture_assert_received (fixture, 0, "Quote for José");
  courier_fixture_assert_received (fixture, 0, "3105551234");
  courier_fixture_assert_received (fixture, 0, "COLOMBIA");
  /* It was asked for one call: others may be the courier again. */
  g_assert_false (bitacora_courier_is_active (fixture->courier));
}

static void
test_sent_twice_is_logged_once (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autoptr (BitacoraOutboxEntry) first = courier_fixture_send (fixture, id);
  g_autoptr (BitacoraOutboxEntry) again = courier_fixture_send (fixture, id);

  g_assert_cmpint (bitacora_outbox_entry_get_state (first), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpint (bitacora_outbox_entry_get_state (again), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

static void
test_two_waiters (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) one = NULL, two = NULL;
  g_autoptr (BitacoraOutboxEntry) entry_one = NULL, entry_two = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  bitacora_courier_start (fixture->courier);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &one);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &two);
  outbox_fixture_wait_until (one != NULL && two != NULL);
  entry_one = bitacora_courier_send_finish (fixture->courier, one, NULL);
  entry_two = bitacora_courier_send_finish (fixture->courier, two, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry_one), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry_two), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

/* Whatever may have reached the CRM is never sent again by itself. */
static void
test_unknown (CourierFixture *fixture, gconstpointer data)
{
  static const struct
  {
    BitacoraPracticeFault fault;
    guint n_received;
  } cases[] = {
    { BITACORA_PRACTICE_FAULT_CUT_AFTER, 1 },   { BITACORA_PRACTICE_FAULT_CUT_BEFORE, 0 },
    { BITACORA_PRACTICE_FAULT_ERROR_AFTER, 1 }, { BITACORA_PRACTICE_FAULT_TRUNCATED, 1 },
    { BITACORA_PRACTICE_FAULT_NOT_JSON, 1 },
  };
  guint n_expected = 0;
  guint n_requests;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BitacoraOutboxEntry) entry = NULL;

      g_test_message ("%s", bitacora_practice_fault_get_name (cases[i].fault));
      courier_fixture_add_fault (fixture, cases[i].fault, 1);
      entry = courier_fixture_send (fixture, courier_fixture_append (fixture, "A call"));
      g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
      n_expected += cases[i].n_received;
      g_assert_cmpuint (courier_fixture_count_received (fixture), ==, n_expected);
    }

  n_requests = bitacora_practice_server_get_n_requests (fixture->server);
  g_object_set (fixture->courier, "asks-about-doubts", FALSE, NULL);
  bitacora_courier_start (fixture->courier);
  courier_fixture_turn (fixture, 30 * G_TIME_SPAN_DAY);
  courier_fixture_wait_state (fixture,
                              courier_fixture_append (fixture, "Another call"),
                              BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (fixture->server), ==, n_requests + 1);
}

static void
test_rejected (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_REDIRECT, 1);
  entry = courier_fixture_send (fixture, courier_fixture_append (fixture, "A call"));
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_REJECTED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 0);
}

static void
test_refused_then_back (CourierFixture *fixture, gconstpointer data)
{
  guint16 port = get_port (fixture);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  bitacora_practice_server_close (fixture->server);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, id, BITACORA_CRM_VERDICT_NOT_SENT);
  entry = outbox_fixture_get (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_nonnull (bitacora_outbox_entry_get_not_before (entry));

  bitacora_practice_server_listen (fixture->server, port, &error);
  g_assert_no_error (error);
  courier_fixture_turn (fixture, 6 * G_TIME_SPAN_MINUTE);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

static void
test_network_back (CourierFixture *fixture, gconstpointer data)
{
  guint16 port = get_port (fixture);
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  bitacora_practice_server_close (fixture->server);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, id, BITACORA_CRM_VERDICT_NOT_SENT);
  bitacora_practice_server_listen (fixture->server, port, &error);
  g_assert_no_error (error);

  /* The clock stands: only the network's return can make it go. */
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
test_bad_token (CourierFixture *fixture, gconstpointer data)
{
  gint64 first = courier_fixture_append (fixture, "The first call");
  gint64 second;

  fixed_token_provider_set_token (fixture->tokens, "wrong");
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, first, BITACORA_CRM_VERDICT_CREDENTIALS);
  second = courier_fixture_append (fixture, "The second call");
  courier_fixture_turn (fixture, 14 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, second),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (fixture->server), ==, 1);

  fixed_token_provider_set_token (fixture->tokens, BITACORA_PRACTICE_TOKEN);
  bitacora_courier_resume_profile (fixture->courier, BITACORA_PRACTICE_PROFILE);
  courier_fixture_wait_state (fixture, second, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, first, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
}

/* Nothing tells the courier of it. */
static void
test_token_saved_elsewhere (CourierFixture *fixture, gconstpointer data)
{
  gint64 first = courier_fixture_append (fixture, "The first call");
  gint64 second;

  fixed_token_provider_set_token (fixture->tokens, "wrong");
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, first, BITACORA_CRM_VERDICT_CREDENTIALS);
  second = courier_fixture_append (fixture, "The second call");
  fixed_token_provider_set_token (fixture->tokens, BITACORA_PRACTICE_TOKEN);
  courier_fixture_turn (fixture, 16 * G_TIME_SPAN_MINUTE);
  courier_fixture_wait_state (fixture, first, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, second, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
test_quota (CourierFixture *fixture, gconstpointer data)
{
  gint64 first = courier_fixture_append (fixture, "The first call");
  gint64 second;

  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_QUOTA, 1);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, first, BITACORA_CRM_VERDICT_QUOTA);
  second = courier_fixture_append (fixture, "The second call");
  courier_fixture_turn (fixture, 30 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, second),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (fixture->server), ==, 1);

  courier_fixture_turn (fixture, 24 * G_TIME_SPAN_HOUR);
  courier_fixture_wait_state (fixture, second, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, first, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
test_rate_limit (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  gint64 id = courier_fixture_append (fixture, "A call");
  GTimeSpan wait;

  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_RATE_LIMIT, 1);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, id, BITACORA_CRM_VERDICT_RETRY_LATER);
  entry = outbox_fixture_get (fixture->outbox, id, NULL);
  wait = g_date_time_difference (bitacora_outbox_entry_get_not_before (entry), now);
  g_assert_cmpint (wait, >=, G_TIME_SPAN_SECOND);
  g_assert_cmpint (wait, <=, 2 * G_TIME_SPAN_SECOND + 1);

  courier_fixture_turn (fixture, 3 * G_TIME_SPAN_SECOND);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
}

/* By the computer's own clock: nobody but the courier's timer wakes it. */
static void
test_throttled_goes_by_itself (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");

  bitacora_clock_set (fixture->clock, NULL);
  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_TOO_MANY, 1);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, id, BITACORA_CRM_VERDICT_THROTTLED);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
}

static void
test_two_at_once (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sending = NULL;
  gint64 last = 0;

  /* Both requests stay open for as long as the test wants. */
  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_STALL, 4);
  for (guint i = 0; i < 4; i++)
    last = courier_fixture_append (fixture, "A call");
  bitacora_courier_start (fixture->courier);
  outbox_fixture_wait_until (courier_fixture_count_received (fixture) == 2);
  for (guint i = 0; i < 50; i++)
    {
      courier_fixture_turn (fixture, G_TIME_SPAN_SECOND);
      g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, last),
                       ==,
                       BITACORA_OUTBOX_STATE_QUEUED);
    }
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (fixture->server), ==, 2);
  sending = outbox_fixture_list (fixture->outbox, 1u << BITACORA_OUTBOX_STATE_SENDING, NULL, 0);
  g_assert_cmpuint (sending->len, ==, 2);

  bitacora_practice_server_clear_faults (fixture->server);
  for (guint i = 0; i < sending->len; i++)
    g_assert_true (bitacora_courier_cancel (fixture->courier,
                                            bitacora_outbox_entry_get_id (sending->pdata[i])));
  courier_fixture_wait_state (fixture, last, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
test_profile_gone (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = outbox_fixture_append (fixture->outbox, "gone", "A call");
  g_autoptr (BitacoraOutboxEntry) entry = courier_fixture_send (fixture, id);
  g_autofree char *sentence = bitacora_outbox_entry_describe (entry);

  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_nonnull (strstr (sentence, "was removed"));
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 0);
}

static void
test_profile_incomplete (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraProfile) profile
      = bitacora_profile_list_add (fixture->profiles, "Half a profile", &error);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autofree char *sentence = NULL;

  g_assert_no_error (error);
  entry = courier_fixture_send (fixture,
                                outbox_fixture_append (fixture->outbox,
                                                       bitacora_profile_get_id (profile),
                                                       "A call"));
  sentence = bitacora_outbox_entry_describe (entry);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_nonnull (strstr (sentence, "Half a profile"));
  bitacora_profile_list_remove (fixture->profiles, profile, &error);
  g_assert_no_error (error);
}

static void
test_no_token (CourierFixture *fixture, gconstpointer data)
{
  gint64 first = courier_fixture_append (fixture, "The first call");
  gint64 second = courier_fixture_append (fixture, "The second call");
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autofree char *sentence = NULL;

  fixed_token_provider_fail (fixture->tokens, BITACORA_TOKEN_ERROR_NO_KEYRING);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, first, BITACORA_CRM_VERDICT_CREDENTIALS);
  entry = outbox_fixture_get (fixture->outbox, first, NULL);
  sentence = bitacora_outbox_entry_describe (entry);
  g_assert_nonnull (strstr (sentence, "The keyring is of no use."));
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 0);
  g_assert_cmpuint (fixed_token_provider_get_n_lookups (fixture->tokens), ==, 1);

  /* The keyring is there after a while. */
  fixed_token_provider_set_token (fixture->tokens, BITACORA_PRACTICE_TOKEN);
  courier_fixture_turn (fixture, 6 * G_TIME_SPAN_MINUTE);
  courier_fixture_wait_state (fixture, second, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, first, BITACORA_OUTBOX_STATE_LOGGED);
}

/* While its token is looked up it is still what its user makes of it. */
static void
test_corrected_in_time (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) corrected = NULL, sent = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "The old text");

  fixed_token_provider_hold_back (fixture->tokens);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (fixed_token_provider_get_n_held_back (fixture->tokens) == 1);
  corrected = outbox_fixture_correct (fixture->outbox, id, "The new text", &error);
  g_assert_no_error (error);
  fixed_token_provider_answer (fixture->tokens);

  outbox_fixture_wait_until (result != NULL);
  sent = bitacora_courier_send_finish (fixture->courier, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (sent), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
  courier_fixture_assert_received (fixture, 0, "The new text");
}

static void
test_discarded_in_time (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  fixed_token_provider_hold_back (fixture->tokens);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (fixed_token_provider_get_n_held_back (fixture->tokens) == 1);
  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  fixed_token_provider_answer (fixture->tokens);

  outbox_fixture_wait_until (result != NULL);
  g_assert_null (bitacora_courier_send_finish (fixture->courier, result, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 0);
}

static void
test_stopped_before_it_left (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) stopped = NULL, sent = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");
  gint64 other;

  fixed_token_provider_hold_back (fixture->tokens);
  bitacora_courier_start (fixture->courier);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (fixed_token_provider_get_n_held_back (fixture->tokens) == 1);
  g_assert_true (bitacora_courier_cancel (fixture->courier, id));
  fixed_token_provider_answer (fixture->tokens);
  outbox_fixture_wait_until (result != NULL);
  stopped = bitacora_courier_send_finish (fixture->courier, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (stopped), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_true (bitacora_outbox_entry_waits_for_request (stopped));

  /* Nothing but its user's wish makes it go. */
  courier_fixture_turn (fixture, 30 * G_TIME_SPAN_DAY);
  bitacora_courier_resume_profile (fixture->courier, BITACORA_PRACTICE_PROFILE);
  other = courier_fixture_append (fixture, "Another call");
  courier_fixture_wait_state (fixture, other, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);

  sent = courier_fixture_send (fixture, id);
  g_assert_cmpint (bitacora_outbox_entry_get_state (sent), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_false (bitacora_courier_cancel (fixture->courier, id));
}

static void
test_stopped_after_it_left (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_STALL, 1);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (courier_fixture_count_received (fixture) == 1);
  g_assert_true (bitacora_courier_cancel (fixture->courier, id));
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_courier_send_finish (fixture->courier, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
}

static void
start_sending_cb (BitacoraOutbox *outbox, gint64 id, gpointer user_data)
{
  gpointer *asked = user_data;
  CourierFixture *fixture = g_steal_pointer (&asked[0]);

  if (fixture != NULL)
    bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, asked[1]);
}

/* The courier finds by itself the very call that it is asked to send. */
static void
test_stopped_though_asked_for (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) stopped = NULL;
  g_autoptr (GError) error = NULL;
  gpointer asked[] = { fixture, &result };
  gint64 id, other;
  gulong handler;

  fixed_token_provider_hold_back (fixture->tokens);
  bitacora_courier_start (fixture->courier);
  outbox_fixture_wait_until (fixture->courier->is_recovered && !fixture->courier->is_looking);
  /* After the courier's own handler, which asks the outbox what is due. */
  handler = g_signal_connect (fixture->outbox, "changed", G_CALLBACK (start_sending_cb), asked);
  id = courier_fixture_append (fixture, "A call");
  outbox_fixture_wait_until (fixed_token_provider_get_n_held_back (fixture->tokens) == 1);
  g_signal_handler_disconnect (fixture->outbox, handler);
  g_assert_true (bitacora_courier_wishes_is_empty (fixture->courier->wishes));
  g_assert_true (bitacora_courier_cancel (fixture->courier, id));
  fixed_token_provider_answer (fixture->tokens);
  outbox_fixture_wait_until (result != NULL);
  stopped = bitacora_courier_send_finish (fixture->courier, result, &error);
  g_assert_no_error (error);
  g_assert_true (bitacora_outbox_entry_waits_for_request (stopped));

  other = courier_fixture_append (fixture, "Another call");
  courier_fixture_wait_state (fixture, other, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
  courier_fixture_assert_received (fixture, 0, "Another call");
}

/* The profile moves to another CRM while its token is looked up. */
static void
test_token_for_its_server_alone (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraPracticeServer) other = bitacora_practice_server_new ("elsewhere");
  g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (fixture->profiles), 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  bitacora_practice_server_listen (other, 0, &error);
  g_assert_no_error (error);
  fixed_token_provider_hold_back (fixture->tokens);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (fixed_token_provider_get_n_held_back (fixture->tokens) == 1);
  bitacora_profile_set_server (profile, bitacora_practice_server_get_url (other), &error);
  g_assert_no_error (error);
  /* The answer is on its way with the old word when the provider learns the new one. */
  fixed_token_provider_answer (fixture->tokens);
  fixed_token_provider_set_token (fixture->tokens, "elsewhere");

  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_courier_send_finish (fixture->courier, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (fixed_token_provider_get_n_lookups (fixture->tokens), ==, 2);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (fixture->server), ==, 0);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (other), ==, 1);
  bitacora_practice_server_close (other);
}

static void
test_damaged_row_holds_up_no_other (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  sqlite3 *database = NULL;
  guint n_logged = 7, n_waiting = 7;
  gint64 second, third;

  courier_fixture_append (fixture, "The first call");
  second = courier_fixture_append (fixture, "The second call");
  g_assert_cmpint (sqlite3_open (fixture->outbox_fixture.path, &database), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (database, "UPDATE entry SET activity = '{' WHERE id = 1", NULL, NULL, NULL),
      ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (database), ==, 1);
  sqlite3_close (database);

  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  g_assert_cmpuint (n_logged, ==, 1);
  g_assert_cmpuint (n_waiting, ==, 1);
  bitacora_courier_start (fixture->courier);
  third = courier_fixture_append (fixture, "The third call");
  courier_fixture_wait_state (fixture, third, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);

  entries = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpint (bitacora_outbox_entry_get_id (entries->pdata[1]), ==, second);
}

/* The computer believed in a wrong year when the call was refused. */
static void
test_clock_set_back (CourierFixture *fixture, gconstpointer data)
{
  gint64 id;

  courier_fixture_turn (fixture, 365 * G_TIME_SPAN_DAY);
  id = courier_fixture_append (fixture, "A call");
  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_MAINTENANCE, 1);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, id, BITACORA_CRM_VERDICT_RETRY_LATER);
  courier_fixture_turn (fixture, -365 * G_TIME_SPAN_DAY);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
test_lock_out_of_reach (CourierFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->outbox_fixture.path, "-courier", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  g_assert_null (bitacora_courier_send_finish (fixture->courier, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_clear_object (&result);
  bitacora_courier_wake (fixture->courier);
  bitacora_courier_drain_async (fixture->courier, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  g_assert_false (bitacora_courier_drain_finish (fixture->courier, result, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);

  /* A courier that goes on by itself tries again, slowly. */
  bitacora_courier_start (fixture->courier);
  g_assert_false (bitacora_courier_is_active (fixture->courier));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  bitacora_courier_wake (fixture->courier);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
test_stop (CourierFixture *fixture, gconstpointer data)
{
  gint64 id;

  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_state (fixture,
                              courier_fixture_append (fixture, "A call"),
                              BITACORA_OUTBOX_STATE_LOGGED);
  bitacora_courier_stop (fixture->courier);
  outbox_fixture_wait_until (!bitacora_courier_is_active (fixture->courier));
  id = courier_fixture_append (fixture, "Another call");
  courier_fixture_turn (fixture, G_TIME_SPAN_HOUR);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  courier_fixture_add_test ("/courier/oldest-first", test_oldest_first);
  courier_fixture_add_test ("/courier/whole-call", test_whole_call);
  courier_fixture_add_test ("/courier/sent-twice-is-logged-once", test_sent_twice_is_logged_once);
  courier_fixture_add_test ("/courier/two-waiters", test_two_waiters);
  courier_fixture_add_test ("/courier/unknown", test_unknown);
  courier_fixture_add_test ("/courier/rejected", test_rejected);
  courier_fixture_add_test ("/courier/refused-then-back", test_refused_then_back);
  courier_fixture_add_test ("/courier/network-back", test_network_back);
  courier_fixture_add_test ("/courier/bad-token", test_bad_token);
  courier_fixture_add_test ("/courier/token-saved-elsewhere", test_token_saved_elsewhere);
  courier_fixture_add_test ("/courier/quota", test_quota);
  courier_fixture_add_test ("/courier/rate-limit", test_rate_limit);
  courier_fixture_add_test ("/courier/throttled-goes-by-itself", test_throttled_goes_by_itself);
  courier_fixture_add_test ("/courier/two-at-once", test_two_at_once);
  courier_fixture_add_test ("/courier/profile-gone", test_profile_gone);
  courier_fixture_add_test ("/courier/profile-incomplete", test_profile_incomplete);
  courier_fixture_add_test ("/courier/no-token", test_no_token);
  courier_fixture_add_test ("/courier/corrected-in-time", test_corrected_in_time);
  courier_fixture_add_test ("/courier/discarded-in-time", test_discarded_in_time);
  courier_fixture_add_test ("/courier/stopped-before-it-left", test_stopped_before_it_left);
  courier_fixture_add_test ("/courier/stopped-after-it-left", test_stopped_after_it_left);
  courier_fixture_add_test ("/courier/stopped-though-asked-for", test_stopped_though_asked_for);
  courier_fixture_add_test ("/courier/token-for-its-server-alone", test_token_for_its_server_alone);
  courier_fixture_add_test ("/courier/damaged-row-holds-up-no-other",
                            test_damaged_row_holds_up_no_other);
  courier_fixture_add_test ("/courier/clock-set-back", test_clock_set_back);
  courier_fixture_add_test ("/courier/lock-out-of-reach", test_lock_out_of_reach);
  courier_fixture_add_test ("/courier/stop", test_stop);
  return g_test_run ();
}
