/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-waiting-list.h"

struct _BitacoraWaitingList
{
  GObject parent_instance;

  BitacoraServices *services;
  BitacoraOutbox *outbox;
  GPtrArray *all;
  GPtrArray *shown;
  GHashTable *hidden;
  GCancellable *closing;
  guint reload_source;
  gboolean loading;
  gboolean stale;
  gboolean loaded;
};

enum
{
  PROP_0,
  PROP_N_WAITING,
  N_PROPS,
};

enum
{
  LOADED,
  N_SIGNALS,
};

/* More than a person would read through; the badge says how many there are beyond. */
#define MOST_ENTRIES 500

/* Many changes in a row, as when a queue goes out, are one for the eye. */
#define RELOAD_DELAY_MS 30

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BitacoraWaitingList,
                               bitacora_waiting_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static gboolean
entries_equal (BitacoraOutboxEntry *a, BitacoraOutboxEntry *b)
{
  return bitacora_outbox_entry_get_id (a) == bitacora_outbox_entry_get_id (b)
         && bitacora_outbox_entry_get_state (a) == bitacora_outbox_entry_get_state (b)
         && bitacora_outbox_entry_get_n_attempts (a) == bitacora_outbox_entry_get_n_attempts (b)
         && bitacora_outbox_entry_awaits_person (a) == bitacora_outbox_entry_awaits_person (b)
         && bitacora_outbox_entry_has_verdict (a) == bitacora_outbox_entry_has_verdict (b)
         && bitacora_outbox_entry_get_verdict (a) == bitacora_outbox_entry_get_verdict (b);
}

static gboolean
is_hidden (BitacoraWaitingList *self, BitacoraOutboxEntry *entry)
{
  gint64 id = bitacora_outbox_entry_get_id (entry);

  return g_hash_table_contains (self->hidden, &id);
}

/* Rows that did not change stay, so that neither the focus nor the scrolling moves. */
static void
show_entries (BitacoraWaitingList *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->shown);
  guint start = 0;
  guint end = 0;

  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->all->len; i++)
    {
      BitacoraOutboxEntry *entry = self->all->pdata[i];

      if (!is_hidden (self, entry))
        g_ptr_array_add (self->shown, g_object_ref (entry));
    }

  while (start < old->len && start < self->shown->len
         && entries_equal (old->pdata[start], self->shown->pdata[start]))
    start++;
  while (end < old->len - start && end < self->shown->len - start
         && entries_equal (old->pdata[old->len - 1 - end],
                           self->shown->pdata[self->shown->len - 1 - end]))
    end++;

  if (old->len - start - end > 0 || self->shown->len - start - end > 0)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                start,
                                old->len - start - end,
                                self->shown->len - start - end);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
  g_signal_emit (self, signals[LOADED], 0);
}

static void load (BitacoraWaitingList *self);

static void
entries_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraWaitingList) self = BITACORA_WAITING_LIST (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_list_finish (BITACORA_OUTBOX (source), result, &error);

  self->loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries != NULL)
    {
      g_clear_pointer (&self->all, g_ptr_array_unref);
      self->all = g_steal_pointer (&entries);
      self->loaded = TRUE;
      show_entries (self);
    }
  else
    g_warning ("The calls that wait could not be listed: %s", error->message);
  if (self->stale)
    load (self);
}

static void
load (BitacoraWaitingList *self)
{
  if (self->loading)
    {
      self->stale = TRUE;
      return;
    }
  self->stale = FALSE;
  self->loading = TRUE;
  bitacora_outbox_list_async (self->outbox,
                              BITACORA_OUTBOX_STATES_WAITING,
                              NULL,
                              MOST_ENTRIES,
                              self->closing,
                              entries_listed_cb,
                              g_object_ref (self));
}

static gboolean
reload_due_cb (gpointer user_data)
{
  BitacoraWaitingList *self = BITACORA_WAITING_LIST (user_data);

  self->reload_source = 0;
  load (self);

  return G_SOURCE_REMOVE;
}

static void
outbox_changed_cb (BitacoraWaitingList *self)
{
  if (self->reload_source == 0)
    self->reload_source = g_timeout_add (RELOAD_DELAY_MS, reload_due_cb, self);
}

static void
outbox_opened_cb (BitacoraWaitingList *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);

  if (outbox == NULL || !g_set_object (&self->outbox, outbox))
    return;
  g_signal_connect_object (outbox,
                           "changed",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  load (self);
}

static GType
bitacora_waiting_list_get_item_type (GListModel *model)
{
  return BITACORA_TYPE_OUTBOX_ENTRY;
}

static guint
bitacora_waiting_list_get_n_items (GListModel *model)
{
  return BITACORA_WAITING_LIST (model)->shown->len;
}

static gpointer
bitacora_waiting_list_get_item (GListModel *model, guint position)
{
  GPtrArray *shown = BITACORA_WAITING_LIST (model)->shown;

  return position < shown->len ? g_object_ref (shown->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = bitacora_waiting_list_get_item_type;
  iface->get_n_items = bitacora_waiting_list_get_n_items;
  iface->get_item = bitacora_waiting_list_get_item;
}

static void
bitacora_waiting_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraWaitingList *self = BITACORA_WAITING_LIST (object);

  switch (id)
    {
    case PROP_N_WAITING:
      g_value_set_uint (value, self->shown->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_waiting_list_dispose (GObject *object)
{
  BitacoraWaitingList *self = BITACORA_WAITING_LIST (object);

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_object (&self->outbox);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_waiting_list_parent_class)->dispose (object);
}

static void
bitacora_waiting_list_finalize (GObject *object)
{
  BitacoraWaitingList *self = BITACORA_WAITING_LIST (object);

  g_clear_object (&self->closing);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->hidden, g_hash_table_unref);

  G_OBJECT_CLASS (bitacora_waiting_list_parent_class)->finalize (object);
}

static void
bitacora_waiting_list_class_init (BitacoraWaitingListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_waiting_list_get_property;
  object_class->dispose = bitacora_waiting_list_dispose;
  object_class->finalize = bitacora_waiting_list_finalize;

  properties[PROP_N_WAITING] = g_param_spec_uint (
      "n-waiting", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOADED] = g_signal_new (
      "loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bitacora_waiting_list_init (BitacoraWaitingList *self)
{
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->hidden = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->closing = g_cancellable_new ();
}

/**
 * bitacora_waiting_list_new:
 * @services: what holds the outbox
 *
 * Creates a list of the calls of all profiles that wait. It is empty until the outbox is open and
 * read.
 *
 * Returns: (transfer full): the list
 */
BitacoraWaitingList *
bitacora_waiting_list_new (BitacoraServices *services)
{
  BitacoraWaitingList *self;

  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);

  self = g_object_new (BITACORA_TYPE_WAITING_LIST, NULL);
  self->services = g_object_ref (services);
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (outbox_opened_cb),
                           self,
                           G_CONNECT_SWAPPED);
  outbox_opened_cb (self);

  return self;
}

/**
 * bitacora_waiting_list_is_loaded:
 * @self: the list
 *
 * Returns: whether the outbox was read, so that an empty list means that nothing waits
 */
gboolean
bitacora_waiting_list_is_loaded (BitacoraWaitingList *self)
{
  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), FALSE);

  return self->loaded;
}

/**
 * bitacora_waiting_list_find:
 * @self: the list
 * @id: an entry's id
 *
 * Finds an entry, hidden or not.
 *
 * Returns: (transfer none) (nullable): the entry, %NULL when it does not wait
 */
BitacoraOutboxEntry *
bitacora_waiting_list_find (BitacoraWaitingList *self, gint64 id)
{
  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), NULL);

  for (guint i = 0; i < self->all->len; i++)
    {
      if (bitacora_outbox_entry_get_id (self->all->pdata[i]) == id)
        return self->all->pdata[i];
    }

  return NULL;
}

/**
 * bitacora_waiting_list_count_state:
 * @self: the list
 * @state: a state
 *
 * Returns: how many of the entries shown are in @state
 */
guint
bitacora_waiting_list_count_state (BitacoraWaitingList *self, BitacoraOutboxState state)
{
  guint count = 0;

  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), 0);

  for (guint i = 0; i < self->shown->len; i++)
    count += bitacora_outbox_entry_get_state (self->shown->pdata[i]) == state;

  return count;
}

/**
 * bitacora_waiting_list_count_verdict:
 * @self: the list
 * @profile_id: (nullable): only entries of this profile
 * @verdict: a verdict
 *
 * Returns: how many of the entries shown are queued because of @verdict
 */
guint
bitacora_waiting_list_count_verdict (BitacoraWaitingList *self,
                                     const char *profile_id,
                                     BitacoraCrmVerdict verdict)
{
  guint count = 0;

  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), 0);

  for (guint i = 0; i < self->shown->len; i++)
    {
      BitacoraOutboxEntry *entry = self->shown->pdata[i];

      if (profile_id != NULL
          && g_strcmp0 (bitacora_outbox_entry_get_profile_id (entry), profile_id) != 0)
        continue;
      count += bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_QUEUED
               && bitacora_outbox_entry_has_verdict (entry)
               && bitacora_outbox_entry_get_verdict (entry) == verdict;
    }

  return count;
}

/**
 * bitacora_waiting_list_hide:
 * @self: the list
 * @id: an entry's id
 *
 * Takes an entry out of sight, while its removal can still be undone.
 */
void
bitacora_waiting_list_hide (BitacoraWaitingList *self, gint64 id)
{
  g_return_if_fail (BITACORA_IS_WAITING_LIST (self));

  g_hash_table_add (self->hidden, g_memdup2 (&id, sizeof id));
  show_entries (self);
}

/**
 * bitacora_waiting_list_unhide:
 * @self: the list
 * @id: an entry's id
 *
 * Shows an entry again that was hidden.
 */
void
bitacora_waiting_list_unhide (BitacoraWaitingList *self, gint64 id)
{
  g_return_if_fail (BITACORA_IS_WAITING_LIST (self));

  g_hash_table_remove (self->hidden, &id);
  show_entries (self);
}
