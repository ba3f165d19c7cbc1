/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox-deeds.h"

#include <sqlite3.h>

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  outbox_fixture_wait_until (*result != NULL);
  return *result;
}

static gint64
append_with_outcome (BitacoraOutbox *outbox, const char *name, BitacoraCrmReply *reply)
{
  gint64 id = outbox_fixture_append (outbox, "sales", name);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  gint64 attempt = outbox_fixture_start (outbox, id, &error);

  g_assert_no_error (error);
  entry = outbox_fixture_finish (outbox, id, attempt, reply, NULL, &error);
  g_assert_no_error (error);
  return id;
}

gint64
outbox_deeds_append_unknown (BitacoraOutbox *outbox, const char *name)
{
  g_autoptr (BitacoraCrmReply) reply = outbox_fixture_unknown ();

  return append_with_outcome (outbox, name, reply);
}

gint64
outbox_deeds_append_rejected (BitacoraOutbox *outbox, const char *name)
{
  g_autoptr (BitacoraCrmReply) reply
      = outbox_fixture_answer (200, "{\"code\":\"400\",\"error\":\"status is not valid\"}");
  gint64 id = append_with_outcome (outbox, name, reply);

  g_assert_cmpint (outbox_fixture_get_state (outbox, id), ==, BITACORA_OUTBOX_STATE_REJECTED);
  return id;
}

BitacoraOutboxEntry *
outbox_deeds_retry (BitacoraOutbox *outbox, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_retry_async (outbox, id, outbox_fixture_result_cb, &result);
  return bitacora_outbox_retry_finish (outbox, wait_for (&result), error);
}

BitacoraOutboxEntry *
outbox_deeds_resolve (BitacoraOutbox *outbox,
                      gint64 id,
                      BitacoraOutboxResolution resolution,
                      const char *wolkvox_id,
                      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_resolve_async (outbox,
                                 id,
                                 resolution,
                                 wolkvox_id,
                                 outbox_fixture_result_cb,
                                 &result);
  return bitacora_outbox_resolve_finish (outbox, wait_for (&result), error);
}

BitacoraOutboxEntry *
outbox_deeds_restore (BitacoraOutbox *outbox, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_restore_async (outbox, id, outbox_fixture_result_cb, &result);
  return bitacora_outbox_restore_finish (outbox, wait_for (&result), error);
}

void
outbox_deeds_save_draft (BitacoraOutbox *outbox, const char *slot, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_save_draft_async (outbox, slot, text, outbox_fixture_result_cb, &result);
  g_assert_true (bitacora_outbox_save_draft_finish (outbox, wait_for (&result), &error));
  g_assert_no_error (error);
}

char *
outbox_deeds_load_draft (BitacoraOutbox *outbox, const char *slot)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  bitacora_outbox_load_draft_async (outbox, slot, NULL, outbox_fixture_result_cb, &result);
  text = bitacora_outbox_load_draft_finish (outbox, wait_for (&result), &error);
  g_assert_no_error (error);
  return text;
}

gint64
outbox_deeds_begin_batch (BitacoraOutbox *outbox)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch;

  bitacora_outbox_begin_batch_async (outbox, NULL, outbox_fixture_result_cb, &result);
  batch = bitacora_outbox_begin_batch_finish (outbox, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (batch, >, 0);
  return batch;
}

gboolean
outbox_deeds_append_batch (BitacoraOutbox *outbox, gint64 batch, guint n_calls, GError **error)
{
  g_autoptr (GPtrArray) activities = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < n_calls; i++)
    g_ptr_array_add (activities, outbox_fixture_create_activity ("An imported call"));
  bitacora_outbox_append_batch_async (
      outbox, batch, "sales", activities, NULL, outbox_fixture_result_cb, &result);
  return bitacora_outbox_append_batch_finish (outbox, wait_for (&result), error);
}

guint
outbox_deeds_commit_batch (BitacoraOutbox *outbox, gint64 batch, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_commit_batch_async (outbox, batch, outbox_fixture_result_cb, &result);
  return bitacora_outbox_commit_batch_finish (outbox, wait_for (&result), error);
}

/* Runs a statement on the file itself; returns the number in its first row, 0 without one. */
gint64
outbox_deeds_query (const char *path, const char *sql)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 number = 0;
  int result;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  g_assert_cmpint (result, ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
  return number;
}

guint
outbox_deeds_count_shown (BitacoraOutbox *outbox)
{
  g_autoptr (GPtrArray) entries = outbox_fixture_list (outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);

  return entries->len;
}
