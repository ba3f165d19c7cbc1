/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-csv-writer.h"

#include <string.h>

/* With one of these a spreadsheet takes a cell for a formula, and runs it (OWASP, "CSV
 * injection"). A phone in international format is one of them. */
static gboolean
begins_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r\n", *text) != NULL;
}

static gboolean
needs_apostrophe (const char *text)
{
  while (*text == '\'')
    text++;
  return begins_formula (text);
}

static void
append_cell (GString *file, const char *text)
{
  g_autofree char *cell = bitacora_csv_defuse (text);

  if (strpbrk (cell, "\",;\t\r\n") == NULL && *cell != ' ' && !g_str_has_suffix (cell, " "))
    {
      g_string_append (file, cell);
      return;
    }

  g_string_append_c (file, '"');
  for (const char *place = cell; *place != '\0'; place++)
    {
      if (*place == '"')
        g_string_append_c (file, '"');
      g_string_append_c (file, *place);
    }
  g_string_append_c (file, '"');
}

/**
 * bitacora_csv_write_row:
 * @file: where to append the row
 * @cells: (array zero-terminated=1): its texts
 *
 * Writes a row as RFC 4180 has it: commas, CRLF, quotes where they are needed; each text defused
 * by bitacora_csv_defuse().
 */
void
bitacora_csv_write_row (GString *file, const char *const *cells)
{
  g_return_if_fail (file != NULL);
  g_return_if_fail (cells != NULL);

  for (gsize i = 0; cells[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (file, ',');
      append_cell (file, cells[i]);
    }
  g_string_append (file, "\r\n");
}

/**
 * bitacora_csv_defuse:
 * @text: what a cell is to say
 *
 * Makes sure that no spreadsheet takes a text for a formula: one that begins with `=`, `+`, `-`,
 * `@`, a tab or a line's end gets an apostrophe before it. So does one in which only apostrophes
 * stand before such a character, so that bitacora_csv_get_meant() always gives back @text.
 *
 * Returns: (transfer full): the cell
 */
char *
bitacora_csv_defuse (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return needs_apostrophe (text) ? g_strconcat ("'", text, NULL) : g_strdup (text);
}

/**
 * bitacora_csv_get_meant:
 * @cell: a cell
 *
 * Undoes bitacora_csv_defuse(), which does to a text what people do to keep a spreadsheet from
 * reading it as a formula.
 *
 * Returns: (transfer none): what the cell means, within @cell
 */
const char *
bitacora_csv_get_meant (const char *cell)
{
  g_return_val_if_fail (cell != NULL, NULL);

  return *cell == '\'' && needs_apostrophe (cell) ? cell + 1 : cell;
}
