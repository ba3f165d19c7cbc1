/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RUSAGE_THREAD. */
#define _GNU_SOURCE

/* How late the main loop is while 10,000 calls drain: a source that is due every millisecond notes
 * when its turn comes. */
#include "bench-support.h"

#include <stdlib.h>
#include <sys/resource.h>

#define N_CALLS 10000
#define INTERVAL 1000

typedef struct
{
  GSource source;
  GArray *latenesses;
} LatenessSource;

static gboolean
lateness_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  LatenessSource *self = (LatenessSource *)source;
  gint64 now = g_get_monotonic_time ();
  double lateness = (double)(now - g_source_get_ready_time (source)) / 1000.0;

  g_array_append_val (self->latenesses, lateness);
  g_source_set_ready_time (source, now + INTERVAL);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs lateness_funcs = { .dispatch = lateness_dispatch };

static GSource *
attach_lateness_source (GArray *latenesses)
{
  GSource *source = g_source_new (&lateness_funcs, sizeof (LatenessSource));

  ((LatenessSource *)source)->latenesses = latenesses;
  /* Where a frame of the window would have its turn: after all that is more urgent. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_ready_time (source, g_get_monotonic_time () + INTERVAL);
  g_source_attach (source, NULL);
  return source;
}

static double
find_share (GArray *sorted, double share)
{
  guint position = (guint)((double)(sorted->len - 1) * share);

  return g_array_index (sorted, double, position);
}

static void
print_latenesses (const char *when, GArray *latenesses)
{
  guint n_over = 0;

  bench_find_median (latenesses);
  for (guint i = 0; i < latenesses->len; i++)
    n_over += g_array_index (latenesses, double, i) > 8;
  g_print ("%s: %u turns, late by %.3f ms at the median, %.3f at p99, %.3f at p99.9, %.3f at most;"
           " %u over 8 ms\n",
           when,
           latenesses->len,
           find_share (latenesses, 0.5),
           find_share (latenesses, 0.99),
           find_share (latenesses, 0.999),
           find_share (latenesses, 1),
           n_over);
}

/* What the machine itself does to a loop that has nothing to do. */
static void
measure_idle (GArray *latenesses)
{
  GSource *source = attach_lateness_source (latenesses);
  double end = bench_get_seconds () + 5;

  while (bench_get_seconds () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
  g_source_unref (source);
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) idle = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) busy = g_array_new (FALSE, FALSE, sizeof (double));
  BenchServer *server;
  BenchWorld *world;
  GSource *source;
  struct rusage before, after;

  if (bench_server_run_if_asked (argc, argv))
    return EXIT_SUCCESS;

  server = bench_server_new (0);
  world = bench_world_new ();
  bench_world_append (world, N_CALLS + 1, 2);
  bench_world_employ (world, bench_server_get_url (server));
  measure_idle (idle);
  getrusage (RUSAGE_THREAD, &before);
  source = attach_lateness_source (busy);
  bench_world_drain (world, 1, N_CALLS);
  g_source_destroy (source);
  g_source_unref (source);
  getrusage (RUSAGE_THREAD, &after);
  bench_world_free (world);
  bench_server_free (server);

  print_latenesses ("Idle", idle);
  print_latenesses ("Draining", busy);
  g_print (
      "The main thread read %ld and wrote %ld blocks of the disk; the system took the processor"
      " from it %ld times.\n",
      after.ru_inblock - before.ru_inblock,
      after.ru_oublock - before.ru_oublock,
      after.ru_nivcsw - before.ru_nivcsw);
  bench_report ("Lateness of the main loop while 10,000 calls drain, in ms, p99.9",
                8,
                FALSE,
                find_share (busy, 0.999));
  bench_report ("Lateness of the main loop while 10,000 calls drain, in ms, at most",
                8,
                FALSE,
                find_share (busy, 1));
  return EXIT_SUCCESS;
}
