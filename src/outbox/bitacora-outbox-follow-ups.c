/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-follow-ups.h"

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-private.h"
#include "bitacora-outbox-store-private.h"

static void
push_read (BitacoraOutbox *self,
           BitacoraOutboxReadFunc func,
           GDateTime *until,
           guint limit,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  BitacoraOutboxRead *read = bitacora_outbox_read_new (func);

  read->now = until != NULL ? bitacora_outbox_moment_to_number (until) : G_MAXINT64;
  read->limit = limit;
  bitacora_outbox_push_read (self, read, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_list_follow_ups_async:
 * @self: an open outbox
 * @until: (nullable): the moment, in any zone, before which they are due; %NULL for all
 * @limit: how many at most; 0 for all
 * @cancellable: (nullable): stops the reading at once
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Reads the entries whose follow-up is open. Those that were discarded have none until they are
 * restored.
 */
void
bitacora_outbox_list_follow_ups_async (BitacoraOutbox *self,
                                       GDateTime *until,
                                       guint limit,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  push_read (
      self, bitacora_outbox_store_list_follow_ups, until, limit, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_list_follow_ups_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BitacoraOutboxEntry) (nullable): the entries, that whose
 *   follow-up is due first before the others
 */
GPtrArray *
bitacora_outbox_list_follow_ups_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxRead *read
      = bitacora_outbox_take_read (self, result, bitacora_outbox_store_list_follow_ups, error);

  return read != NULL ? g_steal_pointer (&read->objects) : NULL;
}

/**
 * bitacora_outbox_count_follow_ups_async:
 * @self: an open outbox
 * @until: (nullable): the moment, in any zone, before which they are due; %NULL for all
 * @cancellable: (nullable): stops the reading at once
 * @callback: called when they were counted
 * @user_data: for @callback
 *
 * Counts what bitacora_outbox_list_follow_ups_async() lists, without reading any call.
 */
void
bitacora_outbox_count_follow_ups_async (BitacoraOutbox *self,
                                        GDateTime *until,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  push_read (
      self, bitacora_outbox_store_count_follow_ups, until, 0, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_count_follow_ups_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: how many there are; -1 with @error set
 */
gint64
bitacora_outbox_count_follow_ups_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxRead *read
      = bitacora_outbox_take_read (self, result, bitacora_outbox_store_count_follow_ups, error);

  return read != NULL ? read->number : -1;
}

/**
 * bitacora_outbox_postpone_follow_up_async:
 * @self: an open outbox
 * @id: an entry, with or without a follow-up
 * @due: when it is to be due, in any zone
 * @callback: called when that is on disk
 * @user_data: for @callback
 *
 * Sets the moment of an entry's follow-up, here alone: the activity and the CRM keep their reminder
 * date. One that was done is open again. It is announced when @due has come, unless @due is a
 * moment for which it was announced before.
 */
void
bitacora_outbox_postpone_follow_up_async (BitacoraOutbox *self,
                                          gint64 id,
                                          GDateTime *due,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (due != NULL);

  job = bitacora_outbox_job_new (id);
  job->follow_up = bitacora_outbox_moment_to_number (due);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_postpone_follow_up,
                        NULL,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_postpone_follow_up_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR; _NOT_FOUND if there is no such
 *   entry, or if it is discarded
 *
 * Returns: (transfer full) (nullable): the entry
 */
BitacoraOutboxEntry *
bitacora_outbox_postpone_follow_up_finish (BitacoraOutbox *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_postpone_follow_up, error);
}

/**
 * bitacora_outbox_complete_follow_up_async:
 * @self: an open outbox
 * @id: an entry
 * @now: the present, in any zone
 * @callback: called when that is on disk
 * @user_data: for @callback
 *
 * Ends an entry's follow-up, until bitacora_outbox_postpone_follow_up_async() opens it again. One
 * that is done, or never was, stays as it is.
 */
void
bitacora_outbox_complete_follow_up_async (BitacoraOutbox *self,
                                          gint64 id,
                                          GDateTime *now,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (now != NULL);

  job = bitacora_outbox_job_new (id);
  job->now = bitacora_outbox_moment_to_number (now);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_complete_follow_up,
                        NULL,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_complete_follow_up_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR; _NOT_FOUND if there is no such
 *   entry, or if it is discarded
 *
 * Returns: (transfer full) (nullable): the entry
 */
BitacoraOutboxEntry *
bitacora_outbox_complete_follow_up_finish (BitacoraOutbox *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_complete_follow_up, error);
}

/**
 * bitacora_outbox_take_reminders_async:
 * @self: an open outbox
 * @now: the present, in any zone
 * @cancellable: (nullable): cancels it if nothing was taken yet
 * @callback: called when they were taken
 * @user_data: for @callback
 *
 * Takes the entries of which the user is to hear: their follow-up is open, is due, and was not
 * announced for the moment at which it is due. They count as announced from then on, also for other
 * processes. Marking them changes nothing that lists show, so that "changed" is not emitted here.
 */
void
bitacora_outbox_take_reminders_async (BitacoraOutbox *self,
                                      GDateTime *now,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (now != NULL);

  job = bitacora_outbox_job_new (0);
  job->now = bitacora_outbox_moment_to_number (now);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_take_reminders,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_take_reminders_finish:
 * @self: an outbox
 * @result: what the callback got
 * @next: (out) (optional) (nullable) (transfer full): when another is due after the present, in
 *   UTC; %NULL if none is
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED; nothing
 *   was taken then
 *
 * Returns: (transfer full) (element-type BitacoraOutboxEntry) (nullable): the entries, that whose
 *   follow-up was due first before the others
 */
GPtrArray *
bitacora_outbox_take_reminders_finish (BitacoraOutbox *self,
                                       GAsyncResult *result,
                                       GDateTime **next,
                                       GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_take_reminders, error);

  if (next != NULL)
    *next = job != NULL ? bitacora_outbox_moment_from_number (job->next) : NULL;
  return job != NULL ? g_steal_pointer (&job->entries) : NULL;
}
