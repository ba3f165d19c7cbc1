/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-recovery.h"
#include "bitacora-outbox.h"
#include "bitacora-sqlite-statement.h"

static const char *
explain_state (const char *state)
{
  BitacoraOutboxState value;

  if (!bitacora_outbox_state_from_string (state, &value))
    return _ ("The call cannot be changed.");
  switch (value)
    {
    case BITACORA_OUTBOX_STATE_QUEUED:
      return _ ("The call waits to be sent, and goes by itself: nothing was changed.");
    case BITACORA_OUTBOX_STATE_SENDING:
      return _ ("The call is on its way to the CRM. Wait for its outcome.");
    case BITACORA_OUTBOX_STATE_LOGGED:
      return _ ("The call is already logged.");
    case BITACORA_OUTBOX_STATE_REJECTED:
      return _ ("The CRM refused the call. Correct it first.");
    case BITACORA_OUTBOX_STATE_UNKNOWN:
    default:
      return _ ("It is not certain whether the call was logged. Look it up in the CRM first.");
    }
}

/* Why a change that asked for certain states changed no row. */
static void
set_refusal (BitacoraOutboxStore *self, gint64 id, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement
      = bitacora_outbox_store_prepare (self,
                                       "SELECT state FROM entry WHERE id = ? AND hidden IS NULL",
                                       error);
  if (statement == NULL)
    return;
  bitacora_sqlite_statement_bind_int (statement, id);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return;
  if (!has_row)
    bitacora_outbox_store_set_not_found (id, error);
  else
    g_set_error_literal (error,
                         BITACORA_OUTBOX_ERROR,
                         BITACORA_OUTBOX_ERROR_STATE,
                         explain_state (bitacora_sqlite_statement_get_text (statement, 0)));
}

static gboolean
insert_entry (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "INSERT INTO entry (profile, activity, search, created, not_before, follow_up)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, job->profile);
  bitacora_sqlite_statement_bind_text (statement, job->text);
  bitacora_sqlite_statement_bind_text (statement, job->search);
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_outbox_store_bind_moment (statement, job->not_before);
  bitacora_outbox_store_bind_moment (statement, job->follow_up);
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (self->database);
  job->changed = job->id;
  return TRUE;
}

static gboolean
replace_activity (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET activity = ?, search = ?, revision = revision + 1, state = 'queued',"
      " not_before = NULL, verdict = NULL, code = 0, message = NULL"
      " WHERE id = ? AND state IN ('queued', 'rejected') AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, job->text);
  bitacora_sqlite_statement_bind_text (statement, job->search);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

static gboolean
hide_entry (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (
      self,
      "UPDATE entry SET hidden = ? WHERE id = ? AND state <> 'sending' AND hidden IS NULL",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, job->id);
  return bitacora_outbox_store_change_entry (self, statement, job, error);
}

/**
 * bitacora_outbox_store_new:
 * @path: the database's file
 *
 * Returns: (transfer full): a store that is not open yet
 */
BitacoraOutboxStore *
bitacora_outbox_store_new (const char *path)
{
  BitacoraOutboxStore *self = g_new0 (BitacoraOutboxStore, 1);

  self->path = g_strdup (path);
  self->use = -1;
  self->last_attempt = BITACORA_OUTBOX_NO_ATTEMPT;
  self->batches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * bitacora_outbox_store_free:
 * @self: (transfer full): a closed store
 *
 * Frees the store.
 */
void
bitacora_outbox_store_free (BitacoraOutboxStore *self)
{
  g_assert (self->database == NULL);
  g_hash_table_unref (self->batches);
  g_free (self->path);
  g_free (self);
}

/**
 * bitacora_outbox_store_open:
 * @self: a store
 * @job: takes now; gives number: see bitacora_outbox_store_purge(), and n_doubted: see
 *   bitacora_outbox_store_meet_copy()
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Opens the file, making it and its folder where they are missing, and brings its tables up to
 * date. The calling thread owns the store from here on.
 *
 * Returns: whether it is open
 */
gboolean
bitacora_outbox_store_open (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  self->owner = g_thread_self ();
  self->database = bitacora_outbox_recovery_open (self->path,
                                                  &self->use,
                                                  &job->damaged_path,
                                                  &job->n_recovered,
                                                  error);
  if (self->database == NULL)
    return FALSE;
  self->statements = bitacora_sqlite_cache_new (self->database);
  if (!bitacora_outbox_store_meet_copy (self, job, error))
    return FALSE;
  /* What is not removed today is removed another day. */
  if (!bitacora_outbox_store_purge (self, job, &local_error))
    g_debug ("Removing what was discarded: %s", local_error->message);
  return bitacora_sqlite_get_number (self->database,
                                     "PRAGMA data_version",
                                     &self->data_version,
                                     error);
}

/**
 * bitacora_outbox_store_close:
 * @self: a store, open or not
 *
 * Closes the connection.
 */
void
bitacora_outbox_store_close (BitacoraOutboxStore *self)
{
  g_clear_pointer (&self->statements, bitacora_sqlite_cache_free);
  g_clear_pointer (&self->mark, bitacora_outbox_mark_close);
  sqlite3_close_v2 (g_steal_pointer (&self->database));
  if (self->use >= 0)
    g_close (self->use, NULL);
  self->use = -1;
}

/**
 * bitacora_outbox_store_meet_damage:
 * @self: a store in which something damaged was met
 *
 * Makes the index of the search again if that is what is damaged, or has the whole file looked
 * through when it is opened next.
 *
 * Returns: whether it is mended, so that what met it may be tried again
 */
gboolean
bitacora_outbox_store_meet_damage (BitacoraOutboxStore *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_new = FALSE;

  if (self->database == NULL)
    return FALSE;
  /* It reads all calls: once is enough. */
  if (!self->is_search_checked
      && bitacora_outbox_recovery_mend_search (self->database, &is_new, &error) && is_new)
    return TRUE;
  self->is_search_checked = TRUE;
  bitacora_outbox_recovery_ask_for_check (self->path);
  return FALSE;
}

/**
 * bitacora_outbox_store_look:
 * @self: an open store
 * @job: its "changed" becomes 0 if another connection wrote since the last look
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Looks whether another process changed the file.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_look (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  gint64 version;

  if (!bitacora_sqlite_get_number (self->database, "PRAGMA data_version", &version, error))
    return FALSE;
  if (version != self->data_version)
    job->changed = 0;
  self->data_version = version;
  return TRUE;
}

/**
 * bitacora_outbox_store_prepare:
 * @self: an open store
 * @sql: one statement
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Compiles a statement. Every use of the connection passes here or through
 * bitacora_outbox_store_begin(), which assert that it is used on its owner's thread.
 *
 * Returns: (transfer full) (nullable): the statement
 */
BitacoraSqliteStatement *
bitacora_outbox_store_prepare (BitacoraOutboxStore *self, const char *sql, GError **error)
{
  g_assert (self->owner == g_thread_self ());
  return bitacora_sqlite_cache_prepare (self->statements, sql, error);
}

static gboolean
run_kept (BitacoraOutboxStore *self, const char *sql, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = bitacora_outbox_store_prepare (self, sql, error);

  return statement != NULL && bitacora_sqlite_statement_run (statement, error);
}

/**
 * bitacora_outbox_store_begin:
 * @self: an open store
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Begins a transaction that writes.
 *
 * Returns: whether it began
 */
gboolean
bitacora_outbox_store_begin (BitacoraOutboxStore *self, GError **error)
{
  g_assert (self->owner == g_thread_self ());
  self->attempt_before = self->last_attempt;
  /* IMMEDIATE: wait for another writer here, where nothing has been read that it could change. */
  return run_kept (self, self->is_grouped ? "SAVEPOINT job" : "BEGIN IMMEDIATE", error);
}

/* Only what is on disk: a mark that is ahead of the file would make it look like a copy. */
static void
note_attempt (BitacoraOutboxStore *self)
{
  if (self->is_grouped || self->last_attempt == BITACORA_OUTBOX_NO_ATTEMPT)
    return;
  bitacora_outbox_mark_write (self->mark, self->last_attempt);
  self->last_attempt = BITACORA_OUTBOX_NO_ATTEMPT;
}

/**
 * bitacora_outbox_store_end:
 * @self: a store with a transaction
 * @done: whether all of it was done
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Commits what was done, or takes all of it back. When @done is %FALSE, @error is already set.
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_store_end (BitacoraOutboxStore *self, gboolean done, GError **error)
{
  if (done && run_kept (self, self->is_grouped ? "RELEASE job" : "COMMIT", error))
    {
      note_attempt (self);
      return TRUE;
    }
  /* What the group's other jobs did still stands. */
  self->last_attempt = self->attempt_before;
  /* SQLite takes the whole transaction back by itself where the disk fails. */
  if (!sqlite3_get_autocommit (self->database))
    bitacora_sqlite_run (self->database,
                         self->is_grouped ? "ROLLBACK TO job; RELEASE job" : "ROLLBACK",
                         NULL);
  return FALSE;
}

/**
 * bitacora_outbox_store_begin_group:
 * @self: an open store
 *
 * Begins one transaction for several jobs, each of which is taken back alone if it fails. Nothing
 * of them is on disk before bitacora_outbox_store_end_group().
 *
 * Returns: whether it began
 */
gboolean
bitacora_outbox_store_begin_group (BitacoraOutboxStore *self)
{
  if (self->database == NULL || !bitacora_outbox_store_begin (self, NULL))
    return FALSE;
  self->is_grouped = TRUE;
  return TRUE;
}

/**
 * bitacora_outbox_store_is_group_whole:
 * @self: a store with a group
 *
 * Returns: whether what its jobs did so far still stands; %FALSE after a failure of the disk
 */
gboolean
bitacora_outbox_store_is_group_whole (BitacoraOutboxStore *self)
{
  return !sqlite3_get_autocommit (self->database);
}

/**
 * bitacora_outbox_store_end_group:
 * @self: a store with a group
 *
 * Ends the group.
 *
 * Returns: whether what its jobs did is on disk; if not, nothing of it is
 */
gboolean
bitacora_outbox_store_end_group (BitacoraOutboxStore *self)
{
  gboolean is_whole = bitacora_outbox_store_is_group_whole (self);

  self->is_grouped = FALSE;
  self->attempt_before = BITACORA_OUTBOX_NO_ATTEMPT;
  if (!is_whole)
    self->last_attempt = BITACORA_OUTBOX_NO_ATTEMPT;
  return is_whole && bitacora_outbox_store_end (self, TRUE, NULL);
}

/**
 * bitacora_outbox_store_change_entry:
 * @self: an open store
 * @statement: a change of the job's entry that asks for the states in which it is allowed
 * @job: takes id; its "changed" becomes that id
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Runs a change that must change something: fails with %BITACORA_OUTBOX_ERROR_NOT_FOUND or
 * %BITACORA_OUTBOX_ERROR_STATE if it does not.
 *
 * Returns: whether it was done
 */
gboolean
bitacora_outbox_store_change_entry (BitacoraOutboxStore *self,
                                    BitacoraSqliteStatement *statement,
                                    BitacoraOutboxJob *job,
                                    GError **error)
{
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (self->database) == 0)
    {
      set_refusal (self, job->id, error);
      return FALSE;
    }
  job->changed = job->id;
  return TRUE;
}

/**
 * bitacora_outbox_store_change_entries:
 * @self: an open store
 * @statement: a change of any number of entries
 * @job: gives number; its "changed" becomes 0 if there were any
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Runs a change that may change nothing.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_change_entries (BitacoraOutboxStore *self,
                                      BitacoraSqliteStatement *statement,
                                      BitacoraOutboxJob *job,
                                      GError **error)
{
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  job->number = sqlite3_changes (self->database);
  if (job->number > 0)
    job->changed = 0;
  return TRUE;
}

/**
 * bitacora_outbox_store_append:
 * @self: an open store
 * @job: takes profile, text (the activity), search, now, not_before, follow_up and draft (or
 * %NULL); gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Adds a queued entry and empties the slot of its draft. It has been read back before it counts as
 * saved.
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_store_append (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self,
                                    insert_entry (self, job, error)
                                        && bitacora_outbox_store_empty_draft (self,
                                                                              job->draft,
                                                                              error)
                                        && bitacora_outbox_store_load_entry (self, job, error),
                                    error);
}

/**
 * bitacora_outbox_store_correct:
 * @self: an open store
 * @job: takes id, text (the activity), search and follow_up; gives entry
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Replaces the activity of a queued or rejected entry and queues it. A follow-up stays as it is
 * unless its date is another now.
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_store_correct (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self,
                                    bitacora_outbox_store_renew_follow_up (self, job, error)
                                        && replace_activity (self, job, error)
                                        && bitacora_outbox_store_load_entry (self, job, error),
                                    error);
}

/**
 * bitacora_outbox_store_discard:
 * @self: an open store
 * @job: takes id and now
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Hides an entry, unless it is being sent, until bitacora_outbox_store_restore() takes that back or
 * bitacora_outbox_store_purge() removes it.
 *
 * Returns: whether it is gone
 */
gboolean
bitacora_outbox_store_discard (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  if (!bitacora_outbox_store_begin (self, error))
    return FALSE;
  return bitacora_outbox_store_end (self, hide_entry (self, job, error), error);
}
