/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the courier leaves a CRM alone that cannot work now: told by what it writes on the
 * waiting call and by what reaches a server that says what the test wants. */
#include "courier-fixture.h"

#include <libsoup/soup.h>

#define N_FAILURES 14
#define CEILING (5 * G_TIME_SPAN_MINUTE)
#define LOGGED_BODY "{\"code\":200,\"error\":null,\"msg\":\"ok\",\"data\":[{\"id\":\"abc\"}]}"

typedef struct
{
  SoupServer *server;
  guint n_requests;
  guint status;
  const char *retry_after;
  const char *body;
  /* It says nothing yet: these requests wait. */
  gboolean holds;
  GPtrArray *held;
  /* What was sent last. */
  char *last;
} Says;

static void
answer (Says *says, SoupServerMessage *message)
{
  soup_server_message_set_status (message, says->status, NULL);
  if (says->retry_after != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "Retry-After",
                                  says->retry_after);
  soup_server_message_set_response (message,
                                    "application/json",
                                    SOUP_MEMORY_COPY,
                                    says->body,
                                    strlen (says->body));
}

static void
request_came_cb (SoupServer *server,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 gpointer user_data)
{
  Says *says = user_data;

  SoupMessageBody *body = soup_server_message_get_request_body (message);

  says->n_requests++;
  g_free (says->last);
  says->last = g_strndup (body->data, (gsize)body->length);
  if (says->holds)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (says->held, g_object_ref (message));
      return;
    }
  answer (says, message);
}

/* Answers the requests that wait, and those that come. */
static void
let_go (Says *says)
{
  says->holds = FALSE;
  for (guint i = 0; i < says->held->len; i++)
    {
      answer (says, g_ptr_array_index (says->held, i));
      soup_server_message_unpause (g_ptr_array_index (says->held, i));
    }
  g_ptr_array_set_size (says->held, 0);
}

/* Has the fixture's profile speak to a server that answers as @says tells. */
static void
listen_to (CourierFixture *fixture, Says *says)
{
  g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (fixture->profiles), 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  GSList *uris;

  says->server = soup_server_new (NULL, NULL);
  says->held = g_ptr_array_new_with_free_func (g_object_unref);
  soup_server_add_handler (says->server, NULL, request_came_cb, says, NULL);
  soup_server_listen_local (says->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (says->server);
  url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  bitacora_profile_set_server (profile, url, &error);
  g_assert_no_error (error);
}

static void
stop_listening (Says *says)
{
  soup_server_disconnect (says->server);
  g_clear_pointer (&says->held, g_ptr_array_unref);
  g_clear_pointer (&says->last, g_free);
  g_clear_object (&says->server);
}

/* Waits until the @n-th attempt is over; returns until when the call waits, as of now. */
static GTimeSpan
wait_for_attempt (CourierFixture *fixture, gint64 id, guint n)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (fixture->clock);
  gint64 deadline = outbox_fixture_get_deadline ();

  while (TRUE)
    {
      g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, id, NULL);

      if (bitacora_outbox_entry_get_n_attempts (entry) == n
          && bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_QUEUED)
        {
          GDateTime *not_before = bitacora_outbox_entry_get_not_before (entry);

          g_assert_nonnull (not_before);
          return g_date_time_difference (not_before, now);
        }
      outbox_fixture_iterate (deadline, "the attempt is over");
    }
}

/* The ceiling doubles with each failure, from 2 s up to 5 minutes, and whatever is below it may be
 * drawn. */
static void
test_backoff (CourierFixture *fixture, gconstpointer data)
{
  Says says = { .status = 503, .body = "{\"code\":503,\"error\":\"SERVER UNDER MAINTENANCE\"}" };
  gint64 id;
  GTimeSpan longest = 0;

  listen_to (fixture, &says);
  id = courier_fixture_append (fixture, "A call");
  bitacora_courier_start (fixture->courier);
  for (guint n = 1; n <= N_FAILURES; n++)
    {
      GTimeSpan wait = wait_for_attempt (fixture, id, n);

      g_assert_cmpint (wait, >, 0);
      g_assert_cmpint (wait, <=, MIN (CEILING, (2 * G_TIME_SPAN_SECOND) << (n - 1)));
      longest = MAX (longest, wait);
      if (n == N_FAILURES)
        {
          says.status = 200;
          says.body = LOGGED_BODY;
        }
      courier_fixture_turn (fixture, wait + G_TIME_SPAN_MILLISECOND);
    }
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  /* Seven draws below five minutes: that all of them are below 20 s happens once in a hundred
   * million runs. */
  g_assert_cmpint (longest, >, 20 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (says.n_requests, ==, N_FAILURES + 1);
  stop_listening (&says);
}

/* Says it, waits, and goes at the moment that was asked for and not before. */
static void
check_waits (CourierFixture *fixture, Says *says, GTimeSpan least, GTimeSpan most)
{
  gint64 id;
  GTimeSpan wait;

  listen_to (fixture, says);
  id = courier_fixture_append (fixture, "A call");
  bitacora_courier_start (fixture->courier);
  wait = wait_for_attempt (fixture, id, 1);
  g_assert_cmpint (wait, >=, least);
  g_assert_cmpint (wait, <=, most);

  says->status = 200;
  says->retry_after = NULL;
  says->body = LOGGED_BODY;
  courier_fixture_turn (fixture, wait - G_TIME_SPAN_SECOND / 2);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpint (outbox_fixture_get_state (fixture->outbox, id),
                     ==,
                     BITACORA_OUTBOX_STATE_QUEUED);
  g_assert_cmpuint (says->n_requests, ==, 1);

  courier_fixture_turn (fixture, G_TIME_SPAN_SECOND);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (says->n_requests, ==, 2);
  stop_listening (says);
}

static void
test_retry_after_seconds (CourierFixture *fixture, gconstpointer data)
{
  Says says = { .status = 429, .retry_after = "90", .body = "{\"code\":429,\"error\":\"SLOWLY\"}" };

  check_waits (fixture, &says, 90 * G_TIME_SPAN_SECOND, 92 * G_TIME_SPAN_SECOND);
}

static void
test_retry_after_date (CourierFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_minutes (now, 10);
  g_autofree char *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);
  Says says = { .status = 503, .retry_after = date, .body = "{\"code\":503,\"error\":\"LATER\"}" };

  /* The date is told from the computer's clock, which goes on while the test runs. */
  check_waits (fixture,
               &says,
               9 * G_TIME_SPAN_MINUTE,
               10 * G_TIME_SPAN_MINUTE + G_TIME_SPAN_SECOND);
}

static void
test_quota_restarts (CourierFixture *fixture, gconstpointer data)
{
  Says says = { .status = 403,
                .body = "{\"code\":403,\"error\":\"TOKEN LIMIT EXCEEDED\","
                        "\"data\":{\"hours_to_restart_count\":5}}" };

  check_waits (fixture, &says, 5 * G_TIME_SPAN_HOUR, 5 * G_TIME_SPAN_HOUR + 2 * G_TIME_SPAN_SECOND);
}

/* Another process saved a better token: nothing tells this one, which looks by itself. */
static void
test_token_changed_elsewhere (CourierFixture *fixture, gconstpointer data)
{
  gint64 id = courier_fixture_append (fixture, "A call");

  fixed_token_provider_set_token (fixture->tokens, "wrong");
  bitacora_courier_start (fixture->courier);
  courier_fixture_wait_verdict (fixture, id, BITACORA_CRM_VERDICT_CREDENTIALS);
  fixed_token_provider_set_token (fixture->tokens, BITACORA_PRACTICE_TOKEN);
  courier_fixture_turn (fixture, 15 * G_TIME_SPAN_MINUTE + G_TIME_SPAN_MILLISECOND);
  courier_fixture_wait_state (fixture, id, BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (bitacora_practice_server_get_n_requests (fixture->server), ==, 2);
}

static guint
count_tried (CourierFixture *fixture, const gint64 *ids, guint n_ids)
{
  guint n_tried = 0;

  for (guint i = 0; i < n_ids; i++)
    {
      g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (fixture->outbox, ids[i], NULL);

      n_tried += bitacora_outbox_entry_get_n_attempts (entry) > 0;
    }
  return n_tried;
}

static void
make_third_ready (CourierFixture *fixture, Says *says, gint64 *ids, guint n_ids)
{
  says->holds = TRUE;
  listen_to (fixture, says);
  for (guint i = 0; i < n_ids; i++)
    ids[i] = courier_fixture_append (fixture, "A call");
  bitacora_courier_start (fixture->courier);
  outbox_fixture_wait_until (says->n_requests == 2
                             && fixed_token_provider_get_n_lookups (fixture->tokens) == 3);
}

/* While two calls are on their way the third is ready, token and all, but nothing of it has
 * happened in the outbox; it does not follow the two into an outage. */
static void
test_third_is_ready (CourierFixture *fixture, gconstpointer data)
{
  Says says = { .status = 503, .body = "{\"code\":503,\"error\":\"MAINTENANCE\"}" };
  gint64 ids[5];

  make_third_ready (fixture, &says, ids, G_N_ELEMENTS (ids));
  g_assert_cmpuint (count_tried (fixture, ids, G_N_ELEMENTS (ids)), ==, 2);

  let_go (&says);
  courier_fixture_wait_verdict (fixture, ids[0], BITACORA_CRM_VERDICT_RETRY_LATER);
  courier_fixture_wait_verdict (fixture, ids[1], BITACORA_CRM_VERDICT_RETRY_LATER);
  g_assert_cmpuint (count_tried (fixture, ids, G_N_ELEMENTS (ids)), ==, 2);
  g_assert_cmpuint (says.n_requests, ==, 2);

  says.status = 200;
  says.body = LOGGED_BODY;
  courier_fixture_turn (fixture, G_TIME_SPAN_HOUR);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    courier_fixture_wait_state (fixture, ids[i], BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (says.n_requests, ==, 2 + G_N_ELEMENTS (ids));
  stop_listening (&says);
}

/* Corrected while it is ready: what is sent is what it says now. */
static void
test_third_is_corrected (CourierFixture *fixture, gconstpointer data)
{
  Says says = { .status = 200, .body = LOGGED_BODY };
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;
  g_autoptr (GError) error = NULL;
  gint64 ids[3];

  make_third_ready (fixture, &says, ids, G_N_ELEMENTS (ids));
  corrected = outbox_fixture_correct (fixture->outbox, ids[2], "Better", &error);
  g_assert_no_error (error);
  let_go (&says);
  courier_fixture_wait_state (fixture, ids[2], BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (says.n_requests, ==, 3);
  g_assert_nonnull (strstr (says.last, "Better"));
  stop_listening (&says);
}

/* Stopped while it is ready, it is as if it had never been touched. */
static void
test_third_is_stopped (CourierFixture *fixture, gconstpointer data)
{
  Says says = { .status = 200, .body = LOGGED_BODY };
  gint64 ids[3];

  make_third_ready (fixture, &says, ids, G_N_ELEMENTS (ids));
  bitacora_courier_stop (fixture->courier);
  let_go (&says);
  courier_fixture_wait_state (fixture, ids[0], BITACORA_OUTBOX_STATE_LOGGED);
  courier_fixture_wait_state (fixture, ids[1], BITACORA_OUTBOX_STATE_LOGGED);
  g_assert_cmpuint (count_tried (fixture, ids, G_N_ELEMENTS (ids)), ==, 2);
  outbox_fixture_wait_until (!bitacora_courier_is_active (fixture->courier));
  g_assert_cmpuint (says.n_requests, ==, 2);
  stop_listening (&says);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  courier_fixture_add_test ("/courier/patience/backoff", test_backoff);
  courier_fixture_add_test ("/courier/patience/retry-after-seconds", test_retry_after_seconds);
  courier_fixture_add_test ("/courier/patience/retry-after-date", test_retry_after_date);
  courier_fixture_add_test ("/courier/patience/quota-restarts", test_quota_restarts);
  courier_fixture_add_test ("/courier/patience/third-is-ready", test_third_is_ready);
  courier_fixture_add_test ("/courier/patience/third-is-corrected", test_third_is_corrected);
  courier_fixture_add_test ("/courier/patience/third-is-stopped", test_third_is_stopped);
  courier_fixture_add_test ("/courier/patience/token-changed-elsewhere",
                            test_token_changed_elsewhere);
  return g_test_run ();
}
