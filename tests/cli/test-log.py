#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bitacora log: what it would send, what it sends, and what it says came of it."""

import fcntl
import json
import subprocess
import unittest

from cli_world import (CALL, FAILED, LOGGED, PROGRAM, QUEUED, REJECTED, UNKNOWN, CliTest,
                       find_free_port)

PROFILE = ('profile', 'add', 'Ventas CO', '--server', 'crm0001.wolkvox.com',
           '--operation', 'My-CRM-operation')

# The vendor's sample, with the values of its own table of keys.
SAMPLE = {
    'operation': 'My-CRM-operation',
    'module': 'wolkvox_activities',
    'type': 'call',
    'fields': {
        'status': 'created',
        'name': 'Nombre de la actividad',
        'priority': 'low',
        'name_module': 'cases',
        'completion_date': '2023-07-30 00:00:00',
        'remember': True,
        'reminder_date': '2023-07-29 00:00:00',
        'description': 'Esto es una descripción de la actividad',
        'id_record': 'código de id',
        'location': 'Bogotá',
        'wolkvox_owner': 'ADMIN_@mimodulo',
        'phone': {
            'type': 'telephone',
            'country': 'COLOMBIA',
            'code': '57',
            'value': '3105551234',
        },
    },
}

SAMPLE_OPTIONS = (
    '--status', 'created', '--name', 'Nombre de la actividad', '--priority', 'low',
    '--module', 'cases', '--completed', '2023-07-30 00:00:00', '--remind', '2023-07-29 00:00',
    '--description', 'Esto es una descripción de la actividad', '--record', 'código de id',
    '--location', 'Bogotá', '--owner', 'ADMIN_@mimodulo', '--phone', '+57 310 555 1234')


def flatten(value, path=''):
    """The members of VALUE in order, each by its path and with its type."""
    if not isinstance(value, dict):
        return [(path, type(value).__name__, value)]
    return [leaf for name, member in value.items()
            for leaf in flatten(member, f'{path}.{name}' if path else name)]


class DryRun(CliTest):
    def setUp(self):
        super().setUp()
        self.expect(LOGGED, *PROFILE, '--time-zone', 'America/Bogota')

    def test_body_is_the_contracts_sample(self):
        printed, complaint = self.expect(LOGGED, 'log', '--dry-run', *SAMPLE_OPTIONS)
        self.assertEqual(flatten(json.loads(printed)), flatten(SAMPLE))
        self.assertEqual(printed.count('\n'), 1)
        self.assertTrue(printed.endswith('}\n'))
        self.assertEqual(complaint, '')
        self.assertFalse(self.outbox.exists())

    def test_task_has_no_phone_and_no_location(self):
        body = self.read_body('--type', 'task', '--name', 'Enviar cotización')
        self.assertEqual(body['type'], 'task')
        self.assertNotIn('phone', body['fields'])
        self.assertNotIn('location', body['fields'])

    def test_defaults_are_the_profiles(self):
        self.expect(LOGGED, 'profile', 'set', 'Ventas CO', '--module', 'cases', '--owner', 'ANA_@m',
                    '--priority', 'high')
        fields = self.read_body(*CALL, '--completed', '2026-11-24 15:42')['fields']
        self.assertEqual((fields['name_module'], fields['wolkvox_owner'], fields['priority']),
                         ('cases', 'ANA_@m', 'high'))
        self.assertEqual(fields['status'], 'created')
        self.assertIs(fields['remember'], False)
        self.assertEqual(fields['reminder_date'], '2026-11-24 15:42:00')

    def test_dates_are_written_in_the_profiles_zone(self):
        self.expect(LOGGED, 'profile', 'set', 'Ventas CO', '--time-zone', 'Europe/Madrid')
        for typed, written in (('2026-07-01 10:00', '2026-07-01 17:00:00'),
                               ('2026-12-31 20:15:30', '2027-01-01 02:15:30')):
            fields = self.read_body(*CALL, '--completed', typed, '--remind', typed)['fields']
            self.assertEqual(fields['completion_date'], written)
            self.assertEqual(fields['reminder_date'], written)

    def test_number_without_plus_belongs_to_the_profiles_country(self):
        self.expect(LOGGED, 'profile', 'set', 'Ventas CO', '--country', 'es')
        phone = self.read_body('--name', 'x', '--phone', '612 34 56 78')['fields']['phone']
        self.assertEqual((phone['country'], phone['code'], phone['value']),
                         ('ESPAÑA', '34', '612345678'))
        self.expect(LOGGED, 'profile', 'set', 'Ventas CO', '--country-language', 'english')
        phone = self.read_body('--name', 'x', '--phone', '612 34 56 78')['fields']['phone']
        self.assertEqual(phone['country'], 'SPAIN')

    def test_accents_survive_a_locale_that_knows_none(self):
        for locale in ('C', 'POSIX'):
            printed, _ = self.expect(LOGGED, 'log', '--dry-run', *CALL, env={'LC_ALL': locale})
            self.assertIn('"Llamada a Ana Gómez"', printed)

    def test_extension_is_mentioned(self):
        printed, complaint = self.expect(LOGGED, 'log', '--dry-run', '--name', 'x',
                                         '--phone', 'tel:+57-310-555-1234;ext=27')
        self.assertEqual(json.loads(printed)['fields']['phone']['value'], '3105551234')
        self.assertIn('27', complaint)
        self.assertIn('extension', complaint)

    def test_document_comes_back_as_it_went(self):
        body, _ = self.expect(LOGGED, 'log', '--dry-run', *SAMPLE_OPTIONS)
        again, complaint = self.expect(LOGGED, 'log', '--dry-run', '--from-json', '-', stdin=body)
        self.assertEqual(again, body)
        self.assertEqual(complaint, '')
        path = self.home / 'call.json'
        path.write_text(json.dumps(SAMPLE), encoding='utf-8')
        again, _ = self.expect(LOGGED, 'log', '--dry-run', '--from-json', path)
        self.assertEqual(again, body)

    def test_documents_operation_gives_way_to_the_profiles(self):
        document = json.dumps({**SAMPLE, 'operation': 'Another'})
        printed, complaint = self.expect(LOGGED, 'log', '--dry-run', '--from-json', '-',
                                         stdin=document)
        self.assertEqual(json.loads(printed)['operation'], 'My-CRM-operation')
        self.assertIn('Another', complaint)


class Refused(CliTest):
    """What is not valid leaves no trace."""

    def setUp(self):
        super().setUp()
        self.expect(LOGGED, *PROFILE)

    def tearDown(self):
        self.assertFalse(self.outbox.exists())

    def test_fields(self):
        for options, words in (
                (('--phone', '310 555 1234'), 'name'),
                (('--name', 'x'), 'phone'),
                (('--name', 'x', '--phone', '12'), 'short'),
                (('--name', 'x', '--phone', 'hello'), '--phone'),
                ((*CALL, '--completed', '2026-02-31 10:00'), '--completed'),
                ((*CALL, '--completed', '2026-11-24 25:00'), '--completed'),
                ((*CALL, '--completed', 'some day'), '--completed'),
                ((*CALL, '--remind', '2026-02-31 10:00'), '--remind'),
                ((*CALL, '--priority', 'urgent'), 'urgent'),
                ((*CALL, '--type', 'letter'), 'letter'),
                ((*CALL, '--type', 'task'), '--phone'),
                (('--type', 'task', '--name', 'x', '--location', 'y'), '--location'),
                ((*CALL, '--location', 'a\x01b'), 'ocation'),
                ((*CALL, '--description', 'x' * (64 * 1024 + 1)), 'escription')):
            with self.subTest(options=[option[:30] for option in options]):
                self.assertIn(words, self.refuse('log', *options))

    def test_time_that_a_change_of_clocks_skips(self):
        complaint = self.refuse('log', *CALL, '--completed', '2026-03-29 02:30',
                                env={'TZ': 'Europe/Madrid'})
        self.assertIn('--completed', complaint)

    def test_usage(self):
        for options in (('--colour', 'blue'), ('--name',), ('word',),
                        (*CALL, '--from-json', '-'),
                        (*CALL, '--json', '--dry-run'), (*CALL, '--json', '--show-exchange')):
            with self.subTest(options=options):
                self.assertIn('See “bitacora log --help”.', self.refuse('log', *options))

    def test_document_names_the_offending_member(self):
        fields = SAMPLE['fields']
        phone = fields['phone']
        for document, path in (
                ({**SAMPLE, 'module': 'cases'}, 'module'),
                ({**SAMPLE, 'fields': 7}, 'fields'),
                ({**SAMPLE, 'fields': {**fields, 'remember': 'true'}}, 'fields.remember'),
                ({**SAMPLE, 'fields': {**fields, 'completion_date': '2023-02-31 00:00:00'}},
                 'fields.completion_date'),
                ({**SAMPLE, 'fields': {**fields, 'phone': {**phone, 'value': 3105551234}}},
                 'fields.phone.value'),
                ({**SAMPLE, 'fields': {**fields, 'phone': {
                    name: phone[name] for name in phone if name != 'code'}}},
                 'fields.phone.code')):
            with self.subTest(path=path):
                complaint = self.refuse('log', '--from-json', '-', stdin=json.dumps(document))
                self.assertRegex(complaint, rf'“-” cannot be read: {path}\b.*\. Nothing was saved')

    def test_what_is_no_document(self):
        for text in ('', '{', '[]', 'null', '{"operation":', '[' * 100000):
            with self.subTest(text=text[:20]):
                self.refuse('log', '--from-json', '-', stdin=text)
        missing = self.home / 'missing.json'
        self.assertIn(str(missing), self.refuse('log', '--from-json', missing))

    def test_missing_profile_says_how_to_add_one(self):
        self.assertIn('bitacora profile add',
                      self.refuse('log', *CALL, '--profile', 'Nobody'))
        self.expect(LOGGED, 'profile', 'remove', 'Ventas CO')
        self.assertIn('bitacora profile add', self.refuse('log', *CALL))


class Sent(CliTest):
    def test_logged(self):
        with self.practise() as practice:
            body = self.read_body(*CALL, '--completed', '2026-11-24 15:42', '--profile', 'practice')
            printed, complaint = self.expect(
                LOGGED, 'log', *CALL, '--completed', '2026-11-24 15:42', '--profile', 'practice')
            accepted = practice.accepted()
            self.assertEqual([record['body'] for record in accepted], [body])
            self.assertEqual(printed, f'Logged: {accepted[0]["wolkvox_id"]}\n')
            self.assertEqual(complaint, '')
            self.assertEqual(self.list_outbox(), [])

    def test_practice_profile_is_there_without_any_setup(self):
        printed, _ = self.expect(LOGGED, 'log', '--dry-run', '--profile', 'practice', *CALL)
        self.assertEqual(json.loads(printed)['operation'], 'practice')
        profiles = json.loads(self.expect(LOGGED, 'profile', 'list', '--json')[0])
        self.assertEqual([profile['server'] for profile in profiles], ['http://127.0.0.1:8765'])

    def test_task(self):
        with self.practise() as practice:
            self.expect(LOGGED, 'log', '--type', 'task', '--name', 'Cotizar')
            self.assertEqual(practice.accepted()[0]['body']['type'], 'task')

    def test_json_outcome(self):
        with self.practise() as practice:
            printed, complaint = self.expect(LOGGED, 'log', *CALL, '--json')
            outcome = json.loads(printed)
            self.assertEqual(printed.count('\n'), 1)
            self.assertEqual(complaint, '')
            self.assertEqual(list(outcome), ['outcome', 'wolkvox_id', 'code', 'message', 'id'])
            self.assertEqual(outcome['outcome'], 'logged')
            self.assertEqual(outcome['wolkvox_id'], practice.accepted()[0]['wolkvox_id'])
            self.assertEqual(outcome['code'], 200)
            self.assertIsInstance(outcome['message'], str)
            self.assertIsInstance(outcome['id'], int)

    def test_outcome_that_cannot_be_printed(self):
        """The status is that of the call, and nobody is led to log it again."""
        with self.practise() as practice, open('/dev/full', 'w') as full:
            for number, option in enumerate(((), ('--json',), ('--show-exchange',)), 1):
                done = subprocess.run([str(PROGRAM), 'log', *CALL, *option], stdout=full,
                                      stderr=subprocess.PIPE, env=self.env, text=True)
                self.assertEqual(done.returncode, LOGGED, done.stderr)
                self.assertEqual(done.stderr.count('could not be written'), 1, done.stderr)
                self.assertIn('do not log the call again', done.stderr)
                self.assertIn(f'number {number} in the outbox. The CRM has logged', done.stderr)
                self.assertEqual(len(practice.accepted()), number)
            practice.stop()
            done = subprocess.run([str(PROGRAM), 'log', *CALL], stdout=full, env=self.env,
                                  stderr=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, QUEUED, done.stderr)
            self.assertIn('do not log the call again', done.stderr)

    def test_odd_dates_are_mentioned(self):
        """What is odd but possible is done all the same."""
        for options, words in ((('--completed', '+2d'), 'still to come'),
                               (('--remind', 'ayer'), 'over already'),
                               (('--completed', 'ayer', '--remind', 'ayer'), ''),
                               (('--completed', 'now', '--remind', '+1h'), '')):
            printed, complaint = self.expect(LOGGED, 'log', '--dry-run', '--profile', 'practice',
                                             *CALL, *options)
            self.assertTrue(json.loads(printed))
            self.assertEqual(words in complaint and bool(words), bool(complaint), complaint)

    def test_exchange_is_shown(self):
        with self.practise() as practice:
            printed, _ = self.expect(LOGGED, 'log', *CALL, '--show-exchange')
            record = practice.accepted()[0]
        body = printed[printed.index('{'):printed.rindex('}') + 1]
        self.assertEqual(json.loads(body), record['body'])
        self.assertIn(practice.url, printed)
        self.assertRegex(printed, r'code +200\n')
        self.assertTrue(printed.endswith(f'Logged: {record["wolkvox_id"]}\n'))

    def expect_outcome(self, fault, status, outcome, n_accepted):
        with self.practise('--fault', fault) as practice:
            printed, _ = self.expect(status, 'log', *CALL, '--json')
            answer = json.loads(printed)
            self.assertEqual(answer['outcome'], outcome)
            self.assertEqual(len(practice.accepted()), n_accepted)
            entry = self.list_outbox('--state', 'all')[0]
            self.assertEqual((entry['id'], entry['state']), (answer['id'], outcome))
            return answer

    def test_queued(self):
        for fault in ('bad-token', 'quota', 'maintenance', 'rate-limit', 'too-many'):
            with self.subTest(fault=fault):
                answer = self.expect_outcome(fault, QUEUED, 'queued', 0)
                self.assertIsNone(answer['wolkvox_id'])
                self.setUp()

    def test_queued_without_a_crm(self):
        self.expect(LOGGED, 'profile', 'add', 'Away', '--operation', 'o', '--server',
                    f'http://127.0.0.1:{find_free_port()}')
        # No keyring either; both keep the call.
        answer = json.loads(self.expect(QUEUED, 'log', *CALL, '--json')[0])
        self.assertEqual((answer['outcome'], answer['wolkvox_id'], answer['code']),
                         ('queued', None, None))
        self.assertEqual([entry['state'] for entry in self.list_outbox()], ['queued'])

    def test_waits_no_longer_than_asked_for_another_courier(self):
        with self.practise() as practice:
            self.expect(LOGGED, 'log', *CALL)
            lock = self.outbox.with_name('outbox.db-courier')
            with lock.open('rb') as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                printed, complaint = self.expect(QUEUED, 'log', *CALL, '--wait', '0')
            self.assertIn('number 2', printed)
            self.assertIn('Another Bitácora', complaint)
            self.assertEqual(len(practice.accepted()), 1)
            self.expect(LOGGED, 'outbox', 'send')
            self.assertEqual(len(practice.accepted()), 2)

    def test_rejected(self):
        answer = self.expect_outcome('redirect', REJECTED, 'rejected', 0)
        self.assertIsNone(answer['wolkvox_id'])

    def test_unknown(self):
        for fault in ('cut-after', 'error-after', 'truncated'):
            with self.subTest(fault=fault):
                self.expect_outcome(fault, UNKNOWN, 'unknown', 1)
                self.setUp()

    def test_unknown_is_not_sent_again(self):
        with self.practise('--fault', 'cut-after') as practice:
            printed, _ = self.expect(UNKNOWN, 'log', *CALL)
            self.assertIn('number 1', printed)
            printed, _ = self.expect(LOGGED, 'outbox', 'send')
            record, = practice.accepted()
            self.assertIn(f'Llamada a Ana Gómez: {record["wolkvox_id"]}', printed)

    def test_logged_under_a_blank_id(self):
        answer = self.expect_outcome('blank-id', LOGGED, 'logged', 1)
        self.assertIsNone(answer['wolkvox_id'])
        with self.practise('--fault', 'blank-id'):
            printed, _ = self.expect(LOGGED, 'log', *CALL)
            self.assertTrue(printed.startswith('Logged'))

    def test_failed_when_the_call_cannot_be_kept(self):
        with self.practise() as practice:
            (self.home / 'data').write_text('a file where a folder should be')
            printed, complaint = self.expect(FAILED, 'log', *CALL, '--json')
            self.assertEqual(printed, '')
            self.assertIn('nothing was sent', complaint)
            self.assertEqual(practice.accepted(), [])


if __name__ == '__main__':
    unittest.main()
