#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup is brought back in which a call waits that went out since: it is found in the CRM, not
sent again, and whoever opens the program hears of it."""

import json
import os
import pathlib
import shutil

import a11y
import a11y_world

TOKEN = 'secret-XYZ-of-the-backup-test'
CALLS = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'bitacora'
BACKUP = CALLS.parent / 'backup'


def states():
    return [call['state']
            for call in json.loads(a11y_world.run('outbox', 'list', '--state', 'all',
                                                  '--json').stdout)]


with a11y_world.Practice(token=TOKEN) as practice:
    a11y_world.add_profile('Ventas CO', practice.url, TOKEN)
    done = a11y_world.run('log', '--no-wait', '--name', 'Espera', '--phone', '+57 310 555 1234')
    assert done.returncode == 3, done.stderr
    shutil.copytree(CALLS, BACKUP)
    with a11y.Application() as app:
        practice.wait_for_activities(1)
        a11y.wait_until(lambda: states() == ['logged'], 'the call to be logged')

    shutil.rmtree(CALLS)
    shutil.copytree(BACKUP, CALLS)
    with a11y.Application() as app:
        app.wait_for_toast('^The file of your calls is a copy that was brought back. 1 call')
        a11y.wait_until(lambda: states() == ['logged'], 'the call to be found')
    assert len(practice.activities()) == 1, practice.activities()
