/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tray-fixture.h"

#include "tray/bitacora-tray-menu.h"

#define PATH "/Menu"
#define MENU "com.canonical.dbusmenu"
#define UNKNOWN 4711

typedef struct
{
  TrayFixture tray;
  BitacoraTrayMenu *menu;
  GMenu *model;
  GMenu *recent;
  GMenu *states;
  GMenu *orders;
  GSimpleActionGroup *actions;
  GString *done;
} Fixture;

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *text = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  g_string_append_printf (fixture->done, "%s %s;", g_action_get_name (G_ACTION (action)), text);
}

/* An action that takes the menu away while it is being clicked. */
static void
menu_ended_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  activated_cb (action, parameter, user_data);
  g_object_run_dispose (G_OBJECT (fixture->menu));
  g_clear_object (&fixture->menu);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = activated_cb },
    { .name = "end", .activate = menu_ended_cb },
    { .name = "log-again", .activate = activated_cb, .parameter_type = "x" },
    { .name = "pause", .state = "false" },
    { .name = "order", .parameter_type = "s", .state = "'newest'" },
  };
  g_autoptr (GError) error = NULL;

  tray_fixture_set_up (&fixture->tray, data);
  fixture->done = g_string_new (NULL);
  fixture->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->actions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   fixture);
  fixture->model = g_menu_new ();
  fixture->recent = g_menu_new ();
  fixture->states = g_menu_new ();
  fixture->orders = g_menu_new ();
  g_menu_append (fixture->model, "_Open", "app.open");
  g_menu_append_section (fixture->model, NULL, G_MENU_MODEL (fixture->recent));
  g_menu_append_section (fixture->model, NULL, G_MENU_MODEL (fixture->states));
  g_menu_append (fixture->states, "_Pause", "pause");
  g_menu_append_submenu (fixture->states, "Or_der", G_MENU_MODEL (fixture->orders));
  g_menu_append (fixture->orders, "Newest", "app.order::newest");
  g_menu_append (fixture->orders, "Oldest", "app.order::oldest");

  fixture->menu = bitacora_tray_menu_new ();
  g_object_set (fixture->menu, "model", fixture->model, "actions", fixture->actions, NULL);
  bitacora_tray_menu_export (fixture->menu, fixture->tray.program, PATH, &error);
  g_assert_no_error (error);
  tray_fixture_let_signals_come (&fixture->tray);
  g_ptr_array_set_size (fixture->tray.heard, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->menu);
  g_clear_object (&fixture->model);
  g_clear_object (&fixture->recent);
  g_clear_object (&fixture->states);
  g_clear_object (&fixture->orders);
  g_clear_object (&fixture->actions);
  g_string_free (fixture->done, TRUE);
  tray_fixture_tear_down (&fixture->tray, data);
}

static GVariant *
call (Fixture *fixture, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = tray_fixture_call (&fixture->tray, PATH, MENU, method, parameters, &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_answer (Fixture *fixture, const char *method, GVariant *parameters, const char *expected)
{
  g_autoptr (GVariant) answer = call (fixture, method, parameters);
  g_autofree char *text = g_variant_print (answer, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_refused (Fixture *fixture, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tray_fixture_call (&fixture->tray, PATH, MENU, method, parameters, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
}

static void
append_layout (GString *text, GVariant *node)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (node, 1);
  g_autoptr (GVariant) children = g_variant_get_child_value (node, 2);
  const char *label = "", *type = "", *toggle = "";
  gboolean is_enabled = TRUE;
  int state = -1;

  g_variant_lookup (properties, "label", "&s", &label);
  g_variant_lookup (properties, "type", "&s", &type);
  g_variant_lookup (properties, "toggle-type", "&s", &toggle);
  g_variant_lookup (properties, "toggle-state", "i", &state);
  g_variant_lookup (properties, "enabled", "b", &is_enabled);
  g_string_append (text, *type != '\0' ? "-" : label);
  if (*toggle != '\0')
    g_string_append_printf (text, "(%c%d)", *toggle, state);
  if (!is_enabled)
    g_string_append_c (text, '!');
  if (g_variant_n_children (children) > 0)
    g_string_append (text, "[");
  for (gsize i = 0; i < g_variant_n_children (children); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (children, i);
      g_autoptr (GVariant) child = g_variant_get_variant (boxed);

      g_string_append (text, i > 0 ? " " : "");
      append_layout (text, child);
    }
  if (g_variant_n_children (children) > 0)
    g_string_append (text, "]");
}

/* As "[label label(c0) -[…]]": c for a check mark and r for a radio button, ! for what is off. */
static char *
read_layout (Fixture *fixture, int id, int depth)
{
  static const char *const no_names[] = { NULL };
  g_autoptr (GVariant) answer
      = call (fixture, "GetLayout", g_variant_new ("(ii^as)", id, depth, no_names));
  g_autoptr (GVariant) node = g_variant_get_child_value (answer, 1);
  GString *text = g_string_new (NULL);

  append_layout (text, node);
  return g_string_free (text, FALSE);
}

static void
assert_layout (Fixture *fixture, const char *expected)
{
  g_autofree char *text = read_layout (fixture, 0, -1);

  g_assert_cmpstr (text, ==, expected);
}

static int
find_below (GVariant *node, const char *label)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (node, 1);
  g_autoptr (GVariant) children = g_variant_get_child_value (node, 2);
  const char *own = NULL;
  int id = -1;

  if (g_variant_lookup (properties, "label", "&s", &own) && g_str_equal (own, label))
    g_variant_get_child (node, 0, "i", &id);
  for (gsize i = 0; id < 0 && i < g_variant_n_children (children); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (children, i);
      g_autoptr (GVariant) child = g_variant_get_variant (boxed);

      id = find_below (child, label);
    }
  return id;
}

static int
find_id (Fixture *fixture, const char *label)
{
  static const char *const names[] = { "label", NULL };
  g_autoptr (GVariant) answer
      = call (fixture, "GetLayout", g_variant_new ("(ii^as)", 0, -1, names));
  g_autoptr (GVariant) node = g_variant_get_child_value (answer, 1);

  return find_below (node, label);
}

static void
click (Fixture *fixture, int id)
{
  g_autoptr (GVariant) answer
      = call (fixture,
              "Event",
              g_variant_new ("(isvu)", id, "clicked", g_variant_new_int32 (0), 0));

  g_assert_nonnull (answer);
}

static void
add_number (Fixture *fixture, const char *label, gint64 id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "app.log-again", "x", id);
  g_menu_append_item (fixture->recent, item);
}

static void
set_enabled (Fixture *fixture, const char *name, gboolean is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (fixture->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

static void
test_sections_and_states (Fixture *fixture, gconstpointer data)
{
  /* An empty section leaves no line. */
  assert_layout (fixture, "[_Open - _Pause(c0) Or_der[Newest(r1) Oldest(r0)]]");
  add_number (fixture, "57", 7);
  assert_layout (fixture, "[_Open - 57 - _Pause(c0) Or_der[Newest(r1) Oldest(r0)]]");
  g_menu_append (fixture->model, "_Quit", "app.quit");
  assert_layout (fixture, "[_Open - 57 - _Pause(c0) Or_der[Newest(r1) Oldest(r0)] - _Quit!]");
  g_menu_remove (fixture->model, 0);
  assert_layout (fixture, "[57 - _Pause(c0) Or_der[Newest(r1) Oldest(r0)] - _Quit!]");
}

static void
test_section_titles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMenu) inner = g_menu_new ();

  g_menu_append_section (fixture->model, "Follow-ups", G_MENU_MODEL (inner));
  assert_layout (fixture, "[_Open - _Pause(c0) Or_der[Newest(r1) Oldest(r0)]]");
  g_menu_append (inner, "Ana", "open");
  assert_layout (fixture, "[_Open - _Pause(c0) Or_der[Newest(r1) Oldest(r0)] - Follow-ups! Ana]");
  click (fixture, find_id (fixture, "Follow-ups"));
  g_assert_cmpstr (fixture->done->str, ==, "");
}

static void
test_depth_and_filter (Fixture *fixture, gconstpointer data)
{
  g_autofree char *alone = read_layout (fixture, 0, 0);
  g_autofree char *one = read_layout (fixture, 0, 1);
  g_autofree char *leaf = read_layout (fixture, find_id (fixture, "_Pause"), -1);
  g_autofree char *submenu = read_layout (fixture, find_id (fixture, "Or_der"), 1);
  static const char *const names[] = { "toggle-type", "no-such-thing", NULL };
  g_autoptr (GVariant) answer
      = call (fixture,
              "GetLayout",
              g_variant_new ("(ii^as)", find_id (fixture, "_Pause"), -1, names));
  g_autoptr (GVariant) node = g_variant_get_child_value (answer, 1);
  g_autoptr (GVariant) properties = g_variant_get_child_value (node, 1);
  g_autofree char *text = g_variant_print (properties, FALSE);

  g_assert_cmpstr (alone, ==, "");
  g_assert_cmpstr (one, ==, "[_Open - _Pause(c0) Or_der]");
  g_assert_cmpstr (leaf, ==, "_Pause(c0)");
  g_assert_cmpstr (submenu, ==, "Or_der[Newest(r1) Oldest(r0)]");
  g_assert_cmpstr (text, ==, "{'toggle-type': <'checkmark'>}");
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "label", NULL };
  int pause = find_id (fixture, "_Pause"), open = find_id (fixture, "_Open");
  int ids[] = { pause, UNKNOWN, open, pause, -1 };
  GVariant *list = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, ids, 5, sizeof (int));
  g_autofree char *some
      = g_strdup_printf ("([(%d, {'label': <'_Pause'>}), (%d, {'label': <'_Open'>})],)",
                         pause,
                         open);
  g_autoptr (GVariant) all = NULL;
  g_autoptr (GVariant) entries = NULL;

  assert_answer (fixture, "GetGroupProperties", g_variant_new ("(@ai^as)", list, names), some);
  list = g_variant_new_array (G_VARIANT_TYPE_INT32, NULL, 0);
  all = call (fixture, "GetGroupProperties", g_variant_new ("(@ai^as)", list, names));
  entries = g_variant_get_child_value (all, 0);
  /* The menu, five items, and three faces of each of two sections. */
  g_assert_cmpuint (g_variant_n_children (entries), ==, 12);

  assert_answer (fixture, "GetProperty", g_variant_new ("(is)", pause, "toggle-state"), "(<0>,)");
  assert_answer (fixture, "GetProperty", g_variant_new ("(is)", open, "toggle-state"), "(<-1>,)");
  assert_answer (fixture, "GetProperty", g_variant_new ("(is)", open, "type"), "(<'standard'>,)");
  assert_answer (fixture,
                 "GetProperty",
                 g_variant_new ("(is)", 0, "children-display"),
                 "(<'submenu'>,)");
  assert_refused (fixture, "GetProperty", g_variant_new ("(is)", open, "no-such-thing"));
}

static void
test_icons (Fixture *fixture, gconstpointer data)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png);
  g_autoptr (GIcon) named = g_themed_icon_new ("call-start-symbolic");
  g_autoptr (GIcon) drawn = g_bytes_icon_new (bytes);
  g_autoptr (GMenuItem) first = g_menu_item_new ("Named", "app.open");
  g_autoptr (GMenuItem) second = g_menu_item_new ("Drawn", "app.open");

  g_menu_item_set_icon (first, named);
  g_menu_item_set_icon (second, drawn);
  g_menu_append_item (fixture->model, first);
  g_menu_append_item (fixture->model, second);
  assert_answer (fixture,
                 "GetProperty",
                 g_variant_new ("(is)", find_id (fixture, "Named"), "icon-name"),
                 "(<'call-start-symbolic'>,)");
  assert_answer (fixture,
                 "GetProperty",
                 g_variant_new ("(is)", find_id (fixture, "Drawn"), "icon-data"),
                 "(<[byte 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x01, 0x02]>,)");
}

static void
test_clicks (Fixture *fixture, gconstpointer data)
{
  add_number (fixture, "57", 7);
  click (fixture, find_id (fixture, "_Open"));
  click (fixture, find_id (fixture, "57"));
  g_assert_cmpstr (fixture->done->str, ==, "open ;log-again 7;");
  click (fixture, find_id (fixture, "_Pause"));
  click (fixture, find_id (fixture, "Oldest"));
  assert_layout (fixture, "[_Open - 57 - _Pause(c1) Or_der[Newest(r0) Oldest(r1)]]");

  /* Neither what is off, nor a submenu, nor anything but a click does something. */
  set_enabled (fixture, "open", FALSE);
  click (fixture, find_id (fixture, "_Open"));
  click (fixture, find_id (fixture, "Or_der"));
  click (fixture, 0);
  assert_answer (
      fixture,
      "Event",
      g_variant_new ("(isvu)", find_id (fixture, "57"), "hovered", g_variant_new_string ("x"), 0),
      "()");
  g_assert_cmpstr (fixture->done->str, ==, "open ;log-again 7;");
}

static GVariant *
build_events (int first, int second)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(isvu)"));

  g_variant_builder_add (&builder, "(isvu)", first, "clicked", g_variant_new_int32 (0), (guint32)0);
  g_variant_builder_add (&builder,
                         "(isvu)",
                         second,
                         "clicked",
                         g_variant_new_int32 (0),
                         (guint32)0);
  return g_variant_new ("(a(isvu))", &builder);
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  int seven, unknown[] = { UNKNOWN, -7 };
  g_autofree char *errors = g_strdup_printf ("([%d],)", UNKNOWN);
  g_autofree char *shown = g_strdup_printf ("([], [%d])", UNKNOWN);
  int shows[] = { 0, UNKNOWN };

  add_number (fixture, "57", 7);
  tray_fixture_let_signals_come (&fixture->tray);
  seven = find_id (fixture, "57");
  assert_answer (fixture, "EventGroup", build_events (UNKNOWN, seven), errors);
  g_assert_cmpstr (fixture->done->str, ==, "log-again 7;");
  assert_refused (fixture, "EventGroup", build_events (UNKNOWN, -7));
  assert_answer (
      fixture,
      "AboutToShowGroup",
      g_variant_new ("(@ai)",
                     g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, shows, 2, sizeof (int))),
      shown);
  assert_refused (
      fixture,
      "AboutToShowGroup",
      g_variant_new ("(@ai)",
                     g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, unknown, 2, sizeof (int))));
  assert_answer (fixture, "AboutToShow", g_variant_new ("(i)", 0), "(false,)");
  assert_answer (fixture,
                 "EventGroup",
                 g_variant_new ("(@a(isvu))",
                                g_variant_new_array (G_VARIANT_TYPE ("(isvu)"), NULL, 0)),
                 "([],)");
}

static void
test_unknown_ids (Fixture *fixture, gconstpointer data)
{
  static const int ids[] = { UNKNOWN, -1, G_MAXINT, G_MININT };
  static const char *const no_names[] = { NULL };
  int gone;

  add_number (fixture, "57", 7);
  gone = find_id (fixture, "57");
  g_menu_remove_all (fixture->recent);
  tray_fixture_let_signals_come (&fixture->tray);
  for (guint i = 0; i <= G_N_ELEMENTS (ids); i++)
    {
      int id = i < G_N_ELEMENTS (ids) ? ids[i] : gone;

      assert_refused (fixture, "GetLayout", g_variant_new ("(ii^as)", id, -1, no_names));
      assert_refused (fixture, "GetProperty", g_variant_new ("(is)", id, "label"));
      assert_refused (fixture,
                      "Event",
                      g_variant_new ("(isvu)", id, "clicked", g_variant_new_int32 (0), (guint32)0));
      assert_refused (fixture, "AboutToShow", g_variant_new ("(i)", id));
    }
  g_assert_cmpstr (fixture->done->str, ==, "");
}

static void
test_tells_of_items (Fixture *fixture, gconstpointer data)
{
  int pause = find_id (fixture, "_Pause"), open = find_id (fixture, "_Open");
  g_autofree char *on
      = g_strdup_printf ("ItemsPropertiesUpdated ([(%d, {'toggle-state': <1>})], [])", pause);
  g_autofree char *off
      = g_strdup_printf ("ItemsPropertiesUpdated ([(%d, {'enabled': <false>})], [])", open);
  g_autofree char *without = g_strdup_printf ("ItemsPropertiesUpdated ([(%d, {'enabled': <false>})"
                                              "], [(%d, ['toggle-type', 'toggle-state'])])",
                                              pause,
                                              pause);

  g_action_group_change_action_state (G_ACTION_GROUP (fixture->actions),
                                      "pause",
                                      g_variant_new_boolean (TRUE));
  tray_fixture_wait_for_signal (&fixture->tray, on);
  set_enabled (fixture, "open", FALSE);
  tray_fixture_wait_for_signal (&fixture->tray, off);
  g_action_map_remove_action (G_ACTION_MAP (fixture->actions), "pause");
  tray_fixture_wait_for_signal (&fixture->tray, without);
  g_assert_cmpuint (tray_fixture_count_signals (&fixture->tray, "LayoutUpdated"), ==, 0);
}

static void
test_tells_of_layout (Fixture *fixture, gconstpointer data)
{
  static const char *const no_names[] = { NULL };
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *expected = NULL;
  guint revision;

  /* Many changes of one moment are one. */
  for (int i = 0; i < 5; i++)
    add_number (fixture, "57", i);
  assert_answer (fixture, "AboutToShow", g_variant_new ("(i)", 0), "(false,)");
  tray_fixture_let_signals_come (&fixture->tray);
  g_assert_cmpuint (tray_fixture_count_signals (&fixture->tray, "LayoutUpdated"), ==, 1);
  answer = call (fixture, "GetLayout", g_variant_new ("(ii^as)", 0, 0, no_names));
  g_variant_get_child (answer, 0, "u", &revision);
  expected = g_strdup_printf ("LayoutUpdated (%u, 0)", revision);
  tray_fixture_wait_for_signal (&fixture->tray, expected);

  /* A change in a submenu names it. */
  g_ptr_array_set_size (fixture->tray.heard, 0);
  g_menu_append (fixture->orders, "By name", "app.order::name");
  g_free (expected);
  expected = g_strdup_printf ("LayoutUpdated (%u, %d)", revision + 1, find_id (fixture, "Or_der"));
  tray_fixture_wait_for_signal (&fixture->tray, expected);
}

static void
test_ids_stay (Fixture *fixture, gconstpointer data)
{
  int open = find_id (fixture, "_Open"), oldest = find_id (fixture, "Oldest"), seven, eight;

  add_number (fixture, "57", 7);
  add_number (fixture, "58", 8);
  seven = find_id (fixture, "57");
  eight = find_id (fixture, "58");
  tray_fixture_let_signals_come (&fixture->tray);

  /* Filled anew, in another order and with another label for the same. */
  g_menu_remove_all (fixture->recent);
  add_number (fixture, "59", 9);
  add_number (fixture, "58 again", 8);
  add_number (fixture, "57", 7);
  g_assert_cmpint (find_id (fixture, "57"), ==, seven);
  g_assert_cmpint (find_id (fixture, "58 again"), ==, eight);
  g_assert_cmpint (find_id (fixture, "_Open"), ==, open);
  g_assert_cmpint (find_id (fixture, "Oldest"), ==, oldest);
  g_assert_cmpint (find_id (fixture, "59"), !=, seven);
  click (fixture, eight);
  g_assert_cmpstr (fixture->done->str, ==, "log-again 8;");

  /* Another time it is another item. */
  g_menu_remove_all (fixture->recent);
  tray_fixture_let_signals_come (&fixture->tray);
  add_number (fixture, "57", 7);
  g_assert_cmpint (find_id (fixture, "57"), !=, seven);
}

static void
test_two_alike (Fixture *fixture, gconstpointer data)
{
  add_number (fixture, "one", 7);
  add_number (fixture, "other", 7);
  g_menu_remove_all (fixture->recent);
  add_number (fixture, "one", 7);
  add_number (fixture, "other", 7);
  g_assert_cmpint (find_id (fixture, "one"), !=, find_id (fixture, "other"));
}

static void
test_hidden_when (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMenuItem) missing = g_menu_item_new ("Missing", "app.later");
  g_autoptr (GMenuItem) disabled = g_menu_item_new ("Disabled", "app.open");
  g_autoptr (GSimpleAction) later = g_simple_action_new ("later", NULL);

  g_menu_item_set_attribute (missing, "hidden-when", "s", "action-missing");
  g_menu_item_set_attribute (disabled, "hidden-when", "s", "action-disabled");
  g_menu_append_item (fixture->recent, missing);
  g_menu_append_item (fixture->recent, disabled);
  assert_layout (fixture, "[_Open - Disabled - _Pause(c0) Or_der[Newest(r1) Oldest(r0)]]");
  tray_fixture_let_signals_come (&fixture->tray);
  g_ptr_array_set_size (fixture->tray.heard, 0);

  g_action_map_add_action (G_ACTION_MAP (fixture->actions), G_ACTION (later));
  set_enabled (fixture, "open", FALSE);
  assert_layout (fixture, "[_Open! - Missing - _Pause(c0) Or_der[Newest(r1) Oldest(r0)]]");
  tray_fixture_let_signals_come (&fixture->tray);
  g_assert_cmpuint (tray_fixture_count_signals (&fixture->tray, "LayoutUpdated"), ==, 1);
  g_action_map_remove_action (G_ACTION_MAP (fixture->actions), "later");
  assert_layout (fixture, "[_Open! - _Pause(c0) Or_der[Newest(r1) Oldest(r0)]]");
}

/* A target of another type than the action's is a mistake that cannot be clicked. */
static void
test_wrong_target (Fixture *fixture, gconstpointer data)
{
  g_menu_append (fixture->recent, "Wrong", "app.log-again::text");
  g_menu_append (fixture->recent, "None", "app.log-again");
  g_menu_append (fixture->recent, "Too much", "app.open::text");
  assert_layout (fixture,
                 "[_Open - Wrong! None! Too much! - _Pause(c0) Or_der[Newest(r1) Oldest(r0)]]");
  click (fixture, find_id (fixture, "Wrong"));
  click (fixture, find_id (fixture, "None"));
  click (fixture, find_id (fixture, "Too much"));
  g_assert_cmpstr (fixture->done->str, ==, "");
}

static void
test_ends_in_a_click (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  int end;

  g_menu_append (fixture->model, "End", "app.end");
  end = find_id (fixture, "End");
  answer = call (fixture, "EventGroup", build_events (end, find_id (fixture, "_Open")));
  g_assert_nonnull (answer);
  g_assert_null (fixture->menu);
  g_assert_cmpstr (fixture->done->str, ==, "end ;");
}

static void
assert_own_property (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = tray_fixture_call (&fixture->tray,
                                                   PATH,
                                                   "org.freedesktop.DBus.Properties",
                                                   "Get",
                                                   g_variant_new ("(ss)", MENU, name),
                                                   &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_variant_print (answer, TRUE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_own_properties (Fixture *fixture, gconstpointer data)
{
  assert_own_property (fixture, "Version", "(<uint32 3>,)");
  assert_own_property (fixture, "Status", "(<'normal'>,)");
  assert_own_property (fixture, "TextDirection", "(<'ltr'>,)");
  assert_own_property (fixture, "IconThemePath", "(<@as []>,)");
  g_object_set (fixture->menu,
                "is-urgent",
                TRUE,
                "is-right-to-left",
                TRUE,
                "icon-theme-path",
                "/a/folder",
                NULL);
  assert_own_property (fixture, "Status", "(<'notice'>,)");
  assert_own_property (fixture, "TextDirection", "(<'rtl'>,)");
  assert_own_property (fixture, "IconThemePath", "(<['/a/folder']>,)");
  tray_fixture_wait_for_signal (
      &fixture->tray, "PropertiesChanged ('com.canonical.dbusmenu', {'Status': <'notice'>}, [])");
}

static void
test_other_model_and_actions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMenu) other = g_menu_new ();

  g_menu_append (other, "_Open", "app.open");
  g_object_set (fixture->menu, "model", other, NULL);
  assert_layout (fixture, "[_Open]");
  g_object_set (fixture->menu, "actions", NULL, NULL);
  assert_layout (fixture, "[_Open!]");
  click (fixture, find_id (fixture, "_Open"));
  g_object_set (fixture->menu, "model", NULL, NULL);
  assert_layout (fixture, "");
  g_assert_cmpstr (fixture->done->str, ==, "");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/tray-menu/sections-and-states", test_sections_and_states },
    { "/tray-menu/section-titles", test_section_titles },
    { "/tray-menu/depth-and-filter", test_depth_and_filter },
    { "/tray-menu/properties", test_properties },
    { "/tray-menu/icons", test_icons },
    { "/tray-menu/clicks", test_clicks },
    { "/tray-menu/groups", test_groups },
    { "/tray-menu/unknown-ids", test_unknown_ids },
    { "/tray-menu/tells-of-items", test_tells_of_items },
    { "/tray-menu/tells-of-layout", test_tells_of_layout },
    { "/tray-menu/ids-stay", test_ids_stay },
    { "/tray-menu/two-alike", test_two_alike },
    { "/tray-menu/hidden-when", test_hidden_when },
    { "/tray-menu/wrong-target", test_wrong_target },
    { "/tray-menu/ends-in-a-click", test_ends_in_a_click },
    { "/tray-menu/own-properties", test_own_properties },
    { "/tray-menu/other-model-and-actions", test_other_model_and_actions },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
