/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-reader.h"

#include "bitacora-outbox-order.h"

/* How long to wait where WAL mode makes a reader wait at all, in milliseconds: while another
 * process recovers the log. */
#define BUSY_TIMEOUT 10000

/* How many of SQLite's instructions to run between two looks at the cancellable. */
#define LOOK_INTERVAL 1000

struct _BitacoraOutboxReader
{
  char *path;
  GThread *thread;
  GAsyncQueue *orders;
  sqlite3 *database;
  BitacoraSqliteCache *statements;
};

static int
instructions_run_cb (gpointer data)
{
  return g_cancellable_is_cancelled (data);
}

static gboolean
open_database (BitacoraOutboxReader *self, GError **error)
{
  int result;

  if (self->database != NULL)
    return TRUE;
  result = sqlite3_open_v2 (self->path,
                            &self->database,
                            SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            NULL);
  if (result == SQLITE_OK)
    result = sqlite3_busy_timeout (self->database, BUSY_TIMEOUT);
  if (result != SQLITE_OK)
    {
      bitacora_sqlite_set_error (self->database, result, error);
      sqlite3_close_v2 (g_steal_pointer (&self->database));
      return FALSE;
    }
  self->statements = bitacora_sqlite_cache_new (self->database);
  return TRUE;
}

static void
close_database (BitacoraOutboxReader *self)
{
  g_clear_pointer (&self->statements, bitacora_sqlite_cache_free);
  g_clear_pointer (&self->database, sqlite3_close_v2);
}

static void
carry_out (BitacoraOutboxReader *self, BitacoraOutboxOrder *order)
{
  GCancellable *cancellable = g_task_get_cancellable (order->task);
  BitacoraOutboxRead *read = g_task_get_task_data (order->task);

  if (g_cancellable_set_error_if_cancelled (cancellable, &order->error)
      || !open_database (self, &order->error))
    return;
  if (cancellable != NULL)
    sqlite3_progress_handler (self->database, LOOK_INTERVAL, instructions_run_cb, cancellable);
  read->func (self->statements, read, &order->error);
  sqlite3_progress_handler (self->database, 0, NULL, NULL);
}

static gpointer
work (gpointer data)
{
  BitacoraOutboxReader *self = data;
  BitacoraOutboxOrder *order = g_async_queue_pop (self->orders);

  while (order->task != NULL)
    {
      carry_out (self, order);
      bitacora_outbox_order_return (order);
      order = g_async_queue_pop (self->orders);
    }
  bitacora_outbox_order_free (order);
  close_database (self);
  return NULL;
}

/**
 * bitacora_outbox_read_new:
 * @func: what to do on the reader's thread
 *
 * Returns: (transfer full): something to read
 */
BitacoraOutboxRead *
bitacora_outbox_read_new (BitacoraOutboxReadFunc func)
{
  BitacoraOutboxRead *read = g_new0 (BitacoraOutboxRead, 1);

  read->func = func;
  return read;
}

/**
 * bitacora_outbox_read_free:
 * @read: (transfer full): something to read
 *
 * Frees it with what was read and not taken.
 */
void
bitacora_outbox_read_free (BitacoraOutboxRead *read)
{
  g_clear_object (&read->query);
  g_clear_pointer (&read->ids, g_array_unref);
  g_clear_pointer (&read->marks, g_array_unref);
  g_free (read->profile_id);
  g_free (read->text);
  g_clear_pointer (&read->objects, g_ptr_array_unref);
  g_clear_pointer (&read->places, g_array_unref);
  g_free (read);
}

/**
 * bitacora_outbox_reader_new:
 * @path: the file of an outbox that is open
 *
 * Starts a reader. It opens the file when something is read.
 *
 * Returns: (transfer full): the reader
 */
BitacoraOutboxReader *
bitacora_outbox_reader_new (const char *path)
{
  BitacoraOutboxReader *self = g_new0 (BitacoraOutboxReader, 1);

  self->path = g_strdup (path);
  self->orders = g_async_queue_new_full ((GDestroyNotify)bitacora_outbox_order_free);
  self->thread = g_thread_new ("outbox-reader", work, self);
  return self;
}

/**
 * bitacora_outbox_reader_free:
 * @self: (transfer full): a reader that nothing is asked of
 *
 * Ends the thread and closes its connection.
 */
void
bitacora_outbox_reader_free (BitacoraOutboxReader *self)
{
  g_async_queue_push (self->orders, bitacora_outbox_order_new (NULL));
  g_thread_join (self->thread);
  g_async_queue_unref (self->orders);
  g_free (self->path);
  g_free (self);
}

/**
 * bitacora_outbox_reader_push:
 * @self: a reader
 * @task: (transfer full): its task data is a #BitacoraOutboxRead
 *
 * Reads in the order of asking and returns a boolean to @task. A task that is cancelled stops
 * SQLite within a few thousand of its instructions and fails with %G_IO_ERROR_CANCELLED.
 */
void
bitacora_outbox_reader_push (BitacoraOutboxReader *self, GTask *task)
{
  g_async_queue_push (self->orders, bitacora_outbox_order_new (task));
}
