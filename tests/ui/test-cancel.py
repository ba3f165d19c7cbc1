#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The CRM takes its time: the form is free at once for the next call, and nothing is lost."""

import a11y
import a11y_form

with a11y.Application() as app:
    crm = a11y_form.practise(app)
    crm.misbehave('stall', 1)
    a11y_form.fill(app)
    app.click('Log call')
    for name in a11y_form.CALL:
        app.wait_for_field(name, '')
    app.wait_for_focus('Phone')

    a11y_form.fill(app, Name='Otra llamada')
    app.click('Log call')
    app.wait_for_field('Name', '')
    a11y.wait_until(lambda: 'Otra llamada' in [a['body']['fields']['name']
                                               for a in crm.activities()], 'the other call')
    names = [a['body']['fields']['name'] for a in crm.activities()]
    assert names.count('Otra llamada') == 1, names
    assert names.count(a11y_form.CALL['Name']) <= 1, names
