/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../bitacora-services.h"
#include "bitacora-follow-up-list.h"

G_BEGIN_DECLS

/* What is to be followed up: overdue, today, tomorrow, later. Its buttons ask the application:
 * "app.call-number", "app.log-follow-up".
 * Property "n-today" (guint, read-only): how many are overdue or due today. */
#define BITACORA_TYPE_FOLLOW_UPS_PAGE (bitacora_follow_ups_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraFollowUpsPage,
                      bitacora_follow_ups_page,
                      BITACORA,
                      FOLLOW_UPS_PAGE,
                      AdwBin)

void bitacora_follow_ups_page_set_up (BitacoraFollowUpsPage *self,
                                      BitacoraServices *services,
                                      BitacoraFollowUpList *list);
guint bitacora_follow_ups_page_get_n_today (BitacoraFollowUpsPage *self);
AdwToastOverlay *bitacora_follow_ups_page_get_toast_overlay (BitacoraFollowUpsPage *self);
void bitacora_follow_ups_page_focus (BitacoraFollowUpsPage *self);

G_END_DECLS
