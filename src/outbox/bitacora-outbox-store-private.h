/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox-mark.h"
#include "bitacora-outbox-reader.h"
#include "bitacora-outbox-store.h"
#include "bitacora-sqlite-statement.h"

G_BEGIN_DECLS

/* What the files with the outbox's SQL share. */

#define BITACORA_OUTBOX_NO_ATTEMPT (-1)

struct _BitacoraOutboxStore
{
  char *path;
  /* Says to other processes that the file is in use; negative while it is not. */
  int use;
  GThread *owner;
  sqlite3 *database;
  BitacoraSqliteCache *statements;
  gint64 data_version;
  BitacoraOutboxMark *mark;
  /* An attempt that is to be noted there once it is on disk, or BITACORA_OUTBOX_NO_ATTEMPT. */
  gint64 last_attempt;
  /* What stood there when the present job began. */
  gint64 attempt_before;
  /* The index of the search is not what is damaged. */
  gboolean is_search_checked;
  /* Several jobs share one transaction now: see bitacora_outbox_store_begin_group(). */
  gboolean is_grouped;
  /* (element-type gint64 guint): how many calls were written of each batch that is not complete */
  GHashTable *batches;
};

#define BITACORA_OUTBOX_SELECT_ENTRY                                                               \
  "SELECT id, profile, activity, state, revision, created, not_before,"                            \
  " (SELECT COUNT(*) FROM attempt WHERE attempt.entry = entry.id),"                                \
  " verdict, code, message, wolkvox_id, check_due, candidate, n_checks, absent_since,"             \
  " iif (followed_up IS NULL, follow_up, NULL) FROM entry "

BitacoraSqliteStatement *bitacora_outbox_store_prepare (BitacoraOutboxStore *self,
                                                        const char *sql,
                                                        GError **error);
gboolean bitacora_outbox_store_begin (BitacoraOutboxStore *self, GError **error);
gboolean bitacora_outbox_store_end (BitacoraOutboxStore *self, gboolean done, GError **error);

gboolean bitacora_outbox_store_change_entry (BitacoraOutboxStore *self,
                                             BitacoraSqliteStatement *statement,
                                             BitacoraOutboxJob *job,
                                             GError **error);
gboolean bitacora_outbox_store_change_entries (BitacoraOutboxStore *self,
                                               BitacoraSqliteStatement *statement,
                                               BitacoraOutboxJob *job,
                                               GError **error);
void bitacora_outbox_store_set_not_found (gint64 id, GError **error);
gboolean bitacora_outbox_store_load_entry (BitacoraOutboxStore *self,
                                           BitacoraOutboxJob *job,
                                           GError **error);
BitacoraOutboxEntry *bitacora_outbox_store_read_entry (BitacoraSqliteStatement *statement,
                                                       GError **error);
gboolean bitacora_outbox_store_may_step_past (const GError *error);

gint64 bitacora_outbox_store_get_moment (BitacoraSqliteStatement *statement, int column);
void bitacora_outbox_store_bind_moment (BitacoraSqliteStatement *statement, gint64 moment);
char *bitacora_outbox_store_write_exclusion (char **profiles);
void bitacora_outbox_store_bind_profiles (BitacoraSqliteStatement *statement, char **profiles);
gboolean bitacora_outbox_store_read_first (BitacoraSqliteStatement *statement,
                                           BitacoraOutboxJob *job,
                                           GError **error);
gboolean bitacora_outbox_store_read_all (BitacoraSqliteStatement *statement,
                                         BitacoraOutboxJob *job,
                                         GError **error);
gboolean bitacora_outbox_store_read_into (BitacoraSqliteStatement *statement,
                                          guint limit,
                                          GPtrArray *entries,
                                          GError **error);
gboolean bitacora_outbox_store_find_next_moment (BitacoraOutboxStore *self,
                                                 const char *state,
                                                 const char *column,
                                                 BitacoraOutboxJob *job,
                                                 GError **error);
gboolean bitacora_outbox_store_mark_logged (BitacoraOutboxStore *self,
                                            BitacoraOutboxJob *job,
                                            GError **error);
gboolean bitacora_outbox_store_make_unknown (BitacoraOutboxStore *self,
                                             const char *where,
                                             const char *reason,
                                             BitacoraOutboxJob *job,
                                             GError **error);
gboolean bitacora_outbox_store_queue_again (BitacoraOutboxStore *self,
                                            BitacoraOutboxJob *job,
                                            gboolean is_wished,
                                            GError **error);
/* On the reader's thread. */
gboolean bitacora_outbox_store_list_follow_ups (BitacoraSqliteCache *statements,
                                                BitacoraOutboxRead *read,
                                                GError **error);
gboolean bitacora_outbox_store_count_follow_ups (BitacoraSqliteCache *statements,
                                                 BitacoraOutboxRead *read,
                                                 GError **error);
gboolean bitacora_outbox_store_renew_follow_up (BitacoraOutboxStore *self,
                                                BitacoraOutboxJob *job,
                                                GError **error);
gboolean bitacora_outbox_store_empty_draft (BitacoraOutboxStore *self,
                                            const char *slot,
                                            GError **error);

G_END_DECLS
