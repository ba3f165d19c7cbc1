/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/bitacora-practice-server.h"

#include <libsoup/soup.h>

#define INSERT "/server/API/v2/custom/insert.php"

static char *
find_certificate (const char *name)
{
  return g_build_filename (g_getenv ("BITACORA_TEST_CERTIFICATES"), name, NULL);
}

static BitacoraPracticeServer *
start_server (const char *name)
{
  BitacoraPracticeServer *server = bitacora_practice_server_new ("token-of-the-tls-tests");
  g_autofree char *certificate_name = g_strconcat (name, ".pem", NULL);
  g_autofree char *key_name = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate = find_certificate (certificate_name);
  g_autofree char *key = find_certificate (key_name);
  g_autoptr (GError) error = NULL;

  bitacora_practice_server_set_certificate (server, certificate, key, &error);
  g_assert_no_error (error);
  bitacora_practice_server_listen (server, 0, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_str_has_prefix (bitacora_practice_server_get_url (server), "https://127.0.0.1:"));
  return server;
}

/* Who trusts the certificate authority of these tests. */
static SoupSession *
make_session (void)
{
  g_autofree char *authority = find_certificate ("ca.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (authority, &error);
  SoupSession *session = soup_session_new ();

  g_assert_no_error (error);
  soup_session_set_tls_database (session, database);
  soup_session_set_timeout (session, 20);
  return session;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GBytes *
ask (SoupSession *session,
     BitacoraPracticeServer *server,
     const char *method,
     const char *path,
     GError **error)
{
  g_autofree char *url = g_strconcat (bitacora_practice_server_get_url (server), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (GAsyncResult) result = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Wolkvox-Token",
                                "token-of-the-tls-tests");
  if (g_str_equal (method, "POST"))
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  soup_session_send_and_read_async (session,
                                    message,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    answered_cb,
                                    &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return soup_session_send_and_read_finish (session, result, error);
}

static void
test_trusted (void)
{
  g_autoptr (BitacoraPracticeServer) server = start_server ("good");
  g_autoptr (SoupSession) session = make_session ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = ask (session, server, "GET", "/", &error);
  g_autoptr (GBytes) answer = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (page, NULL),
                                  (gssize)g_bytes_get_size (page),
                                  bitacora_practice_server_get_url (server)));

  answer = ask (session, server, "POST", INSERT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (answer, NULL),
                                  (gssize)g_bytes_get_size (answer),
                                  "SOME PARAMETERS ARE REQUIRED: operation"));
}

static void
test_not_trusted (void)
{
  static const char *const names[] = { "self-signed", "wrong-host", "expired" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (BitacoraPracticeServer) server = start_server (names[i]);
      g_autoptr (SoupSession) session = make_session ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) answer = ask (session, server, "POST", INSERT, &error);

      g_assert_null (answer);
      g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
      g_assert_cmpuint (bitacora_practice_server_get_n_requests (server), ==, 0);
    }
}

static void
test_refuses_over_tls (void)
{
  g_autoptr (BitacoraPracticeServer) server = start_server ("good");
  g_autoptr (SoupSession) session = make_session ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) refused = NULL;
  g_autoptr (GBytes) page = NULL;

  bitacora_practice_server_add_fault (server, BITACORA_PRACTICE_FAULT_REFUSE, 1);
  refused = ask (session, server, "GET", "/", &error);
  g_assert_null (refused);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_clear_error (&error);

  bitacora_practice_server_clear_faults (server);
  page = ask (session, server, "GET", "/", &error);
  g_assert_no_error (error);
}

static void
test_bad_files (void)
{
  g_autoptr (BitacoraPracticeServer) server = bitacora_practice_server_new (NULL);
  g_autofree char *certificate = find_certificate ("good.pem");
  g_autofree char *other_file = find_certificate ("ca.conf");
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) unreadable = NULL;

  g_assert_false (bitacora_practice_server_set_certificate (server,
                                                            certificate,
                                                            "/nonexistent/key.pem",
                                                            &missing));
  g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_false (
      bitacora_practice_server_set_certificate (server, certificate, other_file, &unreadable));
  g_assert_true (unreadable->domain == G_TLS_ERROR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-tls/trusted", test_trusted);
  g_test_add_func ("/practice-tls/not-trusted", test_not_trusted);
  g_test_add_func ("/practice-tls/refuses-over-tls", test_refuses_over_tls);
  g_test_add_func ("/practice-tls/bad-files", test_bad_files);

  return g_test_run ();
}
