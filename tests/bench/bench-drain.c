/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a queue drains into the practice CRM, against a bare libsoup loop with two connections
 * and nothing to keep. */
#include "bench-support.h"

#include <libsoup/soup.h>
#include <stdlib.h>

#define N_WARM 200
#define N_ROUNDS 3
#define N_FAST 10000
#define N_SLOW 2000
#define SLOW_ANSWER 20
#define INSERT_PATH "/server/API/v2/custom/insert.php"

typedef struct
{
  SoupSession *session;
  char *uri;
  GBytes *body;
  guint n_asked;
  guint n_done;
  guint n_calls;
} RawLoop;

static void raw_send (RawLoop *self);

static void
raw_answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RawLoop *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer
      = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (
      g_strstr_len (g_bytes_get_data (answer, NULL), (gssize)g_bytes_get_size (answer), "200"));
  self->n_done++;
  raw_send (self);
}

static void
raw_send (RawLoop *self)
{
  g_autoptr (SoupMessage) message = NULL;

  if (self->n_asked == self->n_calls)
    return;
  self->n_asked++;
  message = soup_message_new (SOUP_METHOD_POST, self->uri);
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Wolkvox-Token",
                                BITACORA_PRACTICE_TOKEN);
  soup_message_set_request_body_from_bytes (message, "application/json", self->body);
  soup_session_send_and_read_async (self->session,
                                    message,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    raw_answered_cb,
                                    self);
}

static double
run_raw_part (RawLoop *self, guint n_calls)
{
  double began = bench_get_seconds ();

  self->n_asked = self->n_done = 0;
  self->n_calls = n_calls;
  raw_send (self);
  raw_send (self);
  while (self->n_done < n_calls)
    g_main_context_iteration (NULL, TRUE);
  return n_calls / (bench_get_seconds () - began);
}

static double
run_raw (guint n_calls, guint delay)
{
  BenchServer *server = bench_server_new (delay);
  BenchWorld *world = bench_world_new ();
  char *body;
  RawLoop loop = { 0 };
  double rate;

  bench_world_employ (world, bench_server_get_url (server));
  body = bench_world_write_body (world, "Llamada 1 a Ana Gómez");
  loop.session = soup_session_new_with_options ("max-conns", 2, "max-conns-per-host", 2, NULL);
  loop.uri = g_strconcat (bench_server_get_url (server), INSERT_PATH, NULL);
  loop.body = g_bytes_new_take (body, strlen (body));
  run_raw_part (&loop, N_WARM);
  rate = run_raw_part (&loop, n_calls);
  g_clear_object (&loop.session);
  g_free (loop.uri);
  g_bytes_unref (loop.body);
  bench_world_free (world);
  bench_server_free (server);
  return rate;
}

static double
run_courier (guint n_calls, guint delay)
{
  BenchServer *server = bench_server_new (delay);
  BenchWorld *world = bench_world_new ();
  double rate;

  bench_world_append (world, N_WARM + n_calls, 2);
  bench_world_employ (world, bench_server_get_url (server));
  rate = bench_world_drain (world, N_WARM, n_calls);
  bench_world_free (world);
  bench_server_free (server);
  return rate;
}

static double
compare (guint n_calls, guint delay, guint n_rounds)
{
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n_rounds; i++)
    {
      gboolean is_raw_first = i % 2 == 0;
      double raw = is_raw_first ? run_raw (n_calls, delay) : 0;
      double courier = run_courier (n_calls, delay);
      double ratio;

      if (!is_raw_first)
        raw = run_raw (n_calls, delay);
      ratio = courier / raw;
      g_print ("%u calls, answers after %u ms: raw %.0f/s, courier %.0f/s: %.2f\n",
               n_calls,
               delay,
               raw,
               courier,
               ratio);
      g_array_append_val (ratios, ratio);
    }
  return bench_find_median (ratios);
}

int
main (int argc, char **argv)
{
  if (bench_server_run_if_asked (argc, argv))
    return EXIT_SUCCESS;

  bench_report ("Drain of 10,000 calls, server at once", 0.7, TRUE, compare (N_FAST, 0, N_ROUNDS));
  bench_report ("Drain, server after 20 ms", 0.95, TRUE, compare (N_SLOW, SLOW_ANSWER, N_ROUNDS));
  return EXIT_SUCCESS;
}
