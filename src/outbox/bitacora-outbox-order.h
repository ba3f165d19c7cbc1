/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A task on its way through the queue of a thread, and what came of it; without a task, the order
 * to end. */
typedef struct
{
  GTask *task;
  GError *error;
} BitacoraOutboxOrder;

BitacoraOutboxOrder *bitacora_outbox_order_new (GTask *task);
void bitacora_outbox_order_free (BitacoraOutboxOrder *self);
void bitacora_outbox_order_complete (BitacoraOutboxOrder *self);
void bitacora_outbox_order_return (BitacoraOutboxOrder *self);

void bitacora_outbox_order_attach (GMainContext *context,
                                   int priority,
                                   GSourceFunc func,
                                   gpointer data,
                                   GDestroyNotify data_free);

G_END_DECLS
