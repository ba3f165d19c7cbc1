/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-records.h"

#include <string.h>

#include "crm/bitacora-json-text.h"

#define ACTIVITIES_MODULE "wolkvox_activities"

/* Somebody to call, made up. */
typedef struct
{
  const char *module;
  const char *wolkvox_id;
  const char *name;
  const char *phone;
  const char *status;
  const char *created;
} Record;

static const Record records[] = {
  { "contacts",
    "64cb0c3f9d8e7a0012345678",
    "Ana Gómez",
    "3105551234",
    "active",
    "2023-08-03 09:12:45" },
  { "contacts",
    "64cb0c3f9d8e7a0012345679",
    "Luis Fernando Pérez",
    "3155550187",
    "active",
    "2023-08-03 10:40:02" },
  { "contacts",
    "64cb0c3f9d8e7a001234567a",
    "Mariana Ñáñez",
    "6015551234",
    "active",
    "2023-09-18 15:05:31" },
  { "contacts",
    "64cb0c3f9d8e7a001234567b",
    "José Ibáñez",
    "3005550142",
    "inactive",
    "2024-01-22 08:00:00" },
  { "cases",
    "65a1f0b29d8e7a0087654321",
    "Cotización pendiente",
    "3105551234",
    "open",
    "2024-01-13 11:20:18" },
  { "cases",
    "65a1f0b29d8e7a0087654322",
    "Factura duplicada",
    "3155550187",
    "open",
    "2024-02-02 16:45:59" },
  { "cases",
    "65a1f0b29d8e7a0087654323",
    "Cambio de dirección",
    "6015551234",
    "closed",
    "2024-02-28 12:30:07" },
};

static JsonObject *
make_record (const Record *record)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "wolkvox_id", record->wolkvox_id);
  json_object_set_string_member (object, "name", record->name);
  json_object_set_string_member (object, "phone", record->phone);
  json_object_set_string_member (object, "status", record->status);
  json_object_set_string_member (object, "created_at", record->created);
  return object;
}

/* "2026-11-25T09:30:00.123456-05" as the CRM writes a date. */
static char *
write_created_at (const char *received)
{
  char *text = g_strndup (received, strlen ("2026-11-25T09:30:00"));

  text[strcspn (text, "T")] = ' ';
  return text;
}

static JsonObject *
make_activity (JsonObject *entry)
{
  JsonObject *body = json_object_get_object_member (entry, "body");
  JsonObject *fields = json_object_get_object_member (body, "fields");
  g_autofree char *created_at
      = write_created_at (json_object_get_string_member (entry, "received"));
  JsonObject *record = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (fields);

  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (record,
                            l->data,
                            json_node_copy (json_object_get_member (fields, l->data)));

  json_object_set_string_member (record,
                                 "wolkvox_id",
                                 json_object_get_string_member (entry, "wolkvox_id"));
  json_object_set_string_member (record, "type", json_object_get_string_member (body, "type"));
  json_object_set_string_member (record, "created_at", created_at);
  return record;
}

/* Newest first, so that a limit keeps the newest. */
static GPtrArray *
make_module (JsonNode *activities, const char *module)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);

  if (strcmp (module, ACTIVITIES_MODULE) == 0)
    {
      JsonArray *entries = json_node_get_array (activities);

      for (guint i = json_array_get_length (entries); i > 0; i--)
        g_ptr_array_add (list, make_activity (json_array_get_object_element (entries, i - 1)));
    }

  for (gsize i = G_N_ELEMENTS (records); i > 0; i--)
    if (strcmp (records[i - 1].module, module) == 0)
      g_ptr_array_add (list, make_record (&records[i - 1]));

  return list;
}

static gboolean
has_value (JsonObject *record, const char *field, const char *value)
{
  JsonNode *node = json_object_get_member (record, field);
  g_autofree char *folded = NULL;
  g_autofree char *wanted = NULL;
  const char *text;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    text = bitacora_json_text_find_string (json_node_get_object (node), "value");
  else
    text = bitacora_json_text_find_string (record, field);
  if (text == NULL)
    return FALSE;

  folded = g_utf8_casefold (text, -1);
  wanted = g_utf8_casefold (value, -1);
  return strcmp (folded, wanted) == 0;
}

/* Both ends belong to it, the last minute with all its seconds; dates so written sort as text. */
static gboolean
is_within (JsonObject *record, const char *name, const char *from, const char *to)
{
  const char *date = bitacora_json_text_find_string (record, name);

  return date != NULL && strncmp (date, from, strlen (from)) >= 0
         && strncmp (date, to, strlen (to)) <= 0;
}

static JsonNode *
take_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}

/**
 * bitacora_practice_records_query:
 * @activities: what bitacora_practice_ledger_write() made
 * @request: a query.php request that the contract allows
 *
 * Finds the records of a module, `contacts`, `cases` or `wolkvox_activities`, of which a field has
 * a value, whatever its case; a phone has the value of its number. No page tells how a record of
 * an activity looks: here its `fields` are beside its ID, type and `created_at`.
 *
 * Returns: (transfer full): a JSON array of records, newest first
 */
JsonNode *
bitacora_practice_records_query (JsonNode *activities, JsonObject *request)
{
  const char *field = json_object_get_string_member (request, "field");
  const char *value = json_object_get_string_member (request, "value");
  g_autoptr (GPtrArray) list
      = make_module (activities, json_object_get_string_member (request, "module"));
  JsonArray *found = json_array_new ();

  for (guint i = 0; i < list->len; i++)
    {
      JsonObject *record = g_ptr_array_index (list, i);

      if (has_value (record, field, value))
        json_array_add_object_element (found, json_object_ref (record));
    }

  return take_array (found);
}

/**
 * bitacora_practice_records_query_dates:
 * @activities: what bitacora_practice_ledger_write() made
 * @request: a queryDates.php request that the contract allows
 *
 * Finds the records of a module that were made between two minutes, both included. No page tells
 * which of an activity's dates is meant: here it is found when it was made then, in the time zone
 * of this computer, or when its completion date is then.
 *
 * Returns: (transfer full): a JSON array of records, newest first, no more than the request's limit
 */
JsonNode *
bitacora_practice_records_query_dates (JsonNode *activities, JsonObject *request)
{
  const char *from = json_object_get_string_member (request, "from");
  const char *to = json_object_get_string_member (request, "to");
  gint64 limit = json_object_get_int_member_with_default (request, "limit", G_MAXINT64);
  g_autoptr (GPtrArray) list
      = make_module (activities, json_object_get_string_member (request, "module"));
  JsonArray *found = json_array_new ();

  for (guint i = 0; i < list->len && json_array_get_length (found) < limit; i++)
    {
      JsonObject *record = g_ptr_array_index (list, i);

      if (is_within (record, "created_at", from, to)
          || is_within (record, "completion_date", from, to))
        json_array_add_object_element (found, json_object_ref (record));
    }

  return take_array (found);
}
