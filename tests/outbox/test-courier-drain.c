/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending on request: all that waits, and what one call is waited for. */
#include "courier-fixture.h"

static void
test_waiting_is_not_sending (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  fixed_token_provider_hold_back (fixture->tokens);
  bitacora_courier_send_async (fixture->courier,
                               id,
                               cancellable,
                               outbox_fixture_result_cb,
                               &result);
  outbox_fixture_wait_until (fixed_token_provider_get_n_held_back (fixture->tokens) == 1);
  g_cancellable_cancel (cancellable);
  outbox_fixture_wait_until (result != NULL);
  g_assert_null (bitacora_courier_send_finish (fixture->courier, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  fixed_token_provider_answer (fixture->tokens);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
test_drain (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reason = outbox_fixture_not_sent ();
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);
  g_autoptr (BitacoraOutboxEntry) held = NULL;
  g_autoptr (GError) error = NULL;
  guint n_logged = 0, n_waiting = 0;

  bitacora_clock_set (fixture->clock, NULL);
  for (guint i = 0; i < 40; i++)
    courier_fixture_append (fixture, "A call");
  held = outbox_fixture_hold (fixture->outbox,
                              courier_fixture_append (fixture, "Not due"),
                              reason,
                              later,
                              &error);
  g_assert_no_error (error);
  courier_fixture_add_fault (fixture, BITACORA_PRACTICE_FAULT_CUT_AFTER, 1);

  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  /* The cut left its call in doubt; the others went after a moment. */
  g_assert_cmpuint (n_logged, ==, 40);
  g_assert_cmpuint (n_waiting, ==, 1);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 41);
  g_assert_false (bitacora_courier_is_active (fixture->courier));
}

static void
test_drain_without_server (CourierFixture *fixture, gconstpointer data)
{
  guint n_logged = 0, n_waiting = 0;
  g_autoptr (GPtrArray) entries = NULL;
  guint n_tried = 0;

  for (guint i = 0; i < 40; i++)
    courier_fixture_append (fixture, "A call");
  bitacora_practice_server_close (fixture->server);
  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  g_assert_cmpuint (n_logged, ==, 0);
  g_assert_cmpuint (n_waiting, ==, 40);

  entries = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  for (guint i = 0; i < entries->len; i++)
    n_tried += bitacora_outbox_entry_get_n_attempts (entries->pdata[i]);
  g_assert_cmpuint (n_tried, <=, 2);
}

static void
test_drain_stops_at_bad_token (CourierFixture *fixture, gconstpointer data)
{
  guint n_logged = 0, n_waiting = 0;

  for (guint i = 0; i < 40; i++)
    courier_fixture_append (fixture, "A call");
  fixed_token_provider_set_token (fixture->tokens, "wrong");
  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  g_assert_cmpuint (n_logged, ==, 0);
  g_assert_cmpuint (n_waiting, ==, 40);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (fixture->server), <=, 2);

  fixed_token_provider_set_token (fixture->tokens, BITACORA_PRACTICE_TOKEN);
  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  g_assert_cmpuint (n_logged, ==, 40);
}

static void
test_drain_nothing (CourierFixture *fixture, gconstpointer data)
{
  guint n_logged = 7, n_waiting = 7;

  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  g_assert_cmpuint (n_logged, ==, 0);
  g_assert_cmpuint (n_waiting, ==, 0);
}

/* Whoever was sending it was killed, and nothing else is left to do. */
static void
test_drain_recovers (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_logged = 7, n_waiting = 7;
  gint64 id = courier_fixture_append (fixture, "A call");

  outbox_fixture_start (fixture->outbox, id, &error);
  g_assert_no_error (error);
  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
  g_assert_cmpuint (n_logged, ==, 0);
  g_assert_cmpuint (n_waiting, ==, 0);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 0);
  g_assert_false (bitacora_courier_is_active (fixture->courier));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  courier_fixture_add_test ("/courier/waiting-is-not-sending", test_waiting_is_not_sending);
  courier_fixture_add_test ("/courier/drain", test_drain);
  courier_fixture_add_test ("/courier/drain-without-server", test_drain_without_server);
  courier_fixture_add_test ("/courier/drain-stops-at-bad-token", test_drain_stops_at_bad_token);
  courier_fixture_add_test ("/courier/drain-nothing", test_drain_nothing);
  courier_fixture_add_test ("/courier/drain-recovers", test_drain_recovers);
  return g_test_run ();
}
