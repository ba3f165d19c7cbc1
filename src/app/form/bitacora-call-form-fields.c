/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-form-private.h"

static BitacoraCallActivity *
create_activity (BitacoraCallForm *self)
{
  return self->profile != NULL
             ? bitacora_profile_create_activity (self->profile, BITACORA_ACTIVITY_TYPE_CALL)
             : bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
}

/* Text that people paste comes with spaces around it; they mean nothing in a field of one line. */
static char *
dup_stripped (BitacoraTextRow *row)
{
  return g_strstrip (g_strdup (bitacora_text_row_get_text (row)));
}

static gboolean
is_untouched (BitacoraCallForm *self, BitacoraActivityField field)
{
  return !bitacora_field_row_get_touched (self->rows[field]);
}

/* To set the same text again would move the caret of whoever stands in it. */
static void
show_default (BitacoraTextRow *row, const char *text)
{
  if (g_strcmp0 (bitacora_text_row_get_text (row), text != NULL ? text : "") != 0)
    bitacora_text_row_set_text (row, text);
}

/**
 * bitacora_call_form_read_activity:
 * @self: the form
 *
 * Returns: (transfer full): the call that the rows hold; what could not be read is missing
 */
BitacoraCallActivity *
bitacora_call_form_read_activity (BitacoraCallForm *self)
{
  BitacoraCallActivity *activity = create_activity (self);
  const gboolean remember = gtk_switch_get_active (self->remember_switch);
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *record_id = dup_stripped (self->record_id_row);
  g_autofree char *module = dup_stripped (self->module_row);
  g_autofree char *status = dup_stripped (self->status_row);
  g_autofree char *owner = dup_stripped (self->owner_row);
  g_autofree char *location = dup_stripped (self->location_row);
  g_autofree char *description = bitacora_description_row_dup_text (self->description_row);

  bitacora_call_activity_set_phone (activity, bitacora_phone_row_get_phone (self->phone_row));
  bitacora_call_activity_set_record_id (activity, record_id);
  bitacora_call_activity_set_name (activity, name);
  bitacora_call_activity_set_description (activity, description);
  bitacora_call_activity_set_priority (activity,
                                       bitacora_priority_row_get_priority (self->priority_row));
  bitacora_call_activity_set_completion_date (activity,
                                              bitacora_moment_row_get_moment (
                                                  self->completion_row));
  bitacora_call_activity_set_remember (activity, remember);
  bitacora_call_activity_set_reminder_date (activity,
                                            remember ? bitacora_moment_row_get_moment (
                                                self->reminder_row)
                                                     : NULL);
  bitacora_call_activity_set_module (activity, module);
  bitacora_call_activity_set_status (activity, status);
  bitacora_call_activity_set_owner (activity, owner);
  bitacora_call_activity_set_location (activity, location);
  return activity;
}

/**
 * bitacora_call_form_check_field:
 * @self: the form
 * @activity: what bitacora_call_form_read_activity() gave
 * @field: one of its fields
 * @error: return location for what is wrong: of the domain of what the row reads, or of
 *   #BITACORA_ACTIVITY_ERROR
 *
 * What cannot be read comes before what an activity made of the rest would lack.
 *
 * Returns: whether the field is as it should be
 */
gboolean
bitacora_call_form_check_field (BitacoraCallForm *self,
                                BitacoraCallActivity *activity,
                                BitacoraActivityField field,
                                GError **error)
{
  if (field == BITACORA_FIELD_REMINDER_DATE && !gtk_switch_get_active (self->remember_switch))
    return TRUE;
  return bitacora_field_row_check (self->rows[field], error)
         && bitacora_call_activity_check_field (activity, field, error);
}

/**
 * bitacora_call_form_forget_errors:
 * @self: the form
 *
 * Takes every row for one that was not touched yet.
 */
void
bitacora_call_form_forget_errors (BitacoraCallForm *self)
{
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      bitacora_field_row_set_error (self->rows[field], NULL);
      bitacora_field_row_set_touched (self->rows[field], FALSE);
    }
}

/**
 * bitacora_call_form_drop_settled_error:
 * @self: the form
 * @field: a field that has changed
 *
 * Takes away a sentence that is no longer true. A new one waits until the row is left.
 */
void
bitacora_call_form_drop_settled_error (BitacoraCallForm *self, BitacoraActivityField field)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;

  if (bitacora_field_row_get_error (self->rows[field]) == NULL)
    return;
  activity = bitacora_call_form_read_activity (self);
  if (bitacora_call_form_check_field (self, activity, field, NULL))
    bitacora_field_row_set_error (self->rows[field], NULL);
}

/**
 * bitacora_call_form_fill:
 * @self: the form
 * @activity: a call
 *
 * Shows @activity in the rows, none of which counts as touched then.
 */
void
bitacora_call_form_fill (BitacoraCallForm *self, BitacoraCallActivity *activity)
{
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  GDateTime *completion = bitacora_call_activity_get_completion_date (activity);
  GDateTime *reminder = bitacora_call_activity_get_reminder_date (activity);
  const gboolean remember = bitacora_call_activity_get_remember (activity);

  self->filling = TRUE;
  if (phone == NULL && self->profile != NULL)
    bitacora_phone_row_set_region (self->phone_row, bitacora_profile_get_country (self->profile));
  bitacora_phone_row_set_phone (self->phone_row, phone);
  bitacora_text_row_set_text (self->record_id_row, bitacora_call_activity_get_record_id (activity));
  bitacora_text_row_set_text (self->name_row, bitacora_call_activity_get_name (activity));
  bitacora_description_row_set_text (self->description_row,
                                     bitacora_call_activity_get_description (activity));
  bitacora_priority_row_set_priority (self->priority_row,
                                      bitacora_call_activity_get_priority (activity));
  if (completion != NULL)
    bitacora_moment_row_set_moment (self->completion_row, completion);
  else
    bitacora_moment_row_follow_clock (self->completion_row);
  gtk_switch_set_active (self->remember_switch, remember);
  bitacora_moment_row_set_moment (self->reminder_row, remember ? reminder : NULL);
  bitacora_text_row_set_text (self->module_row, bitacora_call_activity_get_module (activity));
  bitacora_text_row_set_text (self->status_row, bitacora_call_activity_get_status (activity));
  bitacora_text_row_set_text (self->owner_row, bitacora_call_activity_get_owner (activity));
  bitacora_text_row_set_text (self->location_row, bitacora_call_activity_get_location (activity));
  self->filling = FALSE;

  bitacora_call_form_forget_errors (self);
}

/**
 * bitacora_call_form_fill_with_defaults:
 * @self: the form
 *
 * Shows an empty call, with the profile's defaults.
 */
void
bitacora_call_form_fill_with_defaults (BitacoraCallForm *self)
{
  g_autoptr (BitacoraCallActivity) activity = create_activity (self);

  bitacora_call_form_fill (self, activity);
  /* A call is logged when it is over: until the user says otherwise it ends now. */
  bitacora_moment_row_follow_clock (self->completion_row);
  self->edited = FALSE;
  self->pristine = TRUE;
  self->on_defaults = TRUE;
}

/**
 * bitacora_call_form_take_up_defaults:
 * @self: the form
 *
 * Puts the profile's defaults, as they are now, into the rows that the user did not touch. A call
 * that came from elsewhere stays as it is.
 */
void
bitacora_call_form_take_up_defaults (BitacoraCallForm *self)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;

  if (!self->on_defaults || self->profile == NULL)
    return;
  activity = create_activity (self);

  self->filling = TRUE;
  if (is_untouched (self, BITACORA_FIELD_PHONE))
    bitacora_phone_row_set_region (self->phone_row, bitacora_profile_get_country (self->profile));
  if (is_untouched (self, BITACORA_FIELD_PRIORITY))
    bitacora_priority_row_set_priority (self->priority_row,
                                        bitacora_call_activity_get_priority (activity));
  if (is_untouched (self, BITACORA_FIELD_MODULE))
    show_default (self->module_row, bitacora_call_activity_get_module (activity));
  if (is_untouched (self, BITACORA_FIELD_OWNER))
    show_default (self->owner_row, bitacora_call_activity_get_owner (activity));
  self->filling = FALSE;

  bitacora_call_form_drop_settled_error (self, BITACORA_FIELD_MODULE);
  bitacora_call_form_drop_settled_error (self, BITACORA_FIELD_OWNER);
}
