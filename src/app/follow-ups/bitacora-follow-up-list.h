/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "../bitacora-services.h"

G_BEGIN_DECLS

/* The open follow-ups, the earliest first, kept up with the outbox and with the clock.
 * Property "n-today" (guint, read-only): how many are overdue or due today.
 * Signals: "loaded": the list was read; "time-passed": what is said of the moments in it may have
 * become another. */
#define BITACORA_TYPE_FOLLOW_UP_LIST (bitacora_follow_up_list_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraFollowUpList,
                      bitacora_follow_up_list,
                      BITACORA,
                      FOLLOW_UP_LIST,
                      GObject)

BitacoraFollowUpList *bitacora_follow_up_list_new (BitacoraServices *services);

GListModel *bitacora_follow_up_list_get_model (BitacoraFollowUpList *self);
gboolean bitacora_follow_up_list_is_loaded (BitacoraFollowUpList *self);
guint bitacora_follow_up_list_get_n_today (BitacoraFollowUpList *self);
void bitacora_follow_up_list_set_watched (BitacoraFollowUpList *self, gboolean watched);

G_END_DECLS
