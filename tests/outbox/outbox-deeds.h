/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outbox-fixture.h"
#include "outbox/bitacora-outbox-batch.h"
#include "outbox/bitacora-outbox-decision.h"
#include "outbox/bitacora-outbox-doubt.h"
#include "outbox/bitacora-outbox-draft.h"

G_BEGIN_DECLS

/* What people and imports do with an outbox, waited for; and a look at its file from outside. */

#define OUTBOX_DEEDS_DAY "86400000000"

gint64 outbox_deeds_append_unknown (BitacoraOutbox *outbox, const char *name);
gint64 outbox_deeds_append_rejected (BitacoraOutbox *outbox, const char *name);

BitacoraOutboxEntry *outbox_deeds_retry (BitacoraOutbox *outbox, gint64 id, GError **error);
BitacoraOutboxEntry *outbox_deeds_resolve (BitacoraOutbox *outbox,
                                           gint64 id,
                                           BitacoraOutboxResolution resolution,
                                           const char *wolkvox_id,
                                           GError **error);
BitacoraOutboxEntry *outbox_deeds_restore (BitacoraOutbox *outbox, gint64 id, GError **error);

void outbox_deeds_save_draft (BitacoraOutbox *outbox, const char *slot, const char *text);
char *outbox_deeds_load_draft (BitacoraOutbox *outbox, const char *slot);

gint64 outbox_deeds_begin_batch (BitacoraOutbox *outbox);
gboolean outbox_deeds_append_batch (BitacoraOutbox *outbox,
                                    gint64 batch,
                                    guint n_calls,
                                    GError **error);
guint outbox_deeds_commit_batch (BitacoraOutbox *outbox, gint64 batch, GError **error);

gint64 outbox_deeds_query (const char *path, const char *sql);
guint outbox_deeds_count_shown (BitacoraOutbox *outbox);

G_END_DECLS
