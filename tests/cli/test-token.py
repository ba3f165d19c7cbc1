#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token of one's own, in a real keyring: kept, used, removed, and never shown."""

import json
import unittest

from cli_world import CALL, FAILED, LOGGED, QUEUED, CliTest

SECRET = 'secret-XYZ-4d0a9e'
OTHER = 'secret-XYZ-77b1c2'


class Token(CliTest):
    kept = ('DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'HOME', 'XDG_DATA_HOME',
            'XDG_CONFIG_HOME')

    def test_from_the_keyring_to_the_crm(self):
        said = []

        def run(status, *arguments, stdin=''):
            printed, complaint = self.expect(status, *arguments, stdin=stdin)
            said.extend((printed, complaint))
            return printed

        with self.practise('--token', SECRET) as practice:
            run(LOGGED, 'profile', 'add', 'Mine', '--server', practice.url, '--operation', 'Mine')
            run(FAILED, 'profile', 'test', 'Mine')
            self.assertEqual(
                json.loads(run(QUEUED, 'log', *CALL, '--profile', 'Mine', '--json'))['outcome'],
                'queued')
            run(LOGGED, 'profile', 'token', 'Mine', stdin=OTHER + '\n')
            run(FAILED, 'profile', 'test', 'Mine')
            run(QUEUED, 'outbox', 'send')
            run(LOGGED, 'profile', 'token', 'Mine', stdin=SECRET)
            self.assertIn('left today', run(LOGGED, 'profile', 'test', 'Mine'))
            run(LOGGED, 'outbox', 'send')
            run(LOGGED, 'log', *CALL, '--profile', 'Mine', '--show-exchange')
            self.assertEqual(len(practice.accepted()), 2)
            run(LOGGED, 'profile', 'remove', 'Mine')
            run(LOGGED, 'profile', 'add', 'Mine', '--server', practice.url, '--operation', 'Mine')
            run(FAILED, 'profile', 'test', 'Mine')
            said.extend(map(str, practice.stop()))

        for text in said:
            self.assertNotIn(SECRET, text)
            self.assertNotIn(OTHER, text)
        data = self.env['XDG_DATA_HOME'] + '/bitacora/outbox.db'
        with open(data, 'rb') as file:
            self.assertNotIn(SECRET.encode(), file.read())


if __name__ == '__main__':
    unittest.main()
