/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-choice.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"

/**
 * bitacora_cli_choice_find_profile:
 * @session: the session
 * @name: (nullable): a profile's name or id; %NULL for the current profile
 *
 * Finds the profile that new calls are for, which must say where its CRM is, and complains if there
 * is none.
 *
 * Returns: (transfer full) (nullable): the profile
 */
BitacoraProfile *
bitacora_cli_choice_find_profile (BitacoraCliSession *session, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraProfile) profile = bitacora_cli_session_find_profile (session, name, &error);

  if (profile == NULL)
    {
      bitacora_cli_note ("%s", error->message);
      if (name != NULL
          && g_error_matches (error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_NOT_FOUND))
        bitacora_cli_note (
            _ ("Add one with “bitacora profile add NAME --server HOST --operation OPERATION”."));
      return NULL;
    }
  if (!bitacora_profile_is_complete (profile))
    {
      bitacora_cli_note (_ ("The profile “%s” is not complete. Say where its CRM is with “bitacora "
                            "profile set %s --server HOST --operation OPERATION”."),
                         bitacora_profile_get_display_name (profile),
                         bitacora_profile_get_id (profile));
      return NULL;
    }

  return g_steal_pointer (&profile);
}

/**
 * bitacora_cli_choice_find_profile_id:
 * @session: the session
 * @name: (nullable): a profile's name or id
 * @not_found: return location for an error of %BITACORA_PROFILE_ERROR
 *
 * Finds the profile whose calls are asked for. Those of a profile that is no more go by its id:
 * then that is what is returned, with @not_found set.
 *
 * Returns: (transfer full) (nullable): the id; %NULL if @name is
 */
char *
bitacora_cli_choice_find_profile_id (BitacoraCliSession *session,
                                     const char *name,
                                     GError **not_found)
{
  g_autoptr (BitacoraProfile) profile = NULL;

  if (name == NULL)
    return NULL;
  profile
      = bitacora_profile_list_find (bitacora_cli_session_get_profiles (session), name, not_found);
  return g_strdup (profile != NULL ? bitacora_profile_get_id (profile) : name);
}

/**
 * bitacora_cli_choice_read_states:
 * @command: the command, e.g. "bitacora outbox list"
 * @words: (nullable): what followed --state
 * @states: (inout): the states as bits, left as they are without @words
 *
 * Reads which states are asked for, and complains of a word that is none.
 *
 * Returns: whether all are states
 */
gboolean
bitacora_cli_choice_read_states (const char *command, const char *const *words, guint *states)
{
  if (words != NULL)
    *states = 0;

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    {
      BitacoraOutboxState state;

      if (g_str_equal (words[i], "all"))
        *states = BITACORA_OUTBOX_STATES_ALL;
      else if (bitacora_outbox_state_from_string (words[i], &state))
        *states |= 1u << state;
      else
        {
          bitacora_cli_refuse (command,
                               _ ("--state: there is no state “%s”. It can be queued, sending, "
                                  "logged, rejected, unknown or all."),
                               words[i]);
          return FALSE;
        }
    }

  return TRUE;
}
