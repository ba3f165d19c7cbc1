/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void bitacora_cli_settings_choose_backend (void);
gboolean bitacora_cli_settings_check (GError **error);
gboolean bitacora_cli_settings_are_apart (void);

G_END_DECLS
