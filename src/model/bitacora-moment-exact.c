/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-text-private.h"

/* Longer than any step by which clocks are put back. */
#define LONGEST_STEP_HOURS 3

typedef struct
{
  int year;
  int month;
  int day;
} Date;

static guint
take_number (const char **place, int *number)
{
  guint n_digits = 0;

  for (*number = 0; g_ascii_isdigit (**place) && n_digits < 5; n_digits++, (*place)++)
    *number = *number * 10 + g_ascii_digit_value (**place);
  return n_digits;
}

/* `2026-11-24` or `24/11/2026`, with the same of `-`, `/` and `.` between all three. A year of two
 * digits could as well be a day. */
static gboolean
take_date (const char **place, Date *date)
{
  int numbers[3];
  guint n_digits[3];
  char sign;

  n_digits[0] = take_number (place, &numbers[0]);
  sign = **place;
  for (guint i = 1; i < 3; i++)
    {
      if (sign == '\0' || strchr ("-/.", sign) == NULL || **place != sign)
        return FALSE;
      (*place)++;
      n_digits[i] = take_number (place, &numbers[i]);
    }
  if (n_digits[0] == 4 && n_digits[1] == 2 && n_digits[2] == 2)
    *date = (Date){ numbers[0], numbers[1], numbers[2] };
  else if (n_digits[2] == 4 && MAX (n_digits[0], n_digits[1]) <= 2
           && MIN (n_digits[0], n_digits[1]) > 0)
    *date = (Date){ numbers[2], numbers[1], numbers[0] };
  else
    return FALSE;
  return TRUE;
}

/* `Z`, `-05`, `-0500` or `-05:00`. */
static gboolean
take_zone (char *time, GTimeZone **zone)
{
  char *place = strpbrk (time, "+-Zz");
  g_autofree char *identifier = NULL;

  *zone = NULL;
  if (place == NULL)
    return TRUE;
  identifier = g_ascii_strup (place, -1);
  *zone = g_time_zone_new_identifier (identifier);
  *place = '\0';
  return *zone != NULL;
}

/* The CRM knows whole seconds alone. */
static void
drop_fraction (char *time)
{
  char *colon = strrchr (time, ':');
  char *point = colon != NULL ? strpbrk (colon, ".,") : NULL;

  if (point != NULL && strchr (time, ':') != colon
      && point[1 + strspn (point + 1, "0123456789")] == '\0')
    *point = '\0';
}

static gboolean
happens_twice (GDateTime *moment)
{
  g_autoptr (GDateTime) later = g_date_time_add_hours (moment, LONGEST_STEP_HOURS);
  g_autoptr (GDateTime) again = NULL;
  GTimeSpan step;

  if (later == NULL)
    return FALSE;
  step = g_date_time_get_utc_offset (moment) - g_date_time_get_utc_offset (later);
  if (step <= 0)
    return FALSE;
  again = g_date_time_add (moment, step);
  return g_date_time_get_hour (again) == g_date_time_get_hour (moment)
         && g_date_time_get_minute (again) == g_date_time_get_minute (moment);
}

static void
set_unreadable (const char *text, GError **error)
{
  g_autofree char *quoted = bitacora_text_quote (text);

  g_set_error (error,
               BITACORA_MOMENT_ERROR,
               BITACORA_MOMENT_ERROR_UNREADABLE,
               _ ("“%s” cannot be read as a date and a time. Write it like 2026-11-24 15:42, or "
                  "with the day first, like 24/11/2026 15:42."),
               quoted);
}

static GDateTime *
new_moment (const char *text, const Date *date, char *time, GTimeZone *local, GError **error)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) moment = NULL;
  g_autoptr (GError) reason = NULL;
  gboolean is_zone = take_zone (time, &zone);
  int hour, minute, second;

  drop_fraction (time);
  if (!is_zone || !bitacora_moment_parse_time (time, &hour, &minute, &second, &reason))
    {
      if (g_error_matches (reason, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_NO_SUCH_TIME))
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        set_unreadable (text, error);
      return NULL;
    }
  moment = bitacora_moment_new (
      zone != NULL ? zone : local, date->year, date->month, date->day, hour, minute, second, error);
  if (moment != NULL && zone == NULL && happens_twice (moment))
    {
      g_autofree char *quoted = bitacora_text_quote (text);

      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_AMBIGUOUS,
                   _ ("“%s” happens twice in the time zone %s, where the clocks are put back then. "
                      "Write the distance from UTC behind it, like 2026-11-01T01:30-05:00."),
                   quoted,
                   g_time_zone_get_identifier (local));
      return NULL;
    }
  return g_steal_pointer (&moment);
}

/**
 * bitacora_moment_parse_exact:
 * @text: a date with its time, as a file has it
 * @zone: the zone whose clocks are meant where @text names none
 * @error: return location for a #BITACORA_MOMENT_ERROR
 *
 * Reads a moment that nobody looks at while it is read, so that nothing is guessed: ISO 8601 and
 * the CRM's own way, `2026-11-24 15:42:00`, with or without a distance from UTC; or with the day
 * first, `24/11/2026 15:42`, whatever the locale. Date and time must both be there, the year with
 * four digits. A time that a change of the clocks repeats is ambiguous.
 *
 * Returns: (transfer full): the moment, or %NULL with @error set to
 *   %BITACORA_MOMENT_ERROR_UNREADABLE, %BITACORA_MOMENT_ERROR_NO_SUCH_DATE,
 *   %BITACORA_MOMENT_ERROR_NO_SUCH_TIME, %BITACORA_MOMENT_ERROR_SKIPPED or
 *   %BITACORA_MOMENT_ERROR_AMBIGUOUS
 */
GDateTime *
bitacora_moment_parse_exact (const char *text, GTimeZone *zone, GError **error)
{
  g_autofree char *stripped = NULL;
  const char *place;
  Date date;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  place = stripped = g_strstrip (g_strdup (text));
  if (!take_date (&place, &date))
    {
      set_unreadable (text, error);
      return NULL;
    }
  if (*place == '\0')
    {
      g_autofree char *quoted = bitacora_text_quote (text);

      g_set_error (error,
                   BITACORA_MOMENT_ERROR,
                   BITACORA_MOMENT_ERROR_UNREADABLE,
                   _ ("“%s” says no time of day. Write it behind the date, like 2026-11-24 15:42."),
                   quoted);
      return NULL;
    }
  if (strchr ("Tt ,", *place) == NULL)
    {
      set_unreadable (text, error);
      return NULL;
    }
  return new_moment (text, &date, stripped + (place - stripped) + 1, zone, error);
}
