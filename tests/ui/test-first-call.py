#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who has just installed Bitácora practises first: one call, logged once, as typed."""

import datetime

import a11y
import a11y_form

with a11y.Application() as app:
    crm = a11y_form.practise(app)
    a11y_form.fill(app)
    app.click('Log call')

    toast = app.wait_for_toast('^Logged · ')
    [activity] = crm.wait_for_activities(1)
    body = activity['body']
    assert activity['wolkvox_id'].startswith(toast.partition('· ')[2].rstrip('…')), toast
    app.clickable('Copy')

    fields = body['fields']
    assert (body['module'], body['type']) == ('wolkvox_activities', 'call'), body
    assert fields['name'] == a11y_form.CALL['Name'], fields
    assert fields['description'] == a11y_form.CALL['Description'], fields
    assert fields['phone'] == a11y_form.PHONE, fields
    assert (fields['status'], fields['priority']) == ('created', 'normal'), fields
    assert fields['remember'] is False, fields
    assert fields['reminder_date'] == fields['completion_date'], fields
    ended = datetime.datetime.strptime(fields['completion_date'], '%Y-%m-%d %H:%M:%S')
    assert abs(datetime.datetime.now() - ended) < datetime.timedelta(minutes=5), ended

    # The form is ready for the next call.
    for name in a11y_form.CALL:
        app.wait_for_field(name, '')
