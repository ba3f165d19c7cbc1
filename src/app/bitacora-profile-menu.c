/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-profile-menu.h"

#include <glib/gi18n-lib.h>

struct _BitacoraProfileMenu
{
  AdwBin parent_instance;

  BitacoraProfileList *profiles;

  GtkMenuButton *button;
  GtkWidget *icon;
  GtkLabel *label;
  GtkWidget *practice_pill;
};

G_DEFINE_FINAL_TYPE (BitacoraProfileMenu, bitacora_profile_menu, ADW_TYPE_BIN)

#define NARROW_CHARS 10

static void update (BitacoraProfileMenu *self);

static GMenuModel *
create_profile_section (BitacoraProfileMenu *self)
{
  g_autoptr (GMenu) section = g_menu_new ();
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->profiles));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (BitacoraProfile) profile
          = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      g_autoptr (GMenuItem) item
          = g_menu_item_new (bitacora_profile_get_display_name (profile), NULL);

      g_menu_item_set_action_and_target (item,
                                         "win.profile",
                                         "s",
                                         bitacora_profile_get_id (profile));
      g_menu_append_item (section, item);
      g_signal_handlers_disconnect_by_data (profile, self);
      g_signal_connect_object (profile,
                               "notify::display-name",
                               G_CALLBACK (update),
                               self,
                               G_CONNECT_SWAPPED);
    }

  return G_MENU_MODEL (g_steal_pointer (&section));
}

/* The practice profile is shown as what it is, whatever its name: nobody shall mistake it. */
static void
show_current (BitacoraProfileMenu *self, BitacoraProfile *current)
{
  const char *name = bitacora_profile_get_display_name (current);
  gboolean practice = bitacora_profile_is_practice (current);
  g_autofree char *spoken = g_strdup_printf (_ ("Profile: %s"), name);

  gtk_label_set_text (self->label, name);
  /* As much of the name as leaves room for the rest of the narrowest header. */
  gtk_label_set_width_chars (self->label, MIN (g_utf8_strlen (name, -1), NARROW_CHARS));
  gtk_widget_set_visible (GTK_WIDGET (self->label), !practice);
  gtk_widget_set_visible (self->icon, !practice);
  gtk_widget_set_visible (self->practice_pill, practice);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->button),
      practice ? _ ("Calls go to the practice CRM on this computer, not to a real one")
               : _ ("Profile that calls are logged with"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken,
                                  -1);
}

static void
update (BitacoraProfileMenu *self)
{
  BitacoraProfile *current = bitacora_profile_list_get_current (self->profiles);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) profiles = create_profile_section (self);
  g_autoptr (GMenu) others = g_menu_new ();

  g_menu_append_section (menu, _ ("Log calls with"), profiles);
  g_menu_append (others, _ ("_Preferences…"), "app.preferences");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  gtk_menu_button_set_menu_model (self->button, G_MENU_MODEL (menu));

  gtk_widget_set_visible (GTK_WIDGET (self), current != NULL);
  if (current != NULL)
    show_current (self, current);
}

static void
bitacora_profile_menu_dispose (GObject *object)
{
  BitacoraProfileMenu *self = BITACORA_PROFILE_MENU (object);

  g_clear_object (&self->profiles);

  G_OBJECT_CLASS (bitacora_profile_menu_parent_class)->dispose (object);
}

static void
bitacora_profile_menu_class_init (BitacoraProfileMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_profile_menu_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/bitacora-profile-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileMenu, button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileMenu, icon);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileMenu, label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileMenu, practice_pill);
}

static void
bitacora_profile_menu_init (BitacoraProfileMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_profile_menu_set_profiles:
 * @self: the menu
 * @profiles: the profiles to choose from
 *
 * Lets the button and its menu follow @profiles. To be called once.
 */
void
bitacora_profile_menu_set_profiles (BitacoraProfileMenu *self, BitacoraProfileList *profiles)
{
  g_return_if_fail (BITACORA_IS_PROFILE_MENU (self));
  g_return_if_fail (BITACORA_IS_PROFILE_LIST (profiles));
  g_return_if_fail (self->profiles == NULL);

  self->profiles = g_object_ref (profiles);
  g_signal_connect_object (profiles, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (profiles,
                           "notify::current",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  update (self);
}
