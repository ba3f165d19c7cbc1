/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a history with a million calls is read and searched, against one with a hundred. */
#include "bench-support.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "../outbox/outbox-fixture.h"
#include "outbox/bitacora-outbox-history.h"

#define N_FEW 100
#define N_MANY 1000000
#define N_ROWS 40
#define N_SEARCHES 400
#define N_ROUNDS 50

/* Names and numbers that vary, by SQL: the search text has to be that of the program. */
static void
fill (BenchWorld *world, guint n_calls)
{
  sqlite3 *database = NULL;
  g_autofree char *sql = g_strdup_printf (
      "PRAGMA synchronous = OFF;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
      " INSERT INTO entry (profile, activity, search, created, state)"
      " SELECT profile, activity, 'call ' || lower (hex (randomblob (6))) || char (10) || '+57'"
      " || (3000000000 + abs (random () %% 299999999)) || char (10) || 'jose llamo precio '"
      " || lower (hex (randomblob (8))) || char (10) || 'bogota', created + i, 'logged'"
      " FROM entry, n WHERE id = 1;"
      "PRAGMA wal_checkpoint (TRUNCATE);",
      n_calls);

  outbox_fixture_append (world->outbox, "sales", "Seed");
  g_assert_cmpint (sqlite3_open (world->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static double
time_find (BenchWorld *world, const char *text)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  double began;

  bitacora_outbox_query_set_text (query, text);
  began = bench_get_seconds ();
  bitacora_outbox_find_async (world->outbox,
                              query,
                              N_ROWS,
                              NULL,
                              outbox_fixture_result_cb,
                              &result);
  outbox_fixture_wait_until (result != NULL);
  entries = bitacora_outbox_find_finish (world->outbox, result, &error);
  g_assert_no_error (error);
  return bench_get_seconds () - began;
}

static double
find_first_rows (BenchWorld *world)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double seconds = time_find (world, NULL);

      g_array_append_val (times, seconds);
    }
  return bench_find_median (times);
}

static double
search (BenchWorld *world)
{
  static const char *const common[] = { "jos", "lla", "ogo", "573", "all" };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < N_SEARCHES; i++)
    {
      g_autofree char *digits = g_strdup_printf ("%03d", g_rand_int_range (random, 0, 1000));
      g_autofree char *letters = g_strdup_printf ("%03x", g_rand_int_range (random, 0, 4096));
      const char *texts[] = { digits, letters, common[i % G_N_ELEMENTS (common)] };
      double seconds = time_find (world, texts[i % G_N_ELEMENTS (texts)]);

      g_array_append_val (times, seconds);
    }
  return bench_find_late (times);
}

static double
count_megabytes (BenchWorld *world, double *seconds)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) places = NULL;
  double began = bench_get_seconds ();

  bitacora_outbox_index_async (world->outbox, query, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  places = bitacora_outbox_index_finish (world->outbox, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (places->len, ==, N_MANY + 1);
  *seconds = bench_get_seconds () - began;
  return (double)places->len * g_array_get_element_size (places) / 1e6;
}

int
main (int argc, char **argv)
{
  BenchWorld *few = bench_world_new ();
  BenchWorld *many = bench_world_new ();
  double of_few;
  double of_many;
  double megabytes;
  double seconds;

  fill (few, N_FEW);
  fill (many, N_MANY);
  of_few = find_first_rows (few);
  of_many = find_first_rows (many);
  g_print ("First rows: %.2f ms of %d calls, %.2f ms of %d\n",
           of_few * 1000,
           N_FEW,
           of_many * 1000,
           N_MANY);
  bench_report ("First rows of a million calls, against a hundred", 1.3, FALSE, of_many / of_few);
  bench_report ("Search with its rows, 95th percentile in ms", 2.0, FALSE, search (many) * 1000);
  megabytes = count_megabytes (many, &seconds);
  g_print ("Places of all calls: %.2f s\n", seconds);
  bench_report ("Places of a million calls, in MB", 16.0, FALSE, megabytes);
  bench_world_free (many);
  bench_world_free (few);
  return EXIT_SUCCESS;
}
