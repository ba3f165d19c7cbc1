/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-call-template.h"
#include "model/bitacora-call-timer.h"

static const BitacoraCallTemplateValues nothing = { NULL };
static const BitacoraCallTemplateValues ana
    = { .contact = "Ana Gómez", .phone = "+57 310 5551234" };
static const BitacoraCallTemplateValues all = {
  .outcome = "Contestó",
  .contact = "Ana Gómez",
  .phone = "+57 310 5551234",
  .duration = "00:03:12",
  .time = "15:42",
};

static void
assert_filled (const char *template_text,
               const BitacoraCallTemplateValues *values,
               const char *expected)
{
  g_autofree char *text = bitacora_call_template_fill (template_text, values);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_extracted (const char *template_text,
                  const char *text,
                  const char *place,
                  const char *expected)
{
  g_autofree char *found = bitacora_call_template_extract (template_text, text, place);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_fills (void)
{
  assert_filled ("Llamada a {contact}", &all, "Llamada a Ana Gómez");
  assert_filled ("{outcome}.", &all, "Contestó.");
  assert_filled ("{time} {contact} ({phone}): {outcome}, {duration}",
                 &all,
                 "15:42 Ana Gómez (+57 310 5551234): Contestó, 00:03:12");
  assert_filled ("{contact} {contact}", &ana, "Ana Gómez Ana Gómez");
  /* A value is no template. */
  {
    const BitacoraCallTemplateValues braces = { .contact = "{phone}", .phone = "1" };

    assert_filled ("a {contact}", &braces, "a {phone}");
  }
  /* Other braces are the user's own. */
  assert_filled ("{contact} {x} {} {contact", &ana, "Ana Gómez {x} {} {contact");
  assert_filled ("Campaña de Navidad", &nothing, "Campaña de Navidad");
}

static void
test_leaves_out (void)
{
  assert_filled ("{outcome}.", &ana, NULL);
  assert_filled ("Call to {contact}", &nothing, NULL);
  assert_filled ("", &all, NULL);
  assert_filled ("  ", &all, NULL);
  assert_filled ("Call to {contact}: {outcome}", &ana, "Call to Ana Gómez");
  assert_filled ("{outcome} – {contact}", &ana, "Ana Gómez");
  assert_filled ("Call to {contact} ({outcome})", &ana, "Call to Ana Gómez");
  assert_filled ("Call {outcome} to {contact}", &ana, "Call to Ana Gómez");
}

static void
test_blank_values (void)
{
  const BitacoraCallTemplateValues blank = { .contact = "  ", .outcome = "" };

  assert_filled ("Call to {contact}", &blank, NULL);
  assert_filled ("{outcome}.", &blank, NULL);
}

static void
test_extracts (void)
{
  assert_extracted ("Llamada a {contact}", "Llamada a Ana Gómez", "contact", "Ana Gómez");
  assert_extracted ("Llamada a {contact}", "Llamada a ", "contact", NULL);
  assert_extracted ("Llamada a {contact}", "Correo a Ana", "contact", NULL);
  assert_extracted ("Llamada a {contact}", "Llamada a Ana", "phone", NULL);
  assert_extracted ("{contact} (.*)", "Ana (.*)", "contact", "Ana");
  assert_extracted ("{contact} (.*)", "Ana (Luis)", "contact", NULL);
  assert_extracted ("{outcome}: {contact} {phone}",
                    "Contestó: Ana Gómez +57 310 5551234",
                    "contact",
                    "Ana Gómez");
  assert_extracted ("{contact} {contact}", "Ana Ana", "contact", "Ana");
  assert_extracted ("{contact} {contact}", "Ana Luis", "contact", NULL);
  /* It may have been written before the outcome was known. */
  assert_extracted ("Call to {contact}: {outcome}", "Call to Ana", "contact", "Ana");
  assert_extracted ("Call to {contact}: {outcome}", "Call to Ana: Contestó", "contact", "Ana");
}

/* What a template makes gives its places back. */
static void
test_back_and_forth (void)
{
  static const char *const templates[] = {
    "Llamada a {contact}", "{contact} ({phone})", "{time} {contact} {duration}", "{contact}"
  };

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autofree char *text = bitacora_call_template_fill (templates[i], &all);

      assert_extracted (templates[i], text, "contact", "Ana Gómez");
    }
}

/* Hostile text takes no time worth speaking of. */
static void
test_long (void)
{
  g_autofree char *text = g_strnfill (60000, 'a');
  const gint64 before = g_get_monotonic_time ();

  assert_extracted ("{outcome}{contact}{time}{outcome}b", text, "contact", NULL);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
}

static void
test_durations (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } durations[] = { { 0, "00:00:00" },     { 192, "00:03:12" },     { 3600, "01:00:00" },
                    { 86399, "23:59:59" }, { 360000, "100:00:00" }, { -5, "00:00:00" } };

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *text = bitacora_call_template_format_duration (durations[i].seconds);

      g_assert_cmpstr (text, ==, durations[i].text);
    }
}

static void
assert_timer (BitacoraCallTimer *timer, gint64 seconds, const char *text)
{
  g_autofree char *shown = bitacora_call_timer_describe (timer);

  g_assert_cmpint (bitacora_call_timer_get_seconds (timer), ==, seconds);
  g_assert_cmpstr (shown, ==, text);
}

static void
set_clock (BitacoraClock *clock, GDateTime *start, int seconds)
{
  g_autoptr (GDateTime) moment = g_date_time_add_seconds (start, seconds);

  bitacora_clock_set (clock, moment);
}

static void
test_timer (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GDateTime) start = g_date_time_new (zone, 2026, 11, 25, 15, 42, 0);
  g_autoptr (BitacoraClock) clock = bitacora_clock_new_at (start);
  g_autoptr (BitacoraCallTimer) timer = bitacora_call_timer_new (clock);
  g_autoptr (BitacoraCallTimer) other = bitacora_call_timer_new (clock);
  g_autoptr (GVariant) saved = NULL;

  g_assert_null (bitacora_call_timer_get_start (timer));
  bitacora_call_timer_start (timer);
  set_clock (clock, start, 192);
  assert_timer (timer, 192, "03:12");
  g_assert_true (g_date_time_equal (bitacora_call_timer_get_start (timer), start));

  /* It counts on while no program runs. */
  saved = g_variant_ref_sink (bitacora_call_timer_save (timer));
  set_clock (clock, start, 3725);
  bitacora_call_timer_load (other, saved);
  g_assert_true (bitacora_call_timer_is_running (other));
  assert_timer (other, 3725, "1:02:05");
  g_assert_true (g_date_time_equal (bitacora_call_timer_get_start (other), start));

  bitacora_call_timer_stop (other);
  set_clock (clock, start, 4000);
  assert_timer (other, 3725, "1:02:05");
  bitacora_call_timer_start (other);
  assert_timer (other, 4000, "1:06:40");

  /* A clock that is set back takes nothing away. */
  set_clock (clock, start, -60);
  assert_timer (other, 0, "00:00");
  bitacora_call_timer_reset (other);
  g_assert_false (bitacora_call_timer_is_running (other));
  g_assert_null (bitacora_call_timer_get_start (other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call-template/fills", test_fills);
  g_test_add_func ("/call-template/leaves-out", test_leaves_out);
  g_test_add_func ("/call-template/blank-values", test_blank_values);
  g_test_add_func ("/call-template/extracts", test_extracts);
  g_test_add_func ("/call-template/back-and-forth", test_back_and_forth);
  g_test_add_func ("/call-template/long", test_long);
  g_test_add_func ("/call-template/durations", test_durations);
  g_test_add_func ("/call-timer/counts", test_timer);
  return g_test_run ();
}
