/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No cell that is written is a formula to a spreadsheet, and each is read back as it was. */
#include "outbox/bitacora-csv-writer.h"

#include "outbox/bitacora-csv-reader.h"

static void
test_rows (void)
{
  static const char *const cells[] = { "a", "b,c", "d \"e\"", "f\r\ng", "", " h", "i;j", NULL };
  g_autoptr (GString) file = g_string_new (NULL);

  bitacora_csv_write_row (file, cells);
  g_assert_cmpstr (file->str, ==, "a,\"b,c\",\"d \"\"e\"\"\",\"f\r\ng\",,\" h\",\"i;j\"\r\n");
}

static void
test_defused (void)
{
  static const struct
  {
    const char *text;
    const char *cell;
  } cases[] = {
    { "=1+1", "'=1+1" }, { "+573105551234", "'+573105551234" },
    { "-1", "'-1" },     { "@SUM(A1)", "'@SUM(A1)" },
    { "\t=1", "'\t=1" }, { "\r=1", "'\r=1" },
    { "'=1", "''=1" },   { "''+1", "'''+1" },
    { "'Tis", "'Tis" },  { "'", "'" },
    { "", "" },          { "a=1", "a=1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cell = bitacora_csv_defuse (cases[i].text);

      g_assert_cmpstr (cell, ==, cases[i].cell);
      g_assert_cmpstr (bitacora_csv_get_meant (cell), ==, cases[i].text);
    }
}

static void
test_read_back (void)
{
  static const char *const pieces[] = { "'", "=", "+", "\"", ",", ";", "\n", "\r", "a", " ", "ñ" };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new ("x");
      g_autoptr (GString) file = g_string_new ("x,y\r\n");
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (BitacoraCsvReader) reader = NULL;
      g_autoptr (GError) error = NULL;
      const char *row[] = { "x", text->str, NULL };

      g_string_truncate (text, 0);
      for (int left = g_test_rand_int_range (0, 8); left > 0; left--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      row[1] = text->str;
      bitacora_csv_write_row (file, row);

      bytes = g_bytes_new (file->str, file->len);
      reader = bitacora_csv_reader_new (bytes, &error);
      g_assert_no_error (error);
      g_assert_true (bitacora_csv_reader_read (reader, cells, &error));
      g_assert_true (bitacora_csv_reader_read (reader, cells, &error));
      g_assert_cmpuint (cells->len, ==, 2);
      g_assert_cmpstr (bitacora_csv_get_meant (g_ptr_array_index (cells, 1)), ==, text->str);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/csv-writer/rows", test_rows);
  g_test_add_func ("/outbox/csv-writer/defused", test_defused);
  g_test_add_func ("/outbox/csv-writer/read-back", test_read_back);
  return g_test_run ();
}
