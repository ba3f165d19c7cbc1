/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A shortcut that opens the quick entry from everywhere, by the GlobalShortcuts portal.
 * Properties: "is-available" (read-only): whether this desktop has that portal; "enabled": whether
 * it is asked for the shortcut, FALSE again when its user declines; "is-bound" (read-only): whether
 * the desktop has taken it; "trigger" (string, nullable, read-only): the keys, in the desktop's
 * words; "problem" (string, nullable, read-only): a sentence on why there is no shortcut. Signal
 * "activated" (string activation_token, nullable). */
#define BITACORA_TYPE_GLOBAL_SHORTCUT (bitacora_global_shortcut_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraGlobalShortcut,
                      bitacora_global_shortcut,
                      BITACORA,
                      GLOBAL_SHORTCUT,
                      GObject)

BitacoraGlobalShortcut *bitacora_global_shortcut_new (GDBusConnection *connection);

void bitacora_global_shortcut_set_enabled (BitacoraGlobalShortcut *self, gboolean enabled);
const char *bitacora_global_shortcut_get_trigger (BitacoraGlobalShortcut *self);
const char *bitacora_global_shortcut_get_problem (BitacoraGlobalShortcut *self);

G_END_DECLS
