/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-recall-private.h"

struct _BitacoraRecall
{
  GObject parent_instance;

  BitacoraOutboxEntry *last;
  guint n_calls;
};

G_DEFINE_FINAL_TYPE (BitacoraRecall, bitacora_recall, G_TYPE_OBJECT)

static void
bitacora_recall_finalize (GObject *object)
{
  BitacoraRecall *self = BITACORA_RECALL (object);

  g_clear_object (&self->last);

  G_OBJECT_CLASS (bitacora_recall_parent_class)->finalize (object);
}

static void
bitacora_recall_class_init (BitacoraRecallClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_recall_finalize;
}

static void
bitacora_recall_init (BitacoraRecall *self)
{
}

/**
 * bitacora_recall_new:
 * @last: the newest call with somebody
 * @n_calls: how many there were
 *
 * Returns: (transfer full): whoever it was
 */
BitacoraRecall *
bitacora_recall_new (BitacoraOutboxEntry *last, guint n_calls)
{
  BitacoraRecall *self = g_object_new (BITACORA_TYPE_RECALL, NULL);

  self->last = g_object_ref (last);
  self->n_calls = n_calls;
  return self;
}

/**
 * bitacora_recall_get_last:
 * @self: somebody who was called before
 *
 * Returns: (transfer none): the newest of the calls that match what was typed
 */
BitacoraOutboxEntry *
bitacora_recall_get_last (BitacoraRecall *self)
{
  g_return_val_if_fail (BITACORA_IS_RECALL (self), NULL);
  return self->last;
}

/**
 * bitacora_recall_get_n_calls:
 * @self: somebody who was called before
 *
 * Returns: how many calls match what was typed, of those that were looked at
 */
guint
bitacora_recall_get_n_calls (BitacoraRecall *self)
{
  g_return_val_if_fail (BITACORA_IS_RECALL (self), 0);
  return self->n_calls;
}
