/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-crm-record.h"

G_BEGIN_DECLS

/* What was sent of a call, to be found again among the CRM's records: read once, compared with
 * many. */
typedef struct _BitacoraCrmSent BitacoraCrmSent;

/* How much of a call activity a record shows. */
typedef enum
{
  BITACORA_CRM_LIKENESS_NONE,
  /* Enough in common that a person should look at both. */
  BITACORA_CRM_LIKENESS_SOME,
  /* Name, phone, dates and record are all there. */
  BITACORA_CRM_LIKENESS_SAME,
} BitacoraCrmLikeness;

BitacoraCrmSent *bitacora_crm_sent_new (const char *body);
void bitacora_crm_sent_free (BitacoraCrmSent *self);
BitacoraCrmLikeness bitacora_crm_sent_compare (const BitacoraCrmSent *self,
                                               BitacoraCrmRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCrmSent, bitacora_crm_sent_free)

G_END_DECLS
