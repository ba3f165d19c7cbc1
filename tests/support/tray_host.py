# SPDX-License-Identifier: GPL-3.0-or-later
"""Real trays, and an item in one of them as its host sees it.

    with tray_host.Panel() as panel:
        item = tray_host.wait_for_item('org.bitacora.Bitacora')
        panel.click()                       # as a person does
        panel.choose(item, 'Quick entry')
        item.activate()                     # as the host does
        item.click('Quick entry')

Nothing here sleeps for a fixed time. Runs in the world that tests/support/session makes.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys

from gi.repository import Gio, GLib

from a11y import Failure, WORLD, wait_until

WATCHER = 'org.kde.StatusNotifierWatcher'
WATCHER_PATH = '/StatusNotifierWatcher'
ITEM = 'org.kde.StatusNotifierItem'
MENU = 'com.canonical.dbusmenu'
PROPERTIES = 'org.freedesktop.DBus.Properties'
LEFT, MIDDLE, RIGHT = 1, 2, 3

# A panel along the upper edge that holds nothing but a tray.
PANEL_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="{dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""

# What the theme leaves around a menu's rows, its shadow included, and the height of a line.
MENU_MARGINS = 20
MENU_LINE = 1


def bus():
    return Gio.bus_get_sync(Gio.BusType.SESSION, None)


def call(name, path, interface, method, parameters=None, answer=None):
    """Calls a method as any program on the bus would."""
    kind = GLib.VariantType(answer) if answer else None
    return bus().call_sync(name, path, interface, method, parameters, kind,
                           Gio.DBusCallFlags.NO_AUTO_START, 10000, None).unpack()


def get_property(name, path, interface, wanted):
    return call(name, path, PROPERTIES, 'Get', GLib.Variant('(ss)', (interface, wanted)))[0]


def has_watcher():
    """Whether something keeps the list of items."""
    return call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'NameHasOwner', GLib.Variant('(s)', (WATCHER,)))[0]


def has_host():
    """Whether a tray shows the items of the list."""
    try:
        return has_watcher() and get_property(WATCHER, WATCHER_PATH, WATCHER,
                                              'IsStatusNotifierHostRegistered')
    except GLib.GError:
        return False


def items():
    """Every item that is registered now."""
    try:
        services = get_property(WATCHER, WATCHER_PATH, WATCHER, 'RegisteredStatusNotifierItems')
    except GLib.GError:
        return []
    return [Item(service) for service in services]


def wait_for_item(id):
    """Waits until an item with ID is registered, and returns it."""
    return wait_until(lambda: next((item for item in items() if item.id() == id), None),
                      f'the item {id} in the tray')


def wait_for_no_item(id):
    wait_until(lambda: all(item.id() != id for item in items()), f'the item {id} to go')


class Item:
    """An item, by the calls with which hosts ask it and tell it of clicks."""

    def __init__(self, service):
        name, slash, path = service.partition('/')
        self.name, self.path = name, slash + path

    def id(self):
        """Its id, or None if it has just gone."""
        try:
            return self.get('Id')
        except GLib.GError:
            return None

    def get(self, wanted):
        """One of its properties."""
        return get_property(self.name, self.path, ITEM, wanted)

    def activate(self, x=0, y=0):
        call(self.name, self.path, ITEM, 'Activate', GLib.Variant('(ii)', (x, y)))

    def secondary_activate(self, x=0, y=0):
        call(self.name, self.path, ITEM, 'SecondaryActivate', GLib.Variant('(ii)', (x, y)))

    def menu(self):
        """Its menu: a list of dictionaries, with 'id' and, for submenus, 'children'."""
        def read(layout):
            number, properties, children = layout
            return {**properties, 'id': number, 'children': [read(child) for child in children]}

        _, layout = call(self.name, self.get('Menu'), MENU, 'GetLayout',
                         GLib.Variant('(iias)', (0, -1, [])))
        return read(layout)['children']

    def labels(self):
        """What its menu says, without the marks of mnemonics; '-' for a line."""
        return [label_of(entry) for entry in self.menu()]

    def entry(self, *labels):
        """The entry of its menu at the end of the path LABELS."""
        entries, found = self.menu(), None
        for label in labels:
            found = next((e for e in entries if label_of(e) == label), None)
            if found is None:
                raise Failure(f'no {label!r} among {[label_of(e) for e in entries]}')
            entries = found['children']
        return found

    def click(self, *labels):
        """Clicks an entry of its menu as the library does that most hosts use."""
        path = self.get('Menu')
        number = self.entry(*labels)['id']
        call(self.name, path, MENU, 'AboutToShowGroup', GLib.Variant('(ai)', ([0],)))
        events = [(number, 'clicked', GLib.Variant('i', 0), 0)]
        if call(self.name, path, MENU, 'EventGroup', GLib.Variant('(a(isvu))', (events,)))[0]:
            raise Failure(f'the menu does not know {labels}')


def label_of(entry):
    if entry.get('type') == 'separator':
        return '-'
    return entry.get('label', '').replace('__', '\0').replace('_', '').replace('\0', '_')


def need(program):
    """Ends the test as one that was skipped if PROGRAM, a tray, is not installed."""
    if shutil.which(program) is None:
        print(f'{program} is not installed', file=sys.stderr)
        sys.exit(1 if os.environ.get('BITACORA_TESTS_MUST_RUN') else 77)


def xdotool(*arguments):
    return subprocess.run(['xdotool', *arguments], capture_output=True, text=True).stdout.split()


def windows(window_class):
    """The windows of a class that are on the screen: their numbers, and where they are."""
    found = {}
    for window in xdotool('search', '--onlyvisible', '--class', window_class):
        lines = dict(line.split('=') for line in xdotool('getwindowgeometry', '--shell', window))
        if lines:
            found[window] = tuple(int(lines[key]) for key in ('X', 'Y', 'WIDTH', 'HEIGHT'))
    return found


def click_at(x, y, button=LEFT):
    xdotool('mousemove', str(x), str(y), 'click', str(button))


class Panel:
    """Xfce's panel, with a tray that is its only plugin."""

    PLUGIN = 'wrapper'  # the class of its windows, and of their menus
    LEAST_WIDTH = 16

    count = 0

    def __init__(self, dark=False):
        need('xfce4-panel')
        settings = pathlib.Path(os.environ['XDG_CONFIG_HOME'],
                                'xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml')
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(PANEL_SETTINGS.format(dark='true' if dark else 'false'))
        self.process = None
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.stop()

    def start(self):
        """Starts it, and waits until its tray is ready."""
        Panel.count += 1
        with open(WORLD / 'logs' / f'xfce4-panel-{Panel.count}.log', 'wb') as log:
            self.process = subprocess.Popen(['xfce4-panel', '--disable-wm-check'],
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wait_until(lambda: self.process.poll() is not None or has_host(), 'the panel')
        if self.process.poll() is not None:
            raise Failure(f'the panel ended with {self.process.returncode}')

    def stop(self, how=signal.SIGTERM):
        """Ends it, gently or with SIGKILL, and waits until its tray is gone."""
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait()
        self.process = None
        wait_until(lambda: not has_watcher(), 'the tray to end')

    def place(self):
        """Where the tray's only icon is: its middle, once it stands still."""
        seen = []

        def stands():
            shown = [place for place in windows(self.PLUGIN).values()
                     if place[1] == 0 and place[2] >= self.LEAST_WIDTH]
            seen.append(shown)
            return len(seen) > 1 and len(shown) == 1 and shown == seen[-2]

        wait_until(stands, lambda: f'one icon in the panel, not {windows(self.PLUGIN)}')
        x, y, width, height = seen[-1][0]
        return x + width // 2, y + height // 2

    def click(self, button=LEFT):
        """Clicks the tray's only icon."""
        click_at(*self.place(), button)

    def open_menu(self):
        """Opens its menu by the right button; returns where the menu is."""
        before = windows(self.PLUGIN)
        self.click(RIGHT)

        def opened():
            new = {number: place for number, place in windows(self.PLUGIN).items()
                   if number not in before}
            return list(new.values())[0] if new else None

        return wait_until(opened, 'the menu to open')

    def choose(self, item, label):
        """Opens its menu, and clicks an entry of it with the pointer."""
        entries = item.menu()
        x, y, width, height = self.open_menu()
        lines = sum(1 for entry in entries if label_of(entry) == '-')
        row = (height - MENU_MARGINS - lines * MENU_LINE) / (len(entries) - lines)
        middle = y + MENU_MARGINS / 2
        for entry in entries:
            if label_of(entry) == label:
                click_at(x + width // 2, int(middle + row / 2))
                return
            middle += MENU_LINE if label_of(entry) == '-' else row
        raise Failure(f'no {label!r} in the menu')
