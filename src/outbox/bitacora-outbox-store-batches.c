/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox.h"
#include "bitacora-search-text.h"

/* The SQL of batches. A batch belongs to the store that began it, which counts what it wrote of it:
 * a batch of which anything is missing is never shown. */

static void
set_count (BitacoraOutboxStore *self, gint64 batch, guint n_calls)
{
  gint64 *key = g_new (gint64, 1);

  *key = batch;
  g_hash_table_replace (self->batches, key, GUINT_TO_POINTER (n_calls));
}

static gboolean
get_count (BitacoraOutboxStore *self, gint64 batch, guint *n_calls, GError **error)
{
  gpointer value;

  if (!g_hash_table_lookup_extended (self->batches, &batch, NULL, &value))
    {
      g_set_error_literal (error,
                           BITACORA_OUTBOX_ERROR,
                           BITACORA_OUTBOX_ERROR_NOT_FOUND,
                           _ ("These calls were already queued, or given up."));
      return FALSE;
    }
  *n_calls = GPOINTER_TO_UINT (value);
  return TRUE;
}

/* A file may hold the calls of years: only what is still to come is to be heard of. */
static gint64
find_follow_up (BitacoraCallActivity *activity, gint64 now)
{
  gint64 due = bitacora_outbox_activity_get_follow_up (activity);

  return due > now ? due : BITACORA_OUTBOX_NO_MOMENT;
}

static gboolean
insert_hidden (BitacoraOutboxStore *self,
               BitacoraOutboxJob *job,
               BitacoraCallActivity *activity,
               GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  g_autofree char *text = NULL;
  g_autofree char *search = NULL;

  if (!bitacora_call_activity_validate (activity, NULL, error))
    return FALSE;
  statement = bitacora_outbox_store_prepare (
      self,
      "INSERT INTO entry (profile, activity, search, created, hidden, follow_up)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  text = bitacora_outbox_activity_to_text (activity);
  search = bitacora_search_text_write (activity);
  bitacora_sqlite_statement_bind_text (statement, job->profile);
  bitacora_sqlite_statement_bind_text (statement, text);
  bitacora_sqlite_statement_bind_text (statement, search);
  bitacora_sqlite_statement_bind_int (statement, job->now);
  bitacora_sqlite_statement_bind_int (statement, -job->batch);
  bitacora_outbox_store_bind_moment (statement, find_follow_up (activity, job->now));
  return bitacora_sqlite_statement_run (statement, error);
}

static gboolean
insert_all_hidden (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  for (guint i = 0; i < job->activities->len; i++)
    {
      if (!insert_hidden (self, job, g_ptr_array_index (job->activities, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
show_batch (BitacoraOutboxStore *self, BitacoraOutboxJob *job, guint n_expected, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_outbox_store_prepare (self,
                                             "UPDATE entry SET hidden = NULL WHERE hidden = ?",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, -job->batch);
  if (!bitacora_outbox_store_change_entries (self, statement, job, error))
    return FALSE;
  if (n_expected > 0 && job->number == n_expected)
    return TRUE;
  g_set_error_literal (error,
                       BITACORA_OUTBOX_ERROR,
                       BITACORA_OUTBOX_ERROR_NOT_FOUND,
                       n_expected == 0
                           ? _ ("There are no calls to queue.")
                           : _ ("Some of these calls are gone, so none was queued. Try again."));
  return FALSE;
}

/**
 * bitacora_outbox_store_begin_batch:
 * @self: an open store
 * @job: takes now; gives batch
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Gives a batch its number.
 *
 * Returns: %TRUE
 */
gboolean
bitacora_outbox_store_begin_batch (BitacoraOutboxStore *self,
                                   BitacoraOutboxJob *job,
                                   GError **error)
{
  job->batch = job->now;
  while (g_hash_table_contains (self->batches, &job->batch))
    job->batch++;
  set_count (self, job->batch, 0);
  return TRUE;
}

/**
 * bitacora_outbox_store_append_batch:
 * @self: an open store
 * @job: takes batch, profile, activities and now
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or of #BITACORA_ACTIVITY_ERROR
 *
 * Writes a step of a batch, hidden.
 *
 * Returns: whether all of it is on disk
 */
gboolean
bitacora_outbox_store_append_batch (BitacoraOutboxStore *self,
                                    BitacoraOutboxJob *job,
                                    GError **error)
{
  guint n_calls;

  if (!get_count (self, job->batch, &n_calls, error) || !bitacora_outbox_store_begin (self, error))
    return FALSE;
  if (!bitacora_outbox_store_end (self, insert_all_hidden (self, job, error), error))
    return FALSE;
  set_count (self, job->batch, n_calls + job->activities->len);
  return TRUE;
}

/**
 * bitacora_outbox_store_commit_batch:
 * @self: an open store
 * @job: takes batch; gives number
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Shows a batch.
 *
 * Returns: whether that is on disk
 */
gboolean
bitacora_outbox_store_commit_batch (BitacoraOutboxStore *self,
                                    BitacoraOutboxJob *job,
                                    GError **error)
{
  guint n_calls;

  if (!get_count (self, job->batch, &n_calls, error) || !bitacora_outbox_store_begin (self, error))
    return FALSE;
  if (!bitacora_outbox_store_end (self, show_batch (self, job, n_calls, error), error))
    return FALSE;
  g_hash_table_remove (self->batches, &job->batch);
  return TRUE;
}

/**
 * bitacora_outbox_store_drop_batch_step:
 * @self: an open store
 * @job: takes batch; gives number: as long as that is %BITACORA_OUTBOX_STORE_LARGEST_STEP, there
 *   may be more
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Gives a batch up and removes some of what was written of it.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_drop_batch_step (BitacoraOutboxStore *self,
                                       BitacoraOutboxJob *job,
                                       GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  g_hash_table_remove (self->batches, &job->batch);
  statement = bitacora_outbox_store_prepare (
      self,
      "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE hidden = ?"
      " LIMIT " G_STRINGIFY (BITACORA_OUTBOX_STORE_LARGEST_STEP) ")",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, -job->batch);
  if (!bitacora_sqlite_statement_run (statement, error))
    return FALSE;
  job->number = sqlite3_changes (self->database);
  return TRUE;
}
