#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the manual advises for a server: its script keeps a token, and sends with it, with no desktop.

Exits with 77 where there is no keyring to start.
"""

import os
import re
import shutil
import subprocess
import sys
import unittest

from cli_world import BUILD, CALL, DEADLINE, LOGGED, QUEUED, SOURCE, CliTest

SECRET = 'secret-XYZ-5f2c18'
SKIPPED = 77


def read_script(page):
    """The script that stands in the manual, as one reads it there."""
    text = (SOURCE / 'data' / page).read_text(encoding='utf-8')
    script = re.search(r'^#!/bin/sh\n.*?(?=^\.RE)', text, re.DOTALL | re.MULTILINE).group()
    return script.replace(r'\-', '-').replace(r'\e', '\\')


class WithoutDesktop(CliTest):
    def run_script(self, status, *arguments, stdin=''):
        # The keyring warns of what it lacks here; that is not ours to end by.
        env = {name: value for name, value in self.env.items()
               if name not in ('G_DEBUG', 'XDG_RUNTIME_DIR')}
        env['PATH'] = f'{BUILD / "src"}:{env["PATH"]}'
        done = subprocess.run([self.script, *arguments], input=stdin, text=True, encoding='utf-8',
                              capture_output=True, env=env, timeout=DEADLINE)
        self.assertEqual(done.returncode, status, (arguments, done.stdout, done.stderr))
        return done.stdout

    def follow(self, page):
        self.script = self.home / 'script'
        self.script.write_text(read_script(page), encoding='utf-8')
        self.script.chmod(0o700)
        (self.home / '.keyring-password').write_text('a long word\n', encoding='utf-8')
        with self.practise('--token', SECRET) as practice:
            self.run_script(LOGGED, 'profile', 'add', 'Mine', '--server', practice.url,
                            '--operation', 'Mine', '--current')
            self.run_script(LOGGED, 'profile', 'token', 'Mine', stdin=SECRET)
            self.run_script(QUEUED, 'log', '--no-wait', *CALL)
            self.assertIn('left today', self.run_script(LOGGED, 'profile', 'test', 'Mine'))
            self.run_script(LOGGED, 'outbox', 'send')
            self.assertEqual(len(practice.accepted()), 1)
        # The profile is where the manual says.
        keyfile = self.home / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        self.assertIn("display-name='Mine'", keyfile.read_text(encoding='utf-8'))

    def test_in_english(self):
        self.follow('bitacora.1')

    def test_in_spanish(self):
        self.follow('es/bitacora.1')


if __name__ == '__main__':
    if not all(map(shutil.which, ('dbus-run-session', 'gnome-keyring-daemon', 'gdbus'))):
        sys.exit(1 if os.environ.get('BITACORA_TESTS_MUST_RUN') else SKIPPED)
    unittest.main()
