/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What becomes of a damaged file: it is set aside, never deleted, and what can be read of it is
 * carried over into a new one. */

/* That a process uses the outbox's file, for as long as the descriptor is open. */
int bitacora_outbox_recovery_announce_use (const char *path, GError **error);

/* Whether the file has to be looked through when it is opened next. */
void bitacora_outbox_recovery_ask_for_check (const char *path);

gboolean bitacora_outbox_recovery_check (sqlite3 *database, const char *path, GError **error);

gboolean bitacora_outbox_recovery_end (const char *path, int use, GError **error);
sqlite3 *bitacora_outbox_recovery_run (const char *path,
                                       int use,
                                       char **damaged_path,
                                       guint *n_recovered,
                                       GError **error);

G_END_DECLS
