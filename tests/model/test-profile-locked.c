/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "model/bitacora-profile-list.h"

/* Settings of which an administrator has locked a part, as dconf lets them. */
#define LOCKED_TYPE_BACKEND (locked_backend_get_type ())
G_DECLARE_FINAL_TYPE (LockedBackend, locked_backend, LOCKED, BACKEND, GSettingsBackend)

struct _LockedBackend
{
  GSettingsBackend parent_instance;

  GHashTable *values;
  char *locked;
};

G_DEFINE_FINAL_TYPE (LockedBackend, locked_backend, G_TYPE_SETTINGS_BACKEND)

static GVariant *
locked_backend_read (GSettingsBackend *backend,
                     const char *key,
                     const GVariantType *expected_type,
                     gboolean default_value)
{
  GVariant *value = g_hash_table_lookup (LOCKED_BACKEND (backend)->values, key);

  return value != NULL && !default_value ? g_variant_ref (value) : NULL;
}

static gboolean
locked_backend_get_writable (GSettingsBackend *backend, const char *key)
{
  const char *locked = LOCKED_BACKEND (backend)->locked;

  return locked == NULL || !g_str_has_prefix (key, locked);
}

static gboolean
locked_backend_write (GSettingsBackend *backend, const char *key, GVariant *value, void *origin)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (value);

  if (!locked_backend_get_writable (backend, key))
    return FALSE;
  g_hash_table_insert (LOCKED_BACKEND (backend)->values, g_strdup (key), g_steal_pointer (&taken));
  g_settings_backend_changed (backend, key, origin);
  return TRUE;
}

static void
locked_backend_reset (GSettingsBackend *backend, const char *key, void *origin)
{
  g_hash_table_remove (LOCKED_BACKEND (backend)->values, key);
  g_settings_backend_changed (backend, key, origin);
}

static void
locked_backend_finalize (GObject *object)
{
  LockedBackend *self = LOCKED_BACKEND (object);

  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->locked, g_free);

  G_OBJECT_CLASS (locked_backend_parent_class)->finalize (object);
}

static void
locked_backend_class_init (LockedBackendClass *klass)
{
  GSettingsBackendClass *backend_class = G_SETTINGS_BACKEND_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = locked_backend_finalize;
  backend_class->read = locked_backend_read;
  backend_class->write = locked_backend_write;
  backend_class->reset = locked_backend_reset;
  backend_class->get_writable = locked_backend_get_writable;
}

static void
locked_backend_init (LockedBackend *self)
{
  self->values
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_variant_unref);
}

static void
lock (const char *prefix)
{
  g_autoptr (GSettingsBackend) backend = g_settings_backend_get_default ();
  LockedBackend *self = LOCKED_BACKEND (backend);

  g_free (self->locked);
  self->locked = g_strdup (prefix);
}

static void
test_list (void)
{
  g_autoptr (BitacoraProfileList) list = bitacora_profile_list_new ();
  g_autoptr (BitacoraProfile) profile = bitacora_profile_list_add (list, "Sales", NULL);
  g_autoptr (GError) add_error = NULL;
  g_autoptr (GError) remove_error = NULL;
  g_autoptr (GError) practice_error = NULL;

  lock ("/org/bitacora/Bitacora/profiles");
  g_assert_null (bitacora_profile_list_add (list, "Support", &add_error));
  g_assert_error (add_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_nonnull (strstr (add_error->message, "administrator"));
  g_assert_false (bitacora_profile_list_remove (list, profile, &remove_error));
  g_assert_error (remove_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_null (
      bitacora_profile_list_ensure_practice (list, "http://127.0.0.1:1", &practice_error));
  g_assert_error (practice_error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_LOCKED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);

  lock (NULL);
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
  lock ("/org/bitacora/Bitacora/profiles/fixed/");
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
  lock (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GSETTINGS_BACKEND", "locked", TRUE);
  g_io_extension_point_register (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME,
                                  LOCKED_TYPE_BACKEND,
                                  "locked",
                                  0);
  g_test_add_func ("/profile-locked/list", test_list);
  g_test_add_func ("/profile-locked/settings", test_settings);
  return g_test_run ();
}
