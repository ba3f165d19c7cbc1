/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-departure.h"

#include <glib/gi18n-lib.h>

#include "outbox/bitacora-outbox-history.h"

/* How long a call that is on its way may take to arrive, in seconds. One that takes longer is asked
 * about when the program is started next. */
#define PATIENCE 15
/* More than a person would count. */
#define MOST_COUNTED 500
#define NOTIFICATION "waiting-calls"

/* The end of the program, once it was asked for. */
typedef struct
{
  GApplication *application;
  BitacoraServices *services;
  gulong courier_handler;
  guint patience_source;
} Departure;

static void
departure_free (gpointer data)
{
  Departure *self = data;

  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_signal_handler (&self->courier_handler, bitacora_services_get_courier (self->services));
  g_application_release (self->application);
  g_object_unref (self->services);
  g_object_unref (self->application);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Departure, departure_free)

static guint
count_needing_person (GPtrArray *entries)
{
  guint count = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      BitacoraOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_REJECTED
          || bitacora_outbox_entry_awaits_person (entry))
        count++;
    }
  return count;
}

static char *
describe_waiting (GPtrArray *entries)
{
  /* None of them goes by itself. */
  if (count_needing_person (entries) == entries->len)
    return g_strdup_printf (ngettext ("%u call needs you. It is saved: open Bitácora to settle it.",
                                      "%u calls need you. They are saved: open Bitácora to settle "
                                      "them.",
                                      entries->len),
                            entries->len);
  return g_strdup_printf (ngettext ("%u call waits. It is saved, and is looked after when you open "
                                    "Bitácora again.",
                                    "%u calls wait. They are saved, and are looked after when you "
                                    "open Bitácora again.",
                                    entries->len),
                          entries->len);
}

static void
tell_of_waiting (Departure *self, GPtrArray *entries)
{
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *body = NULL;

  if (entries->len == 0)
    {
      g_application_withdraw_notification (self->application, NOTIFICATION);
      return;
    }
  notification = g_notification_new (_ ("Bitácora is closed"));
  body = describe_waiting (entries);
  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.open");
  g_application_send_notification (self->application, NOTIFICATION, notification);
}

static void
waiting_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Departure) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_find_finish (BITACORA_OUTBOX (source), result, &error);

  if (entries != NULL)
    tell_of_waiting (self, entries);
  else
    g_message ("The calls that wait could not be counted: %s", error->message);
}

static void
count_waiting (Departure *self)
{
  g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();

  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_signal_handler (&self->courier_handler, bitacora_services_get_courier (self->services));
  bitacora_outbox_query_set_states (query, BITACORA_OUTBOX_STATES_WAITING);
  bitacora_outbox_find_async (bitacora_services_get_outbox (self->services),
                              query,
                              MOST_COUNTED,
                              NULL,
                              waiting_counted_cb,
                              self);
}

static void
courier_active_cb (BitacoraCourier *courier, GParamSpec *pspec, gpointer user_data)
{
  if (!bitacora_courier_is_active (courier))
    count_waiting (user_data);
}

static gboolean
patience_ended_cb (gpointer user_data)
{
  Departure *self = user_data;

  self->patience_source = 0;
  count_waiting (self);
  return G_SOURCE_REMOVE;
}

/**
 * bitacora_departure_begin:
 * @application: the program, which has no window any more
 * @services: what stands behind it
 *
 * Begins the end of the program: no call is begun any more, one that is on its way arrives first,
 * and whoever closed it is told what waits. The program ends by itself once nobody else holds it.
 */
void
bitacora_departure_begin (GApplication *application, BitacoraServices *services)
{
  Departure *self;
  BitacoraCourier *courier;

  g_return_if_fail (G_IS_APPLICATION (application));
  g_return_if_fail (BITACORA_IS_SERVICES (services));

  bitacora_services_close (services);
  courier = bitacora_services_get_courier (services);
  if (courier == NULL)
    return;

  self = g_new0 (Departure, 1);
  self->application = g_object_ref (application);
  self->services = g_object_ref (services);
  g_application_hold (application);
  if (!bitacora_courier_is_active (courier))
    {
      count_waiting (self);
      return;
    }
  self->courier_handler
      = g_signal_connect (courier, "notify::active", G_CALLBACK (courier_active_cb), self);
  self->patience_source = g_timeout_add_seconds (PATIENCE, patience_ended_cb, self);
}
