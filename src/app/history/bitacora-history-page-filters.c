/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-page-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-history-filter.h"

/* Less urgent than keys and answers, more urgent than laying out and drawing. */
#define PRIORITY_BEFORE_FRAME (G_PRIORITY_HIGH_IDLE + 5)

/* No row is lower, in pixels. */
#define LEAST_ROW_HEIGHT 42

/* How long a frame may wait for what it is to show, in microseconds. */
#define LONGEST_HOLD 6000

static const char *
get_filter (BitacoraHistoryPage *self, const char *name)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->filters), name);
  g_autoptr (GVariant) state = g_action_get_state (action);

  /* The action holds it. */
  return g_variant_get_string (state, NULL);
}

static void
show_understood (GtkEditable *editable, gboolean is_understood)
{
  GtkEntry *entry = GTK_ENTRY (editable);

  if (is_understood)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_entry_set_icon_from_icon_name (entry,
                                     GTK_ENTRY_ICON_SECONDARY,
                                     is_understood ? NULL : "dialog-warning-symbolic");
  gtk_entry_set_icon_tooltip_text (entry,
                                   GTK_ENTRY_ICON_SECONDARY,
                                   is_understood ? NULL
                                                 : _ ("Not a day that is known. Write it as in "
                                                      "24/11/2026 or yesterday."));
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               is_understood ? GTK_ACCESSIBLE_INVALID_FALSE
                                             : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

static GDateTime *
read_day (GtkEditable *entry, BitacoraClock *clock, int distance)
{
  GDateTime *day = NULL;
  g_autoptr (GDateTime) understood = NULL;

  show_understood (entry,
                   bitacora_history_filter_read_day (gtk_editable_get_text (entry),
                                                     clock,
                                                     &understood));
  if (understood != NULL)
    day = g_date_time_add_days (understood, distance);

  return day;
}

/* Of both days all hours count. */
static void
set_range (BitacoraHistoryPage *self, BitacoraOutboxQuery *query)
{
  g_autoptr (GDateTime) from
      = read_day (self->from_entry, bitacora_services_get_clock (self->services), 0);
  g_autoptr (GDateTime) until
      = read_day (self->until_entry, bitacora_services_get_clock (self->services), 1);

  bitacora_outbox_query_set_span (query, from, until);
}

static gboolean
frame_held_cb (gpointer user_data)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (user_data);

  if (!bitacora_history_model_is_loaded (self->model) && g_get_monotonic_time () < self->held_until)
    {
      g_thread_yield ();
      return G_SOURCE_CONTINUE;
    }
  self->hold_source = 0;

  return G_SOURCE_REMOVE;
}

/* An answer comes within a millisecond or two. A frame that began before it would show the key that
 * was pressed, and put off what it found to the next one. */
static void
hold_frame (BitacoraHistoryPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->held_until = g_get_monotonic_time () + LONGEST_HOLD;
  if (self->hold_source == 0)
    self->hold_source = g_idle_add_full (PRIORITY_BEFORE_FRAME, frame_held_cb, self, NULL);
}

void
bitacora_history_page_search (BitacoraHistoryPage *self)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  const char *date;
  const char *profile;
  int height;

  if (self->services == NULL)
    return;
  date = get_filter (self, "date");
  profile = get_filter (self, "profile");
  bitacora_outbox_query_set_text (query, gtk_editable_get_text (self->search_entry));
  bitacora_outbox_query_set_states (query,
                                    bitacora_history_filter_read_states (
                                        get_filter (self, "state")));
  if (*profile != '\0')
    bitacora_outbox_query_set_profile_id (query, profile);
  if (g_str_equal (date, "range"))
    set_range (self, query);
  else
    bitacora_history_filter_set_date (query, date, bitacora_services_get_clock (self->services));
  height = gtk_widget_get_height (GTK_WIDGET (self->list_view));
  if (height > 0)
    bitacora_history_model_set_n_first (self->model, (guint)height / LEAST_ROW_HEIGHT + 1);
  bitacora_history_model_set_query (self->model, query);
  hold_frame (self);
}

static char *
find_label (GMenuModel *menu, const char *target)
{
  int count = g_menu_model_get_n_items (menu);

  for (int i = 0; i < count; i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *word = NULL;
      char *label = NULL;

      if (section != NULL)
        label = find_label (section, target);
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_TARGET, "s", &word)
               && g_str_equal (word, target))
        g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      if (label != NULL)
        return label;
    }

  return NULL;
}

static void
update_chip (BitacoraHistoryPage *self, GtkMenuButton *button, const char *filter)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (button);
  g_autofree char *label = menu != NULL ? find_label (menu, get_filter (self, filter)) : NULL;

  if (label != NULL)
    gtk_menu_button_set_label (button, label);
}

static void
update_filters (BitacoraHistoryPage *self)
{
  update_chip (self, self->state_button, "state");
  update_chip (self, self->date_button, "date");
  update_chip (self, self->profile_button, "profile");
  gtk_widget_set_visible (self->range_box, g_str_equal (get_filter (self, "date"), "range"));
  bitacora_history_page_search (self);
}

static void
set_filter (BitacoraHistoryPage *self, const char *name, const char *value)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->filters), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (value));
}

void
bitacora_history_page_filter_chosen_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (user_data);

  g_simple_action_set_state (action, value);
  update_filters (self);
  if (g_str_equal (get_filter (self, "date"), "range")
      && g_str_equal (g_action_get_name (G_ACTION (action)), "date"))
    {
      /* Chosen with the space bar the menu would stay, and take what is typed. */
      gtk_menu_button_popdown (self->date_button);
      gtk_widget_grab_focus (GTK_WIDGET (self->from_entry));
    }
}

/* With one profile there is nothing to choose from. */
void
bitacora_history_page_update_profiles (BitacoraHistoryPage *self)
{
  GListModel *profiles = G_LIST_MODEL (bitacora_services_get_profiles (self->services));
  g_autoptr (GMenu) menu = g_menu_new ();
  guint count = g_list_model_get_n_items (profiles);
  gboolean is_known = *get_filter (self, "profile") == '\0';

  g_menu_append (menu, _ ("All profiles"), "filter.profile::");
  for (guint i = 0; i < count; i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (profiles, i);
      const char *id = bitacora_profile_get_id (profile);
      g_autoptr (GMenuItem) item
          = g_menu_item_new (bitacora_profile_get_display_name (profile), NULL);

      g_menu_item_set_action_and_target (item, "filter.profile", "s", id);
      g_menu_append_item (menu, item);
      is_known = is_known || g_str_equal (id, get_filter (self, "profile"));
    }
  gtk_menu_button_set_menu_model (self->profile_button, G_MENU_MODEL (menu));
  gtk_widget_set_visible (self->profile_chip, count > 1);
  if (is_known)
    update_chip (self, self->profile_button, "profile");
  else
    {
      set_filter (self, "profile", "");
      update_filters (self);
    }
}

void
bitacora_history_page_show_all (BitacoraHistoryPage *self)
{
  set_filter (self, "state", "all");
  set_filter (self, "date", "any");
  set_filter (self, "profile", "");
  gtk_editable_set_text (self->search_entry, "");
  update_filters (self);
}
