/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of the file that is brought back sends nothing before the CRM was asked for it. */
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "courier-fixture.h"
#include "outbox-deeds.h"

static void
add_test (const char *path, void (*test) (CourierFixture *fixture, gconstpointer data))
{
  g_test_add (path, CourierFixture, NULL, courier_fixture_set_up, test, courier_fixture_tear_down);
}

/* The program ends, something is done with its file, and it starts again. */
static void
end_program (CourierFixture *fixture)
{
  courier_fixture_end (fixture);
  outbox_fixture_close (&fixture->outbox_fixture);
  fixture->outbox = NULL;
}

static void
start_program (CourierFixture *fixture)
{
  outbox_fixture_reopen (&fixture->outbox_fixture);
  fixture->outbox = fixture->outbox_fixture.outbox;
  courier_fixture_begin (fixture);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static char *
get_backup_path (CourierFixture *fixture)
{
  return g_build_filename (fixture->outbox_fixture.folder, "backup.db", NULL);
}

static void
back_up (CourierFixture *fixture)
{
  g_autofree char *backup = get_backup_path (fixture);

  end_program (fixture);
  copy_file (fixture->outbox_fixture.path, backup);
  start_program (fixture);
}

static void
bring_back (CourierFixture *fixture)
{
  g_autofree char *backup = get_backup_path (fixture);

  end_program (fixture);
  copy_file (backup, fixture->outbox_fixture.path);
  start_program (fixture);
}

/* As on a computer that has never seen the file. */
static void
forget_file (void)
{
  g_autofree char *marks = g_build_filename (g_get_user_state_dir (), "bitacora", "sent", NULL);

  g_assert_true (g_file_test (marks, G_FILE_TEST_IS_DIR));
  outbox_fixture_remove_folder (marks);
}

static void
log_call (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraOutboxEntry) entry = courier_fixture_send (fixture, id);

  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
}

static void
assert_state (CourierFixture *fixture, gint64 id, BitacoraOutboxState state)
{
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id), ==, state);
}

/* Of two calls that wait in the copy, one went out since. */
static void
test_sent_since (CourierFixture *fixture, gconstpointer data)
{
  gint64 sent = courier_fixture_append (fixture, "Sent since");
  gint64 waiting = courier_fixture_append (fixture, "Still waiting");
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  back_up (fixture);
  log_call (fixture, sent);
  bring_back (fixture);
  g_assert_cmpuint (bitacora_outbox_get_n_doubted (fixture->outbox), ==, 2);
  assert_state (fixture, sent, BITACORA_OUTBOX_STATE_UNKNOWN);
  assert_state (fixture, waiting, BITACORA_OUTBOX_STATE_UNKNOWN);
  entry = outbox_fixture_get (fixture->outbox, sent, NULL);
  g_assert_false (bitacora_outbox_entry_awaits_person (entry));
  g_assert_nonnull (strstr (bitacora_outbox_entry_get_message (entry), "brought back"));

  g_object_set (fixture->courier, "doubt-grace", 0, NULL);
  bitacora_courier_start (fixture->courier);
  courier_fixture_turn (fixture, G_TIME_SPAN_MINUTE);
  courier_fixture_wait_state (fixture, sent, BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, waiting, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
  courier_fixture_assert_received (fixture, 0, "Sent since");
  courier_fixture_assert_received (fixture, 1, "Still waiting");
}

/* It is told once, and what is logged from then on is no copy's any more. */
static void
test_told_once (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  gint64 later;

  back_up (fixture);
  log_call (fixture, id);
  bring_back (fixture);
  later = courier_fixture_append (fixture, "A call of later");
  end_program (fixture);
  start_program (fixture);
  g_assert_cmpuint (bitacora_outbox_get_n_doubted (fixture->outbox), ==, 0);
  assert_state (fixture, later, BITACORA_OUTBOX_STATE_QUEUED);
}

/* Nothing was sent since the copy was made: there is nothing to be uncertain of. */
static void
test_nothing_sent_since (CourierFixture *fixture, gconstpointer data)
{
  gint64 logged = courier_fixture_append (fixture, "Logged before");
  gint64 waiting;

  log_call (fixture, logged);
  waiting = courier_fixture_append (fixture, "Waiting");
  back_up (fixture);
  bring_back (fixture);
  g_assert_cmpuint (bitacora_outbox_get_n_doubted (fixture->outbox), ==, 0);
  assert_state (fixture, waiting, BITACORA_OUTBOX_STATE_QUEUED);
}

/* Even if nothing had been sent yet when the copy was made. */
static void
test_other_computer (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");

  end_program (fixture);
  forget_file ();
  start_program (fixture);
  g_assert_cmpuint (bitacora_outbox_get_n_doubted (fixture->outbox), ==, 1);
  assert_state (fixture, id, BITACORA_OUTBOX_STATE_UNKNOWN);
}

/* What was discarded in the copy, and is restored now, is as uncertain as the rest. */
static void
test_discarded (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  end_program (fixture);
  forget_file ();
  start_program (fixture);
  entry = outbox_deeds_restore (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
}

/* A file from before there were identities, and one that is new, are where they belong. */
static void
test_without_identity (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");

  end_program (fixture);
  outbox_deeds_query (fixture->outbox_fixture.path, "DELETE FROM identity RETURNING 1");
  start_program (fixture);
  g_assert_cmpuint (bitacora_outbox_get_n_doubted (fixture->outbox), ==, 0);
  assert_state (fixture, id, BITACORA_OUTBOX_STATE_QUEUED);

  end_program (fixture);
  g_assert_cmpint (g_unlink (fixture->outbox_fixture.path), ==, 0);
  start_program (fixture);
  id = courier_fixture_append (fixture, "The first call of a new file");
  end_program (fixture);
  start_program (fixture);
  assert_state (fixture, id, BITACORA_OUTBOX_STATE_QUEUED);
}

/* A name that would lead out of the folder of the marks leads nowhere. */
static void
test_strange_identity (CourierFixture *fixture, gconstpointer data)
{
  g_autofree char *outside = g_build_filename (g_get_user_state_dir (), "outside", NULL);

  end_program (fixture);
  outbox_deeds_query (fixture->outbox_fixture.path,
                      "UPDATE identity SET name = '../../outside' RETURNING 1");
  start_program (fixture);
  log_call (fixture, courier_fixture_append (fixture, "A call"));
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add_test ("/outbox/copy/sent-since", test_sent_since);
  add_test ("/outbox/copy/told-once", test_told_once);
  add_test ("/outbox/copy/nothing-sent-since", test_nothing_sent_since);
  add_test ("/outbox/copy/other-computer", test_other_computer);
  add_test ("/outbox/copy/discarded", test_discarded);
  add_test ("/outbox/copy/without-identity", test_without_identity);
  add_test ("/outbox/copy/strange-identity", test_strange_identity);
  return g_test_run ();
}
