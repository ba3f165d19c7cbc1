/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-application-private.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "bitacora-dialer.h"
#include "bitacora-logged-call.h"
#include "bitacora-take-back.h"
#include "model/bitacora-call-link.h"
#include "preferences/bitacora-preferences-window.h"

/* What the program can be asked for, by its windows and from outside. */

/* A call that is to be logged like an earlier one, or about it. */
typedef struct
{
  BitacoraApplication *application;
  gint64 id;
  gboolean is_follow_up;
} Proposal;

static void
proposal_free (gpointer data)
{
  Proposal *self = data;

  g_application_release (G_APPLICATION (self->application));
  g_object_unref (self->application);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Proposal, proposal_free)

static void
show_message (BitacoraApplication *self, const char *sentence)
{
  BitacoraWindow *window = bitacora_application_ensure_window (self);

  bitacora_window_show_message (window, sentence);
  bitacora_application_present (self, GTK_WINDOW (window));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);

  bitacora_application_present (self, GTK_WINDOW (bitacora_application_ensure_window (self)));
}

static void
new_call_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  BitacoraWindow *window = bitacora_application_ensure_window (self);

  bitacora_window_show_form (window);
  bitacora_application_present (self, GTK_WINDOW (window));
}

static void
quick_entry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);

  bitacora_application_present (self, GTK_WINDOW (bitacora_application_ensure_quick_entry (self)));
}

static void
start_call_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  BitacoraQuickEntry *quick_entry = bitacora_application_ensure_quick_entry (self);

  bitacora_quick_entry_start_call (quick_entry);
  bitacora_application_present (self, GTK_WINDOW (quick_entry));
}

static void
open_link_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  BitacoraQuickEntry *quick_entry = bitacora_application_ensure_quick_entry (self);
  BitacoraProfile *profile
      = bitacora_profile_list_get_current (bitacora_services_get_profiles (self->services));
  const char *region = profile != NULL ? bitacora_profile_get_country (profile) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCallLink) link
      = bitacora_call_link_parse (g_variant_get_string (parameter, NULL), region, &error);

  if (link == NULL)
    {
      g_autoptr (BitacoraCallActivity) nothing
          = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
      const char *complaints[] = { error->message, NULL };

      bitacora_quick_entry_fill (quick_entry, nothing, complaints);
    }
  else
    {
      bitacora_quick_entry_fill (quick_entry,
                                 bitacora_call_link_get_activity (link),
                                 bitacora_call_link_get_complaints (link));
      if (bitacora_call_link_is_call (link))
        bitacora_quick_entry_start_call (quick_entry);
    }
  bitacora_application_present (self, GTK_WINDOW (quick_entry));
}

static void
proposed_entry_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Proposal) proposal = user_data;
  BitacoraApplication *self = proposal->application;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_get_finish (BITACORA_OUTBOX (source), result, &error);
  BitacoraQuickEntry *quick_entry;

  if (self->is_leaving)
    return;
  if (entry == NULL)
    {
      show_message (self, error->message);
      return;
    }
  quick_entry = bitacora_application_ensure_quick_entry (self);
  bitacora_quick_entry_fill_again (quick_entry, entry);
  if (proposal->is_follow_up)
    bitacora_quick_entry_set_follow_up (quick_entry, proposal->id);
  bitacora_application_present (self, GTK_WINDOW (quick_entry));
}

static void
propose (BitacoraApplication *self, gint64 id, gboolean is_follow_up)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);
  Proposal *proposal;

  if (outbox == NULL)
    {
      show_message (self, _ ("The saved calls are still being opened. Try again in a moment."));
      return;
    }
  proposal = g_new0 (Proposal, 1);
  proposal->application = g_object_ref (self);
  proposal->id = id;
  proposal->is_follow_up = is_follow_up;
  g_application_hold (G_APPLICATION (self));
  bitacora_outbox_get_async (outbox, id, NULL, proposed_entry_read_cb, proposal);
}

static void
log_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  propose (BITACORA_APPLICATION (user_data), g_variant_get_int64 (parameter), FALSE);
}

static void
log_follow_up_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  propose (BITACORA_APPLICATION (user_data), g_variant_get_int64 (parameter), TRUE);
}

/* A call that its user wants back. */
typedef struct
{
  BitacoraApplication *application;
  gboolean is_from_form;
} TakeBack;

static void
take_back_free (TakeBack *self)
{
  g_object_unref (self->application);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TakeBack, take_back_free)

static void
restore_form (BitacoraApplication *self, BitacoraCallActivity *activity)
{
  BitacoraWindow *window = bitacora_application_ensure_window (self);

  bitacora_window_restore (window, activity);
  bitacora_application_present (self, GTK_WINDOW (window));
}

static void
restore_quick_entry (BitacoraApplication *self, BitacoraCallActivity *activity)
{
  BitacoraQuickEntry *quick_entry = bitacora_application_ensure_quick_entry (self);

  bitacora_quick_entry_restore (quick_entry, activity);
  bitacora_application_present (self, GTK_WINDOW (quick_entry));
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TakeBack) take_back = user_data;
  BitacoraApplication *self = take_back->application;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_take_back_finish (BITACORA_OUTBOX (source), result, &error);

  g_application_release (G_APPLICATION (self));
  if (self->is_leaving)
    return;
  if (entry == NULL)
    show_message (self, error->message);
  else if (take_back->is_from_form)
    restore_form (self, bitacora_outbox_entry_get_activity (entry));
  else
    restore_quick_entry (self, bitacora_outbox_entry_get_activity (entry));
}

static void
take_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);
  TakeBack *take_back;
  gint64 id;

  if (outbox == NULL)
    {
      show_message (self, _ ("The saved calls are still being opened. Try again in a moment."));
      return;
    }
  g_application_hold (G_APPLICATION (self));
  take_back = g_new0 (TakeBack, 1);
  take_back->application = g_object_ref (self);
  g_variant_get (parameter, "(xb)", &id, &take_back->is_from_form);
  bitacora_take_back_async (outbox, id, taken_back_cb, take_back);
}

static void
number_called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraApplication) self = BITACORA_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!bitacora_dialer_call_finish (result, &error) && !self->is_leaving)
    show_message (self, error->message);
  g_application_release (G_APPLICATION (self));
}

/* It is on the clipboard, too, for telephones that are no program of this computer. */
static void
call_number_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  const char *number = g_variant_get_string (parameter, NULL);
  GdkDisplay *display = gdk_display_get_default ();

  if (display != NULL)
    gdk_clipboard_set_text (gdk_display_get_clipboard (display), number);
  g_application_hold (G_APPLICATION (self));
  bitacora_dialer_call_async (number, self->departing, number_called_cb, g_object_ref (self));
}

static void
show_entry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  BitacoraWindow *window = bitacora_application_ensure_window (self);

  bitacora_window_show_entry (window, g_variant_get_int64 (parameter));
  bitacora_application_present (self, GTK_WINDOW (window));
}

static void
show_search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  BitacoraWindow *window = bitacora_application_ensure_window (self);

  bitacora_window_search (window, g_variant_get_string (parameter, NULL));
  bitacora_application_present (self, GTK_WINDOW (window));
}

static void
show_in_window (BitacoraApplication *self, const char *action, const char *word)
{
  BitacoraWindow *window = bitacora_application_ensure_window (self);

  g_action_group_activate_action (G_ACTION_GROUP (window), action, g_variant_new_string (word));
  bitacora_application_present (self, GTK_WINDOW (window));
}

static void
show_follow_ups_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_in_window (BITACORA_APPLICATION (user_data), "show-page", "follow-ups");
}

static void
show_waiting_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_in_window (BITACORA_APPLICATION (user_data), "show-history", "waiting");
}

static void
snooze_reminder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);

  bitacora_reminders_snooze (self->reminders, g_variant_get_int64 (parameter));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);

  if (self->preferences == NULL)
    {
      BitacoraWindow *window = bitacora_application_ensure_window (self);
      BitacoraGlobalShortcut *shortcut = bitacora_application_ensure_shortcut (self);

      g_set_weak_pointer (&self->preferences, bitacora_preferences_window_new (self->services));
      if (shortcut != NULL)
        bitacora_preferences_window_set_global_shortcut (BITACORA_PREFERENCES_WINDOW (
                                                             self->preferences),
                                                         shortcut);
      bitacora_application_present (self, GTK_WINDOW (window));
      gtk_window_set_transient_for (self->preferences, GTK_WINDOW (window));
    }
  bitacora_application_present (self, self->preferences);
}

/* A window that is not there yet opens on the form by itself, and whoever logs a call from
 * somewhere else does without it. */
static void
practise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  BitacoraWindow *window = bitacora_application_find_window (self);
  g_autoptr (GError) error = NULL;

  if (!bitacora_services_start_practice (self->services, &error))
    {
      g_autofree char *sentence
          = g_strdup_printf (_ ("The practice CRM could not start: %s"), error->message);

      show_message (self, sentence);
      return;
    }
  if (window != NULL)
    bitacora_window_show_form (window);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *developers[] = { "Bitácora", NULL };

  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                         "application-name",
                         "Bitácora",
                         "application-icon",
                         BITACORA_APPLICATION_ID,
                         "version",
                         BITACORA_VERSION,
                         "developer-name",
                         _ ("The Bitácora authors"),
                         "developers",
                         developers,
                         "comments",
                         _ ("Logs phone calls into the wolkvox CRM, and loses none of them."),
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         /* Translators: your name, and your address if you like */
                         "translator-credits",
                         _ ("translator-credits"),
                         NULL);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraWindow *window = bitacora_application_ensure_window (BITACORA_APPLICATION (user_data));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_application_leave (BITACORA_APPLICATION (user_data));
}

/**
 * bitacora_application_add_actions:
 * @self: the application
 *
 * Adds what the application can be asked for.
 */
void
bitacora_application_add_actions (BitacoraApplication *self)
{
  static const GActionEntry actions[] = {
    { "open", open_cb },
    { "new-call", new_call_cb },
    { "quick-entry", quick_entry_cb },
    { "start-call", start_call_cb },
    { "open-link", open_link_cb, "s" },
    { "log-again", log_again_cb, "x" },
    { "log-follow-up", log_follow_up_cb, "x" },
    { BITACORA_LOGGED_CALL_UNDO_ACTION, take_back_cb, "(xb)" },
    { "call-number", call_number_cb, "s" },
    { "show-entry", show_entry_cb, "x" },
    { "show-search", show_search_cb, "s" },
    { "show-follow-ups", show_follow_ups_cb },
    { "show-waiting", show_waiting_cb },
    { "snooze-reminder", snooze_reminder_cb, "x" },
    { "preferences", preferences_cb },
    { "practise", practise_cb },
    { "about", about_cb },
    { "shortcuts", shortcuts_cb },
    { "quit", quit_cb },
  };
  g_autoptr (GAction) pause_sending = g_settings_create_action (self->settings, "pause-sending");

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_action_map_add_action (G_ACTION_MAP (self), pause_sending);
}
