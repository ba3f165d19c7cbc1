#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The history: what was logged is found again, read, copied, tried again, discarded and settled."""

import json
import unicodedata

import a11y
import a11y_world

TOKEN = 'secret-XYZ-of-the-history-test'
NAMES = ['Llamada a Ana Gómez', 'Llamada a Berta Ruiz', 'Llamada a Carlos Pérez',
         'Llamada a Diana López']


def log(name, status):
    done = a11y_world.run('log', '--name', name, '--phone', '310 555 1234',
                          '--description', 'Pide la cotización.')
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)


def states():
    done = a11y_world.run('outbox', 'list', '--state', 'all', '--json')
    assert done.returncode == 0, done.stderr
    return {call['name']: call['state'] for call in json.loads(done.stdout)}


def search(app, text):
    """Types TEXT into the search, from wherever the keyboard is."""
    app.keys('ctrl+f')
    app.wait_for_focus('Search the calls')
    app.keys('ctrl+a')
    app.type(text)


class History:
    """The page: its list, and what is known of the call that is chosen."""

    def __init__(self, app):
        self.app = app
        app.keys('alt+3')
        self.list = app.wait_for('Calls, newest first')
        self.details = app.wait_for('Details of the call')

    def rows(self):
        """What a screen reader says of each row."""
        return [a11y.name_of(node) for node in self.app.nodes(self.list)
                if a11y.role_of(node) == 'list item' and a11y.is_shown(node)]

    def wait_for_calls(self, names):
        """Waits until the list shows the calls NAMES, in this order, and nothing else."""
        def shown():
            rows = self.rows()
            return len(rows) == len(names) and all(n in row for n, row in zip(names, rows))
        a11y.wait_until(shown, lambda: f'{names}; there are {self.rows()}')

    def open(self, name):
        """Finds the call NAME by its last word, and opens what is known of it."""
        word = unicodedata.normalize('NFD', name.rpartition(' ')[2])
        search(self.app, ''.join(c for c in word if c.isascii()).lower())
        self.wait_for_calls([name])
        self.app.keys('Return')
        self.wait_for(f'^{name}$')

    def wait_for(self, wanted):
        """Waits until what is known of the call says WANTED, a pattern."""
        self.app.wait_for_text(wanted, self.details)

    def click(self, name):
        self.app.click(name, self.details)


with a11y_world.Practice(token=TOKEN) as crm:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN)
    a11y_world.write_settings('', {'uncertain-calls': "'ask-me'"})
    log(NAMES[0], 0)
    log(NAMES[1], 0)
    crm.misbehave('redirect')
    log(NAMES[2], 4)
    crm.misbehave('cut-after')
    log(NAMES[3], 5)
    assert sorted(states().values()) == ['logged', 'logged', 'rejected', 'unknown'], states()

    with a11y.Application() as app:
        app.wait_until_active()
        app.wait_for_text('The CRM refused 1 call')
        history = History(app)
        history.wait_for_calls(NAMES[::-1])
        rows = history.rows()
        assert rows[0].startswith(f'Today: {NAMES[3]}, Not certain · +57 310'), rows
        assert rows[1].startswith(f'{NAMES[2]}, Rejected'), rows

        # Without accents, and from the middle of a word.
        search(app, 'omez')
        history.wait_for_calls(NAMES[:1])
        search(app, 'nobody at all')
        app.wait_for_text('Nothing found')
        app.click('Show all calls')
        history.wait_for_calls(NAMES[::-1])

        # What is known of a call: its fields, and each attempt.
        history.open(NAMES[0])
        for wanted in ('Pide la cotización', '^Attempts$', 'HTTP 200'):
            history.wait_for(wanted)
        history.click('Copy as curl')
        app.wait_for_toast('without your token')

        # Refused by a slip of the CRM: the same again is accepted.
        history.open(NAMES[2])
        history.wait_for('elsewhere')
        history.click('Retry')
        crm.wait_for_activities(4)
        history.wait_for('^Logged$')
        assert states()[NAMES[2]] == 'logged', states()

        # Discarded, and back with all that is known of it.
        history.open(NAMES[1])
        history.click('Discard')
        app.wait_for_text('Nothing found')
        app.click('Undo')
        history.wait_for_calls([NAMES[1]])
        assert states()[NAMES[1]] == 'logged', states()
        history.open(NAMES[1])
        history.wait_for('HTTP 200')

        # Nobody but a person knows: it is there.
        app.click('Show')
        history.wait_for_calls(NAMES[3:])
        history.open(NAMES[3])
        history.wait_for('^Your call$')
        history.wait_for('^In the CRM$')
        history.click('It is there')
        a11y.wait_until(lambda: states()[NAMES[3]] == 'logged', 'the doubt to end')

        # The same again, as a new call.
        app.click('Show all calls')
        history.wait_for_calls(NAMES[::-1])
        history.open(NAMES[0])
        history.click('Log again like this')
        app.wait_for_field('Name', NAMES[0])
        app.click('Log call')
        crm.wait_for_activities(5)

        # Discarded for good.
        app.click('History')
        history.open(NAMES[1])
        history.click('Discard')
        app.wait_for_toast('was discarded')
        assert NAMES[1] not in states(), states()
