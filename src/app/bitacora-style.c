/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-style.h"

/**
 * bitacora_style_add:
 * @resource: a style sheet of a room, below `/org/bitacora/Bitacora`
 *
 * Adds a room's style to the display, once. It goes with the room's widgets, whichever window or
 * program shows them: each class that needs it calls this.
 */
void
bitacora_style_add (const char *resource)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = NULL;

  if (g_object_get_data (G_OBJECT (display), resource) != NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, resource);
  gtk_style_context_add_provider_for_display (display,
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_set_data_full (G_OBJECT (display),
                          resource,
                          g_steal_pointer (&provider),
                          g_object_unref);
}
