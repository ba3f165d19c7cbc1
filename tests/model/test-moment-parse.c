/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-moment.h"

#include <locale.h>

/* A Tuesday. */
#define NOW "2026-11-24 15:42:07"

static GTimeZone *
get_bogota (void)
{
  return g_time_zone_new_identifier ("America/Bogota");
}

static GDateTime *
get_now (void)
{
  g_autoptr (GTimeZone) bogota = get_bogota ();

  return bitacora_moment_parse_crm (NOW, bogota, NULL);
}

static void
check_reading (const char *text, const char *expected)
{
  g_autoptr (GTimeZone) bogota = get_bogota ();
  g_autoptr (GDateTime) now = get_now ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) moment = bitacora_moment_parse (text, now, &error);
  g_autofree char *shown = NULL;

  g_test_message ("%s", text);
  g_assert_no_error (error);
  shown = bitacora_moment_format_crm (moment, bogota);
  g_assert_cmpstr (shown, ==, expected);
  g_assert_cmpstr (g_time_zone_get_identifier (g_date_time_get_timezone (moment)),
                   ==,
                   "America/Bogota");
}

static void
test_dates_and_times (void)
{
  static const struct
  {
    const char *text;
    const char *moment;
  } cases[] = {
    { "24/11/2026 15:42", "2026-11-24 15:42:00" },
    { "24-11-26", NOW },
    { "25-11-26", "2026-11-25 09:00:00" },
    { "24.11", NOW },
    { "25.11", "2026-11-25 09:00:00" },
    { "25.11. 8:15", "2026-11-25 08:15:00" },
    { "2026-11-24", NOW },
    { "2026-11-24T15:42", "2026-11-24 15:42:00" },
    { "2026-11-24t15:42:59", "2026-11-24 15:42:59" },
    { "2026-11-24 15:42:59", "2026-11-24 15:42:59" },
    { "2026/1/2 3:04", "2026-01-02 03:04:00" },
    { "  24 / 11 / 2026   15:42 ", "2026-11-24 15:42:00" },
    { "24/11/2026, 15:42", "2026-11-24 15:42:00" },
    { "24/11/2026 a las 15:42", "2026-11-24 15:42:00" },
    { "15:42 24/11/2026", "2026-11-24 15:42:00" },
    { "9am on 24/12/2026", "2026-12-24 09:00:00" },
    { "11/24/2026 9pm", "2026-11-24 21:00:00" },
    { "24 nov", NOW },
    { "25 nov", "2026-11-25 09:00:00" },
    { "25 nov.", "2026-11-25 09:00:00" },
    { "25 NOV 9", "2026-11-25 09:00:00" },
    { "25 nov 15", "2026-11-25 15:00:00" },
    { "25 nov 27", "2027-11-25 09:00:00" },
    { "25-nov-27", "2027-11-25 09:00:00" },
    { "25 nov 2027", "2027-11-25 09:00:00" },
    { "25 nov 1542", "2026-11-25 15:42:00" },
    { "25 nov 2027 15:42", "2027-11-25 15:42:00" },
    { "25 nov 20:27", "2026-11-25 20:27:00" },
    { "24 de noviembre de 2026", NOW },
    { "el 25 de diciembre a las 8:30 p. m.", "2026-12-25 20:30:00" },
    { "25 de dezembro de 2026 às 20h30", "2026-12-25 20:30:00" },
    { "nov 25", "2026-11-25 09:00:00" },
    { "November 25th, 2026", "2026-11-25 09:00:00" },
    { "Nov 25, 15:42", "2026-11-25 15:42:00" },
    { "the 1st of December 2026 at noon", "2026-12-01 12:00:00" },
    { "1º de diciembre", "2026-12-01 09:00:00" },
    { "1 ago", "2026-08-01 09:00:00" },
    { "3 set 9:00", "2026-09-03 09:00:00" },
    { "10 mar", "2026-03-10 09:00:00" },
    { "２５/１１/２０２６　１５:４２", "2026-11-25 15:42:00" },
    { "martes 24 de noviembre de 2026, 15:42", "2026-11-24 15:42:00" },
    { "miércoles, 25 de noviembre de 2026", "2026-11-25 09:00:00" },
    { "Tuesday 24 November 2026, 3:42 PM", "2026-11-24 15:42:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_reading (cases[i].text, cases[i].moment);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    const char *moment;
  } cases[] = {
    { "ahora", NOW },
    { "Ahora mismo", NOW },
    { "now", NOW },
    { "agora", NOW },
    { "hoy", NOW },
    { "today", NOW },
    { "HOJE", NOW },
    { "hoy 9", "2026-11-24 09:00:00" },
    { "ayer", "2026-11-23 09:00:00" },
    { "yesterday 3:05 p.m.", "2026-11-23 15:05:00" },
    { "ontem 18h", "2026-11-23 18:00:00" },
    { "anteayer", "2026-11-22 09:00:00" },
    { "antes de ayer", "2026-11-22 09:00:00" },
    { "mañana", "2026-11-25 09:00:00" },
    { "manana 9", "2026-11-25 09:00:00" },
    { "MAÑANA A LAS 9:30", "2026-11-25 09:30:00" },
    { "man\xcc\x83"
      "ana 10",
      "2026-11-25 10:00:00" },
    { "mañana a las 9 de la mañana", "2026-11-25 09:00:00" },
    { "9:30 mañana", "2026-11-25 09:30:00" },
    { "a las 9 de la noche", "2026-11-24 21:00:00" },
    { "mañana a las 9 y media", "2026-11-25 09:30:00" },
    { "tomorrow 9am", "2026-11-25 09:00:00" },
    { "tomorrow at 9", "2026-11-25 09:00:00" },
    { "amanhã às 9h30", "2026-11-25 09:30:00" },
    { "pasado mañana", "2026-11-26 09:00:00" },
    { "depois de amanhã", "2026-11-26 09:00:00" },
    { "the day after tomorrow 8am", "2026-11-26 08:00:00" },
    { "15:42", "2026-11-24 15:42:00" },
    { "9", "2026-11-24 09:00:00" },
    { "9 p. m.", "2026-11-24 21:00:00" },
    { "mediodía", "2026-11-24 12:00:00" },
    { "hoy medianoche", "2026-11-24 00:00:00" },
    { "15.42", "2026-11-24 15:42:00" },
    { "lunes", "2026-11-30 09:00:00" },
    { "el próximo lunes", "2026-11-30 09:00:00" },
    { "next monday 8:15", "2026-11-30 08:15:00" },
    { "monday", "2026-11-30 09:00:00" },
    { "segunda", "2026-11-30 09:00:00" },
    { "segunda-feira às 10h", "2026-11-30 10:00:00" },
    { "próxima terça-feira", "2026-12-01 09:00:00" },
    { "martes", "2026-12-01 09:00:00" },
    { "este martes", NOW },
    { "this tuesday 18:00", "2026-11-24 18:00:00" },
    { "miércoles 10:00", "2026-11-25 10:00:00" },
    { "mié", "2026-11-25 09:00:00" },
    { "sábado", "2026-11-28 09:00:00" },
    { "el lunes pasado", "2026-11-23 09:00:00" },
    { "last tuesday", "2026-11-17 09:00:00" },
    { "el viernes que viene a las 4 de la tarde", "2026-11-27 16:00:00" },
    { "9am monday", "2026-11-30 09:00:00" },
    { "+2h", "2026-11-24 17:42:07" },
    { "+30m", "2026-11-24 16:12:07" },
    { "+ 1 d", "2026-11-25 15:42:07" },
    { "+2h30", "2026-11-24 18:12:07" },
    { "+1h 15m", "2026-11-24 16:57:07" },
    { "-10 min", "2026-11-24 15:32:07" },
    { "in 2 hours", "2026-11-24 17:42:07" },
    { "en una hora", "2026-11-24 16:42:07" },
    { "en media hora", "2026-11-24 16:12:07" },
    { "dentro de una hora y 15 minutos", "2026-11-24 16:57:07" },
    { "em 3 dias", "2026-11-27 15:42:07" },
    { "in a week", "2026-12-01 15:42:07" },
    { "en 2 meses", "2027-01-24 15:42:07" },
    { "hace 5 minutos", "2026-11-24 15:37:07" },
    { "há 2 horas", "2026-11-24 13:42:07" },
    { "10 minutes ago", "2026-11-24 15:32:07" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_reading (cases[i].text, cases[i].moment);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    BitacoraMomentError code;
    const char *says;
  } cases[] = {
    { "", BITACORA_MOMENT_ERROR_EMPTY, NULL },
    { " \t\n", BITACORA_MOMENT_ERROR_EMPTY, NULL },
    { "hello", BITACORA_MOMENT_ERROR_UNREADABLE, "hello" },
    { "24/11/2026 15:42 please", BITACORA_MOMENT_ERROR_UNREADABLE, "please" },
    { "24/11/2026/7", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "24/11/026", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "24/11-2026", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "15:4", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "15:42:7", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "tomorrow tomorrow", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "+2", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "+2 parsecs", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "99999999999999999999", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "\xff\xfe", BITACORA_MOMENT_ERROR_UNREADABLE, NULL },
    { "31/02/2026", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "28" },
    { "31 de febrero", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "28" },
    { "feb 30 9:00", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "28" },
    { "29/02/2028 25:00", BITACORA_MOMENT_ERROR_NO_SUCH_TIME, "23" },
    { "31.04.2026", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "30" },
    { "2026-13-01", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "12" },
    { "0000-01-01", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "9999" },
    { "2026-11-00", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "30" },
    { "24/11/2026 24:00", BITACORA_MOMENT_ERROR_NO_SUCH_TIME, "00:00" },
    { "hoy 15:60", BITACORA_MOMENT_ERROR_NO_SUCH_TIME, "59" },
    { "hoy 13pm", BITACORA_MOMENT_ERROR_NO_SUCH_TIME, "12" },
    { "lunes 24/11/2026", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "24" },
    { "+999999 meses", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "9999" },
    { "hace 999999 semanas", BITACORA_MOMENT_ERROR_NO_SUCH_DATE, "9999" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) now = get_now ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GDateTime) moment = bitacora_moment_parse (cases[i].text, now, &error);

      g_test_message ("%s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8");
      g_assert_null (moment);
      g_assert_error (error, BITACORA_MOMENT_ERROR, (int)cases[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      if (cases[i].says != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

static void
test_date_alone (void)
{
  static const struct
  {
    const char *text;
    const char *moment;
    int code;
  } cases[] = {
    { "24/11/2026", "2026-11-24 00:00:00", 0 },
    { "hoy", "2026-11-24 00:00:00", 0 },
    { "mañana", "2026-11-25 00:00:00", 0 },
    { "24 nov 27", "2027-11-24 00:00:00", 0 },
    { "24 nov 15", "2015-11-24 00:00:00", 0 },
    { "24 nov 1542", "1542-11-24 00:00:00", 0 },
    { "lunes", "2026-11-30 00:00:00", 0 },
    { "29 feb 2028", "2028-02-29 00:00:00", 0 },
    { "31.13", NULL, BITACORA_MOMENT_ERROR_NO_SUCH_DATE },
    { "29 feb", NULL, BITACORA_MOMENT_ERROR_NO_SUCH_DATE },
    { "", NULL, BITACORA_MOMENT_ERROR_EMPTY },
    { "15:42", NULL, BITACORA_MOMENT_ERROR_UNREADABLE },
    { "24/11/2026 15:42", NULL, BITACORA_MOMENT_ERROR_UNREADABLE },
    { "+1d", NULL, BITACORA_MOMENT_ERROR_UNREADABLE },
  };
  g_autoptr (GTimeZone) bogota = get_bogota ();
  g_autoptr (GDateTime) now = get_now ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GDateTime) moment = bitacora_moment_parse_date (cases[i].text, now, &error);

      g_test_message ("%s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8");
      if (cases[i].moment != NULL)
        {
          g_autofree char *shown = NULL;

          g_assert_no_error (error);
          shown = bitacora_moment_format_crm (moment, bogota);
          g_assert_cmpstr (shown, ==, cases[i].moment);
        }
      else
        g_assert_error (error, BITACORA_MOMENT_ERROR, cases[i].code);
    }
}

static void
test_time_alone (void)
{
  static const struct
  {
    const char *text;
    int hour;
    int minute;
    int second;
  } cases[] = {
    { "15:42", 15, 42, 0 },
    { "15:42:07", 15, 42, 7 },
    { "1542", 15, 42, 0 },
    { "942", 9, 42, 0 },
    { "154207", 15, 42, 7 },
    { "9", 9, 0, 0 },
    { "9am", 9, 0, 0 },
    { "9 p. m.", 21, 0, 0 },
    { "3:05 p.m.", 15, 5, 0 },
    { "3:05\u202fPM", 15, 5, 0 },
    { "3:05\u00a0p. m.", 15, 5, 0 },
    { "15h42", 15, 42, 0 },
    { "15h", 15, 0, 0 },
    { "15 hs", 15, 0, 0 },
    { "15.42", 15, 42, 0 },
    { "12am", 0, 0, 0 },
    { "12 pm", 12, 0, 0 },
    { "12:30 a.m.", 0, 30, 0 },
    { "00:00", 0, 0, 0 },
    { "23:59:59", 23, 59, 59 },
    { "a las 9", 9, 0, 0 },
    { "às 9h", 9, 0, 0 },
    { "at 9", 9, 0, 0 },
    { "noon", 12, 0, 0 },
    { "medianoche", 0, 0, 0 },
    { "7 de la tarde", 19, 0, 0 },
    { "9 y cuarto", 9, 15, 0 },
    { "0", 0, 0, 0 },
  };
  static const struct
  {
    const char *text;
    BitacoraMomentError code;
  } bad[] = {
    { "", BITACORA_MOMENT_ERROR_EMPTY },
    { "24", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "24:00", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "25:00", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "15:60", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "15:42:60", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "13am", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "0pm", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "15:42 pm", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "15:", BITACORA_MOMENT_ERROR_UNREADABLE },
    { "15421", BITACORA_MOMENT_ERROR_UNREADABLE },
    { "-9", BITACORA_MOMENT_ERROR_UNREADABLE },
    { "nine", BITACORA_MOMENT_ERROR_UNREADABLE },
    { "hoy 9", BITACORA_MOMENT_ERROR_UNREADABLE },
    { "\xff", BITACORA_MOMENT_ERROR_UNREADABLE },
  };
  int hour;
  int minute;
  int second;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8");
      bitacora_moment_parse_time (cases[i].text, &hour, &minute, &second, &error);
      g_assert_no_error (error);
      g_assert_cmpint (hour, ==, cases[i].hour);
      g_assert_cmpint (minute, ==, cases[i].minute);
      g_assert_cmpint (second, ==, cases[i].second);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", g_utf8_validate (bad[i].text, -1, NULL) ? bad[i].text : "broken UTF-8");
      g_assert_false (bitacora_moment_parse_time (bad[i].text, &hour, &minute, &second, &error));
      g_assert_error (error, BITACORA_MOMENT_ERROR, (int)bad[i].code);
    }
}

static void
test_order_of_the_locale (void)
{
  if (setlocale (LC_ALL, "es_CO.UTF-8") == NULL)
    {
      g_test_skip ("es_CO cannot be made here: localedef or its sources are missing");
      return;
    }
  check_reading ("05/12/2026", "2026-12-05 09:00:00");
  check_reading ("05-12-2026", "2026-12-05 09:00:00");
  check_reading ("12/24/2026", "2026-12-24 09:00:00");
  check_reading ("05.12.2026", "2026-12-05 09:00:00");

  g_assert_nonnull (setlocale (LC_ALL, "en_US.UTF-8"));
  check_reading ("05/12/2026", "2026-05-12 09:00:00");
  check_reading ("24/12/2026", "2026-12-24 09:00:00");
  check_reading ("05.12.2026", "2026-12-05 09:00:00");
  check_reading ("2026-12-05", "2026-12-05 09:00:00");
  setlocale (LC_ALL, "C");
}

static void
test_crm (void)
{
  static const char *const bad[] = {
    "",
    "2026-11-24",
    "2026-11-24 15",
    "2026-11-24 15:4",
    "2026-11-24 15:42:",
    "2026-11-24 15:42:0",
    "2026-11-24 15:42:00 ",
    " 2026-11-24 15:42:00",
    "2026-11-24T15:42:00",
    "2026-11-24  15:42:00",
    "24/11/2026 15:42:00",
    "2026-1-24 15:42:00",
    "+026-11-24 15:42:00",
    "２026-11-24 15:42:00",
    "2026-11-24 15:42:00Z",
    "now",
  };
  static const struct
  {
    const char *text;
    BitacoraMomentError code;
  } missing[] = {
    { "2026-02-31 00:00:00", BITACORA_MOMENT_ERROR_NO_SUCH_DATE },
    { "2026-00-10 00:00:00", BITACORA_MOMENT_ERROR_NO_SUCH_DATE },
    { "0000-01-10 00:00:00", BITACORA_MOMENT_ERROR_NO_SUCH_DATE },
    { "2026-11-24 24:00:00", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "2026-11-24 15:60:00", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
    { "2026-11-24 15:42:60", BITACORA_MOMENT_ERROR_NO_SUCH_TIME },
  };
  g_autoptr (GTimeZone) bogota = get_bogota ();
  g_autoptr (GDateTime) whole = bitacora_moment_parse_crm ("2026-11-24 15:42:07", bogota, NULL);
  g_autoptr (GDateTime) minutes = bitacora_moment_parse_crm ("2026-11-24 15:42", bogota, NULL);
  g_autoptr (GDateTime) utc = g_date_time_to_utc (whole);

  g_assert_cmpint (g_date_time_get_hour (utc), ==, 20);
  g_assert_cmpint (g_date_time_get_second (whole), ==, 7);
  g_assert_cmpint (g_date_time_get_second (minutes), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (bitacora_moment_parse_crm (bad[i], bogota, &error));
      g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_UNREADABLE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (bitacora_moment_parse_crm (missing[i].text, bogota, &error));
      g_assert_error (error, BITACORA_MOMENT_ERROR, (int)missing[i].code);
    }
}

/* Whatever is typed, it is read or refused with a sentence, and nothing else happens. */
static void
test_anything (void)
{
  static const char *const pieces[]
      = { "24", "11",  "2026", "/",   "-",       ".",    ":",  " ",        "nov", "lunes", "mañana",
          "9",  "pm",  "a. m", "+",   "h",       "en",   ",",  "1542",     "de",  "hace",  "999999",
          "t",  "ago", "el",   "feb", "próximo", "\xff", "31", "mediodía", "y",   "media", "0" };
  g_autoptr (GDateTime) now = get_now ();

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GDateTime) moment = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_test_rand_int_range (1, 8); n > 0; n--)
        g_string_append_printf (text,
                                "%s%s",
                                pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))],
                                g_test_rand_bit () ? " " : "");
      moment = bitacora_moment_parse (text->str, now, &error);
      g_assert_true ((moment == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moment/dates-and-times", test_dates_and_times);
  g_test_add_func ("/moment/words", test_words);
  g_test_add_func ("/moment/refused", test_refused);
  g_test_add_func ("/moment/date-alone", test_date_alone);
  g_test_add_func ("/moment/time-alone", test_time_alone);
  g_test_add_func ("/moment/order-of-the-locale", test_order_of_the_locale);
  g_test_add_func ("/moment/crm", test_crm);
  g_test_add_func ("/moment/anything", test_anything);
  return g_test_run ();
}
