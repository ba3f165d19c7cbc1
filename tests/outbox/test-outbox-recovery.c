/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged file is kept, what can be read of it is carried over, and its user hears of it. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-history.h"
#include "outbox/bitacora-outbox-recovery.h"

#define N_CALLS 300
#define PAGE 4096

static int
hold_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);
  char line[16];

  g_assert_no_error (error);
  g_assert_nonnull (outbox);
  printf ("ready\n");
  fflush (stdout);
  return fgets (line, sizeof line, stdin) != NULL;
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
overwrite (const char *path, gsize offset, gsize length)
{
  g_autofree char *zeros = g_malloc0 (length);
  FILE *file = fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, (long)offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (zeros, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static gsize
measure (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return (gsize)info.st_size;
}

static void
assert_private (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
}

static guint
count_found (BitacoraOutbox *outbox, const char *text)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_query_set_text (query, text);
  bitacora_outbox_find_async (outbox, query, 0, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_find_finish (outbox, result, &error);
  g_assert_no_error (error);
  return entries->len;
}

/* Calls that were logged, one that waits, a draft: and then the program was closed. */
static gint64
fill (OutboxFixture *fixture)
{
  gint64 last = 0;

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Call to José number %u", i);

      last = outbox_fixture_append (fixture->outbox, "sales", name);
    }
  outbox_deeds_append_unknown (fixture->outbox, "Not known");
  outbox_deeds_save_draft (fixture->outbox, "form", "half a call");
  outbox_fixture_close (fixture);
  return last;
}

static void
test_lost_pages (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 last = fill (fixture);
  gint64 next;
  const char *damaged;
  guint n_recovered;

  overwrite (fixture->path, measure (fixture->path) / PAGE / 3 * PAGE, 3 * PAGE);
  before = sum_file (fixture->path);
  outbox_fixture_reopen (fixture);

  damaged = bitacora_outbox_get_damaged_path (fixture->outbox, &n_recovered);
  g_assert_nonnull (damaged);
  g_test_message ("%u of %d carried over", n_recovered, N_CALLS + 1);
  g_assert_cmpuint (n_recovered, >=, N_CALLS / 2);
  g_assert_cmpuint (n_recovered, ==, outbox_deeds_count_shown (fixture->outbox));
  kept = sum_file (damaged);
  g_assert_cmpstr (kept, ==, before);
  assert_private (damaged);
  assert_private (fixture->path);

  /* What is there is whole, and no id is given again. */
  entry = outbox_fixture_get (fixture->outbox, last, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry)),
                   ==,
                   "Call to José number 299");
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, last + 1),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
  g_assert_cmpuint (count_found (fixture->outbox, "jose number"), ==, n_recovered - 1);
  next = outbox_fixture_append (fixture->outbox, "sales", "After it");
  g_assert_cmpint (next, ==, last + 2);

  outbox_fixture_reopen (fixture);
  g_assert_null (bitacora_outbox_get_damaged_path (fixture->outbox, NULL));
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, n_recovered + 1);
}

static void
test_cut_short (OutboxFixture *fixture, gconstpointer data)
{
  guint n_recovered;

  fill (fixture);
  g_assert_cmpint (truncate (fixture->path, (off_t)(measure (fixture->path) / PAGE / 2 * PAGE)),
                   ==,
                   0);
  outbox_fixture_reopen (fixture);
  g_assert_nonnull (bitacora_outbox_get_damaged_path (fixture->outbox, &n_recovered));
  g_test_message ("%u of %d carried over", n_recovered, N_CALLS + 1);
  g_assert_cmpuint (n_recovered, >, 0);
  g_assert_cmpuint (n_recovered, ==, outbox_deeds_count_shown (fixture->outbox));
}

static void
test_no_header (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *first = NULL;
  const char *damaged;
  guint n_recovered;

  fill (fixture);
  overwrite (fixture->path, 0, 100);
  before = sum_file (fixture->path);
  outbox_fixture_reopen (fixture);
  damaged = bitacora_outbox_get_damaged_path (fixture->outbox, &n_recovered);
  g_assert_cmpuint (n_recovered, ==, 0);
  kept = sum_file (damaged);
  g_assert_cmpstr (kept, ==, before);
  first = g_strdup (damaged);

  /* Once more, maybe in the same second: the first one stays. */
  outbox_fixture_append (fixture->outbox, "sales", "Another");
  outbox_fixture_close (fixture);
  overwrite (fixture->path, 0, 100);
  outbox_fixture_reopen (fixture);
  damaged = bitacora_outbox_get_damaged_path (fixture->outbox, NULL);
  g_assert_cmpstr (damaged, !=, first);
  g_clear_pointer (&kept, g_free);
  kept = sum_file (first);
  g_assert_cmpstr (kept, ==, before);
}

static void
test_search_is_made_again (OutboxFixture *fixture, gconstpointer data)
{
  fill (fixture);
  outbox_deeds_query (fixture->path, "UPDATE entry_search_data SET block = x'00ff00ff'");
  bitacora_outbox_recovery_ask_for_check (fixture->path);
  outbox_fixture_reopen (fixture);

  g_assert_null (bitacora_outbox_get_damaged_path (fixture->outbox, NULL));
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, N_CALLS + 1);
  g_assert_cmpuint (count_found (fixture->outbox, "jose number"), ==, N_CALLS);
}

static void
test_damage_met_later (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *mark = g_strconcat (fixture->path, "-check", NULL);

  fill (fixture);
  outbox_fixture_reopen (fixture);
  outbox_deeds_query (fixture->path, "UPDATE entry_search_data SET block = x'00ff00ff'");
  entry = outbox_fixture_correct (fixture->outbox, 1, "Corrected", &error);
  g_assert_null (entry);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED);
  g_assert_true (g_file_test (mark, G_FILE_TEST_EXISTS));

  outbox_fixture_reopen (fixture);
  g_clear_error (&error);
  entry = outbox_fixture_correct (fixture->outbox, 1, "Corrected", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (fixture->outbox, "corrected"), ==, 1);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
}

static void
test_used_by_another (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "hold", fixture->path, NULL };
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (BitacoraOutbox) outbox = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *ready = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fill (fixture);
  child = outbox_fixture_spawn_child (arguments);
  ready = outbox_fixture_read_line (child);
  g_assert_cmpstr (ready, ==, "ready");
  overwrite (fixture->path, 0, 100);
  before = sum_file (fixture->path);

  /* It would go on writing to a file that has no name any more. */
  outbox = outbox_fixture_open (fixture->path, &error);
  g_assert_null (outbox);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED);
  after = sum_file (fixture->path);
  g_assert_cmpstr (before, ==, after);

  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  outbox_fixture_reopen (fixture);
  g_assert_nonnull (bitacora_outbox_get_damaged_path (fixture->outbox, NULL));
}

/* Killed when the new file was complete and the old one still stood in its place. */
static void
test_killed_between (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *repaired = g_strconcat (fixture->path, "-repaired", NULL);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GError) error = NULL;

  fill (fixture);
  g_assert_cmpint (g_rename (fixture->path, repaired), ==, 0);
  g_file_set_contents (fixture->path, "no database", -1, &error);
  g_assert_no_error (error);
  g_file_set_contents (wal, "what stood beside it", -1, &error);
  g_assert_no_error (error);

  outbox_fixture_reopen (fixture);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, N_CALLS + 1);
  g_assert_false (g_file_test (repaired, G_FILE_TEST_EXISTS));
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
    return hold_open (argv[3]);

  g_test_init (&argc, &argv, NULL);
  add ("/outbox/recovery/lost-pages", test_lost_pages);
  add ("/outbox/recovery/cut-short", test_cut_short);
  add ("/outbox/recovery/no-header", test_no_header);
  add ("/outbox/recovery/search-is-made-again", test_search_is_made_again);
  add ("/outbox/recovery/damage-met-later", test_damage_met_later);
  add ("/outbox/recovery/used-by-another", test_used_by_another);
  add ("/outbox/recovery/killed-between", test_killed_between);
  return g_test_run ();
}
