/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-quick-entry-private.h"

/* The bar above the fields: what has to be said of this call. */

static void
show (BitacoraQuickEntry *self, const char *sentence)
{
  bitacora_refusal_bar_set_sentence (self->notice, sentence);
  bitacora_quick_entry_fit (self);
}

/**
 * bitacora_quick_entry_show_notice:
 * @self: the window
 * @sentence: (nullable): why the call cannot be logged now
 *
 * Says what is in the way; nothing is any more, once @sentence is %NULL, and what was dropped of
 * the proposal is said again.
 */
void
bitacora_quick_entry_show_notice (BitacoraQuickEntry *self, const char *sentence)
{
  show (self, sentence != NULL ? sentence : self->complaints);
}

/**
 * bitacora_quick_entry_set_complaints:
 * @self: the window
 * @complaints: (nullable) (array zero-terminated=1): sentences about what was dropped of a proposal
 *
 * Says them as long as the proposal is in the window.
 */
void
bitacora_quick_entry_set_complaints (BitacoraQuickEntry *self, const char *const *complaints)
{
  g_clear_pointer (&self->complaints, g_free);
  if (complaints != NULL && *complaints != NULL)
    self->complaints = g_strjoinv ("\n", (char **)complaints);
  show (self, self->complaints);
}
