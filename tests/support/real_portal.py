# SPDX-License-Identifier: GPL-3.0-or-later
"""The real portals of a desktop, and Bitácora as they see it in its Flatpak.

    with real_portal.Kde() as desktop:
        with real_portal.Sandboxed('--background', windowless=True) as app:
            ...

The frontend asks the kernel who calls it: it reads /.flatpak-info in the caller's own root. So the
program gets a root of its own, with that file in it, and takes itself for a Flatpak, too. The
desktop has its own data and settings, as it has them outside of a sandbox. Nothing here sleeps for
a fixed time. Runs in the world that tests/support/session makes.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import a11y
from gi.repository import GLib
from tray_host import call

ID = 'org.bitacora.Bitacora'
PORTAL = 'org.freedesktop.portal.Desktop'
PATH = '/org/freedesktop/portal/desktop'
LIBEXEC = ('/usr/libexec', '/usr/lib/x86_64-linux-gnu/libexec', '/usr/lib', '/usr/bin',
           f'/usr/lib/{os.uname().machine}-linux-gnu/xfce4/notifyd')

PORTALS = pathlib.Path('/usr/share/xdg-desktop-portal/portals')

FLATPAK_INFO = f"""[Application]
name={ID}
runtime=runtime/org.gnome.Platform/{os.uname().machine}/51

[Instance]
instance-id=1
branch=master
"""


def skip(why):
    print(why, file=sys.stderr)
    sys.exit(1 if os.environ.get('BITACORA_TESTS_MUST_RUN') else 77)


def find_service(program):
    """Where PROGRAM is: services stand outside of PATH. Without it the test is skipped."""
    found = shutil.which(program, path=os.pathsep.join(LIBEXEC))
    if found is None:
        skip(f'{program} is not installed')
    return found


def has_owner(name):
    return call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'NameHasOwner', GLib.Variant('(s)', (name,)))[0]


class Desktop:
    """A desktop's portals: what they need, its backends, and the frontend that programs ask."""

    NAME = ''
    BACKENDS = []
    PORTALS = ''

    def __init__(self):
        self.folder = a11y.WORLD / 'desktop'
        self.data = self.folder / 'share'
        self.config = self.folder / 'config'
        portals = self.folder / 'portals'
        portals.mkdir(parents=True)
        self.config.mkdir()
        # No other backend that this machine has may answer in place of the desktop's own.
        shutil.copy(PORTALS / f'{self.PORTALS}.portal', portals)
        self.environment = {
            'XDG_CURRENT_DESKTOP': self.NAME, 'QT_QPA_PLATFORM': 'xcb',
            'XDG_DATA_HOME': str(self.data), 'XDG_CONFIG_HOME': str(self.config),
            'XDG_CACHE_HOME': str(self.folder / 'cache'), 'XDG_DESKTOP_PORTAL_DIR': str(portals)}
        self.processes = []

    def __enter__(self):
        self.start('xdg-permission-store', 'org.freedesktop.impl.portal.PermissionStore')
        for program, name in self.BACKENDS:
            self.start(program, name)
        self.start('xdg-desktop-portal', PORTAL)
        return self

    def __exit__(self, kind, error, traceback):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(a11y.DEADLINE)

    def start(self, program, name, *arguments):
        """Starts PROGRAM, and waits until it owns NAME."""
        command = [find_service(program), *arguments]
        with open(a11y.WORLD / 'logs' / f'{program}.log', 'ab') as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                       env={**os.environ, **self.environment})
        self.processes.append(process)
        a11y.wait_until(lambda: process.poll() is not None or has_owner(name), program)
        if process.poll() is not None:
            raise a11y.Failure(f'{program} ended with {process.returncode}')
        return process

    def install(self, id, text):
        """Installs a program for the desktop, out of the sandbox's sight."""
        folder = self.data / 'applications'
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f'{id}.desktop').write_text(text, encoding='utf-8')
        subprocess.run(['update-desktop-database', str(folder)], check=True)


class Kde(Desktop):
    """Plasma's portals: shortcuts by kglobalaccel, autostart, dialogs written with Qt."""

    NAME = 'KDE'
    PORTALS = 'kde'
    BACKENDS = [('kglobalaccel5', 'org.kde.kglobalaccel'),
                ('xdg-desktop-portal-kde', 'org.freedesktop.impl.portal.desktop.kde')]

    @staticmethod
    def shortcut_components():
        """How many programs Plasma knows as Bitácora that have shortcuts."""
        paths = call('org.kde.kglobalaccel', '/kglobalaccel', 'org.kde.KGlobalAccel',
                     'allComponents')[0]
        return sum(1 for path in paths if 'bitacora' in path)


class Gtk(Desktop):
    """The portals of the desktops that have none of their own, such as Xfce."""

    NAME = 'XFCE'
    PORTALS = 'gtk'
    BACKENDS = [('xdg-desktop-portal-gtk', 'org.freedesktop.impl.portal.desktop.gtk')]


class Diallers:
    """Programs of the desktop's that call numbers, and what they were given."""

    def __init__(self, desktop, *names):
        self.called = desktop.folder / 'called'
        self.called.write_text('')
        for name in names:
            script = desktop.folder / name
            script.write_text(f'#!/bin/sh\necho "{name} $1" >>"{self.called}"\n')
            script.chmod(0o755)
            desktop.install(f'org.example.{name}',
                            f'[Desktop Entry]\nType=Application\nName={name}\nExec={script} %u\n'
                            'MimeType=x-scheme-handler/tel;\n')

    def wait_for(self, line):
        a11y.wait_until(lambda: line in self.called.read_text().splitlines(),
                        lambda: f'{line!r} in {self.called.read_text()!r}')


def wrap(command):
    """COMMAND as it runs in a root of its own that says which Flatpak it is."""
    if shutil.which('bwrap') is None:
        skip('bwrap is not installed')
    info = pathlib.Path(tempfile.mkdtemp(dir=a11y.WORLD)) / 'flatpak-info'
    info.write_text(FLATPAK_INFO)
    wrapped = ['bwrap', '--die-with-parent']
    for folder in sorted(pathlib.Path('/').iterdir()):
        if folder.is_symlink():
            wrapped += ['--symlink', os.readlink(folder), str(folder)]
        elif folder.name == 'dev':
            wrapped += ['--dev-bind', '/dev', '/dev']
        elif folder.is_dir():
            wrapped += ['--bind', str(folder), str(folder)]
    return [*wrapped, '--ro-bind', str(info), '/.flatpak-info', *command]


class Inner:
    """A process as its parent handles it, with the number by which the screen knows it."""

    def __init__(self, outer):
        self.outer = outer
        children = pathlib.Path(f'/proc/{outer.pid}/task/{outer.pid}/children')
        self.pid = a11y.wait_until(lambda: [int(word) for word in children.read_text().split()],
                                   'the program in its root')[0]

    def __getattr__(self, name):
        return getattr(self.outer, name)


class Sandboxed(a11y.Application):
    """Bitácora in a root of its own, without a window."""

    def __init__(self, environment=None):
        program, *rest = wrap([str(a11y.PROGRAM), '--background'])
        super().__init__(*rest, program=program, environment=environment, windowless=True)
        self.process = Inner(self.process)
        a11y.wait_until(lambda: self.process.poll() is not None or has_owner(ID), 'Bitácora')

    def wait_for_window(self, title):
        """Waits until the window is there, and finds its nodes."""
        self.root = a11y.wait_until(self._find_root, f'the window {title}')
        return self.window(title)
