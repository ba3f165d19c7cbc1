#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quick entry by keyboard alone: six keys log a call; what is typed outlives Escape and a kill."""

import contextlib
import os
import pathlib
import re
import sqlite3

import a11y
import a11y_world

OUTBOX = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'bitacora' / 'outbox.db'
HOST = a11y.BUILD / 'tests' / 'app' / 'quick-entry-host'
RECORD = '64cb0123456789abcdef64cb'
# What is promised; a sanitizer's program is let take its time.
PROMISED = a11y.DEADLINE if os.environ.get('BITACORA_SANITIZE') else 1


def ask(query):
    with contextlib.closing(sqlite3.connect(f'file:{OUTBOX}?mode=ro', uri=True)) as database:
        return [row[0] for row in database.execute(query).fetchall()]


def calls():
    return ask('SELECT activity FROM entry ORDER BY id')


def draft():
    return ''.join(ask("SELECT text FROM draft WHERE slot = 'quick-entry'"))


done = a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'http://127.0.0.1:9',
                      '--operation', 'practice')
assert done.returncode == 0, done.stderr
a11y_world.run('log', '--no-wait', '--phone', '3105551234', '--name', 'Call to Ana Gómez',
               '--record', RECORD)
assert len(calls()) == 1

with a11y.Application(program=HOST) as app:
    app.wait_until_active()
    app.wait_for_focus('Number or name')

    # Three digits, and whoever it is can be heard.
    app.type('310')
    app.wait_for_text('^Ana Gómez$')
    app.wait_for(re.compile('^Ana Gómez, .*1234, '))
    app.keys('Return')
    app.wait_for_field('Name of the call', 'Call to Ana Gómez')
    app.wait_for_focus('Note')
    app.keys('alt+1')
    app.wait_for_field('Note', 'Answered. ')
    app.keys('ctrl+Return')
    a11y.wait_until(lambda: len(calls()) == 2, 'the call in the outbox')
    for word in ('Call to Ana Gómez', 'Answered.', RECORD):
        assert word in calls()[1], calls()[1]
    assert draft() == ''

app = a11y.Application(program=HOST)
app.wait_until_active()
app.wait_for_focus('Number or name')
app.type('32095')
a11y.wait_until(lambda: '32095' in draft(), 'the last key to be on disk', PROMISED)
app.process.kill()
app.process.wait()

with a11y.Application(program=HOST) as app:
    app.wait_until_active()
    app.wait_for_field('Number or name', '32095')
    # It is not a whole number: the window stays, and says so.
    app.keys('ctrl+Return')
    app.wait_for_text('too short')
    assert len(calls()) == 2
