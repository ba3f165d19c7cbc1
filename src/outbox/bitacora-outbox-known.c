/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-known.h"

#include <string.h>

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-private.h"

/* Calls that are looked at at once: in between, whatever else is read has its turn. */
#define PAGE 5000

typedef struct
{
  char *profile_id;
  GArray *marks;
  /* Behind which the page begins that is being read. */
  gint64 id;
} Search;

static void page_read_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
search_free (Search *search)
{
  g_free (search->profile_id);
  g_array_unref (search->marks);
  g_free (search);
}

static gint64
digest_text (const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 bytes[16];
  gsize length = sizeof bytes;
  gint64 digest;

  g_checksum_update (checksum, (const guchar *)text, -1);
  g_checksum_get_digest (checksum, bytes, &length);
  memcpy (&digest, bytes, sizeof digest);

  return digest;
}

/* The first of the marks with this digest, which stand together. */
static guint
find_first (GArray *marks, gint64 digest)
{
  guint first = 0;
  guint end = marks->len;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (g_array_index (marks, BitacoraOutboxMark, middle).digest < digest)
        first = middle + 1;
      else
        end = middle;
    }

  return first;
}

static void
note_entry (GArray *marks, gint64 digest, gint64 id)
{
  for (guint i = find_first (marks, digest); i < marks->len; i++)
    {
      BitacoraOutboxMark *mark = &g_array_index (marks, BitacoraOutboxMark, i);

      if (mark->digest != digest)
        return;
      mark->id = id;
    }
}

/* Looks at a page of calls behind read->id, and leaves there the last of them: none is left if it
 * stays as it was. */
static gboolean
find_known_in_page (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = bitacora_sqlite_cache_prepare (statements,
                                             "SELECT id, activity, profile, hidden FROM entry"
                                             " WHERE id > ? ORDER BY id LIMIT " G_STRINGIFY (PAGE),
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, read->id);
  while (bitacora_sqlite_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      read->id = bitacora_sqlite_statement_get_int (statement, 0);
      if (bitacora_sqlite_statement_is_null (statement, 3)
          && g_str_equal (bitacora_sqlite_statement_get_text (statement, 2), read->profile_id))
        note_entry (read->marks,
                    digest_text (bitacora_sqlite_statement_get_text (statement, 1)),
                    read->id);
    }

  return FALSE;
}

/* Takes the task. */
static void
find_behind (GTask *task, gint64 id)
{
  Search *search = g_task_get_task_data (task);
  BitacoraOutboxRead *read = bitacora_outbox_read_new (find_known_in_page);

  search->id = read->id = id;
  read->profile_id = g_strdup (search->profile_id);
  read->marks = g_array_ref (search->marks);
  bitacora_outbox_push_read (g_task_get_source_object (task),
                             read,
                             g_task_get_cancellable (task),
                             page_read_cb,
                             task);
}

static void
page_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  BitacoraOutboxRead *read
      = bitacora_outbox_take_read (BITACORA_OUTBOX (object), result, find_known_in_page, &error);

  if (read == NULL)
    g_task_return_error (task, error);
  else if (read->id == search->id)
    g_task_return_boolean (task, TRUE);
  else
    find_behind (g_steal_pointer (&task), read->id);
}

/**
 * bitacora_outbox_digest_activity:
 * @activity: an activity that is valid
 *
 * Returns: a number that two activities have in common only if all of their fields are the same,
 *   save by a chance of one in 2^64
 */
gint64
bitacora_outbox_digest_activity (BitacoraCallActivity *activity)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (activity), 0);

  text = bitacora_outbox_activity_to_text (activity);
  return digest_text (text);
}

/**
 * bitacora_outbox_mark_compare:
 * @a: a #BitacoraOutboxMark
 * @b: another
 *
 * Returns: the order in which bitacora_outbox_find_known_async() wants them: by their digests, and
 *   where these are the same, by their rows
 */
int
bitacora_outbox_mark_compare (gconstpointer a, gconstpointer b)
{
  const BitacoraOutboxMark *one = a;
  const BitacoraOutboxMark *other = b;

  if (one->digest != other->digest)
    return one->digest < other->digest ? -1 : 1;
  return (one->row > other->row) - (one->row < other->row);
}

/**
 * bitacora_outbox_find_known_async:
 * @self: an open outbox
 * @profile_id: a profile
 * @marks: (element-type BitacoraOutboxMark): activities, sorted; nobody may touch them before
 *   @callback
 * @cancellable: (nullable): stops the search at once
 * @callback: called when all calls of the profile were looked at
 * @user_data: for @callback
 *
 * Looks which of many activities the profile has in the outbox already, whatever came of them,
 * unless they were discarded. Reads every call once, page by page.
 */
void
bitacora_outbox_find_known_async (BitacoraOutbox *self,
                                  const char *profile_id,
                                  GArray *marks,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;
  Search *search;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (marks != NULL);

  search = g_new0 (Search, 1);
  search->profile_id = g_strdup (profile_id);
  search->marks = g_array_ref (marks);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_outbox_find_known_async));
  g_task_set_task_data (task, search, (GDestroyNotify)search_free);
  find_behind (task, 0);
}

/**
 * bitacora_outbox_find_known_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the marks bear the entries' ids now
 */
gboolean
bitacora_outbox_find_known_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
