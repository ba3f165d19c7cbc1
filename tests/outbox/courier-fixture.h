/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../support/fixed-token-provider.h"
#include "outbox-fixture.h"
#include "outbox/bitacora-courier-private.h"
#include "practice/bitacora-practice-server.h"

G_BEGIN_DECLS

/* A courier between an outbox and a practice CRM, with a clock that stands. */
typedef struct
{
  OutboxFixture outbox_fixture;
  BitacoraOutbox *outbox;
  BitacoraPracticeServer *server;
  BitacoraProfileList *profiles;
  FixedTokenProvider *tokens;
  BitacoraClock *clock;
  BitacoraCourier *courier;
} CourierFixture;

void courier_fixture_set_up (CourierFixture *fixture, gconstpointer data);
void courier_fixture_begin (CourierFixture *fixture);
void courier_fixture_end (CourierFixture *fixture);
void courier_fixture_start_anew (CourierFixture *fixture);
void courier_fixture_tear_down (CourierFixture *fixture, gconstpointer data);

BitacoraCourier *courier_fixture_create_courier (BitacoraOutbox *outbox,
                                                 const char *server,
                                                 BitacoraTokenProvider *tokens,
                                                 BitacoraProfileList **profiles,
                                                 BitacoraClock *clock);

gint64 courier_fixture_append (CourierFixture *fixture, const char *name);
BitacoraOutboxEntry *courier_fixture_send (CourierFixture *fixture, gint64 id);
void courier_fixture_drain (CourierFixture *fixture, guint *n_logged, guint *n_waiting);
void courier_fixture_turn (CourierFixture *fixture, GTimeSpan span);
void courier_fixture_wait_state (CourierFixture *fixture, gint64 id, BitacoraOutboxState state);
void courier_fixture_wait_verdict (CourierFixture *fixture, gint64 id, BitacoraCrmVerdict verdict);
void courier_fixture_log_elsewhere (CourierFixture *fixture, const char *name);
void courier_fixture_assert_received (CourierFixture *fixture, guint position, const char *name);
guint courier_fixture_count_received (CourierFixture *fixture);
void courier_fixture_add_fault (CourierFixture *fixture, BitacoraPracticeFault fault, guint times);
void courier_fixture_add_test (const char *path,
                               void (*test) (CourierFixture *fixture, gconstpointer data));

G_END_DECLS
