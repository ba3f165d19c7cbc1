/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept is read page by page, with every try to send it, and a reading can be stopped. */
#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-attempt.h"
#include "outbox/bitacora-outbox-history.h"

#include <sqlite3.h>
#include <string.h>

static GPtrArray *
list_attempts (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *attempts;

  bitacora_outbox_list_attempts_async (outbox, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  attempts = bitacora_outbox_list_attempts_finish (outbox, result, &error);
  g_assert_no_error (error);
  return attempts;
}

static GArray *
list_places (BitacoraOutbox *outbox)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *places;

  bitacora_outbox_index_async (outbox, query, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  places = bitacora_outbox_index_finish (outbox, result, &error);
  g_assert_no_error (error);
  return places;
}

static GPtrArray *
get_many (BitacoraOutbox *outbox, const gint64 *ids, guint n_ids)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  bitacora_outbox_get_many_async (outbox, ids, n_ids, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_get_many_finish (outbox, result, &error);
  g_assert_no_error (error);
  return entries;
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* The same call, many times over. */
static void
multiply (OutboxFixture *fixture, guint n_calls)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
      " INSERT INTO entry (profile, activity, search, created)"
      " SELECT profile, activity, search, created + i FROM entry, n WHERE id = 1",
      n_calls);

  outbox_fixture_append (fixture->outbox, "sales", "Rocket");
  run_sql (fixture->path, sql);
}

static void
test_pages (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) none = NULL;
  const gint64 wanted[] = { 7, 99999, 3, 5 };
  g_autoptr (GError) error = NULL;

  multiply (fixture, 1200);
  places = list_places (fixture->outbox);
  g_assert_cmpuint (places->len, ==, 1201);
  for (guint i = 0; i < places->len; i++)
    {
      BitacoraOutboxPlace *place = &g_array_index (places, BitacoraOutboxPlace, i);

      g_assert_cmpint (place->id, ==, 1201 - i);
      g_array_append_val (ids, place->id);
    }
  all = get_many (fixture->outbox, (const gint64 *)(gpointer)ids->data, ids->len);
  g_assert_cmpuint (all->len, ==, 1201);

  g_assert_true (outbox_fixture_discard (fixture->outbox, 5, &error));
  page = get_many (fixture->outbox, wanted, G_N_ELEMENTS (wanted));
  g_assert_cmpuint (page->len, ==, 2);
  none = get_many (fixture->outbox, NULL, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

/* The ids say which is newer, also where the clock was set back. */
static void
test_clock_set_back (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) places = NULL;

  multiply (fixture, 20);
  run_sql (fixture->path, "UPDATE entry SET created = created - 1000000 WHERE id > 15");
  places = list_places (fixture->outbox);
  for (guint i = 0; i < places->len; i++)
    g_assert_cmpint (g_array_index (places, BitacoraOutboxPlace, i).id, ==, 21 - i);
}

static void
test_attempts (OutboxFixture *fixture, gconstpointer data)
{
  gint64 id = outbox_deeds_append_rejected (fixture->outbox, "Drax");
  g_autoptr (GPtrArray) attempts = list_attempts (fixture->outbox, id);
  g_autoptr (GPtrArray) two = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;
  g_autofree char *words = NULL;
  g_autofree char *on_its_way = NULL;
  BitacoraOutboxAttempt *attempt;

  g_assert_cmpuint (attempts->len, ==, 1);
  attempt = attempts->pdata[0];
  g_assert_true (bitacora_outbox_attempt_has_verdict (attempt));
  g_assert_cmpint (bitacora_outbox_attempt_get_verdict (attempt),
                   ==,
                   BITACORA_CRM_VERDICT_REJECTED);
  g_assert_cmpuint (bitacora_outbox_attempt_get_http_status (attempt), ==, 200);
  g_assert_cmpint (bitacora_outbox_attempt_get_code (attempt), ==, 400);
  g_assert_nonnull (bitacora_outbox_attempt_get_body (attempt));
  g_assert_nonnull (bitacora_outbox_attempt_get_ended (attempt));
  g_assert_cmpint (g_date_time_difference (bitacora_outbox_attempt_get_ended (attempt),
                                           bitacora_outbox_attempt_get_started (attempt)),
                   >=,
                   0);
  words = bitacora_outbox_attempt_describe (attempt);
  g_assert_nonnull (strstr (words, "status is not valid"));

  corrected = outbox_fixture_correct (fixture->outbox, id, "Drax", &error);
  g_assert_no_error (error);
  outbox_fixture_start (fixture->outbox, id, &error);
  g_assert_no_error (error);
  two = list_attempts (fixture->outbox, id);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpint (bitacora_outbox_attempt_get_id (two->pdata[0]),
                   <,
                   bitacora_outbox_attempt_get_id (two->pdata[1]));
  g_assert_null (bitacora_outbox_attempt_get_ended (two->pdata[1]));
  g_assert_false (bitacora_outbox_attempt_has_verdict (two->pdata[1]));
  on_its_way = bitacora_outbox_attempt_describe (two->pdata[1]);
  g_assert_cmpstr (on_its_way, !=, "");
  none = list_attempts (fixture->outbox, id + 1);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Stopped before it began, and while SQLite is at it: the next reading does not wait for what is
 * left of it. */
static void
test_cancel (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();

  multiply (fixture, 30000);
  bitacora_outbox_query_set_text (query, "rocket");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      bitacora_outbox_find_async (fixture->outbox,
                                  query,
                                  0,
                                  cancellable,
                                  outbox_fixture_result_cb,
                                  &result);
      g_cancellable_cancel (cancellable);
      outbox_fixture_wait_until (result != NULL);
      g_assert_null (bitacora_outbox_find_finish (fixture->outbox, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  bitacora_outbox_query_set_text (query, NULL);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 30001);
}

/* A reading outlives the last reference to the outbox, and the file is whole after that. */
static void
test_close (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) again = NULL;
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);

  outbox_fixture_append (fixture->outbox, "sales", "Mantis");
  places = list_places (fixture->outbox);
  outbox_fixture_close (fixture);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  outbox_fixture_reopen (fixture);
  again = list_places (fixture->outbox);
  g_assert_cmpuint (again->len, ==, places->len);
}

#define ADD(name, test)                                                                            \
  g_test_add ("/outbox/history/" name,                                                             \
              OutboxFixture,                                                                       \
              NULL,                                                                                \
              outbox_fixture_set_up,                                                               \
              test,                                                                                \
              outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pages", test_pages);
  ADD ("clock-set-back", test_clock_set_back);
  ADD ("attempts", test_attempts);
  ADD ("cancel", test_cancel);
  ADD ("close", test_close);
  return g_test_run ();
}
