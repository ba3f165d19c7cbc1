#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that was started by a link alone stays until its call was tried, and no longer."""

import json

import a11y
import a11y_world
import notifications

TOKEN = 'secret-XYZ-quick-entry-alone'
LINK = 'bitacora://log?phone=%2B573105551234&name='


def kept():
    done = a11y_world.run('outbox', 'list', '--state', 'all', '--json')
    return {call['name']: call['state'] for call in json.loads(done.stdout)}


def log(name):
    """Logs a call as whoever clicks a link does, and leaves the program to itself."""
    app = a11y.Application(LINK + name)
    app.wait_until_active('Quick entry')
    app.wait_for_focus('Note')
    app.type('Pide la cotización.')
    app.keys('ctrl+Return')
    a11y.wait_until(lambda: not app.window_ids(), 'the window to close')
    return app


def wait_for_end(app):
    assert app.process.wait(a11y.DEADLINE) == 0, app.output()
    a11y.complain(app.output())


with a11y_world.Practice(token=TOKEN) as crm, notifications.Desktop() as desktop:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN)

    # Answered late: it is waited for.
    crm.misbehave('delay')
    wait_for_end(log('Ana'))
    assert kept() == {'Ana': 'logged'}, kept()
    assert len(crm.activities()) == 1
    assert not desktop.shown, desktop.shown

    # Not taken: it is kept, and that is said.
    crm.misbehave('maintenance')
    wait_for_end(log('Berta'))
    assert kept()['Berta'] == 'queued', kept()
    assert desktop.wait_for('Bitácora is closed').body.startswith('1 call waits.')
    assert a11y_world.run('outbox', 'send').returncode == 0
    assert kept()['Berta'] == 'logged', kept()

    # Refused: nothing that is said to go by itself.
    desktop.shown.clear()
    crm.misbehave('redirect')
    wait_for_end(log('Rosa'))
    assert kept()['Rosa'] == 'rejected', kept()
    assert desktop.wait_for('Bitácora is closed').body.startswith('1 call needs you.')
    number = [call['id'] for call in json.loads(
        a11y_world.run('outbox', 'list', '--json').stdout) if call['name'] == 'Rosa'][0]
    a11y_world.run('outbox', 'discard', str(number))

    # The window is gone: the desktop offers Undo, and what was typed is back.
    a11y_world.write_settings('', {'undo-sending': 'true'})
    app = log('Carla')
    shown = desktop.wait_for('The call will be sent in a moment')
    assert shown.body == 'Carla', shown
    desktop.press(shown, 'Undo')
    app.wait_until_active('Quick entry')
    app.wait_for_field('Name of the call', 'Carla')
    app.wait_for_field('Note', 'Pide la cotización.')
    assert 'Carla' not in kept(), kept()
    app.keys('Escape')
    wait_for_end(app)

    # It is a draft, and goes when nobody takes it back.
    app = a11y.Application('--quick-entry')
    app.wait_until_active('Quick entry')
    app.wait_for_field('Name of the call', 'Carla')
    app.keys('ctrl+Return')
    shown = desktop.wait_for('The call will be sent in a moment')
    wait_for_end(app)
    assert kept()['Carla'] == 'logged', kept()
    a11y.wait_until(lambda: shown not in desktop.shown.values(), 'Undo to be offered no more')
    assert len(crm.activities()) == 3
