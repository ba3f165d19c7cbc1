/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-item.h"

struct _BitacoraHistoryItem
{
  GObject parent_instance;

  gint64 id;
  BitacoraOutboxEntry *entry;
  char *facts; /* NULL until they are asked for */
};

enum
{
  PROP_0,
  PROP_ENTRY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraHistoryItem, bitacora_history_item, G_TYPE_OBJECT)

static void
bitacora_history_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ENTRY:
      g_value_set_object (value, BITACORA_HISTORY_ITEM (object)->entry);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_history_item_finalize (GObject *object)
{
  BitacoraHistoryItem *self = BITACORA_HISTORY_ITEM (object);

  g_clear_object (&self->entry);
  g_clear_pointer (&self->facts, g_free);

  G_OBJECT_CLASS (bitacora_history_item_parent_class)->finalize (object);
}

static void
bitacora_history_item_class_init (BitacoraHistoryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_history_item_get_property;
  object_class->finalize = bitacora_history_item_finalize;

  properties[PROP_ENTRY] = g_param_spec_object ("entry",
                                                NULL,
                                                NULL,
                                                BITACORA_TYPE_OUTBOX_ENTRY,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_history_item_init (BitacoraHistoryItem *self)
{
}

/**
 * bitacora_history_item_new:
 * @id: an entry's id
 *
 * Creates the row of an entry that is not read yet.
 *
 * Returns: (transfer full): the item
 */
BitacoraHistoryItem *
bitacora_history_item_new (gint64 id)
{
  BitacoraHistoryItem *self = g_object_new (BITACORA_TYPE_HISTORY_ITEM, NULL);

  self->id = id;

  return self;
}

/**
 * bitacora_history_item_get_id:
 * @self: the item
 *
 * Returns: the entry's id
 */
gint64
bitacora_history_item_get_id (BitacoraHistoryItem *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_ITEM (self), 0);

  return self->id;
}

/**
 * bitacora_history_item_get_entry:
 * @self: the item
 *
 * Returns: (transfer none) (nullable): the entry as it was last read, %NULL before that
 */
BitacoraOutboxEntry *
bitacora_history_item_get_entry (BitacoraHistoryItem *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_ITEM (self), NULL);

  return self->entry;
}

/**
 * bitacora_history_item_set_entry:
 * @self: the item
 * @entry: (nullable): its entry, as it was just read; %NULL if it is no longer there
 *
 * Fills the row, or changes what it shows.
 */
void
bitacora_history_item_set_entry (BitacoraHistoryItem *self, BitacoraOutboxEntry *entry)
{
  g_return_if_fail (BITACORA_IS_HISTORY_ITEM (self));

  if (!g_set_object (&self->entry, entry))
    return;
  g_clear_pointer (&self->facts, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENTRY]);
}

/**
 * bitacora_history_item_get_facts:
 * @self: the item
 *
 * Says how the call stands and with whom it was. Laying a number out takes long enough to be done
 * once for each call, and only for those that are seen.
 *
 * Returns: (transfer none): the facts, empty before the entry is read
 */
const char *
bitacora_history_item_get_facts (BitacoraHistoryItem *self)
{
  BitacoraPhoneNumber *phone;
  const char *state;
  g_autofree char *number = NULL;

  g_return_val_if_fail (BITACORA_IS_HISTORY_ITEM (self), "");

  if (self->entry == NULL)
    return "";
  if (self->facts != NULL)
    return self->facts;
  phone = bitacora_call_activity_get_phone (bitacora_outbox_entry_get_activity (self->entry));
  state = bitacora_outbox_state_get_label (bitacora_outbox_entry_get_state (self->entry));
  if (phone == NULL)
    self->facts = g_strdup (state);
  else
    {
      number = bitacora_phone_number_format_international (phone);
      self->facts = g_strjoin (" · ", state, number, NULL);
    }

  return self->facts;
}
