/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-fixture.h"

#include "app/form/bitacora-moment-row.h"
#include "model/bitacora-moment.h"

typedef struct
{
  GtkWindow *window;
  BitacoraMomentRow *row;
  BitacoraClock *clock;
  GtkWidget *date;
  GtkWidget *time;
  GtkWidget *elsewhere;
} Fixture;

/* Wednesday 25 November 2026, 15:42:37 in Bogotá; dates are written month first in this locale. */
static GDateTime *
create_moment (int day, int hour, int minute, int second)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Bogota");

  return g_date_time_new (zone, 2026, 11, day, hour, minute, second);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = create_moment (25, 15, 42, 37);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->clock = bitacora_clock_new_at (now);
  fixture->row = BITACORA_MOMENT_ROW (bitacora_moment_row_new ());
  g_object_set (fixture->row,
                "clock",
                fixture->clock,
                "date-label",
                "Reminder date",
                "time-label",
                "Reminder time",
                "quick",
                TRUE,
                NULL);
  fixture->date = form_test_child (GTK_WIDGET (fixture->row), "date_entry");
  fixture->time = form_test_child (GTK_WIDGET (fixture->row), "time_entry");
  fixture->elsewhere = gtk_button_new ();

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->row));
  gtk_box_append (GTK_BOX (box), fixture->elsewhere);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, box);
  gtk_window_present (fixture->window);
  form_test_settle ();
  gtk_widget_grab_focus (fixture->elsewhere);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->clock);
}

static void
assert_moment (Fixture *fixture, const char *expected)
{
  GDateTime *moment = bitacora_moment_row_get_moment (fixture->row);
  g_autofree char *written = NULL;

  if (expected == NULL)
    {
      g_assert_null (moment);
      return;
    }
  g_assert_nonnull (moment);
  written = g_date_time_format (moment, "%Y-%m-%d %H:%M:%S");
  g_assert_cmpstr (written, ==, expected);
}

static void
assert_texts (Fixture *fixture, const char *date, const char *time)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->date)), ==, date);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->time)), ==, time);
}

static void
test_typed_date_and_time (Fixture *fixture, gconstpointer data)
{
  form_test_type (fixture->date, "24 nov");
  form_test_type (fixture->time, "3:05 pm");
  assert_moment (fixture, "2026-11-24 15:05:00");
  g_assert_cmpstr (bitacora_field_row_get_hint (BITACORA_FIELD_ROW (fixture->row)),
                   ==,
                   "Tuesday 24 November 2026, 15:05");
  gtk_widget_grab_focus (fixture->elsewhere);
  assert_texts (fixture, "11/24/2026", "15:05");
  g_assert_true (bitacora_field_row_check (BITACORA_FIELD_ROW (fixture->row), NULL));
}

static void
test_wonders_at_the_future (Fixture *fixture, gconstpointer data)
{
  BitacoraFieldRow *row = BITACORA_FIELD_ROW (fixture->row);

  g_object_set (fixture->row, "past", TRUE, NULL);
  form_test_type (fixture->date, "24 nov 2027 9:00");
  g_assert_cmpstr (bitacora_field_row_get_hint (row),
                   ==,
                   "Wednesday 24 November 2027, 09:00. That is still to come: is the date right?");
  g_assert_true (bitacora_field_row_check (row, NULL));

  bitacora_moment_row_follow_clock (fixture->row);
  g_assert_cmpstr (bitacora_field_row_get_hint (row), ==, "Wednesday 25 November 2026, 15:42");
}

/* On its way to a date the text may look like a time; that must leave no trace. */
static void
test_half_a_date_is_no_time (Fixture *fixture, gconstpointer data)
{
  form_test_type (fixture->time, "16:20");
  form_test_type (fixture->date, "2");
  form_test_type (fixture->date, "4 nov");
  assert_texts (fixture, "24 nov", "16:20");
  assert_moment (fixture, "2026-11-24 16:20:00");
}

static void
test_time_in_date_entry (Fixture *fixture, gconstpointer data)
{
  form_test_type (fixture->date, "mañana 9");
  assert_texts (fixture, "mañana 9", "09:00");
  assert_moment (fixture, "2026-11-26 09:00:00");
  gtk_widget_grab_focus (fixture->elsewhere);
  assert_texts (fixture, "11/26/2026", "09:00");

  /* The time can still be changed by itself. */
  gtk_editable_set_text (GTK_EDITABLE (fixture->date), "mañana 9");
  gtk_editable_set_text (GTK_EDITABLE (fixture->time), "10:30");
  assert_moment (fixture, "2026-11-26 10:30:00");
}

static void
test_date_alone (Fixture *fixture, gconstpointer data)
{
  form_test_type (fixture->date, "mañana");
  assert_texts (fixture, "mañana", "");
  assert_moment (fixture, "2026-11-26 09:00:00");
  gtk_widget_grab_focus (fixture->elsewhere);
  assert_texts (fixture, "11/26/2026", "09:00");
}

static void
test_not_understood (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  form_test_type (fixture->date, "treinta");
  gtk_widget_grab_focus (fixture->elsewhere);
  assert_texts (fixture, "treinta", "");
  assert_moment (fixture, NULL);
  g_assert_null (bitacora_field_row_get_hint (BITACORA_FIELD_ROW (fixture->row)));
  g_assert_false (bitacora_field_row_check (BITACORA_FIELD_ROW (fixture->row), &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_UNREADABLE);
  g_clear_error (&error);

  gtk_editable_set_text (GTK_EDITABLE (fixture->date), "31/02/2026");
  gtk_editable_set_text (GTK_EDITABLE (fixture->time), "9");
  g_assert_false (bitacora_field_row_check (BITACORA_FIELD_ROW (fixture->row), &error));
  g_assert_error (error, BITACORA_MOMENT_ERROR, BITACORA_MOMENT_ERROR_NO_SUCH_DATE);
  g_clear_error (&error);

  gtk_editable_set_text (GTK_EDITABLE (fixture->date), "hoy");
  gtk_editable_set_text (GTK_EDITABLE (fixture->time), "25:00");
  g_assert_false (bitacora_field_row_check (BITACORA_FIELD_ROW (fixture->row), &error));
  g_clear_error (&error);
  gtk_editable_set_text (GTK_EDITABLE (fixture->time), "");
  g_assert_false (bitacora_field_row_check (BITACORA_FIELD_ROW (fixture->row), &error));

  /* Nothing at all is not unreadable: whether it may be missing is the activity's business. */
  gtk_editable_set_text (GTK_EDITABLE (fixture->date), "");
  g_assert_true (bitacora_field_row_check (BITACORA_FIELD_ROW (fixture->row), NULL));
}

static void
press_at (GtkWidget *entry, int position, guint keyval)
{
  gtk_widget_grab_focus (entry);
  gtk_editable_set_position (GTK_EDITABLE (entry), position);
  form_test_press (entry, keyval);
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (entry)), ==, position);
}

static void
test_arrows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) start = create_moment (25, 15, 42, 37);

  bitacora_moment_row_set_moment (fixture->row, start);
  press_at (fixture->date, 1, GDK_KEY_Up);
  assert_moment (fixture, "2026-12-25 15:42:37");
  press_at (fixture->date, 4, GDK_KEY_Down);
  assert_moment (fixture, "2026-12-24 15:42:37");
  press_at (fixture->date, 10, GDK_KEY_Up);
  assert_moment (fixture, "2027-12-24 15:42:37");
  press_at (fixture->time, 0, GDK_KEY_Down);
  assert_moment (fixture, "2027-12-24 14:42:37");
  press_at (fixture->time, 5, GDK_KEY_Up);
  assert_moment (fixture, "2027-12-24 14:43:37");
  assert_texts (fixture, "12/24/2027", "14:43");
}

static void
test_arrows_carry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) start = create_moment (30, 23, 59, 0);

  bitacora_moment_row_set_moment (fixture->row, start);
  press_at (fixture->time, 4, GDK_KEY_Up);
  assert_moment (fixture, "2026-12-01 00:00:00");
  assert_texts (fixture, "12/01/2026", "00:00");
}

static void
test_arrows_from_words (Fixture *fixture, gconstpointer data)
{
  form_test_type (fixture->date, "mañana 9");
  form_test_press (fixture->date, GDK_KEY_Up);
  assert_moment (fixture, "2026-11-27 09:00:00");

  /* In an empty row the first step is to the present. */
  bitacora_moment_row_set_moment (fixture->row, NULL);
  form_test_press (fixture->time, GDK_KEY_Up);
  assert_moment (fixture, "2026-11-25 15:42:37");
}

static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) monday = create_moment (30, 8, 0, 0);

  form_test_click (GTK_WIDGET (fixture->row), "Now");
  assert_moment (fixture, "2026-11-25 15:42:37");
  form_test_click (GTK_WIDGET (fixture->row), "In 1 hour");
  assert_moment (fixture, "2026-11-25 16:42:00");
  form_test_click (GTK_WIDGET (fixture->row), "Tomorrow 9:00");
  assert_moment (fixture, "2026-11-26 09:00:00");
  form_test_click (GTK_WIDGET (fixture->row), "Next Monday");
  assert_moment (fixture, "2026-11-30 09:00:00");
  assert_texts (fixture, "11/30/2026", "09:00");

  /* On a Monday the next one is a week away. */
  bitacora_clock_set (fixture->clock, monday);
  form_test_click (GTK_WIDGET (fixture->row), "Next Monday");
  assert_moment (fixture, "2026-12-07 09:00:00");
}

static void
test_calendar (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = form_test_child (GTK_WIDGET (fixture->row), "calendar_button");
  GObject *calendar = gtk_widget_get_template_child (GTK_WIDGET (fixture->row),
                                                     BITACORA_TYPE_MOMENT_ROW,
                                                     "calendar");
  g_autoptr (GDateTime) start = create_moment (25, 8, 15, 0);
  g_autoptr (GDateTime) picked = create_moment (11, 0, 0, 0);

  bitacora_moment_row_set_moment (fixture->row, start);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  form_test_settle ();
  assert_moment (fixture, "2026-11-25 08:15:00");

  gtk_calendar_select_day (GTK_CALENDAR (calendar), picked);
  assert_moment (fixture, "2026-11-11 08:15:00");
  assert_texts (fixture, "11/11/2026", "08:15");
  g_assert_false (
      gtk_widget_get_visible (form_test_child (GTK_WIDGET (fixture->row), "calendar_popover")));
}

static void
test_follows_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) later = create_moment (25, 16, 10, 5);

  bitacora_moment_row_follow_clock (fixture->row);
  assert_texts (fixture, "11/25/2026", "15:42");
  bitacora_clock_set (fixture->clock, later);
  assert_moment (fixture, "2026-11-25 16:10:05");

  form_test_type (fixture->time, "<0");
  assert_moment (fixture, "2026-11-25 15:40:00");
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_property (fixture->date,
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Reminder date");
  gtk_test_accessible_assert_property (fixture->time,
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Reminder time");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  form_test_init (&argc, &argv);

  ADD ("/app/moment-row/typed-date-and-time", test_typed_date_and_time);
  ADD ("/app/moment-row/wonders-at-the-future", test_wonders_at_the_future);
  ADD ("/app/moment-row/half-a-date-is-no-time", test_half_a_date_is_no_time);
  ADD ("/app/moment-row/time-in-date-entry", test_time_in_date_entry);
  ADD ("/app/moment-row/date-alone", test_date_alone);
  ADD ("/app/moment-row/not-understood", test_not_understood);
  ADD ("/app/moment-row/arrows", test_arrows);
  ADD ("/app/moment-row/arrows-carry", test_arrows_carry);
  ADD ("/app/moment-row/arrows-from-words", test_arrows_from_words);
  ADD ("/app/moment-row/buttons", test_buttons);
  ADD ("/app/moment-row/calendar", test_calendar);
  ADD ("/app/moment-row/follows-clock", test_follows_clock);
  ADD ("/app/moment-row/names", test_names);
  return g_test_run ();
}
