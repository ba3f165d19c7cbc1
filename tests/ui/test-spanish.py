#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In Spanish, the program speaks Spanish, from the welcome to the answer of the CRM."""

import re

import a11y
import a11y_form
import a11y_world
from a11y_form import spanish

# What is left of English, if anything: words that stand in the way, and that Spanish has not.
ENGLISH = re.compile(r'\b(Name|Phone|Country|Log|Clear|Reminder|Low|Owner|Saved|Logged|New|Waiting'
                     r'|Practise|Connect|Preferences|Today|Completed|Now|When|What|Who|the|your'
                     r'|of|and|January|November|December|Monday|Tuesday|Wednesday|Thursday|Friday'
                     r'|Saturday|Sunday)\b', re.IGNORECASE)


def check_texts(app):
    left = [text for text in app.texts() if ENGLISH.search(text)]
    assert not left, left


with a11y.Application() as app:
    app.clickable(spanish('Practise first'))
    check_texts(app)
    app.click(spanish('Practise first'))

    for english, text in (('_Name', 'Llamada a Ana Gómez'), ('_Phone', '310 555 1234'),
                          ('_Description', 'Pide la cotización.')):
        app.set_text(spanish(english), text)
    app.clickable(spanish('_Log call'))
    check_texts(app)

    # The date as one writes it here, and what was understood in words.
    app.set_text(spanish('Completion date'), '28/02/2026')
    app.wait_for_text('28 de febrero')
    check_texts(app)

    # What is wrong is said in Spanish, too.
    app.set_text(spanish('_Phone'), '12')
    app.click(spanish('Log call'))
    app.wait_for_text(r'\+57 12')
    check_texts(app)

    app.set_text(spanish('_Phone'), '310 555 1234')
    app.click(spanish('Log call'))
    app.wait_for_toast('^' + spanish('Logged · %s…').partition(' ·')[0])
    check_texts(app)
    [activity] = a11y_world.practice_of_window().wait_for_activities(1)
    assert activity['body']['fields']['phone'] == a11y_form.PHONE, activity
    assert activity['body']['fields']['completion_date'].startswith('2026-02-28'), activity
