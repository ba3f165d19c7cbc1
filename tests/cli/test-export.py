#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bitacora export: what the outbox has, in a file that others read."""

import csv
import io
import json
import unittest

from cli_world import FAILED, LOGGED, QUEUED, USAGE, CliTest, find_free_port

COLUMNS = ['id', 'state', 'profile', 'created', 'wolkvox_id', 'type', 'phone', 'name',
           'description', 'completed', 'remind', 'priority', 'record', 'module', 'status', 'owner',
           'location', 'message']


class Export(CliTest):
    def setUp(self):
        super().setUp()
        self.port = find_free_port()
        with self.practise(port=self.port):
            self.log('=one', LOGGED)
        self.log('Ñandú', QUEUED, '--description', 'a\n"b", c')

    def log(self, name, status, *options):
        self.expect(status, 'log', '--name', name, '--phone', '310 555 1234', '--completed',
                    '2026-11-24 15:42', *options)

    def export(self, *options, name='calls.csv'):
        path = self.home / name
        printed, complaint = self.expect(LOGGED, 'export', *options, path)
        self.assertEqual(complaint, '')
        self.assertRegex(printed, r'^\d+ calls? (is|are) in “.*” now\.\n$')
        return path

    def names(self, *options):
        return [row['name'] for row in json.loads(
            self.expect(LOGGED, 'export', '--json', *options, '-')[0])]

    def test_csv(self):
        content = self.export().read_bytes()
        self.assertTrue(content.startswith(b'\xef\xbb\xbf'))
        self.assertNotIn(b'\n', content.replace(b'\r\n', b'').replace(b'a\n"', b''))
        first, second = csv.DictReader(io.StringIO(content.decode('utf-8-sig'), newline=''))
        self.assertEqual(list(first), COLUMNS)
        self.assertEqual((first['id'], first['state'], first['name'], first['phone'],
                          first['completed']),
                         ('1', 'logged', "'=one", "'+573105551234", '2026-11-24T15:42:00-05:00'))
        self.assertTrue(first['wolkvox_id'])
        self.assertEqual((second['state'], second['name'], second['description']),
                         ('queued', 'Ñandú', 'a\n"b", c'))

    def test_json(self):
        first, second = json.loads(self.export(name='calls.json').read_text(encoding='utf-8'))
        self.assertEqual(list(first), COLUMNS)
        self.assertEqual((first['id'], first['name'], first['phone'], second['wolkvox_id']),
                         (1, '=one', '+573105551234', None))
        self.assertEqual(self.expect(LOGGED, 'export', '--json', '-')[0],
                         self.export(name='calls.json').read_text(encoding='utf-8'))

    def test_standard_output(self):
        printed, complaint = self.expect(LOGGED, 'export', '-')
        self.assertEqual(printed, self.export().read_bytes().decode().replace('\r\n', '\n'))
        self.assertEqual(complaint, '')

    def test_filters(self):
        self.assertEqual(self.names(), ['=one', 'Ñandú'])
        self.assertEqual(self.names('--state', 'logged'), ['=one'])
        self.assertEqual(self.names('--state', 'queued', '--state', 'logged'), ['=one', 'Ñandú'])
        self.assertEqual(self.names('--search', 'nandu'), ['Ñandú'])
        self.assertEqual(self.names('--search', 'na'), ['Ñandú'])
        self.assertEqual(self.names('--profile', 'Practice CRM'), ['=one', 'Ñandú'])
        self.assertEqual(self.names('--from', 'today', '--to', 'today'), ['=one', 'Ñandú'])
        self.assertEqual(self.names('--to', 'yesterday'), [])
        self.assertEqual(self.names('--from', 'tomorrow'), [])
        self.assertEqual(self.names('--to', '+1h'), ['=one', 'Ñandú'])
        self.expect(LOGGED, 'profile', 'remove', 'practice')
        self.assertEqual(self.names('--profile', 'practice'), ['=one', 'Ñandú'])

    def test_usage(self):
        path = self.home / 'calls.csv'
        for options in ((), ('--state', 'lost', path), ('--from', 'sometime', path), (path, path),
                        ('--profile', 'Nobody', path), ('--from', 'today', '--to', 'yesterday', path)):
            with self.subTest(options=options):
                self.refuse('export', *options)
        self.assertFalse(path.exists())

    def test_cannot_be_written(self):
        complaint = self.expect(FAILED, 'export', self.home / 'no' / 'calls.csv')[1]
        self.assertIn('could not be written', complaint)
        self.assertIn('no ordinary file', self.expect(FAILED, 'export', self.home)[1])

    def test_our_own_export_is_known(self):
        path = self.export()
        printed, complaint = self.expect(USAGE, 'import', path)
        self.assertEqual(printed, '')
        self.assertIn('Line 2: This call is in the outbox already, as number 1.', complaint)

    def test_comes_back(self):
        path = self.export()
        other = {'XDG_DATA_HOME': str(self.home / 'other')}
        self.expect(QUEUED, 'import', path, env=other)
        rows = [json.loads(self.expect(LOGGED, 'export', '--json', '-', env=env)[0])
                for env in ({}, other)]
        for row in rows[0] + rows[1]:
            for name in ('state', 'created', 'wolkvox_id', 'message'):
                del row[name]
        self.assertEqual(*rows)


if __name__ == '__main__':
    unittest.main()
