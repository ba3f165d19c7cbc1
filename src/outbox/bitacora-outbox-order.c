/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-order.h"

static gboolean
order_returned_cb (gpointer data)
{
  bitacora_outbox_order_complete (data);
  return G_SOURCE_REMOVE;
}

/**
 * bitacora_outbox_order_new:
 * @task: (transfer full) (nullable): what to do; %NULL to end
 *
 * Returns: (transfer full): the order
 */
BitacoraOutboxOrder *
bitacora_outbox_order_new (GTask *task)
{
  BitacoraOutboxOrder *self = g_new0 (BitacoraOutboxOrder, 1);

  self->task = task;
  return self;
}

/**
 * bitacora_outbox_order_free:
 * @self: (transfer full): an order
 *
 * Frees the order, and lets go of its task.
 */
void
bitacora_outbox_order_free (BitacoraOutboxOrder *self)
{
  g_clear_object (&self->task);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * bitacora_outbox_order_complete:
 * @self: an order with a task, which was carried out
 *
 * Has the task return %TRUE or the order's error. Called in the task's own context.
 */
void
bitacora_outbox_order_complete (BitacoraOutboxOrder *self)
{
  if (self->error != NULL)
    g_task_return_error (self->task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (self->task, TRUE);
}

/**
 * bitacora_outbox_order_return:
 * @self: (transfer full): an order with a task, which was carried out
 *
 * Sends it home: bitacora_outbox_order_complete() in the task's own context. It takes the task's
 * last reference along, so that objects end where they began and never on this thread.
 */
void
bitacora_outbox_order_return (BitacoraOutboxOrder *self)
{
  bitacora_outbox_order_attach (g_task_get_context (self->task),
                                g_task_get_priority (self->task),
                                order_returned_cb,
                                self,
                                (GDestroyNotify)bitacora_outbox_order_free);
}

/**
 * bitacora_outbox_order_attach:
 * @context: where to call
 * @priority: the priority of a source
 * @func: what to call once
 * @data: for @func
 * @data_free: frees @data, in @context
 *
 * Has a function called in another thread's context.
 */
void
bitacora_outbox_order_attach (GMainContext *context,
                              int priority,
                              GSourceFunc func,
                              gpointer data,
                              GDestroyNotify data_free)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, data, data_free);
  g_source_attach (source, context);
}
