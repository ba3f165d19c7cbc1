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

/* What a command works with, each opened when it is first asked for, and the program's main loop.
 * Signal "interrupted": the user, or the system, asked the program to end. */
#define BITACORA_TYPE_CLI_SESSION (bitacora_cli_session_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCliSession, bitacora_cli_session, BITACORA, CLI_SESSION, GObject)

BitacoraCliSession *bitacora_cli_session_new (GError **error);

BitacoraClock *bitacora_cli_session_get_clock (BitacoraCliSession *self);
BitacoraProfileList *bitacora_cli_session_get_profiles (BitacoraCliSession *self);
gboolean bitacora_cli_session_knows_profiles (BitacoraCliSession *self, GError **error);
BitacoraProfile *bitacora_cli_session_find_profile (BitacoraCliSession *self,
                                                    const char *name,
                                                    GError **error);
BitacoraCrmClient *bitacora_cli_session_get_client (BitacoraCliSession *self);
BitacoraTokenStore *bitacora_cli_session_get_tokens (BitacoraCliSession *self);
BitacoraOutbox *bitacora_cli_session_open_outbox (BitacoraCliSession *self, GError **error);
BitacoraCourier *bitacora_cli_session_open_courier (BitacoraCliSession *self, GError **error);

void bitacora_cli_session_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *bitacora_cli_session_await (BitacoraCliSession *self);

void bitacora_cli_session_run (BitacoraCliSession *self);
void bitacora_cli_session_quit (BitacoraCliSession *self);
void bitacora_cli_session_catch_interrupts (BitacoraCliSession *self);
gboolean bitacora_cli_session_was_interrupted (BitacoraCliSession *self);

G_END_DECLS
