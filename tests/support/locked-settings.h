/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Settings in memory of which an administrator has locked a part, or set the defaults, as dconf
 * lets one. Paths are those of keys, or beginnings of them. */
void locked_settings_use (void);
void locked_settings_lock (const char *prefix);
void locked_settings_set_default (const char *key, GVariant *value);
void locked_settings_forget (void);

G_END_DECLS
