/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm/bitacora-crm-reply.h"
#include "model/bitacora-clock.h"

G_BEGIN_DECLS

/* "At most 2 requests open per token (the CRM's limit)." */
#define BITACORA_COURIER_MAX_OPEN 2

/* When each profile may send: how many requests it has open, and what makes it wait. Knows
 * neither the outbox nor the network; time comes from its clock. */
typedef struct _BitacoraCourierSchedule BitacoraCourierSchedule;

BitacoraCourierSchedule *bitacora_courier_schedule_new (BitacoraClock *clock);
void bitacora_courier_schedule_free (BitacoraCourierSchedule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCourierSchedule, bitacora_courier_schedule_free)

gboolean bitacora_courier_schedule_has_room (BitacoraCourierSchedule *self, const char *profile_id);
gboolean bitacora_courier_schedule_is_paused (BitacoraCourierSchedule *self,
                                              const char *profile_id);
gboolean bitacora_courier_schedule_is_paused_long (BitacoraCourierSchedule *self,
                                                   const char *profile_id);
char **bitacora_courier_schedule_list_blocked (BitacoraCourierSchedule *self);
GDateTime *bitacora_courier_schedule_get_next (BitacoraCourierSchedule *self);

gboolean bitacora_courier_schedule_is_well (BitacoraCourierSchedule *self, const char *profile_id);
gboolean bitacora_courier_schedule_may_begin (BitacoraCourierSchedule *self,
                                              const char *profile_id);
gboolean bitacora_courier_schedule_begin (BitacoraCourierSchedule *self, const char *profile_id);
void bitacora_courier_schedule_promote (BitacoraCourierSchedule *self, const char *profile_id);
void bitacora_courier_schedule_forget_ahead (BitacoraCourierSchedule *self, const char *profile_id);
void bitacora_courier_schedule_prepare (BitacoraCourierSchedule *self, const char *profile_id);
void bitacora_courier_schedule_open (BitacoraCourierSchedule *self, const char *profile_id);
void bitacora_courier_schedule_close (BitacoraCourierSchedule *self, const char *profile_id);

GDateTime *bitacora_courier_schedule_note (BitacoraCourierSchedule *self,
                                           const char *profile_id,
                                           BitacoraCrmReply *reply,
                                           guint n_attempts);
void bitacora_courier_schedule_pause (BitacoraCourierSchedule *self,
                                      const char *profile_id,
                                      GTimeSpan span);
void bitacora_courier_schedule_resume (BitacoraCourierSchedule *self, const char *profile_id);
void bitacora_courier_schedule_resume_all (BitacoraCourierSchedule *self);
void bitacora_courier_schedule_set_offline (BitacoraCourierSchedule *self,
                                            const char *profile_id,
                                            gboolean is_offline);
void bitacora_courier_schedule_resume_unreached (BitacoraCourierSchedule *self);

G_END_DECLS
