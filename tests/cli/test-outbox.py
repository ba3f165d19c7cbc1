#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bitacora outbox: what waits, and how it goes."""

import contextlib
import fcntl
import json
import signal
import unittest

from cli_world import (CALL, DEADLINE, LOGGED, QUEUED, UNKNOWN, CliTest, find_free_port,
                       wait_until)

MEMBERS = ['id', 'state', 'profile', 'created', 'not_before', 'attempts', 'name', 'phone',
           'completed', 'wolkvox_id', 'code', 'message', 'sentence']


class Outbox(CliTest):
    def setUp(self):
        super().setUp()
        self.port = find_free_port()
        with self.practise(port=self.port):
            pass

    def log(self, name, status=QUEUED):
        return self.expect(status, 'log', '--name', name, '--phone', '310 555 1234',
                           '--completed', '2026-11-24 15:42')

    def test_what_could_not_be_sent_goes_when_the_crm_is_back(self):
        self.log('one')
        self.log('two')
        printed, _ = self.expect(QUEUED, 'outbox', 'send')
        self.assertIn('2 calls are not in the CRM yet', printed)
        with self.practise(port=self.port) as practice:
            printed, complaint = self.expect(LOGGED, 'outbox', 'send')
            accepted = practice.accepted()
            self.assertEqual([record['body']['fields']['name'] for record in accepted],
                             ['one', 'two'])
            for number, record in enumerate(accepted, 1):
                self.assertRegex(printed, rf'number {number}\b.*{record["wolkvox_id"]}\n')
            self.assertTrue(printed.endswith('Nothing waits.\n'))
            self.assertEqual(complaint, '')
            self.expect(LOGGED, 'outbox', 'send')
            self.assertEqual(len(practice.accepted()), 2)

    def test_nothing_to_send(self):
        self.assertEqual(self.expect(LOGGED, 'outbox', 'send'), ('Nothing waits.\n', ''))

    def test_list(self):
        self.assertEqual(self.expect(LOGGED, 'outbox', 'list'), ('', ''))
        self.log('one')
        printed, _ = self.expect(LOGGED, 'outbox', 'list')
        self.assertEqual(printed.count('\n'), 1)
        for word in ('1 ', 'practice', '+57 310', 'one', 'refused'):
            self.assertIn(word, printed)

    def test_list_json(self):
        self.log('Ñandú')
        entry, = self.list_outbox()
        self.assertEqual(list(entry), MEMBERS)
        self.assertEqual((entry['id'], entry['state'], entry['profile'], entry['attempts'],
                          entry['name'], entry['phone'], entry['completed'], entry['wolkvox_id']),
                         (1, 'queued', 'practice', 1, 'Ñandú', '+573105551234',
                          '2026-11-24T20:42:00Z', None))

    def test_filters(self):
        self.log('one')
        with self.practise('--fault', 'cut-after', port=self.port):
            self.log('two', UNKNOWN)
            self.log('three', LOGGED)
        names = lambda *options: [entry['name'] for entry in self.list_outbox(*options)]
        self.assertEqual(names(), ['two', 'one'])
        self.assertEqual(names('--state', 'all'), ['three', 'two', 'one'])
        self.assertEqual(names('--state', 'logged', '--state', 'queued'), ['three', 'one'])
        self.assertEqual(names('--state', 'unknown'), ['two'])
        self.assertEqual(names('--state', 'all', '--limit', '2'), ['three', 'two'])
        self.assertEqual(names('--profile', 'Practice CRM', '--limit', '0'), ['two', 'one'])
        self.expect(LOGGED, 'profile', 'add', 'Other', '--server', 'crm.x.com', '--operation', 'o')
        self.assertEqual(names('--profile', 'Other'), [])

    def test_calls_of_a_removed_profile_stay(self):
        self.log('one')
        _, complaint = self.expect(LOGGED, 'profile', 'remove', 'practice')
        self.assertIn('1 call of this profile waits', complaint)
        self.assertEqual(len(self.list_outbox('--profile', 'practice')), 1)

    def test_usage(self):
        for options in (('--state', 'lost'), ('--limit', '-1'), ('--limit', 'x'), ('word',),
                        ('--profile', 'Nobody')):
            with self.subTest(options=options):
                self.refuse('outbox', 'list', *options)
        self.refuse('outbox')
        self.refuse('outbox', 'send', 'now')

    def test_names_cannot_play_with_the_terminal(self):
        """Whatever came into the outbox: tabs and line breaks do not tear the table."""
        self.expect(QUEUED, 'log', *CALL, '--description', 'a\nb')
        printed, _ = self.expect(LOGGED, 'outbox', 'list')
        self.assertEqual(printed.count('\n'), 1)


class Interrupted(CliTest):
    @contextlib.contextmanager
    def hold_courier(self):
        """As another process does that sends."""
        self.outbox.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with open(f'{self.outbox}-courier', 'ab') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def test_while_it_is_being_sent(self):
        with self.practise('--fault', 'stall') as practice:
            program = self.start('log', *CALL, '--json')
            wait_until(practice.accepted, 'the call to arrive')
            program.send_signal(signal.SIGINT)
            printed, complaint = program.communicate(timeout=DEADLINE)
            self.assertEqual(program.returncode, UNKNOWN, complaint)
            self.assertEqual(json.loads(printed)['outcome'], 'unknown')
            self.assertIn('number 1', complaint)
            self.assertEqual([entry['state'] for entry in self.list_outbox()], ['unknown'])

    def test_while_another_process_is_the_courier(self):
        with self.practise() as practice:
            with self.hold_courier():
                program = self.start('log', *CALL)
                wait_until(self.list_outbox, 'the call to be kept')
                program.send_signal(signal.SIGINT)
                printed, complaint = program.communicate(timeout=DEADLINE)
            self.assertEqual(program.returncode, QUEUED, complaint)
            self.assertIn('bitacora outbox send', complaint)
            self.assertEqual(practice.accepted(), [])
            self.expect(LOGGED, 'outbox', 'send')
            self.assertEqual(len(practice.accepted()), 1)

    def test_it_goes_on_when_the_other_courier_is_gone(self):
        with self.practise() as practice:
            with self.hold_courier():
                program = self.start('log', *CALL)
                wait_until(self.list_outbox, 'the call to be kept')
            printed, complaint = program.communicate(timeout=DEADLINE)
            self.assertEqual(program.returncode, LOGGED, complaint)
            self.assertEqual(len(practice.accepted()), 1)


if __name__ == '__main__':
    unittest.main()
