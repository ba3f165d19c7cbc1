/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../outbox/outbox-fixture.h"
#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* Services whose clock stands at Wednesday 25 November 2026, 15:42:37 in Bogotá. */

#define FOLLOW_UP_NOW "2026-11-25T15:42:37"

GDateTime *follow_up_moment (const char *local);
BitacoraServices *follow_up_services_new (void);
void follow_up_services_open (BitacoraServices *services);
void follow_up_services_free (BitacoraServices *services);
void follow_up_set_clock (BitacoraServices *services, const char *local);

gint64 follow_up_append (BitacoraOutbox *outbox, const char *name, const char *due);
gint64 follow_up_append_silent (BitacoraOutbox *outbox, const char *name, const char *due);
void follow_up_complete (BitacoraOutbox *outbox, gint64 id);
void follow_up_postpone (BitacoraOutbox *outbox, gint64 id, const char *due);
char *follow_up_get_due (BitacoraOutbox *outbox, gint64 id);

void follow_up_wait_for_sleep (gpointer owner);
void follow_up_ring (gpointer owner);

G_END_DECLS
