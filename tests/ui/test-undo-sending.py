#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call that waits before it is sent: Undo takes it back, and neither a kill nor Quit loses it."""

import json

import a11y
import a11y_form
import a11y_world
import notifications

TOKEN = 'secret-XYZ-undo-sending'


def kept():
    done = a11y_world.run('outbox', 'list', '--state', 'all', '--json')
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def chosen():
    """What the settings hold of what was chosen in the preferences."""
    settings = a11y_world.read_settings('')
    return settings.get('undo-sending'), settings.get('uncertain-calls')


with a11y_world.Practice(token=TOKEN) as crm, notifications.Desktop() as desktop:
    a11y_world.add_profile('Ventas CO', crm.url, TOKEN)
    app = a11y.Application()
    app.activate('preferences')
    app.click('Sending')
    app.wait_for_on('Ask the CRM about calls whose outcome is not certain')
    app.click('Ask the CRM about calls whose outcome is not certain')
    app.click('Wait 5 seconds before sending, so that it can be undone')
    a11y.wait_until(lambda: chosen() == ('true', "'ask-me'"), lambda: f'both: {chosen()}')
    app.keys('Escape')
    a11y_form.fill(app)
    app.click('Log call')
    app.wait_for_toast('5 seconds')
    app.wait_for_field('Name', '')
    app.click('Undo')
    app.wait_for_toast('^Nothing was sent')
    a11y_form.check_filled(app)
    assert crm.activities() == [], crm.activities()
    assert kept() == [], kept()

    app.click('Log call')
    app.wait_for_toast('5 seconds')
    app.process.kill()
    app.process.wait()
    assert crm.activities() == [], crm.activities()
    assert [call['state'] for call in kept()] == ['queued'], kept()

    with a11y.Application() as app:
        crm.wait_for_activities(1)
        app.wait_for_field('Name', '')

        # Whoever does not take it back hears what came of it.
        a11y_form.fill(app, Name='Otra llamada')
        app.click('Log call')
        app.wait_for_toast('5 seconds')
        app.wait_for_toast('^Logged')
        crm.wait_for_activities(2)

        a11y_form.fill(app, Name='La última')
        app.window()
        app.keys('ctrl+Return', 'ctrl+q')
        app.process.wait(a11y.DEADLINE)
    assert len(kept()) == 3, kept()
    done = a11y_world.run('outbox', 'send')
    assert done.returncode == 0, done.stderr
    names = [a['body']['fields']['name'] for a in crm.wait_for_activities(3)]
    assert names[1:] == ['Otra llamada', 'La última'], names

    # Whoever closes the window at once wants it sent all the same, or may still take it back.
    a11y_world.write_settings('', {'background': "'no'"})
    desktop.shown.clear()
    app = a11y.Application()
    a11y_form.fill(app, Name='Ventana cerrada')
    app.click('Log call')
    app.wait_for_toast('5 seconds')
    assert not desktop.shown, desktop.shown
    app.window()
    app.keys('ctrl+w')
    shown = desktop.wait_for('The call will be sent in a moment')
    assert shown.body == 'Ventana cerrada', shown
    desktop.press(shown, 'Undo')
    app.wait_for_toast('^Nothing was sent')
    a11y_form.check_filled(app, Name='Ventana cerrada')
    app.click('Log call')
    app.wait_for_toast('5 seconds')
    app.keys('ctrl+w')
    shown = desktop.wait_for('The call will be sent in a moment')
    assert app.process.wait(a11y.DEADLINE) == 0, app.output()
    a11y.complain(app.output())
    assert [a['body']['fields']['name'] for a in crm.activities()][3:] == ['Ventana cerrada']
    a11y.wait_until(lambda: shown not in desktop.shown.values(), 'Undo to be offered no more')
