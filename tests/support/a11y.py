# SPDX-License-Identifier: GPL-3.0-or-later
"""A program, seen and driven from outside as a screen reader sees and drives it.

    with a11y.Application() as app:
        app.set_text('Name', 'Call Ana')
        app.click('Log call')
        app.wait_for_text('Logged')

Nothing here sleeps for a fixed time: each step waits for what it needs, up to a deadline. Runs in
the world that tests/support/session makes.
"""

import os
import pathlib
import re
import subprocess
import sys

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

import complaints  # noqa: E402

BUILD = pathlib.Path(os.environ['BITACORA_BUILD'])
WORLD = pathlib.Path(os.environ['BITACORA_TEST_WORLD'])
PROGRAM = BUILD / 'src' / 'app' / 'bitacora-window'
DEADLINE = 60 if os.environ.get('BITACORA_SANITIZE') else 20


class Failure(AssertionError):
    """What the test waited for did not come."""


def complain(text):
    """Fails if what a program printed has a complaint in it."""
    wrong = complaints.find(text)
    if wrong:
        raise Failure('the program complained:\n' + '\n'.join(wrong))


def wait_until(condition, what, deadline=DEADLINE):
    """Waits until CONDITION gives something true, and returns that.

    The condition is asked again at each event of the program, and between events now and then,
    since not all that happens in a program is told.
    """
    context = GLib.MainContext.default()
    late = GLib.get_monotonic_time() + deadline * 1000000
    wake = GLib.timeout_add(40, lambda: GLib.SOURCE_CONTINUE)
    try:
        while True:
            found = condition()
            if found:
                return found
            if GLib.get_monotonic_time() > late:
                wanted = what() if callable(what) else what
                raise Failure(f'waited {deadline} s in vain for {wanted}')
            context.iteration(True)
    finally:
        GLib.source_remove(wake)


def settle(condition, what, times=5):
    """Checks that CONDITION holds, and goes on holding while the program is asked again TIMES."""
    left = [times]

    def asked():
        if not condition():
            raise Failure(f'no longer so: {what}')
        left[0] -= 1
        return left[0] <= 0

    wait_until(asked, what)


# Toasts are laid over pages: none is inside of what scrolls, of a list or of a switcher.
WITHOUT_TOASTS = ('scroll pane', 'list', 'page tab list', 'push button', 'list box')


def walk(node, without=()):
    """Every node of the tree under NODE, from the outside in, but what is in a role of WITHOUT."""
    yield node
    if without and role_of(node) in without:
        return
    try:
        count = node.get_child_count()
    except GLib.GError:
        return
    for position in range(count):
        try:
            child = node.get_child_at_index(position)
        except GLib.GError:
            return
        if child is not None:
            yield from walk(child, without)


def name_of(node):
    try:
        return node.get_name() or ''
    except GLib.GError:
        return ''


def role_of(node):
    try:
        return node.get_role_name() or ''
    except GLib.GError:
        return ''


def find_ancestor(node, role, before=None):
    """The nearest node above NODE with ROLE, unless one of the role BEFORE comes first; or None."""
    while node is not None and role_of(node) != before:
        if role_of(node) == role:
            return node
        node = node.get_parent()
    return None


def has(node, state):
    """Whether NODE is in STATE, such as 'checked', 'pressed', 'focused', 'sensitive'."""
    try:
        return node.get_state_set().contains(getattr(Atspi.StateType, state.upper()))
    except GLib.GError:
        return False


def can(node, interface):
    try:
        return interface in node.get_interfaces()
    except GLib.GError:
        return False


def is_shown(node):
    """Whether NODE takes up room in the window: pages that were never turned to take none."""
    try:
        extents = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    except GLib.GError:
        return False
    return extents.width > 0 and extents.height > 0


def actions_of(node):
    if not can(node, 'Action'):
        return []
    try:
        return [Atspi.Action.get_action_name(node, i)
                for i in range(node.get_n_actions())]
    except GLib.GError:
        return []


def click_node(node):
    """Clicks NODE, if it is still there and can be clicked."""
    for position, action in enumerate(actions_of(node)):
        if action in ('click', 'toggle', 'activate'):
            try:
                return Atspi.Action.do_action(node, position)
            except GLib.GError:
                return False
    return False


def matches(text, wanted):
    """Whether TEXT is WANTED, a whole text or a compiled pattern that occurs in it."""
    return wanted.search(text) is not None if hasattr(wanted, 'search') else text == wanted


class Application:
    """A running program, and its tree of accessible nodes."""

    count = 0

    def __init__(self, *arguments, program=PROGRAM, environment=None, windowless=False):
        Application.count += 1
        self.log = WORLD / 'logs' / f'{pathlib.Path(program).name}-{Application.count}.log'
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen([str(program), *arguments], stdout=log, stderr=log,
                                            env={**os.environ, **(environment or {})})
        Atspi.init()
        self.focus = None
        self.listener = Atspi.EventListener.new(self._focus_moved)
        self.listener.register('object:state-changed:focused')
        self.root = None
        if not windowless:
            self.root = wait_until(self._find_root, 'the program to show a window')

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            if self.root is not None:
                self.print_tree()
            self.process.kill()
            self.process.wait()
            return
        self.quit()

    def _find_root(self):
        if self.process.poll() is not None:
            raise Failure(f'the program ended with {self.process.returncode}:\n{self.output()}')
        try:
            desktop = Atspi.get_desktop(0)
            for position in range(desktop.get_child_count()):
                node = desktop.get_child_at_index(position)
                if (node is not None and node.get_process_id() == self.process.pid
                        and node.get_child_count() > 0):
                    # What the library remembers may be older than what is shown.
                    node.set_cache_mask(Atspi.Cache.NONE)
                    return node
        except GLib.GError:
            pass
        return None

    def _focus_moved(self, event):
        if event.detail1:
            self.focus = event.source

    # What is there

    def output(self):
        """All that the program printed so far."""
        return self.log.read_text(errors='replace')

    def nodes(self, within=None):
        for node in walk(within or self.root):
            yield node

    def find(self, name=None, role=None, where=None, within=None):
        """The first node with NAME and ROLE (texts or patterns) for which WHERE holds, or None."""
        for node in self.nodes(within):
            if name is not None and not matches(name_of(node), name):
                continue
            if role is not None and not matches(role_of(node), role):
                continue
            if where is not None and not where(node):
                continue
            return node
        return None

    def wait_for(self, name=None, role=None, where=None, within=None):
        """As find(), but waits until there is such a node."""
        return wait_until(lambda: self.find(name, role, where, within),
                          f'a {role or "node"} named {name}')

    def texts(self, within=None):
        """The texts that are shown, in the order of the tree."""
        return [name_of(node) for node in self.nodes(within)
                if role_of(node) in ('label', 'static') and name_of(node) and is_shown(node)]

    def wait_for_text(self, wanted, within=None):
        """Waits until a text is shown in which WANTED, a pattern, occurs; returns the text."""
        pattern = re.compile(wanted) if isinstance(wanted, str) else wanted
        def find():
            node = self.find(pattern, re.compile('^(label|static)$'), is_shown, within)
            return name_of(node) if node is not None else None
        return wait_until(
            find,
            lambda: f'a text like “{pattern.pattern}” among {self.texts(within)}')

    def wait_for_toast(self, wanted):
        """Waits until a toast says WANTED, a pattern; returns its text.

        A toast goes after a few seconds. Only the nodes that can be toasts are asked, so that none
        comes and goes while the rest of a slow program is still being read.
        """
        pattern = re.compile(wanted)

        def find():
            for node in walk(self.root, WITHOUT_TOASTS):
                if pattern.search(name_of(node)) and role_of(node) in ('label', 'static'):
                    return name_of(node)
            return None
        return wait_until(find, f'a toast like “{wanted}”')

    def window(self, title=None):
        """Waits for a window, by its title if one is given."""
        return self.wait_for(title, re.compile('^(frame|dialog|window)$'))

    def print_tree(self):
        """Prints what is shown: for whoever has to find out why a test failed."""
        def print_node(node, depth):
            states = [s for s in ('checked', 'pressed', 'selected', 'focused', 'invalid_entry')
                      if has(node, s)] + ([] if has(node, 'sensitive') else ['insensitive'])
            text = f' “{self.text_of(node)}”' if can(node, 'EditableText') else ''
            print('  ' * depth + role_of(node), repr(name_of(node)) + text, *states,
                  file=sys.stderr)
            for position in range(node.get_child_count()):
                child = node.get_child_at_index(position)
                if child is not None:
                    print_node(child, depth + 1)
        try:
            print_node(self.root, 0)
        except GLib.GError as error:
            print(f'the tree ends here: {error.message}', file=sys.stderr)
        print(f'--- {self.log.name}\n{self.output()}', file=sys.stderr)

    # Fields

    def field(self, name, within=None):
        """Waits for the entry or text view NAME; its innermost part, which holds the text."""
        def find():
            hidden = None
            for node in self.nodes(within):
                if not matches(name_of(node), name) or role_of(node) == 'label':
                    continue
                inner = [n for n in walk(node) if can(n, 'EditableText')]
                if inner and is_shown(inner[-1]):
                    return inner[-1]
                if inner and hidden is None:
                    hidden = inner[-1]
            # One that is folded away or on another page can be filled, too.
            return hidden
        return wait_until(find, f'a field named {name}')

    def row_of(self, name):
        """The row of the field NAME: the field itself with the older libadwaita."""
        field = self.field(name)
        return find_ancestor(field, 'list item', before='list') or field

    def list_of(self, name):
        """The list in which the field NAME has its row."""
        return find_ancestor(self.field(name), 'list')

    @staticmethod
    def text_of(node):
        try:
            return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
        except GLib.GError:
            return ''

    def text(self, name, within=None):
        """What stands in the field NAME."""
        return self.text_of(self.field(name, within))

    def wait_for_field(self, name, text, within=None):
        """Waits until TEXT, a text or a pattern, stands in the field NAME."""
        wait_until(lambda: matches(self.text(name, within), text),
                   lambda: f'{name} to hold {text!r}: it holds {self.text(name, within)!r}')

    def set_text(self, name, text, within=None):
        """Puts TEXT into the field NAME, as a dictation program does."""
        node = self.field(name, within)
        wait_until(lambda: has(node, 'sensitive'), f'{name} to take text')
        if not Atspi.EditableText.set_text_contents(node, text):
            raise Failure(f'{name} did not take the text')

    # Buttons, switches, pages

    def clickable(self, name, within=None):
        """Waits for what is called NAME, or bears a label NAME, and can be clicked."""
        def acts(node):
            return any(a in ('click', 'toggle', 'activate') for a in actions_of(node))

        def find():
            label = None
            for node in self.nodes(within):
                if matches(name_of(node), name) and is_shown(node):
                    if acts(node):
                        return node
                    if role_of(node) == 'label' and label is None:
                        label = node
            while label is not None:
                if acts(label):
                    return label
                label = label.get_parent()
            return None
        return wait_until(find, f'something named {name} to click')

    def click(self, name, within=None):
        """Clicks what is called NAME, once it can be clicked."""
        node = self.clickable(name, within)
        wait_until(lambda: has(node, 'sensitive'), f'{name} to be clickable')
        if not click_node(node):
            raise Failure(f'{name} cannot be clicked any more')

    def is_on(self, name, within=None):
        """Whether the switch, toggle or page tab NAME is on."""
        node = self.clickable(name, within)
        return any(has(node, state) for state in ('checked', 'pressed', 'selected'))

    def wait_for_on(self, name, on=True, within=None):
        wait_until(lambda: self.is_on(name, within) == on, f'{name} to be {"on" if on else "off"}')

    # The keyboard and the pointer, by the X server

    def focused(self):
        """The node that has the keyboard, or None."""
        if self.focus is not None and has(self.focus, 'focused'):
            return self.focus
        return self.find(where=lambda node: has(node, 'focused'))

    def focused_names(self):
        """The names of the focused node and those around it, from the inside out."""
        names, node = [], self.focused()
        while node is not None and node != self.root:
            names.append(name_of(node))
            node = node.get_parent()
        return names

    def has_focus(self, name):
        """Whether what is called NAME, or something inside it, has the keyboard."""
        return any(matches(found, name) for found in self.focused_names() if found)

    def wait_for_focus(self, name):
        wait_until(lambda: self.has_focus(name),
                   lambda: f'the focus on {name}; it is on {self.focused_names()}')

    def wait_until_active(self, title=None):
        """Waits until the window has the keyboard."""
        frame = self.window(title)
        wait_until(lambda: has(frame, 'active'), 'the window to be active')

    @staticmethod
    def keys(*keys):
        """Presses keys, such as 'Tab' or 'ctrl+Return', one after another."""
        subprocess.run(['xdotool', 'key', '--clearmodifiers', '--delay', '20', *keys], check=True)

    @staticmethod
    def type(text):
        """Types TEXT, letter by letter."""
        subprocess.run(['xdotool', 'type', '--clearmodifiers', '--delay', '20', text], check=True)

    # The window as the X server knows it

    def window_ids(self):
        """The X server's numbers of the program's windows that are shown."""
        search = ['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)]
        found = subprocess.run(search, capture_output=True, text=True)
        # One of them went while it was looked at.
        while 'X Error' in found.stderr:
            found = subprocess.run(search, capture_output=True, text=True)
        return found.stdout.split()

    def window_id(self):
        """The X server's number of the program's window."""
        return self.window_ids()[-1]

    def wait_until_only(self, windows):
        """Waits until no window is shown but WINDOWS, some of the X server's numbers.

        It is the X server that is asked: GTK 4.8 loses its connection to all screen readers when
        one reads a window that is just being closed.
        """
        def are_closed():
            shown = self.window_ids()
            return shown and set(shown) <= set(windows)
        wait_until(are_closed, 'the other windows to close')

    @staticmethod
    def wait_until_still(window):
        """Waits until nothing in WINDOW moves any more, by comparing what it shows."""
        seen = []

        def still():
            picture = subprocess.run(['import', '-window', window, 'rgb:-'], check=True,
                                     capture_output=True).stdout
            seen.append(hash(picture))
            return len(seen) > 6 and len(set(seen[-6:])) == 1
        wait_until(still, 'the window to be still')

    # The end

    def activate(self, action, *texts, path=''):
        """Activates an action of the application, as the desktop does; TEXTS are its parameters."""
        parameters = [GLib.Variant('s', text) for text in texts]
        Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            'org.bitacora.Bitacora', '/org/bitacora/Bitacora' + path, 'org.gtk.Actions', 'Activate',
            GLib.Variant('(sava{sv})', (action, parameters, {})), None, Gio.DBusCallFlags.NONE, -1,
            None)

    def activate_in_window(self, action, *texts):
        """Activates an action of the main window."""
        self.activate(action, *texts, path='/window/1')

    def quit(self):
        """Quits, and checks that the program ended well and had nothing to complain of."""
        if self.process.poll() is None:
            self.activate('quit')
        try:
            status = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failure(f'the program did not quit:\n{self.output()}') from None
        if status != 0:
            raise Failure(f'the program ended with {status}:\n{self.output()}')
        complain(self.output())
