#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An item in a real tray: seen, clicked, its menu opened and chosen from; it comes back when the
panel was started anew, and lives on without one.

Usage: test-tray-panel.py xfce|lxqt
"""

import signal
import sys

import tray_host
import tray_sample

LABELS = ['Quick entry', '-', 'Log again: +57 300 111 2222', 'Log again: +57 300 333 4444', '-',
          'Pause', 'Order', 'Never']

with tray_sample.Sample() as sample:
    with tray_host.PANELS[sys.argv[1]]() as panel:
        sample.wait_for('^hosted$')
        item = tray_host.wait_for_item(tray_sample.ID)
        assert item.get('Title') == 'Sample of a tray item', item.get('Title')
        assert item.get('ItemIsMenu') is False
        assert item.get('ToolTip')[2:] == ('Sample', '2 calls wait &amp; &lt;see&gt;')

        # The pointer.
        panel.click(tray_host.LEFT)
        sample.wait_for(r'^activate \d+ \d+$')
        panel.click(tray_host.MIDDLE)
        sample.wait_for(r'^secondary-activate \d+ \d+$')
        assert item.labels() == LABELS, item.labels()
        panel.choose(item, 'Log again: +57 300 333 4444')
        sample.wait_for('^action log-again 8$')

        # A state goes to the host and comes back from it.
        assert item.entry('Pause')['toggle-state'] == 0
        panel.choose(item, 'Pause')
        sample.wait_for('^state pause true$')
        assert item.entry('Pause')['toggle-state'] == 1
        panel.choose(item, 'Pause')
        sample.wait_for('^state pause false$')

        # The same by the bus, as other hosts do it.
        item.activate(12, 34)
        sample.wait_for('^activate 12 34$')
        item.click('Order', 'Oldest')
        sample.wait_for("^state order 'oldest'$")
        assert item.entry('Order', 'Oldest')['toggle-state'] == 1
        assert item.entry('Order', 'Newest')['toggle-state'] == 0
        item.click('Never')
        item.click('Quick entry')
        assert sample.wait_for('^action ') == 'action quick-entry '

        # Taken away and put again, though the program goes on.
        sample.tell('remove')
        tray_host.wait_for_no_item(tray_sample.ID)
        sample.tell('put')
        tray_host.wait_for_item(tray_sample.ID)
        panel.click()
        sample.wait_for('^activate ')

        # Another panel.
        panel.stop()
        sample.wait_for('^not hosted$')
        panel.start()
        sample.wait_for('^hosted$')
        item = tray_host.wait_for_item(tray_sample.ID)
        panel.click()
        sample.wait_for('^activate ')
        panel.choose(item, 'Quick entry')
        sample.wait_for('^action quick-entry ')

        # One that dies.
        panel.stop(signal.SIGKILL)
        sample.wait_for('^not hosted$')
        sample.tell('attention')
        panel.start()
        sample.wait_for('^hosted$')
        assert tray_host.wait_for_item(tray_sample.ID).get('Status') == 'NeedsAttention'
        panel.click()
        sample.wait_for('^activate ')
    sample.wait_for('^not hosted$')
