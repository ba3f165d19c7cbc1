/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What becomes of a damaged file: it is set aside, never deleted, and what can be read of it is
 * carried over into a new one. */

/* Whether the file has to be looked through when it is opened next. */
void bitacora_outbox_recovery_ask_for_check (const char *path);

gboolean bitacora_outbox_recovery_mend_search (sqlite3 *database, gboolean *is_new, GError **error);

sqlite3 *bitacora_outbox_recovery_open (const char *path,
                                        int *use,
                                        char **damaged_path,
                                        guint *n_recovered,
                                        GError **error);

G_END_DECLS
