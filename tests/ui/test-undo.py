#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clear takes no question and loses nothing: Undo brings back all that was typed."""

import a11y
import a11y_form

with a11y.Application() as app:
    crm = a11y_form.practise(app)
    a11y_form.fill(app)
    app.click('Clear')
    for name in a11y_form.CALL:
        app.wait_for_field(name, '')
    app.click('Undo')
    for name in a11y_form.CALL:
        app.wait_for_field(name, a11y_form.loosely(name))
    a11y_form.check_filled(app)

    app.click('Log call')
    app.wait_for_toast('^Logged')
    crm.wait_for_activities(1)
