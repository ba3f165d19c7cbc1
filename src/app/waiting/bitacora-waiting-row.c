/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-waiting-row.h"

#include <glib/gi18n-lib.h>

#include "model/bitacora-moment.h"

struct _BitacoraWaitingRow
{
  AdwPreferencesRow parent_instance;

  GtkImage *icon;
  GtkLabel *name_label;
  GtkLabel *facts_label;
  GtkLabel *reason_label;
  GtkWidget *buttons;
  GtkWidget *send_button;
  GtkWidget *correct_button;
  GtkWidget *is_there_button;
  GtkWidget *resend_button;
  GtkWidget *discard_button;
};

G_DEFINE_FINAL_TYPE (BitacoraWaitingRow, bitacora_waiting_row, ADW_TYPE_PREFERENCES_ROW)

static const char *
get_icon_name (BitacoraOutboxState state)
{
  switch (state)
    {
    case BITACORA_OUTBOX_STATE_SENDING:
      return "send-to-symbolic";
    case BITACORA_OUTBOX_STATE_LOGGED:
      return "object-select-symbolic";
    case BITACORA_OUTBOX_STATE_REJECTED:
      return "dialog-warning-symbolic";
    case BITACORA_OUTBOX_STATE_UNKNOWN:
      return "dialog-question-symbolic";
    case BITACORA_OUTBOX_STATE_QUEUED:
    default:
      return "document-open-recent-symbolic";
    }
}

static char *
format_time (GDateTime *moment, BitacoraClock *clock)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (clock);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (moment, bitacora_clock_get_zone (clock));
  g_autofree char *time = bitacora_moment_format_time (local);
  g_autofree char *date = NULL;

  if (g_date_time_get_year (now) == g_date_time_get_year (local)
      && g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (local))
    return g_steal_pointer (&time);

  date = bitacora_moment_format_date (local);
  /* Translators: a date and a time of day, as in “24/11/2026 15:42” */
  return g_strdup_printf (C_ ("date and time", "%s %s"), date, time);
}

static char *
format_facts (BitacoraOutboxEntry *entry, BitacoraClock *clock)
{
  BitacoraPhoneNumber *phone
      = bitacora_call_activity_get_phone (bitacora_outbox_entry_get_activity (entry));
  const char *state = bitacora_outbox_state_get_label (bitacora_outbox_entry_get_state (entry));
  g_autofree char *time = format_time (bitacora_outbox_entry_get_created (entry), clock);
  g_autofree char *number = NULL;

  if (phone == NULL)
    return g_strjoin (" · ", state, time, NULL);

  number = bitacora_phone_number_format_international (phone);
  return g_strjoin (" · ", state, number, time, NULL);
}

static void
set_up_buttons (BitacoraWaitingRow *self, BitacoraOutboxEntry *entry)
{
  BitacoraOutboxState state = bitacora_outbox_entry_get_state (entry);
  GtkWidget *buttons[] = { self->send_button,
                           self->correct_button,
                           self->is_there_button,
                           self->resend_button,
                           self->discard_button };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i]),
                                      "x",
                                      bitacora_outbox_entry_get_id (entry));

  gtk_widget_set_visible (self->send_button, state == BITACORA_OUTBOX_STATE_QUEUED);
  gtk_widget_set_visible (self->correct_button, state == BITACORA_OUTBOX_STATE_REJECTED);
  gtk_widget_set_visible (self->is_there_button, state == BITACORA_OUTBOX_STATE_UNKNOWN);
  gtk_widget_set_visible (self->resend_button, bitacora_outbox_entry_awaits_person (entry));
  gtk_widget_set_visible (self->buttons, state != BITACORA_OUTBOX_STATE_SENDING);
}

static void
bitacora_waiting_row_class_init (BitacoraWaitingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/waiting/bitacora-waiting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, reason_label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, send_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, correct_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, is_there_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, resend_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWaitingRow, discard_button);
}

static void
bitacora_waiting_row_init (BitacoraWaitingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_waiting_row_new:
 * @entry: the call that waits
 * @clock: tells today from other days, and the user's zone
 *
 * Creates the row of one entry; when the entry changes, a new row takes its place. Its buttons
 * activate "waiting.send-now", "waiting.discard" and "win.correct" with the entry's id.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
bitacora_waiting_row_new (BitacoraOutboxEntry *entry, BitacoraClock *clock)
{
  BitacoraWaitingRow *self;
  const char *name;
  g_autofree char *facts = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), NULL);
  g_return_val_if_fail (BITACORA_IS_CLOCK (clock), NULL);

  self = g_object_new (BITACORA_TYPE_WAITING_ROW, NULL);
  name = bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry));
  facts = format_facts (entry, clock);
  reason = bitacora_outbox_entry_describe (entry);
  gtk_image_set_from_icon_name (self->icon,
                                get_icon_name (bitacora_outbox_entry_get_state (entry)));
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->facts_label, facts);
  gtk_label_set_text (self->reason_label, reason);
  spoken = g_strdup_printf ("%s, %s", name, facts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  set_up_buttons (self, entry);

  return GTK_WIDGET (self);
}
