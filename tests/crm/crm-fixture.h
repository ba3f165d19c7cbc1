/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm/bitacora-crm-client.h"

G_BEGIN_DECLS

/* No word that anything else in a test run could say. */
#define CRM_FIXTURE_TOKEN "secret-XYZ-of-the-crm-tests"

#define CRM_FIXTURE_OK_BODY                                                                        \
  "{\"code\":200,\"error\":\"null\",\"msg\":\"Succesfully create record\","                        \
  "\"data\":{\"wolkvox_id\":\"64cb\"}}"

char *crm_fixture_answer (const char *status, const char *headers, const char *body);
BitacoraCrmClient *crm_fixture_client (guint connect_timeout, guint total_timeout);

char *crm_fixture_find_certificate (const char *name, const char *suffix);
BitacoraCrmClient *crm_fixture_trusting_client (guint total_timeout);

BitacoraCrmReply *crm_fixture_insert (BitacoraCrmClient *client,
                                      const char *server,
                                      const char *token,
                                      const char *body,
                                      GCancellable *cancellable);
BitacoraCrmReply *crm_fixture_query_dates (BitacoraCrmClient *client,
                                           const char *server,
                                           const char *token,
                                           const char *body);
BitacoraCrmReply *crm_fixture_token_information (BitacoraCrmClient *client,
                                                 const char *server,
                                                 const char *operation,
                                                 const char *token);

void crm_fixture_insert_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
void crm_fixture_assert_verdict (BitacoraCrmReply *reply,
                                 BitacoraCrmVerdict verdict,
                                 const char *words);

G_END_DECLS
