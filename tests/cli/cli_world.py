# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer of one's own for the command line: a home, no display, no session bus.

The environment names what is tested: BITACORA_BUILD is the build tree.
"""

import configparser
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

BUILD = pathlib.Path(os.environ['BITACORA_BUILD'])
SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = BUILD / 'src' / 'bitacora'
DEADLINE = 60

# What stays of the environment outside: where programs are, and how they were built.
KEPT = ('PATH', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS', 'G_DEBUG', 'GIO_USE_VFS',
        'GIO_USE_PROXY_RESOLVER', 'LLVM_PROFILE_FILE', 'GCOV_PREFIX', 'GCOV_PREFIX_STRIP')

LOGGED, FAILED, USAGE, QUEUED, REJECTED, UNKNOWN = range(6)

CALL = ('--name', 'Llamada a Ana Gómez', '--phone', '310 555 1234')


def wait_until(condition, what):
    """Asks again and again until CONDITION holds, up to a deadline; returns what it gave."""
    deadline = time.monotonic() + DEADLINE
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f'waited {DEADLINE} s in vain for {what}')
        time.sleep(0.01)


def find_free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


class Practice:
    """A running "bitacora practice" and what it wrote down."""

    def __init__(self, process, line, records):
        self.process = process
        self.line = line
        self.url = line.split()[-1].rstrip('/')
        self.records = records

    def accepted(self):
        """What was logged into it, as dictionaries: wolkvox_id, received, body."""
        text = self.records.read_text(encoding='utf-8') if self.records.exists() else ''
        return [json.loads(line) for line in text.splitlines() if line.endswith('}')]

    def get_page(self):
        with urllib.request.urlopen(self.url + '/', timeout=DEADLINE) as answer:
            return answer.read().decode('utf-8')

    def stop(self, number=signal.SIGTERM):
        """Ends it; returns its exit status and what else it printed."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        rest, errors = self.process.communicate(timeout=DEADLINE)
        return self.process.returncode, rest, errors


class CliTest(unittest.TestCase):
    """A test with a home of its own."""

    # A session bus and a keyring come from outside where a test asks for them.
    kept = ()

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='bitacora-cli-'))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        (self.home / 'run').mkdir(mode=0o700)
        self.env = {name: os.environ[name] for name in KEPT + self.kept if name in os.environ}
        for name, value in {
                'HOME': self.home,
                'XDG_DATA_HOME': self.home / 'data',
                'XDG_CONFIG_HOME': self.home / 'config',
                'XDG_CACHE_HOME': self.home / 'cache',
                'XDG_STATE_HOME': self.home / 'state',
                'XDG_RUNTIME_DIR': self.home / 'run',
                'GSETTINGS_SCHEMA_DIR': BUILD / 'data',
                'LC_ALL': 'C.UTF-8',
                'TZ': 'America/Bogota',
        }.items():
            self.env.setdefault(name, str(value))
        self.outbox = self.home / 'data' / 'bitacora' / 'outbox.db'

    def set_up_settings(self, values):
        """Changes settings as the window would; VALUES are GVariant texts."""
        keyfile = self.home / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        parser = configparser.RawConfigParser(delimiters=('=',), comment_prefixes=('#',))
        parser.optionxform = str
        parser.read(keyfile, encoding='utf-8')
        if not parser.has_section('org/bitacora/Bitacora'):
            parser.add_section('org/bitacora/Bitacora')
        for key, value in values.items():
            parser.set('org/bitacora/Bitacora', key, value)
        with open(keyfile, 'w', encoding='utf-8') as file:
            parser.write(file, space_around_delimiters=False)

    def start(self, *arguments, env=None, **options):
        return subprocess.Popen([str(PROGRAM), *map(str, arguments)], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env={**self.env, **(env or {})}, encoding='utf-8', **options)

    def run_program(self, *arguments, stdin='', env=None):
        """Runs the program to its end."""
        return subprocess.run([str(PROGRAM), *map(str, arguments)], input=stdin, text=True,
                              capture_output=True, env={**self.env, **(env or {})},
                              encoding='utf-8', timeout=DEADLINE)

    def expect(self, status, *arguments, **options):
        """Runs the program, which must end with STATUS; returns what it printed and complained."""
        done = self.run_program(*arguments, **options)
        self.assertEqual(done.returncode, status,
                         f'{arguments} printed:\n{done.stdout}\nand complained:\n{done.stderr}')
        return done.stdout, done.stderr

    def refuse(self, *arguments, **options):
        """Runs a command that must be refused with nothing printed; returns the complaint."""
        printed, complaint = self.expect(USAGE, *arguments, **options)
        self.assertEqual(printed, '')
        self.assertTrue(complaint.startswith('bitacora: '), complaint)
        return complaint

    def read_body(self, *arguments, **options):
        """What "log --dry-run" would send."""
        return json.loads(self.expect(LOGGED, 'log', '--dry-run', *arguments, **options)[0])

    def list_outbox(self, *arguments):
        return json.loads(self.expect(LOGGED, 'outbox', 'list', '--json', *arguments)[0])

    @contextlib.contextmanager
    def practise(self, *arguments, port=0):
        """A practice CRM that the practice profile speaks to."""
        records = self.home / 'accepted.jsonl'
        process = self.start('practice', '--port', port, '--record-to', records, *arguments)
        line = process.stdout.readline()
        if not line:
            self.fail(process.communicate()[1])
        practice = Practice(process, line, records)
        try:
            yield practice
        finally:
            practice.stop()
