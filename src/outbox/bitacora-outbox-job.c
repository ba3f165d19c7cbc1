/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-job.h"

#include "bitacora-outbox-entry-private.h"

/**
 * bitacora_outbox_job_new:
 * @id: the entry that it is about, or 0
 *
 * Returns: (transfer full): a job with no arguments and no results
 */
BitacoraOutboxJob *
bitacora_outbox_job_new (gint64 id)
{
  BitacoraOutboxJob *job = g_new0 (BitacoraOutboxJob, 1);

  job->id = id;
  job->revision = -1;
  job->not_before = BITACORA_OUTBOX_NO_MOMENT;
  job->absent_since = BITACORA_OUTBOX_NO_MOMENT;
  job->follow_up = BITACORA_OUTBOX_NO_MOMENT;
  job->next = BITACORA_OUTBOX_NO_MOMENT;
  job->changed = BITACORA_OUTBOX_NO_CHANGE;
  return job;
}

/**
 * bitacora_outbox_job_free:
 * @job: (transfer full): a job
 *
 * Frees a job with all that nobody took from it.
 */
void
bitacora_outbox_job_free (BitacoraOutboxJob *job)
{
  g_free (job->profile);
  g_free (job->text);
  g_free (job->server);
  g_strfreev (job->skip_profiles);
  g_clear_object (&job->reply);
  g_free (job->search);
  g_free (job->draft);
  g_free (job->wolkvox_id);
  g_free (job->candidate);
  g_free (job->damaged_path);
  g_clear_pointer (&job->activities, g_ptr_array_unref);
  g_strfreev (job->wolkvox_ids);
  g_clear_object (&job->activity);
  g_clear_object (&job->entry);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_pointer (&job->rivals, g_ptr_array_unref);
  g_clear_pointer (&job->ids, g_array_unref);
  g_free (job);
}
