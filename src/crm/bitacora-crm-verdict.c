/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One answer that the CRM is known to give. */
typedef struct
{
  int code;
  /* The stable part of its message in lower case; NULL fits every message. */
  const char *pattern;
  BitacoraCrmVerdict verdict;
  /* What happened: the first half of what the user reads, without its full stop, because the
   * CRM's own words may follow it. */
  const char *sentence;
  /* What that means and what they can do, where the verdict's own advice does not serve. */
  const char *advice;
} Row;

#define REDIRECT_SENTENCE N_ ("The server says that the CRM is elsewhere")
#define REDIRECT_ADVICE                                                                            \
  N_ ("Nothing was logged: check the server in the profile, then send the call again.")

/* Section 5 of the API's contract, row by row; the first that fits decides. What stands in no row
 * is rejected when its code is another 4xx, and unknown otherwise. */
static const Row rows[] = {
  { 200, NULL, BITACORA_CRM_VERDICT_LOGGED, N_ ("The CRM has logged the call"), NULL },
  { 201, NULL, BITACORA_CRM_VERDICT_LOGGED, N_ ("The CRM has logged the call"), NULL },

  { 301, NULL, BITACORA_CRM_VERDICT_REJECTED, REDIRECT_SENTENCE, REDIRECT_ADVICE },
  { 302, NULL, BITACORA_CRM_VERDICT_REJECTED, REDIRECT_SENTENCE, REDIRECT_ADVICE },
  { 307, NULL, BITACORA_CRM_VERDICT_REJECTED, REDIRECT_SENTENCE, REDIRECT_ADVICE },
  { 308, NULL, BITACORA_CRM_VERDICT_REJECTED, REDIRECT_SENTENCE, REDIRECT_ADVICE },
  { 303,
    NULL,
    BITACORA_CRM_VERDICT_UNKNOWN,
    N_ ("The server took the call but sent us elsewhere for the answer"),
    NULL },

  { 400,
    "does not exist",
    BITACORA_CRM_VERDICT_REJECTED,
    N_ ("This server does not know how to log calls"),
    N_ ("Nothing was logged: check the server in the profile, then send the call again.") },
  { 400,
    "parameters are required",
    BITACORA_CRM_VERDICT_REJECTED,
    N_ ("The CRM needs something that the call does not say"),
    NULL },
  { 400, NULL, BITACORA_CRM_VERDICT_REJECTED, N_ ("The CRM did not accept the call"), NULL },

  { 401,
    "enter the wolkvox-token",
    BITACORA_CRM_VERDICT_CREDENTIALS,
    N_ ("The CRM says that the token is missing"),
    NULL },
  { 401,
    NULL,
    BITACORA_CRM_VERDICT_CREDENTIALS,
    N_ ("The CRM did not accept the profile’s token"),
    NULL },

  { 403,
    "token limit exceeded",
    BITACORA_CRM_VERDICT_QUOTA,
    N_ ("The token has used up its requests for today"),
    NULL },
  { 403,
    "limit of simultaneous requests",
    BITACORA_CRM_VERDICT_THROTTLED,
    N_ ("Too many requests were open with this token at once"),
    NULL },
  { 403,
    "validate token",
    BITACORA_CRM_VERDICT_CREDENTIALS,
    N_ ("The CRM did not accept the profile’s token"),
    NULL },
  { 403,
    NULL,
    BITACORA_CRM_VERDICT_CREDENTIALS,
    N_ ("The CRM did not let us in with the profile’s token"),
    NULL },

  { 404,
    NULL,
    BITACORA_CRM_VERDICT_REJECTED,
    N_ ("The CRM did not find what the call belongs to"),
    N_ ("Nothing was logged: check the record and the profile’s server, then send it again.") },
  { 405,
    NULL,
    BITACORA_CRM_VERDICT_REJECTED,
    N_ ("This server does not let calls be logged this way"),
    N_ ("Nothing was logged: check the server in the profile, then send the call again.") },
  { 412,
    NULL,
    BITACORA_CRM_VERDICT_REJECTED,
    N_ ("The call does not meet a condition of the CRM"),
    NULL },
  { 416,
    NULL,
    BITACORA_CRM_VERDICT_REJECTED,
    N_ ("A value in the call is outside the range that the CRM accepts"),
    NULL },
  { 417, NULL, BITACORA_CRM_VERDICT_REJECTED, N_ ("The call is not what the CRM expects"), NULL },

  /* Not in the contract. A server that gave up waiting, or a proxy in front of one, cannot know
   * whether the CRM behind it did the work. */
  { 408, NULL, BITACORA_CRM_VERDICT_UNKNOWN, N_ ("The server gave up on the request"), NULL },

  { 429,
    NULL,
    BITACORA_CRM_VERDICT_RETRY_LATER,
    N_ ("The CRM is not accepting more requests from this network right now"),
    NULL },
  { 503, NULL, BITACORA_CRM_VERDICT_RETRY_LATER, N_ ("The CRM is closed for maintenance"), NULL },

  { 500, NULL, BITACORA_CRM_VERDICT_UNKNOWN, N_ ("The CRM stumbled over the call"), NULL },
  { 502,
    NULL,
    BITACORA_CRM_VERDICT_UNKNOWN,
    N_ ("The server did not get an answer from the CRM behind it"),
    NULL },
  { 504,
    NULL,
    BITACORA_CRM_VERDICT_UNKNOWN,
    N_ ("The server did not get the CRM’s answer in time"),
    NULL },
};

/* What is known of a verdict whatever the answer was. */
static const struct
{
  const char *name;
  const char *sentence;
  const char *advice;
  gboolean quotes;
} verdicts[] = {
  [BITACORA_CRM_VERDICT_LOGGED] = { "logged", N_ ("The CRM has logged the call"), NULL, FALSE },
  [BITACORA_CRM_VERDICT_REJECTED]
  = { "rejected",
      N_ ("The CRM did not accept the call"),
      N_ ("Nothing was logged: correct the call and send it again."),
      TRUE },
  [BITACORA_CRM_VERDICT_CREDENTIALS]
  = { "credentials",
      N_ ("The CRM did not accept the profile’s token"),
      N_ ("Nothing was logged: your calls wait here until the profile has a token that works."),
      FALSE },
  [BITACORA_CRM_VERDICT_QUOTA]
  = { "quota",
      N_ ("The token has used up its requests for today"),
      N_ ("Nothing was logged: your calls wait here and go out when the CRM’s count starts again."),
      FALSE },
  [BITACORA_CRM_VERDICT_THROTTLED]
  = { "throttled",
      N_ ("The CRM was busy with this token’s other requests"),
      N_ ("Nothing was logged: the call waits here and is tried again soon."),
      FALSE },
  [BITACORA_CRM_VERDICT_RETRY_LATER]
  = { "retry-later",
      N_ ("The CRM is not accepting requests right now"),
      N_ ("Nothing was logged: the call waits here and is tried again later."),
      FALSE },
  [BITACORA_CRM_VERDICT_NOT_SENT]
  = { "not-sent",
      N_ ("The CRM could not be reached"),
      N_ ("Nothing was sent: the call waits here to be tried again."),
      FALSE },
  [BITACORA_CRM_VERDICT_UNKNOWN]
  = { "unknown",
      N_ ("The CRM’s answer could not be understood"),
      N_ ("The call may be in the CRM or not: look there before you send it again."),
      TRUE },
};

static char *
fold_message (const char *message)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *lower = NULL;

  if (message == NULL)
    return NULL;

  lower = g_ascii_strdown (message, -1);
  words = g_strsplit_set (lower, " \t\r\n", -1);
  return g_strjoinv (" ", words);
}

static const Row *
find_row (int code, const char *message)
{
  g_autofree char *folded = fold_message (message);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (rows[i].code == code
          && (rows[i].pattern == NULL
              || (folded != NULL && strstr (folded, rows[i].pattern) != NULL)))
        return &rows[i];
    }

  return NULL;
}

/**
 * bitacora_crm_verdict_judge:
 * @code: the body's code, or the HTTP status where the body has none
 * @message: (nullable): the CRM's words
 *
 * Looks an answer up in the table of section 5 of the API's contract.
 *
 * Returns: what it means for the call
 */
BitacoraCrmVerdict
bitacora_crm_verdict_judge (int code, const char *message)
{
  const Row *row = find_row (code, message);

  if (row != NULL)
    return row->verdict;

  return code >= 400 && code < 500 ? BITACORA_CRM_VERDICT_REJECTED : BITACORA_CRM_VERDICT_UNKNOWN;
}

/**
 * bitacora_crm_verdict_knows:
 * @code: the body's code, or the HTTP status where the body has none
 * @message: (nullable): the CRM's words
 *
 * Returns: whether the table has a row for @code and for these words of all
 */
gboolean
bitacora_crm_verdict_knows (int code, const char *message)
{
  const Row *row = find_row (code, message);

  return row != NULL && row->pattern != NULL;
}

/**
 * bitacora_crm_verdict_to_string:
 * @verdict: a verdict
 *
 * Returns: (transfer none): its name, never translated, to be kept on disk
 */
const char *
bitacora_crm_verdict_to_string (BitacoraCrmVerdict verdict)
{
  g_return_val_if_fail ((gsize)verdict < G_N_ELEMENTS (verdicts), NULL);

  return verdicts[verdict].name;
}

/**
 * bitacora_crm_verdict_from_string:
 * @text: (nullable): what bitacora_crm_verdict_to_string() gave
 * @verdict: (out): where to put the verdict
 *
 * Returns: %FALSE when @text names no verdict
 */
gboolean
bitacora_crm_verdict_from_string (const char *text, BitacoraCrmVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      if (g_strcmp0 (text, verdicts[i].name) == 0)
        {
          *verdict = (BitacoraCrmVerdict)i;
          return TRUE;
        }
    }

  return FALSE;
}

/* Without a code nothing was answered, and the message is our own sentence. */
static char *
describe_what_happened (BitacoraCrmVerdict verdict, int code, const char *message)
{
  const Row *row = find_row (code, message);
  const char *sentence = verdicts[verdict].sentence;

  if (code == 0 && message != NULL)
    return g_strdup (message);

  if (row != NULL && row->verdict == verdict)
    sentence = row->sentence;

  if (verdicts[verdict].quotes && message != NULL)
    /* Translators: what happened, then the CRM’s own words, in whatever language it speaks. */
    return g_strdup_printf (_ ("%s: “%s”."), g_dgettext (GETTEXT_PACKAGE, sentence), message);

  /* Translators: what happened, as a whole sentence. */
  return g_strdup_printf (_ ("%s."), g_dgettext (GETTEXT_PACKAGE, sentence));
}

/**
 * bitacora_crm_verdict_describe:
 * @verdict: what an attempt came to
 * @code: bitacora_crm_reply_get_code() of its reply
 * @message: (nullable): bitacora_crm_reply_get_message() of its reply
 *
 * Says what happened, what it means for the call, and what the user can do: the one place that
 * makes that sentence, also of an attempt that was read back from the disk.
 *
 * Returns: (transfer full): translated text, of one sentence or two
 */
char *
bitacora_crm_verdict_describe (BitacoraCrmVerdict verdict, int code, const char *message)
{
  g_autofree char *happened = NULL;
  const char *advice;
  const Row *row;

  g_return_val_if_fail ((gsize)verdict < G_N_ELEMENTS (verdicts), NULL);

  happened = describe_what_happened (verdict, code, message);
  advice = verdicts[verdict].advice;
  row = find_row (code, message);
  if (row != NULL && row->verdict == verdict && row->advice != NULL)
    advice = row->advice;

  if (advice == NULL)
    return g_steal_pointer (&happened);

  return g_strconcat (happened, " ", g_dgettext (GETTEXT_PACKAGE, advice), NULL);
}
