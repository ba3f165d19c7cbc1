# SPDX-License-Identifier: GPL-3.0-or-later
"""Real trays, and an item in one of them as its host sees it.

    with tray_host.XfcePanel() as panel:
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

# A panel of Xfce along the upper edge that holds nothing but a tray.
XFCE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
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

# The same of LXQt, whose tray is written with Qt.
LXQT_SETTINGS = """[General]
__userfile__=true
panels=panel1

[panel1]
plugins=statusnotifier
position=Top
desktop=0
alignment=-1
lineCount=1
panelSize=32
iconSize=22
width=100
width-percent=true

[statusnotifier]
alignment=Left
type=statusnotifier
"""


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


def pixel(x, y):
    """The colour of a point of the screen."""
    return subprocess.run(['import', '-silent', '-window', 'root', '-crop', f'1x1+{x}+{y}',
                           '-depth', '8', 'rgb:-'], capture_output=True).stdout


def click_at(x, y, button=LEFT):
    xdotool('mousemove', str(x), str(y), 'click', str(button))


class Panel:
    """A panel along the upper edge of the screen, with nothing in it but a tray."""

    COMMAND = []
    SETTINGS = ''
    WINDOW_CLASS = ''

    # What the theme leaves around a menu's rows, its shadow included, and the height of a line.
    MENU_MARGINS = 0
    MENU_LINE = 1

    count = 0

    def __init__(self):
        need(self.COMMAND[0])
        settings = pathlib.Path(os.environ['XDG_CONFIG_HOME'], self.SETTINGS)
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(self.settings())
        self.process = None
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.stop()

    def settings(self):
        raise NotImplementedError

    def place(self):
        """Where the tray's only icon is: its middle, once it stands still."""
        raise NotImplementedError

    def start(self):
        """Starts it, and waits until its tray is ready."""
        Panel.count += 1
        log_name = f'{self.COMMAND[0]}-{Panel.count}.log'
        with open(WORLD / 'logs' / log_name, 'wb') as log:
            self.process = subprocess.Popen(self.COMMAND, stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL)
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

    def click(self, button=LEFT):
        """Clicks the tray's only icon."""
        click_at(*self.place(), button)

    def open_menu(self):
        """Opens its menu by the right button; returns where the menu is."""
        before = windows(self.WINDOW_CLASS)
        seen = []

        def opened():
            new = [place for number, place in windows(self.WINDOW_CLASS).items()
                   if number not in before]
            seen.append(new)
            return new[0] if new and len(seen) > 1 and new == seen[-2] else None

        self.click(RIGHT)
        return wait_until(opened, 'the menu to open')

    def choose(self, item, label):
        """Opens its menu, and clicks an entry of it with the pointer."""
        labels = item.labels()
        if label not in labels:
            raise Failure(f'no {label!r} among {labels}')
        x, y, width, height = self.open_menu()
        lines = labels.count('-')
        row = (height - self.MENU_MARGINS - lines * self.MENU_LINE) / (len(labels) - lines)
        above = labels[:labels.index(label)]
        top = (y + self.MENU_MARGINS / 2 + above.count('-') * self.MENU_LINE
               + (len(above) - above.count('-')) * row)
        click_at(x + width // 2, int(top + row / 2))


class XfcePanel(Panel):
    """Xfce's: GTK 3 and libdbusmenu, its tray a process of its own."""

    COMMAND = ['xfce4-panel', '--disable-wm-check']
    SETTINGS = 'xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml'
    WINDOW_CLASS = 'wrapper'
    MENU_MARGINS = 20
    LEAST_WIDTH = 16

    def __init__(self, dark=False):
        self.dark = dark
        super().__init__()

    def settings(self):
        return XFCE_SETTINGS.format(dark='true' if self.dark else 'false')

    def place(self):
        seen = []

        def stands():
            shown = [place for place in windows(self.WINDOW_CLASS).values()
                     if place[1] == 0 and place[2] >= self.LEAST_WIDTH]
            seen.append(shown)
            return len(seen) > 1 and len(shown) == 1 and shown == seen[-2]

        wait_until(stands, lambda: f'one icon in the panel, not {windows(self.WINDOW_CLASS)}')
        x, y, width, height = seen[-1][0]
        return x + width // 2, y + height // 2


class LxqtPanel(Panel):
    """LXQt's: Qt and libdbusmenu-qt, which are what KDE's tray is made of, too."""

    COMMAND = ['lxqt-panel']
    SETTINGS = 'lxqt/panel.conf'
    WINDOW_CLASS = 'lxqt-panel'
    MENU_LINE = 2
    ICON = (16, 16)

    def settings(self):
        return LXQT_SETTINGS

    def place(self):
        def is_drawn():
            x, y = self.ICON
            return pixel(x, y) != pixel(x + 600, y)

        wait_until(is_drawn, 'an icon in the panel')
        return self.ICON


PANELS = {'xfce': XfcePanel, 'lxqt': LxqtPanel}
