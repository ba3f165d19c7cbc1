/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-country.h"

#include <locale.h>
#include <string.h>

#include "bitacora-country-names-private.h"
#include "bitacora-phone-library.h"
#include "bitacora-text-private.h"

struct _BitacoraCountry
{
  GObject parent_instance;

  const BitacoraCountryNames *names;
  char *calling_code;
  char *flag;
};

enum
{
  PROP_0,
  PROP_REGION,
  PROP_CALLING_CODE,
  PROP_NAME,
  PROP_FLAG,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraCountry, bitacora_country, G_TYPE_OBJECT)

static int
compare_region (const void *region, const void *names)
{
  return g_ascii_strcasecmp (region, ((const BitacoraCountryNames *)names)->region);
}

/* Every call that is read has a country: most names differ from it in their first letters, which is
 * cheaper to see than to fold them. */
static gboolean
folds_to (const char *name, const char *folded)
{
  g_autofree char *own = NULL;

  for (gsize i = 0; g_ascii_isalpha (name[i]); i++)
    {
      if (g_ascii_tolower (name[i]) != folded[i])
        return FALSE;
    }
  own = bitacora_text_fold (name);
  return g_str_equal (own, folded);
}

static const BitacoraCountryNames *
find_names (const char *region)
{
  return bsearch (region,
                  bitacora_country_names,
                  bitacora_n_country_names,
                  sizeof bitacora_country_names[0],
                  compare_region);
}

/* The two letters as regional indicator symbols, which fonts draw as a flag. */
static char *
make_flag (const char *region)
{
  GString *flag = g_string_new (NULL);

  for (const char *p = region; *p != '\0'; p++)
    g_string_append_unichar (flag, 0x1F1E6 + (gunichar)(*p - 'A'));
  return g_string_free (flag, FALSE);
}

static BitacoraCountry *
country_new (const BitacoraCountryNames *names, int calling_code)
{
  BitacoraCountry *self = g_object_new (BITACORA_TYPE_COUNTRY, NULL);

  self->names = names;
  self->calling_code = g_strdup_printf ("%d", calling_code);
  self->flag = make_flag (names->region);
  return self;
}

/* The name in the language in which gettext speaks to the user. */
static const char *
choose_name (const BitacoraCountryNames *names)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);

  if (locale == NULL || g_str_equal (locale, "C") || g_str_equal (locale, "POSIX")
      || g_str_has_prefix (locale, "C."))
    return names->english;

  for (const char *const *language = g_get_language_names (); *language != NULL; language++)
    {
      if (g_str_equal (*language, "es"))
        return names->spanish;
      if (g_str_equal (*language, "pt"))
        return names->portuguese;
      if (g_str_equal (*language, "en"))
        return names->english;
    }
  return names->english;
}

/* Whether a word of @name, or more of them in a row, begins with @folded. */
static gboolean
name_matches (const char *name, const char *folded)
{
  g_autofree char *folded_name = bitacora_text_fold (name);
  const char *end = folded_name;

  while ((end = strstr (end, folded)) != NULL)
    {
      const char *before = end > folded_name ? g_utf8_prev_char (end) : NULL;

      if (before == NULL || !g_unichar_isalnum (g_utf8_get_char (before)))
        return TRUE;
      end = g_utf8_next_char (end);
    }
  return FALSE;
}

/* Not g_utf8_strup(), whose answer depends on the user's language (Turkish has two letters i). */
static char *
to_capitals (const char *text)
{
  GString *capitals = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_string_append_unichar (capitals, g_unichar_toupper (g_utf8_get_char (text)));
  return g_string_free (capitals, FALSE);
}

static int
compare_names (const void *a, const void *b, void *data)
{
  return g_utf8_collate (choose_name (((BitacoraCountry *)a)->names),
                         choose_name (((BitacoraCountry *)b)->names));
}

static void
bitacora_country_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BitacoraCountry *self = BITACORA_COUNTRY (object);

  switch (prop_id)
    {
    case PROP_REGION:
      g_value_set_string (value, bitacora_country_get_region (self));
      break;
    case PROP_CALLING_CODE:
      g_value_set_string (value, bitacora_country_get_calling_code (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, bitacora_country_get_name (self));
      break;
    case PROP_FLAG:
      g_value_set_string (value, bitacora_country_get_flag (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_country_finalize (GObject *object)
{
  BitacoraCountry *self = BITACORA_COUNTRY (object);

  g_clear_pointer (&self->calling_code, g_free);
  g_clear_pointer (&self->flag, g_free);

  G_OBJECT_CLASS (bitacora_country_parent_class)->finalize (object);
}

static void
bitacora_country_class_init (BitacoraCountryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_country_get_property;
  object_class->finalize = bitacora_country_finalize;

  properties[PROP_REGION] = g_param_spec_string ("region", NULL, NULL, NULL, flags);
  properties[PROP_CALLING_CODE] = g_param_spec_string ("calling-code", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_FLAG] = g_param_spec_string ("flag", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_country_init (BitacoraCountry *self)
{
}

/**
 * bitacora_country_language_get_type:
 *
 * Returns: the #GType of #BitacoraCountryLanguage
 */
GType
bitacora_country_language_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[]
          = { { BITACORA_COUNTRY_LANGUAGE_SPANISH, "BITACORA_COUNTRY_LANGUAGE_SPANISH", "spanish" },
              { BITACORA_COUNTRY_LANGUAGE_ENGLISH, "BITACORA_COUNTRY_LANGUAGE_ENGLISH", "english" },
              { 0, NULL, NULL } };

      g_once_init_leave (&type, g_enum_register_static ("BitacoraCountryLanguage", values));
    }
  return type;
}

/**
 * bitacora_country_find:
 * @region: an ISO 3166-1 code of two letters
 *
 * Finds a country that has a calling code and a name in iso-codes.
 *
 * Returns: (transfer full) (nullable): the country, or %NULL if there is none
 */
BitacoraCountry *
bitacora_country_find (const char *region)
{
  const BitacoraCountryNames *names;
  int calling_code;

  g_return_val_if_fail (region != NULL, NULL);

  names = find_names (region);
  if (names == NULL)
    return NULL;
  calling_code = bitacora_phone_library_get_calling_code (names->region);
  return calling_code != 0 ? country_new (names, calling_code) : NULL;
}

/**
 * bitacora_country_get_region:
 * @self: a country
 *
 * Returns: (transfer none): its ISO 3166-1 code
 */
const char *
bitacora_country_get_region (BitacoraCountry *self)
{
  g_return_val_if_fail (BITACORA_IS_COUNTRY (self), NULL);

  return self->names->region;
}

/**
 * bitacora_country_get_calling_code:
 * @self: a country
 *
 * Returns: (transfer none): its calling code, without +
 */
const char *
bitacora_country_get_calling_code (BitacoraCountry *self)
{
  g_return_val_if_fail (BITACORA_IS_COUNTRY (self), NULL);

  return self->calling_code;
}

/**
 * bitacora_country_get_name:
 * @self: a country
 *
 * Returns: (transfer none): its name in the user's language if that is Spanish or Portuguese,
 *   else in English
 */
const char *
bitacora_country_get_name (BitacoraCountry *self)
{
  g_return_val_if_fail (BITACORA_IS_COUNTRY (self), NULL);

  return choose_name (self->names);
}

/**
 * bitacora_country_get_flag:
 * @self: a country
 *
 * Returns: (transfer none): its flag, as two regional indicator symbols
 */
const char *
bitacora_country_get_flag (BitacoraCountry *self)
{
  g_return_val_if_fail (BITACORA_IS_COUNTRY (self), NULL);

  return self->flag;
}

/**
 * bitacora_country_matches:
 * @self: a country
 * @text: what somebody types to find it
 *
 * Searches for the country by the beginning of any word of its name (in the user's language,
 * Spanish or English; accents and capitals do not matter), by its code, and by the beginning of
 * its calling code, with or without +.
 *
 * Returns: whether @text may mean it; nothing typed means all of them
 */
gboolean
bitacora_country_matches (BitacoraCountry *self, const char *text)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (BITACORA_IS_COUNTRY (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  folded = bitacora_text_fold (text);
  if (*folded == '\0')
    return g_utf8_validate (text, -1, NULL);
  if (*folded == '+' || g_ascii_isdigit (*folded))
    return g_str_has_prefix (self->calling_code, *folded == '+' ? folded + 1 : folded);

  return g_ascii_strcasecmp (folded, self->names->region) == 0
         || name_matches (choose_name (self->names), folded)
         || name_matches (self->names->spanish, folded)
         || name_matches (self->names->english, folded);
}

/**
 * bitacora_country_list_all:
 *
 * Lists the countries that have a calling code, by their names in the user's language.
 *
 * Returns: (transfer full): a list model of #BitacoraCountry
 */
GListModel *
bitacora_country_list_all (void)
{
  GListStore *store = g_list_store_new (BITACORA_TYPE_COUNTRY);

  for (gsize i = 0; i < bitacora_n_country_names; i++)
    {
      const int calling_code
          = bitacora_phone_library_get_calling_code (bitacora_country_names[i].region);

      if (calling_code != 0)
        {
          g_autoptr (BitacoraCountry) country
              = country_new (&bitacora_country_names[i], calling_code);

          g_list_store_append (store, country);
        }
    }
  g_list_store_sort (store, compare_names, NULL);
  return G_LIST_MODEL (store);
}

/**
 * bitacora_country_name_for_crm:
 * @region: the region of a phone number
 * @language: the language in which the CRM wants its country names
 *
 * Names a country as the CRM wants it, in capitals (contract: `COLOMBIA`).
 *
 * Returns: (transfer full): the name; @region itself for one that ISO 3166-1 does not name, such
 *   as Kosovo's `XK`, or `001`, the region of numbers that belong to no country
 */
char *
bitacora_country_name_for_crm (const char *region, BitacoraCountryLanguage language)
{
  const BitacoraCountryNames *names;

  g_return_val_if_fail (region != NULL, NULL);

  names = find_names (region);
  if (names == NULL)
    return g_ascii_strup (region, -1);
  return to_capitals (language == BITACORA_COUNTRY_LANGUAGE_ENGLISH ? names->english
                                                                    : names->spanish);
}

/**
 * bitacora_country_region_from_crm_name:
 * @name: a country's name as the CRM has it, or its ISO 3166-1 code
 *
 * Finds the country that the CRM means, whether it speaks Spanish or English; capitals and
 * accents do not matter.
 *
 * Returns: (transfer none) (nullable): its ISO 3166-1 code, or %NULL if there is no such country
 */
const char *
bitacora_country_region_from_crm_name (const char *name)
{
  const BitacoraCountryNames *coded;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  folded = bitacora_text_fold (name);
  for (gsize i = 0; i < bitacora_n_country_names; i++)
    {
      if (folds_to (bitacora_country_names[i].spanish, folded)
          || folds_to (bitacora_country_names[i].english, folded))
        return bitacora_country_names[i].region;
    }
  coded = find_names (folded);
  return coded != NULL ? coded->region : NULL;
}
