/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../support/locked-settings.h"
#include "model/bitacora-profile-list.h"

static void
test_list (void)
{
  g_autoptr (BitacoraProfileList) list = bitacora_profile_list_new ();
  g_autoptr (BitacoraProfile) profile = bitacora_profile_list_add (list, "Sales", NULL);
  g_autoptr (GError) add_error = NULL;
  g_autoptr (GError) remove_error = NULL;
  g_autoptr (GError) practice_error = NULL;

  locked_settings_lock ("/org/bitacora/Bitacora/profiles");
  g_assert_null (bitacora_profile_list_add (list, "Support", &add_error));
  g_assert_error (add_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_nonnull (strstr (add_error->message, "administrator"));
  g_assert_false (bitacora_profile_list_remove (list, profile, &remove_error));
  g_assert_error (remove_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_null (
      bitacora_profile_list_ensure_practice (list, "http://127.0.0.1:1", &practice_error));
  g_assert_error (practice_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);

  locked_settings_lock (NULL);
  g_assert_true (bitacora_profile_list_remove (list, profile, NULL));
}

static void
test_settings (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("fixed");
  g_autoptr (GError) server_error = NULL;
  g_autoptr (GError) zone_error = NULL;
  g_autoptr (GError) country_error = NULL;

  g_assert_true (bitacora_profile_set_server (profile, "crm.wolkvox.com", NULL));
  bitacora_profile_set_operation (profile, "op");
  locked_settings_lock ("/org/bitacora/Bitacora/profiles/fixed/");
  g_assert_false (bitacora_profile_set_server (profile, "crm01.wolkvox.com", &server_error));
  g_assert_error (server_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_true (bitacora_profile_set_server (profile, "https://crm.wolkvox.com/", NULL));
  g_assert_false (bitacora_profile_set_time_zone (profile, "Asia/Tokyo", &zone_error));
  g_assert_error (zone_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_false (bitacora_profile_set_country (profile, "MX", &country_error));
  g_assert_error (country_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  bitacora_profile_set_operation (profile, "other");
  bitacora_profile_set_priority (profile, BITACORA_PRIORITY_HIGH);

  g_assert_cmpstr (bitacora_profile_get_server (profile), ==, "https://crm.wolkvox.com");
  g_assert_cmpstr (bitacora_profile_get_operation (profile), ==, "op");
  g_assert_cmpint (bitacora_profile_get_priority (profile), ==, BITACORA_PRIORITY_NORMAL);
  g_assert_cmpstr (bitacora_profile_get_country (profile), ==, "CO");
  locked_settings_lock (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  locked_settings_use ();
  g_test_add_func ("/profile-locked/list", test_list);
  g_test_add_func ("/profile-locked/settings", test_settings);
  return g_test_run ();
}
