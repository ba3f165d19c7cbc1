# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program says of itself that no test lets pass: warnings, deprecations, memory misused.

Of what is deprecated GLib tells where G_ENABLE_DIAGNOSTIC is 1, as one of its warnings.
"""

import re

# The words by which GLib and the sanitizers tell that a program did wrong.
WRONG = re.compile(r'(-WARNING \*\*|-CRITICAL \*\*|-ERROR \*\*|AddressSanitizer|LeakSanitizer'
                   r'|runtime error:|Gtk-Message.*[Ff]ailed)')

harmless = [
    # AddressSanitizer does not know glibc's %Id, with which GTK writes the days in Spanish.
    'unexpected format specifier in printf interceptor: %I',
    # What stands in their place came after libadwaita 1.2, the oldest that we build with.
    'The property Adw(Leaflet|LeafletPage|Squeezer|ViewSwitcherTitle):[a-z-]+ is deprecated',
    # There is not always somebody to show a notification to.
    'unable to send notifications through org.freedesktop.Notifications',
]


def excuse(pattern):
    """Lets lines like PATTERN pass, in a world where they are to be expected."""
    harmless.append(pattern)


def find(text):
    """The lines of TEXT, all that a program printed, that complain."""
    excused = re.compile('|'.join(harmless))
    return [line for line in text.splitlines() if WRONG.search(line) and not excused.search(line)]
