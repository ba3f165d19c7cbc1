/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits together is written together, and each hears what became of its own. */
#include <sqlite3.h>
#include <string.h>

#include "outbox-deeds.h"

#define N_CALLS 12
/* Which of them the file does not take. */
#define ODD_ONE 5

#define WAL_HEADER 32
#define FRAME_HEADER 24
#define PAGE 4096

typedef struct
{
  OutboxFixture *fixture;
  guint n_answers;
  guint n_saved;
  guint n_changed;
  GError *error;
} Heard;

static void
run_sql (sqlite3 *database, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (database, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

/* Whoever writes waits for this connection. */
static sqlite3 *
hold_up (const char *path)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  run_sql (database, "BEGIN IMMEDIATE");
  return database;
}

static void
let_go (sqlite3 *database)
{
  run_sql (database, "ROLLBACK");
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static void
add_sql (const char *path, const char *sql)
{
  sqlite3 *database = hold_up (path);

  run_sql (database, sql);
  run_sql (database, "COMMIT");
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* The frame that ends a transaction says how large the file is then
 * (<https://sqlite.org/fileformat2.html>, 4.1). */
static guint
count_commits (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  guint n_commits = 0;

  g_file_get_contents (wal, &text, &length, &error);
  g_assert_no_error (error);
  for (gsize frame = WAL_HEADER; frame + FRAME_HEADER + PAGE <= length;
       frame += FRAME_HEADER + PAGE)
    {
      if (memcmp (text + frame + 8, text + 16, 8) == 0 && memcmp (text + frame + 4, "\0\0\0\0", 4))
        n_commits++;
    }
  return n_commits;
}

static void
changed_cb (BitacoraOutbox *outbox, gint64 id, gpointer user_data)
{
  Heard *heard = user_data;

  /* 0 is what others wrote: this test did. */
  heard->n_changed += id != 0;
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Heard *heard = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_append_finish (BITACORA_OUTBOX (object), result, &error);

  heard->n_answers++;
  if (entry != NULL)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT count(*) FROM entry WHERE id = %" G_GINT64_FORMAT,
                             bitacora_outbox_entry_get_id (entry));

      /* Nobody hears of success before others can see it. */
      heard->n_saved++;
      g_assert_cmpint (outbox_deeds_query (heard->fixture->path, sql), ==, 1);
      return;
    }
  g_assert_no_error (heard->error);
  heard->error = g_steal_pointer (&error);
}

/* Hands over the calls while another process writes, and waits for all answers; returns how many
 * transactions they took. */
static guint
append_together (OutboxFixture *fixture, const char *odd_profile, Heard *heard)
{
  guint n_before = count_commits (fixture->path);
  sqlite3 *other = hold_up (fixture->path);
  gulong handler = g_signal_connect (fixture->outbox, "changed", G_CALLBACK (changed_cb), heard);

  heard->fixture = fixture;
  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("A call");

      bitacora_outbox_append_async (fixture->outbox,
                                    i == ODD_ONE ? odd_profile : "sales",
                                    activity,
                                    NULL,
                                    answered_cb,
                                    heard);
    }
  let_go (other);
  outbox_fixture_wait_until (heard->n_answers == N_CALLS);
  g_signal_handler_disconnect (fixture->outbox, handler);
  return count_commits (fixture->path) - n_before;
}

/* All but one are on disk once, and that one is not and says so. */
static void
assert_odd_one_is_left_out (OutboxFixture *fixture, Heard *heard)
{
  g_assert_nonnull (heard->error);
  g_assert_cmpint (heard->error->domain, ==, (int)BITACORA_OUTBOX_ERROR);
  g_assert_cmpuint (heard->n_saved, ==, N_CALLS - 1);
  g_assert_cmpuint (heard->n_changed, ==, N_CALLS - 1);
  g_assert_cmpint (outbox_deeds_query (fixture->path, "SELECT count(*) FROM entry"),
                   ==,
                   N_CALLS - 1);
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT count(*) FROM entry WHERE profile = 'odd'"),
                   ==,
                   0);
  g_clear_error (&heard->error);
  outbox_fixture_reopen (fixture);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, N_CALLS - 1);
}

static void
test_one_commit (OutboxFixture *fixture, gconstpointer data)
{
  Heard heard = { 0 };
  guint n_commits = append_together (fixture, "sales", &heard);

  /* The first may have begun before the others came. */
  g_assert_cmpuint (n_commits, >=, 1);
  g_assert_cmpuint (n_commits, <=, 2);
  g_assert_no_error (heard.error);
  g_assert_cmpuint (heard.n_saved, ==, N_CALLS);
  g_assert_cmpuint (heard.n_changed, ==, N_CALLS);
  g_assert_cmpint (outbox_deeds_query (fixture->path, "SELECT count(*) FROM entry"), ==, N_CALLS);
}

/* One that the file refuses is taken back alone. */
static void
test_one_fails (OutboxFixture *fixture, gconstpointer data)
{
  Heard heard = { 0 };
  guint n_commits;

  add_sql (fixture->path,
           "CREATE TRIGGER refuse AFTER INSERT ON entry WHEN new.profile = 'odd'"
           " BEGIN SELECT RAISE (ABORT, 'refused'); END");
  n_commits = append_together (fixture, "odd", &heard);
  g_assert_cmpuint (n_commits, <=, 2);
  assert_odd_one_is_left_out (fixture, &heard);
}

/* A state that does not allow it is no reason for the others either. */
static void
test_wrong_state (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GAsyncResult) fourth = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("Corrected");
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;
  g_autoptr (BitacoraOutboxEntry) refused = NULL;
  g_autoptr (BitacoraOutboxEntry) appended = NULL;
  BitacoraOutbox *outbox = fixture->outbox;
  gint64 logged = outbox_fixture_append (outbox, "sales", "One");
  gint64 queued = outbox_fixture_append (outbox, "sales", "Two");
  sqlite3 *other = hold_up (fixture->path);

  bitacora_outbox_start_attempt_async (
      outbox, logged, "http://127.0.0.1:9", "{}", now, NULL, outbox_fixture_result_cb, &first);
  bitacora_outbox_correct_async (outbox, queued, activity, NULL, outbox_fixture_result_cb, &second);
  bitacora_outbox_correct_async (outbox, logged, activity, NULL, outbox_fixture_result_cb, &third);
  bitacora_outbox_append_async (outbox, "help", activity, NULL, outbox_fixture_result_cb, &fourth);
  let_go (other);
  outbox_fixture_wait_until (fourth != NULL);

  g_assert_cmpint (bitacora_outbox_start_attempt_finish (outbox, first, &error), >, 0);
  g_assert_no_error (error);
  corrected = bitacora_outbox_correct_finish (outbox, second, &error);
  g_assert_no_error (error);
  refused = bitacora_outbox_correct_finish (outbox, third, &error);
  g_assert_null (refused);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
  g_clear_error (&error);
  appended = bitacora_outbox_append_finish (outbox, fourth, &error);
  g_assert_no_error (error);

  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT count(*) FROM entry WHERE state = 'sending'"),
                   ==,
                   1);
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT count(*) FROM entry"
                                       " WHERE activity LIKE '%Corrected%'"),
                   ==,
                   2);
}

/* SQLite takes everything back in the middle: the others are written again, once. */
static void
test_group_is_taken_back (OutboxFixture *fixture, gconstpointer data)
{
  Heard heard = { 0 };

  add_sql (fixture->path,
           "CREATE TRIGGER refuse AFTER INSERT ON entry WHEN new.profile = 'odd'"
           " BEGIN SELECT RAISE (ROLLBACK, 'all of it'); END");
  append_together (fixture, "odd", &heard);
  assert_odd_one_is_left_out (fixture, &heard);
}

/* Each of them succeeded, but the commit does not: as when the disk is full at that moment. */
static void
test_commit_fails (OutboxFixture *fixture, gconstpointer data)
{
  Heard heard = { 0 };

  add_sql (fixture->path,
           "CREATE TABLE owner (id INTEGER PRIMARY KEY);"
           "CREATE TABLE owned (owner INTEGER REFERENCES owner (id)"
           "  DEFERRABLE INITIALLY DEFERRED);"
           "CREATE TRIGGER refuse AFTER INSERT ON entry WHEN new.profile = 'odd'"
           " BEGIN INSERT INTO owned VALUES (1); END");
  append_together (fixture, "odd", &heard);
  assert_odd_one_is_left_out (fixture, &heard);
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
  add ("/outbox/worker/one-commit", test_one_commit);
  add ("/outbox/worker/one-fails", test_one_fails);
  add ("/outbox/worker/wrong-state", test_wrong_state);
  add ("/outbox/worker/group-is-taken-back", test_group_is_taken_back);
  add ("/outbox/worker/commit-fails", test_commit_fails);
  return g_test_run ();
}
