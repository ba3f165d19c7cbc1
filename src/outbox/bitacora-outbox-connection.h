/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

sqlite3 *bitacora_outbox_connection_open (const char *path, GError **error);

G_END_DECLS
