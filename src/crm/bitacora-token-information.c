/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-token-information.h"

#include <glib/gi18n-lib.h>

#include "bitacora-json-text.h"

static int
read_count (JsonObject *data, const char *name)
{
  double number;

  if (!bitacora_json_text_find_number (data, name, &number) || number < 0 || number > G_MAXINT)
    return -1;

  return (int)number;
}

/**
 * bitacora_token_information_read:
 * @reply: the CRM's answer to a tokenInformation request
 * @information: (out caller-allocates): where to put what it says
 *
 * Reads what the CRM says of a token (vendor's page "Token information"). Reads leniently: numbers
 * may come as strings, and what is missing or unreadable is -1 (or %NULL). Clear @information with
 * bitacora_token_information_clear(), whatever is returned.
 *
 * Returns: %FALSE when @reply bears no such answer
 */
gboolean
bitacora_token_information_read (BitacoraCrmReply *reply, BitacoraTokenInformation *information)
{
  JsonNode *node;
  JsonObject *data;

  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (reply), FALSE);
  g_return_val_if_fail (information != NULL, FALSE);

  *information = (BitacoraTokenInformation){ NULL, -1, -1, -1, -1 };

  node = bitacora_crm_reply_get_data (reply);
  if (bitacora_crm_reply_get_verdict (reply) != BITACORA_CRM_VERDICT_LOGGED || node == NULL
      || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  data = json_node_get_object (node);
  information->description = g_strdup (bitacora_json_text_find_string (data, "description"));
  information->limit = read_count (data, "token_limit");
  information->used_today = read_count (data, "token_use_today");
  information->left_today = read_count (data, "available_consumition_options");
  information->hours_to_restart = read_count (data, "hours_to_restart_count");
  return TRUE;
}

/* Nothing came back that could be read: what went wrong is told by our own sentence. */
static char *
describe_silence (BitacoraCrmReply *reply)
{
  const char *message = bitacora_crm_reply_get_message (reply);

  if (message == NULL || bitacora_crm_reply_get_code (reply) != 0)
    return g_strdup (
        _ ("What answered there does not speak like a wolkvox CRM. Check the server."));

  /* Translators: what happened, as a whole sentence, before what one can do about it. */
  return g_strdup_printf (_ ("%s Check the server’s address and your network, then try again."),
                          message);
}

/**
 * bitacora_token_information_describe_failure:
 * @reply: the answer to a tokenInformation request that was not %BITACORA_CRM_VERDICT_LOGGED
 *
 * Says what is wrong with a connection and what the user can do. bitacora_crm_reply_describe()
 * speaks of a call; here there is none.
 *
 * Returns: (transfer full): translated text
 */
char *
bitacora_token_information_describe_failure (BitacoraCrmReply *reply)
{
  const char *message;

  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (reply), NULL);

  message = bitacora_crm_reply_get_message (reply);
  switch (bitacora_crm_reply_get_verdict (reply))
    {
    case BITACORA_CRM_VERDICT_CREDENTIALS:
      return g_strdup (_ ("The CRM did not accept the token. Check that it was copied whole and "
                          "belongs to this operation."));
    case BITACORA_CRM_VERDICT_QUOTA:
      return g_strdup (_ ("The token has used up its requests for today. Calls wait here until the "
                          "CRM counts again from zero."));
    case BITACORA_CRM_VERDICT_THROTTLED:
    case BITACORA_CRM_VERDICT_RETRY_LATER:
      return g_strdup (
          _ ("The CRM is not accepting requests right now. Try again in a few minutes."));
    case BITACORA_CRM_VERDICT_REJECTED:
      if (message != NULL && bitacora_crm_reply_get_code (reply) != 0)
        return g_strdup_printf (_ ("The CRM answered “%s”. Check the server and the operation."),
                                message);
      break;
    case BITACORA_CRM_VERDICT_NOT_SENT:
    case BITACORA_CRM_VERDICT_UNKNOWN:
    case BITACORA_CRM_VERDICT_LOGGED:
    default:
      break;
    }

  return describe_silence (reply);
}

/**
 * bitacora_token_information_clear:
 * @information: what bitacora_token_information_read() filled
 *
 * Frees what @information holds, not @information itself.
 */
void
bitacora_token_information_clear (BitacoraTokenInformation *information)
{
  g_clear_pointer (&information->description, g_free);
}
