/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm/bitacora-crm-reply.h"

G_BEGIN_DECLS

/* One try to send an entry, as it is kept; immutable. */
#define BITACORA_TYPE_OUTBOX_ATTEMPT (bitacora_outbox_attempt_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraOutboxAttempt,
                      bitacora_outbox_attempt,
                      BITACORA,
                      OUTBOX_ATTEMPT,
                      GObject)

gint64 bitacora_outbox_attempt_get_id (BitacoraOutboxAttempt *self);
GDateTime *bitacora_outbox_attempt_get_started (BitacoraOutboxAttempt *self);
/* NULL while it is on its way. */
GDateTime *bitacora_outbox_attempt_get_ended (BitacoraOutboxAttempt *self);
const char *bitacora_outbox_attempt_get_body (BitacoraOutboxAttempt *self);
gboolean bitacora_outbox_attempt_has_verdict (BitacoraOutboxAttempt *self);
BitacoraCrmVerdict bitacora_outbox_attempt_get_verdict (BitacoraOutboxAttempt *self);
guint bitacora_outbox_attempt_get_http_status (BitacoraOutboxAttempt *self);
int bitacora_outbox_attempt_get_code (BitacoraOutboxAttempt *self);
const char *bitacora_outbox_attempt_get_message (BitacoraOutboxAttempt *self);
char *bitacora_outbox_attempt_describe (BitacoraOutboxAttempt *self);

G_END_DECLS
