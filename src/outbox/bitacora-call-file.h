/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-call-column.h"
#include "bitacora-csv-reader.h"

G_BEGIN_DECLS

/* How many rows of a file are shown before it is imported. */
#define BITACORA_CALL_FILE_MAX_PREVIEW 50

typedef struct
{
  guint line;
  GStrv cells;
} BitacoraCallFileRow;

/* A CSV file as it was when it was read.
 *   columns: what each of them may mean, a guess by its header;
 *   preview (element-type BitacoraCallFileRow): the first rows. */
typedef struct
{
  GBytes *bytes;
  GStrv headers;
  BitacoraCallColumn *columns;
  guint n_columns;
  GPtrArray *preview;
  BitacoraCsvEncoding encoding;
  char separator;
} BitacoraCallFile;

BitacoraCallFile *bitacora_call_file_read (GFile *file, GCancellable *cancellable, GError **error);
void bitacora_call_file_free (BitacoraCallFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCallFile, bitacora_call_file_free)

BitacoraCsvReader *bitacora_call_file_open_rows (BitacoraCallFile *self, GError **error);

G_END_DECLS
