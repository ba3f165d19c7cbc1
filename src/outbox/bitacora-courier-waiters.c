/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-waiters.h"

#include "bitacora-outbox-private.h"

struct _BitacoraCourierWaiters
{
  BitacoraOutbox *outbox;
  GPtrArray *waiters;
};

typedef struct
{
  BitacoraCourierWaiters *owner;
  GTask *task;
  gint64 id;
  GSource *cancel_source;
  /* The entry as it was when somebody else was first seen to be the courier. */
  BitacoraOutboxEntry *before;
  gboolean is_reading;
} Waiter;

/* A read for a waiter that may be gone when it ends. */
typedef struct
{
  GTask *task;
  BitacoraCourierWaiters *owner;
} Reading;

static void entry_read_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->cancel_source != NULL)
    g_source_destroy (waiter->cancel_source);
  g_clear_pointer (&waiter->cancel_source, g_source_unref);
  g_clear_object (&waiter->before);
  g_clear_object (&waiter->task);
  g_free (waiter);
}

static Waiter *
find_waiter (BitacoraCourierWaiters *self, GTask *task)
{
  for (guint i = 0; i < self->waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, i);

      if (waiter->task == task)
        return waiter;
    }
  return NULL;
}

static void
settle_waiter (BitacoraCourierWaiters *self,
               Waiter *waiter,
               BitacoraOutboxEntry *entry,
               const GError *error)
{
  g_autoptr (GTask) task = g_object_ref (waiter->task);

  g_ptr_array_remove (self->waiters, waiter);
  if (entry != NULL)
    g_task_return_pointer (task, g_object_ref (entry), g_object_unref);
  else
    g_task_return_error (task, g_error_copy (error));
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    settle_waiter (waiter->owner, waiter, NULL, error);
  return G_SOURCE_REMOVE;
}

/* Whether another courier tried the entry, or wrote why it could not. */
static gboolean
was_dealt_with (BitacoraOutboxEntry *before, BitacoraOutboxEntry *now)
{
  switch (bitacora_outbox_entry_get_state (now))
    {
    case BITACORA_OUTBOX_STATE_SENDING:
      return FALSE;
    case BITACORA_OUTBOX_STATE_QUEUED:
      return bitacora_outbox_entry_get_n_attempts (now)
                 > bitacora_outbox_entry_get_n_attempts (before)
             || bitacora_outbox_entry_has_verdict (now)
                    != bitacora_outbox_entry_has_verdict (before)
             || g_strcmp0 (bitacora_outbox_entry_get_message (now),
                           bitacora_outbox_entry_get_message (before))
                    != 0
             || bitacora_outbox_entry_waits_for_request (now);
    case BITACORA_OUTBOX_STATE_LOGGED:
    case BITACORA_OUTBOX_STATE_REJECTED:
    case BITACORA_OUTBOX_STATE_UNKNOWN:
    default:
      return TRUE;
    }
}

static void
read_entry_of (Waiter *waiter)
{
  Reading *reading;

  if (waiter->is_reading)
    return;
  waiter->is_reading = TRUE;
  reading = g_new0 (Reading, 1);
  reading->task = g_object_ref (waiter->task);
  reading->owner = waiter->owner;
  bitacora_outbox_get_async (waiter->owner->outbox, waiter->id, NULL, entry_read_cb, reading);
}

/* The first look: whoever is the courier is to take the entry now. */
static void
note_before (Waiter *waiter, BitacoraOutboxEntry *entry)
{
  waiter->before = g_object_ref (entry);
  if (bitacora_outbox_entry_get_not_before (entry) != NULL
      || bitacora_outbox_entry_waits_for_request (entry))
    bitacora_outbox_release_async (waiter->owner->outbox, waiter->id, NULL, NULL);
}

static void
look_at (BitacoraCourierWaiters *self, Waiter *waiter, BitacoraOutboxEntry *entry)
{
  if (waiter->before == NULL
      && bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_QUEUED)
    note_before (waiter, entry);
  else if (waiter->before == NULL
               ? bitacora_outbox_entry_get_state (entry) != BITACORA_OUTBOX_STATE_SENDING
               : was_dealt_with (waiter->before, entry))
    settle_waiter (self, waiter, entry, NULL);
}

static void
entry_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (GTask) task = reading->task;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  Waiter *waiter = NULL;

  entry = bitacora_outbox_get_finish (BITACORA_OUTBOX (object), result, &error);
  /* The task holds the courier, and the courier these waiters. */
  waiter = find_waiter (reading->owner, task);
  if (waiter == NULL)
    return;
  waiter->is_reading = FALSE;
  if (entry != NULL)
    look_at (reading->owner, waiter, entry);
  else
    settle_waiter (reading->owner, waiter, NULL, error);
}

/**
 * bitacora_courier_waiters_new:
 * @outbox: the outbox that the entries are in
 *
 * Returns: (transfer full): nobody waiting
 */
BitacoraCourierWaiters *
bitacora_courier_waiters_new (BitacoraOutbox *outbox)
{
  BitacoraCourierWaiters *self = g_new0 (BitacoraCourierWaiters, 1);

  self->outbox = g_object_ref (outbox);
  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
  return self;
}

/**
 * bitacora_courier_waiters_free:
 * @self: (transfer full): nobody waiting
 *
 * Frees it. Each waiting task holds the courier, so that there are none left.
 */
void
bitacora_courier_waiters_free (BitacoraCourierWaiters *self)
{
  g_ptr_array_unref (self->waiters);
  g_object_unref (self->outbox);
  g_free (self);
}

/**
 * bitacora_courier_waiters_add:
 * @self: the waiters
 * @task: (transfer full): who waits, whose source object is the courier
 * @id: for what
 *
 * Adds a waiter. It leaves when the entry is settled, or when its cancellable is cancelled.
 */
void
bitacora_courier_waiters_add (BitacoraCourierWaiters *self, GTask *task, gint64 id)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->owner = self;
  waiter->task = task;
  waiter->id = id;
  g_ptr_array_add (self->waiters, waiter);
  if (cancellable == NULL)
    return;
  waiter->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (waiter->cancel_source, G_SOURCE_FUNC (cancelled_cb), waiter, NULL);
  g_source_attach (waiter->cancel_source, g_task_get_context (task));
}

/**
 * bitacora_courier_waiters_has:
 * @self: the waiters
 * @id: an entry
 *
 * Returns: whether somebody waits for it
 */
gboolean
bitacora_courier_waiters_has (BitacoraCourierWaiters *self, gint64 id)
{
  for (guint i = 0; i < self->waiters->len; i++)
    {
      if (((Waiter *)g_ptr_array_index (self->waiters, i))->id == id)
        return TRUE;
    }
  return FALSE;
}

/**
 * bitacora_courier_waiters_is_empty:
 * @self: the waiters
 *
 * Returns: whether nobody waits
 */
gboolean
bitacora_courier_waiters_is_empty (BitacoraCourierWaiters *self)
{
  return self->waiters->len == 0;
}

/**
 * bitacora_courier_waiters_settle:
 * @self: the waiters
 * @id: an entry
 * @entry: (nullable): how it stands now
 * @error: (nullable): why that is not known, if @entry is %NULL
 *
 * Answers all who wait for an entry.
 */
void
bitacora_courier_waiters_settle (BitacoraCourierWaiters *self,
                                 gint64 id,
                                 BitacoraOutboxEntry *entry,
                                 const GError *error)
{
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, i);

      if (waiter->id == id)
        g_ptr_array_add (settled, g_object_ref (waiter->task));
    }
  /* Whoever is answered may come and go at once: look each one up again. */
  for (guint i = 0; i < settled->len; i++)
    {
      Waiter *waiter = find_waiter (self, g_ptr_array_index (settled, i));

      if (waiter != NULL)
        settle_waiter (self, waiter, entry, error);
    }
}

/**
 * bitacora_courier_waiters_fail_all:
 * @self: the waiters
 * @error: why nobody will know
 *
 * Answers all.
 */
void
bitacora_courier_waiters_fail_all (BitacoraCourierWaiters *self, const GError *error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, i);

      g_ptr_array_add (tasks, g_object_ref (waiter->task));
    }
  /* Whoever asks again at once is not one of these. */
  for (guint i = 0; i < tasks->len; i++)
    {
      Waiter *waiter = find_waiter (self, g_ptr_array_index (tasks, i));

      if (waiter != NULL)
        settle_waiter (self, waiter, NULL, error);
    }
}

/**
 * bitacora_courier_waiters_watch:
 * @self: the waiters
 *
 * While another process is the courier: looks how the entries stand, and answers those who wait for
 * one that was dealt with.
 */
void
bitacora_courier_waiters_watch (BitacoraCourierWaiters *self)
{
  for (guint i = 0; i < self->waiters->len; i++)
    read_entry_of (g_ptr_array_index (self->waiters, i));
}
