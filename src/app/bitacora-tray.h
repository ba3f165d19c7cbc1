/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-services.h"
#include "follow-ups/bitacora-follow-up-list.h"
#include "waiting/bitacora-waiting-list.h"

G_BEGIN_DECLS

/* What the tray shows of the calls: what waits, what is to be followed up, who was called last. It
 * is there as long as this object.
 * Signal "activation-token" (string): a click in the tray is about to ask for a window, which may
 * take the focus with this. */
#define BITACORA_TYPE_TRAY (bitacora_tray_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTray, bitacora_tray, BITACORA, TRAY, GObject)

BitacoraTray *bitacora_tray_new (GApplication *application,
                                 BitacoraServices *services,
                                 BitacoraWaitingList *waiting,
                                 BitacoraFollowUpList *follow_ups);

G_END_DECLS
