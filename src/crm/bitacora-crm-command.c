/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-command.h"

#include "bitacora-crm-exchange-private.h"

/* Where the token belongs: a variable of the shell, so that the command can be shown to anybody. */
#define TOKEN_PLACEHOLDER "$WOLKVOX_TOKEN"

/**
 * bitacora_crm_command_write_insert:
 * @profile: (nullable): the CRM that the call goes to, %NULL if it is no longer known
 * @body: the body of the request
 *
 * Writes the request that logs a call as a command for a shell. The token is never part of it.
 *
 * Returns: (transfer full): a command of curl
 */
char *
bitacora_crm_command_write_insert (BitacoraProfile *profile, const char *body)
{
  g_autofree char *url = NULL;
  g_autofree char *quoted_url = NULL;
  g_autofree char *quoted_body = NULL;

  g_return_val_if_fail (profile == NULL || BITACORA_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  url = g_strconcat (profile != NULL ? bitacora_profile_get_server (profile) : "",
                     BITACORA_CRM_INSERT_PATH,
                     NULL);
  quoted_url = g_shell_quote (url);
  quoted_body = g_shell_quote (body);
  return g_strdup_printf ("curl -X POST %s -H 'Content-Type: application/json' "
                          "-H \"" BITACORA_CRM_TOKEN_HEADER ": " TOKEN_PLACEHOLDER
                          "\" --data-raw %s",
                          quoted_url,
                          quoted_body);
}
