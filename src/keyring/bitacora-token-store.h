/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm/bitacora-token-provider.h"

G_BEGIN_DECLS

/* The tokens in the system's keyring; a BitacoraTokenProvider. */
#define BITACORA_TYPE_TOKEN_STORE (bitacora_token_store_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTokenStore, bitacora_token_store, BITACORA, TOKEN_STORE, GObject)

BitacoraTokenStore *bitacora_token_store_new (void);

void bitacora_token_store_save_async (BitacoraTokenStore *self,
                                      BitacoraProfile *profile,
                                      const char *token,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean bitacora_token_store_save_finish (BitacoraTokenStore *self,
                                           GAsyncResult *result,
                                           GError **error);

void bitacora_token_store_remove_async (BitacoraTokenStore *self,
                                        BitacoraProfile *profile,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean bitacora_token_store_remove_finish (BitacoraTokenStore *self,
                                             GAsyncResult *result,
                                             GError **error);

G_END_DECLS
