/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-token.h"

struct _BitacoraPracticeToken
{
  GObject parent_instance;

  guint8 digest[32];
  guint n_open;
  guint daily_limit;
  guint used_today;
  int day;
};

G_DEFINE_FINAL_TYPE (BitacoraPracticeToken, bitacora_practice_token, G_TYPE_OBJECT)

static void
digest_token (const char *token, guint8 digest[32])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = 32;

  g_checksum_update (checksum, (const guchar *)token, -1);
  g_checksum_get_digest (checksum, digest, &length);
}

static void
start_day (BitacoraPracticeToken *self, GDateTime *now)
{
  int day = g_date_time_get_year (now) * 1000 + g_date_time_get_day_of_year (now);

  if (day != self->day)
    self->used_today = 0;
  self->day = day;
}

static void
bitacora_practice_token_class_init (BitacoraPracticeTokenClass *klass)
{
}

static void
bitacora_practice_token_init (BitacoraPracticeToken *self)
{
  self->daily_limit = BITACORA_PRACTICE_TOKEN_DAILY_LIMIT;
}

/**
 * bitacora_practice_token_new:
 * @token: the token
 *
 * Returns: (transfer full): what knows @token when it sees it, and does not keep it
 */
BitacoraPracticeToken *
bitacora_practice_token_new (const char *token)
{
  BitacoraPracticeToken *self = g_object_new (BITACORA_TYPE_PRACTICE_TOKEN, NULL);

  g_return_val_if_fail (token != NULL, NULL);

  digest_token (token, self->digest);
  return self;
}

/**
 * bitacora_practice_token_equals:
 * @self: the token
 * @token: what a request gives as its token
 *
 * Compares in a time that does not tell how much of @token is right.
 *
 * Returns: whether it is the token
 */
gboolean
bitacora_practice_token_equals (BitacoraPracticeToken *self, const char *token)
{
  guint8 digest[32];
  guint8 difference = 0;

  g_return_val_if_fail (BITACORA_IS_PRACTICE_TOKEN (self), FALSE);
  g_return_val_if_fail (token != NULL, FALSE);

  digest_token (token, digest);
  for (guint i = 0; i < sizeof digest; i++)
    difference |= digest[i] ^ self->digest[i];
  return difference == 0;
}

/**
 * bitacora_practice_token_enter:
 * @self: the token
 *
 * Counts a request that begins; bitacora_practice_token_leave() belongs to it, whatever is
 * returned.
 *
 * Returns: %FALSE when more requests are open now than the CRM allows
 */
gboolean
bitacora_practice_token_enter (BitacoraPracticeToken *self)
{
  g_return_val_if_fail (BITACORA_IS_PRACTICE_TOKEN (self), FALSE);

  self->n_open++;
  return self->n_open <= BITACORA_PRACTICE_TOKEN_MAX_OPEN;
}

/**
 * bitacora_practice_token_leave:
 * @self: the token
 *
 * Counts a request that has ended.
 */
void
bitacora_practice_token_leave (BitacoraPracticeToken *self)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_TOKEN (self));
  g_return_if_fail (self->n_open > 0);

  self->n_open--;
}

/**
 * bitacora_practice_token_spend:
 * @self: the token
 *
 * Spends one of today's requests; the day is the computer's.
 *
 * Returns: %FALSE when none is left
 */
gboolean
bitacora_practice_token_spend (BitacoraPracticeToken *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  g_return_val_if_fail (BITACORA_IS_PRACTICE_TOKEN (self), FALSE);

  start_day (self, now);
  if (self->used_today >= self->daily_limit)
    return FALSE;

  self->used_today++;
  return TRUE;
}

/**
 * bitacora_practice_token_set_daily_limit:
 * @self: the token
 * @daily_limit: how many requests it has a day
 *
 * Sets another limit than %BITACORA_PRACTICE_TOKEN_DAILY_LIMIT.
 */
void
bitacora_practice_token_set_daily_limit (BitacoraPracticeToken *self, guint daily_limit)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_TOKEN (self));

  self->daily_limit = daily_limit;
}

/**
 * bitacora_practice_token_write:
 * @self: the token
 *
 * Returns: (transfer full): what the vendor's tokenInformation.php says of a token
 */
JsonNode *
bitacora_practice_token_write (BitacoraPracticeToken *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (BITACORA_IS_PRACTICE_TOKEN (self), NULL);

  start_day (self, now);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "description");
  json_builder_add_string_value (builder, "PRACTICE");
  json_builder_set_member_name (builder, "token_limit");
  json_builder_add_int_value (builder, self->daily_limit);
  json_builder_set_member_name (builder, "token_use_today");
  json_builder_add_int_value (builder, self->used_today);
  json_builder_set_member_name (builder, "available_consumition_options");
  json_builder_add_int_value (builder,
                              self->daily_limit > self->used_today
                                  ? self->daily_limit - self->used_today
                                  : 0);
  json_builder_set_member_name (builder, "hours_to_restart_count");
  json_builder_add_int_value (builder, 24 - g_date_time_get_hour (now));
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
