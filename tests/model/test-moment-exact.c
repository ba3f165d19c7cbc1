/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says of a date is read as it stands or not at all: nothing is guessed. */
#include "model/bitacora-moment.h"

static GDateTime *
parse (const char *text, const char *zone_name, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);

  g_test_message ("%s", g_utf8_validate (text, -1, NULL) ? text : "broken UTF-8");
  return bitacora_moment_parse_exact (text, zone, error);
}

static void
check_reading (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) moment = parse (text, "America/Bogota", &error);
  g_autoptr (GDateTime) utc = NULL;
  g_autofree char *shown = NULL;

  g_assert_no_error (error);
  utc = g_date_time_to_utc (moment);
  shown = g_date_time_format_iso8601 (utc);
  g_assert_cmpstr (shown, ==, expected);
}

static void
check_refused (const char *text, const char *zone, BitacoraMomentError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, zone, &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, (int)code);
}

static void
test_read (void)
{
  static const char *const same[] = {
    "2026-11-24 15:42",          "2026-11-24T15:42",       "2026-11-24 15:42:00",
    "2026-11-24T15:42:00-05:00", "2026-11-24T15:42:00-05", "2026-11-24T15:42:00.999-0500",
    "2026-11-24T20:42:00Z",      "2026-11-24t20:42z",      "2026-11-24 15:42:00,5",
    "24/11/2026 15:42",          "24-11-2026 15:42",       "24.11.2026, 15:42",
    "24/11/2026 3:42 p. m.",     "24/11/2026 03:42:00 PM", "2026/11/24 15:42",
    "  24/11/2026   15:42 ",     "2026-11-25T02:12+05:30",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    check_reading (same[i], "2026-11-24T20:42:00Z");
  check_reading ("4/1/2026 9:05", "2026-01-04T14:05:00Z");
  check_reading ("0001-02-03 00:00:00", "0001-02-03T04:56:16Z");
}

static void
test_refused (void)
{
  static const char *const unreadable[] = {
    "",
    " ",
    "yesterday",
    "now",
    "+2h",
    "15:42",
    "24/11 15:42",
    "24/11/26 15:42",
    "11/24/26 15:42",
    "2026-11-24",
    "24/11/2026",
    "2026-11-24 ",
    "2026-1-2 15:42",
    "2026-11-24x15:42",
    "24/11-2026 15:42",
    "20261-11-24 15:42",
    "2026-11-24 15:42+99:00",
    "2026-11-24 15:42 15:42",
    "2026-11-24 Z",
    "45985.654",
    "24 nov 2026 15:42",
    "\xf3",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (unreadable); i++)
    check_refused (unreadable[i], "America/Bogota", BITACORA_MOMENT_ERROR_UNREADABLE);
  check_refused ("11/24/2026 15:42", "America/Bogota", BITACORA_MOMENT_ERROR_NO_SUCH_DATE);
  check_refused ("29/02/2026 15:42", "America/Bogota", BITACORA_MOMENT_ERROR_NO_SUCH_DATE);
  check_refused ("2026-11-24 25:00", "America/Bogota", BITACORA_MOMENT_ERROR_NO_SUCH_TIME);
}

static void
test_clocks_change (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) moment = NULL;

  check_refused ("2026-09-06 00:30", "America/Santiago", BITACORA_MOMENT_ERROR_SKIPPED);
  check_refused ("2026-04-04 23:30", "America/Santiago", BITACORA_MOMENT_ERROR_AMBIGUOUS);
  check_refused ("2026-10-25 02:59", "Europe/Madrid", BITACORA_MOMENT_ERROR_AMBIGUOUS);

  moment = parse ("2026-10-25 02:59+01:00", "Europe/Madrid", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (moment), ==, 1792893540);
  g_clear_pointer (&moment, g_date_time_unref);
  moment = parse ("2026-10-25 03:00", "Europe/Madrid", &error);
  g_assert_no_error (error);
  g_clear_pointer (&moment, g_date_time_unref);
  moment = parse ("2026-10-25 01:59", "Europe/Madrid", &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/moment-exact/read", test_read);
  g_test_add_func ("/model/moment-exact/refused", test_refused);
  g_test_add_func ("/model/moment-exact/clocks-change", test_clocks_change);
  return g_test_run ();
}
