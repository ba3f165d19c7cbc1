/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of the file that is brought back sends nothing before the CRM was asked for it. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "courier-fixture.h"
#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-private.h"

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

static char *
get_mark_path (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "bitacora", "sent", NULL);
  g_autoptr (GDir) marks = g_dir_open (folder, 0, NULL);
  const char *name = marks != NULL ? g_dir_read_name (marks) : NULL;

  g_assert_nonnull (name);
  return g_build_filename (folder, name, NULL);
}

static void
assert_doubted (CourierFixture *fixture, guint n_calls)
{
  g_assert_cmpuint (bitacora_outbox_get_n_doubted (fixture->outbox), ==, n_calls);
}

static void
start_courier (CourierFixture *fixture)
{
  g_object_set (fixture->courier, "doubt-grace", 0, NULL);
  bitacora_courier_start (fixture->courier);
  courier_fixture_turn (fixture, G_TIME_SPAN_MINUTE);
}

/* The call is once in the CRM, by now. */
static void
assert_logged_once (CourierFixture *fixture, gint64 id)
{
  start_courier (fixture);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 1);
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
  assert_doubted (fixture, 2);
  assert_state (fixture, sent, BITACORA_OUTBOX_STATE_UNKNOWN);
  assert_state (fixture, waiting, BITACORA_OUTBOX_STATE_UNKNOWN);
  entry = outbox_fixture_get (fixture->outbox, sent, NULL);
  g_assert_false (bitacora_outbox_entry_awaits_person (entry));
  g_assert_nonnull (strstr (bitacora_outbox_entry_get_message (entry), "brought back"));

  start_courier (fixture);
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
  assert_doubted (fixture, 0);
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
  assert_doubted (fixture, 0);
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
  assert_doubted (fixture, 1);
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
  assert_doubted (fixture, 0);
  entry = outbox_deeds_restore (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
}

/* Even if it was brought back, and looked at, before. */
static void
test_twice (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");

  back_up (fixture);
  log_call (fixture, id);
  bring_back (fixture);
  assert_doubted (fixture, 1);
  bring_back (fixture);
  assert_doubted (fixture, 1);
  assert_logged_once (fixture, id);
}

static void
try_in_vain (CourierFixture *fixture, gint64 id, BitacoraCrmReply *reply, BitacoraOutboxState state)
{
  gint64 attempt = outbox_fixture_start (fixture->outbox, id, NULL);
  g_autoptr (BitacoraOutboxEntry) tried
      = outbox_fixture_finish (fixture->outbox, id, attempt, reply, NULL, NULL);

  g_assert_cmpint (bitacora_outbox_entry_get_state (tried), ==, state);
}

static void
fail_to_send (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_not_sent ();

  try_in_vain (fixture, id, reply, BITACORA_OUTBOX_STATE_QUEUED);
}

static void
be_rejected (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraCrmReply) reply
      = outbox_fixture_answer (200, "{\"code\":\"400\",\"error\":\"status is not valid\"}");

  try_in_vain (fixture, id, reply, BITACORA_OUTBOX_STATE_REJECTED);
}

/* The file that a copy had taken the place of is as old as that by now. */
static void
test_put_back (CourierFixture *fixture, gconstpointer data)
{
  g_autofree char *newest = g_build_filename (fixture->outbox_fixture.folder, "newest.db", NULL);
  gint64 id = courier_fixture_append (fixture, "Waits in both");

  back_up (fixture);
  fail_to_send (fixture, id);
  end_program (fixture);
  copy_file (fixture->outbox_fixture.path, newest);
  start_program (fixture);
  bring_back (fixture);
  assert_doubted (fixture, 1);
  assert_logged_once (fixture, id);

  end_program (fixture);
  copy_file (newest, fixture->outbox_fixture.path);
  start_program (fixture);
  assert_doubted (fixture, 1);
  assert_logged_once (fixture, id);
}

/* A backup of the whole home brings the mark back, too: as another file. */
static void
test_with_its_mark (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autofree char *backup = get_backup_path (fixture);
  g_autofree char *mark = get_mark_path ();
  g_autofree char *mark_backup = g_strconcat (backup, ".mark", NULL);

  back_up (fixture);
  copy_file (mark, mark_backup);
  log_call (fixture, id);
  end_program (fixture);
  g_assert_no_errno (g_unlink (mark));
  copy_file (mark_backup, mark);
  copy_file (backup, fixture->outbox_fixture.path);
  start_program (fixture);
  assert_doubted (fixture, 1);
  assert_logged_once (fixture, id);
}

/* A mark that says nothing is no mark. */
static void
test_unreadable_mark (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autofree char *mark = get_mark_path ();

  back_up (fixture);
  log_call (fixture, id);
  end_program (fixture);
  g_assert_no_errno (truncate (mark, 0));
  start_program (fixture);
  bring_back (fixture);
  assert_doubted (fixture, 1);
  assert_logged_once (fixture, id);
}

/* Where nothing can be noted, what waits is not asked for at each start. */
static void
test_no_room_for_mark (CourierFixture *fixture, gconstpointer data)
{
  g_autofree char *mark = get_mark_path ();
  gint64 id = courier_fixture_append (fixture, "A call");

  end_program (fixture);
  g_assert_no_errno (g_unlink (mark));
  g_assert_no_errno (g_mkdir (mark, 0700));
  start_program (fixture);
  assert_doubted (fixture, 0);
  assert_state (fixture, id, BITACORA_OUTBOX_STATE_QUEUED);
  end_program (fixture);
  g_assert_no_errno (g_rmdir (mark));
  start_program (fixture);
}

/* What its last attempt would have sent is not what was sent since. */
static void
test_corrected (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "Wrong name");
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;

  fail_to_send (fixture, id);
  corrected = outbox_fixture_correct (fixture->outbox, id, "Right name", NULL);
  g_assert_nonnull (corrected);
  back_up (fixture);
  log_call (fixture, id);
  bring_back (fixture);
  assert_doubted (fixture, 1);
  assert_logged_once (fixture, id);
}

/* What its user has stopped is not sent by itself, and goes if that is wished. */
static void
test_stopped (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_not_sent ();
  g_autoptr (GDateTime) on_request = bitacora_courier_create_on_request_moment ();
  g_autoptr (BitacoraOutboxEntry) stopped
      = outbox_fixture_hold (fixture->outbox, id, reply, on_request, NULL);
  g_autoptr (BitacoraOutboxEntry) doubted = NULL;
  g_autoptr (BitacoraOutboxEntry) queued = NULL;

  g_assert_nonnull (stopped);
  end_program (fixture);
  forget_file ();
  start_program (fixture);
  doubted = outbox_fixture_get (fixture->outbox, id, NULL);
  g_assert_false (bitacora_outbox_entry_waits_for_request (doubted));
  start_courier (fixture);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_QUEUED);
  queued = outbox_fixture_get (fixture->outbox, id, NULL);
  g_assert_true (bitacora_outbox_entry_waits_for_request (queued));
  log_call (fixture, id);
}

/* What the CRM had rejected may have been sent again since. */
static void
test_rejected (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  g_autoptr (BitacoraOutboxEntry) retried = NULL;

  be_rejected (fixture, id);
  back_up (fixture);
  retried = outbox_deeds_retry (fixture->outbox, id, NULL);
  g_assert_nonnull (retried);
  log_call (fixture, id);
  bring_back (fixture);
  assert_doubted (fixture, 1);
  assert_logged_once (fixture, id);
}

/* The calls may be there before the profiles are: that is nothing for a person to decide. */
static void
test_without_profile (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = outbox_fixture_append (fixture->outbox, "not-there-yet", "A call");
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  gint64 other;

  end_program (fixture);
  forget_file ();
  start_program (fixture);
  other = courier_fixture_append (fixture, "A call of later");
  start_courier (fixture);
  courier_fixture_wait_state (fixture, other, BITACORA_OUTBOX_STATE_LOGGED);
  entry = outbox_fixture_get (fixture->outbox, id, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
  g_assert_false (bitacora_outbox_entry_awaits_person (entry));
}

/* One that went out in the same transaction as another that could not. */
static void
test_sent_in_group (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");
  gint64 discarded = courier_fixture_append (fixture, "Discarded");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  const char *server = bitacora_practice_server_get_url (fixture->server);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  back_up (fixture);
  g_assert_true (outbox_fixture_discard (fixture->outbox, discarded, NULL));
  bitacora_outbox_cork (fixture->outbox);
  bitacora_outbox_start_attempt_async (
      fixture->outbox, id, server, "{}", now, NULL, outbox_fixture_result_cb, &first);
  bitacora_outbox_start_attempt_async (
      fixture->outbox, discarded, server, "{}", now, NULL, outbox_fixture_result_cb, &second);
  bitacora_outbox_uncork (fixture->outbox);
  outbox_fixture_wait_until (first != NULL && second != NULL);
  g_assert_cmpint (bitacora_outbox_start_attempt_finish (fixture->outbox, first, NULL), >, 0);
  g_clear_object (&first);
  g_clear_object (&second);
  bring_back (fixture);
  assert_doubted (fixture, 2);
}

/* A file from before files had names is where it belongs, unless there was a later one. */
static void
test_without_name (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");

  end_program (fixture);
  outbox_deeds_query (fixture->outbox_fixture.path, "DELETE FROM identity RETURNING 1");
  forget_file ();
  start_program (fixture);
  assert_doubted (fixture, 0);
  assert_state (fixture, id, BITACORA_OUTBOX_STATE_QUEUED);

  end_program (fixture);
  outbox_deeds_query (fixture->outbox_fixture.path, "DELETE FROM identity RETURNING 1");
  start_program (fixture);
  assert_doubted (fixture, 1);

  end_program (fixture);
  g_assert_no_errno (g_unlink (fixture->outbox_fixture.path));
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
  add_test ("/outbox/copy/twice", test_twice);
  add_test ("/outbox/copy/put-back", test_put_back);
  add_test ("/outbox/copy/with-its-mark", test_with_its_mark);
  add_test ("/outbox/copy/unreadable-mark", test_unreadable_mark);
  add_test ("/outbox/copy/no-room-for-mark", test_no_room_for_mark);
  add_test ("/outbox/copy/corrected", test_corrected);
  add_test ("/outbox/copy/stopped", test_stopped);
  add_test ("/outbox/copy/rejected", test_rejected);
  add_test ("/outbox/copy/without-profile", test_without_profile);
  add_test ("/outbox/copy/sent-in-group", test_sent_in_group);
  add_test ("/outbox/copy/without-name", test_without_name);
  add_test ("/outbox/copy/strange-identity", test_strange_identity);
  return g_test_run ();
}
