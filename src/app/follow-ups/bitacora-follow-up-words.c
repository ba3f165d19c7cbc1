/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-follow-up-words.h"

#include <glib/gi18n-lib.h>

#include "model/bitacora-moment.h"

/* Up to here a distance is told in minutes, beyond it in hours. */
#define MOST_MINUTES 90

/* Days that their weekday alone tells from today. */
#define WEEK 7

/* Midnight of the day that lies some days from that of a moment, in the moment's zone. */
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

/* How many midnights lie between two moments of one zone. */
static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate from_day;
  GDate to_day;

  g_date_set_dmy (&from_day,
                  (GDateDay)g_date_time_get_day_of_month (from),
                  (GDateMonth)g_date_time_get_month (from),
                  (GDateYear)g_date_time_get_year (from));
  g_date_set_dmy (&to_day,
                  (GDateDay)g_date_time_get_day_of_month (to),
                  (GDateMonth)g_date_time_get_month (to),
                  (GDateYear)g_date_time_get_year (to));

  return g_date_days_between (&from_day, &to_day);
}

static GDateTime *
to_zone_of (GDateTime *moment, GDateTime *now)
{
  return g_date_time_to_timezone (moment, g_date_time_get_timezone (now));
}

static char *
describe_future (GTimeSpan span)
{
  /* It is in one minute until it is now. */
  const gint64 minutes = (span + G_TIME_SPAN_MINUTE - 1) / G_TIME_SPAN_MINUTE;
  const gint64 hours = (span + G_TIME_SPAN_HOUR / 2) / G_TIME_SPAN_HOUR;

  if (minutes <= MOST_MINUTES)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "in %d minute",
                                         "in %d minutes",
                                         (gulong)minutes),
                            (int)minutes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "in %d hour", "in %d hours", (gulong)hours),
                          (int)hours);
}

static char *
describe_past (GTimeSpan span)
{
  const gint64 minutes = span / G_TIME_SPAN_MINUTE;
  const gint64 hours = (span + G_TIME_SPAN_HOUR / 2) / G_TIME_SPAN_HOUR;

  if (minutes == 0)
    return g_strdup (_ ("now"));
  if (minutes <= MOST_MINUTES)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%d minute ago",
                                         "%d minutes ago",
                                         (gulong)minutes),
                            (int)minutes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%d hour ago",
                                       "%d hours ago",
                                       (gulong)hours),
                          (int)hours);
}

static char *
format_day (GDateTime *day, GDateTime *now, int distance)
{
  if (distance == -1)
    return g_strdup (_ ("yesterday"));
  if (distance == 1)
    return g_strdup (_ ("tomorrow"));
  if (distance > 0 && distance < WEEK)
    return g_date_time_format (day, "%A");
  if (g_date_time_get_year (day) == g_date_time_get_year (now))
    /* Translators: a day of this year as g_date_time_format() takes it, inside a line:
     * “Tuesday 24 November” */
    return g_date_time_format (day, _ ("%A %-d %B"));

  /* Translators: a day of another year as g_date_time_format() takes it, inside a line */
  return g_date_time_format (day, _ ("%A %-d %B %Y"));
}

/**
 * bitacora_follow_up_find_section:
 * @due: when a follow-up is due, in any zone
 * @now: the present, in the user's zone
 *
 * Returns: where it stands on the page
 */
BitacoraFollowUpSection
bitacora_follow_up_find_section (GDateTime *due, GDateTime *now)
{
  g_autoptr (GDateTime) local = NULL;
  int distance;

  g_return_val_if_fail (due != NULL, BITACORA_FOLLOW_UP_LATER);
  g_return_val_if_fail (now != NULL, BITACORA_FOLLOW_UP_LATER);

  if (g_date_time_compare (due, now) <= 0)
    return BITACORA_FOLLOW_UP_OVERDUE;
  local = to_zone_of (due, now);
  distance = count_days (now, local);
  if (distance == 0)
    return BITACORA_FOLLOW_UP_TODAY;

  return distance == 1 ? BITACORA_FOLLOW_UP_TOMORROW : BITACORA_FOLLOW_UP_LATER;
}

/**
 * bitacora_follow_up_section_get_label:
 * @section: a section of the page
 *
 * Returns: its heading
 */
const char *
bitacora_follow_up_section_get_label (BitacoraFollowUpSection section)
{
  switch (section)
    {
    case BITACORA_FOLLOW_UP_OVERDUE:
      /* Translators: a heading: what should have been followed up by now */
      return _ ("Overdue");
    case BITACORA_FOLLOW_UP_TODAY:
      return _ ("Today");
    case BITACORA_FOLLOW_UP_TOMORROW:
      return _ ("Tomorrow");
    case BITACORA_FOLLOW_UP_LATER:
    default:
      /* Translators: a heading: what is due after tomorrow */
      return C_ ("heading", "Later");
    }
}

/**
 * bitacora_follow_up_create_midnight:
 * @now: the present, in the user's zone
 *
 * Returns: (transfer full): when today ends there
 */
GDateTime *
bitacora_follow_up_create_midnight (GDateTime *now)
{
  g_return_val_if_fail (now != NULL, NULL);

  return create_start_of_day (now, 1);
}

/**
 * bitacora_follow_up_describe_due:
 * @due: when a follow-up is due, in any zone
 * @now: the present, in the user's zone
 *
 * Says when that is as one says it, and exactly: `in 20 minutes · 16:02`, `yesterday 16:00`.
 *
 * Returns: (transfer full): the text, in the zone of @now
 */
char *
bitacora_follow_up_describe_due (GDateTime *due, GDateTime *now)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *distance = NULL;
  g_autofree char *time = NULL;
  GTimeSpan span;

  g_return_val_if_fail (due != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  local = to_zone_of (due, now);
  if (count_days (now, local) != 0)
    return bitacora_follow_up_describe_moment (due, now);

  span = g_date_time_difference (due, now);
  distance = span > 0 ? describe_future (span) : describe_past (-span);
  time = bitacora_moment_format_time (local);
  /* Translators: how far a moment of today is, and its time: “in 20 minutes · 16:02” */
  return g_strdup_printf (_ ("%s · %s"), distance, time);
}

/**
 * bitacora_follow_up_describe_moment:
 * @due: a moment, in any zone
 * @now: the present, in the user's zone
 *
 * Says when that is, inside a sentence: `16:02`, `tomorrow 09:00`, `Tuesday 24 November 09:00`.
 *
 * Returns: (transfer full): the text, in the zone of @now
 */
char *
bitacora_follow_up_describe_moment (GDateTime *due, GDateTime *now)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  int distance;

  g_return_val_if_fail (due != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  local = to_zone_of (due, now);
  distance = count_days (now, local);
  time = bitacora_moment_format_time (local);
  if (distance == 0)
    return g_steal_pointer (&time);
  day = format_day (local, now, distance);
  /* Translators: a day and a time inside a line: “tomorrow 09:00” */
  return g_strdup_printf (_ ("%s %s"), day, time);
}

/**
 * bitacora_follow_up_format_number:
 * @entry: a call
 *
 * Returns: (transfer full) (nullable): its number as one reads it; %NULL without one
 */
char *
bitacora_follow_up_format_number (BitacoraOutboxEntry *entry)
{
  BitacoraPhoneNumber *phone;

  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), NULL);

  phone = bitacora_call_activity_get_phone (bitacora_outbox_entry_get_activity (entry));

  return phone != NULL ? bitacora_phone_number_format_international (phone) : NULL;
}

/**
 * bitacora_follow_up_format_e164:
 * @entry: a call
 *
 * Returns: (transfer full) (nullable): its number as it is dialled; %NULL without one
 */
char *
bitacora_follow_up_format_e164 (BitacoraOutboxEntry *entry)
{
  BitacoraPhoneNumber *phone;

  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), NULL);

  phone = bitacora_call_activity_get_phone (bitacora_outbox_entry_get_activity (entry));

  return phone != NULL ? bitacora_phone_number_format_e164 (phone) : NULL;
}

/**
 * bitacora_follow_up_format_note:
 * @entry: a call
 * @max_chars: how much of it is told at most
 *
 * Returns: (transfer full) (nullable): what was said in the call, in one line; %NULL if nothing was
 *   written down
 */
char *
bitacora_follow_up_format_note (BitacoraOutboxEntry *entry, guint max_chars)
{
  g_autoptr (GString) note = g_string_new (NULL);
  const char *text;
  guint n_chars = 0;

  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), NULL);

  text = bitacora_call_activity_get_description (bitacora_outbox_entry_get_activity (entry));
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_isspace (letter))
        letter = ' ';
      if (letter == ' ' && (note->len == 0 || note->str[note->len - 1] == ' '))
        continue;
      if (++n_chars > max_chars)
        {
          g_string_append (note, "…");
          break;
        }
      g_string_append_unichar (note, letter);
    }
  g_strchomp (note->str);

  return *note->str != '\0' ? g_string_free (g_steal_pointer (&note), FALSE) : NULL;
}
