/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-record.h"

#include <string.h>

#include "bitacora-json-text.h"

#define ACTIVITIES_MODULE "wolkvox_activities"

/* "2023-07-30 00:00" and "2023-07-30 00:00:00". */
#define MINUTE_LENGTH 16
#define SECOND_LENGTH 19

struct _BitacoraCrmRecord
{
  GObject parent_instance;

  JsonNode *node;
  /* Every text in it, as Text; the id is not among them. */
  GPtrArray *texts;
  char *wolkvox_id;
  const char *name;
  const char *phone;
  const char *completion_date;
  const char *description;
};

G_DEFINE_FINAL_TYPE (BitacoraCrmRecord, bitacora_crm_record, G_TYPE_OBJECT)

/* A string or a number, and the names that lead to it: "phone.value", in lower case. */
typedef struct
{
  char *path;
  char *text;
} Text;

/* What a request's body says of the activity. */
typedef struct
{
  char *name;
  char *phone;
  char *phone_with_code;
  char *date;
  char *record;
} Sent;

static void
text_free (gpointer data)
{
  Text *text = data;

  g_free (text->path);
  g_free (text->text);
  g_free (text);
}

static void
sent_free (Sent *sent)
{
  g_free (sent->name);
  g_free (sent->phone);
  g_free (sent->phone_with_code);
  g_free (sent->date);
  g_free (sent->record);
  g_free (sent);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sent, sent_free)

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
      char *value = read_scalar (node);
      Text *text;

      if (value == NULL)
        return;
      text = g_new0 (Text, 1);
      text->path = g_strdup (path);
      text->text = value;
      g_ptr_array_add (texts, text);
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
          Text *text = g_ptr_array_index (texts, i);
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

/* Digits of what consists of nothing that a phone number is not written with. */
static char *
read_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isdigit (*text))
        g_string_append_c (digits, *text);
      else if (strchr ("+-.() /", *text) == NULL)
        {
          g_string_free (digits, TRUE);
          return NULL;
        }
    }
  if (digits->len == 0)
    {
      g_string_free (digits, TRUE);
      return NULL;
    }
  return g_string_free (digits, FALSE);
}

/* "2023-07-30T00:00:00.123Z" → "2023-07-30 00:00:00"; NULL for what is no date with a time. */
static char *
read_date (const char *text)
{
  static const char pattern[] = "dddd-dd-dd dd:dd:dd";
  gsize length = 0;
  g_autofree char *date = NULL;

  for (; length < SECOND_LENGTH && text[length] != '\0'; length++)
    {
      char c = text[length];
      gboolean fits;

      if (pattern[length] == 'd')
        fits = g_ascii_isdigit (c);
      else if (pattern[length] == ' ')
        fits = c == ' ' || c == 'T';
      else
        fits = c == pattern[length];
      if (!fits)
        break;
    }
  if (length < MINUTE_LENGTH)
    return NULL;
  date = g_strndup (text, length < SECOND_LENGTH ? MINUTE_LENGTH : SECOND_LENGTH);
  date[10] = ' ';
  return g_steal_pointer (&date);
}

/* Words without regard to case and to how much white space is between them. */
static char *
fold_name (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) line = g_string_new (NULL);

  if (normal == NULL)
    return NULL;
  folded = g_utf8_casefold (normal, -1);
  words = g_strsplit_set (folded, " \t\r\n", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (line->len > 0)
        g_string_append_c (line, ' ');
      g_string_append (line, words[i]);
    }
  return line->len > 0 ? g_strdup (line->str) : NULL;
}

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

/* NULL if it says nothing that could be found again. */
static Sent *
read_sent (const char *body)
{
  g_autoptr (JsonNode) root = bitacora_json_text_parse (body, -1, NULL);
  g_autoptr (Sent) sent = NULL;
  JsonObject *fields = NULL;
  JsonObject *phone;

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    fields = find_object (json_node_get_object (root), "fields");
  if (fields == NULL)
    return NULL;

  sent = g_new0 (Sent, 1);
  sent->name = fold_name (find_string (fields, "name"));
  sent->date = read_date (find_string (fields, "completion_date"));
  sent->record = g_strstrip (g_strdup (find_string (fields, "id_record")));
  phone = find_object (fields, "phone");
  if (phone != NULL)
    {
      g_autofree char *code = read_digits (find_string (phone, "code"));

      sent->phone = read_digits (find_string (phone, "value"));
      if (sent->phone != NULL && code != NULL)
        sent->phone_with_code = g_strconcat (code, sent->phone, NULL);
    }
  if (sent->name == NULL || sent->date == NULL)
    return NULL;
  return g_steal_pointer (&sent);
}

static gboolean
shows_name (BitacoraCrmRecord *self, Sent *sent)
{
  for (guint i = 0; i < self->texts->len; i++)
    {
      Text *text = g_ptr_array_index (self->texts, i);
      g_autofree char *name = fold_name (text->text);

      if (g_strcmp0 (name, sent->name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_phone (BitacoraCrmRecord *self, Sent *sent)
{
  for (guint i = 0; sent->phone != NULL && i < self->texts->len; i++)
    {
      Text *text = g_ptr_array_index (self->texts, i);
      g_autofree char *digits = read_digits (text->text);

      if (digits != NULL
          && (strcmp (digits, sent->phone) == 0 || g_strcmp0 (digits, sent->phone_with_code) == 0))
        return TRUE;
    }
  return FALSE;
}

/* Where the record says which of its dates is the completion, no other counts. */
static gboolean
shows_date (BitacoraCrmRecord *self, Sent *sent)
{
  gboolean is_named = FALSE;

  for (guint i = 0; i < self->texts->len && !is_named; i++)
    {
      Text *text = g_ptr_array_index (self->texts, i);

      is_named = strstr (text->path, "completion") != NULL;
    }
  for (guint i = 0; i < self->texts->len; i++)
    {
      Text *text = g_ptr_array_index (self->texts, i);
      g_autofree char *date = read_date (text->text);

      if (date != NULL && (!is_named || strstr (text->path, "completion") != NULL)
          && strncmp (date, sent->date, strlen (date)) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_record (BitacoraCrmRecord *self, Sent *sent)
{
  for (guint i = 0; *sent->record != '\0' && i < self->texts->len; i++)
    {
      Text *text = g_ptr_array_index (self->texts, i);

      if (g_ascii_strcasecmp (text->text, sent->record) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_another_record (BitacoraCrmRecord *self, Sent *sent)
{
  static const char *const paths[] = { "id_record", NULL };
  const char *record = find_path (self->texts, paths);

  return record != NULL && g_ascii_strcasecmp (record, sent->record) != 0;
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
  self->texts = g_ptr_array_new_with_free_func (text_free);
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

/**
 * bitacora_crm_record_compare:
 * @self: a record
 * @body: the body of the request that may have made it
 *
 * Tells how much of what was sent the record shows, wherever in it: the name without regard to case
 * and white space, the phone by its digits, the completion date to the second, or to the minute
 * where the record shows no more. Of a body that cannot be read a person has to judge.
 *
 * Returns: how alike they are
 */
BitacoraCrmLikeness
bitacora_crm_record_compare (BitacoraCrmRecord *self, const char *body)
{
  g_autoptr (Sent) sent = NULL;
  gboolean name;
  gboolean phone;
  gboolean date;
  gboolean record;

  g_return_val_if_fail (BITACORA_IS_CRM_RECORD (self), BITACORA_CRM_LIKENESS_NONE);
  g_return_val_if_fail (body != NULL, BITACORA_CRM_LIKENESS_NONE);

  sent = read_sent (body);
  if (sent == NULL)
    return BITACORA_CRM_LIKENESS_SOME;

  name = shows_name (self, sent);
  phone = shows_phone (self, sent);
  date = shows_date (self, sent);
  record = shows_record (self, sent);
  /* A task has no phone; then its record has to be there. */
  if (name && date && (phone || (sent->phone == NULL && record))
      && !shows_another_record (self, sent))
    return BITACORA_CRM_LIKENESS_SAME;
  return name + phone + date + record >= 2 ? BITACORA_CRM_LIKENESS_SOME
                                           : BITACORA_CRM_LIKENESS_NONE;
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
