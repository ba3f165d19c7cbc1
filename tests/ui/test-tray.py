#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bitácora in a real tray: a click opens the quick entry, the menu has what a day is made of, and
nothing of it needs the main window."""

import a11y
import a11y_world
import tray_host

TOKEN = 'secret-XYZ-of-the-tray-test'
ID = 'org.bitacora.Bitacora'
QUICK_ENTRY, WINDOW = 'Quick entry', '^Bitácora$'


def windows(title):
    return tray_host.xdotool('search', '--onlyvisible', '--name', title)


def wait_for_window(title):
    return a11y.wait_until(lambda: windows(title), f'the window {title}')[0]


def close(title):
    window = wait_for_window(title)
    tray_host.xdotool('windowactivate', '--sync', window)
    tray_host.xdotool('key', 'Escape' if title == QUICK_ENTRY else 'ctrl+w')
    a11y.wait_until(lambda: not windows(title), f'the window {title} to close')


def tooltip(item):
    return item.get('ToolTip')[3]


with a11y_world.Practice(token=TOKEN) as practice:
    a11y_world.add_profile('Ventas CO', practice.url, TOKEN)
    a11y_world.write_settings('', {'background': "'yes'"})
    for name, phone in (('Llamada a Ana', '310 555 1234'), ('Llamada a Luis', '310 555 1299')):
        a11y_world.run('log', '--name', name, '--phone', phone, '--remind', 'hoy 23:59')

    with tray_host.XfcePanel() as panel, \
            a11y.Application('--background', windowless=True) as app:
        item = tray_host.wait_for_item(ID)
        assert item.get('Status') == 'Active', item.get('Status')
        assert item.get('IconName') == f'{ID}-symbolic', item.get('IconName')
        a11y.wait_until(lambda: item.get('IconPixmap'), 'a picture for hosts without the icon')
        a11y.wait_until(lambda: 'Luis' in ' '.join(item.labels()), 'the last numbers in the menu')
        assert not windows(WINDOW)

        # A click, as a person does it.
        panel.click(tray_host.LEFT)
        close(QUICK_ENTRY)
        panel.click(tray_host.MIDDLE)
        close(WINDOW)

        # The menu.
        labels = item.labels()
        assert labels[:2] == ['Quick entry', 'Start call'], labels
        assert '2 follow-ups today' in tooltip(item), tooltip(item)
        panel.choose(item, 'Quick entry')
        close(QUICK_ENTRY)
        recent = next(label for label in labels if label.startswith('Llamada a Ana'))
        item.click(recent)
        close(QUICK_ENTRY)

        # What waits is counted, and what needs a person is shown.
        item.click('Pause sending')
        a11y.wait_until(lambda: 'paused' in tooltip(item), 'the tray to say that sending is paused')
        assert item.entry('Pause sending')['toggle-state'] == 1
        a11y_world.run('log', '--name', 'Espera', '--phone', '310 555 0000')
        a11y.wait_until(lambda: '1 call waits' in tooltip(item), 'the waiting call in the tray')
        assert item.get('OverlayIconName'), 'nothing lies over the icon'
        practice.misbehave('redirect')
        item.click('Pause sending')
        a11y.wait_until(lambda: item.get('Status') == 'NeedsAttention', 'the tray to ask for help')
        assert not item.get('OverlayIconName'), 'the warning stands alone'

        # Switched off and on.
        a11y_world.write_settings('', {'tray': 'false'})
        tray_host.wait_for_no_item(ID)
        a11y_world.write_settings('', {'tray': 'true'})
        item = tray_host.wait_for_item(ID)

        a11y.wait_until(lambda: 'Quit' in item.labels(), 'the menu')
        item.click('Quit')
        a11y.wait_until(lambda: app.process.poll() is not None, 'the program to end')
        assert app.process.returncode == 0, app.process.returncode
        tray_host.wait_for_no_item(ID)

    # Where the panel does not colour a symbolic icon, it has one in colours.
    with tray_host.XfcePanel(), a11y.Application('--background', windowless=True,
                                                 environment={'XDG_CURRENT_DESKTOP': 'LXQt'}):
        item = tray_host.wait_for_item(ID)
        assert item.get('IconName') == ID, item.get('IconName')
