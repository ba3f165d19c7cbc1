/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was handed to the outbox is there afterwards, whatever happens to the program. */
#include <stdio.h>
#include <sys/stat.h>

#include "outbox-deeds.h"

#define N_CALLS 40

/* As another process: appends calls and tells of each as soon as it is saved, until it is killed.
 */
static int
append_for_ever (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_MAXUINT; i++)
    {
      g_autofree char *name = g_strdup_printf ("Call %u", i);

      printf ("%" G_GINT64_FORMAT " %s\n", outbox_fixture_append (outbox, "sales", name), name);
      fflush (stdout);
    }
  return 0;
}

static void
test_every_field (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) sent = outbox_fixture_create_activity ("Quote for José");
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraCallActivity *kept;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "Quote for José");

  outbox_fixture_reopen (fixture);
  entry = outbox_fixture_get (fixture->outbox, id, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (bitacora_outbox_entry_get_profile_id (entry), ==, "sales");
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 0);
  g_assert_false (bitacora_outbox_entry_has_verdict (entry));
  g_assert_null (bitacora_outbox_entry_get_not_before (entry));
  g_assert_cmpint (ABS (g_date_time_to_unix (bitacora_outbox_entry_get_created (entry))
                        - g_get_real_time () / G_USEC_PER_SEC),
                   <,
                   60);

  kept = bitacora_outbox_entry_get_activity (entry);
  g_assert_cmpstr (bitacora_call_activity_get_name (kept), ==, "Quote for José");
  g_assert_cmpstr (bitacora_call_activity_get_description (kept),
                   ==,
                   bitacora_call_activity_get_description (sent));
  g_assert_cmpint (bitacora_call_activity_get_priority (kept), ==, BITACORA_PRIORITY_HIGH);
  g_assert_cmpstr (bitacora_call_activity_get_status (kept), ==, "created");
  g_assert_cmpstr (bitacora_call_activity_get_module (kept), ==, "contacts");
  g_assert_cmpstr (bitacora_call_activity_get_record_id (kept), ==, "64cb11");
  g_assert_cmpstr (bitacora_call_activity_get_owner (kept), ==, "ADMIN_@mimodulo");
  g_assert_cmpstr (bitacora_call_activity_get_location (kept), ==, "Bogotá");
  g_assert_true (bitacora_phone_number_equal (bitacora_call_activity_get_phone (kept),
                                              bitacora_call_activity_get_phone (sent)));
  g_assert_true (bitacora_call_activity_get_remember (kept));
  g_assert_true (g_date_time_equal (bitacora_call_activity_get_completion_date (kept),
                                    bitacora_call_activity_get_completion_date (sent)));
  g_assert_true (g_date_time_equal (bitacora_call_activity_get_reminder_date (kept),
                                    bitacora_call_activity_get_reminder_date (sent)));
}

/* How many calls three letters, without accents or capitals, find. */
static gint64
count_found (OutboxFixture *fixture, const char *letters)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT COUNT(*) FROM entry_search WHERE entry_search MATCH '\"%s\"'",
                         letters);

  return outbox_deeds_query (fixture->path, sql);
}

static void
test_to_be_found (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "Quote for Ángel");

  g_assert_cmpint (count_found (fixture, "ang"), ==, 1);
  g_assert_cmpint (count_found (fixture, "105"), ==, 1);
  entry = outbox_fixture_correct (fixture->outbox, id, "Quote for Benítez", &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_found (fixture, "ang"), ==, 0);
  g_assert_cmpint (count_found (fixture, "nit"), ==, 1);
}

static void
test_task (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) task = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_TASK);
  g_autoptr (GDateTime) completed = g_date_time_new_utc (2024, 2, 29, 12, 0, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  BitacoraCallActivity *kept;

  bitacora_call_activity_set_name (task, "Send the quote");
  bitacora_call_activity_set_status (task, "created");
  bitacora_call_activity_set_module (task, "cases");
  bitacora_call_activity_set_completion_date (task, completed);
  bitacora_outbox_append_async (fixture->outbox,
                                "sales",
                                task,
                                NULL,
                                outbox_fixture_result_cb,
                                &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_append_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);

  kept = bitacora_outbox_entry_get_activity (entry);
  g_assert_cmpint (bitacora_call_activity_get_activity_type (kept),
                   ==,
                   BITACORA_ACTIVITY_TYPE_TASK);
  g_assert_null (bitacora_call_activity_get_phone (kept));
  g_assert_false (bitacora_call_activity_get_remember (kept));
}

static void
test_invalid_is_not_taken (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  entry = outbox_fixture_try_append (fixture->outbox, "sales", "", &error);
  g_assert_error (error, BITACORA_ACTIVITY_ERROR, BITACORA_ACTIVITY_ERROR_MISSING);
  g_assert_null (entry);
  entries = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
test_cancelled_is_not_taken (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("Never mind");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_cancellable_cancel (cancellable);
  bitacora_outbox_append_async (fixture->outbox,
                                "sales",
                                activity,
                                cancellable,
                                outbox_fixture_result_cb,
                                &result);
  outbox_fixture_wait_until (result != NULL);
  g_assert_null (bitacora_outbox_append_finish (fixture->outbox, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  entries = outbox_fixture_list (fixture->outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
test_killed (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "append", fixture->path, NULL };
  g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_CALLS; i++)
    g_ptr_array_add (told, outbox_fixture_read_line (child));
  outbox_fixture_kill (child);

  outbox_fixture_reopen (fixture);
  for (guint i = 0; i < told->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (told, i), " ", 2);
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraOutboxEntry) entry
          = outbox_fixture_get (fixture->outbox, g_ascii_strtoll (words[0], NULL, 10), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry)),
                       ==,
                       words[1]);
    }
}

static void
changed_cb (BitacoraOutbox *outbox, gint64 id, gpointer user_data)
{
  g_array_append_val ((GArray *)user_data, id);
}

static void
test_changes_are_told (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gulong handler;
  gint64 id;

  handler = g_signal_connect (fixture->outbox, "changed", G_CALLBACK (changed_cb), told);
  id = outbox_fixture_append (fixture->outbox, "sales", "A call");
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_cmpint (g_array_index (told, gint64, 0), ==, id);
  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  g_assert_cmpuint (told->len, ==, 2);
  g_assert_cmpint (g_array_index (told, gint64, 1), ==, id);

  /* What changes nothing is not told of. */
  g_assert_false (outbox_fixture_discard (fixture->outbox, id, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_assert_cmpuint (told->len, ==, 2);
  g_signal_handler_disconnect (fixture->outbox, handler);
}

static void
test_others_changes_are_told (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "append", fixture->path, NULL };
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *line = NULL;
  gulong handler;

  handler = g_signal_connect (fixture->outbox, "changed", G_CALLBACK (changed_cb), told);
  child = outbox_fixture_spawn_child (arguments);
  line = outbox_fixture_read_line (child);
  outbox_fixture_wait_until (told->len > 0);
  g_assert_cmpint (g_array_index (told, gint64, 0), ==, 0);
  outbox_fixture_kill (child);
  g_signal_handler_disconnect (fixture->outbox, handler);
}

static void
test_private (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  struct stat info;

  outbox_fixture_append (fixture->outbox, "sales", "A call");
  g_assert_cmpint (stat (folder, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_assert_cmpint (stat (path, &info), ==, 0);
      g_assert_cmphex (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_default_path (void)
{
  g_autofree char *path = bitacora_outbox_get_default_path ();
  g_autofree char *expected
      = g_build_filename (g_get_user_data_dir (), "bitacora", "outbox.db", NULL);

  g_assert_cmpstr (path, ==, expected);
}

static void
add (const char *path, void (*test) (OutboxFixture *, gconstpointer))
{
  g_test_add (path, OutboxFixture, NULL, outbox_fixture_set_up, test, outbox_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child") && g_str_equal (argv[2], "append"))
    return append_for_ever (argv[3]);

  g_test_init (&argc, &argv, NULL);
  add ("/outbox/keeps/every-field", test_every_field);
  add ("/outbox/keeps/task", test_task);
  add ("/outbox/keeps/what-can-be-found", test_to_be_found);
  add ("/outbox/keeps/what-a-killed-program-saved", test_killed);
  add ("/outbox/keeps/nothing-invalid", test_invalid_is_not_taken);
  add ("/outbox/keeps/nothing-cancelled", test_cancelled_is_not_taken);
  add ("/outbox/tells/its-changes", test_changes_are_told);
  add ("/outbox/tells/others-changes", test_others_changes_are_told);
  add ("/outbox/private", test_private);
  g_test_add_func ("/outbox/default-path", test_default_path);
  return g_test_run ();
}
