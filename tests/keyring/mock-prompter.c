/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-prompter.h"

#define NAME "org.gnome.keyring.SystemPrompter"
#define PATH "/org/gnome/keyring/Prompter"
#define CALLBACK_INTERFACE "org.gnome.keyring.internal.Prompter.Callback"

struct _MockPrompter
{
  GDBusConnection *bus;
  guint registration;
  guint n_prompts;
};

static const char introspection[]
    = "<node><interface name='org.gnome.keyring.internal.Prompter'>"
      "<method name='BeginPrompting'><arg name='callback' type='o' direction='in'/></method>"
      "<method name='PerformPrompt'><arg name='callback' type='o' direction='in'/>"
      "<arg name='type' type='s' direction='in'/>"
      "<arg name='properties' type='a{sv}' direction='in'/>"
      "<arg name='exchange' type='s' direction='in'/></method>"
      "<method name='StopPrompting'><arg name='callback' type='o' direction='in'/></method>"
      "</interface></node>";

/* A public key of the right size; no secret is ever exchanged with it. */
static char *
write_exchange (void)
{
  guchar key[192];
  g_autofree char *text = NULL;

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guchar)(i * 37 + 11);
  text = g_base64_encode (key, sizeof key);
  return g_strdup_printf ("[sx-aes-1]\npublic=%s\n", text);
}

static void
call_back (MockPrompter *self,
           const char *sender,
           const char *path,
           const char *method,
           GVariant *arguments)
{
  g_dbus_connection_call (self->bus,
                          sender,
                          path,
                          CALLBACK_INTERFACE,
                          method,
                          arguments,
                          NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          NULL,
                          NULL,
                          NULL);
}

static void
tell_ready (MockPrompter *self, const char *sender, const char *path, const char *reply)
{
  g_autofree char *exchange = write_exchange ();

  call_back (self,
             sender,
             path,
             "PromptReady",
             g_variant_new ("(s@a{sv}s)",
                            reply,
                            g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0),
                            exchange));
}

static void
method_called_cb (GDBusConnection *bus,
                  const char *sender,
                  const char *object_path,
                  const char *interface_name,
                  const char *method,
                  GVariant *arguments,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  MockPrompter *self = user_data;
  g_autoptr (GVariant) first = g_variant_get_child_value (arguments, 0);
  const char *path = g_variant_get_string (first, NULL);

  g_dbus_method_invocation_return_value (invocation, NULL);
  if (g_str_equal (method, "BeginPrompting"))
    tell_ready (self, sender, path, "");
  else if (g_str_equal (method, "PerformPrompt"))
    {
      self->n_prompts++;
      tell_ready (self, sender, path, "no");
    }
  else
    call_back (self, sender, path, "PromptDone", g_variant_new ("()"));
}

MockPrompter *
mock_prompter_new (void)
{
  static const GDBusInterfaceVTable vtable = { method_called_cb, NULL, NULL, { 0 } };
  MockPrompter *self = g_new0 (MockPrompter, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, &error);
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  self->bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  self->registration = g_dbus_connection_register_object (
      self->bus, PATH, node->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (self->bus,
                                        "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus",
                                        "RequestName",
                                        g_variant_new ("(su)", NAME, 0),
                                        G_VARIANT_TYPE ("(u)"),
                                        G_DBUS_CALL_FLAGS_NONE,
                                        -1,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
  return self;
}

void
mock_prompter_free (MockPrompter *self)
{
  g_dbus_connection_unregister_object (self->bus, self->registration);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_free (self);
}

guint
mock_prompter_get_n_prompts (MockPrompter *self)
{
  return self->n_prompts;
}
