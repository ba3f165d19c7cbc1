/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-draft.h"

#include "bitacora-outbox-private.h"

/**
 * bitacora_outbox_save_draft_async:
 * @self: an outbox
 * @slot: where it is being typed
 * @text: (nullable): what is there; %NULL empties the slot
 * @callback: (nullable): called when it is on disk
 * @user_data: for @callback
 *
 * Keeps what is being typed, instead of what the slot held before. What is saved and appended is
 * written in the order in which it was asked for.
 */
void
bitacora_outbox_save_draft_async (BitacoraOutbox *self,
                                  const char *slot,
                                  const char *text,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (slot != NULL);

  job = bitacora_outbox_job_new (0);
  job->draft = g_strdup (slot);
  job->text = g_strdup (text);
  bitacora_outbox_push (self, job, bitacora_outbox_store_save_draft, NULL, callback, user_data);
}

/**
 * bitacora_outbox_save_draft_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_save_draft_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_job (self, result, bitacora_outbox_store_save_draft, error) != NULL;
}

/**
 * bitacora_outbox_load_draft_async:
 * @self: an outbox
 * @slot: where it was being typed
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Reads what a slot holds.
 */
void
bitacora_outbox_load_draft_async (BitacoraOutbox *self,
                                  const char *slot,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (slot != NULL);

  job = bitacora_outbox_job_new (0);
  job->draft = g_strdup (slot);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_load_draft,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_load_draft_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: (transfer full) (nullable): the text; %NULL with @error unset if the slot is empty
 */
char *
bitacora_outbox_load_draft_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_load_draft, error);

  return job != NULL ? g_steal_pointer (&job->text) : NULL;
}
