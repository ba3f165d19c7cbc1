#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reminder: its fields appear when it is switched on, and the CRM gets what they say."""

import datetime

import a11y
import a11y_form


def reads(text):
    return datetime.datetime.strptime(text, '%Y-%m-%d %H:%M:%S')


with a11y.Application() as app:
    crm = a11y_form.practise(app)
    assert app.find('Reminder date', where=a11y.is_shown) is None
    assert app.find('In 1 hour', where=a11y.is_shown) is None

    a11y_form.fill(app)
    app.click('High')
    app.click('Reminder')
    app.click('Tomorrow 9:00')
    app.click('Log call')
    app.wait_for_toast('^Logged')

    # The next one is not so important.
    a11y_form.fill(app, Name='La segunda')
    app.click('Reminder')
    app.click('In 1 hour')
    app.click('Log call')
    first, second = [a['body']['fields'] for a in crm.wait_for_activities(2)]

    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    assert (first['remember'], first['priority']) == (True, 'high'), first
    assert reads(first['reminder_date']) == datetime.datetime.combine(
        tomorrow, datetime.time(9)), first

    # The form went back to its defaults in between.
    assert (second['remember'], second['priority']) == (True, 'normal'), second
    ahead = reads(second['reminder_date']) - datetime.datetime.now()
    assert datetime.timedelta(minutes=50) < ahead < datetime.timedelta(minutes=70), second
