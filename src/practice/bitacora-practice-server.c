/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-server.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-practice-guard.h"
#include "bitacora-practice-server-private.h"
#include "model/bitacora-profile-list.h"

#define DELAY 2000
#define REFUSE_TIME 1000
#define HANDSHAKE_DATA "bitacora-handshake"
#define REDIRECT_TO "https://elsewhere.invalid/server/API/v2/custom/insert.php"

enum
{
  PROP_0,
  PROP_URL,
  PROP_N_ACTIVITIES,
  PROP_N_REQUESTS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVITY_ACCEPTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraPracticeServer, bitacora_practice_server, G_TYPE_OBJECT)

typedef struct
{
  BitacoraPracticeServer *server;
  SoupServerMessage *message;
  BitacoraPracticeDeferredFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Deferral;

typedef struct
{
  BitacoraPracticeServer *server;
  guint times;
} Refusal;

static void
deferral_free (Deferral *deferral)
{
  if (deferral->destroy != NULL)
    deferral->destroy (deferral->user_data);
  g_object_unref (deferral->message);
  g_free (deferral);
}

static void
refusal_free (Refusal *refusal)
{
  g_object_unref (refusal->server);
  g_free (refusal);
}

static void
destroy_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static gboolean
is_api (const char *path)
{
  return strcmp (path, "/server") == 0 || g_str_has_prefix (path, "/server/");
}

static gboolean
refusal_due_cb (gpointer user_data)
{
  Refusal *refusal = user_data;

  bitacora_practice_listener_refuse (refusal->server, refusal->times);
  return G_SOURCE_REMOVE;
}

static gboolean
refusal_over_cb (gpointer user_data)
{
  BitacoraPracticeServer *self = user_data;

  bitacora_practice_listener_resume (self);
  return G_SOURCE_REMOVE;
}

static gboolean
deferral_due_cb (gpointer user_data)
{
  Deferral *deferral = user_data;
  BitacoraPracticeServer *self = deferral->server;

  g_hash_table_steal (self->deferred, deferral->message);
  deferral->func (self, deferral->message, deferral->user_data);
  return G_SOURCE_REMOVE;
}

static void
head_read_cb (SoupServer *soup,
              SoupServerMessage *message,
              const char *path,
              GHashTable *query,
              gpointer user_data)
{
  BitacoraPracticeServer *self = user_data;

  if (!bitacora_practice_guard_let_in (message))
    return;

  bitacora_practice_guard_limit (message);
  if (is_api (path))
    bitacora_practice_api_begin (self, message);
}

static void
request_read_cb (SoupServer *soup,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 gpointer user_data)
{
  BitacoraPracticeServer *self = user_data;

  if (is_api (path))
    bitacora_practice_api_answer (self, message, path, query);
  else
    bitacora_practice_door_answer (self, message, path);
}

static void
let_go_of_handshake_cb (SoupServerMessage *message)
{
  g_object_set_data (G_OBJECT (soup_server_message_get_socket (message)), HANDSHAKE_DATA, NULL);
}

/* libsoup's handshake does not hold its connection, and uses one that was dropped meanwhile after
 * it is freed: so it lives until the handshake is over, or for as long as its socket, which the
 * handshake holds. */
static void
hold_handshake_cb (SoupServer *soup, SoupServerMessage *message)
{
  g_object_set_data_full (G_OBJECT (soup_server_message_get_socket (message)),
                          HANDSHAKE_DATA,
                          g_object_ref (message),
                          g_object_unref);
  g_signal_connect (message, "got-headers", G_CALLBACK (let_go_of_handshake_cb), NULL);
}

static void
request_ended_cb (SoupServer *soup, SoupServerMessage *message, BitacoraPracticeServer *self)
{
  bitacora_practice_api_end (message);
  g_hash_table_remove (self->deferred, message);
}

static void
make_soup (BitacoraPracticeServer *self)
{
  self->soup = soup_server_new ("tls-certificate", self->certificate, NULL);
  soup_server_add_early_handler (self->soup, NULL, head_read_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_read_cb, self, NULL);
  if (self->certificate != NULL)
    g_signal_connect (self->soup, "request-started", G_CALLBACK (hold_handshake_cb), NULL);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (request_ended_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (request_ended_cb), self);
}

static void
bitacora_practice_server_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraPracticeServer *self = BITACORA_PRACTICE_SERVER (object);

  switch (id)
    {
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_N_ACTIVITIES:
      g_value_set_uint (value, bitacora_practice_server_get_n_activities (self));
      break;
    case PROP_N_REQUESTS:
      g_value_set_uint (value, bitacora_practice_server_get_n_requests (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_practice_server_dispose (GObject *object)
{
  bitacora_practice_server_close (BITACORA_PRACTICE_SERVER (object));

  G_OBJECT_CLASS (bitacora_practice_server_parent_class)->dispose (object);
}

static void
bitacora_practice_server_finalize (GObject *object)
{
  BitacoraPracticeServer *self = BITACORA_PRACTICE_SERVER (object);

  g_clear_object (&self->certificate);
  g_clear_object (&self->token);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->ledger, bitacora_practice_ledger_free);
  g_clear_pointer (&self->faults, bitacora_practice_fault_queue_free);
  g_clear_pointer (&self->deferred, g_hash_table_unref);
  g_clear_pointer (&self->redirect_to, g_free);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (bitacora_practice_server_parent_class)->finalize (object);
}

static void
bitacora_practice_server_class_init (BitacoraPracticeServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_practice_server_get_property;
  object_class->dispose = bitacora_practice_server_dispose;
  object_class->finalize = bitacora_practice_server_finalize;

  properties[PROP_URL]
      = g_param_spec_string ("url", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_ACTIVITIES] = g_param_spec_uint (
      "n-activities", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_REQUESTS] = g_param_spec_uint (
      "n-requests", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVITY_ACCEPTED] = g_signal_new ("activity-accepted",
                                             BITACORA_TYPE_PRACTICE_SERVER,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             1,
                                             G_TYPE_STRING);
}

static void
bitacora_practice_server_init (BitacoraPracticeServer *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->ledger = bitacora_practice_ledger_new ();
  self->faults = bitacora_practice_fault_queue_new ();
  self->deferred = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)destroy_source);
  self->closing = g_cancellable_new ();
  self->delay = DELAY;
  self->refuse_time = REFUSE_TIME;
  self->redirect_to = g_strdup (REDIRECT_TO);
}

/**
 * bitacora_practice_server_defer:
 * @self: the server
 * @message: a request that is not answered yet
 * @milliseconds: how long to wait; 0 for no longer than it takes to return to the main loop
 * @func: (scope notified): what to do then; it unpauses @message or takes its connection
 * @user_data: given to @func
 * @destroy: (nullable): frees @user_data
 *
 * Pauses @message and puts off its answer. Nothing happens when it ends, or the server is closed,
 * before.
 */
void
bitacora_practice_server_defer (BitacoraPracticeServer *self,
                                SoupServerMessage *message,
                                guint milliseconds,
                                BitacoraPracticeDeferredFunc func,
                                gpointer user_data,
                                GDestroyNotify destroy)
{
  Deferral *deferral = g_new0 (Deferral, 1);
  GSource *source = milliseconds > 0 ? g_timeout_source_new (milliseconds) : g_idle_source_new ();

  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  deferral->server = self;
  deferral->message = g_object_ref (message);
  deferral->func = func;
  deferral->user_data = user_data;
  deferral->destroy = destroy;

  soup_server_message_pause (message);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deferral_due_cb, deferral, (GDestroyNotify)deferral_free);
  g_source_attach (source, self->context);
  g_hash_table_replace (self->deferred, message, source);
}

/**
 * bitacora_practice_server_count_request:
 * @self: the server
 *
 * Counts a request of the API.
 */
void
bitacora_practice_server_count_request (BitacoraPracticeServer *self)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  g_atomic_int_inc (&self->n_requests);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_REQUESTS]);
}

/**
 * bitacora_practice_server_accept:
 * @self: the server
 * @entry: what bitacora_practice_ledger_add() made
 *
 * Tells that an activity was accepted.
 */
void
bitacora_practice_server_accept (BitacoraPracticeServer *self, JsonNode *entry)
{
  g_autofree char *json = NULL;

  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  json = json_to_string (entry, FALSE);
  g_signal_emit (self, signals[ACTIVITY_ACCEPTED], 0, json);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ACTIVITIES]);
}

/**
 * bitacora_practice_server_new:
 * @token: (nullable): the token that it asks for; %NULL for %BITACORA_PRACTICE_TOKEN
 *
 * Makes a practice CRM that does not listen yet. It lives in the main context that is the thread's
 * default here: listen to, tell and close it in that thread. What it kept, the number of requests
 * and its faults are open to every thread.
 *
 * Returns: (transfer full): the server
 */
BitacoraPracticeServer *
bitacora_practice_server_new (const char *token)
{
  BitacoraPracticeServer *self = g_object_new (BITACORA_TYPE_PRACTICE_SERVER, NULL);

  self->token = bitacora_practice_token_new (token != NULL ? token : BITACORA_PRACTICE_TOKEN);
  return self;
}

/**
 * bitacora_practice_server_set_certificate:
 * @self: the server, before it listens
 * @certificate_path: a PEM file with its certificate, and those that vouch for it
 * @key_path: a PEM file with the private key
 * @error: return location for an error
 *
 * Makes it speak HTTPS.
 *
 * Returns: %FALSE with @error set to a %G_FILE_ERROR or %G_TLS_ERROR when the files cannot be used
 */
gboolean
bitacora_practice_server_set_certificate (BitacoraPracticeServer *self,
                                          const char *certificate_path,
                                          const char *key_path,
                                          GError **error)
{
  GTlsCertificate *certificate;

  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (certificate_path != NULL && key_path != NULL, FALSE);
  g_return_val_if_fail (self->soup == NULL, FALSE);

  certificate = g_tls_certificate_new_from_files (certificate_path, key_path, error);
  if (certificate == NULL)
    return FALSE;

  g_clear_object (&self->certificate);
  self->certificate = certificate;
  return TRUE;
}

/**
 * bitacora_practice_server_record_to:
 * @self: the server
 * @path: a file
 * @error: return location for an error
 *
 * Appends every activity that is accepted from now on to a JSON Lines file, as
 * `{"wolkvox_id", "received", "body"}`. A file that did not exist can be read by its owner alone.
 *
 * Returns: %FALSE with @error set to a %G_IO_ERROR when the file cannot be opened
 */
gboolean
bitacora_practice_server_record_to (BitacoraPracticeServer *self, const char *path, GError **error)
{
  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return bitacora_practice_ledger_record_to (self->ledger, path, error);
}

/**
 * bitacora_practice_server_listen:
 * @self: the server
 * @port: the port on 127.0.0.1, or 0 for any that is free
 * @error: return location for an error
 *
 * Begins to answer.
 *
 * Returns: %FALSE with @error set to a %G_IO_ERROR, %G_IO_ERROR_ADDRESS_IN_USE where another
 * program has @port
 */
gboolean
bitacora_practice_server_listen (BitacoraPracticeServer *self, guint16 port, GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (self->soup == NULL, FALSE);

  make_soup (self);
  if (!bitacora_practice_listener_open (self, port, &reason))
    {
      g_clear_object (&self->soup);
      g_set_error (error,
                   reason->domain,
                   reason->code,
                   /* Translators: a port number, and the system’s reason. */
                   _ ("The practice CRM cannot listen on port %u: %s."),
                   port,
                   reason->message);
      return FALSE;
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
  return TRUE;
}

/**
 * bitacora_practice_server_close:
 * @self: the server
 *
 * Stops listening and drops all connections, answered or not. What it accepted stays, and it may
 * listen again. Does nothing when it does not listen.
 */
void
bitacora_practice_server_close (BitacoraPracticeServer *self)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  if (self->soup == NULL)
    return;

  bitacora_practice_listener_close (self);
  g_signal_handlers_disconnect_by_data (self->soup, self);
  g_clear_object (&self->soup);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
}

/**
 * bitacora_practice_server_get_url:
 * @self: the server
 *
 * Returns: (transfer none) (nullable): `http://127.0.0.1:PORT`, or `https://…` with a certificate;
 *   %NULL when it does not listen
 */
const char *
bitacora_practice_server_get_url (BitacoraPracticeServer *self)
{
  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), NULL);

  return self->url;
}

/**
 * bitacora_practice_server_add_fault:
 * @self: the server
 * @fault: how it misbehaves
 * @times: how many requests meet it
 *
 * Has it misbehave, once those before are used up, at the next @times requests that it would
 * otherwise answer well: inserts, or any call of the API for `delay`, `not-json`, `bad-token`,
 * `quota`, `too-many`, `rate-limit` and `maintenance`. Connections that are refused cannot be
 * counted, so `refuse` is another thing: it drops all connections at once, or as soon as the server
 * listens, and refuses new ones for @times seconds.
 */
void
bitacora_practice_server_add_fault (BitacoraPracticeServer *self,
                                    BitacoraPracticeFault fault,
                                    guint times)
{
  Refusal *refusal;

  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));
  g_return_if_fail ((guint)fault < BITACORA_PRACTICE_N_FAULTS);

  if (fault != BITACORA_PRACTICE_FAULT_REFUSE)
    {
      bitacora_practice_fault_queue_add (self->faults, fault, times);
      return;
    }

  refusal = g_new0 (Refusal, 1);
  refusal->server = g_object_ref (self);
  refusal->times = times;
  g_main_context_invoke_full (self->context,
                              G_PRIORITY_DEFAULT,
                              refusal_due_cb,
                              refusal,
                              (GDestroyNotify)refusal_free);
}

/**
 * bitacora_practice_server_clear_faults:
 * @self: the server
 *
 * Has it behave well from now on; it also listens again if it refuses.
 */
void
bitacora_practice_server_clear_faults (BitacoraPracticeServer *self)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  bitacora_practice_fault_queue_clear (self->faults);
  g_main_context_invoke_full (self->context,
                              G_PRIORITY_DEFAULT,
                              refusal_over_cb,
                              g_object_ref (self),
                              g_object_unref);
}

/**
 * bitacora_practice_server_set_delay:
 * @self: the server
 * @milliseconds: how long `delay` waits; 2000 unless told otherwise
 *
 * Sets how long requests wait that meet `delay` from now on.
 */
void
bitacora_practice_server_set_delay (BitacoraPracticeServer *self, guint milliseconds)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  self->delay = milliseconds;
}

/**
 * bitacora_practice_server_set_refuse_time:
 * @self: the server
 * @milliseconds: how long connections are refused for each time; 1000 unless told otherwise
 *
 * Sets how long `refuse` lasts that is added from now on.
 */
void
bitacora_practice_server_set_refuse_time (BitacoraPracticeServer *self, guint milliseconds)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  self->refuse_time = milliseconds;
}

/**
 * bitacora_practice_server_set_redirect:
 * @self: the server
 * @url: an absolute URL
 *
 * Sets where `redirect` points; to `https://elsewhere.invalid/…` unless told otherwise.
 */
void
bitacora_practice_server_set_redirect (BitacoraPracticeServer *self, const char *url)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));
  g_return_if_fail (url != NULL);

  g_free (self->redirect_to);
  self->redirect_to = g_strdup (url);
}

/**
 * bitacora_practice_server_set_daily_limit:
 * @self: the server
 * @daily_limit: how many requests the token has a day; 1000 unless told otherwise
 *
 * Sets the limit above which the API answers that it is exceeded.
 */
void
bitacora_practice_server_set_daily_limit (BitacoraPracticeServer *self, guint daily_limit)
{
  g_return_if_fail (BITACORA_IS_PRACTICE_SERVER (self));

  bitacora_practice_token_set_daily_limit (self->token, daily_limit);
}

/**
 * bitacora_practice_server_get_n_activities:
 * @self: the server
 *
 * Returns: how many activities it has accepted; any thread may ask
 */
guint
bitacora_practice_server_get_n_activities (BitacoraPracticeServer *self)
{
  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), 0);

  return bitacora_practice_ledger_get_n_activities (self->ledger);
}

/**
 * bitacora_practice_server_dup_activity:
 * @self: the server
 * @position: 0 for the first that was accepted
 *
 * Any thread may ask.
 *
 * Returns: (transfer full) (nullable): the body of an insert request exactly as it came, or %NULL
 *   when not so many were accepted
 */
char *
bitacora_practice_server_dup_activity (BitacoraPracticeServer *self, guint position)
{
  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), NULL);

  return bitacora_practice_ledger_dup_text (self->ledger, position);
}

/**
 * bitacora_practice_server_get_n_requests:
 * @self: the server
 *
 * Returns: how many requests of the API have come, well answered or not, looks at the page and at
 *   `/practice/` not among them; any thread may ask
 */
guint
bitacora_practice_server_get_n_requests (BitacoraPracticeServer *self)
{
  g_return_val_if_fail (BITACORA_IS_PRACTICE_SERVER (self), 0);

  return (guint)g_atomic_int_get (&self->n_requests);
}
