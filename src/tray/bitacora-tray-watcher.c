/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-watcher.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/* A watcher may have its name before it has its object: it is asked again, after twice the time
 * before, in milliseconds. */
#define FIRST_RETRY 250
#define LAST_RETRY 16000

struct _BitacoraTrayWatcher
{
  GObject parent_instance;

  GDBusConnection *connection;
  char *object_path;
  guint name_watch;

  /* As long as one watcher lives. */
  char *owner;
  GCancellable *cancellable;
  guint watcher_subscription;
  guint properties_subscription;
  guint retry_source;
  guint retry_delay;
  gboolean is_registered;
  gboolean has_host;

  gboolean is_hosted;
};

enum
{
  PROP_0,
  PROP_CONNECTION,
  PROP_OBJECT_PATH,
  PROP_IS_HOSTED,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BitacoraTrayWatcher, bitacora_tray_watcher, G_TYPE_OBJECT)

static void register_item (BitacoraTrayWatcher *self);

static void
update_is_hosted (BitacoraTrayWatcher *self)
{
  gboolean is_hosted = self->is_registered && self->has_host;

  if (is_hosted == self->is_hosted)
    return;
  self->is_hosted = is_hosted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_HOSTED]);
}

static void
host_asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraTrayWatcher *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  else
    g_debug ("The tray does not say whether it shows icons: %s", error->message);
  self->has_host = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
                   && g_variant_get_boolean (value);
  update_is_hosted (self);
}

static void
ask_for_host (BitacoraTrayWatcher *self)
{
  g_dbus_connection_call (self->connection,
                          self->owner,
                          WATCHER_PATH,
                          PROPERTIES,
                          "Get",
                          g_variant_new ("(ss)", WATCHER, "IsStatusNotifierHostRegistered"),
                          G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->cancellable,
                          host_asked_cb,
                          self);
}

static gboolean
retry_due_cb (gpointer user_data)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (user_data);

  self->retry_source = 0;
  register_item (self);
  return G_SOURCE_REMOVE;
}

static void
item_registered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BitacoraTrayWatcher *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_registered = answer != NULL;
  if (answer == NULL)
    {
      g_debug ("The tray does not take the icon: %s", error->message);
      if (self->retry_delay <= LAST_RETRY)
        self->retry_source = g_timeout_add (self->retry_delay, retry_due_cb, self);
      self->retry_delay *= 2;
    }
  ask_for_host (self);
  update_is_hosted (self);
}

/* By the object's path: a sandbox lets no program have a name like those of the draft, which are
 * made of process numbers that mean nothing outside of it. */
static void
register_item (BitacoraTrayWatcher *self)
{
  g_dbus_connection_call (self->connection,
                          self->owner,
                          WATCHER_PATH,
                          WATCHER,
                          "RegisterStatusNotifierItem",
                          g_variant_new ("(s)", self->object_path),
                          NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->cancellable,
                          item_registered_cb,
                          self);
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
    ask_for_host (BITACORA_TRAY_WATCHER (user_data));
}

static guint
subscribe (BitacoraTrayWatcher *self, const char *interface, const char *signal, const char *arg0)
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
unsubscribe (BitacoraTrayWatcher *self, guint *subscription)
{
  if (*subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, *subscription);
  *subscription = 0;
}

static void
leave_watcher (BitacoraTrayWatcher *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  unsubscribe (self, &self->watcher_subscription);
  unsubscribe (self, &self->properties_subscription);
  g_clear_pointer (&self->owner, g_free);
  self->is_registered = FALSE;
  self->has_host = FALSE;
}

static void
watcher_appeared_cb (GDBusConnection *connection,
                     const char *name,
                     const char *owner,
                     gpointer user_data)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (user_data);

  leave_watcher (self);
  self->owner = g_strdup (owner);
  self->cancellable = g_cancellable_new ();
  self->retry_delay = FIRST_RETRY;
  self->watcher_subscription = subscribe (self, WATCHER, NULL, NULL);
  self->properties_subscription = subscribe (self, PROPERTIES, "PropertiesChanged", WATCHER);
  update_is_hosted (self);
  register_item (self);
}

static void
watcher_vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (user_data);

  leave_watcher (self);
  update_is_hosted (self);
}

static void
bitacora_tray_watcher_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (object);

  switch (id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_OBJECT_PATH:
      g_value_set_string (value, self->object_path);
      break;
    case PROP_IS_HOSTED:
      g_value_set_boolean (value, self->is_hosted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_tray_watcher_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (object);

  switch (id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_OBJECT_PATH:
      self->object_path = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_tray_watcher_constructed (GObject *object)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (object);

  G_OBJECT_CLASS (bitacora_tray_watcher_parent_class)->constructed (object);

  self->name_watch = g_bus_watch_name_on_connection (self->connection,
                                                     WATCHER,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     watcher_appeared_cb,
                                                     watcher_vanished_cb,
                                                     self,
                                                     NULL);
}

static void
bitacora_tray_watcher_dispose (GObject *object)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (object);

  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  leave_watcher (self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (bitacora_tray_watcher_parent_class)->dispose (object);
}

static void
bitacora_tray_watcher_finalize (GObject *object)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (object);

  g_clear_pointer (&self->object_path, g_free);

  G_OBJECT_CLASS (bitacora_tray_watcher_parent_class)->finalize (object);
}

static void
bitacora_tray_watcher_class_init (BitacoraTrayWatcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct_only
      = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_tray_watcher_get_property;
  object_class->set_property = bitacora_tray_watcher_set_property;
  object_class->constructed = bitacora_tray_watcher_constructed;
  object_class->dispose = bitacora_tray_watcher_dispose;
  object_class->finalize = bitacora_tray_watcher_finalize;

  properties[PROP_CONNECTION]
      = g_param_spec_object ("connection", NULL, NULL, G_TYPE_DBUS_CONNECTION, construct_only);
  properties[PROP_OBJECT_PATH]
      = g_param_spec_string ("object-path", NULL, NULL, NULL, construct_only);
  properties[PROP_IS_HOSTED] = g_param_spec_boolean ("is-hosted",
                                                     NULL,
                                                     NULL,
                                                     FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bitacora_tray_watcher_init (BitacoraTrayWatcher *self)
{
}

/**
 * bitacora_tray_watcher_new:
 * @connection: a session bus
 * @object_path: where the item is on it, already exported
 *
 * Starts to look for a watcher.
 *
 * Returns: (transfer full): the one who looks
 */
BitacoraTrayWatcher *
bitacora_tray_watcher_new (GDBusConnection *connection, const char *object_path)
{
  return g_object_new (BITACORA_TYPE_TRAY_WATCHER,
                       "connection",
                       connection,
                       "object-path",
                       object_path,
                       NULL);
}

/**
 * bitacora_tray_watcher_is_hosted:
 * @self: one who looks
 *
 * Tells whether a tray shows the item.
 *
 * Returns: whether it does
 */
gboolean
bitacora_tray_watcher_is_hosted (BitacoraTrayWatcher *self)
{
  g_return_val_if_fail (BITACORA_IS_TRAY_WATCHER (self), FALSE);

  return self->is_hosted;
}
