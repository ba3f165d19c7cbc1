/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-salvage.h"

#include "bitacora-outbox-first-page.h"
#include "bitacora-outbox-schema.h"
#include "bitacora-sqlite-statement.h"

/* How many reads may fail before the rest of a table is given up: where none of its pages can be
 * read any more, every id of it would be tried. */
#define MOST_FAILURES 200000

/* How many ids are tried after the last one that can be read, where nothing says how many there
 * were. */
#define MOST_UNSEEN 10000

/* The tables with all columns that any version gave them; the search's text is written anew. */
static const struct
{
  const char *name;
  /* No id is ever given twice, not even that of a call that is lost. */
  gboolean keeps_sequence;
  const char *columns[20];
} tables[] = {
  { "entry",
    TRUE,
    { "id",
      "profile",
      "activity",
      "state",
      "revision",
      "created",
      "not_before",
      "verdict",
      "code",
      "message",
      "wolkvox_id",
      "hidden",
      "check_due",
      "n_checks",
      "candidate",
      "absent_since",
      "follow_up",
      "followed_up",
      "announced" } },
  { "attempt",
    TRUE,
    { "id",
      "entry",
      "started",
      "ended",
      "body",
      "verdict",
      "http_status",
      "code",
      "message",
      "server" } },
  { "draft", FALSE, { "slot", "text" } },
  { "identity", FALSE, { "name" } },
};

/* One table on its way from the damaged file to the new one. */
typedef struct
{
  sqlite3 *from;
  sqlite3 *to;
  char *select;
  sqlite3_stmt *insert;
  guint n_failures;
  GError *error;
} Salvage;

/* A number of the damaged file, or 0. */
static gint64
read_number (sqlite3 *from, const char *sql)
{
  gint64 number = 0;

  if (!bitacora_sqlite_get_number (from, sql, &number, NULL))
    return 0;
  return number;
}

static gboolean
has_column (sqlite3 *from, const char *table, const char *column)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM pragma_table_info ('%s') WHERE name = '%s'",
                         table,
                         column);

  return read_number (from, sql) > 0;
}

/* The columns that the damaged file has of a table, which an older version may have written. */
static char *
list_columns (sqlite3 *from, gsize table)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; tables[table].columns[i] != NULL; i++)
    {
      if (has_column (from, tables[table].name, tables[table].columns[i]))
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", tables[table].columns[i]);
    }
  return g_string_free (list, FALSE);
}

static gboolean
set_error (Salvage *self, int result)
{
  if (self->error == NULL)
    bitacora_sqlite_set_error (self->to, result, &self->error);
  return FALSE;
}

/* A row that the new table does not take, such as one whose state is none, is left out. */
static gboolean
insert_row (Salvage *self, sqlite3_stmt *row)
{
  int result;

  sqlite3_reset (self->insert);
  for (int i = 1; i < sqlite3_column_count (row); i++)
    sqlite3_bind_value (self->insert, i, sqlite3_column_value (row, i));
  result = sqlite3_step (self->insert);
  return result == SQLITE_DONE || set_error (self, result);
}

/* Reads rows in one direction up to the first that cannot be read. "reached" becomes the last id
 * that was read; FALSE if the new file takes no more. */
static gboolean
read_rows (Salvage *self, gint64 low, gint64 high, gboolean down, gint64 *reached, gboolean *all)
{
  g_autofree char *sql = g_strconcat (self->select, down ? " DESC" : " ASC", NULL);
  sqlite3_stmt *row = NULL;
  int result = sqlite3_prepare_v2 (self->from, sql, -1, &row, NULL);
  gboolean done = TRUE;

  *reached = down ? high + 1 : low - 1;
  if (result == SQLITE_OK)
    {
      sqlite3_bind_int64 (row, 1, low);
      sqlite3_bind_int64 (row, 2, high);
      while (done && (result = sqlite3_step (row)) == SQLITE_ROW)
        {
          *reached = sqlite3_column_int64 (row, 0);
          done = insert_row (self, row);
        }
    }
  sqlite3_finalize (row);
  *all = result == SQLITE_DONE;
  if (done && !*all)
    self->n_failures++;
  return done;
}

/* From both ends as far as it goes, then each half of what is between. */
static gboolean
read_range (Salvage *self, gint64 low, gint64 high)
{
  gint64 middle;
  gboolean all;

  if (low > high || self->n_failures > MOST_FAILURES)
    return TRUE;
  if (!read_rows (self, low, high, FALSE, &low, &all))
    return FALSE;
  if (all || ++low > high)
    return TRUE;
  if (!read_rows (self, low, high, TRUE, &high, &all))
    return FALSE;
  /* What neither end reaches and is one id alone is lost. */
  if (all || --high <= low)
    return TRUE;
  middle = low + (high - low) / 2;
  return read_range (self, low, middle) && read_range (self, middle + 1, high);
}

/* How far it can be read from the front. */
static gint64
find_reached_id (sqlite3 *from, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM %s ORDER BY rowid", table);
  sqlite3_stmt *row = NULL;
  int result = sqlite3_prepare_v2 (from, sql, -1, &row, NULL);
  gint64 id = 0;

  while (result == SQLITE_OK || result == SQLITE_ROW)
    {
      result = sqlite3_step (row);
      if (result == SQLITE_ROW)
        id = sqlite3_column_int64 (row, 0);
    }
  sqlite3_finalize (row);
  return result == SQLITE_DONE ? id : id + MOST_UNSEEN;
}

static gint64
find_last_id (sqlite3 *from, const char *table)
{
  g_autofree char *last
      = g_strdup_printf ("SELECT rowid FROM %s ORDER BY rowid DESC LIMIT 1", table);
  g_autofree char *sequence
      = g_strdup_printf ("SELECT seq FROM sqlite_sequence WHERE name = '%s'", table);
  gint64 id = MAX (read_number (from, last), read_number (from, sequence));

  return id > 0 ? id : find_reached_id (from, table);
}

static char *
write_insert (gsize table, const char *columns)
{
  GString *sql = g_string_new (NULL);
  gboolean is_entry = table == 0;
  guint n_columns = 1;

  for (const char *place = columns; *place != '\0'; place++)
    n_columns += *place == ',';
  g_string_printf (sql,
                   "INSERT OR IGNORE INTO %s (%s%s) VALUES (",
                   tables[table].name,
                   columns,
                   is_entry ? ", search" : "");
  for (guint i = 1; i <= n_columns; i++)
    g_string_append_printf (sql, "%s?%u", i > 1 ? ", " : "", i);
  /* The activity is the third of an entry's columns. */
  g_string_append (sql, is_entry ? ", bitacora_search_text (?3))" : ")");
  return g_string_free (sql, FALSE);
}

static gboolean
keep_sequence (sqlite3 *to, const char *table, gint64 last, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("DELETE FROM sqlite_sequence WHERE name = '%s';"
                         "INSERT INTO sqlite_sequence (name, seq) VALUES ('%s', %" G_GINT64_FORMAT
                         ")",
                         table,
                         table,
                         last);

  return bitacora_sqlite_run (to, sql, error);
}

static gboolean
carry_table_over (sqlite3 *from, sqlite3 *to, gsize table, GError **error)
{
  const char *name = tables[table].name;
  g_autofree char *columns = list_columns (from, table);
  g_autofree char *insert = NULL;
  gint64 last = find_last_id (from, name);
  Salvage salvage = { .from = from, .to = to };
  int result;

  if (*columns == '\0')
    return TRUE;
  salvage.select = g_strdup_printf ("SELECT rowid, %s FROM %s"
                                    " WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid",
                                    columns,
                                    name);
  insert = write_insert (table, columns);
  result = sqlite3_prepare_v2 (to, insert, -1, &salvage.insert, NULL);
  if (result != SQLITE_OK)
    set_error (&salvage, result);
  else
    read_range (&salvage, 1, last);
  sqlite3_finalize (salvage.insert);
  g_free (salvage.select);
  if (salvage.error != NULL)
    {
      g_propagate_error (error, salvage.error);
      return FALSE;
    }
  return !tables[table].keeps_sequence || keep_sequence (to, name, last, error);
}

static gboolean
carry_tables_over (sqlite3 *from, sqlite3 *to, GError **error)
{
  for (gsize table = 0; table < G_N_ELEMENTS (tables); table++)
    {
      if (!carry_table_over (from, to, table, error))
        return FALSE;
    }
  return TRUE;
}

/* What an older version wrote has none: see the step that made the column. */
static gboolean
fill_follow_ups (sqlite3 *from, sqlite3 *to, GError **error)
{
  return has_column (from, "entry", "follow_up")
         || bitacora_outbox_schema_fill_follow_ups (to, error);
}

static gboolean
fill (sqlite3 *from, sqlite3 *to, GError **error)
{
  /* The tries of a call that is lost say nothing any more. */
  return bitacora_sqlite_run (to, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", error)
         && carry_tables_over (from, to, error) && fill_follow_ups (from, to, error)
         && bitacora_sqlite_run (to,
                                 "DELETE FROM attempt WHERE entry NOT IN (SELECT id FROM entry);"
                                 "COMMIT; PRAGMA foreign_keys = ON",
                                 error);
}

/**
 * bitacora_outbox_salvage:
 * @damaged_path: a damaged database, which nobody else uses; it may be written to
 * @database: a new and empty outbox, in no transaction
 * @n_recovered: (out): how many calls were carried over that are there for people
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Carries over each row that SQLite can still read, one by one, around those that it cannot. The
 * ids stay.
 *
 * Returns: whether the new file took them; %TRUE also where nothing can be read
 */
gboolean
bitacora_outbox_salvage (const char *damaged_path,
                         sqlite3 *database,
                         guint *n_recovered,
                         GError **error)
{
  sqlite3 *from = NULL;
  gint64 n_entries = 0;
  gboolean done = TRUE;

  *n_recovered = 0;
  if (!bitacora_outbox_schema_add_functions (database, error))
    return FALSE;
  bitacora_outbox_first_page_restore (damaged_path, database);
  if (sqlite3_open_v2 (damaged_path,
                       &from,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                       NULL)
          == SQLITE_OK
      /* Lets SQLite read a file that is shorter than it should be, or whose schema is odd. */
      && sqlite3_exec (from, "PRAGMA writable_schema = ON", NULL, NULL, NULL) == SQLITE_OK)
    done = fill (from, database, error)
           && bitacora_sqlite_get_number (database,
                                          "SELECT count(*) FROM entry WHERE hidden IS NULL",
                                          &n_entries,
                                          error);
  sqlite3_close_v2 (from);
  *n_recovered = (guint)n_entries;
  return done;
}
