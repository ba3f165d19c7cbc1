/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nobody forgets whom they promised to call again, and nobody is reminded twice. */
#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-follow-ups.h"

/* In seconds since 1970. */
#define MORNING G_GINT64_CONSTANT (1700035200)
#define HOUR 3600
#define DAY (24 * HOUR)

static GDateTime *
at (gint64 seconds)
{
  return g_date_time_new_from_unix_utc (seconds);
}

/* A call with a reminder; 0 for none. */
static BitacoraCallActivity *
create_activity (const char *name, gint64 reminder)
{
  BitacoraCallActivity *activity = outbox_fixture_create_activity (name);
  g_autoptr (GDateTime) moment = at (reminder);

  bitacora_call_activity_set_remember (activity, reminder != 0);
  bitacora_call_activity_set_reminder_date (activity, moment);
  return activity;
}

static gint64
append_activity (BitacoraOutbox *outbox, BitacoraCallActivity *activity)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_append_async (outbox, "sales", activity, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_append_finish (outbox, result, &error);
  g_assert_no_error (error);
  return bitacora_outbox_entry_get_id (entry);
}

static gint64
append (BitacoraOutbox *outbox, const char *name, gint64 reminder)
{
  g_autoptr (BitacoraCallActivity) activity = create_activity (name, reminder);

  return append_activity (outbox, activity);
}

static void
correct (BitacoraOutbox *outbox, gint64 id, const char *name, gint64 reminder)
{
  g_autoptr (BitacoraCallActivity) activity = create_activity (name, reminder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_correct_async (outbox, id, activity, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_correct_finish (outbox, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (entry);
}

static void
discard (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GError) error = NULL;

  outbox_fixture_discard (outbox, id, &error);
  g_assert_no_error (error);
}

static void
restore (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = outbox_deeds_restore (outbox, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
}

static BitacoraOutboxEntry *
try_postpone (BitacoraOutbox *outbox, gint64 id, gint64 due, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDateTime) moment = at (due);

  bitacora_outbox_postpone_follow_up_async (outbox, id, moment, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_postpone_follow_up_finish (outbox, result, error);
}

static void
postpone (BitacoraOutbox *outbox, gint64 id, gint64 due)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = try_postpone (outbox, id, due, &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (bitacora_outbox_entry_get_follow_up (entry)), ==, due);
}

static BitacoraOutboxEntry *
try_complete (BitacoraOutbox *outbox, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDateTime) now = at (MORNING);

  bitacora_outbox_complete_follow_up_async (outbox, id, now, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_complete_follow_up_finish (outbox, result, error);
}

static void
complete (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = try_complete (outbox, id, &error);

  g_assert_no_error (error);
  g_assert_null (bitacora_outbox_entry_get_follow_up (entry));
}

/* The ids of entries, in their order. */
static char *
write_ids (GPtrArray *entries)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (ids,
                            "%s%d",
                            i > 0 ? " " : "",
                            (int)bitacora_outbox_entry_get_id (entries->pdata[i]));
  return g_string_free (ids, FALSE);
}

static char *
list (BitacoraOutbox *outbox, GDateTime *until, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_list_follow_ups_async (outbox,
                                         until,
                                         limit,
                                         NULL,
                                         outbox_fixture_result_cb,
                                         &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_list_follow_ups_finish (outbox, result, &error);
  g_assert_no_error (error);
  return write_ids (entries);
}

static gint64
count (BitacoraOutbox *outbox, GDateTime *until)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_open;

  bitacora_outbox_count_follow_ups_async (outbox, until, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  n_open = bitacora_outbox_count_follow_ups_finish (outbox, result, &error);
  g_assert_no_error (error);
  return n_open;
}

/* What is listed, which is also what is counted. */
static void
assert_open (BitacoraOutbox *outbox, const char *expected)
{
  g_autofree char *ids = list (outbox, NULL, 0);
  g_auto (GStrv) all = g_strsplit (ids, " ", -1);

  g_assert_cmpstr (ids, ==, expected);
  g_assert_cmpint (count (outbox, NULL), ==, *ids == '\0' ? 0 : g_strv_length (all));
}

static char *
take_reminders (BitacoraOutbox *outbox, gint64 now, gint64 *next)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDateTime) moment = at (now);
  g_autoptr (GDateTime) next_moment = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_take_reminders_async (outbox, moment, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_take_reminders_finish (outbox, result, &next_moment, &error);
  g_assert_no_error (error);
  if (next != NULL)
    *next = next_moment != NULL ? g_date_time_to_unix (next_moment) : 0;
  return write_ids (entries);
}

static void
assert_reminders (BitacoraOutbox *outbox, gint64 now, const char *expected, gint64 expected_next)
{
  gint64 next;
  g_autofree char *ids = take_reminders (outbox, now, &next);

  g_assert_cmpstr (ids, ==, expected);
  g_assert_cmpint (next, ==, expected_next);
}

static void
test_list (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) noon = at (MORNING + 4 * HOUR);
  g_autofree char *before = NULL;
  g_autofree char *first = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  append (fixture->outbox, "Late", MORNING + 4 * HOUR);
  append (fixture->outbox, "Never", 0);
  append (fixture->outbox, "Early", MORNING);
  append (fixture->outbox, "Early too", MORNING);

  assert_open (fixture->outbox, "3 4 1");
  before = list (fixture->outbox, noon, 0);
  g_assert_cmpstr (before, ==, "3 4");
  g_assert_cmpint (count (fixture->outbox, noon), ==, 2);
  first = list (fixture->outbox, NULL, 1);
  g_assert_cmpstr (first, ==, "3");

  entry = outbox_fixture_get (fixture->outbox, 3, &error);
  g_assert_cmpint (g_date_time_to_unix (bitacora_outbox_entry_get_follow_up (entry)), ==, MORNING);
  g_assert_cmpint (g_date_time_get_utc_offset (bitacora_outbox_entry_get_follow_up (entry)), ==, 0);
  g_clear_object (&entry);
  entry = outbox_fixture_get (fixture->outbox, 2, &error);
  g_assert_null (bitacora_outbox_entry_get_follow_up (entry));
}

/* The moment counts, in whatever zone it is said. */
static void
test_zones (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) bogota = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GTimeZone) tokyo = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GDateTime) reminder = g_date_time_new (bogota, 2023, 11, 15, 8, 0, 0.5);
  g_autoptr (GDateTime) until = g_date_time_new (tokyo, 2023, 11, 15, 22, 0, 1);
  g_autoptr (GDateTime) too_early = g_date_time_new (tokyo, 2023, 11, 15, 22, 0, 0);
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("Ana");
  gint64 due = g_date_time_to_unix (reminder);

  bitacora_call_activity_set_reminder_date (activity, reminder);
  append_activity (fixture->outbox, activity);
  g_assert_cmpint (count (fixture->outbox, until), ==, 1);
  g_assert_cmpint (count (fixture->outbox, too_early), ==, 0);
  assert_reminders (fixture->outbox, due - 1, "", due);
  assert_reminders (fixture->outbox, due, "1", 0);

  /* Half a second is not another date. */
  postpone (fixture->outbox, 1, due + DAY);
  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (BitacoraOutboxEntry) entry = NULL;
    g_autoptr (GError) error = NULL;

    bitacora_outbox_correct_async (fixture->outbox,
                                   1,
                                   activity,
                                   NULL,
                                   outbox_fixture_result_cb,
                                   &result);
    outbox_fixture_wait_until (result != NULL);
    entry = bitacora_outbox_correct_finish (fixture->outbox, result, &error);
    g_assert_no_error (error);
    g_assert_cmpint (g_date_time_to_unix (bitacora_outbox_entry_get_follow_up (entry)),
                     ==,
                     due + DAY);
  }
}

static void
test_correct (OutboxFixture *fixture, gconstpointer data)
{
  gint64 id = append (fixture->outbox, "Ana", MORNING);

  assert_reminders (fixture->outbox, MORNING, "1", 0);
  complete (fixture->outbox, id);
  /* What says the same date leaves it as it is. */
  correct (fixture->outbox, id, "Ana Gómez", MORNING);
  assert_open (fixture->outbox, "");
  assert_reminders (fixture->outbox, MORNING + DAY, "", 0);
  /* Another date opens it. */
  correct (fixture->outbox, id, "Ana Gómez", MORNING + HOUR);
  assert_open (fixture->outbox, "1");
  assert_reminders (fixture->outbox, MORNING, "", MORNING + HOUR);
  assert_reminders (fixture->outbox, MORNING + HOUR, "1", 0);
  /* And none ends it. */
  correct (fixture->outbox, id, "Ana Gómez", 0);
  assert_open (fixture->outbox, "");
  correct (fixture->outbox, id, "Ana Gómez", MORNING);
  assert_open (fixture->outbox, "1");
  assert_reminders (fixture->outbox, MORNING, "1", 0);
}

/* Who puts one off and then corrects the text means both. */
static void
test_correct_postponed (OutboxFixture *fixture, gconstpointer data)
{
  gint64 id = append (fixture->outbox, "Ana", MORNING);

  postpone (fixture->outbox, id, MORNING + DAY);
  correct (fixture->outbox, id, "Ana Gómez", MORNING);
  assert_reminders (fixture->outbox, MORNING + HOUR, "", MORNING + DAY);
  /* A correction that is refused changes no follow-up either. */
  outbox_deeds_query (fixture->path, "UPDATE entry SET state = 'logged'");
  {
    g_autoptr (BitacoraCallActivity) activity = create_activity ("Ana", MORNING + HOUR);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    bitacora_outbox_correct_async (fixture->outbox,
                                   id,
                                   activity,
                                   NULL,
                                   outbox_fixture_result_cb,
                                   &result);
    outbox_fixture_wait_until (result != NULL);
    g_assert_null (bitacora_outbox_correct_finish (fixture->outbox, result, &error));
    g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
  }
  assert_reminders (fixture->outbox, MORNING + HOUR, "", MORNING + DAY);
}

static void
test_discard (OutboxFixture *fixture, gconstpointer data)
{
  gint64 id = append (fixture->outbox, "Ana", MORNING);
  g_autoptr (GError) postpone_error = NULL;
  g_autoptr (GError) complete_error = NULL;

  append (fixture->outbox, "Luis", MORNING + HOUR);
  discard (fixture->outbox, id);
  assert_open (fixture->outbox, "2");
  assert_reminders (fixture->outbox, MORNING, "", MORNING + HOUR);
  g_assert_null (try_postpone (fixture->outbox, id, MORNING, &postpone_error));
  g_assert_error (postpone_error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_assert_null (try_complete (fixture->outbox, id, &complete_error));
  g_assert_error (complete_error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);

  restore (fixture->outbox, id);
  assert_open (fixture->outbox, "1 2");
  assert_reminders (fixture->outbox, MORNING, "1", MORNING + HOUR);
  /* What was announced stays so when it comes back. */
  discard (fixture->outbox, id);
  restore (fixture->outbox, id);
  assert_reminders (fixture->outbox, MORNING, "", MORNING + HOUR);
}

static void
test_postpone (OutboxFixture *fixture, gconstpointer data)
{
  gint64 id = append (fixture->outbox, "Ana", MORNING);
  gint64 other = append (fixture->outbox, "Luis", 0);

  assert_reminders (fixture->outbox, MORNING, "1", 0);
  /* Snoozed: it is announced again, once. */
  postpone (fixture->outbox, id, MORNING + 600);
  assert_reminders (fixture->outbox, MORNING + 60, "", MORNING + 600);
  assert_reminders (fixture->outbox, MORNING + 600, "1", 0);
  assert_reminders (fixture->outbox, MORNING + 660, "", 0);
  /* Its activity is what it was. */
  g_assert_cmpint (outbox_deeds_query (fixture->path, "SELECT sum (revision) FROM entry"), ==, 0);
  /* One that had none gets one. */
  postpone (fixture->outbox, other, MORNING + DAY);
  assert_open (fixture->outbox, "1 2");
}

static void
test_complete (OutboxFixture *fixture, gconstpointer data)
{
  gint64 id = append (fixture->outbox, "Ana", MORNING);
  gint64 other = append (fixture->outbox, "Luis", 0);

  complete (fixture->outbox, id);
  assert_open (fixture->outbox, "");
  assert_reminders (fixture->outbox, MORNING + DAY, "", 0);
  /* Twice is as good as once, and none is done. */
  complete (fixture->outbox, id);
  complete (fixture->outbox, other);
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT count (*) FROM entry WHERE followed_up IS NOT NULL"),
                   ==,
                   1);
}

/* Taking Done back makes no noise about what was announced, and does about what was not. */
static void
test_undo (OutboxFixture *fixture, gconstpointer data)
{
  gint64 heard = append (fixture->outbox, "Ana", MORNING);
  gint64 unheard;

  assert_reminders (fixture->outbox, MORNING, "1", 0);
  complete (fixture->outbox, heard);
  postpone (fixture->outbox, heard, MORNING);
  assert_open (fixture->outbox, "1");
  assert_reminders (fixture->outbox, MORNING + HOUR, "", 0);

  unheard = append (fixture->outbox, "Luis", MORNING + DAY);
  complete (fixture->outbox, unheard);
  postpone (fixture->outbox, unheard, MORNING + DAY);
  assert_reminders (fixture->outbox, MORNING + DAY, "2", 0);
  /* So does taking Later back. */
  postpone (fixture->outbox, heard, MORNING + 2 * DAY);
  postpone (fixture->outbox, heard, MORNING);
  assert_reminders (fixture->outbox, MORNING + 3 * DAY, "", 0);
}

/* What was missed while nobody looked comes together, the earliest first, and once. */
static void
test_reminders (OutboxFixture *fixture, gconstpointer data)
{
  append (fixture->outbox, "Third", MORNING + 3 * HOUR);
  append (fixture->outbox, "First", MORNING + HOUR);
  append (fixture->outbox, "Second", MORNING + 2 * HOUR);
  append (fixture->outbox, "Last", MORNING + DAY);

  assert_reminders (fixture->outbox, MORNING, "", MORNING + HOUR);
  outbox_fixture_reopen (fixture);
  assert_reminders (fixture->outbox, MORNING + 3 * HOUR, "2 3 1", MORNING + DAY);
  outbox_fixture_reopen (fixture);
  assert_reminders (fixture->outbox, MORNING + 4 * HOUR, "", MORNING + DAY);
  assert_reminders (fixture->outbox, MORNING + 2 * DAY, "4", 0);
}

static void
test_clock (OutboxFixture *fixture, gconstpointer data)
{
  append (fixture->outbox, "Ana", MORNING);
  append (fixture->outbox, "Luis", MORNING + HOUR);

  assert_reminders (fixture->outbox, MORNING, "1", MORNING + HOUR);
  /* Set back: what was announced is not announced again, what was not still waits. */
  assert_reminders (fixture->outbox, MORNING - DAY, "", MORNING + HOUR);
  assert_reminders (fixture->outbox, MORNING, "", MORNING + HOUR);
  assert_reminders (fixture->outbox, MORNING + HOUR, "2", 0);
  /* Set forward by years, and back. */
  append (fixture->outbox, "Eva", MORNING + 2 * HOUR);
  assert_reminders (fixture->outbox, MORNING + 1000 * DAY, "3", 0);
  assert_reminders (fixture->outbox, MORNING + 2 * HOUR, "", 0);
}

/* Two processes hear of the same change at the same moment: one gets each reminder. */
static void
test_two (OutboxFixture *fixture, gconstpointer data)
{
  enum
  {
    N_ROUNDS = 20,
    N_CALLS = 5
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) other = outbox_fixture_open (fixture->path, &error);
  guint n_taken = 0;

  g_assert_no_error (error);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GDateTime) now = at (MORNING + round * HOUR);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GAsyncResult) other_result = NULL;
      g_autoptr (GPtrArray) entries = NULL;
      g_autoptr (GPtrArray) other_entries = NULL;

      for (guint i = 0; i < N_CALLS; i++)
        append (fixture->outbox, "Ana", MORNING + round * HOUR);
      bitacora_outbox_take_reminders_async (fixture->outbox,
                                            now,
                                            NULL,
                                            outbox_fixture_result_cb,
                                            &result);
      bitacora_outbox_take_reminders_async (other,
                                            now,
                                            NULL,
                                            outbox_fixture_result_cb,
                                            &other_result);
      outbox_fixture_wait_until (result != NULL && other_result != NULL);
      entries = bitacora_outbox_take_reminders_finish (fixture->outbox, result, NULL, &error);
      g_assert_no_error (error);
      other_entries = bitacora_outbox_take_reminders_finish (other, other_result, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (entries->len == 0 || other_entries->len == 0);
      n_taken += entries->len + other_entries->len;
    }
  g_assert_cmpuint (n_taken, ==, N_ROUNDS * N_CALLS);
}

static void
test_cancel (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GDateTime) now = at (MORNING);
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) count_result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) count_error = NULL;

  append (fixture->outbox, "Ana", MORNING);
  g_cancellable_cancel (cancellable);
  bitacora_outbox_take_reminders_async (fixture->outbox,
                                        now,
                                        cancellable,
                                        outbox_fixture_result_cb,
                                        &result);
  bitacora_outbox_count_follow_ups_async (fixture->outbox,
                                          now,
                                          cancellable,
                                          outbox_fixture_result_cb,
                                          &count_result);
  outbox_fixture_wait_until (result != NULL && count_result != NULL);
  g_assert_null (bitacora_outbox_take_reminders_finish (fixture->outbox, result, &next, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (next);
  g_assert_cmpint (bitacora_outbox_count_follow_ups_finish (fixture->outbox,
                                                            count_result,
                                                            &count_error),
                   ==,
                   -1);
  g_assert_error (count_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Cancelled means not taken. */
  assert_reminders (fixture->outbox, MORNING, "1", 0);
}

/* A call that makes no sense any more holds up no other, and is not met again and again. */
static void
test_damaged (OutboxFixture *fixture, gconstpointer data)
{
  append (fixture->outbox, "Ana", MORNING);
  append (fixture->outbox, "Luis", MORNING);
  outbox_deeds_query (fixture->path, "UPDATE entry SET activity = 'nonsense' WHERE id = 1");

  assert_reminders (fixture->outbox, MORNING, "2", 0);
  g_assert_cmpint (
      outbox_deeds_query (fixture->path,
                          "SELECT count (*) FROM entry WHERE announced IS NOT follow_up"),
      ==,
      0);
}

/* An import that brings the calls of years reminds of what is still to come. */
static void
test_batch (OutboxFixture *fixture, gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 reminders[] = { now - DAY, now + DAY, 0, now + HOUR };
  g_autoptr (GPtrArray) activities = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  for (guint i = 0; i < G_N_ELEMENTS (reminders); i++)
    g_ptr_array_add (activities, create_activity ("Imported", reminders[i]));
  bitacora_outbox_append_batch_async (
      fixture->outbox, batch, "sales", activities, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  bitacora_outbox_append_batch_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);
  /* Not before the import is complete. */
  assert_open (fixture->outbox, "");
  assert_reminders (fixture->outbox, now + 2 * DAY, "", 0);
  outbox_deeds_commit_batch (fixture->outbox, batch, &error);
  g_assert_no_error (error);
  assert_open (fixture->outbox, "4 2");
  assert_reminders (fixture->outbox, now, "", now + HOUR);
}

static void
changed_cb (BitacoraOutbox *outbox, gint64 id, gpointer user_data)
{
  GArray *ids = user_data;

  g_array_append_val (ids, id);
}

static void
test_changed (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = append (fixture->outbox, "Ana", MORNING);
  gulong handler = g_signal_connect (fixture->outbox, "changed", G_CALLBACK (changed_cb), ids);

  postpone (fixture->outbox, id, MORNING + HOUR);
  g_assert_cmpuint (ids->len, ==, 1);
  complete (fixture->outbox, id);
  g_assert_cmpuint (ids->len, ==, 2);
  /* Nothing is changed that is as it was, nor by being announced. */
  complete (fixture->outbox, id);
  postpone (fixture->outbox, id, MORNING + HOUR);
  assert_reminders (fixture->outbox, MORNING + HOUR, "1", 0);
  g_assert_cmpuint (ids->len, ==, 3);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), ==, id);
  g_signal_handler_disconnect (fixture->outbox, handler);
}

#define ADD(name, test)                                                                            \
  g_test_add ("/outbox/follow-ups/" name,                                                          \
              OutboxFixture,                                                                       \
              NULL,                                                                                \
              outbox_fixture_set_up,                                                               \
              test,                                                                                \
              outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("list", test_list);
  ADD ("zones", test_zones);
  ADD ("correct", test_correct);
  ADD ("correct-postponed", test_correct_postponed);
  ADD ("discard", test_discard);
  ADD ("postpone", test_postpone);
  ADD ("complete", test_complete);
  ADD ("undo", test_undo);
  ADD ("reminders", test_reminders);
  ADD ("clock", test_clock);
  ADD ("two", test_two);
  ADD ("cancel", test_cancel);
  ADD ("damaged", test_damaged);
  ADD ("batch", test_batch);
  ADD ("changed", test_changed);
  return g_test_run ();
}
