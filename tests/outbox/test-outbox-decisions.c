/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person decides about a call is done once, and what was discarded can be taken back. */
#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-private.h"

static void
expect_gone (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (outbox_fixture_get (outbox, id, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
}

static void
expect_state_error (GError **error, const char *words)
{
  g_assert_error (*error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
  g_assert_nonnull (strstr ((*error)->message, words));
  g_clear_error (error);
}

static void
test_discarded_is_gone_for_all (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) queued = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  g_assert_no_error (error);

  expect_gone (fixture->outbox, id);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 0);
  g_assert_null (outbox_fixture_next_due (fixture->outbox, NULL, now, &next));
  g_assert_null (next);
  bitacora_outbox_list_queued_async (fixture->outbox, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  queued = bitacora_outbox_list_queued_finish (fixture->outbox, result, &error);
  g_assert_cmpuint (queued->len, ==, 0);

  g_assert_cmpint (outbox_fixture_start (fixture->outbox, id, &error), ==, 0);
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (outbox_fixture_correct (fixture->outbox, id, "Another", &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (outbox_deeds_retry (fixture->outbox, id, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
}

static void
test_discarded_in_doubt (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_unknown (fixture->outbox, "A call");

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  g_assert_null (
      outbox_deeds_resolve (fixture->outbox, id, BITACORA_OUTBOX_RESOLUTION_RESEND, NULL, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
}

static void
test_sending_is_not_discarded (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  outbox_fixture_start (fixture->outbox, id, &error);
  g_assert_false (outbox_fixture_discard (fixture->outbox, id, &error));
  expect_state_error (&error, "on its way");
}

static void
test_restore (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_rejected (fixture->outbox, "A call");

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  outbox_fixture_reopen (fixture);
  expect_gone (fixture->outbox, id);

  entry = outbox_deeds_restore (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_REJECTED);
  g_assert_cmpint (bitacora_outbox_entry_get_verdict (entry), ==, BITACORA_CRM_VERDICT_REJECTED);
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 1);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 1);

  g_assert_null (outbox_deeds_restore (fixture->outbox, id, &error));
  expect_state_error (&error, "still there");
  g_assert_null (outbox_deeds_restore (fixture->outbox, id + 1, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
}

static void
test_removed_for_good (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 old = outbox_deeds_append_rejected (fixture->outbox, "An old call");
  gint64 young = outbox_fixture_append (fixture->outbox, "sales", "A young call");
  g_autofree char *sql = g_strdup_printf ("UPDATE entry SET hidden = hidden - " OUTBOX_DEEDS_DAY
                                          " WHERE id = %" G_GINT64_FORMAT,
                                          old);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  g_assert_true (outbox_fixture_discard (fixture->outbox, old, &error));
  g_assert_true (outbox_fixture_discard (fixture->outbox, young, &error));
  outbox_fixture_close (fixture);
  outbox_deeds_query (fixture->path, sql);
  outbox_fixture_reopen (fixture);

  g_assert_null (outbox_deeds_restore (fixture->outbox, old, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (outbox_deeds_query (fixture->path, "SELECT COUNT(*) FROM attempt"), ==, 0);
  entry = outbox_deeds_restore (fixture->outbox, young, &error);
  g_assert_no_error (error);
}

static void
test_retry_refused (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_rejected (fixture->outbox, "A call");

  entry = outbox_deeds_retry (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_false (bitacora_outbox_entry_has_verdict (entry));
  g_assert_null (bitacora_outbox_entry_get_message (entry));
  g_assert_cmpuint (bitacora_outbox_entry_get_n_attempts (entry), ==, 1);
  due = outbox_fixture_next_due (fixture->outbox, NULL, now, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (due), ==, id);
}

static void
test_retry_waiting (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 3);
  g_autoptr (BitacoraCrmReply) reason = outbox_fixture_not_sent ();
  g_autoptr (BitacoraOutboxEntry) held = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  held = outbox_fixture_hold (fixture->outbox, id, reason, later, &error);
  g_assert_nonnull (bitacora_outbox_entry_get_not_before (held));
  entry = outbox_deeds_retry (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_null (bitacora_outbox_entry_get_not_before (entry));
  due = outbox_fixture_next_due (fixture->outbox, NULL, now, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (due), ==, id);
}

static void
test_retry_not_possible (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) logged = NULL;
  gint64 unknown = outbox_deeds_append_unknown (fixture->outbox, "An unknown call");
  gint64 sending = outbox_fixture_append (fixture->outbox, "sales", "A call on its way");

  outbox_fixture_start (fixture->outbox, sending, &error);
  g_assert_null (outbox_deeds_retry (fixture->outbox, sending, &error));
  expect_state_error (&error, "on its way");
  g_assert_null (outbox_deeds_retry (fixture->outbox, unknown, &error));
  expect_state_error (&error, "not certain");
  logged = outbox_deeds_resolve (fixture->outbox,
                                 unknown,
                                 BITACORA_OUTBOX_RESOLUTION_LOGGED,
                                 NULL,
                                 &error);
  g_assert_no_error (error);
  g_assert_null (outbox_deeds_retry (fixture->outbox, unknown, &error));
  expect_state_error (&error, "already logged");
}

static void
test_resolve_logged (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_unknown (fixture->outbox, "A call");
  gint64 other = outbox_deeds_append_unknown (fixture->outbox, "Another call");

  entry = outbox_deeds_resolve (fixture->outbox,
                                id,
                                BITACORA_OUTBOX_RESOLUTION_LOGGED,
                                "64cb22",
                                &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpint (bitacora_outbox_entry_get_verdict (entry), ==, BITACORA_CRM_VERDICT_LOGGED);
  g_assert_cmpstr (bitacora_outbox_entry_get_wolkvox_id (entry), ==, "64cb22");

  g_assert_null (outbox_deeds_resolve (fixture->outbox,
                                       id,
                                       BITACORA_OUTBOX_RESOLUTION_LOGGED,
                                       "64cb22",
                                       &error));
  expect_state_error (&error, "already logged");
  /* The same record does not stand for two calls. */
  g_assert_null (outbox_deeds_resolve (fixture->outbox,
                                       other,
                                       BITACORA_OUTBOX_RESOLUTION_LOGGED,
                                       "64cb22",
                                       &error));
  expect_state_error (&error, "another call");
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, other),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
}

static void
test_resolve_resend (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_unknown (fixture->outbox, "A call");

  entry
      = outbox_deeds_resolve (fixture->outbox, id, BITACORA_OUTBOX_RESOLUTION_RESEND, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_false (bitacora_outbox_entry_has_verdict (entry));
  due = outbox_fixture_next_due (fixture->outbox, NULL, now, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (due), ==, id);
  g_assert_null (
      outbox_deeds_resolve (fixture->outbox, id, BITACORA_OUTBOX_RESOLUTION_RESEND, NULL, &error));
  expect_state_error (&error, "waits to be sent");
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
  add ("/outbox/discard/gone-for-all", test_discarded_is_gone_for_all);
  add ("/outbox/discard/in-doubt", test_discarded_in_doubt);
  add ("/outbox/discard/not-while-sending", test_sending_is_not_discarded);
  add ("/outbox/discard/restored-with-its-attempts", test_restore);
  add ("/outbox/discard/removed-after-a-day", test_removed_for_good);
  add ("/outbox/retry/refused", test_retry_refused);
  add ("/outbox/retry/waiting", test_retry_waiting);
  add ("/outbox/retry/not-possible", test_retry_not_possible);
  add ("/outbox/resolve/logged", test_resolve_logged);
  add ("/outbox/resolve/resend", test_resolve_resend);
  return g_test_run ();
}
