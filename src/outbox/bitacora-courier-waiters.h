/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* Who waits for the outcome of which entry: the tasks of bitacora_courier_send_async(). */
typedef struct _BitacoraCourierWaiters BitacoraCourierWaiters;

BitacoraCourierWaiters *bitacora_courier_waiters_new (BitacoraOutbox *outbox);
void bitacora_courier_waiters_free (BitacoraCourierWaiters *self);

void bitacora_courier_waiters_add (BitacoraCourierWaiters *self, GTask *task, gint64 id);
gboolean bitacora_courier_waiters_has (BitacoraCourierWaiters *self, gint64 id);
gboolean bitacora_courier_waiters_is_empty (BitacoraCourierWaiters *self);
void bitacora_courier_waiters_settle (BitacoraCourierWaiters *self,
                                      gint64 id,
                                      BitacoraOutboxEntry *entry,
                                      const GError *error);
void bitacora_courier_waiters_fail_all (BitacoraCourierWaiters *self, const GError *error);
void bitacora_courier_waiters_watch (BitacoraCourierWaiters *self);

G_END_DECLS
