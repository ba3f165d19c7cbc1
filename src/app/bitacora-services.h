/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm/bitacora-crm-client.h"
#include "keyring/bitacora-token-store.h"
#include "model/bitacora-clock.h"
#include "model/bitacora-profile-list.h"
#include "outbox/bitacora-courier.h"
#include "outbox/bitacora-outbox.h"

G_BEGIN_DECLS

/* What stands behind the windows: one of each, for as long as the application runs.
 * Properties, all read-only: "outbox" (BitacoraOutbox, NULL until it is open), "failure" (a
 * sentence, NULL unless the outbox could not be opened), "practice-url" (NULL unless this
 * application's practice CRM runs), "paused" (whether the user wants nothing sent for now). */
#define BITACORA_TYPE_SERVICES (bitacora_services_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraServices, bitacora_services, BITACORA, SERVICES, GObject)

BitacoraServices *bitacora_services_new (void);

void bitacora_services_open (BitacoraServices *self);
void bitacora_services_close (BitacoraServices *self);

BitacoraClock *bitacora_services_get_clock (BitacoraServices *self);
BitacoraProfileList *bitacora_services_get_profiles (BitacoraServices *self);
BitacoraCrmClient *bitacora_services_get_client (BitacoraServices *self);
BitacoraTokenStore *bitacora_services_get_tokens (BitacoraServices *self);
BitacoraOutbox *bitacora_services_get_outbox (BitacoraServices *self);
BitacoraCourier *bitacora_services_get_courier (BitacoraServices *self);
const char *bitacora_services_get_failure (BitacoraServices *self);

gboolean bitacora_services_is_paused (BitacoraServices *self);

gboolean bitacora_services_start_practice (BitacoraServices *self, GError **error);
void bitacora_services_stop_practice (BitacoraServices *self);
const char *bitacora_services_get_practice_url (BitacoraServices *self);

G_END_DECLS
