/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "app/bitacora-take-back.h"
#include "bitacora-quick-entry-private.h"
#include "outbox/bitacora-outbox-follow-ups.h"

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
take_texts (BitacoraCallActivity *activity, BitacoraCallActivity *given)
{
  if (is_set (bitacora_call_activity_get_status (given)))
    bitacora_call_activity_set_status (activity, bitacora_call_activity_get_status (given));
  if (is_set (bitacora_call_activity_get_owner (given)))
    bitacora_call_activity_set_owner (activity, bitacora_call_activity_get_owner (given));
}

/* A record is in a module: the two go together. */
static void
take_record (BitacoraCallActivity *activity, BitacoraCallActivity *source)
{
  if (is_set (bitacora_call_activity_get_record_id (source)))
    bitacora_call_activity_set_record_id (activity, bitacora_call_activity_get_record_id (source));
  if (is_set (bitacora_call_activity_get_module (source)))
    bitacora_call_activity_set_module (activity, bitacora_call_activity_get_module (source));
  if (is_set (bitacora_call_activity_get_location (source)))
    bitacora_call_activity_set_location (activity, bitacora_call_activity_get_location (source));
}

/**
 * bitacora_quick_entry_create_activity:
 *
 * Returns: (transfer full): what the window does not ask for: from what it was given, from the last
 *   call with whoever was called, from the profile
 */
BitacoraCallActivity *
bitacora_quick_entry_create_activity (BitacoraQuickEntry *self)
{
  BitacoraCallActivity *activity
      = self->profile != NULL
            ? bitacora_profile_create_activity (self->profile, BITACORA_ACTIVITY_TYPE_CALL)
            : bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
  const gboolean has_record
      = self->given != NULL && is_set (bitacora_call_activity_get_record_id (self->given));

  if (self->recalled != NULL && !has_record)
    take_record (activity, self->recalled);
  if (self->given != NULL)
    {
      take_record (activity, self->given);
      take_texts (activity, self->given);
    }
  return activity;
}

static BitacoraCallActivity *
read_activity (BitacoraQuickEntry *self)
{
  BitacoraCallActivity *activity = bitacora_quick_entry_create_activity (self);
  GDateTime *start = bitacora_call_timer_get_start (self->timer);
  g_autofree char *name = bitacora_quick_entry_dup_name (self);
  g_autofree char *note = bitacora_quick_entry_dup_note (self);
  g_autoptr (GDateTime) moment
      = start != NULL ? g_date_time_ref (start)
                      : bitacora_clock_now (bitacora_services_get_clock (self->services));
  g_autoptr (GDateTime) follow_up = bitacora_quick_entry_dup_follow_up (self);

  bitacora_call_activity_set_phone (activity, self->phone);
  bitacora_call_activity_set_name (activity, name);
  bitacora_call_activity_set_description (activity, g_strstrip (note));
  bitacora_call_activity_set_priority (activity, self->priority);
  bitacora_call_activity_set_completion_date (activity, moment);
  bitacora_call_activity_set_remember (activity,
                                       !g_str_equal (self->follow_up, BITACORA_FOLLOW_UP_NONE));
  bitacora_call_activity_set_reminder_date (activity, follow_up);
  return activity;
}

/* What cannot be read comes before what is missing for it. */
static gboolean
check (BitacoraQuickEntry *self,
       BitacoraCallActivity *activity,
       BitacoraActivityField field,
       GError **error)
{
  if (field == BITACORA_FIELD_PHONE && self->phone == NULL && self->phone_error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->phone_error));
      return FALSE;
    }
  if (field == BITACORA_FIELD_REMINDER_DATE && self->moment_row != NULL
      && g_str_equal (self->follow_up, BITACORA_FOLLOW_UP_PICK)
      && !bitacora_field_row_check (BITACORA_FIELD_ROW (self->moment_row), error))
    return FALSE;
  return bitacora_call_activity_check_field (activity, field, error);
}

/* What is wrong with a field that is not here is said above them all. */
static void
show_error (BitacoraQuickEntry *self, BitacoraActivityField field, const char *sentence)
{
  switch (field)
    {
    case BITACORA_FIELD_PHONE:
      bitacora_quick_entry_show_hint (GTK_WIDGET (self->who_entry), self->who_hint, sentence, TRUE);
      break;
    case BITACORA_FIELD_NAME:
      bitacora_quick_entry_show_hint (GTK_WIDGET (self->name_entry),
                                      self->name_hint,
                                      sentence,
                                      TRUE);
      break;
    case BITACORA_FIELD_REMINDER_DATE:
      bitacora_field_row_set_error (BITACORA_FIELD_ROW (self->moment_row), sentence);
      break;
    case BITACORA_FIELD_RECORD_ID:
    case BITACORA_FIELD_DESCRIPTION:
    case BITACORA_FIELD_PRIORITY:
    case BITACORA_FIELD_COMPLETION_DATE:
    case BITACORA_FIELD_MODULE:
    case BITACORA_FIELD_STATUS:
    case BITACORA_FIELD_OWNER:
    case BITACORA_FIELD_LOCATION:
    case BITACORA_N_FIELDS:
    default:
      bitacora_quick_entry_show_notice (self, sentence);
    }
}

static void
focus_field (BitacoraQuickEntry *self, BitacoraActivityField field)
{
  if (field == BITACORA_FIELD_PHONE)
    gtk_widget_grab_focus (GTK_WIDGET (self->who_entry));
  else if (field == BITACORA_FIELD_NAME)
    gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
  else if (field == BITACORA_FIELD_REMINDER_DATE)
    gtk_widget_grab_focus (GTK_WIDGET (self->moment_row));
  else if (field == BITACORA_FIELD_DESCRIPTION)
    gtk_widget_grab_focus (GTK_WIDGET (self->note_view));
}

static gboolean
validate (BitacoraQuickEntry *self, BitacoraCallActivity *activity)
{
  gboolean is_valid = TRUE;

  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GError) error = NULL;

      if (check (self, activity, field, &error))
        continue;
      /* Without a number there is no name either: one thing at a time. */
      if (is_valid || field != BITACORA_FIELD_NAME)
        show_error (self, field, error->message);
      if (is_valid)
        focus_field (self, field);
      is_valid = FALSE;
    }
  bitacora_quick_entry_fit (self);
  return is_valid;
}

static void
follow_up_completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_complete_follow_up_finish (BITACORA_OUTBOX (source), result, &error);

  bitacora_quick_entry_release_application ();
  if (entry == NULL)
    g_message ("A follow-up could not be marked as done: %s", error->message);
}

static void
complete_follow_up (BitacoraQuickEntry *self, BitacoraOutbox *outbox)
{
  g_autoptr (GDateTime) now = NULL;

  if (self->follow_up_id == 0)
    return;
  now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  bitacora_quick_entry_hold_application ();
  bitacora_outbox_complete_follow_up_async (outbox,
                                            self->follow_up_id,
                                            now,
                                            follow_up_completed_cb,
                                            NULL);
}

static void
activity_appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraQuickEntry) self = BITACORA_QUICK_ENTRY (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_append_finish (BITACORA_OUTBOX (source), result, &error);

  self->logging = FALSE;
  if (entry != NULL)
    {
      self->logged = TRUE;
      complete_follow_up (self, BITACORA_OUTBOX (source));
      g_signal_emit_by_name (self, "logged", entry);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (self->services != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->body), TRUE);
      bitacora_quick_entry_show_notice (self, error->message);
      bitacora_quick_entry_focus_start (self);
      bitacora_quick_entry_save_draft (self);
    }
  bitacora_quick_entry_release_application ();
}

static void
append (BitacoraQuickEntry *self, BitacoraCallActivity *activity)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, BITACORA_UNDO_SECONDS);
  BitacoraOutboxAppendOptions options = { .draft = BITACORA_QUICK_ENTRY_DRAFT };

  if (g_settings_get_boolean (self->settings, "undo-sending"))
    options.not_before = later;
  self->logging = TRUE;
  g_clear_handle_id (&self->draft_source, g_source_remove);
  gtk_widget_set_sensitive (GTK_WIDGET (self->body), FALSE);
  bitacora_quick_entry_hold_application ();
  bitacora_outbox_append_with_async (bitacora_services_get_outbox (self->services),
                                     bitacora_profile_get_id (self->profile),
                                     activity,
                                     &options,
                                     NULL,
                                     activity_appended_cb,
                                     g_object_ref (self));
}

/**
 * bitacora_quick_entry_log:
 *
 * Hands the call to the outbox and closes the window, once all that was asked for it is answered.
 * What is wrong with it is shown instead, and the focus goes there.
 */
void
bitacora_quick_entry_log (BitacoraQuickEntry *self)
{
  const char *failure = bitacora_services_get_failure (self->services);
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autoptr (BitacoraCallActivity) timed = NULL;

  if (self->profile == NULL || self->logging || self->logged)
    return;
  bitacora_quick_entry_show_notice (self, failure);
  self->log_pending = !bitacora_quick_entry_is_settled (self);
  if (failure != NULL)
    {
      /* What stood in the way may be gone by now. */
      bitacora_services_open (self->services);
      return;
    }
  if (self->log_pending)
    {
      if (bitacora_services_get_outbox (self->services) == NULL)
        bitacora_refusal_bar_set_sentence (
            self->notice,
            _ ("The saved calls are still being opened. This one is logged as soon as they are."));
      return;
    }
  bitacora_quick_entry_take_name_down (self);
  activity = read_activity (self);
  if (!validate (self, activity))
    return;
  /* Only now: whoever has something to correct is on the line still. */
  bitacora_call_timer_stop (self->timer);
  timed = read_activity (self);
  append (self, timed);
}
