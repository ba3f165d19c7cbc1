/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-support.h"

#include <glib-unix.h>
#include <stdlib.h>

#include "../outbox/outbox-fixture.h"
#include "../support/fixed-token-provider.h"
#include "crm/bitacora-activity-json.h"
#include "practice/bitacora-practice-server.h"

#define SERVER_OPTION "--serve"

struct _BenchServer
{
  GSubprocess *process;
  char *url;
};

typedef struct
{
  BenchWorld *world;
  guint n_asked;
  guint n_done;
  guint n_calls;
} Appending;

static void append_next (Appending *appending);

double
bench_get_seconds (void)
{
  return (double)g_get_monotonic_time () / G_USEC_PER_SEC;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a;
  double other = *(const double *)b;

  return (one > other) - (one < other);
}

double
bench_find_median (GArray *values)
{
  g_assert (values->len > 0);
  g_array_sort (values, compare_values);
  return g_array_index (values, double, values->len / 2);
}

/* The 95th percentile. */
double
bench_find_late (GArray *values)
{
  g_assert (values->len > 0);
  g_array_sort (values, compare_values);
  return g_array_index (values, double, values->len * 95 / 100);
}

void
bench_report (const char *what, double goal, gboolean is_floor, double measured)
{
  gboolean is_met = is_floor ? measured >= goal : measured <= goal;

  g_print ("%s: goal %s %.2f, measured %.2f%s\n",
           what,
           is_floor ? "at least" : "at most",
           goal,
           measured,
           is_met ? "" : " (missed)");
}

static gboolean
input_ended_cb (int descriptor, GIOCondition condition, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
serve (guint delay)
{
  g_autoptr (BitacoraPracticeServer) server
      = bitacora_practice_server_new (BITACORA_PRACTICE_TOKEN);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;

  bitacora_practice_server_set_daily_limit (server, G_MAXINT);
  bitacora_practice_server_set_delay (server, delay);
  if (delay > 0)
    bitacora_practice_server_add_fault (server, BITACORA_PRACTICE_FAULT_DELAY, G_MAXINT);
  if (!bitacora_practice_server_listen (server, 0, &error))
    g_error ("The practice CRM does not listen: %s", error->message);
  g_print ("%s\n", bitacora_practice_server_get_url (server));
  /* Whoever started it lets go of its input, dead or alive. */
  g_unix_fd_add (0, G_IO_IN | G_IO_HUP, input_ended_cb, loop);
  g_main_loop_run (loop);
  bitacora_practice_server_close (server);
}

/* The bench's own program is the server too: begin main() with this, and end if it was. */
gboolean
bench_server_run_if_asked (int argc, char **argv)
{
  if (argc != 3 || !g_str_equal (argv[1], SERVER_OPTION))
    return FALSE;
  serve ((guint)atoi (argv[2]));
  return TRUE;
}

BenchServer *
bench_server_new (guint delay)
{
  g_autofree char *milliseconds = g_strdup_printf ("%u", delay);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  BenchServer *self = g_new0 (BenchServer, 1);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error,
                                    "/proc/self/exe",
                                    SERVER_OPTION,
                                    milliseconds,
                                    NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->url = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->url);
  return self;
}

void
bench_server_free (BenchServer *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self->url);
  g_free (self);
}

const char *
bench_server_get_url (BenchServer *self)
{
  return self->url;
}

BenchWorld *
bench_world_new (void)
{
  g_autoptr (GError) error = NULL;
  BenchWorld *self = g_new0 (BenchWorld, 1);

  /* A memory file system would know no cost of being durable. */
  self->folder = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "bench", "world-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->folder));
  self->path = g_build_filename (self->folder, "outbox.db", NULL);
  self->outbox = outbox_fixture_open (self->path, &error);
  g_assert_no_error (error);
  return self;
}

/* Lets go of an object, and waits until those have done so who still work with it. */
static void
release (gpointer object)
{
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  while (object != NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
bench_world_free (BenchWorld *self)
{
  if (self->courier != NULL)
    {
      bitacora_courier_stop (self->courier);
      release (g_steal_pointer (&self->courier));
    }
  g_clear_object (&self->profiles);
  release (g_steal_pointer (&self->outbox));
  outbox_fixture_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

static void
appended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Appending *appending = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_append_finish (BITACORA_OUTBOX (object), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
  appending->n_done++;
  append_next (appending);
}

static void
append_next (Appending *appending)
{
  g_autofree char *name = NULL;
  g_autoptr (BitacoraCallActivity) activity = NULL;

  if (appending->n_asked == appending->n_calls)
    return;
  name = g_strdup_printf ("Llamada %u a Ana Gómez", ++appending->n_asked);
  activity = outbox_fixture_create_activity (name);
  bitacora_outbox_append_async (appending->world->outbox,
                                BITACORA_PRACTICE_PROFILE,
                                activity,
                                NULL,
                                appended_cb,
                                appending);
}

/* Appends calls, each in a transaction of its own; returns how many a second. */
double
bench_world_append (BenchWorld *self, guint n_calls, guint n_in_flight)
{
  Appending appending = { .world = self, .n_calls = n_calls };
  double began = bench_get_seconds ();

  for (guint i = 0; i < n_in_flight; i++)
    append_next (&appending);
  while (appending.n_done < n_calls)
    g_main_context_iteration (NULL, TRUE);
  return n_calls / (bench_get_seconds () - began);
}

static void
settled_cb (BitacoraCourier *courier, BitacoraOutboxEntry *entry, gpointer user_data)
{
  BenchWorld *self = user_data;

  if (bitacora_outbox_entry_get_state (entry) != BITACORA_OUTBOX_STATE_LOGGED)
    g_error ("A call was not logged: %s", bitacora_outbox_entry_get_message (entry));
  if (++self->n_settled == self->n_wanted)
    self->began = bench_get_seconds ();
}

/* Gives the outbox a courier. */
void
bench_world_employ (BenchWorld *self, const char *server)
{
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (FixedTokenProvider) tokens = fixed_token_provider_new (BITACORA_PRACTICE_TOKEN);
  g_autoptr (BitacoraClock) clock = bitacora_clock_new ();
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  self->profiles = bitacora_profile_list_new ();
  profile = bitacora_profile_list_ensure_practice (self->profiles, server, &error);
  g_assert_no_error (error);
  self->courier = bitacora_courier_new (self->outbox,
                                        client,
                                        BITACORA_TOKEN_PROVIDER (tokens),
                                        self->profiles,
                                        clock);
  g_signal_connect (self->courier, "settled", G_CALLBACK (settled_cb), self);
}

/* Sends what is queued, which must be @n_warm and @n_calls; returns how many calls a second of
 * those after the first @n_warm. */
double
bench_world_drain (BenchWorld *self, guint n_warm, guint n_calls)
{
  self->n_settled = 0;
  self->n_wanted = n_warm;
  bitacora_courier_start (self->courier);
  while (self->n_settled < n_warm + n_calls)
    g_main_context_iteration (NULL, TRUE);
  return n_calls / (bench_get_seconds () - self->began);
}

/* The body that the courier sends for a call of bench_world_append(). */
char *
bench_world_write_body (BenchWorld *self, const char *name)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity (name);
  g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), 0);

  return bitacora_activity_json_write_for_profile (activity, profile);
}
