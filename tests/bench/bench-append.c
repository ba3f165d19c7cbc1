/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast calls become durable, against the bare sqlite3 shell that inserts the same rows into the
 * same tables. */
#include "bench-support.h"

#include <sqlite3.h>
#include <stdlib.h>

#define N_CALLS 3000
#define N_ROUNDS 5

static const char settings[] = "PRAGMA journal_mode = WAL;\n"
                               "PRAGMA synchronous = FULL;\n"
                               "PRAGMA foreign_keys = ON;\n";

static GPtrArray *
list_columns (sqlite3 *database)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (database,
                                       "SELECT name FROM pragma_table_info('entry')"
                                       " WHERE name <> 'id'",
                                       -1,
                                       &statement,
                                       NULL),
                   ==,
                   SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (columns, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  return columns;
}

/* One INSERT a row, with every column that holds something. */
static void
write_row (GString *script, GPtrArray *columns, sqlite3_stmt *statement)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
    {
      const char *value = (const char *)sqlite3_column_text (statement, (int)i);

      if (g_strcmp0 (value, "NULL") == 0)
        continue;
      g_string_append_printf (names,
                              "%s%s",
                              names->len > 0 ? "," : "",
                              (const char *)g_ptr_array_index (columns, i));
      g_string_append_printf (values, "%s%s", values->len > 0 ? "," : "", value);
    }
  g_string_append_printf (script, "INSERT INTO entry(%s)VALUES(%s);\n", names->str, values->str);
}

/* What the shell is to insert: the rows that the outbox wrote. */
static char *
write_script (const char *path)
{
  GString *script = g_string_new (settings);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (GPtrArray) columns = NULL;
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  columns = list_columns (database);
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (sql,
                            "%squote(%s)",
                            i > 0 ? ", " : "",
                            (const char *)g_ptr_array_index (columns, i));
  g_string_append (sql, " FROM entry ORDER BY id");
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql->str, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    write_row (script, columns, statement);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return g_string_free (script, FALSE);
}

static double
run_shell (const char *shell, const char *script)
{
  BenchWorld *world = bench_world_new ();
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *input = g_build_filename (world->folder, "rows.sql", NULL);
  double began;
  double rate;

  g_assert_true (g_file_set_contents (input, script, -1, NULL));
  g_subprocess_launcher_set_stdin_file_path (launcher, input);
  began = bench_get_seconds ();
  process = g_subprocess_launcher_spawn (launcher, &error, shell, "-bail", world->path, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  rate = N_CALLS / (bench_get_seconds () - began);
  bench_world_free (world);
  return rate;
}

static double
run_outbox (guint n_in_flight, char **script)
{
  BenchWorld *world = bench_world_new ();
  double rate = bench_world_append (world, N_CALLS, n_in_flight);

  if (script != NULL)
    *script = write_script (world->path);
  bench_world_free (world);
  return rate;
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) two = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *shell = g_find_program_in_path ("sqlite3");
  g_autofree char *script = NULL;

  if (shell == NULL)
    {
      g_print ("There is no sqlite3 shell to compare with.\n");
      return 77;
    }
  run_outbox (1, &script);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double bare = run_shell (shell, script);
      double awaited = run_outbox (1, NULL);
      double paired = run_outbox (2, NULL);
      double bare_again = run_shell (shell, script);
      double ratio_one = awaited / ((bare + bare_again) / 2);
      double ratio_two = paired / ((bare + bare_again) / 2);

      g_print ("shell %.0f and %.0f rows/s, outbox %.0f one by one, %.0f with two in flight\n",
               bare,
               bare_again,
               awaited,
               paired);
      g_array_append_val (one, ratio_one);
      g_array_append_val (two, ratio_two);
    }
  bench_report ("Durable append, one awaited after the other", 0.8, TRUE, bench_find_median (one));
  bench_report ("Durable append, two in flight", 0.8, TRUE, bench_find_median (two));
  return EXIT_SUCCESS;
}
