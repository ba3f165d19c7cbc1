# SPDX-License-Identifier: GPL-3.0-or-later
"""The call form, as the tests fill it and read what became of it."""

import gettext
import re

import a11y
import a11y_world

CALL = {
    'Name': 'Llamada a Ana Gómez',
    'Phone': '310 555 1234',
    'Description': 'Pide la cotización por correo.\nVolver a llamar el lunes.',
}

# What the contract asks of the number above.
PHONE = {'type': 'telephone', 'country': 'COLOMBIA', 'code': '57', 'value': '3105551234'}


def practise(app):
    """Goes from the welcome to the form of the practice CRM, and returns that CRM."""
    app.click('Practise first')
    app.field('Name')
    return a11y_world.practice_of_window()


def fill(app, **changed):
    """Fills the form with the sample call; CHANGED names the fields that are to be different."""
    for name, text in {**CALL, **changed}.items():
        app.set_text(name, text)


def check_filled(app, **changed):
    """Checks that all that fill() typed still stands there."""
    for name, text in {**CALL, **changed}.items():
        found = app.text(name)
        assert digits(found) == digits(text) if name == 'Phone' else found == text, (name, found)


def digits(text):
    """TEXT without what the form may put between digits while one types."""
    return ''.join(c for c in text if c.isdigit())


def spanish(text):
    """The Spanish for TEXT, as it is shown: without the mark of its access key."""
    catalogue = gettext.translation('bitacora', a11y.BUILD / 'po', ['es'])
    translated = catalogue.gettext(text)
    assert translated != text, f'{text} has no translation'
    return translated.replace('_', '')


def loosely(name):
    """A pattern for what fill() puts into the field NAME, however the field lays it out."""
    return re.compile(r'\W*'.join(digits(CALL[name])) if name == 'Phone' else re.escape(CALL[name]))
