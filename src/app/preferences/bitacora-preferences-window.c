/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-toast.h"
#include "bitacora-background-page.h"
#include "bitacora-calls-page.h"
#include "bitacora-hint-row.h"
#include "bitacora-profile-editor.h"

struct _BitacoraPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  BitacoraServices *services;
  BitacoraProfile *leaving;
  GtkFilter *filter;
  GSettings *settings;

  GtkListBox *profiles_box;
  GtkWidget *add_button;
  GtkSwitch *undo_switch;
  GtkSwitch *uncertain_switch;
  BitacoraBackgroundPage *background_page;
  GtkSwitch *practice_switch;
  GtkWidget *practice_page_row;
  GtkLinkButton *practice_link;
  BitacoraHintRow *practice_hint;
};

G_DEFINE_FINAL_TYPE (BitacoraPreferencesWindow,
                     bitacora_preferences_window,
                     ADW_TYPE_PREFERENCES_WINDOW)

static void
show_text (BitacoraPreferencesWindow *self, const char *text)
{
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), bitacora_toast_new (text));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  BitacoraProfile *profile = BITACORA_PROFILE (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_bind_property (profile, "display-name", row, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (profile, "server", row, "subtitle", G_BINDING_SYNC_CREATE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "profile", g_object_ref (profile), g_object_unref);

  return row;
}

/* A profile that is about to be removed is out of sight while that can be undone. */
static gboolean
profile_is_shown (gpointer item, gpointer user_data)
{
  return item != BITACORA_PREFERENCES_WINDOW (user_data)->leaving;
}

static void
set_leaving (BitacoraPreferencesWindow *self, BitacoraProfile *profile)
{
  g_set_object (&self->leaving, profile);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
token_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!bitacora_token_store_remove_finish (BITACORA_TOKEN_STORE (source), result, &error)
      && !g_error_matches (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_NOT_FOUND))
    g_message ("The token of a removed profile stays in the keyring: %s", error->message);
}

static void
remove_leaving (BitacoraPreferencesWindow *self)
{
  g_autoptr (BitacoraProfile) profile = g_steal_pointer (&self->leaving);
  g_autoptr (GError) error = NULL;

  if (profile == NULL)
    return;
  if (!bitacora_profile_is_practice (profile))
    bitacora_token_store_remove_async (bitacora_services_get_tokens (self->services),
                                       profile,
                                       NULL,
                                       token_removed_cb,
                                       NULL);
  if (!bitacora_profile_list_remove (bitacora_services_get_profiles (self->services),
                                     profile,
                                     &error))
    show_text (self, error->message);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
removal_undone_cb (BitacoraPreferencesWindow *self)
{
  set_leaving (self, NULL);
}

static void
remove_requested_cb (BitacoraPreferencesWindow *self, BitacoraProfileEditor *editor)
{
  BitacoraProfile *profile = g_object_get_data (G_OBJECT (editor), "profile");
  g_autofree char *text = NULL;
  AdwToast *toast;

  remove_leaving (self);
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
  set_leaving (self, profile);

  text = g_strdup_printf (_ ("“%s” was removed"), bitacora_profile_get_display_name (profile));
  toast = bitacora_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_object (toast,
                           "button-clicked",
                           G_CALLBACK (removal_undone_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast,
                           "dismissed",
                           G_CALLBACK (remove_leaving),
                           self,
                           G_CONNECT_SWAPPED);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
}

static GtkWidget *
create_subpage_header (BitacoraPreferencesWindow *self, BitacoraProfile *profile)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *title = adw_window_title_new ("", "");
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Back"),
                                  -1);
  g_signal_connect_object (back,
                           "clicked",
                           G_CALLBACK (adw_preferences_window_close_subpage),
                           self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (profile, "display-name", title, "title", G_BINDING_SYNC_CREATE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);

  return header;
}

static void
open_editor (BitacoraPreferencesWindow *self, BitacoraProfile *profile)
{
  GtkWidget *subpage = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *editor = bitacora_profile_editor_new (self->services, profile);

  gtk_widget_set_vexpand (editor, TRUE);
  g_object_set_data_full (G_OBJECT (editor), "profile", g_object_ref (profile), g_object_unref);
  g_signal_connect_object (editor,
                           "remove-requested",
                           G_CALLBACK (remove_requested_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (subpage), create_subpage_header (self, profile));
  gtk_box_append (GTK_BOX (subpage), editor);
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self), subpage);
}

static void
profile_activated_cb (BitacoraPreferencesWindow *self, GtkListBoxRow *row)
{
  open_editor (self, g_object_get_data (G_OBJECT (row), "profile"));
}

/* The names of profiles differ, so the second new one is numbered. */
static BitacoraProfile *
add_profile (BitacoraProfileList *profiles, GError **error)
{
  for (guint number = 1;; number++)
    {
      g_autofree char *name = number == 1 ? g_strdup (_ ("New profile"))
                                          : g_strdup_printf (_ ("New profile %u"), number);
      g_autoptr (GError) local = NULL;
      BitacoraProfile *profile = bitacora_profile_list_add (profiles, name, &local);

      if (profile != NULL)
        return profile;
      if (!g_error_matches (local, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
}

static void
add_clicked_cb (BitacoraPreferencesWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraProfile) profile
      = add_profile (bitacora_services_get_profiles (self->services), &error);

  if (profile == NULL)
    show_text (self, error->message);
  else
    open_editor (self, profile);
}

static void
update_practice (BitacoraPreferencesWindow *self)
{
  const char *url = bitacora_services_get_practice_url (self->services);

  gtk_switch_set_state (self->practice_switch, url != NULL);
  gtk_switch_set_active (self->practice_switch, url != NULL);
  gtk_widget_set_visible (self->practice_page_row, url != NULL);
  if (url != NULL)
    {
      gtk_link_button_set_uri (self->practice_link, url);
      gtk_button_set_label (GTK_BUTTON (self->practice_link), url);
    }
}

static gboolean
practice_switched_cb (BitacoraPreferencesWindow *self, gboolean on)
{
  g_autoptr (GError) error = NULL;

  if (on == (bitacora_services_get_practice_url (self->services) != NULL))
    return FALSE;
  bitacora_hint_row_clear (self->practice_hint);
  if (!on)
    bitacora_services_stop_practice (self->services);
  else if (!bitacora_services_start_practice (self->services, &error))
    {
      bitacora_hint_row_show (self->practice_hint, BITACORA_HINT_ERROR, error->message);
      update_practice (self);
    }

  return TRUE;
}

static gboolean
bitacora_preferences_window_close_request (GtkWindow *window)
{
  remove_leaving (BITACORA_PREFERENCES_WINDOW (window));

  return GTK_WINDOW_CLASS (bitacora_preferences_window_parent_class)->close_request (window);
}

static void
bitacora_preferences_window_dispose (GObject *object)
{
  BitacoraPreferencesWindow *self = BITACORA_PREFERENCES_WINDOW (object);

  gtk_list_box_bind_model (self->profiles_box, NULL, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->leaving);
  g_clear_object (&self->settings);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_preferences_window_parent_class)->dispose (object);
}

static gboolean
choice_read_cb (GValue *value, GVariant *choice, gpointer user_data)
{
  g_value_set_boolean (value, g_str_equal (g_variant_get_string (choice, NULL), "ask-crm"));
  return TRUE;
}

static GVariant *
choice_written_cb (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_string (g_value_get_boolean (value) ? "ask-crm" : "ask-me");
}

static void
bitacora_preferences_window_class_init (BitacoraPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_preferences_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = bitacora_preferences_window_close_request;

  g_type_ensure (BITACORA_TYPE_BACKGROUND_PAGE);
  g_type_ensure (BITACORA_TYPE_CALLS_PAGE);
  g_type_ensure (BITACORA_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/preferences/bitacora-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, profiles_box);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, undo_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, uncertain_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, background_page);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, practice_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, practice_page_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, practice_link);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPreferencesWindow, practice_hint);
  gtk_widget_class_bind_template_callback (widget_class, profile_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, practice_switched_cb);
}

static void
bitacora_preferences_window_init (BitacoraPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new ("org.bitacora.Bitacora");
  g_settings_bind (self->settings,
                   "undo-sending",
                   self->undo_switch,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (self->settings,
                                "uncertain-calls",
                                self->uncertain_switch,
                                "active",
                                G_SETTINGS_BIND_DEFAULT,
                                choice_read_cb,
                                choice_written_cb,
                                NULL,
                                NULL);
}

/**
 * bitacora_preferences_window_new:
 * @services: whose profiles, keyring and practice CRM are set up
 *
 * Creates the preferences: the profiles, the sending, and the practice CRM.
 *
 * Returns: (transfer none): the window, owned by GTK
 */
GtkWindow *
bitacora_preferences_window_new (BitacoraServices *services)
{
  BitacoraPreferencesWindow *self;
  g_autoptr (GtkFilterListModel) profiles = NULL;

  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);

  self = g_object_new (BITACORA_TYPE_PREFERENCES_WINDOW, NULL);
  self->services = g_object_ref (services);
  self->filter = GTK_FILTER (gtk_custom_filter_new (profile_is_shown, self, NULL));
  profiles = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (
                                            bitacora_services_get_profiles (services))),
                                        g_object_ref (self->filter));
  gtk_list_box_bind_model (self->profiles_box, G_LIST_MODEL (profiles), create_row, self, NULL);
  g_signal_connect_object (services,
                           "notify::practice-url",
                           G_CALLBACK (update_practice),
                           self,
                           G_CONNECT_SWAPPED);
  update_practice (self);

  return GTK_WINDOW (self);
}

/**
 * bitacora_preferences_window_set_global_shortcut:
 * @self: the window
 * @shortcut: the application's shortcut, whose keys are shown
 *
 * Shows, on the page Background, whether the shortcut works and by which keys.
 */
void
bitacora_preferences_window_set_global_shortcut (BitacoraPreferencesWindow *self,
                                                 BitacoraGlobalShortcut *shortcut)
{
  g_return_if_fail (BITACORA_IS_PREFERENCES_WINDOW (self));

  bitacora_background_page_set_global_shortcut (self->background_page, shortcut);
}
