/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GVariant *bitacora_tray_pixmaps_create (const char *resource);

G_END_DECLS
