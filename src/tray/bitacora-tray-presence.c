/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-presence.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"
#define PROPERTIES "org.freedesktop.DBus.Properties"

struct _BitacoraTrayPresence
{
  GObject parent_instance;

  GDBusConnection *connection;
  guint name_watch;

  /* As long as one watcher lives. */
  char *owner;
  GCancellable *asking;
  guint watcher_subscription;
  guint properties_subscription;

  BitacoraTrayState state;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_STATE,
  PROP_OWNER,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ENUM_TYPE (BitacoraTrayState,
                    bitacora_tray_state,
                    G_DEFINE_ENUM_VALUE (BITACORA_TRAY_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (BITACORA_TRAY_ABSENT, "absent"),
                    G_DEFINE_ENUM_VALUE (BITACORA_TRAY_WITHOUT_HOST, "without-host"),
                    G_DEFINE_ENUM_VALUE (BITACORA_TRAY_PRESENT, "present"))

G_DEFINE_FINAL_TYPE (BitacoraTrayPresence, bitacora_tray_presence, G_TYPE_OBJECT)

static void
set_state (BitacoraTrayPresence *self, BitacoraTrayState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
stop_asking (BitacoraTrayPresence *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
host_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraTrayPresence *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  else
    g_debug ("The tray does not say whether it shows icons: %s", error->message);
  set_state (self,
             value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
                     && g_variant_get_boolean (value)
                 ? BITACORA_TRAY_PRESENT
                 : BITACORA_TRAY_WITHOUT_HOST);
}

static void
watcher_signalled_cb (GDBusConnection *connection,
                      const char *sender,
                      const char *object_path,
                      const char *interface_name,
                      const char *signal,
                      GVariant *parameters,
                      gpointer user_data)
{
  if (!g_str_has_prefix (signal, "StatusNotifierItem"))
    bitacora_tray_presence_look (BITACORA_TRAY_PRESENCE (user_data));
}

static guint
subscribe (BitacoraTrayPresence *self, const char *interface, const char *signal, const char *arg0)
{
  return g_dbus_connection_signal_subscribe (self->connection,
                                             self->owner,
                                             interface,
                                             signal,
                                             WATCHER_PATH,
                                             arg0,
                                             G_DBUS_SIGNAL_FLAGS_NONE,
                                             watcher_signalled_cb,
                                             self,
                                             NULL);
}

static void
unsubscribe (BitacoraTrayPresence *self, guint *subscription)
{
  if (*subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, *subscription);
  *subscription = 0;
}

static void
leave_watcher (BitacoraTrayPresence *self)
{
  stop_asking (self);
  unsubscribe (self, &self->watcher_subscription);
  unsubscribe (self, &self->properties_subscription);
  g_clear_pointer (&self->owner, g_free);
}

static void
watcher_appeared_cb (GDBusConnection *connection,
                     const char *name,
                     const char *owner,
                     gpointer user_data)
{
  BitacoraTrayPresence *self = BITACORA_TRAY_PRESENCE (user_data);

  leave_watcher (self);
  self->owner = g_strdup (owner);
  self->watcher_subscription = subscribe (self, WATCHER, NULL, NULL);
  self->properties_subscription = subscribe (self, PROPERTIES, "PropertiesChanged", WATCHER);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWNER]);
  bitacora_tray_presence_look (self);
}

static void
watcher_vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  BitacoraTrayPresence *self = BITACORA_TRAY_PRESENCE (user_data);

  leave_watcher (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWNER]);
  set_state (self, BITACORA_TRAY_ABSENT);
}

static void
bitacora_tray_presence_constructed (GObject *object)
{
  BitacoraTrayPresence *self = BITACORA_TRAY_PRESENCE (object);

  G_OBJECT_CLASS (bitacora_tray_presence_parent_class)->constructed (object);

  self->name_watch = g_bus_watch_name_on_connection (self->connection,
                                                     WATCHER,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     watcher_appeared_cb,
                                                     watcher_vanished_cb,
                                                     self,
                                                     NULL);
}

static void
bitacora_tray_presence_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BitacoraTrayPresence *self = BITACORA_TRAY_PRESENCE (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_OWNER:
      g_value_set_string (value, self->owner);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bitacora_tray_presence_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *spec)
{
  BitacoraTrayPresence *self = BITACORA_TRAY_PRESENCE (object);

  switch (id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bitacora_tray_presence_dispose (GObject *object)
{
  BitacoraTrayPresence *self = BITACORA_TRAY_PRESENCE (object);

  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  leave_watcher (self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (bitacora_tray_presence_parent_class)->dispose (object);
}

static void
bitacora_tray_presence_class_init (BitacoraTrayPresenceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = bitacora_tray_presence_constructed;
  object_class->get_property = bitacora_tray_presence_get_property;
  object_class->set_property = bitacora_tray_presence_set_property;
  object_class->dispose = bitacora_tray_presence_dispose;

  properties[PROP_CONNECTION]
      = g_param_spec_object ("connection",
                             NULL,
                             NULL,
                             G_TYPE_DBUS_CONNECTION,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE]
      = g_param_spec_enum ("state",
                           NULL,
                           NULL,
                           BITACORA_TYPE_TRAY_STATE,
                           BITACORA_TRAY_UNKNOWN,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OWNER]
      = g_param_spec_string ("owner", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bitacora_tray_presence_init (BitacoraTrayPresence *self)
{
}

/**
 * bitacora_tray_presence_new:
 * @connection: the session bus
 *
 * Looks whether there is a tray, and goes on looking: panels come and go.
 *
 * Returns: (transfer full): the presence, of state %BITACORA_TRAY_UNKNOWN until the bus has
 * answered
 */
BitacoraTrayPresence *
bitacora_tray_presence_new (GDBusConnection *connection)
{
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  return g_object_new (BITACORA_TYPE_TRAY_PRESENCE, "connection", connection, NULL);
}

/**
 * bitacora_tray_presence_get_state:
 * @self: the presence
 *
 * Returns: whether there is a tray now
 */
BitacoraTrayState
bitacora_tray_presence_get_state (BitacoraTrayPresence *self)
{
  g_return_val_if_fail (BITACORA_IS_TRAY_PRESENCE (self), BITACORA_TRAY_UNKNOWN);

  return self->state;
}

/**
 * bitacora_tray_presence_get_owner:
 * @self: the presence
 *
 * Returns: (transfer none) (nullable): the name on the bus of whoever collects icons now; %NULL if
 *   nobody does
 */
const char *
bitacora_tray_presence_get_owner (BitacoraTrayPresence *self)
{
  g_return_val_if_fail (BITACORA_IS_TRAY_PRESENCE (self), NULL);

  return self->owner;
}

/**
 * bitacora_tray_presence_look:
 * @self: a presence with an owner
 *
 * Asks once more whether icons are shown: an icon that was just handed over may have changed that.
 */
void
bitacora_tray_presence_look (BitacoraTrayPresence *self)
{
  g_return_if_fail (BITACORA_IS_TRAY_PRESENCE (self));
  g_return_if_fail (self->owner != NULL);

  stop_asking (self);
  self->asking = g_cancellable_new ();
  g_dbus_connection_call (self->connection,
                          self->owner,
                          WATCHER_PATH,
                          PROPERTIES,
                          "Get",
                          g_variant_new ("(ss)", WATCHER, "IsStatusNotifierHostRegistered"),
                          G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->asking,
                          host_asked_cb,
                          self);
}
