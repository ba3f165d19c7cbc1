/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "follow-up-fixture.h"
#include "form-fixture.h"

#include "app/follow-ups/bitacora-follow-up-row.h"
#include "app/follow-ups/bitacora-follow-ups-page-private.h"
#include "app/form/bitacora-moment-row.h"

typedef struct
{
  BitacoraServices *services;
  BitacoraFollowUpsPage *page;
  GtkWindow *window;
  char *asked;
} Fixture;

static void
asked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->asked);
  fixture->asked = g_action_print_detailed_name (g_action_get_name (G_ACTION (action)), parameter);
}

static void
add_actions (Fixture *fixture)
{
  static const GActionEntry actions[] = {
    { "call-number", asked_cb, "s" },
    { "log-follow-up", asked_cb, "x" },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "app", G_ACTION_GROUP (group));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = bitacora_outbox_get_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (BitacoraFollowUpList) list = NULL;

  outbox_fixture_remove_folder (folder);
  fixture->services = follow_up_services_new ();
  list = bitacora_follow_up_list_new (fixture->services);
  fixture->page = g_object_new (BITACORA_TYPE_FOLLOW_UPS_PAGE, NULL);
  bitacora_follow_ups_page_set_up (fixture->page, fixture->services, list);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 860, 680);
  add_actions (fixture);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  gtk_window_present (fixture->window);
  follow_up_services_open (fixture->services);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer page = fixture->page;

  g_object_add_weak_pointer (page, &page);
  gtk_window_destroy (fixture->window);
  outbox_fixture_wait_until (page == NULL);
  follow_up_services_free (g_steal_pointer (&fixture->services));
  g_clear_pointer (&fixture->asked, g_free);
}

static BitacoraOutbox *
get_outbox (Fixture *fixture)
{
  return bitacora_services_get_outbox (fixture->services);
}

static const char *
get_shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->page->stack);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (bitacora_follow_up_list_get_model (fixture->page->list));
}

static void
find_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (BITACORA_IS_FOLLOW_UP_ROW (widget))
    {
      if (gtk_widget_get_mapped (widget)
          && bitacora_follow_up_row_get_entry (BITACORA_FOLLOW_UP_ROW (widget)) != NULL)
        g_ptr_array_add (rows, widget);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_rows (child, rows);
}

/* The row of the call, as a screen reader tells it; NULL if none is seen. */
static BitacoraFollowUpRow *
find_row (Fixture *fixture, const char *name)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  find_rows (GTK_WIDGET (fixture->page->list_view), rows);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *text = bitacora_follow_up_row_describe (rows->pdata[i]);

      if (strstr (text, name) != NULL)
        return rows->pdata[i];
    }
  return NULL;
}

static gboolean
says (Fixture *fixture, const char *name, const char *text)
{
  BitacoraFollowUpRow *row = find_row (fixture, name);
  g_autofree char *said = row != NULL ? bitacora_follow_up_row_describe (row) : NULL;

  return g_strcmp0 (said, text) == 0;
}

static void
expect (Fixture *fixture, const char *name, const char *text)
{
  outbox_fixture_wait_until (says (fixture, name, text));
}

static void
click (Fixture *fixture, const char *name, const char *label)
{
  BitacoraFollowUpRow *row;

  outbox_fixture_wait_until ((row = find_row (fixture, name)) != NULL);
  form_test_click (GTK_WIDGET (row), label);
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
page_has_text (Fixture *fixture, const char *text)
{
  return has_text (GTK_WIDGET (fixture->page), text);
}

#define FACTS "+57 310 5551234, Pide la cotización por correo."

static void
test_sections (Fixture *fixture, gconstpointer data)
{
  BitacoraOutbox *outbox = get_outbox (fixture);

  follow_up_append (outbox, "Llamada a Tomás", "2026-11-26T09:00:00");
  follow_up_append (outbox, "Llamada a Ana", "2026-11-25T16:02:00");
  follow_up_append (outbox, "Llamada a Berta", "2026-11-24T16:00:00");
  follow_up_append (outbox, "Llamada a Óscar", "2026-11-25T15:22:00");
  follow_up_append_silent (outbox, "Reunión con Luz", "2026-11-27T08:00:00");
  follow_up_append (outbox, "Llamada a Fanny", "2027-01-08T10:30:00");
  outbox_fixture_wait_until (count (fixture) == 6);
  g_assert_cmpstr (get_shown (fixture), ==, "list");
  expect (fixture, "Berta", "Overdue: Llamada a Berta, yesterday 16:00, " FACTS);
  expect (fixture, "Óscar", "Llamada a Óscar, 20 minutes ago · 15:22, " FACTS);
  expect (fixture, "Ana", "Today: Llamada a Ana, in 20 minutes · 16:02, " FACTS);
  expect (fixture, "Tomás", "Tomorrow: Llamada a Tomás, tomorrow 09:00, " FACTS);
  expect (fixture, "Luz", "Later: Reunión con Luz, Friday 08:00");
  expect (fixture, "Fanny", "Llamada a Fanny, Friday 8 January 2027 10:30, " FACTS);
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 3);
  g_assert_false (page_has_text (fixture, "Nothing is waiting for you today"));
}

/* What can be said of a moment, seen from the same now. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *due;
    const char *text;
  } cases[] = {
    { "2026-11-25T15:42:00", "now · 15:42" },
    { "2026-11-25T15:43:00", "in 1 minute · 15:43" },
    { "2026-11-25T15:41:30", "1 minute ago · 15:41" },
    { "2026-11-25T18:40:00", "in 3 hours · 18:40" },
    { "2026-11-25T00:00:00", "16 hours ago · 00:00" },
    { "2026-11-26T00:00:00", "tomorrow 00:00" },
    { "2026-11-18T16:00:00", "Wednesday 18 November 16:00" },
    { "2026-12-01T09:00:00", "Tuesday 09:00" },
    { "2026-12-02T09:00:00", "Wednesday 2 December 09:00" },
    { "2025-11-25T09:00:00", "Tuesday 25 November 2025 09:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("Call %u.", i);

      follow_up_append (get_outbox (fixture), name, cases[i].due);
      outbox_fixture_wait_until (find_row (fixture, name) != NULL);
      outbox_fixture_wait_until (page_has_text (fixture, cases[i].text));
    }
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  outbox_fixture_wait_until (g_str_equal (get_shown (fixture), "empty"));
  outbox_fixture_wait_until (page_has_text (fixture, "Nothing to follow up"));
  follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-26T09:00:00");
  outbox_fixture_wait_until (g_str_equal (get_shown (fixture), "list"));
  outbox_fixture_wait_until (page_has_text (fixture, "Nothing is waiting for you today"));
  g_assert_cmpuint (bitacora_follow_ups_page_get_n_today (fixture->page), ==, 0);
}

static void
test_asks_the_application (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T16:00:00");
  g_autofree char *log_action = g_strdup_printf ("log-follow-up(int64 %" G_GINT64_FORMAT ")", id);

  click (fixture, "Ana", "Call");
  g_assert_cmpstr (fixture->asked, ==, "call-number('+573105551234')");
  click (fixture, "Ana", "Log");
  g_assert_cmpstr (fixture->asked, ==, log_action);
}

static void
test_call_needs_number (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = NULL;

  follow_up_append_silent (get_outbox (fixture), "Reunión con Luz", "2026-11-25T16:00:00");
  outbox_fixture_wait_until ((row = GTK_WIDGET (find_row (fixture, "Luz"))) != NULL);
  g_assert_false (gtk_widget_get_visible (form_test_child (row, "call_button")));
  g_assert_true (gtk_widget_get_visible (form_test_child (row, "log_button")));
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *)user_data)++;
}

static void
test_done_and_undo (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:30:00");
  guint n_changes = 0;
  g_autofree char *due = NULL;

  follow_up_append (get_outbox (fixture), "Llamada a Berta", "2026-11-25T17:00:00");
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 2);
  g_signal_connect (fixture->page, "notify::n-today", G_CALLBACK (count_cb), &n_changes);
  outbox_fixture_wait_until (count (fixture) == 2);

  click (fixture, "Ana", "Done");
  outbox_fixture_wait_until (count (fixture) == 1 && find_row (fixture, "Ana") == NULL);
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 1);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_null (follow_up_get_due (get_outbox (fixture), id));
  outbox_fixture_wait_until (page_has_text (fixture, "Followed up: Llamada a Ana"));
  expect (fixture, "Berta", "Today: Llamada a Berta, in 78 minutes · 17:00, " FACTS);

  form_test_click (GTK_WIDGET (fixture->page->toast_overlay), "Undo");
  outbox_fixture_wait_until (count (fixture) == 2);
  expect (fixture, "Ana", "Overdue: Llamada a Ana, 12 minutes ago · 15:30, " FACTS);
  due = follow_up_get_due (get_outbox (fixture), id);
  g_assert_cmpstr (due, ==, "2026-11-25T15:30:00");
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 2);
}

/* Who works by keyboard goes on with the next one. */
static void
test_done_keeps_keyboard (Fixture *fixture, gconstpointer data)
{
  BitacoraFollowUpRow *row = NULL;

  follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T16:00:00");
  follow_up_append (get_outbox (fixture), "Llamada a Berta", "2026-11-25T17:00:00");
  follow_up_append (get_outbox (fixture), "Llamada a Carlos", "2026-11-25T18:00:00");
  outbox_fixture_wait_until (find_row (fixture, "Ana") != NULL
                             && find_row (fixture, "Carlos") != NULL);
  bitacora_follow_ups_page_focus (fixture->page);
  g_assert_true (form_test_has_focus (GTK_WIDGET (find_row (fixture, "Ana"))));
  gtk_widget_grab_focus (form_test_child (GTK_WIDGET (find_row (fixture, "Berta")), "done_button"));
  click (fixture, "Berta", "Done");
  outbox_fixture_wait_until (count (fixture) == 2);
  outbox_fixture_wait_until ((row = find_row (fixture, "Carlos")) != NULL
                             && form_test_has_focus (GTK_WIDGET (row)));
  /* After the last one, with the one before. */
  gtk_widget_grab_focus (form_test_child (GTK_WIDGET (row), "done_button"));
  click (fixture, "Carlos", "Done");
  outbox_fixture_wait_until (count (fixture) == 1);
  outbox_fixture_wait_until ((row = find_row (fixture, "Ana")) != NULL
                             && form_test_has_focus (GTK_WIDGET (row)));
}

static void
open_later (Fixture *fixture, const char *name)
{
  BitacoraFollowUpRow *row;

  outbox_fixture_wait_until ((row = find_row (fixture, name)) != NULL);
  g_signal_emit_by_name (bitacora_follow_up_row_get_later_button (row), "clicked");
  outbox_fixture_wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->page->popover)));
}

static void
test_later (Fixture *fixture, gconstpointer data)
{
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:30:00");
  g_autofree char *in_one_hour = NULL;
  g_autofree char *tomorrow = NULL;

  open_later (fixture, "Ana");
  form_test_click (GTK_WIDGET (fixture->page->popover), "In 1 hour");
  expect (fixture, "Ana", "Today: Llamada a Ana, in 60 minutes · 16:42, " FACTS);
  in_one_hour = follow_up_get_due (get_outbox (fixture), id);
  g_assert_cmpstr (in_one_hour, ==, "2026-11-25T16:42:00");
  outbox_fixture_wait_until (page_has_text (fixture, "Put off: 16:42"));

  open_later (fixture, "Ana");
  form_test_click (GTK_WIDGET (fixture->page->popover), "Tomorrow 9:00");
  expect (fixture, "Ana", "Tomorrow: Llamada a Ana, tomorrow 09:00, " FACTS);
  tomorrow = follow_up_get_due (get_outbox (fixture), id);
  g_assert_cmpstr (tomorrow, ==, "2026-11-26T09:00:00");
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 0);
}

static void
test_later_picked (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover = GTK_WIDGET (fixture->page->popover);
  GtkWidget *row = form_test_child (popover, "moment_row");
  g_autoptr (GDateTime) past = follow_up_moment ("2026-11-25T15:00:00");
  g_autoptr (GDateTime) moment = follow_up_moment ("2026-12-24T10:15:00");
  gint64 id = follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T15:30:00");
  g_autofree char *due = NULL;

  open_later (fixture, "Ana");
  form_test_click (popover, "Pick…");
  g_assert_true (form_test_has_focus (row));
  bitacora_moment_row_set_moment (BITACORA_MOMENT_ROW (row), past);
  form_test_click (popover, "Remind me then");
  g_assert_cmpstr (bitacora_field_row_get_error (BITACORA_FIELD_ROW (row)),
                   ==,
                   "That moment has passed: choose a later one.");
  g_assert_true (gtk_widget_get_visible (popover));
  bitacora_moment_row_set_moment (BITACORA_MOMENT_ROW (row), moment);
  form_test_click (popover, "Remind me then");
  expect (fixture, "Ana", "Later: Llamada a Ana, Thursday 24 December 10:15, " FACTS);
  due = follow_up_get_due (get_outbox (fixture), id);
  g_assert_cmpstr (due, ==, "2026-12-24T10:15:00");

  form_test_click (GTK_WIDGET (fixture->page->toast_overlay), "Undo");
  expect (fixture, "Ana", "Overdue: Llamada a Ana, 12 minutes ago · 15:30, " FACTS);
}

static void
test_time_passes (Fixture *fixture, gconstpointer data)
{
  follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T16:00:00");
  follow_up_append (get_outbox (fixture), "Llamada a Berta", "2026-11-26T09:00:00");
  expect (fixture, "Ana", "Today: Llamada a Ana, in 18 minutes · 16:00, " FACTS);
  expect (fixture, "Berta", "Tomorrow: Llamada a Berta, tomorrow 09:00, " FACTS);
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 1);

  follow_up_set_clock (fixture->services, "2026-11-25T16:01:00");
  follow_up_ring (fixture->page->list);
  expect (fixture, "Ana", "Overdue: Llamada a Ana, 1 minute ago · 16:00, " FACTS);

  /* Midnight. */
  follow_up_set_clock (fixture->services, "2026-11-26T00:00:01");
  follow_up_ring (fixture->page->list);
  expect (fixture, "Ana", "Overdue: Llamada a Ana, yesterday 16:00, " FACTS);
  expect (fixture, "Berta", "Today: Llamada a Berta, in 9 hours · 09:00, " FACTS);
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 2);
}

/* The number on the switcher goes on while another page is shown. */
static void
test_badge_without_page (Fixture *fixture, gconstpointer data)
{
  outbox_fixture_wait_until (g_str_equal (get_shown (fixture), "empty"));
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  follow_up_append (get_outbox (fixture), "Llamada a Ana", "2026-11-25T16:00:00");
  follow_up_append (get_outbox (fixture), "Llamada a Berta", "2026-11-26T09:00:00");
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 1);
  g_assert_cmpuint (count (fixture), ==, 0);
  follow_up_set_clock (fixture->services, "2026-11-26T00:00:01");
  follow_up_ring (fixture->page->list);
  outbox_fixture_wait_until (bitacora_follow_ups_page_get_n_today (fixture->page) == 2);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  expect (fixture, "Ana", "Overdue: Llamada a Ana, yesterday 16:00, " FACTS);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  int status;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  form_test_init (&argc, &argv);
#define add(path, test) g_test_add ("/follow-ups/" path, Fixture, NULL, set_up, test, tear_down)
  add ("sections", test_sections);
  add ("words", test_words);
  add ("empty", test_empty);
  add ("asks-the-application", test_asks_the_application);
  add ("call-needs-number", test_call_needs_number);
  add ("done-and-undo", test_done_and_undo);
  add ("done-keeps-keyboard", test_done_keeps_keyboard);
  add ("later", test_later);
  add ("later-picked", test_later_picked);
  add ("time-passes", test_time_passes);
  add ("badge-without-page", test_badge_without_page);
#undef add
  status = g_test_run ();
  outbox_fixture_remove_folder (folder);
  return status;
}
