/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "bitacora-crm-reply.h"

G_BEGIN_DECLS

#define BITACORA_CRM_INSERT_PATH "/server/API/v2/custom/insert.php"
#define BITACORA_CRM_TOKEN_HEADER "Wolkvox-Token"

/* One request and what came of it; runs once. */
#define BITACORA_TYPE_CRM_EXCHANGE (bitacora_crm_exchange_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCrmExchange, bitacora_crm_exchange, BITACORA, CRM_EXCHANGE, GObject)

BitacoraCrmExchange *bitacora_crm_exchange_new (SoupSession *session,
                                                SoupMessage *message,
                                                guint connect_timeout,
                                                guint total_timeout,
                                                gsize max_answer);

void bitacora_crm_exchange_run_async (BitacoraCrmExchange *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
BitacoraCrmReply *bitacora_crm_exchange_run_finish (BitacoraCrmExchange *self,
                                                    GAsyncResult *result);

G_END_DECLS
