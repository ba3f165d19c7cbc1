#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The CRM takes its time and the user gives up waiting: the form stays usable, nothing is lost."""

import a11y
import a11y_form

with a11y.Application() as app:
    crm = a11y_form.practise(app)
    crm.misbehave('stall', 1)
    a11y_form.fill(app)
    app.click('Log call')
    app.click('Cancel')

    # It may have reached the CRM, so it is neither lost nor sent again by itself.
    app.click('Waiting')
    app.wait_for_text(a11y_form.CALL['Name'])
    app.click('New call')
    a11y_form.fill(app, Name='Otra llamada')
    app.click('Log call')
    app.wait_for_toast('^Logged')
    names = [a['body']['fields']['name'] for a in crm.activities()]
    assert names.count('Otra llamada') == 1, names
    assert names.count(a11y_form.CALL['Name']) <= 1, names
