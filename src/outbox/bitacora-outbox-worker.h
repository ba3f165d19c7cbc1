/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-store.h"

G_BEGIN_DECLS

/* The one thread that touches the outbox's file. */
typedef struct _BitacoraOutboxWorker BitacoraOutboxWorker;

/* Called in the worker's context, with the source object of the task that changed something. */
typedef void (*BitacoraOutboxChangedFunc) (gpointer source_object, gint64 id);

BitacoraOutboxWorker *bitacora_outbox_worker_new (const char *path,
                                                  GMainContext *context,
                                                  BitacoraOutboxChangedFunc changed);
void bitacora_outbox_worker_free (BitacoraOutboxWorker *self);
void bitacora_outbox_worker_push (BitacoraOutboxWorker *self, GTask *task);
void bitacora_outbox_worker_cork (BitacoraOutboxWorker *self);
void bitacora_outbox_worker_uncork (BitacoraOutboxWorker *self);

G_END_DECLS
