/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 100,000 calls come in from a file and go out into one while the main loop has nothing to wait
 * for: a source that is due every millisecond notes how late its turn comes, and how long the main
 * thread was at work since the last one. */
#include <sys/resource.h>
#include <time.h>

#include "call-fixture.h"

#define N_CALLS 100000
#define INTERVAL 1000

/* The longest that anybody may keep the main loop, in milliseconds. */
#define LATEST 8.0

typedef struct
{
  GSource source;
  GArray *latenesses;
  GArray *labours;
  double worked;
} LatenessSource;

/* The main thread's time on the processor, in milliseconds. */
static double
get_work (void)
{
  struct timespec work;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &work);
  return (double)work.tv_sec * 1000 + (double)work.tv_nsec / 1000000;
}

static gboolean
lateness_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  LatenessSource *self = (LatenessSource *)source;
  gint64 now = g_get_monotonic_time ();
  double lateness = (double)(now - g_source_get_ready_time (source)) / 1000.0;
  double worked = get_work ();
  double labour = worked - self->worked;

  g_array_append_val (self->latenesses, lateness);
  g_array_append_val (self->labours, labour);
  self->worked = worked;
  g_source_set_ready_time (source, now + INTERVAL);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs lateness_funcs = { .dispatch = lateness_dispatch };

static GSource *
attach_source (GArray *latenesses, GArray *labours)
{
  GSource *source = g_source_new (&lateness_funcs, sizeof (LatenessSource));
  LatenessSource *self = (LatenessSource *)source;

  self->latenesses = latenesses;
  self->labours = labours;
  self->worked = get_work ();
  g_source_set_ready_time (source, g_get_monotonic_time () + INTERVAL);
  g_source_attach (source, NULL);
  return source;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double *one = a;
  const double *other = b;

  return (*one > *other) - (*one < *other);
}

static char *
write_calls (OutboxFixture *fixture, guint n_calls)
{
  g_autoptr (GString) text = g_string_new ("Teléfono;Nombre;Fecha;Notas\r\n");

  for (guint i = 0; i < n_calls; i++)
    g_string_append_printf (text,
                            "310 %03u %04u;Llamada %u;24/11/2026 %02u:%02u:%02u;"
                            "\"Preguntó por su pedido; se le dijo que \"\"ya sale\"\".\"\r\n",
                            i / 10000 % 1000,
                            i % 10000,
                            i,
                            i / 3600 % 24,
                            i / 60 % 60,
                            i % 60);
  return call_fixture_write (fixture->folder, text->str, (gssize)text->len);
}

static double
get_seconds (void)
{
  return (double)g_get_monotonic_time () / G_TIME_SPAN_SECOND;
}

static long
get_peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

static double
find_share (GArray *sorted, double share)
{
  return g_array_index (sorted, double, (guint)((double)(sorted->len - 1) * share));
}

/* On a busy machine a thread has to wait for its turn now and then, whatever the program does: what
 * the program does is how long the main thread works at a stretch. */
static void
report_lateness (GArray *latenesses, GArray *labours)
{
  g_array_sort (latenesses, compare_numbers);
  g_array_sort (labours, compare_numbers);
  g_test_message ("Main loop: %u turns, late by %.2f ms at the median, %.2f at p99, %.2f at p99.9, "
                  "%.2f at most; at work for %.2f ms at a stretch at most",
                  latenesses->len,
                  find_share (latenesses, 0.5),
                  find_share (latenesses, 0.99),
                  find_share (latenesses, 0.999),
                  find_share (latenesses, 1),
                  find_share (labours, 1));
  /* A sanitizer makes everything several times slower. */
  if (g_getenv ("BITACORA_SANITIZE") != NULL)
    return;
  g_assert_cmpfloat (find_share (labours, 1), <=, LATEST);
  g_assert_cmpfloat (find_share (latenesses, 0.99), <=, LATEST);
}

static void
test_large (OutboxFixture *fixture, gconstpointer data)
{
  guint n_calls = g_getenv ("BITACORA_SANITIZE") != NULL ? N_CALLS / 10 : N_CALLS;
  g_autofree char *path = write_calls (fixture, n_calls);
  g_autofree char *exported = g_build_filename (fixture->folder, "out.csv", NULL);
  g_autoptr (BitacoraCallImport) import = call_fixture_create_import (fixture->outbox);
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GArray) latenesses = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) labours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  GSource *source = attach_source (latenesses, labours);
  double started = get_seconds ();
  double checked, queued, found, ended;

  g_assert_true (call_fixture_read (import, path, &error));
  g_assert_cmpuint (call_fixture_check (import, &error)->invalid->len, ==, 0);
  checked = get_seconds ();
  g_assert_cmpuint (call_fixture_queue (import, BITACORA_CALL_IMPORT_ALL, &error), ==, n_calls);
  g_assert_no_error (error);
  queued = get_seconds ();
  g_assert_cmpuint (call_fixture_check (import, &error)->known->len, ==, n_calls);
  found = get_seconds ();
  g_assert_true (call_fixture_export (fixture->outbox, query, exported, &error));
  g_assert_no_error (error);
  ended = get_seconds ();

  g_source_destroy (source);
  g_source_unref (source);
  g_test_message ("%u calls: checked in %.1f s, queued in %.1f s, found again in %.1f s, exported "
                  "in %.1f s; %ld MiB at most",
                  n_calls,
                  checked - started,
                  queued - checked,
                  found - queued,
                  ended - found,
                  get_peak_memory ());
  g_assert_cmpint (outbox_deeds_query (fixture->path,
                                       "SELECT COUNT(*) FROM entry WHERE hidden IS NULL"),
                   ==,
                   n_calls);
  report_lateness (latenesses, labours);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/outbox/call-import-large/large",
              OutboxFixture,
              NULL,
              outbox_fixture_set_up,
              test_large,
              outbox_fixture_tear_down);
  return g_test_run ();
}
