#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page Calls of the preferences: outcomes are added, changed, moved and removed, which can be
undone; the words written for the user come with an example that follows what is typed.
"""

import ast

import a11y
import a11y_world


def outcomes():
    return ast.literal_eval(a11y_world.read_settings('').get('outcomes', '[]'))


def wait_for_outcomes(*wanted):
    a11y.wait_until(lambda: outcomes() == list(wanted), lambda: f'{wanted}: {outcomes()}')


with a11y.Application() as app:
    app.wait_until_active()
    app.activate('preferences')
    window = app.window('Preferences')
    # The main window is of no interest, and large.
    app.root = window
    app.click('Calls')
    app.wait_for_text('Example: Call to Ana Gómez')
    assert app.text('Outcome 1') == 'Answered'

    # Added, once.
    for _ in ('once', 'twice'):
        app.set_text('New outcome', ' Wrong number ')
        app.click('Add the outcome')
        app.wait_for_field('New outcome', '')
    wait_for_outcomes('Answered', 'No answer', 'Voicemail', 'Call back', 'Wrong number')

    # Changed where it stands; a blank one is none.
    app.set_text('Outcome 1', 'Reached')
    wait_for_outcomes('Reached', 'No answer', 'Voicemail', 'Call back', 'Wrong number')
    app.wait_for_text(r'Example: Reached\.')

    # Moved and removed.
    app.click('Move up', within=app.row_of('Outcome 2'))
    wait_for_outcomes('No answer', 'Reached', 'Voicemail', 'Call back', 'Wrong number')
    app.click('Remove', within=app.row_of('Outcome 1'))
    wait_for_outcomes('Reached', 'Voicemail', 'Call back', 'Wrong number')
    app.click('Undo')
    wait_for_outcomes('No answer', 'Reached', 'Voicemail', 'Call back', 'Wrong number')

    # Words
    app.set_text('Name of a call', '{outcome}: {contact} ({phone})')
    app.wait_for_text(r'Example: No answer: Ana Gómez \(\+57 310 555 1234\)')
    app.set_text('Name of a call', '{duration}')
    app.wait_for_text('Nothing will be written')
    assert a11y_world.read_settings('')['name-template'] == "'{duration}'"
    app.click('Back to the usual words')
    app.wait_for_text('Example: Call to Ana Gómez')

    app.click('Back to the usual outcomes')
    app.wait_for_field('Outcome 4', 'Call back')
    app.wait_for_field('Outcome 1', 'Answered')
    assert 'outcomes' not in a11y_world.read_settings('')
