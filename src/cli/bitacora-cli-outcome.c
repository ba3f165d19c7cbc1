/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-outcome.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-output.h"
#include "bitacora-cli.h"
#include "crm/bitacora-activity-json.h"

/* A call that another process is sending may arrive, or not: that is not known here. */
static BitacoraOutboxState
get_outcome (BitacoraOutboxEntry *entry)
{
  BitacoraOutboxState state = bitacora_outbox_entry_get_state (entry);

  return state == BITACORA_OUTBOX_STATE_SENDING ? BITACORA_OUTBOX_STATE_UNKNOWN : state;
}

/**
 * bitacora_cli_outcome_get_status:
 * @entry: a call as it stands in the outbox
 *
 * Returns: the exit status that tells what came of it
 */
int
bitacora_cli_outcome_get_status (BitacoraOutboxEntry *entry)
{
  switch (get_outcome (entry))
    {
    case BITACORA_OUTBOX_STATE_LOGGED:
      return BITACORA_EXIT_LOGGED;
    case BITACORA_OUTBOX_STATE_QUEUED:
      return BITACORA_EXIT_QUEUED;
    case BITACORA_OUTBOX_STATE_REJECTED:
      return BITACORA_EXIT_REJECTED;
    case BITACORA_OUTBOX_STATE_SENDING:
    case BITACORA_OUTBOX_STATE_UNKNOWN:
      return BITACORA_EXIT_UNKNOWN;
    default:
      g_return_val_if_reached (BITACORA_EXIT_FAILED);
    }
}

/**
 * bitacora_cli_outcome_print:
 * @entry: a call as it stands in the outbox
 *
 * Prints what came of it, on one line: the CRM's ID for it, or how it stands and why.
 */
void
bitacora_cli_outcome_print (BitacoraOutboxEntry *entry)
{
  BitacoraOutboxState state = bitacora_outbox_entry_get_state (entry);
  const char *wolkvox_id = bitacora_outbox_entry_get_wolkvox_id (entry);
  g_autofree char *sentence = bitacora_outbox_entry_describe (entry);
  g_autofree char *line
      = bitacora_cli_one_line (state == BITACORA_OUTBOX_STATE_LOGGED ? wolkvox_id : sentence);

  if (state != BITACORA_OUTBOX_STATE_LOGGED)
    /* Translators: how a call stands, its number in the outbox, and why it stands so */
    bitacora_cli_print (_ ("%s, number %lld in the outbox: %s\n"),
                        bitacora_outbox_state_get_label (state),
                        (long long)bitacora_outbox_entry_get_id (entry),
                        line);
  else if (*line != '\0')
    bitacora_cli_print (_ ("Logged: %s\n"), line);
  else
    bitacora_cli_print (_ ("Logged. The CRM did not say under which ID.\n"));
}

/**
 * bitacora_cli_outcome_print_json:
 * @entry: a call as it stands in the outbox
 *
 * Prints what came of it for another program: an object with the outcome's word, the CRM's ID,
 * code and words, null where there are none, and the call's number in the outbox.
 */
void
bitacora_cli_outcome_print_json (BitacoraOutboxEntry *entry)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  int code = bitacora_outbox_entry_get_code (entry);

  json_builder_begin_object (builder);
  bitacora_cli_add_text (builder, "outcome", bitacora_outbox_state_to_string (get_outcome (entry)));
  bitacora_cli_add_text (builder, "wolkvox_id", bitacora_outbox_entry_get_wolkvox_id (entry));
  if (code != 0)
    bitacora_cli_add_number (builder, "code", code);
  else
    bitacora_cli_add_null (builder, "code");
  bitacora_cli_add_text (builder, "message", bitacora_outbox_entry_get_message (entry));
  bitacora_cli_add_number (builder, "id", bitacora_outbox_entry_get_id (entry));
  json_builder_end_object (builder);

  bitacora_cli_print_json (builder);
}

/**
 * bitacora_cli_outcome_print_exchange:
 * @entry: a call as it stands in the outbox
 * @profile: where it was sent
 * @activity: what was sent
 *
 * Prints what was said to the CRM and what it answered, for people.
 */
void
bitacora_cli_outcome_print_exchange (BitacoraOutboxEntry *entry,
                                     BitacoraProfile *profile,
                                     BitacoraCallActivity *activity)
{
  g_autoptr (GTimeZone) zone = bitacora_profile_dup_zone (profile);
  g_autofree char *body
      = bitacora_activity_json_write (activity,
                                      bitacora_profile_get_operation (profile),
                                      zone,
                                      bitacora_profile_get_country_language (profile),
                                      TRUE);
  g_autofree char *message = bitacora_cli_one_line (bitacora_outbox_entry_get_message (entry));
  g_autofree char *id = bitacora_cli_one_line (bitacora_outbox_entry_get_wolkvox_id (entry));
  int code = bitacora_outbox_entry_get_code (entry);

  if (bitacora_outbox_entry_get_n_attempts (entry) == 0)
    bitacora_cli_print (_ ("Not sent to %s:\n"), bitacora_profile_get_server (profile));
  else
    bitacora_cli_print (_ ("Sent to %s:\n"), bitacora_profile_get_server (profile));
  bitacora_cli_print ("%s\n\n", body);

  if (code == 0)
    {
      bitacora_cli_print (_ ("The CRM itself did not answer.\n\n"));
      return;
    }
  bitacora_cli_print (_ ("The CRM’s answer:\n"));
  bitacora_cli_print ("  code        %d\n  msg         %s\n  wolkvox_id  %s\n\n",
                      code,
                      message,
                      id);
}

/**
 * bitacora_cli_outcome_mention_loss:
 * @entry: a call as it stands in the outbox
 *
 * Says to a user who does not get to read what came of their call that it is kept, and how it
 * stands.
 */
void
bitacora_cli_outcome_mention_loss (BitacoraOutboxEntry *entry)
{
  g_autofree char *sentence = bitacora_outbox_entry_describe (entry);

  bitacora_cli_note (_ ("Only the printing failed: do not log the call again. It is number %lld in "
                        "the outbox. %s"),
                     (long long)bitacora_outbox_entry_get_id (entry),
                     sentence);
}

/**
 * bitacora_cli_outcome_mention_interruption:
 * @entry: a call as it stands in the outbox
 *
 * Says to a user who did not want to wait where their call is.
 */
void
bitacora_cli_outcome_mention_interruption (BitacoraOutboxEntry *entry)
{
  long long id = bitacora_outbox_entry_get_id (entry);

  switch (bitacora_outbox_entry_get_state (entry))
    {
    case BITACORA_OUTBOX_STATE_QUEUED:
      bitacora_cli_note (_ ("Interrupted before the call was sent. It stays in the outbox as "
                            "number %lld; “bitacora outbox send” sends it."),
                         id);
      break;
    case BITACORA_OUTBOX_STATE_SENDING:
    case BITACORA_OUTBOX_STATE_UNKNOWN:
      bitacora_cli_note (
          _ ("Interrupted while the call was being sent: it may or may not be in the CRM. It stays "
             "in the outbox as number %lld and is not sent again by itself."),
          id);
      break;
    case BITACORA_OUTBOX_STATE_LOGGED:
    case BITACORA_OUTBOX_STATE_REJECTED:
    default:
      break;
    }
}
