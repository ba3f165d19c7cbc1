/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* A call to be followed up: whom, when, what was said, and what can be done, beside it where there
 * is room and below it where there is not. */
#define BITACORA_TYPE_FOLLOW_UP_ROW (bitacora_follow_up_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraFollowUpRow,
                      bitacora_follow_up_row,
                      BITACORA,
                      FOLLOW_UP_ROW,
                      GtkWidget)

GtkWidget *bitacora_follow_up_row_new (void);

BitacoraOutboxEntry *bitacora_follow_up_row_get_entry (BitacoraFollowUpRow *self);
void bitacora_follow_up_row_set_entry (BitacoraFollowUpRow *self, BitacoraOutboxEntry *entry);
void bitacora_follow_up_row_tell_time (BitacoraFollowUpRow *self,
                                       GDateTime *now,
                                       gboolean begins_section);
GtkWidget *bitacora_follow_up_row_get_later_button (BitacoraFollowUpRow *self);
char *bitacora_follow_up_row_describe (BitacoraFollowUpRow *self);

G_END_DECLS
