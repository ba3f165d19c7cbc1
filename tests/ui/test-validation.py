#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong is said in words on its field, and nothing is sent until it is right."""

import a11y
import a11y_form

MISSING_NAME = '^The name is missing'
NO_SUCH_DAY = 'no day 31 in February'
NO_SUCH_NUMBER = 'too short for a phone number'

with a11y.Application() as app:
    crm = a11y_form.practise(app)

    # While one types for the first time, nothing is said.
    for sentence in ('missing', 'no day', 'too short'):
        assert not [text for text in app.texts() if sentence in text], app.texts()

    # As one leaves a field, what is wrong there is said there, and the rest is left alone.
    app.wait_until_active()
    app.wait_for_focus('Phone')
    app.type('12')
    app.keys('Tab')
    app.wait_for_text(NO_SUCH_NUMBER)
    assert not [text for text in app.texts() if text.startswith('The name is missing')]

    # Log call says the rest, and leads to the first wrong field.
    app.click('Log call')
    app.wait_for_text(MISSING_NAME)
    app.wait_for_focus('Phone')

    # What is put right is not complained of any more.
    a11y_form.fill(app, Name='')
    app.set_text('Completion date', '31/02/2026')
    app.click('Log call')
    app.wait_for_text(MISSING_NAME)
    app.wait_for_text(NO_SUCH_DAY)
    app.wait_for_focus('Name')
    assert not [text for text in app.texts() if 'too short' in text], app.texts()

    app.set_text('Name', a11y_form.CALL['Name'])
    app.click('Log call')
    app.wait_for_focus('Completion date')

    # Whatever was typed is still there, and the CRM has heard nothing.
    a11y_form.check_filled(app)
    a11y.settle(lambda: crm.activities() == [], 'the CRM has nothing')

    app.click('Now')
    app.click('Log call')
    app.wait_for_toast('^Logged')
    crm.wait_for_activities(1)
