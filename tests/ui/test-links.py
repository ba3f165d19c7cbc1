#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The doors: the bus starts the program for a link, and whoever runs it again finds the first."""

import json
import os
import pathlib
import re

import a11y
import a11y_world
from gi.repository import Gio, GLib

NAME = 'org.bitacora.Bitacora'
PATH = '/org/bitacora/Bitacora'
SERVICES = a11y.WORLD / 'services'
LOG = a11y.WORLD / 'logs' / 'activated.log'
bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(name, path, interface, method, parameters, answer=None):
    return bus.call_sync(name, path, interface, method, parameters,
                         GLib.VariantType(answer) if answer else None, Gio.DBusCallFlags.NONE,
                         a11y.DEADLINE * 1000, None)


def ask_bus(method, parameters=None, answer=None):
    return call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method,
                parameters, answer)


def ask(method, *arguments):
    """Asks the program as a desktop does that found DBusActivatable in the desktop file."""
    signatures = {'Activate': '(a{sv})', 'Open': '(asa{sv})', 'ActivateAction': '(sava{sv})'}
    call(NAME, PATH, 'org.freedesktop.Application', method,
         GLib.Variant(signatures[method], (*arguments, {})))


def search(method, parameters, answer=None):
    return call(NAME, f'{PATH}/SearchProvider', 'org.gnome.Shell.SearchProvider2', method,
                parameters, answer)


def is_running():
    return ask_bus('NameHasOwner', GLib.Variant('(s)', (NAME,)), '(b)').unpack()[0]


def install_service():
    """The service file as it is installed, but for where the program is."""
    text = (a11y.BUILD / 'data' / f'{NAME}.service').read_text()
    installed, = re.findall(r'^Exec=(\S+/bitacora-window) --gapplication-service$', text,
                            re.MULTILINE)
    started = a11y.WORLD / 'bitacora-window'
    started.write_text(f'#!/bin/sh\nexec "{a11y.PROGRAM}" "$@" >>"{LOG}" 2>&1\n')
    started.chmod(0o755)
    (SERVICES / f'{NAME}.service').write_text(text.replace(installed, str(started)))
    ask_bus('ReloadConfig')


class Process:
    """A process that is not a child of this one."""

    def __init__(self):
        self.pid = ask_bus('GetConnectionUnixProcessID', GLib.Variant('(s)', (NAME,)),
                           '(u)').unpack()[0]

    def poll(self):
        try:
            state = pathlib.Path(f'/proc/{self.pid}/stat').read_text().rpartition(')')[2].split()
        except OSError:
            return 0
        return 0 if state[0] == 'Z' else None

    def wait(self, timeout=a11y.DEADLINE):
        a11y.wait_until(lambda: self.poll() is not None, 'the program to end', timeout)
        return 0

    def kill(self):
        os.kill(self.pid, 9)


class Activated(a11y.Application):
    """The program that the bus has started."""

    def __init__(self):
        self.log = LOG
        self.process = Process()
        a11y.Atspi.init()
        self.focus = None
        self.listener = a11y.Atspi.EventListener.new(self._focus_moved)
        self.listener.register('object:state-changed:focused')
        self.root = a11y.wait_until(self._find_root, 'the program to show a window')

    def assert_only(self):
        """No second program took over."""
        assert Process().pid == self.process.pid


def succeed(*arguments):
    done = a11y_world.run(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, '', ''), done


def refuse(word, *arguments):
    done = a11y_world.run(*arguments)
    assert done.returncode == 2 and word in done.stderr and not done.stdout, done


def count_calls():
    return len(json.loads(a11y_world.run('outbox', 'list', '--state', 'all', '--json').stdout))


install_service()
profile = a11y_world.run('profile', 'add', 'Ventas CO', '--server', 'crm.example.com',
                         '--operation', 'ventas', '--country', 'CO')
assert profile.returncode == 0, profile

# There is nothing to end, and nothing is started for it.
succeed('--quit')
assert not is_running()

# A link starts the program, and the timer of the call that it is about.
ask('Open', ['tel:310-555-1234;phone-context=+57;npdi'])
with Activated() as app:
    app.wait_for_field('Number or name', re.compile('310.?555.?1234'))
    app.wait_for_text('“npdi”')
    app.wait_for(re.compile(r'\b0?0:\d\d\b'))

    # A second program hands its link over, exactly as it is, and ends.
    succeed('BITACORA://log?name=Llamada%20a%20Ana&phone=%2B57%20311%20555%201234'
            '&description=Hola%20%C3%B1')
    app.wait_for_field('Number or name', re.compile('311.?555.?1234'))
    app.wait_for_field('Note', 'Hola ñ')
    app.wait_for_field('Name of the call', 'Llamada a Ana')
    app.assert_only()

    # Neither a code for the network nor broken bytes do any harm.
    succeed('tel:*21*3105551234%23')
    app.wait_for_text(r'“\*21\*3105551234#”')
    app.wait_for_field('Number or name', '')
    succeed(os.fsdecode(b'bitacora://log?name=Jos\xe9&phone=3125551234'))
    app.wait_for_text('not UTF-8')
    app.wait_for_field('Name of the call', 'Jos')
    succeed('bitacora://log?phone=%2A21%23&name=a%00b&description=%E2%80%AEoculto&token=abc')
    app.wait_for_text(r'(?s)“\*21#”.*control characters.*invisible characters.*“token”')
    ask('ActivateAction', 'open-link', [GLib.Variant('s', 'callto:' + '9' * 9000)])
    app.wait_for_text('longer than')
    app.assert_only()

    # What is no link is no call.
    refuse('neither', '/etc/hostname')
    refuse('neither', 'mailto:ana@example.com')
    refuse('One link', 'tel:1234567', 'tel:7654321')

    # A link only fills in.
    assert count_calls() == 0

    # The desktop's actions, and the same by the command line.
    ask('ActivateAction', 'new-call', [])
    app.wait_for('Log call', re.compile('button'))
    succeed('--quick-entry')
    app.wait_until_active('Quick entry')
    app.assert_only()
    succeed('--background')
    app.assert_only()

    succeed('--quit')
    app.process.wait(a11y.DEADLINE)
assert not is_running()

# The shell's search starts the program, too, which shows no window before something is chosen.
done = a11y_world.run('log', '--name', 'Factura de Andrés', '--phone', '310 555 1234', '--no-wait')
assert done.returncode == 3, done
results, = search('GetInitialResultSet', GLib.Variant('(as)', (['andres', 'fact'],)),
                  '(as)').unpack()
assert len(results) == 1, results
looks, = search('GetResultMetas', GLib.Variant('(as)', (results,)), '(aa{sv})').unpack()
assert looks[0]['name'] == 'Factura de Andrés', looks
assert looks[0]['clipboardText'] == '+573105551234', looks
search('ActivateResult', GLib.Variant('(sasu)', (results[0], ['andres'], 0)))
with Activated() as app:
    app.wait_for_text('Factura de Andrés')
    search('LaunchSearch', GLib.Variant('(asu)', (['andres', 'fact'], 0)))
    app.wait_for_field(re.compile('Search'), 'andres fact')

# Started with the desktop, it waits without a window for whoever comes.
with open(LOG, 'ab') as log:
    started = a11y.subprocess.Popen([str(a11y_world.BITACORA), '--background'], stdout=log,
                                    stderr=log)
a11y.wait_until(is_running, 'the program to be on the bus')
succeed('--start-call')
with Activated() as app:
    assert app.process.pid == started.pid
    app.wait_for(re.compile(r'\b0?0:\d\d\b'))
    assert app.find('Log call') is None
    succeed('--quit')
    assert started.wait(a11y.DEADLINE) == 0, started.returncode
