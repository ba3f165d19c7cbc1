/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixed-token-provider.h"

struct _FixedTokenProvider
{
  GObject parent_instance;

  char *token;
  GError *error;
  gboolean holds_back;
  GPtrArray *held_back;
  guint n_lookups;
};

static void fixed_token_provider_provider_init (BitacoraTokenProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FixedTokenProvider,
                               fixed_token_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BITACORA_TYPE_TOKEN_PROVIDER,
                                                      fixed_token_provider_provider_init))

static void
token_free (gpointer token)
{
  bitacora_token_free (token);
}

static void
answer_task (FixedTokenProvider *self, GTask *task)
{
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, g_strdup (self->token), token_free);
}

static void
fixed_token_provider_lookup_async (BitacoraTokenProvider *provider,
                                   BitacoraProfile *profile,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  FixedTokenProvider *self = FIXED_TOKEN_PROVIDER (provider);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  self->n_lookups++;
  if (self->holds_back)
    {
      g_ptr_array_add (self->held_back, task);
      return;
    }
  answer_task (self, task);
  g_object_unref (task);
}

static char *
fixed_token_provider_lookup_finish (BitacoraTokenProvider *provider,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fixed_token_provider_provider_init (BitacoraTokenProviderInterface *iface)
{
  iface->lookup_async = fixed_token_provider_lookup_async;
  iface->lookup_finish = fixed_token_provider_lookup_finish;
}

static void
fixed_token_provider_finalize (GObject *object)
{
  FixedTokenProvider *self = FIXED_TOKEN_PROVIDER (object);

  g_clear_pointer (&self->token, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->held_back, g_ptr_array_unref);

  G_OBJECT_CLASS (fixed_token_provider_parent_class)->finalize (object);
}

static void
fixed_token_provider_class_init (FixedTokenProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fixed_token_provider_finalize;
}

static void
fixed_token_provider_init (FixedTokenProvider *self)
{
  self->held_back = g_ptr_array_new_with_free_func (g_object_unref);
}

FixedTokenProvider *
fixed_token_provider_new (const char *token)
{
  FixedTokenProvider *self = g_object_new (FIXED_TYPE_TOKEN_PROVIDER, NULL);

  fixed_token_provider_set_token (self, token);
  return self;
}

/* Gives this word from now on. */
void
fixed_token_provider_set_token (FixedTokenProvider *self, const char *token)
{
  g_clear_error (&self->error);
  g_free (self->token);
  self->token = g_strdup (token);
}

/* Fails from now on. */
void
fixed_token_provider_fail (FixedTokenProvider *self, BitacoraTokenError code)
{
  g_clear_error (&self->error);
  self->error = g_error_new_literal (BITACORA_TOKEN_ERROR, (int)code, "The keyring is of no use.");
}

/* Answers nobody from now on, as while a person is asked for a password. */
void
fixed_token_provider_hold_back (FixedTokenProvider *self)
{
  self->holds_back = TRUE;
}

/* Answers those who were kept waiting, and everybody from now on. */
void
fixed_token_provider_answer (FixedTokenProvider *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->held_back);

  self->holds_back = FALSE;
  self->held_back = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    answer_task (self, g_ptr_array_index (waiting, i));
}

guint
fixed_token_provider_get_n_lookups (FixedTokenProvider *self)
{
  return self->n_lookups;
}

guint
fixed_token_provider_get_n_held_back (FixedTokenProvider *self)
{
  return self->held_back->len;
}
