/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-icon.h"

/* The desktop whose panel draws a symbolic icon in the colour of its file: dark, on dark panels
 * too. */
#define WITHOUT_SYMBOLIC "LXQt"

/**
 * bitacora_tray_icon_choose:
 * @name: the name of an icon that is also there as a symbolic one
 * @desktops: (nullable): the desktop, as XDG_CURRENT_DESKTOP names it
 *
 * Chooses the one of the two that can be seen on that desktop's panel, whatever its colour.
 *
 * Returns: (transfer full): the name of the icon for the tray
 */
char *
bitacora_tray_icon_choose (const char *name, const char *desktops)
{
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  names = g_strsplit (desktops != NULL ? desktops : "", ":", -1);
  if (g_strv_contains ((const char *const *)names, WITHOUT_SYMBOLIC))
    return g_strdup (name);
  return g_strconcat (name, "-symbolic", NULL);
}
