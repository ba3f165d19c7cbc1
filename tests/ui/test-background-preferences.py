#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page Background of the preferences: each way says whether it works on this desktop, follows
the tray and the portal as they come and go, and a switch that cannot be on goes back and says why.
"""

import configparser
import os
import pathlib
import re

import a11y
import a11y_world
from gi.repository import Gio, GLib

AUTOSTART = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'autostart'
ENTRY = AUTOSTART / 'org.bitacora.Bitacora.desktop'
APPLICATIONS = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'applications'
PORTAL = 'org.freedesktop.portal.Desktop'
SHORTCUTS = 'org.freedesktop.portal.GlobalShortcuts'
KEEP = 'Keep running when the window is closed'
START = 'Start with the desktop'
SHORTCUT = 'Shortcut from everywhere'

XML = """<node>
<interface name="org.kde.StatusNotifierWatcher">
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <signal name="StatusNotifierHostRegistered"/>
</interface>
<interface name="org.freedesktop.portal.GlobalShortcuts">
  <method name="CreateSession"><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
  <method name="BindShortcuts"><arg type="o" direction="in"/><arg type="a(sa{sv})" direction="in"/>
    <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="o" direction="out"/></method>
  <property name="version" type="u" access="read"/>
</interface>
</node>"""
NODE = Gio.DBusNodeInfo.new_for_xml(XML)


class Service:
    """A service of the desktop's on a connection of its own, until it is stopped."""

    def __init__(self, name, path, interface):
        self.bus = Gio.DBusConnection.new_for_address_sync(
            os.environ['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.path, self.interface = path, interface
        self.bus.register_object(path, NODE.lookup_interface(interface), self.called, self.get, None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', (name, 4)), None, 0, -1, None)

    def stop(self):
        self.bus.close_sync(None)

    def called(self, *_):
        raise AssertionError('it has no methods')

    def get(self, *_):
        raise AssertionError('it has no properties')


class Tray(Service):
    has_host = False

    def __init__(self):
        super().__init__('org.kde.StatusNotifierWatcher', '/StatusNotifierWatcher',
                         'org.kde.StatusNotifierWatcher')

    def get(self, *_):
        return GLib.Variant('b', self.has_host)

    def add_host(self):
        self.has_host = True
        self.bus.emit_signal(None, self.path, self.interface, 'StatusNotifierHostRegistered', None)


class Portal(Service):
    def __init__(self, response):
        self.response = response
        super().__init__(PORTAL, '/org/freedesktop/portal/desktop', SHORTCUTS)

    def get(self, *_):
        return GLib.Variant('u', 1)

    def called(self, bus, sender, path, interface, method, parameters, invocation):
        asked = parameters.unpack()
        owner = sender[1:].replace('.', '_')
        request = f'{path}/request/{owner}/{asked[-1]["handle_token"]}'
        if method == 'CreateSession':
            session = f'{path}/session/{owner}/{asked[-1]["session_handle_token"]}'
            answer = (0, {'session_handle': GLib.Variant('s', session)})
        else:
            bound = [(asked[1][0][0], {'trigger_description': GLib.Variant('s', 'Ctrl+Alt+L')})]
            answer = (self.response, {'shortcuts': GLib.Variant('a(sa{sv})', bound)})
        invocation.return_value(GLib.Variant('(o)', (request,)))
        bus.emit_signal(sender, request, 'org.freedesktop.portal.Request', 'Response',
                        GLib.Variant('(ua{sv})', answer))


def switch(app, name):
    return a11y.wait_until(lambda: app.find(name, re.compile('check box|switch|toggle button')),
                           f'the switch {name}')


def wait_for_switch(app, name, on):
    a11y.wait_until(lambda: a11y.has(switch(app, name), 'checked') == on,
                    f'{name} to be {"on" if on else "off"}')


def wait_for_setting(key, value):
    a11y.wait_until(lambda: a11y_world.read_settings('').get(key) == value,
                    lambda: f'{key} to be {value}: {a11y_world.read_settings("")}')


def open_page(app):
    app.wait_until_active()
    app.activate('preferences')
    app.click('Background', within=app.window('Preferences'))
    app.wait_for_text('^Start with the desktop$')


def install():
    """Installs a desktop file, as the package does."""
    APPLICATIONS.mkdir(parents=True)
    (APPLICATIONS / 'org.bitacora.Bitacora.desktop').write_text(
        '[Desktop Entry]\nType=Application\nName=Bitácora\nExec=true %u\n'
        'MimeType=x-scheme-handler/tel;x-scheme-handler/callto;\n', encoding='utf-8')


# A desktop with nothing.
with a11y.Application() as app:
    open_page(app)
    app.wait_for_text('shows no tray now')
    app.wait_for_text('bitacora --quick-entry')
    app.wait_for_text('not installed on this computer')
    assert not a11y.has(switch(app, SHORTCUT), 'sensitive')
    app.wait_for_text('You will be asked when you close the window')

    app.click(KEEP)
    wait_for_setting('background', "'yes'")
    app.wait_for_text('your reminders come')
    app.click(KEEP)
    wait_for_setting('background', "'no'")
    app.wait_for_text('Closing the window quits')

    app.click(START)
    wait_for_setting('autostart', 'true')
    wait_for_switch(app, START, True)
    entry = configparser.RawConfigParser()
    entry.read(ENTRY, encoding='utf-8')
    assert entry['Desktop Entry']['Exec'] == f'"{a11y_world.BITACORA}" --background', dict(
        entry['Desktop Entry'])
    app.click(START)
    wait_for_setting('autostart', 'false')
    assert not ENTRY.exists()

    # A tray comes, gets a panel, and goes.
    tray = Tray()
    app.wait_for_text('no panel shows it now')
    tray.add_host()
    app.wait_for_text('shows the icon there')
    app.click('Icon in the tray')
    app.wait_for_text('could show the icon')
    wait_for_setting('tray', 'false')
    tray.stop()
    app.wait_for_text('shows no tray now')

# A switch that cannot be on goes back.
AUTOSTART.rmdir()
AUTOSTART.write_text('')
install()
with a11y.Application(environment={'XDG_CURRENT_DESKTOP': 'ubuntu:GNOME'}) as app:
    open_page(app)
    app.wait_for_text('GNOME shows no tray by itself')
    app.click(START)
    app.wait_for_text('will not start with the desktop')
    wait_for_switch(app, START, False)
    assert a11y_world.read_settings('')['autostart'] == 'false'

    # Links
    app.wait_for_text('No program opens telephone links yet')
    app.click('Use Bitácora')
    app.wait_for_text('^Bitácora opens telephone links')
    chosen = (pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'mimeapps.list').read_text()
    assert 'x-scheme-handler/tel=org.bitacora.Bitacora.desktop' in chosen, chosen
    assert 'x-scheme-handler/callto=org.bitacora.Bitacora.desktop' in chosen, chosen

    # A portal that declines, and one that takes the shortcut.
    portal = Portal(1)
    a11y.wait_until(lambda: a11y.has(switch(app, SHORTCUT), 'sensitive'), 'the shortcut to be there')
    app.click(SHORTCUT)
    app.wait_for_text('was declined')
    wait_for_switch(app, SHORTCUT, False)
    wait_for_setting('global-shortcut', 'false')
    portal.response = 0
    app.click(SHORTCUT)
    app.wait_for_text('keys: Ctrl[+]Alt[+]L$')
    wait_for_setting('global-shortcut', 'true')
    portal.stop()
    app.wait_for_text('does not give shortcuts')
