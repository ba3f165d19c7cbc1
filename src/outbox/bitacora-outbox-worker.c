/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-worker.h"

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-order.h"
#include "bitacora-outbox.h"

/* How many orders share a transaction at most: the first of them waits for the last. */
#define LARGEST_GROUP 32

struct _BitacoraOutboxWorker
{
  GThread *thread;
  GAsyncQueue *orders;
  /* What was ordered between bitacora_outbox_worker_cork() and _uncork(). */
  GQueue corked;
  guint n_corks;
  GMainContext *context;
  BitacoraOutboxChangedFunc changed;
  BitacoraOutboxStore *store;
};

/* Orders on their way home, which were carried out together. */
typedef struct
{
  BitacoraOutboxChangedFunc changed;
  /* (element-type BitacoraOutboxOrder) */
  GPtrArray *orders;
} Homecoming;

static void
homecoming_free (gpointer data)
{
  Homecoming *homecoming = data;

  g_ptr_array_unref (homecoming->orders);
  g_free (homecoming);
}

static void
announce_change (BitacoraOutboxOrder *order, BitacoraOutboxChangedFunc changed)
{
  gpointer source_object = g_task_get_source_object (order->task);
  BitacoraOutboxJob *job = g_task_get_task_data (order->task);

  if (order->error == NULL && job->changed != BITACORA_OUTBOX_NO_CHANGE && source_object != NULL)
    changed (source_object, job->changed);
}

static gboolean
orders_came_home_cb (gpointer data)
{
  Homecoming *homecoming = data;

  for (guint i = 0; i < homecoming->orders->len; i++)
    {
      BitacoraOutboxOrder *order = g_ptr_array_index (homecoming->orders, i);

      announce_change (order, homecoming->changed);
      bitacora_outbox_order_complete (order);
    }
  return G_SOURCE_REMOVE;
}

/* As if the job had never been run. */
static void
forget_results (BitacoraOutboxOrder *order)
{
  BitacoraOutboxJob *job = g_task_get_task_data (order->task);

  g_clear_error (&order->error);
  g_clear_object (&job->entry);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_pointer (&job->ids, g_array_unref);
  job->next = BITACORA_OUTBOX_NO_MOMENT;
  job->changed = BITACORA_OUTBOX_NO_CHANGE;
}

static void
run_job (BitacoraOutboxWorker *self, BitacoraOutboxOrder *order)
{
  GCancellable *cancellable = g_task_get_cancellable (order->task);
  BitacoraOutboxJob *job = g_task_get_task_data (order->task);

  /* Cancelled means not done: once it is done, it is too late to cancel. */
  if (!g_cancellable_set_error_if_cancelled (cancellable, &order->error))
    job->func (self->store, job, &order->error);
  if (!g_error_matches (order->error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED)
      || !bitacora_outbox_store_meet_damage (self->store))
    return;
  forget_results (order);
  job->func (self->store, job, &order->error);
}

/* Sends the orders of a group home, and the group with them; the main loop is woken once for all of
 * them. */
static void
answer (BitacoraOutboxWorker *self, GPtrArray *group)
{
  Homecoming *homecoming = g_new0 (Homecoming, 1);

  homecoming->changed = self->changed;
  homecoming->orders = group;
  bitacora_outbox_order_attach (self->context,
                                G_PRIORITY_DEFAULT,
                                orders_came_home_cb,
                                homecoming,
                                homecoming_free);
}

/* Whether a job is short, and taken back to its beginning if it fails: only such share a
 * transaction. One that only reads would otherwise part those before it from those behind. */
static gboolean
may_share (BitacoraOutboxOrder *order)
{
  BitacoraOutboxJob *job = order->task != NULL ? g_task_get_task_data (order->task) : NULL;

  return job != NULL
         && (job->func == bitacora_outbox_store_append || job->func == bitacora_outbox_store_correct
             || job->func == bitacora_outbox_store_start_attempt
             || job->func == bitacora_outbox_store_finish_attempt
             || job->func == bitacora_outbox_store_hold
             || job->func == bitacora_outbox_store_list_due);
}

/* Runs orders in one transaction: the disk is asked once for all of them. Nobody hears of success
 * before that. */
static gboolean
run_together (BitacoraOutboxWorker *self, GPtrArray *group)
{
  if (!bitacora_outbox_store_begin_group (self->store))
    return FALSE;
  for (guint i = 0; i < group->len && bitacora_outbox_store_is_group_whole (self->store); i++)
    run_job (self, g_ptr_array_index (group, i));
  return bitacora_outbox_store_end_group (self->store);
}

static void
carry_out (BitacoraOutboxWorker *self, GPtrArray *group)
{
  if (group->len == 1)
    run_job (self, g_ptr_array_index (group, 0));
  else if (!run_together (self, group))
    {
      /* The disk took none of them: each tries for itself, and hears its own answer. */
      g_ptr_array_foreach (group, (GFunc)forget_results, NULL);
      for (guint i = 0; i < group->len; i++)
        run_job (self, g_ptr_array_index (group, i));
    }
}

/* Takes what waits behind the group's first and may share its transaction; returns the first order
 * that may not. */
static BitacoraOutboxOrder *
complete_group (BitacoraOutboxWorker *self, GPtrArray *group)
{
  if (!may_share (g_ptr_array_index (group, 0)))
    return NULL;
  while (group->len < LARGEST_GROUP)
    {
      BitacoraOutboxOrder *order = g_async_queue_try_pop (self->orders);

      if (order == NULL || !may_share (order))
        return order;
      g_ptr_array_add (group, order);
    }
  return NULL;
}

static gpointer
work (gpointer data)
{
  BitacoraOutboxWorker *self = data;
  BitacoraOutboxOrder *order = g_async_queue_pop (self->orders);

  while (order->task != NULL)
    {
      GPtrArray *group
          = g_ptr_array_new_with_free_func ((GDestroyNotify)bitacora_outbox_order_free);

      g_ptr_array_add (group, order);
      order = complete_group (self, group);
      carry_out (self, group);
      answer (self, group);
      if (order == NULL)
        order = g_async_queue_pop (self->orders);
    }
  bitacora_outbox_order_free (order);
  bitacora_outbox_store_close (self->store);
  return NULL;
}

/**
 * bitacora_outbox_worker_new:
 * @path: the database's file
 * @context: where @changed is called
 * @changed: (scope forever): called after a task changed something
 *
 * Starts the thread. The file is not opened yet: bitacora_outbox_store_open() is the first job.
 *
 * Returns: (transfer full): the worker
 */
BitacoraOutboxWorker *
bitacora_outbox_worker_new (const char *path,
                            GMainContext *context,
                            BitacoraOutboxChangedFunc changed)
{
  BitacoraOutboxWorker *self = g_new0 (BitacoraOutboxWorker, 1);

  self->orders = g_async_queue_new_full ((GDestroyNotify)bitacora_outbox_order_free);
  g_queue_init (&self->corked);
  self->context = g_main_context_ref (context);
  self->changed = changed;
  self->store = bitacora_outbox_store_new (path);
  self->thread = g_thread_new ("outbox", work, self);
  return self;
}

/**
 * bitacora_outbox_worker_free:
 * @self: (transfer full): a worker
 *
 * Ends the thread and waits until it has closed the file. Tasks hold a reference to the object
 * that owns the worker, so that there are none left to wait for.
 */
void
bitacora_outbox_worker_free (BitacoraOutboxWorker *self)
{
  g_async_queue_push (self->orders, bitacora_outbox_order_new (NULL));
  g_thread_join (self->thread);
  g_async_queue_unref (self->orders);
  bitacora_outbox_store_free (self->store);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * bitacora_outbox_worker_push:
 * @self: a worker
 * @task: (transfer full): a task whose data is a #BitacoraOutboxJob
 *
 * Hands over a task. It returns %TRUE or the error of its job's function in its own context, after
 * the change that it made was announced; its results are in its job. A cancelled task has done
 * nothing, a task that was cancelled too late succeeds.
 */
void
bitacora_outbox_worker_push (BitacoraOutboxWorker *self, GTask *task)
{
  g_task_set_check_cancellable (task, FALSE);
  if (self->n_corks > 0)
    g_queue_push_tail (&self->corked, bitacora_outbox_order_new (task));
  else
    g_async_queue_push (self->orders, bitacora_outbox_order_new (task));
}

/**
 * bitacora_outbox_worker_cork:
 * @self: a worker
 *
 * Keeps back what is handed over until bitacora_outbox_worker_uncork(), which is to follow before
 * the main loop turns: the thread then finds it all at once, and writes it in one transaction.
 */
void
bitacora_outbox_worker_cork (BitacoraOutboxWorker *self)
{
  self->n_corks++;
}

/**
 * bitacora_outbox_worker_uncork:
 * @self: a worker that was corked
 *
 * Hands over what was kept back, once this was called as often as bitacora_outbox_worker_cork().
 */
void
bitacora_outbox_worker_uncork (BitacoraOutboxWorker *self)
{
  BitacoraOutboxOrder *order;

  g_return_if_fail (self->n_corks > 0);

  if (--self->n_corks > 0)
    return;
  g_async_queue_lock (self->orders);
  while ((order = g_queue_pop_head (&self->corked)) != NULL)
    g_async_queue_push_unlocked (self->orders, order);
  g_async_queue_unlock (self->orders);
}
