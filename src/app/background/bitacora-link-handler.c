/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-link-handler.h"

#include "bitacora-config.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

#include "bitacora-autostart.h"

#define DESKTOP_ID BITACORA_APPLICATION_ID ".desktop"

/* The links that Bitácora opens, by the types that desktops keep them under. */
static const char *const link_types[] = { "x-scheme-handler/tel", "x-scheme-handler/callto" };

typedef struct
{
  BitacoraLinkHandler handler;
  char *name;
} Found;

static void
found_free (Found *found)
{
  g_free (found->name);
  g_free (found);
}

static GAppInfo *
find_ourselves (void)
{
  GDesktopAppInfo *info = g_desktop_app_info_new (DESKTOP_ID);

  return info != NULL ? G_APP_INFO (info) : NULL;
}

static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Found *found = g_new0 (Found, 1);
  g_autoptr (GAppInfo) ours = find_ourselves ();
  g_autoptr (GAppInfo) info = g_app_info_get_default_for_uri_scheme ("tel");

  if (bitacora_autostart_is_sandboxed ())
    found->handler = BITACORA_LINK_HANDLER_SANDBOXED;
  else if (ours == NULL)
    found->handler = BITACORA_LINK_HANDLER_NOT_INSTALLED;
  else if (info == NULL)
    found->handler = BITACORA_LINK_HANDLER_NOBODY;
  else if (g_app_info_equal (info, ours))
    found->handler = BITACORA_LINK_HANDLER_BITACORA;
  else
    found->handler = BITACORA_LINK_HANDLER_OTHER;
  if (info != NULL)
    found->name = g_strdup (g_app_info_get_display_name (info));

  g_task_return_pointer (task, found, (GDestroyNotify)found_free);
}

static void
take_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GAppInfo) ours = find_ourselves ();
  GError *error = NULL;

  if (ours == NULL)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_NOT_FOUND,
                               _ ("Bitácora is not installed on this computer, so the desktop "
                                  "cannot hand links to it."));
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (link_types); i++)
    {
      g_autoptr (GError) local = NULL;

      if (g_app_info_set_as_default_for_type (ours, link_types[i], &local))
        continue;
      g_set_error (&error,
                   G_IO_ERROR,
                   G_IO_ERROR_FAILED,
                   _ ("The desktop did not note that Bitácora opens telephone links: %s"),
                   local->message);
      g_task_return_error (task, error);
      return;
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * bitacora_link_handler_find_async:
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks up, on another thread, who opens tel: links on this desktop.
 */
void
bitacora_link_handler_find_async (GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_link_handler_find_async));
  g_task_run_in_thread (task, find_in_thread);
}

/**
 * bitacora_link_handler_find_finish:
 * @result: the result
 * @name: (out) (transfer full) (nullable): the name of the program that opens them, %NULL if none
 * @error: return location for an error
 *
 * Ends bitacora_link_handler_find_async().
 *
 * Returns: who opens them; %BITACORA_LINK_HANDLER_NOBODY with @error set to %G_IO_ERROR_CANCELLED
 *   if it was given up
 */
BitacoraLinkHandler
bitacora_link_handler_find_finish (GAsyncResult *result, char **name, GError **error)
{
  BitacoraLinkHandler handler;
  Found *found;

  g_return_val_if_fail (g_task_is_valid (result, NULL), BITACORA_LINK_HANDLER_NOBODY);
  g_return_val_if_fail (name != NULL, BITACORA_LINK_HANDLER_NOBODY);

  *name = NULL;
  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return BITACORA_LINK_HANDLER_NOBODY;

  handler = found->handler;
  *name = g_steal_pointer (&found->name);
  found_free (found);

  return handler;
}

/**
 * bitacora_link_handler_take_async:
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Makes Bitácora the program that opens tel: and callto: links, in the user's mimeapps.list.
 */
void
bitacora_link_handler_take_async (GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_link_handler_take_async));
  g_task_run_in_thread (task, take_in_thread);
}

/**
 * bitacora_link_handler_take_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends bitacora_link_handler_take_async().
 *
 * Returns: %TRUE, or %FALSE with @error of %G_IO_ERROR, whose message is a sentence for the user
 */
gboolean
bitacora_link_handler_take_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
