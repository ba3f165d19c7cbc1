/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-activity-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-json-text.h"
#include "model/bitacora-moment.h"

#define MODULE "wolkvox_activities"
#define PHONE_TYPE "telephone"

G_DEFINE_QUARK (bitacora_activity_json_error_quark, bitacora_activity_json_error)

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value != NULL ? value : "");
}

static void
add_moment (JsonBuilder *builder, const char *name, GDateTime *moment, GTimeZone *zone)
{
  g_autofree char *text = moment != NULL ? bitacora_moment_format_crm (moment, zone) : NULL;

  add_string (builder, name, text);
}

static void
add_phone (JsonBuilder *builder, BitacoraPhoneNumber *phone, BitacoraCountryLanguage language)
{
  const char *region = phone != NULL ? bitacora_phone_number_get_region (phone) : NULL;
  g_autofree char *country
      = region != NULL ? bitacora_country_name_for_crm (region, language) : NULL;

  json_builder_set_member_name (builder, "phone");
  json_builder_begin_object (builder);
  add_string (builder, "type", PHONE_TYPE);
  add_string (builder, "country", country);
  add_string (builder,
              "code",
              phone != NULL ? bitacora_phone_number_get_calling_code (phone) : NULL);
  add_string (builder, "value", phone != NULL ? bitacora_phone_number_get_national (phone) : NULL);
  json_builder_end_object (builder);
}

/* An empty reminder date may be refused, so without a reminder it repeats the completion date. */
static void
add_fields (JsonBuilder *builder,
            BitacoraCallActivity *activity,
            GTimeZone *zone,
            BitacoraCountryLanguage language)
{
  gboolean is_call
      = bitacora_call_activity_get_activity_type (activity) == BITACORA_ACTIVITY_TYPE_CALL;
  gboolean remember = bitacora_call_activity_get_remember (activity);
  GDateTime *completion = bitacora_call_activity_get_completion_date (activity);
  GDateTime *reminder = remember ? bitacora_call_activity_get_reminder_date (activity) : completion;

  json_builder_set_member_name (builder, "fields");
  json_builder_begin_object (builder);
  add_string (builder, "status", bitacora_call_activity_get_status (activity));
  add_string (builder, "name", bitacora_call_activity_get_name (activity));
  add_string (builder,
              "priority",
              bitacora_priority_to_string (bitacora_call_activity_get_priority (activity)));
  add_string (builder, "name_module", bitacora_call_activity_get_module (activity));
  add_moment (builder, "completion_date", completion, zone);
  json_builder_set_member_name (builder, "remember");
  json_builder_add_boolean_value (builder, remember);
  add_moment (builder, "reminder_date", reminder, zone);
  add_string (builder, "description", bitacora_call_activity_get_description (activity));
  add_string (builder, "id_record", bitacora_call_activity_get_record_id (activity));
  if (is_call)
    add_string (builder, "location", bitacora_call_activity_get_location (activity));
  add_string (builder, "wolkvox_owner", bitacora_call_activity_get_owner (activity));
  if (is_call)
    add_phone (builder, bitacora_call_activity_get_phone (activity), language);
  json_builder_end_object (builder);
}

/* json-glib 1.6 forgets U+001F alone among the characters that RFC 8259 wants escaped.
 * Outside of strings it cannot stand. */
static char *
escape_what_was_left (const char *json)
{
  g_auto (GStrv) pieces = g_strsplit (json, "\x1f", -1);

  return g_strjoinv ("\\u001f", pieces);
}

/* What is being read, for the errors that name where. */
typedef struct
{
  JsonObject *object;
  const char *prefix;
  GTimeZone *zone;
} Reader;

static void
set_error (GError **error,
           BitacoraActivityJsonError code,
           const Reader *reader,
           const char *name,
           const char *expected)
{
  g_set_error (error,
               BITACORA_ACTIVITY_JSON_ERROR,
               (int)code,
               /* Translators: a member’s path, as in “fields.phone.code”, and what it should be. */
               _ ("%s%s: expected %s"),
               reader->prefix,
               name,
               expected);
}

static JsonNode *
find_member (const Reader *reader, const char *name, const char *expected, GError **error)
{
  JsonNode *node = json_object_get_member (reader->object, name);

  if (node == NULL)
    g_set_error (error,
                 BITACORA_ACTIVITY_JSON_ERROR,
                 BITACORA_ACTIVITY_JSON_ERROR_MISSING,
                 /* Translators: a member’s path, and what it should be. */
                 _ ("%s%s: missing; expected %s"),
                 reader->prefix,
                 name,
                 expected);

  return node;
}

static const char *
read_string (const Reader *reader, const char *name, const char *expected, GError **error)
{
  JsonNode *node = find_member (reader, name, expected, error);

  if (node == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      set_error (error, BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, reader, name, expected);
      return NULL;
    }

  return json_node_get_string (node);
}

static gboolean
read_text (const Reader *reader, const char *name, const char **text, GError **error)
{
  *text = read_string (reader, name, _ ("a string"), error);
  return *text != NULL;
}

static gboolean
read_constant (const Reader *reader, const char *name, const char *constant, GError **error)
{
  g_autofree char *expected = g_strdup_printf ("\"%s\"", constant);
  const char *text = read_string (reader, name, expected, error);

  if (text == NULL)
    return FALSE;

  if (strcmp (text, constant) != 0)
    {
      set_error (error, BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE, reader, name, expected);
      return FALSE;
    }

  return TRUE;
}

static const char *
read_digits (const Reader *reader, const char *name, GError **error)
{
  const char *text = read_string (reader, name, _ ("a string of digits"), error);

  if (text != NULL && (*text == '\0' || text[strspn (text, "0123456789")] != '\0'))
    {
      set_error (error,
                 BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
                 reader,
                 name,
                 _ ("a string of digits"));
      return NULL;
    }

  return text;
}

static gboolean
read_boolean (const Reader *reader, const char *name, gboolean *value, GError **error)
{
  JsonNode *node = find_member (reader, name, _ ("true or false"), error);

  if (node == NULL)
    return FALSE;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      set_error (error, BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, reader, name, _ ("true or false"));
      return FALSE;
    }

  *value = json_node_get_boolean (node);
  return TRUE;
}

static JsonObject *
read_object (const Reader *reader, const char *name, GError **error)
{
  JsonNode *node = find_member (reader, name, _ ("an object"), error);

  if (node == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      set_error (error, BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, reader, name, _ ("an object"));
      return NULL;
    }

  return json_node_get_object (node);
}

static GDateTime *
read_moment (const Reader *reader, const char *name, GError **error)
{
  const char *expected = _ ("a date such as \"2023-07-30 00:00:00\"");
  const char *text = read_string (reader, name, expected, error);
  g_autoptr (GError) reason = NULL;
  GDateTime *moment;

  if (text == NULL)
    return NULL;

  moment = bitacora_moment_parse_crm (text, reader->zone, &reason);
  if (moment == NULL)
    g_set_error (error,
                 BITACORA_ACTIVITY_JSON_ERROR,
                 BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
                 /* Translators: a member’s path, what it should be, and a sentence that says why
                  * it is not. */
                 _ ("%s%s: expected %s. %s"),
                 reader->prefix,
                 name,
                 expected,
                 reason->message);

  return moment;
}

static gboolean
read_type (const Reader *reader, BitacoraActivityType *type, GError **error)
{
  const char *expected = "\"call\", \"task\"";
  const char *text = read_string (reader, "type", expected, error);

  if (text == NULL)
    return FALSE;

  if (!bitacora_activity_type_from_string (text, type, NULL))
    {
      set_error (error, BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE, reader, "type", expected);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_priority (const Reader *reader, BitacoraCallActivity *activity, GError **error)
{
  const char *expected = "\"high\", \"normal\", \"low\"";
  const char *text = read_string (reader, "priority", expected, error);
  BitacoraPriority priority;

  if (text == NULL)
    return FALSE;

  if (!bitacora_priority_from_string (text, &priority, NULL))
    {
      set_error (error, BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE, reader, "priority", expected);
      return FALSE;
    }

  bitacora_call_activity_set_priority (activity, priority);
  return TRUE;
}

static gboolean
read_dates (const Reader *reader, BitacoraCallActivity *activity, GError **error)
{
  g_autoptr (GDateTime) completion = NULL;
  g_autoptr (GDateTime) reminder = NULL;
  gboolean remember;

  completion = read_moment (reader, "completion_date", error);
  if (completion == NULL || !read_boolean (reader, "remember", &remember, error))
    return FALSE;

  reminder = read_moment (reader, "reminder_date", error);
  if (reminder == NULL)
    return FALSE;

  bitacora_call_activity_set_completion_date (activity, completion);
  bitacora_call_activity_set_remember (activity, remember);
  if (remember)
    bitacora_call_activity_set_reminder_date (activity, reminder);
  return TRUE;
}

/* The calling code and the digits decide; the country only helps where several share a code, so
 * that a name which iso-codes has changed since does not make a kept call unreadable. */
static gboolean
read_phone (const Reader *fields, BitacoraCallActivity *activity, GError **error)
{
  Reader reader = { read_object (fields, "phone", error), "fields.phone.", fields->zone };
  g_autoptr (BitacoraPhoneNumber) phone = NULL;
  g_autoptr (GError) reason = NULL;
  const char *country, *code, *value;

  if (reader.object == NULL || !read_constant (&reader, "type", PHONE_TYPE, error)
      || !read_text (&reader, "country", &country, error))
    return FALSE;

  code = read_digits (&reader, "code", error);
  value = code != NULL ? read_digits (&reader, "value", error) : NULL;
  if (value == NULL)
    return FALSE;

  phone = bitacora_phone_number_new_from_parts (code,
                                                value,
                                                bitacora_country_region_from_crm_name (country),
                                                &reason);
  if (phone == NULL)
    {
      g_set_error (error,
                   BITACORA_ACTIVITY_JSON_ERROR,
                   BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
                   "fields.phone: %s",
                   reason->message);
      return FALSE;
    }

  bitacora_call_activity_set_phone (activity, phone);
  return TRUE;
}

static gboolean
read_texts (const Reader *reader, BitacoraCallActivity *activity, GError **error)
{
  const char *status, *name, *module, *description, *record_id, *owner;

  if (!read_text (reader, "status", &status, error) || !read_text (reader, "name", &name, error)
      || !read_text (reader, "name_module", &module, error)
      || !read_text (reader, "description", &description, error)
      || !read_text (reader, "id_record", &record_id, error)
      || !read_text (reader, "wolkvox_owner", &owner, error))
    return FALSE;

  bitacora_call_activity_set_status (activity, status);
  bitacora_call_activity_set_name (activity, name);
  bitacora_call_activity_set_module (activity, module);
  bitacora_call_activity_set_description (activity, description);
  bitacora_call_activity_set_record_id (activity, record_id);
  bitacora_call_activity_set_owner (activity, owner);
  return TRUE;
}

/* What a call has and a task has not. */
static gboolean
read_call_fields (const Reader *reader, BitacoraCallActivity *activity, GError **error)
{
  const char *location;

  if (!read_text (reader, "location", &location, error) || !read_phone (reader, activity, error))
    return FALSE;

  bitacora_call_activity_set_location (activity, location);
  return TRUE;
}

static BitacoraCallActivity *
read_activity (const Reader *root, GError **error)
{
  Reader fields = { NULL, "fields.", root->zone };
  g_autoptr (BitacoraCallActivity) activity = NULL;
  BitacoraActivityType type;

  if (!read_constant (root, "module", MODULE, error) || !read_type (root, &type, error))
    return NULL;

  fields.object = read_object (root, "fields", error);
  if (fields.object == NULL)
    return NULL;

  activity = bitacora_call_activity_new (type);
  if (!read_texts (&fields, activity, error) || !read_priority (&fields, activity, error)
      || !read_dates (&fields, activity, error)
      || (type == BITACORA_ACTIVITY_TYPE_CALL && !read_call_fields (&fields, activity, error)))
    return NULL;

  return g_steal_pointer (&activity);
}

/**
 * bitacora_activity_json_write:
 * @activity: the activity
 * @operation: the CRM operation's name
 * @zone: the time zone in which the CRM reads dates
 * @language: the language in which the CRM reads country names
 * @pretty: whether to indent it for people
 *
 * Writes the body of an insert request, member by member as sections 1 and 2 of the API's contract
 * have it. What @activity lacks is written as an empty string: validate it first.
 *
 * Returns: (transfer full): JSON text in UTF-8, on one line unless @pretty
 */
char *
bitacora_activity_json_write (BitacoraCallActivity *activity,
                              const char *operation,
                              GTimeZone *zone,
                              BitacoraCountryLanguage language,
                              gboolean pretty)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonGenerator) generator = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (activity), NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  builder = json_builder_new_immutable ();
  json_builder_begin_object (builder);
  add_string (builder, "operation", operation);
  add_string (builder, "module", MODULE);
  add_string (builder,
              "type",
              bitacora_activity_type_to_string (
                  bitacora_call_activity_get_activity_type (activity)));
  add_fields (builder, activity, zone, language);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  generator = json_generator_new ();
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, pretty);
  json_generator_set_indent (generator, 2);
  json = json_generator_to_data (generator, NULL);
  return escape_what_was_left (json);
}

/**
 * bitacora_activity_json_write_for_profile:
 * @activity: the activity
 * @profile: where it goes
 *
 * Writes the body that is sent to the CRM of @profile, with its operation, time zone and language
 * of country names.
 *
 * Returns: (transfer full): JSON text on one line
 */
char *
bitacora_activity_json_write_for_profile (BitacoraCallActivity *activity, BitacoraProfile *profile)
{
  g_autoptr (GTimeZone) zone = NULL;

  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (activity), NULL);
  g_return_val_if_fail (BITACORA_IS_PROFILE (profile), NULL);

  zone = bitacora_profile_dup_zone (profile);
  return bitacora_activity_json_write (activity,
                                       bitacora_profile_get_operation (profile),
                                       zone,
                                       bitacora_profile_get_country_language (profile),
                                       FALSE);
}

/**
 * bitacora_activity_json_read:
 * @json: (array length=length): what bitacora_activity_json_write() wrote, or others alike
 * @length: bytes in @json, or -1 when it ends in a NUL
 * @zone: the time zone in which its dates are meant
 * @operation: (out) (optional) (transfer full): return location for the operation's name
 * @error: return location for an error
 *
 * Reads the body of an insert request. Every member that the API's contract requires must be there
 * with its type; others are ignored. Checks the form alone: see bitacora_call_activity_validate()
 * for whether its texts make sense.
 *
 * Returns: (transfer full) (nullable): the activity, or %NULL with @error set in
 *   %BITACORA_ACTIVITY_JSON_ERROR, its message beginning with the path of the offending member
 */
BitacoraCallActivity *
bitacora_activity_json_read (const char *json,
                             gssize length,
                             GTimeZone *zone,
                             char **operation,
                             GError **error)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) reason = NULL;
  Reader reader = { NULL, "", zone };
  const char *name;

  g_return_val_if_fail (json != NULL || length == 0, NULL);
  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  root = bitacora_json_text_parse (json, length, &reason);
  if (root == NULL)
    {
      g_set_error_literal (error,
                           BITACORA_ACTIVITY_JSON_ERROR,
                           BITACORA_ACTIVITY_JSON_ERROR_NOT_JSON,
                           reason->message);
      return NULL;
    }

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error,
                           BITACORA_ACTIVITY_JSON_ERROR,
                           BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
                           _ ("Expected one JSON object"));
      return NULL;
    }

  reader.object = json_node_get_object (root);
  if (!read_text (&reader, "operation", &name, error))
    return NULL;

  activity = read_activity (&reader, error);
  if (activity != NULL && operation != NULL)
    *operation = g_strdup (name);

  return g_steal_pointer (&activity);
}
