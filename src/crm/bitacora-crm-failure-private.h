/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BITACORA_CRM_FAILURE (bitacora_crm_failure_quark ())

/* What GIO's own errors do not tell apart. */
typedef enum
{
  BITACORA_CRM_FAILURE_CONNECT_TIMEOUT,
  BITACORA_CRM_FAILURE_ANSWER_TIMEOUT,
  BITACORA_CRM_FAILURE_ANSWER_TOO_LONG,
  BITACORA_CRM_FAILURE_BAD_SERVER,
  BITACORA_CRM_FAILURE_INSECURE,
  BITACORA_CRM_FAILURE_PROXY,
  BITACORA_CRM_FAILURE_CERTIFICATE_UNTRUSTED,
  BITACORA_CRM_FAILURE_CERTIFICATE_WRONG_HOST,
  BITACORA_CRM_FAILURE_CERTIFICATE_EXPIRED,
} BitacoraCrmFailure;

GQuark bitacora_crm_failure_quark (void);

const char *bitacora_crm_failure_explain (const GError *error, gboolean sent);

G_END_DECLS
