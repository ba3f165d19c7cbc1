/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean bitacora_outbox_salvage (const char *damaged_path,
                                  sqlite3 *database,
                                  guint *n_recovered,
                                  GError **error);

G_END_DECLS
