/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-style.h"

/**
 * bitacora_style_add:
 * @resource: a style sheet of a room, below `/org/bitacora/Bitacora`
 *
 * Adds a room's style to the display. It goes with the room's widgets, whichever window or program
 * shows them: call it once, from the class that needs it.
 */
void
bitacora_style_add (const char *resource)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, resource);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
