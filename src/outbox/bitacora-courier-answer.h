/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-entry.h"
#include "crm/bitacora-crm-record.h"
#include "model/bitacora-profile.h"

G_BEGIN_DECLS

/* What the CRM of a profile had of some days when it was asked. One answer settles all doubts that
 * were there at that moment: a token may ask only so often. */
typedef struct
{
  char *profile_id;
  char *server;
  GDateTime *asked;
  GDateTime *from;
  GDateTime *until;
  GPtrArray *records;
  /* What is not among them was not in the CRM. */
  gboolean is_whole;
  /* (element-type gint64): the calls that it has been used for: it says nothing twice. */
  GHashTable *used_for;
} BitacoraCourierAnswer;

BitacoraCourierAnswer *bitacora_courier_answer_new (BitacoraProfile *profile,
                                                    BitacoraOutboxEntry *entry,
                                                    GDateTime *now);
void bitacora_courier_answer_free (BitacoraCourierAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCourierAnswer, bitacora_courier_answer_free)

char *bitacora_courier_answer_write_question (BitacoraCourierAnswer *self,
                                              BitacoraProfile *profile);
void bitacora_courier_answer_read (BitacoraCourierAnswer *self, JsonNode *data);
void bitacora_courier_answer_read_data (BitacoraCourierAnswer *self, JsonNode *data, guint limit);
gboolean bitacora_courier_answer_covers (BitacoraCourierAnswer *self,
                                         BitacoraProfile *profile,
                                         BitacoraOutboxEntry *entry);
void bitacora_courier_answer_use_for (BitacoraCourierAnswer *self, BitacoraOutboxEntry *entry);

G_END_DECLS
