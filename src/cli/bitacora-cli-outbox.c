/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-choice.h"
#include "bitacora-cli-options.h"
#include "bitacora-cli-outbox.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"
#include "outbox/bitacora-outbox-history.h"

#define LIST_COMMAND "bitacora outbox list"
#define SEND_COMMAND "bitacora outbox send"

/* Seconds to wait for another process that sends: a little longer than one request may take. */
#define PATIENCE 45

typedef struct
{
  gboolean json;
  GStrv states;
  char *profile;
  char *search;
  int limit;
} ListOptions;

static void
list_options_clear (ListOptions *options)
{
  g_clear_pointer (&options->states, g_strfreev);
  g_clear_pointer (&options->profile, g_free);
  g_clear_pointer (&options->search, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ListOptions, list_options_clear)

/* What ends a wait for another process. */
typedef struct
{
  BitacoraCourier *courier;
  GCancellable *cancellable;
  gboolean has_ended;
} Patience;

/* In the user's zone, and short enough for a table. */
static char *
format_moment (GDateTime *moment)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (moment);

  return g_date_time_format (local, "%Y-%m-%d %H:%M");
}

static char *
format_phone (BitacoraOutboxEntry *entry)
{
  BitacoraPhoneNumber *phone
      = bitacora_call_activity_get_phone (bitacora_outbox_entry_get_activity (entry));

  return phone != NULL ? bitacora_phone_number_format_international (phone) : g_strdup ("");
}

static GStrv
create_row (BitacoraOutboxEntry *entry)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  g_autofree char *number
      = g_strdup_printf ("%" G_GINT64_FORMAT, bitacora_outbox_entry_get_id (entry));
  g_autofree char *created = format_moment (bitacora_outbox_entry_get_created (entry));
  g_autofree char *phone = format_phone (entry);
  g_autofree char *name = bitacora_cli_one_line (bitacora_call_activity_get_name (activity));
  g_autofree char *sentence = bitacora_outbox_entry_describe (entry);
  g_autofree char *reason = bitacora_cli_one_line (sentence);

  g_strv_builder_add_many (row,
                           number,
                           bitacora_outbox_state_get_label (
                               bitacora_outbox_entry_get_state (entry)),
                           created,
                           bitacora_outbox_entry_get_profile_id (entry),
                           phone,
                           name,
                           reason,
                           NULL);
  return g_strv_builder_end (row);
}

static void
print_table (GPtrArray *entries)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (rows, create_row (g_ptr_array_index (entries, i)));

  bitacora_cli_print_table (rows);
}

static void
print_json (GPtrArray *entries)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      json_builder_begin_object (builder);
      bitacora_cli_outbox_add_members (builder, g_ptr_array_index (entries, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  bitacora_cli_print_json (builder);
}

static GPtrArray *
find_entries (BitacoraCliSession *session,
              const char *text,
              guint states,
              const char *profile_id,
              guint limit,
              GError **error)
{
  BitacoraOutbox *outbox = bitacora_cli_session_open_outbox (session, error);
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GAsyncResult) result = NULL;

  if (outbox == NULL)
    return NULL;

  bitacora_outbox_query_set_text (query, text);
  bitacora_outbox_query_set_states (query, states);
  bitacora_outbox_query_set_profile_id (query, profile_id);
  bitacora_outbox_find_async (outbox,
                              query,
                              limit,
                              NULL,
                              bitacora_cli_session_finished_cb,
                              session);
  result = bitacora_cli_session_await (session);
  return bitacora_outbox_find_finish (outbox, result, error);
}

static int
list (BitacoraCliSession *session, const ListOptions *options, guint states, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) not_found = NULL;
  g_autofree char *profile_id
      = bitacora_cli_choice_find_profile_id (session, options->profile, &not_found);

  entries
      = find_entries (session, options->search, states, profile_id, (guint)options->limit, error);
  if (entries == NULL)
    return BITACORA_EXIT_FAILED;

  /* The calls of a profile that is no more can be asked for by its id. */
  if (not_found != NULL && entries->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&not_found));
      return BITACORA_EXIT_USAGE;
    }

  if (options->json)
    print_json (entries);
  else
    print_table (entries);
  return BITACORA_EXIT_LOGGED;
}

static int
run_list (const char *const *arguments)
{
  g_auto (ListOptions) options = { FALSE, NULL, NULL, NULL, 0 };
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  guint states;
  const BitacoraCliUsage usage = {
    LIST_COMMAND,
    NULL,
    _ ("Lists the calls that are not in the CRM, newest first: number, state, when they were\n"
       "written down here, profile, phone, name, and what they wait for."),
    NULL,
    0,
    0,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_TEXTS (
        "state",
        &options.states,
        N_ ("Only these: queued, sending, logged, rejected, unknown or all; repeatable"),
        N_ ("STATE")),
    BITACORA_CLI_TEXT ("profile", &options.profile, N_ ("Only calls of this profile"), N_ ("NAME")),
    BITACORA_CLI_TEXT ("search",
                       &options.search,
                       N_ ("Only calls that hold this text, accents and capitals aside"),
                       N_ ("TEXT")),
    BITACORA_CLI_NUMBER ("limit",
                         &options.limit,
                         N_ ("Show at most this many calls; 0 for all"),
                         N_ ("NUMBER")),
    BITACORA_CLI_FLAG ("json", &options.json, N_ ("Print the list as a JSON array")),
    G_OPTION_ENTRY_NULL,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, entries, arguments, NULL);
  int status = BITACORA_EXIT_FAILED;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (options.limit < 0)
    return bitacora_cli_refuse (LIST_COMMAND,
                                _ ("--limit: the number of calls cannot be negative."));
  states = BITACORA_OUTBOX_STATES_WAITING;
  if (!bitacora_cli_choice_read_states (LIST_COMMAND, (const char *const *)options.states, &states))
    return BITACORA_EXIT_USAGE;

  session = bitacora_cli_session_new (&error);
  if (session != NULL)
    status = list (session, &options, states, &error);
  if (error != NULL)
    bitacora_cli_note ("%s", error->message);

  return status;
}

static void
entry_settled_cb (BitacoraCourier *courier, BitacoraOutboxEntry *entry, gpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  if (bitacora_outbox_entry_get_state (entry) != BITACORA_OUTBOX_STATE_LOGGED)
    return;

  id = bitacora_cli_one_line (bitacora_outbox_entry_get_wolkvox_id (entry));
  name = bitacora_cli_one_line (
      bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry)));
  /* Translators: a call's number in the outbox, its name and its ID in the CRM */
  bitacora_cli_print (_ ("Logged number %lld, %s: %s\n"),
                      (long long)bitacora_outbox_entry_get_id (entry),
                      name,
                      id);
}

/* Whoever has the lock may be waiting for the network, or for a token, for as long as it takes. */
static gboolean
patience_ended_cb (gpointer user_data)
{
  Patience *patience = user_data;

  if (!patience->has_ended && !bitacora_courier_is_active (patience->courier))
    {
      patience->has_ended = TRUE;
      g_cancellable_cancel (patience->cancellable);
    }
  return G_SOURCE_CONTINUE;
}

/* Says what still waits, and why; what the user must settle counts as well. */
static int
report_waiting (BitacoraCliSession *session, GError **error)
{
  g_autoptr (GPtrArray) waiting
      = find_entries (session, NULL, BITACORA_OUTBOX_STATES_WAITING, NULL, 0, error);

  if (waiting == NULL)
    return BITACORA_EXIT_FAILED;
  if (waiting->len == 0)
    {
      bitacora_cli_print (_ ("Nothing waits.\n"));
      return BITACORA_EXIT_LOGGED;
    }

  bitacora_cli_print (g_dngettext (GETTEXT_PACKAGE,
                                   "%u call is not in the CRM yet:\n",
                                   "%u calls are not in the CRM yet:\n",
                                   waiting->len),
                      waiting->len);
  print_table (waiting);
  return BITACORA_EXIT_QUEUED;
}

/* No call is said to belong to a removed profile where no profile is seen at all. */
static gboolean
check_profiles (BitacoraCliSession *session, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  if (bitacora_cli_session_knows_profiles (session, &unknown))
    return TRUE;
  waiting = find_entries (session, NULL, BITACORA_OUTBOX_STATES_WAITING, NULL, 1, error);
  if (waiting == NULL)
    return FALSE;
  if (waiting->len > 0)
    g_propagate_error (error, g_steal_pointer (&unknown));
  return waiting->len == 0;
}

static int
send_all (BitacoraCliSession *session, int wait, GError **error)
{
  BitacoraCourier *courier = bitacora_cli_session_open_courier (session, error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;
  Patience patience = { courier, cancellable, FALSE };
  guint patience_source;
  int status;

  if (courier == NULL)
    return BITACORA_EXIT_FAILED;

  patience_source = g_timeout_add_seconds (wait, patience_ended_cb, &patience);
  bitacora_cli_session_catch_interrupts (session);
  g_signal_connect_object (session,
                           "interrupted",
                           G_CALLBACK (g_cancellable_cancel),
                           cancellable,
                           G_CONNECT_SWAPPED);
  g_signal_connect (courier, "settled", G_CALLBACK (entry_settled_cb), NULL);
  bitacora_courier_drain_async (courier, cancellable, bitacora_cli_session_finished_cb, session);
  result = bitacora_cli_session_await (session);
  g_source_remove (patience_source);

  if (bitacora_courier_drain_finish (courier, result, NULL, NULL, &failure))
    return report_waiting (session, error);

  if (patience.has_ended)
    bitacora_cli_note (
        _ ("Another Bitácora is sending the calls. What it has not sent stays in the "
           "outbox."));
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bitacora_cli_note (_ ("Interrupted. What was not sent stays in the outbox."));
  else
    bitacora_cli_note ("%s", failure->message);
  status = report_waiting (session, error);
  return g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? status
                                                                     : BITACORA_EXIT_FAILED;
}

static int
run_send (const char *const *arguments)
{
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  int wait = PATIENCE;
  const BitacoraCliUsage usage = {
    SEND_COMMAND,
    NULL,
    _ ("Sends the waiting calls, and says what was logged, what still waits and why."),
    _ ("The exit status is 0 when nothing is left waiting, and 3 otherwise. What the CRM refused,\n"
       "and what may be in the CRM already, is not sent again; it waits for you, and counts."),
    0,
    0,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_NUMBER ("wait",
                         &wait,
                         N_ ("Longest wait while another Bitácora sends the calls (default: 45)"),
                         N_ ("SECONDS")),
    G_OPTION_ENTRY_NULL,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, entries, arguments, NULL);
  int status = BITACORA_EXIT_FAILED;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (wait < 0)
    return bitacora_cli_refuse (SEND_COMMAND,
                                _ ("--wait: the number of seconds cannot be negative."));

  session = bitacora_cli_session_new (&error);
  if (session != NULL && check_profiles (session, &error))
    status = send_all (session, wait, &error);
  if (error != NULL)
    bitacora_cli_note ("%s", error->message);

  return status;
}

/**
 * bitacora_cli_outbox_add_members:
 * @builder: a builder inside an object
 * @entry: a call
 *
 * Adds what a list tells of a call.
 */
void
bitacora_cli_outbox_add_members (JsonBuilder *builder, BitacoraOutboxEntry *entry)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);
  BitacoraPhoneNumber *number = bitacora_call_activity_get_phone (activity);
  g_autofree char *phone = number != NULL ? bitacora_phone_number_format_e164 (number) : NULL;
  g_autofree char *sentence = bitacora_outbox_entry_describe (entry);

  bitacora_cli_add_number (builder, "id", bitacora_outbox_entry_get_id (entry));
  bitacora_cli_add_text (builder,
                         "state",
                         bitacora_outbox_state_to_string (bitacora_outbox_entry_get_state (entry)));
  bitacora_cli_add_text (builder, "profile", bitacora_outbox_entry_get_profile_id (entry));
  bitacora_cli_add_moment (builder, "created", bitacora_outbox_entry_get_created (entry));
  bitacora_cli_add_moment (builder, "not_before", bitacora_outbox_entry_get_not_before (entry));
  bitacora_cli_add_number (builder, "attempts", bitacora_outbox_entry_get_n_attempts (entry));
  bitacora_cli_add_text (builder, "name", bitacora_call_activity_get_name (activity));
  bitacora_cli_add_text (builder, "phone", phone);
  bitacora_cli_add_moment (builder,
                           "completed",
                           bitacora_call_activity_get_completion_date (activity));
  bitacora_cli_add_text (builder, "wolkvox_id", bitacora_outbox_entry_get_wolkvox_id (entry));
  bitacora_cli_add_number_or_null (builder, "code", bitacora_outbox_entry_get_code (entry));
  bitacora_cli_add_text (builder, "message", bitacora_outbox_entry_get_message (entry));
  bitacora_cli_add_text (builder, "sentence", sentence);
}

/**
 * bitacora_cli_outbox:
 * @arguments: (array zero-terminated=1): what follows "bitacora outbox"
 *
 * Lists and sends the calls on disk, and does what a person decides about one.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_outbox (const char *const *arguments)
{
  const BitacoraCliCommand commands[] = {
    { "list", N_ ("List the calls that are not in the CRM"), run_list },
    { "show", N_ ("Show all that is kept of a call"), bitacora_cli_outbox_show },
    { "send", N_ ("Send the waiting calls"), run_send },
    { "retry", N_ ("Send a call that was refused once more"), bitacora_cli_outbox_retry },
    { "resolve", N_ ("Say whether an unknown call is in the CRM"), bitacora_cli_outbox_resolve },
    { "discard", N_ ("Take a call out of the outbox"), bitacora_cli_outbox_discard },
  };

  return bitacora_cli_commands_run ("bitacora outbox",
                                    _ ("The outbox keeps every call on disk, before it is sent "
                                       "and after."),
                                    commands,
                                    G_N_ELEMENTS (commands),
                                    arguments);
}
