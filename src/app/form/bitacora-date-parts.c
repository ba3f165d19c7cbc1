/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-date-parts.h"

#include "model/bitacora-moment.h"

/* Which run of digits the character at @position belongs to; one between two runs belongs to the
 * one before it. */
static int
find_digit_run (const char *text, int position)
{
  int run = -1;
  gboolean inside = FALSE;

  for (int i = 0; *text != '\0' && (i < position || run < 0); i++, text = g_utf8_next_char (text))
    {
      const gboolean digit = g_unichar_isdigit (g_utf8_get_char (text));

      if (digit && !inside)
        run++;
      inside = digit;
    }
  return MAX (run, 0);
}

/* The order of day, month and year is the locale's: a date whose three numbers differ shows it. */
static BitacoraDatePart
find_date_part (int run)
{
  g_autoptr (GDateTime) sample = g_date_time_new_utc (2033, 11, 22, 0, 0, 0);
  g_autofree char *date = bitacora_moment_format_date (sample);
  const char *text = date;

  for (int i = 0; *text != '\0'; i++)
    {
      size_t length;

      text += strcspn (text, "0123456789");
      length = strspn (text, "0123456789");
      if (i == run && length > 0)
        {
          if (strncmp (text, "22", length) == 0)
            return BITACORA_DATE_PART_DAY;
          return strncmp (text, "11", length) == 0 ? BITACORA_DATE_PART_MONTH
                                                   : BITACORA_DATE_PART_YEAR;
        }
      text += length;
    }
  return BITACORA_DATE_PART_DAY;
}

/**
 * bitacora_date_part_at:
 * @date: a date as bitacora_moment_format_date() writes it
 * @position: a caret's place in it, in characters
 *
 * Returns: the part under the caret: year, month or day
 */
BitacoraDatePart
bitacora_date_part_at (const char *date, int position)
{
  g_return_val_if_fail (date != NULL, BITACORA_DATE_PART_DAY);

  return find_date_part (find_digit_run (date, position));
}

/**
 * bitacora_time_part_at:
 * @time: a time as bitacora_moment_format_time() writes it
 * @position: a caret's place in it, in characters
 *
 * Returns: the part under the caret: hour, minute or, behind them in a clock of twelve hours,
 *   which half of the day
 */
BitacoraDatePart
bitacora_time_part_at (const char *time, int position)
{
  const char *rest;
  int length = 0;

  g_return_val_if_fail (time != NULL, BITACORA_DATE_PART_HOUR);

  if (find_digit_run (time, position) == 0)
    return BITACORA_DATE_PART_HOUR;
  for (rest = time; *rest != '\0'; rest = g_utf8_next_char (rest), length++)
    if (g_unichar_isspace (g_utf8_get_char (rest)) && length < position)
      return BITACORA_DATE_PART_HALF_DAY;
  return BITACORA_DATE_PART_MINUTE;
}

/**
 * bitacora_date_part_step:
 * @part: the part to step
 * @moment: a moment
 * @steps: how many steps, backwards where negative
 *
 * Steps carry over: a minute after 23:59 is the next day's 0:00.
 *
 * Returns: (transfer full) (nullable): the moment stepped to, or %NULL beyond the calendar's end
 */
GDateTime *
bitacora_date_part_step (BitacoraDatePart part, GDateTime *moment, int steps)
{
  g_return_val_if_fail (moment != NULL, NULL);

  switch (part)
    {
    case BITACORA_DATE_PART_YEAR:
      return g_date_time_add_years (moment, steps);
    case BITACORA_DATE_PART_MONTH:
      return g_date_time_add_months (moment, steps);
    case BITACORA_DATE_PART_HOUR:
      return g_date_time_add_hours (moment, steps);
    case BITACORA_DATE_PART_MINUTE:
      return g_date_time_add_minutes (moment, steps);
    case BITACORA_DATE_PART_HALF_DAY:
      return g_date_time_add_hours (moment, steps * 12);
    case BITACORA_DATE_PART_DAY:
    default:
      return g_date_time_add_days (moment, steps);
    }
}
