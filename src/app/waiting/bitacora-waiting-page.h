/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"
#include "bitacora-waiting-list.h"

G_BEGIN_DECLS

/* The plain list of what waits. Actions: "waiting.send-now" and "waiting.discard", both with an
 * entry's id (x), and "waiting.open-again", after the outbox could not be opened. */
#define BITACORA_TYPE_WAITING_PAGE (bitacora_waiting_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraWaitingPage, bitacora_waiting_page, BITACORA, WAITING_PAGE, AdwBin)

void bitacora_waiting_page_set_up (BitacoraWaitingPage *self,
                                   BitacoraServices *services,
                                   BitacoraWaitingList *list);

G_END_DECLS
