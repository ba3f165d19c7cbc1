/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-entry.h"
#include "crm/bitacora-crm-record.h"
#include "model/bitacora-profile.h"

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

GPtrArray *bitacora_courier_judge_read_records (JsonNode *data, guint limit, gboolean *is_whole);
/* What an own call says of a record that is like it. */
typedef struct
{
  BitacoraOutboxState state;
  gboolean is_discarded;
  char *body;
} BitacoraCourierRival;

GPtrArray *bitacora_courier_judge_list_rivals (BitacoraOutboxEntry *entry,
                                               BitacoraProfile *profile,
                                               GPtrArray *own);
BitacoraCourierJudgement bitacora_courier_judge (const char *body,
                                                 GPtrArray *records,
                                                 const char *const *claimed,
                                                 GPtrArray *rivals,
                                                 BitacoraCrmRecord **record);

void bitacora_courier_judge_find_window (BitacoraOutboxEntry *entry,
                                         GDateTime *now,
                                         GDateTime **from,
                                         GDateTime **until);

G_END_DECLS
