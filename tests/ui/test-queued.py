#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The CRM cannot be reached: the call is saved, is shown as waiting, and goes when it is back."""

import re

import a11y
import a11y_form
import a11y_world

TOKEN = 'secret-XYZ-of-the-queue-test'

with a11y_world.Practice(token=TOKEN) as practice:
    port = practice.port()
    a11y_world.add_profile('Ventas CO', practice.url, TOKEN)

with a11y.Application() as app:
    a11y_form.fill(app)
    app.click('Log call')
    app.wait_for_toast('Nothing was sent: the call waits')
    app.clickable('Show')
    for name in a11y_form.CALL:
        app.wait_for_field(name, '')

    app.click('History')
    app.wait_for(re.compile(a11y_form.CALL['Name'] + ', Waiting'), 'list item')
    app.wait_for_text('1 call waits: the CRM could not be reached')

# The call is on disk: the next start has it, and sends it once the CRM is there.
with a11y.Application() as app:
    app.wait_until_active()
    app.keys('alt+3')
    app.wait_for(re.compile(a11y_form.CALL['Name'] + ', Waiting'), 'list item')
    app.keys('Return')
    app.clickable('Retry')

    with a11y_world.Practice(port=port, token=TOKEN) as practice:
        def sent():
            """Sends the call by hand, unless it has just gone by itself."""
            button = app.find('Retry', re.compile('button'), a11y.is_shown)
            if button is not None:
                a11y.click_node(button)
            return practice.activities()

        a11y.wait_until(sent, 'the call in the CRM')
        app.wait_for(re.compile(a11y_form.CALL['Name'] + ', Logged'), 'list item')
        [activity] = practice.wait_for_activities(1)
        assert activity['body']['fields']['name'] == a11y_form.CALL['Name'], activity
        assert activity['body']['fields']['phone'] == a11y_form.PHONE, activity
