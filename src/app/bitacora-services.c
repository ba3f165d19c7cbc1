/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-services.h"

#include <glib/gi18n-lib.h>

#include "practice/bitacora-practice-server.h"

struct _BitacoraServices
{
  GObject parent_instance;

  GSettings *settings;
  BitacoraClock *clock;
  BitacoraProfileList *profiles;
  BitacoraCrmClient *client;
  BitacoraTokenStore *tokens;
  BitacoraOutbox *outbox;
  BitacoraCourier *courier;
  BitacoraPracticeServer *practice;
  char *before_practice; /* the profile that calls went to before, by its id */
  GCancellable *opening;
  char *failure;
  gboolean is_closed;
};

enum
{
  PROP_0,
  PROP_OUTBOX,
  PROP_FAILURE,
  PROP_PRACTICE_URL,
  PROP_PAUSED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraServices, bitacora_services, G_TYPE_OBJECT)

/* The courier works unless its user wants nothing sent. */
static void
employ_courier (BitacoraServices *self)
{
  if (self->courier == NULL || self->is_closed)
    return;
  if (bitacora_services_is_paused (self))
    bitacora_courier_stop (self->courier);
  else
    bitacora_courier_start (self->courier);
}

static void
pause_changed_cb (BitacoraServices *self)
{
  employ_courier (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

static void
create_courier (BitacoraServices *self)
{
  self->courier = bitacora_courier_new (self->outbox,
                                        self->client,
                                        BITACORA_TOKEN_PROVIDER (self->tokens),
                                        self->profiles,
                                        self->clock);
  bitacora_courier_follow_settings (self->courier, self->settings);
  employ_courier (self);
}

static void
outbox_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraServices) self = BITACORA_SERVICES (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutbox) outbox = bitacora_outbox_open_finish (result, &error);

  g_clear_object (&self->opening);
  if (outbox == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      self->failure = g_strdup (error->message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
      return;
    }

  self->outbox = g_steal_pointer (&outbox);
  create_courier (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTBOX]);
}

static void
bitacora_services_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraServices *self = BITACORA_SERVICES (object);

  switch (id)
    {
    case PROP_OUTBOX:
      g_value_set_object (value, self->outbox);
      break;
    case PROP_FAILURE:
      g_value_set_string (value, self->failure);
      break;
    case PROP_PRACTICE_URL:
      g_value_set_string (value, bitacora_services_get_practice_url (self));
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, bitacora_services_is_paused (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_services_dispose (GObject *object)
{
  BitacoraServices *self = BITACORA_SERVICES (object);

  bitacora_services_close (self);
  bitacora_services_stop_practice (self);
  g_clear_object (&self->courier);
  g_clear_object (&self->outbox);
  g_clear_object (&self->practice);
  g_clear_object (&self->client);
  g_clear_object (&self->tokens);
  g_clear_object (&self->profiles);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->failure, g_free);
  g_clear_pointer (&self->before_practice, g_free);

  G_OBJECT_CLASS (bitacora_services_parent_class)->dispose (object);
}

static void
bitacora_services_class_init (BitacoraServicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_services_get_property;
  object_class->dispose = bitacora_services_dispose;

  properties[PROP_OUTBOX] = g_param_spec_object ("outbox",
                                                 NULL,
                                                 NULL,
                                                 BITACORA_TYPE_OUTBOX,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAILURE] = g_param_spec_string ("failure",
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PRACTICE_URL] = g_param_spec_string ("practice-url",
                                                       NULL,
                                                       NULL,
                                                       NULL,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused",
                                                  NULL,
                                                  NULL,
                                                  FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_services_init (BitacoraServices *self)
{
  self->settings = g_settings_new ("org.bitacora.Bitacora");
  g_signal_connect_object (self->settings,
                           "changed::pause-sending",
                           G_CALLBACK (pause_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->clock = bitacora_clock_new ();
  self->profiles = bitacora_profile_list_new ();
  self->client = bitacora_crm_client_new ();
  self->tokens = bitacora_token_store_new ();
}

/**
 * bitacora_services_new:
 *
 * Creates the services with the computer's clock, the user's profiles and keyring, and a client
 * for the CRM. Nothing is opened yet.
 *
 * Returns: (transfer full): the services
 */
BitacoraServices *
bitacora_services_new (void)
{
  return g_object_new (BITACORA_TYPE_SERVICES, NULL);
}

/**
 * bitacora_services_open:
 * @self: the services
 *
 * Opens the user's outbox and, once it is open, starts its courier. Either "outbox" or "failure"
 * is notified at the end. Does nothing while it is open or being opened; after a failure it tries
 * again.
 */
void
bitacora_services_open (BitacoraServices *self)
{
  g_autofree char *path = NULL;

  g_return_if_fail (BITACORA_IS_SERVICES (self));

  if (self->outbox != NULL || self->opening != NULL)
    return;
  if (self->failure != NULL)
    {
      g_clear_pointer (&self->failure, g_free);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
    }

  path = bitacora_outbox_get_default_path ();
  self->opening = g_cancellable_new ();
  bitacora_outbox_open_async (path, self->opening, outbox_opened_cb, g_object_ref (self));
}

/**
 * bitacora_services_close:
 * @self: the services
 *
 * Begins nothing any more, before the application ends. What is on its way ends as it ends: the
 * courier's "active" is %FALSE then.
 */
void
bitacora_services_close (BitacoraServices *self)
{
  g_return_if_fail (BITACORA_IS_SERVICES (self));

  self->is_closed = TRUE;
  g_cancellable_cancel (self->opening);
  if (self->courier != NULL)
    bitacora_courier_stop (self->courier);
}

/**
 * bitacora_services_is_paused:
 * @self: the services
 *
 * Returns: whether the user wants nothing sent for now
 */
gboolean
bitacora_services_is_paused (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), FALSE);

  return g_settings_get_boolean (self->settings, "pause-sending");
}

/**
 * bitacora_services_get_clock:
 * @self: the services
 *
 * Returns: (transfer none): the clock
 */
BitacoraClock *
bitacora_services_get_clock (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  return self->clock;
}

/**
 * bitacora_services_get_profiles:
 * @self: the services
 *
 * Returns: (transfer none): the user's profiles
 */
BitacoraProfileList *
bitacora_services_get_profiles (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  return self->profiles;
}

/**
 * bitacora_services_get_client:
 * @self: the services
 *
 * Gets the client, with which a connection is tested. Calls are sent by the courier alone.
 *
 * Returns: (transfer none): the client
 */
BitacoraCrmClient *
bitacora_services_get_client (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  return self->client;
}

/**
 * bitacora_services_get_tokens:
 * @self: the services
 *
 * Returns: (transfer none): the keyring's tokens
 */
BitacoraTokenStore *
bitacora_services_get_tokens (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  return self->tokens;
}

/**
 * bitacora_services_get_outbox:
 * @self: the services
 *
 * Returns: (transfer none) (nullable): the outbox, %NULL until it is open
 */
BitacoraOutbox *
bitacora_services_get_outbox (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  return self->outbox;
}

/**
 * bitacora_services_get_courier:
 * @self: the services
 *
 * Returns: (transfer none) (nullable): the courier, %NULL until the outbox is open
 */
BitacoraCourier *
bitacora_services_get_courier (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  return self->courier;
}

/**
 * bitacora_services_get_failure:
 * @self: the services
 *
 * Returns: (nullable): why the outbox could not be opened, a sentence for the user
 */
const char *
bitacora_services_get_failure (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  return self->failure;
}

/* The port asked for by BITACORA_PRACTICE_PORT, or 0 for any. */
static guint16
get_practice_port (void)
{
  const char *text = g_getenv ("BITACORA_PRACTICE_PORT");
  guint64 port = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &port, NULL))
    g_warning ("BITACORA_PRACTICE_PORT is not a port number; any free port is used");

  return port;
}

static void
turn_to_practice (BitacoraServices *self, BitacoraProfile *practice)
{
  BitacoraProfile *current = bitacora_profile_list_get_current (self->profiles);

  if (current == practice)
    return;
  g_free (self->before_practice);
  self->before_practice = current != NULL ? g_strdup (bitacora_profile_get_id (current)) : NULL;
  bitacora_profile_list_set_current (self->profiles, practice);
}

/* Whoever has practised enough does not go on logging into a CRM that is gone. */
static void
turn_back_from_practice (BitacoraServices *self)
{
  BitacoraProfile *current = bitacora_profile_list_get_current (self->profiles);
  g_autofree char *id = g_steal_pointer (&self->before_practice);
  g_autoptr (BitacoraProfile) before
      = id != NULL ? bitacora_profile_list_find (self->profiles, id, NULL) : NULL;

  if (before != NULL && current != NULL && bitacora_profile_is_practice (current))
    bitacora_profile_list_set_current (self->profiles, before);
}

/**
 * bitacora_services_start_practice:
 * @self: the services
 * @error: return location for an error
 *
 * Starts the practice CRM inside this application unless it runs already, points the practice
 * profile at it and makes that profile the current one. Calls of the practice profile that wait
 * are sent.
 *
 * Returns: %TRUE, or %FALSE with an error of #GIOError (no port is free) or of
 *   %BITACORA_PROFILE_ERROR (the settings are locked)
 */
gboolean
bitacora_services_start_practice (BitacoraServices *self, GError **error)
{
  g_autoptr (BitacoraProfile) profile = NULL;

  g_return_val_if_fail (BITACORA_IS_SERVICES (self), FALSE);

  if (self->practice == NULL)
    {
      g_autoptr (BitacoraPracticeServer) practice = NULL;

      practice = bitacora_practice_server_new (BITACORA_PRACTICE_TOKEN);
      if (!bitacora_practice_server_listen (practice, get_practice_port (), error))
        return FALSE;
      self->practice = g_steal_pointer (&practice);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE_URL]);
    }

  profile
      = bitacora_profile_list_ensure_practice (self->profiles,
                                               bitacora_practice_server_get_url (self->practice),
                                               error);
  if (profile == NULL)
    return FALSE;
  turn_to_practice (self, profile);
  if (self->courier != NULL)
    bitacora_courier_resume_profile (self->courier, bitacora_profile_get_id (profile));

  return TRUE;
}

/**
 * bitacora_services_stop_practice:
 * @self: the services
 *
 * Stops this application's practice CRM, if it runs; what it accepted is forgotten. Calls go to the
 * profile again that they went to before it was started, unless another was chosen since.
 */
void
bitacora_services_stop_practice (BitacoraServices *self)
{
  g_return_if_fail (BITACORA_IS_SERVICES (self));

  if (self->practice == NULL)
    return;
  bitacora_practice_server_close (self->practice);
  g_clear_object (&self->practice);
  turn_back_from_practice (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE_URL]);
}

/**
 * bitacora_services_get_practice_url:
 * @self: the services
 *
 * Returns: (nullable): the address of this application's practice CRM while it runs
 */
const char *
bitacora_services_get_practice_url (BitacoraServices *self)
{
  g_return_val_if_fail (BITACORA_IS_SERVICES (self), NULL);

  if (self->practice == NULL)
    return NULL;

  return bitacora_practice_server_get_url (self->practice);
}
