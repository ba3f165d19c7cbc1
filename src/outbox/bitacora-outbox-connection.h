/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean bitacora_outbox_connection_make_folder (const char *path, GError **error);
sqlite3 *bitacora_outbox_connection_open (const char *path, GError **error);

void bitacora_outbox_connection_set_file_error (const char *path, int saved_errno, GError **error);

G_END_DECLS
