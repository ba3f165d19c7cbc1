/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged file is kept, what can be read of it is carried over, and its user hears of it. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-check.h"
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

/* As another process that starts at the same moment, and stays. */
static int
open_and_stay (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = NULL;
  char line[16];

  printf ("ready\n");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    return 1;
  outbox = outbox_fixture_open (path, &error);
  if (outbox == NULL)
    printf ("%s\n", error->message);
  else
    printf ("%s\n", bitacora_outbox_get_damaged_path (outbox, NULL) != NULL ? "repaired" : "fine");
  fflush (stdout);
  return fgets (line, sizeof line, stdin) != NULL;
}

static void
say (GSubprocess *child)
{
  GOutputStream *stream = g_subprocess_get_stdin_pipe (child);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (stream, "go\n", 3, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_flush (stream, NULL, &error);
  g_assert_no_error (error);
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

/* Destroys every page that has these words. */
static void
overwrite_pages_with (const char *path, const char *words)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i + strlen (words) <= length; i++)
    {
      if (memcmp (text + i, words, strlen (words)) == 0)
        overwrite (path, i / PAGE * PAGE, PAGE);
    }
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

/* The name of the file, as far as a number can hold it. */
#define NAME                                                                                       \
  "SELECT unicode (name) * 1000000 + unicode (substr (name, 2)) * 1000"                            \
  " + unicode (substr (name, 3)) FROM identity"

static void
test_lost_pages (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 last = fill (fixture);
  gint64 next;
  gint64 name;
  const char *damaged;
  guint n_recovered;

  name = outbox_deeds_query (fixture->path, NAME);
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

  g_assert_cmpint (outbox_deeds_query (fixture->path, NAME), ==, name);
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

/* All that says where the calls are is gone, and they are found. */
static void
test_no_beginning (OutboxFixture *fixture, gconstpointer data)
{
  const gsize length = GPOINTER_TO_SIZE (data);
  const gint64 last = fill (fixture);
  g_autofree char *before = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *first = NULL;
  g_autofree char *draft = NULL;
  const gint64 name = outbox_deeds_query (fixture->path, NAME);
  const char *damaged;
  guint n_recovered;

  overwrite (fixture->path, 0, length);
  before = sum_file (fixture->path);
  outbox_fixture_reopen (fixture);
  damaged = bitacora_outbox_get_damaged_path (fixture->outbox, &n_recovered);
  g_assert_cmpuint (n_recovered, ==, N_CALLS + 1);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, n_recovered);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, last + 1),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
  draft = outbox_deeds_load_draft (fixture->outbox, "form");
  g_assert_cmpstr (draft, ==, "half a call");
  g_assert_cmpint (outbox_deeds_query (fixture->path, NAME), ==, name);
  kept = sum_file (damaged);
  g_assert_cmpstr (kept, ==, before);
  first = g_strdup (damaged);

  /* Once more, maybe in the same second: the first one stays. */
  g_assert_cmpint (outbox_fixture_append (fixture->outbox, "sales", "Another"), ==, last + 2);
  outbox_fixture_close (fixture);
  overwrite (fixture->path, 0, length);
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
  outbox_deeds_query (fixture->path, "UPDATE entry SET activity = 'nonsense' WHERE id = 1");
  entry = outbox_fixture_get (fixture->outbox, 1, &error);
  g_assert_null (entry);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED);
  g_assert_true (g_file_test (mark, G_FILE_TEST_EXISTS));

  outbox_fixture_reopen (fixture);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
}

/* Nobody has to wait for another start: neither one call alone nor one among others. */
static void
test_search_is_mended_in_use (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;
  g_autoptr (BitacoraOutboxEntry) first = NULL;
  g_autoptr (BitacoraOutboxEntry) second = NULL;
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("In a group");
  g_autoptr (GError) error = NULL;

  fill (fixture);
  outbox_fixture_reopen (fixture);
  outbox_deeds_query (fixture->path, "UPDATE entry_search_data SET block = x'00ff00ff'");
  corrected = outbox_fixture_correct (fixture->outbox, 1, "Corrected", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (fixture->outbox, "corrected"), ==, 1);
  g_assert_cmpuint (count_found (fixture->outbox, "jose number"), ==, N_CALLS - 1);

  outbox_fixture_reopen (fixture);
  outbox_deeds_query (fixture->path, "UPDATE entry_search_data SET block = x'00ff00ff'");
  bitacora_outbox_correct_async (fixture->outbox,
                                 2,
                                 activity,
                                 NULL,
                                 outbox_fixture_result_cb,
                                 &one);
  bitacora_outbox_correct_async (fixture->outbox,
                                 3,
                                 activity,
                                 NULL,
                                 outbox_fixture_result_cb,
                                 &other);
  outbox_fixture_wait_until (one != NULL && other != NULL);
  first = bitacora_outbox_correct_finish (fixture->outbox, one, &error);
  g_assert_no_error (error);
  second = bitacora_outbox_correct_finish (fixture->outbox, other, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (fixture->outbox, "group"), ==, 2);
}

static gboolean
look_through (BitacoraOutbox *outbox, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_check_async (outbox, cancellable, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_check_finish (outbox, result, error);
}

/* A large file opens at once; its damage is found by who stays, and mended by who opens it next. */
static void
test_large_file (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint n_recovered;

  fill (fixture);
  outbox_deeds_query (fixture->path,
                      "INSERT INTO draft VALUES ('large', hex (zeroblob (2000000)))");
  outbox_fixture_reopen (fixture);
  g_assert_true (look_through (fixture->outbox, NULL, &error));
  g_assert_no_error (error);
  outbox_fixture_close (fixture);
  overwrite_pages_with (fixture->path, "Not known");

  outbox_fixture_reopen (fixture);
  g_assert_null (bitacora_outbox_get_damaged_path (fixture->outbox, NULL));
  g_cancellable_cancel (cancelled);
  g_assert_false (look_through (fixture->outbox, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (look_through (fixture->outbox, NULL, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED);

  outbox_fixture_reopen (fixture);
  g_assert_nonnull (bitacora_outbox_get_damaged_path (fixture->outbox, &n_recovered));
  g_assert_cmpuint (n_recovered, >=, N_CALLS);
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

/* Several start at once and all find it damaged: one repairs it, and the others use what it made,
 * although that one stays. */
static void
test_many_at_once (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "stay", fixture->path, NULL };
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_repaired = 0;

  fill (fixture);
  overwrite (fixture->path, measure (fixture->path) / PAGE / 3 * PAGE, 3 * PAGE);
  for (guint i = 0; i < 3; i++)
    {
      GSubprocess *child = outbox_fixture_spawn_child (arguments);
      g_autofree char *ready = outbox_fixture_read_line (child);

      g_ptr_array_add (children, child);
      g_assert_cmpstr (ready, ==, "ready");
    }
  g_ptr_array_foreach (children, (GFunc)say, NULL);
  for (guint i = 0; i < children->len; i++)
    {
      g_autofree char *line = outbox_fixture_read_line (g_ptr_array_index (children, i));

      g_test_message ("%s", line);
      if (g_str_equal (line, "repaired"))
        n_repaired++;
      else
        g_assert_cmpstr (line, ==, "fine");
    }
  g_assert_cmpuint (n_repaired, ==, 1);
  for (guint i = 0; i < children->len; i++)
    {
      g_subprocess_force_exit (g_ptr_array_index (children, i));
      g_subprocess_wait (g_ptr_array_index (children, i), NULL, NULL);
    }
  outbox_fixture_reopen (fixture);
}

/* Nothing says any more how many calls there were. */
static void
test_end_is_lost (OutboxFixture *fixture, gconstpointer data)
{
  gint64 sequence;
  guint n_recovered;

  fill (fixture);
  sequence = outbox_deeds_query (fixture->path,
                                 "SELECT rootpage FROM sqlite_master"
                                 " WHERE name = 'sqlite_sequence'");
  overwrite (fixture->path, (gsize)(sequence - 1) * PAGE, PAGE);
  overwrite_pages_with (fixture->path, "Not known");
  outbox_fixture_reopen (fixture);

  g_assert_nonnull (bitacora_outbox_get_damaged_path (fixture->outbox, &n_recovered));
  g_test_message ("%u of %d carried over", n_recovered, N_CALLS + 1);
  g_assert_cmpuint (n_recovered, >=, N_CALLS / 2);
  g_assert_cmpuint (n_recovered, ==, outbox_deeds_count_shown (fixture->outbox));
  g_assert_cmpint (outbox_fixture_append (fixture->outbox, "sales", "After it"), >, N_CALLS + 1);
}

/* What goes with a call comes along, also from a file that is otherwise whole. */
static void
test_all_comes_along (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = NULL;
  gint64 discarded = outbox_fixture_append (fixture->outbox, "sales", "Discarded");
  gint64 sending = outbox_fixture_append (fixture->outbox, "sales", "On its way");
  gint64 filler = 0;

  outbox_deeds_query (fixture->path,
                      "UPDATE entry SET follow_up = 7, followed_up = 8, announced = 9"
                      " WHERE id = 2");
  g_assert_true (outbox_fixture_discard (fixture->outbox, discarded, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outbox_fixture_start (fixture->outbox, sending, &error), >, 0);
  g_assert_no_error (error);
  for (guint i = 0; i < N_CALLS; i++)
    filler = outbox_fixture_append (fixture->outbox, "sales", "Filler");
  outbox_fixture_append (fixture->outbox, "sales", "To be lost");
  outbox_deeds_save_draft (fixture->outbox, "form", "half a call");
  outbox_fixture_close (fixture);
  overwrite_pages_with (fixture->path, "To be lost");
  outbox_fixture_reopen (fixture);

  g_assert_nonnull (bitacora_outbox_get_damaged_path (fixture->outbox, NULL));
  g_assert_cmpint (filler, >, 0);
  draft = outbox_deeds_load_draft (fixture->outbox, "form");
  g_assert_cmpstr (draft, ==, "half a call");
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, sending),
                   ==,
                   BITACORA_OUTBOX_STATE_SENDING);
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT count(*) FROM attempt WHERE entry = 2"),
                   ==,
                   1);
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT follow_up * 100 + followed_up * 10 + announced"
                                       " FROM entry WHERE id = 2"),
                   ==,
                   789);
  g_assert_cmpuint (outbox_fixture_recover (fixture->outbox), ==, 1);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, sending),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
  outbox_deeds_restore (fixture->outbox, discarded, &error);
  g_assert_no_error (error);
}

/* A file that an older program left damaged behind: its calls get what that program did not know.
 */
static void
test_older (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("Ana");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_activity_set_reminder_date (activity, tomorrow);
  bitacora_outbox_append_async (fixture->outbox,
                                "sales",
                                activity,
                                NULL,
                                outbox_fixture_result_cb,
                                &result);
  outbox_fixture_wait_until (result != NULL);
  g_clear_object (&result);
  for (guint i = 0; i < N_CALLS; i++)
    outbox_fixture_append (fixture->outbox, "sales", "Filler");
  outbox_fixture_append (fixture->outbox, "sales", "To be lost");
  outbox_fixture_close (fixture);
  outbox_deeds_query (fixture->path, "DROP INDEX entry_by_follow_up");
  outbox_deeds_query (fixture->path, "ALTER TABLE entry DROP COLUMN follow_up");
  outbox_deeds_query (fixture->path, "ALTER TABLE entry DROP COLUMN followed_up");
  outbox_deeds_query (fixture->path, "ALTER TABLE entry DROP COLUMN announced");
  outbox_deeds_query (fixture->path, "PRAGMA user_version = 3");
  overwrite_pages_with (fixture->path, "To be lost");
  outbox_fixture_reopen (fixture);

  g_assert_nonnull (bitacora_outbox_get_damaged_path (fixture->outbox, NULL));
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT sum (id) FROM entry WHERE follow_up IS NOT NULL"),
                   ==,
                   1);
  g_assert_cmpint (outbox_deeds_query (fixture->path, "SELECT follow_up FROM entry WHERE id = 1"),
                   ==,
                   g_date_time_to_unix (tomorrow) * G_USEC_PER_SEC);
}

/* What a power cut leaves beside a whole file costs nothing. */
static void
test_odd_log (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *noise = g_malloc (5 * PAGE);
  g_autoptr (GError) error = NULL;

  fill (fixture);
  memset (noise, 0xa5, 5 * PAGE);
  g_file_set_contents (wal, noise, 5 * PAGE, &error);
  g_assert_no_error (error);
  outbox_fixture_reopen (fixture);
  g_assert_null (bitacora_outbox_get_damaged_path (fixture->outbox, NULL));
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, N_CALLS + 1);
  outbox_fixture_append (fixture->outbox, "sales", "After it");
}

/* Its version stands in its first page: what else is in it is none of this program's business. */
static void
test_newer_and_damaged (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (BitacoraOutbox) outbox = NULL;
  g_autoptr (GError) error = NULL;
  gint64 root;

  fill (fixture);
  root = outbox_deeds_query (fixture->path,
                             "SELECT rootpage FROM sqlite_master WHERE name = 'entry'");
  outbox_deeds_query (fixture->path, "PRAGMA user_version = 99");
  outbox_deeds_query (fixture->path, "PRAGMA wal_checkpoint (TRUNCATE)");
  overwrite (fixture->path, (gsize)(root - 1) * PAGE, PAGE);
  /* What this program's SQLite cannot make sense of, a newer one may. */
  overwrite (fixture->path, 100, 400);
  before = sum_file (fixture->path);
  outbox = outbox_fixture_open (fixture->path, &error);
  g_assert_null (outbox);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NEWER);
  after = sum_file (fixture->path);
  g_assert_cmpstr (after, ==, before);
  overwrite (fixture->path, 0, 100);
  outbox_fixture_reopen (fixture);
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
    return g_str_equal (argv[2], "stay") ? open_and_stay (argv[3]) : hold_open (argv[3]);

  g_test_init (&argc, &argv, NULL);
  add ("/outbox/recovery/lost-pages", test_lost_pages);
  add ("/outbox/recovery/cut-short", test_cut_short);
  g_test_add ("/outbox/recovery/no-header",
              OutboxFixture,
              GSIZE_TO_POINTER (100),
              outbox_fixture_set_up,
              test_no_beginning,
              outbox_fixture_tear_down);
  g_test_add ("/outbox/recovery/no-first-page",
              OutboxFixture,
              GSIZE_TO_POINTER (PAGE),
              outbox_fixture_set_up,
              test_no_beginning,
              outbox_fixture_tear_down);
  add ("/outbox/recovery/search-is-made-again", test_search_is_made_again);
  add ("/outbox/recovery/damage-met-later", test_damage_met_later);
  add ("/outbox/recovery/search-is-mended-in-use", test_search_is_mended_in_use);
  add ("/outbox/recovery/large-file", test_large_file);
  add ("/outbox/recovery/used-by-another", test_used_by_another);
  add ("/outbox/recovery/killed-between", test_killed_between);
  add ("/outbox/recovery/many-at-once", test_many_at_once);
  add ("/outbox/recovery/end-is-lost", test_end_is_lost);
  add ("/outbox/recovery/all-comes-along", test_all_comes_along);
  add ("/outbox/recovery/older", test_older);
  add ("/outbox/recovery/odd-log", test_odd_log);
  add ("/outbox/recovery/newer-and-damaged", test_newer_and_damaged);
  return g_test_run ();
}
