#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Log call, and the program ends: whenever that is, the CRM has the call once and only once."""

import contextlib
import json
import os
import pathlib
import sqlite3

import a11y
import a11y_form
import a11y_world

OUTBOX = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'bitacora' / 'outbox.db'
TOKEN = 'secret-XYZ-handover'


def names(crm):
    return [activity['body']['fields']['name'] for activity in crm.activities()]


def kill(app):
    app.process.kill()
    app.process.wait()


def quit_at_once(app):
    app.keys('ctrl+q')
    assert app.process.wait(a11y.DEADLINE) == 0, app.output()


def kill_when_empty(app):
    app.wait_for_field('Name', '')
    kill(app)


def kill_when_sent(app):
    a11y.wait_until(lambda: names(crm) and names(crm)[-1] == name, 'the call in the CRM')
    kill(app)


@contextlib.contextmanager
def locked_outbox():
    """Another program that lets nobody read the outbox."""
    with contextlib.closing(sqlite3.connect(OUTBOX, isolation_level=None)) as lock:
        lock.execute('PRAGMA locking_mode = EXCLUSIVE')
        lock.execute('BEGIN EXCLUSIVE')
        yield


def answer_for(call):
    """What the CRM would be asked about for minutes: a call cut off on its way that is not there."""
    done = a11y_world.run('outbox', 'resolve', str(call['id']), '--resend')
    assert done.returncode == 0 or name in names(crm), done.stderr


def settled(app):
    """Whether the CRM has the call; hands it over where the kill came before the key."""
    if app.text('Name') == name:
        app.click('Log call')
        app.wait_for_field('Name', '')
    done = a11y_world.run('outbox', 'list', '--state', 'unknown', '--json')
    assert done.returncode == 0, done.stderr
    for call in json.loads(done.stdout):
        if call['name'] not in names(crm):
            answer_for(call)
    return name in names(crm)


with a11y_world.Practice(token=TOKEN) as crm:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN)
    ends = (quit_at_once, kill, kill_when_empty, kill_when_sent)
    for count, end in enumerate(ends, 1):
        name = f'Llamada {count}'
        app = a11y.Application()
        a11y_form.fill(app, Name=name)
        app.wait_until_active()
        app.wait_for_field('Name', name)
        app.keys('ctrl+Return')
        end(app)

        with a11y.Application() as app:
            a11y.wait_until(lambda: settled(app), f'{name} in the CRM, after {end.__name__}')
            crm.wait_for_activities(count)
            app.wait_for_field('Name', '')
    assert names(crm) == [f'Llamada {count + 1}' for count in range(len(ends))], names(crm)

    # As long as the outbox cannot be opened the call is in the window alone, which does not close.
    with contextlib.ExitStack() as stack:
        stack.enter_context(locked_outbox())
        app = a11y.Application()
        a11y_form.fill(app, Name='La última')
        app.click('Log call')
        app.wait_for_toast('^The saved calls are still being opened')
        app.activate('quit')
        app.wait_for_toast('^A call is not saved yet and would be lost')
        assert app.process.poll() is None, app.output()
    with app:
        crm.wait_for_activities(len(ends) + 1)
