/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm-fixture.h"
#include "crm-raw-server.h"

/* Runs in a process of its own, whose whole output is looked through by the caller. */
static void
send_and_show (BitacoraCrmClient *client, const char *url)
{
  g_autoptr (BitacoraCrmReply) reply
      = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  g_autofree char *text = bitacora_crm_reply_describe (reply);

  g_print ("%s: %s\n",
           bitacora_crm_verdict_to_string (bitacora_crm_reply_get_verdict (reply)),
           text);
}

static void
send_in_every_way (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = crm_fixture_client (20000, 1500);
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *logged = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);
  g_autofree char *echo
      = crm_fixture_answer ("403 Forbidden",
                            NULL,
                            "{\"code\":403,\"msg\":\"NO " CRM_FIXTURE_TOKEN "\"}");
  g_autofree char *redirect
      = crm_fixture_answer ("302 Found", "Location: http://x/" CRM_FIXTURE_TOKEN "\r\n", NULL);

  crm_raw_server_answer (server, logged, CRM_RAW_KEEP);
  crm_raw_server_answer (server, echo, CRM_RAW_KEEP);
  crm_raw_server_answer (server, redirect, CRM_RAW_CLOSE);
  crm_raw_server_answer (server, NULL, CRM_RAW_RESET);
  crm_raw_server_answer (server, NULL, CRM_RAW_HANG);
  for (int i = 0; i < 5; i++)
    send_and_show (client, url);
}

static void
send_over_tls (void)
{
  g_autofree char *certificate = crm_fixture_find_certificate ("good", ".pem");
  g_autofree char *key = crm_fixture_find_certificate ("good", ".key");
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) trusting = crm_fixture_trusting_client (0);
  g_autoptr (BitacoraCrmClient) system = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "https");
  g_autofree char *logged = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);

  crm_raw_server_use_certificate (server, certificate, key);
  crm_raw_server_answer (server, logged, CRM_RAW_KEEP);
  send_and_show (trusting, url);
  send_and_show (system, url);
}

static void
assert_no_token_in_output (void)
{
  g_test_trap_assert_stdout_unmatched ("*" CRM_FIXTURE_TOKEN "*");
  g_test_trap_assert_stderr_unmatched ("*" CRM_FIXTURE_TOKEN "*");
}

static void
test_all_debug_output_over_http (void)
{
  if (g_test_subprocess ())
    {
      send_in_every_way ();
      return;
    }

  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("G_MESSAGES_DEBUG");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*logged: *credentials: *rejected: *unknown: *unknown: *");
  g_test_trap_assert_stdout ("*DEBUG*");
  assert_no_token_in_output ();
}

static void
test_all_debug_output_over_tls (void)
{
  if (g_test_subprocess ())
    {
      send_over_tls ();
      return;
    }

  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("G_MESSAGES_DEBUG");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*logged: *not-sent: *");
  g_test_trap_assert_stdout ("*DEBUG*");
  assert_no_token_in_output ();
}

/* Every variable that a proxy is found by. */
static void
set_proxy (const char *url)
{
  static const char *const names[]
      = { "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_setenv (names[i], url, TRUE);
  g_unsetenv ("no_proxy");
  g_unsetenv ("NO_PROXY");
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_setenv ("PX_MODULE_PATH", "/nonexistent", TRUE);
}

/* The practice CRM's requests are plain: a proxy would read them, and could not reach it anyway. */
static void
test_no_proxy_for_this_computer (void)
{
  g_autoptr (CrmRawServer) proxy = NULL;
  g_autoptr (CrmRawServer) server = NULL;
  g_autoptr (BitacoraCrmClient) client = NULL;
  g_autofree char *proxy_url = NULL;
  g_autofree char *url = NULL;
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);
  g_autoptr (BitacoraCrmReply) reply = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  proxy = crm_raw_server_new ();
  server = crm_raw_server_new ();
  proxy_url = crm_raw_server_dup_url (proxy, "http");
  url = crm_raw_server_dup_url (server, "http");
  set_proxy (proxy_url);
  client = bitacora_crm_client_new ();
  crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
  crm_raw_server_answer (proxy, answer, CRM_RAW_KEEP);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
  g_assert_cmpuint (crm_raw_server_get_n_connections (proxy), ==, 0);
}

/* A proxy sees where the line shall go, and nothing of what goes over it; when it lets nothing
 * through, nothing was sent, whatever it answers. */
static void
test_a_proxy_that_lets_nothing_through (void)
{
  static const char *const statuses[] = {
    "200 Connection established",
    "302 Found",
    "403 Forbidden",
    "407 Proxy Authentication",
    "500 Internal Server Error",
    "503 Service Unavailable",
  };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      if (!g_test_trap_has_passed ())
        g_test_trap_assert_stderr ("");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (CrmRawServer) proxy = crm_raw_server_new ();
      g_autofree char *proxy_url = crm_raw_server_dup_url (proxy, "http");
      g_autofree char *answer
          = crm_fixture_answer (statuses[i], "Location: http://x/\r\n", CRM_FIXTURE_OK_BODY);
      g_autoptr (BitacoraCrmClient) client = NULL;
      g_autoptr (BitacoraCrmReply) reply = NULL;

      set_proxy (proxy_url);
      client = crm_fixture_client (2000, 2000);
      crm_raw_server_answer (proxy, answer, CRM_RAW_CLOSE);
      reply = crm_fixture_insert (client,
                                  "https://crm0001.wolkvox.com",
                                  CRM_FIXTURE_TOKEN,
                                  "{\"secret\":1}",
                                  NULL);
      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "Nothing was sent");

      g_assert_cmpuint (crm_raw_server_get_n_requests (proxy), >=, 1);
      for (guint j = 0; j < crm_raw_server_get_n_requests (proxy); j++)
        {
          g_autofree char *request = crm_raw_server_dup_request (proxy, j);

          g_assert_true (g_str_has_prefix (request, "CONNECT crm0001.wolkvox.com:443 "));
          g_assert_null (strstr (request, CRM_FIXTURE_TOKEN));
          g_assert_null (strstr (request, "secret"));
        }
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm-client-secrecy/all-debug-output-over-http",
                   test_all_debug_output_over_http);
  g_test_add_func ("/crm-client-secrecy/all-debug-output-over-tls", test_all_debug_output_over_tls);
  g_test_add_func ("/crm-client-secrecy/no-proxy-for-this-computer",
                   test_no_proxy_for_this_computer);
  g_test_add_func ("/crm-client-secrecy/a-proxy-that-lets-nothing-through",
                   test_a_proxy_that_lets_nothing_through);

  return g_test_run ();
}
