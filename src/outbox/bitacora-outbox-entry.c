/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-entry.h"
#include "bitacora-outbox-entry-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-outbox.h"
#include "crm/bitacora-activity-json.h"

struct _BitacoraOutboxEntry
{
  GObject parent_instance;

  gint64 id;
  char *profile_id;
  BitacoraCallActivity *activity;
  BitacoraOutboxState state;
  gint64 revision;
  GDateTime *created;
  GDateTime *not_before;
  gboolean on_request;
  guint n_attempts;
  gboolean has_verdict;
  BitacoraCrmVerdict verdict;
  int code;
  char *message;
  char *wolkvox_id;
  gboolean is_asked_about;
  char *candidate;
  guint n_checks;
  GDateTime *absent_since;
  GDateTime *follow_up;
};

G_DEFINE_FINAL_TYPE (BitacoraOutboxEntry, bitacora_outbox_entry, G_TYPE_OBJECT)

/* Stands where the CRM's shape wants an operation. */
#define KEPT_OPERATION "outbox"

/* The words that are kept in the database and printed by the command line; never translated. */
static const char *const state_names[] = { "queued", "sending", "logged", "rejected", "unknown" };

static BitacoraCallActivity *
read_activity (const BitacoraOutboxRow *row, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GError) local_error = NULL;
  BitacoraCallActivity *activity;

  if (row->known_activity != NULL)
    return g_object_ref (row->known_activity);
  activity = bitacora_activity_json_read (row->activity, -1, utc, NULL, &local_error);
  if (activity == NULL)
    g_set_error (error,
                 BITACORA_OUTBOX_ERROR,
                 BITACORA_OUTBOX_ERROR_DAMAGED,
                 _ ("Saved call %lld cannot be read: %s"),
                 (long long)row->id,
                 local_error->message);
  return activity;
}

static void
bitacora_outbox_entry_finalize (GObject *object)
{
  BitacoraOutboxEntry *self = BITACORA_OUTBOX_ENTRY (object);

  g_clear_pointer (&self->profile_id, g_free);
  g_clear_object (&self->activity);
  g_clear_pointer (&self->created, g_date_time_unref);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->wolkvox_id, g_free);
  g_clear_pointer (&self->candidate, g_free);
  g_clear_pointer (&self->absent_since, g_date_time_unref);
  g_clear_pointer (&self->follow_up, g_date_time_unref);

  G_OBJECT_CLASS (bitacora_outbox_entry_parent_class)->finalize (object);
}

static void
bitacora_outbox_entry_class_init (BitacoraOutboxEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_outbox_entry_finalize;
}

static void
bitacora_outbox_entry_init (BitacoraOutboxEntry *self)
{
}

/**
 * bitacora_outbox_moment_to_number:
 * @moment: (nullable): a moment in any zone
 *
 * Returns: microseconds since 1970 in UTC; %BITACORA_OUTBOX_NO_MOMENT for %NULL
 */
gint64
bitacora_outbox_moment_to_number (GDateTime *moment)
{
  if (moment == NULL)
    return BITACORA_OUTBOX_NO_MOMENT;
  return g_date_time_to_unix (moment) * G_USEC_PER_SEC + g_date_time_get_microsecond (moment);
}

/**
 * bitacora_outbox_moment_from_number:
 * @number: microseconds since 1970 in UTC, or %BITACORA_OUTBOX_NO_MOMENT
 *
 * Returns: (transfer full) (nullable): the moment in UTC
 */
GDateTime *
bitacora_outbox_moment_from_number (gint64 number)
{
  g_autoptr (GDateTime) second = NULL;

  if (number == BITACORA_OUTBOX_NO_MOMENT)
    return NULL;
  second = g_date_time_new_from_unix_utc (number / G_USEC_PER_SEC);
  return second != NULL ? g_date_time_add (second, number % G_USEC_PER_SEC) : NULL;
}

/**
 * bitacora_outbox_activity_to_text:
 * @activity: what to keep
 *
 * Writes an activity as the table keeps it: the CRM's own shape, with its dates in UTC. The
 * operation is the profile's to say when the call is sent; a fixed word stands in its place.
 *
 * Returns: (transfer full): JSON
 */
char *
bitacora_outbox_activity_to_text (BitacoraCallActivity *activity)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return bitacora_activity_json_write (activity,
                                       KEPT_OPERATION,
                                       utc,
                                       BITACORA_COUNTRY_LANGUAGE_ENGLISH,
                                       FALSE);
}

/**
 * bitacora_outbox_activity_get_follow_up:
 * @activity: a call
 *
 * Returns: when the reminder that its user wants is due, to the second, as it is kept;
 *   %BITACORA_OUTBOX_NO_MOMENT if none is wanted
 */
gint64
bitacora_outbox_activity_get_follow_up (BitacoraCallActivity *activity)
{
  GDateTime *reminder = bitacora_call_activity_get_reminder_date (activity);

  if (!bitacora_call_activity_get_remember (activity) || reminder == NULL)
    return BITACORA_OUTBOX_NO_MOMENT;
  return g_date_time_to_unix (reminder) * G_USEC_PER_SEC;
}

/**
 * bitacora_outbox_text_get_follow_up:
 * @text: (nullable): what bitacora_outbox_activity_to_text() wrote
 *
 * Returns: bitacora_outbox_activity_get_follow_up() of what @text says; none if that makes no sense
 */
gint64
bitacora_outbox_text_get_follow_up (const char *text)
{
  g_autoptr (GTimeZone) utc = NULL;
  g_autoptr (BitacoraCallActivity) activity = NULL;

  /* Most calls want no reminder, and reading one takes long where there are very many. */
  if (text == NULL || strstr (text, "true") == NULL)
    return BITACORA_OUTBOX_NO_MOMENT;
  utc = g_time_zone_new_utc ();
  activity = bitacora_activity_json_read (text, -1, utc, NULL, NULL);
  return activity != NULL ? bitacora_outbox_activity_get_follow_up (activity)
                          : BITACORA_OUTBOX_NO_MOMENT;
}

/**
 * bitacora_outbox_entry_new:
 * @row: what was read
 * @error: return location for an error
 *
 * Makes an entry of a row. Fails with %BITACORA_OUTBOX_ERROR_DAMAGED if the row makes no sense.
 *
 * Returns: (transfer full) (nullable): the entry
 */
BitacoraOutboxEntry *
bitacora_outbox_entry_new (const BitacoraOutboxRow *row, GError **error)
{
  g_autoptr (BitacoraOutboxEntry) self = g_object_new (BITACORA_TYPE_OUTBOX_ENTRY, NULL);

  self->activity = read_activity (row, error);
  if (self->activity == NULL)
    return NULL;
  if (!bitacora_outbox_state_from_string (row->state, &self->state))
    {
      g_set_error (error,
                   BITACORA_OUTBOX_ERROR,
                   BITACORA_OUTBOX_ERROR_DAMAGED,
                   _ ("Saved call %lld cannot be read: %s"),
                   (long long)row->id,
                   row->state);
      return NULL;
    }
  self->id = row->id;
  self->profile_id = g_strdup (row->profile);
  self->revision = row->revision;
  self->created = bitacora_outbox_moment_from_number (row->created);
  self->not_before = bitacora_outbox_moment_from_number (row->not_before);
  self->on_request = row->not_before >= BITACORA_OUTBOX_ON_REQUEST;
  self->n_attempts = (guint)row->n_attempts;
  self->has_verdict
      = row->verdict != NULL && bitacora_crm_verdict_from_string (row->verdict, &self->verdict);
  self->code = (int)row->code;
  self->message = g_strdup (row->message);
  self->wolkvox_id = g_strdup (row->wolkvox_id);
  self->is_asked_about = row->check_due != BITACORA_OUTBOX_NO_MOMENT;
  self->candidate = g_strdup (row->candidate);
  self->n_checks = (guint)row->n_checks;
  self->absent_since = bitacora_outbox_moment_from_number (row->absent_since);
  self->follow_up = bitacora_outbox_moment_from_number (row->follow_up);
  return g_steal_pointer (&self);
}

/**
 * bitacora_outbox_entry_get_revision:
 * @self: an entry
 *
 * Returns: how often the activity had been corrected when it was read
 */
gint64
bitacora_outbox_entry_get_revision (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), 0);
  return self->revision;
}

/**
 * bitacora_outbox_entry_get_n_checks:
 * @self: an entry
 *
 * Returns: how often the CRM was asked, without a final answer, whether it has the call
 */
guint
bitacora_outbox_entry_get_n_checks (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), 0);
  return self->n_checks;
}

/**
 * bitacora_outbox_entry_get_absent_since:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): when the CRM first said, and has said ever since, that it
 *   does not have the call, in UTC
 */
GDateTime *
bitacora_outbox_entry_get_absent_since (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->absent_since;
}

/**
 * bitacora_outbox_entry_get_id:
 * @self: an entry
 *
 * Returns: its number in this outbox, never used again for another
 */
gint64
bitacora_outbox_entry_get_id (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), 0);
  return self->id;
}

/**
 * bitacora_outbox_entry_get_profile_id:
 * @self: an entry
 *
 * Returns: (transfer none): the id of the profile that it goes to, which may no longer exist
 */
const char *
bitacora_outbox_entry_get_profile_id (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->profile_id;
}

/**
 * bitacora_outbox_entry_get_activity:
 * @self: an entry
 *
 * Returns: (transfer none): the activity, its dates in UTC; copy it before changing it
 */
BitacoraCallActivity *
bitacora_outbox_entry_get_activity (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->activity;
}

/**
 * bitacora_outbox_entry_get_state:
 * @self: an entry
 *
 * Returns: where it stood when it was read
 */
BitacoraOutboxState
bitacora_outbox_entry_get_state (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), BITACORA_OUTBOX_STATE_UNKNOWN);
  return self->state;
}

/**
 * bitacora_outbox_entry_get_created:
 * @self: an entry
 *
 * Returns: (transfer none): when it was handed over, in UTC
 */
GDateTime *
bitacora_outbox_entry_get_created (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->created;
}

/**
 * bitacora_outbox_entry_get_not_before:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): when it may be sent again, in UTC; %NULL if nothing but its
 *   turn holds it, or if it waits for its user, see bitacora_outbox_entry_waits_for_request()
 */
GDateTime *
bitacora_outbox_entry_get_not_before (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->on_request ? NULL : self->not_before;
}

/**
 * bitacora_outbox_entry_waits_for_request:
 * @self: an entry
 *
 * Returns: whether its user stopped it before it left, so that it goes only when asked for
 */
gboolean
bitacora_outbox_entry_waits_for_request (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), FALSE);
  return self->on_request && self->state == BITACORA_OUTBOX_STATE_QUEUED;
}

/**
 * bitacora_outbox_entry_get_n_attempts:
 * @self: an entry
 *
 * Returns: how many times it was tried, the try in flight included
 */
guint
bitacora_outbox_entry_get_n_attempts (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), 0);
  return self->n_attempts;
}

/**
 * bitacora_outbox_entry_has_verdict:
 * @self: an entry
 *
 * Returns: whether anything is known yet of what became of it, so that the getters of the verdict,
 *   the code and the message say something
 */
gboolean
bitacora_outbox_entry_has_verdict (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), FALSE);
  return self->has_verdict;
}

/**
 * bitacora_outbox_entry_get_verdict:
 * @self: an entry that has a verdict
 *
 * Returns: the outcome of its last attempt, or why there was none
 */
BitacoraCrmVerdict
bitacora_outbox_entry_get_verdict (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), BITACORA_CRM_VERDICT_UNKNOWN);
  return self->verdict;
}

/**
 * bitacora_outbox_entry_get_code:
 * @self: an entry
 *
 * Returns: the CRM's code; 0 if it gave none
 */
int
bitacora_outbox_entry_get_code (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), 0);
  return self->code;
}

/**
 * bitacora_outbox_entry_get_message:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the CRM's own words, or those of what failed
 */
const char *
bitacora_outbox_entry_get_message (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->message;
}

/**
 * bitacora_outbox_entry_get_wolkvox_id:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the id that the CRM gave it; %NULL if it is not logged or
 *   the CRM gave none
 */
const char *
bitacora_outbox_entry_get_wolkvox_id (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->wolkvox_id;
}

/**
 * bitacora_outbox_entry_awaits_person:
 * @self: an entry
 *
 * Returns: whether its outcome is unknown and the CRM could not tell it, or was not asked, so that
 *   only a person can
 */
gboolean
bitacora_outbox_entry_awaits_person (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), FALSE);
  return self->state == BITACORA_OUTBOX_STATE_UNKNOWN && !self->is_asked_about;
}

/**
 * bitacora_outbox_entry_was_looked_for:
 * @self: an entry that awaits a person
 *
 * Returns: whether the CRM was asked about it; it is not where its user chose to be asked, or where
 *   its profile is gone or speaks to another server by now
 */
gboolean
bitacora_outbox_entry_was_looked_for (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), FALSE);
  return self->n_checks > 0;
}

/**
 * bitacora_outbox_entry_get_candidate:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): for an entry that awaits a person, the CRM's record that
 *   resembles it, as JSON; %NULL if there is none
 */
const char *
bitacora_outbox_entry_get_candidate (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return bitacora_outbox_entry_awaits_person (self) ? self->candidate : NULL;
}

/**
 * bitacora_outbox_entry_get_follow_up:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): when its follow-up is due, in UTC; %NULL if it has none, or
 *   if it is done
 */
GDateTime *
bitacora_outbox_entry_get_follow_up (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);
  return self->follow_up;
}

/**
 * bitacora_outbox_entry_describe:
 * @self: an entry
 *
 * Says in a sentence how the call stands: the meaning of its last verdict, or, before there is
 * one, that it waits or is on its way; for an unknown outcome, who finds it out.
 *
 * Returns: (transfer full): a translated sentence
 */
char *
bitacora_outbox_entry_describe (BitacoraOutboxEntry *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (self), NULL);

  if (self->state == BITACORA_OUTBOX_STATE_SENDING)
    return g_strdup (_ ("The call is on its way to the CRM."));
  if (bitacora_outbox_entry_waits_for_request (self))
    return g_strdup (_ ("You stopped this call before it was sent. It is saved and goes when you "
                        "send it."));
  if (bitacora_outbox_entry_awaits_person (self))
    return g_strdup (
        bitacora_outbox_entry_was_looked_for (self)
            ? _ ("The CRM could not tell whether it has this call. Look for it there, then mark it "
                 "as logged or send it again.")
            : _ ("It is not certain whether the call was logged, and Bitácora has not asked the "
                 "CRM. Look for it there, then mark it as logged or send it again."));
  if (self->state == BITACORA_OUTBOX_STATE_UNKNOWN)
    return g_strdup (_ ("It is not certain whether the call was logged. Bitácora finds that out "
                        "from the CRM, or asks you, before it is sent again."));
  if (self->has_verdict)
    return bitacora_crm_verdict_describe (self->verdict, self->code, self->message);
  return g_strdup (_ ("The call is saved and waits to be sent."));
}

/**
 * bitacora_outbox_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): the word that stands for it in the database and on the command line
 */
const char *
bitacora_outbox_state_to_string (BitacoraOutboxState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (state_names), NULL);
  return state_names[state];
}

/**
 * bitacora_outbox_state_from_string:
 * @text: (nullable): a word
 * @state: (out) (optional): the state that it stands for
 *
 * Returns: whether @text is such a word
 */
gboolean
bitacora_outbox_state_from_string (const char *text, BitacoraOutboxState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    {
      if (g_strcmp0 (text, state_names[i]) != 0)
        continue;
      if (state != NULL)
        *state = (BitacoraOutboxState)i;
      return TRUE;
    }
  return FALSE;
}

/**
 * bitacora_outbox_state_get_label:
 * @state: a state
 *
 * Returns: (transfer none): the translated word that people read
 */
const char *
bitacora_outbox_state_get_label (BitacoraOutboxState state)
{
  switch (state)
    {
    case BITACORA_OUTBOX_STATE_QUEUED:
      return C_ ("state of a call", "Waiting");
    case BITACORA_OUTBOX_STATE_SENDING:
      return C_ ("state of a call", "Sending");
    case BITACORA_OUTBOX_STATE_LOGGED:
      return C_ ("state of a call", "Logged");
    case BITACORA_OUTBOX_STATE_REJECTED:
      return C_ ("state of a call", "Rejected");
    case BITACORA_OUTBOX_STATE_UNKNOWN:
      return C_ ("state of a call", "Not certain");
    default:
      g_return_val_if_reached (NULL);
    }
}
