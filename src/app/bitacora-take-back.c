/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-take-back.h"

#include <glib/gi18n-lib.h>

#include "outbox/bitacora-outbox-decision.h"

static void
entry_discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (bitacora_outbox_discard_finish (BITACORA_OUTBOX (source), result, &error))
    g_task_return_pointer (task, g_object_ref (g_task_get_task_data (task)), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
has_not_left (BitacoraOutboxEntry *entry)
{
  return bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_QUEUED
         && bitacora_outbox_entry_get_n_attempts (entry) == 0;
}

static void
entry_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_get_finish (BITACORA_OUTBOX (source), result, &error);
  gint64 id;

  if (entry == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!has_not_left (entry))
    {
      g_task_return_new_error (task,
                               BITACORA_OUTBOX_ERROR,
                               BITACORA_OUTBOX_ERROR_STATE,
                               _ ("It is too late to undo: the call is already being sent."));
      return;
    }
  id = bitacora_outbox_entry_get_id (entry);
  g_task_set_task_data (task, g_steal_pointer (&entry), g_object_unref);
  bitacora_outbox_discard_async (BITACORA_OUTBOX (source),
                                 id,
                                 NULL,
                                 entry_discarded_cb,
                                 g_steal_pointer (&task));
}

/**
 * bitacora_take_back_async:
 * @outbox: where the call is kept
 * @id: its entry
 * @callback: called when it is taken back
 * @user_data: for @callback
 *
 * Takes a call out of the outbox that was just logged, unless it has left already.
 */
void
bitacora_take_back_async (BitacoraOutbox *outbox,
                          gint64 id,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BITACORA_IS_OUTBOX (outbox));

  task = g_task_new (outbox, NULL, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_take_back_async));
  bitacora_outbox_get_async (outbox, id, NULL, entry_read_cb, g_steal_pointer (&task));
}

/**
 * bitacora_take_back_finish:
 * @outbox: where the call was kept
 * @result: what the callback got
 * @error: return location for an error of %BITACORA_OUTBOX_ERROR, whose message is a sentence for
 *   the user: %BITACORA_OUTBOX_ERROR_STATE if it is too late, %BITACORA_OUTBOX_ERROR_NOT_FOUND, or
 *   what the disk says
 *
 * Returns: (transfer full) (nullable): the call as it stood, which is sent no more
 */
BitacoraOutboxEntry *
bitacora_take_back_finish (BitacoraOutbox *outbox, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, outbox), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
