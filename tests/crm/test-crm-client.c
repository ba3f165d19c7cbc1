/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm-fixture.h"
#include "crm-raw-server.h"

/* Long enough never to be met by a machine under load. */
#define LONG_TIMEOUT 20000
#define SHORT_TIMEOUT 1000

static void
assert_unsent (CrmRawServer *server)
{
  g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 0);
}

static void
test_what_an_insert_looks_like (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);
  g_autofree char *request = NULL;
  g_autofree char *folded = NULL;
  g_autoptr (BitacoraCrmReply) reply = NULL;

  crm_raw_server_answer (server, answer, CRM_RAW_CLOSE);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{\"ñ\":\"😀\"}", NULL);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
  g_assert_cmpstr (bitacora_crm_reply_get_wolkvox_id (reply), ==, "64cb");

  request = crm_raw_server_dup_request (server, 0);
  folded = g_ascii_strdown (request, -1);
  g_assert_true (g_str_has_prefix (request, "POST /server/API/v2/custom/insert.php HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nWolkvox-Token: " CRM_FIXTURE_TOKEN "\r\n"));
  g_assert_nonnull (strstr (folded, "\r\ncontent-type: application/json\r\n"));
  g_assert_nonnull (strstr (request, "\r\nUser-Agent: Bitacora/"));
  g_assert_nonnull (strstr (folded, "\r\naccept-encoding: gzip, deflate"));
  g_assert_true (g_str_has_suffix (request, "\r\n\r\n{\"ñ\":\"😀\"}"));
  g_assert_null (strstr (folded, "\r\ncookie:"));
  g_assert_null (strstr (folded, "\r\nauthorization:"));
}

static void
test_what_the_questions_look_like (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, "{\"code\":200,\"data\":[]}");
  g_autofree char *query = NULL;
  g_autofree char *information = NULL;
  g_autoptr (BitacoraCrmReply) queried = NULL;
  g_autoptr (BitacoraCrmReply) informed = NULL;

  crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
  crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
  queried = crm_fixture_query_dates (client, url, CRM_FIXTURE_TOKEN, "{\"date\":true}");
  informed = crm_fixture_token_information (client, url, "ñ a&b=c/d?e#f", CRM_FIXTURE_TOKEN);
  crm_fixture_assert_verdict (queried, BITACORA_CRM_VERDICT_LOGGED, NULL);
  crm_fixture_assert_verdict (informed, BITACORA_CRM_VERDICT_LOGGED, NULL);

  query = crm_raw_server_dup_request (server, 0);
  g_assert_true (
      g_str_has_prefix (query, "POST /server/API/v2/custom/queryDates.php HTTP/1.1\r\n"));
  g_assert_true (g_str_has_suffix (query, "{\"date\":true}"));
  information = crm_raw_server_dup_request (server, 1);
  g_assert_true (g_str_has_prefix (information,
                                   "GET /server/API/v2/token/tokenInformation.php"
                                   "?operation=%C3%B1%20a%26b%3Dc%2Fd%3Fe%23f HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (information, "\r\nWolkvox-Token: " CRM_FIXTURE_TOKEN "\r\n"));
}

static void
test_a_token_that_is_none (void)
{
  static const char *const tokens[] = { NULL, "", "a\nb", "a\r\nEvil: 1", "\x01", "tok\x7f", "ñ" };
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (BitacoraCrmReply) reply = crm_fixture_insert (client, url, tokens[i], "{}", NULL);

      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_CREDENTIALS, "copy it again");
    }

  g_assert_cmpuint (crm_raw_server_get_n_connections (server), ==, 0);
}

static void
test_plain_http_stays_at_home (void)
{
  static const char *const servers[] = {
    "http://192.0.2.1",
    "http://crm0001.wolkvox.com",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example:80",
    "http://evil.example:80/",
  };
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autoptr (BitacoraCrmReply) reply
          = crm_fixture_insert (client, servers[i], CRM_FIXTURE_TOKEN, "{}", NULL);

      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "does not use HTTPS");
    }
}

static void
test_what_is_no_server (void)
{
  static const char *const servers[] = {
    NULL,
    "",
    "https://",
    "http://127.0.0.1:80@evil.example",
    "https://user:word@crm.wolkvox.com",
    "ftp://crm.wolkvox.com",
    "crm wolkvox com",
    "crm.wolkvox.com:port",
  };
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autoptr (BitacoraCrmReply) reply
          = crm_fixture_insert (client, servers[i], CRM_FIXTURE_TOKEN, "{}", NULL);

      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "is not a host name");
    }
}

static void
test_refused (void)
{
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  CrmRawServer *server = crm_raw_server_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autoptr (BitacoraCrmReply) reply = NULL;

  crm_raw_server_free (server);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "refused the connection");
}

static void
test_name_not_found (void)
{
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (BitacoraCrmReply) reply
      = crm_fixture_insert (client, "nonexistent.invalid", CRM_FIXTURE_TOKEN, "{}", NULL);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "Nothing was sent");
}

static void
test_never_answers (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = crm_fixture_client (LONG_TIMEOUT, SHORT_TIMEOUT);
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autoptr (BitacoraCrmReply) reply = NULL;

  crm_raw_server_answer (server, NULL, CRM_RAW_HANG);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "did not answer in time");
}

static void
test_stops_half_way_through_the_answer (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = crm_fixture_client (LONG_TIMEOUT, SHORT_TIMEOUT);
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autoptr (BitacoraCrmReply) reply = NULL;

  crm_raw_server_answer (server,
                         "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"code\":200",
                         CRM_RAW_HANG);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "did not answer in time");
  g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 1);
}

/* The handshake never ends: the request cannot have left. */
static void
test_tls_that_never_comes_up (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) by_connect = crm_fixture_client (SHORT_TIMEOUT, LONG_TIMEOUT);
  g_autoptr (BitacoraCrmClient) by_total = crm_fixture_client (LONG_TIMEOUT, SHORT_TIMEOUT);
  g_autofree char *url = crm_raw_server_dup_url (server, "https");
  g_autoptr (BitacoraCrmReply) first = NULL;
  g_autoptr (BitacoraCrmReply) second = NULL;

  first = crm_fixture_insert (by_connect, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (first,
                              BITACORA_CRM_VERDICT_NOT_SENT,
                              "accept the connection in time");
  second = crm_fixture_insert (by_total, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (second,
                              BITACORA_CRM_VERDICT_NOT_SENT,
                              "accept the connection in time");
  assert_unsent (server);
}

/* A listening socket that nobody accepts from, its queue full: the kernel drops what knocks. */
static void
test_connection_that_never_comes_up (void)
{
  g_autoptr (BitacoraCrmClient) client = crm_fixture_client (SHORT_TIMEOUT, LONG_TIMEOUT);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GSocket) listening
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GPtrArray) knocking = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *url = NULL;
  g_autoptr (BitacoraCrmReply) reply = NULL;

  g_socket_bind (listening, wanted, FALSE, NULL);
  g_socket_set_listen_backlog (listening, 1);
  g_assert_true (g_socket_listen (listening, NULL));
  got = g_socket_get_local_address (listening, NULL);

  for (int i = 0; i < 8; i++)
    {
      GSocket *socket
          = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (socket, FALSE);
      g_socket_connect (socket, got, NULL, NULL);
      g_ptr_array_add (knocking, socket);
    }

  url = g_strdup_printf ("http://127.0.0.1:%u",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
  crm_fixture_assert_verdict (reply,
                              BITACORA_CRM_VERDICT_NOT_SENT,
                              "accept the connection in time");
}

static void
test_cut_after_the_request (void)
{
  static const CrmRawEnding endings[] = { CRM_RAW_CLOSE, CRM_RAW_RESET };
  static const char *const answers[] = {
    NULL,
    "HTTP",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"code\":200}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (answers); j++)
        {
          g_autoptr (CrmRawServer) server = crm_raw_server_new ();
          g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
          g_autofree char *url = crm_raw_server_dup_url (server, "http");
          g_autoptr (BitacoraCrmReply) reply = NULL;

          crm_raw_server_answer (server, answers[j], endings[i]);
          reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
          crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "may be in the CRM");
          g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 1);
        }
    }
}

/* A kept connection that the server cuts is where clients like to send a second time. */
static void
test_never_twice_after_a_kept_connection (void)
{
  static const CrmRawEnding endings[] = { CRM_RAW_CLOSE, CRM_RAW_RESET };
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (CrmRawServer) server = crm_raw_server_new ();
      g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
      g_autofree char *url = crm_raw_server_dup_url (server, "http");
      g_autoptr (BitacoraCrmReply) informed = NULL;
      g_autoptr (BitacoraCrmReply) logged = NULL;
      g_autoptr (BitacoraCrmReply) cut = NULL;
      g_autoptr (BitacoraCrmReply) after = NULL;

      crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
      crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
      crm_raw_server_answer (server, NULL, endings[i]);
      informed = crm_fixture_token_information (client, url, "op", CRM_FIXTURE_TOKEN);
      logged = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
      cut = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);

      crm_fixture_assert_verdict (informed, BITACORA_CRM_VERDICT_LOGGED, NULL);
      crm_fixture_assert_verdict (logged, BITACORA_CRM_VERDICT_LOGGED, NULL);
      crm_fixture_assert_verdict (cut, BITACORA_CRM_VERDICT_UNKNOWN, NULL);
      g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 3);
      g_assert_cmpuint (crm_raw_server_get_n_connections (server), ==, 1);

      /* No kept connection is trusted after that. */
      crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
      after = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
      crm_fixture_assert_verdict (after, BITACORA_CRM_VERDICT_LOGGED, NULL);
      g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 4);
      g_assert_cmpuint (crm_raw_server_get_n_connections (server), ==, 2);
    }
}

/* A server that closes idle connections must not make the next call's outcome doubtful. */
static void
test_no_doubt_after_an_idle_connection_ended (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);

  for (int i = 0; i < 5; i++)
    {
      g_autoptr (BitacoraCrmReply) reply = NULL;

      crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
      reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", NULL);
      crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
      crm_raw_server_hang_up (server);
    }

  g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, 5);
}

static void
test_cancelled_before (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autoptr (BitacoraCrmReply) reply = NULL;

  g_cancellable_cancel (cancellable);
  reply = crm_fixture_insert (client, url, CRM_FIXTURE_TOKEN, "{}", cancellable);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "before anything went out");
  g_assert_cmpuint (crm_raw_server_get_n_connections (server), ==, 0);
}

static void
test_cancelled_while_the_connection_comes_up (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "https");
  g_autoptr (BitacoraCrmReply) reply = NULL;

  bitacora_crm_client_insert_async (
      client, url, CRM_FIXTURE_TOKEN, "{}", cancellable, crm_fixture_insert_done_cb, &reply);
  while (crm_raw_server_get_n_connections (server) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (reply == NULL)
    g_main_context_iteration (NULL, TRUE);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "before anything went out");
}

static void
test_cancelled_while_the_answer_is_awaited (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autoptr (BitacoraCrmReply) reply = NULL;

  crm_raw_server_answer (server, NULL, CRM_RAW_HANG);
  bitacora_crm_client_insert_async (
      client, url, CRM_FIXTURE_TOKEN, "{}", cancellable, crm_fixture_insert_done_cb, &reply);
  while (crm_raw_server_get_n_requests (server) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (reply == NULL)
    g_main_context_iteration (NULL, TRUE);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "was stopped while");
}

static gboolean
all_answered (BitacoraCrmReply **replies, guint n)
{
  for (guint i = 0; i < n; i++)
    if (replies[i] == NULL)
      return FALSE;
  return TRUE;
}

/* The last of eight is cancelled in the queue, where nothing of it can have left. */
static void
test_two_open_at_most (void)
{
  enum
  {
    N = 8
  };
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);
  BitacoraCrmReply *replies[N] = { NULL };

  for (int i = 0; i < N; i++)
    {
      crm_raw_server_answer (server, answer, CRM_RAW_HOLD);
      bitacora_crm_client_insert_async (client,
                                        url,
                                        CRM_FIXTURE_TOKEN,
                                        "{}",
                                        i == N - 1 ? cancellable : NULL,
                                        crm_fixture_insert_done_cb,
                                        &replies[i]);
    }

  while (crm_raw_server_get_n_open (server) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (replies[N - 1] == NULL)
    g_main_context_iteration (NULL, TRUE);
  crm_raw_server_release (server);
  while (!all_answered (replies, N))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (crm_raw_server_get_most_open (server), ==, 2);
  g_assert_cmpuint (crm_raw_server_get_n_requests (server), ==, N - 1);
  for (int i = 0; i < N; i++)
    {
      crm_fixture_assert_verdict (replies[i],
                                  i == N - 1 ? BITACORA_CRM_VERDICT_NOT_SENT
                                             : BITACORA_CRM_VERDICT_LOGGED,
                                  NULL);
      g_object_unref (replies[i]);
    }
}

/* What waits in the queue has its time before it, not behind it. */
static void
test_waiting_does_not_use_up_the_time (void)
{
  g_autoptr (CrmRawServer) server = crm_raw_server_new ();
  g_autoptr (BitacoraCrmClient) client = crm_fixture_client (LONG_TIMEOUT, SHORT_TIMEOUT);
  g_autofree char *url = crm_raw_server_dup_url (server, "http");
  g_autofree char *answer = crm_fixture_answer ("200 OK", NULL, CRM_FIXTURE_OK_BODY);
  BitacoraCrmReply *replies[3] = { NULL };

  crm_raw_server_answer (server, NULL, CRM_RAW_HANG);
  crm_raw_server_answer (server, NULL, CRM_RAW_HANG);
  crm_raw_server_answer (server, answer, CRM_RAW_KEEP);
  for (int i = 0; i < 3; i++)
    bitacora_crm_client_insert_async (
        client, url, CRM_FIXTURE_TOKEN, "{}", NULL, crm_fixture_insert_done_cb, &replies[i]);
  while (!all_answered (replies, 3))
    g_main_context_iteration (NULL, TRUE);

  crm_fixture_assert_verdict (replies[0], BITACORA_CRM_VERDICT_UNKNOWN, NULL);
  crm_fixture_assert_verdict (replies[1], BITACORA_CRM_VERDICT_UNKNOWN, NULL);
  crm_fixture_assert_verdict (replies[2], BITACORA_CRM_VERDICT_LOGGED, NULL);
  for (int i = 0; i < 3; i++)
    g_object_unref (replies[i]);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm-client/what-an-insert-looks-like", test_what_an_insert_looks_like);
  g_test_add_func ("/crm-client/what-the-questions-look-like", test_what_the_questions_look_like);
  g_test_add_func ("/crm-client/a-token-that-is-none", test_a_token_that_is_none);
  g_test_add_func ("/crm-client/plain-http-stays-at-home", test_plain_http_stays_at_home);
  g_test_add_func ("/crm-client/what-is-no-server", test_what_is_no_server);
  g_test_add_func ("/crm-client/refused", test_refused);
  g_test_add_func ("/crm-client/name-not-found", test_name_not_found);
  g_test_add_func ("/crm-client/never-answers", test_never_answers);
  g_test_add_func ("/crm-client/stops-half-way-through-the-answer",
                   test_stops_half_way_through_the_answer);
  g_test_add_func ("/crm-client/tls-that-never-comes-up", test_tls_that_never_comes_up);
  g_test_add_func ("/crm-client/connection-that-never-comes-up",
                   test_connection_that_never_comes_up);
  g_test_add_func ("/crm-client/cut-after-the-request", test_cut_after_the_request);
  g_test_add_func ("/crm-client/never-twice-after-a-kept-connection",
                   test_never_twice_after_a_kept_connection);
  g_test_add_func ("/crm-client/no-doubt-after-an-idle-connection-ended",
                   test_no_doubt_after_an_idle_connection_ended);
  g_test_add_func ("/crm-client/cancelled-before", test_cancelled_before);
  g_test_add_func ("/crm-client/cancelled-while-the-connection-comes-up",
                   test_cancelled_while_the_connection_comes_up);
  g_test_add_func ("/crm-client/cancelled-while-the-answer-is-awaited",
                   test_cancelled_while_the_answer_is_awaited);
  g_test_add_func ("/crm-client/two-open-at-most", test_two_open_at_most);
  g_test_add_func ("/crm-client/waiting-does-not-use-up-the-time",
                   test_waiting_does_not_use_up_the_time);

  return g_test_run ();
}
