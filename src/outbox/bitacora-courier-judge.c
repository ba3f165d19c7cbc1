/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-judge.h"

#include "bitacora-outbox-entry-private.h"
#include "crm/bitacora-activity-json.h"

/* How far around a call to look: a day for zones that are taken for another, and clocks. */
#define WINDOW (26 * G_TIME_SPAN_HOUR)

/* Which of the outbox's other calls are like a record. */
typedef struct
{
  guint n_unknown;
  gboolean is_sending;
  /* Discarded, or logged without an ID: nobody will ever say which record is theirs. */
  gboolean is_beyond_asking;
} Owners;

static void
rival_free (gpointer data)
{
  BitacoraCourierRival *rival = data;

  g_free (rival->body);
  g_free (rival);
}

static void
find_owners (Owners *owners, GPtrArray *rivals, BitacoraCrmRecord *record)
{
  for (guint i = 0; i < rivals->len; i++)
    {
      const BitacoraCourierRival *rival = g_ptr_array_index (rivals, i);

      if (bitacora_crm_record_compare (record, rival->body) != BITACORA_CRM_LIKENESS_SAME)
        continue;
      if (rival->is_discarded || rival->state == BITACORA_OUTBOX_STATE_LOGGED)
        owners->is_beyond_asking = TRUE;
      else if (rival->state == BITACORA_OUTBOX_STATE_SENDING)
        owners->is_sending = TRUE;
      else
        owners->n_unknown++;
    }
}

/* The data itself, or the one list that it holds. */
static guint
count_elements (JsonNode *data)
{
  return JSON_NODE_HOLDS_ARRAY (data) ? json_array_get_length (json_node_get_array (data)) : 0;
}

static gboolean
is_empty (JsonNode *data)
{
  if (JSON_NODE_HOLDS_ARRAY (data))
    return json_array_get_length (json_node_get_array (data)) == 0;
  return JSON_NODE_HOLDS_OBJECT (data) && json_object_get_size (json_node_get_object (data)) == 0;
}

/**
 * bitacora_courier_judge_read_records:
 * @data: (nullable): the `data` of an answer
 * @limit: how many records were asked for at most
 * @is_whole: (out): whether what is not among them is not in the CRM: not if the answer may be cut
 *   off, if a part of it cannot be read, or if it says nothing at all
 *
 * Returns: (transfer full) (element-type BitacoraCrmRecord): the records
 */
GPtrArray *
bitacora_courier_judge_read_records (JsonNode *data, guint limit, gboolean *is_whole)
{
  GPtrArray *records = bitacora_crm_record_list_from_data (data);
  guint n_elements = data != NULL ? count_elements (data) : 0;

  if (records->len == 0)
    *is_whole = data != NULL && is_empty (data);
  else
    *is_whole = records->len < limit && n_elements < limit && records->len >= n_elements;
  return records;
}

/**
 * bitacora_courier_judge_list_rivals:
 * @entry: a call whose outcome is unknown
 * @profile: its profile
 * @own: (element-type BitacoraOutboxEntry): what bitacora_outbox_list_rivals_finish() gave
 *
 * Reads what each of the other calls would look like in the CRM.
 *
 * Returns: (transfer full) (element-type BitacoraCourierRival): those calls
 */
GPtrArray *
bitacora_courier_judge_list_rivals (BitacoraOutboxEntry *entry,
                                    BitacoraProfile *profile,
                                    GPtrArray *own)
{
  GPtrArray *rivals = g_ptr_array_new_with_free_func (rival_free);

  for (guint i = 0; i < own->len; i++)
    {
      BitacoraOutboxEntry *other = g_ptr_array_index (own, i);
      BitacoraCourierRival *rival;

      if (bitacora_outbox_entry_get_id (other) == bitacora_outbox_entry_get_id (entry))
        continue;
      rival = g_new0 (BitacoraCourierRival, 1);
      rival->state = bitacora_outbox_entry_get_state (other);
      rival->is_discarded = bitacora_outbox_entry_is_discarded (other);
      rival->body
          = bitacora_activity_json_write_for_profile (bitacora_outbox_entry_get_activity (other),
                                                      profile);
      g_ptr_array_add (rivals, rival);
    }
  return rivals;
}

/**
 * bitacora_courier_judge:
 * @body: what was sent of a call whose outcome is unknown
 * @records: (element-type BitacoraCrmRecord): what the CRM has of that time
 * @claimed: (array zero-terminated=1): the ids of those that stand for another call
 * @rivals: (element-type BitacoraCourierRival): the calls beside it; read after @records and before
 *   @claimed, so that none of them was sent in between unseen
 * @record: (out) (nullable) (transfer none): its record, or one that a person should look at
 *
 * Compares a call with what the CRM has. Of calls that are alike, each may have one of the records
 * that are like them: it does not matter which has which, as long as there are no more records than
 * calls. Any thread may ask.
 *
 * Returns: what is to be thought of it
 */
BitacoraCourierJudgement
bitacora_courier_judge (const char *body,
                        GPtrArray *records,
                        const char *const *claimed,
                        GPtrArray *rivals,
                        BitacoraCrmRecord **record)
{
  BitacoraCrmRecord *same = NULL;
  BitacoraCrmRecord *similar = NULL;
  Owners others = { 0 };
  guint n_same = 0;

  *record = NULL;
  for (guint i = 0; i < records->len; i++)
    {
      BitacoraCrmRecord *candidate = g_ptr_array_index (records, i);
      BitacoraCrmLikeness likeness = bitacora_crm_record_compare (candidate, body);
      Owners owners = { 0 };

      if (likeness == BITACORA_CRM_LIKENESS_NONE
          || g_strv_contains (claimed, bitacora_crm_record_get_wolkvox_id (candidate)))
        continue;
      find_owners (&owners, rivals, candidate);
      if (likeness == BITACORA_CRM_LIKENESS_SAME)
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

/**
 * bitacora_courier_judge_find_window:
 * @entry: a call whose outcome is unknown
 * @now: the moment
 * @from: (out) (transfer full): the first moment to ask for
 * @until: (out) (transfer full): the last one
 *
 * Finds which records to ask for. Which of its dates the CRM goes by is not documented: neither
 * when the call was taken here nor when it is to be completed may lie outside, or it would look
 * absent.
 */
void
bitacora_courier_judge_find_window (BitacoraOutboxEntry *entry,
                                    GDateTime *now,
                                    GDateTime **from,
                                    GDateTime **until)
{
  GDateTime *first = bitacora_outbox_entry_get_created (entry);
  GDateTime *last = now;
  GDateTime *completion
      = bitacora_call_activity_get_completion_date (bitacora_outbox_entry_get_activity (entry));

  if (completion != NULL && g_date_time_compare (completion, first) < 0)
    first = completion;
  if (completion != NULL && g_date_time_compare (completion, last) > 0)
    last = completion;
  *from = g_date_time_add (first, -WINDOW);
  *until = g_date_time_add (last, WINDOW);
}
