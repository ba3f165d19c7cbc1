/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-courier-attempt.h"
#include "bitacora-courier-doubts.h"
#include "bitacora-courier-due.h"
#include "bitacora-courier-lock.h"
#include "bitacora-courier-schedule.h"
#include "bitacora-courier-waiters.h"
#include "bitacora-courier-wishes.h"
#include "bitacora-courier.h"

G_BEGIN_DECLS

/* What the courier's files share. */

struct _BitacoraCourier
{
  GObject parent_instance;

  BitacoraCourierMeans means;
  BitacoraProfileList *profiles;
  GMainContext *context;

  BitacoraCourierLock *lock;
  BitacoraCourierWaiters *waiters;
  BitacoraCourierWishes *wishes;
  BitacoraCourierDoubts *doubts;
  BitacoraCourierDue *due;
  GHashTable *attempts;
  /* Drains that wait for the lock, and those that list the queue. */
  GQueue drains;
  guint n_listing;
  /* Drains that wait until no call in doubt can be settled any more. */
  GQueue doubtful_drains;
  GSource *timer;
  gint64 quiet_until;

  guint doubt_grace;
  gboolean asks_about_doubts;

  gboolean is_started;
  gboolean is_recovered;
  gboolean is_pumping;
  gboolean pump_again;
  /* A question to the outbox is on its way. */
  gboolean is_looking;
  gint64 looking_for;
};

void bitacora_courier_pump (BitacoraCourier *self);
void bitacora_courier_wake (BitacoraCourier *self);
void bitacora_courier_forget_barren (BitacoraCourier *self);
BitacoraProfile *bitacora_courier_find_profile (BitacoraCourier *self, const char *id);
void bitacora_courier_announce (BitacoraCourier *self, BitacoraOutboxEntry *entry);

void bitacora_courier_send_gently_async (BitacoraCourier *self,
                                         gint64 id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
void bitacora_courier_prepare_drain (BitacoraCourier *self, GTask *task);
void bitacora_courier_begin_drain (BitacoraCourier *self, GTask *task);
void bitacora_courier_fail_drains (BitacoraCourier *self, const GError *error);
void bitacora_courier_end_listing (BitacoraCourier *self, gboolean is_empty);
BitacoraOutbox *bitacora_courier_get_outbox (BitacoraCourier *self);

G_END_DECLS
