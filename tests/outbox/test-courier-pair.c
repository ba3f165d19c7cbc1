/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two processes and one outbox: one courier at a time, and what a killed one leaves behind. */
#include <stdio.h>

#include "courier-fixture.h"

#define N_CALLS 30

static void
say (const char *word)
{
  printf ("%s\n", word);
  fflush (stdout);
}

/* As another process that dies between "sending" and the outcome. */
static int
leave_sending (const char *path, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);

  g_assert_no_error (error);
  outbox_fixture_start (outbox, g_ascii_strtoll (id, NULL, 10), &error);
  g_assert_no_error (error);
  say ("sending");
  return getchar () == EOF ? 0 : 1;
}

/* As another process that is the courier and does nothing. */
static int
sleep_on_lock (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCourierLock) lock = bitacora_courier_lock_try (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (lock);
  say ("held");
  return getchar () == EOF ? 0 : 1;
}

/* As another process that is a courier like any other. */
static int
run_courier (const char *path, const char *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);
  g_autoptr (FixedTokenProvider) tokens = fixed_token_provider_new (BITACORA_PRACTICE_TOKEN);
  g_autoptr (BitacoraClock) clock = bitacora_clock_new ();
  g_autoptr (BitacoraProfileList) profiles = NULL;
  g_autoptr (BitacoraCourier) courier = NULL;

  g_assert_no_error (error);
  courier = courier_fixture_create_courier (outbox,
                                            server,
                                            BITACORA_TOKEN_PROVIDER (tokens),
                                            &profiles,
                                            clock);
  bitacora_courier_start (courier);
  say (bitacora_courier_is_active (courier) ? "active" : "waiting");
  while (BITACORA_IS_COURIER (courier))
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

static GSubprocess *
spawn (const char *role, const char *path, const char *argument, const char *word)
{
  const char *arguments[] = { role, path, argument, NULL };
  GSubprocess *child = outbox_fixture_spawn_child (arguments);
  g_autofree char *line = outbox_fixture_read_line (child);

  g_assert_cmpstr (line, ==, word);
  return child;
}

static guint
count_received (CourierFixture *fixture)
{
  return bitacora_practice_server_get_n_activities (fixture->server);
}

static void
test_left_sending (CourierFixture *fixture, gconstpointer data)
{
  const char *path = bitacora_outbox_get_path (fixture->outbox);
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autofree char *argument = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (GSubprocess) child = spawn ("leave", path, argument, "sending");
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autofree char *sentence = NULL;

  outbox_fixture_kill (child);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_SENDING);

  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_state (fixture,
                              courier_fixture_append (fixture, "Another call"),
                              BITACORA_OUTBOX_STATE_LOGGED);
  entry = outbox_fixture_get (fixture->outbox, id, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
  sentence = bitacora_outbox_entry_describe (entry);
  g_test_message ("%s", sentence);
  g_assert_cmpuint (count_received (fixture), ==, 1);
  courier_fixture_assert_received (fixture, 0, "Another call");
}

/* Only one of them sends; the other's calls go all the same, and its waiters hear of it. */
static void
test_one_sends_for_both (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) child = spawn ("courier",
                                         bitacora_outbox_get_path (fixture->outbox),
                                         bitacora_practice_server_get_url (fixture->server),
                                         "active");
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  gint64 id = 0;

  bitacora_courier_start (fixture->courier);
  for (guint i = 0; i < N_CALLS; i++)
    id = courier_fixture_append (fixture, "A call");
  entry = courier_fixture_send (fixture, id);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  outbox_fixture_wait_until (count_received (fixture) >= N_CALLS);
  g_assert_false (bitacora_courier_is_active (fixture->courier));
  g_assert_cmpuint (fixed_token_provider_get_n_lookups (fixture->tokens), ==, 0);
  g_assert_cmpuint (count_received (fixture), ==, N_CALLS);
  outbox_fixture_kill (child);
}

static void
test_takes_over (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) child
      = spawn ("lock", bitacora_outbox_get_path (fixture->outbox), "", "held");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");

  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  g_assert_false (bitacora_courier_is_active (fixture->courier));
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);
  outbox_fixture_kill (child);

  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_courier_send_finish (fixture->courier, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (count_received (fixture), ==, 1);
}

/* A call that is not due yet is wanted now, and another process is the courier. */
static void
test_other_sends_at_once (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reason = outbox_fixture_not_sent ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);
  g_autoptr (BitacoraOutboxEntry) held = NULL, sent = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autoptr (GSubprocess) child = NULL;

  held = outbox_fixture_hold (fixture->outbox, id, reason, later, &error);
  g_assert_no_error (error);
  child = spawn ("courier",
                 bitacora_outbox_get_path (fixture->outbox),
                 bitacora_practice_server_get_url (fixture->server),
                 "active");
  sent = courier_fixture_send (fixture, id);
  g_assert_cmpint (bitacora_outbox_entry_get_state (sent), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (fixed_token_provider_get_n_lookups (fixture->tokens), ==, 0);
  outbox_fixture_kill (child);
}

/* Killed again and again while it sends: nothing is lost, nothing is sent twice. */
static void
test_killed_while_sending (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  guint n_logged = 0;

  for (guint i = 0; i < N_CALLS; i++)
    courier_fixture_append (fixture, "A call");
  for (guint i = 1; i <= 5; i++)
    {
      g_autoptr (GSubprocess) child = spawn ("courier",
                                             bitacora_outbox_get_path (fixture->outbox),
                                             bitacora_practice_server_get_url (fixture->server),
                                             "active");
      guint before = bitacora_practice_server_get_n_requests (fixture->server);

      outbox_fixture_wait_until (bitacora_practice_server_get_n_requests (fixture->server)
                                 > before + 1);
      outbox_fixture_kill (child);
    }
  bitacora_courier_start (fixture->courier);
  do
    {
      g_clear_pointer (&entries, g_ptr_array_unref);
      entries = outbox_fixture_list (fixture->outbox,
                                     (1u << BITACORA_OUTBOX_STATE_QUEUED)
                                         | (1u << BITACORA_OUTBOX_STATE_SENDING),
                                     NULL,
                                     0);
    }
  while (entries->len > 0);

  unknown = outbox_fixture_list (fixture->outbox, 1u << BITACORA_OUTBOX_STATE_UNKNOWN, NULL, 0);
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = outbox_fixture_list (fixture->outbox, 1u << BITACORA_OUTBOX_STATE_LOGGED, NULL, 0);
  n_logged = entries->len;
  g_test_message ("%u logged, %u unknown, %u received",
                  n_logged,
                  unknown->len,
                  count_received (fixture));
  g_assert_cmpuint (n_logged + unknown->len, ==, N_CALLS);
  g_assert_cmpuint (count_received (fixture), >=, n_logged);
  g_assert_cmpuint (count_received (fixture), <=, N_CALLS);
}

static void
add (const char *path, void (*test) (CourierFixture *, gconstpointer))
{
  g_test_add (path, CourierFixture, NULL, courier_fixture_set_up, test, courier_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  if (argc > 4 && g_str_equal (argv[1], "--child"))
    {
      if (g_str_equal (argv[2], "leave"))
        return leave_sending (argv[3], argv[4]);
      if (g_str_equal (argv[2], "lock"))
        return sleep_on_lock (argv[3]);
      return run_courier (argv[3], argv[4]);
    }

  g_test_init (&argc, &argv, NULL);
  add ("/courier/pair/left-sending", test_left_sending);
  add ("/courier/pair/one-sends-for-both", test_one_sends_for_both);
  add ("/courier/pair/takes-over", test_takes_over);
  add ("/courier/pair/other-sends-at-once", test_other_sends_at_once);
  add ("/courier/pair/killed-while-sending", test_killed_while_sending);
  return g_test_run ();
}
