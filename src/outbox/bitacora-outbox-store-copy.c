/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include <glib/gi18n-lib.h>

/* A copy of the file that is brought back may say of a call that it waits which went out since. */

static const char *
explain_copy (void)
{
  return _ (
      "The file of your calls is a copy that was brought back, so the call may have been sent "
      "since.");
}

/* A file that has no name yet gets one. */
static gboolean
find_identity (BitacoraOutboxStore *self, char **identity, gboolean *is_new, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_outbox_store_prepare (self, "SELECT name FROM identity", error);
  if (statement == NULL || !bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  *is_new = !has_row;
  if (has_row)
    {
      *identity = g_strdup (bitacora_sqlite_statement_get_text (statement, 0));
      return TRUE;
    }
  g_clear_pointer (&statement, bitacora_sqlite_statement_free);
  statement = bitacora_outbox_store_prepare (
      self,
      "INSERT INTO identity (name) VALUES (lower (hex (randomblob (16)))) RETURNING name",
      error);
  if (statement == NULL || !bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  *identity = g_strdup (bitacora_sqlite_statement_get_text (statement, 0));
  return TRUE;
}

static gboolean
find_last_attempt (BitacoraOutboxStore *self, gint64 *attempt, GError **error)
{
  return bitacora_sqlite_get_number (self->database,
                                     "SELECT coalesce (max (seq), 0) FROM sqlite_sequence"
                                     " WHERE name = 'attempt'",
                                     attempt,
                                     error);
}

/* What waits becomes what is not certain, so that the CRM is asked before anything is sent. An
 * import that is not complete stays aside. */
static gboolean
doubt_what_waits (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET state = 'unknown', not_before = NULL, verdict = ?, code = 0, message = ?,"
      " check_due = ?, n_checks = 0, candidate = NULL, absent_since = NULL"
      " WHERE state = 'queued' AND (hidden IS NULL OR hidden > 0)",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement,
                                       bitacora_crm_verdict_to_string (
                                           BITACORA_CRM_VERDICT_UNKNOWN));
  bitacora_sqlite_statement_bind_text (statement, explain_copy ());
  bitacora_sqlite_statement_bind_int (statement, job->now);
  if (!bitacora_outbox_store_change_entries (self, statement, job, error))
    return FALSE;
  job->n_doubted = (guint)job->number;
  job->number = 0;
  return TRUE;
}

static gboolean
compare_with_mark (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autofree char *identity = NULL;
  gboolean is_new_file;
  gint64 noted;
  gint64 last;

  if (!find_identity (self, &identity, &is_new_file, error))
    return FALSE;
  self->mark = bitacora_outbox_mark_open (identity);
  /* In this order: another process notes an attempt once it is in the file. */
  noted = bitacora_outbox_mark_read (self->mark);
  if (!find_last_attempt (self, &last, error))
    return FALSE;
  if ((noted > last || (!bitacora_outbox_mark_exists (self->mark) && !is_new_file))
      && !doubt_what_waits (self, job, error))
    return FALSE;
  self->last_attempt = last;
  return TRUE;
}

/**
 * bitacora_outbox_store_meet_copy:
 * @self: a store whose file was just opened
 * @job: takes now; gives n_doubted
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Tells whether the file is a copy that was brought back: fewer attempts are in it than were made,
 * or this computer has never seen it. Then nobody knows what became of the calls that wait in it,
 * and they are treated as that.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_meet_copy (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self, compare_with_mark (self, job, error), error);
}
