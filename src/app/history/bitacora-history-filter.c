/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-filter.h"

#include <glib/gi18n-lib.h>

#include "model/bitacora-moment.h"

/* The days of the history, in the user's zone. */

static GDateTime *
to_local (gint64 created, BitacoraClock *clock)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (created / G_USEC_PER_SEC);

  return g_date_time_to_timezone (moment, bitacora_clock_get_zone (clock));
}

static GDateTime *
create_start_of_day (GDateTime *moment, int distance)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (moment, distance);

  return g_date_time_new (g_date_time_get_timezone (day),
                          g_date_time_get_year (day),
                          g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day),
                          0,
                          0,
                          0);
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b)
         && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* Some languages write days small, but none does so at the beginning of a line. */
static char *
format_heading (GDateTime *day, const char *format)
{
  g_autofree char *text = g_date_time_format (day, format);
  g_autoptr (GString) heading = g_string_new (NULL);

  g_string_append_unichar (heading, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (heading, g_utf8_next_char (text));

  return g_string_free (g_steal_pointer (&heading), FALSE);
}

/**
 * bitacora_history_filter_read_states:
 * @name: "all", "waiting", or a state's name
 *
 * Returns: the states, as bits
 */
guint
bitacora_history_filter_read_states (const char *name)
{
  BitacoraOutboxState state;

  g_return_val_if_fail (name != NULL, BITACORA_OUTBOX_STATES_ALL);

  if (g_str_equal (name, "waiting"))
    return BITACORA_OUTBOX_STATES_WAITING;
  if (bitacora_outbox_state_from_string (name, &state))
    return 1u << state;

  return BITACORA_OUTBOX_STATES_ALL;
}

/**
 * bitacora_history_filter_set_date:
 * @query: a query
 * @name: "any", "today", "yesterday", "week", "thirty" or "month"
 * @clock: tells today
 *
 * Bounds @query to the days called @name, each from its midnight in the user's zone.
 */
void
bitacora_history_filter_set_date (BitacoraOutboxQuery *query,
                                  const char *name,
                                  BitacoraClock *clock)
{
  static const struct
  {
    const char *name;
    int from;
    int until;
  } spans[] = {
    { "today", 0, 1 },
    { "yesterday", -1, 0 },
    { "week", -6, 1 },
    { "thirty", -29, 1 },
  };
  g_autoptr (GDateTime) now = bitacora_clock_now (clock);

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      if (g_str_equal (name, spans[i].name))
        {
          g_autoptr (GDateTime) from = create_start_of_day (now, spans[i].from);
          g_autoptr (GDateTime) until = create_start_of_day (now, spans[i].until);

          bitacora_outbox_query_set_span (query, from, until);
          return;
        }
    }
  if (g_str_equal (name, "month"))
    {
      g_autoptr (GDateTime) from
          = create_start_of_day (now, 1 - g_date_time_get_day_of_month (now));

      bitacora_outbox_query_set_span (query, from, NULL);
    }
}

/**
 * bitacora_history_filter_read_day:
 * @text: a date as people type it
 * @clock: tells today
 * @day: (out) (nullable) (transfer full): its midnight in the user's zone; %NULL for an empty text
 *
 * Returns: whether @text was understood; an empty one is
 */
gboolean
bitacora_history_filter_read_day (const char *text, BitacoraClock *clock, GDateTime **day)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (clock);
  g_autoptr (GDateTime) moment = NULL;
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  *day = NULL;
  if (*trimmed == '\0')
    return TRUE;
  moment = bitacora_moment_parse_date (trimmed, now, NULL);
  if (moment == NULL)
    return FALSE;
  *day = create_start_of_day (moment, 0);

  return TRUE;
}

/**
 * bitacora_history_filter_describe_day:
 * @created: a moment, in microseconds since 1970
 * @clock: tells today
 *
 * Returns: (transfer full): the name of its day
 */
char *
bitacora_history_filter_describe_day (gint64 created, BitacoraClock *clock)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (clock);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autoptr (GDateTime) local = to_local (created, clock);

  if (is_same_day (local, now))
    return g_strdup (_ ("Today"));
  if (is_same_day (local, yesterday))
    return g_strdup (_ ("Yesterday"));
  if (g_date_time_get_year (local) == g_date_time_get_year (now))
    /* Translators: a day of this year as g_date_time_format() takes it: “Tuesday, 24 November” */
    return format_heading (local, _ ("%A, %-d %B"));

  /* Translators: a day of another year as g_date_time_format() takes it */
  return format_heading (local, _ ("%A, %-d %B %Y"));
}

/**
 * bitacora_history_filter_same_day:
 * @a: a moment, in microseconds since 1970
 * @b: another
 * @clock: knows the user's zone
 *
 * Returns: whether both are on the same day
 */
gboolean
bitacora_history_filter_same_day (gint64 a, gint64 b, BitacoraClock *clock)
{
  g_autoptr (GDateTime) first = to_local (a, clock);
  g_autoptr (GDateTime) second = to_local (b, clock);

  return is_same_day (first, second);
}
