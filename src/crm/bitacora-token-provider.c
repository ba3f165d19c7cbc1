/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-token-provider.h"

#include <string.h>

G_DEFINE_QUARK (bitacora_token_error_quark, bitacora_token_error)

G_DEFINE_INTERFACE (BitacoraTokenProvider, bitacora_token_provider, G_TYPE_OBJECT)

static void
bitacora_token_provider_default_init (BitacoraTokenProviderInterface *iface)
{
}

/**
 * bitacora_token_provider_lookup_async:
 * @self: a provider
 * @profile: the profile whose token is wanted
 * @cancellable: (nullable): cancels the look-up
 * @callback: called when the token is there, or is not
 * @user_data: for @callback
 *
 * Looks for the token of @profile. May ask the user to unlock their keyring.
 */
void
bitacora_token_provider_lookup_async (BitacoraTokenProvider *self,
                                      BitacoraProfile *profile,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (BITACORA_IS_TOKEN_PROVIDER (self));
  g_return_if_fail (BITACORA_IS_PROFILE (profile));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  BITACORA_TOKEN_PROVIDER_GET_IFACE (self)->lookup_async (self,
                                                          profile,
                                                          cancellable,
                                                          callback,
                                                          user_data);
}

/**
 * bitacora_token_provider_lookup_finish:
 * @self: a provider
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Ends bitacora_token_provider_lookup_async().
 *
 * Returns: (transfer full) (nullable): the token, to be freed with bitacora_token_free(), or %NULL
 *   with @error set in %BITACORA_TOKEN_ERROR or %G_IO_ERROR (%G_IO_ERROR_CANCELLED)
 */
char *
bitacora_token_provider_lookup_finish (BitacoraTokenProvider *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (BITACORA_IS_TOKEN_PROVIDER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return BITACORA_TOKEN_PROVIDER_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * bitacora_token_free:
 * @token: (nullable) (transfer full): a token in memory of g_malloc()
 *
 * Overwrites @token, so that it does not linger in freed memory, and frees it.
 */
void
bitacora_token_free (char *token)
{
  if (token == NULL)
    return;

  explicit_bzero (token, strlen (token));
  g_free (token);
}
