/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The tables of the outbox, version by version. */

guint bitacora_outbox_schema_get_version (void);
void bitacora_outbox_schema_set_newer (GError **error);
gboolean bitacora_outbox_schema_add_functions (sqlite3 *database, GError **error);
gboolean bitacora_outbox_schema_fill_follow_ups (sqlite3 *database, GError **error);
gboolean bitacora_outbox_schema_migrate (sqlite3 *database, GError **error);
gboolean bitacora_outbox_schema_migrate_with (sqlite3 *database,
                                              const char *const *steps,
                                              guint n_steps,
                                              GError **error);

G_END_DECLS
