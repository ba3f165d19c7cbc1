/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-moment.h"

static GTimeZone *
get_zone (const char *identifier)
{
  g_autoptr (GError) error = NULL;
  GTimeZone *zone = bitacora_time_zone_find (identifier, &error);

  g_assert_no_error (error);
  return zone;
}

static void
test_found (void)
{
  static const char *const good[] = {
    "America/Bogota", "Europe/Madrid",         "UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires",
    "EST5EDT",        "America/Port-au-Prince"
  };
  static const char *const bad[] = { "",
                                     "Bogota",
                                     "America/Bogotá",
                                     "America/Nowhere",
                                     "+05:00",
                                     "-5",
                                     "ABC3",
                                     "UTC-3",
                                     "/etc/passwd",
                                     "/usr/share/zoneinfo/UTC",
                                     "America/",
                                     "../zoneinfo/UTC",
                                     "America/../UTC",
                                     "America",
                                     " UTC",
                                     "\xff",
                                     "5" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GTimeZone) known = g_time_zone_new_identifier (good[i]);
      g_autoptr (GTimeZone) zone = NULL;

      /* Some systems keep the names of old in a package of their own. */
      if (known == NULL && strchr (good[i], '/') == NULL)
        continue;
      zone = get_zone (good[i]);
      g_assert_cmpstr (g_time_zone_get_identifier (zone), ==, good[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", g_utf8_validate (bad[i], -1, NULL) ? bad[i] : "broken UTF-8");
      g_assert_null (bitacora_time_zone_find (bad[i], &error));
      g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_NO_SUCH_ZONE);
      g_assert_nonnull (strstr (error->message, "America/Bogota"));
    }
}

static void
test_skipped (void)
{
  static const struct
  {
    const char *zone;
    int wanted[6];
    const char *first;
  } cases[] = {
    { "America/New_York", { 2026, 3, 8, 2, 30, 0 }, "03:00" },
    { "America/New_York", { 2026, 3, 8, 2, 0, 0 }, "03:00" },
    { "America/New_York", { 2026, 3, 8, 2, 59, 59 }, "03:00" },
    { "America/Santiago", { 2026, 9, 6, 0, 15, 0 }, "01:00" },
    { "Europe/Madrid", { 2026, 3, 29, 2, 1, 0 }, "03:00" },
    { "Australia/Lord_Howe", { 2026, 10, 4, 2, 10, 0 }, "02:30" },
    { "Pacific/Apia", { 2011, 12, 30, 12, 0, 0 }, "00:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = get_zone (cases[i].zone);
      g_autoptr (GError) error = NULL;
      const int *wanted = cases[i].wanted;

      g_test_message ("%s %02d:%02d", cases[i].zone, wanted[3], wanted[4]);
      g_assert_null (bitacora_moment_new (
          zone, wanted[0], wanted[1], wanted[2], wanted[3], wanted[4], wanted[5], &error));
      g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_SKIPPED);
      g_assert_nonnull (strstr (error->message, cases[i].zone));
      g_assert_nonnull (strstr (error->message, cases[i].first));
    }
}

static void
test_at_the_edges (void)
{
  g_autoptr (GTimeZone) zone = get_zone ("America/New_York");
  g_autoptr (GDateTime) before = bitacora_moment_new (zone, 2026, 3, 8, 1, 59, 59, NULL);
  g_autoptr (GDateTime) after = bitacora_moment_new (zone, 2026, 3, 8, 3, 0, 0, NULL);

  g_assert_cmpint (g_date_time_difference (after, before), ==, G_TIME_SPAN_SECOND);
}

static void
test_twice (void)
{
  static const struct
  {
    const char *zone;
    int wanted[5];
    int offset_hours;
  } cases[] = {
    { "America/New_York", { 2026, 11, 1, 1, 30 }, -4 },
    { "America/New_York", { 2026, 11, 1, 1, 0 }, -4 },
    { "America/New_York", { 2026, 11, 1, 0, 59 }, -4 },
    { "America/New_York", { 2026, 11, 1, 2, 0 }, -5 },
    { "America/Santiago", { 2026, 4, 4, 23, 30 }, -3 },
    { "Europe/Madrid", { 2026, 10, 25, 2, 30 }, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = get_zone (cases[i].zone);
      const int *wanted = cases[i].wanted;
      g_autoptr (GDateTime) moment = bitacora_moment_new (
          zone, wanted[0], wanted[1], wanted[2], wanted[3], wanted[4], 0, NULL);

      g_assert_cmpint (g_date_time_get_hour (moment), ==, wanted[3]);
      g_assert_cmpint (g_date_time_get_utc_offset (moment),
                       ==,
                       cases[i].offset_hours * G_TIME_SPAN_HOUR);
    }
}

/* Every half hour of a year in zones of all kinds: what exists is what was asked for, and what
 * does not is what no instant shows. */
static void
test_every_half_hour (void)
{
  static const char *const zones[]
      = { "America/Bogota",      "America/New_York", "America/Santiago",  "America/Caracas",
          "Australia/Lord_Howe", "Asia/Kathmandu",   "Africa/Casablanca", "UTC" };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (GTimeZone) zone = get_zone (zones[i]);
      g_autoptr (GDateTime) start = g_date_time_new_utc (2025, 12, 30, 0, 0, 0);
      g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint half = 0; half < 370 * 48; half++)
        {
          g_autoptr (GDateTime) instant = g_date_time_add_minutes (start, 30 * half);

          g_hash_table_add (shown, bitacora_moment_format_crm (instant, zone));
        }
      for (guint half = 96; half < 368 * 48; half++)
        {
          g_autoptr (GDateTime) wall = g_date_time_add_minutes (start, 30 * half);
          g_autofree char *text = g_date_time_format (wall, "%Y-%m-%d %H:%M:%S");
          g_autoptr (GError) error = NULL;
          g_autoptr (GDateTime) moment = bitacora_moment_parse_crm (text, zone, &error);

          if (g_hash_table_contains (shown, text))
            {
              g_autofree char *again = NULL;

              g_assert_no_error (error);
              again = bitacora_moment_format_crm (moment, zone);
              g_assert_cmpstr (again, ==, text);
            }
          else if (!g_str_equal (zones[i], "Asia/Kathmandu"))
            g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_SKIPPED);
        }
    }
}

static void
test_midnight (void)
{
  g_autoptr (GTimeZone) santiago = get_zone ("America/Santiago");
  g_autoptr (GDateTime) now = bitacora_moment_new (santiago, 2026, 9, 1, 12, 0, 0, NULL);
  g_autoptr (GDateTime) day = bitacora_moment_parse_date ("2026-09-06", now, NULL);
  g_autoptr (GDateTime) other = bitacora_moment_parse_date ("2026-09-07", now, NULL);
  g_autoptr (GTimeZone) apia = get_zone ("Pacific/Apia");
  g_autoptr (GDateTime) there = bitacora_moment_new (apia, 2011, 12, 29, 12, 0, 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_date_time_get_day_of_month (day), ==, 6);
  g_assert_cmpint (g_date_time_get_hour (day), ==, 1);
  g_assert_cmpint (g_date_time_get_hour (other), ==, 0);

  g_assert_null (bitacora_moment_parse_date ("2011-12-30", there, &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_SKIPPED);
}

/* An hour on the stopwatch is an hour, though the clocks jump; a day on the calendar is a day. */
static void
test_distance (void)
{
  g_autoptr (GTimeZone) zone = get_zone ("America/New_York");
  g_autoptr (GDateTime) now = bitacora_moment_new (zone, 2026, 3, 7, 12, 0, 0, NULL);
  g_autoptr (GDateTime) day = bitacora_moment_parse ("+1d", now, NULL);
  g_autoptr (GDateTime) hours = bitacora_moment_parse ("+24h", now, NULL);
  g_autoptr (GDateTime) night = bitacora_moment_new (zone, 2026, 3, 7, 2, 30, 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_date_time_get_hour (day), ==, 12);
  g_assert_cmpint (g_date_time_get_hour (hours), ==, 13);
  g_assert_null (bitacora_moment_parse ("+1d", night, &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_SKIPPED);
}

static void
test_typed_into_the_gap (void)
{
  g_autoptr (GTimeZone) zone = get_zone ("America/New_York");
  g_autoptr (GDateTime) now = bitacora_moment_new (zone, 2026, 3, 7, 12, 0, 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (bitacora_moment_parse ("mañana 2:30", now, &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_SKIPPED);
}

static void
test_other_zone (void)
{
  g_autoptr (GTimeZone) bogota = get_zone ("America/Bogota");
  g_autoptr (GTimeZone) madrid = get_zone ("Europe/Madrid");
  g_autoptr (GDateTime) moment = bitacora_moment_new (bogota, 2026, 12, 31, 23, 15, 0, NULL);
  g_autofree char *here = bitacora_moment_format_crm (moment, bogota);
  g_autofree char *there = bitacora_moment_format_crm (moment, madrid);

  g_assert_cmpstr (here, ==, "2026-12-31 23:15:00");
  g_assert_cmpstr (there, ==, "2027-01-01 05:15:00");
}

static void
test_far_years (void)
{
  g_autoptr (GTimeZone) bogota = get_zone ("America/Bogota");
  g_autoptr (GTimeZone) tokyo = get_zone ("Asia/Tokyo");
  g_autoptr (GDateTime) old = bitacora_moment_new (bogota, 1, 1, 1, 0, 0, 0, NULL);
  g_autoptr (GDateTime) last = bitacora_moment_new (tokyo, 9999, 12, 31, 23, 59, 59, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_date_time_get_year (old), ==, 1);
  g_assert_cmpint (g_date_time_get_year (last), ==, 9999);
  /* Neither zone's clocks can be told apart from UTC's without leaving those years. */
  g_assert_null (bitacora_moment_new (bogota, 9999, 12, 31, 23, 59, 59, &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_NO_SUCH_DATE);
  g_clear_error (&error);
  g_assert_null (bitacora_moment_new (tokyo, 1, 1, 1, 0, 0, 0, &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_NO_SUCH_DATE);
  g_clear_error (&error);
  g_assert_null (bitacora_moment_new (bogota, 10000, 1, 1, 0, 0, 0, &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_NO_SUCH_DATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moment/zones/found", test_found);
  g_test_add_func ("/moment/zones/skipped", test_skipped);
  g_test_add_func ("/moment/zones/at-the-edges", test_at_the_edges);
  g_test_add_func ("/moment/zones/twice", test_twice);
  g_test_add_func ("/moment/zones/every-half-hour", test_every_half_hour);
  g_test_add_func ("/moment/zones/midnight", test_midnight);
  g_test_add_func ("/moment/zones/distance", test_distance);
  g_test_add_func ("/moment/zones/typed-into-the-gap", test_typed_into_the_gap);
  g_test_add_func ("/moment/zones/other-zone", test_other_zone);
  g_test_add_func ("/moment/zones/far-years", test_far_years);
  return g_test_run ();
}
