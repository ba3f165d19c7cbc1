#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls come from a file, all of them or none, and go into one."""

import json
import pathlib
import re

import a11y
import a11y_world

TOKEN = 'secret-XYZ-of-the-import-test'
FOLDER = pathlib.Path(a11y.WORLD) / 'home'
HEADER = 'Celular;Nombre;Fecha;Campaña'
GOOD = ['310 555 1234;Llamada a Ana;24/11/2026 15:42;Cali',
        '310 555 1235;Llamada a Berta;24/11/2026 15:50;Cali',
        '310 555 1236;Llamada a Carlos;24/11/2026 16:05;Pasto']
BAD = ['12;Llamada a Diana;24/11/2026 16:10;Cali',
       '310 555 1237;Llamada a Elena;31/02/2026 16:20;Cali']
MANY = 30000


def write(name, header, rows):
    path = FOLDER / name
    path.write_text('\n'.join([header, *rows]) + '\n', encoding='utf-8')
    return path


def names():
    """The names of all calls in the outbox, oldest first."""
    done = a11y_world.run('outbox', 'list', '--state', 'all', '--json')
    assert done.returncode == 0, done.stderr
    return sorted(call['name'] for call in json.loads(done.stdout))


class Import:
    """The window, and what it shows."""

    def __init__(self, app):
        self.app = app
        app.wait_until_active('Bitácora')
        self.others = app.window_ids()
        app.keys('ctrl+i')
        self.dialog = app.wait_for('Import calls', 'dialog')
        app.clickable('Choose a file…', self.dialog)

    def open(self, path):
        """Opens PATH, as the file chooser and a drop do."""
        self.app.activate_in_window('import-file', str(path))
        self.wait_for(f'^{re.escape(path.name)}$')
        self.wait_for('^Columns of the file$')

    def wait_for(self, wanted):
        self.app.wait_for_text(wanted, self.dialog)

    def click(self, name):
        self.app.click(name, self.dialog)

    def can_import(self):
        return a11y.has(self.app.clickable('Import', self.dialog), 'sensitive')

    def meaning(self, header):
        """What the column HEADER is taken for."""
        row = self.app.wait_for(header, re.compile('^(combo box|list item)$'), within=self.dialog)
        return self.app.texts(row)[-1]

    def wait_for_meanings(self, **wanted):
        a11y.wait_until(lambda: all(self.meaning(h) == m for h, m in wanted.items()),
                        lambda: f'{wanted}; it is {[(h, self.meaning(h)) for h in wanted]}')

    def choose_last_meaning(self, header, *keys):
        """Chooses another meaning for HEADER, the last column, by KEYS in its list."""
        self.app.wait_for_focus('Continue')
        self.app.keys('shift+Tab')
        self.app.wait_for_focus(header)
        self.app.keys('space')
        a11y.wait_until(lambda: self.app.focused_names()[:1] not in ([], [header]),
                        'the list of meanings')
        self.app.keys(*keys, 'Return')
        a11y.wait_until(lambda: self.app.focused_names()[0] == header, 'the list to close')
        self.app.keys('Tab')

    def findings(self):
        """What a screen reader says of the rows in which something was found."""
        found = self.app.wait_for('What was found in the rows', within=self.dialog)
        return [a11y.name_of(node) for node in self.app.nodes(found)
                if a11y.role_of(node) == 'list item' and a11y.is_shown(node)]

    def wait_until_closed(self):
        self.app.wait_until_only(self.others)


def check_meanings(app):
    """Columns are guessed, and can be something else; each meaning belongs to one of them."""
    window = Import(app)
    window.open(write('llamadas.csv', HEADER, GOOD + BAD + GOOD[:1]))
    window.wait_for_meanings(Celular='Phone', Nombre='Name', Fecha='Completion date',
                             Campaña='Not imported')
    window.choose_last_meaning('Campaña', 'Home', 'Down')
    window.wait_for_meanings(Celular='Not imported', Campaña='Phone')
    window.choose_last_meaning('Campaña', 'End', 'Up')
    window.wait_for_meanings(Celular='Not imported', Campaña='Location')
    # Without numbers there are no calls.
    window.click('Continue')
    app.wait_for(re.compile('^No column says “Phone”'), 'alert', within=window.dialog)

    window.open(FOLDER / 'llamadas.csv')
    window.wait_for_meanings(Celular='Phone', Campaña='Not imported')
    window.choose_last_meaning('Campaña', 'End', 'Up')
    window.wait_for_meanings(Celular='Phone', Campaña='Location')
    return window


def check_findings(window):
    """What is wrong is said by its row; with it nothing is imported, without it the others."""
    window.click('Continue')
    window.wait_for('^3 calls can be imported$')
    window.wait_for('^2 rows have errors')
    window.wait_for('^1 call is in the outbox already or stands in the file twice')
    found = window.findings()
    assert len(found) == 3, found
    assert found[0].startswith('Line 5, “Celular”: '), found
    assert found[1].startswith('Line 6, “Fecha”: There is no day 31'), found
    assert found[2] == 'Line 7: This row says the same as the one in line 2.', found
    assert not window.can_import()

    window.click('Leave out the rows with errors')
    a11y.wait_until(window.can_import, 'the others to be importable')
    window.click('Import')
    window.wait_for('^3 calls are saved')
    window.wait_for('^3 rows were left out')
    window.app.wait_for_focus('Close')
    window.app.keys('Return')
    window.wait_until_closed()


def check_known(app):
    """The same file again holds nothing new, and Escape leads out of it step by step."""
    window = Import(app)
    window.open(FOLDER / 'llamadas.csv')
    window.choose_last_meaning('Campaña', 'End', 'Up')
    window.click('Continue')
    window.wait_for('^There is nothing to import$')
    assert not window.can_import()
    window.click('Leave out the rows with errors')
    window.click('Import again those that are there already')
    window.wait_for('^4 calls can be imported$')
    assert window.can_import() and len(window.findings()) == 2, window.findings()
    app.keys('Escape')
    window.wait_for('^Columns of the file$')
    app.wait_for_focus('Continue')
    app.keys('Escape')
    app.wait_for_focus('Choose a file…')
    app.keys('Escape')
    window.wait_until_closed()


def check_cancelling(app):
    """Who cancels while calls are being saved has saved none."""
    window = Import(app)
    window.open(write('muchas.csv', 'phone,name,date',
                      [f'310{5550000 + n},Llamada {n},2026-11-24 10:00' for n in range(MANY)]))
    window.click('Continue')
    window.wait_for(f'^{MANY} calls can be imported$')
    app.wait_for_focus('Import')
    app.keys('Return')
    app.wait_for_focus('Cancel')
    window.wait_for('^Importing the calls$')
    app.keys('Return')
    app.wait_for('Nothing was imported', 'alert', within=window.dialog)
    window.wait_for(f'^{MANY} calls can be imported$')
    assert len(names()) == 3, len(names())

    app.wait_for_focus('Import')
    app.keys('Return')
    app.wait_for_focus('Cancel')
    app.keys('ctrl+w')
    window.wait_until_closed()
    app.wait_for_toast('^Nothing was imported$')
    assert len(names()) == 3, len(names())


def export(app, title, name):
    """Exports into the file NAME, by the file chooser, and returns what stands in it."""
    app.wait_until_active('Bitácora')
    others = app.window_ids()
    app.keys('ctrl+shift+s')
    app.wait_for(re.compile(title))
    app.wait_for_focus('Name:')
    app.keys('ctrl+a')
    app.type(str(FOLDER / name))
    app.keys('Return')
    app.wait_until_only(others)
    app.wait_for_toast(f'“{name}” now$')
    return (FOLDER / name).read_text(encoding='utf-8')


with a11y_world.Practice(token=TOKEN) as crm:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN, '--country', 'CO')
    with a11y.Application() as app:
        app.wait_until_active()
        check_findings(check_meanings(app))
        activities = [a['body']['fields'] for a in crm.wait_for_activities(3)]
        assert sorted((f['name'], f['location']) for f in activities) == [
            ('Llamada a Ana', 'Cali'), ('Llamada a Berta', 'Cali'),
            ('Llamada a Carlos', 'Pasto')], activities
        check_known(app)
        check_cancelling(app)
        assert names() == ['Llamada a Ana', 'Llamada a Berta', 'Llamada a Carlos'], names()

        # All of them; then those that are looked at.
        lines = export(app, '^Export all calls', 'todas.csv').splitlines()
        assert len(lines) == 4 and 'Llamada a Ana' in lines[1], lines
        app.keys('ctrl+f')
        app.wait_for_focus('Search the calls')
        app.type('berta')
        a11y.wait_until(lambda: len([n for n in app.nodes(app.wait_for('Calls, newest first'))
                                     if a11y.role_of(n) == 'list item' and a11y.is_shown(n)]) == 1,
                        'the search')
        [call] = json.loads(export(app, 'that History shows', 'una.json'))
        assert call['name'] == 'Llamada a Berta', call
        crm.wait_for_activities(3)
