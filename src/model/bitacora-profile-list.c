/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-profile-list.h"

#include <glib/gi18n-lib.h>

#include "bitacora-server-address.h"
#include "bitacora-text-private.h"

#define SCHEMA "org.bitacora.Bitacora"
#define KEY_PROFILES "profiles"
#define KEY_CURRENT "current-profile"

/* In characters; a name is shown in one line. */
#define MAX_NAME 100

/* An id is a part of a path that dconf and people read. */
#define MAX_ID 40

struct _BitacoraProfileList
{
  GObject parent_instance;

  GSettings *settings;
  GPtrArray *profiles;
};

enum
{
  PROP_0,
  PROP_CURRENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void bitacora_profile_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BitacoraProfileList,
                               bitacora_profile_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bitacora_profile_list_list_model_init))
G_DEFINE_QUARK (bitacora_profile_error_quark, bitacora_profile_error)

static BitacoraProfile *
find_by_id (BitacoraProfileList *self, const char *id)
{
  for (guint i = 0; i < self->profiles->len; i++)
    {
      BitacoraProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_str_equal (bitacora_profile_get_id (profile), id))
        return profile;
    }
  return NULL;
}

/* The settings' storage may drop a change without a word: what cannot be read back was lost. */
static BitacoraProfile *
dup_saved (BitacoraProfileList *self, const char *id, GError **error)
{
  BitacoraProfile *profile = find_by_id (self, id);

  if (profile != NULL)
    return g_object_ref (profile);
  g_set_error_literal (error,
                       BITACORA_PROFILE_ERROR,
                       BITACORA_PROFILE_ERROR_NOT_SAVED,
                       _ ("The profile could not be saved: this computer’s settings take no "
                          "changes. Log out of your desktop and in again, and try once more."));
  return NULL;
}

/* Compares as people do: capitals do not matter, accents do. */
static gboolean
names_equal (const char *a, const char *b)
{
  g_autofree char *normal_a = g_utf8_normalize (a, -1, G_NORMALIZE_NFKC);
  g_autofree char *normal_b = g_utf8_normalize (b, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded_a = normal_a != NULL ? g_utf8_casefold (normal_a, -1) : NULL;
  g_autofree char *folded_b = normal_b != NULL ? g_utf8_casefold (normal_b, -1) : NULL;

  return folded_a != NULL && g_strcmp0 (folded_a, folded_b) == 0;
}

static BitacoraProfile *
find_by_display_name (BitacoraProfileList *self, const char *name)
{
  for (guint i = 0; i < self->profiles->len; i++)
    {
      BitacoraProfile *profile = g_ptr_array_index (self->profiles, i);

      if (names_equal (bitacora_profile_get_display_name (profile), name))
        return profile;
    }
  return NULL;
}

/* An administrator may write anything into the list; what cannot be part of a path is no id. */
static gboolean
is_id (const char *id)
{
  return *id != '\0' && strlen (id) <= MAX_NAME
         && strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
                == strlen (id);
}

/* The name as small ASCII letters, digits and hyphens: `Ventas Bogotá` is `ventas-bogota`. */
static char *
make_slug (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  GString *slug = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && slug->len < MAX_ID; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (slug, g_ascii_tolower (*p));
      else if (*p != '?' && slug->len > 0 && slug->str[slug->len - 1] != '-')
        g_string_append_c (slug, '-');
    }
  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  if (slug->len == 0)
    g_string_append (slug, "profile");
  return g_string_free (slug, FALSE);
}

/* Whether settings are left under @id from a profile that is no longer, or not yet, in the list. */
static gboolean
has_settings (const char *id)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new (id);
  GSettings *settings = bitacora_profile_get_settings (profile);
  g_autoptr (GVariant) name = g_settings_get_user_value (settings, "display-name");
  g_autoptr (GVariant) server = g_settings_get_user_value (settings, "server");

  return name != NULL || server != NULL;
}

static char *
make_unique_id (BitacoraProfileList *self, const char *name)
{
  g_autofree char *slug = make_slug (name);
  char *id = g_strdup (slug);

  for (guint i = 2; g_str_equal (id, BITACORA_PRACTICE_PROFILE) || find_by_id (self, id) != NULL
                    || has_settings (id);
       i++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", slug, i);
    }
  return id;
}

static gboolean
check_name (BitacoraProfileList *self, const char *name, GError **error)
{
  if (!g_utf8_validate (name, -1, NULL) || *name == '\0'
      || bitacora_text_has_control_character (name, ""))
    {
      g_set_error_literal (error,
                           BITACORA_PROFILE_ERROR,
                           BITACORA_PROFILE_ERROR_BAD_NAME,
                           _ ("A profile needs a name: one line of text, for example Sales."));
      return FALSE;
    }
  if (g_utf8_strlen (name, -1) > MAX_NAME)
    {
      g_set_error (error,
                   BITACORA_PROFILE_ERROR,
                   BITACORA_PROFILE_ERROR_BAD_NAME,
                   g_dngettext (GETTEXT_PACKAGE,
                                "The profile’s name is too long. It may have %d character.",
                                "The profile’s name is too long. It may have up to %d characters.",
                                MAX_NAME),
                   MAX_NAME);
      return FALSE;
    }
  if (find_by_display_name (self, name) != NULL)
    {
      g_set_error (error,
                   BITACORA_PROFILE_ERROR,
                   BITACORA_PROFILE_ERROR_EXISTS,
                   _ ("There is already a profile called “%s”. Choose another name."),
                   name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_writable (BitacoraProfileList *self, GError **error)
{
  if (g_settings_is_writable (self->settings, KEY_PROFILES))
    return TRUE;
  g_set_error_literal (error,
                       BITACORA_PROFILE_ERROR,
                       BITACORA_PROFILE_ERROR_LOCKED,
                       _ ("The list of profiles cannot be changed: your administrator has fixed "
                          "it, or the folder of your settings cannot be written."));
  return FALSE;
}

/* Makes the list agree with the settings; a profile that stays is the same object as before. */
static void
read_profiles (BitacoraProfileList *self)
{
  g_auto (GStrv) ids = g_settings_get_strv (self->settings, KEY_PROFILES);
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->profiles);
  GPtrArray *profiles = g_ptr_array_new_with_free_func (g_object_unref);
  guint same = 0;

  self->profiles = old;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      BitacoraProfile *known;

      if (!is_id (ids[i]) || g_strv_contains ((const char *const *)ids + i + 1, ids[i]))
        continue;
      known = find_by_id (self, ids[i]);
      g_ptr_array_add (profiles,
                       known != NULL ? g_object_ref (known) : bitacora_profile_new (ids[i]));
    }
  self->profiles = profiles;

  while (same < old->len && same < profiles->len
         && g_ptr_array_index (old, same) == g_ptr_array_index (profiles, same))
    same++;
  if (same == old->len && same == profiles->len)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), same, old->len - same, profiles->len - same);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

/* Writes the ids anew, with one more at the end or one less; what other processes have written
 * meanwhile stays. */
static void
write_profiles (BitacoraProfileList *self, const char *added, const char *removed)
{
  g_auto (GStrv) ids = g_settings_get_strv (self->settings, KEY_PROFILES);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) written = NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    if (g_strcmp0 (ids[i], removed) != 0 && g_strcmp0 (ids[i], added) != 0)
      g_strv_builder_add (builder, ids[i]);
  if (added != NULL)
    g_strv_builder_add (builder, added);
  written = g_strv_builder_end (builder);

  g_settings_set_strv (self->settings, KEY_PROFILES, (const char *const *)written);
  read_profiles (self);
}

static char *
list_names (BitacoraProfileList *self)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < self->profiles->len; i++)
    {
      if (i > 0)
        g_string_append (names, ", ");
      /* Translators: a profile’s name in quotation marks, as part of a list. */
      g_string_append_printf (names,
                              _ ("“%s”"),
                              bitacora_profile_get_display_name (
                                  g_ptr_array_index (self->profiles, i)));
    }
  return g_string_free (names, FALSE);
}

static void
set_not_found (BitacoraProfileList *self, const char *name, GError **error)
{
  g_autofree char *valid = bitacora_text_quote (name);
  g_autofree char *names = list_names (self);

  if (self->profiles->len == 0)
    g_set_error (error,
                 BITACORA_PROFILE_ERROR,
                 BITACORA_PROFILE_ERROR_NOT_FOUND,
                 _ ("There is no profile “%s”: there are no profiles yet."),
                 valid);
  else
    g_set_error (error,
                 BITACORA_PROFILE_ERROR,
                 BITACORA_PROFILE_ERROR_NOT_FOUND,
                 _ ("There is no profile “%s”. These exist: %s."),
                 valid,
                 names);
}

/* Back to the defaults, so that a later profile of the same id begins anew. */
static void
reset_profile (BitacoraProfile *profile)
{
  GSettings *settings = bitacora_profile_get_settings (profile);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    if (g_settings_is_writable (settings, keys[i]))
      g_settings_reset (settings, keys[i]);
}

static void
profiles_changed_cb (GSettings *settings, const char *key, BitacoraProfileList *self)
{
  read_profiles (self);
}

static void
current_changed_cb (GSettings *settings, const char *key, BitacoraProfileList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static GType
bitacora_profile_list_get_item_type (GListModel *model)
{
  return BITACORA_TYPE_PROFILE;
}

static guint
bitacora_profile_list_get_n_items (GListModel *model)
{
  return BITACORA_PROFILE_LIST (model)->profiles->len;
}

static void *
bitacora_profile_list_get_item (GListModel *model, guint position)
{
  BitacoraProfileList *self = BITACORA_PROFILE_LIST (model);

  if (position >= self->profiles->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->profiles, position));
}

static void
bitacora_profile_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bitacora_profile_list_get_item_type;
  iface->get_n_items = bitacora_profile_list_get_n_items;
  iface->get_item = bitacora_profile_list_get_item;
}

static void
bitacora_profile_list_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  BitacoraProfileList *self = BITACORA_PROFILE_LIST (object);

  switch (prop_id)
    {
    case PROP_CURRENT:
      g_value_set_object (value, bitacora_profile_list_get_current (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_profile_list_set_property (GObject *object,
                                    guint prop_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  BitacoraProfileList *self = BITACORA_PROFILE_LIST (object);

  switch (prop_id)
    {
    case PROP_CURRENT:
      bitacora_profile_list_set_current (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_profile_list_finalize (GObject *object)
{
  BitacoraProfileList *self = BITACORA_PROFILE_LIST (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);

  G_OBJECT_CLASS (bitacora_profile_list_parent_class)->finalize (object);
}

static void
bitacora_profile_list_class_init (BitacoraProfileListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_profile_list_get_property;
  object_class->set_property = bitacora_profile_list_set_property;
  object_class->finalize = bitacora_profile_list_finalize;

  properties[PROP_CURRENT]
      = g_param_spec_object ("current",
                             NULL,
                             NULL,
                             BITACORA_TYPE_PROFILE,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_profile_list_init (BitacoraProfileList *self)
{
  self->profiles = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings = g_settings_new (SCHEMA);
  g_signal_connect_object (self->settings,
                           "changed::" KEY_PROFILES,
                           G_CALLBACK (profiles_changed_cb),
                           self,
                           0);
  g_signal_connect_object (self->settings,
                           "changed::" KEY_CURRENT,
                           G_CALLBACK (current_changed_cb),
                           self,
                           0);
  read_profiles (self);
}

/**
 * bitacora_profile_list_new:
 *
 * Opens the list of profiles. It follows the settings, whoever changes them.
 *
 * Returns: (transfer full): the list
 */
BitacoraProfileList *
bitacora_profile_list_new (void)
{
  return g_object_new (BITACORA_TYPE_PROFILE_LIST, NULL);
}

/**
 * bitacora_profile_list_add:
 * @self: the list
 * @display_name: the name that people know the profile by
 * @error: return location for a #BITACORA_PROFILE_ERROR
 *
 * Adds a profile at the end. Its id is made from its name.
 *
 * Returns: (transfer full): the profile, or %NULL with @error set to
 *   %BITACORA_PROFILE_ERROR_BAD_NAME, %BITACORA_PROFILE_ERROR_EXISTS,
 *   %BITACORA_PROFILE_ERROR_LOCKED or %BITACORA_PROFILE_ERROR_NOT_SAVED
 */
BitacoraProfile *
bitacora_profile_list_add (BitacoraProfileList *self, const char *display_name, GError **error)
{
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (BITACORA_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (display_name != NULL, NULL);

  name = g_strstrip (g_strdup (display_name));
  if (!check_name (self, name, error) || !check_writable (self, error))
    return NULL;

  id = make_unique_id (self, name);
  profile = bitacora_profile_new (id);
  bitacora_profile_set_display_name (profile, name);
  write_profiles (self, id, NULL);
  return dup_saved (self, id, error);
}

/**
 * bitacora_profile_list_remove:
 * @self: the list
 * @profile: a profile of the list
 * @error: return location for a #BITACORA_PROFILE_ERROR
 *
 * Removes a profile and all its settings. If it was the current one, the first that is left
 * becomes it. Its token and what it has queued are not touched.
 *
 * Returns: %TRUE, or %FALSE with @error set to %BITACORA_PROFILE_ERROR_NOT_FOUND or
 *   %BITACORA_PROFILE_ERROR_LOCKED
 */
gboolean
bitacora_profile_list_remove (BitacoraProfileList *self, BitacoraProfile *profile, GError **error)
{
  g_autoptr (BitacoraProfile) removed = NULL;
  g_autofree char *current = NULL;
  const char *id;

  g_return_val_if_fail (BITACORA_IS_PROFILE_LIST (self), FALSE);
  g_return_val_if_fail (BITACORA_IS_PROFILE (profile), FALSE);

  removed = g_object_ref (profile);
  id = bitacora_profile_get_id (removed);
  if (find_by_id (self, id) == NULL)
    {
      set_not_found (self, bitacora_profile_get_display_name (removed), error);
      return FALSE;
    }
  if (!check_writable (self, error))
    return FALSE;

  current = g_settings_get_string (self->settings, KEY_CURRENT);
  write_profiles (self, NULL, id);
  if (g_str_equal (current, id))
    bitacora_profile_list_set_current (self,
                                       self->profiles->len > 0
                                           ? g_ptr_array_index (self->profiles, 0)
                                           : NULL);
  reset_profile (removed);
  return TRUE;
}

/**
 * bitacora_profile_list_find:
 * @self: the list
 * @name: a profile's id or display name; capitals do not matter
 * @error: return location for a #BITACORA_PROFILE_ERROR
 *
 * Returns: (transfer full): the profile, or %NULL with @error set to
 *   %BITACORA_PROFILE_ERROR_NOT_FOUND, whose message names those that there are
 */
BitacoraProfile *
bitacora_profile_list_find (BitacoraProfileList *self, const char *name, GError **error)
{
  BitacoraProfile *profile;
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (BITACORA_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  trimmed = g_strstrip (g_strdup (name));
  profile = find_by_display_name (self, trimmed);
  for (guint i = 0; profile == NULL && i < self->profiles->len; i++)
    {
      BitacoraProfile *each = g_ptr_array_index (self->profiles, i);

      if (g_ascii_strcasecmp (bitacora_profile_get_id (each), trimmed) == 0)
        profile = each;
    }
  if (profile != NULL)
    return g_object_ref (profile);

  set_not_found (self, trimmed, error);
  return NULL;
}

/**
 * bitacora_profile_list_ensure_practice:
 * @self: the list
 * @server: the address of a practice CRM on this computer
 * @error: return location for an error
 *
 * Makes the profile that speaks to the practice CRM, or lets the one that there is speak to
 * @server.
 *
 * Returns: (transfer full): the profile, or %NULL with a #BITACORA_SERVER_ERROR if @server is
 *   not on this computer, %BITACORA_PROFILE_ERROR_LOCKED or %BITACORA_PROFILE_ERROR_NOT_SAVED
 */
BitacoraProfile *
bitacora_profile_list_ensure_practice (BitacoraProfileList *self,
                                       const char *server,
                                       GError **error)
{
  g_autoptr (BitacoraProfile) profile = NULL;
  BitacoraProfile *known;

  g_return_val_if_fail (BITACORA_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (server != NULL, NULL);

  if (!bitacora_server_address_is_loopback (server))
    {
      g_set_error (error,
                   BITACORA_SERVER_ERROR,
                   BITACORA_SERVER_ERROR_INSECURE,
                   _ ("The practice CRM runs on this computer, for example on "
                      "http://127.0.0.1:8080; “%s” is somewhere else."),
                   server);
      return NULL;
    }

  known = find_by_id (self, BITACORA_PRACTICE_PROFILE);
  if (known == NULL && !check_writable (self, error))
    return NULL;
  profile = known != NULL ? g_object_ref (known) : bitacora_profile_new (BITACORA_PRACTICE_PROFILE);
  if (!bitacora_profile_set_server (profile, server, error))
    return NULL;

  bitacora_profile_set_operation (profile, BITACORA_PRACTICE_OPERATION);
  if (known != NULL)
    return g_steal_pointer (&profile);

  bitacora_profile_set_display_name (profile, _ ("Practice CRM"));
  bitacora_profile_set_owner (profile, "ADMIN_@practice");
  write_profiles (self, BITACORA_PRACTICE_PROFILE, NULL);
  return dup_saved (self, BITACORA_PRACTICE_PROFILE, error);
}

/**
 * bitacora_profile_list_get_current:
 * @self: the list
 *
 * Returns: (transfer none) (nullable): the profile that calls are logged with unless another is
 *   named: the one that was set, else the first, or %NULL if there is none
 */
BitacoraProfile *
bitacora_profile_list_get_current (BitacoraProfileList *self)
{
  BitacoraProfile *profile;
  g_autofree char *id = NULL;

  g_return_val_if_fail (BITACORA_IS_PROFILE_LIST (self), NULL);

  id = g_settings_get_string (self->settings, KEY_CURRENT);
  profile = find_by_id (self, id);
  if (profile == NULL && self->profiles->len > 0)
    profile = g_ptr_array_index (self->profiles, 0);
  return profile;
}

/**
 * bitacora_profile_list_set_current:
 * @self: the list
 * @profile: (nullable): the profile that calls are to be logged with; %NULL for the first
 */
void
bitacora_profile_list_set_current (BitacoraProfileList *self, BitacoraProfile *profile)
{
  g_return_if_fail (BITACORA_IS_PROFILE_LIST (self));
  g_return_if_fail (profile == NULL || BITACORA_IS_PROFILE (profile));

  g_settings_set_string (self->settings,
                         KEY_CURRENT,
                         profile != NULL ? bitacora_profile_get_id (profile) : "");
}
