/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outbox/bitacora-outbox.h"

G_BEGIN_DECLS

/* The outbox, waited for: each function runs the main context until the answer is there. */

typedef struct
{
  char *folder;
  char *path;
  BitacoraOutbox *outbox;
} OutboxFixture;

void outbox_fixture_set_up (OutboxFixture *fixture, gconstpointer data);
void outbox_fixture_tear_down (OutboxFixture *fixture, gconstpointer data);
void outbox_fixture_close (OutboxFixture *fixture);
void outbox_fixture_reopen (OutboxFixture *fixture);

char *outbox_fixture_make_folder (void);
void outbox_fixture_remove_folder (const char *folder);

gint64 outbox_fixture_get_deadline (void);
void outbox_fixture_iterate (gint64 deadline, const char *condition);

#define outbox_fixture_wait_until(condition)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline_ = outbox_fixture_get_deadline ();                                             \
    while (!(condition))                                                                           \
      outbox_fixture_iterate (deadline_, #condition);                                              \
  }                                                                                                \
  G_STMT_END

void outbox_fixture_result_cb (GObject *object, GAsyncResult *result, gpointer user_data);

BitacoraOutbox *outbox_fixture_open (const char *path, GError **error);
BitacoraCallActivity *outbox_fixture_create_activity (const char *name);
BitacoraOutboxEntry *outbox_fixture_try_append (BitacoraOutbox *outbox,
                                                const char *profile_id,
                                                const char *name,
                                                GError **error);
gint64 outbox_fixture_append (BitacoraOutbox *outbox, const char *profile_id, const char *name);
BitacoraOutboxEntry *outbox_fixture_get (BitacoraOutbox *outbox, gint64 id, GError **error);
BitacoraOutboxState outbox_fixture_get_state (BitacoraOutbox *outbox, gint64 id);
GPtrArray *outbox_fixture_list (BitacoraOutbox *outbox,
                                guint states,
                                const char *profile_id,
                                guint limit);
BitacoraOutboxEntry *outbox_fixture_correct (BitacoraOutbox *outbox,
                                             gint64 id,
                                             const char *name,
                                             GError **error);
gboolean outbox_fixture_discard (BitacoraOutbox *outbox, gint64 id, GError **error);
gint64 outbox_fixture_start (BitacoraOutbox *outbox, gint64 id, GError **error);
BitacoraOutboxEntry *outbox_fixture_finish (BitacoraOutbox *outbox,
                                            gint64 id,
                                            gint64 attempt,
                                            BitacoraCrmReply *reply,
                                            GDateTime *not_before,
                                            GError **error);
BitacoraOutboxEntry *outbox_fixture_hold (BitacoraOutbox *outbox,
                                          gint64 id,
                                          BitacoraCrmReply *reason,
                                          GDateTime *not_before,
                                          GError **error);
BitacoraOutboxEntry *outbox_fixture_next_due (BitacoraOutbox *outbox,
                                              const char *const *skip_profiles,
                                              GDateTime *now,
                                              GDateTime **next);
guint outbox_fixture_recover (BitacoraOutbox *outbox);
void outbox_fixture_release_profile (BitacoraOutbox *outbox, const char *profile_id);

BitacoraCrmReply *outbox_fixture_answer (guint http_status, const char *body);
BitacoraCrmReply *outbox_fixture_not_sent (void);
BitacoraCrmReply *outbox_fixture_unknown (void);

GSubprocess *outbox_fixture_spawn_child (const char *const *arguments);
char *outbox_fixture_read_line (GSubprocess *child);
void outbox_fixture_kill (GSubprocess *child);

G_END_DECLS
