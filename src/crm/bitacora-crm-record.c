/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-record.h"
#include "bitacora-crm-record-private.h"

#include <string.h>

#include "bitacora-json-text.h"

#define ACTIVITIES_MODULE "wolkvox_activities"

struct _BitacoraCrmRecord
{
  GObject parent_instance;

  JsonNode *node;
  /* (element-type BitacoraCrmText): every text in it; the id is not among them. */
  GPtrArray *texts;
  char *wolkvox_id;
  const char *name;
  const char *phone;
  const char *completion_date;
  const char *description;
};

G_DEFINE_FINAL_TYPE (BitacoraCrmRecord, bitacora_crm_record, G_TYPE_OBJECT)

static char *
read_scalar (JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return g_strstrip (g_strdup (json_node_get_string (node)));
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    default:
      return NULL;
    }
}

static gboolean
is_id_name (const char *name)
{
  return g_ascii_strcasecmp (name, "wolkvox_id") == 0
         || g_ascii_strcasecmp (name, "wolkvox-id") == 0 || g_ascii_strcasecmp (name, "_id") == 0;
}

/* Some databases write an id as {"$oid": "…"}. */
static char *
read_id_node (JsonNode *node)
{
  g_autofree char *id = NULL;

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    node = json_object_get_member (json_node_get_object (node), "$oid");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  id = read_scalar (node);
  return id != NULL && *id != '\0' ? g_steal_pointer (&id) : NULL;
}

static char *
read_id (JsonObject *object)
{
  static const char *const names[] = { "wolkvox_id", "wolkvox-id", "_id" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *id = read_id_node (json_object_get_member (object, names[i]));

      if (id != NULL)
        return id;
    }
  return NULL;
}

static void
collect_texts (GPtrArray *texts, JsonNode *node, const char *path)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        {
          g_autofree char *lower = g_ascii_strdown (name, -1);
          g_autofree char *deeper
              = *path != '\0' ? g_strconcat (path, ".", lower, NULL) : g_strdup (lower);

          if (!is_id_name (name))
            collect_texts (texts, member, deeper);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        collect_texts (texts, json_array_get_element (array, i), path);
    }
  else if (JSON_NODE_HOLDS_VALUE (node))
    {
      g_autofree char *value = read_scalar (node);

      if (value != NULL)
        g_ptr_array_add (texts, bitacora_crm_text_new (path, value));
    }
}

/* The text with exactly one of these paths, the first ones first. */
static const char *
find_path (GPtrArray *texts, const char *const *paths)
{
  for (; *paths != NULL; paths++)
    {
      for (guint i = 0; i < texts->len; i++)
        {
          BitacoraCrmText *text = g_ptr_array_index (texts, i);
          gsize length = strlen (text->path);
          gsize wanted = strlen (*paths);

          /* Wherever it is nested. */
          if (*text->text != '\0' && length >= wanted
              && strcmp (text->path + length - wanted, *paths) == 0
              && (length == wanted || text->path[length - wanted - 1] == '.'))
            return text->text;
        }
    }
  return NULL;
}

static void
add_records (GPtrArray *records, JsonNode *node, guint depth)
{
  BitacoraCrmRecord *record = bitacora_crm_record_new (node);

  if (record != NULL)
    {
      g_ptr_array_add (records, record);
      return;
    }
  if (depth == 0)
    return;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        add_records (records, json_array_get_element (array, i), depth - 1);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &member))
        add_records (records, member, depth - 1);
    }
}

static void
bitacora_crm_record_finalize (GObject *object)
{
  BitacoraCrmRecord *self = BITACORA_CRM_RECORD (object);

  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->wolkvox_id, g_free);

  G_OBJECT_CLASS (bitacora_crm_record_parent_class)->finalize (object);
}

static void
bitacora_crm_record_class_init (BitacoraCrmRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_crm_record_finalize;
}

static void
bitacora_crm_record_init (BitacoraCrmRecord *self)
{
  self->texts = g_ptr_array_new_with_free_func ((GDestroyNotify)bitacora_crm_text_free);
}

/**
 * bitacora_crm_record_new:
 * @node: (transfer none): an element of an answer's `data`
 *
 * Reads a record. What it is made of is the customer's own (API contract, section 3), so that only
 * its id is asked for.
 *
 * Returns: (transfer full) (nullable): the record; %NULL if it is no object or bears no id
 */
BitacoraCrmRecord *
bitacora_crm_record_new (JsonNode *node)
{
  static const char *const names[] = { "name", "nombre", "subject", "asunto", NULL };
  static const char *const phones[]
      = { "phone.value", "phone", "telephone", "telefono", "teléfono", NULL };
  static const char *const dates[]
      = { "completion_date", "completion-date", "completiondate", NULL };
  static const char *const descriptions[] = { "description", "descripcion", NULL };
  BitacoraCrmRecord *self;
  char *id = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  if (JSON_NODE_HOLDS_OBJECT (node))
    id = read_id (json_node_get_object (node));
  if (id == NULL)
    return NULL;

  self = g_object_new (BITACORA_TYPE_CRM_RECORD, NULL);
  self->node = json_node_ref (node);
  self->wolkvox_id = id;
  collect_texts (self->texts, node, "");
  self->name = find_path (self->texts, names);
  self->phone = find_path (self->texts, phones);
  self->completion_date = find_path (self->texts, dates);
  self->description = find_path (self->texts, descriptions);
  return self;
}

/**
 * bitacora_crm_record_new_from_text:
 * @json: (nullable): what bitacora_crm_record_to_text() gave
 *
 * Returns: (transfer full) (nullable): the record; %NULL if it is none
 */
BitacoraCrmRecord *
bitacora_crm_record_new_from_text (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? bitacora_json_text_parse (json, -1, NULL) : NULL;

  return node != NULL ? bitacora_crm_record_new (node) : NULL;
}

/**
 * bitacora_crm_record_list_from_data:
 * @data: (nullable): the `data` of an answer
 *
 * Finds the records, in a list or an object, or one by itself.
 *
 * Returns: (transfer full) (element-type BitacoraCrmRecord): the records, in their order
 */
GPtrArray *
bitacora_crm_record_list_from_data (JsonNode *data)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  if (data != NULL)
    add_records (records, data, 3);
  return records;
}

/**
 * bitacora_crm_record_get_wolkvox_id:
 * @self: a record
 *
 * Returns: (transfer none): its id, never blank
 */
const char *
bitacora_crm_record_get_wolkvox_id (BitacoraCrmRecord *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (self), NULL);

  return self->wolkvox_id;
}

/**
 * bitacora_crm_record_get_name:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): what looks like its name
 */
const char *
bitacora_crm_record_get_name (BitacoraCrmRecord *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (self), NULL);

  return self->name;
}

/**
 * bitacora_crm_record_get_phone:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): what looks like its phone, as the CRM writes it
 */
const char *
bitacora_crm_record_get_phone (BitacoraCrmRecord *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (self), NULL);

  return self->phone;
}

/**
 * bitacora_crm_record_get_completion_date:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): its completion date, as the CRM writes it, of no known zone
 */
const char *
bitacora_crm_record_get_completion_date (BitacoraCrmRecord *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (self), NULL);

  return self->completion_date;
}

/**
 * bitacora_crm_record_get_description:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): its description
 */
const char *
bitacora_crm_record_get_description (BitacoraCrmRecord *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (self), NULL);

  return self->description;
}

/**
 * bitacora_crm_record_get_texts:
 * @self: a record
 *
 * Returns: (transfer none) (element-type BitacoraCrmText): every text in it but its id
 */
GPtrArray *
bitacora_crm_record_get_texts (BitacoraCrmRecord *self)
{
  return self->texts;
}

/**
 * bitacora_crm_record_find_text:
 * @self: a record
 * @paths: (array zero-terminated=1): names that lead to a text, the best first
 *
 * Returns: (transfer none) (nullable): the first text that one of them leads to, wherever it is
 *   nested
 */
const char *
bitacora_crm_record_find_text (BitacoraCrmRecord *self, const char *const *paths)
{
  return find_path (self->texts, paths);
}

/**
 * bitacora_crm_record_to_text:
 * @self: a record
 *
 * Returns: (transfer full): the record as the CRM gave it, as JSON on one line
 */
char *
bitacora_crm_record_to_text (BitacoraCrmRecord *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (self), NULL);

  return json_to_string (self->node, FALSE);
}

static void
add_minute (JsonObject *query, const char *name, GDateTime *moment, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (moment, zone);
  g_autofree char *text = g_date_time_format (local, "%Y-%m-%d %H:%M");

  json_object_set_string_member (query, name, text);
}

/**
 * bitacora_crm_record_write_query:
 * @profile: whose CRM is asked
 * @from: the first minute, in any zone
 * @until: the last minute, in any zone
 * @limit: how many records to give at most
 *
 * Writes the body of a queryDates.php request for call activities (API contract, section 3); the
 * dates in the profile's zone.
 *
 * Returns: (transfer full): the JSON
 */
char *
bitacora_crm_record_write_query (BitacoraProfile *profile,
                                 GDateTime *from,
                                 GDateTime *until,
                                 guint limit)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (JsonObject) query = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (BITACORA_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (from != NULL && until != NULL, NULL);

  zone = bitacora_profile_dup_zone (profile);
  json_object_set_string_member (query, "operation", bitacora_profile_get_operation (profile));
  json_object_set_string_member (query, "module", ACTIVITIES_MODULE);
  json_object_set_boolean_member (query, "date", TRUE);
  add_minute (query, "from", from, zone);
  add_minute (query, "to", until, zone);
  json_object_set_int_member (query, "limit", limit);
  json_node_set_object (root, query);
  return json_to_string (root, FALSE);
}
