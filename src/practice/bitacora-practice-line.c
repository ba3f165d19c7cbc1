/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-line.h"

#include <string.h>

/* A line on which nothing more is said; what hangs on its message stays while it does. */
typedef struct
{
  SoupServerMessage *message;
  GSocket *socket;
  GIOStream *stream;
  GCancellable *cancellable;
  char *text;
  char heard[512];
} Stall;

static void listen_on (Stall *stall);

/* Not by closing the stream: over TLS that says goodbye, which a line that is cut does not. */
static void
stall_end (Stall *stall)
{
  g_socket_close (stall->socket, NULL);
  g_object_unref (stall->socket);
  g_object_unref (stall->stream);
  g_object_unref (stall->cancellable);
  g_object_unref (stall->message);
  g_free (stall->text);
  g_free (stall);
}

static void
heard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Stall *stall = user_data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL) > 0)
    listen_on (stall);
  else
    stall_end (stall);
}

static void
listen_on (Stall *stall)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (stall->stream),
                             stall->heard,
                             sizeof stall->heard,
                             G_PRIORITY_DEFAULT,
                             stall->cancellable,
                             heard_cb,
                             stall);
}

static void
half_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Stall *stall = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    listen_on (stall);
  else
    stall_end (stall);
}

/**
 * bitacora_practice_line_answer:
 * @message: a request
 * @status: the HTTP status
 * @content_type: the type of @text
 * @text: UTF-8
 *
 * Sets the answer; it is sent when the caller returns to libsoup or unpauses @message. Nothing that
 * the practice CRM says is worth keeping in a cache.
 */
void
bitacora_practice_line_answer (SoupServerMessage *message,
                               guint status,
                               const char *content_type,
                               const char *text)
{
  SoupMessageHeaders *headers;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (content_type != NULL);
  g_return_if_fail (text != NULL);

  headers = soup_server_message_get_response_headers (message);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_COPY, text, strlen (text));
}

/**
 * bitacora_practice_line_cut:
 * @message: a paused request; it may be gone afterwards
 *
 * Closes its connection at once, without an answer.
 */
void
bitacora_practice_line_cut (SoupServerMessage *message)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GIOStream) stream = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  socket = g_object_ref (soup_server_message_get_socket (message));
  stream = soup_server_message_steal_connection (message);
  g_socket_close (socket, NULL);
}

/**
 * bitacora_practice_line_stall:
 * @message: a paused request; it may be gone afterwards
 * @answer: JSON
 * @cancellable: cancelled to cut the line
 *
 * Sends the head and half of @answer, and then nothing until the client goes or @cancellable is
 * cancelled. @message lives, and counts as open, for as long.
 */
void
bitacora_practice_line_stall (SoupServerMessage *message,
                              const char *answer,
                              GCancellable *cancellable)
{
  gsize length;
  Stall *stall;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (answer != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  length = strlen (answer);
  stall = g_new0 (Stall, 1);
  stall->message = g_object_ref (message);
  stall->socket = g_object_ref (soup_server_message_get_socket (message));
  stall->stream = soup_server_message_steal_connection (message);
  stall->cancellable = g_object_ref (cancellable);
  stall->text = g_strdup_printf ("HTTP/1.1 200 OK\r\n"
                                 "Content-Type: application/json\r\n"
                                 "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%.*s",
                                 length,
                                 (int)(length / 2),
                                 answer);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stall->stream),
                                   stall->text,
                                   strlen (stall->text),
                                   G_PRIORITY_DEFAULT,
                                   cancellable,
                                   half_written_cb,
                                   stall);
}
