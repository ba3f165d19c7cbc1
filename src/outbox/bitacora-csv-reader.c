/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-csv-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _BitacoraCsvReader
{
  GBytes *bytes;
  const guint8 *data;
  gsize length;
  gsize position;
  GString *cell;
  guint line;
  guint row_line;
  BitacoraCsvEncoding encoding;
  char separator;
};

G_DEFINE_QUARK (bitacora_csv_error_quark, bitacora_csv_error)

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* What Windows-1252 has where Latin-1 has control characters (Unicode's CP1252.TXT); what it
 * leaves free stays the control character, which no field of a call may hold. */
static const gunichar windows_1252[32] = {
  0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
  0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
  0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static gboolean
starts_with (BitacoraCsvReader *self, const char *mark, gsize length)
{
  return self->length >= length && memcmp (self->data, mark, length) == 0;
}

static guint
count_lines (const guint8 *data, gsize length)
{
  guint line = 1;

  for (gsize i = 0; i < length; i++)
    {
      if (data[i] == '\n' || (data[i] == '\r' && (i + 1 == length || data[i + 1] != '\n')))
        line++;
    }

  return line;
}

static gboolean
check_is_text (BitacoraCsvReader *self, GError **error)
{
  const guint8 *nul = self->length > 0 ? memchr (self->data, '\0', self->length) : NULL;

  if (starts_with (self, "\xff\xfe", 2) || starts_with (self, "\xfe\xff", 2)
      || (nul != NULL && nul - self->data < 2 && self->length > 2))
    {
      g_set_error_literal (error,
                           BITACORA_CSV_ERROR,
                           BITACORA_CSV_ERROR_ENCODING,
                           _ ("This file is written in UTF-16. In your spreadsheet, save it as "
                              "“CSV UTF-8” and try again."));
      return FALSE;
    }
  if (nul != NULL)
    {
      g_set_error (error,
                   BITACORA_CSV_ERROR,
                   BITACORA_CSV_ERROR_NOT_TEXT,
                   _ ("Line %u holds something that is no text, so this seems to be no CSV file. "
                      "In your spreadsheet, save it as “CSV UTF-8” and try again."),
                   count_lines (self->data, (gsize)(nul - self->data)));
      return FALSE;
    }

  return TRUE;
}

/* A file that says that it is UTF-8 must be. */
static gboolean
detect_encoding (BitacoraCsvReader *self, GError **error)
{
  const char *valid_end;

  if (starts_with (self, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)))
    self->position = strlen (BYTE_ORDER_MARK);
  if (g_utf8_validate_len ((const char *)self->data, self->length, &valid_end))
    return TRUE;
  if (self->position == 0)
    {
      self->encoding = BITACORA_CSV_ENCODING_WINDOWS_1252;
      return TRUE;
    }

  g_set_error (error,
               BITACORA_CSV_ERROR,
               BITACORA_CSV_ERROR_ENCODING,
               _ ("This file begins as UTF-8, but line %u is not. In your spreadsheet, save it as "
                  "“CSV UTF-8” and try again."),
               count_lines (self->data, (gsize)((const guint8 *)valid_end - self->data)));
  return FALSE;
}

/* The likeliest is the one that stands most often in the header, outside quotes. */
static char
detect_separator (BitacoraCsvReader *self)
{
  const char candidates[] = { ',', ';', '\t' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  gboolean is_quoted = FALSE;
  guint best = 0;

  for (gsize i = self->position; i < self->length; i++)
    {
      char byte = (char)self->data[i];

      if (byte == '"')
        is_quoted = !is_quoted;
      if (is_quoted)
        continue;
      if (byte == '\n' || byte == '\r')
        break;
      for (guint j = 0; j < G_N_ELEMENTS (candidates); j++)
        counts[j] += byte == candidates[j];
    }

  for (guint j = 1; j < G_N_ELEMENTS (candidates); j++)
    {
      if (counts[j] > counts[best])
        best = j;
    }

  return candidates[best];
}

static gboolean
is_line_end (guint8 byte)
{
  return byte == '\n' || byte == '\r';
}

static void
skip_line_end (BitacoraCsvReader *self)
{
  if (self->data[self->position] == '\r' && self->position + 1 < self->length
      && self->data[self->position + 1] == '\n')
    self->position++;
  self->position++;
  self->line++;
}

/* Spreadsheets read a first line such as "sep=;" as the separator, and some programs write it. */
static gboolean
take_separator_line (BitacoraCsvReader *self)
{
  const char *text;

  if (self->length - self->position < 6)
    return FALSE;
  text = (const char *)self->data + self->position;
  if (g_ascii_strncasecmp (text, "sep=", 4) != 0 || !is_line_end ((guint8)text[5])
      || strchr (",;\t", text[4]) == NULL)
    return FALSE;

  self->separator = text[4];
  self->position += 5;
  skip_line_end (self);
  return TRUE;
}

static void
skip_empty_lines (BitacoraCsvReader *self)
{
  while (self->position < self->length && is_line_end (self->data[self->position]))
    skip_line_end (self);
}

static void
take_byte (BitacoraCsvReader *self)
{
  guint8 byte = self->data[self->position++];

  if (byte == '\n'
      || (byte == '\r' && (self->position == self->length || self->data[self->position] != '\n')))
    self->line++;
  g_string_append_c (self->cell, (char)byte);
}

static gboolean
read_quoted (BitacoraCsvReader *self, GError **error)
{
  guint opened = self->line;

  self->position++;
  while (self->position < self->length)
    {
      if (self->data[self->position] == '"')
        {
          self->position++;
          if (self->position == self->length || self->data[self->position] != '"')
            return TRUE;
        }
      take_byte (self);
    }

  g_set_error (error,
               BITACORA_CSV_ERROR,
               BITACORA_CSV_ERROR_QUOTES,
               _ ("A quotation mark opens in line %u and is never closed. Close it, or write it "
                  "twice if it is part of the text."),
               opened);
  return FALSE;
}

static gboolean
is_blank_row (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      if (!bitacora_csv_is_blank (g_ptr_array_index (cells, i)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_cell_end (BitacoraCsvReader *self)
{
  guint8 byte;

  if (self->position == self->length)
    return TRUE;
  byte = self->data[self->position];
  return byte == (guint8)self->separator || is_line_end (byte);
}

static char *
decode_cell (BitacoraCsvReader *self)
{
  GString *text;

  if (self->encoding == BITACORA_CSV_ENCODING_UTF_8)
    return g_strndup (self->cell->str, self->cell->len);

  text = g_string_sized_new (self->cell->len + 8);
  for (gsize i = 0; i < self->cell->len; i++)
    {
      guint8 byte = (guint8)self->cell->str[i];

      if (byte >= 0x80 && byte < 0xa0)
        g_string_append_unichar (text, windows_1252[byte - 0x80]);
      else
        g_string_append_unichar (text, byte);
    }

  return g_string_free (text, FALSE);
}

static gboolean
read_cell (BitacoraCsvReader *self, GPtrArray *cells, GError **error)
{
  g_string_truncate (self->cell, 0);

  if (self->position < self->length && self->data[self->position] == '"')
    {
      if (!read_quoted (self, error))
        return FALSE;
      if (!is_cell_end (self))
        {
          g_set_error (error,
                       BITACORA_CSV_ERROR,
                       BITACORA_CSV_ERROR_QUOTES,
                       _ ("In line %u there is text after a closing quotation mark. Write a "
                          "quotation mark twice if it is part of the text."),
                       self->line);
          return FALSE;
        }
    }
  while (!is_cell_end (self))
    take_byte (self);

  g_ptr_array_add (cells, decode_cell (self));
  return TRUE;
}

static gboolean
read_row (BitacoraCsvReader *self, GPtrArray *cells, GError **error)
{
  while (read_cell (self, cells, error))
    {
      if (self->position == self->length)
        return TRUE;
      if (is_line_end (self->data[self->position]))
        {
          skip_line_end (self);
          return TRUE;
        }
      self->position++;
    }

  return FALSE;
}

/**
 * bitacora_csv_is_blank:
 * @cell: a cell
 *
 * Returns: whether it holds nothing but spaces
 */
gboolean
bitacora_csv_is_blank (const char *cell)
{
  g_return_val_if_fail (cell != NULL, TRUE);

  while (g_unichar_isspace (g_utf8_get_char (cell)))
    cell = g_utf8_next_char (cell);

  return *cell == '\0';
}

/**
 * bitacora_csv_reader_new:
 * @bytes: the whole file
 * @error: return location for a #BITACORA_CSV_ERROR
 *
 * Starts to read a CSV file (RFC 4180). It is taken for UTF-8, with or without a byte order mark,
 * if it is valid, and for Windows-1252, of which Latin-1's text is a part, otherwise. The cells
 * are separated by commas, semicolons or tabs, whatever the first line has most of outside quotes,
 * or by what a first line such as `sep=;` says. Lines end in CRLF, LF or CR; empty ones, and rows
 * of empty cells, count for nothing.
 *
 * Returns: (transfer full) (nullable): the reader, or %NULL with @error set to
 *   %BITACORA_CSV_ERROR_EMPTY, %BITACORA_CSV_ERROR_ENCODING when it is UTF-16, or
 *   %BITACORA_CSV_ERROR_NOT_TEXT
 */
BitacoraCsvReader *
bitacora_csv_reader_new (GBytes *bytes, GError **error)
{
  g_autoptr (BitacoraCsvReader) self = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_new0 (BitacoraCsvReader, 1);
  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->length);
  self->cell = g_string_new (NULL);
  self->line = 1;

  if (!check_is_text (self, error) || !detect_encoding (self, error))
    return NULL;
  if (!take_separator_line (self))
    {
      skip_empty_lines (self);
      self->separator = detect_separator (self);
    }
  skip_empty_lines (self);
  self->row_line = self->line;

  if (self->position == self->length)
    {
      g_set_error_literal (error,
                           BITACORA_CSV_ERROR,
                           BITACORA_CSV_ERROR_EMPTY,
                           _ ("This file is empty. Its first line should name the columns, and "
                              "each line below should be a call."));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bitacora_csv_reader_free:
 * @self: a reader
 *
 * Frees the reader.
 */
void
bitacora_csv_reader_free (BitacoraCsvReader *self)
{
  g_bytes_unref (self->bytes);
  g_string_free (self->cell, TRUE);
  g_free (self);
}

/**
 * bitacora_csv_reader_read:
 * @self: a reader
 * @cells: (element-type utf8): an array that frees its texts; emptied, and filled with the row
 * @error: return location for a #BITACORA_CSV_ERROR
 *
 * Reads the next row that says anything. After an error the rest of the file cannot be trusted.
 *
 * Returns: whether there was a row; %FALSE without @error at the end, or with @error set to
 *   %BITACORA_CSV_ERROR_QUOTES, its message naming the line
 */
gboolean
bitacora_csv_reader_read (BitacoraCsvReader *self, GPtrArray *cells, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (cells != NULL, FALSE);

  do
    {
      g_ptr_array_set_size (cells, 0);
      skip_empty_lines (self);
      if (self->position == self->length)
        return FALSE;
      self->row_line = self->line;
      if (!read_row (self, cells, error))
        return FALSE;
    }
  while (is_blank_row (cells));

  return TRUE;
}

/**
 * bitacora_csv_reader_get_line:
 * @self: a reader
 *
 * Returns: the line, counted from 1, in which the last row that was read begins
 */
guint
bitacora_csv_reader_get_line (BitacoraCsvReader *self)
{
  return self->row_line;
}

/**
 * bitacora_csv_reader_get_progress:
 * @self: a reader
 *
 * Returns: how much of the file has been read, from 0 to 1
 */
double
bitacora_csv_reader_get_progress (BitacoraCsvReader *self)
{
  return (double)self->position / (double)self->length;
}

/**
 * bitacora_csv_reader_get_separator:
 * @self: a reader
 *
 * Returns: what stands between the cells: a comma, a semicolon or a tab
 */
char
bitacora_csv_reader_get_separator (BitacoraCsvReader *self)
{
  return self->separator;
}

/**
 * bitacora_csv_reader_get_encoding:
 * @self: a reader
 *
 * Returns: what the file is taken to be written in
 */
BitacoraCsvEncoding
bitacora_csv_reader_get_encoding (BitacoraCsvReader *self)
{
  return self->encoding;
}
