/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  BITACORA_TRAY_UNKNOWN,
  BITACORA_TRAY_ABSENT,
  BITACORA_TRAY_WITHOUT_HOST,
  BITACORA_TRAY_PRESENT,
} BitacoraTrayState;

#define BITACORA_TYPE_TRAY_STATE (bitacora_tray_state_get_type ())
GType bitacora_tray_state_get_type (void);

/* Whether this desktop has a tray that would show an icon: nobody who collects icons, somebody who
 * does so but no place to show them, or both. Properties, read-only: "state"; "owner" (string,
 * nullable): the name on the bus of org.kde.StatusNotifierWatcher, which collects them. */
#define BITACORA_TYPE_TRAY_PRESENCE (bitacora_tray_presence_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTrayPresence,
                      bitacora_tray_presence,
                      BITACORA,
                      TRAY_PRESENCE,
                      GObject)

BitacoraTrayPresence *bitacora_tray_presence_new (GDBusConnection *connection);

BitacoraTrayState bitacora_tray_presence_get_state (BitacoraTrayPresence *self);
const char *bitacora_tray_presence_get_owner (BitacoraTrayPresence *self);
void bitacora_tray_presence_look (BitacoraTrayPresence *self);

G_END_DECLS
