/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the outbox has is in the file, whole or not at all, and comes back from it as it was. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call-fixture.h"
#include "outbox/bitacora-csv-reader.h"

static char *
get_path (OutboxFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static char *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
export_all (OutboxFixture *fixture, const char *path)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (call_fixture_export (fixture->outbox, query, path, &error));
  g_assert_no_error (error);
}

/* How many files there are besides the outbox's folder. */
static guint
count_files (OutboxFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n - 1;
}

static void
test_csv (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, "calls.csv");
  g_autofree char *text = NULL;

  outbox_fixture_append (fixture->outbox, "sales", "=cmd|' /C calc'!A0");
  export_all (fixture, path);
  text = read_file (path);
  g_assert_true (g_str_has_prefix (text, "\xef\xbb\xbfid,state,profile,created,wolkvox_id,"));
  g_assert_nonnull (strstr (text, "\r\n1,queued,sales,"));
  g_assert_nonnull (strstr (text, ",'=cmd|' /C calc'!A0,"));
  g_assert_nonnull (strstr (text, ",call,'+573105551234,"));
  g_assert_nonnull (strstr (text, ",\"José llamó:\n\t\"\"precio\"\" ¿mañana? 🙂\","));
  g_assert_nonnull (strstr (text, ",2023-07-30T09:30:15-05:00,2023-07-31T08:00:00-05:00,high,"));
  g_assert_true (g_str_has_suffix (text, ",Bogotá,\r\n"));
}

static void
test_json (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, "calls.JSON");
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  export_all (fixture, path);
  text = read_file (path);
  g_assert_cmpstr (text, ==, "[\n]\n");
  g_clear_pointer (&text, g_free);

  outbox_fixture_append (fixture->outbox, "sales", "=Ñandú");
  outbox_fixture_append (fixture->outbox, "sales", "two");
  export_all (fixture, path);
  text = read_file (path);
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 2);
  object = json_array_get_object_element (json_node_get_array (root), 0);
  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "=Ñandú");
  g_assert_cmpstr (json_object_get_string_member (object, "phone"), ==, "+573105551234");
  g_assert_true (json_object_get_null_member (object, "wolkvox_id"));
}

static void
test_filters (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = get_path (fixture, "calls.csv");
  g_autofree char *text = NULL;
  g_autofree char *short_text = NULL;

  outbox_fixture_append (fixture->outbox, "sales", "Zoé");
  outbox_fixture_append (fixture->outbox, "support", "Zoé");
  outbox_fixture_append (fixture->outbox, "sales", "Eva");
  bitacora_outbox_query_set_profile_id (query, "sales");
  bitacora_outbox_query_set_text (query, "zoe");
  g_assert_true (call_fixture_export (fixture->outbox, query, path, &error));
  text = read_file (path);
  g_assert_nonnull (strstr (text, "\r\n1,"));
  g_assert_null (strstr (text, "\r\n2,"));
  g_assert_null (strstr (text, "\r\n3,"));

  bitacora_outbox_query_set_text (query, "zo");
  g_assert_true (call_fixture_export (fixture->outbox, query, path, &error));
  short_text = read_file (path);
  g_assert_cmpstr (short_text, ==, text);
}

/* However far back, also what the list on the screen would not look for there. */
static void
test_short_text_finds_all (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = get_path (fixture, "calls.csv");
  g_autofree char *text = NULL;

  outbox_fixture_append (fixture->outbox, "sales", "Wu");
  outbox_fixture_close (fixture);
  outbox_deeds_query (fixture->path, "UPDATE sqlite_sequence SET seq = 50000 WHERE name = 'entry'");
  outbox_fixture_reopen (fixture);
  g_assert_cmpint (outbox_fixture_append (fixture->outbox, "sales", "Eva"), >, 20001);
  bitacora_outbox_query_set_text (query, "wu");
  g_assert_true (call_fixture_export (fixture->outbox, query, path, &error));
  text = read_file (path);
  g_assert_nonnull (strstr (text, "\r\n1,"));
  g_assert_null (strstr (text, "Eva"));
}

static void
test_comes_back (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const names[]
      = { "=1+1", "+57", "-x", "@a", "'=1", "'Tis", "''+", "a;b,c\"d\"", "Ñandú", " blank " };
  g_autofree char *first = get_path (fixture, "first.csv");
  g_autofree char *second_folder = outbox_fixture_make_folder ();
  g_autofree char *second_path = g_build_filename (second_folder, "b", "outbox.db", NULL);
  g_autofree char *second = get_path (fixture, "second.csv");
  g_autofree char *first_text = NULL;
  g_autofree char *second_text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCallImport) known = call_fixture_create_import (fixture->outbox);
  g_autoptr (BitacoraCallImport) import = NULL;
  OutboxFixture other = { .outbox = outbox_fixture_open (second_path, &error) };
  g_auto (GStrv) first_lines = NULL;
  g_auto (GStrv) second_lines = NULL;

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    outbox_fixture_append (fixture->outbox, CALL_FIXTURE_PROFILE, names[i]);
  export_all (fixture, first);

  /* Where it came from, all of it is known. */
  g_assert_true (call_fixture_read (known, first, &error));
  g_assert_cmpuint (call_fixture_check (known, &error)->known->len, ==, G_N_ELEMENTS (names));
  g_assert_no_error (error);

  import = call_fixture_create_import (other.outbox);
  g_assert_true (call_fixture_read (import, first, &error));
  g_assert_cmpuint (call_fixture_check (import, &error)->invalid->len, ==, 0);
  g_assert_cmpuint (call_fixture_queue (import, BITACORA_CALL_IMPORT_ALL, &error),
                    ==,
                    G_N_ELEMENTS (names));
  g_assert_no_error (error);
  export_all (&other, second);
  g_clear_object (&import);
  outbox_fixture_close (&other);
  outbox_fixture_remove_folder (second_folder);

  /* Save for the moment at which it was written down. */
  first_text = read_file (first);
  second_text = read_file (second);
  first_lines = g_strsplit (first_text, ",call,", -1);
  second_lines = g_strsplit (second_text, ",call,", -1);
  g_assert_cmpuint (g_strv_length (first_lines), ==, G_N_ELEMENTS (names) + 1);
  g_assert_cmpuint (g_strv_length (second_lines), ==, G_N_ELEMENTS (names) + 1);
  for (gsize i = 1; first_lines[i] != NULL; i++)
    {
      char *end = strstr (first_lines[i], "\r\n");
      char *other_end = strstr (second_lines[i], "\r\n");

      *end = *other_end = '\0';
      g_assert_cmpstr (first_lines[i], ==, second_lines[i]);
    }
}

static void
test_mode (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, "calls.csv");
  mode_t before = umask (0027);
  GStatBuf information;

  export_all (fixture, path);
  umask (before);
  g_assert_cmpint (g_stat (path, &information), ==, 0);
  g_assert_cmpint (information.st_mode & 0777, ==, 0640);
}

static void
test_cannot_be_written (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = get_path (fixture, "no/such/folder.csv");
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (call_fixture_export (fixture->outbox, query, nowhere, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (call_fixture_export (fixture->outbox, query, fixture->folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

/* What stood there stays until the new file is whole. */
static void
test_cancelled (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, "calls.csv");
  g_autofree char *text = NULL;
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (BitacoraCallExport) export
      = bitacora_call_export_new (fixture->outbox, query, utc, BITACORA_CALL_FORMAT_CSV);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  for (guint i = 0; i < 10; i++)
    outbox_deeds_append_batch (fixture->outbox, batch, 200, &error);
  outbox_deeds_commit_batch (fixture->outbox, batch, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, "before", -1, &error);
  g_assert_no_error (error);

  bitacora_call_export_write_file_async (export,
                                         path,
                                         cancellable,
                                         outbox_fixture_result_cb,
                                         &result);
  outbox_fixture_wait_until (bitacora_call_export_get_n_written (export) > 0);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  outbox_fixture_wait_until (result != NULL);
  g_assert_false (bitacora_call_export_write_finish (export, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  text = read_file (path);
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpuint (count_files (fixture), ==, 1);

  g_clear_pointer (&text, g_free);
  export_all (fixture, path);
  text = read_file (path);
  g_assert_nonnull (strstr (text, "\r\n2000,"));
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* A link stays one; what it leads to is written. */
static void
test_link (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, "calls.csv");
  g_autofree char *link_path = get_path (fixture, "link.csv");
  g_autofree char *text = NULL;

  g_file_set_contents (path, "before", -1, NULL);
  g_assert_cmpint (symlink (path, link_path), ==, 0);
  export_all (fixture, link_path);
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  text = read_file (path);
  g_assert_nonnull (strstr (text, "wolkvox_id"));
}

static void
add (const char *path, void (*test) (OutboxFixture *, gconstpointer))
{
  g_test_add (path, OutboxFixture, NULL, outbox_fixture_set_up, test, outbox_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/outbox/call-export/csv", test_csv);
  add ("/outbox/call-export/json", test_json);
  add ("/outbox/call-export/filters", test_filters);
  add ("/outbox/call-export/short-text-finds-all", test_short_text_finds_all);
  add ("/outbox/call-export/comes-back", test_comes_back);
  add ("/outbox/call-export/mode", test_mode);
  add ("/outbox/call-export/cannot-be-written", test_cannot_be_written);
  add ("/outbox/call-export/cancelled", test_cancelled);
  add ("/outbox/call-export/link", test_link);
  return g_test_run ();
}
