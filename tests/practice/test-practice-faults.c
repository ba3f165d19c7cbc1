/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-fixture.h"

#include <string.h>

#define ELSEWHERE "https://elsewhere.invalid/server/API/v2/custom/insert.php"

/* Longer than any test. */
#define FOREVER (60 * 60 * 1000)

static guint
count_kept (Practice *practice)
{
  return bitacora_practice_server_get_n_activities (practice->server);
}

static PracticeReply *
insert_with (Practice *practice, BitacoraPracticeFault fault)
{
  bitacora_practice_server_add_fault (practice->server, fault, 1);
  return practice_insert (practice, PRACTICE_CALL);
}

/* The fault is used up: the next call is logged as ever. */
static void
assert_good_again (Practice *practice)
{
  g_autoptr (PracticeReply) reply = practice_insert (practice, PRACTICE_CALL);
  g_autofree char *id = practice_assert_created (reply);

  g_assert_nonnull (id);
}

static void
set_delay (BitacoraPracticeServer *server, gpointer user_data)
{
  bitacora_practice_server_set_delay (server, GPOINTER_TO_UINT (user_data));
}

static void
set_refuse_time (BitacoraPracticeServer *server, gpointer user_data)
{
  bitacora_practice_server_set_refuse_time (server, GPOINTER_TO_UINT (user_data));
}

static void
set_redirect (BitacoraPracticeServer *server, gpointer user_data)
{
  bitacora_practice_server_set_redirect (server, user_data);
}

static void
close_server (BitacoraPracticeServer *server, gpointer user_data)
{
  bitacora_practice_server_close (server);
}

static void
test_cut_before (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_CUT_BEFORE);

  g_assert_cmpuint (reply->status, ==, 0);
  g_assert_cmpuint (count_kept (practice), ==, 0);
  assert_good_again (practice);
}

static void
test_cut_after (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_CUT_AFTER);

  g_assert_cmpuint (reply->status, ==, 0);
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_error_after (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_ERROR_AFTER);
  g_autofree char *type = practice_reply_dup_header (reply, "Content-Type");

  g_assert_cmpuint (reply->status, ==, 500);
  g_assert_true (g_str_has_prefix (type, "text/html"));
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_truncated (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_TRUNCATED);
  g_autofree char *length = practice_reply_dup_header (reply, "Content-Length");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (g_ascii_strtoull (length, NULL, 10), ==, reply->length);
  g_assert_true (g_str_has_prefix (reply->body, "{\"code\":200,"));
  g_assert_null (json_from_string (reply->body, NULL));
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_not_json (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_NOT_JSON);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (g_str_has_prefix (reply->body, "<!DOCTYPE html>"));
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_string_code (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_STRING_CODE);
  g_autoptr (JsonNode) root = practice_reply_parse (reply);

  g_assert_cmpstr (practice_get_string (root, "code"), ==, "200");
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_blank_id (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_BLANK_ID);
  g_autoptr (JsonNode) root = practice_reply_parse (reply);
  JsonNode *data = json_object_get_member (json_node_get_object (root), "data");

  g_assert_cmpstr (practice_get_string (data, "wolkvox_id"), ==, " ");
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_huge (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_HUGE);
  g_autoptr (JsonNode) root = practice_reply_parse (reply);

  g_assert_nonnull (root);
  g_assert_cmpuint (reply->length, >, 3 * 1024 * 1024);
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_deep (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) reply = insert_with (practice, BITACORA_PRACTICE_FAULT_DEEP);
  g_autofree char *length = practice_reply_dup_header (reply, "Content-Length");
  guint deepest = 0;
  guint depth = 0;

  for (gsize i = 0; i < reply->length; i++)
    {
      if (strchr ("[{", reply->body[i]) != NULL)
        depth++;
      else if (strchr ("]}", reply->body[i]) != NULL)
        depth--;
      deepest = MAX (deepest, depth);
    }
  g_assert_cmpuint (depth, ==, 0);
  g_assert_cmpuint (deepest, >=, 100000);
  g_assert_cmpuint (g_ascii_strtoull (length, NULL, 10), ==, reply->length);
  g_assert_cmpuint (count_kept (practice), ==, 1);
  assert_good_again (practice);
}

static void
test_redirect (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) there = insert_with (practice, BITACORA_PRACTICE_FAULT_REDIRECT);
  g_autoptr (PracticeReply) told = NULL;
  g_autofree char *there_location = practice_reply_dup_header (there, "Location");
  g_autofree char *told_location = NULL;

  g_assert_cmpuint (there->status, ==, 302);
  g_assert_cmpstr (there_location, ==, ELSEWHERE);

  practice_run (practice, set_redirect, "http://127.0.0.1:1/x");
  told = insert_with (practice, BITACORA_PRACTICE_FAULT_REDIRECT);
  told_location = practice_reply_dup_header (told, "Location");
  g_assert_cmpuint (told->status, ==, 302);
  g_assert_cmpstr (told_location, ==, "http://127.0.0.1:1/x");
  g_assert_cmpuint (count_kept (practice), ==, 0);
  assert_good_again (practice);
}

/* What says no in the API's own words; any call meets these. */
static void
test_refusals (void)
{
  static const struct
  {
    BitacoraPracticeFault fault;
    guint code;
    const char *words;
  } cases[] = {
    { BITACORA_PRACTICE_FAULT_BAD_TOKEN, 403, "PLEASE VALIDATE TOKEN" },
    { BITACORA_PRACTICE_FAULT_QUOTA, 403, "TOKEN LIMIT EXCEEDED" },
    { BITACORA_PRACTICE_FAULT_TOO_MANY,
      403,
      "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)" },
    { BITACORA_PRACTICE_FAULT_RATE_LIMIT, 429, "" },
    { BITACORA_PRACTICE_FAULT_MAINTENANCE, 503, "" },
  };
  g_autoptr (Practice) practice = practice_start ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PracticeReply) inserted = insert_with (practice, cases[i].fault);
      g_autoptr (PracticeReply) asked = NULL;
      g_autofree char *retry_after = practice_reply_dup_header (inserted, "Retry-After");

      practice_assert_failed (inserted, cases[i].code, cases[i].words);
      g_assert_cmpstr (retry_after, ==, cases[i].code == 429 ? "1" : NULL);

      bitacora_practice_server_add_fault (practice->server, cases[i].fault, 1);
      asked = practice_ask (practice, "GET", PRACTICE_INFORMATION, PRACTICE_HEADERS, NULL);
      practice_assert_failed (asked, cases[i].code, cases[i].words);
    }

  g_assert_cmpuint (count_kept (practice), ==, 0);
  assert_good_again (practice);
}

static void
test_delay_passes_before_the_insert (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);
  g_autoptr (PracticeReply) faults = NULL;
  g_autoptr (PracticeReply) reply = NULL;

  practice_run (practice, set_delay, GUINT_TO_POINTER (FOREVER));
  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_DELAY, 1);
  practice_send (line, "POST", PRACTICE_INSERT, PRACTICE_HEADERS, PRACTICE_CALL);

  do
    {
      g_clear_pointer (&faults, practice_reply_free);
      faults = practice_ask (practice, "GET", "/practice/faults", NULL, NULL);
    }
  while (strstr (faults->body, "\"pending\":[]") == NULL);

  g_assert_cmpuint (count_kept (practice), ==, 0);
  g_assert_true (practice_is_silent (line));

  practice_run (practice, close_server, NULL);
  reply = practice_read (line);
  g_assert_cmpuint (reply->status, ==, 0);
  g_assert_cmpuint (count_kept (practice), ==, 0);
}

static void
test_delay_passes (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) inserted = NULL;
  g_autoptr (PracticeReply) asked = NULL;
  g_autofree char *id = NULL;
  gint64 start = g_get_monotonic_time ();

  practice_run (practice, set_delay, GUINT_TO_POINTER (60));
  inserted = insert_with (practice, BITACORA_PRACTICE_FAULT_DELAY);
  id = practice_assert_created (inserted);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 60 * 1000);
  g_assert_cmpuint (count_kept (practice), ==, 1);

  start = g_get_monotonic_time ();
  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_DELAY, 1);
  asked = practice_ask (practice, "GET", PRACTICE_INFORMATION, PRACTICE_HEADERS, NULL);
  g_assert_cmpuint (asked->status, ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 60 * 1000);
}

/* The client goes while its answer is put off. */
static void
test_delay_for_nobody (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);

  practice_run (practice, set_delay, GUINT_TO_POINTER (60));
  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_DELAY, 1);
  practice_send (line, "POST", PRACTICE_INSERT, PRACTICE_HEADERS, PRACTICE_CALL);
  while (bitacora_practice_server_get_n_requests (practice->server) == 0)
    g_thread_yield ();
  g_io_stream_close (G_IO_STREAM (line), NULL, NULL);

  while (count_kept (practice) == 0)
    g_thread_yield ();
  assert_good_again (practice);
  g_assert_cmpuint (count_kept (practice), ==, 2);
}

/* Reads all that there is of half an answer: its length is announced. */
static void
read_half (GSocketConnection *line)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (line));
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 length = G_MAXUINT64;
  const char *body = NULL;

  while (body == NULL || strlen (body) < length / 2)
    {
      char buffer[4096];
      gssize n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);

      g_assert_cmpint (n, >, 0);
      g_string_append_len (text, buffer, n);
      body = strstr (text->str, "\r\n\r\n");
      if (body == NULL)
        continue;
      body += 4;
      length
          = g_ascii_strtoull (strstr (text->str, "Content-Length: ") + strlen ("Content-Length: "),
                              NULL,
                              10);
    }

  g_assert_true (g_str_has_prefix (body, "{\"code\":200,"));
  g_assert_cmpuint (strlen (body), ==, length / 2);
}

static void
test_stall (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);

  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_STALL, 1);
  practice_send (line, "POST", PRACTICE_INSERT, PRACTICE_HEADERS, PRACTICE_CALL);
  read_half (line);
  g_assert_cmpuint (count_kept (practice), ==, 1);

  assert_good_again (practice);
  g_assert_true (practice_is_silent (line));
}

static void
test_stall_ends_with_the_server (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);
  g_autoptr (PracticeReply) rest = NULL;

  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_STALL, 1);
  practice_send (line, "POST", PRACTICE_INSERT, PRACTICE_HEADERS, PRACTICE_CALL);
  read_half (line);
  practice_run (practice, close_server, NULL);
  rest = practice_read (line);
  g_assert_cmpuint (rest->status, ==, 0);
}

/* Two requests that stall are two that are open; one that its client leaves is open no more. */
static void
test_stall_counts_as_open (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) first = practice_connect (practice, NULL);
  g_autoptr (GSocketConnection) second = practice_connect (practice, NULL);
  g_autoptr (PracticeReply) third = NULL;
  guint status = 0;

  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_STALL, 2);
  practice_send (first, "POST", PRACTICE_INSERT, PRACTICE_HEADERS, PRACTICE_CALL);
  read_half (first);
  practice_send (second, "POST", PRACTICE_INSERT, PRACTICE_HEADERS, PRACTICE_CALL);
  read_half (second);

  third = practice_insert (practice, PRACTICE_CALL);
  practice_assert_failed (third, 403, "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)");
  g_assert_cmpuint (count_kept (practice), ==, 2);

  g_io_stream_close (G_IO_STREAM (first), NULL, NULL);
  while (status != 200)
    {
      g_autoptr (PracticeReply) reply
          = practice_ask (practice, "GET", PRACTICE_INFORMATION, PRACTICE_HEADERS, NULL);

      g_assert_true (reply->status == 200 || reply->status == 403);
      status = reply->status;
    }
}

static void
refuse (BitacoraPracticeServer *server, gpointer user_data)
{
  bitacora_practice_server_add_fault (server,
                                      BITACORA_PRACTICE_FAULT_REFUSE,
                                      GPOINTER_TO_UINT (user_data));
}

static void
assert_refused (Practice *practice)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) line = practice_connect (practice, &error);

  g_assert_null (line);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
wait_until_accepted (Practice *practice)
{
  g_autoptr (GSocketConnection) line = NULL;

  while (line == NULL)
    {
      g_autoptr (GError) error = NULL;

      line = practice_connect (practice, &error);
      if (line == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
    }
}

/* What is open is cut. */
static void
test_refuse (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (GSocketConnection) line = practice_connect (practice, NULL);
  g_autoptr (PracticeReply) reply = NULL;

  practice_run (practice, set_refuse_time, GUINT_TO_POINTER (2000));
  practice_run (practice, refuse, GUINT_TO_POINTER (1));
  assert_refused (practice);
  reply = practice_read (line);
  g_assert_cmpuint (reply->status, ==, 0);

  wait_until_accepted (practice);
  assert_good_again (practice);
  g_assert_cmpuint (count_kept (practice), ==, 1);
}

static void
test_refuse_lasts (void)
{
  g_autoptr (Practice) practice = practice_start ();
  gint64 start = g_get_monotonic_time ();

  practice_run (practice, set_refuse_time, GUINT_TO_POINTER (100));
  practice_run (practice, refuse, GUINT_TO_POINTER (1));
  practice_run (practice, refuse, GUINT_TO_POINTER (2));
  wait_until_accepted (practice);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 299 * 1000);
}

static void
test_refuse_can_be_cleared (void)
{
  g_autoptr (Practice) practice = practice_start ();

  practice_run (practice, set_refuse_time, GUINT_TO_POINTER (FOREVER));
  practice_run (practice, refuse, GUINT_TO_POINTER (1));
  assert_refused (practice);
  bitacora_practice_server_clear_faults (practice->server);
  wait_until_accepted (practice);
  assert_good_again (practice);
}

/* As "bitacora practice --fault refuse" has it. */
static void
test_refuse_from_the_start (void)
{
  g_autoptr (BitacoraPracticeServer) server = bitacora_practice_server_new (NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) line = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_practice_server_set_refuse_time (server, 30);
  bitacora_practice_server_add_fault (server, BITACORA_PRACTICE_FAULT_REFUSE, 1);
  g_assert_true (bitacora_practice_server_listen (server, 0, &error));
  g_assert_no_error (error);

  line = g_socket_client_connect_to_uri (client,
                                         bitacora_practice_server_get_url (server),
                                         80,
                                         NULL,
                                         &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  while (line == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      line = g_socket_client_connect_to_uri (client,
                                             bitacora_practice_server_get_url (server),
                                             80,
                                             NULL,
                                             NULL);
    }
}

static void
test_order (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) asked = NULL;
  g_autoptr (PracticeReply) first = NULL;
  g_autoptr (PracticeReply) second = NULL;
  g_autoptr (PracticeReply) third = NULL;

  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_CUT_BEFORE, 2);
  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_MAINTENANCE, 2);

  asked = practice_ask (practice, "GET", PRACTICE_INFORMATION, PRACTICE_HEADERS, NULL);
  g_assert_cmpuint (asked->status, ==, 503);
  first = practice_insert (practice, PRACTICE_CALL);
  g_assert_cmpuint (first->status, ==, 0);
  second = practice_insert (practice, PRACTICE_CALL);
  g_assert_cmpuint (second->status, ==, 0);
  third = practice_insert (practice, PRACTICE_CALL);
  g_assert_cmpuint (third->status, ==, 503);
  assert_good_again (practice);
}

static void
test_bad_request_uses_none_up (void)
{
  g_autoptr (Practice) practice = practice_start ();
  g_autoptr (PracticeReply) bad = NULL;
  g_autoptr (PracticeReply) stranger = NULL;
  g_autoptr (PracticeReply) good = NULL;

  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_CUT_AFTER, 1);
  bad = practice_insert (practice, "{}");
  practice_assert_failed (bad, 400, "REQUIRED");
  stranger
      = practice_ask (practice, "POST", PRACTICE_INSERT, PRACTICE_WITHOUT_TOKEN, PRACTICE_CALL);
  practice_assert_failed (stranger, 401, "ENTER");

  good = practice_insert (practice, PRACTICE_CALL);
  g_assert_cmpuint (good->status, ==, 0);
}

static void
test_clear (void)
{
  g_autoptr (Practice) practice = practice_start ();

  bitacora_practice_server_add_fault (practice->server, BITACORA_PRACTICE_FAULT_CUT_AFTER, 5);
  bitacora_practice_server_clear_faults (practice->server);
  assert_good_again (practice);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-faults/cut-before", test_cut_before);
  g_test_add_func ("/practice-faults/cut-after", test_cut_after);
  g_test_add_func ("/practice-faults/error-after", test_error_after);
  g_test_add_func ("/practice-faults/truncated", test_truncated);
  g_test_add_func ("/practice-faults/not-json", test_not_json);
  g_test_add_func ("/practice-faults/string-code", test_string_code);
  g_test_add_func ("/practice-faults/blank-id", test_blank_id);
  g_test_add_func ("/practice-faults/huge", test_huge);
  g_test_add_func ("/practice-faults/deep", test_deep);
  g_test_add_func ("/practice-faults/redirect", test_redirect);
  g_test_add_func ("/practice-faults/refusals", test_refusals);
  g_test_add_func ("/practice-faults/delay-passes-before-the-insert",
                   test_delay_passes_before_the_insert);
  g_test_add_func ("/practice-faults/delay-passes", test_delay_passes);
  g_test_add_func ("/practice-faults/delay-for-nobody", test_delay_for_nobody);
  g_test_add_func ("/practice-faults/stall", test_stall);
  g_test_add_func ("/practice-faults/stall-ends-with-the-server", test_stall_ends_with_the_server);
  g_test_add_func ("/practice-faults/stall-counts-as-open", test_stall_counts_as_open);
  g_test_add_func ("/practice-faults/refuse", test_refuse);
  g_test_add_func ("/practice-faults/refuse-lasts", test_refuse_lasts);
  g_test_add_func ("/practice-faults/refuse-can-be-cleared", test_refuse_can_be_cleared);
  g_test_add_func ("/practice-faults/refuse-from-the-start", test_refuse_from_the_start);
  g_test_add_func ("/practice-faults/order", test_order);
  g_test_add_func ("/practice-faults/bad-request-uses-none-up", test_bad_request_uses_none_up);
  g_test_add_func ("/practice-faults/clear", test_clear);

  return g_test_run ();
}
