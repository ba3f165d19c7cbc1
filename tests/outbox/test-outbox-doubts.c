/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is not known is asked about, and ends as one call in one place. */
#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-entry-private.h"

static BitacoraOutboxEntry *
next_doubt (BitacoraOutbox *outbox,
            const char *const *skip_profiles,
            GDateTime *now,
            GDateTime **next)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraOutboxEntry *entry;

  bitacora_outbox_next_doubt_async (outbox,
                                    skip_profiles,
                                    now,
                                    NULL,
                                    outbox_fixture_result_cb,
                                    &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_next_doubt_finish (outbox, result, NULL, NULL, next, &error);
  g_assert_no_error (error);
  return entry;
}

static BitacoraOutboxEntry *
note (BitacoraOutbox *outbox,
      gint64 id,
      BitacoraOutboxFinding finding,
      const char *text,
      GDateTime *next,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_note_finding_async (outbox,
                                      id,
                                      finding,
                                      finding == BITACORA_OUTBOX_FINDING_FOUND ? text : NULL,
                                      finding == BITACORA_OUTBOX_FINDING_UNCLEAR ? text : NULL,
                                      NULL,
                                      next,
                                      outbox_fixture_result_cb,
                                      &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_note_finding_finish (outbox, result, error);
}

static gboolean
ask_again (BitacoraOutbox *outbox, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_ask_again_async (outbox, id, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_ask_again_finish (outbox, result, error);
}

static GDateTime *
get_moment_in_an_hour (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add_hours (now, 1);
}

static void
expect_next_doubt (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (BitacoraOutboxEntry) entry = next_doubt (outbox, NULL, now, NULL);

  if (id == 0)
    g_assert_null (entry);
  else
    g_assert_cmpint (bitacora_outbox_entry_get_id (entry), ==, id);
}

static void
test_asked_at_once (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autofree char *sentence = NULL;
  gint64 id;

  expect_next_doubt (fixture->outbox, 0);
  id = outbox_deeds_append_unknown (fixture->outbox, "A call");
  expect_next_doubt (fixture->outbox, id);
  entry = outbox_fixture_get (fixture->outbox, id, &error);
  g_assert_false (bitacora_outbox_entry_awaits_person (entry));
  g_assert_cmpuint (bitacora_outbox_entry_get_n_checks (entry), ==, 0);
  sentence = bitacora_outbox_entry_describe (entry);
  g_assert_nonnull (strstr (sentence, "from the CRM, or asks you"));
}

static void
test_asked_after_a_crash (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "A call");

  outbox_fixture_start (fixture->outbox, id, &error);
  g_assert_cmpuint (outbox_fixture_recover (fixture->outbox), ==, 1);
  expect_next_doubt (fixture->outbox, id);
}

static void
test_order (OutboxFixture *fixture, gconstpointer data)
{
  const char *const skip[] = { "sales", NULL };
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) later = get_moment_in_an_hour ();
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GDateTime) none = NULL;
  g_autoptr (BitacoraOutboxEntry) put_off = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first = outbox_deeds_append_unknown (fixture->outbox, "The first call");
  gint64 second = outbox_deeds_append_unknown (fixture->outbox, "The second call");
  g_autoptr (BitacoraOutboxEntry) also_put_off = NULL;

  now = g_date_time_new_now_utc ();
  expect_next_doubt (fixture->outbox, first);
  put_off = note (fixture->outbox, first, BITACORA_OUTBOX_FINDING_LATER, NULL, later, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bitacora_outbox_entry_get_n_checks (put_off), ==, 1);
  g_assert_false (bitacora_outbox_entry_awaits_person (put_off));
  expect_next_doubt (fixture->outbox, second);
  also_put_off = note (fixture->outbox, second, BITACORA_OUTBOX_FINDING_LATER, NULL, later, &error);

  g_assert_null (next_doubt (fixture->outbox, NULL, now, &next));
  g_assert_true (g_date_time_equal (next, later));
  g_assert_null (next_doubt (fixture->outbox, skip, later, &none));
  g_assert_null (none);
  g_clear_object (&put_off);
  put_off = next_doubt (fixture->outbox, NULL, later, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (put_off), ==, first);
}

static void
test_clock_set_back (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) far = g_date_time_add_days (now, 300);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_unknown (fixture->outbox, "A call");

  entry = note (fixture->outbox, id, BITACORA_OUTBOX_FINDING_LATER, NULL, far, &error);
  expect_next_doubt (fixture->outbox, id);
}

static void
test_found (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_unknown (fixture->outbox, "A call");
  gint64 twin = outbox_deeds_append_unknown (fixture->outbox, "A call");

  entry = note (fixture->outbox, id, BITACORA_OUTBOX_FINDING_FOUND, "64cb22", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpint (bitacora_outbox_entry_get_verdict (entry), ==, BITACORA_CRM_VERDICT_LOGGED);
  g_assert_cmpstr (bitacora_outbox_entry_get_wolkvox_id (entry), ==, "64cb22");

  /* One record stands for one call, even when that call is no longer shown. */
  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  g_assert_null (
      note (fixture->outbox, twin, BITACORA_OUTBOX_FINDING_FOUND, "64cb22", NULL, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
  g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, twin),
                   ==,
                   BITACORA_OUTBOX_STATE_UNKNOWN);
}

static void
test_missing (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = outbox_deeds_append_unknown (fixture->outbox, "A call");

  entry = note (fixture->outbox, id, BITACORA_OUTBOX_FINDING_MISSING, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpint (bitacora_outbox_entry_get_revision (entry), ==, 1);
  due = outbox_fixture_next_due (fixture->outbox, NULL, now, NULL);
  g_assert_cmpint (bitacora_outbox_entry_get_id (due), ==, id);

  /* Once decided, what was found out since is too late. */
  g_assert_null (note (fixture->outbox, id, BITACORA_OUTBOX_FINDING_FOUND, "1", NULL, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
}

static void
test_unclear (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) asked = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gint64 id = outbox_deeds_append_unknown (fixture->outbox, "A call");

  entry = note (fixture->outbox,
                id,
                BITACORA_OUTBOX_FINDING_UNCLEAR,
                "{\"name\":\"A\"}",
                NULL,
                &error);
  g_assert_no_error (error);
  g_assert_true (bitacora_outbox_entry_awaits_person (entry));
  g_assert_cmpstr (bitacora_outbox_entry_get_candidate (entry), ==, "{\"name\":\"A\"}");
  g_assert_cmpuint (bitacora_outbox_entry_get_n_checks (entry), ==, 1);
  sentence = bitacora_outbox_entry_describe (entry);
  g_assert_nonnull (strstr (sentence, "Look for it there"));
  expect_next_doubt (fixture->outbox, 0);

  g_assert_true (ask_again (fixture->outbox, id, &error));
  expect_next_doubt (fixture->outbox, id);
  asked = outbox_fixture_get (fixture->outbox, id, &error);
  g_assert_false (bitacora_outbox_entry_awaits_person (asked));
  g_assert_null (bitacora_outbox_entry_get_candidate (asked));
  g_assert_cmpuint (bitacora_outbox_entry_get_n_checks (asked), ==, 0);
}

static void
test_ask_again_about_all (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) later = get_moment_in_an_hour ();
  g_autoptr (BitacoraOutboxEntry) unclear = NULL;
  g_autoptr (BitacoraOutboxEntry) put_off = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first = outbox_deeds_append_unknown (fixture->outbox, "The first call");
  gint64 second = outbox_deeds_append_unknown (fixture->outbox, "The second call");
  gint64 queued = outbox_fixture_append (fixture->outbox, "sales", "Queued");

  unclear = note (fixture->outbox, first, BITACORA_OUTBOX_FINDING_UNCLEAR, NULL, NULL, &error);
  put_off = note (fixture->outbox, second, BITACORA_OUTBOX_FINDING_LATER, NULL, later, &error);
  expect_next_doubt (fixture->outbox, 0);
  g_assert_true (ask_again (fixture->outbox, 0, &error));
  expect_next_doubt (fixture->outbox, first);
  g_assert_true (outbox_fixture_discard (fixture->outbox, first, &error));
  expect_next_doubt (fixture->outbox, second);

  g_assert_false (ask_again (fixture->outbox, queued, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
}

static void
test_claimed (OutboxFixture *fixture, gconstpointer data)
{
  const char *const ids[] = { "1", "2", "3", NULL };
  const char *const expected[] = { "2", "3", NULL };
  g_autoptr (BitacoraOutboxEntry) two = NULL;
  g_autoptr (BitacoraOutboxEntry) three = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) claimed = NULL;
  gint64 first = outbox_deeds_append_unknown (fixture->outbox, "A call");
  gint64 second = outbox_deeds_append_unknown (fixture->outbox, "Another call");

  two = note (fixture->outbox, first, BITACORA_OUTBOX_FINDING_FOUND, "2", NULL, &error);
  three = note (fixture->outbox, second, BITACORA_OUTBOX_FINDING_FOUND, "3", NULL, &error);
  g_assert_true (outbox_fixture_discard (fixture->outbox, second, &error));
  bitacora_outbox_list_claimed_async (fixture->outbox,
                                      ids,
                                      NULL,
                                      outbox_fixture_result_cb,
                                      &result);
  outbox_fixture_wait_until (result != NULL);
  claimed = bitacora_outbox_list_claimed_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (claimed, (char **)expected);
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
  add ("/outbox/doubts/asked-at-once", test_asked_at_once);
  add ("/outbox/doubts/asked-after-a-crash", test_asked_after_a_crash);
  add ("/outbox/doubts/order", test_order);
  add ("/outbox/doubts/clock-set-back", test_clock_set_back);
  add ("/outbox/doubts/found", test_found);
  add ("/outbox/doubts/missing", test_missing);
  add ("/outbox/doubts/unclear", test_unclear);
  add ("/outbox/doubts/ask-again-about-all", test_ask_again_about_all);
  add ("/outbox/doubts/claimed", test_claimed);
  return g_test_run ();
}
