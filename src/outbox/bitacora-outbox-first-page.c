/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-first-page.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first page of a file of SQLite's: a header, and the root of the tree that says where each
 * table is (<https://sqlite.org/fileformat2.html>, 1.3 and 1.6). */
#define MAGIC "SQLite format 3"
#define HEADER_LENGTH 100
#define PAGE_SIZE 16
#define CHANGE_COUNTER 24
#define N_PAGES 28
#define FREE_PAGES 32
#define VALID_FOR 92
#define LEAF_OF_TABLE 0x0d
#define INNER_OF_TABLE 0x05

static void
write_number (guint8 *page, gsize offset, guint32 number)
{
  const guint32 big = GUINT32_TO_BE (number);

  memcpy (page + offset, &big, sizeof big);
}

static gsize
get_page_size (const guint8 *header)
{
  const gsize size = (gsize)header[PAGE_SIZE] << 8 | header[PAGE_SIZE + 1];

  /* What two bytes do not hold is written as 1. */
  return size == 1 ? 65536 : size;
}

static gboolean
is_root (guint8 kind)
{
  return kind == LEAF_OF_TABLE || kind == INNER_OF_TABLE;
}

/* How much of the first page is lost; 0 if it looks as it should. */
static gsize
measure_loss (int descriptor, gsize page_size)
{
  guint8 begin[HEADER_LENGTH + 1];

  if (pread (descriptor, begin, sizeof begin, 0) != sizeof begin)
    return 0;
  if (!is_root (begin[HEADER_LENGTH]))
    return page_size;
  return memcmp (begin, MAGIC, sizeof MAGIC) != 0 ? HEADER_LENGTH : 0;
}

static void
restore (int descriptor, guint8 *page, gsize page_size)
{
  const gsize loss = measure_loss (descriptor, page_size);
  struct stat info;

  if (loss == 0 || fstat (descriptor, &info) != 0 || (gsize)info.st_size < 2 * page_size)
    return;
  write_number (page, N_PAGES, (guint32)((gsize)info.st_size / page_size));
  write_number (page, FREE_PAGES, 0);
  write_number (page, FREE_PAGES + 4, 0);
  memcpy (page + VALID_FOR, page + CHANGE_COUNTER, sizeof (guint32));
  if (pwrite (descriptor, page, loss, 0) != (gssize)loss)
    g_debug ("The first page could not be written.");
}

/**
 * bitacora_outbox_first_page_restore:
 * @path: a copy of a damaged outbox, which nobody uses; it may be written to
 * @pattern: a new outbox, in no transaction
 *
 * Gives a file whose first page is lost the one of a new outbox, without which SQLite finds none of
 * its pages: the tables that hold the calls are made first, and so stand where they stand in any
 * outbox. A file whose first page looks well stays as it is.
 */
void
bitacora_outbox_first_page_restore (const char *path, sqlite3 *pattern)
{
  sqlite3_int64 size = 0;
  guint8 *image = sqlite3_serialize (pattern, "main", &size, 0);
  const int descriptor = g_open (path, O_RDWR | O_CLOEXEC, 0);

  if (descriptor >= 0 && image != NULL && size > HEADER_LENGTH
      && (gsize)size >= get_page_size (image))
    restore (descriptor, image, get_page_size (image));
  if (descriptor >= 0)
    g_close (descriptor, NULL);
  sqlite3_free (image);
}
