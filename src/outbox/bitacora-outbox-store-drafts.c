/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-store.h"
#include "bitacora-outbox-store-private.h"

/* The SQL of drafts. */

/**
 * bitacora_outbox_store_empty_draft:
 * @self: an open store
 * @slot: (nullable): a slot; %NULL for none
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Empties a slot, if there is anything in it.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_empty_draft (BitacoraOutboxStore *self, const char *slot, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  if (slot == NULL)
    return TRUE;
  statement = bitacora_outbox_store_prepare (self, "DELETE FROM draft WHERE slot = ?", error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, slot);
  return bitacora_sqlite_statement_run (statement, error);
}

/**
 * bitacora_outbox_store_save_draft:
 * @self: an open store
 * @job: takes draft (the slot) and text; %NULL empties the slot
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Writes what is being typed.
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_store_save_draft (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  if (job->text == NULL)
    return bitacora_outbox_store_empty_draft (self, job->draft, error);
  statement
      = bitacora_outbox_store_prepare (self,
                                       "INSERT OR REPLACE INTO draft (slot, text) VALUES (?, ?)",
                                       error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, job->draft);
  bitacora_sqlite_statement_bind_text (statement, job->text);
  return bitacora_sqlite_statement_run (statement, error);
}

/**
 * bitacora_outbox_store_load_draft:
 * @self: an open store
 * @job: takes draft (the slot); gives text, %NULL if the slot is empty
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Reads what was being typed.
 *
 * Returns: %FALSE with @error set if SQLite failed
 */
gboolean
bitacora_outbox_store_load_draft (BitacoraOutboxStore *self, BitacoraOutboxJob *job, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_outbox_store_prepare (self, "SELECT text FROM draft WHERE slot = ?", error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_text (statement, job->draft);
  if (!bitacora_sqlite_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    job->text = g_strdup (bitacora_sqlite_statement_get_text (statement, 0));
  return TRUE;
}
