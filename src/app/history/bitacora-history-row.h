/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bitacora-history-item.h"
#include "model/bitacora-clock.h"

G_BEGIN_DECLS

/* A call in the history: how it stands, what it was and when. It draws itself: a search makes
 * hundreds of rows at once, and with a widget for each word they would come a frame too late. */
#define BITACORA_TYPE_HISTORY_ROW (bitacora_history_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHistoryRow, bitacora_history_row, BITACORA, HISTORY_ROW, GtkWidget)

GtkWidget *bitacora_history_row_new (BitacoraClock *clock);

void bitacora_history_row_set_item (BitacoraHistoryRow *self, BitacoraHistoryItem *item);
void bitacora_history_row_set_day (BitacoraHistoryRow *self, const char *day);
char *bitacora_history_row_describe (BitacoraHistoryRow *self);

const char *bitacora_history_get_icon_name (BitacoraOutboxState state);

G_END_DECLS
