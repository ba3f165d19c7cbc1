/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-private.h"

#include <string.h>

/* Numbers of four digits that are a year rather than a time, where either could stand. */
#define FIRST_LIKELY_YEAR 1900
#define LAST_LIKELY_YEAR 2199

#define MAX_AMOUNT_DIGITS 6

static const char articles[] = "el dia|no dia|on the|el|la|o|a|on|the|em|na|no|dia";
static const char next_words[] = "proximo|proxima|next|que viene|que vem";
static const char last_words[] = "pasado|pasada|passado|passada|ultimo|ultima|last";
static const char this_words[] = "este|esta|this|nesta|neste";

static gboolean
is_sign (BitacoraTokens *tokens, guint position, const char *signs)
{
  const BitacoraToken *token = bitacora_tokens_get (tokens, position);

  return token->kind == BITACORA_TOKEN_SIGN && token->sign < 128
         && strchr (signs, (char)token->sign) != NULL;
}

static gboolean
is_number (BitacoraTokens *tokens, guint position, int shortest, int longest)
{
  const BitacoraToken *token = bitacora_tokens_get (tokens, position);

  return token->kind == BITACORA_TOKEN_NUMBER && token->digits >= shortest
         && token->digits <= longest;
}

static int
get_value (BitacoraTokens *tokens, guint position)
{
  return bitacora_tokens_get (tokens, position)->value;
}

static int
find_month (BitacoraTokens *tokens, guint position)
{
  const BitacoraToken *token = bitacora_tokens_get (tokens, position);

  return token->kind == BITACORA_TOKEN_WORD ? bitacora_words_find_month (token->word) : 0;
}

static int
find_weekday (BitacoraTokens *tokens, guint position)
{
  const BitacoraToken *token = bitacora_tokens_get (tokens, position);

  return token->kind == BITACORA_TOKEN_WORD ? bitacora_words_find_weekday (token->word) : 0;
}

static int
read_year (BitacoraTokens *tokens, guint position)
{
  const BitacoraToken *token = bitacora_tokens_get (tokens, position);

  return token->digits == 2 ? 2000 + token->value : token->value;
}

static void
set_day_from_today (BitacoraDateReading *reading, GDateTime *now, int offset)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date,
                  g_date_time_get_day_of_month (now),
                  g_date_time_get_month (now),
                  g_date_time_get_year (now));
  if (offset < 0 && g_date_get_julian (&date) <= (guint)-offset)
    offset = 0;
  g_date_set_julian (&date, g_date_get_julian (&date) + offset);
  reading->year = g_date_get_year (&date);
  reading->month = g_date_get_month (&date);
  reading->day = g_date_get_day (&date);
}

/* The two that may be day and month: as the locale has them, but never a month behind December
 * where the other one can be it. With dots the day comes first in every locale that uses them. */
static void
set_day_and_month (BitacoraDateReading *reading, int first, int second, gboolean dots)
{
  const gboolean month_first = !dots && bitacora_moment_locale_is_month_first ();

  reading->month = month_first ? first : second;
  reading->day = month_first ? second : first;
  if (reading->month > 12 && reading->day <= 12)
    {
      const int month = reading->day;

      reading->day = reading->month;
      reading->month = month;
    }
}

/* `2026-11-24` */
static gboolean
read_iso_date (BitacoraTokens *tokens,
               guint position,
               const char *sign,
               BitacoraDateReading *reading)
{
  if (!is_number (tokens, position, 4, 4) || !is_number (tokens, position + 2, 1, 2)
      || !is_sign (tokens, position + 3, sign) || !is_number (tokens, position + 4, 1, 2))
    return FALSE;
  reading->end = position + 5;
  reading->year = get_value (tokens, position);
  reading->month = get_value (tokens, position + 2);
  reading->day = get_value (tokens, position + 4);
  return TRUE;
}

/* `24/11/2026`, `24.11.26`, `24-11`, `24.11.` */
static guint
read_numeric_date (BitacoraTokens *tokens,
                   guint position,
                   GDateTime *now,
                   BitacoraDateReading readings[BITACORA_MAX_READINGS])
{
  const gboolean dots = is_sign (tokens, position + 1, ".");
  const char *sign = dots ? "." : is_sign (tokens, position + 1, "/") ? "/" : "-";
  guint n = 0;

  if (!is_sign (tokens, position + 1, sign))
    return 0;
  if (read_iso_date (tokens, position, sign, &readings[0]))
    return 1;
  if (!is_number (tokens, position, 1, 2) || !is_number (tokens, position + 2, 1, 2))
    return 0;

  if (is_sign (tokens, position + 3, sign)
      && (is_number (tokens, position + 4, 2, 2) || is_number (tokens, position + 4, 4, 4)))
    {
      readings[n].end = position + 5;
      readings[n++].year = read_year (tokens, position + 4);
    }
  readings[n].end = dots && is_sign (tokens, position + 3, ".") ? position + 4 : position + 3;
  readings[n++].year = g_date_time_get_year (now);
  for (guint i = 0; i < n; i++)
    set_day_and_month (&readings[i],
                       get_value (tokens, position),
                       get_value (tokens, position + 2),
                       dots);
  return n;
}

/* A year may follow day and month; where the number could as well be a time, both readings are
 * given, the likelier one first. */
static guint
add_years (BitacoraTokens *tokens,
           guint position,
           GDateTime *now,
           BitacoraDateReading readings[BITACORA_MAX_READINGS])
{
  BitacoraDateReading with_year = readings[0];
  guint joined = bitacora_words_skip (tokens, position, "de|del|of|do");
  const gboolean surely = joined > position || is_sign (tokens, position, "-/");
  int value;

  readings[0].end = position;
  readings[0].year = g_date_time_get_year (now);
  if (joined == position && is_sign (tokens, position, ",-/"))
    joined++;
  if (!is_number (tokens, joined, 2, 2) && !is_number (tokens, joined, 4, 4))
    return 1;

  value = get_value (tokens, joined);
  with_year.end = joined + 1;
  with_year.year = read_year (tokens, joined);
  if (surely || (value >= FIRST_LIKELY_YEAR && value <= LAST_LIKELY_YEAR))
    {
      readings[1] = readings[0];
      readings[0] = with_year;
    }
  else
    readings[1] = with_year;
  return 2;
}

static guint
skip_ordinal (BitacoraTokens *tokens, guint position)
{
  return bitacora_words_skip (tokens, position, "st|nd|rd|th|o|ro|er");
}

/* `24 de noviembre de 2026`, `24-nov-26`, `nov 24`, `November 24th, 2026` */
static guint
read_named_date (BitacoraTokens *tokens,
                 guint position,
                 GDateTime *now,
                 BitacoraDateReading readings[BITACORA_MAX_READINGS])
{
  guint p = position;

  if (is_number (tokens, p, 1, 2))
    {
      readings[0].day = get_value (tokens, p);
      p = skip_ordinal (tokens, p + 1);
      p = is_sign (tokens, p, "-/") ? p + 1 : bitacora_words_skip (tokens, p, "de|of");
      readings[0].month = find_month (tokens, p);
      return readings[0].month != 0 ? add_years (tokens, p + 1, now, readings) : 0;
    }

  readings[0].month = find_month (tokens, p);
  if (readings[0].month == 0)
    return 0;
  p = bitacora_words_skip (tokens, p + 1, "the");
  if (!is_number (tokens, p, 1, 2) || is_sign (tokens, p + 1, ":"))
    return 0;
  readings[0].day = get_value (tokens, p);
  return add_years (tokens, skip_ordinal (tokens, p + 1), now, readings);
}

static guint
read_relative_date (BitacoraTokens *tokens,
                    guint position,
                    GDateTime *now,
                    BitacoraDateReading *reading)
{
  int offset;

  reading->end = bitacora_words_skip_day (tokens, position, &offset);
  if (reading->end == position)
    return 0;
  set_day_from_today (reading, now, offset);
  return 1;
}

static guint
read_plain_date (BitacoraTokens *tokens,
                 guint position,
                 GDateTime *now,
                 BitacoraDateReading readings[BITACORA_MAX_READINGS])
{
  guint n;

  position = bitacora_words_skip (tokens, position, articles);
  n = read_numeric_date (tokens, position, now, readings);
  if (n == 0)
    n = read_named_date (tokens, position, now, readings);
  if (n == 0)
    n = read_relative_date (tokens, position, now, readings);
  return n;
}

/* `lunes` and `el próximo lunes`: the next one after today; `este lunes`: today may be it; `el
 * lunes pasado`: the last one before today. A date behind it is meant itself: `martes 24 de
 * noviembre`. */
static guint
read_weekday (BitacoraTokens *tokens,
              guint position,
              GDateTime *now,
              BitacoraDateReading readings[BITACORA_MAX_READINGS])
{
  const int today = g_date_time_get_day_of_week (now);
  guint p = bitacora_words_skip (tokens, position, articles);
  const guint after_last = bitacora_words_skip (tokens, p, last_words);
  const guint after_this = bitacora_words_skip (tokens, p, this_words);
  gboolean last = after_last > p;
  int weekday;
  int offset;
  guint n;

  p = MAX (MAX (after_last, after_this), bitacora_words_skip (tokens, p, next_words));
  weekday = find_weekday (tokens, p);
  if (weekday == 0)
    return 0;
  p++;
  if (is_sign (tokens, p, "-") && bitacora_words_skip (tokens, p + 1, "feira") > p + 1)
    p += 2;
  else
    p = bitacora_words_skip (tokens, p, "feira");

  n = read_plain_date (tokens, is_sign (tokens, p, ",") ? p + 1 : p, now, readings);
  if (n > 0)
    {
      for (guint i = 0; i < n; i++)
        readings[i].weekday = weekday;
      return n;
    }

  last = last || bitacora_words_skip (tokens, p, last_words) > p;
  readings[0].end = MAX (bitacora_words_skip (tokens, p, last_words),
                         bitacora_words_skip (tokens, p, next_words));
  offset = (weekday - today + 7) % 7;
  if (last)
    offset -= 7;
  else if (offset == 0 && after_this == bitacora_words_skip (tokens, position, articles))
    offset = 7;
  set_day_from_today (&readings[0], now, offset);
  return 1;
}

/**
 * bitacora_grammar_read_date:
 * @tokens: tokens
 * @position: where to begin
 * @now: the present, in the zone of the person who typed
 * @readings: (out caller-allocates): where to put the readings, the likeliest first
 *
 * Reads a date. It need not exist: that is for the caller to see.
 *
 * Returns: how many ways there are to read one, 0 if there is none at @position
 */
guint
bitacora_grammar_read_date (BitacoraTokens *tokens,
                            guint position,
                            GDateTime *now,
                            BitacoraDateReading readings[BITACORA_MAX_READINGS])
{
  guint n;

  memset (readings, 0, BITACORA_MAX_READINGS * sizeof readings[0]);
  n = read_plain_date (tokens, position, now, readings);
  if (n == 0)
    n = read_weekday (tokens, position, now, readings);
  return n;
}

/* `15:42:07`, `15.42`, `15h42`, `9h`, `1542`, `154207`, `9` */
static gboolean
read_clock (BitacoraTokens *tokens, guint position, BitacoraTimeReading *reading)
{
  const guint after_h = bitacora_words_skip (tokens, position + 1, "h");
  guint minute = 0;

  if (!is_number (tokens, position, 1, 6) || is_number (tokens, position, 5, 5))
    return FALSE;

  reading->hour = get_value (tokens, position);
  reading->end = position + 1;
  if (is_number (tokens, position, 6, 6))
    {
      reading->second = reading->hour % 100;
      reading->minute = reading->hour / 100 % 100;
      reading->hour /= 10000;
      return TRUE;
    }
  if (is_number (tokens, position, 3, 4))
    {
      reading->minute = reading->hour % 100;
      reading->hour /= 100;
      return TRUE;
    }

  if (is_sign (tokens, position + 1, ":."))
    minute = position + 2;
  else if (after_h > position + 1 && is_number (tokens, after_h, 2, 2))
    minute = after_h;
  if (minute == 0)
    {
      reading->end = bitacora_words_skip (tokens, position + 1, "hs|hrs|h|horas|hora");
      return TRUE;
    }
  if (!is_number (tokens, minute, 2, 2))
    return FALSE;

  reading->minute = get_value (tokens, minute);
  reading->end = minute + 1;
  if (is_sign (tokens, minute + 1, ":.") && is_number (tokens, minute + 2, 2, 2))
    {
      reading->second = get_value (tokens, minute + 2);
      reading->end = minute + 3;
    }
  reading->end = bitacora_words_skip (tokens, reading->end, "hs|hrs|h|horas|m|min");
  return TRUE;
}

static void
read_fraction (BitacoraTokens *tokens, BitacoraTimeReading *reading)
{
  const guint half = bitacora_words_skip (tokens, reading->end, "y media|e meia");
  const guint quarter = bitacora_words_skip (tokens, reading->end, "y cuarto|e quinze");

  if (half > reading->end)
    {
      reading->minute = 30;
      reading->end = half;
    }
  else if (quarter > reading->end)
    {
      reading->minute = 15;
      reading->end = quarter;
    }
}

/* An hour that the half of the day cannot have becomes one that no day has. */
static void
apply_half (BitacoraTimeReading *reading, BitacoraDayHalf half)
{
  const gboolean twelve = reading->hour == 12;

  if (half == BITACORA_DAY_HALF_NONE)
    return;
  if (reading->hour < 1 || reading->hour > 12)
    reading->hour = -1;
  else if (half == BITACORA_DAY_HALF_PM)
    reading->hour = twelve ? 12 : reading->hour + 12;
  else if (half == BITACORA_DAY_HALF_NIGHT)
    reading->hour = twelve ? 0 : reading->hour + 12;
  else
    reading->hour = twelve ? 0 : reading->hour;
}

/**
 * bitacora_grammar_read_time:
 * @tokens: tokens
 * @position: where to begin
 * @reading: (out caller-allocates): where to put the time
 *
 * Reads a time of day. It need not exist: that is for the caller to see; an hour that contradicts
 * its a.m. or p.m. is -1.
 *
 * Returns: whether there is one at @position
 */
gboolean
bitacora_grammar_read_time (BitacoraTokens *tokens, guint position, BitacoraTimeReading *reading)
{
  const guint noon = bitacora_words_skip (tokens, position, "mediodia|medio dia|noon|meio dia");
  const guint midnight
      = bitacora_words_skip (tokens, position, "medianoche|media noche|midnight|meia noite");
  BitacoraDayHalf half;

  memset (reading, 0, sizeof *reading);
  if (noon > position || midnight > position)
    {
      reading->hour = noon > position ? 12 : 0;
      reading->end = MAX (noon, midnight);
      return TRUE;
    }

  if (!read_clock (tokens, position, reading))
    return FALSE;
  if (reading->end == position + 1 && is_number (tokens, position, 1, 2))
    read_fraction (tokens, reading);
  reading->end = bitacora_words_skip_half (tokens, reading->end, &half);
  apply_half (reading, half);
  return TRUE;
}

static guint
read_amount (BitacoraTokens *tokens, guint position, int *amount)
{
  if (is_number (tokens, position, 1, MAX_AMOUNT_DIGITS))
    {
      *amount = get_value (tokens, position);
      return position + 1;
    }
  *amount = 1;
  return bitacora_words_skip (tokens, position, "un|una|uno|one|an|a|um|uma");
}

static void
add_amount (BitacoraDistance *distance, int amount, BitacoraUnit unit)
{
  switch (unit)
    {
    case BITACORA_UNIT_SECOND:
      distance->seconds += amount;
      break;
    case BITACORA_UNIT_MINUTE:
      distance->seconds += G_GINT64_CONSTANT (60) * amount;
      break;
    case BITACORA_UNIT_HOUR:
      distance->seconds += G_GINT64_CONSTANT (3600) * amount;
      break;
    case BITACORA_UNIT_DAY:
      distance->days += amount;
      break;
    case BITACORA_UNIT_WEEK:
      distance->days += 7 * amount;
      break;
    case BITACORA_UNIT_MONTH:
      distance->months += amount;
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
follows_hour (BitacoraTokens *tokens, guint position)
{
  return position > 0 && bitacora_words_skip (tokens, position - 1, "h") == position;
}

/* `2 hours`, `2h30`, `una hora y 15 minutos`, `media hora` */
static guint
read_amounts (BitacoraTokens *tokens, guint position, BitacoraDistance *distance)
{
  guint p = bitacora_words_skip (tokens, position, "media hora|half an hour|meia hora");
  guint end = position;

  if (p > position)
    {
      distance->seconds = 1800;
      return p;
    }

  for (guint i = 0; i <= BITACORA_UNIT_MONTH; i++)
    {
      const BitacoraToken *token;
      BitacoraUnit unit;
      int amount;

      p = read_amount (tokens, bitacora_words_skip (tokens, end, "y|and|e"), &amount);
      token = bitacora_tokens_get (tokens, p);
      if (p == end || token->kind != BITACORA_TOKEN_WORD
          || !bitacora_words_find_unit (token->word, &unit))
        {
          if (follows_hour (tokens, end) && is_number (tokens, end, 2, 2))
            {
              distance->seconds += G_GINT64_CONSTANT (60) * get_value (tokens, end);
              end++;
            }
          break;
        }
      add_amount (distance, amount, unit);
      end = p + 1;
    }
  return end;
}

/**
 * bitacora_grammar_read_distance:
 * @tokens: tokens
 * @distance: (out caller-allocates): where to put the distance from now
 *
 * Reads a moment that is said by its distance from now: "now", "+2h", "in 2 hours", "hace 5
 * minutos", "10 minutes ago".
 *
 * Returns: whether that is all that @tokens say
 */
gboolean
bitacora_grammar_read_distance (BitacoraTokens *tokens, BitacoraDistance *distance)
{
  guint start = 0;
  guint end;
  gboolean forward;
  gboolean backward;

  memset (distance, 0, sizeof *distance);
  end = bitacora_words_skip (tokens, 0, "ahora mismo|ahora|now|right now|agora mesmo|agora|ya|ja");
  if (end > 0)
    return bitacora_tokens_get (tokens, end)->kind == BITACORA_TOKEN_END;

  start = bitacora_words_skip (tokens, 0, "dentro de|daqui a|en|in|em");
  forward = start > 0 || is_sign (tokens, 0, "+");
  if (start == 0)
    start = bitacora_words_skip (tokens, 0, "hace|ha|faz");
  backward = (start > 0 && !forward) || is_sign (tokens, 0, "-");
  if (start == 0 && (forward || backward))
    start = 1;

  end = read_amounts (tokens, start, distance);
  if (end == start)
    return FALSE;
  if (!forward && !backward)
    {
      start = end;
      end = bitacora_words_skip (tokens, end, "ago|atras");
      backward = end > start;
    }
  if (backward)
    {
      distance->seconds = -distance->seconds;
      distance->days = -distance->days;
      distance->months = -distance->months;
    }
  return (forward || backward) && bitacora_tokens_get (tokens, end)->kind == BITACORA_TOKEN_END;
}

/**
 * bitacora_grammar_skip_joiner:
 * @tokens: tokens
 * @position: where to look
 *
 * Returns: the place behind what stands between a date and a time: a comma, "a las", "at"
 */
guint
bitacora_grammar_skip_joiner (BitacoraTokens *tokens, guint position)
{
  if (is_sign (tokens, position, ",@"))
    position++;
  return bitacora_words_skip (tokens, position, "a las|a la|las|la|as|at|t|del|de|on|em|o");
}
