/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include "bitacora-outbox-entry-private.h"

/* The SQL of follow-ups. */

/* Those that are open and not discarded; the index finds and counts them by itself. */
#define FROM_OPEN                                                                                  \
  "FROM entry INDEXED BY entry_by_follow_up WHERE follow_up IS NOT NULL"                           \
  " AND followed_up IS NULL AND hidden IS NULL "

/* "announced" holds the due moment of which the user heard, not the time at which that was: a clock
 * that is set back or forth neither repeats one nor loses one. */
#define AND_UNANNOUNCED "AND announced IS NOT follow_up "

static gboolean
run_for_entry (BitacoraOutboxStore *self,
               const char *sql,
               gint64 moment,
               BitacoraOutboxJob *job,
               GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  bitacora_outbox_store_bind_moment (statement, moment);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (self->database) > 0)
    job->changed = job->id;
  return TRUE;
}

static gboolean
change_follow_up (BitacoraOutboxStore *self,
                  const char *sql,
                  gint64 moment,
                  BitacoraOutboxJob *job,
                  GError **error)
{
  gboolean done;

  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  done = run_for_entry (self, sql, moment, job, error)
         && bitacora_outbox_store_load_entry (self, job, error);
  return bitacora_outbox_store_end (self, done, error);
}

/* When the follow-up would be due that the entry's activity asks for, as it still stands. */
static gboolean
read_present_date (BitacoraOutboxStore *self, gint64 id, gint64 *due, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  *due = BITACORA_OUTBOX_NO_MOMENT;
  statement
      = bitacora_outbox_store_prepare (self, "SELECT activity FROM entry WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, id);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *due = bitacora_outbox_text_get_follow_up (bitacora_sqlite_statement_get_text (statement, 0));
  return TRUE;
}

/* The first number that a statement gives for a moment; "none" without a row. */
static gboolean
read_number (BitacoraOutboxStore *self,
             const char *sql,
             gint64 moment,
             gint64 none,
             gint64 *number,
             GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_outbox_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, moment);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  *number = has_row ? bitacora_sqlite_statement_get_int (statement, 0) : none;
  return TRUE;
}

static gboolean
read_due (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (self,
                                             BITACORA_OUTBOX_SELECT_ENTRY
                                             "WHERE id IN (SELECT id " FROM_OPEN AND_UNANNOUNCED
                                             "AND follow_up <= ?)"
                                             " ORDER BY follow_up, id",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  return bitacora_outbox_store_read_all (statement, job, error);
}

/* Also those of which nothing can be read, so that nobody looks at them again and again. */
static gboolean
mark_announced (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement
      = bitacora_outbox_store_prepare (self,
                                       "UPDATE entry SET announced = follow_up WHERE id IN"
                                       " (SELECT id " FROM_OPEN AND_UNANNOUNCED "AND follow_up"
                                       " <= ?)",
                                       error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  return bitacora_sqlite_statement_run (statement, error);
}

static gboolean
take_due (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  gboolean done;

  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  done = read_due (self, job, error) && mark_announced (self, job, error);
  return bitacora_outbox_store_end (self, done, error);
}

/**
 * bitacora_outbox_store_renew_follow_up:
 * @self: a store with a transaction, before the entry's activity is replaced
 * @job: takes id and follow_up, as the new activity has it
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Gives an entry the follow-up of its new activity if that has another date than the present one:
 * what was put off, done or announced stays so while nobody sets another date.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_renew_follow_up (BitacoraOutboxStore *self,
                                       BitacoraOutboxJob *job,
                                       GError **error)
{
  gint64 due;

  if (!read_present_date (self, job->id, &due, error))
    return FALSE;
  return due == job->follow_up
         || run_for_entry (self,
                           "UPDATE entry SET follow_up = ?, followed_up = NULL, announced = NULL"
                           " WHERE id = ?",
                           job->follow_up,
                           job,
                           error);
}

/**
 * bitacora_outbox_store_list_follow_ups:
 * @statements: of the reader's connection
 * @read: takes now (the moment before which they are due) and limit; gives objects
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads the entries with open follow-ups, the earliest first.
 *
 * Returns: whether they were read
 */
gboolean
bitacora_outbox_store_list_follow_ups (BitacoraSqliteCache *statements,
                                       BitacoraOutboxRead *read,
                                       GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_sqlite_cache_prepare (statements,
                                             BITACORA_OUTBOX_SELECT_ENTRY
                                             "WHERE id IN (SELECT id " FROM_OPEN
                                             "AND follow_up < ? ORDER BY follow_up, id LIMIT ?)"
                                             " ORDER BY follow_up, id",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, read->now);
  bitacora_sqlite_statement_bind_int (statement, read->limit > 0 ? (gint64)read->limit : -1);
  read->objects = g_ptr_array_new_with_free_func (g_object_unref);
  return bitacora_outbox_store_read_into (statement, 0, read->objects, error);
}

/**
 * bitacora_outbox_store_count_follow_ups:
 * @statements: of the reader's connection
 * @read: takes now (the moment before which they are due); gives number
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Counts the open follow-ups.
 *
 * Returns: whether they were counted
 */
gboolean
bitacora_outbox_store_count_follow_ups (BitacoraSqliteCache *statements,
                                        BitacoraOutboxRead *read,
                                        GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_sqlite_cache_prepare (statements,
                                             "SELECT count(*) " FROM_OPEN "AND follow_up < ?",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, read->now);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  read->number = bitacora_sqlite_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * bitacora_outbox_store_postpone_follow_up:
 * @self: an open store
 * @job: takes id and follow_up; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Has an entry's follow-up due at a moment, whether it had one, was done, or neither. Of what was
 * announced nothing is forgotten: who goes back to a moment that was announced, as undoing does,
 * does not hear of it twice.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_postpone_follow_up (BitacoraOutboxStore *self,
                                          BitacoraOutboxJob *job,
                                          GError **error)
{
  return change_follow_up (self,
                           "UPDATE entry SET follow_up = ?, followed_up = NULL"
                           " WHERE id = ? AND hidden IS NULL",
                           job->follow_up,
                           job,
                           error);
}

/**
 * bitacora_outbox_store_complete_follow_up:
 * @self: an open store
 * @job: takes id and now; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Ends an entry's follow-up. One that is done, or never was, stays as it is.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_complete_follow_up (BitacoraOutboxStore *self,
                                          BitacoraOutboxJob *job,
                                          GError **error)
{
  return change_follow_up (self,
                           "UPDATE entry SET followed_up = ? WHERE id = ? AND hidden IS NULL"
                           " AND follow_up IS NOT NULL AND followed_up IS NULL",
                           job->now,
                           job,
                           error);
}

/**
 * bitacora_outbox_store_take_reminders:
 * @self: an open store
 * @job: takes now; gives entries, and next (or %BITACORA_OUTBOX_NO_MOMENT): when another is due
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads the entries whose follow-up is due and was not announced, and marks them as announced, in
 * one transaction: of several processes that ask at the same time, one gets each.
 *
 * Returns: whether that is on disk; if not, they are there to be taken again
 */
gboolean
bitacora_outbox_store_take_reminders (BitacoraOutboxStore *self,
                                      BitacoraOutboxJob *job,
                                      GError **error)
{
  gint64 has_due;

  if (!read_number (self,
                    "SELECT follow_up " FROM_OPEN AND_UNANNOUNCED
                    "AND follow_up > ? ORDER BY follow_up LIMIT 1",
                    job->now,
                    BITACORA_OUTBOX_NO_MOMENT,
                    &job->next,
                    error)
      || !read_number (self,
                       "SELECT 1 " FROM_OPEN AND_UNANNOUNCED "AND follow_up <= ? LIMIT 1",
                       job->now,
                       0,
                       &has_due,
                       error))
    return FALSE;
  /* Nearly always there is none, and nobody is to wait for a transaction then. */
  if (has_due != 0)
    return take_due (self, job, error);
  job->entries = g_ptr_array_new_with_free_func (g_object_unref);
  return TRUE;
}
