/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "bitacora-practice-fault.h"

G_BEGIN_DECLS

/* The faults that are still to come, oldest first. Any thread may use it. */
typedef struct _BitacoraPracticeFaultQueue BitacoraPracticeFaultQueue;

BitacoraPracticeFaultQueue *bitacora_practice_fault_queue_new (void);
void bitacora_practice_fault_queue_free (BitacoraPracticeFaultQueue *self);

void bitacora_practice_fault_queue_add (BitacoraPracticeFaultQueue *self,
                                        BitacoraPracticeFault fault,
                                        guint times);
BitacoraPracticeFault bitacora_practice_fault_queue_take (BitacoraPracticeFaultQueue *self,
                                                          gboolean is_insert);
void bitacora_practice_fault_queue_clear (BitacoraPracticeFaultQueue *self);
JsonNode *bitacora_practice_fault_queue_write (BitacoraPracticeFaultQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraPracticeFaultQueue, bitacora_practice_fault_queue_free)

G_END_DECLS
