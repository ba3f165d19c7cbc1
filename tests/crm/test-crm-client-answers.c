/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm-fixture.h"
#include "crm-raw-server.h"

static GBytes *
compress (GZlibCompressorFormat format, gconstpointer data, gsize length)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (format, 9);
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_data (data, (gssize)length, NULL);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (plain, G_CONVERTER (compressor));
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (output, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

static GBytes *
create_encoded_answer (const char *encoding, GBytes *body)
{
  g_autofree char *head = g_strdup_printf (
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: %s\r\n"
      "Content-Length: %zu\r\n\r\n",
      encoding,
      g_bytes_get_size (body));
  GByteArray *answer = g_byte_array_new ();

  g_byte_array_append (answer, (const guint8 *)head, (guint)strlen (head));
  g_byte_array_append (answer, g_bytes_get_data (body, NULL), (guint)g_bytes_get_size (body));
  return g_byte_array_free_to_bytes (answer);
}

static BitacoraCrmReply *
insert_answered_by (GBytes *answer)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  BitacoraCrmReply *reply;

  crm_raw_server_answer_bytes (server, answer, CRM_RAW_CLOSE);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 1);
  return reply;
}

static BitacoraCrmReply *
insert_answered_by_text (const char *answer)
{
  g_autoptr (GBytes) bytes = g_bytes_new (answer, strlen (answer));

  return insert_answered_by (bytes);
}

static void
test_gzip_and_deflate (void)
{
  static const struct
  {
    const char *encoding;
    GZlibCompressorFormat format;
  } rows[] = {
    { "gzip", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
    { "deflate", G_ZLIB_COMPRESSOR_FORMAT_ZLIB },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body
          = compress (rows[i].format, CRM_FIXTURE_OK_BODY, strlen (CRM_FIXTURE_OK_BODY));
      g_autoptr (GBytes) answer = create_encoded_answer (rows[i].encoding, body);
      g_autoptr (BitacoraCrmReply) reply = insert_answered_by (answer);

      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
      g_assert_cmpstr (bitacora_crm_reply_get_wolkvox_id (reply), ==, "64cb");
    }
}

/* CRM_FIXTURE_OK_BODY, packed by Brotli's own encoder at quality 11. */
static void
test_brotli (void)
{
  static const char packed[] = "\x1b\x59\x00\x40\x8c\xd3\x15\xf3\x23\x84\x75\x0f\xa2\x9d\xd3\x7e"
                               "\xb3\x41\x92\x69\xd1\xae\x3c\x49\xc8\x20\x28\xa9\xc3\xd2\x07\x0e"
                               "\x39\x70\x39\x50\x98\x60\x81\x50\x0b\x1c\x72\x22\xc9\x0f\x2d\x4a"
                               "\x9f\xd4\x30\x5a\x2b\x00\x83\x0d\x3c\x62\xac\x02\xfc\x16\xc9\xab"
                               "\x78\xde\x05\xe4\x26\x34\x03\x9f\x3b\x7b\x3b\xf3\x85\x9a\x90\x74"
                               "\x56\x22\x0f";
  g_autoptr (GBytes) body = g_bytes_new_static (packed, sizeof packed - 1);
  g_autoptr (GBytes) answer = create_encoded_answer ("br", body);
  g_autoptr (BitacoraCrmReply) reply = insert_answered_by (answer);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
  g_assert_cmpstr (bitacora_crm_reply_get_wolkvox_id (reply), ==, "64cb");
}

static void
test_broken_compression (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("no gzip at all", 14);
  g_autoptr (GBytes) answer = create_encoded_answer ("gzip", body);
  g_autoptr (BitacoraCrmReply) reply = insert_answered_by (answer);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, NULL);
}

/* 64 MiB in 64 KiB, and it would be JSON. */
static void
test_a_bomb (void)
{
  g_autofree char *zeros = g_strnfill (64 * 1024 * 1024, ' ');
  g_autoptr (GBytes) body = compress (G_ZLIB_COMPRESSOR_FORMAT_GZIP, zeros, 64 * 1024 * 1024);
  g_autoptr (GBytes) answer = create_encoded_answer ("gzip", body);
  g_autoptr (BitacoraCrmReply) reply = NULL;

  g_assert_cmpuint (g_bytes_get_size (body), <, 128 * 1024);
  reply = insert_answered_by (answer);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "far too long");
}

static BitacoraCrmReply *
insert_answered_at_length (gsize length)
{
  g_autofree char *blanks = g_strnfill (length - strlen (CRM_FIXTURE_OK_BODY), ' ');
  g_autofree char *body = g_strconcat (CRM_FIXTURE_OK_BODY, blanks, NULL);
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, body);

  return insert_answered_by_text (answer);
}

static void
test_the_longest_answer (void)
{
  g_autoptr (BitacoraCrmReply) longest = insert_answered_at_length (BITACORA_CRM_MAX_ANSWER);
  g_autoptr (BitacoraCrmReply) too_long = insert_answered_at_length (BITACORA_CRM_MAX_ANSWER + 1);

  crm_fixture_assert_verdict (longest, BITACORA_CRM_VERDICT_LOGGED, NULL);
  crm_fixture_assert_verdict (too_long, BITACORA_CRM_VERDICT_UNKNOWN, "far too long");
}

/* While announcements come without a pause nothing else runs, no timeout and no press of Cancel. */
static void
test_announced_without_end (void)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (BitacoraCrmReply) reply = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (answer, "HTTP/1.1 100 Continue\r\n\r\n");
  g_string_append_printf (answer,
                          "HTTP/1.1 200 OK\r\nContent-Length: %u\r\n\r\n%s",
                          (guint)strlen (CRM_FIXTURE_OK_BODY),
                          CRM_FIXTURE_OK_BODY);
  reply = insert_answered_by_text (answer->str);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "far too long");
}

static void
test_announced_once (void)
{
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);
  g_autofree char *announced = g_strconcat ("HTTP/1.1 100 Continue\r\n\r\n", answer, NULL);
  g_autoptr (BitacoraCrmReply) reply = insert_answered_by_text (announced);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
}

static void
test_chunked (void)
{
  g_autoptr (BitacoraCrmReply) whole
      = insert_answered_by_text ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "8\r\n{\"code\":\r\n4\r\n200}\r\n0\r\n\r\n");
  g_autoptr (BitacoraCrmReply) cut
      = insert_answered_by_text ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "8\r\n{\"code\":\r\n4\r\n200");

  crm_fixture_assert_verdict (whole, BITACORA_CRM_VERDICT_LOGGED, NULL);
  crm_fixture_assert_verdict (cut, BITACORA_CRM_VERDICT_UNKNOWN, NULL);
}

static void
test_retry_after_is_read (void)
{
  g_autofree char *answer
      = crm_fixture_answer ("429 Too Many Requests", "Retry-After: 7\r\n", "slow down");
  g_autoptr (BitacoraCrmReply) reply = insert_answered_by_text (answer);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_RETRY_LATER, "tried again later");
  g_assert_cmpint (bitacora_crm_reply_get_retry_after (reply), ==, 7);
  g_assert_cmpuint (bitacora_crm_reply_get_http_status (reply), ==, 429);
}

/* The host that it points to must not even see a connection, let alone the token. */
static void
test_redirects_are_not_followed (void)
{
  static const struct
  {
    const char *status;
    BitacoraCrmVerdict verdict;
  } rows[] = {
    { "301 Moved Permanently", BITACORA_CRM_VERDICT_REJECTED },
    { "302 Found", BITACORA_CRM_VERDICT_REJECTED },
    { "303 See Other", BITACORA_CRM_VERDICT_UNKNOWN },
    { "307 Temporary Redirect", BITACORA_CRM_VERDICT_REJECTED },
    { "308 Permanent Redirect", BITACORA_CRM_VERDICT_REJECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CrmRawServer) elsewhere = crm_raw_server_new ();
      g_autofree char *target = crm_raw_server_dup_url (elsewhere, "http");
      g_autofree char *header = g_strdup_printf ("Location: %s/here\r\n", target);
      g_autofree char *answer = crm_fixture_answer (rows[i].status, header, NULL);
      g_autoptr (BitacoraCrmReply) reply = insert_answered_by_text (answer);

      crm_fixture_assert_verdict (reply, rows[i].verdict, target);
      g_assert_cmpuint (crm_raw_server_get_n_connections (elsewhere), ==, 0);
    }
}

/* Nor is a question's, although a GET could be repeated. */
static void
test_a_question_is_not_redirected (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (CrmRawServer) elsewhere = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *target = crm_raw_server_dup_url (elsewhere, "http");
  g_autofree char *header = g_strdup_printf ("Location: %s/here\r\n", target);
  g_autofree char *answer = crm_fixture_answer ("302 Found", header, NULL);
  g_autoptr (BitacoraCrmReply) reply = NULL;

  crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
  reply = crm_fixture_token_information (client, url, "op", CRM_FIXTURE_TOKEN);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_REJECTED, target);
  g_assert_cmpuint (crm_raw_server_get_n_connections (elsewhere), ==, 0);
}

/* What libsoup would by itself answer with a second request. */
static void
test_one_request_whatever_is_asked (void)
{
  static const struct
  {
    const char *status;
    const char *headers;
    BitacoraCrmVerdict verdict;
  } rows[] = {
    { "401 Unauthorized",
      "WWW-Authenticate: Basic realm=\"x\"\r\n",
      BITACORA_CRM_VERDICT_CREDENTIALS },
    { "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n", BITACORA_CRM_VERDICT_CREDENTIALS },
    { "407 Proxy Authentication Required",
      "Proxy-Authenticate: Basic realm=\"x\"\r\n",
      BITACORA_CRM_VERDICT_REJECTED },
    { "408 Request Timeout", "Connection: close\r\n", BITACORA_CRM_VERDICT_UNKNOWN },
    { "503 Service Unavailable", "Retry-After: 0\r\n", BITACORA_CRM_VERDICT_RETRY_LATER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *answer = crm_fixture_answer (rows[i].status, rows[i].headers, "no");
      g_autoptr (BitacoraCrmReply) reply = insert_answered_by_text (answer);

      crm_fixture_assert_verdict (reply, rows[i].verdict, NULL);
    }
}

/* libsoup 3.2 repeats this one without asking; it is stopped before it does, and whatever later
 * ones do, there is one request. */
static void
test_a_misdirected_request_is_not_repeated (void)
{
  g_autofree char *answer = crm_fixture_answer ("421 Misdirected Request", NULL, "no");
  g_autoptr (BitacoraCrmReply) reply = insert_answered_by_text (answer);

  if (bitacora_crm_reply_get_verdict (reply) != BITACORA_CRM_VERDICT_REJECTED)
    crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, NULL);
}

static void
test_cookies_are_not_kept (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *answer
      = crm_fixture_answer ("200 OK", "Set-Cookie: a=b; Path=/\r\n", CRM_FIXTURE_OK_BODY);
  g_autofree char *second = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (BitacoraCrmReply) reply = NULL;

      crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
      reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
    }

  second = crm_raw_server_dup_request (server, 1);
  g_assert_null (strstr (second, "a=b"));
}

static void
test_a_token_in_the_answer_is_hidden (void)
{
  g_autofree char *in_words = crm_fixture_answer ("403 Forbidden",
                                                  NULL,
                                                  "{\"code\":400,\"msg\":\"BAD " CRM_FIXTURE_TOKEN
                                                  " AND " CRM_FIXTURE_TOKEN "!\","
                                                  "\"data\":{\"t\":\"" CRM_FIXTURE_TOKEN "\"}}");
  g_autofree char *in_location
      = crm_fixture_answer ("302 Found",
                            "Location: https://evil.example/?" CRM_FIXTURE_TOKEN "\r\n",
                            NULL);
  g_autoptr (BitacoraCrmReply) words = insert_answered_by_text (in_words);
  g_autoptr (BitacoraCrmReply) location = insert_answered_by_text (in_location);
  g_autofree char *data = json_to_string (bitacora_crm_reply_get_data (words), FALSE);

  crm_fixture_assert_verdict (words, BITACORA_CRM_VERDICT_REJECTED, "“BAD … AND …!”");
  g_assert_null (strstr (data, CRM_FIXTURE_TOKEN));
  crm_fixture_assert_verdict (location, BITACORA_CRM_VERDICT_REJECTED, "evil.example/?…");
}

#define SLASHED_TOKEN "AbCd/EfGh+0123456789/secret%=="

/* How a token may be written in JSON, in a URL, or in one inside the other. */
static const char *const disguises[] = {
  "AbCd\\/EfGh+0123456789\\/secret%==",
  "\\u0041bCd/EfGh\\u002b0123456789\\u002Fsecret%\\u003d=",
  "AbCd%2fEfGh%2B0123456789%2Fsecret%25%3D%3d",
  "%41bCd/EfGh+0123456789%2Fsecret%==",
  "AbCd%252FEfGh%252B0123456789%252Fsecret%2525%253D%253D",
  "AbCd\\\\/EfGh+0123456789\\\\/secret%==",
  "\\\\u0041bCd\\u005c/EfGh+0123456789/secret%==",
  SLASHED_TOKEN,
};

static BitacoraCrmReply *
insert_slashed (const char *answer)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");

  crm_raw_server_answer (server, answer, CRM_RAW_CLOSE);
  return crm_fixture_insert (client, url, SLASHED_TOKEN, "{}", NULL);
}

static void
test_a_disguised_token_is_hidden (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (disguises); i++)
    {
      const char *shown = disguises[i];
      g_autofree char *body
          = g_strdup_printf ("{\"code\":200,\"msg\":\"TOKEN %s AND %s!\",\"data\":"
                             "{\"wolkvox_id\":\"id %s\",\"%s\":[[\"<%s>\",{\"k\":\"%s\"}],7]}}",
                             shown,
                             shown,
                             shown,
                             shown,
                             shown,
                             shown);
      g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, body);
      g_autoptr (BitacoraCrmReply) reply = insert_slashed (answer);
      g_autofree char *data = json_to_string (bitacora_crm_reply_get_data (reply), FALSE);

      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
      g_assert_cmpstr (bitacora_crm_reply_get_message (reply), ==, "TOKEN … AND …!");
      g_assert_cmpstr (bitacora_crm_reply_get_wolkvox_id (reply), ==, "id …");
      g_assert_nonnull (strstr (data, "<…>"));
      g_assert_null (strstr (data, "0123456789"));
      g_assert_null (strstr (data, "secret"));
    }
}

/* The end of the kept words must not be the beginning of the token. */
static void
test_a_token_is_hidden_before_words_are_cut (void)
{
  g_autofree char *filling = g_strnfill (490, 'x');
  g_autofree char *body = g_strdup_printf ("{\"code\":400,\"msg\":\"%sAbCd\\/EfGh+0123456789"
                                           "\\/secret%%== is bad\"}",
                                           filling);
  g_autofree char *answer = crm_fixture_answer ("400 Bad Request", NULL, body);
  g_autoptr (BitacoraCrmReply) reply = insert_slashed (answer);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_REJECTED, "xx… is");
  g_assert_null (strstr (bitacora_crm_reply_get_message (reply), "AbCd"));
}

static void
test_a_disguised_token_in_a_location_is_hidden (void)
{
  static const char *const locations[] = {
    "http://x/?t=AbCd%2fEfGh%2B0123456789%2Fsecret%25%3D%3d&u",
    "http://x/?t=%41bCd/EfGh+0123456789%2Fsecret%==&u",
    "http://x/?t=AbCd%252FEfGh%252B0123456789%252Fsecret%2525%253D%253D&u",
    "http://x/?t=" SLASHED_TOKEN "&u",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autofree char *header = g_strdup_printf ("Location: %s\r\n", locations[i]);
      g_autofree char *answer = crm_fixture_answer ("302 Found", header, NULL);
      g_autoptr (BitacoraCrmReply) reply = insert_slashed (answer);

      g_assert_cmpstr (bitacora_crm_reply_get_message (reply), ==, "http://x/?t=…&u");
    }
}

static void
test_answers_that_are_none (void)
{
  static const char *const answers[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
    "HTTP/1.1 200 OK\r\n\r\n{\"code\":200,\"data\":{\"wo",
    "SSH-2.0-OpenSSH_9.2\r\n",
    "\r\n\r\n\r\n",
    "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (BitacoraCrmReply) reply = insert_answered_by_text (answers[i]);

      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM");
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm-client-answers/gzip-and-deflate", test_gzip_and_deflate);
  g_test_add_func ("/crm-client-answers/brotli", test_brotli);
  g_test_add_func ("/crm-client-answers/broken-compression", test_broken_compression);
  g_test_add_func ("/crm-client-answers/a-bomb", test_a_bomb);
  g_test_add_func ("/crm-client-answers/the-longest-answer", test_the_longest_answer);
  g_test_add_func ("/crm-client-answers/announced-without-end", test_announced_without_end);
  g_test_add_func ("/crm-client-answers/announced-once", test_announced_once);
  g_test_add_func ("/crm-client-answers/chunked", test_chunked);
  g_test_add_func ("/crm-client-answers/retry-after-is-read", test_retry_after_is_read);
  g_test_add_func ("/crm-client-answers/redirects-are-not-followed",
                   test_redirects_are_not_followed);
  g_test_add_func ("/crm-client-answers/a-question-is-not-redirected",
                   test_a_question_is_not_redirected);
  g_test_add_func ("/crm-client-answers/one-request-whatever-is-asked",
                   test_one_request_whatever_is_asked);
  g_test_add_func ("/crm-client-answers/a-misdirected-request-is-not-repeated",
                   test_a_misdirected_request_is_not_repeated);
  g_test_add_func ("/crm-client-answers/cookies-are-not-kept", test_cookies_are_not_kept);
  g_test_add_func ("/crm-client-answers/a-token-in-the-answer-is-hidden",
                   test_a_token_in_the_answer_is_hidden);
  g_test_add_func ("/crm-client-answers/a-disguised-token-is-hidden",
                   test_a_disguised_token_is_hidden);
  g_test_add_func ("/crm-client-answers/a-token-is-hidden-before-words-are-cut",
                   test_a_token_is_hidden_before_words_are_cut);
  g_test_add_func ("/crm-client-answers/a-disguised-token-in-a-location-is-hidden",
                   test_a_disguised_token_in_a_location_is_hidden);
  g_test_add_func ("/crm-client-answers/answers-that-are-none", test_answers_that_are_none);

  return g_test_run ();
}
