/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-background-page.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/background/bitacora-autostart.h"
#include "app/background/bitacora-link-handler.h"
#include "app/bitacora-toast.h"
#include "bitacora-hint-row.h"
#include "tray/bitacora-tray-presence.h"

struct _BitacoraBackgroundPage
{
  AdwPreferencesPage parent_instance;

  GSettings *settings;
  GCancellable *cancellable;
  BitacoraTrayPresence *presence;
  BitacoraGlobalShortcut *shortcut;
  gboolean is_bus_absent;
  gboolean is_asking_autostart;
  gboolean asked_autostart;

  GtkWidget *background_row;
  GtkSwitch *background_switch;
  BitacoraHintRow *background_hint;
  GtkWidget *autostart_row;
  GtkSwitch *autostart_switch;
  BitacoraHintRow *autostart_hint;
  GtkWidget *tray_row;
  GtkSwitch *tray_switch;
  BitacoraHintRow *tray_hint;
  GtkWidget *shortcut_row;
  GtkSwitch *shortcut_switch;
  BitacoraHintRow *shortcut_hint;
  BitacoraHintRow *links_hint;
  GtkWidget *names_row;
  GtkSwitch *names_switch;
};

static void ask_for_autostart (BitacoraBackgroundPage *self, gboolean is_started);

G_DEFINE_FINAL_TYPE (BitacoraBackgroundPage, bitacora_background_page, ADW_TYPE_PREFERENCES_PAGE)

/* Both at once, since the handle of a switch goes where its state follows later. */
static void
set_switch (GtkSwitch *a_switch, gboolean is_on)
{
  gtk_switch_set_active (a_switch, is_on);
  gtk_switch_set_state (a_switch, is_on);
}

static gboolean
keeps_running (BitacoraBackgroundPage *self)
{
  g_autofree char *background = g_settings_get_string (self->settings, "background");

  return g_str_equal (background, "yes");
}

static void
update_background (BitacoraBackgroundPage *self)
{
  g_autofree char *background = g_settings_get_string (self->settings, "background");
  const char *subtitle;

  if (g_str_equal (background, "yes"))
    subtitle = _ ("Your calls go on being sent, and your reminders come.");
  else if (g_str_equal (background, "no"))
    subtitle = _ ("Closing the window quits. What waits is sent when you open Bitácora next.");
  else
    subtitle = _ ("You will be asked when you close the window for the first time.");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->background_row), subtitle);
  set_switch (self->background_switch, g_str_equal (background, "yes"));
}

static void
update_autostart (BitacoraBackgroundPage *self)
{
  if (self->is_asking_autostart)
    return;
  set_switch (self->autostart_switch, g_settings_get_boolean (self->settings, "autostart"));
}

static gboolean
is_gnome (void)
{
  const char *desktops = g_getenv ("XDG_CURRENT_DESKTOP");
  g_auto (GStrv) names = g_strsplit (desktops != NULL ? desktops : "", ":", -1);

  return g_strv_contains ((const char *const *)names, "GNOME");
}

static void
update_tray (BitacoraBackgroundPage *self)
{
  BitacoraTrayState state = BITACORA_TRAY_UNKNOWN;
  const gboolean is_wanted = g_settings_get_boolean (self->settings, "tray");

  if (self->presence != NULL)
    state = bitacora_tray_presence_get_state (self->presence);
  else if (self->is_bus_absent)
    state = BITACORA_TRAY_ABSENT;

  if (state == BITACORA_TRAY_PRESENT)
    bitacora_hint_row_show (self->tray_hint,
                            BITACORA_HINT_SUCCESS,
                            is_wanted ? _ ("This desktop has a tray, and shows the icon there.")
                                      : _ ("This desktop has a tray that could show the icon."));
  else if (state == BITACORA_TRAY_WITHOUT_HOST)
    bitacora_hint_row_show (self->tray_hint,
                            BITACORA_HINT_INFORMATION,
                            _ ("This desktop has a tray, but no panel shows it now. Add it to a "
                               "panel to see the icon."));
  else if (state == BITACORA_TRAY_ABSENT && is_gnome ())
    bitacora_hint_row_show (self->tray_hint,
                            BITACORA_HINT_INFORMATION,
                            _ ("GNOME shows no tray by itself: its extension “AppIndicator and "
                               "KStatusNotifierItem Support” adds one. Without it, use the ways "
                               "below, or a right click on Bitácora in the dash."));
  else if (state == BITACORA_TRAY_ABSENT)
    bitacora_hint_row_show (self->tray_hint,
                            BITACORA_HINT_INFORMATION,
                            _ ("This desktop shows no tray now. Add one to its panel, or use the "
                               "ways below."));
  else
    bitacora_hint_row_clear (self->tray_hint);
}

static const char *
get_command (void)
{
  return bitacora_autostart_is_sandboxed () ? "flatpak run " BITACORA_APPLICATION_ID
                                              " --quick-entry"
                                            : "bitacora --quick-entry";
}

static void
show_missing_shortcut (BitacoraBackgroundPage *self)
{
  g_autofree char *text
      /* Translators: a command to be typed there */
      = g_strdup_printf (_ ("This desktop does not give shortcuts to programs. Add one yourself in "
                            "its keyboard settings, with this command:\n%s"),
                         get_command ());

  bitacora_hint_row_show_with_button (self->shortcut_hint,
                                      BITACORA_HINT_INFORMATION,
                                      text,
                                      _ ("Copy"));
}

static void
show_present_shortcut (BitacoraBackgroundPage *self, gboolean enabled, gboolean is_bound)
{
  const char *trigger = bitacora_global_shortcut_get_trigger (self->shortcut);
  const char *problem = bitacora_global_shortcut_get_problem (self->shortcut);
  g_autofree char *text = NULL;

  if (problem != NULL)
    bitacora_hint_row_show (self->shortcut_hint, BITACORA_HINT_WARNING, problem);
  else if (is_bound && trigger != NULL)
    {
      /* Translators: the keys of the shortcut, in the desktop's words, such as "Ctrl+Alt+L" */
      text = g_strdup_printf (_ ("It works. The desktop names the keys: %s"), trigger);
      bitacora_hint_row_show (self->shortcut_hint, BITACORA_HINT_SUCCESS, text);
    }
  else if (enabled)
    bitacora_hint_row_show (self->shortcut_hint,
                            BITACORA_HINT_INFORMATION,
                            _ ("The desktop is being asked. It may show you a window to choose "
                               "the keys in."));
  else
    bitacora_hint_row_clear (self->shortcut_hint);
}

static void
update_shortcut (BitacoraBackgroundPage *self)
{
  gboolean is_available = FALSE;
  gboolean enabled = FALSE;
  gboolean is_bound = FALSE;

  if (self->shortcut != NULL)
    g_object_get (self->shortcut,
                  "is-available",
                  &is_available,
                  "enabled",
                  &enabled,
                  "is-bound",
                  &is_bound,
                  NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->shortcut_switch), is_available);
  if (is_available)
    show_present_shortcut (self, enabled, is_bound);
  else if (self->shortcut != NULL || self->is_bus_absent)
    show_missing_shortcut (self);
}

static void
show_handler (BitacoraBackgroundPage *self, BitacoraLinkHandler handler, const char *name)
{
  g_autofree char *text = NULL;

  switch (handler)
    {
    case BITACORA_LINK_HANDLER_BITACORA:
      bitacora_hint_row_show (self->links_hint,
                              BITACORA_HINT_SUCCESS,
                              _ ("Bitácora opens telephone links."));
      break;
    case BITACORA_LINK_HANDLER_OTHER:
      /* Translators: the name of another program */
      text = g_strdup_printf (_ ("“%s” opens telephone links now."), name);
      bitacora_hint_row_show_with_button (self->links_hint,
                                          BITACORA_HINT_INFORMATION,
                                          text,
                                          _ ("Use Bitácora"));
      break;
    case BITACORA_LINK_HANDLER_NOBODY:
      bitacora_hint_row_show_with_button (self->links_hint,
                                          BITACORA_HINT_INFORMATION,
                                          _ ("No program opens telephone links yet."),
                                          _ ("Use Bitácora"));
      break;
    case BITACORA_LINK_HANDLER_NOT_INSTALLED:
      bitacora_hint_row_show (self->links_hint,
                              BITACORA_HINT_INFORMATION,
                              _ ("Bitácora is not installed on this computer, so the desktop "
                                 "cannot hand links to it."));
      break;
    case BITACORA_LINK_HANDLER_SANDBOXED:
    default:
      bitacora_hint_row_show (self->links_hint,
                              BITACORA_HINT_INFORMATION,
                              _ ("Which program opens them is up to the desktop: it asks you at "
                                 "the first link, or in its settings for default programs."));
      break;
    }
}

static void
handler_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  BitacoraLinkHandler handler = bitacora_link_handler_find_finish (result, &name, &error);

  if (error == NULL)
    show_handler (BITACORA_BACKGROUND_PAGE (user_data), handler, name);
}

static void
look_for_handler (BitacoraBackgroundPage *self)
{
  bitacora_link_handler_find_async (self->cancellable, handler_found_cb, self);
}

static void
handler_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraBackgroundPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (bitacora_link_handler_take_finish (result, &error))
    look_for_handler (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bitacora_hint_row_show (self->links_hint, BITACORA_HINT_ERROR, error->message);
}

static void
links_clicked_cb (BitacoraBackgroundPage *self)
{
  bitacora_link_handler_take_async (self->cancellable, handler_taken_cb, self);
}

static void
copy_clicked_cb (BitacoraBackgroundPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), get_command ());
  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root),
                                      bitacora_toast_new (_ ("Command copied")));
}

static void
leave_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraBackgroundPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (bitacora_autostart_request_finish (result, &error))
    g_settings_set_string (self->settings, "background", "yes");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    bitacora_hint_row_show (self->background_hint, BITACORA_HINT_ERROR, error->message);
  update_background (self);
}

/* In a sandbox it needs the desktop's leave. */
static gboolean
background_switched_cb (BitacoraBackgroundPage *self, gboolean is_on)
{
  if (is_on == keeps_running (self))
    return FALSE;

  bitacora_hint_row_clear (self->background_hint);
  if (is_on && bitacora_autostart_is_sandboxed ())
    {
      bitacora_autostart_request_async (g_settings_get_boolean (self->settings, "autostart"),
                                        self->cancellable,
                                        leave_asked_cb,
                                        self);
      return TRUE;
    }

  g_settings_set_string (self->settings, "background", is_on ? "yes" : "no");
  return FALSE;
}

static void
autostart_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraBackgroundPage *self = user_data;
  const gboolean wanted = gtk_switch_get_active (self->autostart_switch);
  g_autoptr (GError) error = NULL;
  gboolean is_done = bitacora_autostart_request_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_asking_autostart = FALSE;
  if (is_done)
    g_settings_set_boolean (self->settings, "autostart", self->asked_autostart);
  else
    bitacora_hint_row_show (self->autostart_hint, BITACORA_HINT_ERROR, error->message);

  /* It was switched back while the desktop was being asked. */
  if (is_done && wanted != self->asked_autostart)
    ask_for_autostart (self, wanted);
  update_autostart (self);
}

static void
ask_for_autostart (BitacoraBackgroundPage *self, gboolean is_started)
{
  self->is_asking_autostart = TRUE;
  self->asked_autostart = is_started;
  bitacora_autostart_request_async (is_started, self->cancellable, autostart_asked_cb, self);
}

/* The setting follows when it is so, and the switch goes back where it cannot be. */
static gboolean
autostart_switched_cb (BitacoraBackgroundPage *self, gboolean is_on)
{
  if (self->is_asking_autostart)
    return TRUE;
  if (is_on == g_settings_get_boolean (self->settings, "autostart"))
    return FALSE;

  bitacora_hint_row_clear (self->autostart_hint);
  ask_for_autostart (self, is_on);

  return TRUE;
}

static void
bus_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraBackgroundPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL)
    {
      self->is_bus_absent = TRUE;
      update_tray (self);
      update_shortcut (self);
      return;
    }

  self->presence = bitacora_tray_presence_new (connection);
  g_signal_connect_object (self->presence,
                           "notify::state",
                           G_CALLBACK (update_tray),
                           self,
                           G_CONNECT_SWAPPED);
}

/* Another program may have been chosen since the page was last looked at. */
static void
bitacora_background_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bitacora_background_page_parent_class)->map (widget);

  look_for_handler (BITACORA_BACKGROUND_PAGE (widget));
}

static void
bitacora_background_page_dispose (GObject *object)
{
  BitacoraBackgroundPage *self = BITACORA_BACKGROUND_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->presence);
  g_clear_object (&self->shortcut);

  G_OBJECT_CLASS (bitacora_background_page_parent_class)->dispose (object);
}

static void
bitacora_background_page_finalize (GObject *object)
{
  BitacoraBackgroundPage *self = BITACORA_BACKGROUND_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bitacora_background_page_parent_class)->finalize (object);
}

static void
bitacora_background_page_class_init (BitacoraBackgroundPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_background_page_dispose;
  object_class->finalize = bitacora_background_page_finalize;
  widget_class->map = bitacora_background_page_map;

  g_type_ensure (BITACORA_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/preferences/bitacora-background-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, background_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, background_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, background_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, autostart_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, autostart_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, tray_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, tray_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, tray_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, shortcut_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, shortcut_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, shortcut_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, links_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, names_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraBackgroundPage, names_switch);
  gtk_widget_class_bind_template_callback (widget_class, background_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, autostart_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, links_clicked_cb);
}

static void
follow_settings (BitacoraBackgroundPage *self)
{
  const struct
  {
    const char *key;
    GtkWidget *row;
    GtkSwitch *a_switch;
  } rows[] = {
    { "background", self->background_row, NULL },
    { "autostart", self->autostart_row, NULL },
    { "tray", self->tray_row, self->tray_switch },
    { "global-shortcut", self->shortcut_row, self->shortcut_switch },
    { "hide-names", self->names_row, self->names_switch },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_settings_bind_writable (self->settings, rows[i].key, rows[i].row, "sensitive", FALSE);
      if (rows[i].a_switch != NULL)
        g_settings_bind (self->settings,
                         rows[i].key,
                         rows[i].a_switch,
                         "active",
                         G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
    }
  g_signal_connect_object (self->settings,
                           "changed::background",
                           G_CALLBACK (update_background),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings,
                           "changed::autostart",
                           G_CALLBACK (update_autostart),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings,
                           "changed::tray",
                           G_CALLBACK (update_tray),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
bitacora_background_page_init (BitacoraBackgroundPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  self->settings = g_settings_new ("org.bitacora.Bitacora");
  follow_settings (self);
  update_background (self);
  update_autostart (self);
  update_shortcut (self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_found_cb, self);
}

/**
 * bitacora_background_page_set_global_shortcut:
 * @self: the page
 * @shortcut: the application's shortcut
 *
 * Shows the state of @shortcut.
 */
void
bitacora_background_page_set_global_shortcut (BitacoraBackgroundPage *self,
                                              BitacoraGlobalShortcut *shortcut)
{
  g_return_if_fail (BITACORA_IS_BACKGROUND_PAGE (self));
  g_return_if_fail (BITACORA_IS_GLOBAL_SHORTCUT (shortcut));

  if (self->shortcut != NULL)
    g_signal_handlers_disconnect_by_data (self->shortcut, self);
  g_set_object (&self->shortcut, shortcut);
  g_signal_connect_object (shortcut,
                           "notify",
                           G_CALLBACK (update_shortcut),
                           self,
                           G_CONNECT_SWAPPED);
  update_shortcut (self);
}
