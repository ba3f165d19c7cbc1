/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-courier-schedule.h"
#include "bitacora-outbox.h"
#include "crm/bitacora-crm-client.h"
#include "crm/bitacora-token-provider.h"
#include "model/bitacora-clock.h"

G_BEGIN_DECLS

/* What every attempt works with; lent by the courier. */
typedef struct
{
  BitacoraOutbox *outbox;
  BitacoraCrmClient *client;
  BitacoraTokenProvider *tokens;
  BitacoraClock *clock;
  BitacoraCourierSchedule *schedule;
} BitacoraCourierMeans;

/* One try to send one entry: token → room → "sending" on disk → request → outcome on disk.
 * Signals "begun": the outbox was told, its profile can prepare another; "answered": the request is
 * over. */
#define BITACORA_TYPE_COURIER_ATTEMPT (bitacora_courier_attempt_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCourierAttempt,
                      bitacora_courier_attempt,
                      BITACORA,
                      COURIER_ATTEMPT,
                      GObject)

BitacoraCourierAttempt *bitacora_courier_attempt_new (const BitacoraCourierMeans *means,
                                                      BitacoraOutboxEntry *entry,
                                                      BitacoraProfile *profile);

void bitacora_courier_attempt_run_async (BitacoraCourierAttempt *self,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
BitacoraOutboxEntry *bitacora_courier_attempt_run_finish (BitacoraCourierAttempt *self,
                                                          GAsyncResult *result,
                                                          GError **error);
gboolean bitacora_courier_attempt_cancel (BitacoraCourierAttempt *self);
gboolean bitacora_courier_attempt_is_ahead (BitacoraCourierAttempt *self);
void bitacora_courier_attempt_proceed (BitacoraCourierAttempt *self);
void bitacora_courier_attempt_drop (BitacoraCourierAttempt *self);
gboolean bitacora_courier_attempt_was_dropped (BitacoraCourierAttempt *self);
const char *bitacora_courier_attempt_get_profile_id (BitacoraCourierAttempt *self);
gint64 bitacora_courier_attempt_get_id (BitacoraCourierAttempt *self);

GDateTime *bitacora_courier_create_on_request_moment (void);

G_END_DECLS
