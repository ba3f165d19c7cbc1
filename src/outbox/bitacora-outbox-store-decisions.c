/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-decision.h"
#include "bitacora-outbox-entry-private.h"

/* The SQL of what people decide, and of what they discarded. */

/* How long what was discarded, or never completed, is kept. */
#define LONGEST_HIDDEN G_TIME_SPAN_DAY

static gboolean
make_due (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET state = 'queued', not_before = NULL, verdict = NULL, code = 0,"
      " message = NULL, check_due = NULL, candidate = NULL"
      " WHERE id = ? AND state IN ('queued', 'rejected') AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

static gboolean
show_entry (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  int n_changed;

  statement
      = bitacora_outbox_store_prepare (self,
                                       "UPDATE entry SET hidden = NULL WHERE id = ? AND hidden > 0",
                                       error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->id);
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  n_changed = sqlite3_changes (self->database);
  if (!bitacora_outbox_store_load_entry (self, job, error))
    return FALSE;
  if (n_changed == 0)
    {
      g_set_error_literal (error,
                           BITACORA_OUTBOX_ERROR,
                           BITACORA_OUTBOX_ERROR_STATE,
                           _ ("The call was not discarded: it is still there."));
      return FALSE;
    }
  job->changed = job->id;
  return TRUE;
}

/* One record of the CRM stands for one call, also for one that was discarded here. */
static gboolean
check_unclaimed (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  if (job->wolkvox_id == NULL)
    return TRUE;
  statement
      = bitacora_outbox_store_prepare (self,
                                       "SELECT id FROM entry WHERE wolkvox_id = ? AND id <> ?",
                                       error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, job->wolkvox_id);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    g_set_error (error,
                 BITACORA_OUTBOX_ERROR,
                 BITACORA_OUTBOX_ERROR_STATE,
                 _ ("The record “%s” in the CRM is that of another call, number %lld."),
                 job->wolkvox_id,
                 (long long)bitacora_sqlite_statement_get_int (statement, 0));
  return !has_row;
}

/* Nearly always there is nothing to remove, and nobody is to wait for a transaction then. */
static gboolean
has_old (BitacoraOutboxStore *self, gint64 oldest, gboolean *has_row, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (self,
                                             "SELECT 1 FROM entry WHERE hidden IS NOT NULL"
                                             " AND abs (hidden) < ? LIMIT 1",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, oldest);
  return bitacora_sqlite_statement_step (statement, has_row, error);
}

static gboolean
remove_old (BitacoraOutboxStore *self, gint64 oldest, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE hidden IS NOT NULL"
      " AND abs (hidden) < ? LIMIT " G_STRINGIFY (BITACORA_OUTBOX_STORE_LARGEST_STEP) ")",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, oldest);
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  job->number = sqlite3_changes (self->database);
  return TRUE;
}

/**
 * bitacora_outbox_store_mark_logged:
 * @self: a store with a transaction
 * @job: takes id and wolkvox_id (or %NULL)
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Ends the doubt about an unknown entry: the CRM has it. Fails with %BITACORA_OUTBOX_ERROR_STATE
 * if another entry has that record.
 *
 * Returns: whether it was done
 */
gboolean
bitacora_outbox_store_mark_logged (BitacoraOutboxStore *self,
                                   BitacoraOutboxJob *job,
                                   GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  if (!check_unclaimed (self, job, error))
    return FALSE;
  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET state = 'logged', not_before = NULL, verdict = ?, code = 0,"
      " message = NULL, wolkvox_id = ?, check_due = NULL, candidate = NULL"
      " WHERE id = ? AND state = 'unknown' AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement,
                                       bitacora_crm_verdict_to_string (
                                           BITACORA_CRM_VERDICT_LOGGED));
  bitacora_sqlite_statement_bind_text (statement, job->wolkvox_id);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

/**
 * bitacora_outbox_store_queue_again:
 * @self: a store with a transaction
 * @job: takes id
 * @is_wished: whether a person wants it sent, who may have stopped it before
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Ends the doubt about an unknown entry: the CRM does not have it.
 *
 * Returns: whether it was done
 */
gboolean
bitacora_outbox_store_queue_again (BitacoraOutboxStore *self,
                                   BitacoraOutboxJob *job,
                                   gboolean is_wished,
                                   GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET state = 'queued', revision = revision + 1,"
      " not_before = CASE WHEN not_before >= ? AND NOT ? THEN not_before END,"
      " verdict = NULL, code = 0, message = NULL, check_due = NULL, candidate = NULL"
      " WHERE id = ? AND state = 'unknown' AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, BITACORA_OUTBOX_ON_REQUEST);
  bitacora_sqlite_statement_bind_int (statement, is_wished);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

/**
 * bitacora_outbox_store_purge:
 * @self: an open store
 * @job: takes now; gives number: as long as that is %BITACORA_OUTBOX_STORE_LARGEST_STEP, there may
 *   be more
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Removes entries for good that were discarded over a day ago, or written over a day ago for a
 * batch that was never completed.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_purge (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  gint64 oldest = job->now - LONGEST_HIDDEN;
  gboolean has_row;

  job->number = 0;
  if (!has_old (self, oldest, &has_row, error))
    return FALSE;
  return !has_row || remove_old (self, oldest, job, error);
}

/**
 * bitacora_outbox_store_restore:
 * @self: an open store
 * @job: takes id; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Takes bitacora_outbox_store_discard() back.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_restore (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self, show_entry (self, job, error), error);
}

/**
 * bitacora_outbox_store_retry:
 * @self: an open store
 * @job: takes id; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes a queued or rejected entry due at once.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_retry (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self,
                                    make_due (self, job, error)
                                        && bitacora_outbox_store_load_entry (self, job, error),
                                    error);
}

/**
 * bitacora_outbox_store_resolve:
 * @self: an open store
 * @job: takes id, choice (a #BitacoraOutboxResolution) and wolkvox_id (or %NULL); gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Ends the doubt about an unknown entry.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_resolve (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  gboolean done;

  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  done = job->choice == BITACORA_OUTBOX_RESOLUTION_LOGGED
             ? bitacora_outbox_store_mark_logged (self, job, error)
             : bitacora_outbox_store_queue_again (self, job, TRUE, error);
  return bitacora_outbox_store_end (self,
                                    done && bitacora_outbox_store_load_entry (self, job, error),
                                    error);
}
