/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast whoever was called before is recalled while one types, among 100,000 calls. */
#include "bench-support.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "../outbox/outbox-fixture.h"
#include "outbox/bitacora-outbox-follow-ups.h"
#include "outbox/bitacora-outbox-recall.h"

#define N_CALLS 100000
#define N_PEOPLE 8000
#define N_DAYS 900
#define N_ROWS 8
#define N_ROUNDS 40
/* Of the calls, one in so many has a follow-up that is open. */
#define FOLLOW_UP_EVERY 5

static const char *const first_names[]
    = { "José",   "María",  "Ana",   "Luis",    "Sofía", "Martín", "Camila",
        "Andrés", "Julián", "Elena", "Iván",    "Lucía", "Óscar",  "Paula",
        "Samuel", "Irene",  "Tomás", "Valeria", "Hugo",  "Nuria" };
static const char *const last_names[]
    = { "Gómez",  "Ñandú",  "Rodríguez", "Martínez", "López",   "Quintero",
        "Ospina", "Vargas", "Ibáñez",    "Zapata",   "Herrera", "Cárdenas",
        "Peña",   "Muñoz",  "Salazar",   "Uribe",    "Rojas" };
static const char *const deeds[]
    = { "llamó por el precio",   "pidió la cotización otra vez", "no contestó, llamar mañana",
        "quiere hablar con Ana", "reclamo de la factura 310555", "confirmó la visita del martes" };

/* Somebody, the first of whom are called far more often than the others. */
static guint
choose_person (GRand *random)
{
  double place = g_rand_double (random);

  return (guint)(place * place * place * N_PEOPLE);
}

static void
set_person (BitacoraCallActivity *activity, guint person, GRand *random)
{
  g_autofree char *name = g_strdup_printf ("%s %s",
                                           first_names[person % G_N_ELEMENTS (first_names)],
                                           last_names[person / 7 % G_N_ELEMENTS (last_names)]);
  g_autofree char *number
      = g_strdup_printf ("+573%02u%07u", person % 20, (person * 7919u + 1234567u) % 10000000u);
  g_autofree char *record = g_strdup_printf ("64cb%06x", person * 2654435761u % 0xffffffu);
  g_autofree char *description
      = g_strdup_printf ("%s %s. Nota %u",
                         first_names[person % G_N_ELEMENTS (first_names)],
                         deeds[g_rand_int_range (random, 0, G_N_ELEMENTS (deeds))],
                         g_rand_int (random) % 1000);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse (number, "CO", &error);

  g_assert_no_error (error);
  bitacora_call_activity_set_name (activity, name);
  bitacora_call_activity_set_phone (activity, phone);
  bitacora_call_activity_set_record_id (activity, record);
  bitacora_call_activity_set_description (activity, description);
}

typedef struct
{
  BenchWorld *world;
  GRand *random;
  guint n_asked;
  guint n_done;
} Filling;

static void append_next (Filling *filling);

static void
appended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Filling *filling = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_append_finish (BITACORA_OUTBOX (object), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
  filling->n_done++;
  append_next (filling);
}

static void
append_next (Filling *filling)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;

  if (filling->n_asked == N_CALLS)
    return;
  activity = outbox_fixture_create_activity ("Ana");
  set_person (activity, choose_person (filling->random), filling->random);
  bitacora_call_activity_set_remember (activity, filling->n_asked % FOLLOW_UP_EVERY == 0);
  filling->n_asked++;
  bitacora_outbox_append_async (filling->world->outbox,
                                "sales",
                                activity,
                                NULL,
                                appended_cb,
                                filling);
}

/* Calls as the program itself writes them, over the days of some years. */
static void
fill (BenchWorld *world)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  Filling filling = { .world = world, .random = random };
  g_autofree char *spread
      = g_strdup_printf ("UPDATE entry SET created = created - (%d - id) * %d * 864000, state ="
                         " 'logged'; PRAGMA wal_checkpoint (TRUNCATE)",
                         N_CALLS,
                         N_DAYS);
  sqlite3 *database = NULL;

  for (guint i = 0; i < 32; i++)
    append_next (&filling);
  while (filling.n_done < N_CALLS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (sqlite3_open (world->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, spread, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

typedef struct
{
  double ended;
  guint n_found;
  gboolean is_done;
} Answer;

static void
recalled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recalls
      = bitacora_outbox_recall_finish (BITACORA_OUTBOX (object), result, &error);

  answer->ended = bench_get_seconds ();
  g_assert_no_error (error);
  answer->n_found = recalls->len;
  answer->is_done = TRUE;
}

static double
time_recall (BenchWorld *world, const char *text, guint *n_found)
{
  Answer answer = { 0 };
  double began = bench_get_seconds ();

  bitacora_outbox_recall_async (world->outbox, text, N_ROWS, NULL, recalled_cb, &answer);
  while (!answer.is_done)
    g_main_context_iteration (NULL, TRUE);
  *n_found += answer.n_found;
  return answer.ended - began;
}

static void
numbered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_recall_number_finish (BITACORA_OUTBOX (object), result, &error);

  answer->ended = bench_get_seconds ();
  g_assert_no_error (error);
  answer->n_found = entry != NULL;
  answer->is_done = TRUE;
}

static double
time_number (BenchWorld *world, BitacoraPhoneNumber *phone)
{
  Answer answer = { 0 };
  double began = bench_get_seconds ();

  bitacora_outbox_recall_number_async (world->outbox, phone, NULL, numbered_cb, &answer);
  while (!answer.is_done)
    g_main_context_iteration (NULL, TRUE);
  return answer.ended - began;
}

static double
time_count (BenchWorld *world)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  double began = bench_get_seconds ();

  bitacora_outbox_count_follow_ups_async (world->outbox,
                                          NULL,
                                          NULL,
                                          outbox_fixture_result_cb,
                                          &result);
  outbox_fixture_wait_until (result != NULL);
  g_assert_cmpint (bitacora_outbox_count_follow_ups_finish (world->outbox, result, &error),
                   ==,
                   N_CALLS / FOLLOW_UP_EVERY);
  return bench_get_seconds () - began;
}

/* A text as it is typed, one character after the other. */
static void
type (BenchWorld *world, const char *text, GArray *times)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (double));
  glong length = g_utf8_strlen (text, -1);
  guint n_found = 0;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      for (glong i = 0; i <= length; i++)
        {
          g_autofree char *typed = g_utf8_substring (text, 0, i);
          double seconds = time_recall (world, typed, &n_found);

          g_array_append_val (times, seconds);
          g_array_append_val (own, seconds);
        }
    }
  g_print ("  “%s”: %.2f ms, %.1f found\n",
           text,
           bench_find_late (own) * 1000,
           (double)n_found / own->len);
}

static double
measure_recall (BenchWorld *world)
{
  static const char *const texts[]
      = { "310 555 1234", "+573101234567", "ana gomez", "jose llamo", "martinez", "64cb0000",
          "zapata 320",   "precio",        "xqz",       "bogota",     "3105551" };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    type (world, texts[i], times);
  return bench_find_late (times);
}

static double
measure_numbers (BenchWorld *world)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("Ana");
      double seconds;

      /* Some of them nobody ever called. */
      set_person (activity, g_rand_int_range (random, 0, 2 * N_PEOPLE), random);
      seconds = time_number (world, bitacora_call_activity_get_phone (activity));
      g_array_append_val (times, seconds);
    }
  return bench_find_late (times);
}

static double
measure_counting (BenchWorld *world)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < 100; i++)
    {
      double seconds = time_count (world);

      g_array_append_val (times, seconds);
    }
  return bench_find_late (times);
}

int
main (int argc, char **argv)
{
  BenchWorld *world = bench_world_new ();

  fill (world);
  bench_report ("Recall at each character typed, 95th percentile in ms",
                8.0,
                FALSE,
                measure_recall (world) * 1000);
  bench_report ("The newest call with a number, 95th percentile in ms",
                8.0,
                FALSE,
                measure_numbers (world) * 1000);
  bench_report ("Counting open follow-ups, 95th percentile in ms",
                8.0,
                FALSE,
                measure_counting (world) * 1000);
  bench_world_free (world);
  return EXIT_SUCCESS;
}
