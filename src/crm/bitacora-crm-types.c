/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-types.h"

#include <libsoup/soup.h>

/**
 * bitacora_crm_types_prepare:
 *
 * Makes known to GObject what the network and the bus need, as long as this is the only thread: a
 * program calls it first of all.
 *
 * Else the program can stand still for ever, as GLib 2.74 does where a class that is being made
 * (libsoup's session, on the main thread) waits for a type that another thread (that of dconf,
 * which connects to the bus) is registering, while that waits for the lock of the classes.
 */
void
bitacora_crm_types_prepare (void)
{
  const GType types[] = {
    G_TYPE_SOCKET_CLIENT, G_TYPE_SOCKET_CONNECTION, G_TYPE_INET_SOCKET_ADDRESS,
    G_TYPE_PROXY_ADDRESS, G_TYPE_DBUS_CONNECTION,   G_TYPE_DBUS_PROXY,
    SOUP_TYPE_SESSION,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_type_class_unref (g_type_class_ref (types[i]));
}
