/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-fixture.h"

#include <string.h>

#define EXCEEDS "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"

static void
assert_nothing_kept (Practice *practice)
{
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 0);
}

static void
set_daily_limit (BitacoraPracticeServer *server, gpointer user_data)
{
  bitacora_practice_server_set_daily_limit (server, GPOINTER_TO_UINT (user_data));
}

static void
test_token (void)
{
  static const struct
  {
    const char *headers;
    guint code;
    const char *words;
  } cases[] = {
    { PRACTICE_WITHOUT_TOKEN, 401, "PLEASE ENTER THE WOLKVOX-TOKEN" },
    { "Wolkvox-Token: \r\n" PRACTICE_WITHOUT_TOKEN, 401, "PLEASE ENTER THE WOLKVOX-TOKEN" },
    { "Wolkvox-Token: wrong\r\n" PRACTICE_WITHOUT_TOKEN, 403, "PLEASE VALIDATE TOKEN" },
    { "Wolkvox-Token: " PRACTICE_TOKEN "x\r\n" PRACTICE_WITHOUT_TOKEN,
      403,
      "PLEASE VALIDATE TOKEN" },
    { "Authorization: Bearer " PRACTICE_TOKEN "\r\n" PRACTICE_WITHOUT_TOKEN,
      401,
      "PLEASE ENTER THE WOLKVOX-TOKEN" },
  };
  static const char *const paths[] = { PRACTICE_INSERT, PRACTICE_QUERY, PRACTICE_QUERY_DATES };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PracticeReply) information
          = practice_ask (practice, "GET", PRACTICE_INFORMATION, cases[i].headers, NULL);

      practice_assert_failed (information, cases[i].code, cases[i].words);
      for (gsize j = 0; j < G_N_ELEMENTS (paths); j++)
        {
          g_autoptr (PracticeReply) reply
              = practice_ask (practice, "POST", paths[j], cases[i].headers, PRACTICE_CALL);

          practice_assert_failed (reply, cases[i].code, cases[i].words);
        }
    }
  assert_nothing_kept (practice);
}

static void
test_usual_token (void)
{
  g_autoptr (BitacoraPracticeServer) server = bitacora_practice_server_new (NULL);

  g_assert_null (bitacora_practice_server_get_url (server));
  g_assert_true (bitacora_practice_server_listen (server, 0, NULL));
  g_assert_true (g_str_has_prefix (bitacora_practice_server_get_url (server), "http://127.0.0.1:"));
  bitacora_practice_server_close (server);
  g_assert_null (bitacora_practice_server_get_url (server));
  bitacora_practice_server_close (server);
}

static void
test_unknown_api (void)
{
  static const char *const paths[] = { "/server",
                                       "/server/",
                                       "/server/API/v2/custom/insertt.php",
                                       "/server/API/v2/custom/update.php",
                                       "/server/API/v2/custom/insert.php/",
                                       "/server/api/v2/custom/insert.php",
                                       "/server/API/v1/custom/insert.php" };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (PracticeReply) reply
          = practice_ask (practice, "POST", paths[i], PRACTICE_HEADERS, PRACTICE_CALL);

      practice_assert_failed (reply, 400, "THE API YOU WANT TO CONSULT DOES NOT EXIST");
    }
  assert_nothing_kept (practice);
}

static void
test_wrong_method (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *allowed;
  } cases[] = {
    { "GET", PRACTICE_INSERT, "POST" },      { "PUT", PRACTICE_INSERT, "POST" },
    { "GET", PRACTICE_QUERY, "POST" },       { "DELETE", PRACTICE_QUERY_DATES, "POST" },
    { "POST", PRACTICE_INFORMATION, "GET" },
  };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PracticeReply) reply = practice_ask (practice,
                                                      cases[i].method,
                                                      cases[i].path,
                                                      PRACTICE_HEADERS,
                                                      PRACTICE_CALL);
      g_autofree char *allowed = practice_reply_dup_header (reply, "Allow");

      practice_assert_failed (reply, 405, "METHOD");
      g_assert_cmpstr (allowed, ==, cases[i].allowed);
    }
  assert_nothing_kept (practice);
}

static void
test_hosts (void)
{
  static const struct
  {
    const char *header;
    guint status;
  } cases[] = {
    { "Host: localhost\r\n", 200 },
    { "Host: LocalHost:8765\r\n", 200 },
    { "Host: 127.0.0.1:8765\r\n", 200 },
    { "Host: 127.8.8.8\r\n", 200 },
    { "Host: [::1]:8765\r\n", 200 },
    { "Host: localhost\r\nOrigin: http://127.0.0.1:8765\r\n", 200 },
    { "Host: evil.example\r\n", 403 },
    { "Host: evil.example:8765\r\n", 403 },
    { "Host: localhost.evil.example\r\n", 403 },
    { "Host: 127.0.0.1.evil.example\r\n", 403 },
    { "Host: 192.0.2.1\r\n", 403 },
    { "Host: localhost\r\nOrigin: http://evil.example\r\n", 403 },
    { "Host: localhost\r\nOrigin: http://localhost.evil.example\r\n", 403 },
    { "Host: localhost\r\nOrigin: null\r\n", 403 },
  };
  static const char *const paths[]
      = { "/", "/practice/activities", "/practice/requests", "/practice/faults" };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *headers = g_strconcat (cases[i].header, PRACTICE_HEADERS, NULL);
      g_autoptr (PracticeReply) information
          = practice_ask (practice, "GET", PRACTICE_INFORMATION, headers, NULL);

      g_test_message ("%s", cases[i].header);
      g_assert_cmpuint (information->status, ==, cases[i].status);
      for (gsize j = 0; j < G_N_ELEMENTS (paths); j++)
        {
          g_autoptr (PracticeReply) reply = practice_ask (practice, "GET", paths[j], headers, NULL);

          g_assert_cmpuint (reply->status, ==, cases[i].status);
        }

      if (cases[i].status == 403)
        {
          g_autoptr (PracticeReply) inserted
              = practice_ask (practice, "POST", PRACTICE_INSERT, headers, PRACTICE_CALL);
          g_autoptr (PracticeReply) told = practice_ask (practice,
                                                         "POST",
                                                         "/practice/faults",
                                                         headers,
                                                         "{\"fault\":\"quota\"}");

          g_assert_cmpuint (inserted->status, ==, 403);
          g_assert_cmpuint (told->status, ==, 403);
        }
    }
  assert_nothing_kept (practice);
}

/* A body of exactly LENGTH bytes that the contract allows. */
static char *
make_body (gsize length)
{
  static const char before[] = "\"description\":\"";
  GString *body = g_string_new (PRACTICE_CALL);
  gssize at = (gssize)(strstr (body->str, before) - body->str) + (gssize)strlen (before);
  g_autofree char *padding = g_strnfill (length - body->len, 'x');

  g_string_insert (body, at, padding);
  return g_string_free (body, FALSE);
}

static void
test_length (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autofree char *longest = make_body (BITACORA_PRACTICE_MAX_REQUEST);
  g_autofree char *too_long = make_body (BITACORA_PRACTICE_MAX_REQUEST + 1);
  g_autoptr (PracticeReply) refused = practice_insert (practice, too_long);
  g_autoptr (PracticeReply) accepted = NULL;
  g_autofree char *id = NULL;

  g_assert_cmpuint (refused->status, ==, 413);
  assert_nothing_kept (practice);
  accepted = practice_insert (practice, longest);
  id = practice_assert_created (accepted);
}

/* A body whose length nobody announced. */
static void
test_length_in_chunks (void)
{
  static const char head[]
      = "POST " PRACTICE_INSERT " HTTP/1.1\r\nHost: localhost\r\n" PRACTICE_HEADERS
        "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);
  g_autofree char *body = make_body (3 * BITACORA_PRACTICE_MAX_REQUEST);
  g_autofree char *chunk = g_strdup_printf ("%zx\r\n%s\r\n0\r\n\r\n", strlen (body), body);
  g_autoptr (PracticeReply) reply = NULL;

  practice_write (line, head);
  practice_write (line, chunk);
  reply = practice_read (line);
  g_assert_cmpuint (reply->status, ==, 413);
  assert_nothing_kept (practice);
}

static void
test_chunks_are_read (void)
{
  static const char head[]
      = "POST " PRACTICE_INSERT " HTTP/1.1\r\nHost: localhost\r\n" PRACTICE_HEADERS
        "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);
  g_autofree char *chunks = g_strdup_printf ("5\r\n%.5s\r\n%zx\r\n%s\r\n0\r\n\r\n",
                                             PRACTICE_CALL,
                                             strlen (PRACTICE_CALL) - 5,
                                             &PRACTICE_CALL[5]);
  g_autoptr (PracticeReply) reply = NULL;
  g_autofree char *id = NULL;

  practice_write (line, head);
  practice_write (line, chunks);
  reply = practice_read (line);
  id = practice_assert_created (reply);
}

/* Begins a request and leaves its body for later. */
static GSocketConnection *
begin_insert (Practice *practice, const char *token)
{
  GSocketConnection *line = practice_connect (practice, NULL);
  guint n_requests = bitacora_practice_server_get_n_requests (practice->server);
  g_autofree char *head
      = g_strdup_printf ("POST " PRACTICE_INSERT " HTTP/1.1\r\nHost: localhost\r\n"
                         "Wolkvox-Token: %s\r\n" PRACTICE_WITHOUT_TOKEN
                         "Connection: close\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                         token,
                         strlen (PRACTICE_CALL));

  practice_write (line, head);
  while (bitacora_practice_server_get_n_requests (practice->server) == n_requests)
    g_thread_yield ();
  return line;
}

static void
test_two_at_once (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) first = begin_insert (practice, PRACTICE_TOKEN);
  g_autoptr (GSocketConnection) stranger = begin_insert (practice, "wrong");
  g_autoptr (GSocketConnection) second = begin_insert (practice, PRACTICE_TOKEN);
  g_autoptr (PracticeReply) third = practice_insert (practice, PRACTICE_CALL);
  g_autoptr (PracticeReply) first_reply = NULL;
  g_autoptr (PracticeReply) second_reply = NULL;
  g_autoptr (PracticeReply) fourth = NULL;
  g_autofree char *first_id = NULL;
  g_autofree char *second_id = NULL;
  g_autofree char *fourth_id = NULL;

  practice_assert_failed (third, 403, EXCEEDS);
  assert_nothing_kept (practice);
  g_assert_true (practice_is_silent (stranger));

  practice_write (first, PRACTICE_CALL);
  first_reply = practice_read (first);
  first_id = practice_assert_created (first_reply);

  fourth = practice_insert (practice, PRACTICE_CALL);
  fourth_id = practice_assert_created (fourth);

  practice_write (second, PRACTICE_CALL);
  second_reply = practice_read (second);
  second_id = practice_assert_created (second_reply);
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 3);
}

/* Who hangs up in the middle of a request has none open. */
static void
test_hanging_up_closes (void)
{
  g_autoptr (Practice) practice = practice_start ();
  guint status = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GSocketConnection) line = begin_insert (practice, PRACTICE_TOKEN);

      g_io_stream_close (G_IO_STREAM (line), NULL, NULL);
    }

  while (status != 200)
    {
      g_autoptr (PracticeReply) reply
          = practice_ask (practice, "GET", PRACTICE_INFORMATION, PRACTICE_HEADERS, NULL);

      g_assert_true (reply->status == 200 || reply->status == 403);
      status = reply->status;
    }
}

/* One line serves one request after another. */
static void
test_kept_alive (void)
{
  static const char request[]
      = "GET " PRACTICE_INFORMATION " HTTP/1.1\r\nHost: localhost\r\n" PRACTICE_HEADERS "\r\n";
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (line));

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      practice_write (line, request);
      while (!g_str_has_suffix (text->str, "}}"))
        {
          char buffer[4096];
          gssize n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);

          g_assert_cmpint (n, >, 0);
          g_string_append_len (text, buffer, n);
        }
      g_assert_true (g_str_has_prefix (text->str, "HTTP/1.1 200 "));
    }
}

static void
test_daily_limit (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) first = NULL;
  g_autoptr (PracticeReply) second = NULL;
  g_autoptr (PracticeReply) third = NULL;
  g_autofree char *id = NULL;

  practice_run (practice, set_daily_limit, GUINT_TO_POINTER (2));
  first = practice_insert (practice, PRACTICE_CALL);
  id = practice_assert_created (first);
  second = practice_insert (practice, "{}");
  practice_assert_failed (second, 400, "REQUIRED");
  third = practice_insert (practice, PRACTICE_CALL);
  practice_assert_failed (third, 403, "TOKEN LIMIT EXCEEDED");
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (practice->server), ==, 1);
}

static void
test_port_in_use (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (BitacoraPracticeServer) other = bitacora_practice_server_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (bitacora_practice_server_listen (other, practice->port, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_null (bitacora_practice_server_get_url (other));
  g_assert_true (bitacora_practice_server_listen (other, 0, NULL));
}

/* A server that ended leaves its port to the next at once, lines that were open or not. */
static void
test_port_is_free_again (void)
{
  g_autoptr (GSocketConnection) line = NULL;
  guint16 port = 0;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Practice) practice = practice_start ();
      g_autoptr (BitacoraPracticeServer) next = bitacora_practice_server_new (NULL);
      g_autoptr (GError) error = NULL;

      g_clear_object (&line);
      line = practice_connect (practice, NULL);
      port = practice->port;
      practice_stop (g_steal_pointer (&practice));
      bitacora_practice_server_listen (next, port, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-access/token", test_token);
  g_test_add_func ("/practice-access/usual-token", test_usual_token);
  g_test_add_func ("/practice-access/unknown-api", test_unknown_api);
  g_test_add_func ("/practice-access/wrong-method", test_wrong_method);
  g_test_add_func ("/practice-access/hosts", test_hosts);
  g_test_add_func ("/practice-access/length", test_length);
  g_test_add_func ("/practice-access/length-in-chunks", test_length_in_chunks);
  g_test_add_func ("/practice-access/chunks-are-read", test_chunks_are_read);
  g_test_add_func ("/practice-access/two-at-once", test_two_at_once);
  g_test_add_func ("/practice-access/hanging-up-closes", test_hanging_up_closes);
  g_test_add_func ("/practice-access/kept-alive", test_kept_alive);
  g_test_add_func ("/practice-access/daily-limit", test_daily_limit);
  g_test_add_func ("/practice-access/port-in-use", test_port_in_use);
  g_test_add_func ("/practice-access/port-is-free-again", test_port_is_free_again);

  return g_test_run ();
}
