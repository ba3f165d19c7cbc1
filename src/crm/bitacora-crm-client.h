/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-crm-reply.h"

G_BEGIN_DECLS

/* The longest answer that is read, in bytes after decompression. */
#define BITACORA_CRM_MAX_ANSWER (1024 * 1024)
/* The same for a query, whose answer may hold a day's records. */
#define BITACORA_CRM_MAX_RECORDS (16 * 1024 * 1024)

/* Speaks HTTP with a CRM. Properties, all construct-only: "connect-timeout" and "total-timeout"
 * (guint, milliseconds), "tls-database" (GTlsDatabase, NULL for the system's). */
#define BITACORA_TYPE_CRM_CLIENT (bitacora_crm_client_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCrmClient, bitacora_crm_client, BITACORA, CRM_CLIENT, GObject)

BitacoraCrmClient *bitacora_crm_client_new (void);

void bitacora_crm_client_insert_async (BitacoraCrmClient *self,
                                       const char *server,
                                       const char *token,
                                       const char *body,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
BitacoraCrmReply *bitacora_crm_client_insert_finish (BitacoraCrmClient *self, GAsyncResult *result);

void bitacora_crm_client_query_dates_async (BitacoraCrmClient *self,
                                            const char *server,
                                            const char *token,
                                            const char *body,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
BitacoraCrmReply *bitacora_crm_client_query_dates_finish (BitacoraCrmClient *self,
                                                          GAsyncResult *result);

void bitacora_crm_client_token_information_async (BitacoraCrmClient *self,
                                                  const char *server,
                                                  const char *operation,
                                                  const char *token,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
BitacoraCrmReply *bitacora_crm_client_token_information_finish (BitacoraCrmClient *self,
                                                                GAsyncResult *result);

G_END_DECLS
