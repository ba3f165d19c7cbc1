#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bitacora outbox: what waits, and how it goes."""

import contextlib
import fcntl
import json
import pathlib
import shutil
import signal
import unittest

from cli_world import (CALL, DEADLINE, FAILED, LOGGED, QUEUED, REJECTED, UNKNOWN, CliTest,
                       find_free_port, wait_until)

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

    def test_copy_that_was_brought_back(self):
        self.log('one')
        shutil.rmtree(pathlib.Path(self.env['XDG_STATE_HOME']) / 'bitacora' / 'sent')
        printed, complaint = self.expect(LOGGED, 'outbox', 'list')
        self.assertIn('is a copy that was brought back. 1 call', complaint)
        self.assertIn('one', printed)
        _, complaint = self.expect(LOGGED, 'outbox', 'list')
        self.assertEqual(complaint, '')

    def test_file_that_was_damaged(self):
        self.log('one')
        whole = self.outbox.read_bytes()
        self.outbox.write_bytes(b'\xff' * 4096 + whole[4096:])
        printed, complaint = self.expect(LOGGED, 'outbox', 'list')
        self.assertRegex(complaint, r'was damaged\. 1 call could be carried over; .*-damaged-')
        self.assertIn('one', printed)
        self.assertEqual(self.expect(LOGGED, 'outbox', 'list')[1], '')

    def test_profiles_out_of_sight(self):
        """Outside of the desktop session nothing is taken for removed."""
        self.log('one')
        elsewhere = {'XDG_CONFIG_HOME': str(self.home / 'elsewhere')}
        _, complaint = self.expect(FAILED, 'outbox', 'send', env=elsewhere)
        self.assertIn('outside of a desktop session', complaint)
        self.assertNotIn('removed', self.list_outbox()[0]['sentence'])
        self.assertIn('outside of a desktop session',
                      self.refuse('log', *CALL, env=elsewhere))
        with self.practise(port=self.port):
            self.expect(LOGGED, 'outbox', 'send')
        self.assertEqual(self.expect(LOGGED, 'outbox', 'send', env=elsewhere),
                         ('Nothing waits.\n', ''))

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


class Decided(CliTest):
    """What a person decides about one call."""

    def setUp(self):
        super().setUp()
        self.port = find_free_port()
        with self.practise(port=self.port):
            pass

    def log(self, status, *faults):
        with self.practise(*(word for fault in faults for word in ('--fault', fault)),
                           port=self.port):
            self.expect(status, 'log', *CALL)

    def get_states(self):
        return [entry['state'] for entry in self.list_outbox('--state', 'all')]

    def test_saved_without_waiting(self):
        with self.practise(port=self.port) as practice:
            printed, complaint = self.expect(QUEUED, 'log', *CALL, '--no-wait', '--json')
            self.assertEqual(complaint, '')
            self.assertEqual(json.loads(printed), {'outcome': 'queued', 'wolkvox_id': None,
                                                   'code': None, 'message': None, 'id': 1})
            self.assertEqual(practice.accepted(), [])
            self.expect(LOGGED, 'outbox', 'send')
            self.assertEqual(len(practice.accepted()), 1)

    def test_sending_paused(self):
        with self.practise(port=self.port) as practice:
            self.set_up_settings({'pause-sending': 'true'})
            printed, complaint = self.expect(QUEUED, 'log', *CALL, '--json')
            self.assertEqual(json.loads(printed)['outcome'], 'queued')
            self.assertIn('Sending is paused', complaint)
            self.assertEqual(practice.accepted(), [])
            # Whoever asks for this one means it.
            self.expect(LOGGED, 'log', *CALL, '--wait', '10')
            self.assertEqual(len(practice.accepted()), 1)

    def test_no_wait_and_wait_exclude_each_other(self):
        self.refuse('log', *CALL, '--no-wait', '--wait', '3')
        self.refuse('log', *CALL, '--no-wait', '--show-exchange')

    def test_retry(self):
        self.log(REJECTED, 'redirect')
        printed, _ = self.expect(LOGGED, 'outbox', 'retry', '1')
        self.assertIn('Number 1', printed)
        self.assertEqual(self.get_states(), ['queued'])
        with self.practise(port=self.port) as practice:
            self.expect(LOGGED, 'outbox', 'send')
            self.assertEqual(len(practice.accepted()), 1)
        self.refuse('outbox', 'retry', '1')

    def test_it_is_in_the_crm(self):
        self.log(UNKNOWN, 'cut-after')
        self.expect(LOGGED, 'outbox', 'resolve', '1', '--logged', '64cb0c3f')
        entry, = self.list_outbox('--state', 'all')
        self.assertEqual((entry['state'], entry['wolkvox_id']), ('logged', '64cb0c3f'))
        self.refuse('outbox', 'resolve', '1', '--logged')

    def test_it_is_in_the_crm_under_an_id_that_nobody_knows(self):
        self.log(UNKNOWN, 'cut-after')
        self.expect(LOGGED, 'outbox', 'resolve', '--logged', '1')
        self.assertEqual(self.get_states(), ['logged'])

    def test_it_is_not_in_the_crm(self):
        self.log(UNKNOWN, 'cut-before')
        self.expect(LOGGED, 'outbox', 'resolve', '1', '--resend')
        with self.practise(port=self.port) as practice:
            self.expect(LOGGED, 'outbox', 'send')
            self.assertEqual(len(practice.accepted()), 1)

    def test_show(self):
        self.log(UNKNOWN, 'cut-after')
        printed, _ = self.expect(LOGGED, 'outbox', 'show', '1')
        for word in ('Llamada a Ana Gómez', '+57 310 5551234', 'Attempts:'):
            self.assertIn(word, printed)

    def test_show_json(self):
        self.expect(QUEUED, 'log', *CALL, '--no-wait', '--description', 'precio')
        with self.practise('--fault', 'maintenance', port=self.port):
            self.expect(QUEUED, 'outbox', 'send')
        self.expect(LOGGED, 'outbox', 'retry', '1')
        with self.practise(port=self.port):
            self.expect(LOGGED, 'outbox', 'send')
        call = json.loads(self.expect(LOGGED, 'outbox', 'show', '1', '--json')[0])
        self.assertEqual(list(call)[:len(MEMBERS)], MEMBERS)
        self.assertEqual((call['state'], call['description']), ('logged', 'precio'))
        first, second = call['history']
        self.assertEqual((first['code'], second['code']), (503, 200))
        self.assertEqual(json.loads(second['body'])['fields']['name'], CALL[1])
        self.assertLessEqual(first['ended'], second['started'])

    def test_search(self):
        for name in ('José Pérez', 'Ana Gómez'):
            self.expect(QUEUED, 'log', '--name', name, '--phone', '310 555 1234', '--no-wait')
        names = lambda *options: [entry['name'] for entry in self.list_outbox(*options)]
        self.assertEqual(names('--search', 'jose'), ['José Pérez'])
        self.assertEqual(names('--search', 'GOMEZ'), ['Ana Gómez'])
        self.assertEqual(len(names('--search', '5551')), 2)
        self.assertEqual(names('--search', 'jose', '--state', 'logged'), [])
        self.assertEqual(names('--search', 'nobody'), [])

    def test_discard(self):
        self.expect(QUEUED, 'log', *CALL, '--no-wait')
        self.expect(LOGGED, 'outbox', 'discard', '1')
        self.assertEqual(self.get_states(), [])
        self.refuse('outbox', 'discard', '1')

    def test_usage(self):
        for words in (('retry',), ('retry', 'x'), ('retry', '0'), ('retry', '1', '2'),
                      ('retry', '7'), ('discard',), ('discard', '-1'), ('discard', '7'), ('show',), ('show', 'x'), ('show', '7'),
                      ('resolve', '1'), ('resolve', '1', '--logged', '--resend'),
                      ('resolve', '--logged'), ('resolve', '1', 'id', '--resend'),
                      ('resolve', '7', '--resend'), ('send', '--wait', '-1'),
                      ('send', '--wait', 'x')):
            with self.subTest(words=words):
                self.refuse('outbox', *words)


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

    def test_patience_with_another_courier_ends(self):
        with self.practise():
            self.expect(QUEUED, 'log', *CALL, '--no-wait')
        with self.hold_courier():
            printed, complaint = self.expect(QUEUED, 'outbox', 'send', '--wait', '1')
        self.assertIn('1 call is not in the CRM yet', printed)
        self.assertIn('Another Bitácora', complaint)

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
