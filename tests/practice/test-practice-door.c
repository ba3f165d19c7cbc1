/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static PracticeReply *
look (Practice *practice, const char *path)
{
  return practice_ask (practice, "GET", path, NULL, NULL);
}

static void
log_call (Practice *practice, const char *name)
{
  g_autoptr (JsonNode) root = json_from_string (PRACTICE_CALL, NULL);
  g_autofree char *body = NULL;
  g_autoptr (PracticeReply) reply = NULL;

  json_object_set_string_member (json_object_get_object_member (json_node_get_object (root),
                                                                "fields"),
                                 "name",
                                 name);
  body = json_to_string (root, FALSE);
  reply = practice_insert (practice, body);
  g_assert_cmpuint (reply->status, ==, 200);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("\"%s\" was expected in: %s", part, text);
}

static void
test_empty_page (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) page = look (practice, "/");
  g_autofree char *type = practice_reply_dup_header (page, "Content-Type");
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/practice/faults", practice->port);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (type, ==, "text/html; charset=utf-8");
  assert_has (page->body, "No calls yet.");
  assert_has (page->body, "None: it behaves well.");
  assert_has (page->body, "http-equiv=\"refresh\"");
  assert_has (page->body, "color-scheme:light dark");
  assert_has (page->body, url);
}

static void
test_page_shows_what_was_logged (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) inserted = practice_insert (practice, PRACTICE_CALL);
  g_autofree char *id = practice_assert_created (inserted);
  g_autoptr (PracticeReply) task = practice_insert (practice, PRACTICE_TASK);
  g_autoptr (PracticeReply) page = NULL;
  static const char *const parts[]
      = { "2 calls logged",       "Llamada a Ana", "+57 3105551234",
          "2023-07-30 09:15:00",  "Low",           "contacts 64cb0c3f9d8e7a0012345678",
          "Enviar la cotización", "cut-after × 3" };

  g_assert_cmpuint (task->status, ==, 200);
  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_CUT_AFTER, 3);
  page = look (practice, "/");
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    assert_has (page->body, parts[i]);
  assert_has (page->body, id);
  assert_has (strstr (page->body, "Enviar la cotización"), "Llamada a Ana");
}

static void
test_page_escapes (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) page = NULL;

  log_call (practice, "</td><script>alert(\"1\")</script>&amp;'");
  page = look (practice, "/");
  g_assert_null (strstr (page->body, "<script"));
  assert_has (page->body,
              "&lt;/td&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&apos;");
}

/* Nothing of it comes from elsewhere, and no script may run. */
static void
test_page_stands_alone (void)
{
  static const char *const parts[] = { "src=", "href=", "@import", "url(", "<script", "<form" };
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) page = look (practice, "/");
  g_autofree char *policy = practice_reply_dup_header (page, "Content-Security-Policy");

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_assert_null (strstr (page->body, parts[i]));
  g_assert_true (g_str_has_prefix (policy, "default-src 'none'"));
  g_assert_null (strstr (page->body, PRACTICE_TOKEN));
}

static void
test_activities (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) empty = look (practice, "/practice/activities");
  g_autoptr (PracticeReply) inserted = practice_insert (practice, PRACTICE_CALL);
  g_autofree char *id = practice_assert_created (inserted);
  g_autoptr (PracticeReply) reply = look (practice, "/practice/activities");
  g_autoptr (JsonNode) root = practice_reply_parse (reply);
  g_autoptr (JsonNode) sent = json_from_string (PRACTICE_CALL, NULL);
  JsonNode *entry = json_array_get_element (json_node_get_array (root), 0);
  g_autoptr (GDateTime) received
      = g_date_time_new_from_iso8601 (practice_get_string (entry, "received"), NULL);

  g_assert_cmpstr (empty->body, ==, "[]");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 1);
  g_assert_cmpstr (practice_get_string (entry, "wolkvox_id"), ==, id);
  g_assert_nonnull (received);
  g_assert_true (
      json_node_equal (json_object_get_member (json_node_get_object (entry), "body"), sent));
}

static void
test_requests (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) none = look (practice, "/practice/requests");
  g_autoptr (PracticeReply) bad = practice_insert (practice, "{}");
  g_autoptr (PracticeReply) good = practice_insert (practice, PRACTICE_CALL);
  g_autoptr (PracticeReply) two = look (practice, "/practice/requests");

  g_assert_cmpstr (none->body, ==, "{\"count\":0}");
  g_assert_cmpuint (bad->status, ==, 400);
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpstr (two->body, ==, "{\"count\":2}");
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (practice->server), ==, 2);
}

static void
test_faults (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) once
      = practice_ask (practice, "POST", "/practice/faults", NULL, "{\"fault\":\"blank-id\"}");
  g_autoptr (PracticeReply) twice = practice_ask (practice,
                                                  "POST",
                                                  "/practice/faults",
                                                  NULL,
                                                  "{\"fault\":\"delay\",\"times\":2}");
  g_autoptr (PracticeReply) listed = look (practice, "/practice/faults");
  g_autoptr (PracticeReply) cleared
      = practice_ask (practice, "DELETE", "/practice/faults", NULL, NULL);
  g_autoptr (JsonNode) root = practice_reply_parse (listed);

  g_assert_cmpuint (once->status, ==, 200);
  g_assert_cmpuint (twice->status, ==, 200);
  assert_has (listed->body,
              "\"pending\":[{\"fault\":\"blank-id\",\"times\":1},"
              "{\"fault\":\"delay\",\"times\":2}]");
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (json_node_get_object (root), "known")),
                    ==,
                    BITACORA_PRACTICE_N_FAULTS - 1);
  assert_has (cleared->body, "\"pending\":[]");
}

static void
test_bad_faults (void)
{
  static const char *const bodies[] = { "",
                                        "[]",
                                        "{}",
                                        "{\"fault\":1}",
                                        "{\"fault\":\"explode\"}",
                                        "{\"fault\":\"none\"}",
                                        "{\"fault\":\"delay\",\"times\":0}",
                                        "{\"fault\":\"delay\",\"times\":1001}",
                                        "{\"fault\":\"delay\",\"times\":[]}" };
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) listed = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (PracticeReply) reply
          = practice_ask (practice, "POST", "/practice/faults", NULL, bodies[i]);
      g_autoptr (JsonNode) root = practice_reply_parse (reply);

      g_assert_cmpuint (reply->status, ==, 400);
      g_assert_cmpstr (practice_get_string (root, "error"), !=, "");
    }

  listed = look (practice, "/practice/faults");
  assert_has (listed->body, "\"pending\":[]");
}

/* To wait until the server's thread has done what it is doing. */
static void
do_nothing (BitacoraPracticeServer *server, gpointer user_data)
{
}

/* The answer to what makes it refuse connections still arrives. */
static void
test_refuse_by_request (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) told = practice_ask (practice,
                                                 "POST",
                                                 "/practice/faults",
                                                 NULL,
                                                 "{\"fault\":\"refuse\",\"times\":60}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) line = NULL;

  g_assert_cmpuint (told->status, ==, 200);
  practice_run (practice, do_nothing, NULL);
  line = practice_connect (practice, &error);
  g_assert_null (line);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_nothing_else (void)
{
  static const char *const paths[] = { "/favicon.ico", "/practice", "/practice/", "/index.html" };
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) posted = practice_ask (practice, "POST", "/", NULL, "{}");
  g_autoptr (PracticeReply) deleted
      = practice_ask (practice, "DELETE", "/practice/activities", NULL, NULL);

  g_assert_cmpuint (posted->status, ==, 405);
  g_assert_cmpuint (deleted->status, ==, 405);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (PracticeReply) reply = look (practice, paths[i]);

      g_assert_cmpuint (reply->status, ==, 404);
    }
}

/* What "activity-accepted" told, and what the properties said at that time. */
typedef struct
{
  char *json;
  guint n_activities;
  guint n_notified;
} Told;

static void
accepted_cb (BitacoraPracticeServer *server, const char *json, Told *told)
{
  told->json = g_strdup (json);
  told->n_activities = bitacora_practice_server_get_n_activities (server);
}

static void
notified_cb (BitacoraPracticeServer *server, GParamSpec *pspec, Told *told)
{
  told->n_notified++;
}

static void
connect_signals (BitacoraPracticeServer *server, gpointer user_data)
{
  g_signal_connect (server, "activity-accepted", G_CALLBACK (accepted_cb), user_data);
  g_signal_connect (server, "notify::n-activities", G_CALLBACK (notified_cb), user_data);
  g_signal_connect (server, "notify::n-requests", G_CALLBACK (notified_cb), user_data);
}

static void
test_signal (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = NULL;
  g_autofree char *id = NULL;
  g_autofree char *start = NULL;
  Told told = { NULL };

  practice_run (practice, connect_signals, &told);
  reply = practice_insert (practice, PRACTICE_CALL);
  id = practice_assert_created (reply);
  start = g_strdup_printf ("{\"wolkvox_id\":\"%s\",\"received\":\"", id);
  g_assert_true (g_str_has_prefix (told.json, start));
  assert_has (told.json, PRACTICE_CALL);
  g_assert_cmpuint (told.n_activities, ==, 1);
  g_assert_cmpuint (told.n_notified, ==, 2);
  g_free (told.json);
}

static void
record_to (BitacoraPracticeServer *server, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  bitacora_practice_server_record_to (server, user_data, &error);
  g_assert_no_error (error);
}

static void
test_record (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("bitacora-practice-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "calls.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GStatBuf status;

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Practice) practice = practice_start ();
      g_autoptr (PracticeReply) bad = NULL;

      practice_run (practice, record_to, path);
      log_call (practice, "Primera\nde dos líneas");
      bad = practice_insert (practice, "{}");
      log_call (practice, "Segunda");
    }

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_suffix (text, "\n"));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (JsonNode) entry = json_from_string (lines[i], &error);
      JsonObject *body;

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (practice_get_string (entry, "wolkvox_id")), ==, 24);
      body = json_object_get_object_member (json_node_get_object (entry), "body");
      g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (body,
                                                                                     "fields"),
                                                      "name"),
                       ==,
                       i % 2 == 0 ? "Primera\nde dos líneas" : "Segunda");
    }

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_record_nowhere (void)
{
  g_autoptr (BitacoraPracticeServer) server = bitacora_practice_server_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (bitacora_practice_server_record_to (server, "/nonexistent/calls.jsonl", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What cannot be written down is not accepted. */
static void
test_record_full (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = NULL;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no /dev/full here");
      return;
    }

  practice_run (practice, record_to, "/dev/full");
  reply = practice_insert (practice, PRACTICE_CALL);
  practice_assert_failed (reply, 500, "ERROR");
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-door/empty-page", test_empty_page);
  g_test_add_func ("/practice-door/page-shows-what-was-logged", test_page_shows_what_was_logged);
  g_test_add_func ("/practice-door/page-escapes", test_page_escapes);
  g_test_add_func ("/practice-door/page-stands-alone", test_page_stands_alone);
  g_test_add_func ("/practice-door/activities", test_activities);
  g_test_add_func ("/practice-door/requests", test_requests);
  g_test_add_func ("/practice-door/faults", test_faults);
  g_test_add_func ("/practice-door/bad-faults", test_bad_faults);
  g_test_add_func ("/practice-door/refuse-by-request", test_refuse_by_request);
  g_test_add_func ("/practice-door/nothing-else", test_nothing_else);
  g_test_add_func ("/practice-door/signal", test_signal);
  g_test_add_func ("/practice-door/record", test_record);
  g_test_add_func ("/practice-door/record-nowhere", test_record_nowhere);
  g_test_add_func ("/practice-door/record-full", test_record_full);

  return g_test_run ();
}
