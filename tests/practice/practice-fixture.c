/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-fixture.h"

#include <string.h>

/* Seconds after which a test gives up. */
#define DEADLINE 20

typedef struct
{
  Practice *practice;
  PracticeFunc func;
  gpointer user_data;
  gboolean is_done;
  GMutex mutex;
  GCond cond;
} Errand;

static void
start_server (BitacoraPracticeServer *server, gpointer user_data)
{
  Practice *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;

  self->server = bitacora_practice_server_new (PRACTICE_TOKEN);
  bitacora_practice_server_listen (self->server, 0, &error);
  g_assert_no_error (error);

  uri = g_uri_parse (bitacora_practice_server_get_url (self->server), G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  self->port = (guint16)g_uri_get_port (uri);
}

static void
stop_server (BitacoraPracticeServer *server, gpointer user_data)
{
  Practice *self = user_data;

  bitacora_practice_server_close (server);
  g_clear_object (&self->server);
  g_main_loop_quit (self->loop);
}

static gboolean
errand_due_cb (gpointer user_data)
{
  Errand *errand = user_data;

  errand->func (errand->practice->server, errand->user_data);
  g_mutex_lock (&errand->mutex);
  errand->is_done = TRUE;
  g_cond_signal (&errand->cond);
  g_mutex_unlock (&errand->mutex);
  return G_SOURCE_REMOVE;
}

static gpointer
run_thread (gpointer user_data)
{
  Practice *self = user_data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* Runs a practice CRM that asks for PRACTICE_TOKEN, on any port. */
Practice *
practice_start (void)
{
  Practice *self = g_new0 (Practice, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("practice", run_thread, self);
  practice_run (self, start_server, self);
  return self;
}

void
practice_stop (Practice *self)
{
  practice_run (self, stop_server, self);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

/* Calls FUNC in the server's thread and waits for its end. */
void
practice_run (Practice *self, PracticeFunc func, gpointer user_data)
{
  Errand errand = { .practice = self, .func = func, .user_data = user_data };
  GSource *source = g_idle_source_new ();

  g_mutex_init (&errand.mutex);
  g_cond_init (&errand.cond);
  g_source_set_callback (source, errand_due_cb, &errand, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);

  g_mutex_lock (&errand.mutex);
  while (!errand.is_done)
    g_cond_wait (&errand.cond, &errand.mutex);
  g_mutex_unlock (&errand.mutex);
  g_mutex_clear (&errand.mutex);
  g_cond_clear (&errand.cond);
}

GSocketConnection *
practice_connect (Practice *self, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_timeout (client, DEADLINE);
  return g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, error);
}

void
practice_write (GSocketConnection *line, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (line)),
                             text,
                             strlen (text),
                             NULL,
                             NULL,
                             NULL);
}

/* Sends a request after which the line is done with; HEADERS end in a line break. */
void
practice_send (GSocketConnection *line,
               const char *method,
               const char *path,
               const char *headers,
               const char *body)
{
  g_autofree char *request = g_strdup_printf ("%s %s HTTP/1.1\r\n%s%sConnection: close\r\n"
                                              "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                                              method,
                                              path,
                                              headers != NULL && strstr (headers, "Host:") != NULL
                                                  ? ""
                                                  : "Host: 127.0.0.1\r\n",
                                              headers != NULL ? headers : "",
                                              body != NULL ? strlen (body) : 0,
                                              body != NULL ? body : "");

  practice_write (line, request);
}

/* Reads to the end of the line. */
PracticeReply *
practice_read (GSocketConnection *line)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (line));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  PracticeReply *reply = g_new0 (PracticeReply, 1);
  char buffer[65536];
  char *end;
  gssize n;

  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (text, buffer, n);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_assert_no_error (error);

  if (text->len == 0)
    return reply;

  end = strstr (text->str, "\r\n\r\n");
  g_assert_nonnull (end);
  g_assert_true (g_str_has_prefix (text->str, "HTTP/1.1 "));
  reply->status = (guint)g_ascii_strtoull (text->str + strlen ("HTTP/1.1 "), NULL, 10);
  reply->head = g_strndup (text->str, (gsize)(end - text->str));
  reply->length = text->len - (gsize)(end + 4 - text->str);
  reply->body = g_strndup (end + 4, reply->length);
  return reply;
}

/* Whether nothing can be read from the line now, not even its end. */
gboolean
practice_is_silent (GSocketConnection *line)
{
  return (g_socket_condition_check (g_socket_connection_get_socket (line), G_IO_IN)
          & (G_IO_IN | G_IO_HUP | G_IO_ERR))
         == 0;
}

PracticeReply *
practice_ask (Practice *self,
              const char *method,
              const char *path,
              const char *headers,
              const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) line = practice_connect (self, &error);

  g_assert_no_error (error);
  practice_send (line, method, path, headers, body);
  return practice_read (line);
}

PracticeReply *
practice_insert (Practice *self, const char *body)
{
  return practice_ask (self, "POST", PRACTICE_INSERT, PRACTICE_HEADERS, body);
}

void
practice_reply_free (PracticeReply *reply)
{
  g_free (reply->head);
  g_free (reply->body);
  g_free (reply);
}

char *
practice_reply_dup_header (PracticeReply *reply, const char *name)
{
  g_autofree char *start = g_strconcat ("\r\n", name, ": ", NULL);
  const char *at = strstr (reply->head, start);

  if (at == NULL)
    return NULL;

  at += strlen (start);
  return g_strndup (at, strcspn (at, "\r"));
}

/* The body as JSON; checks that all of it came. */
JsonNode *
practice_reply_parse (PracticeReply *reply)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *type = practice_reply_dup_header (reply, "Content-Type");
  g_autofree char *length = practice_reply_dup_header (reply, "Content-Length");

  g_assert_cmpstr (type, ==, "application/json");
  g_assert_cmpuint (g_ascii_strtoull (length, NULL, 10), ==, reply->length);
  json_parser_load_from_data (parser, reply->body, (gssize)reply->length, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

/* A member of OBJECT that must be a string. */
const char *
practice_get_string (JsonNode *object, const char *name)
{
  JsonNode *node = json_object_get_member (json_node_get_object (object), name);

  g_assert_nonnull (node);
  g_assert_true (json_node_get_value_type (node) == G_TYPE_STRING);
  return json_node_get_string (node);
}

/* The API's answer in body and status, as the contract's section 5 has it. */
void
practice_assert_failed (PracticeReply *reply, guint code, const char *words)
{
  g_autoptr (JsonNode) root = NULL;

  g_assert_cmpuint (reply->status, ==, code);
  root = practice_reply_parse (reply);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "code"),
                   ==,
                   (gint64)code);
  if (strstr (practice_get_string (root, "msg"), words) == NULL)
    g_error ("\"%s\" was expected in: %s", words, reply->body);
}

/* The exact answer of the contract's section 1; returns the ID. */
char *
practice_assert_created (PracticeReply *reply)
{
  static const char start[] = "{\"code\":200,\"error\":\"null\",\"msg\":\"Succesfully create "
                              "record\",\"data\":{\"wolkvox_id\":\"";
  char *id;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (g_str_has_prefix (reply->body, start));
  id = g_strndup (reply->body + strlen (start), 24);
  g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 24);
  g_assert_cmpstr (reply->body + strlen (start) + 24, ==, "\"}}");
  return id;
}
