#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being typed outlives the program: killed a second after the last key, it is back."""

import os
import sqlite3

import a11y
import a11y_form
import a11y_world

OUTBOX = os.path.join(os.environ['XDG_DATA_HOME'], 'bitacora', 'outbox.db')


def kept_draft():
    """What is on disk of a call that is being typed."""
    database = sqlite3.connect(f'file:{OUTBOX}?mode=ro', uri=True)
    found = database.execute("SELECT text FROM draft WHERE slot = 'form'").fetchone()
    database.close()
    return found[0] if found is not None else ''


done = a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'http://127.0.0.1:9',
                      '--operation', 'practice')
assert done.returncode == 0, done.stderr

app = a11y.Application()
a11y_form.fill(app)
app.set_text('Completion date', '31/02/2026')
# The promise: at most a second is lost.
a11y.wait_until(lambda: '31/02/2026' in kept_draft(), 'the draft on disk', deadline=1)
app.process.kill()
app.process.wait()

with a11y.Application() as app:
    app.wait_for_field('Name', a11y_form.CALL['Name'])
    a11y_form.check_filled(app)
    app.wait_for_field('Completion date', '31/02/2026')
