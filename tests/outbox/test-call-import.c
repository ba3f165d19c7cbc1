/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of a file are all in the outbox, as the file has them, or none of them is. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "call-fixture.h"

#define HEADER "phone,name,completed,description\n"
#define ANA "310 555 1234,Ana,2026-11-24 15:42,\n"
#define LUIS "310 555 1235,Luis,24/11/2026 16:00,\n"

static const BitacoraCallCheck *
check_again (BitacoraCallImport *import)
{
  g_autoptr (GError) error = NULL;
  const BitacoraCallCheck *check = call_fixture_check (import, &error);

  g_assert_no_error (error);
  return check;
}

/* "line:column:the message's beginning", one a line. */
static void
assert_complaints (const BitacoraCallCheck *check, const char *const *expected)
{
  g_assert_cmpuint (check->complaints->len, ==, g_strv_length ((GStrv)expected));
  for (guint i = 0; i < check->complaints->len; i++)
    {
      BitacoraCallComplaint *complaint = g_ptr_array_index (check->complaints, i);
      g_autofree char *shown
          = g_strdup_printf ("%u:%d:%s", complaint->line, complaint->column, complaint->message);

      g_test_message ("%s", shown);
      g_assert_true (g_str_has_prefix (shown, expected[i]));
    }
}

static BitacoraOutboxEntry *
get_entry (OutboxFixture *fixture, gint64 id)
{
  g_autoptr (GError) error = NULL;
  BitacoraOutboxEntry *entry = outbox_fixture_get (fixture->outbox, id, &error);

  g_assert_no_error (error);
  return entry;
}

static void
test_all_fields (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (BitacoraOutboxEntry) task = NULL;
  g_autofree char *phone = NULL;
  BitacoraCallActivity *activity;
  guint n = call_fixture_import (
      fixture,
      "Tipo;Teléfono;NOMBRE;Descripción;Fecha;Hora;Recordatorio;Prioridad;ID registro;Módulo;"
      "Status;Propietario;Ubicación;Algo\r\n"
      "Llamada;'+57 310 555 1234;Ana;\"Dijo:\r\n\"\"sí; mañana\"\"\";24/11/2026;3:42 p. m.;"
      "2026-11-25T09:00:00-05:00;Baja;64cb;cases;created;PEPE_@x;Bogotá;nada\r\n"
      "tarea;;Llevar papeles;;25/11/2026;10:00;;;;;;;;\r\n",
      BITACORA_CALL_IMPORT_ALL,
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  entry = get_entry (fixture, 1);
  activity = bitacora_outbox_entry_get_activity (entry);
  phone = bitacora_phone_number_format_e164 (bitacora_call_activity_get_phone (activity));
  g_assert_cmpstr (phone, ==, "+573105551234");
  g_assert_cmpstr (bitacora_outbox_entry_get_profile_id (entry), ==, CALL_FIXTURE_PROFILE);
  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpstr (bitacora_call_activity_get_name (activity), ==, "Ana");
  g_assert_cmpstr (bitacora_call_activity_get_description (activity), ==, "Dijo:\n\"sí; mañana\"");
  g_assert_cmpint (bitacora_call_activity_get_priority (activity), ==, BITACORA_PRIORITY_LOW);
  g_assert_cmpstr (bitacora_call_activity_get_record_id (activity), ==, "64cb");
  g_assert_cmpstr (bitacora_call_activity_get_module (activity), ==, "cases");
  g_assert_cmpstr (bitacora_call_activity_get_owner (activity), ==, "PEPE_@x");
  g_assert_cmpstr (bitacora_call_activity_get_location (activity), ==, "Bogotá");
  g_assert_cmpint (g_date_time_to_unix (bitacora_call_activity_get_completion_date (activity)),
                   ==,
                   1795552920);
  g_assert_true (bitacora_call_activity_get_remember (activity));
  g_assert_cmpint (g_date_time_to_unix (bitacora_call_activity_get_reminder_date (activity)),
                   ==,
                   1795615200);

  /* Where a row says nothing, it is as the profile has it. */
  task = get_entry (fixture, 2);
  activity = bitacora_outbox_entry_get_activity (task);
  g_assert_cmpint (bitacora_call_activity_get_activity_type (activity),
                   ==,
                   BITACORA_ACTIVITY_TYPE_TASK);
  g_assert_cmpint (bitacora_call_activity_get_priority (activity), ==, BITACORA_PRIORITY_HIGH);
  g_assert_cmpstr (bitacora_call_activity_get_module (activity), ==, "contacts");
  g_assert_cmpstr (bitacora_call_activity_get_owner (activity), ==, "ADMIN_@mimodulo");
  g_assert_cmpstr (bitacora_call_activity_get_status (activity), ==, "created");
  g_assert_false (bitacora_call_activity_get_remember (activity));
}

/* As the CRM's own keys have it, its reminder without meaning among them. */
static void
test_names_of_the_crm (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autofree char *phone = NULL;
  BitacoraCallActivity *activity;
  guint n = call_fixture_import (
      fixture,
      "operation,module,type,fields.status,fields.name,fields.priority,fields.name_module,"
      "fields.completion_date,fields.remember,fields.reminder_date,fields.description,"
      "fields.id_record,fields.location,fields.wolkvox_owner,fields.phone.type,"
      "fields.phone.country,fields.phone.code,fields.phone.value\n"
      "My-op,wolkvox_activities,call,created,Ana,high,cases,2026-11-24 15:42:00,false,"
      "2026-11-24 15:42:00,,64cb,,A_@b,telephone,PERU,51,987654321\n",
      BITACORA_CALL_IMPORT_ALL,
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  entry = get_entry (fixture, 1);
  activity = bitacora_outbox_entry_get_activity (entry);
  phone = bitacora_phone_number_format_e164 (bitacora_call_activity_get_phone (activity));
  g_assert_cmpstr (phone, ==, "+51987654321");
  g_assert_cmpstr (bitacora_call_activity_get_module (activity), ==, "cases");
  g_assert_cmpstr (bitacora_call_activity_get_owner (activity), ==, "A_@b");
  g_assert_false (bitacora_call_activity_get_remember (activity));
}

static void
test_guesses (void)
{
  static const char *const headers[]
      = { "Número", "TELEFONO:", "Customer name", "Asunto", "fecha_y_hora", "Notas", "Comentarios",
          "x",      NULL };
  static const BitacoraCallColumn expected[] = {
    BITACORA_CALL_COLUMN_IGNORED, BITACORA_CALL_COLUMN_PHONE,     BITACORA_CALL_COLUMN_IGNORED,
    BITACORA_CALL_COLUMN_NAME,    BITACORA_CALL_COLUMN_COMPLETED, BITACORA_CALL_COLUMN_DESCRIPTION,
    BITACORA_CALL_COLUMN_IGNORED, BITACORA_CALL_COLUMN_IGNORED,
  };
  BitacoraCallColumn columns[G_N_ELEMENTS (headers)];

  bitacora_call_columns_guess (headers, columns);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (columns[i], ==, expected[i]);
}

static void
test_mapped (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *path = call_fixture_write (fixture->folder,
                                              "Uno,phone,Tres,Cuatro\n"
                                              "Ana,x,310 555 1234,2026-11-24 15:42\n",
                                              -1);
  g_autoptr (BitacoraCallImport) import = call_fixture_create_import (fixture->outbox);
  g_autoptr (GError) error = NULL;

  g_assert_true (call_fixture_read (import, path, &error));
  g_assert_cmpuint (bitacora_call_import_get_file (import)->preview->len, ==, 1);
  g_assert_null (call_fixture_check (import, &error));
  g_assert_error (error, BITACORA_CALL_ROWS_ERROR, BITACORA_CALL_ROWS_ERROR_COLUMN_MISSING);
  g_clear_error (&error);

  g_assert_cmpint (bitacora_call_import_find_header (import, "TRÉS"), ==, 2);
  g_assert_cmpint (bitacora_call_import_find_header (import, "Cinco"), ==, -1);
  bitacora_call_import_set_column (import, 0, BITACORA_CALL_COLUMN_NAME);
  bitacora_call_import_set_column (import, 2, BITACORA_CALL_COLUMN_PHONE);
  bitacora_call_import_set_column (import, 3, BITACORA_CALL_COLUMN_COMPLETED);
  g_assert_cmpint (bitacora_call_import_get_column (import, 1), ==, BITACORA_CALL_COLUMN_IGNORED);
  g_assert_cmpuint (check_again (import)->invalid->len, ==, 0);
  g_assert_cmpuint (call_fixture_queue (import, BITACORA_CALL_IMPORT_ALL, &error), ==, 1);
  g_assert_no_error (error);
}

static void
test_all_or_none (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "3:0:The phone number is missing",
    "4:0:",
    "5:2:“24/11/26 16:00” cannot be read",
    "6:1:The name is missing",
    "7:-1:This row has 3 cells",
    "8:-1:This row has 5 cells",
    "9:0:A spreadsheet has shortened",
    "10:2:The completion date is missing",
    "11:1:Name: it holds an invisible control character",
    NULL,
  };
  g_autoptr (BitacoraCallImport) import
      = call_fixture_check_text (fixture,
                                 HEADER ANA ",Ana,2026-11-24 15:42,\n"
                                            "12,Ana,2026-11-24 15:42,\n"
                                            "310 555 1234,Ana,24/11/26 16:00,\n"
                                            "310 555 1234, ,2026-11-24 15:42,\n"
                                            "310 555 1234,Ana,2026-11-24 15:42\n"
                                            "310 555 1234,Ana,2026-11-24 15:42,a,b\n"
                                            "5.73106E+11,Ana,2026-11-24 15:42,\n"
                                            "310 555 1234,Ana,,\n"
                                            "310 555 1234,A\tna,2026-11-24 15:42,\n" LUIS);
  const BitacoraCallCheck *check = check_again (import);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (check->n_rows, ==, 11);
  g_assert_cmpuint (check->invalid->len, ==, 9);
  g_assert_cmpuint (bitacora_call_import_get_n_rows (import), ==, 11);
  g_assert_cmpuint (bitacora_call_import_get_n_invalid (import), ==, 9);
  assert_complaints (check, expected);

  g_assert_cmpuint (call_fixture_queue (import, BITACORA_CALL_IMPORT_ALL, &error), ==, 0);
  g_assert_error (error, BITACORA_CALL_IMPORT_ERROR, BITACORA_CALL_IMPORT_ERROR_INVALID_ROWS);
  g_clear_error (&error);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 0);

  g_assert_cmpuint (call_fixture_queue (import, BITACORA_CALL_IMPORT_SKIP_INVALID, &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 2);
}

static void
test_words_in_cells (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "2:0:There is no activity of type “fax”",
    "3:4:There is no priority “urgent”",
    "4:5:“maybe” says neither yes nor no",
    "5:1:The CRM’s tasks have no such field",
    "6:6:The CRM’s tasks have no such field",
    "7:-1:",
    NULL,
  };
  g_autoptr (BitacoraCallImport) import
      = call_fixture_check_text (fixture,
                                 "type,phone,name,completed,priority,remember,location\n"
                                 "fax,310 555 1234,a,2026-11-24 15:42,,,\n"
                                 "call,310 555 1234,a,2026-11-24 15:42,urgent,,\n"
                                 "call,310 555 1234,a,2026-11-24 15:42,,maybe,\n"
                                 "task,310 555 1234,a,2026-11-24 15:42,,,\n"
                                 "task,,a,2026-11-24 15:42,,,Bogotá\n"
                                 "call,310 555 1234,a,2026-11-24 15:42,,yes,\n");

  /* A reminder without a date, in a file without such a column. */
  assert_complaints (check_again (import), expected);
}

static void
test_twice (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const both[] = { "2:-1:This call is in the outbox already, as number 1.",
                                      "3:-1:This call is in the outbox already, as number 2.",
                                      NULL };
  static const char *const repeated[] = { "3:-1:This row says the same as the one in line 2.",
                                          "4:-1:This call is in the outbox already, as number 1.",
                                          NULL };
  g_autoptr (BitacoraCallImport) second = NULL;
  g_autoptr (BitacoraCallImport) third = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (
      call_fixture_import (fixture, HEADER ANA LUIS, BITACORA_CALL_IMPORT_ALL, &error), ==, 2);

  second = call_fixture_check_text (fixture, HEADER ANA LUIS);
  assert_complaints (check_again (second), both);
  g_assert_cmpuint (call_fixture_queue (second, BITACORA_CALL_IMPORT_ALL, &error), ==, 0);
  g_assert_error (error, BITACORA_CALL_IMPORT_ERROR, BITACORA_CALL_IMPORT_ERROR_KNOWN_ROWS);
  g_clear_error (&error);
  g_assert_cmpuint (call_fixture_queue (second, BITACORA_CALL_IMPORT_SKIP_INVALID, &error), ==, 0);
  g_assert_error (error, BITACORA_CALL_IMPORT_ERROR, BITACORA_CALL_IMPORT_ERROR_NO_ROWS);
  g_clear_error (&error);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 2);

  /* Some of it is new, and some of that twice. */
  third = call_fixture_check_text (fixture,
                                   HEADER "310 555 1236,Eva,2026-11-24 17:00,\n"
                                          "+573105551236,Eva,24/11/2026 17:00:00,\n" ANA);
  assert_complaints (check_again (third), repeated);
  g_assert_cmpuint (call_fixture_queue (third, BITACORA_CALL_IMPORT_SKIP_INVALID, &error), ==, 1);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 3);

  g_assert_cmpuint (call_fixture_queue (second, BITACORA_CALL_IMPORT_AGAIN, &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 5);
}

/* What was discarded is not there any more. */
static void
test_discarded_is_new (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  call_fixture_import (fixture, HEADER ANA, BITACORA_CALL_IMPORT_ALL, &error);
  outbox_fixture_discard (fixture->outbox, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (call_fixture_import (fixture, HEADER ANA, BITACORA_CALL_IMPORT_ALL, &error),
                    ==,
                    1);
  g_assert_no_error (error);
}

static void
test_hostile_files (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallImport) import = call_fixture_create_import (fixture->outbox);
  g_autofree char *nul = call_fixture_write (fixture->folder, HEADER "\0\n", sizeof HEADER + 1);
  g_autofree char *empty = call_fixture_write (fixture->folder, "", 0);
  g_autofree char *secret = call_fixture_write (fixture->folder, HEADER ANA, -1);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.csv", NULL);
  g_autofree char *headless = call_fixture_write (fixture->folder, ANA LUIS, -1);
  g_autofree char *header = call_fixture_write (fixture->folder, HEADER, -1);
  g_autofree char *broken = call_fixture_write (fixture->folder, HEADER ANA "\"", -1);
  g_autoptr (GError) error = NULL;

  g_assert_false (call_fixture_read (import, nul, &error));
  g_assert_error (error, BITACORA_CSV_ERROR, BITACORA_CSV_ERROR_NOT_TEXT);
  g_clear_error (&error);
  g_assert_false (call_fixture_read (import, empty, &error));
  g_assert_error (error, BITACORA_CSV_ERROR, BITACORA_CSV_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (call_fixture_read (import, missing, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (call_fixture_read (import, fixture->folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_assert_false (call_fixture_read (import, "/dev/zero", &error));
  g_assert_error (error, BITACORA_CSV_ERROR, BITACORA_CSV_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_chmod (secret, 0);
  if (access (secret, R_OK) != 0)
    {
      g_assert_false (call_fixture_read (import, secret, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
      g_clear_error (&error);
    }

  g_assert_true (call_fixture_read (import, headless, &error));
  g_assert_null (call_fixture_check (import, &error));
  g_assert_error (error, BITACORA_CALL_ROWS_ERROR, BITACORA_CALL_ROWS_ERROR_COLUMN_MISSING);
  g_clear_error (&error);
  g_assert_true (call_fixture_read (import, header, &error));
  check_again (import);
  g_assert_cmpuint (call_fixture_queue (import, BITACORA_CALL_IMPORT_ALL, &error), ==, 0);
  g_assert_error (error, BITACORA_CALL_IMPORT_ERROR, BITACORA_CALL_IMPORT_ERROR_NO_ROWS);
  g_clear_error (&error);
  g_assert_true (call_fixture_read (import, broken, &error));
  g_assert_null (call_fixture_check (import, &error));
  g_assert_error (error, BITACORA_CSV_ERROR, BITACORA_CSV_ERROR_QUOTES);
  g_assert_nonnull (strstr (error->message, "line 3"));
}

static void
test_huge_field (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = { "3:3:Description: this text is too long", NULL };
  g_autofree char *filling = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *text
      = g_strconcat (HEADER ANA "310 555 1234,Ana,2026-11-24 15:42,", filling, "\n", NULL);
  g_autoptr (BitacoraCallImport) import = call_fixture_check_text (fixture, text);

  assert_complaints (check_again (import), expected);
}

/* Nor do its sentences grow with it, nor does anybody wait for its columns. */
static void
test_huge_words (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *filling = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GString) text = g_string_new ("type,phone,name,completed,priority,remember");
  g_autoptr (BitacoraCallImport) import = NULL;
  const BitacoraCallCheck *check;

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, ",c%u", i);
  g_string_append_c (text, '\n');
  for (guint column = 0; column < 6; column++)
    {
      for (guint i = 0; i < 50006; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "," : "", i == column ? filling : "");
      g_string_append_c (text, '\n');
    }
  import = call_fixture_check_text (fixture, text->str);
  check = check_again (import);
  g_assert_cmpuint (check->complaints->len, ==, 6);
  for (guint i = 0; i < check->complaints->len; i++)
    {
      BitacoraCallComplaint *complaint = g_ptr_array_index (check->complaints, i);

      g_assert_cmpuint (strlen (complaint->message), <, 1000);
    }
}

static void
test_cancelled (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (BitacoraCallImport) import = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "310 555 1234,Call %u,2026-11-24 15:42,\n", i);
  import = call_fixture_check_text (fixture, text->str);

  bitacora_call_import_queue_async (import,
                                    BITACORA_CALL_IMPORT_ALL,
                                    cancellable,
                                    outbox_fixture_result_cb,
                                    &result);
  outbox_fixture_wait_until (bitacora_call_import_get_progress (import) > 0);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  outbox_fixture_wait_until (result != NULL);
  g_assert_cmpuint (bitacora_call_import_queue_finish (import, result, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 0);
  g_assert_cmpint (outbox_deeds_query (fixture->path, "SELECT COUNT(*) FROM entry"), ==, 0);

  /* And once more, to the end. */
  g_assert_cmpuint (call_fixture_queue (import, BITACORA_CALL_IMPORT_ALL, &error), ==, 3000);
  g_assert_cmpfloat (bitacora_call_import_get_progress (import), ==, 1);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 3000);
}

/* As another process: imports 2,000 calls, telling how far it is. */
static void
progressed_cb (BitacoraCallImport *import, GParamSpec *pspec, gpointer user_data)
{
  printf ("%.2f\n", bitacora_call_import_get_progress (import));
  fflush (stdout);
}

static int
import_as_child (const char *outbox_path, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = outbox_fixture_open (outbox_path, &error);
  g_autoptr (BitacoraCallImport) import = NULL;

  g_assert_no_error (error);
  import = call_fixture_create_import (outbox);
  call_fixture_read (import, file, &error);
  call_fixture_check (import, &error);
  g_signal_connect (import, "notify::progress", G_CALLBACK (progressed_cb), NULL);
  call_fixture_queue (import, BITACORA_CALL_IMPORT_ALL, &error);
  g_assert_no_error (error);
  printf ("queued\n");
  fflush (stdout);
  getchar ();
  return 0;
}

/* Killed at any moment, the next import of the same file brings the calls there once. */
static void
test_killed (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autofree char *file = NULL;
  guint n_interrupted = 0;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "310 555 1234,Call %u,2026-11-24 15:42,\n", i);
  file = call_fixture_write (fixture->folder, text->str, -1);

  for (guint kill = 0; kill < 6; kill++)
    {
      const char *arguments[] = { fixture->path, file, NULL };
      g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
      g_autofree char *told = outbox_fixture_read_line (child);
      guint n_shown;

      if (kill < 5)
        g_usleep ((gulong)g_test_rand_int_range (0, 200000) * kill);
      else
        while (!g_str_equal (told, "queued"))
          {
            g_free (told);
            told = outbox_fixture_read_line (child);
          }
      outbox_fixture_kill (child);

      outbox_fixture_reopen (fixture);
      n_shown = outbox_deeds_count_shown (fixture->outbox);
      g_test_message ("%u calls are there", n_shown);
      g_assert_true (n_shown == 0 || n_shown == 2000);
      if (n_shown == 2000)
        break;
      n_interrupted++;
    }
  g_assert_cmpuint (n_interrupted, >, 0);
  g_assert_cmpuint (outbox_deeds_count_shown (fixture->outbox), ==, 2000);

  {
    g_autoptr (BitacoraCallImport) import = call_fixture_check_text (fixture, text->str);

    g_assert_cmpuint (check_again (import)->known->len, ==, 2000);
  }
}

static void
add (const char *path, void (*test) (OutboxFixture *, gconstpointer))
{
  g_test_add (path, OutboxFixture, NULL, outbox_fixture_set_up, test, outbox_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return import_as_child (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  add ("/outbox/call-import/all-fields", test_all_fields);
  add ("/outbox/call-import/names-of-the-crm", test_names_of_the_crm);
  g_test_add_func ("/outbox/call-import/guesses", test_guesses);
  add ("/outbox/call-import/mapped", test_mapped);
  add ("/outbox/call-import/all-or-none", test_all_or_none);
  add ("/outbox/call-import/words-in-cells", test_words_in_cells);
  add ("/outbox/call-import/twice", test_twice);
  add ("/outbox/call-import/discarded-is-new", test_discarded_is_new);
  add ("/outbox/call-import/hostile-files", test_hostile_files);
  add ("/outbox/call-import/huge-field", test_huge_field);
  add ("/outbox/call-import/huge-words", test_huge_words);
  add ("/outbox/call-import/cancelled", test_cancelled);
  add ("/outbox/call-import/killed", test_killed);
  return g_test_run ();
}
