/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-job.h"

G_BEGIN_DECLS

/* The SQL of the outbox over one connection, which belongs to the thread that opens it. */
BitacoraOutboxStore *bitacora_outbox_store_new (const char *path);
void bitacora_outbox_store_free (BitacoraOutboxStore *self);

gboolean bitacora_outbox_store_open (BitacoraOutboxStore *self,
                                     BitacoraOutboxJob *job,
                                     GError **error);
void bitacora_outbox_store_close (BitacoraOutboxStore *self);
gboolean bitacora_outbox_store_meet_copy (BitacoraOutboxStore *self,
                                          BitacoraOutboxJob *job,
                                          GError **error);
gboolean bitacora_outbox_store_meet_damage (BitacoraOutboxStore *self);
gboolean bitacora_outbox_store_begin_group (BitacoraOutboxStore *self);
gboolean bitacora_outbox_store_is_group_whole (BitacoraOutboxStore *self);
gboolean bitacora_outbox_store_end_group (BitacoraOutboxStore *self);
gboolean bitacora_outbox_store_look (BitacoraOutboxStore *self,
                                     BitacoraOutboxJob *job,
                                     GError **error);

gboolean bitacora_outbox_store_append (BitacoraOutboxStore *self,
                                       BitacoraOutboxJob *job,
                                       GError **error);
gboolean bitacora_outbox_store_correct (BitacoraOutboxStore *self,
                                        BitacoraOutboxJob *job,
                                        GError **error);
gboolean bitacora_outbox_store_discard (BitacoraOutboxStore *self,
                                        BitacoraOutboxJob *job,
                                        GError **error);
gboolean bitacora_outbox_store_get (BitacoraOutboxStore *self,
                                    BitacoraOutboxJob *job,
                                    GError **error);
gboolean bitacora_outbox_store_list (BitacoraOutboxStore *self,
                                     BitacoraOutboxJob *job,
                                     GError **error);
gboolean bitacora_outbox_store_list_queued (BitacoraOutboxStore *self,
                                            BitacoraOutboxJob *job,
                                            GError **error);
gboolean bitacora_outbox_store_list_due (BitacoraOutboxStore *self,
                                         BitacoraOutboxJob *job,
                                         GError **error);
gboolean bitacora_outbox_store_start_attempt (BitacoraOutboxStore *self,
                                              BitacoraOutboxJob *job,
                                              GError **error);
gboolean bitacora_outbox_store_finish_attempt (BitacoraOutboxStore *self,
                                               BitacoraOutboxJob *job,
                                               GError **error);
gboolean bitacora_outbox_store_hold (BitacoraOutboxStore *self,
                                     BitacoraOutboxJob *job,
                                     GError **error);
gboolean bitacora_outbox_store_release (BitacoraOutboxStore *self,
                                        BitacoraOutboxJob *job,
                                        GError **error);
gboolean bitacora_outbox_store_release_profile (BitacoraOutboxStore *self,
                                                BitacoraOutboxJob *job,
                                                GError **error);
gboolean bitacora_outbox_store_release_unsent (BitacoraOutboxStore *self,
                                               BitacoraOutboxJob *job,
                                               GError **error);
gboolean bitacora_outbox_store_recover (BitacoraOutboxStore *self,
                                        BitacoraOutboxJob *job,
                                        GError **error);

/* How many rows are deleted in one go at most, so that no other job waits for long. */
#define BITACORA_OUTBOX_STORE_LARGEST_STEP 1000

gboolean bitacora_outbox_store_purge (BitacoraOutboxStore *self,
                                      BitacoraOutboxJob *job,
                                      GError **error);
gboolean bitacora_outbox_store_restore (BitacoraOutboxStore *self,
                                        BitacoraOutboxJob *job,
                                        GError **error);
gboolean bitacora_outbox_store_retry (BitacoraOutboxStore *self,
                                      BitacoraOutboxJob *job,
                                      GError **error);
gboolean bitacora_outbox_store_resolve (BitacoraOutboxStore *self,
                                        BitacoraOutboxJob *job,
                                        GError **error);
gboolean bitacora_outbox_store_save_draft (BitacoraOutboxStore *self,
                                           BitacoraOutboxJob *job,
                                           GError **error);
gboolean bitacora_outbox_store_load_draft (BitacoraOutboxStore *self,
                                           BitacoraOutboxJob *job,
                                           GError **error);
gboolean bitacora_outbox_store_begin_batch (BitacoraOutboxStore *self,
                                            BitacoraOutboxJob *job,
                                            GError **error);
gboolean bitacora_outbox_store_append_batch (BitacoraOutboxStore *self,
                                             BitacoraOutboxJob *job,
                                             GError **error);
gboolean bitacora_outbox_store_commit_batch (BitacoraOutboxStore *self,
                                             BitacoraOutboxJob *job,
                                             GError **error);
gboolean bitacora_outbox_store_drop_batch_step (BitacoraOutboxStore *self,
                                                BitacoraOutboxJob *job,
                                                GError **error);
gboolean bitacora_outbox_store_next_doubt (BitacoraOutboxStore *self,
                                           BitacoraOutboxJob *job,
                                           GError **error);
gboolean bitacora_outbox_store_list_rivals (BitacoraOutboxStore *self,
                                            BitacoraOutboxJob *job,
                                            GError **error);
gboolean bitacora_outbox_store_note_finding (BitacoraOutboxStore *self,
                                             BitacoraOutboxJob *job,
                                             GError **error);
gboolean bitacora_outbox_store_list_claimed (BitacoraOutboxStore *self,
                                             BitacoraOutboxJob *job,
                                             GError **error);
gboolean bitacora_outbox_store_ask_again (BitacoraOutboxStore *self,
                                          BitacoraOutboxJob *job,
                                          GError **error);
gboolean bitacora_outbox_store_postpone_follow_up (BitacoraOutboxStore *self,
                                                   BitacoraOutboxJob *job,
                                                   GError **error);
gboolean bitacora_outbox_store_complete_follow_up (BitacoraOutboxStore *self,
                                                   BitacoraOutboxJob *job,
                                                   GError **error);
gboolean bitacora_outbox_store_take_reminders (BitacoraOutboxStore *self,
                                               BitacoraOutboxJob *job,
                                               GError **error);

G_END_DECLS
