/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-dialer.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "background/bitacora-autostart.h"
#include "background/bitacora-portal-request.h"

#define OPEN_URI_INTERFACE "org.freedesktop.portal.OpenURI"
#define CONTENT_TYPE "x-scheme-handler/tel"
#define OWN_DESKTOP_FILE BITACORA_APPLICATION_ID ".desktop"

static gboolean
is_own (GAppInfo *info)
{
  return g_strcmp0 (g_app_info_get_id (info), OWN_DESKTOP_FILE) == 0;
}

/* Bitácora may be the one that is asked when a number is clicked: then another has to call it. */
static GAppInfo *
find_program (void)
{
  g_autoptr (GAppInfo) chosen = g_app_info_get_default_for_uri_scheme ("tel");
  GList *all;
  GAppInfo *found = NULL;

  if (chosen != NULL && !is_own (chosen))
    return g_steal_pointer (&chosen);
  all = g_app_info_get_all_for_type (CONTENT_TYPE);
  for (GList *l = all; l != NULL && found == NULL; l = l->next)
    {
      if (!is_own (l->data))
        found = g_object_ref (l->data);
    }
  g_list_free_full (all, g_object_unref);
  return found;
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_app_info_launch_uris_finish (G_APP_INFO (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GError *
create_absence (void)
{
  return g_error_new_literal (
      G_IO_ERROR,
      G_IO_ERROR_NOT_SUPPORTED,
      _ ("No program on this computer makes calls. The number was copied: paste it where you call "
         "from."));
}

static void
portal_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = bitacora_portal_request_finish (result, &error);

  if (results != NULL)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_PERMISSION_DENIED,
                             _ ("No program was chosen. The number was copied: paste it where you "
                                "call from."));
  else
    {
      g_message ("The OpenURI portal failed: %s", error->message);
      g_task_return_error (task, create_absence ());
    }
}

static void
bus_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *uri = g_task_get_task_data (task);
  g_autoptr (GDBusConnection) connection = NULL;
  GError *error = NULL;

  connection = g_bus_get_finish (result, &error);
  if (connection == NULL)
    g_task_return_error (task, error);
  else
    bitacora_portal_request_async (connection,
                                   OPEN_URI_INTERFACE,
                                   "OpenURI",
                                   g_variant_new ("(ss)", "", uri),
                                   NULL,
                                   g_task_get_cancellable (task),
                                   portal_answered_cb,
                                   g_object_ref (task));
}

/**
 * bitacora_dialer_call_async:
 * @number: a number in E.164
 * @cancellable: (nullable): stops the waiting
 * @callback: called when another program has the number
 * @user_data: for @callback
 *
 * Hands a number to the program that calls numbers here.
 */
void
bitacora_dialer_call_async (const char *number,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *uri = g_strconcat ("tel:", number, NULL);
  g_autoptr (GAppInfo) program = NULL;
  GList uris = { uri, NULL, NULL };

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_dialer_call_async));
  if (bitacora_autostart_is_sandboxed ())
    {
      /* The only programs in sight there are the sandbox's own, which is this one: GIO would open
       * the number with it. The portal knows the desktop's. */
      g_task_set_task_data (task, g_steal_pointer (&uri), g_free);
      g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_found_cb, g_steal_pointer (&task));
      return;
    }
  program = find_program ();
  if (program == NULL)
    g_task_return_error (task, create_absence ());
  else
    g_app_info_launch_uris_async (program,
                                  &uris,
                                  NULL,
                                  cancellable,
                                  launched_cb,
                                  g_steal_pointer (&task));
}

/**
 * bitacora_dialer_call_finish:
 * @result: what the callback got
 * @error: return location for an error of #GIOError; %G_IO_ERROR_NOT_SUPPORTED if no other program
 *   calls numbers, %G_IO_ERROR_PERMISSION_DENIED if the user was asked for one, and chose none
 *
 * Returns: whether another program has the number
 */
gboolean
bitacora_dialer_call_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
