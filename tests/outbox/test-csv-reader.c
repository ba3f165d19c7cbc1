/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV as RFC 4180 has it and as spreadsheets write it comes out as it was meant. */
#include "outbox/bitacora-csv-reader.h"

#include <string.h>

/* Fits in a literal, and nobody wants to read it. */
#define LONG_FIELD (10 * 1024 * 1024)

static BitacoraCsvReader *
open_text (const char *text, gssize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize)length);

  return bitacora_csv_reader_new (bytes, error);
}

/* Rows as lines, their cells between bars, with the file's line before them; then the error. */
static char *
read_all (const char *text)
{
  GString *shown = g_string_new (NULL);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCsvReader) reader = open_text (text, -1, &error);

  while (reader != NULL && bitacora_csv_reader_read (reader, cells, &error))
    {
      g_string_append_printf (shown, "%u", bitacora_csv_reader_get_line (reader));
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (shown, "|%s", (char *)g_ptr_array_index (cells, i));
      g_string_append (shown, "/");
    }
  if (error != NULL)
    {
      g_assert_cmpuint (error->domain, ==, BITACORA_CSV_ERROR);
      g_string_append_printf (shown, "!%d", error->code);
    }
  return g_string_free (shown, FALSE);
}

static void
check (const char *text, const char *expected)
{
  g_autofree char *shown = read_all (text);
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%s", escaped);
  g_assert_cmpstr (shown, ==, expected);
}

static void
test_rows (void)
{
  check ("a,b\nc,d\n", "1|a|b/2|c|d/");
  check ("a,b\r\nc,d\r\n", "1|a|b/2|c|d/");
  check ("a,b\rc,d\r", "1|a|b/2|c|d/");
  check ("a,b\nc,d", "1|a|b/2|c|d/");
  check ("a,b\nc,", "1|a|b/2|c|/");
  check ("a,b\n,\nc,d", "1|a|b/3|c|d/");
  check ("\n\r\na,b\n\n\nc,d\n \n", "3|a|b/6|c|d/");
  check ("a,b\nc\nd,e,f\n", "1|a|b/2|c/3|d|e|f/");
  check ("a, b \n", "1|a| b /");
  check ("a", "1|a/");
}

static void
test_quotes (void)
{
  check ("\"a\",\"b\"\n", "1|a|b/");
  check ("\"a\"\"b\",c\n", "1|a\"b|c/");
  check ("\"\",\"\"\"\"\n", "1||\"/");
  check ("\"a,b\",c\n", "1|a,b|c/");
  check ("\"a\nb\r\nc\rd\",e\nf,g\n", "1|a\nb\r\nc\rd|e/5|f|g/");
  check ("5\" pipe,b\n", "1|5\" pipe|b/");
  check ("a,\"b\"", "1|a|b/");
}

static void
test_broken_quotes (void)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCsvReader) reader = open_text ("a,b\nc,d\n\ne,\"f\ng,h\n", -1, &error);

  check ("a,\"b", "!4");
  check ("a,b\n\"c\"d,e\n", "1|a|b/!4");

  for (guint i = 0; i < 2; i++)
    g_assert_true (bitacora_csv_reader_read (reader, cells, &error));
  g_assert_false (bitacora_csv_reader_read (reader, cells, &error));
  g_assert_error (error, BITACORA_CSV_ERROR, BITACORA_CSV_ERROR_QUOTES);
  g_assert_nonnull (strstr (error->message, "line 4"));
}

static void
test_separators (void)
{
  check ("a;b\nc,d;e\n", "1|a|b/2|c,d|e/");
  check ("a\tb\tc\nd\te;\tf\n", "1|a|b|c/2|d|e;|f/");
  check ("\"a;b;c\",d\ne,f\n", "1|a;b;c|d/2|e|f/");
  check ("sep=;\r\na,a,a;b\n", "2|a,a,a|b/");
  check ("SEP=\t\na;b\tc\n", "2|a;b|c/");
  check ("\xef\xbb\xbfsep=,\na;b;c,d\n", "2|a;b;c|d/");
}

static void
test_encodings (void)
{
  check ("\xef\xbb\xbf"
         "Teléfono;Ñ\n",
         "1|Teléfono|Ñ/");
  check ("Teléfono;Ñ\n", "1|Teléfono|Ñ/");
  check ("Tel\xe9"
         "fono;\xd1;\x80 \x93q\x94 \x96\n",
         "1|Teléfono|Ñ|€ “q” –/");
  /* It says that it is UTF-8, and is not. */
  check ("\xef\xbb\xbfTel\xe9"
         "fono\n",
         "!2");
  check ("\xff\xfe"
         "a",
         "!2");
  check ("", "!0");
  check ("\xef\xbb\xbf", "!0");
  check ("\n\r\n\r", "!0");
}

static void
test_no_text (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_text ("a,b\nc,\0d\n", 9, &error));
  g_assert_error (error, BITACORA_CSV_ERROR, BITACORA_CSV_ERROR_NOT_TEXT);
  g_assert_nonnull (strstr (error->message, "Line 2"));
  g_clear_error (&error);
  g_assert_null (open_text ("a\0,\0b\0\n\0", 8, &error));
  g_assert_error (error, BITACORA_CSV_ERROR, BITACORA_CSV_ERROR_ENCODING);
}

static void
test_long_field (void)
{
  g_autofree char *filling = g_strnfill (LONG_FIELD, 'x');
  g_autofree char *text = g_strdup_printf ("a,b\nc,\"%s\"\nd,e\n", filling);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCsvReader) reader = open_text (text, -1, &error);

  for (guint i = 0; i < 2; i++)
    g_assert_true (bitacora_csv_reader_read (reader, cells, &error));
  g_assert_cmpuint (strlen (g_ptr_array_index (cells, 1)), ==, LONG_FIELD);
  g_assert_true (bitacora_csv_reader_read (reader, cells, &error));
  g_assert_cmpstr (g_ptr_array_index (cells, 1), ==, "e");
}

/* Whatever bytes come: it ends, and says an error or nothing. */
static void
test_any_bytes (void)
{
  static const char bytes[] = "ab,;\t\"\"\n\r \xe9\xc3\xa9=";

  for (guint round = 0; round < 20000; round++)
    {
      gsize length = (gsize)g_test_rand_int_range (0, 40);
      char text[40];
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraCsvReader) reader = NULL;

      for (gsize i = 0; i < length; i++)
        text[i] = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];
      reader = open_text (text, (gssize)length, &error);
      while (reader != NULL && bitacora_csv_reader_read (reader, cells, &error))
        {
          for (guint i = 0; i < cells->len; i++)
            g_assert_true (g_utf8_validate (g_ptr_array_index (cells, i), -1, NULL));
        }
      if (reader != NULL && error == NULL)
        g_assert_cmpfloat (bitacora_csv_reader_get_progress (reader), ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/csv-reader/rows", test_rows);
  g_test_add_func ("/outbox/csv-reader/quotes", test_quotes);
  g_test_add_func ("/outbox/csv-reader/broken-quotes", test_broken_quotes);
  g_test_add_func ("/outbox/csv-reader/separators", test_separators);
  g_test_add_func ("/outbox/csv-reader/encodings", test_encodings);
  g_test_add_func ("/outbox/csv-reader/no-text", test_no_text);
  g_test_add_func ("/outbox/csv-reader/long-field", test_long_field);
  g_test_add_func ("/outbox/csv-reader/any-bytes", test_any_bytes);
  return g_test_run ();
}
