/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tray-fixture.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"

/* In microseconds. */
#define PATIENCE (30 * G_TIME_SPAN_SECOND)

static const char watcher_xml[]
    = "<node>"
      "  <interface name='org.kde.StatusNotifierWatcher'>"
      "    <method name='RegisterStatusNotifierItem'>"
      "      <arg name='service' type='s' direction='in'/>"
      "    </method>"
      "    <property name='IsStatusNotifierHostRegistered' type='b' access='read'/>"
      "    <signal name='StatusNotifierHostRegistered'/>"
      "    <signal name='StatusNotifierHostUnregistered'/>"
      "  </interface>"
      "</node>";

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);

  g_assert_no_error (error);
  return connection;
}

static void
signal_heard_cb (GDBusConnection *connection,
                 const char *sender,
                 const char *object_path,
                 const char *interface_name,
                 const char *name,
                 GVariant *parameters,
                 gpointer user_data)
{
  TrayFixture *fixture = user_data;
  g_autofree char *text = g_variant_print (parameters, FALSE);

  g_ptr_array_add (fixture->heard, g_strdup_printf ("%s %s", name, text));
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
watcher_called_cb (GDBusConnection *connection,
                   const char *sender,
                   const char *object_path,
                   const char *interface_name,
                   const char *method,
                   GVariant *parameters,
                   GDBusMethodInvocation *invocation,
                   gpointer user_data)
{
  TrayFixture *fixture = user_data;
  const char *service;

  g_variant_get (parameters, "(&s)", &service);
  if (fixture->n_refusals > 0)
    {
      fixture->n_refusals--;
      g_dbus_method_invocation_return_error_literal (invocation,
                                                     G_DBUS_ERROR,
                                                     G_DBUS_ERROR_UNKNOWN_OBJECT,
                                                     "Not yet");
      return;
    }
  g_ptr_array_add (fixture->registered, g_strconcat (sender, service, NULL));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static GVariant *
watcher_read_cb (GDBusConnection *connection,
                 const char *sender,
                 const char *object_path,
                 const char *interface_name,
                 const char *name,
                 GError **error,
                 gpointer user_data)
{
  TrayFixture *fixture = user_data;

  return g_variant_new_boolean (fixture->has_host);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static gboolean
has_answer (gpointer data)
{
  return *(GAsyncResult **)data != NULL;
}

void
tray_fixture_set_up (TrayFixture *fixture, gconstpointer data)
{
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->program = connect_to (fixture->bus);
  fixture->desktop = connect_to (fixture->bus);
  fixture->heard = g_ptr_array_new_with_free_func (g_free);
  fixture->registered = g_ptr_array_new_with_free_func (g_free);
  fixture->has_host = TRUE;
  fixture->subscription
      = g_dbus_connection_signal_subscribe (fixture->desktop,
                                            g_dbus_connection_get_unique_name (fixture->program),
                                            NULL,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE,
                                            signal_heard_cb,
                                            fixture,
                                            NULL);
}

void
tray_fixture_tear_down (TrayFixture *fixture, gconstpointer data)
{
  tray_fixture_stop_watcher (fixture);
  g_dbus_connection_signal_unsubscribe (fixture->desktop, fixture->subscription);
  g_dbus_connection_close_sync (fixture->program, NULL, NULL);
  g_dbus_connection_close_sync (fixture->desktop, NULL, NULL);
  g_clear_object (&fixture->program);
  g_clear_object (&fixture->desktop);
  g_clear_pointer (&fixture->heard, g_ptr_array_unref);
  g_clear_pointer (&fixture->registered, g_ptr_array_unref);
  g_test_dbus_down (fixture->bus);
  g_clear_object (&fixture->bus);
}

void
tray_fixture_wait_until (TrayFixtureCondition condition, gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  guint wake = g_timeout_add (50, wake_cb, NULL);

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

/* Calls a method of the bus itself, and waits for the answer. */
static void
call_bus (TrayFixture *fixture, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (fixture->desktop,
                                                             "org.freedesktop.DBus",
                                                             "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus",
                                                             method,
                                                             parameters,
                                                             NULL,
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             -1,
                                                             NULL,
                                                             &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

void
tray_fixture_start_watcher (TrayFixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { watcher_called_cb, watcher_read_cb, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (watcher_xml, NULL);
  g_autoptr (GError) error = NULL;

  fixture->registration = g_dbus_connection_register_object (
      fixture->desktop, WATCHER_PATH, node->interfaces[0], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  call_bus (fixture, "RequestName", g_variant_new ("(su)", WATCHER, 0));
}

void
tray_fixture_stop_watcher (TrayFixture *fixture)
{
  if (fixture->registration == 0)
    return;
  g_dbus_connection_unregister_object (fixture->desktop, fixture->registration);
  fixture->registration = 0;
  call_bus (fixture, "ReleaseName", g_variant_new ("(s)", WATCHER));
}

void
tray_fixture_set_host (TrayFixture *fixture, gboolean has_host)
{
  fixture->has_host = has_host;
  g_dbus_connection_emit_signal (fixture->desktop,
                                 NULL,
                                 WATCHER_PATH,
                                 WATCHER,
                                 has_host ? "StatusNotifierHostRegistered"
                                          : "StatusNotifierHostUnregistered",
                                 NULL,
                                 NULL);
}

typedef struct
{
  TrayFixture *fixture;
  guint n_wanted;
  const char *text;
} Wish;

static gboolean
has_registrations (gpointer data)
{
  Wish *wish = data;

  return wish->fixture->registered->len >= wish->n_wanted;
}

void
tray_fixture_wait_for_registrations (TrayFixture *fixture, guint n_registrations)
{
  Wish wish = { .fixture = fixture, .n_wanted = n_registrations };

  tray_fixture_wait_until (has_registrations, &wish);
  g_assert_cmpuint (fixture->registered->len, ==, n_registrations);
}

/* As the desktop, of the program. */
GVariant *
tray_fixture_call (TrayFixture *fixture,
                   const char *object_path,
                   const char *interface,
                   const char *method,
                   GVariant *parameters,
                   GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_dbus_connection_call (fixture->desktop,
                          g_dbus_connection_get_unique_name (fixture->program),
                          object_path,
                          interface,
                          method,
                          parameters,
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          answered_cb,
                          &result);
  tray_fixture_wait_until (has_answer, &result);
  return g_dbus_connection_call_finish (fixture->desktop, result, error);
}

static gboolean
has_heard (gpointer data)
{
  Wish *wish = data;

  return g_ptr_array_find_with_equal_func (wish->fixture->heard, wish->text, g_str_equal, NULL);
}

/* The signal's name and its parameters, as they are printed. */
void
tray_fixture_wait_for_signal (TrayFixture *fixture, const char *text)
{
  Wish wish = { .fixture = fixture, .text = text };

  tray_fixture_wait_until (has_heard, &wish);
}

/* One connection's messages keep their order: after an answer, all signals before it are here. */
void
tray_fixture_let_signals_come (TrayFixture *fixture)
{
  g_autoptr (GVariant) answer = NULL;

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  answer = tray_fixture_call (fixture, "/", "org.freedesktop.DBus.Peer", "Ping", NULL, NULL);
  g_assert_nonnull (answer);
}

guint
tray_fixture_count_signals (TrayFixture *fixture, const char *name)
{
  g_autofree char *start = g_strconcat (name, " ", NULL);
  guint n_signals = 0;

  for (guint i = 0; i < fixture->heard->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (fixture->heard, i), start))
      n_signals++;
  return n_signals;
}
