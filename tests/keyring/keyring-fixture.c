/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring-fixture.h"

#define SERVICE "org.freedesktop.secrets"
#define PATIENCE 30000

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE * 1000;

  /* Each step of an errand has a deadline of its own, so that the context always wakes. */
  while (*result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  return *result;
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

void
keyring_fixture_set_up (KeyringFixture *fixture, gconstpointer data)
{
  fixture->store = bitacora_token_store_new ();
  fixture->profile = keyring_fixture_create_profile ("crm0001.wolkvox.com", "My-CRM-operation");
}

void
keyring_fixture_tear_down (KeyringFixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->profile);
  g_clear_object (&fixture->store);
}

BitacoraProfile *
keyring_fixture_create_profile (const char *server, const char *operation)
{
  static guint n_profiles = 0;
  g_autofree char *id = g_strdup_printf ("profile-%u", ++n_profiles);
  BitacoraProfile *profile = bitacora_profile_new (id);
  g_autoptr (GError) error = NULL;

  bitacora_profile_set_display_name (profile, "Sales");
  bitacora_profile_set_server (profile, server, &error);
  g_assert_no_error (error);
  bitacora_profile_set_operation (profile, operation);
  return profile;
}

gboolean
keyring_fixture_save (KeyringFixture *fixture, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_token_store_save_async (fixture->store,
                                   fixture->profile,
                                   token,
                                   NULL,
                                   result_cb,
                                   &result);
  return bitacora_token_store_save_finish (fixture->store, wait_for (&result), error);
}

char *
keyring_fixture_look_up (KeyringFixture *fixture, GCancellable *cancellable, GError **error)
{
  BitacoraTokenProvider *provider = BITACORA_TOKEN_PROVIDER (fixture->store);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_token_provider_lookup_async (provider,
                                        fixture->profile,
                                        cancellable,
                                        result_cb,
                                        &result);
  return bitacora_token_provider_lookup_finish (provider, wait_for (&result), error);
}

gboolean
keyring_fixture_remove (KeyringFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_token_store_remove_async (fixture->store, fixture->profile, NULL, result_cb, &result);
  return bitacora_token_store_remove_finish (fixture->store, wait_for (&result), error);
}

/* Asks the keyring itself, past the code under test. */
GVariant *
keyring_fixture_call (const char *path,
                      const char *interface,
                      const char *method,
                      GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GVariant *answer;

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus,
                                        SERVICE,
                                        path,
                                        interface,
                                        method,
                                        arguments,
                                        NULL,
                                        G_DBUS_CALL_FLAGS_NONE,
                                        PATIENCE,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
  return answer;
}

/* Locks the keyring's one collection, as its owner does by hand. */
void
keyring_fixture_lock (void)
{
  g_autoptr (GVariant) collection = NULL;
  g_autoptr (GVariant) locked = NULL;
  const char *path;

  collection = keyring_fixture_call ("/org/freedesktop/secrets",
                                     "org.freedesktop.Secret.Service",
                                     "ReadAlias",
                                     g_variant_new ("(s)", "default"));
  g_variant_get (collection, "(&o)", &path);
  g_assert_cmpstr (path, !=, "/");
  locked = keyring_fixture_call ("/org/freedesktop/secrets",
                                 "org.freedesktop.Secret.Service",
                                 "Lock",
                                 g_variant_new_parsed ("([%o],)", path));
  g_assert_nonnull (locked);
}
