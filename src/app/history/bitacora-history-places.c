/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-places.h"

static gint64
get_id (GArray *places, guint position)
{
  return g_array_index (places, BitacoraOutboxPlace, position).id;
}

/**
 * bitacora_history_place_of:
 * @entry: an entry
 *
 * Returns: where it stands among others
 */
BitacoraOutboxPlace
bitacora_history_place_of (BitacoraOutboxEntry *entry)
{
  GDateTime *created = bitacora_outbox_entry_get_created (entry);

  return (BitacoraOutboxPlace){
    .id = bitacora_outbox_entry_get_id (entry),
    .created
    = g_date_time_to_unix (created) * G_USEC_PER_SEC + g_date_time_get_microsecond (created),
  };
}

/**
 * bitacora_history_places_find:
 * @places: (element-type BitacoraOutboxPlace): places
 * @id: an entry's id
 * @position: (out): where it stands, or would stand
 *
 * Returns: whether it is there
 */
gboolean
bitacora_history_places_find (GArray *places, gint64 id, guint *position)
{
  guint low = 0;
  guint high = places->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_id (places, middle) > id)
        low = middle + 1;
      else
        high = middle;
    }
  *position = low;

  return low < places->len && get_id (places, low) == id;
}

/**
 * bitacora_history_places_compare:
 * @before: (element-type BitacoraOutboxPlace): places
 * @after: (element-type BitacoraOutboxPlace): those that take their place
 * @most: how many differences are worth knowing
 *
 * Finds what has to change in one list so that it becomes another.
 *
 * Returns: (transfer full) (nullable) (element-type BitacoraHistoryRun): the differences from the
 *   beginning on, %NULL if there are more than @most
 */
GArray *
bitacora_history_places_compare (GArray *before, GArray *after, guint most)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (BitacoraHistoryRun));
  guint i = 0;
  guint j = 0;

  while (i < before->len || j < after->len)
    {
      BitacoraHistoryRun run = { .position = i, .source = j };

      while (i < before->len && (j == after->len || get_id (before, i) > get_id (after, j)))
        i++;
      while (j < after->len && (i == before->len || get_id (after, j) > get_id (before, i)))
        j++;
      run.n_removed = i - run.position;
      run.n_added = j - run.source;
      if (run.n_removed == 0 && run.n_added == 0)
        {
          i++;
          j++;
          continue;
        }
      if (runs->len == most)
        return NULL;
      g_array_append_val (runs, run);
    }

  return g_steal_pointer (&runs);
}
