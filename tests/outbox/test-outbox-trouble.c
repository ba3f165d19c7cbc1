/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong with files says so, each in its own way, and nothing is lost. */
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox-fixture.h"
#include "outbox/bitacora-outbox-schema.h"
#include "outbox/bitacora-sqlite-statement.h"

#define NOBODY 65534
#define N_CALLS 60

static int
tell_error (const GError *error)
{
  if (error == NULL)
    printf ("fine\n");
  else if (error->domain == BITACORA_OUTBOX_ERROR)
    printf ("%d %s\n", error->code, error->message);
  else
    printf ("-1 %s\n", error->message);
  fflush (stdout);
  return 0;
}

/* As another process, and as a user to whom permissions mean something. */
static int
open_as_nobody (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = NULL;

  if (geteuid () == 0 && setreuid (NOBODY, NOBODY) != 0)
    return EXIT_FAILURE;
  outbox = outbox_fixture_open (path, &error);
  return tell_error (error);
}

/* As another process whose files may not grow past a limit: appends until that is reached. */
static int
append_until_full (const char *path, const char *limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);
  rlim_t bytes = (rlim_t)g_ascii_strtoull (limit, NULL, 10);
  struct rlimit limits = { bytes, bytes };
  guint n_saved = 0;

  g_assert_no_error (error);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limits), ==, 0);
  while (error == NULL)
    {
      g_autoptr (BitacoraOutboxEntry) entry
          = outbox_fixture_try_append (outbox, "sales", "A call", &error);

      n_saved += entry != NULL;
    }
  printf ("%u\n", n_saved);
  return tell_error (error);
}

static int
append_many (const char *path, const char *profile_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);

  g_assert_no_error (error);
  printf ("ready\n");
  fflush (stdout);
  for (guint i = 0; i < N_CALLS; i++)
    outbox_fixture_append (outbox, profile_id, "A call");
  return 0;
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static char *
sum_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);
}

static void
assert_child_says (const char *const *arguments, BitacoraOutboxError code, const char *words)
{
  g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
  g_autofree char *line = outbox_fixture_read_line (child);
  g_autofree char *expected = g_strdup_printf ("%d ", code);

  g_test_message ("%s", line);
  g_assert_true (g_str_has_prefix (line, expected));
  g_assert_nonnull (strstr (line, words));
  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
}

static void
test_newer (void)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autoptr (BitacoraOutbox) outbox = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  run_sql (path,
           "PRAGMA journal_mode = WAL; CREATE TABLE entry (id, of_the_future);"
           "INSERT INTO entry VALUES (1, 'kept'); PRAGMA user_version = 99");
  before = sum_file (path);
  outbox = outbox_fixture_open (path, &error);
  g_assert_null (outbox);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NEWER);
  after = sum_file (path);
  g_assert_cmpstr (before, ==, after);
  outbox_fixture_remove_folder (folder);
}

static void
test_damaged (void)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autoptr (BitacoraOutbox) outbox = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint n_recovered;

  g_file_set_contents (path, "This was a database once, and is one no more. ", -1, &error);
  g_assert_no_error (error);
  before = sum_file (path);
  outbox = outbox_fixture_open (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (bitacora_outbox_get_damaged_path (outbox, &n_recovered));
  g_assert_cmpuint (n_recovered, ==, 0);
  after = sum_file (bitacora_outbox_get_damaged_path (outbox, NULL));
  g_assert_cmpstr (before, ==, after);
  g_clear_object (&outbox);
  outbox_fixture_remove_folder (folder);
}

static void
test_no_folder_may_be_made (void)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "bitacora", "outbox.db", NULL);
  const char *arguments[] = { "open", path, NULL };

  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  assert_child_says (arguments, BITACORA_OUTBOX_ERROR_READ_ONLY, folder);
  g_chmod (folder, 0700);
  outbox_fixture_remove_folder (folder);
}

static void
test_read_only_file (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  const char *arguments[] = { "open", fixture->path, NULL };
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  outbox_fixture_close (fixture);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  if (geteuid () != 0)
    /* Its owner's program would make the file writable again: nobody else's can. */
    g_test_message ("Not root: the owner's own file is repaired.");
  else
    assert_child_says (arguments, BITACORA_OUTBOX_ERROR_READ_ONLY, "outbox.db");

  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  outbox_fixture_reopen (fixture);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                   ==,
                   BITACORA_OUTBOX_STATE_QUEUED);
}

static void
test_too_open_is_closed (OutboxFixture *fixture, gconstpointer data)
{
  struct stat info;

  outbox_fixture_close (fixture);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  outbox_fixture_reopen (fixture);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
}

static void
test_full (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "full", fixture->path, "262144", NULL };
  g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
  g_autofree char *n_saved = outbox_fixture_read_line (child);
  g_autofree char *line = outbox_fixture_read_line (child);
  g_autofree char *expected = g_strdup_printf ("%d ", BITACORA_OUTBOX_ERROR_FULL);
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
  g_test_message ("%s saved, then: %s", n_saved, line);
  g_assert_true (g_str_has_prefix (line, expected));
  g_assert_cmpint (atoi (n_saved), >, 0);

  /* All that it said was saved is there, and nothing that it said was not. */
  entries = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  g_assert_cmpuint (entries->len, ==, (guint)atoi (n_saved));
  outbox_fixture_append (fixture->outbox, "sales", "There is room again");
}

static void
test_two_processes (OutboxFixture *fixture, gconstpointer data)
{
  const char *help[] = { "many", fixture->path, "help", NULL };
  const char *sales[] = { "many", fixture->path, "sales", NULL };
  g_autoptr (GSubprocess) first = outbox_fixture_spawn_child (help);
  g_autoptr (GSubprocess) second = outbox_fixture_spawn_child (sales);
  g_autofree char *first_ready = outbox_fixture_read_line (first);
  g_autofree char *second_ready = outbox_fixture_read_line (second);
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_cmpstr (first_ready, ==, "ready");
  g_assert_cmpstr (second_ready, ==, "ready");
  for (guint i = 0; i < N_CALLS; i++)
    outbox_fixture_append (fixture->outbox, "here", "A call");
  g_assert_true (g_subprocess_wait_check (first, NULL, NULL));
  g_assert_true (g_subprocess_wait_check (second, NULL, NULL));

  entries = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  g_assert_cmpuint (entries->len, ==, 3 * N_CALLS);
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, "help", 0);
  g_assert_cmpuint (entries->len, ==, N_CALLS);
}

static void
test_words (void)
{
  static const struct
  {
    int result;
    BitacoraOutboxError code;
  } cases[] = {
    { SQLITE_FULL, BITACORA_OUTBOX_ERROR_FULL },
    { SQLITE_READONLY_DIRECTORY, BITACORA_OUTBOX_ERROR_READ_ONLY },
    { SQLITE_BUSY_SNAPSHOT, BITACORA_OUTBOX_ERROR_BUSY },
    { SQLITE_CORRUPT_INDEX, BITACORA_OUTBOX_ERROR_DAMAGED },
    { SQLITE_NOTADB, BITACORA_OUTBOX_ERROR_DAMAGED },
    { SQLITE_CANTOPEN_ISDIR, BITACORA_OUTBOX_ERROR_OPEN },
    { SQLITE_IOERR_READ, BITACORA_OUTBOX_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      bitacora_sqlite_set_error (NULL, cases[i].result, &error);
      g_assert_error (error, BITACORA_OUTBOX_ERROR, (int)cases[i].code);
    }
}

static void
add (const char *path, void (*test) (OutboxFixture *, gconstpointer))
{
  g_test_add (path, OutboxFixture, NULL, outbox_fixture_set_up, test, outbox_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  if (argc > 3 && g_str_equal (argv[1], "--child"))
    {
      if (g_str_equal (argv[2], "open"))
        return open_as_nobody (argv[3]);
      if (g_str_equal (argv[2], "full"))
        return append_until_full (argv[3], argv[4]);
      return append_many (argv[3], argv[4]);
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/trouble/newer", test_newer);
  g_test_add_func ("/outbox/trouble/damaged", test_damaged);
  g_test_add_func ("/outbox/trouble/no-folder-may-be-made", test_no_folder_may_be_made);
  add ("/outbox/trouble/read-only-file", test_read_only_file);
  add ("/outbox/trouble/too-open-is-closed", test_too_open_is_closed);
  add ("/outbox/trouble/full", test_full);
  add ("/outbox/trouble/two-processes", test_two_processes);
  g_test_add_func ("/outbox/trouble/words", test_words);
  return g_test_run ();
}
