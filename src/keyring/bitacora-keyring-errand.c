/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-keyring-errand.h"

#include <glib/gi18n-lib.h>

#include "crm/bitacora-token-provider.h"

/* The name of the Secret Service: <https://specifications.freedesktop.org/secret-service/>. */
#define SERVICE_NAME "org.freedesktop.secrets"
/* How long the keyring may take for anything but a person, in milliseconds. D-Bus itself would
 * wait 25 seconds, for each question. */
#define PATIENCE 10000

struct _BitacoraKeyringErrand
{
  GObject parent_instance;

  GMainContext *context;
  GCancellable *outer;
  GCancellable *cancellable;
  GSource *outer_source;
  GSource *patience;
  gboolean is_out_of_patience;
  SecretService *service;
};

G_DEFINE_FINAL_TYPE (BitacoraKeyringErrand, bitacora_keyring_errand, G_TYPE_OBJECT)

static void bus_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void owner_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void name_started_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void service_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void object_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  BitacoraKeyringErrand *self = BITACORA_KEYRING_ERRAND (user_data);

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
patience_ended_cb (gpointer user_data)
{
  BitacoraKeyringErrand *self = BITACORA_KEYRING_ERRAND (user_data);

  self->is_out_of_patience = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
begin_patience (BitacoraKeyringErrand *self)
{
  clear_source (&self->patience);
  self->patience = g_timeout_source_new (PATIENCE);
  g_source_set_callback (self->patience, patience_ended_cb, self, NULL);
  g_source_attach (self->patience, self->context);
}

static GError *
create_no_keyring_error (void)
{
  return g_error_new_literal (
      BITACORA_TOKEN_ERROR,
      BITACORA_TOKEN_ERROR_NO_KEYRING,
      _ ("There is no keyring here that could keep the token. Install one, such as GNOME Keyring "
         "or KWallet, and log in to your desktop."));
}

/* Whether a keyring could ask for its password: prompts are windows. Without a screen some
 * keyrings answer as if a person had refused. */
static gboolean
can_prompt (void)
{
  const char *wayland = g_getenv ("WAYLAND_DISPLAY");
  const char *x11 = g_getenv ("DISPLAY");

  return (wayland != NULL && *wayland != '\0') || (x11 != NULL && *x11 != '\0');
}

/* Asks the bus something about the keyring's name; takes the task along. */
static void
ask_bus (GTask *task,
         GDBusConnection *bus,
         const char *method,
         GVariant *arguments,
         GAsyncReadyCallback callback)
{
  BitacoraKeyringErrand *self = g_task_get_source_object (task);

  g_dbus_connection_call (bus,
                          "org.freedesktop.DBus",
                          "/org/freedesktop/DBus",
                          "org.freedesktop.DBus",
                          method,
                          arguments,
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          PATIENCE,
                          self->cancellable,
                          callback,
                          task);
}

static void
fail_without_keyring (GTask *task, const GError *error)
{
  BitacoraKeyringErrand *self = g_task_get_source_object (task);

  g_debug ("No Secret Service: %s", error->message);
  if (g_cancellable_is_cancelled (self->cancellable))
    g_task_return_error (task, bitacora_keyring_errand_explain (self, error));
  else
    g_task_return_error (task, create_no_keyring_error ());
}

static void
get_service (GTask *task)
{
  BitacoraKeyringErrand *self = g_task_get_source_object (task);

  secret_service_get (SECRET_SERVICE_NONE, self->cancellable, service_found_cb, task);
}

static void
bus_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    {
      fail_without_keyring (task, error);
      return;
    }
  /* A bus that ends must not take the calls on their way with it. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  ask_bus (g_steal_pointer (&task),
           bus,
           "GetNameOwner",
           g_variant_new ("(s)", SERVICE_NAME),
           owner_found_cb);
}

static void
owner_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GDBusConnection *bus = G_DBUS_CONNECTION (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) owner = g_dbus_connection_call_finish (bus, result, &error);

  if (owner != NULL)
    get_service (g_steal_pointer (&task));
  else
    ask_bus (g_steal_pointer (&task),
             bus,
             "StartServiceByName",
             g_variant_new ("(su)", SERVICE_NAME, 0),
             name_started_cb);
}

static void
name_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (answer != NULL)
    get_service (g_steal_pointer (&task));
  else
    fail_without_keyring (task, error);
}

static void
service_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BitacoraKeyringErrand *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->service = secret_service_get_finish (result, &error);
  if (self->service != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, bitacora_keyring_errand_explain (self, error));
}

static void
object_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BitacoraKeyringErrand *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  int n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (object), result, NULL, &error);

  begin_patience (self);
  if (error != NULL)
    g_task_return_error (task, bitacora_keyring_errand_explain (self, error));
  else if (n_unlocked > 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task,
                             BITACORA_TOKEN_ERROR,
                             BITACORA_TOKEN_ERROR_DISMISSED,
                             _ ("The keyring with the token stayed locked, because its password "
                                "was not given. Try again and unlock it."));
}

static void
bitacora_keyring_errand_finalize (GObject *object)
{
  BitacoraKeyringErrand *self = BITACORA_KEYRING_ERRAND (object);

  clear_source (&self->patience);
  clear_source (&self->outer_source);
  g_clear_object (&self->outer);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (bitacora_keyring_errand_parent_class)->finalize (object);
}

static void
bitacora_keyring_errand_class_init (BitacoraKeyringErrandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_keyring_errand_finalize;
}

static void
bitacora_keyring_errand_init (BitacoraKeyringErrand *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
}

/**
 * bitacora_keyring_errand_new:
 * @cancellable: (nullable): ends the errand early
 *
 * Sets out; from now on the keyring has ten seconds to answer.
 *
 * Returns: (transfer full): the errand
 */
BitacoraKeyringErrand *
bitacora_keyring_errand_new (GCancellable *cancellable)
{
  BitacoraKeyringErrand *self = g_object_new (BITACORA_TYPE_KEYRING_ERRAND, NULL);

  begin_patience (self);
  if (cancellable == NULL)
    return self;
  self->outer = g_object_ref (cancellable);
  self->outer_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->outer_source, G_SOURCE_FUNC (outer_cancelled_cb), self, NULL);
  g_source_attach (self->outer_source, self->context);
  return self;
}

/**
 * bitacora_keyring_errand_get_service:
 * @self: an errand that is connected
 *
 * Returns: (transfer none): the Secret Service
 */
SecretService *
bitacora_keyring_errand_get_service (BitacoraKeyringErrand *self)
{
  return self->service;
}

/**
 * bitacora_keyring_errand_get_cancellable:
 * @self: an errand
 *
 * Returns: (transfer none): what every step is to be given; it also ends a step that takes too long
 */
GCancellable *
bitacora_keyring_errand_get_cancellable (BitacoraKeyringErrand *self)
{
  return self->cancellable;
}

/**
 * bitacora_keyring_errand_explain:
 * @self: an errand
 * @error: (nullable): what a step failed with; %NULL where libsecret failed without a word
 *
 * Says what a failed step means.
 *
 * Returns: (transfer full): an error of #BITACORA_TOKEN_ERROR, or %G_IO_ERROR_CANCELLED if the
 *   caller cancelled
 */
GError *
bitacora_keyring_errand_explain (BitacoraKeyringErrand *self, const GError *error)
{
  if (self->outer != NULL && g_cancellable_is_cancelled (self->outer))
    return g_error_new_literal (G_IO_ERROR,
                                G_IO_ERROR_CANCELLED,
                                _ ("This was stopped before the keyring had answered."));
  if (self->is_out_of_patience)
    return g_error_new_literal (BITACORA_TOKEN_ERROR,
                                BITACORA_TOKEN_ERROR_NO_KEYRING,
                                _ ("The keyring does not answer. Log out of your desktop and in "
                                   "again to restart it."));
  if (error == NULL)
    return g_error_new_literal (BITACORA_TOKEN_ERROR,
                                BITACORA_TOKEN_ERROR_DISMISSED,
                                _ ("The keyring asked a question that was not answered, so the "
                                   "token was left as it was. Try again and answer it."));
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return g_error_new_literal (BITACORA_TOKEN_ERROR,
                                BITACORA_TOKEN_ERROR_LOCKED,
                                _ ("The keyring with the token is locked. Unlock it and try "
                                   "again."));
  g_debug ("Keyring: %s", error->message);
  return g_error_new_literal (BITACORA_TOKEN_ERROR,
                              BITACORA_TOKEN_ERROR_FAILED,
                              _ ("The keyring failed. Try again; if that does not help, log out of "
                                 "your desktop and in again."));
}

/**
 * bitacora_keyring_errand_connect_async:
 * @self: a new errand
 * @callback: called when the service is there, or is not
 * @user_data: for @callback
 *
 * Finds the Secret Service. Asks the bus first whether there is one at all, since libsecret would
 * wait long for one that will never come.
 */
void
bitacora_keyring_errand_connect_async (BitacoraKeyringErrand *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_keyring_errand_connect_async));
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_found_cb, task);
}

/**
 * bitacora_keyring_errand_connect_finish:
 * @self: an errand
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_TOKEN_ERROR_NO_KEYRING if there is no bus, no
 *   Secret Service on it, or one that does not answer
 *
 * Returns: whether the service is there
 */
gboolean
bitacora_keyring_errand_connect_finish (BitacoraKeyringErrand *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bitacora_keyring_errand_unlock_async:
 * @self: an errand that is connected
 * @object: a locked item or collection
 * @callback: called when it is unlocked, or stays locked
 * @user_data: for @callback
 *
 * Unlocks something, which asks its owner for a password and waits for as long as they take.
 */
void
bitacora_keyring_errand_unlock_async (BitacoraKeyringErrand *self,
                                      GDBusProxy *object,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GList objects = { .data = object };

  g_task_set_source_tag (task, GSIZE_TO_POINTER (bitacora_keyring_errand_unlock_async));
  if (!can_prompt ())
    {
      g_task_return_new_error (task,
                               BITACORA_TOKEN_ERROR,
                               BITACORA_TOKEN_ERROR_LOCKED,
                               _ ("The keyring with the token is locked, and there is no screen "
                                  "here to ask for its password. Log in to your desktop, or "
                                  "unlock it, and try again."));
      return;
    }
  clear_source (&self->patience);
  secret_service_unlock (self->service,
                         &objects,
                         self->cancellable,
                         object_unlocked_cb,
                         g_steal_pointer (&task));
}

/**
 * bitacora_keyring_errand_unlock_finish:
 * @self: an errand
 * @result: what the callback got
 * @error: return location for an error; %BITACORA_TOKEN_ERROR_LOCKED if nobody could be asked,
 *   %BITACORA_TOKEN_ERROR_DISMISSED if somebody refused
 *
 * Returns: whether it is unlocked
 */
gboolean
bitacora_keyring_errand_unlock_finish (BitacoraKeyringErrand *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
