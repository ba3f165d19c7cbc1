/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/bitacora-clock.h"
#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* A call that waits: what it was, how it stands, and what can be done about it. */
#define BITACORA_TYPE_WAITING_ROW (bitacora_waiting_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraWaitingRow,
                      bitacora_waiting_row,
                      BITACORA,
                      WAITING_ROW,
                      AdwPreferencesRow)

GtkWidget *bitacora_waiting_row_new (BitacoraOutboxEntry *entry, BitacoraClock *clock);

G_END_DECLS
