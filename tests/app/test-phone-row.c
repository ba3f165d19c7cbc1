/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-fixture.h"

#include "app/form/bitacora-phone-row.h"
#include "model/bitacora-country.h"

typedef struct
{
  const char *keys;
  const char *shown;
  int caret;
  const char *region;
} Typing;

static const Typing typings[] = {
  { "3", "3", 1, "CO" },
  { "3105551234", "310 5551234", 11, "CO" },
  /* Typing in the middle: the caret stays behind what was typed. */
  { "310555124{3", "310 5551234", 10, "CO" },
  { "10555{{{{{3", "310 555", 1, "CO" },
  /* Backspace at the end takes digit after digit, separators or not. */
  { "3105551234<<<<<<<", "310", 3, "CO" },
  { "3105551234<<<<<<<<<<<", "", 0, "CO" },
  /* Backspace and Delete pass over a separator and take the digit behind it. */
  { "3105551234{{{{{{{<", "315 551234", 2, "CO" },
  { "3105551234{{{{{{{{>>", "310 51234", 3, "CO" },
  { "+34<", "+3", 2, "ES" },
  /* The calling code brings its country along. */
  { "+3", "+3", 2, "CO" },
  { "+34", "+34 ", 4, "ES" },
  { "+34612345678", "+34 612 34 56 78", 16, "ES" },
  { "+57310", "+57 310", 7, "CO" },
  { "+1", "+1", 2, "US" },
  { "+14165550123", "+1 416-555-0123", 15, "CA" },
  { "+999", "+999", 4, "CO" },
  /* What is no number stays as it was typed, to be seen and corrected. */
  { "hola", "hola", 4, "CO" },
  { "310x", "310x", 4, "CO" },
};

typedef struct
{
  const char *pasted;
  const char *shown;
  const char *region;
  const char *e164;
} Paste;

static const Paste pastes[] = {
  { "+57 310 555 1234", "310 5551234", "CO", "+573105551234" },
  { "(601) 555-1234", "(601) 5551234", "CO", "+576015551234" },
  { "0057 310 5551234", "310 5551234", "CO", "+573105551234" },
  { "  3105551234\n", "310 5551234", "CO", "+573105551234" },
  { "+34 612 34 56 78", "612 34 56 78", "ES", "+34612345678" },
  { "tel:+57-310-555-1234", "310 5551234", "CO", "+573105551234" },
  { "+1 (212) 555-0123", "(212) 555-0123", "US", "+12125550123" },
};

static GtkWidget *
create_row (GtkWidget **window)
{
  GtkWidget *row = bitacora_phone_row_new ();

  g_object_set (row, "title", "Phone", NULL);
  bitacora_phone_row_set_region (BITACORA_PHONE_ROW (row), "CO");
  *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*window), row);
  gtk_window_present (GTK_WINDOW (*window));
  form_test_settle ();
  return row;
}

static void
test_typing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (typings); i++)
    {
      GtkWidget *window;
      GtkWidget *row = create_row (&window);
      GtkWidget *entry = form_test_child (row, "entry");

      g_test_message ("%s", typings[i].keys);
      form_test_type (entry, typings[i].keys);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, typings[i].shown);
      g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (entry)), ==, typings[i].caret);
      g_assert_cmpstr (bitacora_phone_row_get_region (BITACORA_PHONE_ROW (row)),
                       ==,
                       typings[i].region);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
test_paste (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      GtkWidget *window;
      BitacoraPhoneRow *row = BITACORA_PHONE_ROW (create_row (&window));
      GtkEditable *entry = GTK_EDITABLE (form_test_child (GTK_WIDGET (row), "entry"));
      g_autofree char *e164 = NULL;

      g_test_message ("%s", pastes[i].pasted);
      gtk_widget_grab_focus (GTK_WIDGET (entry));
      g_signal_emit_by_name (form_test_text (GTK_WIDGET (entry)),
                             "insert-at-cursor",
                             pastes[i].pasted);
      g_assert_cmpstr (gtk_editable_get_text (entry), ==, pastes[i].shown);
      g_assert_cmpint (gtk_editable_get_position (entry),
                       ==,
                       (int)g_utf8_strlen (pastes[i].shown, -1));
      g_assert_cmpstr (bitacora_phone_row_get_region (row), ==, pastes[i].region);
      g_assert_nonnull (bitacora_phone_row_get_phone (row));
      e164 = bitacora_phone_number_format_e164 (bitacora_phone_row_get_phone (row));
      g_assert_cmpstr (e164, ==, pastes[i].e164);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
test_replaced_whole (void)
{
  GtkWidget *window;
  GtkWidget *row = create_row (&window);
  GtkEditable *entry = GTK_EDITABLE (form_test_child (row, "entry"));

  form_test_type (GTK_WIDGET (entry), "3105551234");
  gtk_editable_set_text (entry, "+34612345678");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "612 34 56 78");
  gtk_editable_select_region (entry, 0, -1);
  gtk_editable_delete_selection (entry);
  form_test_type (GTK_WIDGET (entry), "9");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "9");
  g_assert_cmpint (gtk_editable_get_position (entry), ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_check_mark (void)
{
  GtkWidget *window;
  GtkWidget *row = create_row (&window);
  GtkWidget *entry = form_test_child (row, "entry");
  GtkWidget *icon = form_test_child (row, "valid_icon");

  form_test_type (entry, "310555123");
  g_assert_false (gtk_widget_get_visible (icon));
  form_test_type (entry, "4");
  g_assert_true (gtk_widget_get_visible (icon));
  gtk_test_accessible_assert_property (entry,
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "This number is complete");
  form_test_type (entry, "<");
  g_assert_false (gtk_widget_get_visible (icon));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkSelectionModel *
open_countries (GtkWidget *button)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (form_test_child (button, "button")));
  form_test_settle ();
  return gtk_list_view_get_model (GTK_LIST_VIEW (form_test_child (button, "list")));
}

static void
test_country_search (void)
{
  GtkWidget *window;
  GtkWidget *row = create_row (&window);
  GtkWidget *entry = form_test_child (row, "entry");
  GtkWidget *button = form_test_child (row, "country_button");
  GtkWidget *search = form_test_child (button, "search_entry");
  GtkSelectionModel *model;

  form_test_type (entry, "612345678");
  model = open_countries (button);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), >, 200);
  g_assert_true (form_test_has_focus (search));

  gtk_editable_set_text (GTK_EDITABLE (search), "espana");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  g_signal_emit_by_name (search, "activate");
  form_test_settle ();

  g_assert_cmpstr (bitacora_phone_row_get_region (BITACORA_PHONE_ROW (row)), ==, "ES");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "612 34 56 78");
  g_assert_true (form_test_has_focus (entry));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_country_by_arrows (void)
{
  GtkWidget *window;
  GtkWidget *row = create_row (&window);
  GtkWidget *button = form_test_child (row, "country_button");
  GtkWidget *search = form_test_child (button, "search_entry");
  GtkSelectionModel *model = open_countries (button);
  g_autoptr (BitacoraCountry) expected = NULL;

  gtk_editable_set_text (GTK_EDITABLE (search), "+1");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), >, 1);
  form_test_press (search, GDK_KEY_Down);
  expected = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_signal_emit_by_name (search, "activate");
  form_test_settle ();
  g_assert_cmpstr (bitacora_phone_row_get_region (BITACORA_PHONE_ROW (row)),
                   ==,
                   bitacora_country_get_region (expected));

  model = open_countries (button);
  gtk_editable_set_text (GTK_EDITABLE (search), "atlantida");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (form_test_child (button, "stack"))),
                   ==,
                   "none");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  form_test_init (&argc, &argv);

  g_test_add_func ("/app/phone-row/typing", test_typing);
  g_test_add_func ("/app/phone-row/paste", test_paste);
  g_test_add_func ("/app/phone-row/replaced-whole", test_replaced_whole);
  g_test_add_func ("/app/phone-row/check-mark", test_check_mark);
  g_test_add_func ("/app/phone-row/country-search", test_country_search);
  g_test_add_func ("/app/phone-row/country-by-arrows", test_country_by_arrows);
  return g_test_run ();
}
