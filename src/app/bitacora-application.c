/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-application-private.h"

#include "bitacora-config.h"

#include <glib-unix.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <glib/gi18n-lib.h>

#include "background/bitacora-autostart.h"
#include "bitacora-departure.h"
#include "bitacora-logged-call.h"
#include "doors/bitacora-arguments.h"

/* How long after the last window the program settles down without one, in seconds. */
#define REST_DELAY 1

G_DEFINE_FINAL_TYPE (BitacoraApplication, bitacora_application, ADW_TYPE_APPLICATION)

/* Whoever chose so has an icon in the tray. */
static void
update_tray (BitacoraApplication *self)
{
  if (!g_settings_get_boolean (self->settings, "tray"))
    g_clear_object (&self->tray);
  else if (self->tray == NULL)
    {
      self->tray = bitacora_tray_new (G_APPLICATION (self),
                                      self->services,
                                      self->waiting,
                                      self->follow_ups);
      g_signal_connect_object (self->tray,
                               "activation-token",
                               G_CALLBACK (bitacora_application_note_token),
                               self,
                               G_CONNECT_SWAPPED);
    }
}

static void
shortcut_activated_cb (BitacoraApplication *self, const char *token)
{
  bitacora_application_note_token (self, token);
  g_action_group_activate_action (G_ACTION_GROUP (self), "quick-entry", NULL);
}

/* Whoever wants no shortcut from the desktop does not have it asked at each start. */
static void
shortcut_chosen_cb (BitacoraApplication *self)
{
  if (g_settings_get_boolean (self->settings, "global-shortcut"))
    bitacora_application_ensure_shortcut (self);
}

/* There is something to do without a window once there is an account. */
static void
profiles_changed_cb (BitacoraApplication *self)
{
  BitacoraProfileList *profiles = bitacora_services_get_profiles (self->services);

  if (bitacora_profile_list_get_current (profiles) != NULL && !self->is_leaving)
    bitacora_residence_begin (self->residence);
}

static void
watch_profiles (BitacoraApplication *self)
{
  g_signal_connect_object (bitacora_services_get_profiles (self->services),
                           "notify::current",
                           G_CALLBACK (profiles_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  profiles_changed_cb (self);
}

/* The end of the session comes as a signal: what is on its way arrives first. Whoever sends another
 * means it. */
static gboolean
signal_received_cb (gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);

  if (self->is_leaving)
    g_application_quit (G_APPLICATION (self));
  else
    bitacora_application_leave (self);
  return G_SOURCE_CONTINUE;
}

static void
watch_signals (BitacoraApplication *self)
{
  static const int numbers[BITACORA_APPLICATION_N_SIGNALS] = { SIGTERM, SIGINT, SIGHUP };

  for (guint i = 0; i < BITACORA_APPLICATION_N_SIGNALS; i++)
    self->signal_sources[i] = g_unix_signal_add (numbers[i], signal_received_cb, self);
}

static void
residence_let_go_cb (BitacoraApplication *self)
{
  if (gtk_application_get_windows (GTK_APPLICATION (self)) == NULL)
    bitacora_application_leave (self);
}

static void
bitacora_application_startup (GApplication *application)
{
  BitacoraApplication *self = BITACORA_APPLICATION (application);

  G_APPLICATION_CLASS (bitacora_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (BITACORA_APPLICATION_ID);
  self->services = bitacora_services_new ();
  self->waiting = bitacora_waiting_list_new (self->services);
  self->follow_ups = bitacora_follow_up_list_new (self->services);
  self->residence = bitacora_residence_new (application);
  g_signal_connect_object (self->residence,
                           "let-go",
                           G_CALLBACK (residence_let_go_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->reminders = bitacora_reminders_new (application, self->services);
  bitacora_search_provider_set_services (self->search_provider, self->services);
  watch_profiles (self);
  watch_signals (self);
  g_signal_connect_object (self->settings,
                           "changed::global-shortcut",
                           G_CALLBACK (shortcut_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  shortcut_chosen_cb (self);
  g_signal_connect_object (self->settings,
                           "changed::tray",
                           G_CALLBACK (update_tray),
                           self,
                           G_CONNECT_SWAPPED);
  update_tray (self);
  bitacora_autostart_follow_administrator (self->settings, self->departing);
  bitacora_services_open (self->services);
}

static void
logged_call_ended_cb (BitacoraApplication *self, BitacoraLoggedCall *call)
{
  g_ptr_array_remove (self->logged_calls, call);
  bitacora_residence_set_busy (self->residence, self->logged_calls->len > 0);
}

/* Whoever closes the window at once wants the call sent all the same. */
static void
call_logged_cb (BitacoraApplication *self, BitacoraOutboxEntry *entry, GtkWindow *window)
{
  BitacoraLoggedCall *call;

  if (self->is_leaving || bitacora_services_is_paused (self->services))
    return;
  call = bitacora_logged_call_new (G_APPLICATION (self), self->services, entry, window);
  g_ptr_array_add (self->logged_calls, call);
  bitacora_residence_set_busy (self->residence, TRUE);
  g_signal_connect_object (call,
                           "ended",
                           G_CALLBACK (logged_call_ended_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
prepare_quick_entry (BitacoraApplication *self)
{
  if (self->quick_entry != NULL)
    return;
  g_set_weak_pointer (&self->quick_entry, bitacora_quick_entry_new (self->services));
  g_signal_connect_object (self->quick_entry,
                           "logged",
                           G_CALLBACK (call_logged_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/* What will be asked for next is made, so that it shows at once; what a window took is given back
 * to the computer, which the C library does not do by itself. */
static gboolean
rest_due_cb (gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);

  self->rest_source = 0;
  prepare_quick_entry (self);
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

/* No window is shown, and the program stays. */
static void
rest (BitacoraApplication *self)
{
  if (self->rest_source == 0)
    self->rest_source
        = g_timeout_add_seconds_full (G_PRIORITY_LOW, REST_DELAY, rest_due_cb, self, NULL);
}

static void
bitacora_application_activate (GApplication *application)
{
  BitacoraApplication *self = BITACORA_APPLICATION (application);

  if (self->starts_without_window)
    {
      self->starts_without_window = FALSE;
      bitacora_residence_stay (self->residence);
      rest (self);
      return;
    }
  bitacora_application_present (self, GTK_WINDOW (bitacora_application_ensure_window (self)));
}

static void
bitacora_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      g_action_group_activate_action (G_ACTION_GROUP (application),
                                      "open-link",
                                      g_variant_new_string (uri));
    }
}

/* Whoever closes the last window, and wants nothing to go on without one, leaves. */
static void
bitacora_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  BitacoraApplication *self = BITACORA_APPLICATION (application);

  GTK_APPLICATION_CLASS (bitacora_application_parent_class)->window_removed (application, window);

  if (gtk_application_get_windows (application) != NULL)
    return;
  if (!bitacora_residence_stays (self->residence))
    bitacora_application_leave (self);
  else
    rest (self);
}

static gboolean
bitacora_application_dbus_register (GApplication *application,
                                    GDBusConnection *connection,
                                    const char *object_path,
                                    GError **error)
{
  BitacoraApplication *self = BITACORA_APPLICATION (application);

  if (!G_APPLICATION_CLASS (bitacora_application_parent_class)
           ->dbus_register (application, connection, object_path, error))
    return FALSE;
  return bitacora_search_provider_export (self->search_provider, connection, object_path, error);
}

static void
bitacora_application_dbus_unregister (GApplication *application,
                                      GDBusConnection *connection,
                                      const char *object_path)
{
  bitacora_search_provider_unexport (BITACORA_APPLICATION (application)->search_provider);

  G_APPLICATION_CLASS (bitacora_application_parent_class)
      ->dbus_unregister (application, connection, object_path);
}

static void
bitacora_application_shutdown (GApplication *application)
{
  BitacoraApplication *self = BITACORA_APPLICATION (application);

  for (guint i = 0; i < BITACORA_APPLICATION_N_SIGNALS; i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  if (self->quick_entry != NULL)
    gtk_window_destroy (GTK_WINDOW (self->quick_entry));
  g_clear_object (&self->tray);
  g_clear_object (&self->reminders);
  if (self->services != NULL)
    bitacora_services_close (self->services);

  G_APPLICATION_CLASS (bitacora_application_parent_class)->shutdown (application);
}

static int
bitacora_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Bitácora %s\n", BITACORA_VERSION);
      return 0;
    }
  return bitacora_arguments_handle (application,
                                    options,
                                    &BITACORA_APPLICATION (application)->starts_without_window);
}

static void
bitacora_application_dispose (GObject *object)
{
  BitacoraApplication *self = BITACORA_APPLICATION (object);

  g_clear_weak_pointer (&self->preferences);
  g_clear_weak_pointer (&self->quick_entry);
  g_clear_object (&self->tray);
  g_clear_object (&self->reminders);
  g_clear_object (&self->shortcut);
  g_clear_object (&self->search_provider);
  g_clear_object (&self->residence);
  g_clear_object (&self->follow_ups);
  g_clear_object (&self->waiting);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);
  g_clear_object (&self->departing);
  g_clear_pointer (&self->logged_calls, g_ptr_array_unref);
  g_clear_pointer (&self->activation_token, g_free);

  G_OBJECT_CLASS (bitacora_application_parent_class)->dispose (object);
}

static void
bitacora_application_class_init (BitacoraApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = bitacora_application_dispose;
  application_class->startup = bitacora_application_startup;
  application_class->activate = bitacora_application_activate;
  GTK_APPLICATION_CLASS (klass)->window_removed = bitacora_application_window_removed;
  application_class->open = bitacora_application_open;
  application_class->dbus_register = bitacora_application_dbus_register;
  application_class->dbus_unregister = bitacora_application_dbus_unregister;
  application_class->shutdown = bitacora_application_shutdown;
  application_class->handle_local_options = bitacora_application_handle_local_options;
}

static void
set_accelerator (BitacoraApplication *self, const char *action, const char *accelerator)
{
  const char *accelerators[] = { accelerator, NULL };

  gtk_application_set_accels_for_action (GTK_APPLICATION (self), action, accelerators);
}

/* The page begins with its search: whoever looks for a call does so from anywhere. */
static void
set_history_accelerators (BitacoraApplication *self)
{
  static const char *const accelerators[] = { "<Alt>3", "<Control>f", NULL };

  gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                         "win.show-page::history",
                                         accelerators);
}

static void
bitacora_application_init (BitacoraApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  self->settings = g_settings_new (BITACORA_APPLICATION_ID);
  self->departing = g_cancellable_new ();
  self->logged_calls = g_ptr_array_new_with_free_func (g_object_unref);
  self->search_provider = bitacora_search_provider_new (G_APPLICATION (self));
  bitacora_application_add_actions (self);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  bitacora_arguments_add_options (G_APPLICATION (self));
  set_accelerator (self, "app.new-call", "<Control>n");
  set_accelerator (self, "app.preferences", "<Control>comma");
  set_accelerator (self, "app.quit", "<Control>q");
  set_accelerator (self, "window.close", "<Control>w");
  set_accelerator (self, "app.quick-entry", "<Control><Shift>n");
  set_accelerator (self, "win.show-page::call", "<Alt>1");
  set_accelerator (self, "win.show-page::follow-ups", "<Alt>2");
  set_accelerator (self, "win.import", "<Control>i");
  set_accelerator (self, "win.export", "<Control><Shift>s");
  set_history_accelerators (self);
}

/**
 * bitacora_application_new:
 *
 * Creates the application. Its services are opened when it starts.
 *
 * Returns: (transfer full): the application
 */
BitacoraApplication *
bitacora_application_new (void)
{
  return g_object_new (BITACORA_TYPE_APPLICATION,
                       "application-id",
                       BITACORA_APPLICATION_ID,
                       "resource-base-path",
                       "/org/bitacora/Bitacora",
                       "flags",
                       G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

/**
 * bitacora_application_find_window:
 * @self: the application, started
 *
 * Returns: (transfer none) (nullable): the main window, if it is there
 */
BitacoraWindow *
bitacora_application_find_window (BitacoraApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (BITACORA_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

/**
 * bitacora_application_ensure_window:
 * @self: the application, started
 *
 * Returns: (transfer none): the main window, made if there was none, not presented
 */
BitacoraWindow *
bitacora_application_ensure_window (BitacoraApplication *self)
{
  BitacoraWindow *window = bitacora_application_find_window (self);

  if (window == NULL)
    {
      window = bitacora_window_new (GTK_APPLICATION (self),
                                    self->services,
                                    self->waiting,
                                    self->follow_ups);
      g_signal_connect_object (window,
                               "logged",
                               G_CALLBACK (call_logged_cb),
                               self,
                               G_CONNECT_SWAPPED);
      bitacora_residence_watch_window (self->residence, GTK_WINDOW (window));
    }

  return window;
}

/**
 * bitacora_application_ensure_quick_entry:
 * @self: the application, started
 *
 * Returns: (transfer none): the quick entry, made if there was none, not presented
 */
BitacoraQuickEntry *
bitacora_application_ensure_quick_entry (BitacoraApplication *self)
{
  prepare_quick_entry (self);
  bitacora_quick_entry_begin (self->quick_entry, GTK_APPLICATION (self));

  return self->quick_entry;
}

/**
 * bitacora_application_ensure_shortcut:
 * @self: the application, started
 *
 * Returns: (transfer none) (nullable): the desktop's shortcut, which its user may or may not want;
 *   %NULL without a session bus
 */
BitacoraGlobalShortcut *
bitacora_application_ensure_shortcut (BitacoraApplication *self)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (self));

  if (self->shortcut != NULL || connection == NULL)
    return self->shortcut;
  self->shortcut = bitacora_global_shortcut_new (connection);
  g_signal_connect_object (self->shortcut,
                           "activated",
                           G_CALLBACK (shortcut_activated_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_settings_bind (self->settings,
                   "global-shortcut",
                   self->shortcut,
                   "enabled",
                   G_SETTINGS_BIND_DEFAULT);
  return self->shortcut;
}

/**
 * bitacora_application_note_token:
 * @self: the application
 * @token: (nullable): what the desktop gave for a click that asks for a window
 *
 * Lets the next window that is presented take the focus.
 */
void
bitacora_application_note_token (BitacoraApplication *self, const char *token)
{
  g_free (self->activation_token);
  self->activation_token = g_strdup (token);
}

/**
 * bitacora_application_present:
 * @self: the application
 * @window: a window that its user asked for
 *
 * Shows @window on top.
 */
void
bitacora_application_present (BitacoraApplication *self, GtkWindow *window)
{
  g_autofree char *token = g_steal_pointer (&self->activation_token);

  if (token != NULL)
    gtk_window_set_startup_id (window, token);
  gtk_window_present (window);
}

/**
 * bitacora_application_leave:
 * @self: the application
 *
 * Ends the program: closes its windows, unless one has a call that would be lost, lets what is on
 * its way arrive, and begins nothing any more.
 */
void
bitacora_application_leave (BitacoraApplication *self)
{
  BitacoraWindow *window = bitacora_application_find_window (self);
  GList *windows;

  if (self->is_leaving)
    return;
  self->is_leaving = TRUE;
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_ptr_array_set_size (self->logged_calls, 0);
  bitacora_residence_end (self->residence);
  /* A window that closes keeps its size. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  /* It stays where closing it would lose a call, and has said so. */
  window = bitacora_application_find_window (self);
  if (window != NULL && gtk_widget_get_realized (GTK_WIDGET (window)))
    {
      self->is_leaving = FALSE;
      profiles_changed_cb (self);
      return;
    }
  g_cancellable_cancel (self->departing);
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (windows->data);
  /* The program ends when no window is left and what was handed over last is on disk: whoever
   * waits for that holds it. The tray stays until then: it may be waiting for the answer to its own
   * click. */
  bitacora_departure_begin (G_APPLICATION (self), self->services);
}
