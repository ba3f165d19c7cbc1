/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-profile-list.h"

#include <glib/gstdio.h>

/* In seconds; only a failing test waits that long. */
#define PATIENCE 20

/* Another process: it shares nothing with the test but the settings' file. */
static void
run_other_process (const char *path)
{
  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static gboolean
wake_cb (void *data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets the main loop turn until the list has @n profiles, or too long. */
static void
wait_for_profiles (BitacoraProfileList *list, guint n)
{
  const gint64 deadline = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;
  const guint alarm = g_timeout_add (100, wake_cb, NULL);

  while (g_list_model_get_n_items (G_LIST_MODEL (list)) != n && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (alarm);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n);
}

static void
other_adds (void)
{
  g_autoptr (BitacoraProfileList) list = NULL;
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    return;
  list = bitacora_profile_list_new ();
  profile = bitacora_profile_list_add (list, "Ventas Bogotá", &error);
  g_assert_no_error (error);
  bitacora_profile_set_server (profile, "crm0001.wolkvox.com", &error);
  g_assert_no_error (error);
  bitacora_profile_list_set_current (list, profile);
  g_settings_sync ();
}

static void
other_removes (void)
{
  g_autoptr (BitacoraProfileList) list = NULL;
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    return;
  list = bitacora_profile_list_new ();
  profile = bitacora_profile_list_find (list, "ventas-bogota", &error);
  g_assert_no_error (error);
  bitacora_profile_list_remove (list, profile, &error);
  g_assert_no_error (error);
  g_settings_sync ();
}

static void
test_followed (void)
{
  g_autoptr (BitacoraProfileList) list = bitacora_profile_list_new ();
  g_autoptr (BitacoraProfileList) neighbour = bitacora_profile_list_new ();
  g_autoptr (BitacoraProfile) own = bitacora_profile_list_add (list, "Own", NULL);
  g_autoptr (BitacoraProfile) seen = NULL;
  BitacoraProfile *current;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (neighbour)), ==, 1);
  g_settings_sync ();

  run_other_process ("/profile-file/subprocess/adds");
  wait_for_profiles (list, 2);
  wait_for_profiles (neighbour, 2);
  seen = bitacora_profile_list_find (list, "Ventas Bogotá", NULL);
  g_assert_nonnull (seen);
  g_assert_cmpstr (bitacora_profile_get_id (seen), ==, "ventas-bogota");
  g_assert_cmpstr (bitacora_profile_get_server (seen), ==, "https://crm0001.wolkvox.com");
  current = bitacora_profile_list_get_current (list);
  g_assert_true (current == seen);

  run_other_process ("/profile-file/subprocess/removes");
  wait_for_profiles (list, 1);
  g_assert_true (bitacora_profile_list_get_current (list) == own);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  /* What Bitácora uses where there is no session bus. */
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  if (!g_test_subprocess ())
    {
      home = g_dir_make_tmp ("bitacora-XXXXXX", NULL);
      g_setenv ("XDG_CONFIG_HOME", home, TRUE);
    }
  g_test_add_func ("/profile-file/followed", test_followed);
  g_test_add_func ("/profile-file/subprocess/adds", other_adds);
  g_test_add_func ("/profile-file/subprocess/removes", other_removes);
  result = g_test_run ();
  if (home != NULL)
    remove_folder (home);
  return result;
}
