/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-private.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-text-private.h"

/* When a day is named without a time: the beginning of a day's work. */
#define MORNING 9

/* Whether the weekday that stands before a date is that date's. */
static gboolean
check_weekday (const BitacoraDateReading *date, GError **error)
{
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *written = NULL;

  if (date->weekday == 0)
    return TRUE;
  if (!bitacora_moment_check_date (date->year, date->month, date->day, error))
    return FALSE;
  day = g_date_time_new_utc (date->year, date->month, date->day, 0, 0, 0);
  if (g_date_time_get_day_of_week (day) == date->weekday)
    return TRUE;

  /* Translators: a date for g_date_time_format(), with its weekday. */
  written = g_date_time_format (day, _ ("%A %-d %B %Y"));
  g_set_error (error,
               BITACORA_MOMENT_ERROR,
               BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
               _ ("The weekday does not match the date, which is %s. Correct one of them."),
               written);
  return FALSE;
}

static GDateTime *
new_from_readings (GDateTime *now,
                   const BitacoraDateReading *date,
                   const BitacoraTimeReading *time,
                   GError **error)
{
  GTimeZone *zone = g_date_time_get_timezone (now);

  if (!check_weekday (date, error))
    return NULL;
  if (time != NULL)
    return bitacora_moment_new (
        zone, date->year, date->month, date->day, time->hour, time->minute, time->second, error);
  if (date->year == g_date_time_get_year (now) && date->month == g_date_time_get_month (now)
      && date->day == g_date_time_get_day_of_month (now))
    return g_date_time_ref (now);
  return bitacora_moment_new (zone, date->year, date->month, date->day, MORNING, 0, 0, error);
}

static gboolean
is_end (BitacoraTokens *tokens, guint position)
{
  return bitacora_tokens_get (tokens, position)->kind == BITACORA_TOKEN_END;
}

/* Text may be read in several ways, of which the first that exists is meant. What is wrong with
 * the likeliest one is what the user is told; a time that the clocks skip was well understood. */
static gboolean
try_reading (GDateTime *now,
             const BitacoraDateReading *date,
             const BitacoraTimeReading *time,
             GDateTime **moment,
             GError **first_error)
{
  g_autoptr (GError) error = NULL;

  if (*moment != NULL
      || g_error_matches (*first_error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_SKIPPED))
    return TRUE;
  *moment = new_from_readings (now, date, time, &error);
  if (*moment == NULL && *first_error == NULL)
    *first_error = g_steal_pointer (&error);
  return *moment != NULL;
}

static void
read_date_then_time (BitacoraTokens *tokens, GDateTime *now, GDateTime **moment, GError **error)
{
  BitacoraDateReading dates[BITACORA_MAX_READINGS];
  const guint n = bitacora_grammar_read_date (tokens, 0, now, dates);

  for (guint i = 0; i < n; i++)
    {
      BitacoraTimeReading time;

      if (is_end (tokens, dates[i].end))
        try_reading (now, &dates[i], NULL, moment, error);
      else if (bitacora_grammar_read_time (tokens,
                                           bitacora_grammar_skip_joiner (tokens, dates[i].end),
                                           &time)
               && is_end (tokens, time.end))
        try_reading (now, &dates[i], &time, moment, error);
    }
}

static void
read_time_then_date (BitacoraTokens *tokens, GDateTime *now, GDateTime **moment, GError **error)
{
  const BitacoraDateReading today = { .year = g_date_time_get_year (now),
                                      .month = g_date_time_get_month (now),
                                      .day = g_date_time_get_day_of_month (now) };
  BitacoraDateReading dates[BITACORA_MAX_READINGS];
  BitacoraTimeReading time;
  guint n;

  if (!bitacora_grammar_read_time (tokens, bitacora_grammar_skip_joiner (tokens, 0), &time))
    return;
  if (is_end (tokens, time.end))
    {
      try_reading (now, &today, &time, moment, error);
      return;
    }
  n = bitacora_grammar_read_date (tokens,
                                  bitacora_grammar_skip_joiner (tokens, time.end),
                                  now,
                                  dates);
  for (guint i = 0; i < n; i++)
    if (is_end (tokens, dates[i].end))
      try_reading (now, &dates[i], &time, moment, error);
}

/* Days and months are counted on the calendar, hours and minutes on the stopwatch. */
static GDateTime *
add_distance (GDateTime *now, const BitacoraDistance *distance, GError **error)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) moved = NULL;
  g_autoptr (GDateTime) result = NULL;

  if (distance->days == 0 && distance->months == 0)
    moved = g_date_time_ref (now);
  else
    {
      g_autoptr (GDateTime) month = NULL;
      g_autoptr (GDateTime) wall = g_date_time_new_utc (g_date_time_get_year (now),
                                                        g_date_time_get_month (now),
                                                        g_date_time_get_day_of_month (now),
                                                        0,
                                                        0,
                                                        0);

      month = g_date_time_add_months (wall, distance->months);
      day = month != NULL ? g_date_time_add_days (month, distance->days) : NULL;
      if (day != NULL)
        {
          moved = bitacora_moment_new (g_date_time_get_timezone (now),
                                       g_date_time_get_year (day),
                                       g_date_time_get_month (day),
                                       g_date_time_get_day_of_month (day),
                                       g_date_time_get_hour (now),
                                       g_date_time_get_minute (now),
                                       g_date_time_get_second (now),
                                       error);
          if (moved == NULL)
            return NULL;
        }
    }
  if (moved != NULL)
    result = g_date_time_add (moved, distance->seconds * G_TIME_SPAN_SECOND);
  if (result == NULL)
    g_set_error_literal (error,
                         BITACORA_MOMENT_ERROR,
                         BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
                         _ ("That is too far away: the year must be between 1 and 9999."));
  return g_steal_pointer (&result);
}

static void
set_unreadable (const char *text, GDateTime *now, GError **error)
{
  g_autofree char *quoted = bitacora_text_quote (text);
  g_autofree char *date = bitacora_moment_format_date (now);
  g_autofree char *time = bitacora_moment_format_time (now);

  /* Translators: what was typed; then an example of a date and of a time. */
  g_set_error (error,
               BITACORA_MOMENT_ERROR,
               BITACORA_MOMENT_ERROR_UNREADABLE,
               _ ("“%s” cannot be read as a date and a time. Type it like “%s %s”, or like "
                  "“tomorrow 9:00”."),
               quoted,
               date,
               time);
}

/**
 * bitacora_moment_parse:
 * @text: what somebody typed: a date, a time, or both in either order
 * @now: the present, in the zone of the person who typed
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Reads a moment as people type it, in Spanish, English or Portuguese: `24/11/2026 15:42`,
 * `24 nov 9am`, `mañana a las 9:30`, `lunes`, `+2h`, `ahora`. Accents, capitals and spaces do not
 * matter. Day and month stand in the locale's order.
 *
 * A date without a time is today at the time of @now, or another day at 9:00; a time without a
 * date is today's. A date without a year is this year's; two digits are a year of this century. A
 * weekday is the next one after today. Of a time that a change of the clocks repeats, the first
 * is meant. `+2h` counts on the stopwatch, `+1d` on the calendar.
 *
 * Returns: (transfer full): the moment, in the zone of @now, or %NULL with @error set to
 *   %BITACORA_MOMENT_ERROR_EMPTY, %BITACORA_MOMENT_ERROR_UNREADABLE,
 *   %BITACORA_MOMENT_ERROR_NO_SUCH_DATE, %BITACORA_MOMENT_ERROR_NO_SUCH_TIME or
 *   %BITACORA_MOMENT_ERROR_SKIPPED
 */
GDateTime *
bitacora_moment_parse (const char *text, GDateTime *now, GError **error)
{
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (GError) first_error = NULL;
  BitacoraDistance distance;
  GDateTime *moment = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  if (bitacora_text_is_blank (text))
    {
      g_set_error_literal (error,
                           BITACORA_MOMENT_ERROR,
                           BITACORA_MOMENT_ERROR_EMPTY,
                           _ ("There is no date yet. Type one, for example “today 15:42”."));
      return NULL;
    }

  tokens = bitacora_tokens_new (text);
  if (bitacora_grammar_read_distance (tokens, &distance))
    return add_distance (now, &distance, error);

  read_date_then_time (tokens, now, &moment, &first_error);
  read_time_then_date (tokens, now, &moment, &first_error);
  if (moment != NULL)
    return moment;
  if (first_error != NULL)
    g_propagate_error (error, g_steal_pointer (&first_error));
  else
    set_unreadable (text, now, error);
  return NULL;
}

/**
 * bitacora_moment_parse_date:
 * @text: what somebody typed: a date
 * @now: the present, in the zone of the person who typed
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Reads a date as bitacora_moment_parse() does, and nothing besides.
 *
 * Returns: (transfer full): midnight of that day in the zone of @now, or the day's first moment
 *   where the clocks skip midnight; %NULL with @error set to %BITACORA_MOMENT_ERROR_EMPTY,
 *   %BITACORA_MOMENT_ERROR_UNREADABLE, %BITACORA_MOMENT_ERROR_NO_SUCH_DATE or, for a day that a
 *   zone left out altogether, %BITACORA_MOMENT_ERROR_SKIPPED
 */
GDateTime *
bitacora_moment_parse_date (const char *text, GDateTime *now, GError **error)
{
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (GError) first_error = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *example = NULL;
  BitacoraDateReading dates[BITACORA_MAX_READINGS];
  guint n;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  example = bitacora_moment_format_date (now);
  if (bitacora_text_is_blank (text))
    {
      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_EMPTY,
                   _ ("There is no date yet. Type one, for example “%s” or “tomorrow”."),
                   example);
      return NULL;
    }

  tokens = bitacora_tokens_new (text);
  n = bitacora_grammar_read_date (tokens, 0, now, dates);
  for (guint i = 0; i < n; i++)
    {
      GError **place = first_error == NULL ? &first_error : NULL;
      GDateTime *day;

      if (!is_end (tokens, dates[i].end) || !check_weekday (&dates[i], place))
        continue;
      day = bitacora_moment_new_first_of_day (g_date_time_get_timezone (now),
                                              dates[i].year,
                                              dates[i].month,
                                              dates[i].day,
                                              place);
      if (day != NULL)
        return day;
    }
  if (first_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return NULL;
    }

  quoted = bitacora_text_quote (text);
  g_set_error (error,
               BITACORA_MOMENT_ERROR,
               BITACORA_MOMENT_ERROR_UNREADABLE,
               _ ("“%s” cannot be read as a date. Type it like “%s” or “tomorrow”."),
               quoted,
               example);
  return NULL;
}

/**
 * bitacora_moment_parse_time:
 * @text: what somebody typed: a time of day
 * @hour: (out): 0 to 23
 * @minute: (out): 0 to 59
 * @second: (out): 0 to 59
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Reads a time of day: `15:42`, `1542`, `9`, `3:05 p. m.`, `15h42`, `9 de la noche`, `noon`.
 *
 * Returns: %TRUE, or %FALSE with @error set to %BITACORA_MOMENT_ERROR_EMPTY,
 *   %BITACORA_MOMENT_ERROR_UNREADABLE or %BITACORA_MOMENT_ERROR_NO_SUCH_TIME
 */
gboolean
bitacora_moment_parse_time (const char *text, int *hour, int *minute, int *second, GError **error)
{
  g_autoptr (GArray) tokens = NULL;
  g_autofree char *quoted = NULL;
  BitacoraTimeReading time;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (hour != NULL && minute != NULL && second != NULL, FALSE);

  if (bitacora_text_is_blank (text))
    {
      g_set_error_literal (error,
                           BITACORA_MOMENT_ERROR,
                           BITACORA_MOMENT_ERROR_EMPTY,
                           _ ("There is no time yet. Type one, for example 15:42."));
      return FALSE;
    }

  tokens = bitacora_tokens_new (text);
  if (!bitacora_grammar_read_time (tokens, bitacora_grammar_skip_joiner (tokens, 0), &time)
      || !is_end (tokens, time.end))
    {
      quoted = bitacora_text_quote (text);
      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_UNREADABLE,
                   _ ("“%s” cannot be read as a time. Type it like 15:42 or 3:42 p.m."),
                   quoted);
      return FALSE;
    }
  if (!bitacora_moment_check_time (time.hour, time.minute, time.second, error))
    return FALSE;
  *hour = time.hour;
  *minute = time.minute;
  *second = time.second;
  return TRUE;
}

/**
 * bitacora_moment_parse_crm:
 * @text: `YYYY-MM-DD HH:MM:SS`, where the seconds may be left out
 * @zone: the zone in which it was written
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Reads a moment as the CRM writes it (contract, §1 and §3), and in no other way.
 *
 * Returns: (transfer full): the moment in @zone, or %NULL with @error set to
 *   %BITACORA_MOMENT_ERROR_UNREADABLE, %BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
 *   %BITACORA_MOMENT_ERROR_NO_SUCH_TIME or %BITACORA_MOMENT_ERROR_SKIPPED
 */
GDateTime *
bitacora_moment_parse_crm (const char *text, GTimeZone *zone, GError **error)
{
  static const char pattern[] = "dddd-dd-dd dd:dd:dd";
  g_autofree char *quoted = NULL;
  size_t n = 0;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  while (text[n] != '\0' && pattern[n] != '\0'
         && (pattern[n] == 'd' ? g_ascii_isdigit (text[n]) : text[n] == pattern[n]))
    n++;
  if (text[n] != '\0' || (n != strlen (pattern) && n != strlen ("dddd-dd-dd dd:dd")))
    {
      quoted = bitacora_text_quote (text);
      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_UNREADABLE,
                   _ ("“%s” is not written like 2026-11-24 15:42:00."),
                   quoted);
      return NULL;
    }
  return bitacora_moment_new (zone,
                              atoi (text),
                              atoi (text + 5),
                              atoi (text + 8),
                              atoi (text + 11),
                              atoi (text + 14),
                              n == strlen (pattern) ? atoi (text + 17) : 0,
                              error);
}
