/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "bitacora-application.h"
#include "cli/bitacora-cli-settings.h"
#include "crm/bitacora-crm-types.h"

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

int
main (int argc, char **argv)
{
  g_autoptr (BitacoraApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_crm_types_prepare ();
  prepare_translations ();
  bitacora_cli_settings_choose_backend ();
  if (!bitacora_cli_settings_check (&error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_set_prgname ("bitacora");
  g_set_application_name ("Bitácora");

  application = bitacora_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
