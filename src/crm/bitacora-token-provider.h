/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/bitacora-profile.h"

G_BEGIN_DECLS

#define BITACORA_TOKEN_ERROR (bitacora_token_error_quark ())

typedef enum
{
  BITACORA_TOKEN_ERROR_NO_KEYRING,
  BITACORA_TOKEN_ERROR_LOCKED,
  BITACORA_TOKEN_ERROR_DISMISSED,
  BITACORA_TOKEN_ERROR_NOT_FOUND,
  BITACORA_TOKEN_ERROR_INVALID,
  BITACORA_TOKEN_ERROR_FAILED,
} BitacoraTokenError;

GQuark bitacora_token_error_quark (void);

/* Whoever knows the token of a profile: the keyring in the program, a fixed word in tests. */
#define BITACORA_TYPE_TOKEN_PROVIDER (bitacora_token_provider_get_type ())
G_DECLARE_INTERFACE (BitacoraTokenProvider,
                     bitacora_token_provider,
                     BITACORA,
                     TOKEN_PROVIDER,
                     GObject)

struct _BitacoraTokenProviderInterface
{
  GTypeInterface parent;

  void (*lookup_async) (BitacoraTokenProvider *self,
                        BitacoraProfile *profile,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  char *(*lookup_finish) (BitacoraTokenProvider *self, GAsyncResult *result, GError **error);
};

void bitacora_token_provider_lookup_async (BitacoraTokenProvider *self,
                                           BitacoraProfile *profile,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *bitacora_token_provider_lookup_finish (BitacoraTokenProvider *self,
                                             GAsyncResult *result,
                                             GError **error);

void bitacora_token_free (char *token);

G_END_DECLS
