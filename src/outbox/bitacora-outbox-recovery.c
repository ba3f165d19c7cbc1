/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bitacora-outbox-connection.h"
#include "bitacora-outbox-salvage.h"
#include "bitacora-outbox-schema.h"
#include "bitacora-outbox.h"
#include "bitacora-sqlite-statement.h"

/* Up to how many bytes a file of which nothing bad is known is looked through whenever it is
 * opened: a hundredth of a second a MiB. */
#define SMALL_FILE (2 * 1024 * 1024)
/* How long opening may look through a file of which nothing bad is known, in microseconds: enough
 * for the calls of years, and nobody waits for it. */
#define LONGEST_LOOK (200 * G_TIME_SPAN_MILLISECOND)
/* How often SQLite asks whether to go on, in steps of its machine. */
#define STEPS_BETWEEN_LOOKS 1000

/* Where SQLite keeps "user_version"; a number that no program will ever reach is damage. */
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_LENGTH 100
#define HEADER_VERSION 60
#define LARGEST_VERSION 1000

/* The new file, complete, on its way to its place. */
#define REPAIRED "-repaired"

/* How often, and after how many microseconds again, others are asked to let go of the file: those
 * that find it damaged at the same moment do. */
#define N_TRIES 30
#define TRY_INTERVAL (100 * G_TIME_SPAN_MILLISECOND)

static goffset
measure (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  return g_stat (name, &info) == 0 ? info.st_size : 0;
}

static char *
write_mark_path (const char *path)
{
  return g_strconcat (path, "-check", NULL);
}

static int
lock (int descriptor, int operation)
{
  int result;

  do
    result = flock (descriptor, operation);
  while (result != 0 && errno == EINTR);
  return result;
}

static int
look_ends_cb (gpointer data)
{
  gint64 *end = data;

  return g_get_monotonic_time () > *end;
}

/* TRUE with "finding" NULL where the time was up first. */
static gboolean
quick_check (sqlite3 *database, gint64 end, char **finding, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row = FALSE;
  gboolean done = FALSE;

  if (end != 0)
    sqlite3_progress_handler (database, STEPS_BETWEEN_LOOKS, look_ends_cb, &end);
  statement = bitacora_sqlite_statement_new (database, "PRAGMA quick_check (1)", &local_error);
  if (statement != NULL)
    done = bitacora_sqlite_statement_step (statement, &has_row, &local_error);
  if (has_row)
    *finding = g_strdup (bitacora_sqlite_statement_get_text (statement, 0));
  sqlite3_progress_handler (database, 0, NULL, NULL);
  if (!done && end != 0 && g_get_monotonic_time () > end)
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return done;
}

static guint64
get_inode (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_ino : 0;
}

/* "is_replaced" where another process did meanwhile what this one was about to do, and may use the
 * new file already. */
static gboolean
become_only_user (const char *path, int use, gboolean *is_replaced, GError **error)
{
  guint64 found = get_inode (path);

  *is_replaced = FALSE;
  /* Two that wait for each other would do so forever: each lets go of it first. */
  lock (use, LOCK_UN);
  for (guint i = 0; i < N_TRIES; i++)
    {
      if (lock (use, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
      *is_replaced = get_inode (path) != found;
      if (*is_replaced)
        return lock (use, LOCK_SH) == 0;
      g_usleep (TRY_INTERVAL);
    }
  g_set_error_literal (error,
                       BITACORA_OUTBOX_ERROR,
                       BITACORA_OUTBOX_ERROR_DAMAGED,
                       _ ("The file of your saved calls is damaged, and another Bitácora is using "
                          "it. Quit that one, then start Bitácora again: it keeps the damaged file "
                          "and carries your calls over."));
  return FALSE;
}

/* Reads the version from the file's first page, also where SQLite makes no sense of what else is
 * in it (<https://sqlite.org/fileformat2.html>, 1.3). Only while no connection of this process has
 * it open. */
static gboolean
is_newer (const char *path)
{
  guint8 header[HEADER_LENGTH];
  int descriptor = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize length = descriptor >= 0 ? read (descriptor, header, sizeof header) : -1;
  guint32 version;

  if (descriptor >= 0)
    g_close (descriptor, NULL);
  if (length != sizeof header || memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
    return FALSE;
  memcpy (&version, header + HEADER_VERSION, sizeof version);
  version = GUINT32_FROM_BE (version);
  return version > bitacora_outbox_schema_get_version () && version < LARGEST_VERSION;
}

static char *
write_new_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char *name = g_strconcat (path, "-damaged-", time, NULL);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-damaged-%s-%u", path, time, i);
    }
  return name;
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) == 0)
    return TRUE;
  g_set_error (error,
               BITACORA_OUTBOX_ERROR,
               BITACORA_OUTBOX_ERROR_DAMAGED,
               _ ("The file of your saved calls is damaged and cannot be set aside: %s."),
               g_strerror (errno));
  return FALSE;
}

/* A copy is read, so that the damaged file itself stays as it was found. */
static gboolean
copy_file (const char *from, const char *to, const char *suffix, GError **error)
{
  g_autofree char *source_path = g_strconcat (from, suffix, NULL);
  g_autofree char *target_path = g_strconcat (to, suffix, NULL);
  g_autoptr (GFile) source = g_file_new_for_path (source_path);
  g_autoptr (GFile) target = g_file_new_for_path (target_path);
  g_autoptr (GError) local_error = NULL;

  if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &local_error)
      || (*suffix != '\0' && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)))
    return TRUE;
  g_set_error (error,
               BITACORA_OUTBOX_ERROR,
               g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
                   ? BITACORA_OUTBOX_ERROR_FULL
                   : BITACORA_OUTBOX_ERROR_DAMAGED,
               _ ("The file of your saved calls is damaged, and what is in it could not be carried "
                  "over: %s"),
               local_error->message);
  return FALSE;
}

/* The damaged file gets its other name while it still has its own. */
static gboolean
keep (const char *path, const char *damaged_path, const char *suffix, GError **error)
{
  g_autofree char *source = g_strconcat (path, suffix, NULL);
  g_autofree char *target = g_strconcat (damaged_path, suffix, NULL);

  if (link (source, target) == 0 || (errno == ENOENT && *suffix != '\0'))
    return TRUE;
  /* Not every file system has links. */
  return copy_file (path, damaged_path, suffix, error);
}

static void
remove_file (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);

  if (g_unlink (name) != 0 && errno != ENOENT)
    g_debug ("Removing %s: %s", name, g_strerror (errno));
}

static void
remove_database (const char *path)
{
  remove_file (path, "");
  remove_file (path, "-wal");
  remove_file (path, "-shm");
}

/* Puts the new file into its place. What SQLite keeps beside the damaged one must not meet the new
 * one: it would be written into it. Whoever is killed between finds the file under this name, and
 * does the rest. */
static gboolean
put_into_place (const char *path, GError **error)
{
  g_autofree char *repaired = g_strconcat (path, REPAIRED, NULL);

  if (!g_file_test (repaired, G_FILE_TEST_EXISTS))
    return TRUE;
  remove_file (path, "-wal");
  remove_file (path, "-shm");
  remove_file (path, "-check");
  return move (repaired, path, error);
}

static gboolean
replace (const char *path, const char *new_path, char **damaged_path, GError **error)
{
  g_autofree char *repaired = g_strconcat (path, REPAIRED, NULL);
  g_autofree char *name = write_new_name (path);

  if (!keep (path, name, "", error) || !keep (path, name, "-wal", error)
      || !move (new_path, repaired, error) || !put_into_place (path, error))
    return FALSE;
  *damaged_path = g_steal_pointer (&name);
  return TRUE;
}

static gboolean
carry_over (const char *path, const char *new_path, guint *n_recovered, GError **error)
{
  g_autofree char *copy = g_strconcat (path, "-reading", NULL);
  sqlite3 *database;
  gboolean done;

  if (!copy_file (path, copy, "", error) || !copy_file (path, copy, "-wal", error))
    {
      remove_database (copy);
      return FALSE;
    }
  database = bitacora_outbox_connection_open (new_path, error);
  done = database != NULL && bitacora_outbox_salvage (copy, database, n_recovered, error);
  /* The last connection that closes writes everything into the one file. */
  sqlite3_close_v2 (database);
  remove_database (copy);
  return done;
}

static gboolean
repair (const char *path, char **damaged_path, guint *n_recovered, GError **error)
{
  g_autofree char *new_path = g_strconcat (path, "-new", NULL);
  gboolean done;

  remove_database (new_path);
  done = carry_over (path, new_path, n_recovered, error)
         && replace (path, new_path, damaged_path, error);
  if (!done)
    remove_database (new_path);
  return done;
}

/* Looks for damage: through all of a file that is marked; for a while in one that is small or was
 * not closed by who had it last; not at all in any other, which opens at once: what is damaged in
 * it is met when it is used. An index of the search that is damaged is made again. */
static gboolean
check (sqlite3 *database, const char *path, gboolean is_cut_off, GError **error)
{
  g_autofree char *mark = write_mark_path (path);
  g_autofree char *finding = NULL;
  gboolean is_marked = g_file_test (mark, G_FILE_TEST_EXISTS);
  gint64 end = is_marked ? 0 : g_get_monotonic_time () + LONGEST_LOOK;

  if (!is_marked && !is_cut_off && measure (path, "") > SMALL_FILE)
    return TRUE;
  if (!quick_check (database, end, &finding, error))
    return FALSE;
  if (finding != NULL && !g_str_equal (finding, "ok"))
    {
      g_debug ("%s: %s", path, finding);
      bitacora_sqlite_set_error (NULL, SQLITE_CORRUPT, error);
      return FALSE;
    }
  if (is_marked && !bitacora_outbox_recovery_mend_search (database, NULL, error))
    return FALSE;
  if (is_marked)
    g_unlink (mark);
  return TRUE;
}

/* Another process may have repaired it since. */
static sqlite3 *
open_whole (const char *path, gboolean is_cut_off, GError **error)
{
  sqlite3 *database = bitacora_outbox_connection_open (path, error);

  if (database == NULL || check (database, path, is_cut_off, error))
    return database;
  sqlite3_close_v2 (database);
  return NULL;
}

static sqlite3 *
open_repaired (const char *path, char **damaged_path, guint *n_recovered, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3 *database = open_whole (path, TRUE, &local_error);

  if (g_error_matches (local_error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED)
      && is_newer (path))
    {
      bitacora_outbox_schema_set_newer (error);
      return NULL;
    }
  if (database == NULL
      && g_error_matches (local_error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED)
      && repair (path, damaged_path, n_recovered, error))
    return bitacora_outbox_connection_open (path, error);
  if (database == NULL && (error == NULL || *error == NULL))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return database;
}

/* Tells other processes that this one has the file open, so that none of them moves it away under
 * it; waits while one of them repairs it. The descriptor is to be closed when the file is closed.
 */
static int
announce_use (const char *path, gboolean *is_cut_off, GError **error)
{
  g_autofree char *name = g_strconcat (path, "-use", NULL);
  int descriptor = g_open (name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  /* Who closes the file as its last user leaves nothing beside it. */
  *is_cut_off
      = descriptor >= 0 && lock (descriptor, LOCK_EX | LOCK_NB) == 0 && measure (path, "-wal") > 0;
  if (descriptor >= 0 && lock (descriptor, LOCK_SH) == 0)
    return descriptor;
  bitacora_outbox_connection_set_file_error (name, errno, error);
  if (descriptor >= 0)
    g_close (descriptor, NULL);
  return -1;
}

/* Ends what another process began and was killed in. */
static gboolean
end_repair (const char *path, int use, GError **error)
{
  g_autofree char *repaired = g_strconcat (path, REPAIRED, NULL);
  gboolean is_replaced;
  gboolean done;

  if (!g_file_test (repaired, G_FILE_TEST_EXISTS))
    return TRUE;
  done = become_only_user (path, use, &is_replaced, error)
         && (is_replaced || put_into_place (path, error));
  lock (use, LOCK_SH);
  return done;
}

/* Sets the file aside and opens the new one, unless another process did so since. */
static sqlite3 *
open_damaged (const char *path, int use, char **damaged_path, guint *n_recovered, GError **error)
{
  sqlite3 *database = NULL;
  gboolean is_replaced;

  if (become_only_user (path, use, &is_replaced, error))
    database = is_replaced ? open_whole (path, FALSE, error)
                           : open_repaired (path, damaged_path, n_recovered, error);
  lock (use, LOCK_SH);
  return database;
}

/**
 * bitacora_outbox_recovery_mend_search:
 * @database: an open connection
 * @is_new: (out) (optional): whether it had to be made again
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * Makes the index of the search again if it is damaged: all that is in it stands in the calls
 * themselves, with which it is compared.
 *
 * Returns: whether it is whole
 */
gboolean
bitacora_outbox_recovery_mend_search (sqlite3 *database, gboolean *is_new, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  /* Rank 1 asks for the comparison (<https://sqlite.org/fts5.html>, 6.5). */
  gboolean is_whole = bitacora_sqlite_run (database,
                                           "INSERT INTO entry_search (entry_search, rank)"
                                           " VALUES ('integrity-check', 1)",
                                           &local_error);

  if (is_new != NULL)
    *is_new = !is_whole;
  if (is_whole)
    return TRUE;
  g_debug ("The index of the search is made again: %s", local_error->message);
  return bitacora_sqlite_run (database,
                              "INSERT INTO entry_search (entry_search) VALUES ('rebuild')",
                              error);
}

/**
 * bitacora_outbox_recovery_ask_for_check:
 * @path: the database's file
 *
 * Leaves a mark beside a file in which something damaged was met while it was in use: who opens it
 * next looks through all of it.
 */
void
bitacora_outbox_recovery_ask_for_check (const char *path)
{
  g_autofree char *mark = write_mark_path (path);
  int descriptor = g_open (mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

  if (descriptor >= 0)
    g_close (descriptor, NULL);
  else
    g_debug ("Marking %s: %s", mark, g_strerror (errno));
}

/**
 * bitacora_outbox_recovery_open:
 * @path: the database's file
 * @use: (out): a descriptor that says to other processes that this one uses the file, to be closed
 *   after it; negative if there is none
 * @damaged_path: (out): where a damaged file was set aside; untouched if there was none
 * @n_recovered: (out): how many calls were carried over from it
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR
 *
 * bitacora_outbox_connection_open() that sets a damaged file aside under a name with the time in
 * it, and carries what can be read of it over into a new one. The damaged file stays as it was
 * found. Fails with %BITACORA_OUTBOX_ERROR_DAMAGED if another process uses the damaged file, _FULL
 * if there is no room for another; the file then stays where it is.
 *
 * Returns: (transfer full) (nullable): the connection
 */
sqlite3 *
bitacora_outbox_recovery_open (const char *path,
                               int *use,
                               char **damaged_path,
                               guint *n_recovered,
                               GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean is_cut_off;
  sqlite3 *database;

  *use = -1;
  if (!bitacora_outbox_connection_make_folder (path, error))
    return NULL;
  *use = announce_use (path, &is_cut_off, error);
  if (*use < 0 || !end_repair (path, *use, error))
    return NULL;

  database = open_whole (path, is_cut_off, &local_error);
  if (g_error_matches (local_error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED))
    return open_damaged (path, *use, damaged_path, n_recovered, error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return database;
}
