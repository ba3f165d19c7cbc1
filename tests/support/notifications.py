# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop that shows notifications (org.freedesktop.Notifications), on the session's bus.

    with notifications.Desktop() as desktop:
        shown = desktop.wait_for('The call')
        desktop.press(shown, 'Undo')
"""

import dataclasses

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

import a11y  # noqa: E402

NAME = 'org.freedesktop.Notifications'
PATH = '/org/freedesktop/Notifications'
INTERFACE = Gio.DBusNodeInfo.new_for_xml('''
<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>''').interfaces[0]

# What the specification calls the reason: the program asked for it.
CLOSED_BY_PROGRAM = 3


@dataclasses.dataclass
class Notification:
    number: int
    title: str
    body: str
    actions: dict  # from label to key


class Desktop:
    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.shown = {}
        self.count = 0

    def __enter__(self):
        self.object = self.bus.register_object(PATH, INTERFACE, self._called, None, None)
        self.name = Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                                   None, None)
        a11y.wait_until(self._is_owner, 'the name of the notifications')
        return self

    def __exit__(self, kind, error, traceback):
        Gio.bus_unown_name(self.name)
        self.bus.unregister_object(self.object)

    def _is_owner(self):
        return self.bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus',
                                  'NameHasOwner', GLib.Variant('(s)', (NAME,)), None,
                                  Gio.DBusCallFlags.NONE, -1, None).unpack()[0]

    def _called(self, bus, sender, path, interface, method, parameters, invocation):
        if method == 'Notify':
            answer = GLib.Variant('(u)', (self._show(*parameters.unpack()),))
        elif method == 'CloseNotification':
            self._close(*parameters.unpack())
            answer = None
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['actions', 'body'],))
        else:
            answer = GLib.Variant('(ssss)', ('desktop', 'Bitácora', '1', '1.2'))
        invocation.return_value(answer)

    def _show(self, program, replaced, icon, title, body, actions, hints, timeout):
        self.count += 1
        number = replaced or self.count
        self.shown[number] = Notification(number, title, body, dict(zip(actions[1::2], actions[::2])))
        return number

    def _emit(self, signal, *values):
        self.bus.emit_signal(None, PATH, NAME, signal, GLib.Variant(*values))

    def _close(self, number):
        if self.shown.pop(number, None):
            self._emit('NotificationClosed', '(uu)', (number, CLOSED_BY_PROGRAM))

    def wait_for(self, title):
        """Waits until a notification stands there whose title has TITLE in it."""
        return a11y.wait_until(
            lambda: next((one for one in self.shown.values() if title in one.title), None),
            lambda: f'a notification “{title}” among {list(self.shown.values())}')

    def press(self, shown, label):
        """Presses a button of a notification, which takes it from the screen."""
        self._emit('ActionInvoked', '(us)', (shown.number, shown.actions[label]))
        self._close(shown.number)
