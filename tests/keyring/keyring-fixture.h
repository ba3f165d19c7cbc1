/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keyring/bitacora-token-store.h"
#include "model/bitacora-profile-list.h"

G_BEGIN_DECLS

/* No word that anything else in a test run could say. */
#define KEYRING_FIXTURE_TOKEN "secret-XYZ-of-the-keyring-tests"

/* The token store, waited for: each function runs the main context until the answer is there. */
typedef struct
{
  BitacoraTokenStore *store;
  BitacoraProfile *profile;
} KeyringFixture;

void keyring_fixture_set_up (KeyringFixture *fixture, gconstpointer data);
void keyring_fixture_tear_down (KeyringFixture *fixture, gconstpointer data);

BitacoraProfile *keyring_fixture_create_profile (const char *server, const char *operation);
gboolean keyring_fixture_save (KeyringFixture *fixture, const char *token, GError **error);
char *keyring_fixture_look_up (KeyringFixture *fixture, GCancellable *cancellable, GError **error);
gboolean keyring_fixture_remove (KeyringFixture *fixture, GError **error);

void keyring_fixture_lock (void);
GVariant *keyring_fixture_call (const char *path,
                                const char *interface,
                                const char *method,
                                GVariant *arguments);

G_END_DECLS
