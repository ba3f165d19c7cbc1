/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-options.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-output.h"
#include "bitacora-cli.h"

/* Arguments come as the terminal wrote them: UTF-8 nearly everywhere, whatever the locale says.
 * GOption would ask the locale, and refuse an accent in the C locale that scripts run in. */
static GStrv
read_arguments (const char *command, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, command);
  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      g_autofree char *text = NULL;

      if (g_utf8_validate (arguments[i], -1, NULL))
        text = g_strdup (arguments[i]);
      else
        text = g_locale_to_utf8 (arguments[i], -1, NULL, NULL, NULL);
      if (text == NULL)
        {
          bitacora_cli_refuse (command,
                               _ ("Argument %u holds characters that cannot be read; please write "
                                  "it in UTF-8."),
                               (guint)i + 1);
          return NULL;
        }
      g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}

static gboolean
check_words (const BitacoraCliUsage *usage, const char *const *words)
{
  guint n_words = g_strv_length ((GStrv)words);

  if (n_words > usage->max_words)
    {
      bitacora_cli_refuse (usage->command,
                           _ ("“%s” is one word too many. Put quotes around text with spaces."),
                           words[usage->max_words]);
      return FALSE;
    }
  if (n_words < usage->min_words)
    {
      bitacora_cli_refuse (usage->command, _ ("%s is missing."), usage->parameters);
      return FALSE;
    }

  return TRUE;
}

static GOptionContext *
create_context (const BitacoraCliUsage *usage, const GOptionEntry *entries)
{
  GOptionContext *context = g_option_context_new (usage->parameters);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, usage->summary);
  g_option_context_set_description (context, usage->description);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

static void
show_help (GOptionContext *context, const char *command)
{
  g_autofree char *name = g_strdup (g_get_prgname ());
  g_autofree char *help = NULL;

  /* GOption has no other way to say what stands before the options. */
  g_set_prgname (command);
  help = g_option_context_get_help (context, TRUE, NULL);
  g_set_prgname (name);

  bitacora_cli_print ("%s", help);
}

/**
 * bitacora_cli_options_parse:
 * @usage: what the command is
 * @entries: (nullable) (array zero-terminated=1): its options; texts as %G_OPTION_ARG_FILENAME,
 *   which GOption hands over as they are
 * @arguments: (array zero-terminated=1): what follows the command's name
 * @words: (out) (optional) (transfer full): return location for the words that are no options
 *
 * Reads a command's arguments and checks that it has as many words as it takes. Shows its help
 * when it is asked for, and complains of what is wrong.
 *
 * Returns: %BITACORA_CLI_PARSED when the command is to be done; else it is at its end, see
 *   bitacora_cli_parsing_get_status()
 */
BitacoraCliParsing
bitacora_cli_options_parse (const BitacoraCliUsage *usage,
                            const GOptionEntry *entries,
                            const char *const *arguments,
                            GStrv *words)
{
  g_autoptr (GOptionContext) context = create_context (usage, entries);
  g_auto (GStrv) texts = read_arguments (usage->command, arguments);
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE;
  const GOptionEntry own[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (texts == NULL)
    return BITACORA_CLI_MISUSED;

  g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &texts, &error))
    {
      bitacora_cli_refuse (usage->command, "%s.", error->message);
      return BITACORA_CLI_MISUSED;
    }
  if (help)
    {
      show_help (context, usage->command);
      return BITACORA_CLI_HELP_SHOWN;
    }

  if (rest == NULL)
    rest = g_new0 (char *, 1);
  if (!check_words (usage, (const char *const *)rest))
    return BITACORA_CLI_MISUSED;
  if (words != NULL)
    *words = g_steal_pointer (&rest);

  return BITACORA_CLI_PARSED;
}

/**
 * bitacora_cli_parsing_get_status:
 * @parsing: what bitacora_cli_options_parse() came to
 *
 * Returns: the exit status of a command that ended with its arguments
 */
int
bitacora_cli_parsing_get_status (BitacoraCliParsing parsing)
{
  return parsing == BITACORA_CLI_MISUSED ? BITACORA_EXIT_USAGE : BITACORA_EXIT_LOGGED;
}

/**
 * bitacora_cli_refuse:
 * @command: the command, e.g. "bitacora log"
 * @format: a format as of printf(), of whole sentences
 * @...: what it asks for
 *
 * Says on standard error what is wrong with a command's arguments and where to read of them.
 *
 * Returns: the exit status for wrong usage
 */
int
bitacora_cli_refuse (const char *command, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  bitacora_cli_note (_ ("%s\nSee “%s --help”."), text, command);
  return BITACORA_EXIT_USAGE;
}
