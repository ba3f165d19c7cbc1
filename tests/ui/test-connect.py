#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window is connected to a CRM, with a token that ends up in the keyring and nowhere else."""

import os
import pathlib

import a11y
import a11y_form
import a11y_world

TOKEN = 'secret-XYZ-of-the-connect-test'


def places_of_the_token():
    """Every place that the test can see and in which the token stands in clear."""
    places = []
    for path in a11y.WORLD.rglob('*'):
        if path.is_file() and TOKEN.encode() in path.read_bytes():
            places.append(str(path))
    return places


def check_process(process):
    """Neither the arguments nor the environment of the program hold the token."""
    for name in ('cmdline', 'environ'):
        assert TOKEN.encode() not in (pathlib.Path('/proc') / str(process.pid) / name).read_bytes()


def fill(app, server):
    app.click('Connect to your CRM')
    app.set_text('Profile name', 'Ventas CO')
    app.set_text('Server', server)
    app.set_text('Operation', 'practice')
    app.set_text('Owner', 'ADMIN_@mimodulo', within=app.list_of('Operation'))
    app.set_text('Token', TOKEN)


# A CRM that is out of reach is not called connected.
with a11y.Application() as app:
    fill(app, 'http://127.0.0.1:1')
    app.click('Connect')
    app.wait_for_text('refused the connection. Check the server’s address and your network')
    app.click('Connect anyway')
    app.wait_for_toast('^Saved, not connected yet')
assert a11y_world.run('profile', 'remove', 'Ventas CO').returncode == 0

with a11y_world.Practice(token=TOKEN) as practice:
    with a11y.Application(environment={'G_MESSAGES_DEBUG': 'all'}) as app:
        fill(app, practice.url)
        app.click('Test connection')
        app.wait_for_text(r'\d+ (of \d+ )?requests? left')
        app.click('Connect')

        a11y_form.fill(app)
        app.click('Log call')
        app.wait_for_toast('^Logged')
        [activity] = practice.wait_for_activities(1)
        assert activity['body']['fields']['wolkvox_owner'] == 'ADMIN_@mimodulo', activity
        check_process(app.process)

    # The next start still has it, from the keyring.
    with a11y.Application() as app:
        a11y_form.fill(app, Name='Segunda llamada')
        app.click('Log call')
        app.wait_for_toast('^Logged')
        practice.wait_for_activities(2)

# What the test itself wrote aside: only the program's own places are left to look at.
assert os.environ['HOME'].startswith(str(a11y.WORLD))
assert places_of_the_token() == [], places_of_the_token()
