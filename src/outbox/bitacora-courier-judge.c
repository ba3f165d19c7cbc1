/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-judge.h"

#include "bitacora-outbox-doubt.h"

/* Which of the outbox's other calls are like a record. */
typedef struct
{
  guint n_unknown;
  gboolean is_sending;
  /* Discarded, or logged without an ID: nobody will ever say which record is theirs. */
  gboolean is_beyond_asking;
} Owners;

static void
free_sent (gpointer sent)
{
  if (sent != NULL)
    bitacora_crm_sent_free (sent);
}

static GPtrArray *
read_rivals (GPtrArray *rivals)
{
  GPtrArray *read = g_ptr_array_new_with_free_func (free_sent);

  for (guint i = 0; i < rivals->len; i++)
    {
      const BitacoraOutboxRival *rival = g_ptr_array_index (rivals, i);

      g_ptr_array_add (read, bitacora_crm_sent_new (rival->body));
    }
  return read;
}

static void
find_owners (Owners *owners, GPtrArray *rivals, GPtrArray *read, BitacoraCrmRecord *record)
{
  for (guint i = 0; i < rivals->len; i++)
    {
      const BitacoraOutboxRival *rival = g_ptr_array_index (rivals, i);

      if (bitacora_crm_sent_compare (g_ptr_array_index (read, i), record)
          != BITACORA_CRM_LIKENESS_SAME)
        continue;
      if (rival->is_discarded || rival->state == BITACORA_OUTBOX_STATE_LOGGED)
        owners->is_beyond_asking = TRUE;
      else if (rival->state == BITACORA_OUTBOX_STATE_SENDING)
        owners->is_sending = TRUE;
      else
        owners->n_unknown++;
    }
}

/**
 * bitacora_courier_judge_list_alike:
 * @sent: (nullable): what was sent of a call whose outcome is unknown
 * @records: (element-type BitacoraCrmRecord): what the CRM has of that time
 *
 * Finds the records that show enough of the call to be looked at. Any thread may ask.
 *
 * Returns: (transfer full) (element-type BitacoraCrmRecord): those records
 */
GPtrArray *
bitacora_courier_judge_list_alike (const BitacoraCrmSent *sent, GPtrArray *records)
{
  GPtrArray *alike = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      BitacoraCrmRecord *record = g_ptr_array_index (records, i);

      if (bitacora_crm_sent_compare (sent, record) != BITACORA_CRM_LIKENESS_NONE)
        g_ptr_array_add (alike, g_object_ref (record));
    }
  return alike;
}

/**
 * bitacora_courier_judge:
 * @sent: (nullable): what was sent of a call whose outcome is unknown
 * @alike: (element-type BitacoraCrmRecord): the records that are like it
 * @claimed: (array zero-terminated=1): the ids of those that stand for another call
 * @rivals: (element-type BitacoraOutboxRival): the calls beside it; read after the records and
 *   before @claimed, so that none of them was sent in between unseen
 * @record: (out) (nullable) (transfer none): its record, or one that a person should look at
 *
 * Compares a call with what the CRM has. Of calls that are alike, each may have one of the records
 * that are like them: it does not matter which has which, as long as there are no more records than
 * calls. Any thread may ask.
 *
 * Returns: what is to be thought of it
 */
BitacoraCourierJudgement
bitacora_courier_judge (const BitacoraCrmSent *sent,
                        GPtrArray *alike,
                        const char *const *claimed,
                        GPtrArray *rivals,
                        BitacoraCrmRecord **record)
{
  g_autoptr (GPtrArray) read = read_rivals (rivals);
  BitacoraCrmRecord *same = NULL;
  BitacoraCrmRecord *similar = NULL;
  Owners others = { 0 };
  guint n_same = 0;

  *record = NULL;
  for (guint i = 0; i < alike->len; i++)
    {
      BitacoraCrmRecord *candidate = g_ptr_array_index (alike, i);
      Owners owners = { 0 };

      if (g_strv_contains (claimed, bitacora_crm_record_get_wolkvox_id (candidate)))
        continue;
      find_owners (&owners, rivals, read, candidate);
      if (bitacora_crm_sent_compare (sent, candidate) == BITACORA_CRM_LIKENESS_SAME)
        {
          n_same++;
          same = candidate;
          others.n_unknown = MAX (others.n_unknown, owners.n_unknown);
          others.is_sending |= owners.is_sending;
          others.is_beyond_asking |= owners.is_beyond_asking;
        }
      /* It is another call's own, which is only not known to be logged yet. */
      else if (owners.n_unknown == 0 && !owners.is_sending && !owners.is_beyond_asking)
        similar = candidate;
    }

  if (others.is_sending)
    return BITACORA_COURIER_JUDGEMENT_EARLY;
  *record = same != NULL ? same : similar;
  if (n_same > 0)
    return n_same <= others.n_unknown + 1 && !others.is_beyond_asking
               ? BITACORA_COURIER_JUDGEMENT_PRESENT
               : BITACORA_COURIER_JUDGEMENT_UNCLEAR;
  return similar != NULL ? BITACORA_COURIER_JUDGEMENT_UNCLEAR : BITACORA_COURIER_JUDGEMENT_ABSENT;
}
