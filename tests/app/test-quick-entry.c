/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-fixture.h"

#include "../outbox/outbox-deeds.h"
#include "app/quick-entry/bitacora-quick-entry.h"
#include "outbox/bitacora-outbox-draft.h"
#include "outbox/bitacora-outbox-follow-ups.h"

#define RECORD "64cb0123456789abcdef64cb"

typedef struct
{
  BitacoraServices *services;
  BitacoraOutbox *outbox;
  BitacoraQuickEntry *window; /* weak */
  GSettings *settings;
} Fixture;

static gint64
append (BitacoraOutbox *outbox, const char *number, const char *name, const char *record)
{
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse (number, "CO", NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  bitacora_call_activity_set_phone (activity, phone);
  bitacora_call_activity_set_name (activity, name);
  bitacora_call_activity_set_record_id (activity, record);
  bitacora_call_activity_set_module (activity, "leads");
  bitacora_call_activity_set_completion_date (activity, now);
  bitacora_outbox_append_async (outbox, "other", activity, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_append_finish (outbox, result, &error);
  g_assert_no_error (error);
  return bitacora_outbox_entry_get_id (entry);
}

static char *
load_draft (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_load_draft_async (fixture->outbox,
                                    "quick-entry",
                                    NULL,
                                    outbox_fixture_result_cb,
                                    &result);
  outbox_fixture_wait_until (result != NULL);
  return bitacora_outbox_load_draft_finish (fixture->outbox, result, NULL);
}

static GtkWidget *
get (Fixture *fixture, const char *id)
{
  return form_test_child (GTK_WIDGET (fixture->window), id);
}

static const char *
get_text (Fixture *fixture, const char *id)
{
  return gtk_editable_get_text (GTK_EDITABLE (get (fixture, id)));
}

static char *
get_note (Fixture *fixture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (get (fixture, "note_view")));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
assert_note (Fixture *fixture, const char *expected)
{
  g_autofree char *note = get_note (fixture);

  g_assert_cmpstr (note, ==, expected);
}

static void
type_note (Fixture *fixture, const char *text)
{
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (
                                        GTK_TEXT_VIEW (get (fixture, "note_view"))),
                                    text,
                                    -1);
}

static void
act (Fixture *fixture, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_true (g_action_parse_detailed_name (action, &name, &target, NULL));
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (fixture->window), name, target));
}

static void
press_enter (Fixture *fixture, const char *id)
{
  g_signal_emit_by_name (form_test_text (get (fixture, id)), "activate");
}

static gboolean
list_is_shown (Fixture *fixture)
{
  return gtk_widget_get_visible (get (fixture, "recall_slot"));
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static void
open_window (Fixture *fixture)
{
  g_assert_null (fixture->window);
  g_set_weak_pointer (&fixture->window, bitacora_quick_entry_new (fixture->services));
  bitacora_quick_entry_begin (fixture->window, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  outbox_fixture_wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  form_test_settle ();
}

static void
close_window (Fixture *fixture)
{
  gtk_window_close (GTK_WINDOW (fixture->window));
  outbox_fixture_wait_until (fixture->window == NULL);
}

/* The calls that were logged by the window; those of the set-up are another profile's. */
static GPtrArray *
list_logged (Fixture *fixture)
{
  BitacoraProfile *profile
      = bitacora_profile_list_get_current (bitacora_services_get_profiles (fixture->services));

  return outbox_fixture_list (fixture->outbox,
                              BITACORA_OUTBOX_STATES_ALL,
                              bitacora_profile_get_id (profile),
                              0);
}

static BitacoraCallActivity *
get_newest (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = list_logged (fixture);

  g_assert_cmpuint (entries->len, ==, 1);
  return g_object_ref (bitacora_outbox_entry_get_activity (g_ptr_array_index (entries, 0)));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = bitacora_outbox_get_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  BitacoraProfileList *profiles;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraProfile) profile = NULL;

  outbox_fixture_remove_folder (folder);
  fixture->settings = g_settings_new ("org.bitacora.Bitacora");
  g_settings_reset (fixture->settings, "undo-sending");
  g_settings_reset (fixture->settings, "profiles");
  fixture->services = bitacora_services_new ();
  profiles = bitacora_services_get_profiles (fixture->services);
  profile = bitacora_profile_list_find (profiles, "ventas-co", NULL);
  if (profile == NULL)
    profile = g_object_ref (bitacora_profile_list_add (profiles, "Ventas CO", &error));
  g_assert_no_error (error);
  bitacora_profile_list_set_current (profiles, profile);
  bitacora_services_open (fixture->services);
  outbox_fixture_wait_until (bitacora_services_get_outbox (fixture->services) != NULL);
  fixture->outbox = bitacora_services_get_outbox (fixture->services);
  append (fixture->outbox, "3105551234", "Call to Ana Gómez", RECORD);
  append (fixture->outbox, "3105551234", "Call to Ana Gómez", RECORD);
  append (fixture->outbox, "3209990000", "Andrés", "");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer outbox = fixture->outbox;

  g_object_add_weak_pointer (outbox, &outbox);
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  bitacora_services_close (fixture->services);
  g_clear_object (&fixture->services);
  g_clear_object (&fixture->settings);
  outbox_fixture_wait_until (fixture->window == NULL);
  outbox_fixture_wait_until (outbox == NULL);
}

/* Three digits, Enter, Alt+1, Ctrl+Enter. */
static void
test_six_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autofree char *number = NULL;
  g_autofree char *draft = NULL;

  open_window (fixture);
  g_assert_true (form_test_has_focus (get (fixture, "who_entry")));
  form_test_type (get (fixture, "who_entry"), "310");
  /* Faster than any answer. */
  press_enter (fixture, "who_entry");
  act (fixture, "quick.outcome(0)");
  act (fixture, "quick.log");
  outbox_fixture_wait_until (fixture->window == NULL);

  activity = get_newest (fixture);
  number = bitacora_phone_number_format_e164 (bitacora_call_activity_get_phone (activity));
  g_assert_cmpstr (number, ==, "+573105551234");
  g_assert_cmpstr (bitacora_call_activity_get_name (activity), ==, "Call to Ana Gómez");
  g_assert_cmpstr (bitacora_call_activity_get_record_id (activity), ==, RECORD);
  g_assert_cmpstr (bitacora_call_activity_get_module (activity), ==, "leads");
  g_assert_cmpstr (bitacora_call_activity_get_description (activity), ==, "Answered.");
  draft = load_draft (fixture);
  g_assert_null (draft);
}

static void
test_offers (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
  form_test_type (get (fixture, "who_entry"), "ana");
  outbox_fixture_wait_until (list_is_shown (fixture));
  form_test_settle ();
  g_assert_true (says (get (fixture, "recall_slot"), "Ana Gómez"));
  g_assert_true (says (get (fixture, "recall_slot"), "+57 310 5551234"));
  g_assert_true (says (get (fixture, "recall_slot"), "2 calls"));
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "ana");
  form_test_press (get (fixture, "who_entry"), GDK_KEY_Tab);
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "+57 310 5551234");
  g_assert_cmpstr (get_text (fixture, "name_entry"), ==, "Call to Ana Gómez");
  g_assert_false (list_is_shown (fixture));
  g_assert_true (form_test_has_focus (get (fixture, "note_view")));
  /* The record belongs to the number. */
  g_assert_true (says (GTK_WIDGET (fixture->window), "…64cb"));
  form_test_type (get (fixture, "who_entry"), "<");
  g_assert_false (says (GTK_WIDGET (fixture->window), "…64cb"));
  g_assert_cmpstr (get_text (fixture, "name_entry"), ==, "");
}

/* A whole number is the user's, whoever it resembles; the last call with it is found by itself. */
static void
test_keeps_what_is_typed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;

  open_window (fixture);
  form_test_type (get (fixture, "who_entry"), "3209990000");
  outbox_fixture_wait_until (g_str_equal (get_text (fixture, "name_entry"), "Andrés"));
  form_test_type (get (fixture, "who_entry"), "<1");
  g_assert_cmpstr (get_text (fixture, "name_entry"), ==, "");
  press_enter (fixture, "who_entry");
  outbox_fixture_wait_until (form_test_has_focus (get (fixture, "name_entry")));
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "3209990001");
  act (fixture, "quick.log");
  outbox_fixture_wait_until (fixture->window == NULL);
  activity = get_newest (fixture);
  g_assert_cmpstr (bitacora_call_activity_get_name (activity), ==, "Call to +57 320 9990001");
  g_assert_cmpstr (bitacora_call_activity_get_record_id (activity), ==, "");
}

static void
test_name_first (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
  form_test_type (get (fixture, "who_entry"), "Zoraida");
  press_enter (fixture, "who_entry");
  outbox_fixture_wait_until (g_str_equal (get_text (fixture, "name_entry"), "Call to Zoraida"));
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "");
  g_assert_true (form_test_has_focus (get (fixture, "who_entry")));
}

/* Nothing that was typed is lost where the template of the name has no place for it. */
static void
test_name_without_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");

  g_settings_set_string (settings, "name-template", "Sales call");
  open_window (fixture);
  form_test_type (get (fixture, "who_entry"), "Carolina");
  form_test_settle ();
  press_enter (fixture, "who_entry");
  outbox_fixture_wait_until (*get_text (fixture, "who_entry") == '\0');
  g_assert_cmpstr (get_text (fixture, "name_entry"), ==, "Carolina");
  g_settings_reset (settings, "name-template");
}

static void
test_chips (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
  type_note (fixture, "Wants a quote");
  act (fixture, "quick.outcome(0)");
  assert_note (fixture, "Answered. Wants a quote");
  act (fixture, "quick.outcome(2)");
  assert_note (fixture, "Voicemail. Wants a quote");
  act (fixture, "quick.outcome(2)");
  assert_note (fixture, "Wants a quote");

  /* What was changed by hand is nobody else's. */
  act (fixture, "quick.outcome(0)");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (get (fixture, "note_view"))),
                            "Answered, angrily",
                            -1);
  form_test_type (get (fixture, "who_entry"), "31");
  assert_note (fixture, "Answered, angrily");
  act (fixture, "quick.outcome(1)");
  assert_note (fixture, "No answer. Answered, angrily");

  form_test_type (get (fixture, "name_entry"), "My own name");
  act (fixture, "quick.outcome(0)");
  g_assert_cmpstr (get_text (fixture, "name_entry"), ==, "My own name");
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  g_autofree char *draft = NULL;

  open_window (fixture);
  form_test_type (get (fixture, "who_entry"), "320999");
  act (fixture, "quick.outcome(1)");
  type_note (fixture, "half a sen");
  act (fixture, "quick.follow-up::pick");
  act (fixture, "quick.priority::high");
  bitacora_quick_entry_start_call (fixture->window);
  close_window (fixture);
  draft = load_draft (fixture);
  g_assert_nonnull (strstr (draft, "half a sen"));

  open_window (fixture);
  outbox_fixture_wait_until (g_str_equal (get_text (fixture, "who_entry"), "320999"));
  assert_note (fixture, "No answer. half a sen");
  act (fixture, "quick.outcome(2)");
  assert_note (fixture, "Voicemail. half a sen");
  g_assert_true (gtk_widget_get_visible (get (fixture, "moment_slot")));
  g_assert_true (says (GTK_WIDGET (fixture->window), "Priority: High"));
  g_assert_true (says (get (fixture, "timer_button"), "00:0"));

  /* What a link proposes takes nothing away. */
  {
    static const char *const complaints[] = { "Something was dropped.", NULL };
    g_autoptr (BitacoraCallActivity) activity
        = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
    g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse ("3105551234", "CO", NULL);

    bitacora_call_activity_set_phone (activity, phone);
    bitacora_quick_entry_fill (fixture->window, activity, complaints);
  }
  form_test_settle ();
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "+57 310 5551234");
  assert_note (fixture, "");
  g_assert_true (says (GTK_WIDGET (fixture->window), "Something was dropped."));
  outbox_fixture_wait_until (g_str_equal (get_text (fixture, "name_entry"), "Call to Ana Gómez"));
  act (fixture, "quick.bring-back");
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "320999");
  g_assert_true (g_str_has_prefix (get_note (fixture), "Voicemail. half a sen"));
}

/* A window that was made before it was asked for shows what has happened since. */
static void
test_made_ahead (Fixture *fixture, gconstpointer data)
{
  BitacoraQuickEntry *ahead = bitacora_quick_entry_new (fixture->services);
  const char *const outcomes[] = { "Left a message", NULL };
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");

  open_window (fixture);
  form_test_type (get (fixture, "who_entry"), "3105557777");
  close_window (fixture);
  g_settings_set_strv (settings, "outcomes", outcomes);
  form_test_settle ();

  g_set_weak_pointer (&fixture->window, ahead);
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "");
  bitacora_quick_entry_begin (ahead, NULL);
  gtk_window_present (GTK_WINDOW (ahead));
  outbox_fixture_wait_until (strstr (get_text (fixture, "who_entry"), "5557777") != NULL);
  outbox_fixture_wait_until (says (GTK_WIDGET (ahead), "Left a message"));
  g_settings_reset (settings, "outcomes");
}

static void
test_timer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GDateTime) start = g_date_time_new (zone, 2026, 11, 25, 15, 42, 7);
  g_autoptr (GDateTime) end = g_date_time_add_seconds (start, 192);
  BitacoraClock *clock = bitacora_services_get_clock (fixture->services);

  bitacora_clock_set (clock, start);
  open_window (fixture);
  act (fixture, "quick.timer");
  bitacora_clock_set (clock, end);
  outbox_fixture_wait_until (says (get (fixture, "timer_button"), "03:12"));
  form_test_type (get (fixture, "who_entry"), "3105551234");
  type_note (fixture, "Wants a quote.");
  act (fixture, "quick.log");
  outbox_fixture_wait_until (fixture->window == NULL);
  bitacora_clock_set (clock, NULL);
  activity = get_newest (fixture);
  g_assert_cmpstr (bitacora_call_activity_get_description (activity),
                   ==,
                   "Wants a quote. 00:03:12 on the line.");
  g_assert_cmpint (g_date_time_to_unix (bitacora_call_activity_get_completion_date (activity)),
                   ==,
                   g_date_time_to_unix (start));
}

static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  open_window (fixture);
  act (fixture, "quick.log");
  form_test_settle ();
  g_assert_nonnull (fixture->window);
  g_assert_true (says (GTK_WIDGET (fixture->window), "The phone number is missing."));
  form_test_type (get (fixture, "who_entry"), "12");
  act (fixture, "quick.timer");
  act (fixture, "quick.log");
  form_test_settle ();
  g_assert_nonnull (fixture->window);
  g_assert_true (says (GTK_WIDGET (fixture->window), "too short"));
  g_assert_true (form_test_has_focus (get (fixture, "who_entry")));
  /* The call goes on. */
  assert_note (fixture, "");
  entries = list_logged (fixture);
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
test_follow_up (Fixture *fixture, gconstpointer data)
{
  gint64 id = append (fixture->outbox, "3105550000", "Call to Luis", "");
  g_autoptr (BitacoraOutboxEntry) earlier = outbox_fixture_get (fixture->outbox, id, NULL);
  g_autoptr (GDateTime) due = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) soon = g_date_time_add_minutes (due, 58);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) postponed = NULL;
  g_autoptr (BitacoraCallActivity) activity = NULL;

  bitacora_outbox_postpone_follow_up_async (fixture->outbox,
                                            id,
                                            due,
                                            outbox_fixture_result_cb,
                                            &result);
  outbox_fixture_wait_until (result != NULL);
  postponed = bitacora_outbox_postpone_follow_up_finish (fixture->outbox, result, NULL);
  g_assert_nonnull (bitacora_outbox_entry_get_follow_up (postponed));

  open_window (fixture);
  bitacora_quick_entry_fill_again (fixture->window, earlier);
  bitacora_quick_entry_set_follow_up (fixture->window, id);
  g_assert_cmpstr (get_text (fixture, "name_entry"), ==, "Call to Luis");
  act (fixture, "quick.follow-up::hour");
  act (fixture, "quick.log");
  outbox_fixture_wait_until (fixture->window == NULL);
  activity = get_newest (fixture);
  g_assert_true (bitacora_call_activity_get_remember (activity));
  g_assert_cmpint (g_date_time_compare (bitacora_call_activity_get_reminder_date (activity), soon),
                   >,
                   0);
  g_clear_object (&earlier);
  earlier = outbox_fixture_get (fixture->outbox, id, NULL);
  g_assert_null (bitacora_outbox_entry_get_follow_up (earlier));
}

static void
test_clipboard (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  GtkWidget *chip;

  gdk_clipboard_set_text (clipboard, "310 555 1234");
  open_window (fixture);
  chip = get (fixture, "clipboard_chip");
  outbox_fixture_wait_until (gtk_widget_get_visible (chip));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "Use +57 310 5551234");
  g_assert_cmpstr (get_text (fixture, "who_entry"), ==, "");
  act (fixture, "quick.use-clipboard");
  g_assert_false (gtk_widget_get_visible (chip));
  outbox_fixture_wait_until (g_str_equal (get_text (fixture, "name_entry"), "Call to Ana Gómez"));
  close_window (fixture);

  gdk_clipboard_set_text (clipboard, "Meet Ana at 3105551234");
  open_window (fixture);
  form_test_settle ();
  g_assert_false (gtk_widget_get_visible (get (fixture, "clipboard_chip")));
}

/* Whoever is faster than the disk is not made to wait, nor to press a key twice. */
static void
test_before_the_outbox (Fixture *fixture, gconstpointer data)
{
  BitacoraServices *services = bitacora_services_new ();
  g_autoptr (BitacoraCallActivity) activity = NULL;
  gpointer outbox;

  g_set_weak_pointer (&fixture->window, bitacora_quick_entry_new (services));
  bitacora_quick_entry_begin (fixture->window, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  outbox_fixture_wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  form_test_type (get (fixture, "who_entry"), "3105557777");
  act (fixture, "quick.log");
  form_test_settle ();
  g_assert_true (says (GTK_WIDGET (fixture->window), "still being opened"));
  bitacora_services_open (services);
  outbox_fixture_wait_until (fixture->window == NULL);
  activity = get_newest (fixture);
  g_assert_cmpstr (bitacora_call_activity_get_name (activity), ==, "Call to +57 310 5557777");

  outbox = bitacora_services_get_outbox (services);
  g_object_add_weak_pointer (outbox, &outbox);
  bitacora_services_close (services);
  g_object_unref (services);
  outbox_fixture_wait_until (outbox == NULL);
}

static void
test_without_profile (Fixture *fixture, gconstpointer data)
{
  BitacoraProfileList *profiles = bitacora_services_get_profiles (fixture->services);
  g_autoptr (GError) error = NULL;

  g_assert_true (bitacora_profile_list_remove (profiles,
                                               bitacora_profile_list_get_current (profiles),
                                               &error));
  g_assert_no_error (error);
  open_window (fixture);
  g_assert_true (says (GTK_WIDGET (fixture->window), "There is no CRM yet"));
  g_assert_false (gtk_widget_get_mapped (get (fixture, "who_entry")));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  int status;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  form_test_init (&argc, &argv);
  /* GTK 4.8 complains of carets that blink in a window that has no focus, as here it may. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
#define add(path, test) g_test_add ("/quick-entry/" path, Fixture, NULL, set_up, test, tear_down)
  add ("six-keys", test_six_keys);
  add ("offers", test_offers);
  add ("keeps-what-is-typed", test_keeps_what_is_typed);
  add ("name-first", test_name_first);
  add ("name-without-place", test_name_without_place);
  add ("chips", test_chips);
  add ("draft", test_draft);
  add ("made-ahead", test_made_ahead);
  add ("timer", test_timer);
  add ("refuses", test_refuses);
  add ("follow-up", test_follow_up);
  add ("clipboard", test_clipboard);
  add ("before-the-outbox", test_before_the_outbox);
  add ("without-profile", test_without_profile);
#undef add
  status = g_test_run ();
  outbox_fixture_remove_folder (folder);
  return status;
}
