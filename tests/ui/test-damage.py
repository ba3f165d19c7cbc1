#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of the calls is damaged: who has the program open hears of it, and who opens it next
finds every call that can be read."""

import contextlib
import json
import os
import pathlib
import sqlite3

import a11y
import a11y_world

OUTBOX = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'bitacora' / 'outbox.db'
PAGE = 4096
N_CALLS = 60
N_LOGGED = 10
LOST = 'Esta se pierde'


def fill():
    """Keeps calls that nobody sends, and so much else that opening does not look through it."""
    done = a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'http://127.0.0.1:9',
                          '--operation', 'practice')
    assert done.returncode == 0, done.stderr
    done = a11y_world.run('log', '--no-wait', '--name', LOST, '--phone', '+57 310 555 1234')
    assert done.returncode == 3, done.stderr
    with contextlib.closing(sqlite3.connect(OUTBOX)) as database:
        for number in range(N_CALLS):
            database.execute(
                'INSERT INTO entry (profile, activity, created, not_before)'
                ' SELECT profile, replace (activity, ?, ?), created, not_before FROM entry'
                ' WHERE id = 1', (LOST, f'Llamada {number} ' + 'x' * 1000))
        database.execute("UPDATE entry SET state = 'logged', wolkvox_id = 'a' || id"
                         " WHERE id <= ?",
                         (N_LOGGED,))
        database.execute("INSERT INTO draft VALUES ('large', hex (zeroblob (2000000)))")
        database.commit()


def damage():
    """Destroys the page that has the first call."""
    content = bytearray(OUTBOX.read_bytes())
    place = content.index(b'"name":"' + LOST.encode())
    page = place // PAGE * PAGE
    content[page:page + PAGE] = b'\xa5' * PAGE
    OUTBOX.write_bytes(content)


fill()
damage()
with a11y.Application() as app:
    app.wait_for_toast('^The file of your calls is damaged. Close Bitácora and open it again')
with a11y.Application() as app:
    app.wait_for_toast(r'^The file of your calls was damaged. \d+ calls could be carried over')
[kept] = OUTBOX.parent.glob('outbox.db-damaged-*')
assert kept.stat().st_size > 0
done = a11y_world.run('outbox', 'list', '--limit', '0', '--json')
waiting = [call['name'].split(' x')[0] for call in json.loads(done.stdout)]
assert sorted(waiting) == sorted(f'Llamada {number}' for number in range(N_LOGGED - 1, N_CALLS)), (
    waiting)
