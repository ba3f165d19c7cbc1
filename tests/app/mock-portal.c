/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-portal.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define SHORTCUTS "org.freedesktop.portal.GlobalShortcuts"
#define REQUEST "org.freedesktop.portal.Request"
#define SESSION "org.freedesktop.portal.Session"

static const char xml[]
    = "<node>"
      "<interface name='org.freedesktop.portal.GlobalShortcuts'>"
      "<method name='CreateSession'><arg type='a{sv}' direction='in'/>"
      "<arg type='o' direction='out'/></method>"
      "<method name='BindShortcuts'><arg type='o' direction='in'/>"
      "<arg type='a(sa{sv})' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
      "<method name='ListShortcuts'><arg type='o' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
      "<property name='version' type='u' access='read'/>"
      "</interface>"
      "<interface name='org.freedesktop.portal.Background'>"
      "<method name='RequestBackground'><arg type='s' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
      "</interface>"
      "<interface name='org.freedesktop.host.portal.Registry'>"
      "<method name='Register'><arg type='s' direction='in'/>"
      "<arg type='a{sv}' direction='in'/></method>"
      "</interface>"
      "<interface name='org.freedesktop.portal.Request'><method name='Close'/></interface>"
      "<interface name='org.freedesktop.portal.Session'><method name='Close'/></interface>"
      "</node>";

static void
replace (char **text, char *value)
{
  g_free (*text);
  *text = value;
}

static void
unexport (MockPortal *self, const char *path)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (self->objects, path));

  g_hash_table_remove (self->objects, path);
  g_dbus_connection_unregister_object (self->connection, id);
}

static void
close_called_cb (GDBusConnection *connection,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *method,
                 GVariant *parameters,
                 GDBusMethodInvocation *invocation,
                 gpointer user_data)
{
  MockPortal *self = user_data;

  /* A call that came before the portal went. */
  if (self->objects == NULL)
    {
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  if (g_str_equal (interface, REQUEST))
    self->n_requests_closed++;
  else
    self->n_sessions_closed++;
  g_dbus_method_invocation_return_value (invocation, NULL);
  unexport (self, path);
}

static void export(MockPortal *self, const char *interface, const char *path)
{
  static const GDBusInterfaceVTable table = { close_called_cb };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  guint id = g_dbus_connection_register_object (self->connection,
                                                path,
                                                g_dbus_node_info_lookup_interface (info, interface),
                                                &table,
                                                self,
                                                NULL,
                                                NULL);

  g_assert_cmpuint (id, !=, 0);
  g_hash_table_insert (self->objects, g_strdup (path), GUINT_TO_POINTER (id));
}

/* Where the documentation says that requests and sessions are. */
static char *
build_path (const char *kind, const char *sender, GVariant *options, const char *key)
{
  g_autofree char *name = g_strdup (sender + 1);
  g_autofree char *token = NULL;

  g_assert_true (g_variant_lookup (options, key, "s", &token));
  g_strdelimit (name, ".", '_');
  return g_strdup_printf (PATH "/%s/%s/%s", kind, name, token);
}

/* To the one who asked alone, as the real one does. */
static void
respond (MockPortal *self, const char *path, guint32 response, GVariant *results)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (self->connection,
                                 self->application,
                                 path,
                                 REQUEST,
                                 "Response",
                                 g_variant_new ("(u@a{sv})", response, results),
                                 &error);
  g_assert_no_error (error);
}

static void
answer (MockPortal *self,
        GDBusMethodInvocation *invocation,
        GVariant *options,
        guint32 response,
        GVariant *results)
{
  g_autofree char *path = build_path ("request", self->application, options, "handle_token");
  g_autoptr (GVariant) owned = g_variant_ref_sink (results);

  if (self->manner == MOCK_PORTAL_KEEP_SILENT)
    export(self, REQUEST, path);
  if (self->manner == MOCK_PORTAL_ANSWER_EARLY)
    respond (self, path, response, owned);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  if (self->manner == MOCK_PORTAL_ANSWER)
    respond (self, path, response, owned);
}

static GVariant *
build_list (const char *keys)
{
  GVariantBuilder shortcuts;
  GVariantBuilder about;

  g_variant_builder_init (&shortcuts, G_VARIANT_TYPE ("a(sa{sv})"));
  g_variant_builder_init (&about, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&about, "{sv}", "description", g_variant_new_string ("As shown"));
  if (keys != NULL)
    g_variant_builder_add (&about, "{sv}", "trigger_description", g_variant_new_string (keys));
  g_variant_builder_add (&shortcuts, "(sa{sv})", "quick-entry", &about);

  return g_variant_builder_end (&shortcuts);
}

static GVariant *
build_results (const char *key, GVariant *value)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  if (key != NULL)
    g_variant_builder_add (&results, "{sv}", key, value);

  return g_variant_builder_end (&results);
}

static void
create_session (MockPortal *self, GDBusMethodInvocation *invocation, GVariant *parameters)
{
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
  GVariantDict results;

  self->n_sessions++;
  replace (&self->session,
           build_path ("session", self->application, options, "session_handle_token"));
  export(self, SESSION, self->session);
  g_variant_dict_init (&results, NULL);
  g_variant_dict_insert (&results, "session_handle", "s", self->session);
  if (self->takes_keys_with_session)
    {
      g_autoptr (GVariant) asked
          = g_variant_lookup_value (options, "shortcuts", G_VARIANT_TYPE ("a(sa{sv})"));

      g_assert_nonnull (asked);
      g_assert_cmpuint (g_variant_n_children (asked), ==, 1);
      g_variant_dict_insert_value (&results, "shortcuts", build_list (self->keys));
    }
  answer (self, invocation, options, 0, g_variant_dict_end (&results));
}

static void
bind_shortcuts (MockPortal *self, GDBusMethodInvocation *invocation, GVariant *parameters)
{
  g_autoptr (GVariant) shortcuts = NULL;
  g_autoptr (GVariant) about = NULL;
  g_autoptr (GVariant) options = NULL;
  const char *session;
  const char *id;

  g_variant_get (parameters, "(&o@a(sa{sv})&s@a{sv})", &session, &shortcuts, NULL, &options);
  g_assert_cmpstr (session, ==, self->session);
  g_assert_cmpuint (g_variant_n_children (shortcuts), ==, 1);
  g_variant_get_child (shortcuts, 0, "(&s@a{sv})", &id, &about);
  g_assert_cmpstr (id, ==, "quick-entry");
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->preferred_trigger, g_free);
  g_variant_lookup (about, "description", "s", &self->description);
  g_variant_lookup (about, "preferred_trigger", "s", &self->preferred_trigger);
  self->n_bound++;
  answer (self,
          invocation,
          options,
          self->bind_response,
          build_results (self->bind_response == 0 ? "shortcuts" : NULL,
                         build_list (self->tells_keys_when_bound ? self->keys : NULL)));
}

static void
list_shortcuts (MockPortal *self, GDBusMethodInvocation *invocation, GVariant *parameters)
{
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);

  self->n_listed++;
  answer (self, invocation, options, 0, build_results ("shortcuts", build_list (self->keys)));
}

static void
request_background (MockPortal *self, GDBusMethodInvocation *invocation, GVariant *parameters)
{
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree const char **command = NULL;
  GVariantBuilder results;

  self->n_background++;
  g_clear_pointer (&self->asked_command, g_free);
  g_clear_pointer (&self->asked_reason, g_free);
  g_variant_lookup (options, "autostart", "b", &self->asked_autostart);
  g_variant_lookup (options, "reason", "s", &self->asked_reason);
  if (g_variant_lookup (options, "commandline", "^a&s", &command))
    self->asked_command = g_strjoinv (" ", (char **)command);

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results,
                         "{sv}",
                         "background",
                         g_variant_new_boolean (self->grants_background));
  g_variant_builder_add (&results,
                         "{sv}",
                         "autostart",
                         g_variant_new_boolean (self->grants_background && self->asked_autostart));
  answer (self, invocation, options, self->background_response, g_variant_builder_end (&results));
}

static void
called_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  MockPortal *self = user_data;

  replace (&self->application, g_strdup (sender));
  if (g_str_equal (method, "CreateSession"))
    create_session (self, invocation, parameters);
  else if (g_str_equal (method, "BindShortcuts"))
    bind_shortcuts (self, invocation, parameters);
  else if (g_str_equal (method, "ListShortcuts"))
    list_shortcuts (self, invocation, parameters);
  else if (g_str_equal (method, "RequestBackground"))
    request_background (self, invocation, parameters);
  else
    {
      self->n_registered++;
      g_clear_pointer (&self->registered_id, g_free);
      g_variant_get_child (parameters, 0, "s", &self->registered_id);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static GVariant *
version_asked_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *property,
                  GError **error,
                  gpointer user_data)
{
  return g_variant_new_uint32 (((MockPortal *)user_data)->version);
}

static guint
export_portal (MockPortal *self, const char *interface)
{
  static const GDBusInterfaceVTable table = { called_cb, version_asked_cb };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);

  return g_dbus_connection_register_object (self->connection,
                                            PATH,
                                            g_dbus_node_info_lookup_interface (info, interface),
                                            &table,
                                            self,
                                            NULL,
                                            NULL);
}

MockPortal *
mock_portal_new (void)
{
  MockPortal *self = g_new0 (MockPortal, 1);

  self->version = 1;
  self->tells_keys_when_bound = TRUE;
  self->grants_background = TRUE;
  self->keys = "Ctrl+Alt+L";

  return self;
}

void
mock_portal_free (MockPortal *self)
{
  mock_portal_stop (self);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_free (self->registered_id);
  g_free (self->asked_command);
  g_free (self->asked_reason);
  g_free (self->session);
  g_free (self->application);
  g_free (self->description);
  g_free (self->preferred_trigger);
  g_free (self);
}

/* On a connection of its own, since it is another program. Version 0 stands for a portal that has
 * no shortcuts. */
void
mock_portal_start (MockPortal *self)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->connection = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  if (self->version > 0)
    self->root = export_portal (self, SHORTCUTS);
  self->background = export_portal (self, "org.freedesktop.portal.Background");
  self->registry = export_portal (self, "org.freedesktop.host.portal.Registry");
  reply = g_dbus_connection_call_sync (self->connection,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", NAME, 4),
                                       NULL,
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       &error);
  g_assert_no_error (error);
}

void
mock_portal_stop (MockPortal *self)
{
  if (self->connection == NULL)
    return;
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->objects, g_hash_table_unref);
}

void
mock_portal_emit_activated (MockPortal *self,
                            const char *session,
                            const char *id,
                            const char *token)
{
  g_autoptr (GVariant) options
      = g_variant_ref_sink (build_results (token != NULL ? "activation_token" : NULL,
                                           token != NULL ? g_variant_new_string (token) : NULL));

  g_dbus_connection_emit_signal (self->connection,
                                 self->application,
                                 PATH,
                                 SHORTCUTS,
                                 "Activated",
                                 g_variant_new ("(ost@a{sv})", session, id, (guint64)1, options),
                                 NULL);
}

void
mock_portal_emit_changed (MockPortal *self, const char *keys)
{
  g_dbus_connection_emit_signal (self->connection,
                                 self->application,
                                 PATH,
                                 SHORTCUTS,
                                 "ShortcutsChanged",
                                 g_variant_new ("(o@a(sa{sv}))", self->session, build_list (keys)),
                                 NULL);
}

void
mock_portal_close_session (MockPortal *self)
{
  g_dbus_connection_emit_signal (
      self->connection, self->application, self->session, SESSION, "Closed", NULL, NULL);
  unexport (self, self->session);
}
