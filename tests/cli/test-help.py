#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads before they use it: help, man page, completion, complaints."""

import os
import re
import shutil
import subprocess
import unittest

from cli_world import FAILED, LOGGED, PROGRAM, SOURCE, CliTest

COMMANDS = ((), ('log',), ('outbox',), ('outbox', 'list'), ('outbox', 'show'), ('outbox', 'send'), ('outbox', 'retry'),
            ('outbox', 'resolve'), ('outbox', 'discard'), ('import',), ('export',), ('practice',), ('profile',),
            ('profile', 'add'), ('profile', 'list'), ('profile', 'set'),
            ('profile', 'token'), ('profile', 'test'), ('profile', 'remove'))
MAN_PAGE = SOURCE / 'data' / 'bitacora.1'
COMPLETION = SOURCE / 'data' / 'completions' / 'bitacora'


class Help(CliTest):
    def read_options(self, *command):
        printed, complaint = self.expect(LOGGED, *command, '--help')
        self.assertEqual(complaint, '')
        self.assertIn(' '.join(('bitacora', *command, '[')), printed)
        return set(re.findall(r'^ +(?:-\w, )?(--[a-z-]+)', printed, re.MULTILINE))

    def test_every_command_has_help(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                self.assertIn('--help', self.read_options(*command))
        self.assertEqual(self.read_options('log') - {'--help'}, {
            '--name', '--phone', '--description', '--priority', '--status', '--module', '--record',
            '--completed', '--remind', '--location', '--owner', '--type', '--from-json',
            '--profile', '--dry-run', '--json', '--show-exchange', '--wait', '--no-wait'})

    def test_help_fits_a_terminal(self):
        for command in COMMANDS:
            for line in self.expect(LOGGED, *command, '--help')[0].splitlines():
                self.assertLessEqual(len(line), 100, line)

    def test_help_of_practice_lists_the_faults(self):
        printed, _ = self.expect(LOGGED, 'practice', '--help')
        for fault in ('cut-after', 'maintenance', 'redirect'):
            self.assertRegex(printed, rf'\n  {fault} +\w')

    def test_version(self):
        printed, _ = self.expect(LOGGED, '--version')
        self.assertRegex(printed, r'^bitacora \d+\.\d+\.\d+\n$')

    def test_unknown_command(self):
        complaint = self.refuse('lgo')
        self.assertIn('“lgo”', complaint)
        self.assertIn('See “bitacora --help”.', complaint)

    def test_without_a_display_the_window_says_so(self):
        for arguments in ((), ('tel:+573105551234',), ('--practice',)):
            printed, complaint = self.expect(FAILED, *arguments)
            self.assertEqual(printed, '')
            self.assertIn('no display', complaint)

    def test_with_a_display_the_window_beside_the_program_starts(self):
        program = self.home / 'bin' / 'bitacora'
        window = self.home / 'bin' / 'app' / 'bitacora-window'
        window.parent.mkdir(parents=True)
        shutil.copy(PROGRAM, program)
        window.write_text('#!/bin/sh\nprintf "%s|" "$GSETTINGS_BACKEND" "$@"\n')
        window.chmod(0o755)
        for arguments in ([], ['tel:+573105551234'], ['--practice'], ['--gapplication-service']):
            done = subprocess.run([str(program), *arguments], capture_output=True, text=True,
                                  env={**self.env, 'DISPLAY': ':99'})
            self.assertEqual((done.returncode, done.stderr), (LOGGED, ''))
            self.assertEqual(done.stdout.split('|')[:-1], ['keyfile', *arguments])

    def test_settings_stay_where_the_user_wants_them(self):
        add = ('profile', 'add', 'a', '--server', 'crm.x.com', '--operation', 'o')
        self.expect(LOGGED, *add, env={'GSETTINGS_BACKEND': 'memory'})
        self.assertEqual(self.expect(LOGGED, 'profile', 'list'), ('', ''))

    def start_as_cron_does(self, owner):
        """What the window would get where nothing names the bus, which belongs to OWNER."""
        program = self.home / 'bin' / 'bitacora'
        window = self.home / 'bin' / 'app' / 'bitacora-window'
        window.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROGRAM, program)
        window.write_text('#!/bin/sh\necho "$GSETTINGS_BACKEND|$XDG_RUNTIME_DIR"\n')
        window.chmod(0o755)
        script = ('mount -t tmpfs none /run && mkdir -p "$1" && python3 -c "import socket, sys; '
                  'socket.socket(socket.AF_UNIX).bind(sys.argv[1])" "$1/bus" && '
                  'chown "$2" "$1/bus" && exec env -u XDG_RUNTIME_DIR "$3"')
        done = subprocess.run(['unshare', '--mount', 'sh', '-c', script, 'sh',
                               f'/run/user/{os.getuid()}', str(owner), str(program)],
                              capture_output=True, text=True, env={**self.env, 'DISPLAY': ':99'})
        if 'unshare failed' in done.stderr or 'mount:' in done.stderr:
            self.skipTest(done.stderr)
        return done.stdout.strip()

    def test_bus_of_a_user_who_is_logged_in_is_found(self):
        folder = f'/run/user/{os.getuid()}'
        self.assertEqual(self.start_as_cron_does(os.getuid()), f'|{folder}')
        self.assertEqual(self.start_as_cron_does(65534), 'keyfile|')

    def test_settings_that_are_not_installed(self):
        _, complaint = self.expect(FAILED, 'profile', 'list', env={
            'GSETTINGS_SCHEMA_DIR': str(self.home), 'XDG_DATA_DIRS': str(self.home)})
        self.assertIn('org.bitacora.Bitacora', complaint)

    def test_results_that_cannot_be_written(self):
        with open('/dev/full', 'w') as full:
            done = subprocess.run([str(PROGRAM), '--version'], stdout=full, stderr=subprocess.PIPE,
                                  env=self.env, text=True)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn('could not be written', done.stderr)

    def test_man_page_names_every_option(self):
        page = MAN_PAGE.read_text(encoding='utf-8').replace('\\-', '-')
        for command in COMMANDS:
            for word in {' '.join(command)} | self.read_options(*command):
                self.assertIn(word, page)

    @unittest.skipUnless(shutil.which('man'), 'man is not installed')
    def test_man_page_is_sound(self):
        done = subprocess.run(['man', '--warnings', '-E', 'UTF-8', '-l', str(MAN_PAGE)],
                              capture_output=True, env={**self.env, 'MANWIDTH': '80'})
        self.assertEqual((done.returncode, done.stderr.decode()), (0, ''))
        self.assertIn('EXIT STATUS', done.stdout.decode())


class Completion(CliTest):
    def complete(self, *words):
        """What bash offers for the last of WORDS."""
        script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
                  '_bitacora 2>/dev/null; printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(['bash', '-c', script, 'bash', str(COMPLETION), str(PROGRAM), *words],
                              capture_output=True, text=True, check=True, env=self.env)
        return sorted(done.stdout.split('\n')[:-1])

    def test_commands(self):
        self.assertEqual(self.complete('p'), ['practice', 'profile'])
        self.assertEqual(self.complete('profile', 'te'), ['test'])
        self.assertEqual(self.complete('outbox', ''), ['--help', 'discard', 'list', 'resolve', 'retry', 'send', 'show'])

    def test_every_option_is_offered(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                printed, _ = self.expect(LOGGED, *command, '--help')
                options = set(re.findall(r'^ +(?:-\w, )?(--[a-z-]+)', printed, re.MULTILINE))
                words = (*command, 'Name') if command == ('profile', 'set') else command
                self.assertLessEqual(options, set(self.complete(*words, '--')))

    def test_values(self):
        self.expect(LOGGED, 'profile', 'add', 'Ventas CO', '--server', 'crm.x.com', '--operation',
                    'o')
        self.assertEqual(self.complete('log', '--profile', 'v'), ['ventas-co'])
        self.assertEqual(self.complete('profile', 'remove', ''), ['--help', 'ventas-co'])
        self.assertEqual(self.complete('log', '--priority', ''), ['high', 'low', 'normal'])
        self.assertEqual(self.complete('practice', '--fault', 'cut'), ['cut-after', 'cut-before'])
        self.assertEqual(self.complete('log', '--name', ''), [''])
        self.assertEqual(self.complete('profile', 'add', 'x', '--time-zone', 'America/Bogo'),
                         ['America/Bogota'])
        (self.home / 'call one.json').touch()
        for words in (('log', '--from-json'), ('import',), ('export', '--json')):
            self.assertEqual(self.complete(*words, f'{self.home}/call'),
                             [f'{self.home}/call one.json'])


if __name__ == '__main__':
    unittest.main()
