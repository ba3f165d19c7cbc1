/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-cache.h"

struct _BitacoraHistoryCache
{
  GObject parent_instance;

  BitacoraOutbox *outbox;
  GCancellable *closing;

  GHashTable *living; /* id → item, for as long as somebody holds it */
  GQueue recent;      /* owns the items last asked for, the latest first */
  GHashTable *links;  /* item → where it stands in "recent" */
  GArray *wanted;     /* ids whose entries are to be read, the most urgent last */
  GHashTable *asked;  /* ids that are being read; NULL if none are */
  guint fill_source;
};

/* How many rows to read at once. */
#define PAGE_ROWS 64

/* Rows that are kept after the list let go of them: some pages up and down. */
#define RECENT_ROWS 512

G_DEFINE_FINAL_TYPE (BitacoraHistoryCache, bitacora_history_cache, G_TYPE_OBJECT)

static void fill (BitacoraHistoryCache *self);

static void
item_gone_cb (gpointer data, GObject *item)
{
  BitacoraHistoryCache *self = BITACORA_HISTORY_CACHE (data);
  /* Disposed of, but not finalized: its id still stands. */
  gint64 id = bitacora_history_item_get_id ((BitacoraHistoryItem *)item);

  g_hash_table_remove (self->living, &id);
}

static void
forget_oldest (BitacoraHistoryCache *self)
{
  g_autoptr (BitacoraHistoryItem) item = g_queue_pop_tail (&self->recent);

  g_hash_table_remove (self->links, item);
}

/* What was used last is let go of last. */
static void
remember (BitacoraHistoryCache *self, BitacoraHistoryItem *item)
{
  GList *link = g_hash_table_lookup (self->links, item);

  if (link != NULL)
    {
      g_queue_unlink (&self->recent, link);
      g_queue_push_head_link (&self->recent, link);
      return;
    }
  g_queue_push_head (&self->recent, g_object_ref (item));
  g_hash_table_insert (self->links, item, g_queue_peek_head_link (&self->recent));
  while (g_queue_get_length (&self->recent) > RECENT_ROWS)
    forget_oldest (self);
}

static gboolean
fill_due_cb (gpointer user_data)
{
  BitacoraHistoryCache *self = BITACORA_HISTORY_CACHE (user_data);

  self->fill_source = 0;
  fill (self);

  return G_SOURCE_REMOVE;
}

static void
want (BitacoraHistoryCache *self, gint64 id)
{
  g_array_append_val (self->wanted, id);
  if (self->fill_source == 0 && self->asked == NULL)
    self->fill_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_due_cb, self, NULL);
}

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryCache) self = BITACORA_HISTORY_CACHE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_get_many_finish (BITACORA_OUTBOX (source), result, &error);

  g_autoptr (GHashTable) missing = g_steal_pointer (&self->asked);
  GHashTableIter iter;
  gpointer key;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries == NULL)
    {
      g_message ("Some calls could not be read: %s", error->message);
      return;
    }
  for (guint i = 0; i < entries->len; i++)
    {
      gint64 id = bitacora_outbox_entry_get_id (entries->pdata[i]);

      bitacora_history_cache_put (self, entries->pdata[i]);
      g_hash_table_remove (missing, &id);
    }
  g_hash_table_iter_init (&iter, missing);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    bitacora_history_cache_empty (self, *(gint64 *)key);
  fill (self);
}

/* The rows asked for last are those that are on the screen. */
static void
fill (BitacoraHistoryCache *self)
{
  g_autoptr (GHashTable) asked = NULL;
  gint64 ids[PAGE_ROWS];
  guint n_ids = 0;

  if (self->asked != NULL || self->outbox == NULL)
    return;
  asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while (n_ids < PAGE_ROWS && self->wanted->len > 0)
    {
      gint64 id = g_array_index (self->wanted, gint64, self->wanted->len - 1);

      g_array_set_size (self->wanted, self->wanted->len - 1);
      if (g_hash_table_contains (self->living, &id)
          && g_hash_table_add (asked, g_memdup2 (&id, sizeof id)))
        ids[n_ids++] = id;
    }
  if (n_ids == 0)
    return;
  self->asked = g_steal_pointer (&asked);
  bitacora_outbox_get_many_async (self->outbox,
                                  ids,
                                  n_ids,
                                  self->closing,
                                  page_read_cb,
                                  g_object_ref (self));
}

static void
bitacora_history_cache_dispose (GObject *object)
{
  BitacoraHistoryCache *self = BITACORA_HISTORY_CACHE (object);

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_object (&self->outbox);

  G_OBJECT_CLASS (bitacora_history_cache_parent_class)->dispose (object);
}

static void
bitacora_history_cache_finalize (GObject *object)
{
  BitacoraHistoryCache *self = BITACORA_HISTORY_CACHE (object);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->living);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_object_weak_unref (item, item_gone_cb, self);
  g_queue_clear_full (&self->recent, g_object_unref);
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_clear_pointer (&self->living, g_hash_table_unref);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_object (&self->closing);

  G_OBJECT_CLASS (bitacora_history_cache_parent_class)->finalize (object);
}

static void
bitacora_history_cache_class_init (BitacoraHistoryCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_history_cache_dispose;
  object_class->finalize = bitacora_history_cache_finalize;
}

static void
bitacora_history_cache_init (BitacoraHistoryCache *self)
{
  self->closing = g_cancellable_new ();
  self->living = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->links = g_hash_table_new (NULL, NULL);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_queue_init (&self->recent);
}

/**
 * bitacora_history_cache_new:
 *
 * Creates a cache with nothing in it.
 *
 * Returns: (transfer full): the cache
 */
BitacoraHistoryCache *
bitacora_history_cache_new (void)
{
  return g_object_new (BITACORA_TYPE_HISTORY_CACHE, NULL);
}

/**
 * bitacora_history_cache_set_outbox:
 * @self: the cache
 * @outbox: where the calls are kept
 *
 * Sets what the items are read from.
 */
void
bitacora_history_cache_set_outbox (BitacoraHistoryCache *self, BitacoraOutbox *outbox)
{
  g_return_if_fail (BITACORA_IS_HISTORY_CACHE (self));
  g_return_if_fail (BITACORA_IS_OUTBOX (outbox));

  g_set_object (&self->outbox, outbox);
}

/**
 * bitacora_history_cache_dup:
 * @self: the cache
 * @id: an entry's id
 *
 * Gets the item of an entry. One that is not read yet is empty, and filled a moment later.
 *
 * Returns: (transfer full): the item
 */
BitacoraHistoryItem *
bitacora_history_cache_dup (BitacoraHistoryCache *self, gint64 id)
{
  BitacoraHistoryItem *item;

  g_return_val_if_fail (BITACORA_IS_HISTORY_CACHE (self), NULL);

  item = g_hash_table_lookup (self->living, &id);
  if (item != NULL)
    g_object_ref (item);
  else
    {
      item = bitacora_history_item_new (id);
      g_hash_table_insert (self->living, g_memdup2 (&id, sizeof id), item);
      g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
    }
  remember (self, item);
  if (bitacora_history_item_get_entry (item) == NULL)
    want (self, id);

  return item;
}

/**
 * bitacora_history_cache_put:
 * @self: the cache
 * @entry: an entry that was just read
 *
 * Fills the item of @entry, if it is in use.
 */
void
bitacora_history_cache_put (BitacoraHistoryCache *self, BitacoraOutboxEntry *entry)
{
  gint64 id;
  BitacoraHistoryItem *item;

  g_return_if_fail (BITACORA_IS_HISTORY_CACHE (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));

  id = bitacora_outbox_entry_get_id (entry);
  item = g_hash_table_lookup (self->living, &id);
  if (item != NULL)
    bitacora_history_item_set_entry (item, entry);
}

/**
 * bitacora_history_cache_empty:
 * @self: the cache
 * @id: the id of an entry that is no longer there
 *
 * Empties the item of that entry, if it is in use.
 */
void
bitacora_history_cache_empty (BitacoraHistoryCache *self, gint64 id)
{
  BitacoraHistoryItem *item;

  g_return_if_fail (BITACORA_IS_HISTORY_CACHE (self));

  item = g_hash_table_lookup (self->living, &id);
  if (item != NULL)
    bitacora_history_item_set_entry (item, NULL);
}

/**
 * bitacora_history_cache_refresh:
 * @self: the cache
 *
 * Reads all items anew. Those whose entries are gone are emptied.
 */
void
bitacora_history_cache_refresh (BitacoraHistoryCache *self)
{
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (BITACORA_IS_HISTORY_CACHE (self));

  g_hash_table_iter_init (&iter, self->living);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    want (self, *(gint64 *)id);
}
