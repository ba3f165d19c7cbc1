/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-decision.h"

#include "bitacora-outbox-private.h"

/**
 * bitacora_outbox_retry_async:
 * @self: an outbox
 * @id: an entry that is queued or was rejected
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Makes an entry due now, as it is: even one that its user stopped, and one that the CRM refused.
 */
void
bitacora_outbox_retry_async (BitacoraOutbox *self,
                             gint64 id,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  bitacora_outbox_push (self,
                        bitacora_outbox_job_new (id),
                        bitacora_outbox_store_retry,
                        NULL,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_retry_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if it is neither queued nor
 *   rejected, %BITACORA_OUTBOX_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the entry, queued
 */
BitacoraOutboxEntry *
bitacora_outbox_retry_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_retry, error);
}

/**
 * bitacora_outbox_resolve_async:
 * @self: an outbox
 * @id: an entry whose outcome is unknown
 * @resolution: what a person found out
 * @wolkvox_id: (nullable): the record in the CRM, for %BITACORA_OUTBOX_RESOLUTION_LOGGED
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Ends the doubt about an entry: it is logged, or it is sent again.
 */
void
bitacora_outbox_resolve_async (BitacoraOutbox *self,
                               gint64 id,
                               BitacoraOutboxResolution resolution,
                               const char *wolkvox_id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  job = bitacora_outbox_job_new (id);
  job->choice = resolution;
  job->wolkvox_id = g_strdup (wolkvox_id);
  bitacora_outbox_push (self, job, bitacora_outbox_store_resolve, NULL, callback, user_data);
}

/**
 * bitacora_outbox_resolve_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if it is not unknown, or if
 *   another entry has that record, %BITACORA_OUTBOX_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the entry, logged or queued
 */
BitacoraOutboxEntry *
bitacora_outbox_resolve_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_resolve, error);
}

/**
 * bitacora_outbox_discard_async:
 * @self: an outbox
 * @id: an entry in any state but sending
 * @cancellable: (nullable): cancels it if it has not been written yet
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Takes an entry away from everybody's sight, and from the courier's. It can be taken back for a
 * day, see bitacora_outbox_restore_async(), and so its text stays on the disk that long: it is
 * removed for good, with its attempts, when the outbox is opened after that.
 */
void
bitacora_outbox_discard_async (BitacoraOutbox *self,
                               gint64 id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  job = bitacora_outbox_job_new (id);
  job->now = g_get_real_time ();
  bitacora_outbox_push (self, job, bitacora_outbox_store_discard, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_discard_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if it is being sent
 *
 * Returns: whether it is gone
 */
gboolean
bitacora_outbox_discard_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_job (self, result, bitacora_outbox_store_discard, error) != NULL;
}

/**
 * bitacora_outbox_restore_async:
 * @self: an outbox
 * @id: an entry that was discarded
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Takes bitacora_outbox_discard_async() back.
 */
void
bitacora_outbox_restore_async (BitacoraOutbox *self,
                               gint64 id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  bitacora_outbox_push (self,
                        bitacora_outbox_job_new (id),
                        bitacora_outbox_store_restore,
                        NULL,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_restore_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_NOT_FOUND if it was removed for
 *   good, %BITACORA_OUTBOX_ERROR_STATE if it was not discarded
 *
 * Returns: (transfer full) (nullable): the entry as it stood
 */
BitacoraOutboxEntry *
bitacora_outbox_restore_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_restore, error);
}
