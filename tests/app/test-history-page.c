/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-fixture.h"

#include "../outbox/outbox-deeds.h"
#include "app/history/bitacora-history-details.h"
#include "app/history/bitacora-history-page.h"
#include "app/history/bitacora-history-row.h"

#define CANDIDATE                                                                                  \
  "{\"_id\":\"64cb0123456789abcdef4321\",\"name\":\"Llamada a Berta\",\"phone\":\"3105551234\","   \
  "\"completion_date\":\"2023-07-30 09:31\"}"

typedef struct
{
  BitacoraServices *services;
  BitacoraHistoryPage *page;
  GtkWindow *window;
  gint64 rejected;
  gint64 unknown;
} Fixture;

static void
note_candidate (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  bitacora_outbox_note_finding_async (outbox,
                                      id,
                                      BITACORA_OUTBOX_FINDING_UNCLEAR,
                                      NULL,
                                      CANDIDATE,
                                      NULL,
                                      NULL,
                                      outbox_fixture_result_cb,
                                      &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_note_finding_finish (outbox, result, &error);
  g_assert_no_error (error);
  g_assert_true (bitacora_outbox_entry_awaits_person (entry));
}

static void
append_logged (BitacoraOutbox *outbox, const char *name, const char *wolkvox_id)
{
  gint64 id = outbox_deeds_append_unknown (outbox, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = outbox_deeds_resolve (outbox, id, BITACORA_OUTBOX_RESOLUTION_LOGGED, wolkvox_id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bitacora_outbox_entry_get_wolkvox_id (entry), ==, wolkvox_id);
}

/* The calls that the application finds on disk when it starts. */
static void
write_calls (Fixture *fixture)
{
  OutboxFixture calls = { 0 };
  g_autofree char *path = bitacora_outbox_get_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  outbox_fixture_remove_folder (folder);
  calls.outbox = outbox_fixture_open (path, &error);
  g_assert_no_error (error);
  append_logged (calls.outbox, "Llamada a Ana Gómez", "64cb0123456789abcdef0001");
  append_logged (calls.outbox, "Llamada a Óscar", "64cb0123456789abcdef0002");
  fixture->unknown = outbox_deeds_append_unknown (calls.outbox, "Llamada a Berta");
  note_candidate (calls.outbox, fixture->unknown);
  fixture->rejected = outbox_deeds_append_rejected (calls.outbox, "Llamada a Carlos");
  outbox_fixture_close (&calls);
}

static GtkWidget *
get_child (Fixture *fixture, const char *id)
{
  return form_test_child (GTK_WIDGET (fixture->page), id);
}

static GtkSelectionModel *
get_rows (Fixture *fixture)
{
  return gtk_list_view_get_model (GTK_LIST_VIEW (get_child (fixture, "list_view")));
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_rows (fixture)));
}

static const char *
get_shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (get_child (fixture, "stack")));
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (BITACORA_IS_HISTORY_ROW (widget))
    {
      g_autofree char *shown = bitacora_history_row_describe (BITACORA_HISTORY_ROW (widget));

      return strstr (shown, text) != NULL;
    }
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
list_has_text (Fixture *fixture, const char *text)
{
  return has_text (get_child (fixture, "list_view"), text);
}

static gboolean
details_have_text (Fixture *fixture, const char *text)
{
  return has_text (get_child (fixture, "details"), text);
}

static void
choose (Fixture *fixture, guint position)
{
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), position);
  outbox_fixture_wait_until (
      bitacora_history_details_get_entry (BITACORA_HISTORY_DETAILS (get_child (fixture, "details")))
      != NULL);
}

static BitacoraOutboxState
get_chosen_state (Fixture *fixture)
{
  BitacoraOutboxEntry *entry = bitacora_history_details_get_entry (
      BITACORA_HISTORY_DETAILS (get_child (fixture, "details")));

  return bitacora_outbox_entry_get_state (entry);
}

static void
activate (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  write_calls (fixture);
  fixture->services = bitacora_services_new ();
  fixture->page = g_object_new (BITACORA_TYPE_HISTORY_PAGE, NULL);
  bitacora_history_page_set_up (fixture->page, fixture->services);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 1000, 760);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  gtk_window_present (fixture->window);
  g_assert_cmpstr (get_shown (fixture), ==, "loading");
  bitacora_services_open (fixture->services);
  outbox_fixture_wait_until (count (fixture) == 4 && list_has_text (fixture, "Llamada a Carlos"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer page = fixture->page;
  gpointer outbox = bitacora_services_get_outbox (fixture->services);

  g_object_add_weak_pointer (page, &page);
  g_object_add_weak_pointer (outbox, &outbox);
  gtk_window_destroy (fixture->window);
  bitacora_services_close (fixture->services);
  g_clear_object (&fixture->services);
  outbox_fixture_wait_until (page == NULL);
  outbox_fixture_wait_until (outbox == NULL);
}

static void
test_typing_finds_calls (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = get_child (fixture, "search_entry");

  g_assert_cmpstr (get_shown (fixture), ==, "list");
  g_assert_true (list_has_text (fixture, "Today"));
  g_assert_true (list_has_text (fixture, "+57 310 5551234"));

  form_test_type (entry, "gomez");
  outbox_fixture_wait_until (count (fixture) == 1 && list_has_text (fixture, "Ana Gómez"));
  g_assert_false (list_has_text (fixture, "Carlos"));

  form_test_type (entry, "xyz");
  outbox_fixture_wait_until (g_str_equal (get_shown (fixture), "nothing-found"));
  form_test_click (GTK_WIDGET (fixture->page), "Show all calls");
  outbox_fixture_wait_until (count (fixture) == 4 && list_has_text (fixture, "Carlos"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *state_button = GTK_MENU_BUTTON (get_child (fixture, "state_button"));

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "filter.state", "s", "rejected");
  outbox_fixture_wait_until (count (fixture) == 1 && list_has_text (fixture, "Carlos"));
  g_assert_cmpstr (gtk_menu_button_get_label (state_button), ==, "Rejected");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "filter.state", "s", "all");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "filter.date", "s", "yesterday");
  outbox_fixture_wait_until (g_str_equal (get_shown (fixture), "nothing-found"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "filter.date", "s", "range");
  outbox_fixture_wait_until (count (fixture) == 4);
  form_test_type (get_child (fixture, "until_entry"), "1/1/2020");
  outbox_fixture_wait_until (g_str_equal (get_shown (fixture), "nothing-found"));
  bitacora_history_page_show_state (fixture->page, "waiting");
  outbox_fixture_wait_until (count (fixture) == 2);
}

static void
test_details (Fixture *fixture, gconstpointer data)
{
  outbox_fixture_wait_until (details_have_text (fixture, "No call chosen"));
  choose (fixture, 3);
  outbox_fixture_wait_until (details_have_text (fixture, "64cb0123456789abcdef0001")
                             && details_have_text (fixture, "Attempts"));
  g_assert_true (details_have_text (fixture, "Logged"));
  choose (fixture, 0);
  outbox_fixture_wait_until (details_have_text (fixture, "Correct and send"));
  g_assert_false (details_have_text (fixture, "Copy ID"));
}

static void
read_clipboard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **)user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (Fixture *fixture)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->page)),
                                 NULL,
                                 read_clipboard_cb,
                                 &text);
  outbox_fixture_wait_until (text != NULL);
  return text;
}

static void
test_copies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *json = NULL;
  g_autofree char *command = NULL;

  choose (fixture, 3);
  activate (fixture, "history.copy-id");
  id = read_clipboard (fixture);
  g_assert_cmpstr (id, ==, "64cb0123456789abcdef0001");
  activate (fixture, "history.copy-json");
  json = read_clipboard (fixture);
  g_assert_nonnull (strstr (json, "Llamada a Ana G"));
  activate (fixture, "history.copy-curl");
  command = read_clipboard (fixture);
  g_assert_true (g_str_has_prefix (command, "curl -X POST "));
  g_assert_nonnull (strstr (command, "$WOLKVOX_TOKEN"));
}

static void
test_discard_and_undo (Fixture *fixture, gconstpointer data)
{
  choose (fixture, 0);
  g_assert_cmpint (get_chosen_state (fixture), ==, BITACORA_OUTBOX_STATE_REJECTED);
  form_test_click (form_test_child (get_child (fixture, "details"), "discard_button"), "Discard");
  outbox_fixture_wait_until (count (fixture) == 3);
  outbox_fixture_wait_until (has_text (GTK_WIDGET (fixture->page), "was discarded"));
  g_assert_false (list_has_text (fixture, "Carlos"));
  outbox_fixture_wait_until (details_have_text (fixture, "No call chosen"));

  form_test_click (get_child (fixture, "toast_overlay"), "Undo");
  outbox_fixture_wait_until (count (fixture) == 4 && list_has_text (fixture, "Carlos"));
  choose (fixture, 0);
  g_assert_cmpint (get_chosen_state (fixture), ==, BITACORA_OUTBOX_STATE_REJECTED);
}

static void
test_doubt (Fixture *fixture, gconstpointer data)
{
  choose (fixture, 1);
  g_assert_cmpint (get_chosen_state (fixture), ==, BITACORA_OUTBOX_STATE_UNKNOWN);
  outbox_fixture_wait_until (details_have_text (fixture, "In the CRM"));
  outbox_fixture_wait_until (details_have_text (fixture, "2023-07-30 09:31"));
  form_test_click (get_child (fixture, "details"), "It is there");
  outbox_fixture_wait_until (get_chosen_state (fixture) == BITACORA_OUTBOX_STATE_LOGGED);
  outbox_fixture_wait_until (details_have_text (fixture, "64cb0123456789abcdef4321"));
}

static void
keep_cb (BitacoraHistoryPage *page, gpointer what, gpointer *kept)
{
  g_set_object (kept, what);
}

static void
test_asks_for_the_form (Fixture *fixture, gconstpointer data)
{
  gpointer corrected = NULL;
  gpointer repeated = NULL;

  g_signal_connect (fixture->page, "correct", G_CALLBACK (keep_cb), &corrected);
  g_signal_connect (fixture->page, "log-again", G_CALLBACK (keep_cb), &repeated);
  choose (fixture, 0);
  activate (fixture, "history.correct");
  g_assert_true (BITACORA_IS_OUTBOX_ENTRY (corrected));
  g_assert_cmpint (bitacora_outbox_entry_get_id (corrected), ==, fixture->rejected);
  choose (fixture, 3);
  activate (fixture, "history.log-again");
  g_assert_cmpstr (bitacora_call_activity_get_name (repeated), ==, "Llamada a Ana Gómez");
  g_object_unref (corrected);
  g_object_unref (repeated);
}

/* A frame that is under way remembers the size that it has, and forgets the one asked for. */
static gboolean
shrink (Fixture *fixture)
{
  gtk_window_set_default_size (fixture->window, 360, 640);
  return adw_leaflet_get_folded (ADW_LEAFLET (get_child (fixture, "leaflet")));
}

static void
test_folded (Fixture *fixture, gconstpointer data)
{
  AdwLeaflet *leaflet = ADW_LEAFLET (get_child (fixture, "leaflet"));

  outbox_fixture_wait_until (shrink (fixture));
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), 0);
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "list");
  g_signal_emit_by_name (get_child (fixture, "list_view"), "activate", 0);
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "details");
  outbox_fixture_wait_until (gtk_widget_get_mapped (get_child (fixture, "back_button")));
  outbox_fixture_wait_until (details_have_text (fixture, "Llamada a Carlos"));
  activate (fixture, "history.back");
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "list");
}

/* The calls came one by one: the list would give the keyboard to the one that was there first. */
static void
test_return_goes_to_the_chosen (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  g_signal_emit_by_name (get_child (fixture, "search_entry"), "activate");
  focus = gtk_window_get_focus (fixture->window);
  g_assert_nonnull (focus);
  g_assert_true (has_text (focus, "Llamada a Carlos"));
  g_assert_false (has_text (focus, "Ana"));

  choose (fixture, 2);
  gtk_widget_grab_focus (get_child (fixture, "search_entry"));
  g_signal_emit_by_name (get_child (fixture, "search_entry"), "activate");
  g_assert_true (has_text (gtk_window_get_focus (fixture->window), "Llamada a Óscar"));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  int status;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  form_test_init (&argc, &argv);
#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/history/page/typing-finds-calls", test_typing_finds_calls);
  add ("/history/page/filters", test_filters);
  add ("/history/page/details", test_details);
  add ("/history/page/copies", test_copies);
  add ("/history/page/discard-and-undo", test_discard_and_undo);
  add ("/history/page/doubt", test_doubt);
  add ("/history/page/asks-for-the-form", test_asks_for_the_form);
  add ("/history/page/folded", test_folded);
  add ("/history/page/return-goes-to-the-chosen", test_return_goes_to_the_chosen);
#undef add
  status = g_test_run ();
  outbox_fixture_remove_folder (folder);
  return status;
}
