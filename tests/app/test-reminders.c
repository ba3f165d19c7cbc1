/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "app/follow-ups/bitacora-reminders.h"
#include "follow-up-fixture.h"
#include "notification-server.h"

#define DUE "2026-11-25T16:00:00"
#define AFTER "2026-11-25T16:00:05"

typedef struct
{
  GTestDBus *bus;
  NotificationServer *server;
  GApplication *application;
  BitacoraServices *services;
  BitacoraReminders *reminders;
  char *asked;
} Fixture;

/* GLib looks only once which desktop it is. */
static gboolean
is_gnome (void)
{
  return g_strcmp0 (g_getenv ("GNOTIFICATION_BACKEND"), "freedesktop") != 0;
}

static BitacoraOutbox *
get_outbox (Fixture *fixture)
{
  return bitacora_services_get_outbox (fixture->services);
}

static void
asked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->asked);
  fixture->asked = g_action_print_detailed_name (g_action_get_name (G_ACTION (action)), parameter);
}

static void
snooze_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bitacora_reminders_snooze (((Fixture *)user_data)->reminders, g_variant_get_int64 (parameter));
}

static GApplication *
create_application (Fixture *fixture, const char *id)
{
  static const GActionEntry actions[] = {
    { "call-number", asked_cb, "s" },
    { "log-follow-up", asked_cb, "x" },
    { "show-follow-ups", asked_cb },
    { "snooze-reminder", snooze_cb, "x" },
  };
  GApplication *application = g_application_new (id, G_APPLICATION_NON_UNIQUE);
  g_autoptr (GError) error = NULL;

  g_application_register (application, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_application_get_dbus_connection (application));
  g_action_map_add_action_entries (G_ACTION_MAP (application),
                                   actions,
                                   G_N_ELEMENTS (actions),
                                   fixture);
  return application;
}

static void
start (Fixture *fixture)
{
  fixture->services = follow_up_services_new ();
  fixture->reminders = bitacora_reminders_new (fixture->application, fixture->services);
}

static void
end (Fixture *fixture)
{
  gpointer reminders = g_steal_pointer (&fixture->reminders);

  g_object_add_weak_pointer (reminders, &reminders);
  g_object_unref (reminders);
  outbox_fixture_wait_until (reminders == NULL);
  follow_up_services_free (g_steal_pointer (&fixture->services));
}

static void
clear_disk (void)
{
  g_autofree char *path = bitacora_outbox_get_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");

  outbox_fixture_remove_folder (folder);
  g_settings_reset (settings, "hide-names");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  clear_disk ();
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->server = notification_server_new (fixture->bus, is_gnome ());
  fixture->application = create_application (fixture, "org.bitacora.Test");
  start (fixture);
  follow_up_services_open (fixture->services);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  end (fixture);
  notification_server_dismiss_all (fixture->server,
                                   g_application_get_dbus_connection (fixture->application));
  g_clear_object (&fixture->application);
  notification_server_free (fixture->server);
  g_clear_pointer (&fixture->asked, g_free);
  g_test_dbus_down (fixture->bus);
  g_clear_object (&fixture->bus);
}

static guint
count_sent (Fixture *fixture)
{
  return notification_server_count_sent (fixture->server);
}

static guint
count_shown (Fixture *fixture)
{
  return notification_server_count_shown (fixture->server);
}

/* Turns the hands to where they will have come to when the clock is looked at next: what was
 * changed before is looked at by the clock as it stood. */
static void
pass_to (Fixture *fixture, const char *local)
{
  follow_up_wait_for_sleep (fixture->reminders);
  follow_up_set_clock (fixture->services, local);
  follow_up_ring (fixture->reminders);
}

/* Whoever must not say anything has had every occasion to once a call that is due is announced. */
static void
expect_nothing_more (Fixture *fixture)
{
  const guint sent = count_sent (fixture);

  follow_up_append (get_outbox (fixture), "The last one", "2026-11-20T08:00:00");
  outbox_fixture_wait_until (count_sent (fixture) > sent);
  g_assert_cmpuint (count_sent (fixture), ==, sent + 1);
  g_assert_nonnull (notification_server_find (fixture->server, "Follow-up: The last one"));
}

static void
test_one_due (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana Gómez", DUE);
  g_autofree char *log_action
      = g_strdup_printf ("app.log-follow-up(int64 %" G_GINT64_FORMAT ")", id);
  g_autofree char *snooze_action
      = g_strdup_printf ("app.snooze-reminder(int64 %" G_GINT64_FORMAT ")", id);
  ShownNotification *shown;

  pass_to (fixture, "2026-11-25T15:59:59");
  pass_to (fixture, AFTER);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  shown = notification_server_get_shown (fixture->server, 0);
  g_assert_cmpstr (shown->title, ==, "Follow-up: Llamada a Ana Gómez");
  g_assert_cmpstr (shown->body, ==, "+57 310 5551234\nPide la cotización por correo.");
  g_assert_cmpstr (shown->default_action, ==, is_gnome () ? "app.show-follow-ups" : "default");
  g_assert_cmpstr (shown_notification_get_action (shown, "Call again"),
                   ==,
                   "app.call-number('+573105551234')");
  g_assert_cmpstr (shown_notification_get_action (shown, "Log follow-up"), ==, log_action);
  g_assert_cmpstr (shown_notification_get_action (shown, "Snooze 10 minutes"), ==, snooze_action);
  expect_nothing_more (fixture);
}

/* Seconds before it is due, the next look at the clock is no further away than that. */
static void
test_is_in_time (Fixture *fixture, gconstpointer data)
{
  GSource *source;

  follow_up_set_clock (fixture->services, "2026-11-25T15:59:58");
  follow_up_append (get_outbox (fixture), "Llamada a Ana", DUE);
  outbox_fixture_wait_until (
      (source = g_main_context_find_source_by_user_data (NULL, fixture->reminders)) != NULL
      && g_strcmp0 (g_source_get_name (source), "bitacora: next reminder") == 0);
  g_assert_cmpint (g_source_get_ready_time (source),
                   <=,
                   g_get_monotonic_time () + 2 * G_TIME_SPAN_SECOND);
  follow_up_set_clock (fixture->services, DUE);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
}

static void
test_without_number (Fixture *fixture, gconstpointer data)
{
  ShownNotification *shown;

  follow_up_append_silent (get_outbox (fixture), "Reunión con Luz", "2026-11-24T16:00:00");
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  shown = notification_server_get_shown (fixture->server, 0);
  g_assert_cmpstr (shown->title, ==, "Follow-up: Reunión con Luz");
  g_assert_cmpstr (shown->body, ==, "It was due yesterday 16:00.");
  g_assert_null (shown_notification_get_action (shown, "Call again"));
  g_assert_cmpuint (shown->buttons->len, ==, 4);
}

/* While the computer was off, some became due. */
static void
write_missed (Fixture *fixture, guint count)
{
  static const char *names[] = { "Ana", "Berta", "Carlos", "Diana", "Ernesto", "Fanny" };

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *due = g_strdup_printf ("2026-11-26T08:%02u:00", i);

      follow_up_append (get_outbox (fixture), names[i], due);
    }
  end (fixture);
  start (fixture);
  follow_up_set_clock (fixture->services, "2026-11-26T09:30:00");
  g_assert_cmpuint (count_sent (fixture), ==, 0);
  follow_up_services_open (fixture->services);
}

static void
test_several_missed (Fixture *fixture, gconstpointer data)
{
  ShownNotification *shown;

  write_missed (fixture, 3);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  shown = notification_server_get_shown (fixture->server, 0);
  g_assert_cmpstr (shown->title, ==, "3 follow-ups are due");
  g_assert_cmpstr (shown->body, ==, "Ana, Berta, Carlos");
  g_assert_cmpstr (shown->default_action, ==, is_gnome () ? "app.show-follow-ups" : "default");
  expect_nothing_more (fixture);
}

static void
test_many_missed (Fixture *fixture, gconstpointer data)
{
  write_missed (fixture, 6);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  g_assert_cmpstr (notification_server_get_shown (fixture->server, 0)->body,
                   ==,
                   "Ana, Berta, Carlos, Diana and 2 more");
}

static void
test_restart_does_not_repeat (Fixture *fixture, gconstpointer data)
{
  follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:40:00");
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  end (fixture);
  start (fixture);
  follow_up_services_open (fixture->services);
  expect_nothing_more (fixture);
}

/* What an earlier run announced goes away when it is done in this one. */
static void
test_restart_withdraws (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:40:00");

  outbox_fixture_wait_until (count_shown (fixture) == 1);
  end (fixture);
  start (fixture);
  follow_up_services_open (fixture->services);
  expect_nothing_more (fixture);
  follow_up_complete (get_outbox (fixture), id);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  g_assert_null (notification_server_find (fixture->server, "Follow-up: Llamada a Ana"));
}

static void
test_clock_set_back (Fixture *fixture, gconstpointer data)
{
  follow_up_append (get_outbox (fixture), "Llamada a Ana", DUE);
  follow_up_append (get_outbox (fixture), "Llamada a Berta", "2026-11-25T18:00:00");
  pass_to (fixture, AFTER);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  pass_to (fixture, "2026-11-25T14:00:00");
  pass_to (fixture, AFTER);
  expect_nothing_more (fixture);
}

static void
test_clock_set_forward (Fixture *fixture, gconstpointer data)
{
  follow_up_append (get_outbox (fixture), "Llamada a Ana", DUE);
  follow_up_append (get_outbox (fixture), "Llamada a Berta", "2026-11-25T18:00:00");
  pass_to (fixture, "2026-11-27T08:00:00");
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  g_assert_nonnull (notification_server_find (fixture->server, "2 follow-ups are due"));
  /* Back where it was, those two are not due, and yet known. */
  follow_up_set_clock (fixture->services, FOLLOW_UP_NOW);
  expect_nothing_more (fixture);
}

/* Four in the afternoon in Bogotá is ten at night in Madrid: it is the same moment. */
static void
test_zone_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) madrid = g_time_zone_new_identifier ("Europe/Madrid");
  g_autoptr (GDateTime) before = g_date_time_new (madrid, 2026, 11, 25, 21, 59, 0);
  g_autoptr (GDateTime) after = g_date_time_new (madrid, 2026, 11, 25, 22, 0, 5);
  BitacoraClock *clock = bitacora_services_get_clock (fixture->services);

  follow_up_append (get_outbox (fixture), "Llamada a Ana", DUE);
  bitacora_clock_set (clock, before);
  follow_up_ring (fixture->reminders);
  follow_up_append (get_outbox (fixture), "Llamada a Berta", "2026-11-25T15:59:00");
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  g_assert_nonnull (notification_server_find (fixture->server, "Follow-up: Llamada a Berta"));
  bitacora_clock_set (clock, after);
  follow_up_ring (fixture->reminders);
  outbox_fixture_wait_until (count_shown (fixture) == 2);
  g_assert_nonnull (notification_server_find (fixture->server, "Follow-up: Llamada a Ana"));
  expect_nothing_more (fixture);
}

static void
test_hide_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");
  const char *log = notification_server_get_log (fixture->server);
  ShownNotification *shown;

  g_settings_set_boolean (settings, "hide-names", TRUE);
  follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:40:00");
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  shown = notification_server_get_shown (fixture->server, 0);
  g_assert_cmpstr (shown->title, ==, "A follow-up is due");
  g_assert_true (shown->body == NULL || *shown->body == '\0');
  g_assert_cmpuint (shown->buttons->len, ==, 6);
  log = notification_server_get_log (fixture->server);
  g_assert_null (strstr (log, "Ana"));
  g_assert_null (strstr (log, "555"));
  g_assert_null (strstr (log, "cotiza"));
}

/* The number that the notification does not hold is called nevertheless. */
static void
test_hide_names_calls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");

  g_settings_set_boolean (settings, "hide-names", TRUE);
  follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:40:00");
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  notification_server_press (fixture->server,
                             notification_server_get_shown (fixture->server, 0),
                             "Call again");
  outbox_fixture_wait_until (g_strcmp0 (fixture->asked, "call-number('+573105551234')") == 0);
}

static void
test_hide_names_of_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");
  ShownNotification *shown;

  g_settings_set_boolean (settings, "hide-names", TRUE);
  write_missed (fixture, 3);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  shown = notification_server_get_shown (fixture->server, 0);
  g_assert_cmpstr (shown->title, ==, "3 follow-ups are due");
  g_assert_null (strstr (notification_server_get_log (fixture->server), "Berta"));
}

static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Ana", "2026-11-25T15:40:00");
  g_autofree char *log_action = g_strdup_printf ("log-follow-up(int64 %" G_GINT64_FORMAT ")", id);

  outbox_fixture_wait_until (count_sent (fixture) == 1);
  follow_up_append (get_outbox (fixture), "Berta", "2026-11-25T15:41:00");
  outbox_fixture_wait_until (count_shown (fixture) == 2);
  notification_server_press (fixture->server,
                             notification_server_find (fixture->server, "Follow-up: Ana"),
                             "Log follow-up");
  outbox_fixture_wait_until (g_strcmp0 (fixture->asked, log_action) == 0);
  notification_server_press (fixture->server,
                             notification_server_find (fixture->server, "Follow-up: Berta"),
                             "Call again");
  outbox_fixture_wait_until (g_strcmp0 (fixture->asked, "call-number('+573105551234')") == 0);
}

static void
test_snooze (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:40:00");
  g_autofree char *due = NULL;

  outbox_fixture_wait_until (count_shown (fixture) == 1);
  if (is_gnome ())
    bitacora_reminders_snooze (fixture->reminders, id);
  else
    notification_server_press (fixture->server,
                               notification_server_get_shown (fixture->server, 0),
                               "Snooze 10 minutes");
  outbox_fixture_wait_until (count_shown (fixture) == 0);
  outbox_fixture_wait_until (
      (g_free (due), due = follow_up_get_due (get_outbox (fixture), id), TRUE)
      && g_strcmp0 (due, "2026-11-25T15:52:37") == 0);

  pass_to (fixture, "2026-11-25T15:52:36");
  expect_nothing_more (fixture);
  pass_to (fixture, "2026-11-25T15:52:37");
  outbox_fixture_wait_until (count_shown (fixture) == 2);
  g_assert_nonnull (notification_server_find (fixture->server, "Follow-up: Llamada a Ana"));
}

/* A desktop that kept the notification starts the application by its button. */
static void
test_snooze_before_open (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:40:00");
  g_autofree char *due = NULL;

  outbox_fixture_wait_until (count_shown (fixture) == 1);
  end (fixture);
  start (fixture);
  bitacora_reminders_snooze (fixture->reminders, id);
  follow_up_services_open (fixture->services);
  outbox_fixture_wait_until (count_shown (fixture) == 0);
  outbox_fixture_wait_until (
      (g_free (due), due = follow_up_get_due (get_outbox (fixture), id), TRUE)
      && g_strcmp0 (due, "2026-11-25T15:52:37") == 0);
}

typedef void (*Deed) (BitacoraOutbox *outbox, gint64 id);

static void
put_off (BitacoraOutbox *outbox, gint64 id)
{
  follow_up_postpone (outbox, id, "2026-11-26T09:00:00");
}

static void
discard (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (outbox_fixture_discard (outbox, id, &error));
  g_assert_no_error (error);
}

static void
test_withdraws (Fixture *fixture, gconstpointer data)
{
  static const Deed deeds[] = { follow_up_complete, put_off, discard };

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      const guint sent = count_sent (fixture);
      gint64 first = follow_up_append (get_outbox (fixture), "Ana", "2026-11-25T15:40:00");
      gint64 second;

      outbox_fixture_wait_until (count_sent (fixture) == sent + 1);
      second = follow_up_append (get_outbox (fixture), "Berta", "2026-11-25T15:41:00");
      outbox_fixture_wait_until (count_sent (fixture) == sent + 2);
      g_assert_cmpuint (count_shown (fixture), ==, 2);
      deeds[i](get_outbox (fixture), first);
      outbox_fixture_wait_until (count_shown (fixture) == 1);
      g_assert_nonnull (notification_server_find (fixture->server, "Follow-up: Berta"));
      deeds[i](get_outbox (fixture), second);
      outbox_fixture_wait_until (count_shown (fixture) == 0);
    }
}

static void
test_withdraws_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  write_missed (fixture, 3);
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  entries = outbox_fixture_list (get_outbox (fixture), BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  g_assert_cmpuint (entries->len, ==, 3);
  for (guint i = 0; i < entries->len; i++)
    {
      g_assert_cmpuint (count_shown (fixture), ==, 1);
      follow_up_complete (get_outbox (fixture), bitacora_outbox_entry_get_id (entries->pdata[i]));
    }
  outbox_fixture_wait_until (count_shown (fixture) == 0);
}

/* A second program on the same file: one of them speaks, and what is done there is done here. */
static void
test_two_programs (Fixture *fixture, gconstpointer data)
{
  Fixture other = { .application = create_application (fixture, "org.bitacora.Other") };
  gint64 id;

  start (&other);
  follow_up_services_open (other.services);
  id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:40:00");
  outbox_fixture_wait_until (count_shown (fixture) == 1);
  expect_nothing_more (fixture);
  follow_up_append (get_outbox (&other), "Llamada a Berta", "2026-11-25T15:41:00");
  outbox_fixture_wait_until (count_sent (fixture) == 3);
  g_assert_cmpuint (count_shown (fixture), ==, 3);
  follow_up_complete (get_outbox (&other), id);
  outbox_fixture_wait_until (notification_server_find (fixture->server, "Follow-up: Llamada a Ana")
                             == NULL);
  g_assert_cmpuint (count_sent (fixture), ==, 3);
  end (&other);
  g_object_unref (other.application);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  int status;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_setenv ("TZ", "America/Bogota", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define add(path, test) g_test_add ("/reminders/" path, Fixture, NULL, set_up, test, tear_down)
  add ("one-due", test_one_due);
  add ("is-in-time", test_is_in_time);
  add ("without-number", test_without_number);
  add ("several-missed", test_several_missed);
  add ("many-missed", test_many_missed);
  add ("restart/does-not-repeat", test_restart_does_not_repeat);
  add ("restart/withdraws", test_restart_withdraws);
  add ("clock-set/back", test_clock_set_back);
  add ("clock-set/forward", test_clock_set_forward);
  add ("zone-change", test_zone_change);
  add ("hide-names/one", test_hide_names);
  add ("hide-names/several", test_hide_names_of_several);
  add ("snooze/asked", test_snooze);
  add ("snooze/before-open", test_snooze_before_open);
  add ("withdraws/each", test_withdraws);
  add ("withdraws/several", test_withdraws_several);
  add ("two-programs", test_two_programs);
  /* GNOME activates the application's actions by themselves. */
  if (!is_gnome ())
    {
      add ("buttons", test_buttons);
      add ("hide-names/calls", test_hide_names_calls);
    }
#undef add
  status = g_test_run ();
  outbox_fixture_remove_folder (folder);
  return status;
}
