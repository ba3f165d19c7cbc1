/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/bitacora-clock.h"
#include "outbox/bitacora-outbox-query.h"
#include "outbox/bitacora-outbox.h"

G_BEGIN_DECLS

guint bitacora_history_filter_read_states (const char *name);
void bitacora_history_filter_set_date (BitacoraOutboxQuery *query,
                                       const char *name,
                                       BitacoraClock *clock);
gboolean bitacora_history_filter_read_day (const char *text, BitacoraClock *clock, GDateTime **day);
char *bitacora_history_filter_describe_day (gint64 created, BitacoraClock *clock);
gboolean bitacora_history_filter_same_day (gint64 a, gint64 b, BitacoraClock *clock);

G_END_DECLS
