/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  BITACORA_TRAY_STATUS_PASSIVE,
  BITACORA_TRAY_STATUS_ACTIVE,
  BITACORA_TRAY_STATUS_NEEDS_ATTENTION,
} BitacoraTrayStatus;

#define BITACORA_TYPE_TRAY_STATUS (bitacora_tray_status_get_type ())
GType bitacora_tray_status_get_type (void);

/* An icon in the desktop's tray: org.kde.StatusNotifierItem on the session bus, with its menu by
 * com.canonical.dbusmenu. It knows nothing of what it stands for.
 * Properties:
 *   "connection" (GDBusConnection, construct-only, nullable): without one the item opens one of
 *     its own, and the tray forgets the item as soon as it is disposed; with one, trays keep it
 *     until that connection ends;
 *   "id" (string, construct-only), "title" (string);
 *   "status" (BitacoraTrayStatus);
 *   "icon-name", "attention-icon-name", "overlay-icon-name" (strings, nullable): names in the icon
 *     theme; "icon-theme-path" (string, nullable): a folder to look in besides;
 *   "icon-pixmaps", "attention-icon-pixmaps", "overlay-icon-pixmaps" (GVariant of type a(iiay),
 *     nullable): for hosts that do not find the name; ARGB32, in network byte order;
 *   "tooltip-title", "tooltip-text" (strings, nullable): plain text;
 *   "menu-model" (GMenuModel), "action-group" (GActionGroup): the menu, whose items name actions
 *     as "app.name" or "name"; an underline in a label marks the letter behind it, two are one;
 *   "is-right-to-left" (boolean): how the menu's text runs;
 *   "is-hosted" (read-only): whether a tray shows it now.
 * Signals: "activate" (int x, int y): primary click; "secondary-activate" (int x, int y): middle
 * click. Each, and a click in the menu, is preceded by "activation-token" (string) where the host
 * gave one. */
#define BITACORA_TYPE_TRAY_ITEM (bitacora_tray_item_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTrayItem, bitacora_tray_item, BITACORA, TRAY_ITEM, GObject)

BitacoraTrayItem *bitacora_tray_item_new (GDBusConnection *connection,
                                          const char *id,
                                          const char *title);
gboolean bitacora_tray_item_is_hosted (BitacoraTrayItem *self);

G_END_DECLS
