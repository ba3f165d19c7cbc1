#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bitacora import: a file of calls goes into the outbox, all of it or nothing."""

import json
import os
import signal
import unittest

from cli_world import FAILED, LOGGED, QUEUED, USAGE, CliTest, find_free_port, wait_until

HEADER = 'Teléfono;Nombre;Fecha;Notas;Cosa\r\n'
ANA = '310 555 1234;Ana;24/11/2026 15:42;"Dijo: ""sí; mañana"";\r\nllamar";x\r\n'
LUIS = '+57 310 555 1235;Luis;2026-11-24 16:00;;\r\n'


class Import(CliTest):
    def setUp(self):
        super().setUp()
        self.port = find_free_port()
        with self.practise(port=self.port):
            pass

    def write(self, *lines, name='calls.csv', encoding='utf-8'):
        path = self.home / name
        path.write_bytes(''.join(lines).encode(encoding))
        return path

    def count(self):
        return len(self.list_outbox('--state', 'all'))

    def test_saved_and_sent(self):
        printed, complaint = self.expect(QUEUED, 'import', self.write(HEADER, ANA, LUIS))
        self.assertEqual(printed, '2 calls are saved and wait to be sent.\n')
        self.assertEqual(complaint, 'bitacora: Not imported: Cosa.\n')
        with self.practise(port=self.port) as practice:
            self.expect(LOGGED, 'outbox', 'send')
            # Two are on their way at once: either may be there first.
            ana, luis = sorted((record['body']['fields'] for record in practice.accepted()),
                               key=lambda fields: fields['name'])
        self.assertEqual((ana['name'], ana['completion_date'], ana['description']),
                         ('Ana', '2026-11-24 15:42:00', 'Dijo: "sí; mañana";\nllamar'))
        self.assertEqual((luis['phone']['code'], luis['phone']['value']), ('57', '3105551235'))

    def test_dry_run(self):
        printed, _ = self.expect(LOGGED, 'import', '--dry-run', self.write(HEADER, ANA, LUIS))
        self.assertRegex(printed, r'(?m)^Teléfono +phone +Phone$')
        self.assertRegex(printed, r'(?m)^Cosa +ignore +Not imported$')
        self.assertTrue(printed.endswith('2 calls can be imported.\n'))
        self.assertEqual(self.count(), 0)

    def test_errors_by_row_and_column(self):
        path = self.write(HEADER, ANA, ';Luis;2026-11-24 16:00;;\n', 'x;y\n', LUIS)
        for options in ((), ('--dry-run',)):
            printed, complaint = self.expect(USAGE, 'import', *options, path)
            self.assertIn('bitacora: Line 4, “Teléfono”: The phone number is missing.', complaint)
            self.assertIn('bitacora: Line 5: This row has 2 cells', complaint)
            self.assertIn('2 rows have errors, so nothing was imported', complaint)
            self.assertIn('--skip-invalid', complaint)
            self.assertNotIn('saved', printed)
        self.assertEqual(self.count(), 0)

        printed, complaint = self.expect(QUEUED, 'import', '--skip-invalid', path)
        self.assertEqual(printed, '2 calls are saved and wait to be sent.\n')
        self.assertIn('Line 4', complaint)
        self.assertIn('2 rows were left out.', complaint)
        self.assertEqual([entry['name'] for entry in self.list_outbox()], ['Luis', 'Ana'])

    def test_twice_is_noticed(self):
        path = self.write(HEADER, ANA, LUIS)
        self.expect(QUEUED, 'import', path)
        printed, complaint = self.expect(USAGE, 'import', path)
        self.assertEqual(printed, '')
        self.assertIn('Line 2: This call is in the outbox already, as number 1.', complaint)
        self.assertIn('--again', complaint)
        self.assertEqual(self.count(), 2)

        more = self.write(HEADER, LUIS, ANA, '3105551236;Eva;2026-11-24 17:00;;\n', name='more.csv')
        printed, _ = self.expect(QUEUED, 'import', '--skip-invalid', more)
        self.assertEqual(printed, '1 call is saved and waits to be sent.\n')
        self.expect(USAGE, 'import', '--skip-invalid', more)
        self.expect(QUEUED, 'import', '--again', path)
        self.assertEqual(self.count(), 5)

    def test_map(self):
        path = self.write('a,b,cuándo fue,phone\n', 'Ana,310 555 1234,2026-11-24 15:42,x\n')
        complaint = self.expect(USAGE, 'import', '--map', 'a=name', path)[1]
        self.assertIn('(completed)', complaint)
        self.assertIn('--map COLUMN=FIELD', complaint)
        complaint = self.refuse('import', '--map', 'c=name', path)
        self.assertIn('there is no column “c”. The file has: a, b, cuándo fue, phone.',
                      complaint)
        self.assertIn('calling-code', self.refuse('import', '--map', 'a=nombre', path))
        self.refuse('import', '--map', 'a', path)
        self.expect(QUEUED, 'import', path, '--map', 'A=name', '--map', '2=phone', '--map',
                    'Cuando fue=completed')
        entry, = self.list_outbox()
        self.assertEqual((entry['name'], entry['phone']), ('Ana', '+573105551234'))

    def test_json(self):
        path = self.write(HEADER, ANA, 'x;y\n', encoding='cp1252')
        done = self.run_program('import', '--json', path)
        self.assertEqual(done.returncode, USAGE)
        result = json.loads(done.stdout)
        self.assertEqual({name: result[name] for name in
                          ('rows', 'invalid', 'known', 'queued', 'encoding', 'separator')},
                         {'rows': 2, 'invalid': 1, 'known': 0, 'queued': 0,
                          'encoding': 'Windows-1252', 'separator': ';'})
        self.assertEqual(result['columns'][0], {'header': 'Teléfono', 'field': 'phone'})
        self.assertEqual([(error['line'], error['column']) for error in result['errors']],
                         [(4, None)])
        done = self.run_program('import', '--json', '--skip-invalid', path)
        self.assertEqual((done.returncode, json.loads(done.stdout)['queued']), (QUEUED, 1))
        self.assertIn('Windows-1252', done.stderr)
        shown = json.loads(self.expect(LOGGED, 'outbox', 'show', '1', '--json')[0])
        self.assertEqual(shown['description'], 'Dijo: "sí; mañana";\nllamar')

    def test_extensions_are_mentioned(self):
        path = self.write(HEADER, '310 555 1234 ext. 7;Ana;2026-11-24 16:00;;\n')
        self.assertIn('1 number has an extension', self.expect(QUEUED, 'import', path)[1])

    def test_files_that_cannot_be_read(self):
        for content, words in ((b'', 'empty'), (b'a,b\nc,\0d\n', 'Line 2'),
                               (b'\xff\xfea\0', 'UTF-16'), (b'phone,name,date\n"a', 'line 2')):
            path = self.home / 'bad.csv'
            path.write_bytes(content)
            self.assertIn(words, self.expect(USAGE, 'import', path)[1])
        self.assertIn('does not exist', self.expect(USAGE, 'import', self.home / 'no.csv')[1])
        self.assertIn('folder', self.expect(USAGE, 'import', self.home)[1])
        if os.geteuid() != 0:
            path.chmod(0)
            self.assertIn('may not read', self.expect(USAGE, 'import', path)[1])

    def test_usage(self):
        path = self.write(HEADER, ANA)
        self.refuse('import')
        self.refuse('import', path, path)
        self.refuse('import', '--lines', path)
        self.assertIn('Nobody', self.expect(USAGE, 'import', '--profile', 'Nobody', path)[1])
        self.assertEqual(self.count(), 0)

    def test_interrupted(self):
        path = self.write(HEADER, *(f'3105551234;Call {i};2026-11-24 16:00;;\n'
                                    for i in range(20000)))
        child = self.start('import', path)
        wait_until(lambda: self.outbox.exists()
                   and self.outbox.with_name('outbox.db-wal').exists()
                   and self.outbox.with_name('outbox.db-wal').stat().st_size > 1 << 20,
                   'the first calls')
        child.send_signal(signal.SIGINT)
        printed, complaint = child.communicate(timeout=60)
        self.assertEqual((child.returncode, printed), (FAILED, ''))
        self.assertIn('Interrupted. Nothing was imported.', complaint)
        self.assertEqual(self.count(), 0)


if __name__ == '__main__':
    unittest.main()
