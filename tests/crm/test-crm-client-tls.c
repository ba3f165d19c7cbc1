/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm-fixture.h"
#include "crm-raw-server.h"
#include "practice/bitacora-practice-server.h"

static CrmRawServer *
create_server (const char *name)
{
  CrmRawServer *server = crm_raw_server_new ();
  g_autofree char *certificate = crm_fixture_find_certificate (name, ".pem");
  g_autofree char *key = crm_fixture_find_certificate (name, ".key");

  crm_raw_server_use_certificate (server, certificate, key);
  return server;
}

static void
assert_refused (BitacoraCrmClient *client, const char *certificate, const char *words)
{
  g_autoptr (CrmRawServer) server = create_server (certificate);
  g_autofree char *url = crm_raw_server_dup_url (server, "https");
  g_autoptr (BitacoraCrmReply) reply
      = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, words);
  g_assert_cmpuint (crm_raw_server_get_n_connections (server), ==, 1);
  g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 0);
}

static void
test_good_authority_accepted (void)
{
  g_autoptr (BitacoraCrmClient) client = crm_fixture_trusting_client (0);
  g_autoptr (CrmRawServer) server = create_server ("good");
  g_autofree char *url = crm_raw_server_dup_url (server, "https");
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);
  g_autofree char *request = NULL;
  g_autoptr (BitacoraCrmReply) reply = NULL;

  crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
  request = crm_raw_server_dup_request (server, 0);
  g_assert_nonnull (strstr (request, "\r\nWolkvox-Token: " CRM_FIXTURE_TOKEN "\r\n"));
}

static void
test_unknown_authority_refused (void)
{
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();

  assert_refused (client, "good", "anyone whom this computer trusts");
}

static void
test_self_signed_refused (void)
{
  g_autoptr (BitacoraCrmClient) client = crm_fixture_trusting_client (0);

  assert_refused (client, "self-signed", "anyone whom this computer trusts");
}

static void
test_wrong_host_refused (void)
{
  g_autoptr (BitacoraCrmClient) client = crm_fixture_trusting_client (0);

  assert_refused (client, "wrong-host", "belongs to another server");
}

static void
test_expired_refused (void)
{
  g_autoptr (BitacoraCrmClient) client = crm_fixture_trusting_client (0);

  assert_refused (client, "expired", "date may be wrong");
}

/* A server without TLS where TLS is expected. */
static void
test_no_tls_at_all (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = crm_fixture_trusting_client (0);
  g_autofree char *url = crm_raw_server_dup_url (server, "https");
  BitacoraCrmReply *reply = NULL;

  bitacora_crm_client_insert_async (
      client, url, CRM_FIXTURE_TOKEN, "{}", NULL, crm_fixture_insert_done_cb, &reply);
  while (crm_raw_server_get_n_connections (server) == 0)
    g_main_context_iteration (NULL, TRUE);
  while (reply == NULL)
    {
      crm_raw_server_hang_up (server);
      g_main_context_iteration (NULL, TRUE);
    }

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "secure connection");
  g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 0);
  g_object_unref (reply);
}

static void
test_cut_after_the_request (void)
{
  static const CrmRawEnding endings[] = { CRM_RAW_CLOSE, CRM_RAW_RESET };
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (BitacoraCrmClient) client = crm_fixture_trusting_client (0);
      g_autoptr (CrmRawServer) server = create_server ("good");
      g_autofree char *url = crm_raw_server_dup_url (server, "https");
      g_autoptr (BitacoraCrmReply) informed = NULL;
      g_autoptr (BitacoraCrmReply) cut = NULL;

      crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
      crm_raw_server_answer (server, NULL, endings[i]);
      informed = crm_fixture_token_information (client, url, "op", CRM_FIXTURE_TOKEN);
      cut = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
      crm_fixture_assert_verdict (informed, BITACORA_CRM_VERDICT_LOGGED, NULL);
      crm_fixture_assert_verdict (cut, BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM");
      g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 2);
    }
}

static void
test_practice_server_over_tls (void)
{
  g_autoptr (BitacoraPracticeServer) server = bitacora_practice_server_new (CRM_FIXTURE_TOKEN);
  g_autoptr (BitacoraCrmClient) trusting = crm_fixture_trusting_client (0);
  g_autoptr (BitacoraCrmClient) system = bitacora_crm_client_new ();
  g_autofree char *certificate = crm_fixture_find_certificate ("good", ".pem");
  g_autofree char *key = crm_fixture_find_certificate ("good", ".key");
  g_autoptr (BitacoraCrmReply) refused = NULL;
  g_autoptr (BitacoraCrmReply) answered = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_practice_server_set_certificate (server, certificate, key, &error);
  g_assert_no_error (error);
  bitacora_practice_server_listen (server, 0, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (bitacora_practice_server_get_url (server), "https://"));

  refused = crm_fixture_token_information (system,
                                           bitacora_practice_server_get_url (server),
                                           "practice",
                                           CRM_FIXTURE_TOKEN);
  crm_fixture_assert_verdict (refused, BITACORA_CRM_VERDICT_NOT_SENT, "certificate");
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (server), ==, 0);

  answered = crm_fixture_token_information (trusting,
                                            bitacora_practice_server_get_url (server),
                                            "practice",
                                            CRM_FIXTURE_TOKEN);
  crm_fixture_assert_verdict (answered, BITACORA_CRM_VERDICT_LOGGED, NULL);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (server), ==, 1);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm-client-tls/good-authority-accepted", test_good_authority_accepted);
  g_test_add_func ("/crm-client-tls/unknown-authority-refused", test_unknown_authority_refused);
  g_test_add_func ("/crm-client-tls/self-signed-refused", test_self_signed_refused);
  g_test_add_func ("/crm-client-tls/wrong-host-refused", test_wrong_host_refused);
  g_test_add_func ("/crm-client-tls/expired-refused", test_expired_refused);
  g_test_add_func ("/crm-client-tls/no-tls-at-all", test_no_tls_at_all);
  g_test_add_func ("/crm-client-tls/cut-after-the-request", test_cut_after_the_request);
  g_test_add_func ("/crm-client-tls/practice-server-over-tls", test_practice_server_over_tls);

  return g_test_run ();
}
