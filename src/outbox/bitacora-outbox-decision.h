/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* What a person decides about a call that is kept. */

typedef enum
{
  /* "It is there": the CRM has it. */
  BITACORA_OUTBOX_RESOLUTION_LOGGED,
  /* "Resend": the CRM does not have it. */
  BITACORA_OUTBOX_RESOLUTION_RESEND,
} BitacoraOutboxResolution;

/* Queued: due now, even if its user had stopped it. Rejected: queued again as it is. Anything
 * else: BITACORA_OUTBOX_ERROR_STATE. */
void bitacora_outbox_retry_async (BitacoraOutbox *self,
                                  gint64 id,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_retry_finish (BitacoraOutbox *self,
                                                   GAsyncResult *result,
                                                   GError **error);

/* Ends the doubt about an entry that is unknown; otherwise BITACORA_OUTBOX_ERROR_STATE.
 * wolkvox_id: the record in the CRM, for LOGGED; NULL if it is not known. */
void bitacora_outbox_resolve_async (BitacoraOutbox *self,
                                    gint64 id,
                                    BitacoraOutboxResolution resolution,
                                    const char *wolkvox_id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_resolve_finish (BitacoraOutbox *self,
                                                     GAsyncResult *result,
                                                     GError **error);

/* Takes an entry away; it can be taken back for a day. */
void bitacora_outbox_discard_async (BitacoraOutbox *self,
                                    gint64 id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean bitacora_outbox_discard_finish (BitacoraOutbox *self,
                                         GAsyncResult *result,
                                         GError **error);

/* Takes bitacora_outbox_discard_async() back: the entry stands where it stood, with its attempts.
 * Possible for a day; what was discarded longer ago is removed for good when the outbox opens. */
void bitacora_outbox_restore_async (BitacoraOutbox *self,
                                    gint64 id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_restore_finish (BitacoraOutbox *self,
                                                     GAsyncResult *result,
                                                     GError **error);

G_END_DECLS
