#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A link beside --practice is opened as it would be without it, and logged into the practice CRM."""

import json
import re

import a11y
import a11y_world

LINK = 'bitacora://log?name=Llamada%20a%20Ana&phone=%2B573105551234'

with a11y.Application('--practice', LINK) as app:
    app.wait_until_active('Quick entry')
    app.wait_for_field('Number or name', re.compile('310.?555.?1234'))
    app.wait_for_field('Name of the call', 'Llamada a Ana')
    assert app.find('Log call') is None, 'the main window is there, too'
    app.keys('ctrl+Return')
    app.process.wait(a11y.DEADLINE)
[call] = json.loads(a11y_world.run('outbox', 'list', '--state', 'all', '--json').stdout)
assert (call['profile'], call['name']) == ('practice', 'Llamada a Ana'), call

# Whoever has practised enough logs into their own CRM again.
a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'crm.example.com', '--operation', 'ventas')
a11y_world.write_settings('', {'current-profile': "'ventas-co'"})


def current():
    return a11y_world.read_settings('').get('current-profile')


with a11y.Application() as app:
    app.activate('preferences')
    app.click('Practice CRM', within=app.window('Preferences'))
    app.click('Run the practice CRM')
    a11y.wait_until(lambda: current() == "'practice'", 'the practice profile')
    app.click('Run the practice CRM')
    a11y.wait_until(lambda: current() == "'ventas-co'", 'the profile of before')
