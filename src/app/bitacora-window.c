/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-window.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "bitacora-attention-bar.h"
#include "bitacora-call-page.h"
#include "bitacora-profile-menu.h"
#include "bitacora-toast.h"
#include "follow-ups/bitacora-follow-ups-page.h"
#include "history/bitacora-history-page.h"
#include "import/bitacora-export-dialog.h"
#include "import/bitacora-import-window.h"
#include "waiting/bitacora-waiting-list.h"
#include "welcome/bitacora-welcome-page.h"

struct _BitacoraWindow
{
  AdwApplicationWindow parent_instance;

  BitacoraServices *services;
  BitacoraWaitingList *waiting;
  GSettings *settings;
  BitacoraImportWindow *import_window; /* weak */

  AdwToastOverlay *toast_overlay;
  BitacoraProfileMenu *profile_menu;
  AdwViewSwitcherTitle *switcher_title;
  GtkStack *content_stack;
  BitacoraWelcomePage *welcome_page;
  BitacoraAttentionBar *attention_bar;
  AdwViewStack *view_stack;
  BitacoraCallPage *call_page;
  AdwViewStackPage *follow_ups_stack_page;
  BitacoraFollowUpsPage *follow_ups_page;
  AdwViewStackPage *history_stack_page;
  BitacoraHistoryPage *history_page;
};

enum
{
  LOGGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraWindow, bitacora_window, ADW_TYPE_APPLICATION_WINDOW)

static GAction *
find_action (BitacoraWindow *self, const char *name)
{
  return g_action_map_lookup_action (G_ACTION_MAP (self), name);
}

static void
enable_action (BitacoraWindow *self, const char *name, gboolean is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (find_action (self, name)), is_enabled);
}

/* Calls come from files, and go into them, where there is an outbox; they are imported for a
 * profile. */
static void
update_file_actions (BitacoraWindow *self)
{
  BitacoraProfileList *profiles = bitacora_services_get_profiles (self->services);
  gboolean is_open = bitacora_services_get_outbox (self->services) != NULL;
  gboolean has_profile = bitacora_profile_list_get_current (profiles) != NULL;

  enable_action (self, "import", is_open && has_profile);
  enable_action (self, "import-file", is_open && has_profile);
  enable_action (self, "export", is_open);
}

/* Without a profile there is nowhere to log calls to: the welcome page finds one. */
static void
update_profile (BitacoraWindow *self)
{
  BitacoraProfile *profile
      = bitacora_profile_list_get_current (bitacora_services_get_profiles (self->services));
  const char *id = profile != NULL ? bitacora_profile_get_id (profile) : "";

  g_simple_action_set_state (G_SIMPLE_ACTION (find_action (self, "profile")),
                             g_variant_new_string (id));
  gtk_stack_set_visible_child_name (self->content_stack, profile != NULL ? "pages" : "welcome");
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher_title, profile != NULL);
  /* On a narrow window the profile's name needs the room more than the program's. */
  adw_view_switcher_title_set_title (self->switcher_title, profile != NULL ? "" : "Bitácora");
  bitacora_call_page_set_profile (self->call_page, profile);
  update_file_actions (self);
  if (profile != NULL)
    bitacora_call_page_focus (self->call_page);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->welcome_page));
}

/* Each page has an overlay of its own, so that no toast lies on the form's buttons. */
static AdwToastOverlay *
get_toast_overlay (BitacoraWindow *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->content_stack), "pages") != 0)
    return self->toast_overlay;
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "history") == 0)
    return bitacora_history_page_get_toast_overlay (self->history_page);
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "follow-ups") == 0)
    return bitacora_follow_ups_page_get_toast_overlay (self->follow_ups_page);
  return bitacora_call_page_get_toast_overlay (self->call_page);
}

static void
n_waiting_changed_cb (BitacoraWindow *self)
{
  adw_view_stack_page_set_badge_number (self->history_stack_page,
                                        bitacora_waiting_list_get_n_waiting (self->waiting));
}

static void
correct_entry (BitacoraWindow *self, BitacoraOutboxEntry *entry)
{
  adw_view_stack_set_visible_child_name (self->view_stack, "call");
  bitacora_call_page_correct (self->call_page, entry);
}

static void
log_again (BitacoraWindow *self, BitacoraCallActivity *activity)
{
  adw_view_stack_set_visible_child_name (self->view_stack, "call");
  bitacora_call_page_fill (self->call_page, activity);
}

static void
profile_chosen_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BitacoraWindow *self = BITACORA_WINDOW (user_data);
  BitacoraProfileList *profiles = bitacora_services_get_profiles (self->services);
  guint count = g_list_model_get_n_items (G_LIST_MODEL (profiles));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);

      if (g_strcmp0 (bitacora_profile_get_id (profile), g_variant_get_string (value, NULL)) == 0)
        {
          bitacora_profile_list_set_current (profiles, profile);
          return;
        }
    }
}

static void
show_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraWindow *self = BITACORA_WINDOW (user_data);
  const char *name = g_variant_get_string (parameter, NULL);

  adw_view_stack_set_visible_child_name (self->view_stack, name);
  if (g_str_equal (name, "call"))
    bitacora_call_page_focus (self->call_page);
  else if (g_str_equal (name, "follow-ups"))
    bitacora_follow_ups_page_focus (self->follow_ups_page);
  else
    bitacora_history_page_focus (self->history_page);
}

static void
show_history_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraWindow *self = BITACORA_WINDOW (user_data);

  adw_view_stack_set_visible_child_name (self->view_stack, "history");
  bitacora_history_page_show_state (self->history_page, g_variant_get_string (parameter, NULL));
  bitacora_history_page_focus (self->history_page);
}

static void
copy_id_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (user_data)),
                          g_variant_get_string (parameter, NULL));
}

static void
entry_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraWindow) self = BITACORA_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_get_finish (BITACORA_OUTBOX (source), result, &error);

  if (self->services == NULL)
    return;
  if (entry == NULL)
    bitacora_window_show_message (self, error->message);
  /* Who was slow to click may find it sent again already. */
  else if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_REJECTED)
    correct_entry (self, entry);
}

static void
correct_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraWindow *self = BITACORA_WINDOW (user_data);
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);

  if (outbox != NULL)
    bitacora_outbox_get_async (outbox,
                               g_variant_get_int64 (parameter),
                               NULL,
                               entry_read_cb,
                               g_object_ref (self));
}

static void
open_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_services_open (BITACORA_WINDOW (user_data)->services);
}

/* One at a time: it is modal, but the desktop and programs may ask, too. */
static BitacoraImportWindow *
ensure_import_window (BitacoraWindow *self)
{
  if (self->import_window == NULL)
    g_set_weak_pointer (&self->import_window,
                        bitacora_import_window_new (GTK_WINDOW (self), self->services));
  gtk_window_present (GTK_WINDOW (self->import_window));

  return self->import_window;
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ensure_import_window (BITACORA_WINDOW (user_data));
}

static void
import_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  bitacora_import_window_open_file (ensure_import_window (BITACORA_WINDOW (user_data)), file);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraWindow *self = BITACORA_WINDOW (user_data);

  bitacora_export_dialog_show (GTK_WINDOW (self),
                               self->services,
                               bitacora_history_page_get_query (self->history_page));
}

static void
bitacora_window_dispose (GObject *object)
{
  BitacoraWindow *self = BITACORA_WINDOW (object);

  g_clear_weak_pointer (&self->import_window);
  g_clear_object (&self->waiting);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bitacora_window_parent_class)->dispose (object);
}

static void
call_logged_cb (BitacoraWindow *self, BitacoraOutboxEntry *entry)
{
  g_signal_emit (self, signals[LOGGED], 0, entry);
}

static void
bitacora_window_class_init (BitacoraWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_window_dispose;

  signals[LOGGED] = g_signal_new ("logged",
                                  BITACORA_TYPE_WINDOW,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  BITACORA_TYPE_OUTBOX_ENTRY);

  g_type_ensure (BITACORA_TYPE_ATTENTION_BAR);
  g_type_ensure (BITACORA_TYPE_CALL_PAGE);
  g_type_ensure (BITACORA_TYPE_FOLLOW_UPS_PAGE);
  g_type_ensure (BITACORA_TYPE_HISTORY_PAGE);
  g_type_ensure (BITACORA_TYPE_PROFILE_MENU);
  g_type_ensure (BITACORA_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/bitacora-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, profile_menu);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, content_stack);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, attention_bar);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, call_page);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, follow_ups_stack_page);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, follow_ups_page);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, history_stack_page);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWindow, history_page);
  gtk_widget_class_bind_template_callback (widget_class, call_logged_cb);
  gtk_widget_class_bind_template_callback (widget_class, correct_entry);
  gtk_widget_class_bind_template_callback (widget_class, log_again);
}

static void
bitacora_window_init (BitacoraWindow *self)
{
  static const GActionEntry actions[] = {
    { "profile", NULL, "s", "''", profile_chosen_cb },
    { "show-page", show_page_cb, "s" },
    { "show-history", show_history_cb, "s" },
    { "copy-id", copy_id_cb, "s" },
    { "correct", correct_cb, "x" },
    { "open-again", open_again_cb },
    { "import", import_cb },
    { "import-file", import_file_cb, "s" },
    { "export", export_cb },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  self->settings = g_settings_new (BITACORA_APPLICATION_ID);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings,
                   "window-height",
                   self,
                   "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

/**
 * bitacora_window_new:
 * @application: the application that the window belongs to
 * @services: what stands behind it
 * @waiting: the calls that wait
 * @follow_ups: the open follow-ups
 *
 * Creates the main window. It shows the welcome page until there is a profile.
 *
 * Returns: (transfer none): the window, owned by GTK
 */
BitacoraWindow *
bitacora_window_new (GtkApplication *application,
                     BitacoraServices *services,
                     BitacoraWaitingList *waiting,
                     BitacoraFollowUpList *follow_ups)
{
  BitacoraWindow *self;
  BitacoraProfileList *profiles;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);
  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (waiting), NULL);

  self = g_object_new (BITACORA_TYPE_WINDOW, "application", application, NULL);
  self->services = g_object_ref (services);
  self->waiting = g_object_ref (waiting);
  profiles = bitacora_services_get_profiles (services);

  bitacora_profile_menu_set_profiles (self->profile_menu, profiles);
  bitacora_welcome_page_set_up (self->welcome_page, services);
  bitacora_call_page_set_up (self->call_page, services);
  bitacora_follow_ups_page_set_up (self->follow_ups_page, services, follow_ups);
  g_object_bind_property (self->follow_ups_page,
                          "n-today",
                          self->follow_ups_stack_page,
                          "badge-number",
                          G_BINDING_SYNC_CREATE);
  bitacora_history_page_set_up (self->history_page, services);
  bitacora_attention_bar_set_up (self->attention_bar, services, self->waiting);
  g_object_bind_property (self->call_page,
                          "corrected-id",
                          self->attention_bar,
                          "ignored-id",
                          G_BINDING_SYNC_CREATE);

  g_signal_connect_object (self->waiting,
                           "notify::n-waiting",
                           G_CALLBACK (n_waiting_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (profiles,
                           "items-changed",
                           G_CALLBACK (update_profile),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (profiles,
                           "notify::current",
                           G_CALLBACK (update_profile),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (update_file_actions),
                           self,
                           G_CONNECT_SWAPPED);
  update_profile (self);

  return self;
}

/**
 * bitacora_window_show_form:
 * @self: the window
 *
 * Shows the form and puts the cursor into it. What is typed there stays.
 */
void
bitacora_window_show_form (BitacoraWindow *self)
{
  g_return_if_fail (BITACORA_IS_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->view_stack, "call");
  bitacora_call_page_focus (self->call_page);
}

/**
 * bitacora_window_restore:
 * @self: the window
 * @activity: a call of its form that was taken back before it was sent
 *
 * Shows the form with @activity as it was.
 */
void
bitacora_window_restore (BitacoraWindow *self, BitacoraCallActivity *activity)
{
  g_return_if_fail (BITACORA_IS_WINDOW (self));

  bitacora_window_show_form (self);
  bitacora_call_page_restore (self->call_page, activity);
}

/**
 * bitacora_window_show_entry:
 * @self: the window
 * @id: an entry
 *
 * Shows a call in the history, with all that is known of it.
 */
void
bitacora_window_show_entry (BitacoraWindow *self, gint64 id)
{
  g_return_if_fail (BITACORA_IS_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->view_stack, "history");
  bitacora_history_page_show_entry (self->history_page, id);
}

/**
 * bitacora_window_search:
 * @self: the window
 * @text: what is looked for
 *
 * Looks for calls in the history.
 */
void
bitacora_window_search (BitacoraWindow *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  adw_view_stack_set_visible_child_name (self->view_stack, "history");
  bitacora_history_page_look_for (self->history_page, text);
  bitacora_history_page_focus (self->history_page);
}

/**
 * bitacora_window_add_toast:
 * @self: the window
 * @toast: (transfer full): a toast
 *
 * Shows @toast on the page that is shown, over none of the form's buttons.
 */
void
bitacora_window_add_toast (BitacoraWindow *self, AdwToast *toast)
{
  g_return_if_fail (BITACORA_IS_WINDOW (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  adw_toast_overlay_add_toast (get_toast_overlay (self), toast);
}

/**
 * bitacora_window_show_message:
 * @self: the window
 * @text: a sentence
 *
 * Shows @text in a toast.
 */
void
bitacora_window_show_message (BitacoraWindow *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  bitacora_toast_show (bitacora_toast_new (text), GTK_WIDGET (self));
}
