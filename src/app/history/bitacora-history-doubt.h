/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/bitacora-clock.h"
#include "model/bitacora-profile.h"
#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* A call of which nobody knows whether it was logged, beside the record in the CRM that resembles
 * it, and the answers that the user can give: buttons that activate "history.there",
 * "history.resend" and "history.discard". */
#define BITACORA_TYPE_HISTORY_DOUBT (bitacora_history_doubt_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraHistoryDoubt, bitacora_history_doubt, BITACORA, HISTORY_DOUBT, AdwBin)

void bitacora_history_doubt_show (BitacoraHistoryDoubt *self,
                                  BitacoraOutboxEntry *entry,
                                  BitacoraProfile *profile,
                                  BitacoraClock *clock);

G_END_DECLS
