/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm/bitacora-crm-record.h"
#include "crm/bitacora-crm-sent.h"

G_BEGIN_DECLS

/* What the CRM's records, beside the outbox's own calls, tell of one call. */
typedef enum
{
  BITACORA_COURIER_JUDGEMENT_PRESENT,
  BITACORA_COURIER_JUDGEMENT_ABSENT,
  /* A like call is on its way: its record cannot be told from this one's yet. */
  BITACORA_COURIER_JUDGEMENT_EARLY,
  BITACORA_COURIER_JUDGEMENT_UNCLEAR,
} BitacoraCourierJudgement;

GPtrArray *bitacora_courier_judge_list_alike (const BitacoraCrmSent *sent, GPtrArray *records);
BitacoraCourierJudgement bitacora_courier_judge (const BitacoraCrmSent *sent,
                                                 GPtrArray *alike,
                                                 const char *const *claimed,
                                                 GPtrArray *rivals,
                                                 BitacoraCrmRecord **record);

G_END_DECLS
