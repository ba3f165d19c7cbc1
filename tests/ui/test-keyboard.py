#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way by the keyboard alone: no pointer, and no help from accessibility."""

import re

import a11y
import a11y_form
import a11y_world


def go_to(app, name, most=40):
    """Presses Tab until what is called NAME has the keyboard."""
    for _ in range(most):
        if app.has_focus(name):
            return
        before = app.focused_names()
        app.keys('Tab')
        a11y.wait_until(lambda: app.focused_names() != before, 'Tab to move the focus')
    raise a11y.Failure(f'{most} times Tab never led to {name}')


with a11y.Application() as app:
    app.wait_until_active()
    app.wait_for_focus('Connect to your CRM')
    go_to(app, 'Practise first')
    app.keys('Return')
    app.field('Name')

    go_to(app, 'Name')
    app.type('Llamada a Ana')
    app.wait_for_field('Name', 'Llamada a Ana')
    go_to(app, 'Phone')
    app.type('3105551234')
    go_to(app, 'Description')
    app.type('Pide precio')
    app.keys('Return')
    app.type('y plazo')
    app.wait_for_field('Description', 'Pide precio\ny plazo')
    app.keys('ctrl+Return')

    app.wait_for_toast('^Logged')
    crm = a11y_world.practice_of_window()
    [activity] = crm.wait_for_activities(1)
    fields = activity['body']['fields']
    assert fields['name'] == 'Llamada a Ana', fields
    assert fields['description'] == 'Pide precio\ny plazo', fields
    assert fields['phone'] == a11y_form.PHONE, fields

    # The pages, too.
    app.keys('alt+3')
    app.wait_for_on('History')
    app.wait_for(re.compile('Llamada a Ana, Logged'), 'list item')
    app.keys('alt+1')
    app.wait_for_on('New call')

    # What the keys do is told.
    app.keys('ctrl+question')
    app.wait_for_text('^Show the follow-ups$')
    app.keys('Escape')

# Whoever goes to the follow-ups for the first time stands on the first.
a11y_world.run('log', '--no-wait', '--name', 'Llamada a Ana', '--phone', '310 555 1234',
               '--remind', '2026-01-02 10:00')
with a11y.Application() as app:
    app.wait_until_active()
    app.keys('alt+2')
    app.wait_for_focus(re.compile('^Call'))
