/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "bitacora-quick-entry-private.h"

#include "model/bitacora-moment.h"

/* What the choices mean, as it is typed into a form. */
static const struct
{
  const char *choice;
  const char *label;
  const char *moment;
} follow_ups[] = {
  { BITACORA_FOLLOW_UP_NONE, NC_ ("follow-up", "None"), NULL },
  { BITACORA_FOLLOW_UP_HOUR, N_ ("In 1 hour"), "+1h" },
  { BITACORA_FOLLOW_UP_TOMORROW, N_ ("Tomorrow 9:00"), "tomorrow 9:00" },
  { BITACORA_FOLLOW_UP_PICK, N_ ("Pick…"), NULL },
};

static const char *
get_follow_up_label (guint i)
{
  return i == 0 ? g_dpgettext2 (GETTEXT_PACKAGE, "follow-up", follow_ups[i].label)
                : _ (follow_ups[i].label);
}

static const char *
get_priority_label (BitacoraPriority priority)
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

/* Whoever made no choice has the profile's. */
static BitacoraPriority
get_priority (BitacoraQuickEntry *self)
{
  if (self->has_priority || self->profile == NULL)
    return self->priority;
  return bitacora_profile_get_priority (self->profile);
}

static char *
escape_mnemonic (const char *text)
{
  GString *escaped = g_string_new (text);

  g_string_replace (escaped, "_", "__", 0);
  return g_string_free (escaped, FALSE);
}

static void
show_choice (GtkMenuButton *button, GtkLabel *label, const char *format, const char *choice)
{
  g_autofree char *escaped = escape_mnemonic (choice);
  g_autofree char *text = g_strdup_printf (format, escaped);

  gtk_label_set_label (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (label),
                                  -1);
}

static void
show_follow_up (BitacoraQuickEntry *self)
{
  guint i = 0;

  while (g_strcmp0 (follow_ups[i].choice, self->follow_up) != 0)
    i++;
  /* Translators: followed by when, or by "None". */
  show_choice (self->follow_up_button,
               self->follow_up_label,
               _ ("_Follow-up: %s"),
               get_follow_up_label (i));
  g_simple_action_set_state (G_SIMPLE_ACTION (
                                 g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                             "follow-up")),
                             g_variant_new_string (self->follow_up));
}

static void
create_follow_up_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (follow_ups); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (get_follow_up_label (i), NULL);

      g_menu_item_set_action_and_target (item, "quick.follow-up", "s", follow_ups[i].choice);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
create_priority_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  for (int i = BITACORA_PRIORITY_HIGH; i >= BITACORA_PRIORITY_LOW; i--)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (get_priority_label ((BitacoraPriority)i), NULL);

      g_menu_item_set_action_and_target (item,
                                         "quick.priority",
                                         "s",
                                         bitacora_priority_to_string ((BitacoraPriority)i));
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
moment_edited_cb (BitacoraQuickEntry *self)
{
  bitacora_field_row_set_error (BITACORA_FIELD_ROW (self->moment_row), NULL);
  bitacora_quick_entry_note_edit (self);
}

static void
ensure_moment_row (BitacoraQuickEntry *self)
{
  GtkWidget *list;

  if (self->moment_row != NULL)
    return;
  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  self->moment_row = g_object_new (BITACORA_TYPE_MOMENT_ROW,
                                   "title",
                                   _ ("Follow-up"),
                                   "date-label",
                                   _ ("Follow-up date"),
                                   "time-label",
                                   _ ("Follow-up time"),
                                   "clock",
                                   bitacora_services_get_clock (self->services),
                                   NULL);
  g_signal_connect_object (self->moment_row,
                           "edited",
                           G_CALLBACK (moment_edited_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->moment_row));
  adw_bin_set_child (self->moment_slot, list);
}

static gboolean
timer_ticked_cb (gpointer user_data)
{
  bitacora_quick_entry_show_timer (BITACORA_QUICK_ENTRY (user_data));
  return G_SOURCE_CONTINUE;
}

static void
timer_changed_cb (BitacoraQuickEntry *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (bitacora_call_timer_is_running (self->timer))
    self->tick_source = g_timeout_add_seconds (1, timer_ticked_cb, self);
  bitacora_quick_entry_show_timer (self);
  bitacora_quick_entry_write_words (self);
}

/**
 * bitacora_quick_entry_set_up_when:
 *
 * Shows what is chosen, and makes the menus to choose from when they are asked for.
 */
void
bitacora_quick_entry_set_up_when (BitacoraQuickEntry *self)
{
  self->follow_up = BITACORA_FOLLOW_UP_NONE;
  self->priority = BITACORA_PRIORITY_NORMAL;
  self->timer = bitacora_call_timer_new (bitacora_services_get_clock (self->services));
  g_signal_connect_object (self->timer,
                           "changed",
                           G_CALLBACK (timer_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_create_popup_func (self->follow_up_button, create_follow_up_menu, NULL, NULL);
  gtk_menu_button_set_create_popup_func (self->priority_button, create_priority_menu, NULL, NULL);
  show_follow_up (self);
  bitacora_quick_entry_show_priority (self);
  bitacora_quick_entry_show_timer (self);
}

/* What stands on the timer's button: how long the line has been open, and what a click does. */
void
bitacora_quick_entry_show_timer (BitacoraQuickEntry *self)
{
  const gboolean runs = bitacora_call_timer_is_running (self->timer);
  const gboolean stands = !runs && bitacora_call_timer_get_start (self->timer) != NULL;
  g_autofree char *time = bitacora_call_timer_describe (self->timer);
  g_autofree char *spoken = NULL;
  const char *tooltip = runs     ? _ ("The call is over (Alt+T)")
                        : stands ? _ ("The call goes on (Alt+T)")
                                 : _ ("The line is open from now on (Alt+T)");

  gtk_label_set_label (self->timer_label, runs || stands ? time : _ ("Start call"));
  gtk_image_set_from_icon_name (self->timer_icon,
                                runs ? "call-stop-symbolic" : "call-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->timer_button), tooltip);
  if (runs)
    /* Translators: what a screen reader says of the timer's button; followed by 03:12. */
    spoken = g_strdup_printf (_ ("End call, on the line for %s"), time);
  else if (stands)
    /* Translators: what a screen reader says of the timer's button; preceded by 03:12. */
    spoken = g_strdup_printf (_ ("%s on the line, go on with the call"), time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->timer_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken != NULL ? spoken : _ ("Start call"),
                                  -1);
}

/* One of BITACORA_FOLLOW_UP_…; any other counts as none. */
void
bitacora_quick_entry_set_follow_up_choice (BitacoraQuickEntry *self, const char *choice)
{
  gboolean picks;

  self->follow_up = BITACORA_FOLLOW_UP_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (follow_ups); i++)
    if (g_strcmp0 (follow_ups[i].choice, choice) == 0)
      self->follow_up = follow_ups[i].choice;
  picks = g_str_equal (self->follow_up, BITACORA_FOLLOW_UP_PICK);
  if (picks)
    ensure_moment_row (self);
  show_follow_up (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->moment_slot)) == picks)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->moment_slot), picks);
  bitacora_quick_entry_fit (self);
}

void
bitacora_quick_entry_set_follow_up_moment (BitacoraQuickEntry *self, GDateTime *moment)
{
  bitacora_quick_entry_set_follow_up_choice (self, BITACORA_FOLLOW_UP_PICK);
  bitacora_moment_row_set_moment (self->moment_row, moment);
}

void
bitacora_quick_entry_set_priority (BitacoraQuickEntry *self, BitacoraPriority priority)
{
  self->priority = priority;
  self->has_priority = TRUE;
  bitacora_quick_entry_show_priority (self);
}

void
bitacora_quick_entry_show_priority (BitacoraQuickEntry *self)
{
  self->priority = get_priority (self);
  show_choice (self->priority_button,
               self->priority_label,
               /* Translators: followed by Low, Normal or High. */
               _ ("_Priority: %s"),
               get_priority_label (self->priority));
  g_simple_action_set_state (G_SIMPLE_ACTION (
                                 g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                             "priority")),
                             g_variant_new_string (bitacora_priority_to_string (self->priority)));
}

/* When the user wants to be reminded, counted from now; NULL for never, or for what cannot be
 * read. */
GDateTime *
bitacora_quick_entry_dup_follow_up (BitacoraQuickEntry *self)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  g_autoptr (GDateTime) minute
      = g_date_time_add_full (now, 0, 0, 0, 0, 0, -g_date_time_get_seconds (now));
  GDateTime *picked;

  for (guint i = 0; i < G_N_ELEMENTS (follow_ups); i++)
    if (g_str_equal (follow_ups[i].choice, self->follow_up) && follow_ups[i].moment != NULL)
      return bitacora_moment_parse (follow_ups[i].moment, minute, NULL);
  if (!g_str_equal (self->follow_up, BITACORA_FOLLOW_UP_PICK))
    return NULL;
  picked = bitacora_moment_row_get_moment (self->moment_row);
  return picked != NULL ? g_date_time_ref (picked) : NULL;
}
