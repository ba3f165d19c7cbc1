/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crm-fixture.h"

#include <string.h>

/**
 * crm_fixture_answer:
 * @status: such as `200 OK`
 * @headers: (nullable): further header lines, each with its line break
 * @body: (nullable): the body
 *
 * Returns: (transfer full): the bytes of an HTTP answer
 */
char *
crm_fixture_answer (const char *status, const char *headers, const char *body)
{
  return g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s",
                          status,
                          headers != NULL ? headers : "",
                          body != NULL ? strlen (body) : 0,
                          body != NULL ? body : "");
}

/**
 * crm_fixture_client:
 * @connect_timeout: milliseconds
 * @total_timeout: milliseconds
 *
 * Returns: (transfer full): a client
 */
BitacoraCrmClient *
crm_fixture_client (guint connect_timeout, guint total_timeout)
{
  return g_object_new (BITACORA_TYPE_CRM_CLIENT,
                       "connect-timeout",
                       connect_timeout,
                       "total-timeout",
                       total_timeout,
                       NULL);
}

/**
 * crm_fixture_find_certificate:
 * @name: what make-certificates calls it
 * @suffix: `.pem` or `.key`
 *
 * Returns: (transfer full): the path of a file that make-certificates made
 */
char *
crm_fixture_find_certificate (const char *name, const char *suffix)
{
  const char *folder = g_getenv ("BITACORA_TEST_CERTIFICATES");
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  g_assert_nonnull (folder);
  return g_build_filename (folder, file, NULL);
}

/**
 * crm_fixture_trusting_client:
 * @total_timeout: milliseconds, or 0 for the default
 *
 * Returns: (transfer full): a client that trusts the tests' own authority and nobody else
 */
BitacoraCrmClient *
crm_fixture_trusting_client (guint total_timeout)
{
  g_autofree char *path = crm_fixture_find_certificate ("ca", ".pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  if (total_timeout == 0)
    return g_object_new (BITACORA_TYPE_CRM_CLIENT, "tls-database", database, NULL);

  return g_object_new (BITACORA_TYPE_CRM_CLIENT,
                       "tls-database",
                       database,
                       "total-timeout",
                       total_timeout,
                       NULL);
}

/**
 * crm_fixture_insert_done_cb:
 * @source: the client
 * @result: the result
 * @user_data: a place for the reply
 *
 * Puts the reply of bitacora_crm_client_insert_async() where @user_data points.
 */
void
crm_fixture_insert_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraCrmReply **reply = user_data;

  g_assert_null (*reply);
  *reply = bitacora_crm_client_insert_finish (BITACORA_CRM_CLIENT (source), result);
  g_assert_nonnull (*reply);
}

static void
query_dates_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraCrmReply **reply = user_data;

  *reply = bitacora_crm_client_query_dates_finish (BITACORA_CRM_CLIENT (source), result);
  g_assert_nonnull (*reply);
}

static void
token_information_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraCrmReply **reply = user_data;

  *reply = bitacora_crm_client_token_information_finish (BITACORA_CRM_CLIENT (source), result);
  g_assert_nonnull (*reply);
}

static BitacoraCrmReply *
wait_for (BitacoraCrmReply **reply)
{
  g_assert_null (*reply);
  while (*reply == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *reply;
}

/**
 * crm_fixture_insert:
 * @client: a client
 * @server: (nullable): the server
 * @token: (nullable): the token
 * @body: the body
 * @cancellable: (nullable): stops it
 *
 * Sends and waits.
 *
 * Returns: (transfer full): the reply
 */
BitacoraCrmReply *
crm_fixture_insert (BitacoraCrmClient *client,
                    const char *server,
                    const char *token,
                    const char *body,
                    GCancellable *cancellable)
{
  BitacoraCrmReply *reply = NULL;

  bitacora_crm_client_insert_async (
      client, server, token, body, cancellable, crm_fixture_insert_done_cb, &reply);
  return wait_for (&reply);
}

/**
 * crm_fixture_query_dates:
 * @client: a client
 * @server: the server
 * @token: the token
 * @body: the body
 *
 * Asks and waits.
 *
 * Returns: (transfer full): the reply
 */
BitacoraCrmReply *
crm_fixture_query_dates (BitacoraCrmClient *client,
                         const char *server,
                         const char *token,
                         const char *body)
{
  BitacoraCrmReply *reply = NULL;

  bitacora_crm_client_query_dates_async (
      client, server, token, body, NULL, query_dates_done_cb, &reply);
  return wait_for (&reply);
}

/**
 * crm_fixture_token_information:
 * @client: a client
 * @server: the server
 * @operation: the operation
 * @token: the token
 *
 * Asks and waits.
 *
 * Returns: (transfer full): the reply
 */
BitacoraCrmReply *
crm_fixture_token_information (BitacoraCrmClient *client,
                               const char *server,
                               const char *operation,
                               const char *token)
{
  BitacoraCrmReply *reply = NULL;

  bitacora_crm_client_token_information_async (
      client, server, operation, token, NULL, token_information_done_cb, &reply);
  return wait_for (&reply);
}

/**
 * crm_fixture_assert_verdict:
 * @reply: a reply
 * @verdict: what it must say
 * @words: (nullable): what its description must hold
 *
 * Asserts; on failure the description is shown.
 */
void
crm_fixture_assert_verdict (BitacoraCrmReply *reply, BitacoraCrmVerdict verdict, const char *words)
{
  g_autofree char *text = bitacora_crm_reply_describe (reply);

  if (bitacora_crm_reply_get_verdict (reply) != verdict
      || (words != NULL && strstr (text, words) == NULL))
    g_error ("expected %s (“%s”), got %s: %s",
             bitacora_crm_verdict_to_string (verdict),
             words != NULL ? words : "",
             bitacora_crm_verdict_to_string (bitacora_crm_reply_get_verdict (reply)),
             text);
  g_assert_null (strstr (text, CRM_FIXTURE_TOKEN));
}
