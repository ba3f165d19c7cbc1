/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-reminder-notification.h"

#include <glib/gi18n-lib.h>

#include "bitacora-follow-up-words.h"

/* As many characters of a note as a notification shows without being unfolded. */
#define NOTE_CHARS 160

/* Of several, as many are named as one reads at a glance. */
#define MOST_NAMES 4

/* Younger than this, a reminder is in time. */
#define IN_TIME (2 * G_TIME_SPAN_MINUTE)

static const char *
get_name (BitacoraOutboxEntry *entry)
{
  return bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry));
}

static GNotification *
create (const char *title)
{
  GNotification *notification = g_notification_new (title);
  g_autoptr (GIcon) icon = g_themed_icon_new ("alarm-symbolic");

  g_notification_set_icon (notification, icon);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action (notification, "app.show-follow-ups");

  return notification;
}

static char *
format_body (BitacoraOutboxEntry *entry, GDateTime *now)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GDateTime *due = bitacora_outbox_entry_get_follow_up (entry);
  char *number = bitacora_follow_up_format_number (entry);
  char *note = bitacora_follow_up_format_note (entry, NOTE_CHARS);

  if (number != NULL)
    g_ptr_array_add (lines, number);
  if (note != NULL)
    g_ptr_array_add (lines, note);
  if (due != NULL && g_date_time_difference (now, due) >= IN_TIME)
    {
      g_autofree char *when = bitacora_follow_up_describe_moment (due, now);

      /* Translators: when a follow-up was due that was missed: “It was due yesterday 16:00.” */
      g_ptr_array_add (lines, g_strdup_printf (_ ("It was due %s."), when));
    }
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
add_call_button (GNotification *notification, BitacoraOutboxEntry *entry, gboolean hide_names)
{
  g_autofree char *number = bitacora_follow_up_format_e164 (entry);

  if (number == NULL)
    return;
  if (hide_names)
    /* Desktops keep notifications, targets and all. */
    g_notification_add_button_with_target (notification,
                                           _ ("Call again"),
                                           "app." BITACORA_REMINDER_CALL_ACTION,
                                           "x",
                                           bitacora_outbox_entry_get_id (entry));
  else
    g_notification_add_button_with_target (notification,
                                           _ ("Call again"),
                                           "app.call-number",
                                           "s",
                                           number);
}

/**
 * bitacora_reminder_notification_new:
 * @entry: a call whose follow-up is due
 * @now: the present, in the user's zone
 * @hide_names: whether others may see the screen: then nothing of the call is told
 *
 * Creates the notification of one follow-up, with what can be done about it.
 *
 * Returns: (transfer full): the notification
 */
GNotification *
bitacora_reminder_notification_new (BitacoraOutboxEntry *entry, GDateTime *now, gboolean hide_names)
{
  gint64 id;
  GNotification *notification;

  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  id = bitacora_outbox_entry_get_id (entry);
  if (hide_names)
    notification = create (_ ("A follow-up is due"));
  else
    {
      /* Translators: the title of a reminder; %s is the name of a call */
      g_autofree char *title = g_strdup_printf (_ ("Follow-up: %s"), get_name (entry));
      g_autofree char *body = format_body (entry, now);

      notification = create (title);
      if (body != NULL)
        g_notification_set_body (notification, body);
    }
  add_call_button (notification, entry, hide_names);
  g_notification_add_button_with_target (notification,
                                         _ ("Log follow-up"),
                                         "app.log-follow-up",
                                         "x",
                                         id);
  g_notification_add_button_with_target (notification,
                                         _ ("Snooze 10 minutes"),
                                         "app.snooze-reminder",
                                         "x",
                                         id);

  return notification;
}

/**
 * bitacora_reminder_notification_new_for_several:
 * @entries: (element-type BitacoraOutboxEntry): the calls whose follow-ups are due, two at least
 * @hide_names: whether others may see the screen: then only their number is told
 *
 * Creates one notification for all of @entries.
 *
 * Returns: (transfer full): the notification
 */
GNotification *
bitacora_reminder_notification_new_for_several (GPtrArray *entries, gboolean hide_names)
{
  g_autofree char *title = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  GNotification *notification;

  g_return_val_if_fail (entries != NULL, NULL);

  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%u follow-up is due",
                                        "%u follow-ups are due",
                                        entries->len),
                           entries->len);
  notification = create (title);
  if (hide_names)
    return notification;

  for (guint i = 0; i < MIN (entries->len, MOST_NAMES); i++)
    {
      if (i > 0)
        /* Translators: stands between the names of a list */
        g_string_append (names, _ (", "));
      g_string_append (names, get_name (entries->pdata[i]));
    }
  if (entries->len > MOST_NAMES)
    {
      const guint more = entries->len - MOST_NAMES;

      /* Translators: ends a list of names that is cut short */
      g_string_append_printf (names,
                              g_dngettext (GETTEXT_PACKAGE, " and %u more", " and %u more", more),
                              more);
    }
  g_notification_set_body (notification, names->str);

  return notification;
}
