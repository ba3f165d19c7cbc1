/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* One SQL statement on its way through SQLite; its errors are the outbox's. */
typedef struct _BitacoraSqliteStatement BitacoraSqliteStatement;
/* The statements of one connection that are compiled once and used again and again. */
typedef struct _BitacoraSqliteCache BitacoraSqliteCache;

BitacoraSqliteCache *bitacora_sqlite_cache_new (sqlite3 *database);
void bitacora_sqlite_cache_free (BitacoraSqliteCache *self);
BitacoraSqliteStatement *bitacora_sqlite_cache_prepare (BitacoraSqliteCache *self,
                                                        const char *sql,
                                                        GError **error);

BitacoraSqliteStatement *bitacora_sqlite_statement_new (sqlite3 *database,
                                                        const char *sql,
                                                        GError **error);
void bitacora_sqlite_statement_free (BitacoraSqliteStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraSqliteStatement, bitacora_sqlite_statement_free)

void bitacora_sqlite_statement_bind_int (BitacoraSqliteStatement *self, gint64 value);
void bitacora_sqlite_statement_bind_text (BitacoraSqliteStatement *self, const char *text);
void bitacora_sqlite_statement_bind_null (BitacoraSqliteStatement *self);

gboolean bitacora_sqlite_statement_step (BitacoraSqliteStatement *self,
                                         gboolean *has_row,
                                         GError **error);
gboolean bitacora_sqlite_statement_run (BitacoraSqliteStatement *self, GError **error);

gboolean bitacora_sqlite_statement_is_null (BitacoraSqliteStatement *self, int column);
gint64 bitacora_sqlite_statement_get_int (BitacoraSqliteStatement *self, int column);
const char *bitacora_sqlite_statement_get_text (BitacoraSqliteStatement *self, int column);

gboolean bitacora_sqlite_run (sqlite3 *database, const char *sql, GError **error);
gboolean bitacora_sqlite_get_number (sqlite3 *database,
                                     const char *sql,
                                     gint64 *number,
                                     GError **error);
void bitacora_sqlite_set_error (sqlite3 *database, int result, GError **error);

G_END_DECLS
