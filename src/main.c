/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

#include "cli/bitacora-cli-output.h"
#include "cli/bitacora-cli-settings.h"
#include "cli/bitacora-cli.h"
#include "crm/bitacora-crm-types.h"

#define WINDOW_PROGRAM "bitacora-window"

/* A program that was not installed finds its translations where BITACORA_LOCALEDIR says. */
static void
prepare_translations (void)
{
  const char *directory = g_getenv ("BITACORA_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : BITACORA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

/* As GTK looks for one: a Wayland compositor by its name or its usual socket, or an X server. */
static gboolean
has_display (void)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "wayland-0", NULL);

  return is_set ("WAYLAND_DISPLAY") || is_set ("DISPLAY") || is_set ("BROADWAY_DISPLAY")
         || g_file_test (socket, G_FILE_TEST_EXISTS);
}

/* In a build tree it is below the folder of this program; installed, where it was installed to. */
static char *
find_window_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *built = NULL;

  if (folder != NULL)
    built = g_build_filename (folder, "app", WINDOW_PROGRAM, NULL);
  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);

  return g_build_filename (BITACORA_LIBEXECDIR, WINDOW_PROGRAM, NULL);
}

/* The window is a program of its own, so that the command line need not load GTK. */
static int
open_window (char **argv)
{
  g_autofree char *program = NULL;

  if (!has_display ())
    {
      bitacora_cli_note (_ ("There is no display to open the window on. “bitacora --help” tells "
                            "what goes without one."));
      return BITACORA_EXIT_FAILED;
    }

  program = find_window_program ();
  argv[0] = (char *)"bitacora";
  execv (program, argv);
  bitacora_cli_note (_ ("The window’s program %s could not be started: %s."),
                     program,
                     g_strerror (errno));

  return BITACORA_EXIT_FAILED;
}

int
main (int argc, char **argv)
{
  bitacora_crm_types_prepare ();
  bitacora_cli_settings_choose_backend ();
  prepare_translations ();
  g_set_prgname ("bitacora");

  return bitacora_cli_handles (argc, argv) ? bitacora_cli_run (argc, argv) : open_window (argv);
}
