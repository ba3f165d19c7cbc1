/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/bitacora-profile.h"
#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

int bitacora_cli_outcome_get_status (BitacoraOutboxEntry *entry);
void bitacora_cli_outcome_print (BitacoraOutboxEntry *entry);
void bitacora_cli_outcome_print_json (BitacoraOutboxEntry *entry);
void bitacora_cli_outcome_print_exchange (BitacoraOutboxEntry *entry,
                                          BitacoraProfile *profile,
                                          BitacoraCallActivity *activity);
void bitacora_cli_outcome_mention_loss (BitacoraOutboxEntry *entry);
void bitacora_cli_outcome_mention_interruption (BitacoraOutboxEntry *entry);

G_END_DECLS
