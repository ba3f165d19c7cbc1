/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-choice.h"
#include "bitacora-cli-fields.h"
#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-outcome.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"
#include "crm/bitacora-activity-json.h"
#include "model/bitacora-moment.h"

#define COMMAND "bitacora log"

/* Seconds to wait for another process that sends: a little longer than one request may take. */
#define PATIENCE 45

/* No number of seconds that a person would write. */
#define NOT_GIVEN G_MININT

typedef struct
{
  BitacoraCliFields fields;
  char *from_json;
  char *profile;
  gboolean dry_run;
  gboolean json;
  gboolean show_exchange;
  gboolean no_wait;
  int wait;
} LogOptions;

/* What a press of Ctrl+C has to stop. */
typedef struct
{
  BitacoraCourier *courier;
  GCancellable *cancellable;
  gint64 id;
} Sending;

static void
log_options_clear (LogOptions *options)
{
  bitacora_cli_fields_clear (&options->fields);
  g_clear_pointer (&options->from_json, g_free);
  g_clear_pointer (&options->profile, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LogOptions, log_options_clear)

static char *
describe_command (void)
{
  return g_strjoin (
      "\n",
      _ ("Dates are in your own time zone, as you would write them: “2026-11-24 15:42”, “now”,\n"
         "“mañana 9”, “+2h”. The CRM gets them in the profile’s time zone. A number without +\n"
         "belongs to the profile’s country."),
      "",
      _ ("The call is saved on disk before it is sent. The exit status says what came of it:\n"
         "  0  it is in the CRM\n"
         "  2  it is not valid, or the command is wrong; nothing was saved or sent\n"
         "  3  it is saved and waits: “bitacora outbox send” sends it, and so does the window\n"
         "  4  the CRM refused it; it is saved for you to correct\n"
         "  5  it may or may not be in the CRM; it is saved, and not sent again by itself\n"
         "  1  something else went wrong"),
      NULL);
}

static BitacoraCliParsing
parse (LogOptions *options, const char *const *arguments)
{
  BitacoraCliFields *fields = &options->fields;
  g_autofree char *description = describe_command ();
  const BitacoraCliUsage usage
      = { COMMAND, NULL, _ ("Logs a call, or a task, into the CRM."), description, 0, 0 };
  const GOptionEntry entries[] = {
    BITACORA_CLI_TEXT ("name", &fields->name, N_ ("What the call was about"), N_ ("TEXT")),
    BITACORA_CLI_TEXT ("phone",
                       &fields->phone,
                       N_ ("Phone number, in any usual way of writing it"),
                       N_ ("NUMBER")),
    BITACORA_CLI_TEXT ("description",
                       &fields->description,
                       N_ ("What was said in the call"),
                       N_ ("TEXT")),
    BITACORA_CLI_TEXT ("priority",
                       &fields->priority,
                       N_ ("Priority: low, normal or high"),
                       N_ ("PRIORITY")),
    BITACORA_CLI_TEXT ("status",
                       &fields->status,
                       N_ ("Status of the call in the CRM (default: created)"),
                       N_ ("STATUS")),
    BITACORA_CLI_TEXT ("module",
                       &fields->module,
                       N_ ("Module of the record that the call belongs to"),
                       N_ ("MODULE")),
    BITACORA_CLI_TEXT ("record",
                       &fields->record,
                       N_ ("wolkvox ID of the record that the call belongs to"),
                       N_ ("ID")),
    BITACORA_CLI_TEXT ("completed",
                       &fields->completed,
                       N_ ("When the call took place (default: now)"),
                       N_ ("DATE")),
    BITACORA_CLI_TEXT ("remind", &fields->remind, N_ ("Set a reminder for that time"), N_ ("DATE")),
    BITACORA_CLI_TEXT ("location",
                       &fields->location,
                       N_ ("Where the call took place"),
                       N_ ("TEXT")),
    BITACORA_CLI_TEXT ("owner",
                       &fields->owner,
                       N_ ("CRM user whom the call belongs to"),
                       N_ ("USER")),
    BITACORA_CLI_TEXT ("type",
                       &fields->type,
                       N_ ("What to log: call (the default), or task, without phone and location"),
                       N_ ("TYPE")),
    BITACORA_CLI_TEXT (
        "from-json",
        &options->from_json,
        N_ ("Read the whole call from JSON as the CRM expects it; - for standard input"),
        N_ ("FILE")),
    BITACORA_CLI_TEXT ("profile",
                       &options->profile,
                       N_ ("Profile to log with, instead of the current one"),
                       N_ ("NAME")),
    BITACORA_CLI_FLAG ("dry-run",
                       &options->dry_run,
                       N_ ("Print the JSON that would be sent, and send nothing")),
    BITACORA_CLI_FLAG ("json", &options->json, N_ ("Print the outcome as one JSON object")),
    BITACORA_CLI_FLAG ("show-exchange",
                       &options->show_exchange,
                       N_ ("Also print what was sent and what the CRM answered")),
    BITACORA_CLI_NUMBER ("wait",
                         &options->wait,
                         N_ ("Longest wait while another Bitácora sends the calls (default: 45)"),
                         N_ ("SECONDS")),
    BITACORA_CLI_FLAG ("no-wait",
                       &options->no_wait,
                       N_ ("Save the call and return at once, without sending it")),
    G_OPTION_ENTRY_NULL,
  };

  return bitacora_cli_options_parse (&usage, entries, arguments, NULL);
}

static gboolean
check_combination (const LogOptions *options)
{
  if (options->from_json != NULL && !bitacora_cli_fields_are_empty (&options->fields))
    {
      bitacora_cli_refuse (COMMAND,
                           _ ("--from-json brings all fields with it; leave out the options for "
                              "single fields, or --from-json."));
      return FALSE;
    }
  if (options->no_wait && (options->wait != NOT_GIVEN || options->show_exchange))
    {
      bitacora_cli_refuse (COMMAND,
                           _ ("--no-wait neither waits nor sends; leave it out, or --wait and "
                              "--show-exchange."));
      return FALSE;
    }
  if (options->wait != NOT_GIVEN && options->wait < 0)
    {
      bitacora_cli_refuse (COMMAND, _ ("--wait: the number of seconds cannot be negative."));
      return FALSE;
    }
  if (options->json + options->show_exchange + options->dry_run > 1)
    {
      bitacora_cli_refuse (
          COMMAND,
          _ ("--dry-run, --json and --show-exchange each print something different; choose one."));
      return FALSE;
    }

  return TRUE;
}

static BitacoraCallActivity *
read_document (const char *path, BitacoraProfile *profile, GError **error)
{
  g_autofree char *operation = NULL;
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_cli_fields_read_document (path, profile, &operation, error);

  if (activity != NULL && g_strcmp0 (operation, bitacora_profile_get_operation (profile)) != 0)
    bitacora_cli_note (
        _ ("The JSON names the operation “%s”, but the profile’s operation, “%s”, is used."),
        operation,
        bitacora_profile_get_operation (profile));

  return g_steal_pointer (&activity);
}

static BitacoraCallActivity *
create_activity (const LogOptions *options, BitacoraCliSession *session, BitacoraProfile *profile)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autoptr (GError) error = NULL;

  if (options->from_json != NULL)
    activity = read_document (options->from_json, profile, &error);
  else
    activity = bitacora_cli_fields_create_activity (&options->fields,
                                                    profile,
                                                    bitacora_cli_session_get_clock (session),
                                                    &error);

  if (activity != NULL && bitacora_call_activity_validate (activity, NULL, &error))
    return g_steal_pointer (&activity);

  if (error->domain == BITACORA_ACTIVITY_JSON_ERROR)
    bitacora_cli_note (_ ("The call in “%s” cannot be read: %s. Nothing was saved or sent."),
                       options->from_json,
                       error->message);
  else
    bitacora_cli_note (_ ("%s Nothing was saved or sent."), error->message);
  return NULL;
}

static void
mention_extension (BitacoraCallActivity *activity)
{
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  const char *extension = phone != NULL ? bitacora_phone_number_get_extension (phone) : NULL;

  if (extension != NULL && *extension != '\0')
    bitacora_cli_note (_ ("The CRM has no place for an extension: %s is left out. Write it into "
                          "the description if it matters."),
                       extension);
}

/* What is odd but possible is done, and said. */
static void
mention_dates (const LogOptions *options, BitacoraCallActivity *activity, GDateTime *now)
{
  GDateTime *completed = bitacora_call_activity_get_completion_date (activity);
  GDateTime *reminder = bitacora_call_activity_get_reminder_date (activity);
  g_autofree char *description = NULL;

  if (completed != NULL && g_date_time_difference (completed, now) > G_TIME_SPAN_MINUTE)
    {
      description = bitacora_moment_describe (completed);
      /* Translators: a date and a time, such as Tuesday 31 December 2030, 15:42 */
      bitacora_cli_note (_ ("The call is logged for %s. That is still to come: is the date right?"),
                         description);
    }
  /* Old calls may bring old reminders with them. */
  else if (options->fields.remind != NULL && options->fields.completed == NULL
           && g_date_time_compare (reminder, now) < 0)
    {
      description = bitacora_moment_describe (reminder);
      /* Translators: a date and a time, such as Tuesday 31 December 2030, 15:42 */
      bitacora_cli_note (_ ("The reminder is set for %s. That is over already: is the date right?"),
                         description);
    }
}

static void
interrupted_cb (BitacoraCliSession *session, gpointer user_data)
{
  Sending *sending = user_data;

  if (!bitacora_courier_cancel (sending->courier, sending->id))
    g_cancellable_cancel (sending->cancellable);
}

/* Whoever has the lock may be waiting for the network, or for a token, for as long as it takes. */
static gboolean
patience_ended_cb (gpointer user_data)
{
  Sending *sending = user_data;

  if (!bitacora_courier_is_active (sending->courier))
    {
      bitacora_cli_note (_ ("Another Bitácora is sending the calls and has not settled this one "
                            "yet. It stays in the outbox as number %lld."),
                         (long long)sending->id);
      g_cancellable_cancel (sending->cancellable);
    }
  return G_SOURCE_CONTINUE;
}

static BitacoraOutboxEntry *
keep (BitacoraCliSession *session,
      BitacoraProfile *profile,
      BitacoraCallActivity *activity,
      GError **error)
{
  BitacoraOutbox *outbox = bitacora_cli_session_open_outbox (session, error);
  g_autoptr (GAsyncResult) result = NULL;

  if (outbox == NULL)
    return NULL;

  bitacora_outbox_append_async (outbox,
                                bitacora_profile_get_id (profile),
                                activity,
                                NULL,
                                bitacora_cli_session_finished_cb,
                                session);
  result = bitacora_cli_session_await (session);
  return bitacora_outbox_append_finish (outbox, result, error);
}

static BitacoraOutboxEntry *
read_entry (BitacoraCliSession *session, gint64 id, GError **error)
{
  BitacoraOutbox *outbox = bitacora_cli_session_open_outbox (session, error);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_get_async (outbox, id, NULL, bitacora_cli_session_finished_cb, session);
  result = bitacora_cli_session_await (session);
  return bitacora_outbox_get_finish (outbox, result, error);
}

/* Sends a call that is on disk; whatever happens, what the outbox says of it in the end counts. */
static BitacoraOutboxEntry *
send (BitacoraCliSession *session, gint64 id, int wait, GError **error)
{
  BitacoraCourier *courier = bitacora_cli_session_open_courier (session, error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;
  Sending sending = { courier, cancellable, id };
  gulong handler;
  guint patience;

  if (courier == NULL)
    return NULL;

  patience = g_timeout_add_seconds (wait, patience_ended_cb, &sending);
  handler = g_signal_connect (session, "interrupted", G_CALLBACK (interrupted_cb), &sending);
  bitacora_courier_send_async (courier, id, cancellable, bitacora_cli_session_finished_cb, session);
  result = bitacora_cli_session_await (session);
  g_signal_handler_disconnect (session, handler);
  g_source_remove (patience);

  entry = bitacora_courier_send_finish (courier, result, &failure);
  if (entry != NULL)
    return g_steal_pointer (&entry);

  if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bitacora_cli_note ("%s", failure->message);
  return read_entry (session, id, error);
}

/* Whoever paused sending meant all calls, unless this one was asked for by name. */
static gboolean
is_sending_paused (const LogOptions *options)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");

  return options->wait == NOT_GIVEN && !options->show_exchange
         && g_settings_get_boolean (settings, "pause-sending");
}

static int
deliver (const LogOptions *options,
         BitacoraCliSession *session,
         BitacoraProfile *profile,
         BitacoraCallActivity *activity)
{
  g_autoptr (BitacoraOutboxEntry) kept = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_cli_session_catch_interrupts (session);
  kept = keep (session, profile, activity, &error);
  if (kept == NULL)
    {
      bitacora_cli_note (_ ("The call could not be saved, so nothing was sent. %s"),
                         error->message);
      return BITACORA_EXIT_FAILED;
    }

  if (options->no_wait || bitacora_cli_session_was_interrupted (session))
    entry = g_object_ref (kept);
  else if (is_sending_paused (options))
    {
      bitacora_cli_note (_ ("Sending is paused: the call goes when it is resumed in Bitácora’s "
                            "menu, or by “bitacora outbox send”."));
      entry = g_object_ref (kept);
    }
  else
    entry = send (session,
                  bitacora_outbox_entry_get_id (kept),
                  options->wait == NOT_GIVEN ? PATIENCE : options->wait,
                  &error);
  if (entry == NULL)
    {
      bitacora_cli_note (
          _ ("The call is saved as number %lld, but what came of it could not be read. %s"),
          (long long)bitacora_outbox_entry_get_id (kept),
          error->message);
      return BITACORA_EXIT_FAILED;
    }

  if (bitacora_cli_session_was_interrupted (session))
    bitacora_cli_outcome_mention_interruption (entry);
  if (options->json)
    bitacora_cli_outcome_print_json (entry);
  else if (options->show_exchange)
    bitacora_cli_outcome_print_exchange (entry, profile, activity);
  if (!options->json)
    bitacora_cli_outcome_print (entry);
  /* Whoever is told of a failure alone would log the call again. */
  if (!bitacora_cli_flush ())
    bitacora_cli_outcome_mention_loss (entry);

  return bitacora_cli_outcome_get_status (entry);
}

/**
 * bitacora_cli_log:
 * @arguments: (array zero-terminated=1): what follows "bitacora log"
 *
 * Logs an activity: keeps it in the outbox, has the courier send it and says what came of it.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_log (const char *const *arguments)
{
  g_auto (LogOptions) options = { .wait = NOT_GIVEN };
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraCliParsing parsing = parse (&options, arguments);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (!check_combination (&options))
    return BITACORA_EXIT_USAGE;

  session = bitacora_cli_session_new (&error);
  if (session == NULL)
    {
      bitacora_cli_note ("%s", error->message);
      return BITACORA_EXIT_FAILED;
    }
  profile = bitacora_cli_choice_find_profile (session, options.profile);
  if (profile == NULL)
    return BITACORA_EXIT_USAGE;
  activity = create_activity (&options, session, profile);
  if (activity == NULL)
    return BITACORA_EXIT_USAGE;
  mention_extension (activity);
  now = bitacora_clock_now (bitacora_cli_session_get_clock (session));
  mention_dates (&options, activity, now);

  if (options.dry_run)
    {
      g_autofree char *body = bitacora_activity_json_write_for_profile (activity, profile);

      bitacora_cli_print_exactly (body);
      bitacora_cli_print_exactly ("\n");
      return BITACORA_EXIT_LOGGED;
    }

  return deliver (&options, session, profile, activity);
}
