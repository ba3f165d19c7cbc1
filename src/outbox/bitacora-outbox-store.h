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
gboolean bitacora_outbox_store_next_due (BitacoraOutboxStore *self,
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

G_END_DECLS
