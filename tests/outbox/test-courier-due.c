/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls that are read some time before they are sent: what was decided meanwhile counts. */
#include "outbox-fixture.h"

#include "outbox/bitacora-courier-due.h"
#include "outbox/bitacora-outbox-history.h"
#include "outbox/bitacora-outbox-private.h"

/* More often than a commit could take. */
#define N_LOOKS 20

typedef struct
{
  OutboxFixture outbox;
  BitacoraClock *clock;
  BitacoraCourierSchedule *schedule;
  BitacoraCourierDue *due;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  outbox_fixture_set_up (&fixture->outbox, data);
  fixture->clock = bitacora_clock_new_at (now);
  fixture->schedule = bitacora_courier_schedule_new (fixture->clock);
  fixture->due = bitacora_courier_due_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bitacora_courier_due_free (fixture->due);
  bitacora_courier_schedule_free (fixture->schedule);
  g_object_unref (fixture->clock);
  outbox_fixture_tear_down (&fixture->outbox, data);
}

static GPtrArray *
list_due (Fixture *fixture, guint limit)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  bitacora_outbox_list_due_async (
      fixture->outbox.outbox, NULL, now, limit, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_list_due_finish (fixture->outbox.outbox, result, NULL, &error);
  g_assert_no_error (error);
  return entries;
}

static void
note_all (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = list_due (fixture, 0);

  bitacora_courier_due_note_question (fixture->due, "");
  bitacora_courier_due_note_answer (fixture->due, entries, NULL);
}

static gint64
take (Fixture *fixture)
{
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_courier_due_take (fixture->due, fixture->schedule);

  return entry != NULL ? bitacora_outbox_entry_get_id (entry) : 0;
}

static gint64
start (Fixture *fixture, BitacoraOutboxEntry *entry, GError **error)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_start_attempt_of_async (fixture->outbox.outbox,
                                          entry,
                                          "http://127.0.0.1:9",
                                          "{}",
                                          now,
                                          NULL,
                                          outbox_fixture_result_cb,
                                          &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_start_attempt_finish (fixture->outbox.outbox, result, error);
}

static void
stop (Fixture *fixture, gint64 id)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_not_sent ();
  g_autoptr (GDateTime) never = g_date_time_new_utc (9999, 12, 31, 23, 59, 59);
  g_autoptr (BitacoraOutboxEntry) stopped = NULL;
  g_autoptr (GError) error = NULL;

  stopped = outbox_fixture_hold (fixture->outbox.outbox, id, reply, never, &error);
  g_assert_no_error (error);
}

static void
test_oldest_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  gint64 ids[4];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = outbox_fixture_append (fixture->outbox.outbox, "sales", "A call");
  entries = list_due (fixture, 3);
  g_assert_cmpuint (entries->len, ==, 3);
  note_all (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      if (i < entries->len)
        g_assert_cmpint (bitacora_outbox_entry_get_id (entries->pdata[i]), ==, ids[i]);
      g_assert_cmpint (take (fixture), ==, ids[i]);
    }
  g_assert_cmpint (take (fixture), ==, 0);
}

static void
test_passes_over_those_that_wait (Fixture *fixture, gconstpointer data)
{
  gint64 sales = outbox_fixture_append (fixture->outbox.outbox, "sales", "First");
  gint64 help = outbox_fixture_append (fixture->outbox.outbox, "help", "Second");

  note_all (fixture);
  bitacora_courier_schedule_pause (fixture->schedule, "sales", G_TIME_SPAN_HOUR);
  g_assert_cmpint (take (fixture), ==, help);
  g_assert_cmpint (take (fixture), ==, 0);
  bitacora_courier_schedule_resume (fixture->schedule, "sales");
  g_assert_cmpint (take (fixture), ==, sales);
}

static void
test_removed_and_forgotten (Fixture *fixture, gconstpointer data)
{
  gint64 first = outbox_fixture_append (fixture->outbox.outbox, "sales", "First");
  gint64 second = outbox_fixture_append (fixture->outbox.outbox, "sales", "Second");

  note_all (fixture);
  bitacora_courier_due_remove (fixture->due, first);
  g_assert_cmpint (take (fixture), ==, second);
  note_all (fixture);
  bitacora_courier_due_forget (fixture->due);
  g_assert_cmpint (take (fixture), ==, 0);
}

static void
test_barren (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GDateTime) next = g_date_time_add_hours (now, 1);
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 2);

  bitacora_courier_due_note_question (fixture->due, "sales");
  bitacora_courier_due_note_answer (fixture->due, none, next);
  g_assert_true (bitacora_courier_due_is_barren (fixture->due, "sales", now));
  g_assert_false (bitacora_courier_due_is_barren (fixture->due, "", now));
  g_assert_false (bitacora_courier_due_is_barren (fixture->due, "sales", later));
  g_assert_true (bitacora_courier_due_get_next (fixture->due) == next);

  /* What there is of others says nothing about these. */
  outbox_fixture_append (fixture->outbox.outbox, "help", "A call");
  some = list_due (fixture, 0);
  bitacora_courier_due_note_question (fixture->due, "");
  bitacora_courier_due_note_answer (fixture->due, some, NULL);
  g_assert_true (bitacora_courier_due_is_barren (fixture->due, "sales", now));

  /* Something changed while the outbox was asked. */
  bitacora_courier_due_note_question (fixture->due, "sales");
  bitacora_courier_due_forget (fixture->due);
  bitacora_courier_due_note_answer (fixture->due, none, next);
  g_assert_false (bitacora_courier_due_is_barren (fixture->due, "sales", now));
}

static void
test_stopped_since (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (BitacoraOutboxEntry) stopped = NULL;
  g_autoptr (GError) error = NULL, no_error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox.outbox, "sales", "A call");

  entries = list_due (fixture, 0);
  stop (fixture, id);
  g_assert_cmpint (start (fixture, entries->pdata[0], &error), ==, 0);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox.outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);

  /* Whoever has seen that it was stopped may send it all the same: its user asked for it. */
  stopped = outbox_fixture_get (fixture->outbox.outbox, id, &no_error);
  g_assert_cmpint (start (fixture, stopped, &no_error), >, 0);
  g_assert_no_error (no_error);
}

static void
test_corrected_since (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;
  g_autoptr (GError) error = NULL, no_error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox.outbox, "sales", "A call");

  entries = list_due (fixture, 0);
  corrected = outbox_fixture_correct (fixture->outbox.outbox, id, "Another name", &no_error);
  g_assert_no_error (no_error);
  g_assert_cmpint (start (fixture, entries->pdata[0], &error), ==, 0);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
}

/* Asked on another thread, which no cork keeps back. */
static guint
count_sending (Fixture *fixture)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_query_set_states (query, 1u << BITACORA_OUTBOX_STATE_SENDING);
  bitacora_outbox_find_async (fixture->outbox.outbox,
                              query,
                              0,
                              NULL,
                              outbox_fixture_result_cb,
                              &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_find_finish (fixture->outbox.outbox, result, &error);
  g_assert_no_error (error);
  return entries->len;
}

static void
test_cork (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GAsyncResult) first = NULL, second = NULL;
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  gint64 id = outbox_fixture_append (fixture->outbox.outbox, "sales", "A call");
  gint64 other = outbox_fixture_append (fixture->outbox.outbox, "sales", "Another call");

  bitacora_outbox_cork (fixture->outbox.outbox);
  bitacora_outbox_cork (fixture->outbox.outbox);
  bitacora_outbox_start_attempt_async (fixture->outbox.outbox,
                                       id,
                                       "http://127.0.0.1:9",
                                       "{}",
                                       now,
                                       NULL,
                                       outbox_fixture_result_cb,
                                       &first);
  bitacora_outbox_uncork (fixture->outbox.outbox);
  bitacora_outbox_start_attempt_async (fixture->outbox.outbox,
                                       other,
                                       "http://127.0.0.1:9",
                                       "{}",
                                       now,
                                       NULL,
                                       outbox_fixture_result_cb,
                                       &second);
  for (guint i = 0; i < N_LOOKS; i++)
    {
      g_assert_cmpuint (count_sending (fixture), ==, 0);
      g_assert_null (first);
    }
  bitacora_outbox_uncork (fixture->outbox.outbox);
  /* Both are answered in one turn: they were written together. */
  outbox_fixture_wait_until (first != NULL);
  g_assert_nonnull (second);
  left = list_due (fixture, 0);
  g_assert_cmpuint (left->len, ==, 0);
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
  add ("/courier/due/oldest-first", test_oldest_first);
  add ("/courier/due/passes-over-those-that-wait", test_passes_over_those_that_wait);
  add ("/courier/due/removed-and-forgotten", test_removed_and_forgotten);
  add ("/courier/due/barren", test_barren);
  add ("/courier/due/stopped-since", test_stopped_since);
  add ("/courier/due/corrected-since", test_corrected_since);
  add ("/courier/due/cork", test_cork);
  return g_test_run ();
}
