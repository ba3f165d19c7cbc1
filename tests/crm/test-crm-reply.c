/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm/bitacora-crm-reply.h"
#include "crm/bitacora-token-information.h"
#include "crm/bitacora-token-provider.h"

static BitacoraCrmReply *
answer (guint http_status, const char *body)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  return bitacora_crm_reply_new_from_answer (http_status, NULL, NULL, bytes);
}

static void
assert_verdict (BitacoraCrmReply *reply, BitacoraCrmVerdict verdict)
{
  g_assert_cmpstr (bitacora_crm_verdict_to_string (bitacora_crm_reply_get_verdict (reply)),
                   ==,
                   bitacora_crm_verdict_to_string (verdict));
}

static void
assert_describes (BitacoraCrmReply *reply, const char *words)
{
  g_autofree char *text = bitacora_crm_reply_describe (reply);
  g_autofree char *kept = bitacora_crm_verdict_describe (bitacora_crm_reply_get_verdict (reply),
                                                         bitacora_crm_reply_get_code (reply),
                                                         bitacora_crm_reply_get_message (reply));

  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in: %s", words, text);
  g_assert_cmpstr (text, ==, kept);
  g_assert_null (strstr (text, "Error"));
  g_assert_null (strstr (text, ".."));
}

/* Every row of section 5 of the contract, as the answer of a CRM and in words. */
static void
test_every_row_of_the_contract (void)
{
  static const struct
  {
    int code;
    const char *message;
    BitacoraCrmVerdict verdict;
    const char *words;
  } rows[] = {
    { 400,
      "THE API YOU WANT TO CONSULT DOES NOT EXIST",
      BITACORA_CRM_VERDICT_REJECTED,
      "check the server" },
    { 400, "SOME PARAMETERS ARE REQUIRED", BITACORA_CRM_VERDICT_REJECTED, "does not say: “SOME" },
    { 400, "Some  parameters\nare required", BITACORA_CRM_VERDICT_REJECTED, "does not say: “Some" },
    { 400, "WHATEVER ELSE", BITACORA_CRM_VERDICT_REJECTED, "“WHATEVER ELSE”" },
    { 401, "PLEASE ENTER THE WOLKVOX-TOKEN", BITACORA_CRM_VERDICT_CREDENTIALS, "token is missing" },
    { 401, "ANOTHER", BITACORA_CRM_VERDICT_CREDENTIALS, "token" },
    { 403, "PLEASE VALIDATE TOKEN", BITACORA_CRM_VERDICT_CREDENTIALS, "did not accept" },
    { 403, "Please Validate Token.", BITACORA_CRM_VERDICT_CREDENTIALS, "did not accept" },
    { 403, "TOKEN LIMIT EXCEEDED", BITACORA_CRM_VERDICT_QUOTA, "used up" },
    { 403, "token limit exceeded", BITACORA_CRM_VERDICT_QUOTA, "used up" },
    { 403,
      "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)",
      BITACORA_CRM_VERDICT_THROTTLED,
      "tried again soon" },
    { 403, "ANOTHER", BITACORA_CRM_VERDICT_CREDENTIALS, "token" },
    { 404, "NOT FOUND", BITACORA_CRM_VERDICT_REJECTED, "did not find" },
    { 405, "METHOD", BITACORA_CRM_VERDICT_REJECTED, "Nothing was logged" },
    { 412, "PRECONDITION", BITACORA_CRM_VERDICT_REJECTED, "Nothing was logged" },
    { 416, "RANGE", BITACORA_CRM_VERDICT_REJECTED, "Nothing was logged" },
    { 417, "EXPECTATION", BITACORA_CRM_VERDICT_REJECTED, "Nothing was logged" },
    { 409, "NOT IN THE CONTRACT", BITACORA_CRM_VERDICT_REJECTED, "Nothing was logged" },
    { 408, "NOT IN THE CONTRACT", BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM" },
    { 429, "RATE LIMIT", BITACORA_CRM_VERDICT_RETRY_LATER, "tried again later" },
    { 503, "MAINTENANCE", BITACORA_CRM_VERDICT_RETRY_LATER, "tried again later" },
    { 500, "INTERNAL", BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM" },
    { 502, "GATEWAY", BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM" },
    { 504, "TIMEOUT", BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM" },
    { 501, "NOT IN THE CONTRACT", BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM" },
    { 7, "NO CODE OF THIS WORLD", BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *escaped = g_strescape (rows[i].message, NULL);
      g_autofree char *number
          = g_strdup_printf ("{\"code\":%d,\"error\":\"x\",\"msg\":\"%s\",\"data\":null}",
                             rows[i].code,
                             escaped);
      g_autofree char *text
          = g_strdup_printf ("{\"code\":\" %d\",\"error\":\"%s\",\"msg\":\"null\"}",
                             rows[i].code,
                             escaped);
      g_autoptr (BitacoraCrmReply) as_number = answer (200, number);
      g_autoptr (BitacoraCrmReply) as_text = answer (500, text);

      g_assert_cmpint (bitacora_crm_reply_get_code (as_number), ==, rows[i].code);
      g_assert_cmpuint (bitacora_crm_reply_get_http_status (as_number), ==, 200);
      assert_verdict (as_number, rows[i].verdict);
      assert_describes (as_number, rows[i].words);
      assert_verdict (as_text, rows[i].verdict);
      assert_describes (as_text, rows[i].words);
    }
}

static void
test_success_as_pages_show_it (void)
{
  g_autoptr (BitacoraCrmReply) reply
      = answer (200,
                "{\"code\":200,\"error\":\"null\",\"msg\":\"Succesfully create record\","
                "\"data\":{\"wolkvox_id\":\"64cb0123\"}}");

  assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED);
  g_assert_cmpstr (bitacora_crm_reply_get_wolkvox_id (reply), ==, "64cb0123");
  g_assert_cmpstr (bitacora_crm_reply_get_message (reply), ==, "Succesfully create record");
  g_assert_cmpint (bitacora_crm_reply_get_retry_after (reply), ==, -1);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (bitacora_crm_reply_get_data (reply)));
  assert_describes (reply, "has logged the call.");
}

static void
test_logged_without_an_id (void)
{
  static const char *const bodies[] = {
    "{\"code\":200,\"data\":{\"wolkvox_id\":\" \"}}",
    "{\"code\":\"200\",\"data\":{\"wolkvox_id\":\"\"}}",
    "{\"code\":200,\"data\":{}}",
    "{\"code\":200,\"data\":[]}",
    "{\"code\":200,\"data\":null}",
    "{\"code\":200,\"data\":\"x\"}",
    "{\"code\":200}",
    "{\"code\":200.0,\"msg\":{\"odd\":1}}",
    "{\"code\":201}",
    "\xef\xbb\xbf{\"code\":200}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (BitacoraCrmReply) reply = answer (200, bodies[i]);

      assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED);
      g_assert_null (bitacora_crm_reply_get_wolkvox_id (reply));
    }
}

/* Another 2xx says that something went well, not that the call is in the CRM: its id does. */
static void
test_other_success_needs_the_id (void)
{
  g_autoptr (BitacoraCrmReply) bare = answer (202, "{\"code\":202,\"msg\":\"queued\"}");
  g_autoptr (BitacoraCrmReply) with_id
      = answer (202, "{\"code\":202,\"data\":{\"wolkvox_id\":\"a1\"}}");

  assert_verdict (bare, BITACORA_CRM_VERDICT_UNKNOWN);
  assert_verdict (with_id, BITACORA_CRM_VERDICT_LOGGED);
  g_assert_cmpstr (bitacora_crm_reply_get_wolkvox_id (with_id), ==, "a1");
}

static void
test_the_body_decides (void)
{
  g_autoptr (BitacoraCrmReply) logged = answer (500, "{\"code\":200}");
  g_autoptr (BitacoraCrmReply) unknown = answer (200, "{\"code\":500}");
  g_autoptr (BitacoraCrmReply) logged_too = answer (503, "{\"code\":\"200\"}");
  g_autoptr (BitacoraCrmReply) rejected = answer (500, "{\"code\":400}");

  assert_verdict (logged, BITACORA_CRM_VERDICT_LOGGED);
  assert_verdict (unknown, BITACORA_CRM_VERDICT_UNKNOWN);
  assert_verdict (logged_too, BITACORA_CRM_VERDICT_LOGGED);
  assert_verdict (rejected, BITACORA_CRM_VERDICT_REJECTED);
}

/* What a proxy, a portal or a wrong server says, which knows no codes. */
static void
test_the_status_decides_alone (void)
{
  static const struct
  {
    guint status;
    BitacoraCrmVerdict verdict;
  } rows[] = {
    { 200, BITACORA_CRM_VERDICT_UNKNOWN },     { 201, BITACORA_CRM_VERDICT_UNKNOWN },
    { 204, BITACORA_CRM_VERDICT_UNKNOWN },     { 300, BITACORA_CRM_VERDICT_UNKNOWN },
    { 301, BITACORA_CRM_VERDICT_REJECTED },    { 302, BITACORA_CRM_VERDICT_REJECTED },
    { 303, BITACORA_CRM_VERDICT_UNKNOWN },     { 304, BITACORA_CRM_VERDICT_UNKNOWN },
    { 307, BITACORA_CRM_VERDICT_REJECTED },    { 308, BITACORA_CRM_VERDICT_REJECTED },
    { 400, BITACORA_CRM_VERDICT_REJECTED },    { 401, BITACORA_CRM_VERDICT_CREDENTIALS },
    { 403, BITACORA_CRM_VERDICT_CREDENTIALS }, { 404, BITACORA_CRM_VERDICT_REJECTED },
    { 405, BITACORA_CRM_VERDICT_REJECTED },    { 408, BITACORA_CRM_VERDICT_UNKNOWN },
    { 413, BITACORA_CRM_VERDICT_REJECTED },    { 429, BITACORA_CRM_VERDICT_RETRY_LATER },
    { 500, BITACORA_CRM_VERDICT_UNKNOWN },     { 502, BITACORA_CRM_VERDICT_UNKNOWN },
    { 503, BITACORA_CRM_VERDICT_RETRY_LATER }, { 504, BITACORA_CRM_VERDICT_UNKNOWN },
    { 599, BITACORA_CRM_VERDICT_UNKNOWN },
  };
  static const char *const bodies[] = {
    NULL,
    "",
    "<html>no JSON</html>",
    "{\"code\":200,\"data\":{\"wolk",
    "[{\"code\":200}]",
    "\"code\"",
    "{\"code\":null}",
    "{\"code\":true}",
    "{\"code\":\"\"}",
    "{\"code\":\"two hundred\"}",
    "{\"code\":\"200 OK\"}",
    "{\"code\":200.5}",
    "{\"code\":0}",
    "{\"code\":-200}",
    "{\"code\":1e300}",
    "{\"code\":[200]}",
    "{\"data\":{\"wolkvox_id\":\"a1\"}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (bodies); j++)
        {
          g_autoptr (BitacoraCrmReply) reply = answer (rows[i].status, bodies[j]);

          assert_verdict (reply, rows[i].verdict);
          g_assert_cmpint (bitacora_crm_reply_get_code (reply), ==, (int)rows[i].status);
          g_assert_null (bitacora_crm_reply_get_wolkvox_id (reply));
        }
    }
}

static void
test_a_redirect_names_where_it_points (void)
{
  g_autoptr (BitacoraCrmReply) reply
      = bitacora_crm_reply_new_from_answer (302, NULL, "https://elsewhere.example/a\r\nb", NULL);
  g_autoptr (BitacoraCrmReply) nowhere = answer (308, NULL);

  g_assert_cmpstr (bitacora_crm_reply_get_message (reply), ==, "https://elsewhere.example/a b");
  assert_describes (reply, "elsewhere: “https://elsewhere.example/a b”.");
  assert_describes (nowhere, "elsewhere. Nothing was logged");
}

static void
test_retry_after (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) soon = g_date_time_add_seconds (now, 90);
  g_autofree char *date = g_date_time_format (soon, "%a, %d %b %Y %H:%M:%S GMT");
  const struct
  {
    const char *header;
    int least, most;
  } rows[] = {
    { NULL, -1, -1 },
    { "", -1, -1 },
    { "0", 0, 0 },
    { " 120 ", 120, 120 },
    { "86400", 86400, 86400 },
    { "86401", 86400, 86400 },
    { "99999999999999999999999", 86400, 86400 },
    { "-5", -1, -1 },
    { "12x", -1, -1 },
    { "soon", -1, -1 },
    { date, 60, 90 },
    { "Fri, 31 Dec 1999 23:59:59 GMT", 0, 0 },
    { "Fri, 31 Dec 2999 23:59:59 GMT", 86400, 86400 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BitacoraCrmReply) reply
          = bitacora_crm_reply_new_from_answer (429, rows[i].header, NULL, NULL);

      g_assert_cmpint (bitacora_crm_reply_get_retry_after (reply), >=, rows[i].least);
      g_assert_cmpint (bitacora_crm_reply_get_retry_after (reply), <=, rows[i].most);
    }
}

static void
test_quota_restart (void)
{
  static const struct
  {
    const char *data;
    int seconds;
  } rows[] = {
    { "{\"hours_to_restart_count\":5}", 5 * 3600 },
    { "{\"hours_to_restart_count\":\"5\"}", 5 * 3600 },
    { "{\"hours_to_restart_count\":0.5}", 1800 },
    { "{\"hours_to_restart_count\":0}", 3600 },
    { "{\"hours_to_restart_count\":1000}", 24 * 3600 },
    { "{\"hours_to_restart_count\":-1}", -1 },
    { "{\"hours_to_restart_count\":\"many\"}", -1 },
    { "{}", -1 },
    { "null", -1 },
    { "[]", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *body
          = g_strdup_printf ("{\"code\":403,\"msg\":\"TOKEN LIMIT EXCEEDED\",\"data\":%s}",
                             rows[i].data);
      g_autoptr (BitacoraCrmReply) reply = answer (403, body);

      assert_verdict (reply, BITACORA_CRM_VERDICT_QUOTA);
      g_assert_cmpint (bitacora_crm_reply_get_retry_after (reply), ==, rows[i].seconds);
    }
}

static void
test_words_are_tidied (void)
{
  g_autofree char *long_words = g_strnfill (5000, 'x');
  g_autofree char *body
      = g_strdup_printf ("{\"code\":400,\"msg\":\" a\\u001b[31m\\n\\t b %s\"}", long_words);
  g_autoptr (BitacoraCrmReply) reply = answer (400, body);
  const char *message = bitacora_crm_reply_get_message (reply);

  g_assert_true (g_str_has_prefix (message, "a [31m b xxx"));
  g_assert_true (g_str_has_suffix (message, "x…"));
  g_assert_cmpuint (strlen (message), <, 520);
}

static void
test_failures (void)
{
  const struct
  {
    GQuark domain;
    int code;
    const char *unsent;
    const char *sent;
  } rows[] = {
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "not be found by its name", "broke" },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "looked up", "broke" },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "refused the connection", "broke" },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, "There is no network", "broke" },
    { G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, "does not reach", "broke" },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "in time", "did not answer in time" },
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, "before anything went out", "was stopped while" },
    { G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, "proxy", "broke" },
    { G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "could not be reached", "broke" },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "certificate", "broke" },
    { G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE, "secure connection", "broke" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error
          = g_error_new_literal (rows[i].domain, rows[i].code, "words of others");
      g_autoptr (BitacoraCrmReply) unsent = bitacora_crm_reply_new_from_failure (error, FALSE);
      g_autoptr (BitacoraCrmReply) sent = bitacora_crm_reply_new_from_failure (error, TRUE);

      assert_verdict (unsent, BITACORA_CRM_VERDICT_NOT_SENT);
      assert_describes (unsent, rows[i].unsent);
      assert_describes (unsent, "Nothing was sent");
      assert_verdict (sent, BITACORA_CRM_VERDICT_UNKNOWN);
      assert_describes (sent, rows[i].sent);
      assert_describes (sent, "may be in the CRM");
      g_assert_cmpint (bitacora_crm_reply_get_code (sent), ==, 0);
      g_assert_null (strstr (bitacora_crm_reply_get_message (unsent), "words of others"));
    }
}

static void
test_credentials (void)
{
  g_autoptr (GError) error = g_error_new_literal (BITACORA_TOKEN_ERROR,
                                                  BITACORA_TOKEN_ERROR_NO_KEYRING,
                                                  "There is no keyring here.");
  g_autoptr (BitacoraCrmReply) reply = bitacora_crm_reply_new_credentials (error);

  assert_verdict (reply, BITACORA_CRM_VERDICT_CREDENTIALS);
  g_assert_cmpstr (bitacora_crm_reply_get_message (reply), ==, "There is no keyring here.");
  assert_describes (reply, "There is no keyring here. Nothing was logged");
}

static void
test_verdicts_have_names (void)
{
  BitacoraCrmVerdict back;

  for (int verdict = BITACORA_CRM_VERDICT_LOGGED; verdict <= BITACORA_CRM_VERDICT_UNKNOWN;
       verdict++)
    {
      const char *name = bitacora_crm_verdict_to_string ((BitacoraCrmVerdict)verdict);
      g_autofree char *text = bitacora_crm_verdict_describe ((BitacoraCrmVerdict)verdict, 0, NULL);

      g_assert_true (bitacora_crm_verdict_from_string (name, &back));
      g_assert_cmpint (back, ==, verdict);
      g_assert_cmpuint (strlen (text), >, 10);
    }

  g_assert_false (bitacora_crm_verdict_from_string ("", &back));
  g_assert_false (bitacora_crm_verdict_from_string (NULL, &back));
}

static void
test_token_information (void)
{
  static const struct
  {
    const char *body;
    gboolean read;
    const char *description;
    int limit, used, left, hours;
  } rows[] = {
    { "{\"code\":200,\"data\":{\"description\":\"Mine\",\"token_limit\":1000,"
      "\"token_use_today\":17,\"available_consumition_options\":983,"
      "\"hours_to_restart_count\":9}}",
      TRUE,
      "Mine",
      1000,
      17,
      983,
      9 },
    { "{\"code\":\"200\",\"data\":{\"token_limit\":\"1000\",\"token_use_today\":\" 17\","
      "\"available_consumition_options\":\"983\",\"hours_to_restart_count\":\"9.7\"}}",
      TRUE,
      NULL,
      1000,
      17,
      983,
      9 },
    { "{\"code\":200,\"data\":{\"description\":5,\"token_limit\":null,\"token_use_today\":true,"
      "\"available_consumition_options\":\"many\",\"hours_to_restart_count\":-3}}",
      TRUE,
      NULL,
      -1,
      -1,
      -1,
      -1 },
    { "{\"code\":200,\"data\":{\"token_limit\":1e99,\"token_use_today\":[1]}}",
      TRUE,
      NULL,
      -1,
      -1,
      -1,
      -1 },
    { "{\"code\":200,\"data\":[]}", FALSE, NULL, -1, -1, -1, -1 },
    { "{\"code\":200}", FALSE, NULL, -1, -1, -1, -1 },
    { "{\"code\":403,\"data\":{\"token_limit\":1}}", FALSE, NULL, -1, -1, -1, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BitacoraCrmReply) reply = answer (200, rows[i].body);
      g_auto (BitacoraTokenInformation) information = { NULL, 0, 0, 0, 0 };

      g_assert_true (bitacora_token_information_read (reply, &information) == rows[i].read);
      g_assert_cmpstr (information.description, ==, rows[i].description);
      g_assert_cmpint (information.limit, ==, rows[i].limit);
      g_assert_cmpint (information.used_today, ==, rows[i].used);
      g_assert_cmpint (information.left_today, ==, rows[i].left);
      g_assert_cmpint (information.hours_to_restart, ==, rows[i].hours);
    }
}

/* There is no call that could wait or be in doubt when a connection is only tried. */
static void
test_connection_in_words (void)
{
  static const struct
  {
    int code;
    const char *body;
    const char *words;
  } rows[] = {
    { 403, "{\"code\":403,\"msg\":\"PLEASE VALIDATE TOKEN\"}", "did not accept the token. Check" },
    { 403, "{\"code\":403,\"msg\":\"TOKEN LIMIT EXCEEDED\"}", "used up its requests" },
    { 503, "{\"code\":503,\"msg\":\"MAINTENANCE\"}", "Try again in a few minutes" },
    { 400, "{\"code\":400,\"msg\":\"NO\"}", "answered “NO”. Check the server" },
    { 200, "<html>", "does not speak like a wolkvox CRM" },
  };
  g_autoptr (GError) error
      = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "nowhere");
  g_autoptr (BitacoraCrmReply) silence = bitacora_crm_reply_new_from_failure (error, FALSE);
  g_autofree char *text = bitacora_token_information_describe_failure (silence);

  g_assert_cmpstr (text,
                   ==,
                   "The CRM’s server could not be found by its name. Check the server’s address "
                   "and your network, then try again.");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BitacoraCrmReply) reply = answer (rows[i].code, rows[i].body);
      g_autofree char *sentence = bitacora_token_information_describe_failure (reply);

      if (strstr (sentence, rows[i].words) == NULL)
        g_error ("“%s” is not in: %s", rows[i].words, sentence);
      g_assert_null (strstr (sentence, "the call"));
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm-reply/every-row-of-the-contract", test_every_row_of_the_contract);
  g_test_add_func ("/crm-reply/success-as-pages-show-it", test_success_as_pages_show_it);
  g_test_add_func ("/crm-reply/logged-without-an-id", test_logged_without_an_id);
  g_test_add_func ("/crm-reply/other-success-needs-the-id", test_other_success_needs_the_id);
  g_test_add_func ("/crm-reply/the-body-decides", test_the_body_decides);
  g_test_add_func ("/crm-reply/the-status-decides-alone", test_the_status_decides_alone);
  g_test_add_func ("/crm-reply/a-redirect-names-where-it-points",
                   test_a_redirect_names_where_it_points);
  g_test_add_func ("/crm-reply/retry-after", test_retry_after);
  g_test_add_func ("/crm-reply/quota-restart", test_quota_restart);
  g_test_add_func ("/crm-reply/words-are-tidied", test_words_are_tidied);
  g_test_add_func ("/crm-reply/failures", test_failures);
  g_test_add_func ("/crm-reply/credentials", test_credentials);
  g_test_add_func ("/crm-reply/verdicts-have-names", test_verdicts_have_names);
  g_test_add_func ("/crm-reply/token-information", test_token_information);
  g_test_add_func ("/crm-reply/connection-in-words", test_connection_in_words);

  return g_test_run ();
}
