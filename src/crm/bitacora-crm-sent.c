/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-sent.h"

#include <string.h>

#include "bitacora-crm-record-private.h"
#include "bitacora-json-text.h"

struct _BitacoraCrmSent
{
  BitacoraCrmText *name;
  BitacoraCrmText *date;
  char *phone;
  char *phone_with_code;
  char *record;
};

static const char *
find_string (JsonObject *object, const char *name)
{
  const char *text = bitacora_json_text_find_string (object, name);

  return text != NULL ? text : "";
}

static JsonObject *
find_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_phone (BitacoraCrmSent *self, JsonObject *phone)
{
  g_autoptr (BitacoraCrmText) code = bitacora_crm_text_new ("", find_string (phone, "code"));
  g_autoptr (BitacoraCrmText) value = bitacora_crm_text_new ("", find_string (phone, "value"));

  self->phone = g_steal_pointer (&value->digits);
  if (self->phone != NULL && code->digits != NULL)
    self->phone_with_code = g_strconcat (code->digits, self->phone, NULL);
}

static gboolean
shows_name (GPtrArray *texts, const BitacoraCrmSent *sent)
{
  for (guint i = 0; i < texts->len; i++)
    {
      BitacoraCrmText *text = g_ptr_array_index (texts, i);

      if (g_strcmp0 (text->name, sent->name->name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_phone (GPtrArray *texts, const BitacoraCrmSent *sent)
{
  for (guint i = 0; sent->phone != NULL && i < texts->len; i++)
    {
      BitacoraCrmText *text = g_ptr_array_index (texts, i);

      if (text->digits != NULL
          && (strcmp (text->digits, sent->phone) == 0
              || g_strcmp0 (text->digits, sent->phone_with_code) == 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_completion (const BitacoraCrmText *text)
{
  return strstr (text->path, "completion") != NULL;
}

/* Where the record says which of its dates is the completion, no other counts. */
static gboolean
shows_date (GPtrArray *texts, const BitacoraCrmSent *sent)
{
  gboolean is_named = FALSE;

  for (guint i = 0; i < texts->len && !is_named; i++)
    is_named = is_completion (g_ptr_array_index (texts, i));
  for (guint i = 0; i < texts->len; i++)
    {
      BitacoraCrmText *text = g_ptr_array_index (texts, i);

      if (text->date != NULL && (!is_named || is_completion (text))
          && strncmp (text->date, sent->date->date, strlen (text->date)) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_record (GPtrArray *texts, const BitacoraCrmSent *sent)
{
  for (guint i = 0; *sent->record != '\0' && i < texts->len; i++)
    {
      BitacoraCrmText *text = g_ptr_array_index (texts, i);

      if (g_ascii_strcasecmp (text->text, sent->record) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_another_record (BitacoraCrmRecord *record, const BitacoraCrmSent *sent)
{
  static const char *const paths[] = { "id_record", NULL };
  const char *found = bitacora_crm_record_find_text (record, paths);

  return found != NULL && g_ascii_strcasecmp (found, sent->record) != 0;
}

/**
 * bitacora_crm_sent_new:
 * @body: the body of a request that logs a call
 *
 * Reads what could be found again of a call in the CRM.
 *
 * Returns: (transfer full) (nullable): that; %NULL if @body says nothing that could be
 */
BitacoraCrmSent *
bitacora_crm_sent_new (const char *body)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (BitacoraCrmSent) self = NULL;
  JsonObject *fields = NULL;
  JsonObject *phone;

  g_return_val_if_fail (body != NULL, NULL);

  root = bitacora_json_text_parse (body, -1, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    fields = find_object (json_node_get_object (root), "fields");
  if (fields == NULL)
    return NULL;

  self = g_new0 (BitacoraCrmSent, 1);
  self->name = bitacora_crm_text_new ("", find_string (fields, "name"));
  self->date = bitacora_crm_text_new ("", find_string (fields, "completion_date"));
  self->record = g_strstrip (g_strdup (find_string (fields, "id_record")));
  phone = find_object (fields, "phone");
  if (phone != NULL)
    read_phone (self, phone);
  if (self->name->name == NULL || self->date->date == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * bitacora_crm_sent_free:
 * @self: (transfer full): what was sent
 *
 * Frees it.
 */
void
bitacora_crm_sent_free (BitacoraCrmSent *self)
{
  g_clear_pointer (&self->name, bitacora_crm_text_free);
  g_clear_pointer (&self->date, bitacora_crm_text_free);
  g_free (self->phone);
  g_free (self->phone_with_code);
  g_free (self->record);
  g_free (self);
}

/**
 * bitacora_crm_sent_compare:
 * @self: (nullable): what was sent, or %NULL for what nobody could read
 * @record: a record that it may have made
 *
 * Tells how much of what was sent the record shows, wherever in it: the name without regard to case
 * and white space, the phone by its digits, the completion date to the second, or to the minute
 * where the record shows no more. Of what cannot be read a person has to judge. Any thread may ask.
 *
 * Returns: how alike they are
 */
BitacoraCrmLikeness
bitacora_crm_sent_compare (const BitacoraCrmSent *self, BitacoraCrmRecord *record)
{
  GPtrArray *texts;
  gboolean name, phone, date, is_its_record;

  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (record), BITACORA_CRM_LIKENESS_NONE);

  if (self == NULL)
    return BITACORA_CRM_LIKENESS_SOME;

  texts = bitacora_crm_record_get_texts (record);
  name = shows_name (texts, self);
  phone = shows_phone (texts, self);
  date = shows_date (texts, self);
  is_its_record = shows_record (texts, self);
  /* A task has no phone; then its record has to be there. */
  if (name && date && (phone || (self->phone == NULL && is_its_record))
      && !shows_another_record (record, self))
    return BITACORA_CRM_LIKENESS_SAME;
  return name + phone + date + is_its_record >= 2 ? BITACORA_CRM_LIKENESS_SOME
                                                  : BITACORA_CRM_LIKENESS_NONE;
}
