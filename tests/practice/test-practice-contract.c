/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-fixture.h"

#include <string.h>

/* Where a member is, and values of which each is wrong there; JSON, several parted by blanks. */
typedef struct
{
  const char *path;
  const char *wrong;
} Case;

#define NO_STRING "null true 1 [] {}"
#define NO_TEXT NO_STRING " \"\""

static const Case call_cases[] = {
  { "operation", NO_TEXT },
  { "module", NO_TEXT " \"contacts\" \"WOLKVOX_ACTIVITIES\"" },
  { "type", NO_TEXT " \"Call\" \"calls\"" },
  { "fields", "null true 1 [] \"\"" },
  { "fields.status", NO_TEXT },
  { "fields.name", NO_TEXT },
  { "fields.priority", NO_TEXT " \"High\" \"urgent\" \"baja\"" },
  { "fields.name_module", NO_STRING },
  { "fields.completion_date", NO_TEXT },
  { "fields.remember", "null 0 1 \"true\" \"\" [] {}" },
  { "fields.reminder_date", NO_TEXT },
  { "fields.description", NO_STRING },
  { "fields.id_record", NO_STRING },
  { "fields.location", NO_STRING },
  { "fields.wolkvox_owner", NO_STRING },
  { "fields.phone", "null true 1 [] \"3105551234\"" },
  { "fields.phone.type", NO_TEXT " \"mobile\"" },
  { "fields.phone.country", NO_STRING },
  { "fields.phone.code", NO_TEXT " 57 \"+57\" \"5a\" \"1234\"" },
  { "fields.phone.value",
    NO_TEXT " 3105551234 \"310-555\" \"+573105551234\" \"1234567890123456\"" },
};

static const char *const wrong_dates[] = {
  "2023-02-29 00:00:00",  "2023-02-31 00:00:00", "2023-13-01 00:00:00", "2023-00-10 00:00:00",
  "2023-01-00 00:00:00",  "0000-01-01 00:00:00", "2023-01-01 24:00:00", "2023-01-01 00:60:00",
  "2023-01-01 00:00:60",  "2023-1-1 00:00:00",   "2023-01-01T00:00:00", "2023-01-01 00:00",
  "2023-01-01",           "20230101 000000",     "2023-01-01 00:00:0x", "2023-01-01 00:00:00Z",
  " 2023-01-01 00:00:00", "30/07/2023 00:00:00", "2023-01-01  0:00:00", "2023-01-01 -1:00:00",
};

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

/* BODY with the member at PATH made VALUE, or removed when VALUE is NULL. */
static char *
change (const char *body, const char *path, const char *value)
{
  g_autoptr (JsonNode) root = parse (body);
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonObject *object = json_node_get_object (root);
  guint last = g_strv_length (names) - 1;

  for (guint i = 0; i < last; i++)
    object = json_object_get_object_member (object, names[i]);

  if (value == NULL)
    json_object_remove_member (object, names[last]);
  else
    json_object_set_member (object, names[last], parse (value));
  return json_to_string (root, FALSE);
}

static void
assert_refused (Practice *practice, const char *body, const char *words)
{
  g_autoptr (PracticeReply) reply = practice_insert (practice, body);

  practice_assert_failed (reply, 400, words);
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 0);
}

static void
test_call_is_accepted (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = practice_insert (practice, PRACTICE_CALL);
  g_autofree char *id = practice_assert_created (reply);
  g_autofree char *kept = bitacora_practice_server_dup_activity (practice->server, 0);

  g_assert_nonnull (id);
  g_assert_cmpstr (kept, ==, PRACTICE_CALL);
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 1);
  g_assert_null (bitacora_practice_server_dup_activity (practice->server, 1));
}

static void
test_twice_makes_two (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) first = practice_insert (practice, PRACTICE_CALL);
  g_autoptr (PracticeReply) second = practice_insert (practice, PRACTICE_CALL);
  g_autofree char *first_id = practice_assert_created (first);
  g_autofree char *second_id = practice_assert_created (second);

  g_assert_cmpstr (first_id, !=, second_id);
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 2);
}

static void
test_task_is_accepted (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = practice_insert (practice, PRACTICE_TASK);
  g_autofree char *id = practice_assert_created (reply);

  g_assert_nonnull (id);
}

static void
test_missing_key (void)
{
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (call_cases); i++)
    {
      g_autofree char *body = change (PRACTICE_CALL, call_cases[i].path, NULL);
      g_autofree char *words
          = g_strconcat ("SOME PARAMETERS ARE REQUIRED: ", call_cases[i].path, NULL);

      assert_refused (practice, body, words);
    }
}

static void
test_wrong_value (void)
{
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (call_cases); i++)
    {
      g_auto (GStrv) values = g_strsplit (call_cases[i].wrong, " ", -1);
      g_autofree char *words = g_strconcat (call_cases[i].path, " MUST BE ", NULL);

      for (gsize j = 0; values[j] != NULL; j++)
        {
          g_autofree char *body = change (PRACTICE_CALL, call_cases[i].path, values[j]);

          g_test_message ("%s: %s", call_cases[i].path, values[j]);
          assert_refused (practice, body, words);
        }
    }
}

static void
test_wrong_date (void)
{
  static const char *const paths[] = { "fields.completion_date", "fields.reminder_date" };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (wrong_dates); j++)
      {
        g_autofree char *value = g_strdup_printf ("\"%s\"", wrong_dates[j]);
        g_autofree char *body = change (PRACTICE_CALL, paths[i], value);

        g_test_message ("%s: %s", paths[i], value);
        assert_refused (practice, body, paths[i]);
      }
}

static void
test_leap_day (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autofree char *body
      = change (PRACTICE_CALL, "fields.completion_date", "\"2024-02-29 23:59:59\"");
  g_autoptr (PracticeReply) reply = practice_insert (practice, body);
  g_autofree char *id = practice_assert_created (reply);

  g_assert_nonnull (id);
}

static void
test_task_has_neither_phone_nor_location (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autofree char *with_location = change (PRACTICE_TASK, "fields.location", "\"Cali\"");
  g_autofree char *call_as_task = change (PRACTICE_CALL, "type", "\"task\"");
  g_autofree char *task_as_call = change (PRACTICE_TASK, "type", "\"call\"");

  assert_refused (practice, with_location, "fields.location");
  assert_refused (practice, call_as_task, "fields.location");
  assert_refused (practice, task_as_call, "REQUIRED: fields.location");
}

static void
test_no_object (void)
{
  static const char *const bodies[]
      = { "", "null", "[]", "\"text\"", "1", "{", "{}}", "not json", "// c\n{}" };
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GString) deep = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    assert_refused (practice, bodies[i], "SOME PARAMETERS ARE REQUIRED");
  assert_refused (practice, "{}", "SOME PARAMETERS ARE REQUIRED: operation");

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (deep, '[');
  assert_refused (practice, deep->str, "SOME PARAMETERS ARE REQUIRED");
}

static void
test_content_type (void)
{
  static const char *const types[] = { "",
                                       "Content-Type: text/plain\r\n",
                                       "Content-Type: application/x-www-form-urlencoded\r\n" };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *headers
          = g_strconcat ("Wolkvox-Token: " PRACTICE_TOKEN "\r\n", types[i], NULL);
      g_autoptr (PracticeReply) reply
          = practice_ask (practice, "POST", PRACTICE_INSERT, headers, PRACTICE_CALL);

      practice_assert_failed (reply, 400, "Content-Type");
    }
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-contract/call-is-accepted", test_call_is_accepted);
  g_test_add_func ("/practice-contract/twice-makes-two", test_twice_makes_two);
  g_test_add_func ("/practice-contract/task-is-accepted", test_task_is_accepted);
  g_test_add_func ("/practice-contract/missing-key", test_missing_key);
  g_test_add_func ("/practice-contract/wrong-value", test_wrong_value);
  g_test_add_func ("/practice-contract/wrong-date", test_wrong_date);
  g_test_add_func ("/practice-contract/leap-day", test_leap_day);
  g_test_add_func ("/practice-contract/task-has-neither-phone-nor-location",
                   test_task_has_neither_phone_nor_location);
  g_test_add_func ("/practice-contract/no-object", test_no_object);
  g_test_add_func ("/practice-contract/content-type", test_content_type);

  return g_test_run ();
}
