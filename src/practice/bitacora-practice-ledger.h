/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the practice CRM has accepted, oldest first. Other threads may ask for the number and the
 * texts. */
typedef struct _BitacoraPracticeLedger BitacoraPracticeLedger;

BitacoraPracticeLedger *bitacora_practice_ledger_new (void);
void bitacora_practice_ledger_free (BitacoraPracticeLedger *self);

gboolean bitacora_practice_ledger_record_to (BitacoraPracticeLedger *self,
                                             const char *path,
                                             GError **error);
JsonNode *bitacora_practice_ledger_add (BitacoraPracticeLedger *self,
                                        JsonNode *body,
                                        const char *text,
                                        gsize length,
                                        GError **error);
guint bitacora_practice_ledger_get_n_activities (BitacoraPracticeLedger *self);
char *bitacora_practice_ledger_dup_text (BitacoraPracticeLedger *self, guint position);
JsonNode *bitacora_practice_ledger_write (BitacoraPracticeLedger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraPracticeLedger, bitacora_practice_ledger_free)

G_END_DECLS
