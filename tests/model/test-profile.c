/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-profile.h"

#include "model/bitacora-moment.h"
#include "model/bitacora-profile-list.h"
#include "model/bitacora-server-address.h"

static void
count_cb (GObject *object, GParamSpec *pspec, void *data)
{
  (*(int *)data)++;
}

static void
test_defaults (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("defaults");
  g_autoptr (GTimeZone) zone = bitacora_profile_dup_zone (profile);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();

  g_assert_cmpstr (bitacora_profile_get_id (profile), ==, "defaults");
  g_assert_cmpstr (bitacora_profile_get_display_name (profile), ==, "defaults");
  g_assert_cmpstr (bitacora_profile_get_server (profile), ==, "");
  g_assert_cmpstr (bitacora_profile_get_operation (profile), ==, "");
  g_assert_cmpstr (bitacora_profile_get_owner (profile), ==, "");
  g_assert_cmpstr (bitacora_profile_get_module (profile), ==, "contacts");
  g_assert_cmpint (bitacora_profile_get_priority (profile), ==, BITACORA_PRIORITY_NORMAL);
  g_assert_cmpstr (bitacora_profile_get_time_zone (profile), ==, "");
  g_assert_cmpstr (bitacora_profile_get_country (profile), ==, "CO");
  g_assert_cmpint (bitacora_profile_get_country_language (profile),
                   ==,
                   BITACORA_COUNTRY_LANGUAGE_SPANISH);
  g_assert_cmpstr (g_time_zone_get_identifier (zone), ==, g_time_zone_get_identifier (local));
  g_assert_false (bitacora_profile_is_complete (profile));
  g_assert_false (bitacora_profile_is_practice (profile));
}

/* What one object is told, the settings keep, and another one of the same profile sees. */
static void
test_kept (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("kept");
  g_autoptr (BitacoraProfile) other = bitacora_profile_new ("kept");
  g_autoptr (BitacoraProfile) stranger = bitacora_profile_new ("stranger");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  int changes = 0;

  g_signal_connect (other, "notify", G_CALLBACK (count_cb), &changes);
  bitacora_profile_set_display_name (profile, "Ventas Bogotá");
  bitacora_profile_set_operation (profile, "My-CRM-operation");
  bitacora_profile_set_owner (profile, "ADMIN_@mimodulo");
  bitacora_profile_set_module (profile, "cases");
  bitacora_profile_set_priority (profile, BITACORA_PRIORITY_HIGH);
  bitacora_profile_set_country_language (profile, BITACORA_COUNTRY_LANGUAGE_ENGLISH);
  bitacora_profile_set_server (profile, "https://https://crm0001.wolkvox.com/crm/", &error);
  g_assert_no_error (error);
  bitacora_profile_set_time_zone (profile, " America/Bogota ", &error);
  g_assert_no_error (error);
  bitacora_profile_set_country (profile, "mx", &error);
  g_assert_no_error (error);

  g_assert_cmpstr (bitacora_profile_get_display_name (other), ==, "Ventas Bogotá");
  g_assert_cmpstr (bitacora_profile_get_operation (other), ==, "My-CRM-operation");
  g_assert_cmpstr (bitacora_profile_get_owner (other), ==, "ADMIN_@mimodulo");
  g_assert_cmpstr (bitacora_profile_get_module (other), ==, "cases");
  g_assert_cmpint (bitacora_profile_get_priority (other), ==, BITACORA_PRIORITY_HIGH);
  g_assert_cmpint (bitacora_profile_get_country_language (other),
                   ==,
                   BITACORA_COUNTRY_LANGUAGE_ENGLISH);
  g_assert_cmpstr (bitacora_profile_get_server (other), ==, "https://crm0001.wolkvox.com");
  g_assert_cmpstr (bitacora_profile_get_time_zone (other), ==, "America/Bogota");
  g_assert_cmpstr (bitacora_profile_get_country (other), ==, "MX");
  g_assert_true (bitacora_profile_is_complete (other));
  zone = bitacora_profile_dup_zone (other);
  g_assert_cmpstr (g_time_zone_get_identifier (zone), ==, "America/Bogota");
  /* Nine settings, completeness twice and practice once. */
  g_assert_cmpint (changes, ==, 12);
  g_assert_cmpstr (bitacora_profile_get_operation (stranger), ==, "");
}

static void
test_refused (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("refused");
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_profile_set_server (profile, "crm.wolkvox.com", NULL));
  g_assert_false (bitacora_profile_set_server (profile, "http://crm.wolkvox.com", &error));
  g_assert_error (error, BITACORA_SERVER_ERROR, BITACORA_SERVER_ERROR_INSECURE);
  g_clear_error (&error);
  g_assert_cmpstr (bitacora_profile_get_server (profile), ==, "https://crm.wolkvox.com");

  g_assert_false (bitacora_profile_set_time_zone (profile, "Bogota", &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_NO_SUCH_ZONE);
  g_clear_error (&error);
  g_assert_cmpstr (bitacora_profile_get_time_zone (profile), ==, "");

  g_assert_false (bitacora_profile_set_country (profile, "Colombia", &error));
  g_assert_error (error, BITACORA_PHONE_ERROR, BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY);
  g_clear_error (&error);
  g_assert_false (bitacora_profile_set_country (profile, "001", &error));
  g_assert_error (error, BITACORA_PHONE_ERROR, BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY);
  g_assert_cmpstr (bitacora_profile_get_country (profile), ==, "CO");
}

static void
test_computers_zone (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("zone");
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GTimeZone) unknown = NULL;

  g_assert_true (bitacora_profile_set_time_zone (profile, "Asia/Tokyo", NULL));
  g_assert_true (bitacora_profile_set_time_zone (profile, NULL, NULL));
  g_assert_cmpstr (bitacora_profile_get_time_zone (profile), ==, "");
  /* As an administrator may have written it. */
  g_settings_set_string (bitacora_profile_get_settings (profile), "time-zone", "No/Where");
  unknown = bitacora_profile_dup_zone (profile);
  g_assert_cmpstr (g_time_zone_get_identifier (unknown), ==, g_time_zone_get_identifier (local));
}

/* The practice token is public: it must go nowhere but to this computer. */
static void
test_practice (void)
{
  g_autoptr (BitacoraProfile) practice = bitacora_profile_new (BITACORA_PRACTICE_PROFILE);
  g_autoptr (BitacoraProfile) other = bitacora_profile_new ("other");

  g_assert_false (bitacora_profile_is_practice (practice));
  g_assert_true (bitacora_profile_set_server (practice, "http://127.0.0.1:8080", NULL));
  g_assert_true (bitacora_profile_is_practice (practice));
  g_assert_true (bitacora_profile_set_server (practice, "https://crm.wolkvox.com", NULL));
  g_assert_false (bitacora_profile_is_practice (practice));
  g_assert_true (bitacora_profile_set_server (other, "http://127.0.0.1:8080", NULL));
  g_assert_false (bitacora_profile_is_practice (other));
}

static void
test_activity (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("activity");
  g_autoptr (BitacoraCallActivity) call = NULL;
  g_autoptr (BitacoraCallActivity) task = NULL;

  bitacora_profile_set_module (profile, "cases");
  bitacora_profile_set_owner (profile, "ADMIN_@mimodulo");
  bitacora_profile_set_priority (profile, BITACORA_PRIORITY_LOW);
  call = bitacora_profile_create_activity (profile, BITACORA_ACTIVITY_TYPE_CALL);
  task = bitacora_profile_create_activity (profile, BITACORA_ACTIVITY_TYPE_TASK);

  g_assert_cmpstr (bitacora_call_activity_get_module (call), ==, "cases");
  g_assert_cmpstr (bitacora_call_activity_get_owner (call), ==, "ADMIN_@mimodulo");
  g_assert_cmpint (bitacora_call_activity_get_priority (call), ==, BITACORA_PRIORITY_LOW);
  g_assert_cmpstr (bitacora_call_activity_get_status (call), ==, "created");
  g_assert_cmpint (bitacora_call_activity_get_activity_type (task),
                   ==,
                   BITACORA_ACTIVITY_TYPE_TASK);
}

/* A getter's text is good until the setting changes, however often it is asked for. */
static void
test_text_stays (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("stays");
  const char *module = bitacora_profile_get_module (profile);

  bitacora_profile_set_owner (profile, "somebody");
  g_assert_true (bitacora_profile_get_module (profile) == module);
  g_assert_cmpstr (module, ==, "contacts");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/defaults", test_defaults);
  g_test_add_func ("/profile/kept", test_kept);
  g_test_add_func ("/profile/refused", test_refused);
  g_test_add_func ("/profile/computers-zone", test_computers_zone);
  g_test_add_func ("/profile/practice", test_practice);
  g_test_add_func ("/profile/activity", test_activity);
  g_test_add_func ("/profile/text-stays", test_text_stays);
  return g_test_run ();
}
