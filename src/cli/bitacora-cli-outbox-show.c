/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-outbox.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"
#include "outbox/bitacora-outbox-attempt.h"
#include "outbox/bitacora-outbox-history.h"

#define SHOW_COMMAND "bitacora outbox show"

/* In the user's zone. */
static char *
format_moment (GDateTime *moment)
{
  g_autoptr (GDateTime) local = moment != NULL ? g_date_time_to_local (moment) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : NULL;
}

static char *
format_phone (BitacoraPhoneNumber *phone)
{
  return phone != NULL ? bitacora_phone_number_format_international (phone) : NULL;
}

/* Adds a row, unless there is nothing to say. */
static void
add_row (GPtrArray *rows, const char *label, const char *text)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  g_autofree char *line = bitacora_cli_one_line (text);

  if (*line == '\0')
    return;
  g_strv_builder_add_many (row, label, line, NULL);
  g_ptr_array_add (rows, g_strv_builder_end (row));
}

static void
add_moment_row (GPtrArray *rows, const char *label, GDateTime *moment)
{
  g_autofree char *text = format_moment (moment);

  add_row (rows, label, text);
}

static void
add_field_rows (GPtrArray *rows, BitacoraCallActivity *activity)
{
  g_autofree char *phone = format_phone (bitacora_call_activity_get_phone (activity));

  add_row (rows, _ ("Name"), bitacora_call_activity_get_name (activity));
  add_row (rows, _ ("Phone"), phone);
  add_row (rows, _ ("Description"), bitacora_call_activity_get_description (activity));
  add_row (rows, _ ("Module"), bitacora_call_activity_get_module (activity));
  add_row (rows, _ ("Record"), bitacora_call_activity_get_record_id (activity));
  add_row (rows, _ ("Owner"), bitacora_call_activity_get_owner (activity));
  add_row (rows, _ ("Location"), bitacora_call_activity_get_location (activity));
  add_moment_row (rows, _ ("Completed"), bitacora_call_activity_get_completion_date (activity));
  if (bitacora_call_activity_get_remember (activity))
    add_moment_row (rows, _ ("Reminder"), bitacora_call_activity_get_reminder_date (activity));
}

static void
print_attempts (GPtrArray *attempts)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);

  for (guint i = 0; i < attempts->len; i++)
    {
      BitacoraOutboxAttempt *attempt = g_ptr_array_index (attempts, i);
      g_autofree char *started = format_moment (bitacora_outbox_attempt_get_started (attempt));
      g_autofree char *sentence = bitacora_outbox_attempt_describe (attempt);

      add_row (rows, started, sentence);
    }

  bitacora_cli_print (_ ("\nAttempts:\n"));
  bitacora_cli_print_table (rows);
}

static void
print_entry (BitacoraOutboxEntry *entry, GPtrArray *attempts)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  g_autofree char *number
      = g_strdup_printf ("%" G_GINT64_FORMAT, bitacora_outbox_entry_get_id (entry));
  g_autofree char *sentence = bitacora_outbox_entry_describe (entry);

  add_row (rows, _ ("Number"), number);
  add_row (rows,
           _ ("State"),
           bitacora_outbox_state_get_label (bitacora_outbox_entry_get_state (entry)));
  add_row (rows, _ ("Reason"), sentence);
  add_row (rows, _ ("CRM ID"), bitacora_outbox_entry_get_wolkvox_id (entry));
  add_row (rows, _ ("Profile"), bitacora_outbox_entry_get_profile_id (entry));
  add_moment_row (rows, _ ("Created"), bitacora_outbox_entry_get_created (entry));
  add_moment_row (rows, _ ("Not before"), bitacora_outbox_entry_get_not_before (entry));
  add_field_rows (rows, bitacora_outbox_entry_get_activity (entry));
  bitacora_cli_print_table (rows);

  if (attempts->len > 0)
    print_attempts (attempts);
}

static void
add_attempt (JsonBuilder *builder, BitacoraOutboxAttempt *attempt)
{
  g_autofree char *sentence = bitacora_outbox_attempt_describe (attempt);
  const char *verdict = NULL;

  if (bitacora_outbox_attempt_has_verdict (attempt))
    verdict = bitacora_crm_verdict_to_string (bitacora_outbox_attempt_get_verdict (attempt));

  json_builder_begin_object (builder);
  bitacora_cli_add_moment (builder, "started", bitacora_outbox_attempt_get_started (attempt));
  bitacora_cli_add_moment (builder, "ended", bitacora_outbox_attempt_get_ended (attempt));
  bitacora_cli_add_text (builder, "verdict", verdict);
  bitacora_cli_add_number_or_null (builder,
                                   "http_status",
                                   bitacora_outbox_attempt_get_http_status (attempt));
  bitacora_cli_add_number_or_null (builder, "code", bitacora_outbox_attempt_get_code (attempt));
  bitacora_cli_add_text (builder, "message", bitacora_outbox_attempt_get_message (attempt));
  bitacora_cli_add_text (builder, "sentence", sentence);
  bitacora_cli_add_text (builder, "body", bitacora_outbox_attempt_get_body (attempt));
  json_builder_end_object (builder);
}

static void
print_json (BitacoraOutboxEntry *entry, GPtrArray *attempts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);

  json_builder_begin_object (builder);
  bitacora_cli_outbox_add_members (builder, entry);
  bitacora_cli_add_text (builder, "description", bitacora_call_activity_get_description (activity));
  bitacora_cli_add_text (builder, "module", bitacora_call_activity_get_module (activity));
  bitacora_cli_add_text (builder, "record", bitacora_call_activity_get_record_id (activity));
  bitacora_cli_add_text (builder, "owner", bitacora_call_activity_get_owner (activity));
  bitacora_cli_add_text (builder, "location", bitacora_call_activity_get_location (activity));
  json_builder_set_member_name (builder, "history");
  json_builder_begin_array (builder);
  for (guint i = 0; i < attempts->len; i++)
    add_attempt (builder, g_ptr_array_index (attempts, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  bitacora_cli_print_json (builder);
}

static gboolean
show (BitacoraCliSession *session, gint64 id, gboolean json, GError **error)
{
  BitacoraOutbox *outbox = bitacora_cli_session_open_outbox (session, error);
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GAsyncResult) entry_result = NULL;
  g_autoptr (GAsyncResult) attempts_result = NULL;

  if (outbox == NULL)
    return FALSE;
  bitacora_outbox_get_async (outbox, id, NULL, bitacora_cli_session_finished_cb, session);
  entry_result = bitacora_cli_session_await (session);
  entry = bitacora_outbox_get_finish (outbox, entry_result, error);
  if (entry == NULL)
    return FALSE;
  bitacora_outbox_list_attempts_async (outbox, id, NULL, bitacora_cli_session_finished_cb, session);
  attempts_result = bitacora_cli_session_await (session);
  attempts = bitacora_outbox_list_attempts_finish (outbox, attempts_result, error);
  if (attempts == NULL)
    return FALSE;

  if (json)
    print_json (entry, attempts);
  else
    print_entry (entry, attempts);
  return TRUE;
}

/**
 * bitacora_cli_outbox_show:
 * @arguments: (array zero-terminated=1): what follows "bitacora outbox show"
 *
 * Shows all that is kept of a call, every attempt to send it included.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_outbox_show (const char *const *arguments)
{
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  gboolean json = FALSE;
  gint64 id;
  const BitacoraCliUsage usage = {
    SHOW_COMMAND, "ID", _ ("Shows all that is kept of a call, with every attempt to send it."),
    NULL,         1,    1,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_FLAG ("json", &json, N_ ("Print it as one JSON object")),
    G_OPTION_ENTRY_NULL,
  };
  BitacoraCliParsing parsing = bitacora_cli_options_parse (&usage, entries, arguments, &words);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (!bitacora_cli_outbox_read_id (SHOW_COMMAND, words[0], &id))
    return BITACORA_EXIT_USAGE;

  session = bitacora_cli_session_new (&error);
  if (session != NULL && show (session, id, json, &error))
    return BITACORA_EXIT_LOGGED;

  return bitacora_cli_outbox_report_failure (error);
}
