/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history's page with a million calls, against one with a hundred: until its first rows are on
 * the screen, from a key press to the rows, and what it takes of memory. Each page is shown by a
 * process of its own. */
#include "bench-support.h"

#include <adwaita.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "../outbox/outbox-fixture.h"
#include "app/history/bitacora-history-model.h"
#include "app/history/bitacora-history-page.h"

#define SHOW_OPTION "--show"
#define N_FEW 100
#define N_MANY 1000000
#define N_ROUNDS 7
#define N_WORDS 40
#define LENGTH_OF_WORD 3

/* As long as it takes to press the next key, in seconds. */
#define PAUSE 0.1

typedef struct
{
  BitacoraServices *services;
  BitacoraHistoryPage *page;
  BitacoraHistoryModel *model;
  GtkWindow *window;
  double painted; /* when the rows that were waited for were on the screen; 0 until then */
} View;

/* Names and numbers that vary, by SQL: the search text has to be that of the program. */
static void
fill (const char *folder, guint n_calls)
{
  g_autofree char *home = g_build_filename (folder, "bitacora", NULL);
  g_autofree char *path = g_build_filename (home, "outbox.db", NULL);
  g_autofree char *sql = g_strdup_printf (
      "PRAGMA synchronous = OFF;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
      " INSERT INTO entry (profile, activity, search, created, state)"
      " SELECT profile, activity, 'call ' || lower (hex (randomblob (6))) || char (10) || '+57'"
      " || (3000000000 + abs (random () %% 299999999)) || char (10) || 'jose llamo precio '"
      " || lower (hex (randomblob (8))) || char (10) || 'bogota', created + i, 'logged'"
      " FROM entry, n WHERE id = 1;"
      "PRAGMA wal_checkpoint (TRUNCATE);",
      n_calls - 1);
  BitacoraOutbox *outbox;
  sqlite3 *database = NULL;
  g_autoptr (GError) error = NULL;

  outbox = outbox_fixture_open (path, &error);
  g_assert_no_error (error);
  outbox_fixture_append (outbox, "sales", "Llamada a Ana Gómez");
  g_object_add_weak_pointer (G_OBJECT (outbox), (gpointer *)&outbox);
  g_object_unref (outbox);
  outbox_fixture_wait_until (outbox == NULL);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* What the kernel counts for this process, in MB. */
static double
get_resident (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", 3);
  return (double)g_ascii_strtoull (words[1], NULL, 10) * (double)sysconf (_SC_PAGESIZE) / 1e6;
}

static void
pause_for (double seconds)
{
  double end = bench_get_seconds () + seconds;

  while (bench_get_seconds () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (200);
}

static void
frame_painted_cb (View *view)
{
  if (view->painted == 0 && view->model != NULL && bitacora_history_model_is_loaded (view->model))
    view->painted = bench_get_seconds ();
}

static void
wait_for_rows (View *view)
{
  view->painted = 0;
  gtk_widget_queue_draw (GTK_WIDGET (view->page));
  outbox_fixture_wait_until (view->painted > 0);
}

static GtkWidget *
find_child (View *view, const char *id)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (view->page), BITACORA_TYPE_HISTORY_PAGE, id));
}

static void
open_window (View *view)
{
  adw_init ();
  view->services = bitacora_services_new ();
  bitacora_services_open (view->services);
  outbox_fixture_wait_until (bitacora_services_get_outbox (view->services) != NULL);

  view->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (view->window, 860, 680);
  gtk_window_present (view->window);
  outbox_fixture_wait_until (gtk_widget_get_mapped (GTK_WIDGET (view->window)));
  pause_for (0.5);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (view->window)),
                            "after-paint",
                            G_CALLBACK (frame_painted_cb),
                            view);
}

static double
show_page (View *view)
{
  double began = bench_get_seconds ();
  GtkSelectionModel *selection;

  view->page = g_object_new (BITACORA_TYPE_HISTORY_PAGE, NULL);
  bitacora_history_page_set_up (view->page, view->services);
  selection = gtk_list_view_get_model (GTK_LIST_VIEW (find_child (view, "list_view")));
  view->model
      = BITACORA_HISTORY_MODEL (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (selection)));
  gtk_window_set_child (view->window, GTK_WIDGET (view->page));
  wait_for_rows (view);
  return view->painted - began;
}

static void
wait_for_all (View *view)
{
  outbox_fixture_wait_until (!bitacora_history_model_is_reading (view->model));
  pause_for (PAUSE);
}

/* Word after word is typed in the place of the one before; each key is measured. */
static double
time_keys (View *view, double *median)
{
  GtkEditable *entry = GTK_EDITABLE (find_child (view, "search_entry"));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autofree char *word = g_strdup_printf ("%03x", g_rand_int_range (random, 0, 4096));

      for (guint j = 1; j <= LENGTH_OF_WORD; j++)
        {
          g_autofree char *text = g_strndup (word, j);
          double began = bench_get_seconds ();
          double seconds;

          gtk_editable_set_text (entry, text);
          wait_for_rows (view);
          seconds = view->painted - began;
          g_array_append_val (times, seconds);
          wait_for_all (view);
        }
    }
  *median = bench_find_median (times);
  return bench_find_late (times);
}

/* Prints what was measured, for the process that started this one. */
static int
show (gboolean with_keys)
{
  View view = { 0 };
  double first;
  double keys = 0;
  double median = 0;
  double megabytes;

  open_window (&view);
  first = show_page (&view);
  wait_for_all (&view);
  megabytes = get_resident ();
  if (with_keys)
    keys = time_keys (&view, &median);
  g_print ("%.6f %.6f %.6f %.3f\n", first, median, keys, megabytes);
  /* What the kernel takes back by itself need not be let go of piece by piece. */
  _exit (EXIT_SUCCESS);
}

typedef struct
{
  double first;
  double median; /* of the keys */
  double keys;   /* at the 95th percentile */
  double megabytes;
} Measure;

static Measure
run (const char *folder, gboolean with_keys)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) words = NULL;
  Measure measure;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", folder, TRUE);
  process = g_subprocess_launcher_spawn (launcher,
                                         &error,
                                         "/proc/self/exe",
                                         SHOW_OPTION,
                                         with_keys ? "keys" : "rows",
                                         NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  words = g_strsplit (output, " ", 4);
  g_assert_cmpuint (g_strv_length (words), ==, 4);
  measure.first = g_ascii_strtod (words[0], NULL);
  measure.median = g_ascii_strtod (words[1], NULL);
  measure.keys = g_ascii_strtod (words[2], NULL);
  measure.megabytes = g_ascii_strtod (words[3], NULL);
  return measure;
}

static Measure
measure (const char *folder)
{
  g_autoptr (GArray) firsts = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) megabytes = g_array_new (FALSE, FALSE, sizeof (double));
  Measure result = { 0 };

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Measure one = run (folder, i == 0);

      if (i == 0)
        result = one;
      g_array_append_val (firsts, one.first);
      g_array_append_val (megabytes, one.megabytes);
    }
  result.first = bench_find_median (firsts);
  result.megabytes = bench_find_median (megabytes);
  return result;
}

int
main (int argc, char **argv)
{
  BenchWorld *few;
  BenchWorld *many;
  Measure of_few;
  Measure of_many;

  if (argc == 3 && g_str_equal (argv[1], SHOW_OPTION))
    return show (g_str_equal (argv[2], "keys"));

  few = bench_world_new ();
  many = bench_world_new ();
  fill (few->folder, N_FEW);
  fill (many->folder, N_MANY);
  of_few = measure (few->folder);
  of_many = measure (many->folder);
  g_print ("First rows on the screen: %.1f ms of %d calls, %.1f ms of %d\n",
           of_few.first * 1000,
           N_FEW,
           of_many.first * 1000,
           N_MANY);
  g_print ("Memory: %.1f MB with %d calls, %.1f MB with %d\n",
           of_few.megabytes,
           N_FEW,
           of_many.megabytes,
           N_MANY);
  g_print (
      "From a key press to the rows on the screen, at the median and the 95th percentile: %.1f "
      "and %.1f ms of %d calls, %.1f and %.1f ms of %d\n",
      of_few.median * 1000,
      of_few.keys * 1000,
      N_FEW,
      of_many.median * 1000,
      of_many.keys * 1000,
      N_MANY);
  bench_report ("First rows of a million calls, against a hundred",
                1.3,
                FALSE,
                of_many.first / of_few.first);
  bench_report ("More memory for a million calls, in MB",
                40.0,
                FALSE,
                of_many.megabytes - of_few.megabytes);
  bench_report (
      "From a key press to the rows of a million calls on the screen, 95th percentile, ms",
      16.0,
      FALSE,
      of_many.keys * 1000);
  bench_world_free (many);
  bench_world_free (few);
  return EXIT_SUCCESS;
}
