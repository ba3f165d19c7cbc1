/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many calls at once are all there or none of them, and are in nobody's way. */
#include <stdio.h>

#include "outbox-deeds.h"

#define COUNT_ROWS "SELECT COUNT(*) FROM entry"

/* As another process: fills a batch, telling of each step, and shows it if that is asked for. */
static int
fill_batch (const char *path, gboolean commits)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);
  gint64 batch;

  g_assert_no_error (error);
  batch = outbox_deeds_begin_batch (outbox);
  for (guint i = 0; i < (commits ? 6 : G_MAXUINT); i++)
    {
      outbox_deeds_append_batch (outbox, batch, 200, &error);
      g_assert_no_error (error);
      printf ("step\n");
      fflush (stdout);
    }
  printf ("showing\n");
  fflush (stdout);
  outbox_deeds_commit_batch (outbox, batch, &error);
  g_assert_no_error (error);
  printf ("shown\n");
  fflush (stdout);
  getchar ();
  return 0;
}

static void
count_change_cb (BitacoraOutbox *outbox, gint64 id, gpointer user_data)
{
  guint *n_changes = user_data;

  g_assert_cmpint (id, ==, 0);
  (*n_changes)++;
}

static void
test_shown_at_once (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (BitacoraOutboxEntry) due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);
  guint n_changes = 0;
  gulong handler
      = g_signal_connect (fixture->outbox, "changed", G_CALLBACK (count_change_cb), &n_changes);

  for (guint i = 0; i < 3; i++)
    g_assert_true (outbox_deeds_append_batch (fixture->outbox, batch, 50, &error));
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 0);
  g_assert_null (outbox_fixture_next_due (fixture->outbox, NULL, now, NULL));
  g_assert_cmpint (outbox_deeds_query (fixture->path, COUNT_ROWS), ==, 150);

  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 150);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changes, >=, 1);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 150);
  due = outbox_fixture_next_due (fixture->outbox, NULL, now, NULL);
  g_assert_nonnull (due);
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT COUNT(*) FROM entry_search"
                                       " WHERE entry_search MATCH '\"imp\"'"),
                   ==,
                   150);
  g_signal_handler_disconnect (fixture->outbox, handler);
}

static void
test_others_go_between (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first = outbox_deeds_begin_batch (fixture->outbox);
  gint64 second = outbox_deeds_begin_batch (fixture->outbox);
  gint64 id;

  g_assert_cmpint (first, !=, second);
  g_assert_true (outbox_deeds_append_batch (fixture->outbox, first, 5, &error));
  id = outbox_fixture_append (fixture->outbox, "sales", "A call of one's own");
  g_assert_true (outbox_deeds_append_batch (fixture->outbox, second, 7, &error));
  g_assert_true (outbox_deeds_append_batch (fixture->outbox, first, 5, &error));
  entry = outbox_fixture_get (fixture->outbox, id, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, first, &error), ==, 10);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 11);
  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, second, &error), ==, 7);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 18);
}

static void
test_invalid_refuses_its_step (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) activities = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  g_assert_true (outbox_deeds_append_batch (fixture->outbox, batch, 3, &error));
  g_ptr_array_add (activities, outbox_fixture_create_activity ("A call"));
  g_ptr_array_add (activities, outbox_fixture_create_activity (""));
  bitacora_outbox_append_batch_async (
      fixture->outbox, batch, "sales", activities, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  g_assert_false (bitacora_outbox_append_batch_finish (fixture->outbox, result, &error));
  g_assert_error (error, BITACORA_ACTIVITY_ERROR, BITACORA_ACTIVITY_ERROR_MISSING);
  g_clear_error (&error);

  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 3);
  g_assert_no_error (error);
}

static void
test_ended_is_ended (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 0);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (outbox_deeds_append_batch (fixture->outbox, batch, 3, &error));
  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 3);
  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 0);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (outbox_deeds_append_batch (fixture->outbox, batch, 3, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 3);
}

static void
test_part_is_never_shown (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  g_assert_true (outbox_deeds_append_batch (fixture->outbox, batch, 5, &error));
  outbox_deeds_query (fixture->path, "DELETE FROM entry WHERE id = 2");
  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 0);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 0);
}

static void
test_dropped (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  outbox_fixture_append (fixture->outbox, "sales", "A call");
  for (guint i = 0; i < 5; i++)
    g_assert_true (outbox_deeds_append_batch (fixture->outbox, batch, 500, &error));
  bitacora_outbox_drop_batch_async (fixture->outbox, batch, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  g_assert_true (bitacora_outbox_drop_batch_finish (fixture->outbox, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outbox_deeds_query (fixture->path, COUNT_ROWS), ==, 1);
  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 0);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
}

static void
test_killed_while_filling (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "fill", fixture->path, NULL };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);

  for (guint i = 0; i < 6; i++)
    g_free (outbox_fixture_read_line (child));
  outbox_fixture_kill (child);

  outbox_fixture_reopen (fixture);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 0);
  g_assert_null (outbox_fixture_next_due (fixture->outbox, NULL, now, NULL));
  g_assert_cmpint (outbox_deeds_query (fixture->path, COUNT_ROWS), >=, 1200);

  /* A day later. */
  outbox_fixture_close (fixture);
  outbox_deeds_query (fixture->path, "UPDATE entry SET hidden = hidden + " OUTBOX_DEEDS_DAY);
  outbox_fixture_reopen (fixture);
  outbox_fixture_wait_until (outbox_deeds_query (fixture->path, COUNT_ROWS) == 0);
}

static void
test_killed_while_showing (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "show", fixture->path, NULL };
  guint n_before = 0;

  for (guint kill = 0; kill < 5; kill++)
    {
      g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
      g_autofree char *told = outbox_fixture_read_line (child);
      guint n_shown;

      while (!g_str_equal (told, "showing"))
        {
          g_free (told);
          told = outbox_fixture_read_line (child);
        }
      /* The last one may end. */
      if (kill == 4)
        {
          g_free (told);
          told = outbox_fixture_read_line (child);
          g_assert_cmpstr (told, ==, "shown");
        }
      g_usleep ((gulong)g_test_rand_int_range (0, 40000));
      outbox_fixture_kill (child);

      n_shown = outbox_deeds_count_shown (fixture->outbox) - n_before;
      g_test_message ("%u calls shown", n_shown);
      g_assert_true (n_shown == 1200 || (n_shown == 0 && kill < 4));
      n_before += n_shown;
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
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return fill_batch (argv[3], g_str_equal (argv[2], "show"));

  g_test_init (&argc, &argv, NULL);
  add ("/outbox/batches/shown-at-once", test_shown_at_once);
  add ("/outbox/batches/others-go-between", test_others_go_between);
  add ("/outbox/batches/invalid-refuses-its-step", test_invalid_refuses_its_step);
  add ("/outbox/batches/ended-is-ended", test_ended_is_ended);
  add ("/outbox/batches/part-is-never-shown", test_part_is_never_shown);
  add ("/outbox/batches/dropped", test_dropped);
  add ("/outbox/batches/killed-while-filling", test_killed_while_filling);
  add ("/outbox/batches/killed-while-showing", test_killed_while_showing);
  return g_test_run ();
}
