/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  JsonNode *node;
  char *text;
} Entry;

struct _BitacoraPracticeLedger
{
  GMutex mutex;
  GPtrArray *entries;
  char *path;
  int file;
};

static void
entry_free (Entry *entry)
{
  json_node_unref (entry->node);
  g_free (entry->text);
  g_free (entry);
}

/* As the CRM's own: 24 hexadecimal digits that begin with the time. */
static char *
make_wolkvox_id (GDateTime *received, guint position)
{
  return g_strdup_printf ("%08x%08x%02x%06x",
                          (guint)g_date_time_to_unix (received),
                          g_random_int (),
                          g_random_int () & 0xff,
                          position & 0xffffff);
}

static JsonNode *
make_node (JsonNode *body, guint position)
{
  g_autoptr (GDateTime) received = g_date_time_new_now_local ();
  g_autofree char *id = make_wolkvox_id (received, position);
  g_autofree char *received_text = g_date_time_format_iso8601 (received);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "wolkvox_id");
  json_builder_add_string_value (builder, id);
  json_builder_set_member_name (builder, "received");
  json_builder_add_string_value (builder, received_text);
  json_builder_set_member_name (builder, "body");
  json_builder_add_value (builder, json_node_ref (body));
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
set_file_error (GError **error, const char *path, int code)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error,
               G_IO_ERROR,
               (int)g_io_error_from_errno (code),
               /* Translators: the name of a file, and the system’s reason. */
               _ ("The practice CRM cannot write to “%s”: %s."),
               shown,
               g_strerror (code));
}

/* Unbuffered: a line that was answered for is in the file. */
static gboolean
write_line (BitacoraPracticeLedger *self, JsonNode *node, GError **error)
{
  g_autofree char *json = json_to_string (node, FALSE);
  g_autofree char *line = g_strconcat (json, "\n", NULL);
  const char *at = line;
  gsize left = strlen (line);

  while (left > 0)
    {
      gssize written = write (self->file, at, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          set_file_error (error, self->path, errno);
          return FALSE;
        }
      at += written;
      left -= (gsize)written;
    }

  return TRUE;
}

/**
 * bitacora_practice_ledger_new:
 *
 * Returns: (transfer full): an empty ledger
 */
BitacoraPracticeLedger *
bitacora_practice_ledger_new (void)
{
  BitacoraPracticeLedger *self = g_new0 (BitacoraPracticeLedger, 1);

  g_mutex_init (&self->mutex);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  self->file = -1;
  return self;
}

/**
 * bitacora_practice_ledger_free:
 * @self: (transfer full): the ledger
 *
 * Closes the file, if any, and frees the ledger.
 */
void
bitacora_practice_ledger_free (BitacoraPracticeLedger *self)
{
  g_return_if_fail (self != NULL);

  if (self->file >= 0)
    g_close (self->file, NULL);
  g_free (self->path);
  g_ptr_array_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * bitacora_practice_ledger_record_to:
 * @self: the ledger
 * @path: a file
 * @error: return location for an error
 *
 * Appends what is accepted from now on to a JSON Lines file, which only its owner may read if it is
 * made by this. It takes the place of an earlier file.
 *
 * Returns: %FALSE with @error set to a %G_IO_ERROR when the file cannot be opened
 */
gboolean
bitacora_practice_ledger_record_to (BitacoraPracticeLedger *self, const char *path, GError **error)
{
  int file;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  file = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    {
      set_file_error (error, path, errno);
      return FALSE;
    }

  if (self->file >= 0)
    g_close (self->file, NULL);
  self->file = file;
  g_free (self->path);
  self->path = g_strdup (path);
  return TRUE;
}

/**
 * bitacora_practice_ledger_add:
 * @self: the ledger
 * @body: (transfer none): an immutable body that was found good
 * @text: (array length=length): the same as it came
 * @length: bytes in @text
 * @error: return location for an error
 *
 * Gives an activity its ID and keeps it.
 *
 * Returns: (transfer full): `{"wolkvox_id", "received", "body"}`, or %NULL with @error set to a
 *   %G_IO_ERROR when it cannot be written to the file; it is not kept then
 */
JsonNode *
bitacora_practice_ledger_add (BitacoraPracticeLedger *self,
                              JsonNode *body,
                              const char *text,
                              gsize length,
                              GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  node = make_node (body, bitacora_practice_ledger_get_n_activities (self));
  if (self->file >= 0 && !write_line (self, node, error))
    return NULL;

  entry = g_new (Entry, 1);
  entry->node = json_node_ref (node);
  entry->text = g_strndup (text, length);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->entries, entry);
  g_mutex_unlock (&self->mutex);
  return g_steal_pointer (&node);
}

/**
 * bitacora_practice_ledger_get_n_activities:
 * @self: the ledger
 *
 * Returns: how many activities it keeps
 */
guint
bitacora_practice_ledger_get_n_activities (BitacoraPracticeLedger *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->mutex);
  n = self->entries->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

/**
 * bitacora_practice_ledger_dup_text:
 * @self: the ledger
 * @position: 0 for the oldest
 *
 * Returns: (transfer full) (nullable): an activity's body exactly as it came, or %NULL when there
 *   are not so many
 */
char *
bitacora_practice_ledger_dup_text (BitacoraPracticeLedger *self, guint position)
{
  char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  if (position < self->entries->len)
    text = g_strdup (((Entry *)g_ptr_array_index (self->entries, position))->text);
  g_mutex_unlock (&self->mutex);
  return text;
}

/**
 * bitacora_practice_ledger_write:
 * @self: the ledger
 *
 * Returns: (transfer full): a JSON array of `{"wolkvox_id", "received", "body"}`, oldest first
 */
JsonNode *
bitacora_practice_ledger_write (BitacoraPracticeLedger *self)
{
  JsonArray *array;
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  array = json_array_new ();
  for (guint i = 0; i < self->entries->len; i++)
    json_array_add_element (array,
                            json_node_ref (((Entry *)g_ptr_array_index (self->entries, i))->node));

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}
