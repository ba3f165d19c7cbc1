/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include "bitacora-outbox-doubt.h"
#include "bitacora-outbox-entry-private.h"

/* The SQL of outcomes that are unknown. */

static gboolean
find_doubt (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autofree char *exclusion = bitacora_outbox_store_write_exclusion (job->skip_profiles);
  g_autofree char *sql = NULL;
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  /* As for what is queued, a moment that is too far away was written by a clock that was wrong. */
  sql = g_strconcat (BITACORA_OUTBOX_SELECT_ENTRY "WHERE state = 'unknown' AND hidden IS NULL"
                                                  " AND (check_due <= ? OR check_due > ?)",
                     exclusion,
                     " ORDER BY id",
                     NULL);
  statement = bitacora_outbox_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, job->now + BITACORA_OUTBOX_LONGEST_WAIT);
  bitacora_outbox_store_bind_profiles (statement, job->skip_profiles);
  return bitacora_outbox_store_read_first (statement, job, error);
}

/* Where it was sent the last time, and how. */
static gboolean
find_last_attempt (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_outbox_store_prepare (self,
                                             "SELECT server, nullif (body, '') FROM attempt"
                                             " WHERE entry = ?"
                                             " ORDER BY id DESC LIMIT 1",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, bitacora_outbox_entry_get_id (job->entry));
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      job->server = g_strdup (bitacora_sqlite_statement_get_text (statement, 0));
      job->text = g_strdup (bitacora_sqlite_statement_get_text (statement, 1));
    }
  return TRUE;
}

static void
rival_free (gpointer data)
{
  BitacoraOutboxRival *rival = data;

  g_free (rival->body);
  g_free (rival);
}

/* What was never sent by then is no rival. */
static void
add_rival (GPtrArray *rivals, BitacoraSqliteStatement *statement)
{
  const char *body = bitacora_sqlite_statement_get_text (statement, 2);
  BitacoraOutboxRival *rival;

  if (body == NULL)
    return;
  rival = g_new0 (BitacoraOutboxRival, 1);
  rival->body = g_strdup (body);
  rival->is_discarded = bitacora_sqlite_statement_get_int (statement, 1) != 0;
  bitacora_outbox_state_from_string (bitacora_sqlite_statement_get_text (statement, 0),
                                     &rival->state);
  g_ptr_array_add (rivals, rival);
}

/* Later, or never without a person. */
static gboolean
stay_unknown (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean was_asked = job->choice != BITACORA_OUTBOX_FINDING_NOT_ASKED;
  gboolean ends = job->choice != BITACORA_OUTBOX_FINDING_LATER;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET check_due = ?, absent_since = ?, candidate = ?, n_checks = n_checks + ?"
      " WHERE id = ? AND state = 'unknown' AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_outbox_store_bind_moment (statement, ends ? BITACORA_OUTBOX_NO_MOMENT : job->not_before);
  bitacora_outbox_store_bind_moment (statement,
                                     ends ? BITACORA_OUTBOX_NO_MOMENT : job->absent_since);
  bitacora_sqlite_statement_bind_text (statement, ends ? job->candidate : NULL);
  bitacora_sqlite_statement_bind_int (statement, was_asked ? 1 : 0);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

static gboolean
apply_finding (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  switch ((BitacoraOutboxFinding)job->choice)
    {
    case BITACORA_OUTBOX_FINDING_FOUND:
      return bitacora_outbox_store_mark_logged (self, job, error);
    case BITACORA_OUTBOX_FINDING_MISSING:
      return bitacora_outbox_store_queue_again (self, job, FALSE, error);
    case BITACORA_OUTBOX_FINDING_LATER:
    case BITACORA_OUTBOX_FINDING_UNCLEAR:
    case BITACORA_OUTBOX_FINDING_NOT_ASKED:
    default:
      return stay_unknown (self, job, error);
    }
}

static gboolean
find_claimed (BitacoraOutboxStore *self,
              BitacoraOutboxJob *job,
              GStrvBuilder *claimed,
              GError **error)
{
  for (guint i = 0; job->wolkvox_ids[i] != NULL; i++)
    {
      g_autoptr (BitacoraSqliteStatement) statement = NULL;
      gboolean has_row;

      statement = bitacora_outbox_store_prepare (self,
                                                 "SELECT 1 FROM entry WHERE wolkvox_id = ? LIMIT 1",
                                                 error);
      if (statement == NULL)
        return FALSE;
      bitacora_sqlite_statement_bind_text (statement, job->wolkvox_ids[i]);
      if (!bitacora_sqlite_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_strv_builder_add (claimed, job->wolkvox_ids[i]);
    }
  return TRUE;
}

static gboolean
ask_again_about_one (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET check_due = ?, n_checks = 0, absent_since = NULL"
      " WHERE id = ? AND state = 'unknown' AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

static gboolean
ask_again_about_all (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET check_due = ?, n_checks = 0, absent_since = NULL"
      " WHERE state = 'unknown' AND hidden IS NULL"
      " AND (check_due IS NULL OR check_due > ?)",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, job->now);
  return bitacora_outbox_store_change_entries (self, statement, job, error);
}

/**
 * bitacora_outbox_store_make_unknown:
 * @self: a store with a transaction
 * @where: which entries, as SQL
 * @reason: why nobody knows what became of them, as a sentence for the user
 * @job: takes now; gives number
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes entries unknown, about which the CRM is to be asked at once. What its user has stopped
 * stays stopped for the time when the doubt is over.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_make_unknown (BitacoraOutboxStore *self,
                                    const char *where,
                                    const char *reason,
                                    BitacoraOutboxJob *job,
                                    GError **error)
{
  g_autofree char *sql
      = g_strconcat ("UPDATE entry SET state = 'unknown', verdict = ?, code = 0, message = ?,"
                     " check_due = ?, n_checks = 0, candidate = NULL, absent_since = NULL,"
                     " not_before = CASE WHEN not_before >= ? THEN not_before END ",
                     where,
                     NULL);
  g_autoptr (BitacoraSqliteStatement) statement = bitacora_outbox_store_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement,
                                       bitacora_crm_verdict_to_string (
                                           BITACORA_CRM_VERDICT_UNKNOWN));
  bitacora_sqlite_statement_bind_text (statement, reason);
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, BITACORA_OUTBOX_ON_REQUEST);
  return bitacora_outbox_store_change_entries (self, statement, job, error);
}

/**
 * bitacora_outbox_store_next_doubt:
 * @self: an open store
 * @job: takes now and skip_profiles; gives entry, server and text (the body), or next where
 *   none is to be asked about
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Finds the oldest entry that the CRM is to be asked about now, or the moment at which one is.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_next_doubt (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!find_doubt (self, job, error))
    return FALSE;
  if (job->entry != NULL)
    return find_last_attempt (self, job, error);
  return bitacora_outbox_store_find_next_moment (self, "unknown", "check_due", job, error);
}

/**
 * bitacora_outbox_store_note_finding:
 * @self: an open store
 * @job: takes id, choice (a #BitacoraOutboxFinding), wolkvox_id, candidate, absent_since and
 *   not_before (when to ask again); gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Writes what the CRM said of an unknown entry.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_note_finding (BitacoraOutboxStore *self,
                                    BitacoraOutboxJob *job,
                                    GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self,
                                    apply_finding (self, job, error)
                                        && bitacora_outbox_store_load_entry (self, job, error),
                                    error);
}

/**
 * bitacora_outbox_store_list_rivals:
 * @self: an open store
 * @job: takes id, profile and now; gives rivals
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Lists a profile's other calls that had been sent by then and have, or may have, a record in the
 * CRM of which nobody knows which one it is.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_list_rivals (BitacoraOutboxStore *self,
                                   BitacoraOutboxJob *job,
                                   GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = bitacora_outbox_store_prepare (
      self,
      "SELECT state, hidden IS NOT NULL,"
      " (SELECT nullif (body, '') FROM attempt WHERE attempt.entry = entry.id AND started <= ?"
      " ORDER BY id DESC LIMIT 1)"
      " FROM entry WHERE profile = ? AND id <> ? AND (state IN ('unknown', 'sending')"
      " OR (state = 'logged' AND wolkvox_id IS NULL))",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_text (statement, job->profile);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  job->rivals = g_ptr_array_new_with_free_func (rival_free);
  while (bitacora_sqlite_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      add_rival (job->rivals, statement);
    }
  return FALSE;
}

/**
 * bitacora_outbox_store_list_claimed:
 * @self: an open store
 * @job: takes wolkvox_ids; they become those of them that entries have, also discarded ones
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Finds which of the CRM's records stand for a call already.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_list_claimed (BitacoraOutboxStore *self,
                                    BitacoraOutboxJob *job,
                                    GError **error)
{
  g_autoptr (GStrvBuilder) claimed = g_strv_builder_new ();

  if (!find_claimed (self, job, claimed, error))
    return FALSE;
  g_strfreev (job->wolkvox_ids);
  job->wolkvox_ids = g_strv_builder_end (claimed);
  return TRUE;
}

/**
 * bitacora_outbox_store_ask_again:
 * @self: an open store
 * @job: takes id (or 0 for all) and now; gives number
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes the question about unknown entries due, as if it had never been asked.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_ask_again (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  return job->id != 0 ? ask_again_about_one (self, job, error)
                      : ask_again_about_all (self, job, error);
}
