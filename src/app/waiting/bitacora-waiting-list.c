/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-waiting-list.h"

#include "outbox/bitacora-outbox-history.h"

struct _BitacoraWaitingList
{
  GObject parent_instance;

  BitacoraServices *services;
  BitacoraOutbox *outbox;
  GPtrArray *entries;
  GCancellable *closing;
  guint reload_source;
  gboolean loading;
  gboolean stale;
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

/* More than a person would count. */
#define MOST_ENTRIES 500

/* Many changes in a row, as when a queue goes out, are one for the eye; a long list is not read
 * again for each of them. */
#define RELOAD_DELAY_MS 30
#define LONG_RELOAD_DELAY_MS 300
#define LONG_LIST 50

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraWaitingList, bitacora_waiting_list, G_TYPE_OBJECT)

static void load (BitacoraWaitingList *self);

static void
entries_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraWaitingList) self = BITACORA_WAITING_LIST (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_find_finish (BITACORA_OUTBOX (source), result, &error);

  self->loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries != NULL)
    {
      g_clear_pointer (&self->entries, g_ptr_array_unref);
      self->entries = g_steal_pointer (&entries);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
      g_signal_emit (self, signals[LOADED], 0);
    }
  else
    g_message ("The calls that wait could not be listed: %s", error->message);
  if (self->stale)
    load (self);
}

static void
load (BitacoraWaitingList *self)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();

  if (self->loading)
    {
      self->stale = TRUE;
      return;
    }
  self->stale = FALSE;
  self->loading = TRUE;
  bitacora_outbox_query_set_states (query, BITACORA_OUTBOX_STATES_WAITING);
  bitacora_outbox_find_async (self->outbox,
                              query,
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
  guint delay = self->entries->len < LONG_LIST ? RELOAD_DELAY_MS : LONG_RELOAD_DELAY_MS;

  if (self->reload_source == 0)
    self->reload_source = g_timeout_add (delay, reload_due_cb, self);
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

static void
bitacora_waiting_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraWaitingList *self = BITACORA_WAITING_LIST (object);

  switch (id)
    {
    case PROP_N_WAITING:
      g_value_set_uint (value, self->entries->len);
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
  g_clear_pointer (&self->entries, g_ptr_array_unref);

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
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
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
 * bitacora_waiting_list_get_n_waiting:
 * @self: the list
 *
 * Returns: how many calls wait
 */
guint
bitacora_waiting_list_get_n_waiting (BitacoraWaitingList *self)
{
  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), 0);

  return self->entries->len;
}

/**
 * bitacora_waiting_list_find:
 * @self: the list
 * @id: an entry's id
 *
 * Returns: (transfer none) (nullable): the entry, %NULL when it does not wait
 */
BitacoraOutboxEntry *
bitacora_waiting_list_find (BitacoraWaitingList *self, gint64 id)
{
  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      if (bitacora_outbox_entry_get_id (self->entries->pdata[i]) == id)
        return self->entries->pdata[i];
    }

  return NULL;
}

/**
 * bitacora_waiting_list_count_state:
 * @self: the list
 * @state: a state
 *
 * Returns: how many of the entries are in @state
 */
guint
bitacora_waiting_list_count_state (BitacoraWaitingList *self, BitacoraOutboxState state)
{
  guint count = 0;

  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), 0);

  for (guint i = 0; i < self->entries->len; i++)
    count += bitacora_outbox_entry_get_state (self->entries->pdata[i]) == state;

  return count;
}

/**
 * bitacora_waiting_list_count_verdict:
 * @self: the list
 * @profile_id: (nullable): only entries of this profile
 * @verdict: a verdict
 *
 * Returns: how many of the entries are queued because of @verdict
 */
guint
bitacora_waiting_list_count_verdict (BitacoraWaitingList *self,
                                     const char *profile_id,
                                     BitacoraCrmVerdict verdict)
{
  guint count = 0;

  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), 0);

  for (guint i = 0; i < self->entries->len; i++)
    {
      BitacoraOutboxEntry *entry = self->entries->pdata[i];

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
 * bitacora_waiting_list_count_awaiting_person:
 * @self: the list
 *
 * Returns: of how many entries neither this program nor the CRM can tell whether they are logged
 */
guint
bitacora_waiting_list_count_awaiting_person (BitacoraWaitingList *self)
{
  guint count = 0;

  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (self), 0);

  for (guint i = 0; i < self->entries->len; i++)
    count += bitacora_outbox_entry_awaits_person (self->entries->pdata[i]);

  return count;
}
