/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bitacora_tray_icon_choose (const char *name, const char *desktops);

G_END_DECLS
