/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-options.h"

static const BitacoraCliCommand *
find_command (const BitacoraCliCommand *commands, gsize n_commands, const char *name)
{
  for (gsize i = 0; i < n_commands; i++)
    {
      if (g_str_equal (commands[i].name, name))
        return &commands[i];
    }

  return NULL;
}

static char *
list_names (const BitacoraCliCommand *commands, gsize n_commands)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; i < n_commands; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", commands[i].name);

  return g_string_free (names, FALSE);
}

/**
 * bitacora_cli_commands_describe:
 * @commands: (array length=n_commands): commands
 * @n_commands: how many
 *
 * Lists commands for the end of a help text.
 *
 * Returns: (transfer full): a translated text of a line a command
 */
char *
bitacora_cli_commands_describe (const BitacoraCliCommand *commands, gsize n_commands)
{
  GString *text = g_string_new (_ ("Commands:"));

  for (gsize i = 0; i < n_commands; i++)
    g_string_append_printf (text,
                            "\n  %-9s %s",
                            commands[i].name,
                            g_dgettext (GETTEXT_PACKAGE, commands[i].summary));

  return g_string_free (text, FALSE);
}

/**
 * bitacora_cli_commands_run:
 * @program: what stands before the command, e.g. "bitacora profile"
 * @summary: what the commands are about, translated
 * @commands: (array length=n_commands): the commands
 * @n_commands: how many
 * @arguments: (array zero-terminated=1): the command's name and what follows it
 *
 * Does the command that the first argument names.
 *
 * Returns: the exit status
 */
int
bitacora_cli_commands_run (const char *program,
                           const char *summary,
                           const BitacoraCliCommand *commands,
                           gsize n_commands,
                           const char *const *arguments)
{
  g_autofree char *description = bitacora_cli_commands_describe (commands, n_commands);
  g_autofree char *names = list_names (commands, n_commands);
  const BitacoraCliUsage usage = { program, _ ("COMMAND"), summary, description, 1, 1 };
  const BitacoraCliCommand *command;
  BitacoraCliParsing parsing;

  if (arguments[0] != NULL && arguments[0][0] != '-')
    {
      command = find_command (commands, n_commands, arguments[0]);
      if (command != NULL)
        return command->run (arguments + 1);
      return bitacora_cli_refuse (program,
                                  _ ("There is no command “%s”. These exist: %s."),
                                  arguments[0],
                                  names);
    }

  parsing = bitacora_cli_options_parse (&usage, NULL, arguments, NULL);
  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);

  return bitacora_cli_refuse (program, _ ("Name the command first: %s."), names);
}
