/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-profile.h"

#include <glib/gi18n-lib.h>

#include "bitacora-moment.h"
#include "bitacora-phone-library.h"
#include "bitacora-profile-list.h"
#include "bitacora-server-address.h"
#include "bitacora-text-private.h"

#define SCHEMA "org.bitacora.Bitacora.Profile"
#define PATH_FORMAT "/org/bitacora/Bitacora/profiles/%s/"

/* The keys that hold text, each kept here as long as a getter may have handed it out. */
typedef enum
{
  TEXT_DISPLAY_NAME,
  TEXT_SERVER,
  TEXT_OPERATION,
  TEXT_OWNER,
  TEXT_MODULE,
  TEXT_TIME_ZONE,
  TEXT_COUNTRY,
  N_TEXTS
} Text;

struct _BitacoraProfile
{
  GObject parent_instance;

  char *id;
  GSettings *settings;
  char *texts[N_TEXTS];
  BitacoraPriority priority;
  BitacoraCountryLanguage country_language;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_DISPLAY_NAME,
  PROP_SERVER,
  PROP_OPERATION,
  PROP_OWNER,
  PROP_MODULE,
  PROP_PRIORITY,
  PROP_TIME_ZONE,
  PROP_COUNTRY,
  PROP_COUNTRY_LANGUAGE,
  PROP_PRACTICE,
  PROP_COMPLETE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *key;
  guint prop;
} text_table[N_TEXTS] = {
  [TEXT_DISPLAY_NAME] = { "display-name", PROP_DISPLAY_NAME },
  [TEXT_SERVER] = { "server", PROP_SERVER },
  [TEXT_OPERATION] = { "operation", PROP_OPERATION },
  [TEXT_OWNER] = { "owner", PROP_OWNER },
  [TEXT_MODULE] = { "module", PROP_MODULE },
  [TEXT_TIME_ZONE] = { "time-zone", PROP_TIME_ZONE },
  [TEXT_COUNTRY] = { "country", PROP_COUNTRY },
};

G_DEFINE_FINAL_TYPE (BitacoraProfile, bitacora_profile, G_TYPE_OBJECT)

static void
read_text (BitacoraProfile *self, Text text)
{
  g_autofree char *value = g_settings_get_string (self->settings, text_table[text].key);

  if (g_strcmp0 (self->texts[text], value) == 0)
    return;

  g_free (self->texts[text]);
  self->texts[text] = g_steal_pointer (&value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[text_table[text].prop]);
  if (text == TEXT_SERVER || text == TEXT_OPERATION)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
  if (text == TEXT_SERVER)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
}

static void
read_priority (BitacoraProfile *self)
{
  const BitacoraPriority priority = g_settings_get_enum (self->settings, "priority");

  if (self->priority == priority)
    return;
  self->priority = priority;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRIORITY]);
}

static void
read_country_language (BitacoraProfile *self)
{
  const BitacoraCountryLanguage language = g_settings_get_enum (self->settings, "country-language");

  if (self->country_language == language)
    return;
  self->country_language = language;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNTRY_LANGUAGE]);
}

static void
read_all (BitacoraProfile *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    read_text (self, i);
  read_priority (self);
  read_country_language (self);
}

/* What an administrator has locked stays as it is; the profile then tells of no change. */
static void
write_text (BitacoraProfile *self, Text text, const char *value)
{
  if (g_strcmp0 (self->texts[text], value) == 0)
    return;
  g_settings_set_string (self->settings, text_table[text].key, value);
  read_text (self, text);
}

static gboolean
check_writable (BitacoraProfile *self, Text text, GError **error)
{
  if (g_settings_is_writable (self->settings, text_table[text].key))
    return TRUE;
  g_set_error_literal (error,
                       BITACORA_PROFILE_ERROR,
                       BITACORA_PROFILE_ERROR_LOCKED,
                       _ ("Your administrator has fixed this setting; only they can change it."));
  return FALSE;
}

static void
settings_changed_cb (GSettings *settings, const char *key, BitacoraProfile *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    if (g_str_equal (key, text_table[i].key))
      {
        read_text (self, i);
        return;
      }
  if (g_str_equal (key, "priority"))
    read_priority (self);
  else if (g_str_equal (key, "country-language"))
    read_country_language (self);
}

static void
bitacora_profile_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BitacoraProfile *self = BITACORA_PROFILE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, bitacora_profile_get_display_name (self));
      break;
    case PROP_SERVER:
      g_value_set_string (value, bitacora_profile_get_server (self));
      break;
    case PROP_OPERATION:
      g_value_set_string (value, bitacora_profile_get_operation (self));
      break;
    case PROP_OWNER:
      g_value_set_string (value, bitacora_profile_get_owner (self));
      break;
    case PROP_MODULE:
      g_value_set_string (value, bitacora_profile_get_module (self));
      break;
    case PROP_PRIORITY:
      g_value_set_enum (value, self->priority);
      break;
    case PROP_TIME_ZONE:
      g_value_set_string (value, bitacora_profile_get_time_zone (self));
      break;
    case PROP_COUNTRY:
      g_value_set_string (value, bitacora_profile_get_country (self));
      break;
    case PROP_COUNTRY_LANGUAGE:
      g_value_set_enum (value, self->country_language);
      break;
    case PROP_PRACTICE:
      g_value_set_boolean (value, bitacora_profile_is_practice (self));
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, bitacora_profile_is_complete (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_profile_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  BitacoraProfile *self = BITACORA_PROFILE (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_DISPLAY_NAME:
      bitacora_profile_set_display_name (self, g_value_get_string (value));
      break;
    case PROP_OPERATION:
      bitacora_profile_set_operation (self, g_value_get_string (value));
      break;
    case PROP_OWNER:
      bitacora_profile_set_owner (self, g_value_get_string (value));
      break;
    case PROP_MODULE:
      bitacora_profile_set_module (self, g_value_get_string (value));
      break;
    case PROP_PRIORITY:
      bitacora_profile_set_priority (self, g_value_get_enum (value));
      break;
    case PROP_COUNTRY_LANGUAGE:
      bitacora_profile_set_country_language (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_profile_constructed (GObject *object)
{
  BitacoraProfile *self = BITACORA_PROFILE (object);
  g_autofree char *path = g_strdup_printf (PATH_FORMAT, self->id);

  G_OBJECT_CLASS (bitacora_profile_parent_class)->constructed (object);

  self->settings = g_settings_new_with_path (SCHEMA, path);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb), self, 0);
  read_all (self);
}

static void
bitacora_profile_finalize (GObject *object)
{
  BitacoraProfile *self = BITACORA_PROFILE (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->id, g_free);
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_pointer (&self->texts[i], g_free);

  G_OBJECT_CLASS (bitacora_profile_parent_class)->finalize (object);
}

static void
bitacora_profile_class_init (BitacoraProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->get_property = bitacora_profile_get_property;
  object_class->set_property = bitacora_profile_set_property;
  object_class->constructed = bitacora_profile_constructed;
  object_class->finalize = bitacora_profile_finalize;

  properties[PROP_ID]
      = g_param_spec_string ("id", NULL, NULL, NULL, writable | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, "", writable);
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, "", readable);
  properties[PROP_OPERATION] = g_param_spec_string ("operation", NULL, NULL, "", writable);
  properties[PROP_OWNER] = g_param_spec_string ("owner", NULL, NULL, "", writable);
  properties[PROP_MODULE] = g_param_spec_string ("module", NULL, NULL, "", writable);
  properties[PROP_PRIORITY] = g_param_spec_enum ("priority",
                                                 NULL,
                                                 NULL,
                                                 BITACORA_TYPE_PRIORITY,
                                                 BITACORA_PRIORITY_NORMAL,
                                                 writable);
  properties[PROP_TIME_ZONE] = g_param_spec_string ("time-zone", NULL, NULL, "", readable);
  properties[PROP_COUNTRY] = g_param_spec_string ("country", NULL, NULL, "", readable);
  properties[PROP_COUNTRY_LANGUAGE] = g_param_spec_enum ("country-language",
                                                         NULL,
                                                         NULL,
                                                         BITACORA_TYPE_COUNTRY_LANGUAGE,
                                                         BITACORA_COUNTRY_LANGUAGE_SPANISH,
                                                         writable);
  properties[PROP_PRACTICE] = g_param_spec_boolean ("practice", NULL, NULL, FALSE, readable);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_profile_init (BitacoraProfile *self)
{
  self->priority = BITACORA_PRIORITY_NORMAL;
}

/**
 * bitacora_profile_new:
 * @id: the profile's id, a part of its settings' path: small ASCII letters, digits and `-`
 *
 * Opens the profile of that id, which need not have been set up yet. It follows its settings
 * whoever changes them.
 *
 * Returns: (transfer full): the profile
 */
BitacoraProfile *
bitacora_profile_new (const char *id)
{
  g_return_val_if_fail (id != NULL && *id != '\0', NULL);
  g_return_val_if_fail (strchr (id, '/') == NULL, NULL);

  return g_object_new (BITACORA_TYPE_PROFILE, "id", id, NULL);
}

/**
 * bitacora_profile_get_id:
 * @self: a profile
 *
 * Returns: (transfer none): its id, which never changes
 */
const char *
bitacora_profile_get_id (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->id;
}

/**
 * bitacora_profile_get_settings:
 * @self: a profile
 *
 * Returns: (transfer none): its settings
 */
GSettings *
bitacora_profile_get_settings (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->settings;
}

/**
 * bitacora_profile_get_display_name:
 * @self: a profile
 *
 * Returns: (transfer none): the name that people know it by; its id if it was given none
 */
const char *
bitacora_profile_get_display_name (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return *self->texts[TEXT_DISPLAY_NAME] != '\0' ? self->texts[TEXT_DISPLAY_NAME] : self->id;
}

/**
 * bitacora_profile_set_display_name:
 * @self: a profile
 * @display_name: the name that people know it by
 */
void
bitacora_profile_set_display_name (BitacoraProfile *self, const char *display_name)
{
  g_return_if_fail (BITACORA_IS_PROFILE (self));
  g_return_if_fail (display_name != NULL);

  write_text (self, TEXT_DISPLAY_NAME, display_name);
}

/**
 * bitacora_profile_get_server:
 * @self: a profile
 *
 * Returns: (transfer none): the CRM's address, such as `https://crm0001.wolkvox.com`; empty if
 *   there is none yet
 */
const char *
bitacora_profile_get_server (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->texts[TEXT_SERVER];
}

/**
 * bitacora_profile_set_server:
 * @self: a profile
 * @text: the CRM's address, as typed or pasted
 * @error: return location for an error
 *
 * Keeps the server that bitacora_server_address_parse() finds in @text.
 *
 * Returns: %TRUE, or %FALSE with a #BITACORA_SERVER_ERROR, or %BITACORA_PROFILE_ERROR_LOCKED if
 *   an administrator has fixed it
 */
gboolean
bitacora_profile_set_server (BitacoraProfile *self, const char *text, GError **error)
{
  g_autofree char *address = NULL;

  g_return_val_if_fail (BITACORA_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  address = bitacora_server_address_parse (text, error);
  if (address == NULL)
    return FALSE;
  if (g_str_equal (self->texts[TEXT_SERVER], address))
    return TRUE;
  if (!check_writable (self, TEXT_SERVER, error))
    return FALSE;
  write_text (self, TEXT_SERVER, address);
  return TRUE;
}

/**
 * bitacora_profile_get_operation:
 * @self: a profile
 *
 * Returns: (transfer none): the name of the CRM's operation; empty if there is none yet
 */
const char *
bitacora_profile_get_operation (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->texts[TEXT_OPERATION];
}

/**
 * bitacora_profile_set_operation:
 * @self: a profile
 * @operation: the name of the CRM's operation
 */
void
bitacora_profile_set_operation (BitacoraProfile *self, const char *operation)
{
  g_return_if_fail (BITACORA_IS_PROFILE (self));
  g_return_if_fail (operation != NULL);

  write_text (self, TEXT_OPERATION, operation);
}

/**
 * bitacora_profile_get_owner:
 * @self: a profile
 *
 * Returns: (transfer none): the CRM user whom new activities belong to, or the empty string
 */
const char *
bitacora_profile_get_owner (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->texts[TEXT_OWNER];
}

/**
 * bitacora_profile_set_owner:
 * @self: a profile
 * @owner: the CRM user whom new activities belong to
 */
void
bitacora_profile_set_owner (BitacoraProfile *self, const char *owner)
{
  g_return_if_fail (BITACORA_IS_PROFILE (self));
  g_return_if_fail (owner != NULL);

  write_text (self, TEXT_OWNER, owner);
}

/**
 * bitacora_profile_get_module:
 * @self: a profile
 *
 * Returns: (transfer none): the module of the records that new activities hang on
 */
const char *
bitacora_profile_get_module (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->texts[TEXT_MODULE];
}

/**
 * bitacora_profile_set_module:
 * @self: a profile
 * @module: the module of the records that new activities hang on
 */
void
bitacora_profile_set_module (BitacoraProfile *self, const char *module)
{
  g_return_if_fail (BITACORA_IS_PROFILE (self));
  g_return_if_fail (module != NULL);

  write_text (self, TEXT_MODULE, module);
}

/**
 * bitacora_profile_get_priority:
 * @self: a profile
 *
 * Returns: the priority of new activities
 */
BitacoraPriority
bitacora_profile_get_priority (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), BITACORA_PRIORITY_NORMAL);

  return self->priority;
}

/**
 * bitacora_profile_set_priority:
 * @self: a profile
 * @priority: the priority of new activities
 */
void
bitacora_profile_set_priority (BitacoraProfile *self, BitacoraPriority priority)
{
  g_return_if_fail (BITACORA_IS_PROFILE (self));

  if (self->priority == priority)
    return;
  g_settings_set_enum (self->settings, "priority", priority);
  read_priority (self);
}

/**
 * bitacora_profile_get_time_zone:
 * @self: a profile
 *
 * Returns: (transfer none): the IANA identifier of the zone in which the CRM writes its dates;
 *   empty for the computer's
 */
const char *
bitacora_profile_get_time_zone (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->texts[TEXT_TIME_ZONE];
}

/**
 * bitacora_profile_set_time_zone:
 * @self: a profile
 * @identifier: (nullable): an IANA identifier such as `America/Bogota`; %NULL or the empty string
 *   for the computer's zone
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with %BITACORA_MOMENT_ERROR_NO_SUCH_ZONE, or
 *   %BITACORA_PROFILE_ERROR_LOCKED if an administrator has fixed it
 */
gboolean
bitacora_profile_set_time_zone (BitacoraProfile *self, const char *identifier, GError **error)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (BITACORA_IS_PROFILE (self), FALSE);

  trimmed = g_strstrip (g_strdup (identifier != NULL ? identifier : ""));
  if (*trimmed != '\0')
    {
      g_autoptr (GTimeZone) zone = bitacora_time_zone_find (trimmed, error);

      if (zone == NULL)
        return FALSE;
    }
  if (g_str_equal (self->texts[TEXT_TIME_ZONE], trimmed))
    return TRUE;
  if (!check_writable (self, TEXT_TIME_ZONE, error))
    return FALSE;
  write_text (self, TEXT_TIME_ZONE, trimmed);
  return TRUE;
}

/**
 * bitacora_profile_get_country:
 * @self: a profile
 *
 * Returns: (transfer none): the ISO 3166-1 code of the country that a number without calling code
 *   belongs to
 */
const char *
bitacora_profile_get_country (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  return self->texts[TEXT_COUNTRY];
}

/**
 * bitacora_profile_set_country:
 * @self: a profile
 * @region: an ISO 3166-1 code, in capitals or not
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with %BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY, or
 *   %BITACORA_PROFILE_ERROR_LOCKED if an administrator has fixed it
 */
gboolean
bitacora_profile_set_country (BitacoraProfile *self, const char *region, GError **error)
{
  g_autofree char *capitals = NULL;

  g_return_val_if_fail (BITACORA_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (region != NULL, FALSE);

  capitals = g_strstrip (g_ascii_strup (region, -1));
  if (bitacora_phone_library_get_calling_code (capitals) == 0)
    {
      g_autofree char *valid = bitacora_text_quote (region);

      g_set_error (error,
                   BITACORA_PHONE_ERROR,
                   BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY,
                   _ ("There is no country “%s”. Use its code of two letters, for example CO for "
                      "Colombia."),
                   valid);
      return FALSE;
    }
  if (g_str_equal (self->texts[TEXT_COUNTRY], capitals))
    return TRUE;
  if (!check_writable (self, TEXT_COUNTRY, error))
    return FALSE;
  write_text (self, TEXT_COUNTRY, capitals);
  return TRUE;
}

/**
 * bitacora_profile_get_country_language:
 * @self: a profile
 *
 * Returns: the language in which the CRM wants its country names
 */
BitacoraCountryLanguage
bitacora_profile_get_country_language (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), BITACORA_COUNTRY_LANGUAGE_SPANISH);

  return self->country_language;
}

/**
 * bitacora_profile_set_country_language:
 * @self: a profile
 * @language: the language in which the CRM wants its country names
 */
void
bitacora_profile_set_country_language (BitacoraProfile *self, BitacoraCountryLanguage language)
{
  g_return_if_fail (BITACORA_IS_PROFILE (self));

  if (self->country_language == language)
    return;
  g_settings_set_enum (self->settings, "country-language", language);
  read_country_language (self);
}
