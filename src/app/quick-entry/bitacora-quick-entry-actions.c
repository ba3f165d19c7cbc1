/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-quick-entry-private.h"

static void
log_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_quick_entry_log (BITACORA_QUICK_ENTRY (user_data));
}

static void
timer_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (user_data);

  if (bitacora_call_timer_is_running (self->timer))
    {
      bitacora_call_timer_stop (self->timer);
      bitacora_quick_entry_note_edit (self);
    }
  else
    bitacora_quick_entry_start_call (self);
}

static void
outcome_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_outcome_chips_press (BITACORA_QUICK_ENTRY (user_data)->chips,
                                (guint)g_variant_get_int32 (parameter));
}

static void
use_clipboard_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_quick_entry_use_clipboard (BITACORA_QUICK_ENTRY (user_data));
}

static void
bring_back_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_quick_entry_bring_back (BITACORA_QUICK_ENTRY (user_data));
}

static void
follow_up_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (user_data);
  const char *choice = g_variant_get_string (parameter, NULL);

  bitacora_quick_entry_set_follow_up_choice (self, choice);
  bitacora_quick_entry_note_edit (self);
  if (g_str_equal (self->follow_up, BITACORA_FOLLOW_UP_PICK))
    gtk_widget_grab_focus (GTK_WIDGET (self->moment_row));
}

static void
priority_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (user_data);
  BitacoraPriority priority;

  if (!bitacora_priority_from_string (g_variant_get_string (parameter, NULL), &priority, NULL))
    return;
  bitacora_quick_entry_set_priority (self, priority);
  bitacora_quick_entry_note_edit (self);
}

static void
profile_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (user_data);
  BitacoraProfileList *profiles = bitacora_services_get_profiles (self->services);
  const char *id = g_variant_get_string (parameter, NULL);

  g_simple_action_set_state (action, parameter);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profiles)); i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);

      if (g_strcmp0 (bitacora_profile_get_id (profile), id) == 0
          && profile != bitacora_profile_list_get_current (profiles))
        bitacora_profile_list_set_current (profiles, profile);
    }
}

/**
 * bitacora_quick_entry_add_actions:
 *
 * Gives the window all that can be clicked or pressed in it, under "quick".
 */
void
bitacora_quick_entry_add_actions (BitacoraQuickEntry *self)
{
  static const GActionEntry entries[] = {
    { "log", log_activated_cb },
    { "timer", timer_activated_cb },
    { "outcome", outcome_activated_cb, "i" },
    { "use-clipboard", use_clipboard_activated_cb },
    { "bring-back", bring_back_activated_cb },
    { "follow-up", follow_up_activated_cb, "s", "'none'" },
    { "priority", priority_activated_cb, "s", "'normal'" },
  };
  /* The profile menu is that of the main window. */
  static const GActionEntry window_entries[] = {
    { "profile", profile_activated_cb, "s", "''" },
  };
  g_autoptr (GSimpleActionGroup) window_actions = g_simple_action_group_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action_entries (G_ACTION_MAP (window_actions),
                                   window_entries,
                                   G_N_ELEMENTS (window_entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "quick", G_ACTION_GROUP (self->actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (window_actions));
}
