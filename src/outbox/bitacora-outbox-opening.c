/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox.h"

#include <glib/gi18n-lib.h>

/**
 * bitacora_outbox_describe_damage:
 * @self: an outbox that was just opened
 *
 * Returns: (transfer full) (nullable): a translated sentence that says that its file was damaged,
 *   how many calls were carried over and where the damaged file is kept; %NULL if all was well
 */
char *
bitacora_outbox_describe_damage (BitacoraOutbox *self)
{
  guint n_recovered = 0;
  const char *damaged;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), NULL);

  damaged = bitacora_outbox_get_damaged_path (self, &n_recovered);
  if (damaged == NULL)
    return NULL;
  return g_strdup_printf (
      ngettext ("The file of your calls was damaged. %u call could be carried over; the damaged "
                "file is kept as %s.",
                "The file of your calls was damaged. %u calls could be carried over; the damaged "
                "file is kept as %s.",
                n_recovered),
      n_recovered,
      damaged);
}

/**
 * bitacora_outbox_describe_copy:
 * @self: an outbox that was just opened
 *
 * Returns: (transfer full) (nullable): a translated sentence that says what becomes of the calls of
 *   a copy that was brought back; %NULL if the file is none, or none of its calls is uncertain
 */
char *
bitacora_outbox_describe_copy (BitacoraOutbox *self)
{
  guint n_doubted;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), NULL);

  n_doubted = bitacora_outbox_get_n_doubted (self);
  if (n_doubted == 0)
    return NULL;
  return g_strdup_printf (
      ngettext ("The file of your calls is a copy that was brought back. %u call that had not been "
                "sent by then may have been sent since: it is looked for in the CRM, or shown to "
                "you, before it is sent.",
                "The file of your calls is a copy that was brought back. %u calls that had not "
                "been sent by then may have been sent since: they are looked for in the CRM, or "
                "shown to you, before they are sent.",
                n_doubted),
      n_doubted);
}
