/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-attempt.h"
#include "bitacora-outbox-attempt-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-entry-private.h"

struct _BitacoraOutboxAttempt
{
  GObject parent_instance;

  gint64 id;
  GDateTime *started;
  GDateTime *ended;
  char *body;
  gboolean has_verdict;
  BitacoraCrmVerdict verdict;
  guint http_status;
  int code;
  char *message;
};

G_DEFINE_FINAL_TYPE (BitacoraOutboxAttempt, bitacora_outbox_attempt, G_TYPE_OBJECT)

static void
bitacora_outbox_attempt_finalize (GObject *object)
{
  BitacoraOutboxAttempt *self = BITACORA_OUTBOX_ATTEMPT (object);

  g_clear_pointer (&self->started, g_date_time_unref);
  g_clear_pointer (&self->ended, g_date_time_unref);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (bitacora_outbox_attempt_parent_class)->finalize (object);
}

static void
bitacora_outbox_attempt_class_init (BitacoraOutboxAttemptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_outbox_attempt_finalize;
}

static void
bitacora_outbox_attempt_init (BitacoraOutboxAttempt *self)
{
}

/* A moment that no calendar has, on a damaged row, becomes 1970. */
static GDateTime *
read_moment (gint64 number)
{
  GDateTime *moment = bitacora_outbox_moment_from_number (number);

  return moment != NULL ? moment : g_date_time_new_from_unix_utc (0);
}

/**
 * bitacora_outbox_attempt_new:
 * @row: what was read
 *
 * Returns: (transfer full): the attempt
 */
BitacoraOutboxAttempt *
bitacora_outbox_attempt_new (const BitacoraOutboxAttemptRow *row)
{
  BitacoraOutboxAttempt *self = g_object_new (BITACORA_TYPE_OUTBOX_ATTEMPT, NULL);

  self->id = row->id;
  self->started = read_moment (row->started);
  if (row->ended != BITACORA_OUTBOX_NO_MOMENT)
    self->ended = read_moment (row->ended);
  self->body = *row->body != '\0' ? g_strdup (row->body) : NULL;
  self->has_verdict
      = row->verdict != NULL && bitacora_crm_verdict_from_string (row->verdict, &self->verdict);
  self->http_status = (guint)row->http_status;
  self->code = (int)row->code;
  self->message = g_strdup (row->message);
  return self;
}

/**
 * bitacora_outbox_attempt_get_id:
 * @self: an attempt
 *
 * Returns: its number, in the order of all attempts
 */
gint64
bitacora_outbox_attempt_get_id (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), 0);
  return self->id;
}

/**
 * bitacora_outbox_attempt_get_started:
 * @self: an attempt
 *
 * Returns: (transfer none): when it began, in UTC
 */
GDateTime *
bitacora_outbox_attempt_get_started (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), NULL);
  return self->started;
}

/**
 * bitacora_outbox_attempt_get_ended:
 * @self: an attempt
 *
 * Returns: (transfer none) (nullable): when it ended, in UTC; %NULL while it is on its way
 */
GDateTime *
bitacora_outbox_attempt_get_ended (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), NULL);
  return self->ended;
}

/**
 * bitacora_outbox_attempt_get_body:
 * @self: an attempt
 *
 * Returns: (transfer none) (nullable): the JSON that was sent; there is no token in it. %NULL if
 *   nobody knows what was sent, or whether: see bitacora_outbox_store_meet_copy()
 */
const char *
bitacora_outbox_attempt_get_body (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), NULL);
  return self->body;
}

/**
 * bitacora_outbox_attempt_has_verdict:
 * @self: an attempt
 *
 * Returns: whether it is known what came of it
 */
gboolean
bitacora_outbox_attempt_has_verdict (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), FALSE);
  return self->has_verdict;
}

/**
 * bitacora_outbox_attempt_get_verdict:
 * @self: an attempt with a verdict
 *
 * Returns: what came of it
 */
BitacoraCrmVerdict
bitacora_outbox_attempt_get_verdict (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), BITACORA_CRM_VERDICT_UNKNOWN);
  return self->verdict;
}

/**
 * bitacora_outbox_attempt_get_http_status:
 * @self: an attempt
 *
 * Returns: the status of HTTP; 0 if there was no answer
 */
guint
bitacora_outbox_attempt_get_http_status (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), 0);
  return self->http_status;
}

/**
 * bitacora_outbox_attempt_get_code:
 * @self: an attempt
 *
 * Returns: the code of the CRM; 0 if it gave none
 */
int
bitacora_outbox_attempt_get_code (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), 0);
  return self->code;
}

/**
 * bitacora_outbox_attempt_get_message:
 * @self: an attempt
 *
 * Returns: (transfer none) (nullable): the words of the CRM, or why it was not reached
 */
const char *
bitacora_outbox_attempt_get_message (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), NULL);
  return self->message;
}

/**
 * bitacora_outbox_attempt_describe:
 * @self: an attempt
 *
 * Returns: (transfer full): a sentence for people: what came of it
 */
char *
bitacora_outbox_attempt_describe (BitacoraOutboxAttempt *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ATTEMPT (self), NULL);

  if (self->has_verdict)
    return bitacora_crm_verdict_describe (self->verdict, self->code, self->message);
  if (self->ended == NULL)
    return g_strdup (_ ("On its way to the CRM."));
  return g_strdup (_ ("Bitácora ended before it learned what came of it."));
}
