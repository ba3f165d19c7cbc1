/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "locked-settings.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gio.h>
#include <gio/gsettingsbackend.h>

#define LOCKED_TYPE_BACKEND (locked_backend_get_type ())
G_DECLARE_FINAL_TYPE (LockedBackend, locked_backend, LOCKED, BACKEND, GSettingsBackend)

struct _LockedBackend
{
  GSettingsBackend parent_instance;

  GHashTable *values;
  GHashTable *defaults;
  char *locked;
};

G_DEFINE_FINAL_TYPE (LockedBackend, locked_backend, G_TYPE_SETTINGS_BACKEND)

static GVariant *
locked_backend_read (GSettingsBackend *backend,
                     const char *key,
                     const GVariantType *expected_type,
                     gboolean default_value)
{
  LockedBackend *self = LOCKED_BACKEND (backend);
  GVariant *value = NULL;

  if (!default_value)
    value = g_hash_table_lookup (self->values, key);
  if (value == NULL)
    value = g_hash_table_lookup (self->defaults, key);
  return value != NULL ? g_variant_ref (value) : NULL;
}

static GVariant *
locked_backend_read_user_value (GSettingsBackend *backend,
                                const char *key,
                                const GVariantType *expected_type)
{
  GVariant *value = g_hash_table_lookup (LOCKED_BACKEND (backend)->values, key);

  return value != NULL ? g_variant_ref (value) : NULL;
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
  g_clear_pointer (&self->defaults, g_hash_table_unref);
  g_clear_pointer (&self->locked, g_free);

  G_OBJECT_CLASS (locked_backend_parent_class)->finalize (object);
}

static void
locked_backend_class_init (LockedBackendClass *klass)
{
  GSettingsBackendClass *backend_class = G_SETTINGS_BACKEND_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = locked_backend_finalize;
  backend_class->read = locked_backend_read;
  backend_class->read_user_value = locked_backend_read_user_value;
  backend_class->write = locked_backend_write;
  backend_class->reset = locked_backend_reset;
  backend_class->get_writable = locked_backend_get_writable;
}

static GHashTable *
create_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_variant_unref);
}

static void
locked_backend_init (LockedBackend *self)
{
  self->values = create_table ();
  self->defaults = create_table ();
}

/* The one backend that all settings of the process have. */
static LockedBackend *
get_backend (void)
{
  g_autoptr (GSettingsBackend) backend = g_settings_backend_get_default ();

  return LOCKED_BACKEND (backend);
}

/* Makes all settings of the process such. To be called before the first is made. */
void
locked_settings_use (void)
{
  g_setenv ("GSETTINGS_BACKEND", "locked", TRUE);
  g_io_extension_point_register (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME,
                                  LOCKED_TYPE_BACKEND,
                                  "locked",
                                  0);
}

/* Locks all keys whose path begins with @prefix; nothing any more if it is %NULL. */
void
locked_settings_lock (const char *prefix)
{
  LockedBackend *self = get_backend ();

  g_free (self->locked);
  self->locked = g_strdup (prefix);
}

/* Gives @key, a whole path, the default @value, whose floating reference is taken. */
void
locked_settings_set_default (const char *key, GVariant *value)
{
  g_hash_table_insert (get_backend ()->defaults, g_strdup (key), g_variant_ref_sink (value));
}

/* Forgets what was set, by whomever. */
void
locked_settings_forget (void)
{
  LockedBackend *self = get_backend ();

  g_hash_table_remove_all (self->values);
  g_hash_table_remove_all (self->defaults);
  g_clear_pointer (&self->locked, g_free);
}
