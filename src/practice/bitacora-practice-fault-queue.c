/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-fault-queue.h"

typedef struct
{
  BitacoraPracticeFault fault;
  guint times;
} Item;

struct _BitacoraPracticeFaultQueue
{
  GMutex mutex;
  GArray *items;
};

static gboolean
meets (BitacoraPracticeFault fault, gboolean is_insert)
{
  return is_insert || bitacora_practice_fault_meets_any_call (fault);
}

/**
 * bitacora_practice_fault_queue_new:
 *
 * Returns: (transfer full): an empty queue
 */
BitacoraPracticeFaultQueue *
bitacora_practice_fault_queue_new (void)
{
  BitacoraPracticeFaultQueue *self = g_new0 (BitacoraPracticeFaultQueue, 1);

  g_mutex_init (&self->mutex);
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  return self;
}

/**
 * bitacora_practice_fault_queue_free:
 * @self: (transfer full): the queue
 *
 * Frees the queue.
 */
void
bitacora_practice_fault_queue_free (BitacoraPracticeFaultQueue *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->items);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * bitacora_practice_fault_queue_add:
 * @self: the queue
 * @fault: a fault
 * @times: how many requests it meets
 *
 * Puts @fault behind those that are there.
 */
void
bitacora_practice_fault_queue_add (BitacoraPracticeFaultQueue *self,
                                   BitacoraPracticeFault fault,
                                   guint times)
{
  Item item = { fault, times };

  g_return_if_fail (self != NULL);

  if (fault == BITACORA_PRACTICE_FAULT_NONE || times == 0)
    return;

  g_mutex_lock (&self->mutex);
  g_array_append_val (self->items, item);
  g_mutex_unlock (&self->mutex);
}

/**
 * bitacora_practice_fault_queue_take:
 * @self: the queue
 * @is_insert: whether the request inserts an activity
 *
 * Takes the oldest fault that such a request can meet, once; those that it cannot meet stay.
 *
 * Returns: the fault, or %BITACORA_PRACTICE_FAULT_NONE
 */
BitacoraPracticeFault
bitacora_practice_fault_queue_take (BitacoraPracticeFaultQueue *self, gboolean is_insert)
{
  BitacoraPracticeFault taken = BITACORA_PRACTICE_FAULT_NONE;

  g_return_val_if_fail (self != NULL, BITACORA_PRACTICE_FAULT_NONE);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      if (!meets (item->fault, is_insert))
        continue;

      taken = item->fault;
      if (--item->times == 0)
        g_array_remove_index (self->items, i);
      break;
    }
  g_mutex_unlock (&self->mutex);

  return taken;
}

/**
 * bitacora_practice_fault_queue_clear:
 * @self: the queue
 *
 * Forgets all faults.
 */
void
bitacora_practice_fault_queue_clear (BitacoraPracticeFaultQueue *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  g_array_set_size (self->items, 0);
  g_mutex_unlock (&self->mutex);
}

/**
 * bitacora_practice_fault_queue_write:
 * @self: the queue
 *
 * Returns: (transfer full): a JSON array of `{"fault": NAME, "times": N}`, oldest first
 */
JsonNode *
bitacora_practice_fault_queue_write (BitacoraPracticeFaultQueue *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_array (builder);
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "fault");
      json_builder_add_string_value (builder, bitacora_practice_fault_get_name (item->fault));
      json_builder_set_member_name (builder, "times");
      json_builder_add_int_value (builder, item->times);
      json_builder_end_object (builder);
    }
  g_mutex_unlock (&self->mutex);
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}
