# SPDX-License-Identifier: GPL-3.0-or-later
"""The program of tests/tray/tray-sample.c: an item in the tray that says what is done to it."""

import re
import subprocess

from a11y import BUILD, Failure, WORLD, complain, wait_until

ID = 'org.bitacora.Sample'
PROGRAM = BUILD / 'tests' / 'tray' / 'tray-sample'


class Sample:
    def __init__(self, icon=None):
        self.log = WORLD / 'logs' / 'tray-sample.log'
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen([str(PROGRAM)] + ([icon] if icon else []), stdout=log,
                                            stderr=log, stdin=subprocess.PIPE)
        self.read = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            self.process.kill()
            self.process.wait()
            return
        # It ends with its input.
        self.process.stdin.close()
        status = self.process.wait()
        text = self.log.read_text(errors='replace')
        if status != 0:
            raise Failure(f'the sample ended with {status}:\n{text}')
        complain(text)

    def tell(self, line):
        self.process.stdin.write(line.encode() + b'\n')
        self.process.stdin.flush()
        self.wait_for(f'^done {re.escape(line)}$')

    def lines(self):
        return self.log.read_text(errors='replace').splitlines()[self.read:]

    def wait_for(self, pattern):
        """Waits for a line like PATTERN, among those after the last one that was waited for."""
        def find():
            if self.process.poll() is not None:
                raise Failure(f'the sample ended with {self.process.returncode}')
            for position, line in enumerate(self.lines()):
                if re.search(pattern, line):
                    self.read += position + 1
                    return line
            return None
        return wait_until(find, lambda: f'a line like “{pattern}” among {self.lines()}')
