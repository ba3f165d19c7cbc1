/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of an older version become the present one's, wholly or not at all. */
#include <sqlite3.h>
#include <string.h>

#include "outbox-fixture.h"
#include "outbox/bitacora-outbox-entry-private.h"
#include "outbox/bitacora-outbox-schema.h"
#include "outbox/bitacora-outbox.h"
#include "outbox/bitacora-sqlite-statement.h"

static const char *const steps[] = {
  "CREATE TABLE entry (id INTEGER PRIMARY KEY, name TEXT)",
  "ALTER TABLE entry ADD COLUMN state TEXT NOT NULL DEFAULT 'queued';UPDATE entry SET name = 'new'",
  "CREATE INDEX entry_by_state ON entry (state)",
};

static const char *const broken_steps[] = {
  "CREATE TABLE entry (id INTEGER PRIMARY KEY, name TEXT)",
  "ALTER TABLE entry ADD COLUMN state TEXT; CREATE TABLE nonsense (",
};

/* The tables as versions 1 to 3 made them. */
static const char *const old_steps[] = {
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

  "ALTER TABLE entry ADD COLUMN absent_since INTEGER;"
  "ALTER TABLE attempt ADD COLUMN server TEXT;"
  "CREATE INDEX entry_blind ON entry (profile) WHERE state = 'logged' AND wolkvox_id IS NULL;",
};

static sqlite3 *
open_memory (void)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
  return database;
}

static gint64
ask (sqlite3 *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  bitacora_sqlite_get_number (database, sql, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
test_from_each_version (void)
{
  for (guint version = 0; version <= G_N_ELEMENTS (steps); version++)
    {
      sqlite3 *database = open_memory ();
      g_autoptr (GError) error = NULL;

      g_assert_true (bitacora_outbox_schema_migrate_with (database, steps, version, &error));
      g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, version);
      if (version == 1)
        bitacora_sqlite_run (database, "INSERT INTO entry (name) VALUES ('a call')", &error);

      g_assert_true (
          bitacora_outbox_schema_migrate_with (database, steps, G_N_ELEMENTS (steps), &error));
      g_assert_no_error (error);
      g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, G_N_ELEMENTS (steps));
      g_assert_cmpint (ask (database, "SELECT count (*) FROM entry WHERE state = 'queued'"),
                       ==,
                       version == 1 ? 1 : 0);
      g_assert_cmpint (ask (database, "SELECT count (*) FROM entry WHERE name = 'new'"),
                       ==,
                       version == 1 ? 1 : 0);
      sqlite3_close (database);
    }
}

static void
test_whole_or_not_at_all (void)
{
  sqlite3 *database = open_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_outbox_schema_migrate_with (database, broken_steps, 1, &error));
  g_assert_false (bitacora_outbox_schema_migrate_with (database, broken_steps, 2, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_FAILED);
  g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (database,
                        "SELECT count (*) FROM pragma_table_info ('entry') WHERE name = 'state'"),
                   ==,
                   0);
  g_assert_true (sqlite3_get_autocommit (database));
  sqlite3_close (database);
}

static void
test_newer (void)
{
  sqlite3 *database = open_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_outbox_schema_migrate_with (database, steps, 3, &error));
  g_assert_false (bitacora_outbox_schema_migrate_with (database, steps, 2, &error));
  g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NEWER);
  g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, 3);
  sqlite3_close (database);
}

static void
test_present (void)
{
  sqlite3 *database = open_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_outbox_schema_migrate (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (database, "PRAGMA user_version"),
                   ==,
                   bitacora_outbox_schema_get_version ());
  g_assert_true (bitacora_outbox_schema_migrate (database, &error));
  g_assert_cmpint (ask (database, "SELECT count (*) FROM entry"), ==, 0);
  g_assert_cmpint (ask (database, "SELECT count (*) FROM attempt"), ==, 0);

  /* No program may write a state that the design does not know. */
  g_assert_false (bitacora_sqlite_run (
      database,
      "INSERT INTO entry (profile, activity, created, state) VALUES ('', '', 0, 'sent')",
      &error));
  g_assert_nonnull (error);
  sqlite3_close (database);
}

/* Calls that were kept before there was a search are found by it, and those whose outcome was not
 * known are asked about. */
static void
test_from_first (void)
{
  sqlite3 *database = open_memory ();
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("José Ñandú");
  g_autofree char *text = bitacora_outbox_activity_to_text (activity);
  char *sql = sqlite3_mprintf ("INSERT INTO entry (profile, activity, created, state) VALUES"
                               " ('sales', %Q, 1, 'unknown'), ('sales', 'nonsense', 2, 'queued')",
                               text);
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_outbox_schema_migrate_with (database, old_steps, 1, &error));
  g_assert_true (bitacora_sqlite_run (database, sql, &error));
  g_assert_true (bitacora_outbox_schema_migrate (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (database, "SELECT count (*) FROM entry"), ==, 2);
  g_assert_cmpint (ask (database,
                        "SELECT rowid FROM entry_search WHERE entry_search MATCH '\"ose\" AND"
                        " \"ndu\"'"),
                   ==,
                   1);
  g_assert_cmpint (ask (database, "SELECT instr (search, 'jose nandu') FROM entry WHERE id = 1"),
                   ==,
                   1);
  g_assert_cmpint (ask (database, "SELECT search = '' FROM entry WHERE id = 2"), ==, 1);
  g_assert_cmpint (ask (database, "SELECT id FROM entry WHERE check_due = 0"), ==, 1);
  sqlite3_free (sql);
  sqlite3_close (database);
}

/* What was being asked about when there was no word yet for what is asked now. */
static void
test_from_second (void)
{
  sqlite3 *database = open_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_outbox_schema_add_functions (database, &error));
  g_assert_true (bitacora_outbox_schema_migrate_with (database, old_steps, 2, &error));
  g_assert_no_error (error);
  g_assert_true (bitacora_sqlite_run (
      database,
      "INSERT INTO entry (profile, activity, search, created, state, check_due, n_checks) VALUES"
      " ('sales', '{}', 'jose', 1, 'unknown', 5, 3), ('sales', '{}', 'ana', 2, 'logged', NULL, 0);"
      "INSERT INTO attempt (entry, started, body) VALUES (1, 1, '{}')",
      &error));
  g_assert_true (bitacora_outbox_schema_migrate (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (database,
                        "SELECT count (*) FROM entry WHERE absent_since IS NULL"
                        " AND search IN ('jose', 'ana')"),
                   ==,
                   2);
  g_assert_cmpint (ask (database, "SELECT check_due FROM entry WHERE n_checks = 3"), ==, 5);
  g_assert_cmpint (ask (database, "SELECT entry FROM attempt WHERE server IS NULL"), ==, 1);
  g_assert_cmpint (ask (database,
                        "SELECT rowid FROM entry_search WHERE entry_search MATCH '\"jos\"'"),
                   ==,
                   1);
  sqlite3_close (database);
}

static char *
write_call (gboolean remember, GDateTime *reminder)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity ("José");

  bitacora_call_activity_set_remember (activity, remember);
  bitacora_call_activity_set_reminder_date (activity, reminder);
  return bitacora_outbox_activity_to_text (activity);
}

/* Reminders that are still to come become follow-ups, whichever version kept them; those of long
 * ago do not all cry at once. */
static void
test_follow_ups (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autofree char *coming = write_call (TRUE, tomorrow);
  g_autofree char *past = write_call (TRUE, yesterday);
  g_autofree char *unwanted = write_call (FALSE, tomorrow);
  char *sql = sqlite3_mprintf ("INSERT INTO entry (profile, activity, created) VALUES"
                               " ('sales', %Q, 1), ('sales', %Q, 2), ('sales', %Q, 3),"
                               " ('sales', 'true nonsense', 4)",
                               past,
                               coming,
                               unwanted);

  for (guint version = 1; version <= G_N_ELEMENTS (old_steps); version++)
    {
      sqlite3 *database = open_memory ();
      g_autoptr (GError) error = NULL;

      g_assert_true (bitacora_outbox_schema_add_functions (database, &error));
      g_assert_true (bitacora_outbox_schema_migrate_with (database, old_steps, version, &error));
      g_assert_true (bitacora_sqlite_run (database, sql, &error));
      g_assert_true (bitacora_outbox_schema_migrate (database, &error));
      g_assert_no_error (error);
      g_assert_cmpint (ask (database, "SELECT count (*) FROM entry"), ==, 4);
      g_assert_cmpint (ask (database, "SELECT sum (id) FROM entry WHERE follow_up IS NOT NULL"),
                       ==,
                       2);
      g_assert_cmpint (ask (database, "SELECT follow_up FROM entry WHERE id = 2"),
                       ==,
                       g_date_time_to_unix (tomorrow) * G_USEC_PER_SEC);
      g_assert_cmpint (ask (database,
                            "SELECT count (*) FROM entry WHERE followed_up IS NULL"
                            " AND announced IS NULL"),
                       ==,
                       4);
      sqlite3_close (database);
    }
  sqlite3_free (sql);
}

/* What is asked again and again reads the index alone. */
static void
test_counting (void)
{
  sqlite3 *database = open_memory ();
  sqlite3_stmt *statement = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_outbox_schema_migrate (database, &error));
  g_assert_cmpint (sqlite3_prepare_v2 (database,
                                       "EXPLAIN QUERY PLAN SELECT count (*) FROM entry WHERE"
                                       " follow_up IS NOT NULL AND followed_up IS NULL"
                                       " AND hidden IS NULL AND follow_up < 1",
                                       -1,
                                       &statement,
                                       NULL),
                   ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_nonnull (strstr ((const char *)sqlite3_column_text (statement, 3),
                            "COVERING INDEX entry_by_follow_up"));
  sqlite3_finalize (statement);
  sqlite3_close (database);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/schema/from-each-version", test_from_each_version);
  g_test_add_func ("/outbox/schema/from-first", test_from_first);
  g_test_add_func ("/outbox/schema/from-second", test_from_second);
  g_test_add_func ("/outbox/schema/follow-ups", test_follow_ups);
  g_test_add_func ("/outbox/schema/counting", test_counting);
  g_test_add_func ("/outbox/schema/whole-or-not-at-all", test_whole_or_not_at_all);
  g_test_add_func ("/outbox/schema/newer", test_newer);
  g_test_add_func ("/outbox/schema/present", test_present);
  return g_test_run ();
}
