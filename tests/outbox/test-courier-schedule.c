/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a profile may send, told by a clock whose hands the test turns. */
#include "outbox-fixture.h"
#include "outbox/bitacora-courier-schedule.h"

#define N_DRAWS 200

typedef struct
{
  BitacoraClock *clock;
  BitacoraCourierSchedule *schedule;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (2024, 3, 1, 9, 0, 0);

  fixture->clock = bitacora_clock_new_at (moment);
  fixture->schedule = bitacora_courier_schedule_new (fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bitacora_courier_schedule_free (fixture->schedule);
  g_object_unref (fixture->clock);
}

static void
turn (Fixture *fixture, GTimeSpan span)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GDateTime) then = g_date_time_add (now, span);

  bitacora_clock_set (fixture->clock, then);
}

static BitacoraCrmReply *
answer (guint status, const char *retry_after, const char *words)
{
  g_autofree char *body = g_strdup_printf ("{\"code\":%u,\"error\":\"%s\"}", status, words);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return bitacora_crm_reply_new_from_answer (status, retry_after, NULL, bytes);
}

/* How long the entry waits after an outcome; -1 if nothing but its profile's pause holds it. */
static GTimeSpan
note (Fixture *fixture, BitacoraCrmReply *reply, guint n_attempts)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GDateTime) not_before
      = bitacora_courier_schedule_note (fixture->schedule, "sales", reply, n_attempts);

  return not_before != NULL ? g_date_time_difference (not_before, now) : -1;
}

static gboolean
is_paused (Fixture *fixture)
{
  return bitacora_courier_schedule_is_paused (fixture->schedule, "sales");
}

static gboolean
is_blocked (Fixture *fixture)
{
  g_auto (GStrv) blocked = bitacora_courier_schedule_list_blocked (fixture->schedule);

  return g_strv_contains ((const char *const *)blocked, "sales");
}

static void
test_two_at_once (Fixture *fixture, gconstpointer data)
{
  g_assert_true (bitacora_courier_schedule_has_room (fixture->schedule, "sales"));
  bitacora_courier_schedule_prepare (fixture->schedule, "sales");
  /* The outbox would give the same entry again until it says "sending". */
  g_assert_true (is_blocked (fixture));
  bitacora_courier_schedule_open (fixture->schedule, "sales");
  g_assert_false (is_blocked (fixture));
  g_assert_true (bitacora_courier_schedule_begin (fixture->schedule, "sales"));
  bitacora_courier_schedule_open (fixture->schedule, "sales");
  g_assert_false (bitacora_courier_schedule_has_room (fixture->schedule, "sales"));
  g_assert_true (bitacora_courier_schedule_has_room (fixture->schedule, "help"));
  bitacora_courier_schedule_close (fixture->schedule, "sales");
  g_assert_true (bitacora_courier_schedule_has_room (fixture->schedule, "sales"));
}

/* A third is made ready while two are open, and no fourth. */
static void
test_one_ahead (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) unavailable = answer (503, NULL, "MAINTENANCE");

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (bitacora_courier_schedule_begin (fixture->schedule, "sales"));
      bitacora_courier_schedule_open (fixture->schedule, "sales");
    }
  g_assert_false (is_blocked (fixture));
  g_assert_false (bitacora_courier_schedule_begin (fixture->schedule, "sales"));
  g_assert_true (is_blocked (fixture));

  bitacora_courier_schedule_close (fixture->schedule, "sales");
  g_assert_true (is_blocked (fixture));
  bitacora_courier_schedule_promote (fixture->schedule, "sales");
  g_assert_true (is_blocked (fixture));
  bitacora_courier_schedule_open (fixture->schedule, "sales");
  g_assert_false (is_blocked (fixture));
  g_assert_false (bitacora_courier_schedule_has_room (fixture->schedule, "sales"));

  /* None where one alone is to go. */
  note (fixture, unavailable, 1);
  bitacora_courier_schedule_close (fixture->schedule, "sales");
  g_assert_true (is_blocked (fixture));
  g_assert_false (bitacora_courier_schedule_is_well (fixture->schedule, "sales"));
}

/* However often it failed, and whatever is drawn: never before the server wants to hear of it. */
static void
test_retry_after_is_least (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = answer (429, "10", "");

  for (guint draw = 0; draw < N_DRAWS; draw++)
    {
      bitacora_courier_schedule_resume (fixture->schedule, "sales");
      g_assert_cmpint (note (fixture, reply, 3 + draw % 3), >=, 10 * G_TIME_SPAN_SECOND);
    }
}

static void
test_backoff (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_not_sent ();
  GTimeSpan longest = 0;

  for (guint n = 1; n <= 12; n++)
    {
      GTimeSpan ceiling = MIN (300, 2 << (n - 1)) * G_TIME_SPAN_SECOND;
      GTimeSpan most = 0, least = G_MAXINT64;

      for (guint draw = 0; draw < N_DRAWS; draw++)
        {
          GTimeSpan wait;

          bitacora_courier_schedule_resume (fixture->schedule, "sales");
          wait = note (fixture, reply, n);
          most = MAX (most, wait);
          least = MIN (least, wait);
        }
      /* Full jitter: all over the place, and never past the ceiling. */
      g_assert_cmpint (most, <=, ceiling);
      g_assert_cmpint (most, >, ceiling * 8 / 10);
      g_assert_cmpint (least, <, MAX (ceiling * 2 / 10, G_TIME_SPAN_SECOND / 2));
      g_assert_cmpint (least, >=, 250 * G_TIME_SPAN_MILLISECOND);
      longest = MAX (longest, most);
    }
  g_assert_cmpint (longest, >, 4 * G_TIME_SPAN_MINUTE);
}

static void
test_outage_probes_with_one (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) not_sent = outbox_fixture_not_sent ();
  g_autoptr (BitacoraCrmReply) logged = answer (200, NULL, "null");

  note (fixture, not_sent, 1);
  g_assert_true (is_blocked (fixture));
  turn (fixture, 6 * G_TIME_SPAN_MINUTE);
  g_assert_false (is_blocked (fixture));

  bitacora_courier_schedule_prepare (fixture->schedule, "sales");
  bitacora_courier_schedule_open (fixture->schedule, "sales");
  g_assert_true (is_blocked (fixture));
  note (fixture, logged, 2);
  g_assert_false (is_blocked (fixture));
}

/* A server that takes requests and never answers: not one call after the other is to become
 * unknown at full speed. */
static void
test_silent_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) unknown = outbox_fixture_unknown ();

  g_assert_cmpint (note (fixture, unknown, 1), ==, -1);
  g_assert_true (is_paused (fixture));
}

static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = answer (429, "90", "");
  GTimeSpan wait = note (fixture, reply, 1);

  g_assert_cmpint (wait, >=, 90 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (wait, <=, 91 * G_TIME_SPAN_SECOND + 1);
  turn (fixture, 89 * G_TIME_SPAN_SECOND);
  g_assert_true (is_paused (fixture));
  turn (fixture, 3 * G_TIME_SPAN_SECOND);
  g_assert_false (is_paused (fixture));
}

/* "Now", asked for by a server that is down, is no reason to ask it without a pause. */
static void
test_retry_after_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) unavailable = answer (503, "0", "");
  g_autoptr (BitacoraCrmReply) quota = answer (403, "0", "TOKEN LIMIT EXCEEDED");
  GTimeSpan longest = 0;

  for (guint draw = 0; draw < N_DRAWS; draw++)
    {
      GTimeSpan wait = note (fixture, unavailable, 12);

      g_assert_cmpint (wait, >, 0);
      longest = MAX (longest, wait);
    }
  g_assert_cmpint (longest, >, 4 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (note (fixture, quota, 1), ==, G_TIME_SPAN_HOUR);
}

static void
test_throttled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply
      = answer (403, NULL, "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)");

  for (guint draw = 0; draw < N_DRAWS; draw++)
    {
      GTimeSpan wait = note (fixture, reply, 9);

      g_assert_cmpint (wait, >=, G_TIME_SPAN_SECOND);
      g_assert_cmpint (wait, <=, 3 * G_TIME_SPAN_SECOND + 1);
    }
  g_assert_false (bitacora_courier_schedule_is_paused_long (fixture->schedule, "sales"));
}

static void
test_quota (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = answer (403, NULL, "TOKEN LIMIT EXCEEDED");
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);

  g_assert_cmpint (note (fixture, reply, 1), ==, G_TIME_SPAN_HOUR);
  next = bitacora_courier_schedule_get_next (fixture->schedule);
  g_assert_cmpint (g_date_time_difference (next, now), ==, G_TIME_SPAN_HOUR);
  turn (fixture, 59 * G_TIME_SPAN_MINUTE);
  g_assert_true (is_blocked (fixture));
  turn (fixture, G_TIME_SPAN_MINUTE);
  g_assert_false (is_blocked (fixture));
}

static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) reply = answer (403, NULL, "PLEASE VALIDATE TOKEN");
  g_autoptr (BitacoraCrmReply) logged = answer (200, NULL, "null");

  g_assert_cmpint (note (fixture, reply, 1), ==, -1);
  turn (fixture, 14 * G_TIME_SPAN_MINUTE);
  g_assert_true (is_blocked (fixture));
  bitacora_courier_schedule_resume (fixture->schedule, "sales");
  g_assert_false (is_blocked (fixture));

  /* Another process may have saved a new token: one request looks. */
  note (fixture, reply, 1);
  turn (fixture, 15 * G_TIME_SPAN_MINUTE);
  g_assert_false (is_blocked (fixture));
  bitacora_courier_schedule_prepare (fixture->schedule, "sales");
  bitacora_courier_schedule_open (fixture->schedule, "sales");
  g_assert_true (is_blocked (fixture));
  note (fixture, logged, 2);
  g_assert_false (is_blocked (fixture));
}

/* The clock was a year ahead when the pause began. */
static void
test_clock_set_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) quota = answer (403, NULL, "TOKEN LIMIT EXCEEDED");

  note (fixture, quota, 1);
  g_assert_true (is_blocked (fixture));
  turn (fixture, -365 * G_TIME_SPAN_DAY);
  g_assert_false (is_blocked (fixture));
  g_assert_null (bitacora_courier_schedule_get_next (fixture->schedule));
}

/* The second of two requests was answered before the first one's pause was known to it. */
static void
test_bystander_ends_no_pause (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) limited = answer (429, "90", "");
  g_autoptr (BitacoraCrmReply) logged = answer (200, NULL, "null");

  for (guint i = 0; i < 2; i++)
    {
      bitacora_courier_schedule_prepare (fixture->schedule, "sales");
      bitacora_courier_schedule_open (fixture->schedule, "sales");
    }
  note (fixture, limited, 1);
  note (fixture, logged, 1);
  g_assert_true (is_paused (fixture));
}

static void
test_network_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCrmReply) not_sent = outbox_fixture_not_sent ();
  g_autoptr (BitacoraCrmReply) limited = answer (429, "90", "");

  note (fixture, not_sent, 1);
  bitacora_courier_schedule_resume_unreached (fixture->schedule);
  g_assert_false (is_paused (fixture));
  note (fixture, limited, 1);
  bitacora_courier_schedule_resume_unreached (fixture->schedule);
  g_assert_true (is_paused (fixture));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/courier/schedule/two-at-once", test_two_at_once);
  add ("/courier/schedule/one-ahead", test_one_ahead);
  add ("/courier/schedule/backoff", test_backoff);
  add ("/courier/schedule/outage-probes-with-one", test_outage_probes_with_one);
  add ("/courier/schedule/silent-server", test_silent_server);
  add ("/courier/schedule/retry-after", test_retry_after);
  add ("/courier/schedule/retry-after-is-least", test_retry_after_is_least);
  add ("/courier/schedule/retry-after-nothing", test_retry_after_nothing);
  add ("/courier/schedule/throttled", test_throttled);
  add ("/courier/schedule/quota", test_quota);
  add ("/courier/schedule/credentials", test_credentials);
  add ("/courier/schedule/clock-set-back", test_clock_set_back);
  add ("/courier/schedule/bystander-ends-no-pause", test_bystander_ends_no_pause);
  add ("/courier/schedule/network-back", test_network_back);
  return g_test_run ();
}
