/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-fixture.h"

#include <string.h>

static PracticeReply *
post (Practice *practice, const char *path, const char *body)
{
  return practice_ask (practice, "POST", path, PRACTICE_HEADERS, body);
}

/* The records that a query finds. */
static JsonArray *
find (Practice *practice, const char *path, const char *body)
{
  g_autoptr (PracticeReply) reply = post (practice, path, body);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *answer;

  g_assert_cmpuint (reply->status, ==, 200);
  root = practice_reply_parse (reply);
  answer = json_node_get_object (root);
  g_assert_cmpint (json_object_get_int_member (answer, "code"), ==, 200);
  g_assert_cmpstr (json_object_get_string_member (answer, "error"), ==, "null");
  return json_array_ref (json_object_get_array_member (answer, "data"));
}

static char *
log_call (Practice *practice, const char *name, const char *completed)
{
  g_autoptr (JsonNode) root = json_from_string (PRACTICE_CALL, NULL);
  JsonObject *fields = json_object_get_object_member (json_node_get_object (root), "fields");
  g_autofree char *body = NULL;
  g_autoptr (PracticeReply) reply = NULL;

  json_object_set_string_member (fields, "name", name);
  json_object_set_string_member (fields, "completion_date", completed);
  body = json_to_string (root, FALSE);
  reply = practice_insert (practice, body);
  return practice_assert_created (reply);
}

static char *
make_dates (const char *from, const char *to, const char *rest)
{
  return g_strdup_printf ("{\"operation\":\"practice\",\"module\":\"wolkvox_activities\","
                          "\"date\":true,\"from\":\"%s\",\"to\":\"%s\"%s}",
                          from,
                          to,
                          rest);
}

static void
assert_dates_find (Practice *practice, const char *from, const char *to, const char *ids)
{
  g_autofree char *body = make_dates (from, to, "");
  g_autoptr (JsonArray) found = find (practice, PRACTICE_QUERY_DATES, body);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (found); i++)
    g_string_append_printf (text,
                            "%s ",
                            json_object_get_string_member (json_array_get_object_element (found, i),
                                                           "wolkvox_id"));
  g_assert_cmpstr (text->str, ==, ids);
}

static void
test_contact_by_phone (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (JsonArray) found = find (practice,
                                      PRACTICE_QUERY,
                                      "{\"operation\":\"practice\",\"module\":\"contacts\","
                                      "\"field\":\"phone\",\"value\":\"3105551234\"}");
  JsonObject *contact;

  g_assert_cmpuint (json_array_get_length (found), ==, 1);
  contact = json_array_get_object_element (found, 0);
  g_assert_cmpstr (json_object_get_string_member (contact, "name"), ==, "Ana Gómez");
  g_assert_cmpuint (strlen (json_object_get_string_member (contact, "wolkvox_id")), ==, 24);
}

static void
test_case_by_name (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (JsonArray) found = find (practice,
                                      PRACTICE_QUERY,
                                      "{\"operation\":\"practice\",\"module\":\"cases\","
                                      "\"field\":\"name\",\"value\":\"CAMBIO DE DIRECCIÓN\"}");
  g_autoptr (JsonArray) none = find (practice,
                                     PRACTICE_QUERY,
                                     "{\"operation\":\"practice\",\"module\":\"cases\","
                                     "\"field\":\"name\",\"value\":\"Cambio\"}");
  g_autoptr (JsonArray) nowhere = find (practice,
                                        PRACTICE_QUERY,
                                        "{\"operation\":\"practice\",\"module\":\"unknown\","
                                        "\"field\":\"name\",\"value\":\"Cambio\"}");

  g_assert_cmpuint (json_array_get_length (found), ==, 1);
  g_assert_cmpuint (json_array_get_length (none), ==, 0);
  g_assert_cmpuint (json_array_get_length (nowhere), ==, 0);
}

static void
test_activity_by_field (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autofree char *id = log_call (practice, "Una", "2023-07-30 09:15:00");
  g_autofree char *other_id = log_call (practice, "Otra", "2023-07-30 09:15:00");
  g_autoptr (JsonArray) by_name
      = find (practice,
              PRACTICE_QUERY,
              "{\"operation\":\"practice\",\"module\":\"wolkvox_activities\","
              "\"field\":\"name\",\"value\":\"Una\"}");
  g_autoptr (JsonArray) by_phone
      = find (practice,
              PRACTICE_QUERY,
              "{\"operation\":\"practice\",\"module\":\"wolkvox_activities\","
              "\"field\":\"phone\",\"value\":\"3105551234\"}");
  JsonObject *record;

  g_assert_cmpuint (json_array_get_length (by_name), ==, 1);
  record = json_array_get_object_element (by_name, 0);
  g_assert_cmpstr (json_object_get_string_member (record, "wolkvox_id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (record, "type"), ==, "call");
  g_assert_true (json_object_get_boolean_member (record, "remember"));

  g_assert_cmpuint (json_array_get_length (by_phone), ==, 2);
  record = json_array_get_object_element (by_phone, 0);
  g_assert_cmpstr (json_object_get_string_member (record, "wolkvox_id"), ==, other_id);
}

static void
test_dates_of_completion (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autofree char *first = log_call (practice, "Primera", "2023-07-30 09:15:00");
  g_autofree char *second = log_call (practice, "Segunda", "2023-07-30 09:16:59");
  g_autofree char *first_alone = g_strconcat (first, " ", NULL);
  g_autofree char *both = g_strconcat (second, " ", first, " ", NULL);

  assert_dates_find (practice, "2023-07-30 09:15", "2023-07-30 09:16", both);
  assert_dates_find (practice, "2023-07-30 09:15", "2023-07-30 09:15", first_alone);
  assert_dates_find (practice, "2023-07-30 09:17", "2023-07-31 00:00", "");
  assert_dates_find (practice, "2023-07-29 00:00", "2023-07-30 09:14", "");
}

static void
test_dates_of_creation (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GDateTime) start = g_date_time_new_now_local ();
  g_autofree char *id = log_call (practice, "Ahora", "2023-07-30 09:15:00");
  g_autoptr (GDateTime) end = g_date_time_new_now_local ();
  g_autofree char *from = g_date_time_format (start, "%Y-%m-%d %H:%M");
  g_autofree char *to = g_date_time_format (end, "%Y-%m-%d %H:%M");
  g_autofree char *ids = g_strconcat (id, " ", NULL);

  assert_dates_find (practice, from, to, ids);
}

static void
test_limit_keeps_the_newest (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autofree char *first = log_call (practice, "Primera", "2023-07-30 09:15:00");
  g_autofree char *second = log_call (practice, "Segunda", "2023-07-30 09:15:00");
  g_autofree char *body = make_dates ("2023-07-30 00:00", "2023-07-30 23:59", ",\"limit\":1");
  g_autoptr (JsonArray) found = find (practice, PRACTICE_QUERY_DATES, body);

  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (json_array_get_length (found), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (found, 0),
                                                  "wolkvox_id"),
                   ==,
                   second);
}

static void
test_bad_questions (void)
{
  static const struct
  {
    const char *path;
    const char *body;
    const char *words;
  } cases[] = {
    { PRACTICE_QUERY, "{}", "SOME PARAMETERS ARE REQUIRED: operation" },
    { PRACTICE_QUERY,
      "{\"operation\":\"x\",\"module\":\"contacts\",\"value\":\"1\"}",
      "SOME PARAMETERS ARE REQUIRED: field" },
    { PRACTICE_QUERY,
      "{\"operation\":\"x\",\"module\":\"contacts\",\"field\":\"phone\",\"value\":1}",
      "value" },
    { PRACTICE_QUERY_DATES,
      "{\"operation\":\"x\",\"module\":\"m\",\"from\":\"2023-07-30 09:15\","
      "\"to\":\"2023-07-30 09:15\"}",
      "SOME PARAMETERS ARE REQUIRED: date" },
    { PRACTICE_QUERY_DATES,
      "{\"operation\":\"x\",\"module\":\"m\",\"date\":\"true\",\"from\":\"2023-07-30 09:15\","
      "\"to\":\"2023-07-30 09:15\"}",
      "date" },
    { PRACTICE_QUERY_DATES,
      "{\"operation\":\"x\",\"module\":\"m\",\"date\":true,\"from\":\"2023-07-30 09:15:00\","
      "\"to\":\"2023-07-30 09:15\"}",
      "from" },
    { PRACTICE_QUERY_DATES,
      "{\"operation\":\"x\",\"module\":\"m\",\"date\":true,\"from\":\"2023-07-30 09:15\","
      "\"to\":\"2023-07-32 09:15\"}",
      "to" },
    { PRACTICE_QUERY_DATES,
      "{\"operation\":\"x\",\"module\":\"m\",\"date\":true,\"from\":\"2023-07-30 09:15\","
      "\"to\":\"2023-07-30 09:15\",\"limit\":\"1\"}",
      "limit" },
  };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PracticeReply) reply = post (practice, cases[i].path, cases[i].body);

      practice_assert_failed (reply, 400, cases[i].words);
    }
}

static JsonNode *
get_information (Practice *practice)
{
  g_autoptr (PracticeReply) reply
      = practice_ask (practice, "GET", PRACTICE_INFORMATION, PRACTICE_HEADERS, NULL);
  g_autoptr (JsonNode) root = practice_reply_parse (reply);

  g_assert_cmpuint (reply->status, ==, 200);
  return json_node_copy (json_object_get_member (json_node_get_object (root), "data"));
}

static void
test_token_information (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (JsonNode) first = get_information (practice);
  g_autofree char *id = log_call (practice, "Una", "2023-07-30 09:15:00");
  g_autoptr (JsonNode) second = get_information (practice);
  JsonObject *data = json_node_get_object (second);
  gint64 hours = json_object_get_int_member (data, "hours_to_restart_count");

  g_assert_nonnull (id);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (first), "token_use_today"),
                   ==,
                   1);
  g_assert_cmpstr (practice_get_string (second, "description"), !=, "");
  g_assert_cmpint (json_object_get_int_member (data, "token_limit"), ==, 1000);
  g_assert_cmpint (json_object_get_int_member (data, "token_use_today"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (data, "available_consumition_options"), ==, 997);
  g_assert_cmpint (hours, >=, 1);
  g_assert_cmpint (hours, <=, 24);
}

static void
test_token_information_needs_an_operation (void)
{
  static const char *const paths[] = { "/server/API/v2/token/tokenInformation.php",
                                       "/server/API/v2/token/tokenInformation.php?operation=" };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (PracticeReply) reply
          = practice_ask (practice, "GET", paths[i], PRACTICE_HEADERS, NULL);

      practice_assert_failed (reply, 400, "SOME PARAMETERS ARE REQUIRED: operation");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-queries/contact-by-phone", test_contact_by_phone);
  g_test_add_func ("/practice-queries/case-by-name", test_case_by_name);
  g_test_add_func ("/practice-queries/activity-by-field", test_activity_by_field);
  g_test_add_func ("/practice-queries/dates-of-completion", test_dates_of_completion);
  g_test_add_func ("/practice-queries/dates-of-creation", test_dates_of_creation);
  g_test_add_func ("/practice-queries/limit-keeps-the-newest", test_limit_keeps_the_newest);
  g_test_add_func ("/practice-queries/bad-questions", test_bad_questions);
  g_test_add_func ("/practice-queries/token-information", test_token_information);
  g_test_add_func ("/practice-queries/token-information-needs-an-operation",
                   test_token_information_needs_an_operation);

  return g_test_run ();
}
