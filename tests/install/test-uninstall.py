#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever may not take an installation away is told so in a sentence, and nothing of it is gone.

Usage: test-uninstall.py SCRIPT
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

NOBODY = 65534


def make_installation(folder):
    """A build tree, and what it says that it has installed; in bin, nobody else may change a thing."""
    build, prefix = folder / 'build', folder / 'prefix'
    files = [prefix / 'share' / 'other' / 'data', prefix / 'bin' / 'bitacora']
    cache = prefix / 'share' / 'applications' / 'mimeinfo.cache'
    for path in (*files, cache):
        path.parent.mkdir(parents=True)
        path.parent.chmod(0o777)
        path.touch()
    (prefix / 'bin').chmod(0o555)
    for name in ('meson-info', 'meson-logs'):
        (build / name).mkdir(parents=True)
    (build / 'meson-info' / 'intro-buildoptions.json').write_text(json.dumps(
        [{'name': 'prefix', 'value': str(prefix)}, {'name': 'datadir', 'value': 'share'}]))
    (build / 'meson-logs' / 'install-log.txt').write_text(
        ''.join(f'{line}\n' for line in ('# List of files', *files)))
    return build, (*files, cache)


def uninstall(script, build):
    """Runs it as a user who owns nothing of that, if this one is root."""
    user = {'user': NOBODY, 'group': NOBODY, 'extra_groups': []} if os.getuid() == 0 else {}
    return subprocess.run([script, build], capture_output=True, text=True, cwd='/', **user)


def check_refused(folder, script):
    build, there = make_installation(folder)
    done = uninstall(script, build)
    assert done.returncode == 1 and not done.stdout, done
    assert done.stderr.count('\n') == 1 and 'nothing was removed' in done.stderr, done.stderr
    assert f'sudo tools/uninstall {build}' in done.stderr, done.stderr
    assert all(path.exists() for path in there), there


def check_not_installed(folder, script):
    done = uninstall(script, folder / 'nowhere')
    assert done.returncode == 1 and 'nothing was installed' in done.stderr, done
    assert 'Traceback' not in done.stderr, done.stderr


folder = pathlib.Path(tempfile.mkdtemp(prefix='bitacora-uninstall-'))
try:
    folder.chmod(0o755)
    # Nobody may be unable to read the checkout.
    script = shutil.copy(sys.argv[1], folder)
    check_refused(folder, script)
    check_not_installed(folder, script)
finally:
    for bin_folder in folder.rglob('bin'):
        bin_folder.chmod(0o755)
    shutil.rmtree(folder)
