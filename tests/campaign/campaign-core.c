/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "campaign-parts.h"

#include <glib-unix.h>

#include "../outbox/outbox-fixture.h"
#include "../support/fixed-token-provider.h"
#include "outbox/bitacora-courier.h"
#include "outbox/bitacora-outbox-decision.h"

#define UNSETTLED                                                                                  \
  ((1u << BITACORA_OUTBOX_STATE_QUEUED) | (1u << BITACORA_OUTBOX_STATE_SENDING)                    \
   | (1u << BITACORA_OUTBOX_STATE_UNKNOWN))

/* The app without its window: an outbox and its courier. */
typedef struct
{
  BitacoraOutbox *outbox;
  BitacoraProfileList *profiles;
  BitacoraCourier *courier;
  GRand *chance;
  guint number;
  guint n_calls;
} Core;

/* Seconds after which a call that the CRM does not show is not there: longer than it ever takes. */
#define GRACE 1

/* Milliseconds between two looks at what is left: each reads all of it. */
#define LOOK_INTERVAL 500

static gboolean append_cb (gpointer user_data);

static void
open_core (Core *self, const char *folder, const char *url)
{
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (FixedTokenProvider) tokens = fixed_token_provider_new (CAMPAIGN_TOKEN);
  g_autoptr (BitacoraClock) clock = bitacora_clock_new ();
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  self->outbox = outbox_fixture_open (path, &error);
  g_assert_no_error (error);
  self->profiles = bitacora_profile_list_new ();
  profile = bitacora_profile_list_ensure_practice (self->profiles, url, &error);
  g_assert_no_error (error);
  self->courier = bitacora_courier_new (self->outbox,
                                        client,
                                        BITACORA_TOKEN_PROVIDER (tokens),
                                        self->profiles,
                                        clock);
  g_object_set (self->courier, "doubt-grace", GRACE, NULL);
  bitacora_courier_start (self->courier);
}

static void
plan_append (Core *self)
{
  g_timeout_add ((guint)g_rand_int_range (self->chance, 0, 5), append_cb, self);
}

static void
appended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *key = user_data;
  g_autoptr (GError) error = NULL;
  BitacoraOutboxEntry *entry
      = bitacora_outbox_append_finish (BITACORA_OUTBOX (object), result, &error);

  /* From here on the user believes that the call is safe. */
  g_assert_no_error (error);
  g_print ("%s%s\n", CAMPAIGN_ACCEPTED, key);
  g_object_unref (entry);
}

/* Each call has a name, a phone and a date of its own, but one in ten is its predecessor's twin, as
 * when somebody calls twice in a second. The key tells also twins apart. */
static BitacoraCallActivity *
create_call (Core *self, const char *key)
{
  guint number = self->number * 1000 + self->n_calls - (self->n_calls % 10 == 9);
  g_autofree char *name = g_strdup_printf ("Llamada %07u", number);
  g_autofree char *digits = g_strdup_printf ("+57 310 %07u", number);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse (digits, "CO", &error);
  BitacoraCallActivity *activity = outbox_fixture_create_activity (name);
  g_autoptr (GDateTime) completion
      = g_date_time_add_seconds (bitacora_call_activity_get_completion_date (activity), number);

  g_assert_no_error (error);
  bitacora_call_activity_set_completion_date (activity, completion);
  bitacora_call_activity_set_phone (activity, phone);
  bitacora_call_activity_set_description (activity, key);
  return activity;
}

static void
append_call (Core *self)
{
  char *key = g_strdup_printf ("key-%u-%u", self->number, self->n_calls);
  g_autoptr (BitacoraCallActivity) activity = create_call (self, key);

  self->n_calls++;
  bitacora_outbox_append_async (self->outbox,
                                BITACORA_PRACTICE_PROFILE,
                                activity,
                                NULL,
                                appended_cb,
                                key);
}

/* A few at once, which may share a transaction. */
static gboolean
append_cb (gpointer user_data)
{
  Core *self = user_data;
  gint32 n_calls = g_rand_int_range (self->chance, 1, 4);

  for (gint32 i = 0; i < n_calls; i++)
    append_call (self);
  plan_append (self);
  return G_SOURCE_REMOVE;
}

/* Whoever started it is gone, and nobody is left to kill it. */
static gboolean
input_ended_cb (int descriptor, GIOCondition condition, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Takes calls and sends them until it is killed. */
void
campaign_run_core (const char *folder, const char *url, guint32 seed, guint number)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Core self = { .chance = g_rand_new_with_seed (seed), .number = number };

  open_core (&self, folder, url);
  g_print ("%s\n", CAMPAIGN_READY);
  g_unix_fd_add (0, G_IO_HUP, input_ended_cb, loop);
  plan_append (&self);
  g_main_loop_run (loop);
}

/* Nobody waits here for the end of a pause between attempts. */
static void
hurry (Core *self)
{
  g_autoptr (GPtrArray) queued
      = outbox_fixture_list (self->outbox, 1u << BITACORA_OUTBOX_STATE_QUEUED, NULL, 0);

  for (guint i = 0; i < queued->len; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraOutboxEntry) entry = NULL;

      if (bitacora_outbox_entry_get_not_before (g_ptr_array_index (queued, i)) == NULL)
        continue;
      bitacora_outbox_retry_async (self->outbox,
                                   bitacora_outbox_entry_get_id (g_ptr_array_index (queued, i)),
                                   outbox_fixture_result_cb,
                                   &result);
      outbox_fixture_wait_until (result != NULL);
      /* It may have been sent meanwhile. */
      entry = bitacora_outbox_retry_finish (self->outbox, result, &error);
      if (entry == NULL)
        g_assert_error (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_STATE);
    }
}

static gboolean
has_work (Core *self, guint *n_unknown)
{
  g_autoptr (GPtrArray) entries = outbox_fixture_list (self->outbox, UNSETTLED, NULL, 0);
  guint n_left = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      if (bitacora_outbox_entry_awaits_person (g_ptr_array_index (entries, i)))
        n_left++;
    }

  *n_unknown = n_left;
  return n_left < entries->len;
}

static gboolean
time_passed_cb (gpointer user_data)
{
  gboolean *has_passed = user_data;

  *has_passed = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Sends all that is left, has the doubts settled, and says how many of them were. */
void
campaign_run_last_core (const char *folder, const char *url)
{
  gint64 deadline = g_get_monotonic_time () + 15 * 60 * G_TIME_SPAN_SECOND;
  Core self = { 0 };
  g_autoptr (GPtrArray) doubts = NULL;
  gboolean has_passed;
  guint n_left;

  open_core (&self, folder, url);
  outbox_fixture_wait_until (bitacora_courier_is_active (self.courier));
  doubts = outbox_fixture_list (self.outbox, 1u << BITACORA_OUTBOX_STATE_UNKNOWN, NULL, 0);
  hurry (&self);
  g_timeout_add (LOOK_INTERVAL, time_passed_cb, &has_passed);
  while (has_work (&self, &n_left) && g_get_monotonic_time () < deadline)
    {
      has_passed = FALSE;
      while (!has_passed)
        g_main_context_iteration (NULL, TRUE);
    }
  g_print ("%s%u\n", CAMPAIGN_SETTLED, doubts->len > n_left ? doubts->len - n_left : 0);
}
