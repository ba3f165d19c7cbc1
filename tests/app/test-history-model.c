/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../outbox/outbox-deeds.h"
#include "app/history/bitacora-history-model.h"
#include "app/history/bitacora-history-places.h"

#define N_CALLS 120

static guint
count (BitacoraHistoryModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static BitacoraHistoryModel *
create_model (OutboxFixture *fixture)
{
  BitacoraHistoryModel *model = bitacora_history_model_new ();

  bitacora_history_model_set_outbox (model, fixture->outbox);
  return model;
}

static void
wait_until_read (BitacoraHistoryModel *model)
{
  outbox_fixture_wait_until (bitacora_history_model_is_loaded (model)
                             && !bitacora_history_model_is_reading (model));
}

/* The list lets go of its outbox, and so does what was asked of it. */
static void
drop_model (BitacoraHistoryModel *model)
{
  gpointer watched = model;

  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (model);
  outbox_fixture_wait_until (watched == NULL);
}

static char *
dup_name (BitacoraHistoryModel *model, guint position)
{
  g_autoptr (BitacoraHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

  g_assert_nonnull (item);
  outbox_fixture_wait_until (bitacora_history_item_get_entry (item) != NULL);
  return g_strdup (bitacora_call_activity_get_name (
      bitacora_outbox_entry_get_activity (bitacora_history_item_get_entry (item))));
}

static void
assert_name (BitacoraHistoryModel *model, guint position, const char *name)
{
  g_autofree char *found = dup_name (model, position);

  g_assert_cmpstr (found, ==, name);
}

static void
search (BitacoraHistoryModel *model, const char *text)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();

  bitacora_outbox_query_set_text (query, text);
  bitacora_history_model_set_query (model, query);
}

static void
test_rows_are_read_when_asked_for (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraHistoryItem) first = NULL;
  g_autoptr (BitacoraHistoryItem) far = NULL;
  g_autoptr (BitacoraHistoryItem) again = NULL;
  BitacoraHistoryModel *model;

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Call %03u", i);

      outbox_fixture_append (fixture->outbox, "sales", name);
    }
  model = create_model (fixture);
  g_assert_cmpuint (count (model), ==, 0);
  outbox_fixture_wait_until (bitacora_history_model_is_loaded (model));
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_nonnull (bitacora_history_item_get_entry (first));

  wait_until_read (model);
  g_assert_cmpuint (count (model), ==, N_CALLS);
  far = g_list_model_get_item (G_LIST_MODEL (model), N_CALLS - 1);
  g_assert_null (bitacora_history_item_get_entry (far));
  again = g_list_model_get_item (G_LIST_MODEL (model), N_CALLS - 1);
  g_assert_true (again == far);
  assert_name (model, N_CALLS - 1, "Call 000");
  assert_name (model, 0, "Call 119");
  assert_name (model, 60, "Call 059");
  for (guint i = 1; i < N_CALLS; i++)
    g_assert_cmpint (bitacora_history_model_get_created (model, i - 1),
                     >=,
                     bitacora_history_model_get_created (model, i));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), N_CALLS));
  drop_model (model);
}

typedef struct
{
  guint position;
  guint n_removed;
  guint n_added;
  guint n_times;
} Change;

static void
items_changed_cb (GListModel *model, guint position, guint n_removed, guint n_added, Change *change)
{
  change->position = position;
  change->n_removed = n_removed;
  change->n_added = n_added;
  change->n_times++;
}

static void
test_follows_the_outbox (OutboxFixture *fixture, gconstpointer data)
{
  gint64 oldest = outbox_fixture_append (fixture->outbox, "sales", "Oldest");
  gint64 middle = outbox_fixture_append (fixture->outbox, "sales", "Middle");
  BitacoraHistoryModel *model = create_model (fixture);
  g_autoptr (BitacoraHistoryItem) item = NULL;
  g_autoptr (GError) error = NULL;
  Change change = { 0 };
  guint position;

  wait_until_read (model);
  g_assert_cmpuint (count (model), ==, 2);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &change);

  outbox_fixture_append (fixture->outbox, "sales", "Newest");
  outbox_fixture_wait_until (count (model) == 3);
  g_assert_cmpuint (change.position, ==, 0);
  g_assert_cmpuint (change.n_removed, ==, 0);
  g_assert_cmpuint (change.n_added, ==, 1);
  g_assert_cmpuint (change.n_times, ==, 1);
  assert_name (model, 0, "Newest");

  g_assert_true (outbox_fixture_discard (fixture->outbox, middle, &error));
  g_assert_no_error (error);
  outbox_fixture_wait_until (count (model) == 2);
  g_assert_cmpuint (change.position, ==, 1);
  g_assert_cmpuint (change.n_removed, ==, 1);
  g_assert_false (bitacora_history_model_find (model, middle, &position));

  g_object_unref (outbox_deeds_restore (fixture->outbox, middle, &error));
  g_assert_no_error (error);
  outbox_fixture_wait_until (bitacora_history_model_find (model, middle, &position));
  g_assert_cmpuint (position, ==, 1);

  /* A call that changes stays the row that it is. */
  item = g_list_model_get_item (G_LIST_MODEL (model), 2);
  change.n_times = 0;
  outbox_fixture_start (fixture->outbox, oldest, &error);
  g_assert_no_error (error);
  outbox_fixture_wait_until (
      bitacora_outbox_entry_get_state (bitacora_history_item_get_entry (item))
      == BITACORA_OUTBOX_STATE_SENDING);
  g_assert_cmpuint (change.n_times, ==, 0);
  drop_model (model);
}

static void
test_search (OutboxFixture *fixture, gconstpointer data)
{
  BitacoraHistoryModel *model;

  outbox_fixture_append (fixture->outbox, "sales", "Llamada a Ana Gómez");
  outbox_fixture_append (fixture->outbox, "sales", "Llamada a Óscar");
  outbox_fixture_append (fixture->outbox, "sales", "Llamada a Anabel");
  model = create_model (fixture);
  wait_until_read (model);

  search (model, "gomez");
  outbox_fixture_wait_until (count (model) == 1);
  assert_name (model, 0, "Llamada a Ana Gómez");

  /* As fast as people type: only the last search counts. */
  search (model, "osc");
  search (model, "osca");
  search (model, "nabe");
  wait_until_read (model);
  g_assert_cmpuint (count (model), ==, 1);
  assert_name (model, 0, "Llamada a Anabel");

  search (model, "nobody");
  wait_until_read (model);
  g_assert_cmpuint (count (model), ==, 0);

  /* What is not looked for does not come in. */
  outbox_fixture_append (fixture->outbox, "sales", "Somebody");
  outbox_fixture_append (fixture->outbox, "sales", "Nobody else");
  outbox_fixture_wait_until (count (model) > 0);
  assert_name (model, 0, "Nobody else");

  search (model, "");
  outbox_fixture_wait_until (count (model) == 5);
  drop_model (model);
}

static void
test_filter_by_state (OutboxFixture *fixture, gconstpointer data)
{
  gint64 rejected = outbox_deeds_append_rejected (fixture->outbox, "Refused");
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GError) error = NULL;
  BitacoraHistoryModel *model;

  outbox_fixture_append (fixture->outbox, "sales", "Queued");
  bitacora_outbox_query_set_states (query, 1u << BITACORA_OUTBOX_STATE_REJECTED);
  model = bitacora_history_model_new ();
  bitacora_history_model_set_query (model, query);
  bitacora_history_model_set_outbox (model, fixture->outbox);
  wait_until_read (model);
  g_assert_cmpuint (count (model), ==, 1);
  assert_name (model, 0, "Refused");

  /* A call that no longer is what was asked for leaves. */
  g_object_unref (outbox_deeds_retry (fixture->outbox, rejected, &error));
  g_assert_no_error (error);
  outbox_fixture_wait_until (count (model) == 0);
  drop_model (model);
}

static GArray *
create_places (GRand *random, guint most)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (BitacoraOutboxPlace));

  for (gint64 id = most; id > 0; id--)
    if (g_rand_int_range (random, 0, 4) > 0)
      g_array_append_val (places, ((BitacoraOutboxPlace){ .id = id }));
  return places;
}

/* Whatever changes between two lists: the differences make the one the other. */
static void
test_differences (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GArray) before = create_places (random, round % 20);
      g_autoptr (GArray) after = create_places (random, (round + 3) % 20);
      g_autoptr (GArray) runs = bitacora_history_places_compare (before, after, 20);

      g_assert_nonnull (runs);
      for (guint i = runs->len; i > 0; i--)
        {
          BitacoraHistoryRun run = g_array_index (runs, BitacoraHistoryRun, i - 1);

          if (run.n_removed > 0)
            g_array_remove_range (before, run.position, run.n_removed);
          if (run.n_added > 0)
            g_array_insert_vals (before,
                                 run.position,
                                 &g_array_index (after, BitacoraOutboxPlace, run.source),
                                 run.n_added);
        }
      g_assert_cmpmem (before->data,
                       before->len * sizeof (BitacoraOutboxPlace),
                       after->data,
                       after->len * sizeof (BitacoraOutboxPlace));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define add(path, test)                                                                            \
  g_test_add (path, OutboxFixture, NULL, outbox_fixture_set_up, test, outbox_fixture_tear_down)
  add ("/history/model/rows-are-read-when-asked-for", test_rows_are_read_when_asked_for);
  add ("/history/model/follows-the-outbox", test_follows_the_outbox);
  add ("/history/model/search", test_search);
  add ("/history/model/filter-by-state", test_filter_by_state);
  g_test_add_func ("/history/places/differences", test_differences);
#undef add
  return g_test_run ();
}
