#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bitacora profile, on a computer with neither session bus nor keyring."""

import json
import os
import pathlib
import pty
import subprocess
import termios
import unittest

from cli_world import FAILED, LOGGED, PROGRAM, DEADLINE, CliTest, wait_until

ADD = ('profile', 'add', 'Ventas CO', '--server', 'crm0001.wolkvox.com', '--operation', 'Ventas')
SECRET = 'secret-XYZ-6f1c'


class Profiles(CliTest):
    def list(self):
        return json.loads(self.expect(LOGGED, 'profile', 'list', '--json')[0])

    def test_profile_is_still_there_at_the_next_command(self):
        self.expect(LOGGED, *ADD, '--owner', 'ADMIN_@m', '--module', 'cases', '--time-zone',
                    'America/Bogota', '--country', 'co', '--country-language', 'english',
                    '--priority', 'high')
        self.assertEqual(self.list(), [{
            'id': 'ventas-co',
            'name': 'Ventas CO',
            'server': 'https://crm0001.wolkvox.com',
            'operation': 'Ventas',
            'owner': 'ADMIN_@m',
            'module': 'cases',
            'priority': 'high',
            'time_zone': 'America/Bogota',
            'country': 'CO',
            'country_language': 'english',
            'current': True,
        }])
        self.assertTrue((self.home / 'config/glib-2.0/settings/keyfile').exists())

    def test_list(self):
        self.assertEqual(self.expect(LOGGED, 'profile', 'list'), ('', ''))
        self.expect(LOGGED, *ADD)
        self.expect(LOGGED, 'profile', 'add', 'B', '--server', 'crm.wolkvox.com', '--operation',
                    'b', '--current')
        printed, _ = self.expect(LOGGED, 'profile', 'list')
        self.assertEqual([line.split() for line in printed.splitlines()],
                         [['ventas-co', 'Ventas', 'CO', 'https://crm0001.wolkvox.com', 'Ventas'],
                          ['*', 'b', 'B', 'https://crm.wolkvox.com', 'b']])

    def test_set_changes_what_is_named_alone(self):
        self.expect(LOGGED, *ADD, '--owner', 'ADMIN_@m')
        before = self.list()[0]
        self.expect(LOGGED, 'profile', 'set', 'ventas co', '--time-zone', 'Europe/Madrid')
        self.assertEqual(self.list()[0], {**before, 'time_zone': 'Europe/Madrid'})
        self.expect(LOGGED, 'profile', 'set', 'ventas-co', '--time-zone', '')
        self.assertEqual(self.list()[0], before)

    def test_remove(self):
        self.expect(LOGGED, *ADD)
        printed, complaint = self.expect(LOGGED, 'profile', 'remove', 'Ventas CO')
        self.assertIn('Ventas CO', printed)
        self.assertEqual(complaint, '')
        self.assertEqual(self.list(), [])
        self.assertIn('Ventas CO', self.refuse('profile', 'remove', 'Ventas CO'))

    def test_pasted_address(self):
        self.expect(LOGGED, 'profile', 'add', 'a', '--operation', 'o',
                    '--server', 'https://https://crm0001.wolkvox.com/crm/login.php')
        self.assertEqual(self.list()[0]['server'], 'https://crm0001.wolkvox.com')

    def test_old_address_is_taken_with_a_word_on_the_new_one(self):
        _, complaint = self.expect(LOGGED, 'profile', 'add', 'a', '--operation', 'o',
                                   '--server', 'sv0001.crmvox.com')
        self.assertIn('crm0001.wolkvox.com', complaint)
        self.assertEqual(self.list()[0]['server'], 'https://sv0001.crmvox.com')

    def test_plain_http_is_for_this_computer_alone(self):
        self.expect(LOGGED, 'profile', 'add', 'a', '--operation', 'o',
                    '--server', 'http://127.0.0.1:8080')
        self.assertEqual(self.list()[0]['server'], 'http://127.0.0.1:8080')
        self.refuse('profile', 'add', 'b', '--operation', 'o', '--server', 'http://192.0.2.1:80')
        self.refuse('profile', 'set', 'a', '--server', 'http://crm0001.wolkvox.com')
        self.assertEqual([profile['server'] for profile in self.list()], ['http://127.0.0.1:8080'])

    def test_mistakes_leave_nothing_behind(self):
        for options in (('--server', 'not a host'), ('--time-zone', 'Bogota/America'),
                        ('--country', 'Colombia'), ('--country', 'ZZ'), ('--priority', 'urgent'),
                        ('--country-language', 'french'), ('--operation', ''), ('--colour', 'x')):
            with self.subTest(options=options):
                self.refuse(*ADD, *options)
                self.assertEqual(self.list(), [])

    def test_what_is_missing_is_named(self):
        self.assertIn('--server', self.refuse('profile', 'add', 'a', '--operation', 'o'))
        self.assertIn('--operation', self.refuse('profile', 'add', 'a', '--server', 'crm.x.com'))
        self.assertIn('NAME', self.refuse('profile', 'add', '--operation', 'o'))
        self.assertIn('two', self.refuse('profile', 'remove', 'one', 'two'))
        self.refuse('profile')
        self.refuse('profile', 'frobnicate')
        self.refuse('profile', 'set', 'nobody', '--owner', 'x')

    def test_name_is_taken_once(self):
        self.expect(LOGGED, *ADD)
        self.refuse(*ADD)
        self.assertEqual(len(self.list()), 1)


class Token(CliTest):
    def setUp(self):
        super().setUp()
        self.expect(LOGGED, *ADD)

    def test_without_a_keyring(self):
        printed, complaint = self.expect(FAILED, 'profile', 'token', 'Ventas CO', stdin=SECRET)
        self.assertEqual(printed, '')
        self.assertTrue(complaint.startswith('bitacora: '))
        self.assertNotIn(SECRET, complaint)
        self.expect(FAILED, 'profile', 'test', 'Ventas CO')
        for path in self.home.rglob('*'):
            if path.is_file():
                self.assertNotIn(SECRET.encode(), path.read_bytes(), path)

    def test_what_is_no_token(self):
        for text in ('', '\n', 'two\nlines\n', 'x' * 5000, 'a\0b'):
            with self.subTest(text=text[:10]):
                self.refuse('profile', 'token', 'Ventas CO', stdin=text)

    def test_argument_is_refused_and_not_repeated_as_a_profile(self):
        self.refuse('profile', 'token', 'Ventas CO', SECRET)

    def test_practice_needs_none(self):
        printed, _ = self.expect(LOGGED, 'profile', 'token', 'practice')
        self.assertIn('needs no token', printed)

    def test_practice_tells_what_is_left(self):
        with self.practise():
            printed, complaint = self.expect(LOGGED, 'profile', 'test', 'practice')
            self.assertRegex(printed, r'\d+ requests are left today')
            self.assertEqual(complaint, '')
        with self.practise('--fault', 'bad-token'):
            _, complaint = self.expect(FAILED, 'profile', 'test', 'practice')
            self.assertIn('token', complaint)

    def test_typing_is_hidden(self):
        leader, follower = pty.openpty()
        before = termios.tcgetattr(follower)
        program = subprocess.Popen([str(PROGRAM), 'profile', 'token', 'Ventas CO'], stdin=follower,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env)
        try:
            wait_until(lambda: not termios.tcgetattr(follower)[3] & termios.ECHO, 'a hidden line')
            os.write(leader, SECRET.encode() + b'\n')
            printed, complaint = program.communicate(timeout=DEADLINE)
        finally:
            program.kill()
        self.assertIn(b'Ventas CO', complaint)
        self.assertNotIn(SECRET.encode(), printed + complaint)
        self.assertEqual(termios.tcgetattr(follower), before)
        os.set_blocking(leader, False)
        try:
            shown = os.read(leader, 1000)
        except BlockingIOError:
            shown = b''
        self.assertNotIn(SECRET.encode(), shown)
        os.close(leader)
        os.close(follower)

    def test_ctrl_c_gives_the_terminal_back(self):
        leader, follower = pty.openpty()
        before = termios.tcgetattr(follower)
        program = subprocess.Popen([str(PROGRAM), 'profile', 'token', 'Ventas CO'], stdin=follower,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env)
        try:
            wait_until(lambda: not termios.tcgetattr(follower)[3] & termios.ECHO, 'a hidden line')
            # Only once it reads does a signal reach the reading.
            wait_until(lambda: b'hidden' in os.read(program.stderr.fileno(), 1000), 'the prompt')
            state = pathlib.Path(f'/proc/{program.pid}/stat')
            wait_until(lambda: state.read_text().split()[2] == 'S', 'its waiting for a line')
            program.send_signal(2)
            self.assertEqual(program.wait(DEADLINE), FAILED)
        finally:
            program.kill()
            program.communicate()
        self.assertEqual(termios.tcgetattr(follower), before)
        os.close(leader)
        os.close(follower)


if __name__ == '__main__':
    unittest.main()
