/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A libadwaita program that does nothing: it shows an empty window, closes it at the action "close"
 * and lives on; or, started as a service, shows one at the action "open". What any program needs,
 * to compare with. */
#include <adwaita.h>

static void
activated_cb (GApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), 860, 680);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
  gtk_window_present (GTK_WINDOW (window));
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (gtk_application_get_windows (GTK_APPLICATION (user_data))->data);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window
      = g_object_new (ADW_TYPE_WINDOW, "application", user_data, "default-width", 420, NULL);

  adw_window_set_content (ADW_WINDOW (window), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_window_present (window);
}

int
main (int argc, char **argv)
{
  static const GActionEntry actions[] = { { "close", close_cb }, { "open", open_cb } };
  g_autoptr (AdwApplication) application
      = adw_application_new ("org.bitacora.BareWindow", G_APPLICATION_DEFAULT_FLAGS);

  g_action_map_add_action_entries (G_ACTION_MAP (application),
                                   actions,
                                   G_N_ELEMENTS (actions),
                                   application);
  g_signal_connect (application, "activate", G_CALLBACK (activated_cb), NULL);
  g_application_hold (G_APPLICATION (application));
  return g_application_run (G_APPLICATION (application), argc, argv);
}
