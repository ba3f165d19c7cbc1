/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "follow-up-fixture.h"

#include "outbox/bitacora-outbox-follow-ups.h"

/* A moment of Bogotá, as 2026-11-25T15:42:37. */
GDateTime *
follow_up_moment (const char *local)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Bogota");
  GDateTime *moment = g_date_time_new_from_iso8601 (local, zone);

  g_assert_nonnull (moment);
  return moment;
}

BitacoraServices *
follow_up_services_new (void)
{
  BitacoraServices *services = bitacora_services_new ();

  follow_up_set_clock (services, FOLLOW_UP_NOW);
  return services;
}

void
follow_up_services_open (BitacoraServices *services)
{
  bitacora_services_open (services);
  outbox_fixture_wait_until (bitacora_services_get_outbox (services) != NULL);
}

/* As when the application ends: what was asked of the outbox is answered still. */
void
follow_up_services_free (BitacoraServices *services)
{
  gpointer outbox = bitacora_services_get_outbox (services);

  if (outbox != NULL)
    g_object_add_weak_pointer (outbox, &outbox);
  bitacora_services_close (services);
  g_object_unref (services);
  outbox_fixture_wait_until (outbox == NULL);
}

void
follow_up_set_clock (BitacoraServices *services, const char *local)
{
  g_autoptr (GDateTime) moment = follow_up_moment (local);

  bitacora_clock_set (bitacora_services_get_clock (services), moment);
}

static gint64
append (BitacoraOutbox *outbox, BitacoraCallActivity *activity, const char *due)
{
  g_autoptr (GDateTime) moment = follow_up_moment (due);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  bitacora_call_activity_set_reminder_date (activity, moment);
  bitacora_outbox_append_async (outbox,
                                "ventas",
                                activity,
                                NULL,
                                outbox_fixture_result_cb,
                                &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_append_finish (outbox, result, &error);
  g_assert_no_error (error);
  return bitacora_outbox_entry_get_id (entry);
}

/* A call that is to be followed up at a moment of Bogotá. */
gint64
follow_up_append (BitacoraOutbox *outbox, const char *name, const char *due)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity (name);

  bitacora_call_activity_set_description (activity, "Pide la  cotización\npor correo.");
  return append (outbox, activity, due);
}

/* A task, which needs no number, and of which nothing else is known. */
gint64
follow_up_append_silent (BitacoraOutbox *outbox, const char *name, const char *due)
{
  g_autoptr (BitacoraCallActivity) call = outbox_fixture_create_activity (name);
  g_autoptr (BitacoraCallActivity) task = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_TASK);

  bitacora_call_activity_set_name (task, name);
  bitacora_call_activity_set_status (task, bitacora_call_activity_get_status (call));
  bitacora_call_activity_set_module (task, bitacora_call_activity_get_module (call));
  bitacora_call_activity_set_record_id (task, bitacora_call_activity_get_record_id (call));
  bitacora_call_activity_set_owner (task, bitacora_call_activity_get_owner (call));
  bitacora_call_activity_set_completion_date (task,
                                              bitacora_call_activity_get_completion_date (call));
  bitacora_call_activity_set_remember (task, TRUE);
  return append (outbox, task, due);
}

void
follow_up_complete (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GDateTime) now = follow_up_moment (FOLLOW_UP_NOW);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  bitacora_outbox_complete_follow_up_async (outbox, id, now, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_complete_follow_up_finish (outbox, result, &error);
  g_assert_no_error (error);
  g_assert_null (bitacora_outbox_entry_get_follow_up (entry));
}

void
follow_up_postpone (BitacoraOutbox *outbox, gint64 id, const char *due)
{
  g_autoptr (GDateTime) moment = follow_up_moment (due);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  bitacora_outbox_postpone_follow_up_async (outbox, id, moment, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_postpone_follow_up_finish (outbox, result, &error);
  g_assert_no_error (error);
}

/* When it is due in Bogotá; NULL if it is not to be followed up. */
char *
follow_up_get_due (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (outbox, id, &error);
  g_autoptr (GDateTime) local = NULL;

  g_assert_no_error (error);
  if (bitacora_outbox_entry_get_follow_up (entry) == NULL)
    return NULL;
  local = g_date_time_to_timezone (bitacora_outbox_entry_get_follow_up (entry), zone);
  return g_date_time_format (local, "%Y-%m-%dT%H:%M:%S");
}

/* What waits for the time to pass, not for the next change to be looked at. */
static GSource *
find_sleep (gpointer owner)
{
  GSource *source = g_main_context_find_source_by_user_data (NULL, owner);
  const char *name = source != NULL ? g_source_get_name (source) : NULL;

  return name != NULL && g_str_has_prefix (name, "bitacora: ") ? source : NULL;
}

/* Until what was changed last has been looked at. */
void
follow_up_wait_for_sleep (gpointer owner)
{
  outbox_fixture_wait_until (find_sleep (owner) != NULL);
}

/* Lets the time pass until the next look at the clock, which is never more than a minute away. */
void
follow_up_ring (gpointer owner)
{
  g_autoptr (GSource) source = NULL;

  follow_up_wait_for_sleep (owner);
  source = g_source_ref (find_sleep (owner));
  g_assert_cmpint (g_source_get_ready_time (source),
                   <=,
                   g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND);
  g_source_set_ready_time (source, 0);
  outbox_fixture_wait_until (g_source_is_destroyed (source));
}
