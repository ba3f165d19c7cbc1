/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-question.h"

#include "crm/bitacora-activity-json.h"

/**
 * bitacora_courier_question_new:
 * @entry: a call whose outcome is unknown
 * @profile: (nullable): its profile, if there is one still
 *
 * Returns: (transfer full): a question of which nothing is known yet
 */
BitacoraCourierQuestion *
bitacora_courier_question_new (BitacoraOutboxEntry *entry, BitacoraProfile *profile)
{
  BitacoraCourierQuestion *self = g_new0 (BitacoraCourierQuestion, 1);

  self->entry = g_object_ref (entry);
  g_set_object (&self->profile, profile);
  return self;
}

/**
 * bitacora_courier_question_free:
 * @self: (transfer full): a question
 *
 * Frees it.
 */
void
bitacora_courier_question_free (BitacoraCourierQuestion *self)
{
  g_clear_object (&self->entry);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->sent, bitacora_crm_sent_free);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->alike, g_ptr_array_unref);
  g_clear_pointer (&self->rivals, g_ptr_array_unref);
  g_clear_pointer (&self->claimed, g_strfreev);
  g_free (self);
}

/**
 * bitacora_courier_question_set_sent:
 * @self: a question with a profile
 * @body: (nullable): what was sent; %NULL if the attempt was lost with a page of the file, so that
 *   only the call itself can tell
 *
 * Reads what is to be found again in the CRM.
 */
void
bitacora_courier_question_set_sent (BitacoraCourierQuestion *self, const char *body)
{
  g_autofree char *written = NULL;

  if (body == NULL)
    written = bitacora_activity_json_write_for_profile (bitacora_outbox_entry_get_activity (
                                                            self->entry),
                                                        self->profile);
  self->sent = bitacora_crm_sent_new (body != NULL ? body : written);
}

/**
 * bitacora_courier_question_compare:
 * @self: a question
 * @answer: the CRM's answer, that was read before or that @self's reply holds
 *
 * Finds the records that are like the call. Any thread may do it, while no other uses either.
 */
void
bitacora_courier_question_compare (BitacoraCourierQuestion *self, BitacoraCourierAnswer *answer)
{
  if (answer->records == NULL)
    bitacora_courier_answer_read (answer, bitacora_crm_reply_get_data (self->reply));
  self->alike = bitacora_courier_judge_list_alike (self->sent, answer->records);
}

/**
 * bitacora_courier_question_list_alike:
 * @self: a question that was compared
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of the records that are like the call
 */
char **
bitacora_courier_question_list_alike (BitacoraCourierQuestion *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->alike->len; i++)
    {
      BitacoraCrmRecord *record = g_ptr_array_index (self->alike, i);

      g_strv_builder_add (builder, bitacora_crm_record_get_wolkvox_id (record));
    }
  return g_strv_builder_end (builder);
}

/**
 * bitacora_courier_question_judge:
 * @self: a question that was compared, with its rivals and what is claimed
 *
 * Decides what became of the call. Any thread may do it, while no other uses @self.
 */
void
bitacora_courier_question_judge (BitacoraCourierQuestion *self)
{
  self->judgement = bitacora_courier_judge (self->sent,
                                            self->alike,
                                            (const char *const *)self->claimed,
                                            self->rivals,
                                            &self->record);
}
