/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-interface.h"

/* As the desktops that show such items speak it: the freedesktop.org draft "Status Notifier Item",
 * with the name and the types that KDE gave to it, and the theme path's signal of Ayatana. Changes
 * are told by the New… signals alone. */
static const char item_xml[]
    = "<node>"
      "  <interface name='org.kde.StatusNotifierItem'>"
      "    <annotation name='org.freedesktop.DBus.Property.EmitsChangedSignal' value='false'/>"
      "    <property name='Category' type='s' access='read'/>"
      "    <property name='Id' type='s' access='read'/>"
      "    <property name='Title' type='s' access='read'/>"
      "    <property name='Status' type='s' access='read'/>"
      "    <property name='WindowId' type='i' access='read'/>"
      "    <property name='IconThemePath' type='s' access='read'/>"
      "    <property name='IconName' type='s' access='read'/>"
      "    <property name='IconPixmap' type='a(iiay)' access='read'/>"
      "    <property name='OverlayIconName' type='s' access='read'/>"
      "    <property name='OverlayIconPixmap' type='a(iiay)' access='read'/>"
      "    <property name='AttentionIconName' type='s' access='read'/>"
      "    <property name='AttentionIconPixmap' type='a(iiay)' access='read'/>"
      "    <property name='AttentionMovieName' type='s' access='read'/>"
      "    <property name='ToolTip' type='(sa(iiay)ss)' access='read'/>"
      "    <property name='ItemIsMenu' type='b' access='read'/>"
      "    <property name='Menu' type='o' access='read'/>"
      "    <method name='ContextMenu'>"
      "      <arg name='x' type='i' direction='in'/>"
      "      <arg name='y' type='i' direction='in'/>"
      "    </method>"
      "    <method name='Activate'>"
      "      <arg name='x' type='i' direction='in'/>"
      "      <arg name='y' type='i' direction='in'/>"
      "    </method>"
      "    <method name='SecondaryActivate'>"
      "      <arg name='x' type='i' direction='in'/>"
      "      <arg name='y' type='i' direction='in'/>"
      "    </method>"
      "    <method name='Scroll'>"
      "      <arg name='delta' type='i' direction='in'/>"
      "      <arg name='orientation' type='s' direction='in'/>"
      "    </method>"
      "    <method name='ProvideXdgActivationToken'>"
      "      <arg name='token' type='s' direction='in'/>"
      "    </method>"
      "    <signal name='NewTitle'/>"
      "    <signal name='NewIcon'/>"
      "    <signal name='NewAttentionIcon'/>"
      "    <signal name='NewOverlayIcon'/>"
      "    <signal name='NewMenu'/>"
      "    <signal name='NewToolTip'/>"
      "    <signal name='NewIconThemePath'>"
      "      <arg name='icon_theme_path' type='s'/>"
      "    </signal>"
      "    <signal name='NewStatus'>"
      "      <arg name='status' type='s'/>"
      "    </signal>"
      "  </interface>"
      "</node>";

static const char menu_xml[] = "<node>"
                               "  <interface name='com.canonical.dbusmenu'>"
                               "    <property name='Version' type='u' access='read'/>"
                               "    <property name='TextDirection' type='s' access='read'/>"
                               "    <property name='Status' type='s' access='read'/>"
                               "    <property name='IconThemePath' type='as' access='read'/>"
                               "    <method name='GetLayout'>"
                               "      <arg name='parentId' type='i' direction='in'/>"
                               "      <arg name='recursionDepth' type='i' direction='in'/>"
                               "      <arg name='propertyNames' type='as' direction='in'/>"
                               "      <arg name='revision' type='u' direction='out'/>"
                               "      <arg name='layout' type='(ia{sv}av)' direction='out'/>"
                               "    </method>"
                               "    <method name='GetGroupProperties'>"
                               "      <arg name='ids' type='ai' direction='in'/>"
                               "      <arg name='propertyNames' type='as' direction='in'/>"
                               "      <arg name='properties' type='a(ia{sv})' direction='out'/>"
                               "    </method>"
                               "    <method name='GetProperty'>"
                               "      <arg name='id' type='i' direction='in'/>"
                               "      <arg name='name' type='s' direction='in'/>"
                               "      <arg name='value' type='v' direction='out'/>"
                               "    </method>"
                               "    <method name='Event'>"
                               "      <arg name='id' type='i' direction='in'/>"
                               "      <arg name='eventId' type='s' direction='in'/>"
                               "      <arg name='data' type='v' direction='in'/>"
                               "      <arg name='timestamp' type='u' direction='in'/>"
                               "    </method>"
                               "    <method name='EventGroup'>"
                               "      <arg name='events' type='a(isvu)' direction='in'/>"
                               "      <arg name='idErrors' type='ai' direction='out'/>"
                               "    </method>"
                               "    <method name='AboutToShow'>"
                               "      <arg name='id' type='i' direction='in'/>"
                               "      <arg name='needUpdate' type='b' direction='out'/>"
                               "    </method>"
                               "    <method name='AboutToShowGroup'>"
                               "      <arg name='ids' type='ai' direction='in'/>"
                               "      <arg name='updatesNeeded' type='ai' direction='out'/>"
                               "      <arg name='idErrors' type='ai' direction='out'/>"
                               "    </method>"
                               "    <signal name='ItemsPropertiesUpdated'>"
                               "      <arg name='updatedProps' type='a(ia{sv})'/>"
                               "      <arg name='removedProps' type='a(ias)'/>"
                               "    </signal>"
                               "    <signal name='LayoutUpdated'>"
                               "      <arg name='revision' type='u'/>"
                               "      <arg name='parent' type='i'/>"
                               "    </signal>"
                               "    <signal name='ItemActivationRequested'>"
                               "      <arg name='id' type='i'/>"
                               "      <arg name='timestamp' type='u'/>"
                               "    </signal>"
                               "  </interface>"
                               "</node>";

/**
 * bitacora_tray_interface_register:
 * @connection: a session bus
 * @object_path: where to stand there
 * @name: #BITACORA_TRAY_ITEM_INTERFACE or #BITACORA_TRAY_MENU_INTERFACE
 * @vtable: what answers, until it is taken off again
 * @user_data: for the functions of @vtable
 * @error: return location for an error
 *
 * Puts one of the two interfaces of a tray item on the bus. Its calls come in the thread-default
 * main context of this moment, none after it was taken off.
 *
 * Errors: %G_IO_ERROR_EXISTS if one stands there already.
 *
 * Returns: what g_dbus_connection_unregister_object() takes, or 0
 */
guint
bitacora_tray_interface_register (GDBusConnection *connection,
                                  const char *object_path,
                                  const char *name,
                                  const GDBusInterfaceVTable *vtable,
                                  gpointer user_data,
                                  GError **error)
{
  gboolean is_item = g_str_equal (name, BITACORA_TRAY_ITEM_INTERFACE);
  g_autoptr (GDBusNodeInfo) node
      = g_dbus_node_info_new_for_xml (is_item ? item_xml : menu_xml, NULL);

  g_return_val_if_fail (node != NULL, 0);

  return g_dbus_connection_register_object (connection,
                                            object_path,
                                            g_dbus_node_info_lookup_interface (node, name),
                                            vtable,
                                            user_data,
                                            NULL,
                                            error);
}
