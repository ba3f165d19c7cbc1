/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-fixture.h"

#include <locale.h>

static void
submitted_cb (BitacoraCallForm *form, BitacoraCallActivity *activity, FormFixture *fixture)
{
  g_set_object (&fixture->submitted, activity);
  fixture->n_submitted++;
}

static void
count_cb (BitacoraCallForm *form, gpointer counter)
{
  (*(guint *)counter)++;
}

/* The settings outlive the test that changed them. */
static void
reset_settings (BitacoraProfile *profile)
{
  GSettings *settings = bitacora_profile_get_settings (profile);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (char **key = keys; *key != NULL; key++)
    g_settings_reset (settings, *key);
}

void
form_fixture_set_up (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GDateTime) moment = g_date_time_new (zone, 2026, 11, 25, 15, 42, 37);

  fixture->clock = bitacora_clock_new_at (moment);
  fixture->profile = bitacora_profile_new ("ventas");
  reset_settings (fixture->profile);
  bitacora_profile_set_owner (fixture->profile, "ADMIN_@ventas");
  bitacora_profile_set_module (fixture->profile, "cases");

  fixture->form = BITACORA_CALL_FORM (bitacora_call_form_new ());
  bitacora_call_form_set_clock (fixture->form, fixture->clock);
  bitacora_call_form_set_profile (fixture->form, fixture->profile);
  g_signal_connect (fixture->form, "submitted", G_CALLBACK (submitted_cb), fixture);
  g_signal_connect (fixture->form, "cleared", G_CALLBACK (count_cb), &fixture->n_cleared);

  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 700, 900);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->form));
  gtk_window_present (fixture->window);
  form_test_settle ();
}

void
form_fixture_tear_down (FormFixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  form_test_settle ();
  g_clear_object (&fixture->submitted);
  g_clear_object (&fixture->clock);
  g_clear_object (&fixture->profile);
}

GtkWidget *
form_fixture_widget (FormFixture *fixture, const char *id)
{
  return form_test_child (GTK_WIDGET (fixture->form), id);
}

BitacoraFieldRow *
form_fixture_row (FormFixture *fixture, const char *id)
{
  return BITACORA_FIELD_ROW (form_fixture_widget (fixture, id));
}

GtkWidget *
form_fixture_child (FormFixture *fixture, const char *row_id, const char *child_id)
{
  return form_test_child (form_fixture_widget (fixture, row_id), child_id);
}

/* The least that makes a call which can be logged. */
void
form_fixture_fill (FormFixture *fixture)
{
  form_test_type (form_fixture_child (fixture, "phone_row", "entry"), "3105551234");
  form_test_type (form_fixture_child (fixture, "name_row", "entry"), "Llamada a Ana");
}

void
form_test_init (int *argc, char ***argv)
{
  /* Without a bus of its own a test must not look for the desktop's. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_setenv ("TZ", "America/Bogota", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

GtkWidget *
form_test_child (GtkWidget *widget, const char *id)
{
  GObject *child = NULL;

  for (GType type = G_OBJECT_TYPE (widget); child == NULL && type != GTK_TYPE_WIDGET;
       type = g_type_parent (type))
    child = gtk_widget_get_template_child (widget, type, id);
  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

GtkText *
form_test_text (GtkWidget *entry)
{
  return GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (entry)));
}

/* Types as a keyboard does, one character at a time where the caret stands: `<` is Backspace, `>`
 * is Delete, `{` and `}` move the caret to the left and to the right. */
void
form_test_type (GtkWidget *entry, const char *keys)
{
  GtkText *text = form_test_text (entry);

  if (!form_test_has_focus (entry))
    {
      gtk_widget_grab_focus (entry);
      gtk_editable_set_position (GTK_EDITABLE (entry), -1);
    }
  for (; *keys != '\0'; keys = g_utf8_next_char (keys))
    {
      g_autofree char *key = g_utf8_substring (keys, 0, 1);

      if (*key == '<')
        g_signal_emit_by_name (text, "backspace");
      else if (*key == '>')
        g_signal_emit_by_name (text, "delete-from-cursor", GTK_DELETE_CHARS, 1);
      else if (*key == '{' || *key == '}')
        g_signal_emit_by_name (text,
                               "move-cursor",
                               GTK_MOVEMENT_VISUAL_POSITIONS,
                               *key == '{' ? -1 : 1,
                               FALSE);
      else
        g_signal_emit_by_name (text, "insert-at-cursor", key);
    }
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget))
    {
      GtkWidget *child = gtk_button_get_child (GTK_BUTTON (widget));
      const char *text = GTK_IS_LABEL (child) ? gtk_label_get_text (GTK_LABEL (child))
                                              : gtk_widget_get_tooltip_text (widget);

      if (g_strcmp0 (text, label) == 0)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

/* Clicks the button that says @label, or whose tooltip does where it shows a picture. */
void
form_test_click (GtkWidget *widget, const char *label)
{
  GtkWidget *button = find_button (widget, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* Lets the widget's own key controllers hear a key. */
void
form_test_press (GtkWidget *widget, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller)
          || gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
      if (handled)
        return;
    }
}

gboolean
form_test_has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* Lets the main loop do what is due. Where drawing a frame takes longer than a frame, something
 * always is: hence the deadline. */
void
form_test_settle (void)
{
  const gint64 deadline = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  while (g_get_monotonic_time () < deadline && g_main_context_iteration (NULL, FALSE))
    ;
}
