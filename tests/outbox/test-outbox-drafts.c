/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being typed survives, until it is a call: never both, never neither. */
#include <stdio.h>
#include <stdlib.h>

#include "outbox-deeds.h"

#define N_KILLS 6

static BitacoraOutboxEntry *
append_with (BitacoraOutbox *outbox,
             const char *name,
             const BitacoraOutboxAppendOptions *options,
             GError **error)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity (name);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_append_with_async (
      outbox, "sales", activity, options, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_append_finish (outbox, result, error);
}

/* As another process: types calls and hands them over, telling of each step, until it is killed. */
static int
type_for_ever (const char *path)
{
  const BitacoraOutboxAppendOptions options = { .draft = "form" };
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (path, &error);
  guint i;

  g_assert_no_error (error);
  for (i = outbox_deeds_count_shown (outbox); i < G_MAXUINT; i++)
    {
      g_autofree char *name = g_strdup_printf ("Call %u", i);
      g_autoptr (BitacoraOutboxEntry) entry = NULL;

      outbox_deeds_save_draft (outbox, "form", name);
      printf ("typed %u\n", i);
      fflush (stdout);
      entry = append_with (outbox, name, &options, &error);
      g_assert_no_error (error);
      printf ("queued %u\n", i);
      fflush (stdout);
    }
  return 0;
}

static void
test_kept (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *empty = outbox_deeds_load_draft (fixture->outbox, "form");
  g_autofree char *form = NULL;
  g_autofree char *quick = NULL;
  g_autofree char *emptied = NULL;

  g_assert_null (empty);
  outbox_deeds_save_draft (fixture->outbox, "form", "{\"name\":\"Jos\"}");
  outbox_deeds_save_draft (fixture->outbox, "form", "{\"name\":\"José\"}");
  outbox_deeds_save_draft (fixture->outbox, "quick-entry", "");
  outbox_fixture_reopen (fixture);
  form = outbox_deeds_load_draft (fixture->outbox, "form");
  quick = outbox_deeds_load_draft (fixture->outbox, "quick-entry");
  g_assert_cmpstr (form, ==, "{\"name\":\"José\"}");
  g_assert_cmpstr (quick, ==, "");

  outbox_deeds_save_draft (fixture->outbox, "form", NULL);
  emptied = outbox_deeds_load_draft (fixture->outbox, "form");
  g_assert_null (emptied);
}

static void
test_becomes_a_call (OutboxFixture *fixture, gconstpointer data)
{
  const BitacoraOutboxAppendOptions options = { .draft = "form" };
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *still = NULL;
  g_autofree char *form = NULL;
  g_autofree char *quick = NULL;

  outbox_deeds_save_draft (fixture->outbox, "form", "typed");
  outbox_deeds_save_draft (fixture->outbox, "quick-entry", "typed elsewhere");

  /* What is not taken stays typed. */
  refused = append_with (fixture->outbox, "", &options, &error);
  g_assert_null (refused);
  g_assert_error (error, BITACORA_ACTIVITY_ERROR, BITACORA_ACTIVITY_ERROR_MISSING);
  g_clear_error (&error);
  still = outbox_deeds_load_draft (fixture->outbox, "form");
  g_assert_cmpstr (still, ==, "typed");

  entry = append_with (fixture->outbox, "A call", &options, &error);
  g_assert_no_error (error);
  form = outbox_deeds_load_draft (fixture->outbox, "form");
  quick = outbox_deeds_load_draft (fixture->outbox, "quick-entry");
  g_assert_null (form);
  g_assert_cmpstr (quick, ==, "typed elsewhere");
}

static void
test_time_to_undo (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, 5);
  const BitacoraOutboxAppendOptions options = { .not_before = later };
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) due = NULL;
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GError) error = NULL;

  entry = append_with (fixture->outbox, "A call", &options, &error);
  g_assert_no_error (error);
  g_assert_true (g_date_time_equal (bitacora_outbox_entry_get_not_before (entry), later));
  g_assert_null (outbox_fixture_next_due (fixture->outbox, NULL, now, &next));
  g_assert_true (g_date_time_equal (next, later));
  due = outbox_fixture_next_due (fixture->outbox, NULL, later, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (due), ==, bitacora_outbox_entry_get_id (entry));
}

/* The draft, if any, is that of the first call that is not there; the last that was typed is one
 * of both. */
static void
check_after_kill (OutboxFixture *fixture, const char *last_told)
{
  g_auto (GStrv) words = g_strsplit (last_told, " ", 2);
  guint last = (guint)strtoul (words[1], NULL, 10);
  guint n_calls = outbox_deeds_count_shown (fixture->outbox);
  g_autofree char *draft = outbox_deeds_load_draft (fixture->outbox, "form");
  g_autofree char *missing = g_strdup_printf ("Call %u", n_calls);

  if (draft != NULL)
    g_assert_cmpstr (draft, ==, missing);
  if (g_str_equal (words[0], "queued") || draft == NULL)
    g_assert_cmpuint (n_calls, >, last);
  else
    g_assert_cmpuint (n_calls, >=, last);
}

static void
test_killed (OutboxFixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "type", fixture->path, NULL };

  for (guint kill = 0; kill < N_KILLS; kill++)
    {
      g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
      g_autofree char *told = NULL;
      guint n_lines = (guint)g_test_rand_int_range (1, 40);

      for (guint i = 0; i < n_lines; i++)
        {
          g_free (told);
          told = outbox_fixture_read_line (child);
        }
      outbox_fixture_kill (child);
      check_after_kill (fixture, told);
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
  if (argc == 4 && g_str_equal (argv[1], "--child") && g_str_equal (argv[2], "type"))
    return type_for_ever (argv[3]);

  g_test_init (&argc, &argv, NULL);
  add ("/outbox/drafts/kept", test_kept);
  add ("/outbox/drafts/become-a-call", test_becomes_a_call);
  add ("/outbox/drafts/time-to-undo", test_time_to_undo);
  add ("/outbox/drafts/or-a-call-after-a-kill", test_killed);
  return g_test_run ();
}
