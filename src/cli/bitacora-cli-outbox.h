/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* What "bitacora outbox" can do with one call. */
int bitacora_cli_outbox_show (const char *const *arguments);
int bitacora_cli_outbox_retry (const char *const *arguments);
int bitacora_cli_outbox_resolve (const char *const *arguments);
int bitacora_cli_outbox_discard (const char *const *arguments);

gboolean bitacora_cli_outbox_read_id (const char *command, const char *word, gint64 *id);
int bitacora_cli_outbox_report_failure (const GError *error);
void bitacora_cli_outbox_add_members (JsonBuilder *builder, BitacoraOutboxEntry *entry);

G_END_DECLS
