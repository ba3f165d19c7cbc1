/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-activity.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-text-private.h"

G_DEFINE_QUARK (bitacora_activity_error_quark, bitacora_activity_error)

static const char *
get_text (BitacoraCallActivity *self, BitacoraActivityField field)
{
  switch (field)
    {
    case BITACORA_FIELD_NAME:
      return bitacora_call_activity_get_name (self);
    case BITACORA_FIELD_DESCRIPTION:
      return bitacora_call_activity_get_description (self);
    case BITACORA_FIELD_STATUS:
      return bitacora_call_activity_get_status (self);
    case BITACORA_FIELD_MODULE:
      return bitacora_call_activity_get_module (self);
    case BITACORA_FIELD_RECORD_ID:
      return bitacora_call_activity_get_record_id (self);
    case BITACORA_FIELD_OWNER:
      return bitacora_call_activity_get_owner (self);
    case BITACORA_FIELD_LOCATION:
      return bitacora_call_activity_get_location (self);
    case BITACORA_FIELD_PHONE:
    case BITACORA_FIELD_PRIORITY:
    case BITACORA_FIELD_COMPLETION_DATE:
    case BITACORA_FIELD_REMINDER_DATE:
    case BITACORA_N_FIELDS:
    default:
      return NULL;
    }
}

static gboolean
is_task (BitacoraCallActivity *self)
{
  return bitacora_call_activity_get_activity_type (self) == BITACORA_ACTIVITY_TYPE_TASK;
}

static gboolean
check_text (const char *text, BitacoraActivityField field, GError **error)
{
  const char *label = bitacora_activity_field_get_label (field);
  const gboolean has_lines = field == BITACORA_FIELD_DESCRIPTION;

  if (strlen (text) > BITACORA_ACTIVITY_MAX_TEXT)
    {
      g_autofree char *limit
          = g_format_size_full (BITACORA_ACTIVITY_MAX_TEXT, G_FORMAT_SIZE_IEC_UNITS);

      /* Translators: the first is a field's name, the second a size such as 64.0 KiB. */
      g_set_error (error,
                   BITACORA_ACTIVITY_ERROR,
                   BITACORA_ACTIVITY_ERROR_TOO_LONG,
                   _ ("%s: this text is too long. It may have up to %s; please shorten it."),
                   label,
                   limit);
      return FALSE;
    }
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error,
                   BITACORA_ACTIVITY_ERROR,
                   BITACORA_ACTIVITY_ERROR_INVALID,
                   _ ("%s: some of its characters cannot be read. They should be UTF-8; please "
                      "type them again."),
                   label);
      return FALSE;
    }
  if (bitacora_text_has_control_character (text, has_lines ? "\t\n" : ""))
    {
      g_set_error (error,
                   BITACORA_ACTIVITY_ERROR,
                   BITACORA_ACTIVITY_ERROR_CONTROL_CHARACTER,
                   has_lines
                       ? _ (
                           "%s: it holds an invisible control character. Only tabs and line breaks "
                           "may stand between the words; please type the text again.")
                       : _ (
                           "%s: it holds an invisible control character, such as a line break or a "
                           "tab. Please type it again, in one line."),
                   label);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_present (const char *text, const char *sentence, GError **error)
{
  if (!bitacora_text_is_blank (text))
    return TRUE;
  g_set_error_literal (error, BITACORA_ACTIVITY_ERROR, BITACORA_ACTIVITY_ERROR_MISSING, sentence);
  return FALSE;
}

/* A day is left free at both ends, so that the moment has a date from year 1 to 9999 in whatever
 * zone the CRM wants it. */
static gboolean
check_moment (GDateTime *moment, BitacoraActivityField field, GError **error)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (moment);

  if (utc != NULL && !(g_date_time_get_year (utc) == 1 && g_date_time_get_day_of_year (utc) == 1)
      && !(g_date_time_get_year (utc) == 9999 && g_date_time_get_day_of_year (utc) == 365))
    return TRUE;
  g_set_error (error,
               BITACORA_ACTIVITY_ERROR,
               BITACORA_ACTIVITY_ERROR_INVALID,
               _ ("%s: this date is out of reach. Its year must be between 1 and 9999."),
               bitacora_activity_field_get_label (field));
  return FALSE;
}

static gboolean
check_phone (BitacoraCallActivity *self, GError **error)
{
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (self);
  g_autoptr (GError) reason = NULL;

  if (is_task (self))
    return TRUE;
  if (phone == NULL)
    {
      g_set_error_literal (error,
                           BITACORA_ACTIVITY_ERROR,
                           BITACORA_ACTIVITY_ERROR_MISSING,
                           _ ("The phone number is missing. Type the number of the call, for "
                              "example 310 555 1234."));
      return FALSE;
    }
  if (bitacora_phone_number_check_possible (phone, &reason))
    return TRUE;
  g_set_error_literal (error,
                       BITACORA_ACTIVITY_ERROR,
                       BITACORA_ACTIVITY_ERROR_INVALID,
                       reason->message);
  return FALSE;
}

static gboolean
check_completion_date (BitacoraCallActivity *self, GError **error)
{
  GDateTime *moment = bitacora_call_activity_get_completion_date (self);

  if (moment != NULL)
    return check_moment (moment, BITACORA_FIELD_COMPLETION_DATE, error);

  if (is_task (self))
    g_set_error_literal (error,
                         BITACORA_ACTIVITY_ERROR,
                         BITACORA_ACTIVITY_ERROR_MISSING,
                         _ ("The completion date is missing. Say when the task is done, for "
                            "example 2026-11-24 15:42."));
  else
    g_set_error_literal (error,
                         BITACORA_ACTIVITY_ERROR,
                         BITACORA_ACTIVITY_ERROR_MISSING,
                         _ ("The completion date is missing. Say when the call took place, for "
                            "example 2026-11-24 15:42, or choose “Now”."));
  return FALSE;
}

static gboolean
check_reminder_date (BitacoraCallActivity *self, GError **error)
{
  GDateTime *moment = bitacora_call_activity_get_reminder_date (self);

  if (!bitacora_call_activity_get_remember (self))
    return TRUE;
  if (moment != NULL)
    return check_moment (moment, BITACORA_FIELD_REMINDER_DATE, error);

  g_set_error_literal (error,
                       BITACORA_ACTIVITY_ERROR,
                       BITACORA_ACTIVITY_ERROR_MISSING,
                       _ ("The reminder has no date. Say when you want to be reminded, or switch "
                          "the reminder off."));
  return FALSE;
}

static gboolean
check_priority (BitacoraCallActivity *self, GError **error)
{
  if ((guint)bitacora_call_activity_get_priority (self) <= BITACORA_PRIORITY_HIGH)
    return TRUE;
  g_set_error_literal (error,
                       BITACORA_ACTIVITY_ERROR,
                       BITACORA_ACTIVITY_ERROR_INVALID,
                       _ ("The priority is unknown. It can be high, normal or low."));
  return FALSE;
}

/**
 * bitacora_call_activity_check_field:
 * @self: an activity
 * @field: one of its fields
 * @error: return location for a #BITACORA_ACTIVITY_ERROR
 *
 * Checks one field, as the user leaves it. A task has neither phone nor location, so that these
 * are not looked at; a reminder may lie before or after the completion.
 *
 * Returns: %TRUE if it can be sent, or %FALSE with @error set to
 *   %BITACORA_ACTIVITY_ERROR_MISSING, %BITACORA_ACTIVITY_ERROR_INVALID,
 *   %BITACORA_ACTIVITY_ERROR_TOO_LONG or %BITACORA_ACTIVITY_ERROR_CONTROL_CHARACTER, its message
 *   a sentence that says what is wrong and what would be right
 */
gboolean
bitacora_call_activity_check_field (BitacoraCallActivity *self,
                                    BitacoraActivityField field,
                                    GError **error)
{
  const char *text;

  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), FALSE);
  g_return_val_if_fail (field < BITACORA_N_FIELDS, FALSE);

  if (is_task (self) && field == BITACORA_FIELD_LOCATION)
    return TRUE;
  text = get_text (self, field);
  if (text != NULL && !check_text (text, field, error))
    return FALSE;

  switch (field)
    {
    case BITACORA_FIELD_PHONE:
      return check_phone (self, error);
    case BITACORA_FIELD_NAME:
      return check_present (text,
                            is_task (self)
                                ? _ ("The name is missing. Say in a few words what the task is.")
                                : _ ("The name is missing. Say in a few words what the call was "
                                     "about."),
                            error);
    case BITACORA_FIELD_MODULE:
      return check_present (text,
                            _ ("The module is missing. Say which of the CRM’s modules the record "
                               "is in, for example contacts or cases."),
                            error);
    case BITACORA_FIELD_STATUS:
      return check_present (text,
                            _ ("The status is missing. A new activity has the status created."),
                            error);
    case BITACORA_FIELD_PRIORITY:
      return check_priority (self, error);
    case BITACORA_FIELD_COMPLETION_DATE:
      return check_completion_date (self, error);
    case BITACORA_FIELD_REMINDER_DATE:
      return check_reminder_date (self, error);
    case BITACORA_FIELD_RECORD_ID:
    case BITACORA_FIELD_DESCRIPTION:
    case BITACORA_FIELD_OWNER:
    case BITACORA_FIELD_LOCATION:
    case BITACORA_N_FIELDS:
    default:
      return TRUE;
    }
}

/**
 * bitacora_call_activity_validate:
 * @self: an activity
 * @field: (out) (optional): where to put the field that @error is about
 * @error: return location for a #BITACORA_ACTIVITY_ERROR
 *
 * Checks all fields, in the order in which the form shows them.
 *
 * Returns: %TRUE if the activity can be sent, or %FALSE with @field and @error telling of the
 *   first field that can't; see bitacora_call_activity_check_field()
 */
gboolean
bitacora_call_activity_validate (BitacoraCallActivity *self,
                                 BitacoraActivityField *field,
                                 GError **error)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), FALSE);

  for (BitacoraActivityField each = 0; each < BITACORA_N_FIELDS; each++)
    if (!bitacora_call_activity_check_field (self, each, error))
      {
        if (field != NULL)
          *field = each;
        return FALSE;
      }
  return TRUE;
}
