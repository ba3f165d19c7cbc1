/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the courier does while the computer has no network, and when it is back: told by a network
 * monitor that the test switches. */
#include "courier-fixture.h"

/* Nobody listens there, and it is not loopback by name: tried, it refuses at once. */
#define FAR_SERVER "https://0.0.0.0:1"

#define SWITCHED_TYPE_MONITOR (switched_monitor_get_type ())
G_DECLARE_FINAL_TYPE (SwitchedMonitor, switched_monitor, SWITCHED, MONITOR, GObject)

struct _SwitchedMonitor
{
  GObject parent_instance;

  gboolean is_available;
};

enum
{
  PROP_0,
  PROP_NETWORK_AVAILABLE,
  PROP_NETWORK_METERED,
  PROP_CONNECTIVITY,
};

static void switched_monitor_init_monitor (GNetworkMonitorInterface *iface);
static void switched_monitor_init_initable (GInitableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SwitchedMonitor,
                               switched_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE,
                                                      switched_monitor_init_initable)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          switched_monitor_init_monitor))

static gboolean
switched_monitor_initable_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
switched_monitor_init_initable (GInitableIface *iface)
{
  iface->init = switched_monitor_initable_init;
}

static void
switched_monitor_init_monitor (GNetworkMonitorInterface *iface)
{
}

static void
switched_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwitchedMonitor *self = SWITCHED_MONITOR (object);

  switch (id)
    {
    case PROP_NETWORK_AVAILABLE:
      g_value_set_boolean (value, self->is_available);
      break;
    case PROP_NETWORK_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value,
                        self->is_available ? G_NETWORK_CONNECTIVITY_FULL
                                           : G_NETWORK_CONNECTIVITY_LOCAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
switched_monitor_class_init (SwitchedMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = switched_monitor_get_property;
  g_object_class_override_property (object_class, PROP_NETWORK_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_NETWORK_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
switched_monitor_init (SwitchedMonitor *self)
{
}

static void
switch_network (gboolean is_available)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  SWITCHED_MONITOR (monitor)->is_available = is_available;
  g_object_notify (G_OBJECT (monitor), "network-available");
  g_signal_emit_by_name (monitor, "network-changed", is_available);
}

static void
use_server (CourierFixture *fixture, const char *server)
{
  g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (fixture->profiles), 0);
  g_autoptr (GError) error = NULL;

  bitacora_profile_set_server (profile, server, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bitacora_profile_get_server (profile), ==, server);
}

static guint
count_attempts (CourierFixture *fixture, gint64 id)
{
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, id, NULL);

  g_assert_cmpint (bitacora_outbox_entry_get_state (entry), ==, BITACORA_OUTBOX_STATE_QUEUED);
  return bitacora_outbox_entry_get_n_attempts (entry);
}

/* Whatever the courier was about to do has been done when the outbox has answered it a few times
 * over: its questions are asked in the order in which they came. */
static void
let_settle (CourierFixture *fixture, gint64 id)
{
  for (guint i = 0; i < 20; i++)
    outbox_fixture_get_state (fixture->outbox, id);
}

static void
test_sleeps_offline (CourierFixture *fixture, gconstpointer data)
{
  gint64 first, second;

  switch_network (FALSE);
  use_server (fixture, FAR_SERVER);
  first = courier_fixture_append (fixture, "The first call");
  bitacora_courier_start (fixture->courier);
  second = courier_fixture_append (fixture, "The second call");
  let_settle (fixture, second);
  courier_fixture_turn (fixture, 24 * G_TIME_SPAN_HOUR);
  let_settle (fixture, second);

  /* Not even its token was looked up. */
  g_assert_cmpuint (count_attempts (fixture, first), ==, 0);
  g_assert_cmpuint (count_attempts (fixture, second), ==, 0);
  g_assert_cmpuint (fixed_token_provider_get_n_lookups (fixture->tokens), ==, 0);
}

/* Nobody may wait for what cannot come. */
static void
test_drain_offline_ends (CourierFixture *fixture, gconstpointer data)
{
  guint n_logged, n_waiting;
  gint64 id;

  switch_network (FALSE);
  use_server (fixture, FAR_SERVER);
  id = courier_fixture_append (fixture, "A call");
  courier_fixture_drain (fixture, &n_logged, &n_waiting);
  g_assert_cmpuint (n_logged, ==, 0);
  g_assert_cmpuint (n_waiting, ==, 1);
  g_assert_cmpuint (count_attempts (fixture, id), ==, 0);
}

/* All of them hear of it at the same moment; one of them goes and looks. */
static void
test_wakes_with_one_probe (CourierFixture *fixture, gconstpointer data)
{
  gint64 ids[5];

  switch_network (FALSE);
  use_server (fixture, FAR_SERVER);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = courier_fixture_append (fixture, "A call");
  bitacora_courier_start (fixture->courier);
  let_settle (fixture, ids[0]);

  switch_network (TRUE);
  courier_fixture_wait_verdict (fixture, ids[0], BITACORA_CRM_VERDICT_NOT_SENT);
  let_settle (fixture, ids[0]);
  g_assert_cmpuint (count_attempts (fixture, ids[0]), ==, 1);
  for (guint i = 1; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpuint (count_attempts (fixture, ids[i]), ==, 0);
  g_assert_cmpuint (fixed_token_provider_get_n_lookups (fixture->tokens), ==, 1);
}

/* The network goes while calls are being sent: the next waits, and goes out with its return. */
static void
test_lost_and_found (CourierFixture *fixture, gconstpointer data)
{
  g_autofree char *near_server = g_strdup (bitacora_practice_server_get_url (fixture->server));
  gint64 first = courier_fixture_append (fixture, "The first call");
  gint64 second;

  switch_network (TRUE);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_state (fixture, first, BITACORA_OUTBOX_STATE_LOGGED);

  switch_network (FALSE);
  use_server (fixture, FAR_SERVER);
  second = courier_fixture_append (fixture, "The second call");
  let_settle (fixture, second);
  g_assert_cmpuint (count_attempts (fixture, second), ==, 0);

  use_server (fixture, near_server);
  switch_network (TRUE);
  courier_fixture_wait_state (fixture, second, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (courier_fixture_count_received (fixture), ==, 2);
}

static void
test_loopback_needs_no_network (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");

  switch_network (FALSE);
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME,
                                  SWITCHED_TYPE_MONITOR,
                                  "switched",
                                  1000);
  g_setenv ("GIO_USE_NETWORK_MONITOR", "switched", TRUE);
  g_assert_true (SWITCHED_IS_MONITOR (g_network_monitor_get_default ()));

  courier_fixture_add_test ("/courier/network/sleeps-offline", test_sleeps_offline);
  courier_fixture_add_test ("/courier/network/drain-offline-ends", test_drain_offline_ends);
  courier_fixture_add_test ("/courier/network/wakes-with-one-probe", test_wakes_with_one_probe);
  courier_fixture_add_test ("/courier/network/lost-and-found", test_lost_and_found);
  courier_fixture_add_test ("/courier/network/loopback-needs-no-network",
                            test_loopback_needs_no_network);
  return g_test_run ();
}
