#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An installation into a folder of its own: everything in it works, and nothing is left of it.

Usage: test-install.py FOLDER       (FOLDER: for the build and the prefix; kept for the next time)
"""

import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import time

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

SOURCE = pathlib.Path(os.environ['BITACORA_SOURCE'])
FOLDER = pathlib.Path(sys.argv[1])
BUILD, PREFIX = FOLDER / 'build', FOLDER / 'prefix'
ID = 'org.bitacora.Bitacora'
DEADLINE = 30

# All that is to be there, but the caches; what the sandbox and the packages rely on, too.
EXPECTED = {
    'bin/bitacora',
    'libexec/bitacora-window',
    f'share/applications/{ID}.desktop',
    'share/bash-completion/completions/bitacora',
    f'share/dbus-1/services/{ID}.service',
    f'share/glib-2.0/schemas/{ID}.gschema.xml',
    f'share/gnome-shell/search-providers/{ID}.search-provider.ini',
    f'share/icons/hicolor/16x16/apps/{ID}.svg',
    f'share/icons/hicolor/scalable/apps/{ID}.svg',
    f'share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg',
    f'share/icons/hicolor/symbolic/apps/{ID}-waiting-symbolic.svg',
    'share/locale/es/LC_MESSAGES/bitacora.mo',
    'share/man/es/man1/bitacora.1',
    'share/man/man1/bitacora.1',
    f'share/metainfo/{ID}.metainfo.xml',
}
CACHES = {
    'share/applications/mimeinfo.cache',
    'share/glib-2.0/schemas/gschemas.compiled',
    'share/icons/hicolor/icon-theme.cache',
}

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={runtime}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

OTHER_DESKTOP = """[Desktop Entry]
Type=Application
Name=Other
Exec=other %u
MimeType=x-scheme-handler/other;
"""
OTHER_SCHEMA = """<schemalist>
  <schema id="org.example.Other" path="/org/example/Other/"/>
</schemalist>
"""


def installed_environment():
    """The environment of one who has installed the program, and has no build tree."""
    env = {name: value for name, value in os.environ.items()
           if name not in ('BITACORA_LOCALEDIR', 'GSETTINGS_SCHEMA_DIR', 'LOCPATH')}
    env['PATH'] = f'{PREFIX}/bin:{env["PATH"]}'
    env['XDG_DATA_DIRS'] = f'{PREFIX}/share:/usr/local/share:/usr/share'
    env['MANPATH'] = f'{PREFIX}/share/man'
    return env


def output(*command, env=None):
    """What COMMAND prints; it has to end well."""
    done = subprocess.run(command, env=env or installed_environment(), capture_output=True,
                          text=True)
    assert done.returncode == 0, (command, done.returncode, done.stdout, done.stderr)
    return done.stdout


def wait_until(condition, what):
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, f'waited {DEADLINE} s in vain for {what}'
        GLib.MainContext.default().iteration(False)
        time.sleep(0.05)


def files():
    """What stands in the prefix."""
    return {str(path.relative_to(PREFIX)) for path in PREFIX.rglob('*') if not path.is_dir()}


def install():
    # The compiler's cache is in the true home.
    env = {**os.environ, 'HOME': pwd.getpwuid(os.getuid()).pw_dir}
    if not (BUILD / 'build.ninja').exists():
        output('meson', 'setup', BUILD, SOURCE, '--prefix', PREFIX, '-Dtests=false', env=env)
    output('meson', 'compile', '-C', BUILD, env=env)
    output('meson', 'install', '-C', BUILD, '--no-rebuild', env=env)


def uninstall():
    return output(SOURCE / 'tools' / 'uninstall', BUILD)


def check_files():
    there = files()
    assert there - CACHES == EXPECTED, (sorted(there ^ EXPECTED))
    assert CACHES <= there, sorted(CACHES - there)
    mimeinfo = (PREFIX / 'share/applications/mimeinfo.cache').read_text()
    assert f'x-scheme-handler/tel={ID}.desktop' in mimeinfo, mimeinfo


def check_command_line():
    assert output('which', 'bitacora').strip() == f'{PREFIX}/bin/bitacora'
    version = next(line for line in (SOURCE / 'meson.build').read_text().splitlines()
                   if 'version:' in line).split("'")[1]
    assert output('bitacora', '--version').split()[-1] == version
    body = output('bitacora', 'log', '--profile', 'practice', '--dry-run', '--name', 'Ana',
                  '--phone', '310 555 1234')
    assert '"3105551234"' in body, body
    spanish = {**installed_environment(), 'LANG': 'C.UTF-8', 'LANGUAGE': 'es'}
    assert output('bitacora', '--help') != output('bitacora', '--help', env=spanish)
    completed = output('bash', '-c', 'source "$0" && complete -p bitacora',
                       PREFIX / 'share/bash-completion/completions/bitacora')
    assert completed.startswith('complete -F'), completed


def check_manual():
    assert output('man', '-w', 'bitacora').strip() == f'{PREFIX}/share/man/man1/bitacora.1'
    assert output('man', '-L', 'es', '-w', 'bitacora').strip() == \
        f'{PREFIX}/share/man/es/man1/bitacora.1'


def start_bus():
    """Starts a bus that knows no service but those of the prefix; returns it and its address."""
    config = pathlib.Path(os.environ['BITACORA_TEST_WORLD']) / 'installed-bus.conf'
    config.write_text(BUS_CONFIG.format(services=PREFIX / 'share/dbus-1/services',
                                        runtime=os.environ['XDG_RUNTIME_DIR']))
    # Without accessibility, which this bus cannot start.
    env = {**installed_environment(), 'GTK_A11Y': 'none'}
    bus = subprocess.Popen(['dbus-daemon', f'--config-file={config}', '--nofork',
                            '--print-address'], env=env, stdout=subprocess.PIPE, text=True)
    return bus, bus.stdout.readline().strip()


def check_window():
    """The bus starts the window by the file that was installed, and the window comes and goes."""
    bus, address = start_bus()
    connection = Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def call(destination, path, interface, method, parameters, reply=None):
        return connection.call_sync(destination, path, interface, method, parameters,
                                    GLib.VariantType(reply) if reply else None,
                                    Gio.DBusCallFlags.NONE, DEADLINE * 1000, None)

    def is_running():
        return call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner',
                    GLib.Variant('(s)', (ID,)), '(b)').unpack()[0]

    def shown():
        return subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Bitácora$'],
                              capture_output=True, text=True).stdout.split()

    path = '/' + ID.replace('.', '/')
    assert not is_running()
    call(ID, path, 'org.freedesktop.Application', 'Activate', GLib.Variant('(a{sv})', ({},)))
    wait_until(shown, 'the window')
    process = call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus',
                   'GetConnectionUnixProcessID', GLib.Variant('(s)', (ID,)), '(u)').unpack()[0]
    program = os.readlink(f'/proc/{process}/exe')
    assert program == f'{PREFIX}/libexec/bitacora-window', program
    call(ID, path, 'org.gtk.Actions', 'Activate', GLib.Variant('(sava{sv})', ('quit', [], {})))
    wait_until(lambda: not is_running(), 'the program to quit')
    assert not shown()
    connection.close_sync(None)
    bus.terminate()
    bus.wait(DEADLINE)


def check_beside_another():
    """What another program has in the same places is still there afterwards, and still known."""
    others = {'share/applications/other.desktop': OTHER_DESKTOP,
              'share/glib-2.0/schemas/org.example.Other.gschema.xml': OTHER_SCHEMA}
    install()
    for name, text in others.items():
        (PREFIX / name).write_text(text)
    uninstall()
    left = files()
    assert left == set(others) | {'share/applications/mimeinfo.cache',
                                  'share/glib-2.0/schemas/gschemas.compiled'}, left
    mimeinfo = (PREFIX / 'share/applications/mimeinfo.cache').read_text()
    assert 'x-scheme-handler/other' in mimeinfo and ID not in mimeinfo, mimeinfo
    schemas = output('gsettings', 'list-schemas')
    assert 'org.example.Other' in schemas and ID not in schemas, schemas


shutil.rmtree(PREFIX, ignore_errors=True)
try:
    install()
    check_files()
    check_command_line()
    check_manual()
    check_window()
    uninstall()
    assert not PREFIX.exists(), files()
    check_beside_another()
finally:
    shutil.rmtree(PREFIX, ignore_errors=True)
