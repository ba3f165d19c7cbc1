/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-country.h"

#include <locale.h>

#include "model/bitacora-phone-library.h"

static void
test_find (void)
{
  g_autoptr (BitacoraCountry) colombia = bitacora_country_find ("CO");
  g_autoptr (BitacoraCountry) small = bitacora_country_find ("co");

  g_assert_cmpstr (bitacora_country_get_region (colombia), ==, "CO");
  g_assert_cmpstr (bitacora_country_get_calling_code (colombia), ==, "57");
  g_assert_cmpstr (bitacora_country_get_name (colombia), ==, "Colombia");
  g_assert_cmpstr (bitacora_country_get_flag (colombia), ==, "🇨🇴");
  g_assert_cmpstr (bitacora_country_get_region (small), ==, "CO");

  g_assert_null (bitacora_country_find (""));
  g_assert_null (bitacora_country_find ("XX"));
  g_assert_null (bitacora_country_find ("001"));
  g_assert_null (bitacora_country_find ("COL"));
  /* Antarctica has a code and a name, but no calling code. */
  g_assert_null (bitacora_country_find ("AQ"));
}

static void
test_list (void)
{
  g_autoptr (GListModel) list = bitacora_country_list_all ();
  const guint n = g_list_model_get_n_items (list);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true (g_list_model_get_item_type (list) == BITACORA_TYPE_COUNTRY);
  g_assert_cmpuint (n, >, 220);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BitacoraCountry) country = g_list_model_get_item (list, i);
      g_autoptr (BitacoraCountry) next = g_list_model_get_item (list, i + 1);
      g_autofree char *code = g_strdup_printf ("%d",
                                               bitacora_phone_library_get_calling_code (
                                                   bitacora_country_get_region (country)));

      g_assert_cmpstr (code, ==, bitacora_country_get_calling_code (country));
      g_assert_cmpint (*bitacora_country_get_name (country), !=, '\0');
      g_assert_true (g_hash_table_add (seen, g_strdup (bitacora_country_get_region (country))));
      if (next != NULL)
        g_assert_cmpint (g_utf8_collate (bitacora_country_get_name (country),
                                         bitacora_country_get_name (next)),
                         <=,
                         0);
    }
}

static void
check_names (const char *locale, const char *language, const char *us, const char *germany)
{
  g_autoptr (BitacoraCountry) country = bitacora_country_find ("US");
  g_autoptr (BitacoraCountry) other = bitacora_country_find ("DE");

  if (setlocale (LC_ALL, locale) == NULL)
    {
      g_test_skip ("this locale cannot be made here: localedef or its sources are missing");
      return;
    }
  g_setenv ("LANGUAGE", language, TRUE);
  g_assert_cmpstr (bitacora_country_get_name (country), ==, us);
  g_assert_cmpstr (bitacora_country_get_name (other), ==, germany);
  test_list ();
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "C");
}

static void
test_spanish (void)
{
  check_names ("es_CO.UTF-8", "es_CO", "Estados Unidos", "Alemania");
}

static void
test_portuguese (void)
{
  check_names ("pt_BR.UTF-8", "pt_BR:es", "Estados Unidos", "Alemanha");
}

static void
test_english (void)
{
  check_names ("en_US.UTF-8", "en_US", "United States", "Germany");
}

/* As gettext does, which leaves all other text in English too. */
static void
test_untranslated (void)
{
  check_names ("de_DE.UTF-8", "de_DE", "United States", "Germany");
  check_names ("C", "es", "United States", "Germany");
}

static void
test_matches (void)
{
  static const struct
  {
    const char *region;
    const char *text;
    gboolean matches;
  } cases[] = {
    { "CO", "", TRUE },       { "CO", "col", TRUE },       { "CO", "  COLOMBIA ", TRUE },
    { "CO", "olom", FALSE },  { "CO", "co", TRUE },        { "CO", "57", TRUE },
    { "CO", "+57", TRUE },    { "CO", "+5", TRUE },        { "CO", "+573", FALSE },
    { "CO", "7", FALSE },     { "US", "estados", TRUE },   { "US", "unidos", TRUE },
    { "US", "states", TRUE }, { "US", "united st", TRUE }, { "US", "us", TRUE },
    { "MX", "mexico", TRUE }, { "MX", "méxico", TRUE },    { "PE", "peru", TRUE },
    { "ES", "espana", TRUE }, { "ES", "España", TRUE },    { "ES", "spain", TRUE },
    { "CI", "ivoire", TRUE }, { "CI", "marfil", TRUE },    { "GB", "reino unido", TRUE },
    { "GB", "uk", FALSE },    { "DO", "1", TRUE },         { "CO", "*", FALSE },
    { "CO", "\xff", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BitacoraCountry) country = bitacora_country_find (cases[i].region);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (bitacora_country_matches (country, cases[i].text), ==, cases[i].matches);
    }
}

static void
test_crm_names (void)
{
  static const struct
  {
    const char *region;
    BitacoraCountryLanguage language;
    const char *name;
  } cases[] = {
    { "CO", BITACORA_COUNTRY_LANGUAGE_SPANISH, "COLOMBIA" },
    { "US", BITACORA_COUNTRY_LANGUAGE_SPANISH, "ESTADOS UNIDOS" },
    { "US", BITACORA_COUNTRY_LANGUAGE_ENGLISH, "UNITED STATES" },
    { "PE", BITACORA_COUNTRY_LANGUAGE_SPANISH, "PERÚ" },
    { "BO", BITACORA_COUNTRY_LANGUAGE_ENGLISH, "BOLIVIA" },
    { "KR", BITACORA_COUNTRY_LANGUAGE_ENGLISH, "SOUTH KOREA" },
    { "XK", BITACORA_COUNTRY_LANGUAGE_SPANISH, "XK" },
    { "001", BITACORA_COUNTRY_LANGUAGE_SPANISH, "001" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = bitacora_country_name_for_crm (cases[i].region, cases[i].language);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_crm_regions (void)
{
  static const char *const languages[] = { "spanish", "english" };
  g_auto (GStrv) regions = bitacora_phone_library_list_regions ();

  g_assert_cmpstr (bitacora_country_region_from_crm_name ("COLOMBIA"), ==, "CO");
  g_assert_cmpstr (bitacora_country_region_from_crm_name (" colombia "), ==, "CO");
  g_assert_cmpstr (bitacora_country_region_from_crm_name ("Peru"), ==, "PE");
  g_assert_cmpstr (bitacora_country_region_from_crm_name ("PERÚ"), ==, "PE");
  g_assert_cmpstr (bitacora_country_region_from_crm_name ("UNITED STATES"), ==, "US");
  g_assert_cmpstr (bitacora_country_region_from_crm_name ("estados unidos"), ==, "US");
  g_assert_cmpstr (bitacora_country_region_from_crm_name ("CO"), ==, "CO");
  g_assert_null (bitacora_country_region_from_crm_name (""));
  g_assert_null (bitacora_country_region_from_crm_name ("ATLANTIS"));
  g_assert_null (bitacora_country_region_from_crm_name ("\xff"));

  for (gsize i = 0; regions[i] != NULL; i++)
    for (guint language = 0; language < G_N_ELEMENTS (languages); language++)
      {
        g_autofree char *name = bitacora_country_name_for_crm (regions[i], language);

        g_test_message ("%s in %s: %s", regions[i], languages[language], name);
        if (!g_str_equal (name, regions[i]))
          g_assert_cmpstr (bitacora_country_region_from_crm_name (name), ==, regions[i]);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/country/find", test_find);
  g_test_add_func ("/country/list", test_list);
  g_test_add_func ("/country/spanish", test_spanish);
  g_test_add_func ("/country/portuguese", test_portuguese);
  g_test_add_func ("/country/english", test_english);
  g_test_add_func ("/country/untranslated", test_untranslated);
  g_test_add_func ("/country/matches", test_matches);
  g_test_add_func ("/country/crm-names", test_crm_names);
  g_test_add_func ("/country/crm-regions", test_crm_regions);
  return g_test_run ();
}
