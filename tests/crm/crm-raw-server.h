/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What happens to a connection after an answer. */
typedef enum
{
  CRM_RAW_KEEP,
  CRM_RAW_CLOSE,
  CRM_RAW_RESET,
  /* Nothing more, until the server is freed. */
  CRM_RAW_HANG,
  /* As if it were kept, but the answer itself waits for crm_raw_server_release(). */
  CRM_RAW_HOLD,
} CrmRawEnding;

/* A server that knows only requests and bytes, on threads of its own: it can break off where a
 * proper server could not. */
typedef struct _CrmRawServer CrmRawServer;

CrmRawServer *crm_raw_server_new (void);
void crm_raw_server_free (CrmRawServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRawServer, crm_raw_server_free)

void crm_raw_server_use_certificate (CrmRawServer *self,
                                     const char *certificate_path,
                                     const char *key_path);
char *crm_raw_server_dup_url (CrmRawServer *self, const char *scheme);
void crm_raw_server_answer (CrmRawServer *self, const char *answer, CrmRawEnding ending);
void crm_raw_server_answer_bytes (CrmRawServer *self, GBytes *answer, CrmRawEnding ending);
void crm_raw_server_release (CrmRawServer *self);
void crm_raw_server_hang_up (CrmRawServer *self);

guint crm_raw_server_get_n_connections (CrmRawServer *self);
guint crm_raw_server_get_n_requests (CrmRawServer *self);
guint crm_raw_server_get_n_open (CrmRawServer *self);
guint crm_raw_server_get_most_open (CrmRawServer *self);
char *crm_raw_server_dup_request (CrmRawServer *self, guint position);

G_END_DECLS
