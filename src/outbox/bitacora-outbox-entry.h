/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm/bitacora-crm-reply.h"
#include "model/bitacora-call-activity.h"

G_BEGIN_DECLS

typedef enum
{
  BITACORA_OUTBOX_STATE_QUEUED,
  BITACORA_OUTBOX_STATE_SENDING,
  BITACORA_OUTBOX_STATE_LOGGED,
  BITACORA_OUTBOX_STATE_REJECTED,
  BITACORA_OUTBOX_STATE_UNKNOWN,
} BitacoraOutboxState;

/* A row of the outbox as it stood when it was read; immutable. */
#define BITACORA_TYPE_OUTBOX_ENTRY (bitacora_outbox_entry_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraOutboxEntry, bitacora_outbox_entry, BITACORA, OUTBOX_ENTRY, GObject)

gint64 bitacora_outbox_entry_get_id (BitacoraOutboxEntry *self);
const char *bitacora_outbox_entry_get_profile_id (BitacoraOutboxEntry *self);
BitacoraCallActivity *bitacora_outbox_entry_get_activity (BitacoraOutboxEntry *self);
BitacoraOutboxState bitacora_outbox_entry_get_state (BitacoraOutboxEntry *self);
GDateTime *bitacora_outbox_entry_get_created (BitacoraOutboxEntry *self);
GDateTime *bitacora_outbox_entry_get_not_before (BitacoraOutboxEntry *self);
gboolean bitacora_outbox_entry_waits_for_request (BitacoraOutboxEntry *self);
guint bitacora_outbox_entry_get_n_attempts (BitacoraOutboxEntry *self);
gboolean bitacora_outbox_entry_has_verdict (BitacoraOutboxEntry *self);
BitacoraCrmVerdict bitacora_outbox_entry_get_verdict (BitacoraOutboxEntry *self);
int bitacora_outbox_entry_get_code (BitacoraOutboxEntry *self);
const char *bitacora_outbox_entry_get_message (BitacoraOutboxEntry *self);
const char *bitacora_outbox_entry_get_wolkvox_id (BitacoraOutboxEntry *self);
/* Unknown, and the CRM could not tell, or was not asked. */
gboolean bitacora_outbox_entry_awaits_person (BitacoraOutboxEntry *self);
gboolean bitacora_outbox_entry_was_looked_for (BitacoraOutboxEntry *self);
/* For an entry that awaits a person: the CRM's record that resembles it, as JSON; or NULL. */
const char *bitacora_outbox_entry_get_candidate (BitacoraOutboxEntry *self);
/* When its follow-up is due, in UTC; NULL if it has none, or if it is done. */
GDateTime *bitacora_outbox_entry_get_follow_up (BitacoraOutboxEntry *self);
char *bitacora_outbox_entry_describe (BitacoraOutboxEntry *self);

const char *bitacora_outbox_state_to_string (BitacoraOutboxState state);
gboolean bitacora_outbox_state_from_string (const char *text, BitacoraOutboxState *state);
const char *bitacora_outbox_state_get_label (BitacoraOutboxState state);

G_END_DECLS
