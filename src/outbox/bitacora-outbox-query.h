/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* Which calls to look at. Set up once, then handed over and left alone.
 * Newest first always means: last taken by the outbox first, which is the order of the ids.
 *   text: what the name, phone, description, record or location holds, accents and case aside;
 *     words apart may stand anywhere, each from its middle too; under three characters it is
 *     looked for in the newest calls alone (see bitacora-outbox-history.h);
 *   states: bits, 1 << BITACORA_OUTBOX_STATE_…;
 *   from, until: when the outbox took the call, until not included. */
#define BITACORA_TYPE_OUTBOX_QUERY (bitacora_outbox_query_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraOutboxQuery, bitacora_outbox_query, BITACORA, OUTBOX_QUERY, GObject)

BitacoraOutboxQuery *bitacora_outbox_query_new (void);
BitacoraOutboxQuery *bitacora_outbox_query_copy (BitacoraOutboxQuery *self);

void bitacora_outbox_query_set_text (BitacoraOutboxQuery *self, const char *text);
void bitacora_outbox_query_set_states (BitacoraOutboxQuery *self, guint states);
void bitacora_outbox_query_set_profile_id (BitacoraOutboxQuery *self, const char *profile_id);
void bitacora_outbox_query_set_span (BitacoraOutboxQuery *self, GDateTime *from, GDateTime *until);

const char *bitacora_outbox_query_get_text (BitacoraOutboxQuery *self);
guint bitacora_outbox_query_get_states (BitacoraOutboxQuery *self);
const char *bitacora_outbox_query_get_profile_id (BitacoraOutboxQuery *self);
GDateTime *bitacora_outbox_query_get_from (BitacoraOutboxQuery *self);
GDateTime *bitacora_outbox_query_get_until (BitacoraOutboxQuery *self);

gboolean bitacora_outbox_query_is_empty (BitacoraOutboxQuery *self);
gboolean bitacora_outbox_query_matches (BitacoraOutboxQuery *self, BitacoraOutboxEntry *entry);

G_END_DECLS
