/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-watcher.h"

#include "bitacora-tray-presence.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"

/* A watcher may have its name before it has its object: it is asked again, after twice the time
 * before, in milliseconds. */
#define FIRST_RETRY 250
#define LAST_RETRY 16000

struct _BitacoraTrayWatcher
{
  GObject parent_instance;

  GDBusConnection *connection;
  char *object_path;
  BitacoraTrayPresence *presence;

  /* As long as one watcher lives. */
  GCancellable *cancellable;
  guint retry_source;
  guint retry_delay;
  gboolean is_registered;

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
  gboolean is_hosted
      = self->is_registered
        && bitacora_tray_presence_get_state (self->presence) == BITACORA_TRAY_PRESENT;

  if (is_hosted == self->is_hosted)
    return;
  self->is_hosted = is_hosted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_HOSTED]);
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
  bitacora_tray_presence_look (self->presence);
  update_is_hosted (self);
}

/* By the object's path: a sandbox lets no program have a name like those of the draft, which are
 * made of process numbers that mean nothing outside of it. */
static void
register_item (BitacoraTrayWatcher *self)
{
  g_dbus_connection_call (self->connection,
                          bitacora_tray_presence_get_owner (self->presence),
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
leave_watcher (BitacoraTrayWatcher *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->is_registered = FALSE;
}

static void
owner_changed_cb (BitacoraTrayWatcher *self)
{
  leave_watcher (self);
  if (bitacora_tray_presence_get_owner (self->presence) != NULL)
    {
      self->cancellable = g_cancellable_new ();
      self->retry_delay = FIRST_RETRY;
      register_item (self);
    }
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

  self->presence = bitacora_tray_presence_new (self->connection);
  g_signal_connect_object (self->presence,
                           "notify::owner",
                           G_CALLBACK (owner_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->presence,
                           "notify::state",
                           G_CALLBACK (update_is_hosted),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
bitacora_tray_watcher_dispose (GObject *object)
{
  BitacoraTrayWatcher *self = BITACORA_TRAY_WATCHER (object);

  leave_watcher (self);
  g_clear_object (&self->presence);
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
