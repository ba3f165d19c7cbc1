/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "courier-fixture.h"

#include "crm/bitacora-activity-json.h"

void
courier_fixture_begin (CourierFixture *fixture)
{
  fixture->courier
      = courier_fixture_create_courier (fixture->outbox,
                                        bitacora_practice_server_get_url (fixture->server),
                                        BITACORA_TOKEN_PROVIDER (fixture->tokens),
                                        &fixture->profiles,
                                        fixture->clock);
}

void
courier_fixture_end (CourierFixture *fixture)
{
  gpointer courier = g_steal_pointer (&fixture->courier);

  bitacora_courier_stop (courier);
  g_object_add_weak_pointer (courier, &courier);
  g_object_unref (courier);
  outbox_fixture_wait_until (courier == NULL);
  g_clear_object (&fixture->profiles);
}

void
courier_fixture_set_up (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) moment = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;

  outbox_fixture_set_up (&fixture->outbox_fixture, data);
  fixture->outbox = fixture->outbox_fixture.outbox;
  fixture->server = bitacora_practice_server_new (BITACORA_PRACTICE_TOKEN);
  bitacora_practice_server_listen (fixture->server, 0, &error);
  g_assert_no_error (error);
  fixture->tokens = fixed_token_provider_new (BITACORA_PRACTICE_TOKEN);
  fixture->clock = bitacora_clock_new_at (moment);
  courier_fixture_begin (fixture);
}

/* As if the program had been ended and started again. */
void
courier_fixture_start_anew (CourierFixture *fixture)
{
  courier_fixture_end (fixture);
  courier_fixture_begin (fixture);
}

void
courier_fixture_tear_down (CourierFixture *fixture, gconstpointer data)
{
  bitacora_courier_stop (fixture->courier);
  bitacora_practice_server_close (fixture->server);
  courier_fixture_end (fixture);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->tokens);
  g_clear_object (&fixture->clock);
  outbox_fixture_tear_down (&fixture->outbox_fixture, data);
}

BitacoraCourier *
courier_fixture_create_courier (BitacoraOutbox *outbox,
                                const char *server,
                                BitacoraTokenProvider *tokens,
                                BitacoraProfileList **profiles,
                                BitacoraClock *clock)
{
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  *profiles = bitacora_profile_list_new ();
  profile = bitacora_profile_list_ensure_practice (*profiles, server, &error);
  g_assert_no_error (error);
  return bitacora_courier_new (outbox, client, tokens, *profiles, clock);
}

gint64
courier_fixture_append (CourierFixture *fixture, const char *name)
{
  return outbox_fixture_append (fixture->outbox, BITACORA_PRACTICE_PROFILE, name);
}

BitacoraOutboxEntry *
courier_fixture_send (CourierFixture *fixture, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraOutboxEntry *entry;

  bitacora_courier_send_async (fixture->courier, id, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_courier_send_finish (fixture->courier, result, &error);
  g_assert_no_error (error);
  return entry;
}

void
courier_fixture_drain (CourierFixture *fixture, guint *n_logged, guint *n_waiting)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_courier_drain_async (fixture->courier, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  bitacora_courier_drain_finish (fixture->courier, result, n_logged, n_waiting, &error);
  g_assert_no_error (error);
}

/* Turns the clock's hands and lets the courier see it. */
void
courier_fixture_turn (CourierFixture *fixture, GTimeSpan span)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  g_autoptr (GDateTime) then = g_date_time_add (now, span);

  bitacora_clock_set (fixture->clock, then);
  bitacora_courier_wake (fixture->courier);
}

void
courier_fixture_wait_state (CourierFixture *fixture, gint64 id, BitacoraOutboxState state)
{
  outbox_fixture_wait_until (outbox_fixture_get_state (fixture->outbox, id) == state);
}

static gboolean
has_verdict (CourierFixture *fixture, gint64 id, BitacoraCrmVerdict verdict)
{
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, id, NULL);

  return bitacora_outbox_entry_has_verdict (entry)
         && bitacora_outbox_entry_get_verdict (entry) == verdict
         && bitacora_outbox_entry_get_state (entry) != BITACORA_OUTBOX_STATE_SENDING;
}

void
courier_fixture_wait_verdict (CourierFixture *fixture, gint64 id, BitacoraCrmVerdict verdict)
{
  outbox_fixture_wait_until (has_verdict (fixture, id, verdict));
}

/* A call that somebody else logs, of which this outbox knows nothing. */
void
courier_fixture_log_elsewhere (CourierFixture *fixture, const char *name)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity (name);
  g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (fixture->profiles), 0);
  g_autofree char *body = bitacora_activity_json_write_for_profile (activity, profile);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraCrmReply) reply = NULL;

  bitacora_crm_client_insert_async (fixture->courier->means.client,
                                    bitacora_profile_get_server (profile),
                                    BITACORA_PRACTICE_TOKEN,
                                    body,
                                    NULL,
                                    outbox_fixture_result_cb,
                                    &result);
  outbox_fixture_wait_until (result != NULL);
  reply = bitacora_crm_client_insert_finish (fixture->courier->means.client, result);
  g_assert_cmpint (bitacora_crm_reply_get_verdict (reply), ==, BITACORA_CRM_VERDICT_LOGGED);
}

void
courier_fixture_assert_received (CourierFixture *fixture, guint position, const char *name)
{
  g_autofree char *activity = bitacora_practice_server_dup_activity (fixture->server, position);

  g_assert_nonnull (activity);
  g_assert_nonnull (strstr (activity, name));
}

guint
courier_fixture_count_received (CourierFixture *fixture)
{
  return bitacora_practice_server_get_n_activities (fixture->server);
}

void
courier_fixture_add_fault (CourierFixture *fixture, BitacoraPracticeFault fault, guint times)
{
  bitacora_practice_server_add_fault (fixture->server, fault, times);
}

void
courier_fixture_add_test (const char *path, void (*test) (CourierFixture *, gconstpointer))
{
  g_test_add (path, CourierFixture, NULL, courier_fixture_set_up, test, courier_fixture_tear_down);
}
