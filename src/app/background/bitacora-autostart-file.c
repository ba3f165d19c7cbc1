/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-autostart-private.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#define FILE_NAME BITACORA_APPLICATION_ID ".desktop"
#define GROUP G_KEY_FILE_DESKTOP_GROUP

/* Tells a file that Bitácora has hidden, because an administrator starts it for everybody, from
 * one that the user has hidden in the desktop's own settings. */
#define KEY_OURS "X-Bitacora-Written"

/* With which GNOME and its relatives switch an entry off. */
#define KEY_GNOME_ENABLED "X-GNOME-Autostart-enabled"

static char *
build_path (const char *config_folder)
{
  return g_build_filename (config_folder, "autostart", FILE_NAME, NULL);
}

/* Returns NULL where there is no such file, or none that can be read as one. */
static GKeyFile *
load_entry (const char *path)
{
  g_autoptr (GKeyFile) entry = g_key_file_new ();

  if (!g_key_file_load_from_file (entry, path, G_KEY_FILE_KEEP_COMMENTS, NULL)
      || !g_key_file_has_group (entry, GROUP))
    return NULL;

  return g_steal_pointer (&entry);
}

/* What an administrator has put there for everybody: the first folder's file counts. */
static GKeyFile *
load_system_entry (void)
{
  const char *const *folders = g_get_system_config_dirs ();

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = build_path (folders[i]);
      GKeyFile *entry = load_entry (path);

      if (entry != NULL)
        return entry;
    }

  return NULL;
}

static gboolean
is_hidden (GKeyFile *entry)
{
  if (g_key_file_get_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL))
    return TRUE;

  return g_key_file_has_key (entry, GROUP, KEY_GNOME_ENABLED, NULL)
         && !g_key_file_get_boolean (entry, GROUP, KEY_GNOME_ENABLED, NULL);
}

static gboolean
is_ours (GKeyFile *entry)
{
  return g_key_file_get_boolean (entry, GROUP, KEY_OURS, NULL);
}

/* In a build tree it stands above the folder of the window's program; installed, where programs
 * are. */
static char *
find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *above = folder != NULL ? g_path_get_dirname (folder) : NULL;
  g_autofree char *built = above != NULL ? g_build_filename (above, "bitacora", NULL) : NULL;
  g_autofree char *installed = g_build_filename (BITACORA_BINDIR, "bitacora", NULL);

  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_REGULAR)
      && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);

  return g_strdup ("bitacora");
}

static GKeyFile *
create_entry (void)
{
  GKeyFile *entry = g_key_file_new ();
  g_autofree char *program = find_program ();
  g_autofree char *quoted = bitacora_autostart_file_quote (program);
  g_autofree char *exec = g_strconcat (quoted, " --background", NULL);

  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, "Application");
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Bitácora");
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, BITACORA_APPLICATION_ID);
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, exec);
  /* A program that was removed is passed over in silence. */
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_TRY_EXEC, program);
  g_key_file_set_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_TERMINAL, FALSE);
  g_key_file_set_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_STARTUP_NOTIFY, FALSE);
  g_key_file_set_boolean (entry, GROUP, KEY_OURS, TRUE);

  return entry;
}

/* Says in words what went wrong with the file; the code stays. */
static void
explain (GError **error, const char *path, gboolean is_started)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *reason = g_strdup ((*error)->message);
  int code = (*error)->code;
  gboolean is_forbidden = code == G_IO_ERROR_PERMISSION_DENIED || code == G_IO_ERROR_READ_ONLY;

  g_clear_error (error);
  if (is_forbidden && is_started)
    g_set_error (error,
                 G_IO_ERROR,
                 code,
                 _ ("Bitácora will not start with the desktop: it may not write into the folder "
                    "%s. Make that folder writable and try again."),
                 folder);
  else if (is_forbidden)
    g_set_error (error,
                 G_IO_ERROR,
                 code,
                 _ ("Bitácora still starts with the desktop: it may not write into the folder %s. "
                    "Make that folder writable and try again."),
                 folder);
  else if (is_started)
    g_set_error (error,
                 G_IO_ERROR,
                 code,
                 _ ("Bitácora will not start with the desktop: %s"),
                 reason);
  else
    g_set_error (error, G_IO_ERROR, code, _ ("Bitácora still starts with the desktop: %s"), reason);
}

/* Writes beside the file and renames, so that no desktop ever reads half of one. */
static gboolean
write_entry (GKeyFile *entry, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  g_autofree char *present = NULL;
  gsize length = 0;

  text = g_key_file_to_data (entry, &length, NULL);
  if (g_file_get_contents (path, &present, NULL, NULL) && g_str_equal (present, text))
    return TRUE;
  if (!g_file_make_directory_with_parents (folder, cancellable, &local)
      && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return g_file_replace_contents (
      file, text, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable, error);
}

static gboolean
remove_entry (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;

  if (g_file_delete (file, cancellable, &local)
      || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
switch_on (GKeyFile *own,
           GKeyFile *system,
           const char *path,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GKeyFile) entry = NULL;

  if (own != NULL && is_hidden (own) && !is_ours (own))
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_PERMISSION_DENIED,
                           _ ("Bitácora was switched off among the programs that start with your "
                              "desktop. Switch it on there, in the desktop’s own settings."));
      return FALSE;
    }
  if (own == NULL && system != NULL && is_hidden (system))
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_PERMISSION_DENIED,
                           _ ("Whoever looks after this computer has decided that Bitácora does "
                              "not start with the desktop. Ask them if you need it."));
      return FALSE;
    }

  /* Where the administrator starts it for everybody, nothing must stand in the way of that. */
  if (system != NULL && !is_hidden (system))
    {
      if (own == NULL || !is_hidden (own) || remove_entry (path, cancellable, error))
        return TRUE;
    }
  else
    {
      entry = create_entry ();
      if (write_entry (entry, path, cancellable, error))
        return TRUE;
    }

  explain (error, path, TRUE);
  return FALSE;
}

static gboolean
switch_off (GKeyFile *own,
            GKeyFile *system,
            const char *path,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GKeyFile) entry = NULL;
  gboolean is_off;

  /* Removing what hides it would switch it on again where it starts for everybody. */
  if (own != NULL && is_hidden (own))
    return TRUE;
  if (system == NULL || is_hidden (system))
    is_off = remove_entry (path, cancellable, error);
  else
    {
      entry = create_entry ();
      g_key_file_set_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, TRUE);
      is_off = write_entry (entry, path, cancellable, error);
    }
  if (!is_off)
    explain (error, path, FALSE);

  return is_off;
}

static void
request_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = build_path (g_get_user_config_dir ());
  g_autoptr (GKeyFile) own = load_entry (path);
  g_autoptr (GKeyFile) system = load_system_entry ();
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  if (GPOINTER_TO_INT (data))
    is_done = switch_on (own, system, path, cancellable, &error);
  else
    is_done = switch_off (own, system, path, cancellable, &error);

  if (is_done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bitacora_autostart_file_request_async:
 * @is_started: whether Bitácora starts with the desktop
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Writes or removes $XDG_CONFIG_HOME/autostart/org.bitacora.Bitacora.desktop on another thread.
 * What the user or an administrator has hidden stays hidden; what an administrator starts for
 * everybody is switched off by a hidden file of the user's. The rules are those of
 * freedesktop.org's Desktop Application Autostart Specification.
 */
void
bitacora_autostart_file_request_async (gboolean is_started,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_autostart_request_async));
  g_task_set_task_data (task, GINT_TO_POINTER (is_started), NULL);
  g_task_run_in_thread (task, request_in_thread);
}

/**
 * bitacora_autostart_file_quote:
 * @argument: a program or argument
 *
 * Quotes an argument for the Exec key of a desktop file, as the Desktop Entry Specification asks:
 * that is not how a shell quotes.
 *
 * Returns: (transfer full): the argument as it may stand in Exec
 */
char *
bitacora_autostart_file_quote (const char *argument)
{
  GString *quoted = g_string_new ("\"");

  g_return_val_if_fail (argument != NULL, NULL);

  for (const char *c = argument; *c != '\0'; c++)
    {
      if (strchr ("\"`$\\", *c) != NULL)
        g_string_append_c (quoted, '\\');
      else if (*c == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *c);
    }
  g_string_append_c (quoted, '"');

  return g_string_free (quoted, FALSE);
}
