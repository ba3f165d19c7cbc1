/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm/bitacora-token-provider.h"

G_BEGIN_DECLS

/* A keyring for tests: one word for every profile, or a failure, at once or when told to. */
#define FIXED_TYPE_TOKEN_PROVIDER (fixed_token_provider_get_type ())
G_DECLARE_FINAL_TYPE (FixedTokenProvider, fixed_token_provider, FIXED, TOKEN_PROVIDER, GObject)

FixedTokenProvider *fixed_token_provider_new (const char *token);

void fixed_token_provider_set_token (FixedTokenProvider *self, const char *token);
void fixed_token_provider_fail (FixedTokenProvider *self, BitacoraTokenError code);
void fixed_token_provider_hold_back (FixedTokenProvider *self);
void fixed_token_provider_answer (FixedTokenProvider *self);
guint fixed_token_provider_get_n_lookups (FixedTokenProvider *self);
guint fixed_token_provider_get_n_held_back (FixedTokenProvider *self);

G_END_DECLS
