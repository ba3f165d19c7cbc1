/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-output.h"

#include <glib/gi18n-lib.h>
#include <errno.h>
#include <stdio.h>
#include <stdio_ext.h>

/* A locale without a name for its characters (C, POSIX) gets them as they are: today's terminals
 * read UTF-8 whatever the locale says. */
static void
put (FILE *stream, const char *text)
{
  g_autofree char *converted = NULL;
  const char *charset;

  if (!g_get_console_charset (&charset) && g_ascii_strcasecmp (charset, "ANSI_X3.4-1968") != 0
      && g_ascii_strcasecmp (charset, "US-ASCII") != 0)
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);

  fputs (converted != NULL ? converted : text, stream);
}

/* The CRM's own words may be among it: no control character but a line break reaches a terminal. */
static void
tame (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p) && *p != '\n')
        *p = ' ';
    }
}

static gsize
measure_column (GPtrArray *rows, guint column)
{
  gsize width = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const char *const *cells = g_ptr_array_index (rows, i);

      width = MAX (width, (gsize)g_utf8_strlen (cells[column], -1));
    }

  return width;
}

/**
 * bitacora_cli_print:
 * @format: a format as of printf()
 * @...: what it asks for
 *
 * Prints a result to standard output, in the encoding of the user's terminal.
 */
void
bitacora_cli_print (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  put (stdout, text);
}

/**
 * bitacora_cli_print_exactly:
 * @text: UTF-8 for another program
 *
 * Prints @text to standard output as it is, byte for byte.
 */
void
bitacora_cli_print_exactly (const char *text)
{
  fputs (text, stdout);
}

/**
 * bitacora_cli_print_json:
 * @builder: what was built
 *
 * Prints the value that @builder holds to standard output, as JSON on one line.
 */
void
bitacora_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  fputs (text, stdout);
  fputc ('\n', stdout);
}

/**
 * bitacora_cli_print_table:
 * @rows: (element-type GStrv): rows of as many cells each
 *
 * Prints rows to standard output, their columns beneath each other. The last one may be as long
 * as it likes.
 */
void
bitacora_cli_print_table (GPtrArray *rows)
{
  guint n_columns = rows->len > 0 ? g_strv_length (g_ptr_array_index (rows, 0)) : 0;
  g_autofree gsize *widths = g_new0 (gsize, n_columns + 1);

  for (guint column = 0; column < n_columns; column++)
    widths[column] = measure_column (rows, column);

  for (guint i = 0; i < rows->len; i++)
    {
      const char *const *cells = g_ptr_array_index (rows, i);
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint column = 0; column < n_columns; column++)
        {
          gsize length = g_utf8_strlen (cells[column], -1);

          g_string_append (line, cells[column]);
          if (column + 1 < n_columns)
            g_string_append_printf (line, "%*s", (int)(widths[column] - length + 2), "");
        }
      bitacora_cli_print ("%s\n", line->str);
    }
}

/**
 * bitacora_cli_note:
 * @format: a format as of printf(), of whole sentences
 * @...: what it asks for
 *
 * Tells the user something on standard error: what went wrong, or what they should know.
 */
void
bitacora_cli_note (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  tame (text);
  line = g_strdup_printf ("bitacora: %s\n", text);
  fflush (stdout);
  put (stderr, line);
}

/**
 * bitacora_cli_prompt:
 * @format: a format as of printf()
 * @...: what it asks for
 *
 * Asks the user something on standard error, without a line break of its own.
 */
void
bitacora_cli_prompt (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  put (stderr, text);
}

/**
 * bitacora_cli_flush:
 *
 * Writes out what was printed, and complains when that fails: whoever reads the results must not
 * take half of them for all. What could not be written is given up, and not complained of again.
 *
 * Returns: whether all was written since it was last asked
 */
gboolean
bitacora_cli_flush (void)
{
  if (fflush (stdout) == 0 && ferror (stdout) == 0)
    return TRUE;

  bitacora_cli_note (_ ("The results could not be written: %s."), g_strerror (errno));
  __fpurge (stdout);
  clearerr (stdout);
  return FALSE;
}

/**
 * bitacora_cli_add_text:
 * @builder: a builder inside an object
 * @name: the member's name
 * @text: (nullable): its value; %NULL for null
 *
 * Adds a string member.
 */
void
bitacora_cli_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

/**
 * bitacora_cli_add_number:
 * @builder: a builder inside an object
 * @name: the member's name
 * @number: its value
 *
 * Adds a number member.
 */
void
bitacora_cli_add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

/**
 * bitacora_cli_add_null:
 * @builder: a builder inside an object
 * @name: the member's name
 *
 * Adds a member that is null.
 */
void
bitacora_cli_add_null (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_null_value (builder);
}

/**
 * bitacora_cli_add_number_or_null:
 * @builder: a builder inside an object
 * @name: the member's name
 * @number: its value; 0 for null
 *
 * Adds a number member, or one that is null.
 */
void
bitacora_cli_add_number_or_null (JsonBuilder *builder, const char *name, gint64 number)
{
  if (number != 0)
    bitacora_cli_add_number (builder, name, number);
  else
    bitacora_cli_add_null (builder, name);
}

/**
 * bitacora_cli_add_moment:
 * @builder: a builder inside an object
 * @name: the member's name
 * @moment: (nullable): its value; %NULL for null
 *
 * Adds a moment, as ISO 8601.
 */
void
bitacora_cli_add_moment (JsonBuilder *builder, const char *name, GDateTime *moment)
{
  g_autofree char *text = moment != NULL ? g_date_time_format_iso8601 (moment) : NULL;

  bitacora_cli_add_text (builder, name, text);
}

/**
 * bitacora_cli_one_line:
 * @text: (nullable): any text, also of another's
 *
 * Makes a text fit for a line of the terminal: line breaks, tabs and the control characters by
 * which a text could play with the terminal become blanks.
 *
 * Returns: (transfer full): the line; empty for %NULL
 */
char *
bitacora_cli_one_line (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      g_string_append_unichar (line, g_unichar_iscntrl (character) ? ' ' : character);
    }

  return g_string_free (line, FALSE);
}
