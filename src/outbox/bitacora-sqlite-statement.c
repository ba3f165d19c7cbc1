/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-sqlite-statement.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "bitacora-outbox.h"

struct _BitacoraSqliteStatement
{
  sqlite3 *database;
  sqlite3_stmt *handle;
  int n_bound;
  int bind_result;
  /* The cache has it, and another may have it when this use is over. */
  gboolean is_kept;
  gboolean is_used;
};

struct _BitacoraSqliteCache
{
  sqlite3 *database;
  GHashTable *statements;
};

/* Searches compose SQL of many shapes: those that come after this many are not kept. */
#define MOST_KEPT 64

static gboolean
is_out_of_space (sqlite3 *database, int result, int saved_errno)
{
  /* A quota or a limit on the file's size reaches SQLite as an ordinary failed write, whose cause
   * it does not always keep. */
  int system_error = database != NULL ? sqlite3_system_errno (database) : 0;

  if ((result & 0xff) == SQLITE_FULL)
    return TRUE;
  if ((result & 0xff) != SQLITE_IOERR)
    return FALSE;
  if (system_error == 0)
    system_error = saved_errno;
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

static void
note_bind_result (BitacoraSqliteStatement *self, int result)
{
  if (self->bind_result == SQLITE_OK)
    self->bind_result = result;
}

static void
finalize_statement (gpointer data)
{
  BitacoraSqliteStatement *self = data;

  sqlite3_finalize (self->handle);
  g_free (self);
}

/**
 * bitacora_sqlite_cache_new:
 * @database: an open connection
 *
 * Returns: (transfer full): no statements yet
 */
BitacoraSqliteCache *
bitacora_sqlite_cache_new (sqlite3 *database)
{
  BitacoraSqliteCache *self = g_new0 (BitacoraSqliteCache, 1);

  self->database = database;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  return self;
}

/**
 * bitacora_sqlite_cache_free:
 * @self: (transfer full): a cache, none of whose statements is in use
 *
 * Frees the statements. To be called before the connection is closed.
 */
void
bitacora_sqlite_cache_free (BitacoraSqliteCache *self)
{
  g_hash_table_unref (self->statements);
  g_free (self);
}

/**
 * bitacora_sqlite_cache_prepare:
 * @self: a cache
 * @sql: one statement
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * bitacora_sqlite_statement_new() that compiles the same text only once.
 *
 * Returns: (transfer full) (nullable): the statement, with nothing bound; freeing it gives it back
 */
BitacoraSqliteStatement *
bitacora_sqlite_cache_prepare (BitacoraSqliteCache *self, const char *sql, GError **error)
{
  BitacoraSqliteStatement *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL && !statement->is_used)
    {
      statement->is_used = TRUE;
      return statement;
    }
  statement = bitacora_sqlite_statement_new (self->database, sql, error);
  if (statement == NULL || g_hash_table_size (self->statements) >= MOST_KEPT
      || g_hash_table_contains (self->statements, sql))
    return statement;
  statement->is_kept = statement->is_used = TRUE;
  g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

/**
 * bitacora_sqlite_statement_new:
 * @database: an open connection
 * @sql: one statement
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Compiles @sql. Its parameters are then bound from left to right.
 *
 * Returns: (transfer full) (nullable): the statement
 */
BitacoraSqliteStatement *
bitacora_sqlite_statement_new (sqlite3 *database, const char *sql, GError **error)
{
  sqlite3_stmt *handle = NULL;
  BitacoraSqliteStatement *self;
  int result;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  result = sqlite3_prepare_v2 (database, sql, -1, &handle, NULL);
  if (result != SQLITE_OK)
    {
      bitacora_sqlite_set_error (database, result, error);
      return NULL;
    }

  self = g_new0 (BitacoraSqliteStatement, 1);
  self->database = database;
  self->handle = handle;
  return self;
}

/**
 * bitacora_sqlite_statement_free:
 * @self: (transfer full): a statement
 *
 * Ends the statement, and frees it or gives it back to its cache.
 */
void
bitacora_sqlite_statement_free (BitacoraSqliteStatement *self)
{
  if (!self->is_kept)
    {
      finalize_statement (self);
      return;
    }
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->n_bound = 0;
  self->bind_result = SQLITE_OK;
  self->is_used = FALSE;
}

/**
 * bitacora_sqlite_statement_bind_int:
 * @self: a statement that has not been stepped
 * @value: the next parameter
 *
 * Binds the next parameter to a number. A failure shows at the next step.
 */
void
bitacora_sqlite_statement_bind_int (BitacoraSqliteStatement *self, gint64 value)
{
  note_bind_result (self, sqlite3_bind_int64 (self->handle, ++self->n_bound, value));
}

/**
 * bitacora_sqlite_statement_bind_text:
 * @self: a statement that has not been stepped
 * @text: (nullable): the next parameter, copied; %NULL is SQL's NULL
 *
 * Binds the next parameter to a text. A failure shows at the next step.
 */
void
bitacora_sqlite_statement_bind_text (BitacoraSqliteStatement *self, const char *text)
{
  /* A NULL text binds SQL's NULL. */
  note_bind_result (self,
                    sqlite3_bind_text (self->handle, ++self->n_bound, text, -1, SQLITE_TRANSIENT));
}

/**
 * bitacora_sqlite_statement_bind_null:
 * @self: a statement that has not been stepped
 *
 * Binds the next parameter to SQL's NULL.
 */
void
bitacora_sqlite_statement_bind_null (BitacoraSqliteStatement *self)
{
  note_bind_result (self, sqlite3_bind_null (self->handle, ++self->n_bound));
}

/**
 * bitacora_sqlite_statement_step:
 * @self: a statement
 * @has_row: (out): whether a row can be read now; %FALSE at the end
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Goes on to the next row.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_sqlite_statement_step (BitacoraSqliteStatement *self, gboolean *has_row, GError **error)
{
  int result = self->bind_result;

  if (result == SQLITE_OK)
    result = sqlite3_step (self->handle);
  *has_row = result == SQLITE_ROW;
  if (result == SQLITE_ROW || result == SQLITE_DONE)
    return TRUE;

  bitacora_sqlite_set_error (self->database, result, error);
  return FALSE;
}

/**
 * bitacora_sqlite_statement_run:
 * @self: a statement
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Runs the statement to its end, for those whose rows nobody reads.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_sqlite_statement_run (BitacoraSqliteStatement *self, GError **error)
{
  gboolean has_row = TRUE;

  while (has_row)
    {
      if (!bitacora_sqlite_statement_step (self, &has_row, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * bitacora_sqlite_statement_is_null:
 * @self: a statement that stands on a row
 * @column: from 0
 *
 * Returns: whether the column holds SQL's NULL
 */
gboolean
bitacora_sqlite_statement_is_null (BitacoraSqliteStatement *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * bitacora_sqlite_statement_get_int:
 * @self: a statement that stands on a row
 * @column: from 0
 *
 * Returns: the column's number, 0 for SQL's NULL
 */
gint64
bitacora_sqlite_statement_get_int (BitacoraSqliteStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * bitacora_sqlite_statement_get_text:
 * @self: a statement that stands on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the column's text until the next step; %NULL for SQL's NULL
 */
const char *
bitacora_sqlite_statement_get_text (BitacoraSqliteStatement *self, int column)
{
  return (const char *)sqlite3_column_text (self->handle, column);
}

/**
 * bitacora_sqlite_run:
 * @database: an open connection
 * @sql: any number of statements without parameters
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Runs @sql and throws its rows away.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_sqlite_run (sqlite3 *database, const char *sql, GError **error)
{
  int result = sqlite3_exec (database, sql, NULL, NULL, NULL);

  if (result != SQLITE_OK)
    bitacora_sqlite_set_error (database, result, error);
  return result == SQLITE_OK;
}

/**
 * bitacora_sqlite_get_number:
 * @database: an open connection
 * @sql: one statement that answers with one number
 * @number: (out): the number; 0 if there was no row
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Asks for one number.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_sqlite_get_number (sqlite3 *database, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  *number = 0;
  statement = bitacora_sqlite_statement_new (database, sql, error);
  if (statement == NULL || !bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *number = bitacora_sqlite_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * bitacora_sqlite_set_error:
 * @database: (nullable): the connection that failed
 * @result: SQLite's result code, plain or extended
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Says what an SQLite error means for the saved calls. Codes: <https://sqlite.org/rescode.html>.
 */
void
bitacora_sqlite_set_error (sqlite3 *database, int result, GError **error)
{
  int saved_errno = errno;
  const char *detail = database != NULL ? sqlite3_errmsg (database) : sqlite3_errstr (result);
  const char *text;
  BitacoraOutboxError code;

  if (is_out_of_space (database, result, saved_errno))
    {
      code = BITACORA_OUTBOX_ERROR_FULL;
      text = _ ("There is no room left on the disk to save calls. Free some space and try again.");
    }
  else
    {
      switch (result & 0xff)
        {
        case SQLITE_READONLY:
        case SQLITE_PERM:
          code = BITACORA_OUTBOX_ERROR_READ_ONLY;
          text
              = _ ("The folder of your saved calls cannot be written to. Check its permissions and "
                   "try again.");
          break;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
          code = BITACORA_OUTBOX_ERROR_BUSY;
          text = _ ("Another program is busy with your saved calls. Try again in a moment.");
          break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
          code = BITACORA_OUTBOX_ERROR_DAMAGED;
          text = _ ("The file of your saved calls is damaged.");
          break;
        case SQLITE_CANTOPEN:
          code = BITACORA_OUTBOX_ERROR_OPEN;
          text = _ ("The file of your saved calls cannot be opened. Check its folder.");
          break;
        default:
          g_set_error (error,
                       BITACORA_OUTBOX_ERROR,
                       BITACORA_OUTBOX_ERROR_FAILED,
                       _ ("Your saved calls cannot be used at this moment: %s"),
                       detail);
          return;
        }
    }
  g_debug ("SQLite %d: %s", result, detail);
  g_set_error_literal (error, BITACORA_OUTBOX_ERROR, (int)code, text);
}
