/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-history.h"

#include "bitacora-outbox-attempt-private.h"
#include "bitacora-outbox-attempt.h"
#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-private.h"
#include "bitacora-outbox-query-private.h"
#include "bitacora-outbox-store-private.h"

/* The index knows no less than this many characters at once. */
#define LENGTH_OF_GRAM 3

/* In how many of the newest calls to look for text that the index does not know. */
#define N_WITHOUT_INDEX 20000

/* How many ids to ask for at once. */
#define MOST_IDS 500

static GPtrArray *
take_objects (BitacoraOutbox *self,
              GAsyncResult *result,
              BitacoraOutboxReadFunc func,
              GError **error)
{
  BitacoraOutboxRead *read = bitacora_outbox_take_read (self, result, func, error);

  return read != NULL ? g_steal_pointer (&read->objects) : NULL;
}

/* The index keeps no positions, so that it knows no phrases: asks it for the calls that have each
 * three characters in a row of every word. Quoted, no character means anything to it. */
static char *
write_match (const char *const *words)
{
  GString *match = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      glong length = g_utf8_strlen (words[i], -1);

      for (glong j = 0; j + LENGTH_OF_GRAM <= length; j++)
        {
          g_autofree char *gram = g_utf8_substring (words[i], j, j + LENGTH_OF_GRAM);
          g_auto (GStrv) pieces = g_strsplit (gram, "\"", -1);
          g_autofree char *quoted = g_strjoinv ("\"\"", pieces);

          g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " AND " : "", quoted);
        }
    }
  return g_string_free (match, FALSE);
}

/* The conditions but that of the state. Every value has a number, so that they can be repeated:
 * bind_query() gives them in the same order. */
static void
write_conditions (GString *sql, BitacoraOutboxQuery *query, gboolean has_match)
{
  const char *const *words = bitacora_outbox_query_get_words (query);
  guint n_values = has_match ? 1 : 0;

  if (has_match)
    g_string_append (sql, " AND entry_search MATCH ?1");
  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (sql, " AND instr (e.search, ?%u) > 0", ++n_values);
  if (words[0] != NULL && !has_match)
    g_string_append (sql,
                     " AND e.id > (SELECT max (id) FROM entry) - " G_STRINGIFY (N_WITHOUT_INDEX));
  if (bitacora_outbox_query_get_profile_id (query) != NULL)
    g_string_append_printf (sql, " AND e.profile = ?%u", ++n_values);
  if (bitacora_outbox_query_get_from (query) != NULL)
    g_string_append_printf (sql, " AND e.created >= ?%u", ++n_values);
  if (bitacora_outbox_query_get_until (query) != NULL)
    g_string_append_printf (sql, " AND e.created < ?%u", ++n_values);
}

static void
bind_query (BitacoraSqliteStatement *statement, BitacoraOutboxQuery *query, const char *match)
{
  const char *const *words = bitacora_outbox_query_get_words (query);
  const char *profile_id = bitacora_outbox_query_get_profile_id (query);
  GDateTime *from = bitacora_outbox_query_get_from (query);
  GDateTime *until = bitacora_outbox_query_get_until (query);

  if (*match != '\0')
    bitacora_sqlite_statement_bind_text (statement, match);
  for (guint i = 0; words[i] != NULL; i++)
    bitacora_sqlite_statement_bind_text (statement, words[i]);
  if (profile_id != NULL)
    bitacora_sqlite_statement_bind_text (statement, profile_id);
  if (from != NULL)
    bitacora_sqlite_statement_bind_int (statement, bitacora_outbox_moment_to_number (from));
  if (until != NULL)
    bitacora_sqlite_statement_bind_int (statement, bitacora_outbox_moment_to_number (until));
}

static void
write_states (GString *sql, guint states)
{
  const char *comma = "";

  if (states == 0)
    return;
  g_string_append (sql, " AND e.state IN (");
  for (guint state = 0; state <= BITACORA_OUTBOX_STATE_UNKNOWN; state++)
    {
      if (!(states & (1u << state)))
        continue;
      g_string_append_printf (sql,
                              "%s'%s'",
                              comma,
                              bitacora_outbox_state_to_string ((BitacoraOutboxState)state));
      comma = ", ";
    }
  g_string_append (sql, ")");
}

/* The ids of a query, newest first, such that SQLite may stop after the first few: the index of
 * the text, or that of each state, or the table, each run backwards and never sorted. */
static void
write_ids (GString *sql, BitacoraOutboxQuery *query, gboolean has_match)
{
  guint states = bitacora_outbox_query_get_states (query);
  const char *also = "";

  if (has_match)
    {
      /* CROSS JOIN: the text first. */
      g_string_append (sql,
                       "SELECT s.rowid AS id FROM entry_search s CROSS JOIN entry e"
                       " ON e.id = s.rowid WHERE e.hidden IS NULL");
      write_conditions (sql, query, TRUE);
      write_states (sql, states);
      g_string_append (sql, " ORDER BY s.rowid DESC");
      return;
    }
  if (states == 0)
    {
      g_string_append (sql, "SELECT e.id AS id FROM entry e WHERE e.hidden IS NULL");
      write_conditions (sql, query, FALSE);
    }
  for (guint state = 0; state <= BITACORA_OUTBOX_STATE_UNKNOWN; state++)
    {
      if (!(states & (1u << state)))
        continue;
      g_string_append_printf (sql, "%sSELECT e.id AS id FROM entry e WHERE e.hidden IS NULL", also);
      write_states (sql, 1u << state);
      write_conditions (sql, query, FALSE);
      also = " UNION ALL ";
    }
  g_string_append (sql, " ORDER BY 1 DESC");
}

static gboolean
find (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  g_autofree char *match = write_match (bitacora_outbox_query_get_words (read->query));
  g_autoptr (GString) sql
      = g_string_new (BITACORA_OUTBOX_SELECT_ENTRY "WHERE id IN (SELECT id FROM (");
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  write_ids (sql, read->query, *match != '\0');
  if (read->limit > 0)
    g_string_append_printf (sql, " LIMIT %u", read->limit);
  g_string_append (sql, ")) ORDER BY id DESC");
  statement = bitacora_sqlite_cache_prepare (statements, sql->str, error);
  if (statement == NULL)
    return FALSE;
  bind_query (statement, read->query, match);
  read->objects = g_ptr_array_new_with_free_func (g_object_unref);
  return bitacora_outbox_store_read_into (statement, 0, read->objects, error);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const BitacoraOutboxPlace *one = a;
  const BitacoraOutboxPlace *other = b;

  return (one->id < other->id) - (one->id > other->id);
}

static gboolean
read_places (BitacoraSqliteStatement *statement, BitacoraOutboxRead *read, GError **error)
{
  gint64 last = G_MAXINT64;
  gboolean is_sorted = TRUE;
  gboolean has_row;

  do
    {
      BitacoraOutboxPlace place;

      if (!bitacora_sqlite_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      place.id = bitacora_sqlite_statement_get_int (statement, 0);
      place.created = bitacora_sqlite_statement_get_int (statement, 1);
      is_sorted = is_sorted && place.id < last;
      last = place.id;
      g_array_append_val (read->places, place);
    }
  while (has_row);
  if (!is_sorted)
    g_array_sort (read->places, compare_places);
  return TRUE;
}

static gboolean
is_about_moments_alone (BitacoraOutboxQuery *query)
{
  return bitacora_outbox_query_get_words (query)[0] == NULL
         && bitacora_outbox_query_get_states (query) == 0
         && bitacora_outbox_query_get_profile_id (query) == NULL;
}

static gboolean
find_places (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  g_autofree char *match = write_match (bitacora_outbox_query_get_words (read->query));
  g_autoptr (GString) sql = g_string_new ("SELECT e.id, e.created FROM entry e");
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  if (is_about_moments_alone (read->query))
    {
      /* The index holds all that is asked for, so that the calls themselves are not read. Its
       * order is nearly that of the ids. */
      g_string_append (sql,
                       " INDEXED BY entry_by_creation WHERE e.id NOT IN"
                       " (SELECT id FROM entry WHERE hidden IS NOT NULL)");
      write_conditions (sql, read->query, FALSE);
      g_string_append (sql, " ORDER BY e.created DESC");
    }
  else
    {
      g_string_assign (sql, "SELECT f.id, g.created FROM (");
      write_ids (sql, read->query, *match != '\0');
      g_string_append (sql, ") f CROSS JOIN entry g ON g.id = f.id");
    }
  statement = bitacora_sqlite_cache_prepare (statements, sql->str, error);
  if (statement == NULL)
    return FALSE;
  bind_query (statement, read->query, match);
  read->places = g_array_new (FALSE, FALSE, sizeof (BitacoraOutboxPlace));
  return read_places (statement, read, error);
}

static gboolean
get_some (BitacoraSqliteCache *statements,
          BitacoraOutboxRead *read,
          guint first,
          guint n_ids,
          GError **error)
{
  g_autoptr (GString) sql = g_string_new (BITACORA_OUTBOX_SELECT_ENTRY "WHERE id IN (?");
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  for (guint i = 1; i < n_ids; i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, ") AND hidden IS NULL");
  statement = bitacora_sqlite_cache_prepare (statements, sql->str, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < n_ids; i++)
    bitacora_sqlite_statement_bind_int (statement, g_array_index (read->ids, gint64, first + i));
  return bitacora_outbox_store_read_into (statement, 0, read->objects, error);
}

static gboolean
get_many (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  read->objects = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < read->ids->len; i += MOST_IDS)
    {
      if (!get_some (statements, read, i, MIN (MOST_IDS, read->ids->len - i), error))
        return FALSE;
    }
  return TRUE;
}

static BitacoraOutboxAttempt *
read_attempt (BitacoraSqliteStatement *statement)
{
  BitacoraOutboxAttemptRow row = {
    .id = bitacora_sqlite_statement_get_int (statement, 0),
    .started = bitacora_sqlite_statement_get_int (statement, 1),
    .ended = bitacora_outbox_store_get_moment (statement, 2),
    .body = bitacora_sqlite_statement_get_text (statement, 3),
    .verdict = bitacora_sqlite_statement_get_text (statement, 4),
    .http_status = bitacora_sqlite_statement_get_int (statement, 5),
    .code = bitacora_sqlite_statement_get_int (statement, 6),
    .message = bitacora_sqlite_statement_get_text (statement, 7),
  };

  return bitacora_outbox_attempt_new (&row);
}

static gboolean
list_attempts (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row;

  statement = bitacora_sqlite_cache_prepare (
      statements,
      "SELECT id, started, ended, body, verdict, http_status, code, message FROM attempt"
      " WHERE entry = ?1 AND EXISTS (SELECT 1 FROM entry WHERE id = ?1 AND hidden IS NULL)"
      " ORDER BY id",
      error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, read->id);
  read->objects = g_ptr_array_new_with_free_func (g_object_unref);
  do
    {
      if (!bitacora_sqlite_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (read->objects, read_attempt (statement));
    }
  while (has_row);
  return TRUE;
}

/**
 * bitacora_outbox_push_read:
 * @self: an open outbox
 * @read: (transfer full): what to read
 * @cancellable: (nullable): stops the reading at once
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Has the reader's thread read something.
 */
void
bitacora_outbox_push_read (BitacoraOutbox *self,
                           BitacoraOutboxRead *read,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (read->func));
  g_task_set_task_data (task, read, (GDestroyNotify)bitacora_outbox_read_free);
  bitacora_outbox_reader_push (bitacora_outbox_get_reader (self), task);
}

/**
 * bitacora_outbox_take_read:
 * @self: an outbox
 * @result: what the callback got
 * @func: what was to be done
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer none) (nullable): what was read, which is @result's
 */
BitacoraOutboxRead *
bitacora_outbox_take_read (BitacoraOutbox *self,
                           GAsyncResult *result,
                           BitacoraOutboxReadFunc func,
                           GError **error)
{
  BitacoraOutboxRead *read;

  g_return_val_if_fail (BITACORA_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  read = g_task_get_task_data (G_TASK (result));
  g_return_val_if_fail (read->func == func, NULL);
  return g_task_propagate_boolean (G_TASK (result), error) ? read : NULL;
}

/**
 * bitacora_outbox_find_async:
 * @self: an open outbox
 * @query: what to look for
 * @limit: how many at most; 0 for all
 * @cancellable: (nullable): stops the search at once
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Reads the newest entries that match. A text whose words all have fewer than three characters is
 * looked for in the newest 20,000 calls alone. An entry that makes no sense is passed over.
 */
void
bitacora_outbox_find_async (BitacoraOutbox *self,
                            BitacoraOutboxQuery *query,
                            guint limit,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  BitacoraOutboxRead *read;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (query));

  read = bitacora_outbox_read_new (find);
  read->query = bitacora_outbox_query_copy (query);
  read->limit = limit;
  bitacora_outbox_push_read (self, read, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_find_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BitacoraOutboxEntry) (nullable): the entries, newest first
 */
GPtrArray *
bitacora_outbox_find_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return take_objects (self, result, find, error);
}

/**
 * bitacora_outbox_index_async:
 * @self: an open outbox
 * @query: what to look for
 * @cancellable: (nullable): stops the search at once
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Finds the places of all entries that match, as bitacora_outbox_find_async() does.
 */
void
bitacora_outbox_index_async (BitacoraOutbox *self,
                             BitacoraOutboxQuery *query,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BitacoraOutboxRead *read;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_QUERY (query));

  read = bitacora_outbox_read_new (find_places);
  read->query = bitacora_outbox_query_copy (query);
  bitacora_outbox_push_read (self, read, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_index_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BitacoraOutboxPlace) (nullable): the places, newest first
 */
GArray *
bitacora_outbox_index_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxRead *read = bitacora_outbox_take_read (self, result, find_places, error);

  return read != NULL ? g_steal_pointer (&read->places) : NULL;
}

/**
 * bitacora_outbox_get_many_async:
 * @self: an open outbox
 * @ids: (array length=n_ids): which entries
 * @n_ids: how many
 * @cancellable: (nullable): stops the reading at once
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Reads certain entries.
 */
void
bitacora_outbox_get_many_async (BitacoraOutbox *self,
                                const gint64 *ids,
                                guint n_ids,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  BitacoraOutboxRead *read;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (ids != NULL || n_ids == 0);

  read = bitacora_outbox_read_new (get_many);
  read->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);
  if (n_ids > 0)
    g_array_append_vals (read->ids, ids, n_ids);
  bitacora_outbox_push_read (self, read, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_get_many_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BitacoraOutboxEntry) (nullable): those that are there, in
 *   any order
 */
GPtrArray *
bitacora_outbox_get_many_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return take_objects (self, result, get_many, error);
}

/**
 * bitacora_outbox_list_attempts_async:
 * @self: an open outbox
 * @id: an entry
 * @cancellable: (nullable): stops the reading at once
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Reads every try to send an entry; none for one that is gone.
 */
void
bitacora_outbox_list_attempts_async (BitacoraOutbox *self,
                                     gint64 id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  BitacoraOutboxRead *read;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));

  read = bitacora_outbox_read_new (list_attempts);
  read->id = id;
  bitacora_outbox_push_read (self, read, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_list_attempts_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BitacoraOutboxAttempt) (nullable): the attempts, oldest
 *   first
 */
GPtrArray *
bitacora_outbox_list_attempts_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  return take_objects (self, result, list_attempts, error);
}
