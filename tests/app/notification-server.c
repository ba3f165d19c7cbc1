/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notification-server.h"

struct _NotificationServer
{
  GDBusConnection *connection;
  gboolean is_gnome;
  guint registration;
  guint last_number;
  guint n_sent;
  GPtrArray *shown;
  GString *log;
};

static const char description[]
    = "<node>"
      "<interface name='org.gtk.Notifications'>"
      "<method name='AddNotification'>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='a{sv}' direction='in'/></method>"
      "<method name='RemoveNotification'>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/></method>"
      "</interface>"
      "<interface name='org.freedesktop.Notifications'>"
      "<method name='Notify'>"
      "<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
      "<arg type='u' direction='out'/></method>"
      "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
      "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
      "<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>"
      "</interface>"
      "</node>";

static void
shown_free (gpointer data)
{
  ShownNotification *shown = data;

  g_free (shown->id);
  g_free (shown->title);
  g_free (shown->body);
  g_ptr_array_unref (shown->buttons);
  g_free (shown->default_action);
  g_free (shown);
}

static ShownNotification *
shown_new (const char *id, const char *title, const char *body)
{
  ShownNotification *shown = g_new0 (ShownNotification, 1);

  shown->id = g_strdup (id);
  shown->title = g_strdup (title);
  shown->body = g_strdup (body);
  shown->buttons = g_ptr_array_new_with_free_func (g_free);

  return shown;
}

static void
remove_shown (NotificationServer *self, const char *id)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (g_str_equal (notification_server_get_shown (self, i)->id, id))
      {
        g_ptr_array_remove_index (self->shown, i);
        return;
      }
}

static void
show (NotificationServer *self, ShownNotification *shown)
{
  remove_shown (self, shown->id);
  g_ptr_array_add (self->shown, shown);
  self->n_sent++;
}

static void
add_as_gnome (NotificationServer *self, GVariant *parameters)
{
  const char *id;
  const char *title = NULL;
  const char *body = NULL;
  const char *action = NULL;
  g_autoptr (GVariant) content = NULL;
  g_autoptr (GVariant) buttons = NULL;
  ShownNotification *shown;

  g_variant_get (parameters, "(&s&s@a{sv})", NULL, &id, &content);
  g_variant_lookup (content, "title", "&s", &title);
  g_variant_lookup (content, "body", "&s", &body);
  shown = shown_new (id, title, body);
  if (g_variant_lookup (content, "default-action", "&s", &action))
    shown->default_action = g_strdup (action);
  buttons = g_variant_lookup_value (content, "buttons", G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; buttons != NULL && i < g_variant_n_children (buttons); i++)
    {
      g_autoptr (GVariant) button = g_variant_get_child_value (buttons, i);
      g_autoptr (GVariant) target = g_variant_lookup_value (button, "target", NULL);
      const char *label = NULL;

      g_assert_true (g_variant_lookup (button, "label", "&s", &label));
      g_assert_true (g_variant_lookup (button, "action", "&s", &action));
      g_ptr_array_add (shown->buttons, g_strdup (label));
      g_ptr_array_add (shown->buttons, g_action_print_detailed_name (action, target));
    }
  show (self, shown);
}

static guint
add_as_others (NotificationServer *self, GVariant *parameters)
{
  guint number;
  const char *title;
  const char *body;
  g_autofree const char **actions = NULL;
  g_autofree char *id = NULL;
  ShownNotification *shown;

  g_variant_get (parameters,
                 "(&su&s&s&s^a&s@a{sv}i)",
                 NULL,
                 &number,
                 NULL,
                 &title,
                 &body,
                 &actions,
                 NULL,
                 NULL);
  if (number == 0)
    number = ++self->last_number;
  id = g_strdup_printf ("%u", number);
  shown = shown_new (id, title, body);
  for (guint i = 0; actions[i] != NULL && actions[i + 1] != NULL; i += 2)
    {
      if (g_str_equal (actions[i], "default"))
        {
          shown->default_action = g_strdup (actions[i]);
          continue;
        }
      g_ptr_array_add (shown->buttons, g_strdup (actions[i + 1]));
      g_ptr_array_add (shown->buttons, g_strdup (actions[i]));
    }
  show (self, shown);

  return number;
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
  NotificationServer *self = user_data;
  g_autofree char *text = g_variant_print (parameters, FALSE);
  GVariant *reply = NULL;

  g_string_append_printf (self->log, "%s %s\n", method, text);
  if (g_str_equal (method, "AddNotification"))
    add_as_gnome (self, parameters);
  else if (g_str_equal (method, "Notify"))
    reply = g_variant_new ("(u)", add_as_others (self, parameters));
  else if (g_str_equal (method, "RemoveNotification"))
    {
      const char *id;

      g_variant_get (parameters, "(&s&s)", NULL, &id);
      remove_shown (self, id);
    }
  else
    {
      g_autofree char *id = NULL;
      guint number;

      g_variant_get (parameters, "(u)", &number);
      id = g_strdup_printf ("%u", number);
      remove_shown (self, id);
    }
  g_dbus_method_invocation_return_value (invocation, reply);
}

NotificationServer *
notification_server_new (GTestDBus *bus, gboolean is_gnome)
{
  static const GDBusInterfaceVTable vtable = { called_cb, NULL, NULL, { NULL } };
  const char *name = is_gnome ? "org.gtk.Notifications" : "org.freedesktop.Notifications";
  NotificationServer *self = g_new0 (NotificationServer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (description, &error);
  g_autoptr (GVariant) owned = NULL;

  g_assert_no_error (error);
  self->is_gnome = is_gnome;
  self->shown = g_ptr_array_new_with_free_func (shown_free);
  self->log = g_string_new (NULL);
  self->connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  self->registration
      = g_dbus_connection_register_object (self->connection,
                                           is_gnome ? "/org/gtk/Notifications"
                                                    : "/org/freedesktop/Notifications",
                                           g_dbus_node_info_lookup_interface (node, name),
                                           &vtable,
                                           self,
                                           NULL,
                                           &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (self->connection,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", name, 0),
                                       G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       &error);
  g_assert_no_error (error);

  return self;
}

void
notification_server_free (NotificationServer *self)
{
  g_dbus_connection_unregister_object (self->connection, self->registration);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_object_unref (self->connection);
  g_ptr_array_unref (self->shown);
  g_string_free (self->log, TRUE);
  g_free (self);
}

guint
notification_server_count_sent (NotificationServer *self)
{
  return self->n_sent;
}

guint
notification_server_count_shown (NotificationServer *self)
{
  return self->shown->len;
}

ShownNotification *
notification_server_get_shown (NotificationServer *self, guint index)
{
  g_assert_cmpuint (index, <, self->shown->len);
  return self->shown->pdata[index];
}

ShownNotification *
notification_server_find (NotificationServer *self, const char *title)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (g_str_equal (((ShownNotification *)self->shown->pdata[i])->title, title))
      return self->shown->pdata[i];
  return NULL;
}

const char *
shown_notification_get_action (ShownNotification *shown, const char *label)
{
  for (guint i = 0; i < shown->buttons->len; i += 2)
    if (g_str_equal (shown->buttons->pdata[i], label))
      return shown->buttons->pdata[i + 1];
  return NULL;
}

/* After which the notification is gone. Only of a desktop that does not know the application's
 * actions by itself. */
void
notification_server_press (NotificationServer *self, ShownNotification *shown, const char *label)
{
  const char *action = shown_notification_get_action (shown, label);
  g_autoptr (GError) error = NULL;

  g_assert_false (self->is_gnome);
  g_assert_nonnull (action);
  g_dbus_connection_emit_signal (self->connection,
                                 NULL,
                                 "/org/freedesktop/Notifications",
                                 "org.freedesktop.Notifications",
                                 "ActionInvoked",
                                 g_variant_new ("(us)", atoi (shown->id), action),
                                 &error);
  g_assert_no_error (error);
  remove_shown (self, shown->id);
}

/* As its user may, at the end of the day; the application at the other end hears of it. */
void
notification_server_dismiss_all (NotificationServer *self, GDBusConnection *listener)
{
  g_autoptr (GVariant) id = NULL;

  for (guint i = 0; !self->is_gnome && i < self->shown->len; i++)
    g_dbus_connection_emit_signal (
        self->connection,
        NULL,
        "/org/freedesktop/Notifications",
        "org.freedesktop.Notifications",
        "NotificationClosed",
        g_variant_new ("(uu)", atoi (((ShownNotification *)self->shown->pdata[i])->id), 2),
        NULL);
  g_ptr_array_set_size (self->shown, 0);
  g_dbus_connection_flush_sync (self->connection, NULL, NULL);
  /* What was sent before an answer has come before it. */
  id = g_dbus_connection_call_sync (listener,
                                    "org.freedesktop.DBus",
                                    "/org/freedesktop/DBus",
                                    "org.freedesktop.DBus",
                                    "GetId",
                                    NULL,
                                    NULL,
                                    G_DBUS_CALL_FLAGS_NONE,
                                    -1,
                                    NULL,
                                    NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

const char *
notification_server_get_log (NotificationServer *self)
{
  return self->log->str;
}
