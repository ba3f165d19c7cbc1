/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the wish for the quick entry to its window on the screen, in a program that is running
 * already; beside a bare window of libadwaita, in the same run, one after the other. */
#include "bench-support.h"

#include <adwaita.h>
#include <stdlib.h>

#include "../outbox/outbox-fixture.h"
#include "app/quick-entry/bitacora-quick-entry.h"

#define N_ROUNDS 60
/* The first ones read what the others find in memory: a program that is running has seen them. */
#define N_WARM 5

#define WIDTH 420
#define GOAL_MS 100.0
#define GOAL_RATIO 1.5

typedef struct
{
  BitacoraServices *services;
  double mapped;
  double painted;
} Bench;

static GtkWindow *
create_bare (void)
{
  GtkWindow *window = g_object_new (ADW_TYPE_WINDOW, "default-width", WIDTH, NULL);

  adw_window_set_content (ADW_WINDOW (window), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  return window;
}

static void
mapped_cb (Bench *bench)
{
  bench->mapped = bench_get_seconds ();
}

static void
painted_cb (Bench *bench)
{
  if (bench->mapped > 0 && bench->painted == 0)
    bench->painted = bench_get_seconds ();
}

/* Lets what is still to be done for the window before come to its end. */
static void
settle (void)
{
  const double end = bench_get_seconds () + 0.05;

  while (bench_get_seconds () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static double
time_window (Bench *bench, gboolean is_bare, GArray *mapped)
{
  double began;
  double until_mapped;
  GtkWindow *window;

  settle ();
  bench->mapped = 0;
  bench->painted = 0;
  began = bench_get_seconds ();
  window = is_bare ? create_bare () : GTK_WINDOW (bitacora_quick_entry_new (NULL, bench->services));
  g_signal_connect_swapped (window, "map", G_CALLBACK (mapped_cb), bench);
  gtk_window_present (window);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (window)),
                            "after-paint",
                            G_CALLBACK (painted_cb),
                            bench);
  outbox_fixture_wait_until (bench->painted > 0);
  until_mapped = bench->mapped - began;
  g_array_append_val (mapped, until_mapped);
  gtk_window_destroy (window);
  return bench->painted - began;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *one = a;
  const double *two = b;

  return (*one > *two) - (*one < *two);
}

static double
find_late (GArray *values)
{
  g_array_sort (values, compare);
  return g_array_index (values, double, values->len * 95 / 100);
}

static void
print_times (const char *what, GArray *mapped, GArray *painted)
{
  g_print ("%s: mapped after %.1f ms at the median, %.1f at the 95th percentile; first frame after "
           "%.1f and %.1f\n",
           what,
           bench_find_median (mapped) * 1000,
           find_late (mapped) * 1000,
           bench_find_median (painted) * 1000,
           find_late (painted) * 1000);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  g_autoptr (GArray) bare_mapped = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare_painted = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) mapped = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) painted = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  BitacoraProfile *profile;
  Bench bench = { 0 };

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  adw_init ();
  bench.services = bitacora_services_new ();
  profile = bitacora_profile_list_add (bitacora_services_get_profiles (bench.services),
                                       "Ventas CO",
                                       &error);
  g_assert_no_error (error);
  bitacora_profile_list_set_current (bitacora_services_get_profiles (bench.services), profile);
  bitacora_services_open (bench.services);
  outbox_fixture_wait_until (bitacora_services_get_outbox (bench.services) != NULL);

  for (guint i = 0; i < N_ROUNDS + N_WARM; i++)
    {
      double of_bare = time_window (&bench, TRUE, bare_mapped);
      double of_own = time_window (&bench, FALSE, mapped);

      g_array_append_val (bare_painted, of_bare);
      g_array_append_val (painted, of_own);
      if (i + 1 == N_WARM)
        {
          g_print ("The first of all: %.1f ms\n", g_array_index (painted, double, 0) * 1000);
          g_array_set_size (bare_mapped, 0);
          g_array_set_size (bare_painted, 0);
          g_array_set_size (mapped, 0);
          g_array_set_size (painted, 0);
        }
    }
  print_times ("A bare window", bare_mapped, bare_painted);
  print_times ("The quick entry", mapped, painted);
  bench_report ("From the wish to the first frame, 95th percentile, ms",
                GOAL_MS,
                FALSE,
                find_late (painted) * 1000);
  bench_report ("The same, against a bare window",
                GOAL_RATIO,
                FALSE,
                find_late (painted) / find_late (bare_painted));
  bench_report ("From the wish to the mapped window, against a bare window",
                GOAL_RATIO,
                FALSE,
                find_late (mapped) / find_late (bare_mapped));
  bitacora_services_close (bench.services);
  g_clear_object (&bench.services);
  settle ();
  outbox_fixture_remove_folder (folder);
  return EXIT_SUCCESS;
}
