/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* The application's action that calls the number of an entry (x), for a notification that must not
 * hold the number itself. */
#define BITACORA_REMINDER_CALL_ACTION "call-follow-up"

/* What a notification says of the follow-ups that are due. */
GNotification *bitacora_reminder_notification_new (BitacoraOutboxEntry *entry,
                                                   GDateTime *now,
                                                   gboolean hide_names);
GNotification *bitacora_reminder_notification_new_for_several (GPtrArray *entries,
                                                               gboolean hide_names);

G_END_DECLS
