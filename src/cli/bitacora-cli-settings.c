/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-settings.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define KEYFILE "keyfile"

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

/* Where the sockets of a user are who is logged in (pam_systemd(8)); cron does not say it. */
static char *
find_runtime_folder_of_login (void)
{
  g_autofree char *folder = g_strdup_printf ("/run/user/%u", (unsigned)getuid ());
  g_autofree char *socket = g_build_filename (folder, "bus", NULL);
  GStatBuf found;

  if (g_stat (socket, &found) != 0 || found.st_uid != getuid ())
    return NULL;
  return g_steal_pointer (&folder);
}

static gboolean
has_session_bus (void)
{
  g_autofree char *socket = NULL;

  if (is_set ("DBUS_SESSION_BUS_ADDRESS"))
    return TRUE;
  if (!is_set ("XDG_RUNTIME_DIR"))
    return FALSE;

  socket = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "bus", NULL);
  return g_file_test (socket, G_FILE_TEST_EXISTS);
}

/**
 * bitacora_cli_settings_choose_backend:
 *
 * Finds the session bus of a user who is logged in, where nothing names it: settings and keyring
 * are there. Makes GSettings keep its settings in a file where there is no session bus, over which
 * dconf would write them: otherwise they would be gone with the process. A backend that the user
 * chose by GSETTINGS_BACKEND stays. Call it at the start of the program, before there is a second
 * thread and before any settings are read.
 */
void
bitacora_cli_settings_choose_backend (void)
{
  g_autofree char *folder = NULL;

  if (!is_set ("DBUS_SESSION_BUS_ADDRESS") && !is_set ("XDG_RUNTIME_DIR"))
    folder = find_runtime_folder_of_login ();
  if (folder != NULL)
    g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  if (!is_set ("GSETTINGS_BACKEND") && !has_session_bus ())
    g_setenv ("GSETTINGS_BACKEND", KEYFILE, TRUE);
}

/**
 * bitacora_cli_settings_are_apart:
 *
 * Returns: whether the settings are those of a file, outside of a desktop session, in whose own
 *   settings the user may have profiles that are not seen here
 */
gboolean
bitacora_cli_settings_are_apart (void)
{
  return g_strcmp0 (g_getenv ("GSETTINGS_BACKEND"), KEYFILE) == 0 && !has_session_bus ();
}

/**
 * bitacora_cli_settings_check:
 * @error: return location for an error
 *
 * Checks that the settings' schema is where GSettings finds it, without which GSettings would end
 * the program.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_NOT_FOUND
 */
gboolean
bitacora_cli_settings_check (GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, BITACORA_APPLICATION_ID, TRUE);
  if (schema != NULL)
    return TRUE;

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_FOUND,
               _ ("The settings schema %s is not installed. Install Bitácora, or point "
                  "XDG_DATA_DIRS or GSETTINGS_SCHEMA_DIR at it."),
               BITACORA_APPLICATION_ID);
  return FALSE;
}
