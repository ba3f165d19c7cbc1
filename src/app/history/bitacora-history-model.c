/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-model-private.h"

#include "bitacora-history-places.h"

enum
{
  PROP_0,
  PROP_N_ITEMS,
  PROP_LOADED,
  N_PROPS,
};

/* What a tall window shows at once. */
#define FIRST_ROWS 40

/* Many changes in a row, as when a queue goes out, are one for the eye. */
#define CHANGES_DELAY 20

/* Beyond this many changes all is read anew. */
#define MOST_CHANGES 256

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BitacoraHistoryModel,
                               bitacora_history_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void read_places (BitacoraHistoryModel *self);

void
bitacora_history_model_emit_changed (BitacoraHistoryModel *self,
                                     guint position,
                                     guint n_removed,
                                     guint n_added)
{
  if (n_removed == 0 && n_added == 0)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  if (n_removed != n_added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
finish_reading (BitacoraHistoryModel *self)
{
  g_clear_object (&self->reading);
  if (self->stale)
    read_places (self);
}

static void
places_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryModel) self = BITACORA_HISTORY_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) places
      = bitacora_outbox_index_finish (BITACORA_OUTBOX (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (places != NULL)
    bitacora_history_model_merge_places (self, places);
  else
    g_message ("The history could not be read: %s", error->message);
  finish_reading (self);
}

static void
read_all_places (BitacoraHistoryModel *self)
{
  bitacora_outbox_index_async (self->outbox,
                               self->query,
                               self->reading,
                               places_read_cb,
                               g_object_ref (self));
}

static void
first_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraHistoryModel) self = BITACORA_HISTORY_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_find_finish (BITACORA_OUTBOX (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries == NULL)
    {
      g_message ("The history could not be read: %s", error->message);
      finish_reading (self);
      return;
    }
  self->loaded = TRUE;
  bitacora_history_model_show_first (self, entries);
  if (entries->len == self->n_asked)
    read_all_places (self);
  else
    finish_reading (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

static void
start_reading (BitacoraHistoryModel *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  self->stale = FALSE;
}

static void
read_first (BitacoraHistoryModel *self)
{
  if (self->outbox == NULL)
    return;
  start_reading (self);
  self->loaded = FALSE;
  self->n_asked = self->n_first;
  bitacora_outbox_find_async (self->outbox,
                              self->query,
                              self->n_asked,
                              self->reading,
                              first_read_cb,
                              g_object_ref (self));
}

/* What is held may have changed as well as what is there. */
static void
read_places (BitacoraHistoryModel *self)
{
  start_reading (self);
  bitacora_history_cache_refresh (self->cache);
  read_all_places (self);
}

static void
apply_change (BitacoraHistoryModel *self, gint64 id, BitacoraOutboxEntry *entry)
{
  gboolean matches = entry != NULL && bitacora_outbox_query_matches (self->query, entry);
  guint position;
  gboolean present = bitacora_history_places_find (self->places, id, &position);

  if (entry != NULL)
    bitacora_history_cache_put (self->cache, entry);
  else
    bitacora_history_cache_empty (self->cache, id);
  if (matches && !present)
    {
      BitacoraOutboxPlace place = bitacora_history_place_of (entry);
      g_autoptr (BitacoraHistoryItem) item = bitacora_history_cache_dup (self->cache, id);

      bitacora_history_item_set_entry (item, entry);
      g_array_insert_val (self->places, position, place);
      bitacora_history_model_emit_changed (self, position, 0, 1);
    }
  else if (!matches && present)
    {
      g_array_remove_index (self->places, position);
      bitacora_history_model_emit_changed (self, position, 1, 0);
    }
}

typedef struct
{
  BitacoraHistoryModel *model;
  GHashTable *ids;
} Changes;

static void
changes_free (Changes *changes)
{
  g_clear_object (&changes->model);
  g_clear_pointer (&changes->ids, g_hash_table_unref);
  g_free (changes);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Changes, changes_free)

static void
changes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Changes) changes = user_data;
  BitacoraHistoryModel *self = changes->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_get_many_finish (BITACORA_OUTBOX (source), result, &error);
  GHashTableIter iter;
  gpointer id;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries == NULL)
    {
      g_message ("Some calls could not be read: %s", error->message);
      return;
    }
  bitacora_history_model_make_whole (self);
  /* What is being read now may be older than this. */
  if (self->reading != NULL)
    self->stale = TRUE;
  for (guint i = 0; i < entries->len; i++)
    {
      gint64 found = bitacora_outbox_entry_get_id (entries->pdata[i]);

      apply_change (self, found, entries->pdata[i]);
      g_hash_table_remove (changes->ids, &found);
    }
  g_hash_table_iter_init (&iter, changes->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    apply_change (self, *(gint64 *)id, NULL);
}

static gboolean
changes_due_cb (gpointer user_data)
{
  BitacoraHistoryModel *self = BITACORA_HISTORY_MODEL (user_data);
  g_autofree gint64 *ids = g_new (gint64, g_hash_table_size (self->dirty) + 1);
  Changes *changes;
  guint n_ids = 0;
  GHashTableIter iter;
  gpointer id;

  self->changes_source = 0;
  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    ids[n_ids++] = *(gint64 *)id;
  changes = g_new0 (Changes, 1);
  changes->model = g_object_ref (self);
  changes->ids = g_steal_pointer (&self->dirty);
  self->dirty = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (n_ids > MOST_CHANGES || g_hash_table_contains (changes->ids, &(gint64){ 0 }))
    {
      changes_free (changes);
      if (self->reading != NULL)
        self->stale = TRUE;
      else
        read_places (self);
    }
  else
    bitacora_outbox_get_many_async (self->outbox,
                                    ids,
                                    n_ids,
                                    self->closing,
                                    changes_read_cb,
                                    changes);

  return G_SOURCE_REMOVE;
}

static void
outbox_changed_cb (BitacoraHistoryModel *self, gint64 id)
{
  g_hash_table_add (self->dirty, g_memdup2 (&id, sizeof id));
  if (self->changes_source == 0)
    self->changes_source = g_timeout_add (CHANGES_DELAY, changes_due_cb, self);
}

static GType
bitacora_history_model_get_item_type (GListModel *model)
{
  return BITACORA_TYPE_HISTORY_ITEM;
}

static guint
bitacora_history_model_get_n_items (GListModel *model)
{
  return BITACORA_HISTORY_MODEL (model)->places->len;
}

static gpointer
bitacora_history_model_get_item (GListModel *model, guint position)
{
  BitacoraHistoryModel *self = BITACORA_HISTORY_MODEL (model);

  if (position >= self->places->len)
    return NULL;

  return bitacora_history_cache_dup (
      self->cache, g_array_index (self->places, BitacoraOutboxPlace, position).id);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = bitacora_history_model_get_item_type;
  iface->get_n_items = bitacora_history_model_get_n_items;
  iface->get_item = bitacora_history_model_get_item;
}

static void
bitacora_history_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraHistoryModel *self = BITACORA_HISTORY_MODEL (object);

  switch (id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->places->len);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_history_model_dispose (GObject *object)
{
  BitacoraHistoryModel *self = BITACORA_HISTORY_MODEL (object);

  g_cancellable_cancel (self->closing);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->changes_source, g_source_remove);
  g_clear_handle_id (&self->grow_source, g_source_remove);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_clear_object (&self->outbox);

  G_OBJECT_CLASS (bitacora_history_model_parent_class)->dispose (object);
}

static void
bitacora_history_model_finalize (GObject *object)
{
  BitacoraHistoryModel *self = BITACORA_HISTORY_MODEL (object);
  g_clear_pointer (&self->dirty, g_hash_table_unref);
  g_clear_pointer (&self->coming, g_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_object (&self->cache);
  g_clear_object (&self->query);
  g_clear_object (&self->closing);

  G_OBJECT_CLASS (bitacora_history_model_parent_class)->finalize (object);
}

static void
bitacora_history_model_class_init (BitacoraHistoryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_history_model_get_property;
  object_class->dispose = bitacora_history_model_dispose;
  object_class->finalize = bitacora_history_model_finalize;

  properties[PROP_N_ITEMS] = g_param_spec_uint (
      "n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded",
                                                  NULL,
                                                  NULL,
                                                  FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_history_model_init (BitacoraHistoryModel *self)
{
  self->query = bitacora_outbox_query_new ();
  self->cache = bitacora_history_cache_new ();
  self->n_first = FIRST_ROWS;
  self->closing = g_cancellable_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (BitacoraOutboxPlace));
  self->dirty = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * bitacora_history_model_new:
 *
 * Creates a list of all calls. It is empty until it is given an outbox, and that was read.
 *
 * Returns: (transfer full): the list
 */
BitacoraHistoryModel *
bitacora_history_model_new (void)
{
  return g_object_new (BITACORA_TYPE_HISTORY_MODEL, NULL);
}

/**
 * bitacora_history_model_set_outbox:
 * @self: the list
 * @outbox: where the calls are kept
 *
 * Sets what the list reads, and reads it.
 */
void
bitacora_history_model_set_outbox (BitacoraHistoryModel *self, BitacoraOutbox *outbox)
{
  g_return_if_fail (BITACORA_IS_HISTORY_MODEL (self));
  g_return_if_fail (BITACORA_IS_OUTBOX (outbox));

  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  if (!g_set_object (&self->outbox, outbox))
    return;
  g_signal_connect_object (outbox,
                           "changed",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  bitacora_history_cache_set_outbox (self->cache, outbox);
  read_first (self);
}

/**
 * bitacora_history_model_set_n_first:
 * @self: the list
 * @n_first: at least 1
 *
 * Sets how many rows of a query are read and shown at once: as many as can be seen. The others
 * follow when the query has lasted for a moment.
 */
void
bitacora_history_model_set_n_first (BitacoraHistoryModel *self, guint n_first)
{
  g_return_if_fail (BITACORA_IS_HISTORY_MODEL (self));
  g_return_if_fail (n_first > 0);

  self->n_first = n_first;
}

/**
 * bitacora_history_model_set_query:
 * @self: the list
 * @query: which calls to show; not to be changed afterwards
 *
 * Shows other calls. What stands in the list stays until the first of them are read.
 */
void
bitacora_history_model_set_query (BitacoraHistoryModel *self, BitacoraOutboxQuery *query)
{
  g_return_if_fail (BITACORA_IS_HISTORY_MODEL (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (query));

  if (g_set_object (&self->query, query))
    read_first (self);
}

/**
 * bitacora_history_model_get_query:
 * @self: the list
 *
 * Returns: (transfer none): which calls it shows
 */
BitacoraOutboxQuery *
bitacora_history_model_get_query (BitacoraHistoryModel *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_MODEL (self), NULL);

  return self->query;
}

/**
 * bitacora_history_model_is_loaded:
 * @self: the list
 *
 * Returns: whether the first rows of the query were read
 */
gboolean
bitacora_history_model_is_loaded (BitacoraHistoryModel *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_MODEL (self), FALSE);

  return self->loaded;
}

/**
 * bitacora_history_model_is_reading:
 * @self: the list
 *
 * Returns: whether rows of the query are still to come
 */
gboolean
bitacora_history_model_is_reading (BitacoraHistoryModel *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_MODEL (self), FALSE);

  return self->reading != NULL || self->coming != NULL || self->n_stale > 0;
}

/**
 * bitacora_history_model_get_created:
 * @self: the list
 * @position: a position in it
 *
 * Returns: when the outbox took the call there, in microseconds since 1970; known of every row,
 *   also of those that are not read
 */
gint64
bitacora_history_model_get_created (BitacoraHistoryModel *self, guint position)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_MODEL (self), 0);
  g_return_val_if_fail (position < self->places->len, 0);

  return g_array_index (self->places, BitacoraOutboxPlace, position).created;
}

/**
 * bitacora_history_model_find:
 * @self: the list
 * @id: an entry's id
 * @position: (out): where it stands, or would stand
 *
 * Returns: whether the list has it
 */
gboolean
bitacora_history_model_find (BitacoraHistoryModel *self, gint64 id, guint *position)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_MODEL (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  bitacora_history_model_make_whole (self);

  return bitacora_history_places_find (self->places, id, position);
}
