/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox.h"

/* From rows to entries. */

static BitacoraOutboxEntry *
read_row (BitacoraSqliteStatement *statement, BitacoraOutboxJob *job, GError **error)
{
  BitacoraOutboxRow row = {
    .id = bitacora_sqlite_statement_get_int (statement, 0),
    .profile = bitacora_sqlite_statement_get_text (statement, 1),
    .activity = bitacora_sqlite_statement_get_text (statement, 2),
    .state = bitacora_sqlite_statement_get_text (statement, 3),
    .revision = bitacora_sqlite_statement_get_int (statement, 4),
    .created = bitacora_sqlite_statement_get_int (statement, 5),
    .not_before = bitacora_outbox_store_get_moment (statement, 6),
    .n_attempts = bitacora_sqlite_statement_get_int (statement, 7),
    .verdict = bitacora_sqlite_statement_get_text (statement, 8),
    .code = bitacora_sqlite_statement_get_int (statement, 9),
    .message = bitacora_sqlite_statement_get_text (statement, 10),
    .wolkvox_id = bitacora_sqlite_statement_get_text (statement, 11),
    .check_due = bitacora_outbox_store_get_moment (statement, 12),
    .candidate = bitacora_sqlite_statement_get_text (statement, 13),
    .n_checks = bitacora_sqlite_statement_get_int (statement, 14),
    .absent_since = bitacora_outbox_store_get_moment (statement, 15),
    .follow_up = bitacora_outbox_store_get_moment (statement, 16),
  };

  /* Reading the activity takes longer than all the rest. */
  if (job != NULL && job->activity != NULL && row.revision == job->revision)
    row.known_activity = job->activity;
  return bitacora_outbox_entry_new (&row, error);
}

static char *
write_list_sql (BitacoraOutboxJob *job)
{
  GString *sql
      = g_string_new (BITACORA_OUTBOX_SELECT_ENTRY "WHERE hidden IS NULL AND state IN ('-'");

  for (guint state = 0; state <= BITACORA_OUTBOX_STATE_UNKNOWN; state++)
    {
      if (job->states & (1u << state))
        g_string_append_printf (sql,
                                ", '%s'",
                                bitacora_outbox_state_to_string ((BitacoraOutboxState)state));
    }
  g_string_append (sql, ")");
  if (job->profile != NULL)
    g_string_append (sql, " AND profile = ?");
  g_string_append (sql, " ORDER BY id DESC");
  if (job->limit > 0)
    g_string_append_printf (sql, " LIMIT %u", job->limit);
  return g_string_free (sql, FALSE);
}

/**
 * bitacora_outbox_store_set_not_found:
 * @id: an entry that is not there
 * @error: return location for %BITACORA_OUTBOX_ERROR_NOT_FOUND
 *
 * Says that there is no such entry.
 */
void
bitacora_outbox_store_set_not_found (gint64 id, GError **error)
{
  g_set_error (error,
               BITACORA_OUTBOX_ERROR,
               BITACORA_OUTBOX_ERROR_NOT_FOUND,
               _ ("There is no saved call %lld."),
               (long long)id);
}

/**
 * bitacora_outbox_store_load_entry:
 * @self: an open store
 * @job: takes id; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads the job's entry.
 *
 * Returns: whether it was read
 */
gboolean
bitacora_outbox_store_load_entry (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_outbox_store_prepare (self,
                                             BITACORA_OUTBOX_SELECT_ENTRY
                                             "WHERE id = ? AND hidden IS NULL",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->id);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      bitacora_outbox_store_set_not_found (job->id, error);
      return FALSE;
    }
  job->entry = read_row (statement, job, error);
  return job->entry != NULL;
}

/**
 * bitacora_outbox_store_read_entry:
 * @statement: one of %BITACORA_OUTBOX_SELECT_ENTRY that stands on a row
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes an entry of the row.
 *
 * Returns: (transfer full) (nullable): the entry
 */
BitacoraOutboxEntry *
bitacora_outbox_store_read_entry (BitacoraSqliteStatement *statement, GError **error)
{
  return read_row (statement, NULL, error);
}

/**
 * bitacora_outbox_store_may_step_past:
 * @error: (nullable): why a row was not read
 *
 * Returns: whether the rows after it can be used all the same: one that makes no sense holds up
 *   no other
 */
gboolean
bitacora_outbox_store_may_step_past (const GError *error)
{
  return error == NULL
         || g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED);
}

/**
 * bitacora_outbox_store_read_first:
 * @statement: one of %BITACORA_OUTBOX_SELECT_ENTRY that has not been stepped
 * @job: gives entry: the first that makes sense, or %NULL
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads one entry at most.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_read_first (BitacoraSqliteStatement *statement,
                                  BitacoraOutboxJob *job,
                                  GError **error)
{
  gboolean has_row = TRUE;

  while (has_row && job->entry == NULL)
    {
      g_autoptr (GError) local_error = NULL;

      if (!bitacora_sqlite_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        job->entry = bitacora_outbox_store_read_entry (statement, &local_error);
      if (!bitacora_outbox_store_may_step_past (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * bitacora_outbox_store_read_all:
 * @statement: one of %BITACORA_OUTBOX_SELECT_ENTRY that has not been stepped
 * @job: takes limit (or 0 for all); gives entries: those that make sense
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads entries until there are as many as asked for.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_read_all (BitacoraSqliteStatement *statement,
                                BitacoraOutboxJob *job,
                                GError **error)
{
  job->entries = g_ptr_array_new_with_free_func (g_object_unref);
  return bitacora_outbox_store_read_into (statement, job->limit, job->entries, error);
}

/**
 * bitacora_outbox_store_read_into:
 * @statement: one of %BITACORA_OUTBOX_SELECT_ENTRY that has not been stepped
 * @limit: how many at most; 0 for all
 * @entries: (element-type BitacoraOutboxEntry): takes those that make sense
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads entries on any thread that has a connection.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_read_into (BitacoraSqliteStatement *statement,
                                 guint limit,
                                 GPtrArray *entries,
                                 GError **error)
{
  gboolean has_row = TRUE;

  while (limit == 0 || entries->len < limit)
    {
      g_autoptr (GError) local_error = NULL;
      BitacoraOutboxEntry *entry;

      if (!bitacora_sqlite_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      entry = bitacora_outbox_store_read_entry (statement, &local_error);
      if (!bitacora_outbox_store_may_step_past (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  return TRUE;
}

/**
 * bitacora_outbox_store_get:
 * @self: an open store
 * @job: takes id; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads one entry.
 *
 * Returns: whether it was read
 */
gboolean
bitacora_outbox_store_get (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  return bitacora_outbox_store_load_entry (self, job, error);
}

/**
 * bitacora_outbox_store_list:
 * @self: an open store
 * @job: takes states, profile (or %NULL for all) and limit (or 0 for all); gives entries
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads entries, newest first.
 *
 * Returns: whether they were read
 */
gboolean
bitacora_outbox_store_list (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autofree char *sql = write_list_sql (job);
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  if (job->profile != NULL)
    bitacora_sqlite_statement_bind_text (statement, job->profile);
  return bitacora_outbox_store_read_all (statement, job, error);
}

/**
 * bitacora_outbox_store_list_queued:
 * @self: an open store
 * @job: gives ids, oldest first
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Lists the ids of all that is queued, due or not.
 *
 * Returns: whether they were read
 */
gboolean
bitacora_outbox_store_list_queued (BitacoraOutboxStore *self,
                                   BitacoraOutboxJob *job,
                                   GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = bitacora_outbox_store_prepare (self,
                                             "SELECT id FROM entry WHERE state = 'queued'"
                                             " AND hidden IS NULL ORDER BY id",
                                             error);
  if (statement == NULL)
    return FALSE;
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (bitacora_sqlite_statement_step (statement, &has_row, error))
    {
      gint64 id;

      if (!has_row)
        return TRUE;
      id = bitacora_sqlite_statement_get_int (statement, 0);
      g_array_append_val (job->ids, id);
    }
  return FALSE;
}
