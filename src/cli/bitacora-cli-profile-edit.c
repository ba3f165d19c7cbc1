/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"
#include "model/bitacora-moment.h"
#include "model/bitacora-server-address.h"

typedef struct
{
  char *server;
  char *operation;
  char *owner;
  char *module;
  char *time_zone;
  char *country;
  char *country_language;
  char *priority;
  gboolean current;
} EditOptions;

static void
edit_options_clear (EditOptions *options)
{
  g_clear_pointer (&options->server, g_free);
  g_clear_pointer (&options->operation, g_free);
  g_clear_pointer (&options->owner, g_free);
  g_clear_pointer (&options->module, g_free);
  g_clear_pointer (&options->time_zone, g_free);
  g_clear_pointer (&options->country, g_free);
  g_clear_pointer (&options->country_language, g_free);
  g_clear_pointer (&options->priority, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EditOptions, edit_options_clear)

static BitacoraCliParsing
parse (const BitacoraCliUsage *usage,
       EditOptions *options,
       const char *const *arguments,
       GStrv *words)
{
  const GOptionEntry entries[] = {
    BITACORA_CLI_TEXT ("server",
                       &options->server,
                       N_ ("Server of the CRM, e.g. crm0001.wolkvox.com"),
                       N_ ("HOST")),
    BITACORA_CLI_TEXT ("operation",
                       &options->operation,
                       N_ ("Name of the CRM’s operation"),
                       N_ ("OPERATION")),
    BITACORA_CLI_TEXT ("owner", &options->owner, N_ ("CRM user whom calls belong to"), N_ ("USER")),
    BITACORA_CLI_TEXT ("module",
                       &options->module,
                       N_ ("Module of the records that calls belong to (default: contacts)"),
                       N_ ("MODULE")),
    BITACORA_CLI_TEXT ("time-zone",
                       &options->time_zone,
                       N_ ("Time zone of the CRM’s dates, e.g. America/Bogota"),
                       N_ ("ZONE")),
    BITACORA_CLI_TEXT ("country",
                       &options->country,
                       N_ ("Country of numbers without +, as two letters (default: CO)"),
                       N_ ("CODE")),
    BITACORA_CLI_TEXT ("country-language",
                       &options->country_language,
                       N_ ("Language of country names: spanish or english (default: spanish)"),
                       N_ ("LANGUAGE")),
    BITACORA_CLI_TEXT ("priority",
                       &options->priority,
                       N_ ("Priority of new calls: low, normal or high (default: normal)"),
                       N_ ("PRIORITY")),
    BITACORA_CLI_FLAG ("current",
                       &options->current,
                       N_ ("Log with this profile unless another is named")),
    G_OPTION_ENTRY_NULL,
  };

  return bitacora_cli_options_parse (usage, entries, arguments, words);
}

static gboolean
read_language (const char *text, BitacoraCountryLanguage *language, GError **error)
{
  if (g_ascii_strcasecmp (text, "spanish") == 0)
    *language = BITACORA_COUNTRY_LANGUAGE_SPANISH;
  else if (g_ascii_strcasecmp (text, "english") == 0)
    *language = BITACORA_COUNTRY_LANGUAGE_ENGLISH;
  else
    {
      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   _ ("--country-language: it can be spanish or english, not “%s”."),
                   text);
      return FALSE;
    }

  return TRUE;
}

/* Before anything is written, so that a mistake leaves nothing half done. */
static gboolean
check (const EditOptions *options, GError **error)
{
  BitacoraCountryLanguage language;
  BitacoraPriority priority;

  if (options->server != NULL)
    {
      g_autofree char *address = bitacora_server_address_parse (options->server, error);

      if (address == NULL)
        return FALSE;
    }
  if (options->operation != NULL && *options->operation == '\0')
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           _ ("--operation: the CRM’s operation must have a name."));
      return FALSE;
    }
  if (options->time_zone != NULL && *options->time_zone != '\0')
    {
      g_autoptr (GTimeZone) zone = bitacora_time_zone_find (options->time_zone, error);

      if (zone == NULL)
        return FALSE;
    }
  if (options->country_language != NULL
      && !read_language (options->country_language, &language, error))
    return FALSE;

  return options->priority == NULL
         || bitacora_priority_from_string (options->priority, &priority, error);
}

static gboolean
apply (const EditOptions *options, BitacoraProfile *profile, GError **error)
{
  BitacoraCountryLanguage language;
  BitacoraPriority priority;

  if (options->country != NULL && !bitacora_profile_set_country (profile, options->country, error))
    return FALSE;
  if (options->server != NULL && !bitacora_profile_set_server (profile, options->server, error))
    return FALSE;
  if (options->time_zone != NULL
      && !bitacora_profile_set_time_zone (profile, options->time_zone, error))
    return FALSE;
  if (options->operation != NULL)
    bitacora_profile_set_operation (profile, options->operation);
  if (options->owner != NULL)
    bitacora_profile_set_owner (profile, options->owner);
  if (options->module != NULL)
    bitacora_profile_set_module (profile, options->module);
  if (options->country_language != NULL
      && read_language (options->country_language, &language, NULL))
    bitacora_profile_set_country_language (profile, language);
  if (options->priority != NULL
      && bitacora_priority_from_string (options->priority, &priority, NULL))
    bitacora_profile_set_priority (profile, priority);

  return TRUE;
}

static void
mention_old_server (BitacoraProfile *profile)
{
  const char *server = bitacora_profile_get_server (profile);
  g_autofree char *replacement = bitacora_server_address_get_replacement (server);

  if (replacement != NULL)
    bitacora_cli_note (_ ("%s is an old address that was to be switched off on 2024-11-30. Its CRM "
                          "is now at %s; change it with “bitacora profile set %s --server %s”."),
                       server,
                       replacement,
                       bitacora_profile_get_id (profile),
                       replacement);
}

static void
finish (BitacoraProfileList *profiles, BitacoraProfile *profile, const EditOptions *options)
{
  if (options->current)
    bitacora_profile_list_set_current (profiles, profile);
  g_settings_sync ();
  if (options->server != NULL)
    mention_old_server (profile);
}

static int
add_profile (BitacoraProfileList *profiles,
             const char *name,
             const EditOptions *options,
             GError **error)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_list_add (profiles, name, error);

  if (profile == NULL)
    return g_error_matches (*error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED)
               ? BITACORA_EXIT_FAILED
               : BITACORA_EXIT_USAGE;
  if (!apply (options, profile, error))
    {
      bitacora_profile_list_remove (profiles, profile, NULL);
      g_settings_sync ();
      return BITACORA_EXIT_USAGE;
    }

  finish (profiles, profile, options);
  bitacora_cli_print (
      _ ("The profile “%s” was added. Give it its token with “bitacora profile token %s”.\n"),
      bitacora_profile_get_display_name (profile),
      bitacora_profile_get_id (profile));
  return BITACORA_EXIT_LOGGED;
}

static int
set_profile (BitacoraProfileList *profiles,
             const char *name,
             const EditOptions *options,
             GError **error)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_list_find (profiles, name, error);

  if (profile == NULL || !apply (options, profile, error))
    return BITACORA_EXIT_USAGE;

  finish (profiles, profile, options);
  bitacora_cli_print (_ ("The profile “%s” was changed.\n"),
                      bitacora_profile_get_display_name (profile));
  return BITACORA_EXIT_LOGGED;
}

/**
 * bitacora_cli_profile_add:
 * @arguments: (array zero-terminated=1): what follows "bitacora profile add"
 *
 * Adds a profile.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_profile_add (const char *const *arguments)
{
  g_auto (EditOptions) options = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  const BitacoraCliUsage usage = {
    "bitacora profile add",
    _ ("NAME"),
    _ ("Adds a profile. It needs a server and an operation."),
    NULL,
    1,
    1,
  };
  BitacoraCliParsing parsing = parse (&usage, &options, arguments, &words);
  int status = BITACORA_EXIT_FAILED;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (options.server == NULL || options.operation == NULL)
    return bitacora_cli_refuse (usage.command,
                                _ ("%s is missing."),
                                options.server == NULL ? "--server" : "--operation");
  if (!check (&options, &error))
    return bitacora_cli_refuse (usage.command, "%s", error->message);

  session = bitacora_cli_session_new (&error);
  if (session != NULL)
    status = add_profile (bitacora_cli_session_get_profiles (session), words[0], &options, &error);
  if (error != NULL)
    bitacora_cli_note ("%s", error->message);

  return status;
}

/**
 * bitacora_cli_profile_set:
 * @arguments: (array zero-terminated=1): what follows "bitacora profile set"
 *
 * Changes what is named of a profile.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_profile_set (const char *const *arguments)
{
  g_auto (EditOptions) options = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  const BitacoraCliUsage usage = {
    "bitacora profile set",
    _ ("NAME"),
    _ ("Changes what you name of a profile; the rest stays as it is."),
    NULL,
    1,
    1,
  };
  BitacoraCliParsing parsing = parse (&usage, &options, arguments, &words);
  int status = BITACORA_EXIT_FAILED;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (!check (&options, &error))
    return bitacora_cli_refuse (usage.command, "%s", error->message);

  session = bitacora_cli_session_new (&error);
  if (session != NULL)
    status = set_profile (bitacora_cli_session_get_profiles (session), words[0], &options, &error);
  if (error != NULL)
    bitacora_cli_note ("%s", error->message);

  return status;
}
