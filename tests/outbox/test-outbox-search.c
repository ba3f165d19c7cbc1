/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching finds what people mean, and nothing that is not there any more. */
#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-history.h"

static BitacoraOutboxQuery *
create_query (const char *text)
{
  BitacoraOutboxQuery *query = bitacora_outbox_query_new ();

  bitacora_outbox_query_set_text (query, text);
  return query;
}

static GPtrArray *
find (BitacoraOutbox *outbox, BitacoraOutboxQuery *query, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  bitacora_outbox_find_async (outbox, query, limit, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_find_finish (outbox, result, &error);
  g_assert_no_error (error);
  return entries;
}

static guint
count (OutboxFixture *fixture, const char *text)
{
  g_autoptr (BitacoraOutboxQuery) query = create_query (text);
  g_autoptr (GPtrArray) entries = find (fixture->outbox, query, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) places = NULL;

  bitacora_outbox_index_async (fixture->outbox, query, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  places = bitacora_outbox_index_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (places->len, ==, entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      g_assert_true (bitacora_outbox_query_matches (query, entries->pdata[i]));
      g_assert_cmpint (g_array_index (places, BitacoraOutboxPlace, i).id,
                       ==,
                       bitacora_outbox_entry_get_id (entries->pdata[i]));
    }
  return entries->len;
}

static void
test_words (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_append (fixture->outbox, "sales", "José Ñandú");
  outbox_fixture_append (fixture->outbox, "sales", "Peter Quill");

  g_assert_cmpuint (count (fixture, "jose nandu"), ==, 1);
  g_assert_cmpuint (count (fixture, "NANDÚ"), ==, 1);
  g_assert_cmpuint (count (fixture, "  quill   peter "), ==, 1);
  g_assert_cmpuint (count (fixture, "uil"), ==, 1);
  g_assert_cmpuint (count (fixture, "peter nandu"), ==, 0);
  g_assert_cmpuint (count (fixture, "55123"), ==, 2);
  g_assert_cmpuint (count (fixture, "+5731"), ==, 2);
  g_assert_cmpuint (count (fixture, "4cb1"), ==, 2);
  g_assert_cmpuint (count (fixture, "bogota manana"), ==, 2);
  g_assert_cmpuint (count (fixture, "🙂"), ==, 2);
  g_assert_cmpuint (count (fixture, "qu"), ==, 1);
  g_assert_cmpuint (count (fixture, "qu peter"), ==, 1);
  g_assert_cmpuint (count (fixture, ""), ==, 2);
}

/* The index knows three characters at a time: all of them can be there and the word not. */
static void
test_not_by_pieces (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_append (fixture->outbox, "sales", "abcx bcd");

  g_assert_cmpuint (count (fixture, "abcx"), ==, 1);
  g_assert_cmpuint (count (fixture, "abcd"), ==, 0);
}

static void
test_harmless (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const texts[]
      = { "\"\"\"", "a\"b\"c", "peter OR quill", "NOT peter", "peter*x", "search:peter", "(peter)",
          "^peter", "{peter}", "pet%er",         "';--xyz",   "-peter",  "peter NEAR/2" };

  outbox_fixture_append (fixture->outbox, "sales", "Peter Quill");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpuint (count (fixture, texts[i]), ==, 0);
  /* Its description has quotes. */
  g_assert_cmpuint (count (fixture, "\""), ==, 1);
  outbox_fixture_append (fixture->outbox, "sales", "the \"big*\" (one)");
  g_assert_cmpuint (count (fixture, "\"big*\" (one)"), ==, 1);
}

static void
test_changes (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;
  g_autoptr (BitacoraOutboxEntry) restored = NULL;
  gint64 id = outbox_fixture_append (fixture->outbox, "sales", "Gamora");

  corrected = outbox_fixture_correct (fixture->outbox, id, "Nebula", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture, "gamora"), ==, 0);
  g_assert_cmpuint (count (fixture, "nebula"), ==, 1);

  g_assert_true (outbox_fixture_discard (fixture->outbox, id, &error));
  g_assert_cmpuint (count (fixture, "nebula"), ==, 0);
  g_assert_cmpuint (count (fixture, "ne"), ==, 0);
  g_assert_cmpuint (count (fixture, NULL), ==, 0);

  restored = outbox_deeds_restore (fixture->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture, "nebula"), ==, 1);
}

static void
test_batch (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  g_assert_true (outbox_deeds_append_batch (fixture->outbox, batch, 3, &error));
  g_assert_cmpuint (count (fixture, "bogota"), ==, 0);
  g_assert_cmpuint (count (fixture, NULL), ==, 0);
  g_assert_cmpuint (outbox_deeds_commit_batch (fixture->outbox, batch, &error), ==, 3);
  g_assert_cmpuint (count (fixture, "bogota"), ==, 3);
}

static void
test_filters (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxQuery) query = create_query ("bogota");
  g_autoptr (GPtrArray) by_profile = NULL;
  g_autoptr (GPtrArray) by_one_state = NULL;
  g_autoptr (GPtrArray) by_states = NULL;
  g_autoptr (GPtrArray) limited = NULL;
  g_autoptr (GPtrArray) wordless = NULL;
  gint64 first = outbox_fixture_append (fixture->outbox, "sales", "One");
  gint64 second = outbox_deeds_append_rejected (fixture->outbox, "Two");
  gint64 third = outbox_fixture_append (fixture->outbox, "support", "Three");

  bitacora_outbox_query_set_profile_id (query, "support");
  by_profile = find (fixture->outbox, query, 0);
  g_assert_cmpuint (by_profile->len, ==, 1);
  g_assert_cmpint (bitacora_outbox_entry_get_id (by_profile->pdata[0]), ==, third);

  bitacora_outbox_query_set_profile_id (query, "sales");
  bitacora_outbox_query_set_states (query, 1u << BITACORA_OUTBOX_STATE_REJECTED);
  by_one_state = find (fixture->outbox, query, 0);
  g_assert_cmpuint (by_one_state->len, ==, 1);
  g_assert_cmpint (bitacora_outbox_entry_get_id (by_one_state->pdata[0]), ==, second);

  bitacora_outbox_query_set_states (query,
                                    1u << BITACORA_OUTBOX_STATE_REJECTED
                                        | 1u << BITACORA_OUTBOX_STATE_QUEUED);
  by_states = find (fixture->outbox, query, 0);
  g_assert_cmpuint (by_states->len, ==, 2);

  bitacora_outbox_query_set_text (query, NULL);
  wordless = find (fixture->outbox, query, 0);
  g_assert_cmpuint (wordless->len, ==, 2);
  g_assert_cmpint (bitacora_outbox_entry_get_id (wordless->pdata[0]), ==, second);
  g_assert_cmpint (bitacora_outbox_entry_get_id (wordless->pdata[1]), ==, first);
  limited = find (fixture->outbox, query, 1);
  g_assert_cmpuint (limited->len, ==, 1);
  g_assert_cmpint (bitacora_outbox_entry_get_id (limited->pdata[0]), ==, second);
}

static void
test_span (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GDateTime) after = NULL;
  g_autoptr (GPtrArray) within = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) later = NULL;
  GDateTime *created;

  entry = outbox_fixture_get (fixture->outbox,
                              outbox_fixture_append (fixture->outbox, "sales", "One"),
                              &error);
  g_assert_no_error (error);
  created = bitacora_outbox_entry_get_created (entry);
  after = g_date_time_add (created, 1);

  bitacora_outbox_query_set_span (query, created, after);
  within = find (fixture->outbox, query, 0);
  g_assert_cmpuint (within->len, ==, 1);
  g_assert_true (bitacora_outbox_query_matches (query, entry));
  bitacora_outbox_query_set_span (query, NULL, created);
  before = find (fixture->outbox, query, 0);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_false (bitacora_outbox_query_matches (query, entry));
  bitacora_outbox_query_set_span (query, after, NULL);
  later = find (fixture->outbox, query, 0);
  g_assert_cmpuint (later->len, ==, 0);
  g_assert_false (bitacora_outbox_query_matches (query, entry));
}

static void
test_query (void)
{
  g_autoptr (BitacoraOutboxQuery) query = create_query (" \n ");
  g_autoptr (BitacoraOutboxQuery) copy = NULL;

  g_assert_true (bitacora_outbox_query_is_empty (query));
  bitacora_outbox_query_set_text (query, "x");
  bitacora_outbox_query_set_states (query, 2);
  bitacora_outbox_query_set_profile_id (query, "sales");
  copy = bitacora_outbox_query_copy (query);
  g_assert_false (bitacora_outbox_query_is_empty (copy));
  g_assert_cmpstr (bitacora_outbox_query_get_text (copy), ==, "x");
  g_assert_cmpuint (bitacora_outbox_query_get_states (copy), ==, 2);
  g_assert_cmpstr (bitacora_outbox_query_get_profile_id (copy), ==, "sales");
}

#define ADD(name, test)                                                                            \
  g_test_add ("/outbox/search/" name,                                                              \
              OutboxFixture,                                                                       \
              NULL,                                                                                \
              outbox_fixture_set_up,                                                               \
              test,                                                                                \
              outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("words", test_words);
  ADD ("not-by-pieces", test_not_by_pieces);
  ADD ("harmless", test_harmless);
  ADD ("changes", test_changes);
  ADD ("batch", test_batch);
  ADD ("filters", test_filters);
  ADD ("span", test_span);
  g_test_add_func ("/outbox/search/query", test_query);
  return g_test_run ();
}
