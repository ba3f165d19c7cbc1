/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-client.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-config.h"
#include "bitacora-crm-exchange-private.h"
#include "bitacora-crm-failure-private.h"
#include "bitacora-token-provider.h"
#include "model/bitacora-server-address.h"

#define QUERY_DATES_PATH "/server/API/v2/custom/queryDates.php"
#define TOKEN_INFORMATION_PATH "/server/API/v2/token/tokenInformation.php?operation="

/* "Exceeds the limit of simultaneous requests per token (2)": counted by server, which is as
 * strict or stricter, and needs no table of tokens. */
#define MAX_OPEN 2

/* Seconds. A CRM closes idle connections itself, and the longer one waits the likelier: a call goes
 * on a kept connection only while the CRM has just answered well. */
#define IDLE_TIMEOUT 2

#define DEFAULT_CONNECT_TIMEOUT (10 * 1000)
#define DEFAULT_TOTAL_TIMEOUT (30 * 1000)

struct _BitacoraCrmClient
{
  GObject parent_instance;

  guint connect_timeout;
  guint total_timeout;
  GTlsDatabase *tls_database;

  SoupSession *session;
  /* Plain HTTP to this computer must not take the way through a proxy. */
  SoupSession *loopback_session;
  GHashTable *lanes;
};

enum
{
  PROP_0,
  PROP_CONNECT_TIMEOUT,
  PROP_TOTAL_TIMEOUT,
  PROP_TLS_DATABASE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraCrmClient, bitacora_crm_client, G_TYPE_OBJECT)

/* The requests to one server: those that are open are counted, the others wait their turn. */
typedef struct
{
  guint n_open;
  GQueue waiting;
  /* When the server last answered well, by the clock that goes on while the computer sleeps;
   * 0 if what came last was a failure. */
  gint64 answered;
} Lane;

/* A request on its way through a lane: the task data of the caller's task. */
typedef struct
{
  char *base;
  SoupSession *session;
  SoupMessage *message;
  GCancellable *cancellable;
  GSource *cancel_source;
  gsize max_answer;
} Request;

static void
lane_free (Lane *lane)
{
  g_queue_clear_full (&lane->waiting, g_object_unref);
  g_free (lane);
}

static void
request_stop_watching (Request *request)
{
  if (request->cancel_source == NULL)
    return;

  g_source_destroy (request->cancel_source);
  g_clear_pointer (&request->cancel_source, g_source_unref);
}

static void
request_free (Request *request)
{
  request_stop_watching (request);
  g_clear_object (&request->session);
  g_clear_object (&request->message);
  g_clear_object (&request->cancellable);
  g_free (request->base);
  g_free (request);
}

static void
return_failure (GTask *task, GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "Not sent");

  g_task_return_pointer (task, bitacora_crm_reply_new_from_failure (error, FALSE), g_object_unref);
}

/* A header's value must be text without control characters: RFC 9110, section 5.5. */
static gboolean
check_token (const char *token, GError **error)
{
  gboolean valid = token != NULL && *token != '\0';

  for (const char *at = token; valid && *at != '\0'; at++)
    valid = g_ascii_isprint (*at);

  if (!valid)
    g_set_error_literal (
        error,
        BITACORA_TOKEN_ERROR,
        BITACORA_TOKEN_ERROR_INVALID,
        _ ("The profile’s token does not look like one that a CRM gives: copy it again."));

  return valid;
}

/* The scheme, host and port that a request goes to. What is asked about HTTPS is that very text,
 * not what it was read from. */
static char *
build_base (const char *server, BitacoraCrmFailure *failure)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = NULL;

  *failure = BITACORA_CRM_FAILURE_BAD_SERVER;
  base = bitacora_server_address_parse (server != NULL ? server : "", &error);
  if (base == NULL)
    {
      if (g_error_matches (error, BITACORA_SERVER_ERROR, BITACORA_SERVER_ERROR_INSECURE))
        *failure = BITACORA_CRM_FAILURE_INSECURE;
      return NULL;
    }

  if (!g_str_has_prefix (base, "https://") && !bitacora_server_address_is_loopback (base))
    {
      *failure = BITACORA_CRM_FAILURE_INSECURE;
      return NULL;
    }

  return g_steal_pointer (&base);
}

static gboolean
is_answered_well (BitacoraCrmReply *reply)
{
  return bitacora_crm_reply_get_http_status (reply) == SOUP_STATUS_OK
         && bitacora_crm_reply_get_verdict (reply) == BITACORA_CRM_VERDICT_LOGGED;
}

/* Whether the connections to a server can be trusted to be open. */
static gboolean
is_warm (Lane *lane)
{
  gint64 age = g_get_real_time () - lane->answered;

  return lane->answered != 0 && age >= 0 && age < IDLE_TIMEOUT * G_TIME_SPAN_SECOND;
}

/* On an old connection that the server is just closing nobody could tell whether the call arrived,
 * so that it gets one of its own. Where the server is at work at this moment it takes one of those
 * that are open: IDEMPOTENT is libsoup's word for that, and the exchange sees to it that nothing
 * is sent twice all the same. */
static void
choose_connection (Lane *lane, SoupMessage *message)
{
  if (g_str_equal (soup_message_get_method (message), SOUP_METHOD_POST))
    soup_message_add_flags (message,
                            is_warm (lane) ? SOUP_MESSAGE_IDEMPOTENT : SOUP_MESSAGE_NEW_CONNECTION);
}

static void start_next (BitacoraCrmClient *self, const char *base);

static void
exchange_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BitacoraCrmClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  Lane *lane = g_hash_table_lookup (self->lanes, request->base);
  BitacoraCrmReply *reply
      = bitacora_crm_exchange_run_finish (BITACORA_CRM_EXCHANGE (source), result);

  lane->n_open--;
  lane->answered = is_answered_well (reply) ? g_get_real_time () : 0;
  start_next (self, request->base);
  g_task_return_pointer (task, reply, g_object_unref);
}

/* Takes the task. */
static void
start_exchange (BitacoraCrmClient *self, GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (BitacoraCrmExchange) exchange = bitacora_crm_exchange_new (request->session,
                                                                        request->message,
                                                                        self->connect_timeout,
                                                                        self->total_timeout,
                                                                        request->max_answer);

  request_stop_watching (request);
  choose_connection (g_hash_table_lookup (self->lanes, request->base), request->message);
  bitacora_crm_exchange_run_async (exchange, request->cancellable, exchange_done_cb, task);
}

static void
start_next (BitacoraCrmClient *self, const char *base)
{
  Lane *lane = g_hash_table_lookup (self->lanes, base);

  while (lane->n_open < MAX_OPEN && !g_queue_is_empty (&lane->waiting))
    {
      lane->n_open++;
      start_exchange (self, g_queue_pop_head (&lane->waiting));
    }

  if (lane->n_open == 0 && !is_warm (lane))
    g_hash_table_remove (self->lanes, base);
}

static gboolean
waiting_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  BitacoraCrmClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  Lane *lane = g_hash_table_lookup (self->lanes, request->base);

  if (lane != NULL && g_queue_remove (&lane->waiting, task))
    {
      return_failure (task, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (task);
    }

  return G_SOURCE_REMOVE;
}

/* Takes the task. */
static void
enqueue (BitacoraCrmClient *self, GTask *task)
{
  Request *request = g_task_get_task_data (task);
  Lane *lane = g_hash_table_lookup (self->lanes, request->base);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      g_queue_init (&lane->waiting);
      g_hash_table_insert (self->lanes, g_strdup (request->base), lane);
    }

  if (request->cancellable != NULL)
    {
      request->cancel_source = g_cancellable_source_new (request->cancellable);
      g_source_set_callback (request->cancel_source,
                             G_SOURCE_FUNC (waiting_cancelled_cb),
                             task,
                             NULL);
      g_source_attach (request->cancel_source, g_task_get_context (task));
    }

  g_queue_push_tail (&lane->waiting, task);
  start_next (self, request->base);
}

static SoupMessage *
create_message (const char *base, const char *path, const char *token, const char *body)
{
  g_autofree char *url = g_strconcat (base, path, NULL);
  SoupMessage *message = soup_message_new (body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET, url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, BITACORA_CRM_TOKEN_HEADER, token);
  soup_message_headers_replace (headers, "Accept", "application/json");

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  return message;
}

/* The one way out, for every call of the API: a POST with a body, a GET without. */
static void
send_request (BitacoraCrmClient *self,
              const char *server,
              const char *path,
              const char *token,
              const char *body,
              GTask *task_to_take,
              GCancellable *cancellable)
{
  g_autoptr (GTask) task = task_to_take;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *base = NULL;
  BitacoraCrmFailure failure;
  Request *request;

  if (!check_token (token, &error))
    {
      g_task_return_pointer (task, bitacora_crm_reply_new_credentials (error), g_object_unref);
      return;
    }

  base = build_base (server, &failure);
  if (base != NULL)
    message = create_message (base, path, token, body);
  if (message == NULL)
    {
      return_failure (task, BITACORA_CRM_FAILURE, (int)failure);
      return;
    }

  request = g_new0 (Request, 1);
  request->max_answer
      = strcmp (path, QUERY_DATES_PATH) == 0 ? BITACORA_CRM_MAX_RECORDS : BITACORA_CRM_MAX_ANSWER;
  request->base = g_steal_pointer (&base);
  request->session = g_object_ref (
      bitacora_server_address_is_loopback (request->base) ? self->loopback_session : self->session);
  request->message = g_steal_pointer (&message);
  request->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_task_set_task_data (task, request, (GDestroyNotify)request_free);
  enqueue (self, g_steal_pointer (&task));
}

static BitacoraCrmReply *
finish_request (BitacoraCrmClient *self, GAsyncResult *result, gpointer source_tag)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* libsoup's session starts with a feature that answers 401 by sending the request again. */
static SoupSession *
create_session (BitacoraCrmClient *self)
{
  SoupSession *session = soup_session_new_with_options ("user-agent",
                                                        "Bitacora/" BITACORA_VERSION,
                                                        "max-conns-per-host",
                                                        MAX_OPEN,
                                                        "timeout",
                                                        0,
                                                        "idle-timeout",
                                                        IDLE_TIMEOUT,
                                                        NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (!soup_session_has_feature (session, SOUP_TYPE_CONTENT_DECODER))
    soup_session_add_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  if (self->tls_database != NULL)
    soup_session_set_tls_database (session, self->tls_database);
  return session;
}

static void
bitacora_crm_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraCrmClient *self = BITACORA_CRM_CLIENT (object);

  switch (id)
    {
    case PROP_CONNECT_TIMEOUT:
      g_value_set_uint (value, self->connect_timeout);
      break;
    case PROP_TOTAL_TIMEOUT:
      g_value_set_uint (value, self->total_timeout);
      break;
    case PROP_TLS_DATABASE:
      g_value_set_object (value, self->tls_database);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
bitacora_crm_client_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BitacoraCrmClient *self = BITACORA_CRM_CLIENT (object);

  switch (id)
    {
    case PROP_CONNECT_TIMEOUT:
      self->connect_timeout = g_value_get_uint (value);
      break;
    case PROP_TOTAL_TIMEOUT:
      self->total_timeout = g_value_get_uint (value);
      break;
    case PROP_TLS_DATABASE:
      self->tls_database = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
bitacora_crm_client_constructed (GObject *object)
{
  BitacoraCrmClient *self = BITACORA_CRM_CLIENT (object);

  G_OBJECT_CLASS (bitacora_crm_client_parent_class)->constructed (object);

  self->session = create_session (self);
  self->loopback_session = create_session (self);
  soup_session_set_proxy_resolver (self->loopback_session, NULL);
}

static void
bitacora_crm_client_finalize (GObject *object)
{
  BitacoraCrmClient *self = BITACORA_CRM_CLIENT (object);

  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_clear_object (&self->loopback_session);
  g_clear_object (&self->session);
  g_clear_object (&self->tls_database);

  G_OBJECT_CLASS (bitacora_crm_client_parent_class)->finalize (object);
}

static void
bitacora_crm_client_class_init (BitacoraCrmClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_crm_client_get_property;
  object_class->set_property = bitacora_crm_client_set_property;
  object_class->constructed = bitacora_crm_client_constructed;
  object_class->finalize = bitacora_crm_client_finalize;

  properties[PROP_CONNECT_TIMEOUT] = g_param_spec_uint (
      "connect-timeout", NULL, NULL, 1, G_MAXUINT, DEFAULT_CONNECT_TIMEOUT, flags);
  properties[PROP_TOTAL_TIMEOUT]
      = g_param_spec_uint ("total-timeout", NULL, NULL, 1, G_MAXUINT, DEFAULT_TOTAL_TIMEOUT, flags);
  properties[PROP_TLS_DATABASE]
      = g_param_spec_object ("tls-database", NULL, NULL, G_TYPE_TLS_DATABASE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_crm_client_init (BitacoraCrmClient *self)
{
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)lane_free);
}

/**
 * bitacora_crm_client_new:
 *
 * Makes a client that trusts the system's certificate authorities and gives a connection 10 s to
 * come up and an answer 30 s to be there. Use it on the thread on which it was made.
 *
 * Returns: (transfer full): a client
 */
BitacoraCrmClient *
bitacora_crm_client_new (void)
{
  return g_object_new (BITACORA_TYPE_CRM_CLIENT, NULL);
}

/**
 * bitacora_crm_client_insert_async:
 * @self: a client
 * @server: (nullable): the server as bitacora_server_address_parse() gives it
 * @token: (nullable): the profile's token; not kept
 * @body: the JSON body, see bitacora_activity_json_write()
 * @cancellable: (nullable): stops the request
 * @callback: called when it is known what came of it
 * @user_data: for @callback
 *
 * Inserts an activity: one POST, never repeated and never redirected (API contract, section 1).
 * A third request to the same server waits until one of the two that are open has ended.
 */
void
bitacora_crm_client_insert_async (BitacoraCrmClient *self,
                                  const char *server,
                                  const char *token,
                                  const char *body,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_CRM_CLIENT (self));
  g_return_if_fail (body != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_crm_client_insert_async));
  send_request (self, server, BITACORA_CRM_INSERT_PATH, token, body, task, cancellable);
}

/**
 * bitacora_crm_client_insert_finish:
 * @self: a client
 * @result: the result that the callback was given
 *
 * Ends bitacora_crm_client_insert_async().
 *
 * Returns: (transfer full): what came of it, never %NULL; there is no other way to fail
 */
BitacoraCrmReply *
bitacora_crm_client_insert_finish (BitacoraCrmClient *self, GAsyncResult *result)
{
  return finish_request (self, result, GSIZE_TO_POINTER (bitacora_crm_client_insert_async));
}

/**
 * bitacora_crm_client_query_dates_async:
 * @self: a client
 * @server: (nullable): the server as bitacora_server_address_parse() gives it
 * @token: (nullable): the profile's token; not kept
 * @body: the JSON body of the query (API contract, section 3)
 * @cancellable: (nullable): stops the request
 * @callback: called when it is known what came of it
 * @user_data: for @callback
 *
 * Asks for the records of a module between two dates.
 */
void
bitacora_crm_client_query_dates_async (BitacoraCrmClient *self,
                                       const char *server,
                                       const char *token,
                                       const char *body,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_CRM_CLIENT (self));
  g_return_if_fail (body != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_crm_client_query_dates_async));
  send_request (self, server, QUERY_DATES_PATH, token, body, task, cancellable);
}

/**
 * bitacora_crm_client_query_dates_finish:
 * @self: a client
 * @result: the result that the callback was given
 *
 * Ends bitacora_crm_client_query_dates_async().
 *
 * Returns: (transfer full): what came of it, never %NULL; %BITACORA_CRM_VERDICT_LOGGED stands for
 *   success
 */
BitacoraCrmReply *
bitacora_crm_client_query_dates_finish (BitacoraCrmClient *self, GAsyncResult *result)
{
  return finish_request (self, result, GSIZE_TO_POINTER (bitacora_crm_client_query_dates_async));
}

/**
 * bitacora_crm_client_token_information_async:
 * @self: a client
 * @server: (nullable): the server as bitacora_server_address_parse() gives it
 * @operation: the CRM operation's name
 * @token: (nullable): the profile's token; not kept
 * @cancellable: (nullable): stops the request
 * @callback: called when it is known what came of it
 * @user_data: for @callback
 *
 * Asks what the CRM says of a token, which costs one of its requests of the day.
 */
void
bitacora_crm_client_token_information_async (BitacoraCrmClient *self,
                                             const char *server,
                                             const char *operation,
                                             const char *token,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  GTask *task;

  g_return_if_fail (BITACORA_IS_CRM_CLIENT (self));
  g_return_if_fail (operation != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  escaped = g_uri_escape_string (operation, NULL, FALSE);
  path = g_strconcat (TOKEN_INFORMATION_PATH, escaped, NULL);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_crm_client_token_information_async));
  send_request (self, server, path, token, NULL, task, cancellable);
}

/**
 * bitacora_crm_client_token_information_finish:
 * @self: a client
 * @result: the result that the callback was given
 *
 * Ends bitacora_crm_client_token_information_async(); read the reply with
 * bitacora_token_information_read().
 *
 * Returns: (transfer full): what came of it, never %NULL; %BITACORA_CRM_VERDICT_LOGGED stands for
 *   success
 */
BitacoraCrmReply *
bitacora_crm_client_token_information_finish (BitacoraCrmClient *self, GAsyncResult *result)
{
  return finish_request (self,
                         result,
                         GSIZE_TO_POINTER (bitacora_crm_client_token_information_async));
}
