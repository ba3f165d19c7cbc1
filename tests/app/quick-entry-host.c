/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program with nothing but the quick entry, to be driven from outside: the actions "quick-entry",
 * "start-call" and "fill" (a number, with a complaint) open it. */
#include "bitacora-config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "app/quick-entry/bitacora-quick-entry.h"
#include "cli/bitacora-cli-settings.h"

static BitacoraServices *services;
static BitacoraQuickEntry *window;

static BitacoraQuickEntry *
ensure_window (GtkApplication *application)
{
  if (window == NULL)
    g_set_weak_pointer (&window, bitacora_quick_entry_new (services));
  bitacora_quick_entry_begin (window, application);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
quick_entry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ensure_window (GTK_APPLICATION (user_data));
}

static void
start_call_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_quick_entry_start_call (ensure_window (GTK_APPLICATION (user_data)));
}

static void
fill_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const complaints[]
      = { "The link held a control character: it was left out.", NULL };
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (BitacoraPhoneNumber) phone
      = bitacora_phone_number_parse (g_variant_get_string (parameter, NULL), "CO", NULL);

  bitacora_call_activity_set_phone (activity, phone);
  bitacora_quick_entry_fill (ensure_window (GTK_APPLICATION (user_data)), activity, complaints);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  g_application_release (G_APPLICATION (user_data));
}

static void
startup_cb (GApplication *application)
{
  /* The main window's own key for its first page. */
  const char *accelerators[] = { "<Alt>1", NULL };

  gtk_application_set_accels_for_action (GTK_APPLICATION (application),
                                         "win.show-page::call",
                                         accelerators);
  services = bitacora_services_new ();
  bitacora_services_open (services);
  g_application_hold (application);
}

static void
activate_cb (GApplication *application)
{
  ensure_window (GTK_APPLICATION (application));
}

static void
shutdown_cb (GApplication *application)
{
  bitacora_services_close (services);
  g_clear_object (&services);
}

int
main (int argc, char **argv)
{
  static const GActionEntry actions[] = {
    { "quick-entry", quick_entry_cb },
    { "start-call", start_call_cb },
    { "fill", fill_cb, "s" },
    { "quit", quit_cb },
  };
  g_autoptr (AdwApplication) application = NULL;
  const char *directory = g_getenv ("BITACORA_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : BITACORA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  bitacora_cli_settings_choose_backend ();
  g_set_prgname ("quick-entry-host");
  application = adw_application_new (BITACORA_APPLICATION_ID, G_APPLICATION_DEFAULT_FLAGS);
  g_object_set (application, "resource-base-path", "/org/bitacora/Bitacora", NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (application),
                                   actions,
                                   G_N_ELEMENTS (actions),
                                   application);
  g_signal_connect (application, "startup", G_CALLBACK (startup_cb), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_signal_connect (application, "shutdown", G_CALLBACK (shutdown_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
