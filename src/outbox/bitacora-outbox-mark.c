/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-mark.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* As many digits as a 64-bit number may have, so that every mark overwrites the last one wholly. */
#define DIGITS 19

struct _BitacoraOutboxMark
{
  char *path;
  /* Negative while there is none. */
  int file;
};

/* What stands in the file of calls becomes a file's name only if it is one. */
static gboolean
is_plain (const char *identity)
{
  return *identity != '\0' && strlen (identity) <= 64
         && strspn (identity, "0123456789abcdef") == strlen (identity);
}

/**
 * bitacora_outbox_mark_open:
 * @identity: which file of calls it belongs to, in lower-case hexadecimal digits
 *
 * Opens the mark of one outbox, in the user's state folder (`$XDG_STATE_HOME/bitacora/sent`, see
 * the XDG Base Directory Specification). None is made before bitacora_outbox_mark_write().
 *
 * Returns: (transfer full): the mark
 */
BitacoraOutboxMark *
bitacora_outbox_mark_open (const char *identity)
{
  BitacoraOutboxMark *self;

  g_return_val_if_fail (identity != NULL, NULL);

  self = g_new0 (BitacoraOutboxMark, 1);
  self->path = g_build_filename (g_get_user_state_dir (),
                                 "bitacora",
                                 "sent",
                                 is_plain (identity) ? identity : "other",
                                 NULL);
  self->file = g_open (self->path, O_RDWR | O_CLOEXEC);
  return self;
}

/**
 * bitacora_outbox_mark_close:
 * @self: (transfer full): a mark
 *
 * Closes the mark; what it says stays.
 */
void
bitacora_outbox_mark_close (BitacoraOutboxMark *self)
{
  if (self->file >= 0)
    g_close (self->file, NULL);
  g_free (self->path);
  g_free (self);
}

/**
 * bitacora_outbox_mark_exists:
 * @self: a mark
 *
 * Returns: whether there is a mark of this outbox on this computer
 */
gboolean
bitacora_outbox_mark_exists (BitacoraOutboxMark *self)
{
  return self->file >= 0;
}

/**
 * bitacora_outbox_mark_read:
 * @self: a mark
 *
 * Returns: the number of the last attempt that was begun, as far as it is known; 0 if it is not
 */
gint64
bitacora_outbox_mark_read (BitacoraOutboxMark *self)
{
  char text[DIGITS + 1] = "";
  guint64 attempt;

  if (self->file < 0 || pread (self->file, text, DIGITS, 0) != DIGITS
      || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &attempt, NULL))
    return 0;
  return (gint64)attempt;
}

static gboolean
make_file (BitacoraOutboxMark *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  g_mkdir_with_parents (folder, 0700);
  self->file = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return self->file >= 0;
}

/**
 * bitacora_outbox_mark_write:
 * @self: a mark
 * @attempt: the number of an attempt that is on disk
 *
 * Notes how far sending has come. It is not synced, and a process that is a moment late may set it
 * back by an attempt: the mark is there for copies that are hours or weeks old.
 */
void
bitacora_outbox_mark_write (BitacoraOutboxMark *self, gint64 attempt)
{
  g_autofree char *text = g_strdup_printf ("%0*" G_GINT64_FORMAT "\n", DIGITS, attempt);

  if ((self->file < 0 && !make_file (self))
      || pwrite (self->file, text, DIGITS + 1, 0) != DIGITS + 1)
    g_message ("How far sending has come cannot be noted in “%s”: %s",
               self->path,
               g_strerror (errno));
}
