/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-due.h"

struct _BitacoraCourierDue
{
  /* (element-type BitacoraOutboxEntry): oldest first */
  GQueue entries;
  /* The profiles without which the outbox was asked, and whether what it answers may have changed
   * since. */
  char *asked_without;
  gboolean is_stale;
  /* Those without which nothing was due, and when something will be; NULL once that may have
   * changed. */
  char *barren_without;
  GDateTime *barren_until;
};

static void
clear_barren (BitacoraCourierDue *self)
{
  g_clear_pointer (&self->barren_without, g_free);
  g_clear_pointer (&self->barren_until, g_date_time_unref);
}

/**
 * bitacora_courier_due_new:
 *
 * Returns: (transfer full): a list of which nothing is known
 */
BitacoraCourierDue *
bitacora_courier_due_new (void)
{
  BitacoraCourierDue *self = g_new0 (BitacoraCourierDue, 1);

  g_queue_init (&self->entries);
  return self;
}

/**
 * bitacora_courier_due_free:
 * @self: (transfer full): a list
 *
 * Frees the list.
 */
void
bitacora_courier_due_free (BitacoraCourierDue *self)
{
  bitacora_courier_due_forget (self);
  g_free (self->asked_without);
  g_free (self);
}

/**
 * bitacora_courier_due_take:
 * @self: a list
 * @schedule: which profiles may begin a call
 *
 * Takes the oldest call that may be begun. It is as it was when it was read: the outbox refuses to
 * have it sent if it is not so any more.
 *
 * Returns: (transfer full) (nullable): the call; %NULL if the outbox has to be asked
 */
BitacoraOutboxEntry *
bitacora_courier_due_take (BitacoraCourierDue *self, BitacoraCourierSchedule *schedule)
{
  for (GList *link = self->entries.head; link != NULL; link = link->next)
    {
      BitacoraOutboxEntry *entry = link->data;

      if (!bitacora_courier_schedule_may_begin (schedule,
                                                bitacora_outbox_entry_get_profile_id (entry)))
        continue;
      g_queue_delete_link (&self->entries, link);
      return entry;
    }
  return NULL;
}

/**
 * bitacora_courier_due_remove:
 * @self: a list
 * @id: a call that is being sent, or about to be
 *
 * Takes a call off the list, if it is there.
 */
void
bitacora_courier_due_remove (BitacoraCourierDue *self, gint64 id)
{
  for (GList *link = self->entries.head; link != NULL; link = link->next)
    {
      if (bitacora_outbox_entry_get_id (link->data) != id)
        continue;
      g_object_unref (link->data);
      g_queue_delete_link (&self->entries, link);
      return;
    }
}

/**
 * bitacora_courier_due_is_barren:
 * @self: a list
 * @without: the profiles that may not begin a call, joined
 * @now: the moment
 *
 * Returns: whether it is known that the outbox has nothing due of other profiles
 */
gboolean
bitacora_courier_due_is_barren (BitacoraCourierDue *self, const char *without, GDateTime *now)
{
  return self->barren_without != NULL && g_str_equal (self->barren_without, without)
         && (self->barren_until == NULL || g_date_time_compare (now, self->barren_until) < 0);
}

/**
 * bitacora_courier_due_get_next:
 * @self: a list that is barren
 *
 * Returns: (transfer none) (nullable): the moment in UTC at which something is due; %NULL if time
 *   alone makes nothing due
 */
GDateTime *
bitacora_courier_due_get_next (BitacoraCourierDue *self)
{
  return self->barren_until;
}

/**
 * bitacora_courier_due_note_question:
 * @self: a list
 * @without: the profiles that may not begin a call, joined
 *
 * The outbox is being asked.
 */
void
bitacora_courier_due_note_question (BitacoraCourierDue *self, const char *without)
{
  g_free (self->asked_without);
  self->asked_without = g_strdup (without);
  self->is_stale = FALSE;
}

/**
 * bitacora_courier_due_note_answer:
 * @self: a list
 * @entries: (element-type BitacoraOutboxEntry): what is due, oldest first
 * @next: (nullable): when something will be, if nothing is
 *
 * The outbox has answered. What it said replaces what it said before; that nothing is due is only
 * believed if nothing has changed since the question.
 */
void
bitacora_courier_due_note_answer (BitacoraCourierDue *self, GPtrArray *entries, GDateTime *next)
{
  if (entries->len > 0)
    {
      g_queue_clear_full (&self->entries, g_object_unref);
      for (guint i = 0; i < entries->len; i++)
        g_queue_push_tail (&self->entries, g_object_ref (g_ptr_array_index (entries, i)));
    }
  else if (!self->is_stale)
    {
      clear_barren (self);
      self->barren_without = g_steal_pointer (&self->asked_without);
      self->barren_until = next != NULL ? g_date_time_ref (next) : NULL;
    }
}

/**
 * bitacora_courier_due_forget:
 * @self: a list
 *
 * Something happened after which other calls may be due.
 */
void
bitacora_courier_due_forget (BitacoraCourierDue *self)
{
  g_queue_clear_full (&self->entries, g_object_unref);
  clear_barren (self);
  self->is_stale = TRUE;
}
