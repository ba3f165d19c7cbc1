/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier.h"
#include "bitacora-courier-private.h"

#include "bitacora-outbox-private.h"

/* How many calls are asked for at once; the schedule decides how many of them are open. */
#define WINDOW 16

typedef struct
{
  GArray *ids;
  guint position;
  guint n_asked;
  guint n_logged;
  guint n_waiting;
  GError *error;
} Drain;

static void entry_sent_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
drain_free (gpointer data)
{
  Drain *drain = data;

  g_clear_pointer (&drain->ids, g_array_unref);
  g_clear_error (&drain->error);
  g_free (drain);
}

/* Asks for as many as the window takes; the last answer ends the task. */
static void
ask_for_more (GTask *task)
{
  BitacoraCourier *self = g_task_get_source_object (task);
  Drain *drain = g_task_get_task_data (task);

  while (drain->error == NULL && drain->n_asked < WINDOW && drain->position < drain->ids->len)
    {
      gint64 id = g_array_index (drain->ids, gint64, drain->position++);

      drain->n_asked++;
      bitacora_courier_send_gently_async (self,
                                          id,
                                          g_task_get_cancellable (task),
                                          entry_sent_cb,
                                          g_object_ref (task));
    }
  if (drain->n_asked > 0)
    return;
  if (drain->error != NULL)
    g_task_return_error (task, g_steal_pointer (&drain->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
count_entry (Drain *drain, BitacoraOutboxEntry *entry)
{
  if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_LOGGED)
    drain->n_logged++;
  else
    drain->n_waiting++;
}

static void
entry_sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Drain *drain = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  entry = bitacora_courier_send_finish (BITACORA_COURIER (object), result, &error);
  drain->n_asked--;
  if (entry != NULL)
    count_entry (drain, entry);
  /* The others can be read; this one waits for whoever can mend it. */
  else if (g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED))
    drain->n_waiting++;
  /* What was discarded meanwhile neither waits nor matters. */
  else if (!g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND)
           && drain->error == NULL)
    drain->error = g_steal_pointer (&error);
  ask_for_more (task);
}

static void
queue_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Drain *drain = g_task_get_task_data (task);
  GError *error = NULL;

  drain->ids = bitacora_outbox_list_queued_finish (BITACORA_OUTBOX (object), result, &error);
  bitacora_courier_end_listing (g_task_get_source_object (task),
                                drain->ids == NULL || drain->ids->len == 0);
  if (drain->ids == NULL)
    g_task_return_error (task, error);
  else
    ask_for_more (task);
}

/**
 * bitacora_courier_begin_drain:
 * @self: a courier
 * @task: (transfer full): a drain whose turn has come
 *
 * Lists the queue and sends what is in it.
 */
void
bitacora_courier_begin_drain (BitacoraCourier *self, GTask *task)
{
  bitacora_outbox_list_queued_async (bitacora_courier_get_outbox (self),
                                     g_task_get_cancellable (task),
                                     queue_listed_cb,
                                     task);
}

/**
 * bitacora_courier_fail_drains:
 * @self: a courier
 * @error: why they cannot begin
 *
 * Answers the drains that have not begun.
 */
void
bitacora_courier_fail_drains (BitacoraCourier *self, const GError *error)
{
  GQueue drains[] = { self->drains, self->doubtful_drains };
  GTask *task;

  g_queue_init (&self->drains);
  g_queue_init (&self->doubtful_drains);
  while ((task = g_queue_pop_head (&drains[0])) != NULL
         || (task = g_queue_pop_head (&drains[1])) != NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      g_object_unref (task);
    }
}

/**
 * bitacora_courier_drain_async:
 * @self: a courier, started or not
 * @cancellable: (nullable): stops the draining; what is on its way ends as it ends
 * @callback: called when everything was tried
 * @user_data: for @callback
 *
 * Asks about every call in doubt that the CRM may be asked about now, then sends everything that is
 * queued, due or not, each entry once at most, oldest first. When a profile turns out to stand
 * still (token, quota, network), the rest of its calls is not tried. A doubt that takes time, as
 * one about a call that the CRM does not have, is left for later.
 */
void
bitacora_courier_drain_async (BitacoraCourier *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BITACORA_IS_COURIER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_courier_drain_async));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (Drain, 1), drain_free);
  bitacora_courier_prepare_drain (self, task);
}

/**
 * bitacora_courier_drain_finish:
 * @self: a courier
 * @result: what the callback got
 * @n_logged: (out) (optional): how many of the calls were logged
 * @n_waiting: (out) (optional): how many were not, and still wait for the CRM or for their user
 * @error: return location for an error as of bitacora_courier_send_finish()
 *
 * The counts are right even if it failed: what was done until then.
 *
 * Returns: whether everything was tried
 */
gboolean
bitacora_courier_drain_finish (BitacoraCourier *self,
                               GAsyncResult *result,
                               guint *n_logged,
                               guint *n_waiting,
                               GError **error)
{
  Drain *drain;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  drain = g_task_get_task_data (G_TASK (result));
  if (n_logged != NULL)
    *n_logged = drain->n_logged;
  if (n_waiting != NULL)
    *n_waiting = drain->n_waiting;
  return g_task_propagate_boolean (G_TASK (result), error);
}
