/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-commands.h"
#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"

static const BitacoraCliCommand commands[] = {
  { "log", N_ ("Log a call into the CRM"), bitacora_cli_log },
  { "outbox", N_ ("See and send the waiting calls"), bitacora_cli_outbox },
  { "import", N_ ("Take the calls of a CSV file into the outbox"), bitacora_cli_import },
  { "export", N_ ("Write calls of the outbox into a CSV or JSON file"), bitacora_cli_export },
  { "profile", N_ ("Set up the CRM that calls go to"), bitacora_cli_profile },
  { "practice", N_ ("Run a CRM of your own to practise with"), bitacora_cli_practice },
};

/* What the window's program does with its own options; it knows them, nothing here does. */
static const struct
{
  const char *option;
  const char *summary;
} window_options[] = {
  { "--quick-entry", N_ ("Log a call in the small window") },
  { "--start-call", N_ ("Start the timer of a call") },
  { "--new-call", N_ ("Open the window on an empty call") },
  { "--practice", N_ ("Start the practice CRM and log calls into it") },
  { "--background", N_ ("Start without a window") },
  { "--quit", N_ ("End the Bitácora that runs") },
};

static char *
describe_program (void)
{
  g_autofree char *list = bitacora_cli_commands_describe (commands, G_N_ELEMENTS (commands));
  GString *text = g_string_new (list);

  g_string_append_printf (text,
                          "\n\n%s\n\n%s",
                          _ ("“bitacora COMMAND --help” tells more about each."),
                          _ ("Without a command the window opens. It takes a link instead, such as "
                             "tel:+573105551234\n"
                             "or “bitacora://log?name=…&phone=…”, or one of these:"));
  for (gsize i = 0; i < G_N_ELEMENTS (window_options); i++)
    g_string_append_printf (text,
                            "\n  %-14s %s",
                            window_options[i].option,
                            g_dgettext (GETTEXT_PACKAGE, window_options[i].summary));

  return g_string_free (text, FALSE);
}

static int
run_options (const char *const *arguments)
{
  g_autofree char *description = describe_program ();
  const BitacoraCliUsage usage
      = { "bitacora",
          _ ("[COMMAND]"),
          _ ("Logs phone calls into the wolkvox CRM, and loses none of them."),
          description,
          0,
          0 };
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    BITACORA_CLI_FLAG ("version", &version, N_ ("Show the version")),
    G_OPTION_ENTRY_NULL,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, entries, arguments, NULL);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (version)
    bitacora_cli_print ("bitacora %s\n", BITACORA_VERSION);

  return BITACORA_EXIT_LOGGED;
}

/* A word that could be a mistyped command; "tel:…" and paths are the window's. */
static gboolean
is_command_word (const char *text)
{
  return *text != '\0' && *text != '-' && strpbrk (text, ":/") == NULL;
}

/**
 * bitacora_cli_handles:
 * @argc: how many arguments the program was given, its name included
 * @argv: (array length=argc): them
 *
 * Decides between the command line and the window: a command, --help and --version need no
 * display; no argument, links and the window's own options do.
 *
 * Returns: whether bitacora_cli_run() is to be called
 */
gboolean
bitacora_cli_handles (int argc, char **argv)
{
  if (argc < 2)
    return FALSE;

  return is_command_word (argv[1]) || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")
         || g_str_equal (argv[1], "--version");
}

/**
 * bitacora_cli_run:
 * @argc: how many arguments the program was given, its name included
 * @argv: (array length=argc): them
 *
 * Does what the command line asks for.
 *
 * Returns: the program's exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_run (int argc, char **argv)
{
  const char *const *arguments = (const char *const *)argv + MIN (argc, 1);
  int status;

  if (arguments[0] == NULL || !is_command_word (arguments[0]))
    status = run_options (arguments);
  else
    status = bitacora_cli_commands_run ("bitacora",
                                        NULL,
                                        commands,
                                        G_N_ELEMENTS (commands),
                                        arguments);

  if (!bitacora_cli_flush () && status == BITACORA_EXIT_LOGGED)
    status = BITACORA_EXIT_FAILED;

  return status;
}
