/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-exchange-private.h"

#include "bitacora-crm-client.h"
#include "bitacora-crm-failure-private.h"
#include "bitacora-crm-reply-private.h"
#include "bitacora-crm-secret-private.h"
#include "bitacora-token-provider.h"

#define CHUNK_SIZE (16 * 1024)

/* An answer that is longer is read on another thread: the main loop has other things to do. */
#define LONG_ANSWER (64 * 1024)

/* Announcements of an answer (1xx) before it must come. */
#define MAX_ANNOUNCEMENTS 20

struct _BitacoraCrmExchange
{
  GObject parent_instance;

  SoupSession *session;
  SoupMessage *message;
  guint connect_timeout;
  guint total_timeout;
  gsize max_answer;

  GCancellable *stop;
  GError *stop_reason;
  GSource *cancel_source;
  GSource *connect_source;
  GSource *total_source;

  /* Whether any byte of the request may have left. Once true it stays true. */
  gboolean sent;
  guint n_announcements;
  gint64 deadline;
  GInputStream *stream;
  GByteArray *answer;
};

G_DEFINE_FINAL_TYPE (BitacoraCrmExchange, bitacora_crm_exchange, G_TYPE_OBJECT)

/* A whole answer, and the token that must not be shown of it. */
typedef struct
{
  guint http_status;
  char *retry_after;
  char *location;
  char *token;
  GBytes *bytes;
} Answer;

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop_for (BitacoraCrmExchange *self, GError *reason)
{
  if (self->stop_reason == NULL)
    self->stop_reason = reason;
  else
    g_error_free (reason);

  g_cancellable_cancel (self->stop);
}

static void
return_reply (GTask *task, BitacoraCrmReply *reply)
{
  BitacoraCrmExchange *self = g_task_get_source_object (task);

  clear_source (&self->cancel_source);
  clear_source (&self->connect_source);
  clear_source (&self->total_source);
  g_signal_handlers_disconnect_by_data (self->message, self);
  soup_message_headers_remove (soup_message_get_request_headers (self->message),
                               BITACORA_CRM_TOKEN_HEADER);

  g_task_return_pointer (task, reply, g_object_unref);
}

/* What is wrong with a certificate, in the order in which it matters to the user. */
static GError *
explain_certificate (BitacoraCrmExchange *self)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (self->message);
  BitacoraCrmFailure failure = BITACORA_CRM_FAILURE_CERTIFICATE_UNTRUSTED;

  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    failure = BITACORA_CRM_FAILURE_CERTIFICATE_UNTRUSTED;
  else if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    failure = BITACORA_CRM_FAILURE_CERTIFICATE_WRONG_HOST;
  else if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    failure = BITACORA_CRM_FAILURE_CERTIFICATE_EXPIRED;

  return g_error_new_literal (BITACORA_CRM_FAILURE, failure, "Unacceptable TLS certificate");
}

static void
return_failure (GTask *task, const GError *error)
{
  BitacoraCrmExchange *self = g_task_get_source_object (task);
  g_autoptr (GError) certificate = NULL;

  if (self->stop_reason != NULL)
    error = self->stop_reason;
  else if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)
           && soup_message_get_tls_peer_certificate_errors (self->message) != 0)
    error = certificate = explain_certificate (self);

  return_reply (task, bitacora_crm_reply_new_from_failure (error, self->sent));
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer->retry_after);
  g_free (answer->location);
  bitacora_token_free (answer->token);
  g_free (answer);
}

static BitacoraCrmReply *
read_answer (Answer *answer)
{
  g_autoptr (GBytes) body = bitacora_crm_secret_hide_in_bytes (answer->bytes, answer->token);

  return bitacora_crm_reply_new_without_secret (answer->http_status,
                                                answer->retry_after,
                                                answer->location,
                                                body,
                                                answer->token);
}

static void
read_answer_in_thread (GTask *reading,
                       gpointer source_object,
                       gpointer task_data,
                       GCancellable *cancellable)
{
  g_task_return_pointer (reading, read_answer (task_data), g_object_unref);
}

static void
long_answer_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  return_reply (task, g_task_propagate_pointer (G_TASK (result), NULL));
}

static Answer *
take_answer (BitacoraCrmExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  Answer *answer = g_new0 (Answer, 1);

  answer->http_status = soup_message_get_status (self->message);
  answer->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  answer->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  answer->token
      = g_strdup (soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                                BITACORA_CRM_TOKEN_HEADER));
  answer->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->answer));
  return answer;
}

/* The task that reads has no source object: the exchange and its session must not be let go of on
 * another thread. */
static void
return_answer (GTask *task)
{
  Answer *answer = take_answer (g_task_get_source_object (task));
  g_autoptr (GTask) reading = NULL;

  if (g_bytes_get_size (answer->bytes) <= LONG_ANSWER)
    {
      return_reply (task, read_answer (answer));
      answer_free (answer);
      return;
    }
  reading = g_task_new (NULL, NULL, long_answer_read_cb, g_object_ref (task));
  g_task_set_source_tag (reading, GSIZE_TO_POINTER (return_answer));
  g_task_set_task_data (reading, answer, answer_free);
  g_task_run_in_thread (reading, read_answer_in_thread);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  BitacoraCrmExchange *self = user_data;

  stop_for (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
  return G_SOURCE_REMOVE;
}

static gboolean
connect_time_elapsed_cb (gpointer user_data)
{
  BitacoraCrmExchange *self = user_data;

  stop_for (self,
            g_error_new_literal (BITACORA_CRM_FAILURE,
                                 BITACORA_CRM_FAILURE_CONNECT_TIMEOUT,
                                 "No connection"));
  return G_SOURCE_REMOVE;
}

static gboolean
total_time_elapsed_cb (gpointer user_data)
{
  BitacoraCrmExchange *self = user_data;
  BitacoraCrmFailure failure
      = self->sent ? BITACORA_CRM_FAILURE_ANSWER_TIMEOUT : BITACORA_CRM_FAILURE_CONNECT_TIMEOUT;

  stop_for (self, g_error_new_literal (BITACORA_CRM_FAILURE, failure, "No answer"));
  return G_SOURCE_REMOVE;
}

/* The connection is up, TLS included, and the request is about to be written on it. */
static void
message_starting_cb (SoupMessage *message, gpointer user_data)
{
  BitacoraCrmExchange *self = user_data;

  self->sent = TRUE;
  clear_source (&self->connect_source);
}

/* While these come without a pause libsoup does not return to the main loop, so that no source of
 * ours runs: what ends the exchange then is decided here. */
static void
message_announced_cb (SoupMessage *message, gpointer user_data)
{
  BitacoraCrmExchange *self = user_data;

  self->n_announcements++;
  if (self->n_announcements > MAX_ANNOUNCEMENTS)
    stop_for (self,
              g_error_new_literal (BITACORA_CRM_FAILURE,
                                   BITACORA_CRM_FAILURE_ANSWER_TOO_LONG,
                                   "Announced without end"));
  else if (g_get_monotonic_time () >= self->deadline)
    total_time_elapsed_cb (self);
}

/* libsoup would now send the request a second time by itself. */
static void
message_restarted_cb (SoupMessage *message, gpointer user_data)
{
  BitacoraCrmExchange *self = user_data;

  if (self->sent && g_strcmp0 (soup_message_get_method (message), SOUP_METHOD_GET) != 0)
    stop_for (self,
              g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "Not sent again"));
}

static void read_next_chunk (GTask *task);

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BitacoraCrmExchange *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize length;
  const guint8 *data;

  if (chunk == NULL)
    {
      return_failure (task, error);
      return;
    }

  data = g_bytes_get_data (chunk, &length);
  if (length == 0)
    {
      return_answer (task);
      return;
    }

  if (self->answer->len + length > self->max_answer)
    {
      stop_for (self,
                g_error_new_literal (BITACORA_CRM_FAILURE,
                                     BITACORA_CRM_FAILURE_ANSWER_TOO_LONG,
                                     "Too long"));
      return_failure (task, self->stop_reason);
      return;
    }

  g_byte_array_append (self->answer, data, (guint)length);
  read_next_chunk (g_steal_pointer (&task));
}

/* Takes the task. */
static void
read_next_chunk (GTask *task)
{
  BitacoraCrmExchange *self = g_task_get_source_object (task);

  g_input_stream_read_bytes_async (self->stream,
                                   CHUNK_SIZE,
                                   G_PRIORITY_DEFAULT,
                                   self->stop,
                                   chunk_read_cb,
                                   task);
}

static void
answer_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BitacoraCrmExchange *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      return_failure (task, error);
      return;
    }

  /* An answer to nothing that was sent is the proxy's, to the request for a tunnel. */
  if (!self->sent)
    {
      stop_for (self,
                g_error_new_literal (BITACORA_CRM_FAILURE, BITACORA_CRM_FAILURE_PROXY, "Proxy"));
      return_failure (task, self->stop_reason);
      return;
    }

  read_next_chunk (g_steal_pointer (&task));
}

static GSource *
attach_source (GTask *task, GSource *source, GSourceFunc callback)
{
  g_source_set_callback (source, callback, g_task_get_source_object (task), NULL);
  g_source_attach (source, g_task_get_context (task));
  return source;
}

static void
bitacora_crm_exchange_dispose (GObject *object)
{
  BitacoraCrmExchange *self = BITACORA_CRM_EXCHANGE (object);

  clear_source (&self->cancel_source);
  clear_source (&self->connect_source);
  clear_source (&self->total_source);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bitacora_crm_exchange_parent_class)->dispose (object);
}

static void
bitacora_crm_exchange_finalize (GObject *object)
{
  BitacoraCrmExchange *self = BITACORA_CRM_EXCHANGE (object);

  g_clear_object (&self->stop);
  g_clear_error (&self->stop_reason);
  g_clear_pointer (&self->answer, g_byte_array_unref);

  G_OBJECT_CLASS (bitacora_crm_exchange_parent_class)->finalize (object);
}

static void
bitacora_crm_exchange_class_init (BitacoraCrmExchangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_crm_exchange_dispose;
  object_class->finalize = bitacora_crm_exchange_finalize;
}

static void
bitacora_crm_exchange_init (BitacoraCrmExchange *self)
{
  self->stop = g_cancellable_new ();
  self->answer = g_byte_array_new ();
}

/**
 * bitacora_crm_exchange_new:
 * @session: the session to send with
 * @message: the request, its token in its header; the header is taken out at the end
 * @connect_timeout: milliseconds until the connection must be up, TLS included
 * @total_timeout: milliseconds until the whole answer must be there
 * @max_answer: the longest answer that is read, in bytes after decompression
 *
 * Returns: (transfer full): an exchange that has not run
 */
BitacoraCrmExchange *
bitacora_crm_exchange_new (SoupSession *session,
                           SoupMessage *message,
                           guint connect_timeout,
                           guint total_timeout,
                           gsize max_answer)
{
  BitacoraCrmExchange *self = g_object_new (BITACORA_TYPE_CRM_EXCHANGE, NULL);

  self->session = g_object_ref (session);
  self->message = g_object_ref (message);
  self->connect_timeout = connect_timeout;
  self->total_timeout = total_timeout;
  self->max_answer = max_answer;
  return self;
}

/**
 * bitacora_crm_exchange_run_async:
 * @self: an exchange that has not run
 * @cancellable: (nullable): stops it
 * @callback: called when it is known what came of it
 * @user_data: for @callback
 *
 * Sends the request once, never twice, and reads the answer, up to its longest.
 */
void
bitacora_crm_exchange_run_async (BitacoraCrmExchange *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  /* The task does not watch the cancellable: a cancelled exchange has a reply like any other. */
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_crm_exchange_run_async));

  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    {
      cancelled_cb (cancellable, self);
      return_failure (task, self->stop_reason);
      return;
    }

  if (cancellable != NULL)
    self->cancel_source = attach_source (task,
                                         g_cancellable_source_new (cancellable),
                                         G_SOURCE_FUNC (cancelled_cb));
  self->connect_source
      = attach_source (task, g_timeout_source_new (self->connect_timeout), connect_time_elapsed_cb);
  self->total_source
      = attach_source (task, g_timeout_source_new (self->total_timeout), total_time_elapsed_cb);

  g_signal_connect (self->message, "starting", G_CALLBACK (message_starting_cb), self);
  self->deadline = g_get_monotonic_time () + (gint64)self->total_timeout * 1000;
  g_signal_connect (self->message, "got-informational", G_CALLBACK (message_announced_cb), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (message_restarted_cb), self);
  soup_session_send_async (self->session,
                           self->message,
                           G_PRIORITY_DEFAULT,
                           self->stop,
                           answer_started_cb,
                           g_steal_pointer (&task));
}

/**
 * bitacora_crm_exchange_run_finish:
 * @self: an exchange
 * @result: the result that the callback was given
 *
 * Ends bitacora_crm_exchange_run_async().
 *
 * Returns: (transfer full): what came of it, never %NULL
 */
BitacoraCrmReply *
bitacora_crm_exchange_run_finish (BitacoraCrmExchange *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
