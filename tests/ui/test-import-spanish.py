#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In Spanish, a file is imported in Spanish."""

import pathlib
import re

import a11y
import a11y_form
import a11y_world
from a11y_form import spanish

# What is left of English, if anything: words that stand in the way, and that Spanish has not.
ENGLISH = re.compile(r'\b(Import|Choose|file|Columns|each|Phone|Name|Completion|Continue|calls?|rows?'
                     r'|Line|Leave|errors|again|outbox|saved|left|Close|Show|There|is|the|of|and)\b',
                     re.IGNORECASE)
CALLS = """Celular;Nombre;Fecha
310 555 1234;Llamada a Ana;24/11/2026 15:42
12;Llamada a Berta;24/11/2026 15:50
310 555 1234;Llamada a Ana;24/11/2026 15:42
"""


def check_texts(app, dialog):
    left = [text for text in app.texts(dialog)
            if ENGLISH.search(text) and not text.startswith('llamadas')]
    assert not left, left


path = pathlib.Path(a11y.WORLD) / 'home' / 'llamadas.csv'
path.write_text(CALLS, encoding='latin-1')

with a11y.Application() as app:
    app.click(spanish('Practise first'))
    app.field(spanish('_Name'))
    crm = a11y_world.practice_of_window()
    app.wait_until_active()
    app.keys('ctrl+i')
    dialog = app.wait_for(spanish('Import calls'), 'dialog')
    app.clickable(spanish('Choose a file…'), dialog)
    check_texts(app, dialog)

    app.activate_in_window('import-file', str(path))
    app.wait_for_text(f'^{spanish("Completion date")}$', dialog)
    check_texts(app, dialog)
    app.click(spanish('Continue'), dialog)
    app.wait_for_text('^Se puede importar 1 llamada$', dialog)
    app.wait_for_text('^1 fila tiene un error', dialog)
    app.wait_for_text('^Línea 3, «Celular»', dialog)
    check_texts(app, dialog)
    app.click(spanish('Leave out the rows with errors'), dialog)
    app.click(spanish('Import'), dialog)
    app.wait_for_text('^1 llamada está guardada', dialog)
    check_texts(app, dialog)
    app.wait_for_focus(spanish('Close'))
    app.keys('Return')

    [activity] = crm.wait_for_activities(1)
    assert activity['body']['fields']['phone'] == a11y_form.PHONE, activity
