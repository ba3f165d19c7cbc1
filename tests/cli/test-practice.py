#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bitacora practice: where it listens, how it ends, and that it loads no GTK."""

import json
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import unittest
import urllib.request

from cli_world import CALL, DEADLINE, FAILED, LOGGED, QUEUED, CliTest, Practice, find_free_port


class PracticeTest(CliTest):
    def get_server(self):
        profiles = json.loads(self.expect(LOGGED, 'profile', 'list', '--json')[0])
        return {profile['id']: profile['server'] for profile in profiles}.get('practice')

    def test_one_line_with_its_address(self):
        port = find_free_port()
        with self.practise(port=port) as practice:
            self.assertEqual(practice.url, f'http://127.0.0.1:{port}')
            self.assertIn('<html', practice.get_page())
            status, rest, errors = practice.stop()
        self.assertEqual((status, rest, errors), (LOGGED, '', ''))

    def test_ctrl_c_ends_it(self):
        with self.practise() as practice:
            self.assertEqual(practice.stop(signal.SIGINT)[0], LOGGED)

    def test_page_shows_the_call(self):
        with self.practise() as practice:
            self.expect(LOGGED, 'log', *CALL)
            self.assertIn('Llamada a Ana Gómez', practice.get_page())

    def test_practice_profile_speaks_to_it(self):
        for _ in range(2):
            with self.practise() as practice:
                self.assertEqual(self.get_server(), practice.url)

    def test_made_up_token_leaves_the_profile_alone(self):
        with self.practise('--token', 'made-up') as practice:
            self.assertIsNone(self.get_server())
            self.expect(LOGGED, 'log', '--dry-run', '--profile', 'practice', *CALL)
            self.expect(LOGGED, 'profile', 'set', 'practice', '--server', practice.url)
            self.expect(QUEUED, 'log', '--profile', 'practice', *CALL)
            self.assertEqual(practice.accepted(), [])

    def test_usual_port_or_another(self):
        with self.hold_usual_port():
            process = self.start('practice')
            practice = Practice(process, process.stdout.readline(), self.home / 'none')
            self.addCleanup(practice.stop)
            self.assertRegex(practice.url, r'^http://127\.0\.0\.1:\d+$')
            self.assertNotIn(':8765', practice.url)

    def hold_usual_port(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(('127.0.0.1', 8765))
            listener.listen()
        except OSError:
            pass  # Somebody else has it: that serves as well.
        return listener

    def test_port_that_was_asked_for_is_not_exchanged(self):
        with socket.socket() as listener:
            listener.bind(('127.0.0.1', 0))
            listener.listen()
            printed, complaint = self.expect(FAILED, 'practice', '--port',
                                             listener.getsockname()[1])
        self.assertEqual(printed, '')
        self.assertTrue(complaint.startswith('bitacora: '))

    def test_usage(self):
        for options in (('--fault', 'explode'), ('--fault', 'delay:x'), ('--port', '70000'),
                        ('--port', 'x'), ('--tls-cert', 'a.pem'), ('--idle-exit', '-1'),
                        ('--token', ''), ('word',)):
            with self.subTest(options=options):
                self.refuse('practice', *options)
        self.expect(FAILED, 'practice', '--port', 0, '--record-to', '/no/such/folder/x')
        self.expect(FAILED, 'practice', '--port', 0, '--tls-cert', '/no/a', '--tls-key', '/no/b')

    def test_ends_when_nobody_needs_it(self):
        with self.practise('--idle-exit', 1) as practice:
            self.assertEqual(practice.process.wait(DEADLINE), LOGGED)

    @unittest.skipUnless(shutil.which('openssl'), 'openssl is not installed')
    def test_https(self):
        certificate, key = self.home / 'cert.pem', self.home / 'key.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key,
                        '-out', certificate, '-days', '2', '-subj', '/CN=localhost', '-addext',
                        'subjectAltName=DNS:localhost,IP:127.0.0.1'],
                       check=True, capture_output=True)
        with self.practise('--tls-cert', certificate, '--tls-key', key) as practice:
            self.assertTrue(practice.url.startswith('https://127.0.0.1:'), practice.url)
            context = ssl.create_default_context(cafile=certificate)
            with urllib.request.urlopen(practice.url + '/', timeout=DEADLINE,
                                        context=context) as answer:
                self.assertEqual(answer.status, 200)
            self.assertIsNone(self.get_server())

    def test_no_gtk_is_loaded(self):
        with self.practise() as practice:
            maps = pathlib.Path(f'/proc/{practice.process.pid}/maps').read_text(encoding='utf-8')
        self.assertIn('libsoup-3.0', maps)
        for library in ('libgtk', 'libgdk', 'libadwaita', 'libX11', 'libwayland'):
            self.assertNotIn(library, maps)


if __name__ == '__main__':
    unittest.main()
