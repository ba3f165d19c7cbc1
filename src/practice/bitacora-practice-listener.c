/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-server-private.h"

#define LOOPBACK "127.0.0.1"

/* Many who connect at once are to be accepted or refused, not kept waiting. */
#define BACKLOG 128

static GSocket *
make_socket (guint16 port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_from_string (LOOPBACK);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error))
    return NULL;

  g_socket_set_listen_backlog (socket, BACKLOG);
  return g_steal_pointer (&socket);
}

static gboolean
start_listening (BitacoraPracticeServer *self, GSocket *socket, GError **error)
{
  return g_socket_listen (socket, error)
         && soup_server_listen_socket (self->soup,
                                       socket,
                                       self->certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS
                                                                 : (SoupServerListenOptions)0,
                                       error);
}

static void
drop_all_lines (BitacoraPracticeServer *self)
{
  soup_server_disconnect (self->soup);
  g_hash_table_remove_all (self->deferred);
  g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
  self->closing = g_cancellable_new ();
}

static void
stop_timer (BitacoraPracticeServer *self)
{
  if (self->refusing != NULL)
    g_source_destroy (self->refusing);
  g_clear_pointer (&self->refusing, g_source_unref);
}

static gboolean
refused_long_enough_cb (gpointer user_data)
{
  bitacora_practice_listener_resume (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * bitacora_practice_listener_open:
 * @self: the server
 * @port: the port on 127.0.0.1, or 0 for any that is free
 * @error: return location for an error
 *
 * Begins to listen, and finds out the port and the URL; begins by refusing if that was asked for.
 *
 * Returns: %FALSE with @error set to a %G_IO_ERROR
 */
gboolean
bitacora_practice_listener_open (BitacoraPracticeServer *self, guint16 port, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), FALSE);

  socket = make_socket (port, error);
  if (socket == NULL || !start_listening (self, socket, error))
    return FALSE;

  address = g_socket_get_local_address (socket, error);
  if (address == NULL)
    return FALSE;

  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->url = g_strdup_printf ("%s://" LOOPBACK ":%u",
                               self->certificate != NULL ? "https" : "http",
                               self->port);

  if (self->refuse_at_listen > 0)
    bitacora_practice_listener_refuse (self, self->refuse_at_listen);
  self->refuse_at_listen = 0;
  return TRUE;
}

/**
 * bitacora_practice_listener_close:
 * @self: the server
 *
 * Stops listening and drops all connections.
 */
void
bitacora_practice_listener_close (BitacoraPracticeServer *self)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  drop_all_lines (self);
  stop_timer (self);
  g_clear_object (&self->reserved);
  g_clear_pointer (&self->url, g_free);
  self->refuse_until = 0;
}

/**
 * bitacora_practice_listener_refuse:
 * @self: the server
 * @times: how many refuse times it goes on for
 *
 * Drops all connections, and has the system refuse new ones: a socket that is bound and does not
 * listen keeps the port for this server and does just that. Goes on for longer if it refuses
 * already; begins when it listens if it does not yet.
 */
void
bitacora_practice_listener_refuse (BitacoraPracticeServer *self, guint times)
{
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  if (self->soup == NULL)
    {
      self->refuse_at_listen += times;
      return;
    }

  if (self->refusing == NULL)
    {
      drop_all_lines (self);
      self->reserved = make_socket (self->port, NULL);
    }

  stop_timer (self);
  self->refuse_until = MAX (self->refuse_until, now) + (gint64)times * self->refuse_time * 1000;
  self->refusing = g_timeout_source_new ((guint)((self->refuse_until - now) / 1000));
  g_source_set_callback (self->refusing, refused_long_enough_cb, self, NULL);
  g_source_attach (self->refusing, self->context);
}

/**
 * bitacora_practice_listener_resume:
 * @self: the server
 *
 * Refuses no longer.
 */
void
bitacora_practice_listener_resume (BitacoraPracticeServer *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  self->refuse_at_listen = 0;
  if (self->refusing == NULL)
    return;

  stop_timer (self);
  self->refuse_until = 0;
  if (self->reserved == NULL)
    self->reserved = make_socket (self->port, &error);

  if (self->reserved == NULL || !start_listening (self, self->reserved, &error))
    g_warning ("The practice CRM cannot listen again: %s", error->message);
  g_clear_object (&self->reserved);
}
