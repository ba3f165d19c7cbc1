/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-query.h"
#include "bitacora-outbox-query-private.h"

#include <string.h>

#include "bitacora-search-text.h"

#define ALL_STATES ((1u << (BITACORA_OUTBOX_STATE_UNKNOWN + 1)) - 1)

struct _BitacoraOutboxQuery
{
  GObject parent_instance;

  char *text;
  char **words;
  guint states;
  char *profile_id;
  GDateTime *from;
  GDateTime *until;
};

G_DEFINE_FINAL_TYPE (BitacoraOutboxQuery, bitacora_outbox_query, G_TYPE_OBJECT)

/* Words as the table keeps them: folded, without the white space between them. */
static char **
split_words (const char *text)
{
  g_autofree char *folded = bitacora_search_text_fold (text);
  g_auto (GStrv) pieces = g_strsplit_set (folded, " \t\r\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (gsize i = 0; pieces[i] != NULL; i++)
    {
      if (*pieces[i] != '\0')
        g_strv_builder_add (words, pieces[i]);
    }
  return g_strv_builder_end (words);
}

static gboolean
has_words (BitacoraOutboxQuery *self)
{
  return self->words[0] != NULL;
}

static gboolean
matches_words (BitacoraOutboxQuery *self, BitacoraOutboxEntry *entry)
{
  g_autofree char *search = NULL;

  if (!has_words (self))
    return TRUE;
  search = bitacora_search_text_write (bitacora_outbox_entry_get_activity (entry));
  for (gsize i = 0; self->words[i] != NULL; i++)
    {
      if (strstr (search, self->words[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
matches_span (BitacoraOutboxQuery *self, BitacoraOutboxEntry *entry)
{
  GDateTime *created = bitacora_outbox_entry_get_created (entry);

  return (self->from == NULL || g_date_time_compare (created, self->from) >= 0)
         && (self->until == NULL || g_date_time_compare (created, self->until) < 0);
}

static void
bitacora_outbox_query_finalize (GObject *object)
{
  BitacoraOutboxQuery *self = BITACORA_OUTBOX_QUERY (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->profile_id, g_free);
  g_clear_pointer (&self->from, g_date_time_unref);
  g_clear_pointer (&self->until, g_date_time_unref);

  G_OBJECT_CLASS (bitacora_outbox_query_parent_class)->finalize (object);
}

static void
bitacora_outbox_query_class_init (BitacoraOutboxQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_outbox_query_finalize;
}

static void
bitacora_outbox_query_init (BitacoraOutboxQuery *self)
{
  self->words = g_new0 (char *, 1);
}

/**
 * bitacora_outbox_query_new:
 *
 * Returns: (transfer full): a query that finds every entry
 */
BitacoraOutboxQuery *
bitacora_outbox_query_new (void)
{
  return g_object_new (BITACORA_TYPE_OUTBOX_QUERY, NULL);
}

/**
 * bitacora_outbox_query_copy:
 * @self: a query
 *
 * Returns: (transfer full): another that asks for the same
 */
BitacoraOutboxQuery *
bitacora_outbox_query_copy (BitacoraOutboxQuery *self)
{
  BitacoraOutboxQuery *copy;

  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), NULL);

  copy = bitacora_outbox_query_new ();
  bitacora_outbox_query_set_text (copy, self->text);
  bitacora_outbox_query_set_states (copy, self->states);
  bitacora_outbox_query_set_profile_id (copy, self->profile_id);
  bitacora_outbox_query_set_span (copy, self->from, self->until);
  return copy;
}

/**
 * bitacora_outbox_query_set_text:
 * @self: a query that was not handed over
 * @text: (nullable): what to look for, as a person typed it; %NULL or blank for anything
 *
 * Asks for entries in whose name, phone, description, record or location every word of @text
 * stands, accents and case aside.
 */
void
bitacora_outbox_query_set_text (BitacoraOutboxQuery *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (self));

  g_free (self->text);
  self->text = g_strdup (text);
  g_strfreev (self->words);
  self->words = split_words (text != NULL ? text : "");
}

/**
 * bitacora_outbox_query_set_states:
 * @self: a query that was not handed over
 * @states: bits, 1 << BITACORA_OUTBOX_STATE_…; 0 for any
 *
 * Asks for entries in one of these states.
 */
void
bitacora_outbox_query_set_states (BitacoraOutboxQuery *self, guint states)
{
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (self));

  states &= ALL_STATES;
  self->states = states == ALL_STATES ? 0 : states;
}

/**
 * bitacora_outbox_query_set_profile_id:
 * @self: a query that was not handed over
 * @profile_id: (nullable): a profile, which may be gone by now; %NULL for all
 *
 * Asks for entries of one profile.
 */
void
bitacora_outbox_query_set_profile_id (BitacoraOutboxQuery *self, const char *profile_id)
{
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (self));

  g_free (self->profile_id);
  self->profile_id = g_strdup (profile_id);
}

/**
 * bitacora_outbox_query_set_span:
 * @self: a query that was not handed over
 * @from: (nullable): the first moment, in any zone
 * @until: (nullable): the moment after the last, in any zone
 *
 * Asks for entries that the outbox took between two moments.
 */
void
bitacora_outbox_query_set_span (BitacoraOutboxQuery *self, GDateTime *from, GDateTime *until)
{
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (self));

  if (from != NULL)
    g_date_time_ref (from);
  if (until != NULL)
    g_date_time_ref (until);
  g_clear_pointer (&self->from, g_date_time_unref);
  g_clear_pointer (&self->until, g_date_time_unref);
  self->from = from;
  self->until = until;
}

/**
 * bitacora_outbox_query_get_text:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): what was typed
 */
const char *
bitacora_outbox_query_get_text (BitacoraOutboxQuery *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), NULL);
  return self->text;
}

/**
 * bitacora_outbox_query_get_states:
 * @self: a query
 *
 * Returns: the states' bits; 0 for any
 */
guint
bitacora_outbox_query_get_states (BitacoraOutboxQuery *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), 0);
  return self->states;
}

/**
 * bitacora_outbox_query_get_profile_id:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): the profile
 */
const char *
bitacora_outbox_query_get_profile_id (BitacoraOutboxQuery *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), NULL);
  return self->profile_id;
}

/**
 * bitacora_outbox_query_get_from:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): the first moment
 */
GDateTime *
bitacora_outbox_query_get_from (BitacoraOutboxQuery *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), NULL);
  return self->from;
}

/**
 * bitacora_outbox_query_get_until:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): the moment after the last
 */
GDateTime *
bitacora_outbox_query_get_until (BitacoraOutboxQuery *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), NULL);
  return self->until;
}

/**
 * bitacora_outbox_query_is_empty:
 * @self: a query
 *
 * Returns: whether it finds every entry
 */
gboolean
bitacora_outbox_query_is_empty (BitacoraOutboxQuery *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), FALSE);

  return !has_words (self) && self->states == 0 && self->profile_id == NULL && self->from == NULL
         && self->until == NULL;
}

/**
 * bitacora_outbox_query_matches:
 * @self: a query
 * @entry: an entry that is kept
 *
 * Returns: whether the query finds @entry, if it is among the newest calls
 */
gboolean
bitacora_outbox_query_matches (BitacoraOutboxQuery *self, BitacoraOutboxEntry *entry)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), FALSE);
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), FALSE);

  return (self->states == 0
          || (self->states & (1u << bitacora_outbox_entry_get_state (entry))) != 0)
         && (self->profile_id == NULL
             || strcmp (self->profile_id, bitacora_outbox_entry_get_profile_id (entry)) == 0)
         && matches_span (self, entry) && matches_words (self, entry);
}

/**
 * bitacora_outbox_query_get_words:
 * @self: a query
 *
 * Returns: (transfer none): the words of its text, folded
 */
const char *const *
bitacora_outbox_query_get_words (BitacoraOutboxQuery *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_QUERY (self), NULL);
  return (const char *const *)self->words;
}
