/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"
#include "crm/bitacora-crm-client.h"
#include "crm/bitacora-token-provider.h"
#include "model/bitacora-clock.h"
#include "model/bitacora-profile-list.h"

G_BEGIN_DECLS

/* Carries calls from the outbox to the CRM and their outcomes back; nobody else sends.
 * Signal "settled" (BitacoraOutboxEntry *entry): an attempt on that entry ended, or it was held.
 * Property "active" (gboolean, read-only): this process holds the courier's lock. Property
 * "asks-about-doubts" (gboolean, TRUE): whether the CRM is asked about calls whose outcome is
 * unknown; if not, they are left to a person at once. Property "doubt-grace" (guint, seconds, 90):
 * how long the CRM has to be without such a call before it is queued again. */
#define BITACORA_TYPE_COURIER (bitacora_courier_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCourier, bitacora_courier, BITACORA, COURIER, GObject)

BitacoraCourier *bitacora_courier_new (BitacoraOutbox *outbox,
                                       BitacoraCrmClient *client,
                                       BitacoraTokenProvider *tokens,
                                       BitacoraProfileList *profiles,
                                       BitacoraClock *clock);

void bitacora_courier_follow_settings (BitacoraCourier *self, GSettings *settings);
void bitacora_courier_start (BitacoraCourier *self);
void bitacora_courier_stop (BitacoraCourier *self);
gboolean bitacora_courier_is_active (BitacoraCourier *self);

void bitacora_courier_send_async (BitacoraCourier *self,
                                  gint64 id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BitacoraOutboxEntry *bitacora_courier_send_finish (BitacoraCourier *self,
                                                   GAsyncResult *result,
                                                   GError **error);

void bitacora_courier_drain_async (BitacoraCourier *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean bitacora_courier_drain_finish (BitacoraCourier *self,
                                        GAsyncResult *result,
                                        guint *n_logged,
                                        guint *n_waiting,
                                        GError **error);

gboolean bitacora_courier_cancel (BitacoraCourier *self, gint64 id);
void bitacora_courier_resume_profile (BitacoraCourier *self, const char *profile_id);

G_END_DECLS
