/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/background/bitacora-autostart-private.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "bitacora-config.h"
#include "../support/locked-settings.h"
#include "mock-portal.h"

#define PATIENCE (30 * G_TIME_SPAN_SECOND)
#define FILE_NAME "org.bitacora.Bitacora.desktop"
#define NOBODY 65534
#define KEY "/org/bitacora/Bitacora/autostart"

typedef void (*Request) (gboolean, GCancellable *, GAsyncReadyCallback, gpointer);

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static gboolean
request (Request function, gboolean is_started, GError **error)
{
  const gint64 deadline = g_get_monotonic_time () + PATIENCE;
  g_autoptr (GAsyncResult) result = NULL;

  function (is_started, NULL, result_cb, &result);
  while (result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  return bitacora_autostart_request_finish (result, error);
}

static void
request_well (gboolean is_started)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (request (bitacora_autostart_request_async, is_started, &error));
  g_assert_no_error (error);
}

static void
refuse (gboolean is_started, GIOErrorEnum code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (request (bitacora_autostart_request_async, is_started, &error));
  g_assert_error (error, G_IO_ERROR, (int)code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static char *
own_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", FILE_NAME, NULL);
}

static char *
system_path (void)
{
  return g_build_filename (g_get_system_config_dirs ()[0], "autostart", FILE_NAME, NULL);
}

static void
write_text (const char *path, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *whole = g_strconcat ("[Desktop Entry]\nType=Application\nName=Bitácora\n"
                                        "Exec=bitacora --background\n",
                                        text,
                                        NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, whole, -1, &error);
  g_assert_no_error (error);
}

static char *
read_text (const char *path)
{
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* As a desktop reads it. */
static gboolean
is_started_by_desktop (void)
{
  g_autofree char *own = own_path ();
  g_autofree char *system = system_path ();
  g_autoptr (GKeyFile) entry = g_key_file_new ();

  if (!g_key_file_load_from_file (entry, own, G_KEY_FILE_NONE, NULL)
      && !g_key_file_load_from_file (entry, system, G_KEY_FILE_NONE, NULL))
    return FALSE;
  if (g_key_file_has_key (entry, "Desktop Entry", "X-GNOME-Autostart-enabled", NULL)
      && !g_key_file_get_boolean (entry, "Desktop Entry", "X-GNOME-Autostart-enabled", NULL))
    return FALSE;
  return !g_key_file_get_boolean (entry, "Desktop Entry", "Hidden", NULL);
}

static void
test_on_and_off (void)
{
  g_autofree char *path = own_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *program = NULL;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_autoptr (GDir) listing = NULL;

  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  request_well (TRUE);
  g_assert_true (is_started_by_desktop ());

  g_assert_true (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, NULL));
  program = g_key_file_get_string (entry, "Desktop Entry", "Exec", NULL);
  g_assert_true (g_shell_parse_argv (program, NULL, &arguments, NULL));
  g_assert_cmpuint (g_strv_length (arguments), ==, 2);
  g_assert_true (g_str_has_suffix (arguments[0], "bitacora"));
  g_assert_cmpstr (arguments[1], ==, "--background");

  /* Nothing half-written is left beside it. */
  listing = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (listing), ==, FILE_NAME);
  g_assert_null (g_dir_read_name (listing));

  request_well (FALSE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  request_well (FALSE);
}

/* A desktop that watches the folder has nothing to read anew at each start of the program. */
static void
test_not_written_again (void)
{
  g_autofree char *path = own_path ();
  GStatBuf before;
  GStatBuf after;

  request_well (TRUE);
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  request_well (TRUE);
  g_assert_cmpint (g_stat (path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);

  /* What another version wrote is replaced whole. */
  write_text (path, "X-Old=1\n");
  request_well (TRUE);
  {
    g_autofree char *text = read_text (path);

    g_assert_null (strstr (text, "X-Old"));
  }
}

static void
test_hidden_by_user (gconstpointer data)
{
  const char *line = data;
  g_autofree char *path = own_path ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  write_text (path, line);
  before = read_text (path);
  refuse (TRUE, G_IO_ERROR_PERMISSION_DENIED, "Switch it on there");
  g_assert_false (is_started_by_desktop ());
  request_well (FALSE);
  after = read_text (path);
  g_assert_cmpstr (before, ==, after);
}

static void
test_hidden_by_administrator (void)
{
  g_autofree char *own = own_path ();
  g_autofree char *path = system_path ();

  write_text (path, "Hidden=true\n");
  refuse (TRUE, G_IO_ERROR_PERMISSION_DENIED, "looks after this computer");
  g_assert_false (is_started_by_desktop ());
  request_well (FALSE);
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
}

static void
test_started_by_administrator (void)
{
  g_autofree char *own = own_path ();
  g_autofree char *path = system_path ();

  write_text (path, "");
  request_well (TRUE);
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
  g_assert_true (is_started_by_desktop ());

  /* Off for this user alone, and on again. */
  request_well (FALSE);
  g_assert_false (is_started_by_desktop ());
  request_well (FALSE);
  g_assert_false (is_started_by_desktop ());
  request_well (TRUE);
  g_assert_true (is_started_by_desktop ());
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
}

/* The superuser may write everywhere: for a moment the test is somebody else. */
static void
test_read_only (void)
{
  const gboolean is_root = geteuid () == 0;
  g_autofree char *path = own_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  refuse (TRUE, G_IO_ERROR_PERMISSION_DENIED, folder);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_assert_false (is_started_by_desktop ());

  /* Switching off is no less honest. */
  request_well (TRUE);
  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  if (!is_root)
    refuse (FALSE, G_IO_ERROR_PERMISSION_DENIED, "still starts");
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
}

static void
test_folder_is_a_file (void)
{
  g_autofree char *path = own_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_config_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  refuse (TRUE, G_IO_ERROR_NOT_DIRECTORY, "will not start with the desktop");
  request_well (FALSE);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_REGULAR));
}

static void
test_quoted (void)
{
  static const struct
  {
    const char *argument;
    const char *quoted;
  } cases[] = {
    { "/usr/bin/bitacora", "\"/usr/bin/bitacora\"" },
    { "/opt/my apps/bitacora", "\"/opt/my apps/bitacora\"" },
    { "/a\"b`c$d\\e%f", "\"/a\\\"b\\`c\\$d\\\\e%%f\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quoted = bitacora_autostart_file_quote (cases[i].argument);

      g_assert_cmpstr (quoted, ==, cases[i].quoted);
    }
}

static void
test_portal_grants (void)
{
  MockPortal *portal = mock_portal_new ();
  g_autoptr (GError) error = NULL;

  mock_portal_start (portal);
  g_assert_true (request (bitacora_autostart_portal_request_async, TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (portal->asked_autostart);
  g_assert_cmpstr (portal->asked_command, ==, "bitacora --background");
  g_assert_nonnull (strstr (portal->asked_reason, "Bitácora"));

  g_assert_true (request (bitacora_autostart_portal_request_async, FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (portal->asked_autostart);
  g_assert_cmpuint (portal->n_background, ==, 2);
  mock_portal_free (portal);
}

static void
test_portal_refuses (void)
{
  static const struct
  {
    guint32 response;
    gboolean grants;
    GIOErrorEnum code;
    const char *words;
  } cases[] = {
    { 0, FALSE, G_IO_ERROR_PERMISSION_DENIED, "did not allow" },
    { 1, TRUE, G_IO_ERROR_PERMISSION_DENIED, "did not allow" },
    { 2, TRUE, G_IO_ERROR_FAILED, "could not tell" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MockPortal *portal = mock_portal_new ();
      g_autoptr (GError) error = NULL;

      portal->background_response = cases[i].response;
      portal->grants_background = cases[i].grants;
      mock_portal_start (portal);
      g_assert_false (request (bitacora_autostart_portal_request_async, TRUE, &error));
      g_assert_error (error, G_IO_ERROR, (int)cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      mock_portal_free (portal);
    }
}

static void
test_portal_absent (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (request (bitacora_autostart_portal_request_async, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

/* What an administrator has set is done without anybody's switching it. */
static void
follow_until (GSettings *settings, gboolean is_started)
{
  const gint64 deadline = g_get_monotonic_time () + PATIENCE;

  bitacora_autostart_follow_administrator (settings, NULL);
  while (is_started_by_desktop () != is_started
         || (g_settings_is_writable (settings, "autostart")
             && g_settings_get_boolean (settings, "autostart") != is_started))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

/* Time enough for what should not be done. */
static void
follow_in_vain (GSettings *settings)
{
  bitacora_autostart_follow_administrator (settings, NULL);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
test_locked (void)
{
  g_autoptr (GSettings) settings = g_settings_new (BITACORA_APPLICATION_ID);
  g_autofree char *path = own_path ();

  locked_settings_set_default (KEY, g_variant_new_boolean (TRUE));
  locked_settings_lock (KEY);
  follow_until (settings, TRUE);
  /* Whoever takes the entry away has it back at the next start. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  follow_until (settings, TRUE);

  locked_settings_set_default (KEY, g_variant_new_boolean (FALSE));
  follow_until (settings, FALSE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  locked_settings_forget ();
}

static void
test_default (void)
{
  g_autoptr (GSettings) settings = g_settings_new (BITACORA_APPLICATION_ID);
  g_autofree char *path = own_path ();

  locked_settings_set_default (KEY, g_variant_new_boolean (TRUE));
  follow_until (settings, TRUE);
  while (g_settings_get_user_value (settings, "autostart") == NULL)
    g_main_context_iteration (NULL, TRUE);

  /* From here on it is its user's choice. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  follow_in_vain (settings);
  g_assert_false (is_started_by_desktop ());
  locked_settings_forget ();
}

/* What the user has hidden from the desktop stays so, and the switch says it. */
static void
test_default_refused (void)
{
  g_autoptr (GSettings) settings = g_settings_new (BITACORA_APPLICATION_ID);
  g_autofree char *path = own_path ();

  write_text (path, "Hidden=true\n");
  locked_settings_set_default (KEY, g_variant_new_boolean (TRUE));
  follow_until (settings, FALSE);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  locked_settings_forget ();
}

/* Nobody has chosen anything. */
static void
test_untouched (void)
{
  g_autoptr (GSettings) settings = g_settings_new (BITACORA_APPLICATION_ID);
  g_autofree char *path = own_path ();

  write_text (path, "");
  follow_in_vain (settings);
  g_assert_true (is_started_by_desktop ());
  g_assert_null (g_settings_get_user_value (settings, "autostart"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  locked_settings_use ();

  g_test_add_func ("/autostart/on-and-off", test_on_and_off);
  g_test_add_func ("/autostart/not-written-again", test_not_written_again);
  g_test_add_data_func ("/autostart/hidden-by-user", "Hidden=true\n", test_hidden_by_user);
  g_test_add_data_func ("/autostart/hidden-by-user/gnome",
                        "X-GNOME-Autostart-enabled=false\n",
                        test_hidden_by_user);
  g_test_add_func ("/autostart/hidden-by-administrator", test_hidden_by_administrator);
  g_test_add_func ("/autostart/started-by-administrator", test_started_by_administrator);
  g_test_add_func ("/autostart/read-only", test_read_only);
  g_test_add_func ("/autostart/folder-is-a-file", test_folder_is_a_file);
  g_test_add_func ("/autostart/quoted", test_quoted);
  g_test_add_func ("/autostart/administrator/locked", test_locked);
  g_test_add_func ("/autostart/administrator/default", test_default);
  g_test_add_func ("/autostart/administrator/default-refused", test_default_refused);
  g_test_add_func ("/autostart/administrator/untouched", test_untouched);
  g_test_add_func ("/autostart/portal/grants", test_portal_grants);
  g_test_add_func ("/autostart/portal/refuses", test_portal_refuses);
  g_test_add_func ("/autostart/portal/absent", test_portal_absent);

  return g_test_run ();
}
