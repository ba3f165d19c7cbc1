#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being typed outlives the program: killed a second after the last key, it is back."""

import contextlib
import os
import pathlib
import sqlite3

import a11y
import a11y_form
import a11y_world

OUTBOX = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'bitacora' / 'outbox.db'
# What is promised; a sanitizer's program is let take its time.
PROMISED = a11y.DEADLINE if os.environ.get('BITACORA_SANITIZE') else 1


def kept_draft():
    """What is on disk of a call that is being typed."""
    with contextlib.closing(sqlite3.connect(f'file:{OUTBOX}?mode=ro', uri=True)) as database:
        found = database.execute("SELECT text FROM draft WHERE slot = 'form'").fetchone()
    return found[0] if found is not None else ''


def kill(app):
    app.process.kill()
    app.process.wait()


done = a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'http://127.0.0.1:9',
                      '--operation', 'practice')
assert done.returncode == 0, done.stderr

app = a11y.Application()
a11y_form.fill(app)
app.set_text('Completion date', '31/02/2026')
a11y.wait_until(lambda: '31/02/2026' in kept_draft(), 'the last key to be on disk', PROMISED)
kill(app)

app = a11y.Application()
app.wait_for_toast('^What you were typing is back')
app.wait_for_field('Name', a11y_form.CALL['Name'])
a11y_form.check_filled(app)
app.wait_for_field('Completion date', '31/02/2026')
kill(app)

# Whoever is faster than the disk keeps what they type, and the older text is one click away.
lock = sqlite3.connect(OUTBOX, isolation_level=None)
lock.execute('PRAGMA locking_mode = EXCLUSIVE')
lock.execute('BEGIN EXCLUSIVE')
with a11y.Application() as app:
    app.set_text('Name', 'Otra llamada')
    lock.execute('ROLLBACK')
    lock.close()
    app.wait_for_toast('^What you were typing last time is kept')
    app.wait_for_field('Name', 'Otra llamada')
    app.click('Open')
    app.wait_for_field('Name', a11y_form.CALL['Name'])
    app.wait_for_field('Completion date', '31/02/2026')
