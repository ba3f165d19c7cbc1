/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-private.h"

#include <langinfo.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* The order of a date's parts, as `dmy`, `mdy` or `ymd`, and the sign between them. */
typedef struct
{
  char order[4];
  char sign;
} DateLayout;

static char
part_of_conversion (char conversion)
{
  switch (conversion)
    {
    case 'd':
    case 'e':
      return 'd';
    case 'm':
    case 'b':
    case 'B':
    case 'h':
      return 'm';
    case 'y':
    case 'Y':
    case 'G':
      return 'y';
    default:
      return '\0';
    }
}

static const char *
expand_shorthand (const char *format)
{
  if (strstr (format, "%F") != NULL)
    return "%Y-%m-%d";
  if (strstr (format, "%D") != NULL)
    return "%m/%d/%y";
  return format;
}

/* Reads the layout out of the locale's strftime() format for dates. A locale that divides by
 * anything but `/`, `-` or `.` gets the one of these that its order is used with most. */
static DateLayout
read_layout (void)
{
  DateLayout layout = { "", '\0' };
  const char *p = expand_shorthand (nl_langinfo (D_FMT));
  guint n = 0;

  for (; *p != '\0' && n < 3; p++)
    {
      if (*p != '%')
        {
          if (n > 0 && layout.sign == '\0' && strchr ("/-.", *p) != NULL)
            layout.sign = *p;
          continue;
        }
      do
        p++;
      while (*p != '\0' && strchr ("-_0^#EO", *p) != NULL);
      if (*p == '\0')
        break;
      if (part_of_conversion (*p) != '\0' && strchr (layout.order, part_of_conversion (*p)) == NULL)
        {
          layout.order[n++] = part_of_conversion (*p);
          layout.order[n] = '\0';
        }
    }

  if (!g_str_equal (layout.order, "dmy") && !g_str_equal (layout.order, "mdy"))
    return (DateLayout){ "ymd", '-' };
  if (layout.sign == '\0' || (layout.sign == '.' && layout.order[0] == 'm'))
    layout.sign = '/';
  return layout;
}

gboolean
bitacora_moment_locale_is_month_first (void)
{
  return read_layout ().order[0] == 'm';
}

/**
 * bitacora_moment_format_crm:
 * @moment: a moment
 * @zone: the zone in which the CRM writes its dates
 *
 * Returns: (transfer full): the moment as the CRM wants it (contract, §1): `YYYY-MM-DD HH:MM:SS`
 */
char *
bitacora_moment_format_crm (GDateTime *moment, GTimeZone *zone)
{
  g_autoptr (GDateTime) there = NULL;

  g_return_val_if_fail (moment != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  there = g_date_time_to_timezone (moment, zone);
  return g_strdup_printf ("%04d-%02d-%02d %02d:%02d:%02d",
                          g_date_time_get_year (there),
                          g_date_time_get_month (there),
                          g_date_time_get_day_of_month (there),
                          g_date_time_get_hour (there),
                          g_date_time_get_minute (there),
                          g_date_time_get_second (there));
}

/**
 * bitacora_moment_format_date:
 * @moment: a moment
 *
 * Writes the date as the locale does, in digits and with a year of four digits, so that
 * bitacora_moment_parse_date() reads the same date again.
 *
 * Returns: (transfer full): the date in @moment's own zone
 */
char *
bitacora_moment_format_date (GDateTime *moment)
{
  const DateLayout layout = read_layout ();
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (moment != NULL, g_string_free (text, FALSE));

  for (guint i = 0; i < 3; i++)
    {
      if (i > 0)
        g_string_append_c (text, layout.sign);
      if (layout.order[i] == 'y')
        g_string_append_printf (text, "%04d", g_date_time_get_year (moment));
      else
        g_string_append_printf (text,
                                "%02d",
                                layout.order[i] == 'm' ? g_date_time_get_month (moment)
                                                       : g_date_time_get_day_of_month (moment));
    }
  return g_string_free (text, FALSE);
}

/**
 * bitacora_moment_format_time:
 * @moment: a moment
 *
 * Writes hour and minute as the locale does, in 24 or 12 hours; seconds are left out.
 *
 * Returns: (transfer full): the time in @moment's own zone
 */
char *
bitacora_moment_format_time (GDateTime *moment)
{
  const int hour = moment != NULL ? g_date_time_get_hour (moment) : 0;

  g_return_val_if_fail (moment != NULL, NULL);

  if (bitacora_moment_locale_is_24h ())
    return g_strdup_printf ("%02d:%02d", hour, g_date_time_get_minute (moment));
  return g_strdup_printf ("%d:%02d %s",
                          hour % 12 != 0 ? hour % 12 : 12,
                          g_date_time_get_minute (moment),
                          nl_langinfo (hour < 12 ? AM_STR : PM_STR));
}

/**
 * bitacora_moment_describe:
 * @moment: a moment
 *
 * Writes a moment out, with its weekday and, lest it be taken for another, always with its year:
 * `martes 24 de noviembre de 2026, 15:42`.
 *
 * Returns: (transfer full): the text, in @moment's own zone
 */
char *
bitacora_moment_describe (GDateTime *moment)
{
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (moment != NULL, NULL);

  /* Translators: a date for g_date_time_format(): weekday, day, month, year. */
  date = g_date_time_format (moment, _ ("%A %-d %B %Y"));
  time = bitacora_moment_format_time (moment);
  /* Translators: a date and a time. */
  return g_strdup_printf (_ ("%s, %s"), date, time);
}

/**
 * bitacora_moment_locale_is_24h:
 *
 * Returns: whether the locale's clock has 24 hours
 */
gboolean
bitacora_moment_locale_is_24h (void)
{
  const char *format = nl_langinfo (T_FMT);

  if (*nl_langinfo (AM_STR) == '\0' || *nl_langinfo (PM_STR) == '\0')
    return TRUE;
  for (const char *p = strchr (format, '%'); p != NULL && p[1] != '\0'; p = strchr (p + 2, '%'))
    {
      p += strspn (p + 1, "-_0^#EO");
      if (p[1] != '\0' && strchr ("rIlp", p[1]) != NULL)
        return FALSE;
      if (p[1] == '\0')
        break;
    }
  return TRUE;
}
