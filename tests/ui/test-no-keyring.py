#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No keyring: the program says so, keeps the token nowhere, and the call is saved all the same."""

import re

import a11y
import a11y_form
import a11y_world

TOKEN = 'secret-XYZ-without-a-home'

with a11y_world.Practice(token=TOKEN) as practice:
    done = a11y_world.run('profile', 'add', 'Ventas CO', '--server', practice.url,
                          '--operation', 'practice')
    assert done.returncode == 0, done.stderr
    done = a11y_world.run('profile', 'token', 'Ventas CO', text=TOKEN + '\n')
    assert done.returncode != 0 and 'keyring' in done.stderr, done

    with a11y.Application() as app:
        a11y_form.fill(app)
        app.click('Log call')
        app.wait_for_toast('keyring')
        app.click('History')
        app.wait_for(re.compile(a11y_form.CALL['Name']), 'list item')
        a11y.settle(lambda: practice.activities() == [], 'the CRM has nothing')

found = [path for path in a11y.WORLD.rglob('*')
         if path.is_file() and TOKEN.encode() in path.read_bytes()]
assert not found, found
