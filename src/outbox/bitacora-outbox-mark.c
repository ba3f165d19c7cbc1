/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "bitacora-outbox-mark.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The last attempt and the birth of the file, in as many digits as a 64-bit number may have, so
 * that every mark overwrites the last one wholly. */
#define FORMAT "%019" G_GINT64_FORMAT " %019" G_GINT64_FORMAT "\n"
#define NUMBER "%19" G_GINT64_MODIFIER "d"
#define SIZE (19 + 1 + 19 + 1)

struct _BitacoraOutboxMark
{
  char *path;
  /* Negative while there is none. */
  int file;
  gint64 birth;
};

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "bitacora", "sent", NULL);
}

/* What stands in the file of calls becomes a file's name only if it is one. */
static gboolean
is_plain (const char *identity)
{
  return *identity != '\0' && strlen (identity) <= 64
         && strspn (identity, "0123456789abcdef") == strlen (identity);
}

/* In nanoseconds; 0 where the file system does not tell. A file that a backup brought back was born
 * then. */
static gint64
get_birth (int file)
{
  struct statx status;

  if (statx (file, "", AT_EMPTY_PATH, STATX_BTIME, &status) != 0
      || (status.stx_mask & STATX_BTIME) == 0)
    return 0;
  return status.stx_btime.tv_sec * G_GINT64_CONSTANT (1000000000) + status.stx_btime.tv_nsec;
}

static void
open_file (BitacoraOutboxMark *self, int flags)
{
  self->file = g_open (self->path, O_RDWR | O_CLOEXEC | flags, 0600);
  if (self->file >= 0)
    self->birth = get_birth (self->file);
}

/**
 * bitacora_outbox_mark_open:
 * @identity: which file of calls it belongs to, in lower-case hexadecimal digits
 *
 * Opens the mark of one outbox, in the user's state folder (`$XDG_STATE_HOME/bitacora/sent`, see
 * the XDG Base Directory Specification). None is made yet.
 *
 * Returns: (transfer full): the mark
 */
BitacoraOutboxMark *
bitacora_outbox_mark_open (const char *identity)
{
  g_autofree char *folder = get_folder ();
  BitacoraOutboxMark *self;

  g_return_val_if_fail (identity != NULL, NULL);

  self = g_new0 (BitacoraOutboxMark, 1);
  self->path = g_build_filename (folder, is_plain (identity) ? identity : "other", NULL);
  open_file (self, 0);
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
 * bitacora_outbox_mark_any_exists:
 *
 * Returns: whether there is a mark of any outbox on this computer
 */
gboolean
bitacora_outbox_mark_any_exists (void)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GDir) marks = g_dir_open (folder, 0, NULL);

  return marks != NULL && g_dir_read_name (marks) != NULL;
}

/* After a power cut the file of calls is there: its mark is to be there, too. */
static void
sync_folder (const char *folder)
{
  int file = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (file >= 0)
    {
      fsync (file);
      g_close (file, NULL);
    }
}

/**
 * bitacora_outbox_mark_make:
 * @self: a mark
 *
 * Makes its file if there is none yet.
 *
 * Returns: whether what is noted now can be read by another process later
 */
gboolean
bitacora_outbox_mark_make (BitacoraOutboxMark *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (self->file >= 0)
    return TRUE;
  g_mkdir_with_parents (folder, 0700);
  open_file (self, O_CREAT);
  if (self->file < 0)
    return FALSE;
  sync_folder (folder);
  return TRUE;
}

/**
 * bitacora_outbox_mark_read:
 * @self: a mark
 *
 * Returns: the number of the last attempt that was begun, or %BITACORA_OUTBOX_MARK_NONE: there is
 *   no mark of this outbox on this computer, or it makes no sense, or came with a backup
 */
gint64
bitacora_outbox_mark_read (BitacoraOutboxMark *self)
{
  char text[SIZE + 1] = "";
  gint64 attempt;
  gint64 birth;

  if (self->file < 0 || pread (self->file, text, SIZE, 0) != SIZE
      || sscanf (text, NUMBER " " NUMBER, &attempt, &birth) != 2 || attempt < 0
      || birth != self->birth)
    return BITACORA_OUTBOX_MARK_NONE;
  return attempt;
}

static gboolean
note (BitacoraOutboxMark *self, gint64 attempt)
{
  g_autofree char *text = g_strdup_printf (FORMAT, attempt, self->birth);

  return pwrite (self->file, text, SIZE, 0) == SIZE;
}

/**
 * bitacora_outbox_mark_write:
 * @self: a mark
 * @attempt: the number of an attempt that is on disk, or %BITACORA_OUTBOX_MARK_RETIRED
 *
 * Notes how far sending has come. It never goes back, whichever process comes late. The number is
 * not synced: what matters are copies that are hours or weeks old.
 */
void
bitacora_outbox_mark_write (BitacoraOutboxMark *self, gint64 attempt)
{
  gboolean is_noted = FALSE;

  if (bitacora_outbox_mark_make (self))
    {
      flock (self->file, LOCK_EX);
      is_noted = bitacora_outbox_mark_read (self) >= attempt || note (self, attempt);
      flock (self->file, LOCK_UN);
    }
  if (!is_noted)
    g_message ("How far sending has come cannot be noted in “%s”: %s",
               self->path,
               g_strerror (errno));
}
