/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-outbox.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"
#include "outbox/bitacora-outbox-decision.h"

#define RETRY_COMMAND "bitacora outbox retry"
#define RESOLVE_COMMAND "bitacora outbox resolve"
#define DISCARD_COMMAND "bitacora outbox discard"

static BitacoraOutbox *
open_outbox (BitacoraCliSession **session, GError **error)
{
  *session = bitacora_cli_session_new (error);
  return *session != NULL ? bitacora_cli_session_open_outbox (*session, error) : NULL;
}

static gboolean
retry (gint64 id, GError **error)
{
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BitacoraOutbox *outbox = open_outbox (&session, error);

  if (outbox == NULL)
    return FALSE;

  bitacora_outbox_retry_async (outbox, id, bitacora_cli_session_finished_cb, session);
  result = bitacora_cli_session_await (session);
  entry = bitacora_outbox_retry_finish (outbox, result, error);
  return entry != NULL;
}

static gboolean
resolve (gint64 id, BitacoraOutboxResolution resolution, const char *wolkvox_id, GError **error)
{
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BitacoraOutbox *outbox = open_outbox (&session, error);

  if (outbox == NULL)
    return FALSE;

  bitacora_outbox_resolve_async (outbox,
                                 id,
                                 resolution,
                                 wolkvox_id,
                                 bitacora_cli_session_finished_cb,
                                 session);
  result = bitacora_cli_session_await (session);
  entry = bitacora_outbox_resolve_finish (outbox, result, error);
  return entry != NULL;
}

static gboolean
discard (gint64 id, GError **error)
{
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BitacoraOutbox *outbox = open_outbox (&session, error);

  if (outbox == NULL)
    return FALSE;

  bitacora_outbox_discard_async (outbox, id, NULL, bitacora_cli_session_finished_cb, session);
  result = bitacora_cli_session_await (session);
  return bitacora_outbox_discard_finish (outbox, result, error);
}

/**
 * bitacora_cli_outbox_read_id:
 * @command: the command, e.g. "bitacora outbox retry"
 * @word: what the user wrote
 * @id: (out): return location for the number
 *
 * Reads a call's number in the outbox, and complains when it is none.
 *
 * Returns: whether it is one
 */
gboolean
bitacora_cli_outbox_read_id (const char *command, const char *word, gint64 *id)
{
  if (g_ascii_string_to_signed (word, 10, 1, G_MAXINT64, id, NULL))
    return TRUE;

  bitacora_cli_refuse (command,
                       _ ("“%s” is no number of a call. “bitacora outbox list” shows them in its "
                          "first column."),
                       word);
  return FALSE;
}

/**
 * bitacora_cli_outbox_report_failure:
 * @error: why something could not be done to a call
 *
 * Says on standard error why it could not be done.
 *
 * Returns: the exit status; a number or a state that does not fit is the user's mistake
 */
int
bitacora_cli_outbox_report_failure (const GError *error)
{
  bitacora_cli_note ("%s", error->message);

  if (g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND)
      || g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE))
    return BITACORA_EXIT_USAGE;
  return BITACORA_EXIT_FAILED;
}

/**
 * bitacora_cli_outbox_retry:
 * @arguments: (array zero-terminated=1): what follows "bitacora outbox retry"
 *
 * Queues a call that the CRM refused once more, or makes one due that waits.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_outbox_retry (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  gint64 id;
  const BitacoraCliUsage usage = {
    RETRY_COMMAND,
    "ID",
    _ ("Queues a call that the CRM refused once more, as it is, or ends the wait of one that is\n"
       "queued. The ID is its number in “bitacora outbox list”."),
    _ ("It is sent by “bitacora outbox send”, or by the window."),
    1,
    1,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, NULL, arguments, &words);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (!bitacora_cli_outbox_read_id (RETRY_COMMAND, words[0], &id))
    return BITACORA_EXIT_USAGE;
  if (!retry (id, &error))
    return bitacora_cli_outbox_report_failure (error);

  bitacora_cli_print (_ ("Number %lld is queued, to be sent next.\n"), (long long)id);
  return BITACORA_EXIT_LOGGED;
}

/**
 * bitacora_cli_outbox_resolve:
 * @arguments: (array zero-terminated=1): what follows "bitacora outbox resolve"
 *
 * Ends the doubt about a call whose outcome is unknown: it is in the CRM, or it is to be sent
 * again.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_outbox_resolve (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  gboolean is_logged = FALSE;
  gboolean is_missing = FALSE;
  gint64 id;
  const BitacoraCliUsage usage = {
    RESOLVE_COMMAND,
    "ID [WOLKVOX_ID]",
    _ ("Ends the doubt about a call that may be in the CRM. Look for it there first."),
    _ ("With --logged, the call’s ID in the CRM may follow its number here. With --resend the "
       "call\n"
       "is queued; if it was in the CRM after all, it will be there twice."),
    1,
    2,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_FLAG ("logged", &is_logged, N_ ("It is in the CRM")),
    BITACORA_CLI_FLAG ("resend", &is_missing, N_ ("It is not in the CRM: send it again")),
    G_OPTION_ENTRY_NULL,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, entries, arguments, &words);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (is_logged == is_missing)
    return bitacora_cli_refuse (RESOLVE_COMMAND,
                                _ ("Say what is so: either --logged or --resend."));
  if (is_missing && words[1] != NULL)
    return bitacora_cli_refuse (RESOLVE_COMMAND,
                                _ ("A call that is to be sent again has no ID in the CRM; leave "
                                   "out “%s”."),
                                words[1]);
  if (!bitacora_cli_outbox_read_id (RESOLVE_COMMAND, words[0], &id))
    return BITACORA_EXIT_USAGE;
  if (!resolve (id,
                is_logged ? BITACORA_OUTBOX_RESOLUTION_LOGGED : BITACORA_OUTBOX_RESOLUTION_RESEND,
                words[1],
                &error))
    return bitacora_cli_outbox_report_failure (error);

  if (is_logged)
    bitacora_cli_print (_ ("Number %lld counts as logged.\n"), (long long)id);
  else
    bitacora_cli_print (_ ("Number %lld is queued, to be sent next.\n"), (long long)id);
  return BITACORA_EXIT_LOGGED;
}

/**
 * bitacora_cli_outbox_discard:
 * @arguments: (array zero-terminated=1): what follows "bitacora outbox discard"
 *
 * Takes a call out of the outbox.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_outbox_discard (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  gint64 id;
  const BitacoraCliUsage usage = {
    DISCARD_COMMAND,
    "ID",
    _ ("Takes a call out of the outbox: it is not sent any more. What is in the CRM stays there."),
    NULL,
    1,
    1,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, NULL, arguments, &words);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (!bitacora_cli_outbox_read_id (DISCARD_COMMAND, words[0], &id))
    return BITACORA_EXIT_USAGE;
  if (!discard (id, &error))
    return bitacora_cli_outbox_report_failure (error);

  bitacora_cli_print (_ ("Number %lld is out of the outbox.\n"), (long long)id);
  return BITACORA_EXIT_LOGGED;
}
