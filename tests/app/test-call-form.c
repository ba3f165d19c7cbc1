/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-fixture.h"

#include "app/form/bitacora-moment-row.h"
#include "app/form/bitacora-phone-row.h"
#include "app/form/bitacora-priority-row.h"
#include "app/form/bitacora-refusal-bar.h"

/* What a window 360 wide leaves inside the form's margins, and the rows' own. */
#define NARROWEST_FORM 360
#define NARROWEST_ROW 336

static const char *
get_error (FormFixture *fixture, const char *row)
{
  return bitacora_field_row_get_error (form_fixture_row (fixture, row));
}

static void
activate (FormFixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->form), action, NULL));
  form_test_settle ();
}

static const char *
get_text (FormFixture *fixture, const char *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (form_fixture_child (fixture, row, "entry")));
}

static void
write_description (FormFixture *fixture, const char *text)
{
  GtkTextView *view = GTK_TEXT_VIEW (form_fixture_child (fixture, "description_row", "view"));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

static void
assert_moment (GDateTime *moment, const char *expected)
{
  g_autofree char *written = NULL;

  g_assert_nonnull (moment);
  written = g_date_time_format (moment, "%Y-%m-%d %H:%M:%S %:z");
  g_assert_cmpstr (written, ==, expected);
}

static void
test_submit (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *e164 = NULL;
  BitacoraCallActivity *activity;

  form_fixture_fill (fixture);
  form_test_type (form_fixture_child (fixture, "record_id_row", "entry"), " 64cb1234 ");
  write_description (fixture, "Pidió el estado del caso.\nLlamar de nuevo.");
  form_test_click (GTK_WIDGET (form_fixture_row (fixture, "priority_row")), "High");
  gtk_editable_set_text (GTK_EDITABLE (
                             form_fixture_child (fixture, "completion_row", "date_entry")),
                         "ayer");
  gtk_editable_set_text (GTK_EDITABLE (
                             form_fixture_child (fixture, "completion_row", "time_entry")),
                         "14:05");
  gtk_switch_set_active (GTK_SWITCH (form_fixture_widget (fixture, "remember_switch")), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (form_fixture_child (fixture, "reminder_row", "date_entry")),
                         "mañana 9");
  form_test_type (form_fixture_child (fixture, "location_row", "entry"), "Bogotá");
  activate (fixture, "form.log");

  g_assert_cmpuint (fixture->n_submitted, ==, 1);
  activity = fixture->submitted;
  g_assert_cmpint (bitacora_call_activity_get_activity_type (activity),
                   ==,
                   BITACORA_ACTIVITY_TYPE_CALL);
  g_assert_cmpstr (bitacora_call_activity_get_name (activity), ==, "Llamada a Ana");
  g_assert_cmpstr (bitacora_call_activity_get_record_id (activity), ==, "64cb1234");
  g_assert_cmpstr (bitacora_call_activity_get_description (activity),
                   ==,
                   "Pidió el estado del caso.\nLlamar de nuevo.");
  g_assert_cmpint (bitacora_call_activity_get_priority (activity), ==, BITACORA_PRIORITY_HIGH);
  g_assert_cmpstr (bitacora_call_activity_get_module (activity), ==, "cases");
  g_assert_cmpstr (bitacora_call_activity_get_status (activity), ==, "created");
  g_assert_cmpstr (bitacora_call_activity_get_owner (activity), ==, "ADMIN_@ventas");
  g_assert_cmpstr (bitacora_call_activity_get_location (activity), ==, "Bogotá");
  e164 = bitacora_phone_number_format_e164 (bitacora_call_activity_get_phone (activity));
  g_assert_cmpstr (e164, ==, "+573105551234");
  assert_moment (bitacora_call_activity_get_completion_date (activity),
                 "2026-11-24 14:05:00 -05:00");
  g_assert_true (bitacora_call_activity_get_remember (activity));
  assert_moment (bitacora_call_activity_get_reminder_date (activity), "2026-11-26 09:00:00 -05:00");
}

static void
test_ends_now (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GDateTime) later = g_date_time_add_minutes (now, 12);

  form_fixture_fill (fixture);
  bitacora_clock_set (fixture->clock, later);
  g_assert_true (bitacora_call_form_submit (fixture->form));
  assert_moment (bitacora_call_activity_get_completion_date (fixture->submitted),
                 "2026-11-25 15:54:37 -05:00");
  g_assert_false (bitacora_call_activity_get_remember (fixture->submitted));
}

static void
test_error_when_left (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *phone = form_fixture_child (fixture, "phone_row", "entry");
  GtkWidget *name = form_fixture_child (fixture, "name_row", "entry");

  form_test_type (phone, "31055");
  g_assert_null (get_error (fixture, "phone_row"));
  gtk_widget_grab_focus (name);
  g_assert_nonnull (get_error (fixture, "phone_row"));
  g_assert_true (
      gtk_widget_has_css_class (GTK_WIDGET (form_fixture_row (fixture, "phone_row")), "error"));
  gtk_test_accessible_assert_state (phone,
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_test_accessible_assert_property (phone,
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       get_error (fixture, "phone_row"));

  /* It goes as soon as what stands there is right, before the row is left. */
  form_test_type (phone, "5");
  g_assert_nonnull (get_error (fixture, "phone_row"));
  form_test_type (phone, "1234");
  g_assert_null (get_error (fixture, "phone_row"));
  gtk_test_accessible_assert_state (phone,
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
}

static void
test_untouched_is_not_scolded (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *phone = form_fixture_child (fixture, "phone_row", "entry");
  GtkWidget *name = form_fixture_child (fixture, "name_row", "entry");

  gtk_widget_grab_focus (name);
  gtk_widget_grab_focus (phone);
  g_assert_null (get_error (fixture, "name_row"));
  form_test_type (name, "A<");
  gtk_widget_grab_focus (phone);
  g_assert_nonnull (get_error (fixture, "name_row"));
}

static void
test_first_faulty_gets_focus (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *description = form_fixture_child (fixture, "description_row", "view");

  gtk_widget_grab_focus (description);
  activate (fixture, "form.log");
  g_assert_cmpuint (fixture->n_submitted, ==, 0);
  g_assert_nonnull (get_error (fixture, "phone_row"));
  g_assert_nonnull (get_error (fixture, "name_row"));
  g_assert_null (get_error (fixture, "record_id_row"));
  g_assert_true (form_test_has_focus (form_fixture_child (fixture, "phone_row", "entry")));

  form_test_type (form_fixture_child (fixture, "phone_row", "entry"), "3105551234");
  activate (fixture, "form.log");
  g_assert_true (form_test_has_focus (form_fixture_child (fixture, "name_row", "entry")));
}

static void
test_unread_date_is_an_error (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *date = form_fixture_child (fixture, "completion_row", "date_entry");

  form_fixture_fill (fixture);
  gtk_editable_set_text (GTK_EDITABLE (date), "treinta");
  g_assert_false (bitacora_call_form_submit (fixture->form));
  g_assert_cmpuint (fixture->n_submitted, ==, 0);
  g_assert_nonnull (strstr (get_error (fixture, "completion_row"), "treinta"));
  g_assert_true (form_test_has_focus (date));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (date)), ==, "treinta");
}

static void
test_error_under_more_opens_it (FormFixture *fixture, gconstpointer data)
{
  AdwExpanderRow *more = ADW_EXPANDER_ROW (form_fixture_widget (fixture, "more_row"));

  form_fixture_fill (fixture);
  gtk_editable_set_text (GTK_EDITABLE (form_fixture_child (fixture, "module_row", "entry")), "");
  g_assert_false (adw_expander_row_get_expanded (more));
  activate (fixture, "form.log");
  g_assert_true (adw_expander_row_get_expanded (more));
  g_assert_true (form_test_has_focus (form_fixture_child (fixture, "module_row", "entry")));
}

static void
test_reminder_needs_a_date (FormFixture *fixture, gconstpointer data)
{
  GtkSwitch *remember = GTK_SWITCH (form_fixture_widget (fixture, "remember_switch"));
  GtkWidget *row = GTK_WIDGET (form_fixture_row (fixture, "reminder_row"));

  form_fixture_fill (fixture);
  g_assert_false (gtk_widget_get_visible (row));
  gtk_switch_set_active (remember, TRUE);
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_false (bitacora_call_form_submit (fixture->form));
  g_assert_nonnull (get_error (fixture, "reminder_row"));
  g_assert_true (form_test_has_focus (row));

  /* Without the reminder its date does not matter. */
  gtk_switch_set_active (remember, FALSE);
  g_assert_null (get_error (fixture, "reminder_row"));
  g_assert_true (bitacora_call_form_submit (fixture->form));
}

/* All that stands in the form comes back as it was typed, readable or not. */
static void
test_state_round_trip (FormFixture *fixture, gconstpointer data)
{
  const char *odd = "“{\"a\":[1]}” \\ ñ 🇨🇴 \u202e";
  g_autofree char *state = NULL;
  g_autofree char *again = NULL;
  gint64 corrected_id = 0;

  g_assert_null (bitacora_call_form_save_state (fixture->form, 7));
  form_test_type (form_fixture_child (fixture, "phone_row", "entry"), "31");
  gtk_editable_set_text (GTK_EDITABLE (form_fixture_child (fixture, "name_row", "entry")), odd);
  gtk_editable_set_text (GTK_EDITABLE (
                             form_fixture_child (fixture, "completion_row", "date_entry")),
                         "31/02/2026");
  state = bitacora_call_form_save_state (fixture->form, 7);
  g_assert_nonnull (state);

  bitacora_call_form_clear (fixture->form);
  g_assert_true (bitacora_call_form_is_untouched (fixture->form));
  g_assert_false (bitacora_call_form_restore_state (fixture->form, "{", NULL));
  g_assert_true (bitacora_call_form_is_untouched (fixture->form));
  g_assert_true (bitacora_call_form_restore_state (fixture->form, state, &corrected_id));
  g_assert_cmpint (corrected_id, ==, 7);
  g_assert_cmpstr (get_text (fixture, "name_row"), ==, odd);
  g_assert_false (bitacora_call_form_is_untouched (fixture->form));
  again = bitacora_call_form_save_state (fixture->form, 7);
  g_assert_cmpstr (again, ==, state);
}

static void
test_edited_since_submit (FormFixture *fixture, gconstpointer data)
{
  g_assert_false (bitacora_call_form_was_edited_since_submit (fixture->form));
  form_fixture_fill (fixture);
  g_assert_true (bitacora_call_form_was_edited_since_submit (fixture->form));
  g_assert_true (bitacora_call_form_submit (fixture->form));
  g_assert_false (bitacora_call_form_was_edited_since_submit (fixture->form));
  form_test_type (form_fixture_child (fixture, "name_row", "entry"), "!");
  g_assert_true (bitacora_call_form_was_edited_since_submit (fixture->form));
}

static void
test_clear_and_restore (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill (fixture);
  write_description (fixture, "Nota");
  gtk_editable_set_text (GTK_EDITABLE (
                             form_fixture_child (fixture, "completion_row", "date_entry")),
                         "treinta");
  gtk_switch_set_active (GTK_SWITCH (form_fixture_widget (fixture, "remember_switch")), TRUE);
  activate (fixture, "form.clear");

  g_assert_cmpuint (fixture->n_cleared, ==, 1);
  g_assert_cmpstr (get_text (fixture, "phone_row"), ==, "");
  g_assert_cmpstr (get_text (fixture, "name_row"), ==, "");
  g_assert_cmpstr (get_text (fixture, "module_row"), ==, "cases");
  g_assert_false (bitacora_call_form_was_edited_since_submit (fixture->form));
  g_assert_null (get_error (fixture, "completion_row"));
  g_assert_true (form_test_has_focus (form_fixture_child (fixture, "phone_row", "entry")));

  activate (fixture, "form.restore");
  g_assert_cmpstr (get_text (fixture, "phone_row"), ==, "310 5551234");
  g_assert_cmpstr (get_text (fixture, "name_row"), ==, "Llamada a Ana");
  g_assert_cmpstr (gtk_editable_get_text (
                       GTK_EDITABLE (form_fixture_child (fixture, "completion_row", "date_entry"))),
                   ==,
                   "treinta");
  g_assert_true (
      gtk_switch_get_active (GTK_SWITCH (form_fixture_widget (fixture, "remember_switch"))));
  g_assert_true (bitacora_call_form_was_edited_since_submit (fixture->form));
}

static void
test_restore_trades_places (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *name = form_fixture_child (fixture, "name_row", "entry");

  form_test_type (name, "Primera");
  activate (fixture, "form.clear");
  form_test_type (name, "Segunda");
  activate (fixture, "form.restore");
  g_assert_cmpstr (get_text (fixture, "name_row"), ==, "Primera");
  activate (fixture, "form.restore");
  g_assert_cmpstr (get_text (fixture, "name_row"), ==, "Segunda");
}

static void
test_clear_of_nothing (FormFixture *fixture, gconstpointer data)
{
  activate (fixture, "form.clear");
  g_assert_cmpuint (fixture->n_cleared, ==, 0);
  g_assert_false (g_action_group_get_action_enabled (bitacora_call_form_get_actions (fixture->form),
                                                     "restore"));
}

/* A call on its way stands in the form until its outcome is known, whatever profile comes next. */
static void
test_profile_leaves_content (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraProfile) other = bitacora_profile_new ("otro");

  bitacora_profile_set_module (other, "contacts");
  form_fixture_fill (fixture);
  g_assert_true (bitacora_call_form_submit (fixture->form));
  bitacora_call_form_set_profile (fixture->form, other);
  g_assert_cmpstr (get_text (fixture, "name_row"), ==, "Llamada a Ana");
  bitacora_call_form_clear (fixture->form);
  g_assert_cmpstr (get_text (fixture, "module_row"), ==, "contacts");
}

/* A profile is chosen before it is filled, and may be changed at any time. */
static void
test_changed_defaults (FormFixture *fixture, gconstpointer data)
{
  BitacoraPhoneRow *phone = BITACORA_PHONE_ROW (form_fixture_row (fixture, "phone_row"));
  BitacoraPriorityRow *priority
      = BITACORA_PRIORITY_ROW (form_fixture_row (fixture, "priority_row"));

  bitacora_profile_set_owner (fixture->profile, "OTRO_@ventas");
  bitacora_profile_set_module (fixture->profile, "contacts");
  bitacora_profile_set_priority (fixture->profile, BITACORA_PRIORITY_HIGH);
  g_assert_true (bitacora_profile_set_country (fixture->profile, "ES", NULL));
  g_assert_cmpstr (get_text (fixture, "owner_row"), ==, "OTRO_@ventas");
  g_assert_cmpstr (get_text (fixture, "module_row"), ==, "contacts");
  g_assert_cmpint (bitacora_priority_row_get_priority (priority), ==, BITACORA_PRIORITY_HIGH);
  g_assert_cmpstr (bitacora_phone_row_get_region (phone), ==, "ES");
  g_assert_false (bitacora_call_form_was_edited_since_submit (fixture->form));
  activate (fixture, "form.clear");
  g_assert_cmpuint (fixture->n_cleared, ==, 0);
}

static void
test_changed_defaults_leave_touched (FormFixture *fixture, gconstpointer data)
{
  BitacoraPhoneRow *phone = BITACORA_PHONE_ROW (form_fixture_row (fixture, "phone_row"));

  form_fixture_fill (fixture);
  form_test_type (form_fixture_child (fixture, "owner_row", "entry"), "X");
  bitacora_profile_set_owner (fixture->profile, "OTRO_@ventas");
  bitacora_profile_set_module (fixture->profile, "contacts");
  g_assert_true (bitacora_profile_set_country (fixture->profile, "ES", NULL));
  g_assert_cmpstr (get_text (fixture, "owner_row"), ==, "ADMIN_@ventasX");
  g_assert_cmpstr (get_text (fixture, "module_row"), ==, "contacts");
  g_assert_cmpstr (get_text (fixture, "name_row"), ==, "Llamada a Ana");
  g_assert_cmpstr (bitacora_phone_row_get_region (phone), ==, "CO");
}

/* What comes from an entry has its own owner. */
static void
test_changed_defaults_leave_calls (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_profile_create_activity (fixture->profile, BITACORA_ACTIVITY_TYPE_CALL);

  bitacora_call_form_set_activity (fixture->form, activity);
  bitacora_profile_set_owner (fixture->profile, "TERCERO_@ventas");
  g_assert_cmpstr (get_text (fixture, "owner_row"), ==, "ADMIN_@ventas");
  bitacora_call_form_clear (fixture->form);
  g_assert_cmpstr (get_text (fixture, "owner_row"), ==, "TERCERO_@ventas");
}

/* A toast must not keep anyone from the buttons for its whole time. */
static void
test_toast_leaves_buttons (FormFixture *fixture, gconstpointer data)
{
  AdwToastOverlay *overlay = bitacora_call_form_get_toast_overlay (fixture->form);
  GtkWidget *log = form_fixture_widget (fixture, "log_button");
  GtkWidget *picked;
  graphene_rect_t bounds;

  adw_toast_overlay_add_toast (overlay, adw_toast_new ("Logged"));
  form_test_settle ();
  g_assert_true (gtk_widget_compute_bounds (log, GTK_WIDGET (fixture->form), &bounds));
  picked = gtk_widget_pick (GTK_WIDGET (fixture->form),
                            bounds.origin.x + bounds.size.width / 2,
                            bounds.origin.y + bounds.size.height / 2,
                            GTK_PICK_DEFAULT);
  g_assert_true (picked == log || gtk_widget_is_ancestor (picked, log));
  g_assert_false (gtk_widget_is_ancestor (log, GTK_WIDGET (overlay)));
}

static void
test_switch_flips_at_once (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *remember = form_fixture_widget (fixture, "remember_switch");

  form_test_press (remember, GDK_KEY_space);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (remember)));
  form_test_press (remember, GDK_KEY_Return);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (remember)));
}

static void
test_set_activity (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_profile_create_activity (fixture->profile, BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse ("+34612345678", NULL, NULL);
  g_autoptr (GDateTime) utc = g_date_time_new_utc (2026, 11, 24, 20, 42, 0);

  bitacora_call_activity_set_phone (activity, phone);
  bitacora_call_activity_set_name (activity, "Rechazada");
  bitacora_call_activity_set_priority (activity, BITACORA_PRIORITY_LOW);
  bitacora_call_activity_set_completion_date (activity, utc);
  bitacora_call_activity_set_status (activity, "closed");
  bitacora_call_form_set_activity (fixture->form, activity);
  bitacora_call_form_show_refusal (fixture->form, "The CRM refused it.");

  g_assert_cmpstr (get_text (fixture, "phone_row"), ==, "612 34 56 78");
  g_assert_cmpstr (get_text (fixture, "status_row"), ==, "closed");
  g_assert_cmpint (bitacora_priority_row_get_priority (
                       BITACORA_PRIORITY_ROW (form_fixture_row (fixture, "priority_row"))),
                   ==,
                   BITACORA_PRIORITY_LOW);
  assert_moment (bitacora_moment_row_get_moment (
                     BITACORA_MOMENT_ROW (form_fixture_row (fixture, "completion_row"))),
                 "2026-11-24 15:42:00 -05:00");
  g_assert_true (bitacora_call_form_submit (fixture->form));
  g_assert_cmpstr (bitacora_call_activity_get_name (fixture->submitted), ==, "Rechazada");
  g_assert_true (
      bitacora_phone_number_equal (bitacora_call_activity_get_phone (fixture->submitted), phone));
}

static void
test_refusal_goes_when_edited (FormFixture *fixture, gconstpointer data)
{
  BitacoraRefusalBar *bar = BITACORA_REFUSAL_BAR (form_fixture_widget (fixture, "refusal_bar"));

  g_assert_null (bitacora_refusal_bar_get_sentence (bar));
  bitacora_call_form_show_refusal (fixture->form, "The CRM refused it.");
  g_assert_cmpstr (bitacora_refusal_bar_get_sentence (bar), ==, "The CRM refused it.");
  gtk_test_accessible_assert_role (form_test_child (GTK_WIDGET (bar), "card"),
                                   GTK_ACCESSIBLE_ROLE_ALERT);
  form_test_type (form_fixture_child (fixture, "name_row", "entry"), "A");
  g_assert_null (bitacora_refusal_bar_get_sentence (bar));

  bitacora_call_form_show_refusal (fixture->form, "The CRM refused it.");
  form_test_click (GTK_WIDGET (bar), "Dismiss");
  g_assert_null (bitacora_refusal_bar_get_sentence (bar));
}

/* Enter and Tab go through the fields in their order, with no stop between them. */
static void
test_way_through (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *phone = form_fixture_child (fixture, "phone_row", "entry");
  GtkWidget *record = form_fixture_child (fixture, "record_id_row", "entry");
  GtkWidget *name = form_fixture_child (fixture, "name_row", "entry");
  GtkWidget *description = form_fixture_child (fixture, "description_row", "view");

  gtk_widget_grab_focus (GTK_WIDGET (fixture->form));
  g_assert_true (form_test_has_focus (phone));
  g_signal_emit_by_name (form_test_text (phone), "activate");
  g_assert_true (form_test_has_focus (record));
  g_signal_emit_by_name (form_test_text (record), "activate");
  g_assert_true (form_test_has_focus (name));
  gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
  g_assert_true (form_test_has_focus (description));
  gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_BACKWARD);
  g_assert_true (form_test_has_focus (name));
}

static void
test_narrow (FormFixture *fixture, gconstpointer data)
{
  static const char *const rows[] = {
    "phone_row",    "record_id_row",  "name_row",     "description_row",
    "priority_row", "completion_row", "reminder_row", "module_row",
    "status_row",   "owner_row",      "location_row",
  };
  int width;

  form_fixture_fill (fixture);
  gtk_switch_set_active (GTK_SWITCH (form_fixture_widget (fixture, "remember_switch")), TRUE);
  bitacora_call_form_show_refusal (fixture->form, "The CRM refused the call.");
  form_test_settle ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = GTK_WIDGET (form_fixture_row (fixture, rows[i]));

      gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      g_test_message ("%s needs %d", rows[i], width);
      g_assert_cmpint (width, <=, NARROWEST_ROW);
    }
  gtk_widget_measure (
      GTK_WIDGET (fixture->form), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_test_message ("the form needs %d", width);
  g_assert_cmpint (width, <=, NARROWEST_FORM);
}

static void
test_description_grows (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *scroller = form_fixture_child (fixture, "description_row", "scroller");
  int empty, some, many;

  gtk_widget_measure (scroller, GTK_ORIENTATION_VERTICAL, 400, &empty, NULL, NULL, NULL);
  write_description (fixture, "1\n2\n3\n4\n5\n6");
  form_test_settle ();
  gtk_widget_measure (scroller, GTK_ORIENTATION_VERTICAL, 400, NULL, &some, NULL, NULL);
  write_description (fixture, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16");
  form_test_settle ();
  gtk_widget_measure (scroller, GTK_ORIENTATION_VERTICAL, 400, NULL, &many, NULL, NULL);
  g_assert_cmpint (some, >, empty);
  g_assert_cmpint (many, >, some);
  /* Eight lines of the three that an empty one shows, give or take a pixel a line. */
  g_assert_cmpint (many, <=, empty * 8 / 3 + 8);
}

/* GTK alone would show the entry and cut its title off. */
static void
test_focused_row_is_whole (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *row = GTK_WIDGET (form_fixture_row (fixture, "phone_row"));
  GtkWidget *scroller = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top;

  gtk_window_set_default_size (fixture->window, 700, 360);
  while (gtk_widget_get_height (GTK_WIDGET (fixture->form)) > 400)
    g_main_context_iteration (NULL, TRUE);
  form_fixture_fill (fixture);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_assert_true (gtk_widget_compute_bounds (row, scroller, &bounds));
  top = bounds.origin.y + gtk_adjustment_get_value (adjustment);
  gtk_widget_grab_focus (GTK_WIDGET (form_fixture_row (fixture, "completion_row")));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  while (bounds.origin.y >= 0 && gtk_widget_compute_bounds (row, scroller, &bounds))
    g_main_context_iteration (NULL, TRUE);

  gtk_widget_grab_focus (row);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <=, top);
}

#define ADD(path, test)                                                                            \
  g_test_add (path, FormFixture, NULL, form_fixture_set_up, test, form_fixture_tear_down)

static GtkScrolledWindow *
get_scroller (FormFixture *fixture)
{
  return GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (form_fixture_widget (fixture, "more_row"),
                                                       GTK_TYPE_SCROLLED_WINDOW));
}

/* Whether all of a widget is inside of what the form's scrolled window shows. */
static gboolean
is_in_view (FormFixture *fixture, GtkWidget *widget)
{
  GtkWidget *scroller = GTK_WIDGET (get_scroller (fixture));
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, scroller, &bounds) && bounds.origin.y >= -1
         && bounds.origin.y + bounds.size.height <= (float)gtk_widget_get_height (scroller) + 1;
}

static void
wait_for_view (FormFixture *fixture, GtkWidget *widget, gboolean is_seen)
{
  const gint64 deadline = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  while (is_in_view (fixture, widget) != is_seen)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* What unfolds, and what is wrong with a field, is seen without scrolling by hand. */
static void
test_scroll (FormFixture *fixture, gconstpointer data)
{
  GtkWidget *more = form_fixture_widget (fixture, "more_row");
  GtkWidget *reminder = GTK_WIDGET (form_fixture_row (fixture, "reminder_row"));

  gtk_window_set_default_size (fixture->window, 500, 420);
  wait_for_view (fixture, more, FALSE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (more), TRUE);
  wait_for_view (fixture, form_fixture_widget (fixture, "location_row"), TRUE);

  form_fixture_fill (fixture);
  gtk_switch_set_active (GTK_SWITCH (form_fixture_widget (fixture, "remember_switch")), TRUE);
  form_test_settle ();
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (get_scroller (fixture)), 0);
  wait_for_view (fixture, reminder, FALSE);
  activate (fixture, "form.log");
  wait_for_view (fixture, reminder, TRUE);
  g_assert_nonnull (get_error (fixture, "reminder_row"));
}

int
main (int argc, char **argv)
{
  form_test_init (&argc, &argv);

  ADD ("/app/call-form/submit", test_submit);
  ADD ("/app/call-form/ends-now", test_ends_now);
  ADD ("/app/call-form/error-when-left", test_error_when_left);
  ADD ("/app/call-form/untouched-is-not-scolded", test_untouched_is_not_scolded);
  ADD ("/app/call-form/first-faulty-gets-focus", test_first_faulty_gets_focus);
  ADD ("/app/call-form/unread-date-is-an-error", test_unread_date_is_an_error);
  ADD ("/app/call-form/error-under-more-opens-it", test_error_under_more_opens_it);
  ADD ("/app/call-form/reminder-needs-a-date", test_reminder_needs_a_date);
  ADD ("/app/call-form/state-round-trip", test_state_round_trip);
  ADD ("/app/call-form/edited-since-submit", test_edited_since_submit);
  ADD ("/app/call-form/clear-and-restore", test_clear_and_restore);
  ADD ("/app/call-form/restore-trades-places", test_restore_trades_places);
  ADD ("/app/call-form/clear-of-nothing", test_clear_of_nothing);
  ADD ("/app/call-form/profile-leaves-content", test_profile_leaves_content);
  ADD ("/app/call-form/changed-defaults", test_changed_defaults);
  ADD ("/app/call-form/changed-defaults-leave-touched", test_changed_defaults_leave_touched);
  ADD ("/app/call-form/changed-defaults-leave-calls", test_changed_defaults_leave_calls);
  ADD ("/app/call-form/toast-leaves-buttons", test_toast_leaves_buttons);
  ADD ("/app/call-form/switch-flips-at-once", test_switch_flips_at_once);
  ADD ("/app/call-form/set-activity", test_set_activity);
  ADD ("/app/call-form/refusal-goes-when-edited", test_refusal_goes_when_edited);
  ADD ("/app/call-form/way-through", test_way_through);
  ADD ("/app/call-form/narrow", test_narrow);
  ADD ("/app/call-form/scroll", test_scroll);
  ADD ("/app/call-form/description-grows", test_description_grows);
  ADD ("/app/call-form/focused-row-is-whole", test_focused_row_is_whole);
  return g_test_run ();
}
