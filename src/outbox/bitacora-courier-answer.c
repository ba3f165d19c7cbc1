/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-answer.h"

/* How many records to ask for at most. */
#define RECORD_LIMIT 10000
/* How far around a call to look: a day for zones that are taken for another, and clocks. */
#define WINDOW (26 * G_TIME_SPAN_HOUR)

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

/* Which of its dates the CRM goes by is not documented: neither when the call was taken here nor
 * when it is to be completed may lie outside, or it would look absent. */
static void
find_window (BitacoraOutboxEntry *entry, GDateTime *now, GDateTime **from, GDateTime **until)
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

/**
 * bitacora_courier_answer_new:
 * @profile: whose CRM is asked
 * @entry: a call whose outcome is unknown
 * @now: the moment, in any zone
 *
 * Returns: (transfer full): an answer that is still to be asked for, about the days of @entry
 */
BitacoraCourierAnswer *
bitacora_courier_answer_new (BitacoraProfile *profile, BitacoraOutboxEntry *entry, GDateTime *now)
{
  BitacoraCourierAnswer *self = g_new0 (BitacoraCourierAnswer, 1);

  self->profile_id = g_strdup (bitacora_profile_get_id (profile));
  self->server = g_strdup (bitacora_profile_get_server (profile));
  self->asked = g_date_time_ref (now);
  find_window (entry, now, &self->from, &self->until);
  self->used_for = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * bitacora_courier_answer_free:
 * @self: (transfer full): an answer
 *
 * Frees it.
 */
void
bitacora_courier_answer_free (BitacoraCourierAnswer *self)
{
  g_free (self->profile_id);
  g_free (self->server);
  g_date_time_unref (self->asked);
  g_date_time_unref (self->from);
  g_date_time_unref (self->until);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_hash_table_unref (self->used_for);
  g_free (self);
}

/**
 * bitacora_courier_answer_write_question:
 * @self: an answer that is to be asked for
 * @profile: whose CRM is asked
 *
 * Returns: (transfer full): the body of the request
 */
char *
bitacora_courier_answer_write_question (BitacoraCourierAnswer *self, BitacoraProfile *profile)
{
  return bitacora_crm_record_write_query (profile, self->from, self->until, RECORD_LIMIT);
}

/**
 * bitacora_courier_answer_read:
 * @self: an answer that was asked for
 * @data: (nullable): the `data` that came
 *
 * Reads the records. Any thread may do it, while no other uses @self.
 */
void
bitacora_courier_answer_read (BitacoraCourierAnswer *self, JsonNode *data)
{
  bitacora_courier_answer_read_data (self, data, RECORD_LIMIT);
}

/**
 * bitacora_courier_answer_read_data:
 * @self: an answer that was asked for
 * @data: (nullable): the `data` that came
 * @limit: how many records were asked for at most
 *
 * Reads the records. What is not among them is in the CRM for all that is known if the answer may
 * be cut off, if a part of it cannot be read, or if it says nothing at all.
 */
void
bitacora_courier_answer_read_data (BitacoraCourierAnswer *self, JsonNode *data, guint limit)
{
  guint n_elements = data != NULL ? count_elements (data) : 0;

  g_clear_pointer (&self->records, g_ptr_array_unref);
  self->records = bitacora_crm_record_list_from_data (data);
  if (self->records->len == 0)
    self->is_whole = data != NULL && is_empty (data);
  else
    self->is_whole
        = self->records->len < limit && n_elements < limit && self->records->len >= n_elements;
}

/**
 * bitacora_courier_answer_covers:
 * @self: an answer
 * @profile: the profile of @entry
 * @entry: a call whose outcome was unknown when it was asked for
 *
 * Returns: whether it says of @entry what asking would, and has not yet been used for it
 */
gboolean
bitacora_courier_answer_covers (BitacoraCourierAnswer *self,
                                BitacoraProfile *profile,
                                BitacoraOutboxEntry *entry)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) until = NULL;

  gint64 id = bitacora_outbox_entry_get_id (entry);

  if (g_hash_table_contains (self->used_for, &id)
      || !g_str_equal (self->profile_id, bitacora_profile_get_id (profile))
      || g_strcmp0 (self->server, bitacora_profile_get_server (profile)) != 0)
    return FALSE;
  find_window (entry, self->asked, &from, &until);
  return g_date_time_compare (self->from, from) <= 0
         && g_date_time_compare (until, self->until) <= 0;
}

/**
 * bitacora_courier_answer_use_for:
 * @self: an answer
 * @entry: a call that is judged by it
 *
 * Notes that it was used.
 */
void
bitacora_courier_answer_use_for (BitacoraCourierAnswer *self, BitacoraOutboxEntry *entry)
{
  gint64 id = bitacora_outbox_entry_get_id (entry);

  g_hash_table_add (self->used_for, g_memdup2 (&id, sizeof id));
}
