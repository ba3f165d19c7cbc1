/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-entry-private.h"

/* What somebody has rejected may have been sent again, as what waits may have been sent. */
#define WHERE_UNSENT "WHERE state IN ('queued', 'rejected') AND (hidden IS NULL OR hidden > 0)"

/* A copy of the file that is brought back may say of a call that it waits which went out since. */

static const char *
explain_copy (void)
{
  return _ (
      "The file of your calls is a copy that was brought back, so the call may have been sent "
      "since.");
}

/* NULL for a file that has no name yet. */
static gboolean
find_name (BitacoraOutboxStore *self, char **name, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_outbox_store_prepare (self, "SELECT name FROM identity", error);
  if (statement == NULL || !bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  *name = has_row ? g_strdup (bitacora_sqlite_statement_get_text (statement, 0)) : NULL;
  return TRUE;
}

/* Whoever has the old name from now on is a copy. */
static gboolean
give_new_name (BitacoraOutboxStore *self, char **name, GError **error)
{
  return bitacora_sqlite_run (self->database,
                              "DELETE FROM identity;"
                              "INSERT INTO identity (name) VALUES (lower (hex (randomblob (16))))",
                              error)
         && find_name (self, name, error);
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

/* Nobody knows what was sent, or whether: it may have been corrected since. */
static gboolean
add_lost_attempts (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "INSERT INTO attempt (entry, started, ended, body, verdict, message)"
      " SELECT id, ?, ?, '', ?, ? FROM entry " WHERE_UNSENT,
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_text (statement,
                                       bitacora_crm_verdict_to_string (
                                           BITACORA_CRM_VERDICT_UNKNOWN));
  bitacora_sqlite_statement_bind_text (statement, explain_copy ());
  return bitacora_sqlite_statement_run (statement, error);
}

/* What is not certain by the copy, and was left to a person, may be certain by now. */
static gboolean
ask_about_unknown (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET check_due = ?, n_checks = 0, candidate = NULL, absent_since = NULL"
      " WHERE state = 'unknown'",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  return bitacora_sqlite_statement_run (statement, error);
}

/* What is not sent becomes what is not certain, so that the CRM is asked before anything is sent.
 * An import that is not complete stays aside. */
static gboolean
doubt (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  gint64 n_seen;

  if (!bitacora_sqlite_get_number (self->database,
                                   "SELECT count (*) FROM entry WHERE hidden IS NULL"
                                   " AND state IN ('queued', 'rejected')",
                                   &n_seen,
                                   error)
      || !ask_about_unknown (self, job, error) || !add_lost_attempts (self, job, error)
      || !bitacora_outbox_store_make_unknown (self, WHERE_UNSENT, explain_copy (), job, error))
    return FALSE;
  job->n_doubted = (guint)n_seen;
  return TRUE;
}

/* What is known of the file that was opened. */
typedef struct
{
  char *name;
  gint64 last;
  gboolean is_copy;
} Look;

static void
look_clear (Look *look)
{
  g_free (look->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

/* A file whose name this computer does not know was brought here. One without a name is new, or
 * from a version that gave none: then it is a copy if there was one with a name since. */
static gboolean
is_copy (BitacoraOutboxStore *self, gint64 noted, gint64 last)
{
  if (self->mark == NULL)
    return bitacora_outbox_mark_any_exists ();
  if (noted != BITACORA_OUTBOX_MARK_NONE)
    return noted > last;
  /* Where nothing can be noted, every file would look like one each time. */
  return bitacora_outbox_mark_make (self->mark);
}

static gboolean
look_at_file (BitacoraOutboxStore *self, Look *look, GError **error)
{
  gint64 noted = BITACORA_OUTBOX_MARK_NONE;

  if (!find_name (self, &look->name, error))
    return FALSE;
  g_clear_pointer (&self->mark, bitacora_outbox_mark_close);
  if (look->name != NULL)
    self->mark = bitacora_outbox_mark_open (look->name);
  /* In this order: another process notes an attempt once it is in the file. */
  if (self->mark != NULL)
    noted = bitacora_outbox_mark_read (self->mark);
  if (!find_last_attempt (self, &look->last, error))
    return FALSE;
  look->is_copy = is_copy (self, noted, look->last);
  return TRUE;
}

/* Another process may have done it since: it is looked at once more. */
static gboolean
settle (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_auto (Look) look = { 0 };
  g_autofree char *new_name = NULL;

  if (!look_at_file (self, &look, error))
    return FALSE;
  if (look.name == NULL || look.is_copy)
    {
      /* Before it is on disk: a copy that is doubted twice does no harm. */
      if (self->mark != NULL)
        bitacora_outbox_mark_write (self->mark, BITACORA_OUTBOX_MARK_RETIRED);
      if (!give_new_name (self, &new_name, error))
        return FALSE;
      g_clear_pointer (&self->mark, bitacora_outbox_mark_close);
      self->mark = bitacora_outbox_mark_open (new_name);
    }
  if (look.is_copy && (!doubt (self, job, error) || !find_last_attempt (self, &look.last, error)))
    return FALSE;
  self->last_attempt = look.last;
  return TRUE;
}

/**
 * bitacora_outbox_store_meet_copy:
 * @self: a store whose file was just opened
 * @job: takes now; gives n_doubted
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Tells whether the file is a copy that was brought back: fewer attempts are in it than were made,
 * or this computer has never seen it. Then nobody knows what became of the calls that were not sent
 * by it, and they are treated as that; and it is a file of its own from then on.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_meet_copy (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_auto (Look) look = { 0 };

  /* Nearly always there is nothing to write, and nobody is to wait for a transaction then. */
  if (!look_at_file (self, &look, error))
    return FALSE;
  if (look.name != NULL && !look.is_copy)
    {
      bitacora_outbox_mark_write (self->mark, look.last);
      return TRUE;
    }
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self, settle (self, job, error), error);
}
