#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""It is not certain whether a call was logged: who wants to be asked decides in the history."""

import re

import a11y
import a11y_form
import a11y_world

TOKEN = 'secret-XYZ-of-the-doubt-test'
UNCERTAIN = 5


def log(crm, fault, name):
    """Logs a call, of which nobody knows whether it arrived."""
    crm.misbehave(fault, 1)
    done = a11y_world.run('log', '--name', name, '--phone', a11y_form.CALL['Phone'])
    assert done.returncode == UNCERTAIN, done


def open_newest(app):
    """Opens what is known of the newest call; returns where it stands."""
    app.wait_until_active()
    app.keys('alt+3')
    app.wait_for_focus('Search the calls')
    app.wait_for(re.compile('Not certain'), 'list item')
    app.keys('Return')
    details = app.wait_for('Details of the call')
    app.wait_for_text('Bitácora has not asked the CRM', details)
    app.wait_for_text('^Bitácora has not looked there', details)
    return details


with a11y_world.Practice(token=TOKEN) as crm:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN, '--country', 'CO')
    a11y_world.write_settings('', {'uncertain-calls': "'ask-me'"})

    log(crm, 'cut-after', 'Llegó')
    with a11y.Application() as app:
        details = open_newest(app)
        app.wait_for_text('may or may not be in the CRM')
        app.clickable('Send again', details)
        app.click('It is there', details)
        app.wait_for(re.compile('Llegó, Logged'), 'list item')
        app.wait_for_text('^Logged$', details)
    assert [a['body']['fields']['name'] for a in crm.activities()] == ['Llegó'], crm.activities()

    log(crm, 'cut-before', 'Se perdió')
    with a11y.Application() as app:
        details = open_newest(app)
        app.click('Send again', details)
        app.wait_for(re.compile('Se perdió, Logged'), 'list item')
        names = [a['body']['fields']['name'] for a in crm.wait_for_activities(2)]
    assert names == ['Llegó', 'Se perdió'], names
