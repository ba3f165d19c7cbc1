/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"

static void
add_profile (JsonBuilder *builder, BitacoraProfile *profile, gboolean is_current)
{
  gboolean is_english
      = bitacora_profile_get_country_language (profile) == BITACORA_COUNTRY_LANGUAGE_ENGLISH;

  json_builder_begin_object (builder);
  bitacora_cli_add_text (builder, "id", bitacora_profile_get_id (profile));
  bitacora_cli_add_text (builder, "name", bitacora_profile_get_display_name (profile));
  bitacora_cli_add_text (builder, "server", bitacora_profile_get_server (profile));
  bitacora_cli_add_text (builder, "operation", bitacora_profile_get_operation (profile));
  bitacora_cli_add_text (builder, "owner", bitacora_profile_get_owner (profile));
  bitacora_cli_add_text (builder, "module", bitacora_profile_get_module (profile));
  bitacora_cli_add_text (builder,
                         "priority",
                         bitacora_priority_to_string (bitacora_profile_get_priority (profile)));
  bitacora_cli_add_text (builder, "time_zone", bitacora_profile_get_time_zone (profile));
  bitacora_cli_add_text (builder, "country", bitacora_profile_get_country (profile));
  bitacora_cli_add_text (builder, "country_language", is_english ? "english" : "spanish");
  json_builder_set_member_name (builder, "current");
  json_builder_add_boolean_value (builder, is_current);
  json_builder_end_object (builder);
}

static void
print_json (BitacoraProfileList *profiles)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  BitacoraProfile *current = bitacora_profile_list_get_current (profiles);

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profiles)); i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);

      add_profile (builder, profile, profile == current);
    }
  json_builder_end_array (builder);

  bitacora_cli_print_json (builder);
}

static void
print_list (BitacoraProfileList *profiles)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  BitacoraProfile *current = bitacora_profile_list_get_current (profiles);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profiles)); i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);
      const char *cells[] = { bitacora_profile_get_id (profile),
                              bitacora_profile_get_display_name (profile),
                              bitacora_profile_get_server (profile),
                              bitacora_profile_get_operation (profile),
                              NULL };
      GStrv row = g_strdupv ((GStrv)cells);
      char *marked = g_strconcat (profile == current ? "* " : "  ", row[0], NULL);

      g_free (row[0]);
      row[0] = marked;
      g_ptr_array_add (rows, row);
    }

  bitacora_cli_print_table (rows);
}

static int
run_list (const char *const *arguments)
{
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  const BitacoraCliUsage usage = {
    "bitacora profile list",
    NULL,
    _ ("Lists the profiles: id, name, server, operation. A star marks the current one."),
    NULL,
    0,
    0,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_FLAG ("json", &json, N_ ("Print the list as a JSON array")),
    G_OPTION_ENTRY_NULL,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, entries, arguments, NULL);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  session = bitacora_cli_session_new (&error);
  if (session == NULL)
    {
      bitacora_cli_note ("%s", error->message);
      return BITACORA_EXIT_FAILED;
    }

  if (json)
    print_json (bitacora_cli_session_get_profiles (session));
  else
    print_list (bitacora_cli_session_get_profiles (session));

  return BITACORA_EXIT_LOGGED;
}

/* Its token goes too. A computer without a keyring has none to remove. */
static void
remove_token (BitacoraCliSession *session, BitacoraProfile *profile)
{
  BitacoraTokenStore *tokens = bitacora_cli_session_get_tokens (session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (bitacora_profile_is_practice (profile))
    return;

  bitacora_token_store_remove_async (tokens,
                                     profile,
                                     NULL,
                                     bitacora_cli_session_finished_cb,
                                     session);
  result = bitacora_cli_session_await (session);
  if (!bitacora_token_store_remove_finish (tokens, result, &error)
      && !g_error_matches (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_NO_KEYRING)
      && !g_error_matches (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_NOT_FOUND))
    bitacora_cli_note (_ ("The profile’s token may still be in the keyring. %s"), error->message);
}

/* Nothing is made here only to find it empty. */
static void
mention_waiting (BitacoraCliSession *session, const char *profile_id)
{
  g_autofree char *path = bitacora_outbox_get_default_path ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  BitacoraOutbox *outbox;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  outbox = bitacora_cli_session_open_outbox (session, NULL);
  if (outbox == NULL)
    return;

  bitacora_outbox_list_async (outbox,
                              BITACORA_OUTBOX_STATES_WAITING,
                              profile_id,
                              0,
                              NULL,
                              bitacora_cli_session_finished_cb,
                              session);
  result = bitacora_cli_session_await (session);
  waiting = bitacora_outbox_list_finish (outbox, result, NULL);
  if (waiting != NULL && waiting->len > 0)
    bitacora_cli_note (g_dngettext (GETTEXT_PACKAGE,
                                    "%u call of this profile waits; it stays in the outbox.",
                                    "%u calls of this profile wait; they stay in the outbox.",
                                    waiting->len),
                       waiting->len);
}

static int
remove_profile (BitacoraCliSession *session, const char *name, GError **error)
{
  BitacoraProfileList *profiles = bitacora_cli_session_get_profiles (session);
  g_autoptr (BitacoraProfile) profile = bitacora_profile_list_find (profiles, name, error);
  g_autofree char *display_name = NULL;

  if (profile == NULL)
    return BITACORA_EXIT_USAGE;

  display_name = g_strdup (bitacora_profile_get_display_name (profile));
  remove_token (session, profile);
  if (!bitacora_profile_list_remove (profiles, profile, error))
    return BITACORA_EXIT_FAILED;
  g_settings_sync ();

  mention_waiting (session, bitacora_profile_get_id (profile));
  bitacora_cli_print (_ ("The profile “%s” was removed.\n"), display_name);
  return BITACORA_EXIT_LOGGED;
}

static int
run_remove (const char *const *arguments)
{
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  const BitacoraCliUsage usage = {
    "bitacora profile remove",
    _ ("NAME"),
    _ ("Removes a profile, and its token from the keyring. Its waiting calls stay in the outbox."),
    NULL,
    1,
    1,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, NULL, arguments, &words);
  int status = BITACORA_EXIT_FAILED;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);

  session = bitacora_cli_session_new (&error);
  if (session != NULL)
    status = remove_profile (session, words[0], &error);
  if (error != NULL)
    bitacora_cli_note ("%s", error->message);

  return status;
}

/**
 * bitacora_cli_profile:
 * @arguments: (array zero-terminated=1): what follows "bitacora profile"
 *
 * Adds, changes, lists, tests and removes profiles.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_profile (const char *const *arguments)
{
  const BitacoraCliCommand commands[] = {
    { "add", N_ ("Add a profile"), bitacora_cli_profile_add },
    { "list", N_ ("List the profiles"), run_list },
    { "set", N_ ("Change a profile"), bitacora_cli_profile_set },
    { "token", N_ ("Keep a profile’s token in the keyring"), bitacora_cli_profile_token },
    { "test", N_ ("Ask the CRM whether it accepts a profile’s token"), bitacora_cli_profile_test },
    { "remove", N_ ("Remove a profile"), run_remove },
  };

  return bitacora_cli_commands_run (
      "bitacora profile",
      _ ("A profile is an account: a CRM, its operation, and what new calls begin with."),
      commands,
      G_N_ELEMENTS (commands),
      arguments);
}
