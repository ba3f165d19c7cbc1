/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-schema.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox.h"
#include "bitacora-search-text.h"
#include "bitacora-sqlite-statement.h"
#include "crm/bitacora-activity-json.h"

/* Only what is still to come: all that ever was would be due at once. */
#define FILL_FOLLOW_UPS                                                                            \
  "UPDATE entry SET follow_up = bitacora_follow_up (activity)"                                     \
  " WHERE bitacora_follow_up (activity) > strftime ('%s', 'now') * 1000000;"

/* Step N leads from version N to version N + 1. A step that was released is never changed: what
 * it made is on people's disks. Times are microseconds since 1970 in UTC. */
static const char *const steps[] = {
  /* entry: one call activity. "revision" counts its corrections, so that nobody sends a text that
   * was corrected while it was being prepared. attempt: one try to send it; "ended" is NULL while
   * it is on its way. */
  "CREATE TABLE entry ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  profile TEXT NOT NULL,"
  "  activity TEXT NOT NULL,"
  "  state TEXT NOT NULL DEFAULT 'queued'"
  "    CHECK (state IN ('queued', 'sending', 'logged', 'rejected', 'unknown')),"
  "  revision INTEGER NOT NULL DEFAULT 0,"
  "  created INTEGER NOT NULL,"
  "  not_before INTEGER,"
  "  verdict TEXT,"
  "  code INTEGER NOT NULL DEFAULT 0,"
  "  message TEXT,"
  "  wolkvox_id TEXT"
  ");"
  "CREATE INDEX entry_by_state ON entry (state, id);"
  "CREATE TABLE attempt ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,"
  "  started INTEGER NOT NULL,"
  "  ended INTEGER,"
  "  body TEXT NOT NULL,"
  "  verdict TEXT,"
  "  http_status INTEGER NOT NULL DEFAULT 0,"
  "  code INTEGER NOT NULL DEFAULT 0,"
  "  message TEXT"
  ");"
  "CREATE INDEX attempt_by_entry ON attempt (entry, id);",

  /* search: what a search looks at, folded by the program; entry_search is its index by three
   * letters each. hidden: NULL for what is there; the moment at which it was discarded; or the
   * negative number of a batch that is not complete. check_due: when to ask the CRM about an
   * unknown outcome, NULL if only a person can tell. candidate: the CRM's record that resembles
   * it, as JSON. draft: what is being typed. */
  "ALTER TABLE entry ADD COLUMN search TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE entry ADD COLUMN hidden INTEGER;"
  "ALTER TABLE entry ADD COLUMN check_due INTEGER;"
  "ALTER TABLE entry ADD COLUMN n_checks INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE entry ADD COLUMN candidate TEXT;"
  "UPDATE entry SET check_due = 0 WHERE state = 'unknown';"
  "UPDATE entry SET search = bitacora_search_text (activity);"
  "CREATE INDEX entry_by_creation ON entry (created);"
  "CREATE INDEX entry_by_wolkvox_id ON entry (wolkvox_id) WHERE wolkvox_id IS NOT NULL;"
  "CREATE INDEX entry_hidden ON entry (hidden) WHERE hidden IS NOT NULL;"
  "CREATE VIRTUAL TABLE entry_search USING fts5"
  "  (search, content='entry', content_rowid='id', detail=none, columnsize=0, tokenize='trigram');"
  "INSERT INTO entry_search (entry_search) VALUES ('rebuild');"
  "CREATE TRIGGER entry_search_insert AFTER INSERT ON entry BEGIN"
  "  INSERT INTO entry_search (rowid, search) VALUES (new.id, new.search);"
  "END;"
  "CREATE TRIGGER entry_search_update AFTER UPDATE OF search ON entry BEGIN"
  "  INSERT INTO entry_search (entry_search, rowid, search)"
  "    VALUES ('delete', old.id, old.search);"
  "  INSERT INTO entry_search (rowid, search) VALUES (new.id, new.search);"
  "END;"
  "CREATE TRIGGER entry_search_delete AFTER DELETE ON entry BEGIN"
  "  INSERT INTO entry_search (entry_search, rowid, search)"
  "    VALUES ('delete', old.id, old.search);"
  "END;"
  "CREATE TABLE draft ("
  "  slot TEXT PRIMARY KEY,"
  "  text TEXT NOT NULL"
  ");",

  /* absent_since: when the CRM first said that it does not have a call whose outcome is unknown.
   * server: where an attempt went; NULL for those that were made before it was written.
   * entry_blind: calls that have a record in the CRM of which nobody knows which one it is. */
  "ALTER TABLE entry ADD COLUMN absent_since INTEGER;"
  "ALTER TABLE attempt ADD COLUMN server TEXT;"
  "CREATE INDEX entry_blind ON entry (profile) WHERE state = 'logged' AND wolkvox_id IS NULL;",

  /* follow_up: when the call's follow-up is due; NULL without one. followed_up: when it was done;
   * NULL while it is open. announced: the due moment of which the user heard last. The index holds
   * all that is asked of the open ones, so that counting them reads no call. */
  "ALTER TABLE entry ADD COLUMN follow_up INTEGER;"
  "ALTER TABLE entry ADD COLUMN followed_up INTEGER;"
  "ALTER TABLE entry ADD COLUMN announced INTEGER;" FILL_FOLLOW_UPS
  "CREATE INDEX entry_by_follow_up ON entry (follow_up, hidden, announced, followed_up)"
  "  WHERE follow_up IS NOT NULL AND followed_up IS NULL;",

  /* identity: one row, once the file was opened: by it a copy of the file is known. */
  "CREATE TABLE identity (name TEXT NOT NULL);",
};

/* SQL's bitacora_search_text (activity), for rows that were written before there was a search; a
 * row that makes no sense is not found by one. */
static void
search_text_asked_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *json = (const char *)sqlite3_value_text (values[0]);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autofree char *text = NULL;

  if (json != NULL)
    activity = bitacora_activity_json_read (json, -1, utc, NULL, NULL);
  if (activity != NULL)
    text = bitacora_search_text_write (activity);
  sqlite3_result_text (context, text != NULL ? text : "", -1, SQLITE_TRANSIENT);
}

/* SQL's bitacora_follow_up (activity): NULL where no reminder is wanted. */
static void
follow_up_asked_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  gint64 due = bitacora_outbox_text_get_follow_up ((const char *)sqlite3_value_text (values[0]));

  if (due == BITACORA_OUTBOX_NO_MOMENT)
    sqlite3_result_null (context);
  else
    sqlite3_result_int64 (context, due);
}

static gboolean
add_function (sqlite3 *database,
              const char *name,
              void (*func) (sqlite3_context *, int, sqlite3_value **),
              GError **error)
{
  int result = sqlite3_create_function_v2 (database,
                                           name,
                                           1,
                                           SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                           NULL,
                                           func,
                                           NULL,
                                           NULL,
                                           NULL);

  if (result != SQLITE_OK)
    bitacora_sqlite_set_error (database, result, error);
  return result == SQLITE_OK;
}

static gboolean
read_version (sqlite3 *database, guint n_steps, guint *version, GError **error)
{
  gint64 number;

  if (!bitacora_sqlite_get_number (database, "PRAGMA user_version", &number, error))
    return FALSE;
  if (number < 0 || number > n_steps)
    {
      bitacora_outbox_schema_set_newer (error);
      return FALSE;
    }
  *version = (guint)number;
  return TRUE;
}

static gboolean
take_step (sqlite3 *database, const char *step, guint to_version, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %u", to_version);

  return bitacora_sqlite_run (database, step, error) && bitacora_sqlite_run (database, mark, error);
}

/* All steps or none; another process that migrates at the same time finds nothing left to do. */
static gboolean
take_steps (sqlite3 *database, const char *const *all_steps, guint n_steps, GError **error)
{
  guint version;

  if (!read_version (database, n_steps, &version, error))
    return FALSE;
  for (; version < n_steps; version++)
    {
      if (!take_step (database, all_steps[version], version + 1, error))
        return FALSE;
    }
  return bitacora_sqlite_run (database, "COMMIT", error);
}

/**
 * bitacora_outbox_schema_get_version:
 *
 * Returns: the version that this program writes
 */
guint
bitacora_outbox_schema_get_version (void)
{
  return G_N_ELEMENTS (steps);
}

/**
 * bitacora_outbox_schema_set_newer:
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Says that a newer program wrote the file: %BITACORA_OUTBOX_ERROR_NEWER.
 */
void
bitacora_outbox_schema_set_newer (GError **error)
{
  g_set_error_literal (error,
                       BITACORA_OUTBOX_ERROR,
                       BITACORA_OUTBOX_ERROR_NEWER,
                       _ ("Your saved calls were written by a newer version of Bitácora. They are "
                          "safe; update Bitácora to open them."));
}

/**
 * bitacora_outbox_schema_add_functions:
 * @database: an open connection
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Gives a connection the functions that fill columns: bitacora_search_text (activity) and
 * bitacora_follow_up (activity).
 *
 * Returns: whether it has them
 */
gboolean
bitacora_outbox_schema_add_functions (sqlite3 *database, GError **error)
{
  return add_function (database, "bitacora_search_text", search_text_asked_cb, error)
         && add_function (database, "bitacora_follow_up", follow_up_asked_cb, error);
}

/**
 * bitacora_outbox_schema_fill_follow_ups:
 * @database: an open connection that has the functions
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Gives calls from before there were follow-ups theirs: the reminders that are still to come.
 *
 * Returns: whether they have them
 */
gboolean
bitacora_outbox_schema_fill_follow_ups (sqlite3 *database, GError **error)
{
  return bitacora_sqlite_run (database, FILL_FOLLOW_UPS, error);
}

/**
 * bitacora_outbox_schema_migrate:
 * @database: an open connection, outside any transaction
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Brings the tables to this program's version, from an empty file or any older version. Fails with
 * %BITACORA_OUTBOX_ERROR_NEWER, touching nothing, if a newer program wrote them.
 *
 * Returns: whether the tables are now as this program knows them
 */
gboolean
bitacora_outbox_schema_migrate (sqlite3 *database, GError **error)
{
  return bitacora_outbox_schema_migrate_with (database, steps, G_N_ELEMENTS (steps), error);
}

/**
 * bitacora_outbox_schema_migrate_with:
 * @database: an open connection, outside any transaction
 * @all_steps: (array length=n_steps): the SQL of each step
 * @n_steps: the version to reach
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * bitacora_outbox_schema_migrate() with other steps, so that tests can prove what a later version
 * relies on.
 *
 * Returns: whether the version was reached; if not, the file is as it was
 */
gboolean
bitacora_outbox_schema_migrate_with (sqlite3 *database,
                                     const char *const *all_steps,
                                     guint n_steps,
                                     GError **error)
{
  guint version;

  if (!read_version (database, n_steps, &version, error))
    return FALSE;
  if (version == n_steps)
    return TRUE;

  if (!bitacora_outbox_schema_add_functions (database, error)
      || !bitacora_sqlite_run (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (take_steps (database, all_steps, n_steps, error))
    return TRUE;
  if (!sqlite3_get_autocommit (database))
    bitacora_sqlite_run (database, "ROLLBACK", NULL);
  return FALSE;
}
