/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-doubt.h"

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-private.h"

/**
 * bitacora_outbox_next_doubt_async:
 * @self: an outbox
 * @skip_profiles: (nullable) (array zero-terminated=1): profiles that cannot be asked about now
 * @now: the moment, in any zone
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds the oldest unknown entry that the CRM is to be asked about now.
 */
void
bitacora_outbox_next_doubt_async (BitacoraOutbox *self,
                                  const char *const *skip_profiles,
                                  GDateTime *now,
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
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_next_doubt,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_next_doubt_finish:
 * @self: an outbox
 * @result: what the callback got
 * @server: (out) (optional) (nullable) (transfer full): the address of the CRM that the entry was
 *   sent to, if that was written
 * @body: (out) (optional) (nullable) (transfer full): what was sent, if that was written
 * @next: (out) (optional) (nullable): if no entry is to be asked about, the moment in UTC at which
 *   one may be; %NULL if time alone makes none due
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: (transfer full) (nullable): the entry; %NULL with @error unset if there is none
 */
BitacoraOutboxEntry *
bitacora_outbox_next_doubt_finish (BitacoraOutbox *self,
                                   GAsyncResult *result,
                                   char **server,
                                   char **body,
                                   GDateTime **next,
                                   GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_next_doubt, error);

  if (server != NULL)
    *server = job != NULL ? g_steal_pointer (&job->server) : NULL;
  if (body != NULL)
    *body = job != NULL ? g_steal_pointer (&job->text) : NULL;
  if (next != NULL)
    *next = job != NULL ? bitacora_outbox_moment_from_number (job->next) : NULL;
  return job != NULL ? g_steal_pointer (&job->entry) : NULL;
}

/**
 * bitacora_outbox_note_finding_async:
 * @self: an outbox
 * @id: an unknown entry
 * @finding: what the CRM said
 * @wolkvox_id: (nullable): the record, for %BITACORA_OUTBOX_FINDING_FOUND
 * @candidate: (nullable): a record that resembles it as JSON, for %BITACORA_OUTBOX_FINDING_UNCLEAR
 * @absent_since: (nullable): since when the CRM has said that it does not have the call, in any
 *   zone, for %BITACORA_OUTBOX_FINDING_LATER; %NULL if it does not say so
 * @next: (nullable): when to ask again, in any zone, for %BITACORA_OUTBOX_FINDING_LATER
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Writes what came of asking the CRM.
 */
void
bitacora_outbox_note_finding_async (BitacoraOutbox *self,
                                    gint64 id,
                                    BitacoraOutboxFinding finding,
                                    const char *wolkvox_id,
                                    const char *candidate,
                                    GDateTime *absent_since,
                                    GDateTime *next,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (finding != BITACORA_OUTBOX_FINDING_FOUND || wolkvox_id != NULL);
  g_return_if_fail (finding != BITACORA_OUTBOX_FINDING_LATER || next != NULL);

  job = bitacora_outbox_job_new (id);
  job->choice = finding;
  job->wolkvox_id = g_strdup (wolkvox_id);
  job->candidate = g_strdup (candidate);
  job->absent_since = bitacora_outbox_moment_to_number (absent_since);
  job->not_before = bitacora_outbox_moment_to_number (next);
  bitacora_outbox_push (self, job, bitacora_outbox_store_note_finding, NULL, callback, user_data);
}

/**
 * bitacora_outbox_note_finding_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE if it is no longer unknown,
 *   or if another entry has that record, %BITACORA_OUTBOX_ERROR_NOT_FOUND if it is gone
 *
 * Returns: (transfer full) (nullable): the entry as it stands now
 */
BitacoraOutboxEntry *
bitacora_outbox_note_finding_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_entry (self, result, bitacora_outbox_store_note_finding, error);
}

/**
 * bitacora_outbox_list_rivals_async:
 * @self: an outbox
 * @entry: an entry whose outcome is unknown
 * @moment: when the CRM was asked, in any zone: what was sent after it does not count
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when they are known
 * @user_data: for @callback
 *
 * Finds the other calls of the entry's profile that have, or may have, a record in the CRM of which
 * nobody knows which one it is: those whose outcome is unknown, those on their way, and those that
 * are logged without an ID; also those that were discarded.
 */
void
bitacora_outbox_list_rivals_async (BitacoraOutbox *self,
                                   BitacoraOutboxEntry *entry,
                                   GDateTime *moment,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));
  g_return_if_fail (moment != NULL);

  job = bitacora_outbox_job_new (bitacora_outbox_entry_get_id (entry));
  job->profile = g_strdup (bitacora_outbox_entry_get_profile_id (entry));
  job->now = bitacora_outbox_moment_to_number (moment);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_list_rivals,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_list_rivals_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: (transfer full) (element-type BitacoraOutboxRival) (nullable): the calls
 */
GPtrArray *
bitacora_outbox_list_rivals_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_list_rivals, error);

  return job != NULL ? g_steal_pointer (&job->rivals) : NULL;
}

/**
 * bitacora_outbox_list_claimed_async:
 * @self: an outbox
 * @wolkvox_ids: (array zero-terminated=1): ids of the CRM's records
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds which records stand for an entry already, be it one that was discarded.
 */
void
bitacora_outbox_list_claimed_async (BitacoraOutbox *self,
                                    const char *const *wolkvox_ids,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (wolkvox_ids != NULL);

  job = bitacora_outbox_job_new (0);
  job->wolkvox_ids = g_strdupv ((char **)wolkvox_ids);
  bitacora_outbox_push (self,
                        job,
                        bitacora_outbox_store_list_claimed,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * bitacora_outbox_list_claimed_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Returns: (transfer full) (array zero-terminated=1) (nullable): those that entries have; %NULL if
 *   it failed
 */
char **
bitacora_outbox_list_claimed_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxJob *job
      = bitacora_outbox_take_job (self, result, bitacora_outbox_store_list_claimed, error);

  return job != NULL ? g_steal_pointer (&job->wolkvox_ids) : NULL;
}

/**
 * bitacora_outbox_ask_again_async:
 * @self: an outbox
 * @id: an unknown entry; 0 for all
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Makes the courier ask the CRM now, as if it had never asked.
 */
void
bitacora_outbox_ask_again_async (BitacoraOutbox *self,
                                 gint64 id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  BitacoraOutboxJob *job;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  job = bitacora_outbox_job_new (id);
  job->now = g_get_real_time ();
  bitacora_outbox_push (self, job, bitacora_outbox_store_ask_again, NULL, callback, user_data);
}

/**
 * bitacora_outbox_ask_again_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_OUTBOX_ERROR_STATE or _NOT_FOUND if the one entry
 *   is not unknown, or not there
 *
 * Returns: whether it is on disk
 */
gboolean
bitacora_outbox_ask_again_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return bitacora_outbox_take_job (self, result, bitacora_outbox_store_ask_again, error) != NULL;
}
