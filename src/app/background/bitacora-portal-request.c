/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-portal-request.h"

#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

/* What Response begins with. */
typedef enum
{
  RESPONSE_SUCCESS = 0,
  RESPONSE_DECLINED = 1,
} Response;

typedef struct
{
  GDBusConnection *connection;
  char *path;
  guint subscription;
  GSource *cancelled_source;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->connection);
  g_free (request->path);
  g_free (request);
}

/* Nothing may answer the task a second time, nor keep it. */
static void
stop_listening (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->subscription != 0)
    g_dbus_connection_signal_unsubscribe (request->connection, request->subscription);
  request->subscription = 0;
  if (request->cancelled_source != NULL)
    g_source_destroy (request->cancelled_source);
  g_clear_pointer (&request->cancelled_source, g_source_unref);
}

static void
response_received_cb (GDBusConnection *connection,
                      const char *sender,
                      const char *path,
                      const char *interface,
                      const char *signal,
                      GVariant *parameters,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  g_autoptr (GVariant) results = NULL;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  stop_listening (task);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response == RESPONSE_SUCCESS)
    g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify)g_variant_unref);
  else if (response == RESPONSE_DECLINED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "The user declined");
  else
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_FAILED,
                             "The portal gave up with %u",
                             response);
}

static void
listen (GTask *task, const char *path)
{
  Request *request = g_task_get_task_data (task);

  request->path = g_strdup (path);
  request->subscription = g_dbus_connection_signal_subscribe (request->connection,
                                                              BITACORA_PORTAL_NAME,
                                                              REQUEST_INTERFACE,
                                                              "Response",
                                                              request->path,
                                                              NULL,
                                                              G_DBUS_SIGNAL_FLAGS_NONE,
                                                              response_received_cb,
                                                              g_object_ref (task),
                                                              g_object_unref);
}

/* A dialog that nobody waits for any longer goes. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Request *request = g_task_get_task_data (task);

  g_dbus_connection_call (request->connection,
                          BITACORA_PORTAL_NAME,
                          request->path,
                          REQUEST_INTERFACE,
                          "Close",
                          NULL,
                          NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          NULL,
                          NULL,
                          NULL);
  stop_listening (task);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  /* The answer may have been faster. */
  if (request->subscription == 0)
    {
      g_clear_error (&error);
      return;
    }
  if (reply == NULL)
    {
      stop_listening (task);
      g_task_return_error (task, error);
    }
}

static char *
create_token (void)
{
  return g_strdup_printf ("bitacora_%08x%08x", g_random_int (), g_random_int ());
}

/* The arguments with the options as the last one, which is where every portal has them. */
static GVariant *
build_parameters (GVariant *arguments, GVariant *options, const char *token)
{
  g_autoptr (GVariant) owned_arguments = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  g_autoptr (GVariant) owned_options = options != NULL ? g_variant_ref_sink (options) : NULL;
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (owned_options);
  GVariantBuilder builder;

  g_variant_dict_insert (&dict, "handle_token", "s", token);
  g_variant_builder_init (&builder, G_VARIANT_TYPE_TUPLE);
  for (gsize i = 0; owned_arguments != NULL && i < g_variant_n_children (owned_arguments); i++)
    {
      g_autoptr (GVariant) argument = g_variant_get_child_value (owned_arguments, i);

      g_variant_builder_add_value (&builder, argument);
    }
  g_variant_builder_add_value (&builder, g_variant_dict_end (&dict));

  return g_variant_builder_end (&builder);
}

/**
 * bitacora_portal_request_async:
 * @connection: a connection to the session bus
 * @interface: the portal, such as org.freedesktop.portal.GlobalShortcuts
 * @method: its method
 * @arguments: (nullable): a tuple of the arguments before the options; a floating one is taken
 * @options: (nullable): the options, of type a{sv}; a floating one is taken
 * @cancellable: (nullable): to take the question back
 * @callback: called when the portal, or the user whom it asked, has answered
 * @user_data: for @callback
 *
 * Asks a portal, and waits for its answer as long as its user takes. The answer is listened for
 * before the question is asked, since it may be faster than the reply to the call: see
 * org.freedesktop.portal.Request in the portals' documentation. A portal that ends leaves the
 * question open: whoever asks watches its name, and cancels.
 */
void
bitacora_portal_request_async (GDBusConnection *connection,
                               const char *interface,
                               const char *method,
                               GVariant *arguments,
                               GVariant *options,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autofree char *token = create_token ();
  g_autofree char *path = bitacora_portal_build_path (connection, "request", token);
  g_autoptr (GVariant) parameters
      = g_variant_ref_sink (build_parameters (arguments, options, token));
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_portal_request_async));
  request->connection = g_object_ref (connection);
  g_task_set_task_data (task, request, (GDestroyNotify)request_free);

  listen (task, path);
  if (cancellable != NULL)
    {
      request->cancelled_source = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, request->cancelled_source, G_SOURCE_FUNC (cancelled_cb));
    }
  g_dbus_connection_call (connection,
                          BITACORA_PORTAL_NAME,
                          BITACORA_PORTAL_PATH,
                          interface,
                          method,
                          parameters,
                          G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          called_cb,
                          task);
}

/**
 * bitacora_portal_request_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends bitacora_portal_request_async(). The messages of its errors are for the log.
 *
 * Returns: (transfer full): what the portal answered, of type a{sv}; %NULL with @error of
 *   %G_IO_ERROR (%G_IO_ERROR_PERMISSION_DENIED if its user declined, %G_IO_ERROR_FAILED if it gave
 *   up, %G_IO_ERROR_CANCELLED) or %G_DBUS_ERROR if it could not be asked
 */
GVariant *
bitacora_portal_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bitacora_portal_build_path:
 * @connection: a connection to the session bus
 * @kind: "request" or "session"
 * @token: the word that the portal was given for it
 *
 * Says where the portal puts what it is asked for: since its version 0.9 it derives the path from
 * the caller's name on the bus, and no older one has the portals that are asked.
 *
 * Returns: (transfer full): the object path
 */
char *
bitacora_portal_build_path (GDBusConnection *connection, const char *kind, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (connection) + 1);

  g_strdelimit (sender, ".", '_');

  return g_strdup_printf (BITACORA_PORTAL_PATH "/%s/%s/%s", kind, sender, token);
}
