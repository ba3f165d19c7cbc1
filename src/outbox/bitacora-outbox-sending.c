/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox.h"
#include "bitacora-outbox-private.h"

#include "bitacora-outbox-entry-private.h"

/* The part of the outbox that the courier uses: what to send, and what came of it. */

static void
push_start (BitacoraOutbox *self,
            gint64 id,
            gint64 revision,
            gint64 not_before,
            const char *server,
            const char *body,
            GDateTime *now,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  BitacoraOutboxJob *job = bitacora_outbox_job_new (id);

  job->revision = revision;
  job->not_before = not_before;
  job->server = g_strdup (server);
  job->text = g_strdup (body);
  job->now = bitacora_outbox_moment_to_number (now);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_start_attempt,
                        cancellable,
                        callback,
                        user_data);
}

static BitacoraOutboxJob *
create_finish (gint64 id,
               gint64 attempt,
               BitacoraCrmReply *reply,
               GDateTime *now,
               GDateTime *not_before)
{
  BitacoraOutboxJob *job = bitacora_outbox_job_new (id);

  job->attempt = attempt;
  job->reply = g_object_ref (reply);
  job->now = bitacora_outbox_moment_to_number (now);
  job->not_before = bitacora_outbox_moment_to_number (not_before);
  return job;
}

/**
 * bitacora_outbox_list_due_async:
 * @self: an outbox
 * @skip_profiles: (nullable) (array zero-terminated=1): profiles that cannot send now
 * @now: the moment, in any zone
 * @limit: how many at most; 0 for all
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Lists the oldest queued entries that may be sent now.
 */
void
bitacora_outbox_list_due_async (BitacoraOutbox *self,
                                const char *const *skip_profiles,
                                GDateTime *now,
                                guint limit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (now != NULL);

  job = bitacora_outbox_job_new (0);
  job->skip_profiles = g_strdupv ((char **)skip_profiles);
  job->now = bitacora_outbox_moment_to_number (now);
  job->limit = limit;
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_list_due,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_list_due_finish:
 * @self: an outbox
 * @result: what the callback got
 * @next: (out) (optional) (nullable): if no entry is due, the moment in UTC at which one may be;
 *   %NULL if time alone makes none due
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: (transfer full) (element-type BitacoraOutboxEntry) (nullable): the entries, oldest
 * first; %NULL with @error set if they could not be read
 */
GPtrArray *
bitacora_outbox_list_due_finish (BitacoraOutbox *self,
                                 GAsyncResult *result,
                                 GDateTime **next,
                                 GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_list_due, error);

  if (next != NULL)
    *next = job != NULL ? bitacora_outbox_moment_from_number (job->next) : NULL;
  return job != NULL ? g_steal_pointer (&job->entries) : NULL;
}

/**
 * bitacora_outbox_start_attempt_async:
 * @self: an outbox
 * @id: a queued entry
 * @server: the address of the CRM that it goes to
 * @body: what will be sent
 * @now: the moment, in any zone
 * @cancellable: (nullable): cancels it if it has not been written yet
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Writes that an entry is being sent. No byte may leave before @callback heard of success.
 */
void
bitacora_outbox_start_attempt_async (BitacoraOutbox *self,
                                     gint64 id,
                                     const char *server,
                                     const char *body,
                                     GDateTime *now,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (server != NULL);
  g_return_if_fail (body != NULL);
  g_return_if_fail (now != NULL);

  push_start (
      self, id, -1, BITACORA_OUTBOX_NO_MOMENT, server, body, now, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_start_attempt_of_async:
 * @self: an outbox
 * @entry: an entry as it was when @body was made of it
 * @server: the address of the CRM that it goes to
 * @body: what will be sent
 * @now: the moment, in any zone
 * @cancellable: (nullable): cancels it if it has not been written yet
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * bitacora_outbox_start_attempt_async() that also fails with %BITACORA_OUTBOX_ERROR_STATE if the
 * entry was corrected meanwhile, so that no old text is sent, or was stopped by its user. Finish it
 * with bitacora_outbox_start_attempt_finish().
 */
void
bitacora_outbox_start_attempt_of_async (BitacoraOutbox *self,
                                        BitacoraOutboxEntry *entry,
                                        const char *server,
                                        const char *body,
                                        GDateTime *now,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  gboolean was_stopped;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));
  g_return_if_fail (server != NULL);
  g_return_if_fail (body != NULL);
  g_return_if_fail (now != NULL);

  was_stopped = bitacora_outbox_entry_waits_for_request (entry);
  push_start (self,
              bitacora_outbox_entry_get_id (entry),
              bitacora_outbox_entry_get_revision (entry),
              was_stopped ? G_MAXINT64 : BITACORA_OUTBOX_ON_REQUEST - 1,
              server,
              body,
              now,
              cancellable,
              callback,
              user_data);
}

/**
 * bitacora_outbox_start_attempt_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if it is not queued
 *
 * Returns: the attempt's number; 0 if it was not started
 */
gint64
bitacora_outbox_start_attempt_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_start_attempt, error);

  return job != NULL ? job->attempt : 0;
}

/**
 * bitacora_outbox_finish_attempt_async:
 * @self: an outbox
 * @id: an entry that is being sent
 * @attempt: its attempt
 * @reply: what came of it
 * @now: the moment, in any zone
 * @not_before: (nullable): when it may be sent again, should it be queued
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Writes the outcome of an attempt: logged, rejected or unknown as @reply says, and queued again
 * where it is certain that nothing was logged.
 */
void
bitacora_outbox_finish_attempt_async (BitacoraOutbox *self,
                                      gint64 id,
                                      gint64 attempt,
                                      BitacoraCrmReply *reply,
                                      GDateTime *now,
                                      GDateTime *not_before,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_CRM_REPLY (reply));
  g_return_if_fail (now != NULL);

  job = create_finish (id, attempt, reply, now, not_before);
  bitacora_outbox_push (self, job, bitacora_outbox_store_finish_attempt, NULL, callback, user_data);
}

/**
 * bitacora_outbox_finish_attempt_of_async:
 * @self: an outbox
 * @entry: an entry that is being sent, as it was when its attempt was started
 * @attempt: its attempt
 * @reply: what came of it
 * @now: the moment, in any zone
 * @not_before: (nullable): when it may be sent again, should it be queued
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * bitacora_outbox_finish_attempt_async() that need not read again what @entry says. Finish it with
 * bitacora_outbox_finish_attempt_finish().
 */
void
bitacora_outbox_finish_attempt_of_async (BitacoraOutbox *self,
                                         BitacoraOutboxEntry *entry,
                                         gint64 attempt,
                                         BitacoraCrmReply *reply,
                                         GDateTime *now,
                                         GDateTime *not_before,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));
  g_return_if_fail (BITACORA_IS_CRM_REPLY (reply));
  g_return_if_fail (now != NULL);

  job = create_finish (bitacora_outbox_entry_get_id (entry), attempt, reply, now, not_before);
  job->revision = bitacora_outbox_entry_get_revision (entry);
  job->activity = g_object_ref (bitacora_outbox_entry_get_activity (entry));
  bitacora_outbox_push (self, job, bitacora_outbox_store_finish_attempt, NULL, callback, user_data);
}

/**
 * bitacora_outbox_finish_attempt_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if the entry is not being
 *   sent by that attempt
 *
 * Returns: (transfer full) (nullable): the entry with its outcome
 */
BitacoraOutboxEntry *
bitacora_outbox_finish_attempt_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_finish_attempt, error);
}

/**
 * bitacora_outbox_hold_async:
 * @self: an outbox
 * @id: a queued entry
 * @reason: why it could not even be tried
 * @not_before: (nullable): when it may be tried
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Keeps an entry queued and writes why.
 */
void
bitacora_outbox_hold_async (BitacoraOutbox *self,
                            gint64 id,
                            BitacoraCrmReply *reason,
                            GDateTime *not_before,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_CRM_REPLY (reason));

  job = bitacora_outbox_job_new (id);
  job->reply = g_object_ref (reason);
  job->not_before = bitacora_outbox_moment_to_number (not_before);
  bitacora_outbox_push (self, job, bitacora_outbox_store_hold, NULL, callback, user_data);
}

/**
 * bitacora_outbox_hold_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if it is not queued
 *
 * Returns: (transfer full) (nullable): the entry, still queued
 */
BitacoraOutboxEntry *
bitacora_outbox_hold_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_hold, error);
}

/**
 * bitacora_outbox_release_profile_async:
 * @self: an outbox
 * @profile_id: a profile
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Makes the profile's queued entries due now, but those that their user stopped.
 */
void
bitacora_outbox_release_profile_async (BitacoraOutbox *self,
                                       const char *profile_id,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (profile_id != NULL);

  job = bitacora_outbox_job_new (0);
  job->profile = g_strdup (profile_id);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_release_profile,
                        NULL,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_release_profile_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_release_profile_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_job (self, result, bitacora_outbox_store_release_profile, error)
         != NULL;
}

/**
 * bitacora_outbox_recover_async:
 * @self: an outbox
 * @now: the moment, in any zone
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Turns every entry that is being sent to unknown. Only for whoever holds the courier's lock and
 * sends nothing itself: then nobody does, and who did is gone.
 */
void
bitacora_outbox_recover_async (BitacoraOutbox *self,
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
  bitacora_outbox_push (self, job, bitacora_outbox_store_recover, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_recover_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: how many entries became unknown; 0 with @error set if it failed
 */
guint
bitacora_outbox_recover_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_recover, error);

  return job != NULL ? (guint)job->number : 0;
}

/**
 * bitacora_outbox_list_queued_async:
 * @self: an outbox
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Lists the ids of all queued entries, due or not, oldest first.
 */
void
bitacora_outbox_list_queued_async (BitacoraOutbox *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  bitacora_outbox_push (self,
                        bitacora_outbox_job_new (0),
                        bitacora_outbox_store_list_queued,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_list_queued_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the ids
 */
GArray *
bitacora_outbox_list_queued_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_list_queued, error);

  return job != NULL ? g_steal_pointer (&job->ids) : NULL;
}

/**
 * bitacora_outbox_release_async:
 * @self: an outbox
 * @id: a queued entry
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Makes an entry due now, even one that its user stopped: for whichever process has the courier.
 */
void
bitacora_outbox_release_async (BitacoraOutbox *self,
                               gint64 id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  bitacora_outbox_push (self,
                        bitacora_outbox_job_new (id),
                        bitacora_outbox_store_release,
                        NULL,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_release_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if it is not queued
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_release_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_job (self, result, bitacora_outbox_store_release, error) != NULL;
}

/**
 * bitacora_outbox_release_unsent_async:
 * @self: an outbox
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Makes the entries due now that wait because the CRM was not reached: the network is back.
 */
void
bitacora_outbox_release_unsent_async (BitacoraOutbox *self,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  bitacora_outbox_push (self,
                        bitacora_outbox_job_new (0),
                        bitacora_outbox_store_release_unsent,
                        NULL,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_release_unsent_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_release_unsent_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_job (self, result, bitacora_outbox_store_release_unsent, error)
         != NULL;
}
