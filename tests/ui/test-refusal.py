#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The CRM refuses a call: all that was typed is still there, to be corrected and sent."""

import re

import a11y
import a11y_form

with a11y.Application() as app:
    crm = a11y_form.practise(app)
    crm.misbehave('redirect')
    a11y_form.fill(app)
    app.click('Log call')
    app.wait_for_text('elsewhere.*Nothing was logged')
    a11y_form.check_filled(app)
    a11y.settle(lambda: crm.activities() == [], 'the CRM has nothing')

    app.set_text('Name', 'Llamada a Ana María Gómez')
    app.click('Log call')
    app.wait_for_toast('^Logged')
    [activity] = crm.wait_for_activities(1)
    assert activity['body']['fields']['name'] == 'Llamada a Ana María Gómez', activity

    # What was refused and then sent does not wait any more.
    app.click('History')
    app.wait_for(re.compile('Llamada a Ana María Gómez, Logged'), 'list item')
    assert not app.find(re.compile('Rejected'), 'list item')
