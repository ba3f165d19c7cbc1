/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-application.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "bitacora-window.h"
#include "preferences/bitacora-preferences-window.h"

struct _BitacoraApplication
{
  AdwApplication parent_instance;

  BitacoraServices *services;
  GtkWindow *preferences;
};

G_DEFINE_FINAL_TYPE (BitacoraApplication, bitacora_application, ADW_TYPE_APPLICATION)

static BitacoraWindow *
find_window (BitacoraApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (BITACORA_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

static BitacoraWindow *
ensure_window (BitacoraApplication *self)
{
  BitacoraWindow *window = find_window (self);

  if (window == NULL)
    window = bitacora_window_new (GTK_APPLICATION (self), self->services);

  return window;
}

static void
new_call_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraWindow *window = ensure_window (BITACORA_APPLICATION (user_data));

  bitacora_window_show_form (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);

  if (self->preferences == NULL)
    {
      g_set_weak_pointer (&self->preferences, bitacora_preferences_window_new (self->services));
      gtk_window_set_transient_for (self->preferences, GTK_WINDOW (ensure_window (self)));
    }
  gtk_window_present (self->preferences);
}

static void
practise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!bitacora_services_start_practice (self->services, &error))
    {
      g_autofree char *sentence
          = g_strdup_printf (_ ("The practice CRM could not start: %s"), error->message);

      bitacora_window_show_message (ensure_window (self), sentence);
      return;
    }
  bitacora_window_show_form (ensure_window (self));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraApplication *self = BITACORA_APPLICATION (user_data);
  static const char *developers[] = { "Bitácora", NULL };

  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (self)),
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
  BitacoraWindow *window = ensure_window (BITACORA_APPLICATION (user_data));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BitacoraWindow *window = find_window (BITACORA_APPLICATION (user_data));
  GList *windows;

  /* A window that closes keeps its size. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  /* It stays where closing it would lose a call, and has said so. */
  window = find_window (BITACORA_APPLICATION (user_data));
  if (window != NULL && gtk_widget_get_realized (GTK_WIDGET (window)))
    return;
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (user_data))) != NULL)
    gtk_window_destroy (windows->data);
  /* The program ends when no window is left and what was handed over last is on disk: whoever
   * waits for that holds it. */
}

static void
bitacora_application_startup (GApplication *application)
{
  BitacoraApplication *self = BITACORA_APPLICATION (application);

  G_APPLICATION_CLASS (bitacora_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (BITACORA_APPLICATION_ID);
  self->services = bitacora_services_new ();
  bitacora_services_open (self->services);
}

static void
bitacora_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (BITACORA_APPLICATION (application))));
}

static void
bitacora_application_shutdown (GApplication *application)
{
  BitacoraApplication *self = BITACORA_APPLICATION (application);

  if (self->services != NULL)
    bitacora_services_close (self->services);

  G_APPLICATION_CLASS (bitacora_application_parent_class)->shutdown (application);
}

/* Whichever process owns the window starts the practice CRM, be it this one or one that already
 * runs. */
static int
bitacora_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Bitácora %s\n", BITACORA_VERSION);
      return 0;
    }
  if (!g_variant_dict_contains (options, "practice"))
    return -1;

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "practise", NULL);

  return -1;
}

static void
bitacora_application_dispose (GObject *object)
{
  BitacoraApplication *self = BITACORA_APPLICATION (object);

  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->services);

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
  static const char *const accelerators[] = { "<Alt>2", "<Control>f", NULL };

  gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                         "win.show-page::history",
                                         accelerators);
}

static void
bitacora_application_init (BitacoraApplication *self)
{
  static const GActionEntry actions[] = {
    { "new-call", new_call_cb }, { "preferences", preferences_cb }, { "practise", practise_cb },
    { "about", about_cb },       { "shortcuts", shortcuts_cb },     { "quit", quit_cb },
  };
  static const GOptionEntry options[] = {
    { "practice",
      0,
      0,
      G_OPTION_ARG_NONE,
      NULL,
      N_ ("Start the practice CRM and log calls into it"),
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  set_accelerator (self, "app.new-call", "<Control>n");
  set_accelerator (self, "app.preferences", "<Control>comma");
  set_accelerator (self, "app.quit", "<Control>q");
  set_accelerator (self, "window.close", "<Control>w");
  set_accelerator (self, "win.show-page::call", "<Alt>1");
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
                       G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}

/**
 * bitacora_application_get_services:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): what stands behind the windows, %NULL before the start
 */
BitacoraServices *
bitacora_application_get_services (BitacoraApplication *self)
{
  g_return_val_if_fail (BITACORA_IS_APPLICATION (self), NULL);

  return self->services;
}
