/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No keyring on the bus, a keyring that never answers, no bus at all: said soon and in words. */
#include <string.h>

#include "keyring-fixture.h"

/* Less than D-Bus itself would wait. */
#define SOON (20 * G_TIME_SPAN_SECOND)

static void
assert_absent (KeyringFixture *fixture, const char *words)
{
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  g_assert_null (keyring_fixture_look_up (fixture, NULL, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_NO_KEYRING);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, SOON);
}

static void
test_nothing_on_the_bus (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_absent (fixture, "Install one");
  g_assert_false (keyring_fixture_save (fixture, KEYRING_FIXTURE_TOKEN, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_NO_KEYRING);
  g_assert_null (strstr (error->message, KEYRING_FIXTURE_TOKEN));
  g_clear_error (&error);
  g_assert_false (keyring_fixture_remove (fixture, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_NO_KEYRING);
}

static void
test_practice_needs_none (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *token;

  g_set_object (&fixture->profile, NULL);
  fixture->profile = bitacora_profile_new (BITACORA_PRACTICE_PROFILE);
  bitacora_profile_set_server (fixture->profile, "http://127.0.0.1:8765", &error);
  g_assert_no_error (error);
  token = keyring_fixture_look_up (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, BITACORA_PRACTICE_TOKEN);
  bitacora_token_free (token);
  g_assert_false (keyring_fixture_save (fixture, KEYRING_FIXTURE_TOKEN, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (keyring_fixture_remove (fixture, &error));
  g_assert_no_error (error);
}

static void
test_profile_without_server (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_set_object (&fixture->profile, NULL);
  fixture->profile = bitacora_profile_new ("half");
  g_assert_null (keyring_fixture_look_up (fixture, NULL, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_INVALID);
}

static GDBusMessage *
drop_message_cb (GDBusConnection *connection,
                 GDBusMessage *message,
                 gboolean is_incoming,
                 gpointer user_data)
{
  if (!is_incoming)
    return message;
  g_object_unref (message);
  return NULL;
}

/* Something has the keyring's name and never answers. */
static void
test_silent_keyring (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GDBusConnection) silent = NULL;
  g_autoptr (GVariant) answer = NULL;

  g_assert_no_error (error);
  silent = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (silent,
                                        "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus",
                                        "RequestName",
                                        g_variant_new ("(su)", "org.freedesktop.secrets", 0),
                                        G_VARIANT_TYPE ("(u)"),
                                        G_DBUS_CALL_FLAGS_NONE,
                                        -1,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
  /* What comes in is read by GDBus's own thread and dropped here. */
  g_dbus_connection_add_filter (silent, drop_message_cb, NULL, NULL);
  assert_absent (fixture, "does not answer");
  g_dbus_connection_close_sync (silent, NULL, NULL);
}

/* Its own program run, since a bus that was found once is kept. */
static void
test_no_bus (KeyringFixture *fixture, gconstpointer data)
{
  if (!g_test_subprocess ())
    {
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all", TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  assert_absent (fixture, "Install one");
}

static void
add (const char *path, void (*test) (KeyringFixture *, gconstpointer))
{
  g_test_add (path, KeyringFixture, NULL, keyring_fixture_set_up, test, keyring_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/token-store/absent/practice-needs-none", test_practice_needs_none);
  add ("/token-store/absent/profile-without-server", test_profile_without_server);
  add ("/token-store/absent/nothing-on-the-bus", test_nothing_on_the_bus);
  add ("/token-store/absent/silent-keyring", test_silent_keyring);
  add ("/token-store/absent/no-bus", test_no_bus);
  return g_test_run ();
}
