/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BITACORA_CSV_ERROR (bitacora_csv_error_quark ())

typedef enum
{
  BITACORA_CSV_ERROR_EMPTY,
  BITACORA_CSV_ERROR_TOO_LARGE,
  BITACORA_CSV_ERROR_ENCODING,
  BITACORA_CSV_ERROR_NOT_TEXT,
  BITACORA_CSV_ERROR_QUOTES,
} BitacoraCsvError;

GQuark bitacora_csv_error_quark (void);

typedef enum
{
  BITACORA_CSV_ENCODING_UTF_8,
  BITACORA_CSV_ENCODING_WINDOWS_1252,
} BitacoraCsvEncoding;

gboolean bitacora_csv_is_blank (const char *cell);

/* Pulls rows out of a CSV file's bytes, as RFC 4180 has them and as spreadsheets write them.
 * Belongs to one thread at a time. */
typedef struct _BitacoraCsvReader BitacoraCsvReader;

BitacoraCsvReader *bitacora_csv_reader_new (GBytes *bytes, GError **error);
void bitacora_csv_reader_free (BitacoraCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCsvReader, bitacora_csv_reader_free)

gboolean bitacora_csv_reader_read (BitacoraCsvReader *self, GPtrArray *cells, GError **error);

guint bitacora_csv_reader_get_line (BitacoraCsvReader *self);
double bitacora_csv_reader_get_progress (BitacoraCsvReader *self);
char bitacora_csv_reader_get_separator (BitacoraCsvReader *self);
BitacoraCsvEncoding bitacora_csv_reader_get_encoding (BitacoraCsvReader *self);

G_END_DECLS
