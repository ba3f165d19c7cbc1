#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real portals of a desktop, asked by Bitácora as the Flatpak that they take it for: it starts
with the desktop, is opened by a shortcut from everywhere, has numbers called, and reminds.

Usage: test-real-portal.py kde|gtk
"""

import configparser
import os
import pathlib
import re
import subprocess
import sys

import a11y
import a11y_form
import a11y_world
import real_portal
import tray_host
from gi.repository import Atspi

TOKEN = 'secret-XYZ-of-the-portal-test'
START, SHORTCUT = 'Start with the desktop', 'Shortcut from everywhere'
QUICK_ENTRY = '^Quick entry$'
CHOOSER = 'xdg-desktop-portal-gtk'
NUMBER = '+573001112222'
OWN = """[Desktop Entry]
Type=Application
Name=Bitácora
Exec=true %u
MimeType=x-scheme-handler/tel;x-scheme-handler/callto;
"""


def open_page(app):
    app.activate('preferences')
    app.wait_for_window('Preferences')
    app.click('Background', within=app.window('Preferences'))
    app.wait_for_text(f'^{START}$')


def wait_for_window(title):
    return a11y.wait_until(lambda: tray_host.xdotool('search', '--onlyvisible', '--name', title),
                           f'the window {title}')[0]


def close_quick_entry():
    window = wait_for_window(QUICK_ENTRY)
    tray_host.xdotool('windowactivate', '--sync', window)
    tray_host.xdotool('key', 'Escape')
    a11y.wait_until(
        lambda: not tray_host.xdotool('search', '--onlyvisible', '--name', QUICK_ENTRY),
        'the quick entry to close')


def press_shortcut():
    tray_host.xdotool('key', 'ctrl+alt+l')
    close_quick_entry()


def install_own():
    """What the Flatpak has of itself: it can open telephone links."""
    folder = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'applications'
    folder.mkdir(parents=True)
    (folder / f'{real_portal.ID}.desktop').write_text(OWN, encoding='utf-8')
    subprocess.run(['update-desktop-database', str(folder)], check=True)


def find_in(program, wanted, role):
    """A node of another program on the screen, by its name, a text or pattern; or None."""
    desktop = Atspi.get_desktop(0)
    for position in range(desktop.get_child_count()):
        root = desktop.get_child_at_index(position)
        if root is None or a11y.name_of(root) != program:
            continue
        for node in a11y.walk(root):
            if a11y.role_of(node) == role and a11y.matches(a11y.name_of(node), wanted):
                return node
    return None


def wait_in(program, wanted, role):
    return a11y.wait_until(lambda: find_in(program, wanted, role),
                           f'the {role} {wanted} in {program}')


def click_in(program, wanted):
    node = wait_in(program, wanted, 'push button')
    a11y.wait_until(lambda: a11y.has(node, 'sensitive'), f'{wanted} in {program} to be clickable')
    assert a11y.click_node(node), f'{wanted} in {program} cannot be clicked'


def choose_dialler(name):
    """Chooses a program in the desktop's own dialog."""
    row = wait_in(CHOOSER, name, 'label')
    while a11y.role_of(row) != 'list item':
        row = row.get_parent()
    rows = row.get_parent()
    assert Atspi.Selection.select_child(rows, row.get_index_in_parent()), f'{name} is not chosen'
    click_in(CHOOSER, 'Open')


def check_autostart(app, desktop):
    """The desktop writes its own entry, and takes it away."""
    entry = desktop.config / 'autostart' / f'{real_portal.ID}.desktop'
    app.click(START)
    a11y.wait_until(entry.exists, 'the entry of the autostart')
    a11y.wait_until(lambda: a11y_world.read_settings('').get('autostart') == 'true', 'the setting')
    read = configparser.RawConfigParser()
    read.optionxform = str
    read.read(entry, encoding='utf-8')
    command = read['Desktop Entry']['Exec']
    assert re.search(r'bitacora\b.*--background', command), command
    assert read['Desktop Entry']['X-Flatpak'] == real_portal.ID, dict(read['Desktop Entry'])
    app.click(START)
    a11y.wait_until(lambda: not entry.exists(), 'the entry of the autostart to go')


def check_kde(desktop):
    """Plasma: autostart, the shortcut, which outlives the program, and the one dialler."""
    diallers = real_portal.Diallers(desktop, 'Dialler')
    with real_portal.Sandboxed() as app:
        app.activate('call-number', NUMBER)
        diallers.wait_for(f'Dialler tel:{NUMBER}')

        open_page(app)
        check_autostart(app, desktop)
        app.click(SHORTCUT)
        app.wait_for_text('keys: Ctrl[+]Alt[+]L$')
        press_shortcut()
    with real_portal.Sandboxed() as app:
        open_page(app)
        app.wait_for_text('keys: Ctrl[+]Alt[+]L$')
        press_shortcut()
    assert desktop.shortcut_components() == 1, desktop.shortcut_components()
    assert diallers.called.read_text() == f'Dialler tel:{NUMBER}\n', diallers.called.read_text()


def check_gtk(desktop):
    """Desktops without portals of their own: what is missing is said, the number goes to the
    program that is chosen, and a reminder's button works."""
    diallers = real_portal.Diallers(desktop, 'First', 'Second')
    desktop.start('xfce4-notifyd', 'org.freedesktop.Notifications')
    a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'http://127.0.0.1:9/', '--operation',
                   'practice')
    a11y_world.run('log', '--name', 'Llamada a Ana', '--phone', '310 555 1234', '--remind',
                   '2026-01-02 10:00')
    with real_portal.Sandboxed() as app:
        # The call that should have been made long ago.
        wait_in('xfce4-notifyd', re.compile('Follow-up: Llamada a Ana'), 'label')
        click_in('xfce4-notifyd', 'Log follow-up')
        close_quick_entry()

        open_page(app)
        app.click(START)
        app.wait_for_text('its Background portal is missing')
        assert not a11y.has(app.clickable(SHORTCUT), 'sensitive')

        app.activate('call-number', NUMBER)
        click_in(CHOOSER, 'Cancel')
        app.wait_for_text('^No program was chosen')
        app.activate('call-number', NUMBER)
        choose_dialler('Second')
        diallers.wait_for(f'Second tel:{NUMBER}')

        # Whoever quits answers no question any more.
        app.activate('call-number', NUMBER)
        wait_in(CHOOSER, 'Cancel', 'push button')
        app.activate('quit')
        a11y.wait_until(lambda: app.process.poll() is not None, 'Bitácora to end')
        a11y.wait_until(lambda: not find_in(CHOOSER, 'Cancel', 'push button'), 'the dialog to close')
    assert diallers.called.read_text() == f'Second tel:{NUMBER}\n', diallers.called.read_text()


CHECKS = {'kde': (real_portal.Kde, check_kde), 'gtk': (real_portal.Gtk, check_gtk)}

kind, check = CHECKS[sys.argv[1]]
install_own()
a11y_world.write_settings('', {'background': "'yes'"})
with kind() as desktop:
    check(desktop)
