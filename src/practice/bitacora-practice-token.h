/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The vendor's limits of one token. */
#define BITACORA_PRACTICE_TOKEN_MAX_OPEN 2
#define BITACORA_PRACTICE_TOKEN_DAILY_LIMIT 1000

/* The one token that the practice CRM knows, and what it has been used for. */
#define BITACORA_TYPE_PRACTICE_TOKEN (bitacora_practice_token_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraPracticeToken,
                      bitacora_practice_token,
                      BITACORA,
                      PRACTICE_TOKEN,
                      GObject)

BitacoraPracticeToken *bitacora_practice_token_new (const char *token);

gboolean bitacora_practice_token_equals (BitacoraPracticeToken *self, const char *token);
gboolean bitacora_practice_token_enter (BitacoraPracticeToken *self);
void bitacora_practice_token_leave (BitacoraPracticeToken *self);
gboolean bitacora_practice_token_spend (BitacoraPracticeToken *self);
void bitacora_practice_token_set_daily_limit (BitacoraPracticeToken *self, guint daily_limit);
JsonNode *bitacora_practice_token_write (BitacoraPracticeToken *self);

G_END_DECLS
