# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around the window in its tests: the practice CRM, the settings, the command line."""

import configparser
import json
import os
import pathlib
import subprocess
import urllib.request

import a11y

BITACORA = a11y.BUILD / 'src' / 'bitacora'
KEYFILE = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0' / 'settings' / 'keyfile'
PATH = 'org/bitacora/Bitacora'


def read_settings(group):
    """The settings under GROUP, such as 'profiles/practice', as GVariant texts; empty if none."""
    parser = configparser.RawConfigParser(delimiters=('=',), comment_prefixes=('#',))
    parser.optionxform = str
    if KEYFILE.exists():
        parser.read(KEYFILE, encoding='utf-8')
    section = f'{PATH}/{group}'.rstrip('/')
    return dict(parser[section]) if parser.has_section(section) else {}


def write_settings(group, values):
    """Sets settings under GROUP before the program starts; VALUES are GVariant texts."""
    parser = configparser.RawConfigParser(delimiters=('=',), comment_prefixes=('#',))
    parser.optionxform = str
    if KEYFILE.exists():
        parser.read(KEYFILE, encoding='utf-8')
    section = f'{PATH}/{group}'.rstrip('/')
    if not parser.has_section(section):
        parser.add_section(section)
    for key, value in values.items():
        parser.set(section, key, value)
    KEYFILE.parent.mkdir(parents=True, exist_ok=True)
    # At once, as the programs themselves do it: one that looks meanwhile finds the old file.
    whole = KEYFILE.with_name('keyfile.new')
    with open(whole, 'w', encoding='utf-8') as file:
        parser.write(file, space_around_delimiters=False)
    whole.replace(KEYFILE)
    KEYFILE.parent.chmod(0o700)


def run(*arguments, text=None):
    """Runs the command line to its end; what it printed is kept with the other logs."""
    done = subprocess.run([str(BITACORA), *arguments], input=text, capture_output=True, text=True,
                          timeout=a11y.DEADLINE)
    with open(a11y.WORLD / 'logs' / 'bitacora.log', 'a', encoding='utf-8') as log:
        log.write(done.stdout + done.stderr)
    a11y.complain(done.stderr)
    return done


class Crm:
    """A practice CRM, asked from outside over HTTP."""

    def __init__(self, url):
        self.url = url.rstrip('/')

    def ask(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        if data is not None:
            request.add_header('Content-Type', 'application/json')
        with urllib.request.urlopen(request, timeout=a11y.DEADLINE) as answer:
            text = answer.read().decode()
        return json.loads(text) if text else None

    def activities(self):
        """The activities that the CRM has accepted, oldest first."""
        return self.ask('/practice/activities')

    def misbehave(self, fault, times=1):
        """Tells the CRM to misbehave at the next TIMES requests."""
        self.ask('/practice/faults', {'fault': fault, 'times': times})

    def wait_for_activities(self, count):
        """Waits until the CRM has COUNT activities, and checks that no more come."""
        a11y.wait_until(lambda: len(self.activities()) >= count, f'{count} calls in the CRM')
        a11y.settle(lambda: len(self.activities()) == count, f'{count} calls in the CRM, no more')
        return self.activities()


def add_profile(name, url, token, *options):
    """Adds the profile NAME by the command line, and gives its token to the keyring."""
    for done in (run('profile', 'add', name, '--server', url, '--operation', 'practice', *options),
                 run('profile', 'token', name, text=token + '\n')):
        if done.returncode != 0:
            raise a11y.Failure(f'{done.args}: {done.stdout}{done.stderr}')


def practice_of_window():
    """The practice CRM that the window has started, found by the settings of its profile."""
    url = a11y.wait_until(lambda: read_settings('profiles/practice').get('server'),
                          'the practice profile in the settings')
    return Crm(url.strip("'"))


class Practice(Crm):
    """A practice CRM of its own process: bitacora practice."""

    count = 0

    def __init__(self, *arguments, port=0, token=None):
        Practice.count += 1
        self.log = a11y.WORLD / 'logs' / f'practice-{Practice.count}.log'
        command = [str(BITACORA), 'practice', '--port', str(port), *arguments]
        if token is not None:
            command += ['--token', token]
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        line = a11y.wait_until(self.read_url, 'the practice CRM to be ready')
        super().__init__(line)

    def read_url(self):
        if self.process.poll() is not None:
            raise a11y.Failure(f'the practice CRM ended:\n{self.log.read_text()}')
        words = [w for w in self.log.read_text().split() if w.startswith(('http://', 'https://'))]
        return words[0].rstrip('.,') if words else None

    def port(self):
        return int(self.url.rpartition(':')[2])

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(a11y.DEADLINE)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.stop()
