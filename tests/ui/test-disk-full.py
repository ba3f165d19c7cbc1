#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk is full: the call stays in the form or is held, in words, and goes when there is room."""

import resource

import a11y
import a11y_form
import a11y_world

TOKEN = 'secret-XYZ-disk-full'
FULL = 'no room left on the disk'
ROOM = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def fill_disk(app):
    """No file of the program may grow any more."""
    resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))


def make_room(app):
    resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE, ROOM)


def start():
    # The signal that comes with a file that may not grow ends a program unless it is ignored.
    return a11y.Application('-c', f'trap "" XFSZ; exec "{a11y.PROGRAM}"', program='/bin/sh')


with a11y_world.Practice(token=TOKEN) as crm:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN)
    with start() as app:
        a11y_form.fill(app)
        fill_disk(app)
        app.click('Log call')
        app.wait_for_text(FULL)
        a11y_form.check_filled(app)
        assert crm.activities() == [], crm.activities()

        # Nothing of it is lost, and it goes by the same button.
        make_room(app)
        app.click('Log call')
        [activity] = crm.wait_for_activities(1)
        assert activity['body']['fields']['name'] == a11y_form.CALL['Name'], activity
