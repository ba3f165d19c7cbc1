/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-moment.h"

#include <locale.h>

static const struct
{
  const char *locale;
  const char *date;
  const char *time;
  gboolean is_24h;
} locales[] = {
  { "C", "11/24/2026", "15:42", TRUE },
  { "es_CO.UTF-8", "24/11/2026", "15:42", TRUE },
  { "en_US.UTF-8", "11/24/2026", "3:42 PM", FALSE },
  { "pt_BR.UTF-8", "24/11/2026", "15:42", TRUE },
  { "de_DE.UTF-8", "24.11.2026", "15:42", TRUE },
  { "sv_SE.UTF-8", "2026-11-24", "15:42", TRUE },
};

static gboolean
enter_locale (const char *name)
{
  if (setlocale (LC_ALL, name) != NULL)
    return TRUE;
  g_test_skip ("this locale cannot be made here: localedef or its sources are missing");
  return FALSE;
}

static void
test_formats (void)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (2026, 11, 24, 15, 42, 7);

  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *date = NULL;
      g_autofree char *time = NULL;

      if (!enter_locale (locales[i].locale))
        break;
      date = bitacora_moment_format_date (moment);
      time = bitacora_moment_format_time (moment);
      g_test_message ("%s: %s %s", locales[i].locale, date, time);
      g_assert_cmpstr (date, ==, locales[i].date);
      if (locales[i].time != NULL)
        g_assert_cmpstr (time, ==, locales[i].time);
      g_assert_cmpint (bitacora_moment_locale_is_24h (), ==, locales[i].is_24h);
    }
  setlocale (LC_ALL, "C");
}

static void
test_spanish (void)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (2026, 11, 24, 15, 42, 7);
  g_autofree char *described = NULL;

  if (!enter_locale ("es_CO.UTF-8"))
    return;
  described = bitacora_moment_describe (moment);
  g_test_message ("%s", described);
  g_assert_true (g_str_has_prefix (described, "martes 24 "));
  g_assert_nonnull (strstr (described, "noviembre"));
  g_assert_nonnull (strstr (described, "2026"));
  setlocale (LC_ALL, "C");
}

static void
test_english (void)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (2026, 3, 8, 9, 5, 0);
  g_autofree char *described = bitacora_moment_describe (moment);

  g_assert_cmpstr (described, ==, "Sunday 8 March 2026, 09:05");
}

/* What is shown can be typed: date, time, both together and the text that is written out. */
static void
test_round_trip (void)
{
  g_autoptr (GTimeZone) bogota = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GDateTime) now = g_date_time_new (bogota, 2026, 11, 24, 15, 42, 7);

  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      if (!enter_locale (locales[i].locale))
        break;
      for (guint n = 0; n < 2000; n++)
        {
          g_autoptr (GDateTime) moment
              = g_date_time_new (bogota,
                                 g_test_rand_int_range (n < 1000 ? 2020 : 1,
                                                        n < 1000 ? 2030 : 9999),
                                 g_test_rand_int_range (1, 13),
                                 g_test_rand_int_range (1, 29),
                                 g_test_rand_int_range (0, 24),
                                 g_test_rand_int_range (0, 60),
                                 0);
          g_autofree char *date = bitacora_moment_format_date (moment);
          g_autofree char *time = bitacora_moment_format_time (moment);
          g_autofree char *both = g_strconcat (date, " ", time, NULL);
          g_autofree char *swapped = g_strconcat (time, " ", date, NULL);
          g_autofree char *described = bitacora_moment_describe (moment);
          g_autoptr (GError) error = NULL;
          g_autoptr (GDateTime) day = bitacora_moment_parse_date (date, now, &error);
          g_autoptr (GDateTime) together = NULL;
          g_autoptr (GDateTime) other_way = NULL;
          g_autoptr (GDateTime) written_out = NULL;
          int clock[3];

          g_assert_no_error (error);
          g_assert_cmpint (g_date_time_get_year (day), ==, g_date_time_get_year (moment));
          g_assert_cmpint (g_date_time_get_day_of_year (day),
                           ==,
                           g_date_time_get_day_of_year (moment));

          bitacora_moment_parse_time (time, &clock[0], &clock[1], &clock[2], &error);
          g_assert_no_error (error);
          g_assert_cmpint (clock[0], ==, g_date_time_get_hour (moment));
          g_assert_cmpint (clock[1], ==, g_date_time_get_minute (moment));

          together = bitacora_moment_parse (both, now, &error);
          g_assert_no_error (error);
          g_assert_true (g_date_time_equal (together, moment));
          other_way = bitacora_moment_parse (swapped, now, &error);
          g_assert_no_error (error);
          g_assert_true (g_date_time_equal (other_way, moment));
          if (g_str_has_prefix (locales[i].locale, "de")
              || g_str_has_prefix (locales[i].locale, "sv") || g_date_time_get_year (moment) < 1900)
            continue;
          written_out = bitacora_moment_parse (described, now, &error);
          g_assert_no_error (error);
          g_assert_true (g_date_time_equal (written_out, moment));
        }
    }
  setlocale (LC_ALL, "C");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moment/format/locales", test_formats);
  g_test_add_func ("/moment/format/spanish", test_spanish);
  g_test_add_func ("/moment/format/english", test_english);
  g_test_add_func ("/moment/format/round-trip", test_round_trip);
  return g_test_run ();
}
