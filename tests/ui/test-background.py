#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closing the window: asked once, and then either nothing stops or all that is on its way arrives."""

import json
import re
import subprocess

import a11y
import a11y_form
import a11y_world

TOKEN = 'secret-XYZ-of-the-background-test'


def choice():
    return a11y_world.read_settings('').get('background')


def states():
    return [entry['state']
            for entry in json.loads(a11y_world.run('outbox', 'list', '--json').stdout)]


def close_window(app):
    """By the keyboard, whichever window was opened last."""
    subprocess.run(['xdotool', 'windowactivate', '--sync', app.window_ids()[-1]], check=True,
                   timeout=a11y.DEADLINE)
    app.keys('ctrl+w')


with a11y_world.Practice(token=TOKEN) as practice:
    a11y_world.add_profile('Ventas CO', practice.url, TOKEN)

    with a11y.Application() as app:
        # Escape: nothing is decided, and the window stays.
        close_window(app)
        app.wait_for(re.compile('Keep running'), re.compile('button'))
        question = app.wait_for('Keep Bitácora running?', re.compile('dialog|alert'))
        assert 'your calls go on being sent' in question.get_description()
        app.keys('Escape')
        app.wait_until_only([app.window_id()])
        assert choice() is None, choice()

        # A call that nobody answers yet, and the window closed meanwhile.
        a11y_form.fill(app)
        practice.misbehave('delay')
        app.click('Log call')
        close_window(app)
        app.click('Keep running')
        a11y.wait_until(lambda: choice() == "'yes'", 'the answer to be kept')
        a11y.wait_until(lambda: not app.window_ids(), 'the windows to close')
        a11y.settle(lambda: not app.window_ids(), 'no window')
        practice.wait_for_activities(1)

        # It is there for whoever asks.
        app.activate('quick-entry')
        app.wait_for('Number or name', 'text')
        app.activate('open')
        app.wait_for('Log call', re.compile('button'))

        # Not asked again.
        close_window(app)
        app.activate('pause-sending')
        a11y.wait_until(lambda: a11y_world.read_settings('').get('pause-sending') == 'true',
                        'sending to pause')
        done = a11y_world.run('log', '--name', 'Waits', '--phone', '310 555 1234', '--json')
        assert done.returncode == 3, done
        app.activate('pause-sending')
        practice.wait_for_activities(2)

    # Quitting lets a call that is on its way arrive.
    a11y_world.write_settings('', {'background': "'no'"})
    with a11y.Application() as app:
        a11y_form.fill(app)
        practice.misbehave('delay')
        app.click('Log call')
        a11y.wait_until(lambda: 'sending' in states(), 'the call to be on its way')
        close_window(app)
        a11y.wait_until(lambda: app.process.poll() is not None, 'the program to end')
        assert app.process.returncode == 0, app.process.returncode
        practice.wait_for_activities(3)
