/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call-fixture.h"

#include <string.h>

/* A large file takes its time: whoever runs the test says how long it may take as a whole. */
static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GTimeZone *
get_zone (void)
{
  return g_time_zone_new_identifier ("America/Bogota");
}

static BitacoraClock *
create_clock (void)
{
  g_autoptr (GTimeZone) zone = get_zone ();
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2026, 11, 24, 15, 42, 0);

  return bitacora_clock_new_at (now);
}

static BitacoraProfile *
create_profile (void)
{
  BitacoraProfile *profile = bitacora_profile_new (CALL_FIXTURE_PROFILE);
  g_autoptr (GError) error = NULL;

  bitacora_profile_set_country (profile, "CO", &error);
  g_assert_no_error (error);
  bitacora_profile_set_module (profile, "contacts");
  bitacora_profile_set_owner (profile, "ADMIN_@mimodulo");
  bitacora_profile_set_priority (profile, BITACORA_PRIORITY_HIGH);
  return profile;
}

/* Writes a file with a name of its own; returns its path. */
char *
call_fixture_write (const char *folder, const char *text, gssize length)
{
  g_autofree char *name = g_strdup_printf ("calls-%u.csv", g_random_int ());
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

BitacoraCallImport *
call_fixture_create_import (BitacoraOutbox *outbox)
{
  g_autoptr (BitacoraProfile) profile = create_profile ();
  g_autoptr (BitacoraClock) clock = create_clock ();

  return bitacora_call_import_new (outbox, profile, clock);
}

gboolean
call_fixture_read (BitacoraCallImport *import, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_import_read_async (import, file, NULL, outbox_fixture_result_cb, &result);
  wait_for (&result);
  return bitacora_call_import_read_finish (import, result, error);
}

const BitacoraCallCheck *
call_fixture_check (BitacoraCallImport *import, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_import_check_async (import, NULL, outbox_fixture_result_cb, &result);
  wait_for (&result);
  return bitacora_call_import_check_finish (import, result, error);
}

guint
call_fixture_queue (BitacoraCallImport *import, BitacoraCallImportFlags flags, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_import_queue_async (import, flags, NULL, outbox_fixture_result_cb, &result);
  wait_for (&result);
  return bitacora_call_import_queue_finish (import, result, error);
}

BitacoraCallImport *
call_fixture_check_text (OutboxFixture *fixture, const char *text)
{
  g_autofree char *path = call_fixture_write (fixture->folder, text, -1);
  g_autoptr (BitacoraCallImport) import = call_fixture_create_import (fixture->outbox);
  g_autoptr (GError) error = NULL;

  call_fixture_read (import, path, &error);
  g_assert_no_error (error);
  call_fixture_check (import, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&import);
}

guint
call_fixture_import (OutboxFixture *fixture,
                     const char *text,
                     BitacoraCallImportFlags flags,
                     GError **error)
{
  g_autoptr (BitacoraCallImport) import = call_fixture_check_text (fixture, text);

  return call_fixture_queue (import, flags, error);
}

gboolean
call_fixture_export (BitacoraOutbox *outbox,
                     BitacoraOutboxQuery *query,
                     const char *path,
                     GError **error)
{
  g_autoptr (GTimeZone) zone = get_zone ();
  g_autoptr (BitacoraCallExport) export
      = bitacora_call_export_new (outbox, query, zone, bitacora_call_format_guess (path));
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_export_write_file_async (export, path, NULL, outbox_fixture_result_cb, &result);
  wait_for (&result);
  return bitacora_call_export_write_finish (export, result, error);
}
