/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-model-private.h"
#include "bitacora-history-places.h"

/* How long a query has to last before more than its first rows are worth having, in milliseconds:
 * whoever types is not to wait for rows that the next key takes away. */
#define GROW_DELAY 90

/* As many rows are made between two frames; a list view makes some hundred, far beyond what is
 * seen, and in one go they would come between a key and what it does. */
#define ROWS_IN_A_FRAME 16
#define ROWS_MADE_AHEAD 256

/* Beyond this many differences between two lists one is put in the place of the other. */
#define MOST_RUNS 16

static void
drop_stale (BitacoraHistoryModel *self)
{
  guint n_stale = self->n_stale;
  guint position = self->places->len - n_stale;

  self->n_stale = 0;
  if (n_stale == 0)
    return;
  g_array_set_size (self->places, position);
  bitacora_history_model_emit_changed (self, position, n_stale, 0);
}

static void
add_coming (BitacoraHistoryModel *self, guint count)
{
  guint position = self->places->len;

  if (position + count == self->coming->len)
    {
      g_array_unref (self->places);
      self->places = g_steal_pointer (&self->coming);
    }
  else
    g_array_append_vals (self->places,
                         &g_array_index (self->coming, BitacoraOutboxPlace, position),
                         count);
  bitacora_history_model_emit_changed (self, position, 0, count);
}

/* Before anything is looked for in the list, it has to be whole. */
void
bitacora_history_model_make_whole (BitacoraHistoryModel *self)
{
  g_clear_handle_id (&self->grow_source, g_source_remove);
  drop_stale (self);
  if (self->coming != NULL)
    add_coming (self, self->coming->len - self->places->len);
}

static gboolean
grown_cb (gpointer user_data)
{
  BitacoraHistoryModel *self = BITACORA_HISTORY_MODEL (user_data);
  guint left;

  if (self->n_stale > 0)
    {
      drop_stale (self);
      return G_SOURCE_CONTINUE;
    }
  if (self->coming == NULL)
    {
      self->grow_source = 0;
      return G_SOURCE_REMOVE;
    }
  left = self->coming->len - self->places->len;
  add_coming (self, self->places->len < ROWS_MADE_AHEAD ? MIN (left, ROWS_IN_A_FRAME) : left);

  return G_SOURCE_CONTINUE;
}

static gboolean
grow_due_cb (gpointer user_data)
{
  BitacoraHistoryModel *self = BITACORA_HISTORY_MODEL (user_data);

  self->grow_source = g_idle_add (grown_cb, self);

  return G_SOURCE_REMOVE;
}

static void
grow_later (BitacoraHistoryModel *self)
{
  if (self->grow_source == 0)
    self->grow_source = g_timeout_add (GROW_DELAY, grow_due_cb, self);
}

/* Whether the list has what the places begin with, as it does after a query's first rows. */
static gboolean
is_beginning (BitacoraHistoryModel *self, GArray *places)
{
  guint n_first = self->places->len - self->n_stale;

  if (n_first >= places->len || n_first > self->n_first || self->coming != NULL)
    return FALSE;
  for (guint i = 0; i < n_first; i++)
    if (g_array_index (self->places, BitacoraOutboxPlace, i).id
        != g_array_index (places, BitacoraOutboxPlace, i).id)
      return FALSE;

  return TRUE;
}

/* Rows that did not change stay, so that neither the focus nor the scrolling moves. */
void
bitacora_history_model_merge_places (BitacoraHistoryModel *self, GArray *places)
{
  g_autoptr (GArray) runs = NULL;

  if (is_beginning (self, places))
    {
      self->coming = g_array_ref (places);
      grow_later (self);
      return;
    }
  bitacora_history_model_make_whole (self);
  runs = bitacora_history_places_compare (self->places, places, MOST_RUNS);

  if (runs == NULL)
    {
      guint n_removed = self->places->len;

      g_array_set_size (self->places, 0);
      bitacora_history_model_emit_changed (self, 0, n_removed, 0);
      g_array_append_vals (self->places, places->data, places->len);
      bitacora_history_model_emit_changed (self, 0, 0, places->len);
      return;
    }
  /* From the end on, so that the positions before stay right. */
  for (guint i = runs->len; i > 0; i--)
    {
      BitacoraHistoryRun run = g_array_index (runs, BitacoraHistoryRun, i - 1);

      if (run.n_removed > 0)
        g_array_remove_range (self->places, run.position, run.n_removed);
      if (run.n_added > 0)
        g_array_insert_vals (self->places,
                             run.position,
                             &g_array_index (places, BitacoraOutboxPlace, run.source),
                             run.n_added);
      bitacora_history_model_emit_changed (self, run.position, run.n_removed, run.n_added);
    }
}

/* Another query has another list, which is looked at from its top. The rows that were there are
 * many; as long as others cover what is seen, they go after these are on the screen. */
void
bitacora_history_model_show_first (BitacoraHistoryModel *self, GPtrArray *entries)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_removed = self->places->len;

  g_clear_handle_id (&self->grow_source, g_source_remove);
  g_clear_pointer (&self->coming, g_array_unref);
  if (entries->len == self->n_asked)
    n_removed = MIN (n_removed, self->n_asked);
  self->n_stale = self->places->len - n_removed;
  /* Written over what was there: to move a million places takes longer than a frame may. */
  g_array_set_size (self->places, self->n_stale + entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      BitacoraOutboxPlace place = bitacora_history_place_of (entries->pdata[i]);
      BitacoraHistoryItem *item = bitacora_history_cache_dup (self->cache, place.id);

      bitacora_history_item_set_entry (item, entries->pdata[i]);
      g_array_index (self->places, BitacoraOutboxPlace, i) = place;
      g_ptr_array_add (items, item);
    }
  bitacora_history_model_emit_changed (self, 0, n_removed, entries->len);
  if (self->n_stale > 0)
    grow_later (self);
}
