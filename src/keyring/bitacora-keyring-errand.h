/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/* One visit to the Secret Service: it fails soon where there is none, or where it does not
 * answer, and waits without end only for a person who is being asked for a password. */
#define BITACORA_TYPE_KEYRING_ERRAND (bitacora_keyring_errand_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraKeyringErrand,
                      bitacora_keyring_errand,
                      BITACORA,
                      KEYRING_ERRAND,
                      GObject)

BitacoraKeyringErrand *bitacora_keyring_errand_new (GCancellable *cancellable);
SecretService *bitacora_keyring_errand_get_service (BitacoraKeyringErrand *self);
GCancellable *bitacora_keyring_errand_get_cancellable (BitacoraKeyringErrand *self);
GError *bitacora_keyring_errand_explain (BitacoraKeyringErrand *self, const GError *error);

void bitacora_keyring_errand_connect_async (BitacoraKeyringErrand *self,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean bitacora_keyring_errand_connect_finish (BitacoraKeyringErrand *self,
                                                 GAsyncResult *result,
                                                 GError **error);

void bitacora_keyring_errand_unlock_async (BitacoraKeyringErrand *self,
                                           GDBusProxy *object,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean bitacora_keyring_errand_unlock_finish (BitacoraKeyringErrand *self,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
