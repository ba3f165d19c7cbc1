/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-session.h"

#include <glib/gi18n-lib.h>
#include <glib-unix.h>
#include <signal.h>

#include "bitacora-cli-output.h"
#include "bitacora-cli-settings.h"
#include "practice/bitacora-practice-server.h"

struct _BitacoraCliSession
{
  GObject parent_instance;

  BitacoraClock *clock;
  BitacoraProfileList *profiles;
  BitacoraCrmClient *client;
  BitacoraTokenStore *tokens;
  BitacoraOutbox *outbox;
  BitacoraCourier *courier;

  GMainLoop *loop;
  GAsyncResult *result;
  guint interrupt_source;
  guint end_source;
  gboolean interrupted;
};

enum
{
  INTERRUPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraCliSession, bitacora_cli_session, G_TYPE_OBJECT)

/* The practice CRM needs no setting up: where there is no profile for it yet, its usual place is
 * taken. */
static BitacoraProfile *
find_practice_profile (BitacoraCliSession *self, GError **error)
{
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%d", BITACORA_PRACTICE_PORT);

  profile = bitacora_profile_list_find (self->profiles, BITACORA_PRACTICE_PROFILE, NULL);
  if (profile == NULL)
    {
      profile = bitacora_profile_list_ensure_practice (self->profiles, url, error);
      g_settings_sync ();
    }

  return g_steal_pointer (&profile);
}

/* Only the first time: who asks twice does not want to wait, and the system's own way of ending
 * the program is back. */
static gboolean
interrupted_cb (gpointer user_data)
{
  BitacoraCliSession *self = BITACORA_CLI_SESSION (user_data);

  g_clear_handle_id (&self->interrupt_source, g_source_remove);
  g_clear_handle_id (&self->end_source, g_source_remove);
  self->interrupted = TRUE;
  g_signal_emit (self, signals[INTERRUPTED], 0);

  return G_SOURCE_CONTINUE;
}

static void
bitacora_cli_session_dispose (GObject *object)
{
  BitacoraCliSession *self = BITACORA_CLI_SESSION (object);

  g_clear_handle_id (&self->interrupt_source, g_source_remove);
  g_clear_handle_id (&self->end_source, g_source_remove);
  if (self->courier != NULL)
    bitacora_courier_stop (self->courier);
  g_clear_object (&self->courier);
  g_clear_object (&self->outbox);
  g_clear_object (&self->tokens);
  g_clear_object (&self->client);
  g_clear_object (&self->profiles);
  g_clear_object (&self->clock);
  g_clear_object (&self->result);
  g_clear_pointer (&self->loop, g_main_loop_unref);

  G_OBJECT_CLASS (bitacora_cli_session_parent_class)->dispose (object);
}

static void
bitacora_cli_session_class_init (BitacoraCliSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bitacora_cli_session_dispose;

  signals[INTERRUPTED] = g_signal_new ("interrupted",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       0);
}

static void
bitacora_cli_session_init (BitacoraCliSession *self)
{
  self->clock = bitacora_clock_new ();
  self->loop = g_main_loop_new (NULL, FALSE);
}

/**
 * bitacora_cli_session_new:
 * @error: return location for an error
 *
 * Creates what a command works with. Of all that, only the profiles are read now.
 *
 * Returns: (transfer full) (nullable): the session, or %NULL with @error set to
 *   %G_IO_ERROR_NOT_FOUND when the settings' schema is not installed
 */
BitacoraCliSession *
bitacora_cli_session_new (GError **error)
{
  BitacoraCliSession *self;

  if (!bitacora_cli_settings_check (error))
    return NULL;

  self = g_object_new (BITACORA_TYPE_CLI_SESSION, NULL);
  self->profiles = bitacora_profile_list_new ();
  return self;
}

/**
 * bitacora_cli_session_get_clock:
 * @self: the session
 *
 * Returns: (transfer none): the computer's clock, in the user's zone
 */
BitacoraClock *
bitacora_cli_session_get_clock (BitacoraCliSession *self)
{
  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  return self->clock;
}

/**
 * bitacora_cli_session_get_profiles:
 * @self: the session
 *
 * Returns: (transfer none): the user's profiles
 */
BitacoraProfileList *
bitacora_cli_session_get_profiles (BitacoraCliSession *self)
{
  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  return self->profiles;
}

/**
 * bitacora_cli_session_knows_profiles:
 * @self: the session
 * @error: return location for an error
 *
 * Checks that this is not outside of the desktop session to which the user's profiles belong: cron
 * starts programs so when nobody is logged in.
 *
 * Returns: %TRUE, or %FALSE with @error set to %BITACORA_PROFILE_ERROR_NOT_FOUND
 */
gboolean
bitacora_cli_session_knows_profiles (BitacoraCliSession *self, GError **error)
{
  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), FALSE);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->profiles)) > 0
      || !bitacora_cli_settings_are_apart ())
    return TRUE;
  g_set_error_literal (error,
                       BITACORA_PROFILE_ERROR,
                       BITACORA_PROFILE_ERROR_NOT_FOUND,
                       _ ("There is no profile here, outside of a desktop session: those of your "
                          "desktop are reached while you are logged in. Or add one for this place "
                          "with “bitacora profile add NAME --server HOST --operation "
                          "OPERATION”; for the practice CRM use --profile practice."));
  return FALSE;
}

/**
 * bitacora_cli_session_find_profile:
 * @self: the session
 * @name: (nullable): a profile's name or id; %NULL for the current profile
 * @error: return location for an error
 *
 * Finds the profile that a command is about. The practice CRM's is made when it is named and is
 * not there yet.
 *
 * Returns: (transfer full) (nullable): the profile, or %NULL with @error set in
 *   %BITACORA_PROFILE_ERROR, its message saying how to add one
 */
BitacoraProfile *
bitacora_cli_session_find_profile (BitacoraCliSession *self, const char *name, GError **error)
{
  BitacoraProfile *current;

  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  if (g_strcmp0 (name, BITACORA_PRACTICE_PROFILE) == 0)
    return find_practice_profile (self, error);
  if (name != NULL)
    return bitacora_profile_list_find (self->profiles, name, error);

  current = bitacora_profile_list_get_current (self->profiles);
  if (current != NULL)
    return g_object_ref (current);

  if (!bitacora_cli_session_knows_profiles (self, error))
    return NULL;
  g_set_error_literal (error,
                       BITACORA_PROFILE_ERROR,
                       BITACORA_PROFILE_ERROR_NOT_FOUND,
                       _ ("There is no profile yet. Add one with “bitacora profile add NAME "
                          "--server HOST --operation OPERATION”, or try the practice CRM: start "
                          "“bitacora practice” and use --profile practice."));
  return NULL;
}

/**
 * bitacora_cli_session_get_client:
 * @self: the session
 *
 * Returns: (transfer none): the client for the CRM
 */
BitacoraCrmClient *
bitacora_cli_session_get_client (BitacoraCliSession *self)
{
  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  if (self->client == NULL)
    self->client = bitacora_crm_client_new ();

  return self->client;
}

/**
 * bitacora_cli_session_get_tokens:
 * @self: the session
 *
 * Returns: (transfer none): the tokens in the keyring
 */
BitacoraTokenStore *
bitacora_cli_session_get_tokens (BitacoraCliSession *self)
{
  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  if (self->tokens == NULL)
    self->tokens = bitacora_token_store_new ();

  return self->tokens;
}

static void
tell_of_opening (BitacoraOutbox *outbox)
{
  g_autofree char *damage = bitacora_outbox_describe_damage (outbox);
  g_autofree char *copy = bitacora_outbox_describe_copy (outbox);

  if (damage != NULL)
    bitacora_cli_note ("%s", damage);
  if (copy != NULL)
    bitacora_cli_note ("%s", copy);
}

/**
 * bitacora_cli_session_open_outbox:
 * @self: the session
 * @error: return location for an error
 *
 * Opens the user's outbox, if it is not open yet.
 *
 * Returns: (transfer none) (nullable): the outbox, or %NULL with @error set in
 *   %BITACORA_OUTBOX_ERROR
 */
BitacoraOutbox *
bitacora_cli_session_open_outbox (BitacoraCliSession *self, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  if (self->outbox != NULL)
    return self->outbox;

  path = bitacora_outbox_get_default_path ();
  bitacora_outbox_open_async (path, NULL, bitacora_cli_session_finished_cb, self);
  result = bitacora_cli_session_await (self);
  self->outbox = bitacora_outbox_open_finish (result, error);
  if (self->outbox != NULL)
    tell_of_opening (self->outbox);

  return self->outbox;
}

/**
 * bitacora_cli_session_open_courier:
 * @self: the session
 * @error: return location for an error
 *
 * Opens the user's outbox and its courier, which is not started: it sends what it is asked to.
 *
 * Returns: (transfer none) (nullable): the courier, or %NULL with @error set in
 *   %BITACORA_OUTBOX_ERROR
 */
BitacoraCourier *
bitacora_cli_session_open_courier (BitacoraCliSession *self, GError **error)
{
  g_autoptr (GSettings) settings = NULL;

  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  if (self->courier != NULL)
    return self->courier;
  if (bitacora_cli_session_open_outbox (self, error) == NULL)
    return NULL;

  self->courier
      = bitacora_courier_new (self->outbox,
                              bitacora_cli_session_get_client (self),
                              BITACORA_TOKEN_PROVIDER (bitacora_cli_session_get_tokens (self)),
                              self->profiles,
                              self->clock);
  settings = g_settings_new ("org.bitacora.Bitacora");
  bitacora_courier_follow_settings (self->courier, settings);
  return self->courier;
}

/**
 * bitacora_cli_session_finished_cb:
 * @source: (nullable): whoever was asked
 * @result: the result
 * @user_data: the session
 *
 * The callback to hand to an asynchronous function before bitacora_cli_session_await().
 */
void
bitacora_cli_session_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraCliSession *self = BITACORA_CLI_SESSION (user_data);

  g_set_object (&self->result, result);
  g_main_loop_quit (self->loop);
}

/**
 * bitacora_cli_session_await:
 * @self: the session
 *
 * Runs the main loop until the function that was given bitacora_cli_session_finished_cb() has
 * ended: a command does one thing after the other.
 *
 * Returns: (transfer full): the result for the _finish function
 */
GAsyncResult *
bitacora_cli_session_await (BitacoraCliSession *self)
{
  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), NULL);

  while (self->result == NULL)
    g_main_loop_run (self->loop);

  return g_steal_pointer (&self->result);
}

/**
 * bitacora_cli_session_run:
 * @self: the session
 *
 * Runs the main loop until bitacora_cli_session_quit().
 */
void
bitacora_cli_session_run (BitacoraCliSession *self)
{
  g_return_if_fail (BITACORA_IS_CLI_SESSION (self));

  g_main_loop_run (self->loop);
}

/**
 * bitacora_cli_session_quit:
 * @self: the session
 *
 * Ends bitacora_cli_session_run().
 */
void
bitacora_cli_session_quit (BitacoraCliSession *self)
{
  g_return_if_fail (BITACORA_IS_CLI_SESSION (self));

  g_main_loop_quit (self->loop);
}

/**
 * bitacora_cli_session_catch_interrupts:
 * @self: the session
 *
 * From now on the first SIGINT (Ctrl+C) or SIGTERM does not end the program but emits
 * "interrupted", once; the second ends it.
 */
void
bitacora_cli_session_catch_interrupts (BitacoraCliSession *self)
{
  g_return_if_fail (BITACORA_IS_CLI_SESSION (self));

  if (self->interrupted || self->interrupt_source != 0)
    return;
  self->interrupt_source = g_unix_signal_add (SIGINT, interrupted_cb, self);
  self->end_source = g_unix_signal_add (SIGTERM, interrupted_cb, self);
}

/**
 * bitacora_cli_session_was_interrupted:
 * @self: the session
 *
 * Returns: whether "interrupted" has been emitted
 */
gboolean
bitacora_cli_session_was_interrupted (BitacoraCliSession *self)
{
  g_return_val_if_fail (BITACORA_IS_CLI_SESSION (self), FALSE);

  return self->interrupted;
}
