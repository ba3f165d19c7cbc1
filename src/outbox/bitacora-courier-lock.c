/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _BitacoraCourierLock
{
  GObject parent_instance;

  int descriptor;
};

G_DEFINE_FINAL_TYPE (BitacoraCourierLock, bitacora_courier_lock, G_TYPE_OBJECT)

static int
lock_without_waiting (int descriptor)
{
  int result;

  do
    result = flock (descriptor, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);
  return result;
}

static void
set_lock_error (int saved_errno, GError **error)
{
  if (saved_errno == EWOULDBLOCK)
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_BUSY,
                         _ ("Another Bitácora is sending the saved calls."));
  else
    g_set_error (error,
                 G_IO_ERROR,
                 g_io_error_from_errno (saved_errno),
                 _ ("Saved calls cannot be sent: %s."),
                 g_strerror (saved_errno));
}

static void
bitacora_courier_lock_finalize (GObject *object)
{
  BitacoraCourierLock *self = BITACORA_COURIER_LOCK (object);

  /* Closing lets go of the lock. The file stays: who removed it could leave two lockers, each with
   * a file of the same name. */
  if (self->descriptor >= 0)
    g_close (self->descriptor, NULL);

  G_OBJECT_CLASS (bitacora_courier_lock_parent_class)->finalize (object);
}

static void
bitacora_courier_lock_class_init (BitacoraCourierLockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_courier_lock_finalize;
}

static void
bitacora_courier_lock_init (BitacoraCourierLock *self)
{
  self->descriptor = -1;
}

/**
 * bitacora_courier_lock_try:
 * @outbox_path: the outbox's file
 * @error: return location for an error of %G_IO_ERROR
 *
 * Tries to become the one courier of an outbox, without waiting. The lock lasts until its last
 * reference goes or the process ends, however it ends. Fails with %G_IO_ERROR_BUSY while another
 * courier has it, in this process or another.
 *
 * Returns: (transfer full) (nullable): the lock
 */
BitacoraCourierLock *
bitacora_courier_lock_try (const char *outbox_path, GError **error)
{
  g_autoptr (BitacoraCourierLock) self = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (outbox_path != NULL, NULL);

  /* A file of its own: SQLite's locks on the database are none of its business. */
  path = g_strconcat (outbox_path, "-courier", NULL);
  self = g_object_new (BITACORA_TYPE_COURIER_LOCK, NULL);
  self->descriptor = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (self->descriptor < 0 || lock_without_waiting (self->descriptor) != 0)
    {
      set_lock_error (errno, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}
