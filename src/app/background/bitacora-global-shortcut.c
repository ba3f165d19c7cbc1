/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-global-shortcut.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "bitacora-autostart.h"
#include "bitacora-portal-request.h"
#include "bitacora-portal-shortcuts.h"

#define SHORTCUTS_INTERFACE "org.freedesktop.portal.GlobalShortcuts"
#define SESSION_INTERFACE "org.freedesktop.portal.Session"
#define REGISTRY_INTERFACE "org.freedesktop.host.portal.Registry"

struct _BitacoraGlobalShortcut
{
  GObject parent_instance;

  GDBusConnection *connection;
  guint watch;
  guint activated_subscription;
  guint changed_subscription;
  guint closed_subscription;

  /* Of what was asked since the portal came, and of the session since it was asked for. */
  GCancellable *presence;
  GCancellable *asking;
  char *session;

  gboolean is_available;
  gboolean enabled;
  gboolean is_bound;
  char *trigger;
  char *problem;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_IS_AVAILABLE,
  PROP_ENABLED,
  PROP_IS_BOUND,
  PROP_TRIGGER,
  PROP_PROBLEM,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraGlobalShortcut, bitacora_global_shortcut, G_TYPE_OBJECT)

static void
set_available (BitacoraGlobalShortcut *self, gboolean is_available)
{
  if (self->is_available == is_available)
    return;
  self->is_available = is_available;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_AVAILABLE]);
}

static void
set_bound (BitacoraGlobalShortcut *self, gboolean is_bound)
{
  if (self->is_bound == is_bound)
    return;
  self->is_bound = is_bound;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_BOUND]);
}

static void
set_text (BitacoraGlobalShortcut *self, char **text, int property, const char *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_trigger (BitacoraGlobalShortcut *self, const char *trigger)
{
  set_text (self, &self->trigger, PROP_TRIGGER, trigger);
}

static void
set_problem (BitacoraGlobalShortcut *self, const char *problem)
{
  set_text (self, &self->problem, PROP_PROBLEM, problem);
}

/* Whatever is under way is given up, and the session forgotten. */
static void
forget_session (BitacoraGlobalShortcut *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  if (self->closed_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->closed_subscription);
  self->closed_subscription = 0;
  g_clear_pointer (&self->session, g_free);
  set_bound (self, FALSE);
  set_trigger (self, NULL);
}

/* With its session the shortcut goes. */
static void
close_session (BitacoraGlobalShortcut *self)
{
  if (self->session != NULL)
    g_dbus_connection_call (self->connection,
                            BITACORA_PORTAL_NAME,
                            self->session,
                            SESSION_INTERFACE,
                            "Close",
                            NULL,
                            NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START,
                            -1,
                            NULL,
                            NULL,
                            NULL);
  forget_session (self);
}

/* A shortcut without keys is bound all the same: its user chooses them later. */
static void
take_trigger (BitacoraGlobalShortcut *self, const char *trigger)
{
  const gboolean has_keys = trigger != NULL && *trigger != '\0';

  set_bound (self, TRUE);
  set_trigger (self, has_keys ? trigger : NULL);
  set_problem (self,
               has_keys ? NULL
                        : _ ("The shortcut has no keys yet. Choose them in the desktop’s keyboard "
                             "settings."));
}

/* Says what became of the question, unless it was taken back. */
static void
take_failure (BitacoraGlobalShortcut *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    {
      /* Asking again at each start would not change the user's mind. */
      bitacora_global_shortcut_set_enabled (self, FALSE);
      set_problem (self,
                   _ ("The shortcut was declined in the desktop’s question. Switch it on again to "
                      "be asked once more."));
      return;
    }

  g_message ("The GlobalShortcuts portal failed: %s", error->message);
  close_session (self);
  set_problem (self,
               _ ("The desktop did not take the shortcut. Switch it off and on to try again."));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = bitacora_portal_request_finish (result, &error);
  g_autofree char *trigger = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_message ("The GlobalShortcuts portal does not tell the keys: %s", error->message);
  if (results != NULL)
    trigger = bitacora_portal_shortcuts_read_trigger (results);
  take_trigger (self, trigger);
}

/* Not every portal tells the keys when it binds them. */
static void
list_shortcuts (BitacoraGlobalShortcut *self)
{
  bitacora_portal_request_async (self->connection,
                                 SHORTCUTS_INTERFACE,
                                 "ListShortcuts",
                                 g_variant_new ("(o)", self->session),
                                 NULL,
                                 self->asking,
                                 listed_cb,
                                 self);
}

static void
bound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = bitacora_portal_request_finish (result, &error);
  g_autofree char *trigger = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (results == NULL)
    {
      take_failure (self, error);
      return;
    }

  trigger = bitacora_portal_shortcuts_read_trigger (results);
  if (trigger != NULL)
    take_trigger (self, trigger);
  else
    list_shortcuts (self);
}

/* The user, or the desktop, has taken the shortcut away. It is not asked for again by itself. */
static void
session_closed_cb (GDBusConnection *connection,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *signal,
                   GVariant *parameters,
                   gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;

  forget_session (self);
  set_problem (self,
               _ ("The desktop has taken the shortcut back. Switch it off and on to ask for it "
                  "again."));
}

static void
take_session (BitacoraGlobalShortcut *self, const char *session, const char *trigger)
{
  g_free (self->session);
  self->session = g_strdup (session);
  self->closed_subscription = g_dbus_connection_signal_subscribe (self->connection,
                                                                  BITACORA_PORTAL_NAME,
                                                                  SESSION_INTERFACE,
                                                                  "Closed",
                                                                  self->session,
                                                                  NULL,
                                                                  G_DBUS_SIGNAL_FLAGS_NONE,
                                                                  session_closed_cb,
                                                                  self,
                                                                  NULL);
  if (trigger != NULL)
    {
      take_trigger (self, trigger);
      return;
    }
  bitacora_portal_request_async (self->connection,
                                 SHORTCUTS_INTERFACE,
                                 "BindShortcuts",
                                 g_variant_new ("(o@a(sa{sv})s)",
                                                self->session,
                                                bitacora_portal_shortcuts_build (),
                                                ""),
                                 NULL,
                                 self->asking,
                                 bound_cb,
                                 self);
}

static void
session_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = bitacora_portal_request_finish (result, &error);
  g_autofree char *trigger = NULL;
  const char *session = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (results != NULL
      && (!g_variant_lookup (results, "session_handle", "&s", &session)
          || !g_variant_is_object_path (session)))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "It named no session");

  if (error != NULL)
    {
      take_failure (self, error);
      return;
    }
  trigger = bitacora_portal_shortcuts_read_trigger (results);
  take_session (self, session, trigger);
}

static void
ask_for_shortcut (BitacoraGlobalShortcut *self)
{
  if (!self->enabled || !self->is_available || self->asking != NULL)
    return;

  self->asking = g_cancellable_new ();
  /* Known before the answer, so that one that is no longer waited for is closed, too. */
  self->session
      = bitacora_portal_build_path (self->connection, "session", BITACORA_SHORTCUT_SESSION);
  set_problem (self, NULL);
  bitacora_portal_request_async (self->connection,
                                 SHORTCUTS_INTERFACE,
                                 "CreateSession",
                                 NULL,
                                 bitacora_portal_shortcuts_build_session (),
                                 self->asking,
                                 session_created_cb,
                                 self);
}

static void
version_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) version = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &version);
  set_available (self,
                 version != NULL && g_variant_is_of_type (version, G_VARIANT_TYPE_UINT32)
                     && g_variant_get_uint32 (version) >= 1);
  ask_for_shortcut (self);
}

static void
read_version (BitacoraGlobalShortcut *self)
{
  g_dbus_connection_call (self->connection,
                          BITACORA_PORTAL_NAME,
                          BITACORA_PORTAL_PATH,
                          "org.freedesktop.DBus.Properties",
                          "Get",
                          g_variant_new ("(ss)", SHORTCUTS_INTERFACE, "version"),
                          G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          self->presence,
                          version_read_cb,
                          self);
}

/* That it fails where somebody has told the portal already, or where the portal is too old to
 * listen, does not matter. */
static void
registered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    read_version (self);
}

/* Outside of a sandbox nobody else tells the portal which application this is: see
 * org.freedesktop.host.portal.Registry in the portals' documentation. */
static void
portal_appeared_cb (GDBusConnection *connection,
                    const char *name,
                    const char *owner,
                    gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;

  g_cancellable_cancel (self->presence);
  g_clear_object (&self->presence);
  self->presence = g_cancellable_new ();
  forget_session (self);
  if (bitacora_autostart_is_sandboxed ())
    {
      read_version (self);
      return;
    }

  g_dbus_connection_call (self->connection,
                          BITACORA_PORTAL_NAME,
                          BITACORA_PORTAL_PATH,
                          REGISTRY_INTERFACE,
                          "Register",
                          g_variant_new ("(sa{sv})", BITACORA_APPLICATION_ID, NULL),
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          self->presence,
                          registered_cb,
                          self);
}

static void
portal_vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;

  g_cancellable_cancel (self->presence);
  forget_session (self);
  set_available (self, FALSE);
}

static void
activated_cb (GDBusConnection *connection,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *parameters,
              gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;
  g_autoptr (GVariant) options = NULL;
  const char *session;
  const char *id;
  const char *token = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(osta{sv})")))
    return;
  g_variant_get (parameters, "(&o&st@a{sv})", &session, &id, NULL, &options);
  if (g_strcmp0 (session, self->session) != 0 || !g_str_equal (id, BITACORA_SHORTCUT_ID))
    return;

  g_variant_lookup (options, "activation_token", "&s", &token);
  g_signal_emit (self, signals[ACTIVATED], 0, token);
}

static void
changed_cb (GDBusConnection *connection,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer user_data)
{
  BitacoraGlobalShortcut *self = user_data;
  g_autoptr (GVariant) shortcuts = NULL;
  g_autofree char *trigger = NULL;
  const char *session;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oa(sa{sv}))")))
    return;
  g_variant_get (parameters, "(&o@a(sa{sv}))", &session, &shortcuts);
  if (g_strcmp0 (session, self->session) != 0)
    return;

  trigger = bitacora_portal_shortcuts_find_trigger (shortcuts);
  if (trigger != NULL)
    take_trigger (self, trigger);
}

static guint
subscribe (BitacoraGlobalShortcut *self, const char *signal, GDBusSignalCallback callback)
{
  return g_dbus_connection_signal_subscribe (self->connection,
                                             BITACORA_PORTAL_NAME,
                                             SHORTCUTS_INTERFACE,
                                             signal,
                                             BITACORA_PORTAL_PATH,
                                             NULL,
                                             G_DBUS_SIGNAL_FLAGS_NONE,
                                             callback,
                                             self,
                                             NULL);
}

static void
bitacora_global_shortcut_constructed (GObject *object)
{
  BitacoraGlobalShortcut *self = BITACORA_GLOBAL_SHORTCUT (object);

  G_OBJECT_CLASS (bitacora_global_shortcut_parent_class)->constructed (object);

  self->activated_subscription = subscribe (self, "Activated", activated_cb);
  self->changed_subscription = subscribe (self, "ShortcutsChanged", changed_cb);
  self->watch = g_bus_watch_name_on_connection (self->connection,
                                                BITACORA_PORTAL_NAME,
                                                G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
                                                portal_appeared_cb,
                                                portal_vanished_cb,
                                                self,
                                                NULL);
}

static void
bitacora_global_shortcut_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BitacoraGlobalShortcut *self = BITACORA_GLOBAL_SHORTCUT (object);

  switch (id)
    {
    case PROP_IS_AVAILABLE:
      g_value_set_boolean (value, self->is_available);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_IS_BOUND:
      g_value_set_boolean (value, self->is_bound);
      break;
    case PROP_TRIGGER:
      g_value_set_string (value, self->trigger);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bitacora_global_shortcut_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *spec)
{
  BitacoraGlobalShortcut *self = BITACORA_GLOBAL_SHORTCUT (object);

  switch (id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_ENABLED:
      bitacora_global_shortcut_set_enabled (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bitacora_global_shortcut_dispose (GObject *object)
{
  BitacoraGlobalShortcut *self = BITACORA_GLOBAL_SHORTCUT (object);

  g_cancellable_cancel (self->presence);
  g_clear_object (&self->presence);
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  if (self->activated_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->activated_subscription);
  self->activated_subscription = 0;
  if (self->changed_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->changed_subscription);
  self->changed_subscription = 0;
  close_session (self);

  G_OBJECT_CLASS (bitacora_global_shortcut_parent_class)->dispose (object);
}

static void
bitacora_global_shortcut_finalize (GObject *object)
{
  BitacoraGlobalShortcut *self = BITACORA_GLOBAL_SHORTCUT (object);

  g_clear_object (&self->connection);
  g_free (self->trigger);
  g_free (self->problem);

  G_OBJECT_CLASS (bitacora_global_shortcut_parent_class)->finalize (object);
}

static void
bitacora_global_shortcut_class_init (BitacoraGlobalShortcutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = bitacora_global_shortcut_constructed;
  object_class->get_property = bitacora_global_shortcut_get_property;
  object_class->set_property = bitacora_global_shortcut_set_property;
  object_class->dispose = bitacora_global_shortcut_dispose;
  object_class->finalize = bitacora_global_shortcut_finalize;

  properties[PROP_CONNECTION]
      = g_param_spec_object ("connection",
                             NULL,
                             NULL,
                             G_TYPE_DBUS_CONNECTION,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_AVAILABLE]
      = g_param_spec_boolean ("is-available", NULL, NULL, FALSE, readable);
  properties[PROP_ENABLED]
      = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, readable | G_PARAM_WRITABLE);
  properties[PROP_IS_BOUND] = g_param_spec_boolean ("is-bound", NULL, NULL, FALSE, readable);
  properties[PROP_TRIGGER] = g_param_spec_string ("trigger", NULL, NULL, NULL, readable);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ACTIVATED] = g_signal_new ("activated",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_STRING);
}

static void
bitacora_global_shortcut_init (BitacoraGlobalShortcut *self)
{
}

/**
 * bitacora_global_shortcut_new:
 * @connection: the session bus
 *
 * Creates the shortcut, off. It looks for the portal by itself, and follows its coming and going.
 *
 * Returns: (transfer full): the shortcut
 */
BitacoraGlobalShortcut *
bitacora_global_shortcut_new (GDBusConnection *connection)
{
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  return g_object_new (BITACORA_TYPE_GLOBAL_SHORTCUT, "connection", connection, NULL);
}

/**
 * bitacora_global_shortcut_set_enabled:
 * @self: the shortcut
 * @enabled: whether the desktop is asked for the shortcut
 *
 * Asks the desktop for the shortcut, now or as soon as it has the portal; or gives it back.
 */
void
bitacora_global_shortcut_set_enabled (BitacoraGlobalShortcut *self, gboolean enabled)
{
  g_return_if_fail (BITACORA_IS_GLOBAL_SHORTCUT (self));

  enabled = !!enabled;
  if (self->enabled == enabled)
    return;
  self->enabled = enabled;
  if (enabled)
    ask_for_shortcut (self);
  else
    {
      close_session (self);
      set_problem (self, NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

/**
 * bitacora_global_shortcut_get_trigger:
 * @self: the shortcut
 *
 * Returns: (transfer none) (nullable): the keys, in the desktop's words; %NULL if there are none
 */
const char *
bitacora_global_shortcut_get_trigger (BitacoraGlobalShortcut *self)
{
  g_return_val_if_fail (BITACORA_IS_GLOBAL_SHORTCUT (self), NULL);

  return self->trigger;
}

/**
 * bitacora_global_shortcut_get_problem:
 * @self: the shortcut
 *
 * Returns: (transfer none) (nullable): a sentence on why there is no shortcut, and what to do
 */
const char *
bitacora_global_shortcut_get_problem (BitacoraGlobalShortcut *self)
{
  g_return_val_if_fail (BITACORA_IS_GLOBAL_SHORTCUT (self), NULL);

  return self->problem;
}
