#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being typed outlives the program: killed a second after the last key, it is back."""

import time

import a11y
import a11y_form
import a11y_world

done = a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'http://127.0.0.1:9',
                      '--operation', 'practice')
assert done.returncode == 0, done.stderr

app = a11y.Application()
a11y_form.fill(app)
app.set_text('Completion date', '31/02/2026')
# The promise itself is a span of time: at most a second is lost.
time.sleep(1.0)
app.process.kill()
app.process.wait()

with a11y.Application() as app:
    app.wait_for_field('Name', a11y_form.CALL['Name'])
    a11y_form.check_filled(app)
    app.wait_for_field('Completion date', '31/02/2026')
