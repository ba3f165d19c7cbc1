#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""It is not certain whether a call was logged: who wants to be asked decides on the page Waiting."""

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


with a11y_world.Practice(token=TOKEN) as crm:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN, '--country', 'CO')
    a11y_world.write_settings('', {'uncertain-calls': "'ask-me'"})

    log(crm, 'cut-after', 'Llegó')
    with a11y.Application() as app:
        app.click('Waiting')
        app.clickable('Send again')
        app.click('It is there')
        app.wait_for_text('Nothing waits')
    assert [a['body']['fields']['name'] for a in crm.activities()] == ['Llegó'], crm.activities()

    log(crm, 'cut-before', 'Se perdió')
    with a11y.Application() as app:
        app.click('Waiting')
        app.click('Send again')
        app.wait_for_text('Nothing waits')
        names = [a['body']['fields']['name'] for a in crm.wait_for_activities(2)]
    assert names == ['Llegó', 'Se perdió'], names
