/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "../bitacora-services.h"

G_BEGIN_DECLS

/* Tells the user of each follow-up when it is due, once, by a notification whose buttons are the
 * application's actions "call-number", "log-follow-up" and "snooze-reminder"; of those that were
 * missed all together. Works as long as it lives. */
#define BITACORA_TYPE_REMINDERS (bitacora_reminders_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraReminders, bitacora_reminders, BITACORA, REMINDERS, GObject)

BitacoraReminders *bitacora_reminders_new (GApplication *application, BitacoraServices *services);
/* Ten minutes later again. */
void bitacora_reminders_snooze (BitacoraReminders *self, gint64 entry_id);

G_END_DECLS
