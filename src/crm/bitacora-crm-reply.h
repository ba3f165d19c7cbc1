/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What an answer of the CRM, or the lack of one, means for the call that was sent. */
typedef enum
{
  BITACORA_CRM_VERDICT_LOGGED,
  BITACORA_CRM_VERDICT_REJECTED,
  BITACORA_CRM_VERDICT_CREDENTIALS,
  BITACORA_CRM_VERDICT_QUOTA,
  BITACORA_CRM_VERDICT_THROTTLED,
  BITACORA_CRM_VERDICT_RETRY_LATER,
  BITACORA_CRM_VERDICT_NOT_SENT,
  BITACORA_CRM_VERDICT_UNKNOWN,
} BitacoraCrmVerdict;

/* Immutable. */
#define BITACORA_TYPE_CRM_REPLY (bitacora_crm_reply_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCrmReply, bitacora_crm_reply, BITACORA, CRM_REPLY, GObject)

BitacoraCrmReply *bitacora_crm_reply_new_from_answer (guint http_status,
                                                      const char *retry_after,
                                                      const char *location,
                                                      GBytes *body);
BitacoraCrmReply *bitacora_crm_reply_new_from_failure (const GError *error, gboolean sent);
BitacoraCrmReply *bitacora_crm_reply_new_credentials (const GError *error);
/* Nothing was tried: error's sentence says why, and what to do. */
BitacoraCrmReply *bitacora_crm_reply_new_held (const GError *error);

BitacoraCrmVerdict bitacora_crm_reply_get_verdict (BitacoraCrmReply *self);
int bitacora_crm_reply_get_code (BitacoraCrmReply *self);
guint bitacora_crm_reply_get_http_status (BitacoraCrmReply *self);
const char *bitacora_crm_reply_get_message (BitacoraCrmReply *self);
const char *bitacora_crm_reply_get_wolkvox_id (BitacoraCrmReply *self);
int bitacora_crm_reply_get_retry_after (BitacoraCrmReply *self);
JsonNode *bitacora_crm_reply_get_data (BitacoraCrmReply *self);
char *bitacora_crm_reply_describe (BitacoraCrmReply *self);

const char *bitacora_crm_verdict_to_string (BitacoraCrmVerdict verdict);
gboolean bitacora_crm_verdict_from_string (const char *text, BitacoraCrmVerdict *verdict);
char *bitacora_crm_verdict_describe (BitacoraCrmVerdict verdict, int code, const char *message);

G_END_DECLS
