/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-wishes.h"

struct _BitacoraCourierWishes
{
  BitacoraCourierSchedule *schedule;
  GQueue queue;
};

typedef struct
{
  gint64 id;
  gboolean is_gentle;
  /* As it was read; NULL until then. */
  BitacoraOutboxEntry *entry;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_object (&wish->entry);
  g_free (wish);
}

static Wish *
find_wish (BitacoraCourierWishes *self, gint64 id)
{
  for (GList *link = self->queue.head; link != NULL; link = link->next)
    {
      Wish *wish = link->data;

      if (wish->id == id)
        return wish;
    }
  return NULL;
}

/* Whether an entry that was read may go now. Only a gentle wish minds its profile's pause. */
static gboolean
may_go (BitacoraCourierWishes *self, Wish *wish)
{
  const char *profile_id = bitacora_outbox_entry_get_profile_id (wish->entry);

  return bitacora_courier_schedule_has_room (self->schedule, profile_id)
         && !(wish->is_gentle && bitacora_courier_schedule_is_paused (self->schedule, profile_id));
}

/**
 * bitacora_courier_wishes_new:
 * @schedule: (transfer none): which profiles may send, which must outlive the wishes
 *
 * Returns: (transfer full): no wishes
 */
BitacoraCourierWishes *
bitacora_courier_wishes_new (BitacoraCourierSchedule *schedule)
{
  BitacoraCourierWishes *self = g_new0 (BitacoraCourierWishes, 1);

  self->schedule = schedule;
  g_queue_init (&self->queue);
  return self;
}

/**
 * bitacora_courier_wishes_free:
 * @self: (transfer full): the wishes
 *
 * Frees the wishes.
 */
void
bitacora_courier_wishes_free (BitacoraCourierWishes *self)
{
  g_queue_clear_full (&self->queue, wish_free);
  g_free (self);
}

/**
 * bitacora_courier_wishes_add:
 * @self: the wishes
 * @id: an entry that is not being tried
 * @is_gentle: whether a pause of its profile counts
 *
 * Adds a wish, once for each entry.
 */
void
bitacora_courier_wishes_add (BitacoraCourierWishes *self, gint64 id, gboolean is_gentle)
{
  Wish *wish = find_wish (self, id);

  if (wish != NULL)
    {
      wish->is_gentle = wish->is_gentle && is_gentle;
      return;
    }
  wish = g_new0 (Wish, 1);
  wish->id = id;
  wish->is_gentle = is_gentle;
  g_queue_push_tail (&self->queue, wish);
}

/**
 * bitacora_courier_wishes_remove:
 * @self: the wishes
 * @id: an entry
 *
 * Forgets a wish.
 *
 * Returns: whether there was one
 */
gboolean
bitacora_courier_wishes_remove (BitacoraCourierWishes *self, gint64 id)
{
  Wish *wish = find_wish (self, id);

  if (wish == NULL)
    return FALSE;
  g_queue_remove (&self->queue, wish);
  wish_free (wish);
  return TRUE;
}

/**
 * bitacora_courier_wishes_is_empty:
 * @self: the wishes
 *
 * Returns: whether there are none
 */
gboolean
bitacora_courier_wishes_is_empty (BitacoraCourierWishes *self)
{
  return g_queue_is_empty (&self->queue);
}

/**
 * bitacora_courier_wishes_peek:
 * @self: the wishes
 *
 * Returns: the id of the first entry that may be looked at or sent now; 0 if there is none
 */
gint64
bitacora_courier_wishes_peek (BitacoraCourierWishes *self)
{
  for (GList *link = self->queue.head; link != NULL; link = link->next)
    {
      Wish *wish = link->data;

      if (wish->entry == NULL || may_go (self, wish))
        return wish->id;
    }
  return 0;
}

/**
 * bitacora_courier_wishes_note_entry:
 * @self: the wishes
 * @entry: the entry of a wish, queued
 *
 * Keeps the entry with its wish, if that is still there, and says whether its turn has come.
 *
 * Returns: whether to send it now
 */
gboolean
bitacora_courier_wishes_note_entry (BitacoraCourierWishes *self, BitacoraOutboxEntry *entry)
{
  Wish *wish = find_wish (self, bitacora_outbox_entry_get_id (entry));

  if (wish == NULL)
    return FALSE;
  g_set_object (&wish->entry, entry);
  return may_go (self, wish);
}

/**
 * bitacora_courier_wishes_take_hopeless:
 * @self: the wishes
 *
 * Takes away a gentle wish whose profile stands still for long.
 *
 * Returns: (transfer full) (nullable): its entry; %NULL if there is no such wish
 */
BitacoraOutboxEntry *
bitacora_courier_wishes_take_hopeless (BitacoraCourierWishes *self)
{
  for (GList *link = self->queue.head; link != NULL; link = link->next)
    {
      Wish *wish = link->data;
      BitacoraOutboxEntry *entry;

      if (!wish->is_gentle || wish->entry == NULL
          || !bitacora_courier_schedule_is_paused_long (self->schedule,
                                                        bitacora_outbox_entry_get_profile_id (
                                                            wish->entry)))
        continue;
      entry = g_steal_pointer (&wish->entry);
      g_queue_delete_link (&self->queue, link);
      wish_free (wish);
      return entry;
    }
  return NULL;
}

/**
 * bitacora_courier_wishes_take_any:
 * @self: the wishes
 *
 * Takes the first wish away.
 *
 * Returns: its entry's id; 0 if there are no wishes
 */
gint64
bitacora_courier_wishes_take_any (BitacoraCourierWishes *self)
{
  Wish *wish = g_queue_pop_head (&self->queue);
  gint64 id = wish != NULL ? wish->id : 0;

  g_clear_pointer (&wish, wish_free);
  return id;
}
