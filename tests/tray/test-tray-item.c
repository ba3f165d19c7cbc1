/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tray-fixture.h"

#include "tray/bitacora-tray-item.h"

#define PATH "/StatusNotifierItem"
#define ITEM "org.kde.StatusNotifierItem"

typedef struct
{
  TrayFixture tray;
  BitacoraTrayItem *item;
  GString *done;
} Fixture;

static gboolean
is_hosted (gpointer data)
{
  return bitacora_tray_item_is_hosted (data);
}

static gboolean
is_not_hosted (gpointer data)
{
  return !bitacora_tray_item_is_hosted (data);
}

static void
activated_cb (BitacoraTrayItem *item, int x, int y, gpointer user_data)
{
  g_string_append_printf (user_data, "activate %d %d;", x, y);
}

static void
secondary_activated_cb (BitacoraTrayItem *item, int x, int y, gpointer user_data)
{
  g_string_append_printf (user_data, "secondary %d %d;", x, y);
}

static void
token_given_cb (BitacoraTrayItem *item, const char *token, gpointer user_data)
{
  g_string_append_printf (user_data, "token %s;", token);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  tray_fixture_set_up (&fixture->tray, data);
  fixture->done = g_string_new (NULL);
  fixture->item = bitacora_tray_item_new (fixture->tray.program, "org.example.Item", "An item");
  g_signal_connect (fixture->item, "activate", G_CALLBACK (activated_cb), fixture->done);
  g_signal_connect (fixture->item,
                    "secondary-activate",
                    G_CALLBACK (secondary_activated_cb),
                    fixture->done);
  g_signal_connect (fixture->item, "activation-token", G_CALLBACK (token_given_cb), fixture->done);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->item);
  g_string_free (fixture->done, TRUE);
  tray_fixture_tear_down (&fixture->tray, data);
}

static void
assert_property (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = tray_fixture_call (&fixture->tray,
                                                   PATH,
                                                   "org.freedesktop.DBus.Properties",
                                                   "Get",
                                                   g_variant_new ("(ss)", ITEM, name),
                                                   &error);
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_variant_get (answer, "(v)", &value);
  text = g_variant_print (value, TRUE);
  g_assert_cmpstr (text, ==, expected);
}

static void
call_item (Fixture *fixture, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = tray_fixture_call (&fixture->tray, PATH, ITEM, method, parameters, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static void
test_registers_by_path (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected
      = g_strconcat (g_dbus_connection_get_unique_name (fixture->tray.program), PATH, NULL);

  g_assert_false (bitacora_tray_item_is_hosted (fixture->item));
  tray_fixture_start_watcher (&fixture->tray);
  tray_fixture_wait_until (is_hosted, fixture->item);
  tray_fixture_wait_for_registrations (&fixture->tray, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->tray.registered, 0), ==, expected);
}

static void
test_registers_again (Fixture *fixture, gconstpointer data)
{
  for (guint n = 1; n <= 3; n++)
    {
      tray_fixture_start_watcher (&fixture->tray);
      tray_fixture_wait_until (is_hosted, fixture->item);
      tray_fixture_wait_for_registrations (&fixture->tray, n);
      tray_fixture_stop_watcher (&fixture->tray);
      tray_fixture_wait_until (is_not_hosted, fixture->item);
    }
}

/* A watcher that owns its name before its object is there. */
static void
test_asks_again_when_refused (Fixture *fixture, gconstpointer data)
{
  fixture->tray.n_refusals = 2;
  tray_fixture_start_watcher (&fixture->tray);
  tray_fixture_wait_until (is_hosted, fixture->item);
  g_assert_cmpuint (fixture->tray.n_refusals, ==, 0);
  tray_fixture_wait_for_registrations (&fixture->tray, 1);
}

static void
test_follows_the_host (Fixture *fixture, gconstpointer data)
{
  fixture->tray.has_host = FALSE;
  tray_fixture_start_watcher (&fixture->tray);
  tray_fixture_wait_for_registrations (&fixture->tray, 1);
  tray_fixture_let_signals_come (&fixture->tray);
  g_assert_false (bitacora_tray_item_is_hosted (fixture->item));

  tray_fixture_set_host (&fixture->tray, TRUE);
  tray_fixture_wait_until (is_hosted, fixture->item);
  tray_fixture_set_host (&fixture->tray, FALSE);
  tray_fixture_wait_until (is_not_hosted, fixture->item);
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  static const char *const empty[] = {
    "IconName", "OverlayIconName", "AttentionIconName", "AttentionMovieName", "IconThemePath"
  };
  static const char *const no_pixmaps[]
      = { "IconPixmap", "OverlayIconPixmap", "AttentionIconPixmap" };
  g_autoptr (GMenu) menu = g_menu_new ();

  assert_property (fixture, "Category", "'ApplicationStatus'");
  assert_property (fixture, "Id", "'org.example.Item'");
  assert_property (fixture, "Title", "'An item'");
  assert_property (fixture, "Status", "'Active'");
  assert_property (fixture, "WindowId", "0");
  assert_property (fixture, "ItemIsMenu", "false");
  assert_property (fixture, "Menu", "objectpath '/NO_DBUSMENU'");
  assert_property (fixture, "ToolTip", "('', @a(iiay) [], '', '')");
  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    assert_property (fixture, empty[i], "''");
  for (guint i = 0; i < G_N_ELEMENTS (no_pixmaps); i++)
    assert_property (fixture, no_pixmaps[i], "@a(iiay) []");

  g_object_set (fixture->item,
                "icon-name",
                "one-symbolic",
                "overlay-icon-name",
                "two",
                "attention-icon-name",
                "three",
                "icon-theme-path",
                "/a/folder",
                "icon-pixmaps",
                g_variant_new_parsed ("[(1, 1, [byte 255, 1, 2, 3])]"),
                "attention-icon-pixmaps",
                g_variant_new_parsed ("[(1, 1, [byte 255, 4, 5, 6])]"),
                "overlay-icon-pixmaps",
                g_variant_new_parsed ("[(1, 1, [byte 255, 7, 8, 9])]"),
                "tooltip-title",
                "A & B",
                "tooltip-text",
                "2 < 3",
                "status",
                BITACORA_TRAY_STATUS_NEEDS_ATTENTION,
                "menu-model",
                menu,
                NULL);
  assert_property (fixture, "IconName", "'one-symbolic'");
  assert_property (fixture, "OverlayIconName", "'two'");
  assert_property (fixture, "AttentionIconName", "'three'");
  assert_property (fixture, "IconThemePath", "'/a/folder'");
  assert_property (fixture, "IconPixmap", "[(1, 1, [byte 0xff, 0x01, 0x02, 0x03])]");
  assert_property (fixture, "AttentionIconPixmap", "[(1, 1, [byte 0xff, 0x04, 0x05, 0x06])]");
  assert_property (fixture, "OverlayIconPixmap", "[(1, 1, [byte 0xff, 0x07, 0x08, 0x09])]");
  assert_property (fixture, "ToolTip", "('', @a(iiay) [], 'A & B', '2 &lt; 3')");
  assert_property (fixture, "Status", "'NeedsAttention'");
  assert_property (fixture, "Menu", "objectpath '/StatusNotifierItem/Menu'");
}

static void
test_signals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_object_set (fixture->item, "title", "Another", NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewTitle ()");
  g_object_set (fixture->item, "icon-name", "one", NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewIcon ()");
  g_object_set (fixture->item, "overlay-icon-name", "two", NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewOverlayIcon ()");
  g_object_set (fixture->item, "attention-icon-name", "three", NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewAttentionIcon ()");
  g_object_set (fixture->item, "tooltip-text", "some words", NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewToolTip ()");
  g_object_set (fixture->item, "icon-theme-path", "/a", NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewIconThemePath ('/a',)");
  g_object_set (fixture->item, "menu-model", menu, NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewMenu ()");
  g_object_set (fixture->item, "status", BITACORA_TRAY_STATUS_NEEDS_ATTENTION, NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewStatus ('NeedsAttention',)");
  g_object_set (fixture->item, "status", BITACORA_TRAY_STATUS_PASSIVE, NULL);
  tray_fixture_wait_for_signal (&fixture->tray, "NewStatus ('Passive',)");
}

/* Nothing is told that did not change. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->item, "icon-name", "one", "status", BITACORA_TRAY_STATUS_PASSIVE, NULL);
  tray_fixture_let_signals_come (&fixture->tray);
  g_ptr_array_set_size (fixture->tray.heard, 0);

  g_object_set (fixture->item,
                "icon-name",
                "one",
                "title",
                "An item",
                "status",
                BITACORA_TRAY_STATUS_PASSIVE,
                "icon-pixmaps",
                NULL,
                NULL);
  tray_fixture_let_signals_come (&fixture->tray);
  g_assert_cmpuint (fixture->tray.heard->len, ==, 0);
}

static void
test_clicks (Fixture *fixture, gconstpointer data)
{
  call_item (fixture, "ProvideXdgActivationToken", g_variant_new ("(s)", "a-token"));
  call_item (fixture, "Activate", g_variant_new ("(ii)", 3, -4));
  call_item (fixture, "Scroll", g_variant_new ("(is)", 120, "vertical"));
  call_item (fixture, "ContextMenu", g_variant_new ("(ii)", 5, 6));
  call_item (fixture, "ProvideXdgActivationToken", g_variant_new ("(s)", ""));
  call_item (fixture, "SecondaryActivate", g_variant_new ("(ii)", 7, 8));
  g_assert_cmpstr (fixture->done->str, ==, "token a-token;activate 3 -4;secondary 7 8;");
}

static void
test_wrong_calls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) mistyped = NULL;

  g_assert_null (tray_fixture_call (&fixture->tray, PATH, ITEM, "Explode", NULL, &unknown));
  g_assert_error (unknown, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
  g_assert_null (tray_fixture_call (
      &fixture->tray, PATH, ITEM, "Activate", g_variant_new ("(s)", "here"), &mistyped));
  g_assert_error (mistyped, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  g_assert_cmpstr (fixture->done->str, ==, "");
}

static void
test_goes_quietly (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tray_fixture_start_watcher (&fixture->tray);
  tray_fixture_wait_until (is_hosted, fixture->item);
  g_clear_object (&fixture->item);
  tray_fixture_wait_for_signal (&fixture->tray, "NewStatus ('Passive',)");
  g_assert_null (tray_fixture_call (
      &fixture->tray, PATH, ITEM, "Activate", g_variant_new ("(ii)", 0, 0), &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);

  /* Another one may stand in its place. */
  fixture->item = bitacora_tray_item_new (fixture->tray.program, "org.example.Next", "The next");
  tray_fixture_wait_until (is_hosted, fixture->item);
  assert_property (fixture, "Id", "'org.example.Next'");
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *)data == NULL;
}

static void
connection_closed_cb (GDBusConnection *connection, gboolean by_peer, GError *error, gpointer data)
{
  *(gpointer *)data = NULL;
}

/* Without a connection it has one of its own, which ends with it. */
static void
test_own_connection (Fixture *fixture, gconstpointer data)
{
  BitacoraTrayItem *item = bitacora_tray_item_new (NULL, "org.example.Own", "Its own");
  g_autoptr (GDBusConnection) connection = NULL;
  gpointer open = fixture;

  tray_fixture_start_watcher (&fixture->tray);
  tray_fixture_wait_until (is_hosted, item);
  g_object_get (item, "connection", &connection, NULL);
  g_assert_true (connection != fixture->tray.program);
  g_signal_connect (connection, "closed", G_CALLBACK (connection_closed_cb), &open);
  g_object_unref (item);
  tray_fixture_wait_until (is_gone, &open);

  /* One that goes before it has its connection. */
  item = bitacora_tray_item_new (NULL, "org.example.Short", "Short-lived");
  g_object_add_weak_pointer (G_OBJECT (item), (gpointer *)&item);
  g_object_unref (item);
  g_assert_null (item);
  tray_fixture_let_signals_come (&fixture->tray);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/tray-item/registers-by-path", test_registers_by_path },
    { "/tray-item/registers-again", test_registers_again },
    { "/tray-item/asks-again-when-refused", test_asks_again_when_refused },
    { "/tray-item/follows-the-host", test_follows_the_host },
    { "/tray-item/properties", test_properties },
    { "/tray-item/signals", test_signals },
    { "/tray-item/silence", test_silence },
    { "/tray-item/clicks", test_clicks },
    { "/tray-item/wrong-calls", test_wrong_calls },
    { "/tray-item/goes-quietly", test_goes_quietly },
    { "/tray-item/own-connection", test_own_connection },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
