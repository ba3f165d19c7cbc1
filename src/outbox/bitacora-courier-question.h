/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-courier-answer.h"
#include "bitacora-courier-judge.h"
#include "crm/bitacora-crm-reply.h"

G_BEGIN_DECLS

/* One call whose outcome is unknown, and what has been found out about it so far. */
typedef struct
{
  BitacoraOutboxEntry *entry;
  BitacoraProfile *profile;
  BitacoraCrmSent *sent;
  BitacoraCrmReply *reply;
  /* The records that are like it, and the other calls that may have made them. */
  GPtrArray *alike;
  GPtrArray *rivals;
  char **claimed;
  BitacoraCourierJudgement judgement;
  BitacoraCrmRecord *record;
  /* It takes one of the profile's rooms in the schedule. */
  gboolean is_open;
} BitacoraCourierQuestion;

BitacoraCourierQuestion *bitacora_courier_question_new (BitacoraOutboxEntry *entry,
                                                        BitacoraProfile *profile);
void bitacora_courier_question_free (BitacoraCourierQuestion *self);

void bitacora_courier_question_set_sent (BitacoraCourierQuestion *self, const char *body);
void bitacora_courier_question_compare (BitacoraCourierQuestion *self,
                                        BitacoraCourierAnswer *answer);
char **bitacora_courier_question_list_alike (BitacoraCourierQuestion *self);
void bitacora_courier_question_judge (BitacoraCourierQuestion *self);

G_END_DECLS
