/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-token-store.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "bitacora-keyring-errand.h"
#include "model/bitacora-profile-list.h"

/* The longest token that is believed, in bytes. */
#define MAX_TOKEN 4096

struct _BitacoraTokenStore
{
  GObject parent_instance;
};

/* What a task carries from step to step. */
typedef struct
{
  BitacoraKeyringErrand *errand;
  GHashTable *attributes;
  char *profile_name;
  char *label;
  SecretValue *value;
  GList *items;
} Work;

static const SecretSchema schema = {
  .name = "org.bitacora.Token",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "operation", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void bitacora_token_store_provider_init (BitacoraTokenProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BitacoraTokenStore,
                               bitacora_token_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BITACORA_TYPE_TOKEN_PROVIDER,
                                                      bitacora_token_store_provider_init))

static void items_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void item_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void secret_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void collection_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void collection_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void token_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void removal_found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void removal_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void item_deleted_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->errand);
  g_clear_pointer (&work->attributes, g_hash_table_unref);
  g_clear_pointer (&work->profile_name, g_free);
  g_clear_pointer (&work->label, g_free);
  g_clear_pointer (&work->value, secret_value_unref);
  g_list_free_full (g_steal_pointer (&work->items), g_object_unref);
  g_free (work);
}

static GTask *
create_task (BitacoraTokenStore *self,
             BitacoraProfile *profile,
             gpointer source_tag,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);
  const char *server = bitacora_profile_get_server (profile);

  work->profile_name = g_strdup (bitacora_profile_get_display_name (profile));
  /* Translators: what a keyring's own program shows: the profile's name, then its server. */
  work->label = g_strdup_printf (_ ("Bitácora: %s (%s)"), work->profile_name, server);
  work->attributes = secret_attributes_build (&schema,
                                              "server",
                                              server,
                                              "operation",
                                              bitacora_profile_get_operation (profile),
                                              NULL);
  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, work_free);
  return task;
}

static gboolean
check_token (const char *token, GError **error)
{
  gboolean is_good = *token != '\0' && strlen (token) <= MAX_TOKEN;

  for (const char *c = token; is_good && *c != '\0'; c++)
    is_good = g_ascii_isgraph (*c);
  if (!is_good)
    g_set_error_literal (error,
                         BITACORA_TOKEN_ERROR,
                         BITACORA_TOKEN_ERROR_INVALID,
                         _ ("That is not a token: it must be one line of letters and digits. Copy "
                            "it once more from your CRM."));
  return is_good;
}

static gboolean
check_profile (BitacoraProfile *profile, GError **error)
{
  if (bitacora_profile_is_practice (profile))
    {
      g_set_error_literal (error,
                           BITACORA_TOKEN_ERROR,
                           BITACORA_TOKEN_ERROR_INVALID,
                           _ ("The practice CRM has a token of its own, which everybody knows."));
      return FALSE;
    }
  if (bitacora_profile_is_complete (profile))
    return TRUE;
  g_set_error (error,
               BITACORA_TOKEN_ERROR,
               BITACORA_TOKEN_ERROR_INVALID,
               _ ("Give the profile “%s” its server and its operation first: the token belongs to "
                  "them."),
               bitacora_profile_get_display_name (profile));
  return FALSE;
}

/* The copy in pageable memory is wiped by bitacora_token_free(). */
static void
token_free (gpointer token)
{
  bitacora_token_free (token);
}

static void
fail (GTask *task, const GError *error)
{
  Work *work = g_task_get_task_data (task);

  g_task_return_error (task, bitacora_keyring_errand_explain (work->errand, error));
}

static void
connect_errand (GTask *task, GAsyncReadyCallback callback)
{
  Work *work = g_task_get_task_data (task);

  work->errand = bitacora_keyring_errand_new (g_task_get_cancellable (task));
  bitacora_keyring_errand_connect_async (work->errand, callback, task);
}

static void
search (GTask *task, SecretSearchFlags flags, GAsyncReadyCallback callback)
{
  Work *work = g_task_get_task_data (task);

  secret_service_search (bitacora_keyring_errand_get_service (work->errand),
                         &schema,
                         work->attributes,
                         flags,
                         bitacora_keyring_errand_get_cancellable (work->errand),
                         callback,
                         task);
}

/* Looking up: connect → find the item → unlock it → load its secret. */

static void
lookup_connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!bitacora_keyring_errand_connect_finish (BITACORA_KEYRING_ERRAND (object), result, &error))
    g_task_return_error (task, error);
  else
    search (g_steal_pointer (&task), SECRET_SEARCH_NONE, items_found_cb);
}

static void
load_secret (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  secret_item_load_secret (work->items->data,
                           bitacora_keyring_errand_get_cancellable (work->errand),
                           secret_loaded_cb,
                           task);
}

static void
items_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  work->items = secret_service_search_finish (SECRET_SERVICE (object), result, &error);
  if (error != NULL)
    fail (task, error);
  else if (work->items == NULL)
    g_task_return_new_error (task,
                             BITACORA_TOKEN_ERROR,
                             BITACORA_TOKEN_ERROR_NOT_FOUND,
                             _ ("The profile “%s” has no token yet. Enter the one that your CRM "
                                "gave you."),
                             work->profile_name);
  else if (secret_item_get_locked (work->items->data))
    bitacora_keyring_errand_unlock_async (work->errand,
                                          work->items->data,
                                          item_unlocked_cb,
                                          g_steal_pointer (&task));
  else
    load_secret (g_steal_pointer (&task));
}

static void
item_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!bitacora_keyring_errand_unlock_finish (BITACORA_KEYRING_ERRAND (object), result, &error))
    g_task_return_error (task, error);
  else
    load_secret (g_steal_pointer (&task));
}

static void
secret_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SecretItem *item = SECRET_ITEM (object);
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  if (!secret_item_load_secret_finish (item, result, &error))
    {
      fail (task, error);
      return;
    }
  /* The value lives in memory that is never swapped out, and is wiped when it is let go. */
  value = secret_item_get_secret (item);
  text = value != NULL ? secret_value_get_text (value) : NULL;
  if (text == NULL || !check_token (text, NULL))
    g_task_return_new_error (task,
                             BITACORA_TOKEN_ERROR,
                             BITACORA_TOKEN_ERROR_INVALID,
                             _ ("What the keyring holds for this profile is not a token. Enter the "
                                "token again."));
  else
    g_task_return_pointer (task, g_strdup (text), token_free);
}

/* Saving: connect → unlock the default collection → store. */

static void
store_token (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  secret_service_store (bitacora_keyring_errand_get_service (work->errand),
                        &schema,
                        work->attributes,
                        SECRET_COLLECTION_DEFAULT,
                        work->label,
                        work->value,
                        bitacora_keyring_errand_get_cancellable (work->errand),
                        token_stored_cb,
                        task);
}

static void
save_connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BitacoraKeyringErrand *errand = BITACORA_KEYRING_ERRAND (object);
  GError *error = NULL;

  if (!bitacora_keyring_errand_connect_finish (errand, result, &error))
    g_task_return_error (task, error);
  else
    secret_collection_for_alias (bitacora_keyring_errand_get_service (errand),
                                 SECRET_COLLECTION_DEFAULT,
                                 SECRET_COLLECTION_NONE,
                                 bitacora_keyring_errand_get_cancellable (errand),
                                 collection_found_cb,
                                 g_steal_pointer (&task));
}

static void
collection_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    fail (task, error);
  /* Where there is no collection yet, storing makes one. */
  else if (collection == NULL || !secret_collection_get_locked (collection))
    store_token (g_steal_pointer (&task));
  else
    bitacora_keyring_errand_unlock_async (work->errand,
                                          G_DBUS_PROXY (collection),
                                          collection_unlocked_cb,
                                          g_steal_pointer (&task));
}

static void
collection_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!bitacora_keyring_errand_unlock_finish (BITACORA_KEYRING_ERRAND (object), result, &error))
    g_task_return_error (task, error);
  else
    store_token (g_steal_pointer (&task));
}

static void
token_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_service_store_finish (SECRET_SERVICE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

/* Removing: connect → find all items → unlock and delete them, one by one. */

static void
remove_next (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  if (work->items == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else if (secret_item_get_locked (work->items->data))
    bitacora_keyring_errand_unlock_async (work->errand,
                                          work->items->data,
                                          removal_unlocked_cb,
                                          task);
  else
    secret_item_delete (work->items->data,
                        bitacora_keyring_errand_get_cancellable (work->errand),
                        item_deleted_cb,
                        task);
}

static void
removal_connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!bitacora_keyring_errand_connect_finish (BITACORA_KEYRING_ERRAND (object), result, &error))
    g_task_return_error (task, error);
  else
    search (g_steal_pointer (&task), SECRET_SEARCH_ALL, removal_found_cb);
}

static void
removal_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  work->items = secret_service_search_finish (SECRET_SERVICE (object), result, &error);
  if (error != NULL)
    fail (task, error);
  else
    remove_next (g_steal_pointer (&task));
}

static void
removal_unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bitacora_keyring_errand_unlock_finish (work->errand, result, &error))
    g_task_return_error (task, error);
  else
    secret_item_delete (work->items->data,
                        bitacora_keyring_errand_get_cancellable (work->errand),
                        item_deleted_cb,
                        g_steal_pointer (&task));
}

static void
item_deleted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!secret_item_delete_finish (SECRET_ITEM (object), result, &error))
    {
      fail (task, error);
      return;
    }
  g_object_unref (work->items->data);
  work->items = g_list_delete_link (work->items, work->items);
  remove_next (g_steal_pointer (&task));
}

static void
bitacora_token_store_lookup_async (BitacoraTokenProvider *provider,
                                   BitacoraProfile *profile,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = create_task (BITACORA_TOKEN_STORE (provider),
                                        profile,
                                        GSIZE_TO_POINTER (bitacora_token_store_lookup_async),
                                        cancellable,
                                        callback,
                                        user_data);
  GError *error = NULL;

  if (bitacora_profile_is_practice (profile))
    g_task_return_pointer (task, g_strdup (BITACORA_PRACTICE_TOKEN), token_free);
  else if (!check_profile (profile, &error))
    g_task_return_error (task, error);
  else
    connect_errand (g_steal_pointer (&task), lookup_connected_cb);
}

static char *
bitacora_token_store_lookup_finish (BitacoraTokenProvider *provider,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bitacora_token_store_provider_init (BitacoraTokenProviderInterface *iface)
{
  iface->lookup_async = bitacora_token_store_lookup_async;
  iface->lookup_finish = bitacora_token_store_lookup_finish;
}

static void
bitacora_token_store_class_init (BitacoraTokenStoreClass *klass)
{
}

static void
bitacora_token_store_init (BitacoraTokenStore *self)
{
}

/**
 * bitacora_token_store_new:
 *
 * Makes a store. It does not touch the keyring before it is asked for something.
 *
 * Returns: (transfer full): the store
 */
BitacoraTokenStore *
bitacora_token_store_new (void)
{
  return g_object_new (BITACORA_TYPE_TOKEN_STORE, NULL);
}

/**
 * bitacora_token_store_save_async:
 * @self: a store
 * @profile: whose token it is: its server and operation say where it is kept
 * @token: the token, copied into memory that is never swapped out
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is saved
 * @user_data: for @callback
 *
 * Saves a profile's token in the default keyring, in place of the one that was there. May ask the
 * keyring's owner for its password.
 */
void
bitacora_token_store_save_async (BitacoraTokenStore *self,
                                 BitacoraProfile *profile,
                                 const char *token,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;
  GError *error = NULL;

  g_return_if_fail (BITACORA_IS_TOKEN_STORE (self));
  g_return_if_fail (BITACORA_IS_PROFILE (profile));
  g_return_if_fail (token != NULL);

  task = create_task (self,
                      profile,
                      GSIZE_TO_POINTER (bitacora_token_store_save_async),
                      cancellable,
                      callback,
                      user_data);
  if (!check_profile (profile, &error) || !check_token (token, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  work = g_task_get_task_data (task);
  work->value = secret_value_new (token, -1, "text/plain");
  connect_errand (g_steal_pointer (&task), save_connected_cb);
}

/**
 * bitacora_token_store_save_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_TOKEN_ERROR: _INVALID if it is no token or the
 *   profile has no place for one, _NO_KEYRING, _LOCKED, _DISMISSED or _FAILED if it was not saved;
 *   or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is saved
 */
gboolean
bitacora_token_store_save_finish (BitacoraTokenStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bitacora_token_store_remove_async:
 * @self: a store
 * @profile: whose token it is
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Removes a profile's token from the keyring. There being none is no error.
 */
void
bitacora_token_store_remove_async (BitacoraTokenStore *self,
                                   BitacoraProfile *profile,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BITACORA_IS_TOKEN_STORE (self));
  g_return_if_fail (BITACORA_IS_PROFILE (profile));

  task = create_task (self,
                      profile,
                      GSIZE_TO_POINTER (bitacora_token_store_remove_async),
                      cancellable,
                      callback,
                      user_data);
  /* Neither can ever have had one. */
  if (!check_profile (profile, NULL))
    g_task_return_boolean (task, TRUE);
  else
    connect_errand (g_steal_pointer (&task), removal_connected_cb);
}

/**
 * bitacora_token_store_remove_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error as of bitacora_token_store_save_finish()
 *
 * Returns: whether there is no token any more
 */
gboolean
bitacora_token_store_remove_finish (BitacoraTokenStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
