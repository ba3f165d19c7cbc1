/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-connection.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bitacora-outbox-schema.h"
#include "bitacora-outbox.h"
#include "bitacora-sqlite-statement.h"

/* How long to wait for another process that writes, in milliseconds. */
#define BUSY_TIMEOUT 10000
/* KiB. With SQLite's 2 MiB, writing reads the same pages from the file again and again: a queue of
 * 10,000 calls takes a fifth more time to drain. */
#define CACHE_SIZE "8000"

/* Calls are private. SQLite would make the file as open as the umask allows, and gives the files
 * that it makes beside it the same permissions. A file that is there already is not opened here:
 * closing it would drop the locks that SQLite holds on it in this process
 * (<https://sqlite.org/howtocorrupt.html>, 2.2). */
static gboolean
make_private_file (const char *path, GError **error)
{
  int descriptor = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

  if (descriptor >= 0)
    {
      g_close (descriptor, NULL);
      return TRUE;
    }
  if (errno == EEXIST)
    {
      /* Of no use on a read-only disk, where opening it says so. */
      if (g_chmod (path, 0600) != 0)
        g_debug ("Permissions of %s: %s", path, g_strerror (errno));
      return TRUE;
    }
  bitacora_outbox_connection_set_file_error (path, errno, error);
  return FALSE;
}

static gboolean
check_writable (sqlite3 *database, const char *path, GError **error)
{
  /* SQLite opens what it may not write for reading, without a word. */
  if (sqlite3_db_readonly (database, "main") != 1)
    return TRUE;
  bitacora_outbox_connection_set_file_error (path, EACCES, error);
  return FALSE;
}

static gboolean
configure (sqlite3 *database, GError **error)
{
  gint64 busy_timeout;

  if (!bitacora_sqlite_get_number (database,
                                   "PRAGMA busy_timeout = " G_STRINGIFY (BUSY_TIMEOUT),
                                   &busy_timeout,
                                   error))
    return FALSE;
  return bitacora_sqlite_run (database,
                              "PRAGMA journal_mode = WAL;"
                              "PRAGMA synchronous = FULL;"
                              "PRAGMA cache_size = -" CACHE_SIZE ";"
                              "PRAGMA foreign_keys = ON;",
                              error);
}

static gboolean
prepare (sqlite3 *database, const char *path, GError **error)
{
  return check_writable (database, path, error) && configure (database, error)
         && bitacora_outbox_schema_migrate (database, error);
}

/**
 * bitacora_outbox_connection_make_folder:
 * @path: the database's file
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes the file's folder (0700) if it is missing.
 *
 * Returns: whether it is there
 */
gboolean
bitacora_outbox_connection_make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  bitacora_outbox_connection_set_file_error (folder, errno, error);
  return FALSE;
}

/**
 * bitacora_outbox_connection_open:
 * @path: the database's file
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Opens the outbox's file for one thread: every commit is on disk when it returns. Makes the file
 * (0600) and its folder (0700) where they are missing, and brings the tables up to date.
 *
 * Returns: (transfer full) (nullable): a connection, to be closed with sqlite3_close_v2()
 */
sqlite3 *
bitacora_outbox_connection_open (const char *path, GError **error)
{
  sqlite3 *database = NULL;
  int result;

  if (!bitacora_outbox_connection_make_folder (path, error) || !make_private_file (path, error))
    return NULL;

  result = sqlite3_open_v2 (path,
                            &database,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            NULL);
  if (result != SQLITE_OK)
    bitacora_sqlite_set_error (database, result, error);
  else if (prepare (database, path, error))
    return database;

  sqlite3_close_v2 (database);
  return NULL;
}

/**
 * bitacora_outbox_connection_set_file_error:
 * @path: the file or folder that could not be used
 * @saved_errno: why
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Says what a failure of the file system means for the saved calls.
 */
void
bitacora_outbox_connection_set_file_error (const char *path, int saved_errno, GError **error)
{
  switch (saved_errno)
    {
    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error (error,
                   BITACORA_OUTBOX_ERROR,
                   BITACORA_OUTBOX_ERROR_READ_ONLY,
                   _ ("Calls cannot be saved in “%s”: Bitácora may not write there. Check the "
                      "permissions of that folder."),
                   path);
      break;
    case ENOSPC:
    case EDQUOT:
      g_set_error (error,
                   BITACORA_OUTBOX_ERROR,
                   BITACORA_OUTBOX_ERROR_FULL,
                   _ ("Calls cannot be saved in “%s”: the disk is full. Free some space and try "
                      "again."),
                   path);
      break;
    default:
      g_set_error (error,
                   BITACORA_OUTBOX_ERROR,
                   BITACORA_OUTBOX_ERROR_OPEN,
                   _ ("Calls cannot be saved in “%s”: %s."),
                   path,
                   g_strerror (saved_errno));
      break;
    }
}
