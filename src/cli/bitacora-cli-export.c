/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "bitacora-cli-choice.h"
#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli.h"
#include "model/bitacora-moment.h"
#include "outbox/bitacora-call-export.h"
#include "outbox/bitacora-outbox-history.h"

#define COMMAND "bitacora export"

typedef struct
{
  GStrv words;
  GStrv states;
  char *profile;
  char *search;
  char *from;
  char *to;
  gboolean json;
} ExportOptions;

static void
export_options_clear (ExportOptions *options)
{
  g_clear_pointer (&options->words, g_strfreev);
  g_clear_pointer (&options->states, g_strfreev);
  g_clear_pointer (&options->profile, g_free);
  g_clear_pointer (&options->search, g_free);
  g_clear_pointer (&options->from, g_free);
  g_clear_pointer (&options->to, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExportOptions, export_options_clear)

static BitacoraCliParsing
parse (ExportOptions *options, const char *const *arguments)
{
  const BitacoraCliUsage usage = {
    COMMAND,
    _ ("FILE"),
    _ ("Writes calls of the outbox, those in the CRM included, into a file, oldest first."),
    _ ("A FILE that ends in .json gets a JSON array, any other CSV; - is standard output.\n"
       "In CSV, what a spreadsheet would take for a formula, such as a number that begins with +,\n"
       "gets an apostrophe before it, which “bitacora import” takes away again."),
    1,
    1,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_TEXTS (
        "state",
        &options->states,
        N_ ("Only these: queued, sending, logged, rejected, unknown or all; repeatable"),
        N_ ("STATE")),
    BITACORA_CLI_TEXT ("profile",
                       &options->profile,
                       N_ ("Only calls of this profile"),
                       N_ ("NAME")),
    BITACORA_CLI_TEXT ("search",
                       &options->search,
                       N_ ("Only calls that hold this text, accents and capitals aside"),
                       N_ ("TEXT")),
    BITACORA_CLI_TEXT ("from",
                       &options->from,
                       N_ ("Only calls that were written down on that day or later"),
                       N_ ("DATE")),
    BITACORA_CLI_TEXT ("to",
                       &options->to,
                       N_ ("Only calls that were written down on that day or before"),
                       N_ ("DATE")),
    BITACORA_CLI_FLAG ("json", &options->json, N_ ("Write JSON, whatever the file’s name")),
    G_OPTION_ENTRY_NULL,
  };

  return bitacora_cli_options_parse (&usage, entries, arguments, &options->words);
}

/* A day; or a moment, for who wants it exactly. */
static gboolean
read_moment (const char *option,
             const char *text,
             GDateTime *now,
             gboolean is_end,
             GDateTime **moment)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return TRUE;
  day = bitacora_moment_parse_date (text, now, &error);
  if (day != NULL)
    *moment = is_end ? g_date_time_add_days (day, 1) : g_steal_pointer (&day);
  else
    *moment = bitacora_moment_parse (text, now, NULL);
  if (*moment == NULL)
    bitacora_cli_refuse (COMMAND, "%s: %s", option, error->message);

  return *moment != NULL;
}

static gboolean
set_span (const ExportOptions *options, BitacoraCliSession *session, BitacoraOutboxQuery *query)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (bitacora_cli_session_get_clock (session));
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) until = NULL;

  if (!read_moment ("--from", options->from, now, FALSE, &from)
      || !read_moment ("--to", options->to, now, TRUE, &until))
    return FALSE;
  if (from != NULL && until != NULL && g_date_time_compare (from, until) >= 0)
    {
      bitacora_cli_refuse (COMMAND, _ ("--to: this is before --from."));
      return FALSE;
    }
  bitacora_outbox_query_set_span (query, from, until);

  return TRUE;
}

/* Whether there is a call of that profile. */
static gboolean
has_calls (BitacoraCliSession *session, BitacoraOutbox *outbox, const char *profile_id)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_query_set_profile_id (query, profile_id);
  bitacora_outbox_find_async (outbox, query, 1, NULL, bitacora_cli_session_finished_cb, session);
  result = bitacora_cli_session_await (session);
  entries = bitacora_outbox_find_finish (outbox, result, NULL);

  return entries != NULL && entries->len > 0;
}

static gboolean
set_profile (const ExportOptions *options,
             BitacoraCliSession *session,
             BitacoraOutbox *outbox,
             BitacoraOutboxQuery *query)
{
  g_autoptr (GError) not_found = NULL;
  g_autofree char *profile_id
      = bitacora_cli_choice_find_profile_id (session, options->profile, &not_found);

  if (not_found != NULL && !has_calls (session, outbox, profile_id))
    {
      bitacora_cli_note ("%s", not_found->message);
      return FALSE;
    }
  bitacora_outbox_query_set_profile_id (query, profile_id);

  return TRUE;
}

static gboolean
write_calls (BitacoraCliSession *session,
             BitacoraCallExport *export,
             const char *path,
             GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_cli_session_catch_interrupts (session);
  g_signal_connect_object (session,
                           "interrupted",
                           G_CALLBACK (g_cancellable_cancel),
                           cancellable,
                           G_CONNECT_SWAPPED);
  if (g_str_equal (path, "-"))
    {
      stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
      bitacora_call_export_write_stream_async (export,
                                               stream,
                                               cancellable,
                                               bitacora_cli_session_finished_cb,
                                               session);
    }
  else
    bitacora_call_export_write_file_async (export,
                                           path,
                                           cancellable,
                                           bitacora_cli_session_finished_cb,
                                           session);
  result = bitacora_cli_session_await (session);
  return bitacora_call_export_write_finish (export, result, error);
}

static int
run (const ExportOptions *options,
     BitacoraCliSession *session,
     BitacoraOutboxQuery *query,
     GError **error)
{
  const char *path = options->words[0];
  BitacoraCallFormat format
      = options->json ? BITACORA_CALL_FORMAT_JSON : bitacora_call_format_guess (path);
  BitacoraOutbox *outbox = bitacora_cli_session_open_outbox (session, error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (BitacoraCallExport) export = NULL;
  guint n_written;

  if (outbox == NULL)
    return BITACORA_EXIT_FAILED;
  if (!set_profile (options, session, outbox, query))
    return BITACORA_EXIT_USAGE;

  export = bitacora_call_export_new (outbox, query, zone, format);
  if (!write_calls (session, export, path, error))
    return BITACORA_EXIT_FAILED;

  n_written = bitacora_call_export_get_n_written (export);
  if (!g_str_equal (path, "-"))
    bitacora_cli_print (g_dngettext (GETTEXT_PACKAGE,
                                     "%u call is in “%s” now.\n",
                                     "%u calls are in “%s” now.\n",
                                     n_written),
                        n_written,
                        path);
  return BITACORA_EXIT_LOGGED;
}

/**
 * bitacora_cli_export:
 * @arguments: (array zero-terminated=1): what follows "bitacora export"
 *
 * Writes calls of the outbox into a CSV or JSON file.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_export (const char *const *arguments)
{
  g_auto (ExportOptions) options = { NULL, NULL, NULL, NULL, NULL, NULL, FALSE };
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraCliParsing parsing = parse (&options, arguments);
  guint states = BITACORA_OUTBOX_STATES_ALL;
  int status = BITACORA_EXIT_FAILED;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (!bitacora_cli_choice_read_states (COMMAND, (const char *const *)options.states, &states))
    return BITACORA_EXIT_USAGE;
  bitacora_outbox_query_set_states (query, states == BITACORA_OUTBOX_STATES_ALL ? 0 : states);
  bitacora_outbox_query_set_text (query, options.search);

  session = bitacora_cli_session_new (&error);
  if (session != NULL && !set_span (&options, session, query))
    return BITACORA_EXIT_USAGE;
  if (session != NULL)
    status = run (&options, session, query, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bitacora_cli_note (_ ("Interrupted. The file was not written."));
  else if (error != NULL)
    bitacora_cli_note ("%s", error->message);

  return status;
}
