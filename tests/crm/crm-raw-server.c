/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crm-raw-server.h"

#include <string.h>
#include <sys/socket.h>

typedef struct
{
  GBytes *answer;
  CrmRawEnding ending;
} Step;

struct _CrmRawServer
{
  GSocketListener *listener;
  GCancellable *closing;
  GTlsCertificate *certificate;
  guint16 port;
  GThread *accepting;

  GMutex mutex;
  GCond changed;
  GPtrArray *threads;
  GPtrArray *sockets;
  GPtrArray *requests;
  GQueue steps;
  gboolean released;
  guint n_connections;
  guint n_open;
  guint most_open;
};

typedef struct
{
  CrmRawServer *server;
  GSocketConnection *connection;
} Visit;

static void
step_free (Step *step)
{
  g_clear_pointer (&step->answer, g_bytes_unref);
  g_free (step);
}

static gsize
find_request_length (GByteArray *read)
{
  const char *text = (const char *)read->data;
  const char *end = g_strstr_len (text, (gssize)read->len, "\r\n\r\n");
  g_autofree char *head = NULL;
  const char *length;

  if (end == NULL)
    return 0;

  head = g_ascii_strdown (text, end - text);
  length = strstr (head, "\r\ncontent-length:");
  return (gsize)(end - text) + 4 + (length != NULL ? g_ascii_strtoull (length + 17, NULL, 10) : 0);
}

/* Tests wait in the main context for what happens here. */
static void
tell (CrmRawServer *self)
{
  g_cond_broadcast (&self->changed);
  g_main_context_wakeup (NULL);
}

/* NULL when the line ended first. */
static char *
read_request (CrmRawServer *self, GInputStream *input, GByteArray *read)
{
  guint8 buffer[4096];

  while (TRUE)
    {
      gsize length = read->len > 0 ? find_request_length (read) : 0;
      gssize n;

      if (length > 0 && read->len >= length)
        {
          char *request = g_strndup ((const char *)read->data, length);

          g_byte_array_remove_range (read, 0, (guint)length);
          return request;
        }

      n = g_input_stream_read (input, buffer, sizeof buffer, self->closing, NULL);
      if (n <= 0)
        return NULL;
      g_byte_array_append (read, buffer, (guint)n);
    }
}

static Step *
take_step (CrmRawServer *self, char *request)
{
  Step *step;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, request);
  self->n_open++;
  self->most_open = MAX (self->most_open, self->n_open);
  step = g_queue_pop_head (&self->steps);
  tell (self);
  while (step != NULL && step->ending == CRM_RAW_HOLD && !self->released
         && !g_cancellable_is_cancelled (self->closing))
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);

  return step;
}

static void
hang (CrmRawServer *self)
{
  g_mutex_lock (&self->mutex);
  while (!g_cancellable_is_cancelled (self->closing))
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static void
reset (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* Whether the connection goes on. A request that no step was laid out for ends it. */
static gboolean
perform (CrmRawServer *self, GSocketConnection *connection, GOutputStream *output, Step *step)
{
  gsize length = 0;
  const char *answer
      = step != NULL && step->answer != NULL ? g_bytes_get_data (step->answer, &length) : NULL;

  g_mutex_lock (&self->mutex);
  self->n_open--;
  tell (self);
  g_mutex_unlock (&self->mutex);

  if (length > 0)
    g_output_stream_write_all (output, answer, length, NULL, self->closing, NULL);
  if (step != NULL && step->ending == CRM_RAW_HANG)
    hang (self);
  if (step != NULL && step->ending == CRM_RAW_RESET)
    reset (connection);

  return step != NULL && (step->ending == CRM_RAW_KEEP || step->ending == CRM_RAW_HOLD);
}

/* TLS over the line where there is a certificate; NULL when that cannot be. */
static GIOStream *
open_stream (CrmRawServer *self, GSocketConnection *connection)
{
  GIOStream *stream;

  if (self->certificate == NULL)
    return g_object_ref (G_IO_STREAM (connection));

  stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  if (stream != NULL
      && !g_tls_connection_handshake (G_TLS_CONNECTION (stream), self->closing, NULL))
    g_clear_object (&stream);
  return stream;
}

static gpointer
serve (gpointer data)
{
  Visit *visit = data;
  CrmRawServer *self = visit->server;
  g_autoptr (GIOStream) stream = open_stream (self, visit->connection);
  g_autoptr (GByteArray) read = g_byte_array_new ();
  gboolean goes_on = stream != NULL;

  while (goes_on)
    {
      char *request = read_request (self, g_io_stream_get_input_stream (stream), read);
      Step *step;

      if (request == NULL)
        break;
      step = take_step (self, request);
      goes_on = perform (self, visit->connection, g_io_stream_get_output_stream (stream), step);
      g_clear_pointer (&step, step_free);
    }

  g_io_stream_close (G_IO_STREAM (visit->connection), NULL, NULL);
  g_object_unref (visit->connection);
  g_free (visit);
  return NULL;
}

static gpointer
accept_visitors (gpointer data)
{
  CrmRawServer *self = data;

  while (TRUE)
    {
      GSocketConnection *connection
          = g_socket_listener_accept (self->listener, NULL, self->closing, NULL);
      Visit *visit;

      if (connection == NULL)
        return NULL;

      visit = g_new0 (Visit, 1);
      visit->server = self;
      visit->connection = connection;
      g_mutex_lock (&self->mutex);
      self->n_connections++;
      tell (self);
      g_ptr_array_add (self->sockets, g_object_ref (g_socket_connection_get_socket (connection)));
      g_ptr_array_add (self->threads, g_thread_new ("raw visit", serve, visit));
      g_mutex_unlock (&self->mutex);
    }
}

/**
 * crm_raw_server_new:
 *
 * Starts a server on a free port of 127.0.0.1.
 *
 * Returns: (transfer full): the server
 */
CrmRawServer *
crm_raw_server_new (void)
{
  CrmRawServer *self = g_new0 (CrmRawServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->steps);
  self->closing = g_cancellable_new ();
  self->threads = g_ptr_array_new ();
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (
      self->listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  self->accepting = g_thread_new ("raw server", accept_visitors, self);
  return self;
}

/**
 * crm_raw_server_free:
 * @self: (transfer full): a server
 *
 * Ends all connections and waits for the threads.
 */
void
crm_raw_server_free (CrmRawServer *self)
{
  g_mutex_lock (&self->mutex);
  g_cancellable_cancel (self->closing);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  g_thread_join (self->accepting);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));

  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->closing);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->sockets);
  g_ptr_array_unref (self->requests);
  g_queue_clear_full (&self->steps, (GDestroyNotify)step_free);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * crm_raw_server_use_certificate:
 * @self: a server that nobody has visited yet
 * @certificate_path: a PEM file
 * @key_path: a PEM file
 *
 * Makes it speak TLS.
 */
void
crm_raw_server_use_certificate (CrmRawServer *self,
                                const char *certificate_path,
                                const char *key_path)
{
  g_autoptr (GError) error = NULL;

  self->certificate = g_tls_certificate_new_from_files (certificate_path, key_path, &error);
  g_assert_no_error (error);
}

/**
 * crm_raw_server_dup_url:
 * @self: a server
 * @scheme: `http` or `https`, whatever it really speaks
 *
 * Returns: (transfer full): its address
 */
char *
crm_raw_server_dup_url (CrmRawServer *self, const char *scheme)
{
  return g_strdup_printf ("%s://127.0.0.1:%u", scheme, self->port);
}

/**
 * crm_raw_server_answer:
 * @self: a server
 * @answer: (nullable): a whole HTTP answer, or what there is to be of it
 * @ending: what happens then
 *
 * Lays out the answer to one more request, on whichever connection it comes.
 */
void
crm_raw_server_answer (CrmRawServer *self, const char *answer, CrmRawEnding ending)
{
  g_autoptr (GBytes) bytes = answer != NULL ? g_bytes_new (answer, strlen (answer)) : NULL;

  crm_raw_server_answer_bytes (self, bytes, ending);
}

/**
 * crm_raw_server_answer_bytes:
 * @self: a server
 * @answer: (nullable): as for crm_raw_server_answer()
 * @ending: what happens then
 *
 * Lays out the answer to one more request, on whichever connection it comes.
 */
void
crm_raw_server_answer_bytes (CrmRawServer *self, GBytes *answer, CrmRawEnding ending)
{
  Step *step = g_new0 (Step, 1);

  step->answer = answer != NULL ? g_bytes_ref (answer) : NULL;
  step->ending = ending;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->steps, step);
  g_mutex_unlock (&self->mutex);
}

/**
 * crm_raw_server_release:
 * @self: a server
 *
 * Lets the answers go that were held, and those that will be.
 */
void
crm_raw_server_release (CrmRawServer *self)
{
  g_mutex_lock (&self->mutex);
  self->released = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * crm_raw_server_hang_up:
 * @self: a server
 *
 * Ends every connection that is open, as a server does with idle ones.
 */
void
crm_raw_server_hang_up (CrmRawServer *self)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->sockets->len; i++)
    g_socket_shutdown (g_ptr_array_index (self->sockets, i), TRUE, TRUE, NULL);
  g_mutex_unlock (&self->mutex);
}

static guint
read_count (CrmRawServer *self, const guint *count)
{
  guint value;

  g_mutex_lock (&self->mutex);
  value = *count;
  g_mutex_unlock (&self->mutex);
  return value;
}

/**
 * crm_raw_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many connections it has seen
 */
guint
crm_raw_server_get_n_connections (CrmRawServer *self)
{
  return read_count (self, &self->n_connections);
}

/**
 * crm_raw_server_get_n_requests:
 * @self: a server
 *
 * Returns: how many whole requests it has read
 */
guint
crm_raw_server_get_n_requests (CrmRawServer *self)
{
  return read_count (self, &self->requests->len);
}

/**
 * crm_raw_server_get_n_open:
 * @self: a server
 *
 * Returns: how many requests it has read and not answered
 */
guint
crm_raw_server_get_n_open (CrmRawServer *self)
{
  return read_count (self, &self->n_open);
}

/**
 * crm_raw_server_get_most_open:
 * @self: a server
 *
 * Returns: how many requests it had read and not answered at most
 */
guint
crm_raw_server_get_most_open (CrmRawServer *self)
{
  return read_count (self, &self->most_open);
}

/**
 * crm_raw_server_dup_request:
 * @self: a server
 * @position: counted from 0
 *
 * Returns: (transfer full): a request, head and body, as its bytes came
 */
char *
crm_raw_server_dup_request (CrmRawServer *self, guint position)
{
  char *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (position, <, self->requests->len);
  request = g_strdup (g_ptr_array_index (self->requests, position));
  g_mutex_unlock (&self->mutex);
  return request;
}
