/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-details.h"

#include <glib/gi18n-lib.h>

#include "bitacora-history-doubt.h"
#include "bitacora-history-row.h"
#include "crm/bitacora-activity-json.h"
#include "crm/bitacora-crm-command.h"
#include "crm/bitacora-crm-record.h"
#include "model/bitacora-moment.h"
#include "outbox/bitacora-outbox-attempt.h"
#include "outbox/bitacora-outbox-history.h"

struct _BitacoraHistoryDetails
{
  AdwBin parent_instance;

  BitacoraServices *services;
  BitacoraOutboxEntry *entry;
  GCancellable *reading;
  GPtrArray *rows; /* those added to the groups; not owned */

  GtkStack *stack;
  GtkLabel *name_label;
  GtkImage *state_icon;
  GtkLabel *state_label;
  GtkLabel *reason_label;
  BitacoraHistoryDoubt *doubt;
  GtkWidget *retry_button;
  GtkWidget *correct_button;
  GtkWidget *copy_id_button;
  GtkWidget *discard_button;
  AdwPreferencesGroup *fields_group;
  AdwPreferencesGroup *attempts_group;
  GtkLabel *json_label;
};

G_DEFINE_FINAL_TYPE (BitacoraHistoryDetails, bitacora_history_details, ADW_TYPE_BIN)

static char *
describe_moment (BitacoraHistoryDetails *self, GDateTime *moment)
{
  g_autoptr (GDateTime) local = NULL;

  if (moment == NULL)
    return NULL;
  local = g_date_time_to_timezone (moment,
                                   bitacora_clock_get_zone (
                                       bitacora_services_get_clock (self->services)));

  return bitacora_moment_describe (local);
}

static void
add_row (BitacoraHistoryDetails *self,
         AdwPreferencesGroup *group,
         const char *title,
         const char *value)
{
  GtkWidget *row;
  g_autofree char *safe_title = NULL;
  g_autofree char *safe_value = NULL;

  if (value == NULL || *value == '\0')
    return;
  safe_title = g_markup_escape_text (title, -1);
  safe_value = g_markup_escape_text (value, -1);
  row = adw_action_row_new ();
  gtk_widget_add_css_class (row, "history-fact");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), safe_value);
  adw_preferences_group_add (group, row);
  g_object_set_data (G_OBJECT (row), "bitacora-group", group);
  g_ptr_array_add (self->rows, row);
}

static void
add_field (BitacoraHistoryDetails *self, BitacoraActivityField field, const char *value)
{
  add_row (self, self->fields_group, bitacora_activity_field_get_label (field), value);
}

static void
clear_rows (BitacoraHistoryDetails *self, AdwPreferencesGroup *group)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      GtkWidget *row = self->rows->pdata[i - 1];

      if (g_object_get_data (G_OBJECT (row), "bitacora-group") != group)
        continue;
      adw_preferences_group_remove (group, row);
      g_ptr_array_remove_index (self->rows, i - 1);
    }
}

static const char *
describe_priority (BitacoraPriority priority)
{
  switch (priority)
    {
    case BITACORA_PRIORITY_LOW:
      return C_ ("priority", "Low");
    case BITACORA_PRIORITY_HIGH:
      return C_ ("priority", "High");
    case BITACORA_PRIORITY_NORMAL:
    default:
      return C_ ("priority", "Normal");
    }
}

static BitacoraProfile *
find_profile (BitacoraHistoryDetails *self)
{
  GListModel *profiles = G_LIST_MODEL (bitacora_services_get_profiles (self->services));
  guint count = g_list_model_get_n_items (profiles);

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (profiles, i);

      if (g_strcmp0 (bitacora_profile_get_id (profile),
                     bitacora_outbox_entry_get_profile_id (self->entry))
          == 0)
        return g_steal_pointer (&profile);
    }

  return NULL;
}

static void
show_fields (BitacoraHistoryDetails *self)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (self->entry);
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  g_autoptr (BitacoraProfile) profile = find_profile (self);
  g_autofree char *number
      = phone != NULL ? bitacora_phone_number_format_international (phone) : NULL;
  g_autofree char *completed
      = describe_moment (self, bitacora_call_activity_get_completion_date (activity));
  g_autofree char *reminder
      = bitacora_call_activity_get_remember (activity)
            ? describe_moment (self, bitacora_call_activity_get_reminder_date (activity))
            : NULL;
  g_autofree char *created
      = describe_moment (self, bitacora_outbox_entry_get_created (self->entry));

  clear_rows (self, self->fields_group);
  add_field (self, BITACORA_FIELD_PHONE, number);
  add_field (self, BITACORA_FIELD_RECORD_ID, bitacora_call_activity_get_record_id (activity));
  add_field (self, BITACORA_FIELD_DESCRIPTION, bitacora_call_activity_get_description (activity));
  add_field (self,
             BITACORA_FIELD_PRIORITY,
             describe_priority (bitacora_call_activity_get_priority (activity)));
  add_field (self, BITACORA_FIELD_COMPLETION_DATE, completed);
  add_field (self, BITACORA_FIELD_REMINDER_DATE, reminder);
  add_field (self, BITACORA_FIELD_MODULE, bitacora_call_activity_get_module (activity));
  add_field (self, BITACORA_FIELD_STATUS, bitacora_call_activity_get_status (activity));
  add_field (self, BITACORA_FIELD_OWNER, bitacora_call_activity_get_owner (activity));
  add_field (self, BITACORA_FIELD_LOCATION, bitacora_call_activity_get_location (activity));
  add_row (self, self->fields_group, _ ("Written down"), created);
  add_row (self,
           self->fields_group,
           _ ("Profile"),
           profile != NULL ? bitacora_profile_get_display_name (profile)
                           : bitacora_outbox_entry_get_profile_id (self->entry));
  add_row (self,
           self->fields_group,
           _ ("ID in the CRM"),
           bitacora_outbox_entry_get_wolkvox_id (self->entry));
}

static void
append_duration (GString *text, GTimeSpan duration)
{
  if (duration < G_TIME_SPAN_SECOND)
    /* Translators: how long an attempt to send a call took, in milliseconds */
    g_string_append_printf (text, _ (" · %d ms"), (int)(duration / G_TIME_SPAN_MILLISECOND));
  else
    /* Translators: how long an attempt to send a call took, in seconds */
    g_string_append_printf (text, _ (" · %.1f s"), (double)duration / G_TIME_SPAN_SECOND);
}

static char *
format_attempt_title (BitacoraHistoryDetails *self, BitacoraOutboxAttempt *attempt)
{
  GDateTime *started = bitacora_outbox_attempt_get_started (attempt);
  GDateTime *ended = bitacora_outbox_attempt_get_ended (attempt);
  guint status = bitacora_outbox_attempt_get_http_status (attempt);
  int code = bitacora_outbox_attempt_get_code (attempt);
  g_autofree char *when = describe_moment (self, started);
  g_autoptr (GString) title = g_string_new (when);

  if (ended != NULL)
    append_duration (title, g_date_time_difference (ended, started));
  if (status != 0)
    g_string_append_printf (title, " · HTTP %u", status);
  if (code != 0 && code != (int)status)
    /* Translators: the number that the CRM gave with its answer */
    g_string_append_printf (title, _ (" · code %d"), code);

  return g_string_free (g_steal_pointer (&title), FALSE);
}

static void
attempts_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryDetails) self = BITACORA_HISTORY_DETAILS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) attempts
      = bitacora_outbox_list_attempts_finish (BITACORA_OUTBOX (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear_rows (self, self->attempts_group);
  if (attempts == NULL)
    {
      add_row (self, self->attempts_group, _ ("They could not be read"), error->message);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->attempts_group), attempts->len > 0);
  for (guint i = 0; i < attempts->len; i++)
    {
      g_autofree char *title = format_attempt_title (self, attempts->pdata[i]);
      g_autofree char *outcome = bitacora_outbox_attempt_describe (attempts->pdata[i]);

      add_row (self, self->attempts_group, title, outcome);
    }
}

static void
read_attempts (BitacoraHistoryDetails *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  bitacora_outbox_list_attempts_async (bitacora_services_get_outbox (self->services),
                                       bitacora_outbox_entry_get_id (self->entry),
                                       self->reading,
                                       attempts_read_cb,
                                       g_object_ref (self));
}

static void
show_doubt (BitacoraHistoryDetails *self)
{
  g_autoptr (BitacoraProfile) profile = find_profile (self);
  gboolean is_doubtful
      = bitacora_outbox_entry_get_state (self->entry) == BITACORA_OUTBOX_STATE_UNKNOWN;

  gtk_widget_set_visible (GTK_WIDGET (self->doubt), is_doubtful);
  if (is_doubtful)
    bitacora_history_doubt_show (self->doubt,
                                 self->entry,
                                 profile,
                                 bitacora_services_get_clock (self->services));
}

static void
show_buttons (BitacoraHistoryDetails *self)
{
  BitacoraOutboxState state = bitacora_outbox_entry_get_state (self->entry);
  const char *id = bitacora_outbox_entry_get_wolkvox_id (self->entry);

  gtk_widget_set_visible (self->retry_button,
                          state == BITACORA_OUTBOX_STATE_QUEUED
                              || state == BITACORA_OUTBOX_STATE_REJECTED);
  gtk_widget_set_visible (self->correct_button, state == BITACORA_OUTBOX_STATE_REJECTED);
  gtk_widget_set_visible (self->copy_id_button, id != NULL && *id != '\0');
  /* Of a call in doubt it stands beside the other two answers. */
  gtk_widget_set_visible (self->discard_button,
                          state != BITACORA_OUTBOX_STATE_SENDING
                              && state != BITACORA_OUTBOX_STATE_UNKNOWN);
}

static void
show_entry (BitacoraHistoryDetails *self)
{
  BitacoraOutboxState state = bitacora_outbox_entry_get_state (self->entry);
  g_autofree char *reason = bitacora_outbox_entry_describe (self->entry);
  g_autofree char *json = bitacora_history_details_dup_json (self);

  gtk_label_set_text (self->name_label,
                      bitacora_call_activity_get_name (
                          bitacora_outbox_entry_get_activity (self->entry)));
  gtk_image_set_from_icon_name (self->state_icon, bitacora_history_get_icon_name (state));
  gtk_label_set_text (self->state_label, bitacora_outbox_state_get_label (state));
  gtk_label_set_text (self->reason_label, reason);
  gtk_label_set_text (self->json_label, json);
  show_buttons (self);
  show_doubt (self);
  show_fields (self);
  read_attempts (self);
}

static void
bitacora_history_details_dispose (GObject *object)
{
  BitacoraHistoryDetails *self = BITACORA_HISTORY_DETAILS (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->entry);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_history_details_parent_class)->dispose (object);
}

static void
bitacora_history_details_finalize (GObject *object)
{
  g_clear_pointer (&BITACORA_HISTORY_DETAILS (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (bitacora_history_details_parent_class)->finalize (object);
}

#define bind(name) gtk_widget_class_bind_template_child (widget_class, BitacoraHistoryDetails, name)

static void
bitacora_history_details_class_init (BitacoraHistoryDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_history_details_dispose;
  G_OBJECT_CLASS (klass)->finalize = bitacora_history_details_finalize;

  g_type_ensure (BITACORA_TYPE_HISTORY_DOUBT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/history/bitacora-history-details.ui");
  bind (stack);
  bind (name_label);
  bind (state_icon);
  bind (state_label);
  bind (reason_label);
  bind (doubt);
  bind (retry_button);
  bind (correct_button);
  bind (copy_id_button);
  bind (discard_button);
  bind (fields_group);
  bind (attempts_group);
  bind (json_label);
}

#undef bind

static void
bitacora_history_details_init (BitacoraHistoryDetails *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_history_details_set_up:
 * @self: the pane
 * @services: what keeps the calls
 *
 * Gives the pane what it reads. To be called once.
 */
void
bitacora_history_details_set_up (BitacoraHistoryDetails *self, BitacoraServices *services)
{
  g_return_if_fail (BITACORA_IS_HISTORY_DETAILS (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));

  g_set_object (&self->services, services);
}

/**
 * bitacora_history_details_set_entry:
 * @self: the pane
 * @entry: (nullable): the call to show
 *
 * Shows another call, or the same as it stands now.
 */
void
bitacora_history_details_set_entry (BitacoraHistoryDetails *self, BitacoraOutboxEntry *entry)
{
  g_return_if_fail (BITACORA_IS_HISTORY_DETAILS (self));

  if (!g_set_object (&self->entry, entry))
    return;
  gtk_stack_set_visible_child_name (self->stack, entry != NULL ? "entry" : "none");
  if (entry != NULL)
    show_entry (self);
}

/**
 * bitacora_history_details_get_entry:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): the call that it shows
 */
BitacoraOutboxEntry *
bitacora_history_details_get_entry (BitacoraHistoryDetails *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_DETAILS (self), NULL);

  return self->entry;
}

/**
 * bitacora_history_details_dup_json:
 * @self: the pane, which shows a call
 *
 * Returns: (transfer full): the body of the request that logs the call, for people to read
 */
char *
bitacora_history_details_dup_json (BitacoraHistoryDetails *self)
{
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  g_return_val_if_fail (BITACORA_IS_HISTORY_DETAILS (self), NULL);
  g_return_val_if_fail (self->entry != NULL, NULL);

  profile = find_profile (self);
  zone = profile != NULL ? bitacora_profile_dup_zone (profile)
                         : g_time_zone_ref (bitacora_clock_get_zone (
                             bitacora_services_get_clock (self->services)));

  return bitacora_activity_json_write (bitacora_outbox_entry_get_activity (self->entry),
                                       profile != NULL ? bitacora_profile_get_operation (profile)
                                                       : "",
                                       zone,
                                       profile != NULL
                                           ? bitacora_profile_get_country_language (profile)
                                           : (BitacoraCountryLanguage)0,
                                       TRUE);
}

/**
 * bitacora_history_details_dup_curl:
 * @self: the pane, which shows a call
 *
 * Returns: (transfer full): a command for a shell that logs the call, with $WOLKVOX_TOKEN in the
 *   place of the token, which is never part of it
 */
char *
bitacora_history_details_dup_curl (BitacoraHistoryDetails *self)
{
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autofree char *json = bitacora_history_details_dup_json (self);

  g_return_val_if_fail (json != NULL, NULL);

  profile = find_profile (self);
  return bitacora_crm_command_write_insert (profile, json);
}

/**
 * bitacora_history_details_dup_candidate_id:
 * @self: the pane, which shows a call
 *
 * Returns: (transfer full) (nullable): the ID of the record in the CRM that stands beside a call in
 *   doubt, %NULL if there is none
 */
char *
bitacora_history_details_dup_candidate_id (BitacoraHistoryDetails *self)
{
  g_autoptr (BitacoraCrmRecord) record = NULL;
  const char *candidate;

  g_return_val_if_fail (BITACORA_IS_HISTORY_DETAILS (self), NULL);
  g_return_val_if_fail (self->entry != NULL, NULL);

  candidate = bitacora_outbox_entry_get_candidate (self->entry);
  if (candidate != NULL)
    record = bitacora_crm_record_new_from_text (candidate);

  return record != NULL ? g_strdup (bitacora_crm_record_get_wolkvox_id (record)) : NULL;
}
