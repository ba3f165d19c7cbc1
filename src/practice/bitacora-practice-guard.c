/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-practice-line.h"
#include "bitacora-practice-server.h"

#define TEXT_TYPE "text/plain; charset=utf-8"

static gboolean
is_loopback_name (const char *host)
{
  g_autofree char *name = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;

  if (*host == '[')
    name = g_strndup (host + 1, strcspn (host + 1, "]"));
  else
    name = g_strndup (host, strcspn (host, ":"));

  if (g_ascii_strcasecmp (name, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (name);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
is_loopback_origin (const char *origin)
{
  const char *host;

  if (origin == NULL)
    return TRUE;

  host = strstr (origin, "://");
  return host != NULL && is_loopback_name (host + strlen ("://"));
}

static void
refuse_length (SoupServerMessage *message)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Connection",
                                "close");
  bitacora_practice_line_answer (message,
                                 SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                                 TEXT_TYPE,
                                 _ ("This is more than the practice CRM accepts at once."));
}

static void
chunk_read_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length <= BITACORA_PRACTICE_MAX_REQUEST)
    return;

  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  refuse_length (message);
}

/**
 * bitacora_practice_guard_let_in:
 * @message: a request of which the head has been read
 *
 * Answers those whom a page of another site has sent. Such a page can have its own name point to
 * this computer, so that its scripts read this server's answers as their own: the name that they
 * use gives them away. Or it can send without reading: browsers then say where it comes from.
 *
 * Returns: whether @message comes from this computer's own programs and pages
 */
gboolean
bitacora_practice_guard_let_in (SoupServerMessage *message)
{
  SoupMessageHeaders *headers;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);

  headers = soup_server_message_get_request_headers (message);
  if (is_loopback_name (soup_message_headers_get_one (headers, "Host"))
      && is_loopback_origin (soup_message_headers_get_one (headers, "Origin")))
    return TRUE;

  bitacora_practice_line_answer (message,
                                 SOUP_STATUS_FORBIDDEN,
                                 TEXT_TYPE,
                                 _ ("The practice CRM only answers this computer."));
  return FALSE;
}

/**
 * bitacora_practice_guard_limit:
 * @message: a request of which the head has been read
 *
 * Sees to it that no more than %BITACORA_PRACTICE_MAX_REQUEST bytes of @message are kept, and
 * answers it if it is longer.
 */
void
bitacora_practice_guard_limit (SoupServerMessage *message)
{
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  if (soup_message_headers_get_content_length (soup_server_message_get_request_headers (message))
      > BITACORA_PRACTICE_MAX_REQUEST)
    {
      soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
      refuse_length (message);
    }
  else
    g_signal_connect (message, "got-chunk", G_CALLBACK (chunk_read_cb), NULL);
}
