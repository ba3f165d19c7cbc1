/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-text-private.h"

/* Longer than any offset from UTC: a day and a half on either side lie two sides of a change. */
#define FAR_SECONDS (36 * 3600)

G_DEFINE_QUARK (bitacora_moment_error_quark, bitacora_moment_error)

gboolean
bitacora_moment_check_date (int year, int month, int day, GError **error)
{
  if (year < 1 || year > 9999)
    {
      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
                   _ ("The year %d is out of reach. It must be between 1 and 9999."),
                   year);
      return FALSE;
    }
  if (month < 1 || month > 12)
    {
      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
                   _ ("There is no month %d. Months go from 1 to 12."),
                   month);
      return FALSE;
    }
  if (day < 1 || day > g_date_get_days_in_month (month, year))
    {
      g_autoptr (GDateTime) first = g_date_time_new_utc (year, month, 1, 0, 0, 0);
      /* Translators: a month and its year for g_date_time_format(). */
      g_autofree char *name = g_date_time_format (first, _ ("%B %Y"));

      /* Translators: day 31 does not exist in "February 2026", whose last day is 28. */
      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
                   _ ("There is no day %d in %s. Its last day is %d."),
                   day,
                   name,
                   g_date_get_days_in_month (month, year));
      return FALSE;
    }
  return TRUE;
}

gboolean
bitacora_moment_check_time (int hour, int minute, int second, GError **error)
{
  if (hour == 24 && minute == 0 && second == 0)
    {
      g_set_error_literal (error,
                           BITACORA_MOMENT_ERROR,
                           BITACORA_MOMENT_ERROR_NO_SUCH_TIME,
                           _ ("There is no 24:00. Midnight is 00:00 of the next day."));
      return FALSE;
    }
  if (hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59)
    return TRUE;
  g_set_error_literal (error,
                       BITACORA_MOMENT_ERROR,
                       BITACORA_MOMENT_ERROR_NO_SUCH_TIME,
                       _ ("There is no such time. Hours go from 0 to 23, or from 1 to 12 with a.m. "
                          "and p.m., minutes and seconds from 0 to 59."));
  return FALSE;
}

static int
get_offset (GTimeZone *zone, gint64 instant)
{
  const int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, instant);

  return g_time_zone_get_offset (zone, interval);
}

static GDateTime *
new_from_instant (GTimeZone *zone, gint64 instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/* The first instant at which the clocks of @zone have passed from @before to another offset. */
static gint64
find_change (GTimeZone *zone, gint64 early, gint64 late, int before)
{
  while (late - early > 1)
    {
      const gint64 middle = early + (late - early) / 2;

      if (get_offset (zone, middle) == before)
        early = middle;
      else
        late = middle;
    }
  return late;
}

/* Finds the instant at which the clocks of @zone show what UTC's show at @wall: the first one if
 * they do so twice. If they never do, %FALSE with the first instant after the gap. */
static gboolean
find_instant (GTimeZone *zone, gint64 wall, gint64 *instant)
{
  const int before = get_offset (zone, wall - FAR_SECONDS);
  const int after = get_offset (zone, wall + FAR_SECONDS);

  *instant = wall - before;
  if (get_offset (zone, *instant) == before)
    return TRUE;
  *instant = wall - after;
  if (get_offset (zone, *instant) == after)
    return TRUE;
  *instant = find_change (zone, wall - FAR_SECONDS, wall + FAR_SECONDS, before);
  return FALSE;
}

/* Reads the clock face as if it were UTC's. */
static gint64
get_wall (int year, int month, int day, int hour, int minute, int second)
{
  g_autoptr (GDateTime) utc = g_date_time_new_utc (year, month, day, hour, minute, second);

  return g_date_time_to_unix (utc);
}

static void
set_skipped (GDateTime *wanted, GTimeZone *zone, gint64 change, GError **error)
{
  g_autoptr (GDateTime) first = new_from_instant (zone, change);
  g_autofree char *wanted_time = bitacora_moment_format_time (wanted);
  g_autofree char *wanted_date = bitacora_moment_format_date (wanted);
  g_autofree char *first_time = bitacora_moment_format_time (first);
  g_autofree char *first_date = bitacora_moment_format_date (first);

  /* Translators: a time, a date, a time zone; then the date and the time that follow the gap. */
  g_set_error (error,
               BITACORA_MOMENT_ERROR,
               BITACORA_MOMENT_ERROR_SKIPPED,
               _ ("%s on %s does not exist in the time zone %s: the clocks go forward then. The "
                  "first time after that is %s, %s."),
               wanted_time,
               wanted_date,
               g_time_zone_get_identifier (zone),
               first_date,
               first_time);
}

/* GLib reads more than identifiers: files by their path, offsets, and POSIX rules such as
 * `ABC3DEF`, which are not what a person means who misspells a city. */
static gboolean
is_zone_identifier (const char *identifier)
{
  static const char *const old_names[]
      = { "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "GMT0", NULL };
  const char *digits = "0123456789";

  if (!g_ascii_isalpha (*identifier) || strstr (identifier, "..") != NULL
      || strspn (identifier, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_/")
             != strlen (identifier))
    return FALSE;
  return strchr (identifier, '/') != NULL || strpbrk (identifier, digits) == NULL
         || g_strv_contains (old_names, identifier);
}

/**
 * bitacora_moment_new_first_of_day:
 * @zone: the zone whose clocks are meant
 * @year: 1 to 9999
 * @month: 1 to 12
 * @day: 1 to the month's last
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Returns: (transfer full): midnight, or the first moment after it where the clocks skip it;
 *   errors as in bitacora_moment_new()
 */
GDateTime *
bitacora_moment_new_first_of_day (GTimeZone *zone, int year, int month, int day, GError **error)
{
  g_autoptr (GDateTime) first = NULL;
  gint64 instant;

  if (!bitacora_moment_check_date (year, month, day, error))
    return NULL;
  find_instant (zone, get_wall (year, month, day, 0, 0, 0), &instant);
  first = new_from_instant (zone, instant);
  if (first != NULL && g_date_time_get_day_of_month (first) == day)
    return g_steal_pointer (&first);
  return bitacora_moment_new (zone, year, month, day, 0, 0, 0, error);
}

/**
 * bitacora_moment_new:
 * @zone: the zone whose clocks are meant
 * @year: 1 to 9999
 * @month: 1 to 12
 * @day: 1 to the month's last
 * @hour: 0 to 23
 * @minute: 0 to 59
 * @second: 0 to 59
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Finds the moment at which calendar and clocks show this. Of a time that they show twice, when
 * they are put back, it is the first; a time that they skip is an error.
 *
 * Returns: (transfer full): the moment in @zone, or %NULL with @error set to
 *   %BITACORA_MOMENT_ERROR_NO_SUCH_DATE, %BITACORA_MOMENT_ERROR_NO_SUCH_TIME or
 *   %BITACORA_MOMENT_ERROR_SKIPPED
 */
GDateTime *
bitacora_moment_new (GTimeZone *zone,
                     int year,
                     int month,
                     int day,
                     int hour,
                     int minute,
                     int second,
                     GError **error)
{
  g_autoptr (GDateTime) moment = NULL;
  gint64 instant;

  g_return_val_if_fail (zone != NULL, NULL);

  if (!bitacora_moment_check_date (year, month, day, error)
      || !bitacora_moment_check_time (hour, minute, second, error))
    return NULL;

  if (!find_instant (zone, get_wall (year, month, day, hour, minute, second), &instant))
    {
      g_autoptr (GDateTime) wanted = g_date_time_new_utc (year, month, day, hour, minute, second);

      set_skipped (wanted, zone, instant, error);
      return NULL;
    }
  moment = new_from_instant (zone, instant);
  if (moment == NULL)
    bitacora_moment_check_date (year == 1 ? 0 : 10000, month, day, error);
  return g_steal_pointer (&moment);
}

/**
 * bitacora_time_zone_find:
 * @identifier: an IANA identifier, such as `America/Bogota`
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Returns: (transfer full): the zone, or %NULL with @error set to
 *   %BITACORA_MOMENT_ERROR_NO_SUCH_ZONE
 */
GTimeZone *
bitacora_time_zone_find (const char *identifier, GError **error)
{
  GTimeZone *zone = NULL;

  g_return_val_if_fail (identifier != NULL, NULL);

  if (is_zone_identifier (identifier))
    zone = g_time_zone_new_identifier (identifier);
  if (zone == NULL)
    {
      g_autofree char *quoted = bitacora_text_quote (identifier);

      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_NO_SUCH_ZONE,
                   _ ("There is no time zone “%s”. Name it by region and city, for example "
                      "America/Bogota."),
                   quoted);
    }
  return zone;
}
