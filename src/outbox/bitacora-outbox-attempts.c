/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox.h"

/* The SQL of sending: which entry is next, and how its state may change. */

static gboolean
mark_sending (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (self,
                                             "UPDATE entry SET state = 'sending', not_before = NULL"
                                             " WHERE id = ? AND state = 'queued' AND hidden IS NULL"
                                             " AND (? = -1 OR (revision = ?"
                                             " AND IFNULL (CAST (not_before AS INTEGER), 0) <= ?))",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->id);
  bitacora_sqlite_statement_bind_int (statement, job->revision);
  bitacora_sqlite_statement_bind_int (statement, job->revision);
  bitacora_sqlite_statement_bind_int (statement, job->not_before);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

static gboolean
insert_attempt (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self, "INSERT INTO attempt (entry, started, body, server) VALUES (?, ?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->id);
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_text (statement, job->text);
  bitacora_sqlite_statement_bind_text (statement, job->server);
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  job->attempt = sqlite3_last_insert_rowid (self->database);
  self->last_attempt = job->attempt;
  return TRUE;
}

static gboolean
close_attempt (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  BitacoraCrmVerdict verdict = bitacora_crm_reply_get_verdict (job->reply);

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE attempt SET ended = ?, verdict = ?, http_status = ?, code = ?,"
      " message = ? WHERE id = ? AND entry = ? AND ended IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_text (statement, bitacora_crm_verdict_to_string (verdict));
  bitacora_sqlite_statement_bind_int (statement, bitacora_crm_reply_get_http_status (job->reply));
  bitacora_sqlite_statement_bind_int (statement, bitacora_crm_reply_get_code (job->reply));
  bitacora_sqlite_statement_bind_text (statement, bitacora_crm_reply_get_message (job->reply));
  bitacora_sqlite_statement_bind_int (statement, job->attempt);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

static const char *
state_after (BitacoraCrmVerdict verdict)
{
  switch (verdict)
    {
    case BITACORA_CRM_VERDICT_LOGGED:
      return "logged";
    case BITACORA_CRM_VERDICT_REJECTED:
      return "rejected";
    case BITACORA_CRM_VERDICT_UNKNOWN:
      return "unknown";
    case BITACORA_CRM_VERDICT_CREDENTIALS:
    case BITACORA_CRM_VERDICT_QUOTA:
    case BITACORA_CRM_VERDICT_THROTTLED:
    case BITACORA_CRM_VERDICT_RETRY_LATER:
    case BITACORA_CRM_VERDICT_NOT_SENT:
      return "queued";
    default:
      /* Whatever is not known to have sent nothing may have sent something. */
      return "unknown";
    }
}

/* Writes an outcome or a reason to wait, from the one state in which it may come. */
static gboolean
write_verdict (BitacoraOutboxStore *self,
               BitacoraOutboxJob *job,
               const char *from_state,
               const char *to_state,
               GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  BitacoraCrmVerdict verdict = bitacora_crm_reply_get_verdict (job->reply);
  gboolean waits = g_str_equal (to_state, "queued");
  gboolean is_logged = g_str_equal (to_state, "logged");
  gboolean is_unknown = g_str_equal (to_state, "unknown");

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET state = ?, not_before = ?, verdict = ?, code = ?,"
      " message = ?, wolkvox_id = ?, check_due = ?, n_checks = 0, candidate = NULL,"
      " absent_since = NULL WHERE id = ? AND state = ? AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, to_state);
  bitacora_outbox_store_bind_moment (statement,
                                     waits ? job->not_before : BITACORA_OUTBOX_NO_MOMENT);
  bitacora_sqlite_statement_bind_text (statement, bitacora_crm_verdict_to_string (verdict));
  bitacora_sqlite_statement_bind_int (statement, bitacora_crm_reply_get_code (job->reply));
  bitacora_sqlite_statement_bind_text (statement, bitacora_crm_reply_get_message (job->reply));
  bitacora_sqlite_statement_bind_text (statement,
                                       is_logged ? bitacora_crm_reply_get_wolkvox_id (job->reply)
                                                 : NULL);
  bitacora_outbox_store_bind_moment (statement, is_unknown ? job->now : BITACORA_OUTBOX_NO_MOMENT);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  bitacora_sqlite_statement_bind_text (statement, from_state);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

static const char *
explain_loss (void)
{
  return _ ("Bitácora ended before the CRM had answered.");
}

static gboolean
close_lost_attempts (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE attempt SET ended = ?, verdict = ?, message = ? WHERE ended IS NULL"
      " AND entry IN (SELECT id FROM entry WHERE state = 'sending' AND hidden IS NULL)",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_text (statement,
                                       bitacora_crm_verdict_to_string (
                                           BITACORA_CRM_VERDICT_UNKNOWN));
  bitacora_sqlite_statement_bind_text (statement, explain_loss ());
  return bitacora_sqlite_statement_run (statement, error);
}

static gboolean
find_due (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autofree char *exclusion = bitacora_outbox_store_write_exclusion (job->skip_profiles);
  g_autofree char *sql = NULL;
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  sql = g_strconcat (BITACORA_OUTBOX_SELECT_ENTRY "WHERE state = 'queued' AND hidden IS NULL"
                                                  " AND (not_before IS NULL OR not_before <= ?"
                                                  " OR (not_before > ? AND not_before < ?))",
                     exclusion,
                     " ORDER BY id",
                     NULL);
  statement = bitacora_outbox_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, job->now + BITACORA_OUTBOX_LONGEST_WAIT);
  bitacora_sqlite_statement_bind_int (statement, BITACORA_OUTBOX_ON_REQUEST);
  bitacora_outbox_store_bind_profiles (statement, job->skip_profiles);
  return bitacora_outbox_store_read_all (statement, job, error);
}

/**
 * bitacora_outbox_store_get_moment:
 * @statement: a statement that stands on a row
 * @column: a column with moments, counted from 0
 *
 * Returns: microseconds since 1970, or %BITACORA_OUTBOX_NO_MOMENT for SQL's NULL
 */
gint64
bitacora_outbox_store_get_moment (BitacoraSqliteStatement *statement, int column)
{
  return bitacora_sqlite_statement_is_null (statement, column)
             ? BITACORA_OUTBOX_NO_MOMENT
             : bitacora_sqlite_statement_get_int (statement, column);
}

/**
 * bitacora_outbox_store_bind_moment:
 * @statement: a statement that has not been stepped
 * @moment: microseconds since 1970, or %BITACORA_OUTBOX_NO_MOMENT for SQL's NULL
 *
 * Binds the next parameter to a moment.
 */
void
bitacora_outbox_store_bind_moment (BitacoraSqliteStatement *statement, gint64 moment)
{
  if (moment == BITACORA_OUTBOX_NO_MOMENT)
    bitacora_sqlite_statement_bind_null (statement);
  else
    bitacora_sqlite_statement_bind_int (statement, moment);
}

/**
 * bitacora_outbox_store_write_exclusion:
 * @profiles: (nullable) (array zero-terminated=1): profiles to leave out
 *
 * Returns: (transfer full): " AND profile NOT IN (?, …)", to be bound with
 *   bitacora_outbox_store_bind_profiles(); empty for none
 */
char *
bitacora_outbox_store_write_exclusion (char **profiles)
{
  GString *sql;

  if (profiles == NULL || profiles[0] == NULL)
    return g_strdup ("");
  sql = g_string_new (" AND profile NOT IN (?");
  for (guint i = 1; profiles[i] != NULL; i++)
    g_string_append (sql, ", ?");
  return g_string_free (g_string_append_c (sql, ')'), FALSE);
}

/**
 * bitacora_outbox_store_bind_profiles:
 * @statement: a statement that has not been stepped
 * @profiles: (nullable) (array zero-terminated=1): what its exclusion was written for
 *
 * Binds the next parameters to profiles.
 */
void
bitacora_outbox_store_bind_profiles (BitacoraSqliteStatement *statement, char **profiles)
{
  for (guint i = 0; profiles != NULL && profiles[i] != NULL; i++)
    bitacora_sqlite_statement_bind_text (statement, profiles[i]);
}

/**
 * bitacora_outbox_store_find_next_moment:
 * @self: an open store
 * @state: the state's word
 * @column: a column with moments
 * @job: takes now and skip_profiles; gives next
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Finds the first moment after now that stands in a column of entries in a state. One that is too
 * far away does not count: a clock that was wrong wrote it.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_find_next_moment (BitacoraOutboxStore *self,
                                        const char *state,
                                        const char *column,
                                        BitacoraOutboxJob *job,
                                        GError **error)
{
  g_autofree char *exclusion = bitacora_outbox_store_write_exclusion (job->skip_profiles);
  g_autofree char *sql = NULL;
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  sql = g_strdup_printf ("SELECT MIN(%s) FROM entry WHERE state = '%s' AND hidden IS NULL"
                         " AND %s > ? AND %s <= ?%s",
                         column,
                         state,
                         column,
                         column,
                         exclusion);
  statement = bitacora_outbox_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, job->now + BITACORA_OUTBOX_LONGEST_WAIT);
  bitacora_outbox_store_bind_profiles (statement, job->skip_profiles);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    job->next = bitacora_outbox_store_get_moment (statement, 0);
  return TRUE;
}

/**
 * bitacora_outbox_store_list_due:
 * @self: an open store
 * @job: takes now, skip_profiles and limit; gives entries, and next where there are none
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Lists the oldest entries that may be sent now, or finds the moment at which one may.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_list_due (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!find_due (self, job, error))
    return FALSE;
  return job->entries->len > 0
         || bitacora_outbox_store_find_next_moment (self, "queued", "not_before", job, error);
}

/**
 * bitacora_outbox_store_start_attempt:
 * @self: an open store
 * @job: takes id, revision and the latest not_before that it may have (or -1 as revision for any of
 *   both), text (the body), server and now; gives attempt
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Marks a queued entry as being sent.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_start_attempt (BitacoraOutboxStore *self,
                                     BitacoraOutboxJob *job,
                                     GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self,
                                    mark_sending (self, job, error)
                                        && insert_attempt (self, job, error),
                                    error);
}

/**
 * bitacora_outbox_store_finish_attempt:
 * @self: an open store
 * @job: takes id, attempt, reply, now and not_before; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Writes what became of an attempt.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_finish_attempt (BitacoraOutboxStore *self,
                                      BitacoraOutboxJob *job,
                                      GError **error)
{
  const char *to_state = state_after (bitacora_crm_reply_get_verdict (job->reply));

  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self,
                                    close_attempt (self, job, error)
                                        && write_verdict (self, job, "sending", to_state, error)
                                        && bitacora_outbox_store_load_entry (self, job, error),
                                    error);
}

/**
 * bitacora_outbox_store_hold:
 * @self: an open store
 * @job: takes id, reply and not_before; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Writes why a queued entry could not even be tried.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_hold (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self,
                                    write_verdict (self, job, "queued", "queued", error)
                                        && bitacora_outbox_store_load_entry (self, job, error),
                                    error);
}

/**
 * bitacora_outbox_store_release:
 * @self: an open store
 * @job: takes id
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes a queued entry due at once.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_release (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET not_before = NULL WHERE id = ? AND state = 'queued' AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

/**
 * bitacora_outbox_store_release_profile:
 * @self: an open store
 * @job: takes profile
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes all queued entries of a profile due, but those that wait for their user.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_release_profile (BitacoraOutboxStore *self,
                                       BitacoraOutboxJob *job,
                                       GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement
      = bitacora_outbox_store_prepare (self,
                                       "UPDATE entry SET not_before = NULL"
                                       " WHERE state = 'queued' AND profile = ? AND not_before < ?"
                                       " AND hidden IS NULL",
                                       error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, job->profile);
  bitacora_sqlite_statement_bind_int (statement, BITACORA_OUTBOX_ON_REQUEST);
  return bitacora_outbox_store_change_entries (self, statement, job, error);
}

/**
 * bitacora_outbox_store_release_unsent:
 * @self: an open store
 * @job: no arguments
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes all queued entries due that wait because the CRM was not reached.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_release_unsent (BitacoraOutboxStore *self,
                                      BitacoraOutboxJob *job,
                                      GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement
      = bitacora_outbox_store_prepare (self,
                                       "UPDATE entry SET not_before = NULL"
                                       " WHERE state = 'queued' AND verdict = ? AND not_before < ?"
                                       " AND hidden IS NULL",
                                       error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement,
                                       bitacora_crm_verdict_to_string (
                                           BITACORA_CRM_VERDICT_NOT_SENT));
  bitacora_sqlite_statement_bind_int (statement, BITACORA_OUTBOX_ON_REQUEST);
  return bitacora_outbox_store_change_entries (self, statement, job, error);
}

/**
 * bitacora_outbox_store_recover:
 * @self: an open store
 * @job: takes now; gives number
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Turns every entry that is being sent to unknown: whoever was sending it is gone.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_recover (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (
      self,
      close_lost_attempts (self, job, error)
          && bitacora_outbox_store_make_unknown (self,
                                                 "WHERE state = 'sending' AND hidden IS NULL",
                                                 explain_loss (),
                                                 job,
                                                 error),
      error);
}
