/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-connection.h"

/* In a thread, since the address may have to be asked for. */
static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address
      = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, cancellable, &error);
  g_autoptr (GDBusConnection) connection = NULL;

  if (address != NULL)
    connection = g_dbus_connection_new_for_address_sync (
        address,
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
            | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL,
        cancellable,
        &error);
  if (connection != NULL)
    g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bitacora_tray_connection_open_async:
 * @cancellable: (nullable): to give up
 * @callback: when it is open
 * @user_data: for @callback
 *
 * Opens a connection to the session bus besides the program's. A tray forgets an item when its
 * connection ends and has no other way to be told, so an item that may be taken away needs one
 * of its own.
 */
void
bitacora_tray_connection_open_async (GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_tray_connection_open_async));
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * bitacora_tray_connection_open_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Errors: of #GIOErrorEnum, where there is no session bus.
 *
 * Returns: (transfer full): the connection
 */
GDBusConnection *
bitacora_tray_connection_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
