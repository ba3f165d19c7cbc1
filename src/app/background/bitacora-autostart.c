/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-autostart-private.h"

#include <glib/gi18n-lib.h>
#include <libportal/portal.h>

/* The key of the settings. */
#define AUTOSTART "autostart"

typedef struct
{
  gboolean is_started;
  XdpPortal *portal;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->portal);
  g_free (request);
}

static GError *
create_refusal (gboolean is_started)
{
  return g_error_new_literal (
      G_IO_ERROR,
      G_IO_ERROR_PERMISSION_DENIED,
      is_started ? _ ("The desktop did not allow Bitácora to start with it. You can allow it in "
                      "the desktop’s settings for applications.")
                 : _ ("The desktop did not allow Bitácora to run in the background. You can allow "
                      "it in the desktop’s settings for applications."));
}

/* Whatever the bus says when nobody answers there. */
static gboolean
means_no_portal (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

static void
portal_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (xdp_portal_request_background_finish (XDP_PORTAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, create_refusal (request->is_started));
  else if (means_no_portal (error))
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_NOT_SUPPORTED,
                             _ ("This desktop has nobody to ask whether Bitácora may run in the "
                                "background: its Background portal is missing."));
  else
    {
      g_message ("The Background portal failed: %s", error->message);
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_FAILED,
                               _ ("The desktop could not tell whether Bitácora may run in the "
                                  "background. Try again in a moment."));
    }
}

/* libportal connects to the bus when it is made, and waits for that: so it is made when the
 * connection is there. Its own cancelling never answers, so it is not told of ours. */
static void
bus_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GPtrArray) command = NULL;
  GError *error = NULL;

  connection = g_bus_get_finish (result, &error);
  if (connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  request->portal = xdp_portal_new ();
  command = g_ptr_array_new ();
  g_ptr_array_add (command, (char *)"bitacora");
  g_ptr_array_add (command, (char *)"--background");
  xdp_portal_request_background (request->portal,
                                 NULL,
                                 (char *)_ ("Bitácora sends your calls and reminds you while its "
                                            "window is closed."),
                                 command,
                                 request->is_started ? XDP_BACKGROUND_FLAG_AUTOSTART
                                                     : XDP_BACKGROUND_FLAG_NONE,
                                 NULL,
                                 portal_answered_cb,
                                 g_object_ref (task));
}

/**
 * bitacora_autostart_portal_request_async:
 * @is_started: whether Bitácora starts with the desktop; otherwise it only runs in the background
 * @cancellable: (nullable): to give up waiting
 * @callback: called when the desktop, or its user, has answered
 * @user_data: for @callback
 *
 * Asks the Background portal, by libportal.
 */
void
bitacora_autostart_portal_request_async (gboolean is_started,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_autostart_request_async));
  request->is_started = is_started;
  g_task_set_task_data (task, request, (GDestroyNotify)request_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_found_cb, task);
}

/**
 * bitacora_autostart_request_async:
 * @is_started: whether Bitácora starts with the desktop; otherwise it may only run in the
 *   background, when its user starts it
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is settled
 * @user_data: for @callback
 *
 * Asks the desktop to start Bitácora with it, without a window, or no longer to. In a sandbox that
 * is also how it gets leave to run without a window at all. Nothing is written that is so already:
 * it may be called at each start of the program.
 */
void
bitacora_autostart_request_async (gboolean is_started,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (bitacora_autostart_is_sandboxed ())
    bitacora_autostart_portal_request_async (is_started, cancellable, callback, user_data);
  else
    bitacora_autostart_file_request_async (is_started, cancellable, callback, user_data);
}

/**
 * bitacora_autostart_request_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends bitacora_autostart_request_async().
 *
 * Returns: %TRUE if it is as was asked for; %FALSE with @error of %G_IO_ERROR, whose message is a
 *   sentence for the user: %G_IO_ERROR_PERMISSION_DENIED if the desktop, its user or its
 *   administrator said no, or a file may not be written; %G_IO_ERROR_NOT_SUPPORTED if there is
 *   nobody to ask
 */
gboolean
bitacora_autostart_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
administrator_followed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GSettings) settings = G_SETTINGS (user_data);
  g_autoptr (GError) error = NULL;
  const gboolean is_done = bitacora_autostart_request_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!is_done)
    g_message ("Starting with the desktop is not as the administrator has set it: %s",
               error->message);
  /* A default was followed, or is refused, once: from here on it is its user's choice. */
  if (g_settings_is_writable (settings, AUTOSTART)
      && (is_done || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)))
    g_settings_set_boolean (settings, AUTOSTART, is_done);
}

/* Whether nobody has chosen but an administrator, who wants the program to start. */
static gboolean
is_wanted_by_default (GSettings *settings)
{
  g_autoptr (GVariant) chosen = g_settings_get_user_value (settings, AUTOSTART);

  return chosen == NULL && g_settings_get_boolean (settings, AUTOSTART);
}

/**
 * bitacora_autostart_follow_administrator:
 * @settings: the application's
 * @cancellable: (nullable): to give up waiting
 *
 * Does what whoever looks after this computer has set about the start with the desktop, since
 * nobody uses the switch there: at each start of the program where the setting is locked, once
 * where it is a default that its user may change. What cannot be done is logged.
 */
void
bitacora_autostart_follow_administrator (GSettings *settings, GCancellable *cancellable)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (!g_settings_is_writable (settings, AUTOSTART) || is_wanted_by_default (settings))
    bitacora_autostart_request_async (g_settings_get_boolean (settings, AUTOSTART),
                                      cancellable,
                                      administrator_followed_cb,
                                      g_object_ref (settings));
}

/**
 * bitacora_autostart_is_sandboxed:
 *
 * Returns: whether the program runs in a sandbox, where only portals reach the desktop
 */
gboolean
bitacora_autostart_is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}
