/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm/bitacora-activity-json.h"
#include "crm/bitacora-json-text.h"
#include "model/bitacora-moment.h"
#include "model/bitacora-profile-list.h"

/* The vendor's page, its examples in the places of its placeholders. */
#define CALL_COMPACT                                                                               \
  "{\"operation\":\"My-CRM-operation\",\"module\":\"wolkvox_activities\",\"type\":\"call\","       \
  "\"fields\":{\"status\":\"created\",\"name\":\"Nombre de la actividad\",\"priority\":\"low\","   \
  "\"name_module\":\"cases\",\"completion_date\":\"2023-07-30 00:00:00\",\"remember\":true,"       \
  "\"reminder_date\":\"2023-07-29 00:00:00\","                                                     \
  "\"description\":\"Esto es una descripción de la actividad\",\"id_record\":\"código de id\","  \
  "\"location\":\"Bogotá\",\"wolkvox_owner\":\"ADMIN_@mimodulo\","                                \
  "\"phone\":{\"type\":\"telephone\",\"country\":\"COLOMBIA\",\"code\":\"57\","                    \
  "\"value\":\"3105551234\"}}}"

#define CALL_PRETTY                                                                                \
  "{\n"                                                                                            \
  "  \"operation\" : \"My-CRM-operation\",\n"                                                      \
  "  \"module\" : \"wolkvox_activities\",\n"                                                       \
  "  \"type\" : \"call\",\n"                                                                       \
  "  \"fields\" : {\n"                                                                             \
  "    \"status\" : \"created\",\n"                                                                \
  "    \"name\" : \"Nombre de la actividad\",\n"                                                   \
  "    \"priority\" : \"low\",\n"                                                                  \
  "    \"name_module\" : \"cases\",\n"                                                             \
  "    \"completion_date\" : \"2023-07-30 00:00:00\",\n"                                           \
  "    \"remember\" : true,\n"                                                                     \
  "    \"reminder_date\" : \"2023-07-29 00:00:00\",\n"                                             \
  "    \"description\" : \"Esto es una descripción de la actividad\",\n"                          \
  "    \"id_record\" : \"código de id\",\n"                                                       \
  "    \"location\" : \"Bogotá\",\n"                                                              \
  "    \"wolkvox_owner\" : \"ADMIN_@mimodulo\",\n"                                                 \
  "    \"phone\" : {\n"                                                                            \
  "      \"type\" : \"telephone\",\n"                                                              \
  "      \"country\" : \"COLOMBIA\",\n"                                                            \
  "      \"code\" : \"57\",\n"                                                                     \
  "      \"value\" : \"3105551234\"\n"                                                             \
  "    }\n"                                                                                        \
  "  }\n"                                                                                          \
  "}"

#define TASK_COMPACT                                                                               \
  "{\"operation\":\"My-CRM-operation\",\"module\":\"wolkvox_activities\",\"type\":\"task\","       \
  "\"fields\":{\"status\":\"created\",\"name\":\"Nombre de la actividad\",\"priority\":\"high\","  \
  "\"name_module\":\"contacts\",\"completion_date\":\"2023-07-30 00:00:00\",\"remember\":false,"   \
  "\"reminder_date\":\"2023-07-30 00:00:00\",\"description\":\"\",\"id_record\":\"\","             \
  "\"wolkvox_owner\":\"\"}}"

static GTimeZone *
find_zone (const char *identifier)
{
  GTimeZone *zone = g_time_zone_new_identifier (identifier);

  g_assert_nonnull (zone);
  return zone;
}

static BitacoraCallActivity *
read_back (const char *json, GTimeZone *zone)
{
  g_autoptr (GError) error = NULL;
  BitacoraCallActivity *activity = bitacora_activity_json_read (json, -1, zone, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (activity);
  return activity;
}

static BitacoraCallActivity *
create_call (GTimeZone *zone)
{
  BitacoraCallActivity *activity = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (GDateTime) completion = g_date_time_new (zone, 2023, 7, 30, 0, 0, 0);
  g_autoptr (GDateTime) reminder = g_date_time_new (zone, 2023, 7, 29, 0, 0, 0);
  g_autoptr (BitacoraPhoneNumber) phone
      = bitacora_phone_number_new_from_parts ("57", "3105551234", "CO", NULL);

  bitacora_call_activity_set_status (activity, "created");
  bitacora_call_activity_set_name (activity, "Nombre de la actividad");
  bitacora_call_activity_set_priority (activity, BITACORA_PRIORITY_LOW);
  bitacora_call_activity_set_module (activity, "cases");
  bitacora_call_activity_set_completion_date (activity, completion);
  bitacora_call_activity_set_remember (activity, TRUE);
  bitacora_call_activity_set_reminder_date (activity, reminder);
  bitacora_call_activity_set_description (activity, "Esto es una descripción de la actividad");
  bitacora_call_activity_set_record_id (activity, "código de id");
  bitacora_call_activity_set_location (activity, "Bogotá");
  bitacora_call_activity_set_owner (activity, "ADMIN_@mimodulo");
  bitacora_call_activity_set_phone (activity, phone);
  return activity;
}

static void
test_the_contracts_sample (void)
{
  g_autoptr (GTimeZone) zone = find_zone ("America/Bogota");
  g_autoptr (BitacoraCallActivity) call = create_call (zone);
  g_autofree char *compact = bitacora_activity_json_write (call,
                                                           "My-CRM-operation",
                                                           zone,
                                                           BITACORA_COUNTRY_LANGUAGE_SPANISH,
                                                           FALSE);
  g_autofree char *pretty = bitacora_activity_json_write (call,
                                                          "My-CRM-operation",
                                                          zone,
                                                          BITACORA_COUNTRY_LANGUAGE_SPANISH,
                                                          TRUE);

  g_assert_cmpstr (compact, ==, CALL_COMPACT);
  g_assert_cmpstr (pretty, ==, CALL_PRETTY);
}

/* Neither phone nor location, and without a reminder the date of completion in its place. */
static void
test_a_task (void)
{
  g_autoptr (GTimeZone) zone = find_zone ("America/Bogota");
  g_autoptr (BitacoraCallActivity) task = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_TASK);
  g_autoptr (GDateTime) completion = g_date_time_new (zone, 2023, 7, 30, 0, 0, 0);
  g_autofree char *written = NULL;
  g_autoptr (BitacoraCallActivity) read = NULL;

  bitacora_call_activity_set_status (task, "created");
  bitacora_call_activity_set_name (task, "Nombre de la actividad");
  bitacora_call_activity_set_priority (task, BITACORA_PRIORITY_HIGH);
  bitacora_call_activity_set_module (task, "contacts");
  bitacora_call_activity_set_completion_date (task, completion);
  written = bitacora_activity_json_write (task,
                                          "My-CRM-operation",
                                          zone,
                                          BITACORA_COUNTRY_LANGUAGE_SPANISH,
                                          FALSE);
  g_assert_cmpstr (written, ==, TASK_COMPACT);

  read = read_back (written, zone);
  g_assert_cmpint (bitacora_call_activity_get_activity_type (read),
                   ==,
                   BITACORA_ACTIVITY_TYPE_TASK);
  g_assert_false (bitacora_call_activity_get_remember (read));
  g_assert_null (bitacora_call_activity_get_reminder_date (read));
  g_assert_null (bitacora_call_activity_get_phone (read));
}

static void
test_everything_is_read (void)
{
  g_autoptr (GTimeZone) zone = find_zone ("America/Bogota");
  g_autoptr (BitacoraCallActivity) call = NULL;
  g_autofree char *operation = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraPhoneNumber *phone;
  g_autofree char *reminder = NULL;

  call = bitacora_activity_json_read (CALL_PRETTY, -1, zone, &operation, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (operation, ==, "My-CRM-operation");
  g_assert_cmpint (bitacora_call_activity_get_activity_type (call),
                   ==,
                   BITACORA_ACTIVITY_TYPE_CALL);
  g_assert_cmpstr (bitacora_call_activity_get_status (call), ==, "created");
  g_assert_cmpstr (bitacora_call_activity_get_name (call), ==, "Nombre de la actividad");
  g_assert_cmpint (bitacora_call_activity_get_priority (call), ==, BITACORA_PRIORITY_LOW);
  g_assert_cmpstr (bitacora_call_activity_get_module (call), ==, "cases");
  g_assert_true (bitacora_call_activity_get_remember (call));
  g_assert_cmpstr (bitacora_call_activity_get_record_id (call), ==, "código de id");
  g_assert_cmpstr (bitacora_call_activity_get_location (call), ==, "Bogotá");
  g_assert_cmpstr (bitacora_call_activity_get_owner (call), ==, "ADMIN_@mimodulo");
  reminder = g_date_time_format_iso8601 (bitacora_call_activity_get_reminder_date (call));
  g_assert_cmpstr (reminder, ==, "2023-07-29T00:00:00-05");
  phone = bitacora_call_activity_get_phone (call);
  g_assert_cmpstr (bitacora_phone_number_get_region (phone), ==, "CO");
  g_assert_cmpstr (bitacora_phone_number_get_calling_code (phone), ==, "57");
  g_assert_cmpstr (bitacora_phone_number_get_national (phone), ==, "3105551234");
}

/* Entered here, written there: the same moment, and the day before in between. */
static void
test_dates_are_written_in_the_crms_zone (void)
{
  g_autoptr (GTimeZone) here = find_zone ("Europe/Madrid");
  g_autoptr (GTimeZone) there = find_zone ("America/Bogota");
  g_autoptr (BitacoraCallActivity) call = create_call (here);
  g_autofree char *written
      = bitacora_activity_json_write (call, "op", there, BITACORA_COUNTRY_LANGUAGE_SPANISH, FALSE);
  g_autoptr (BitacoraCallActivity) read = read_back (written, there);

  g_assert_nonnull (strstr (written, "\"completion_date\":\"2023-07-29 17:00:00\""));
  g_assert_true (g_date_time_equal (bitacora_call_activity_get_completion_date (call),
                                    bitacora_call_activity_get_completion_date (read)));
}

static void
test_country_names_in_the_crms_language (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (BitacoraCallActivity) call = create_call (zone);
  g_autoptr (BitacoraPhoneNumber) phone
      = bitacora_phone_number_new_from_parts ("49", "30123456", "DE", NULL);
  g_autofree char *spanish = NULL;
  g_autofree char *english = NULL;

  bitacora_call_activity_set_phone (call, phone);
  spanish
      = bitacora_activity_json_write (call, "op", zone, BITACORA_COUNTRY_LANGUAGE_SPANISH, FALSE);
  english
      = bitacora_activity_json_write (call, "op", zone, BITACORA_COUNTRY_LANGUAGE_ENGLISH, FALSE);
  g_assert_nonnull (strstr (spanish, "\"country\":\"ALEMANIA\""));
  g_assert_nonnull (strstr (english, "\"country\":\"GERMANY\""));
}

static void
test_written_for_a_profile (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("json-test");
  g_autoptr (GTimeZone) here = find_zone ("Europe/Madrid");
  g_autoptr (BitacoraCallActivity) call = create_call (here);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_profile_set_operation (profile, "My \"op\"");
  bitacora_profile_set_time_zone (profile, "America/Bogota", &error);
  g_assert_no_error (error);
  written = bitacora_activity_json_write_for_profile (call, profile);
  g_assert_true (g_str_has_prefix (written, "{\"operation\":\"My \\\"op\\\"\",\"module\":"));
  g_assert_nonnull (strstr (written, "\"2023-07-29 17:00:00\""));
  g_assert_nonnull (strstr (written, "\"COLOMBIA\""));
  g_assert_null (strchr (written, '\n'));
}

/* Letters stay what they are; only what JSON cannot hold is escaped. */
static void
test_escapes (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (BitacoraCallActivity) call = create_call (zone);
  g_autofree char *written = NULL;
  g_autoptr (BitacoraCallActivity) read = NULL;
  const char *text = "“ñ” 😀 / \"quoted\" \\ back\nline\ttab\r\x01\x1f <&> \xe2\x80\xa8";

  bitacora_call_activity_set_description (call, text);
  written
      = bitacora_activity_json_write (call, "op", zone, BITACORA_COUNTRY_LANGUAGE_SPANISH, FALSE);
  g_assert_nonnull (strstr (written,
                            "\"“ñ” 😀 / \\\"quoted\\\" \\\\ back\\nline\\ttab\\r\\u0001\\u001f "
                            "<&> \xe2\x80\xa8\""));
  read = read_back (written, zone);
  g_assert_cmpstr (bitacora_call_activity_get_description (read), ==, text);
}

static char *
create_random_text (void)
{
  static const char *const pieces[] = {
    "a",
    "Z",
    " ",
    "ñ",
    "ü",
    "😀",
    "👩‍👩‍👧",
    "\"",
    "\\",
    "/",
    "\n",
    "\r\n",
    "\t",
    "\x01",
    "\x1f",
    "\x7f",
    "{",
    "}",
    "[",
    ",",
    ":",
    "\\u00",
    "null",
    "\b",
    "\f",
    "中",
    "\xe2\x80\xae",
    "'",
    "%s",
    "\xc2\x85",
    "\xef\xbf\xbf",
  };
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 20); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static GDateTime *
create_random_moment (void)
{
  return g_date_time_new_from_unix_utc (g_test_rand_int_range (0, G_MAXINT32));
}

static BitacoraCallActivity *
create_random_activity (void)
{
  static const char *const phones[][3] = {
    { "57", "3105551234", "CO" }, { "1", "2125550123", "US" },  { "1", "6135550123", "CA" },
    { "7", "7012345678", "KZ" },  { "44", "2071234567", "GB" }, { "34", "612345678", "ES" },
    { "52", "5512345678", "MX" }, { "593", "991234567", "EC" },
  };
  gboolean is_call = g_test_rand_int_range (0, 4) > 0;
  BitacoraCallActivity *activity = bitacora_call_activity_new (
      is_call ? BITACORA_ACTIVITY_TYPE_CALL : BITACORA_ACTIVITY_TYPE_TASK);
  static void (*const setters[]) (BitacoraCallActivity *, const char *) = {
    bitacora_call_activity_set_name,      bitacora_call_activity_set_description,
    bitacora_call_activity_set_status,    bitacora_call_activity_set_module,
    bitacora_call_activity_set_record_id, bitacora_call_activity_set_owner,
  };
  g_autoptr (GDateTime) completion = create_random_moment ();
  g_autoptr (GDateTime) reminder = create_random_moment ();
  g_autofree char *location = create_random_text ();

  for (gsize i = 0; i < G_N_ELEMENTS (setters); i++)
    {
      g_autofree char *text = create_random_text ();

      setters[i](activity, text);
    }

  bitacora_call_activity_set_priority (activity, (BitacoraPriority)g_test_rand_int_range (0, 3));
  bitacora_call_activity_set_completion_date (activity, completion);
  bitacora_call_activity_set_remember (activity, g_test_rand_bit ());
  bitacora_call_activity_set_reminder_date (activity, reminder);
  if (is_call)
    {
      const char *const *parts = phones[g_test_rand_int_range (0, G_N_ELEMENTS (phones))];
      g_autoptr (BitacoraPhoneNumber) phone
          = bitacora_phone_number_new_from_parts (parts[0], parts[1], parts[2], NULL);

      bitacora_call_activity_set_phone (activity, phone);
      bitacora_call_activity_set_location (activity, location);
    }

  return activity;
}

static void
test_written_again_as_it_was_read (void)
{
  static const char *const zones[]
      = { "America/Bogota", "Europe/Madrid", "Asia/Kathmandu", "Pacific/Apia", "Etc/UTC" };

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (GTimeZone) zone
          = find_zone (zones[g_test_rand_int_range (0, G_N_ELEMENTS (zones))]);
      BitacoraCountryLanguage language = g_test_rand_bit () ? BITACORA_COUNTRY_LANGUAGE_SPANISH
                                                            : BITACORA_COUNTRY_LANGUAGE_ENGLISH;
      gboolean pretty = g_test_rand_bit ();
      g_autofree char *operation = create_random_text ();
      g_autofree char *operation_read = NULL;
      g_autoptr (BitacoraCallActivity) activity = create_random_activity ();
      g_autofree char *written
          = bitacora_activity_json_write (activity, operation, zone, language, pretty);
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraCallActivity) read
          = bitacora_activity_json_read (written, -1, zone, &operation_read, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = bitacora_activity_json_write (read, operation_read, zone, language, pretty);
      g_assert_cmpstr (written, ==, again);
      g_assert_cmpstr (bitacora_call_activity_get_description (activity),
                       ==,
                       bitacora_call_activity_get_description (read));
    }
}

static void
assert_refused (const char *json, BitacoraActivityJsonError code, const char *start)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  g_autofree char *operation = NULL;
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_activity_json_read (json, -1, zone, &operation, &error);

  if (activity != NULL)
    g_error ("taken for an activity: %s", json);
  g_assert_null (operation);
  g_assert_error (error, BITACORA_ACTIVITY_JSON_ERROR, (int)code);
  if (!g_str_has_prefix (error->message, start))
    g_error ("“%s” does not start with “%s”", error->message, start);
}

static void
assert_replaced_refused (const char *old,
                         const char *new,
                         BitacoraActivityJsonError code,
                         const char *start)
{
  g_auto (GStrv) halves = g_strsplit (CALL_COMPACT, old, 2);
  g_autofree char *json = NULL;

  g_assert_cmpuint (g_strv_length (halves), ==, 2);
  json = g_strconcat (halves[0], new, halves[1], NULL);
  assert_refused (json, code, start);
}

static void
test_wrong_values_are_named (void)
{
  static const struct
  {
    const char *old;
    const char *new;
    BitacoraActivityJsonError code;
    const char *start;
  } rows[] = {
    { "\"My-CRM-operation\"", "7", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "operation: expected" },
    { "wolkvox_activities",
      "contacts",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "module: expected \"wolkvox_activities\"" },
    { "\"call\"", "\"email\"", BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE, "type: expected" },
    { "\"call\"", "true", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "type: expected" },
    { "\"low\"",
      "\"urgent\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "fields.priority: expected" },
    { "\"low\"", "1", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "fields.priority: expected" },
    { "true",
      "\"true\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
      "fields.remember: expected true" },
    { "true", "1", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "fields.remember: expected true" },
    { "true", "null", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "fields.remember: expected true" },
    { "\"2023-07-30 00:00:00\"",
      "\"2023-02-31 00:00:00\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "fields.completion_date: expected" },
    { "\"2023-07-30 00:00:00\"",
      "\"tomorrow\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "fields.completion_date: expected" },
    { "\"2023-07-29 00:00:00\"",
      "\"\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "fields.reminder_date: expected" },
    { "\"2023-07-29 00:00:00\"",
      "20230729",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
      "fields.reminder_date: expected" },
    { "\"Nombre de la actividad\"",
      "[]",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
      "fields.name: expected a string" },
    { "\"created\"", "null", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "fields.status: expected" },
    { "\"telephone\"",
      "\"fax\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "fields.phone.type: expected \"telephone\"" },
    { "\"COLOMBIA\"", "57", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "fields.phone.country: " },
    { "\"57\"",
      "57",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
      "fields.phone.code: expected a string" },
    { "\"57\"",
      "\"+57\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "fields.phone.code: expected" },
    { "\"57\"", "\"\"", BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE, "fields.phone.code: expected" },
    { "\"57\"", "\"999\"", BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE, "fields.phone: " },
    { "\"3105551234\"",
      "\"310 555\"",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE,
      "fields.phone.value: expected a string of digits" },
    { "\"phone\":{",
      "\"phone\":7,\"x\":{",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
      "fields.phone: " },
    { "\"fields\":{",
      "\"fields\":[],\"x\":{",
      BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
      "fields: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_replaced_refused (rows[i].old, rows[i].new, rows[i].code, rows[i].start);
}

static void
test_every_missing_member_is_named (void)
{
  static const char *const paths[] = {
    "operation",
    "module",
    "type",
    "fields",
    "fields.status",
    "fields.name",
    "fields.priority",
    "fields.name_module",
    "fields.completion_date",
    "fields.remember",
    "fields.reminder_date",
    "fields.description",
    "fields.id_record",
    "fields.location",
    "fields.wolkvox_owner",
    "fields.phone",
    "fields.phone.type",
    "fields.phone.country",
    "fields.phone.code",
    "fields.phone.value",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (GStrv) steps = g_strsplit (paths[i], ".", -1);
      guint n = g_strv_length (steps);
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *object;
      g_autofree char *json = NULL;
      g_autofree char *start = g_strconcat (paths[i], ": missing", NULL);

      g_assert_true (json_parser_load_from_data (parser, CALL_COMPACT, -1, NULL));
      object = json_node_get_object (json_parser_get_root (parser));
      for (guint j = 0; j + 1 < n; j++)
        object = json_object_get_object_member (object, steps[j]);
      g_assert_true (json_object_has_member (object, steps[n - 1]));
      json_object_remove_member (object, steps[n - 1]);
      json = json_to_string (json_parser_get_root (parser), FALSE);
      assert_refused (json, BITACORA_ACTIVITY_JSON_ERROR_MISSING, start);
    }
}

static void
test_what_is_no_object (void)
{
  assert_refused ("", BITACORA_ACTIVITY_JSON_ERROR_NOT_JSON, "");
  assert_refused ("{", BITACORA_ACTIVITY_JSON_ERROR_NOT_JSON, "");
  assert_refused ("/**/" CALL_COMPACT, BITACORA_ACTIVITY_JSON_ERROR_NOT_JSON, "");
  assert_refused ("[]", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "");
  assert_refused ("null", BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE, "");
  assert_refused ("\""
                  "call\"",
                  BITACORA_ACTIVITY_JSON_ERROR_WRONG_TYPE,
                  "");
  assert_refused ("{}", BITACORA_ACTIVITY_JSON_ERROR_MISSING, "operation: ");
}

/* What a later version or another hand adds, and a country that iso-codes has renamed since. */
static void
test_lenient_where_it_may_be (void)
{
  static const char *const replacements[][2] = {
    { "{\"operation\"", "{\"future\":[1,{}],\"operation\"" },
    { "{\"status\"", "{\"future\":null,\"status\"" },
    { "\"COLOMBIA\"", "\"NUEVA GRANADA\"" },
    { "\"COLOMBIA\"", "\"\"" },
    { "\"COLOMBIA\"", "\"ALEMANIA\"" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (gsize i = 0; i < G_N_ELEMENTS (replacements); i++)
    {
      g_auto (GStrv) halves = g_strsplit (CALL_COMPACT, replacements[i][0], 2);
      g_autofree char *json = g_strconcat (halves[0], replacements[i][1], halves[1], NULL);
      g_autoptr (BitacoraCallActivity) activity = read_back (json, zone);

      g_assert_cmpstr (bitacora_phone_number_get_region (
                           bitacora_call_activity_get_phone (activity)),
                       ==,
                       "CO");
    }
}

/* A time that a clock skips when summer begins does not exist there. */
static void
test_a_skipped_time_is_refused (void)
{
  g_autoptr (GTimeZone) zone = find_zone ("Europe/Madrid");
  g_auto (GStrv) halves = g_strsplit (CALL_COMPACT, "2023-07-30 00:00:00", 2);
  g_autofree char *json = g_strconcat (halves[0], "2023-03-26 02:30:00", halves[1], NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_activity_json_read (json, -1, zone, NULL, &error);

  g_assert_null (activity);
  g_assert_error (error, BITACORA_ACTIVITY_JSON_ERROR, BITACORA_ACTIVITY_JSON_ERROR_WRONG_VALUE);
  g_assert_true (g_str_has_prefix (error->message, "fields.completion_date: expected a date"));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activity-json/the-contracts-sample", test_the_contracts_sample);
  g_test_add_func ("/activity-json/a-task", test_a_task);
  g_test_add_func ("/activity-json/everything-is-read", test_everything_is_read);
  g_test_add_func ("/activity-json/dates-are-written-in-the-crms-zone",
                   test_dates_are_written_in_the_crms_zone);
  g_test_add_func ("/activity-json/country-names-in-the-crms-language",
                   test_country_names_in_the_crms_language);
  g_test_add_func ("/activity-json/written-for-a-profile", test_written_for_a_profile);
  g_test_add_func ("/activity-json/escapes", test_escapes);
  g_test_add_func ("/activity-json/written-again-as-it-was-read",
                   test_written_again_as_it_was_read);
  g_test_add_func ("/activity-json/wrong-values-are-named", test_wrong_values_are_named);
  g_test_add_func ("/activity-json/every-missing-member-is-named",
                   test_every_missing_member_is_named);
  g_test_add_func ("/activity-json/what-is-no-object", test_what_is_no_object);
  g_test_add_func ("/activity-json/lenient-where-it-may-be", test_lenient_where_it_may_be);
  g_test_add_func ("/activity-json/a-skipped-time-is-refused", test_a_skipped_time_is_refused);

  return g_test_run ();
}
