/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-courier-schedule.h"

#include "bitacora-outbox-entry-private.h"

#define BACKOFF_BASE (2 * G_TIME_SPAN_SECOND)
#define BACKOFF_CAP (5 * G_TIME_SPAN_MINUTE)
/* Full jitter may draw nothing at all; a dead server is still not asked without a pause. */
#define BACKOFF_LEAST (G_TIME_SPAN_SECOND / 4)
#define THROTTLE_LEAST G_TIME_SPAN_SECOND
#define THROTTLE_MOST (3 * G_TIME_SPAN_SECOND)
#define QUOTA_WAIT G_TIME_SPAN_HOUR
/* Another process may have saved a better token, and nothing tells this one. */
#define CREDENTIALS_WAIT (15 * G_TIME_SPAN_MINUTE)
/* A server that asks for more than a day of patience is not believed. */
#define RETRY_AFTER_CAP G_TIME_SPAN_DAY
/* Whoever waits for a profile to go on waits this long before it looks like standing still. */
#define SHORT_PAUSE (5 * G_TIME_SPAN_SECOND)

struct _BitacoraCourierSchedule
{
  BitacoraClock *clock;
  GHashTable *lanes;
};

/* One profile's state. */
typedef struct
{
  guint n_open;
  gboolean is_preparing;
  /* One more is prepared, up to its token, while all rooms are taken. */
  gboolean is_ahead;
  /* Requests that were already open when the pause began: their outcomes do not end it. */
  guint n_bystanders;
  /* Failures in a row that say that the CRM cannot work now; the first success ends them. */
  guint n_failures;
  gboolean is_paused;
  gboolean is_unreached;
  /* No way leads to the CRM now: nothing is tried, whatever else the lane says. */
  gboolean is_offline;
  /* The CRM refused the token: one call goes ahead to see whether it still does. */
  gboolean is_refused;
  /* NULL while paused: until somebody resumes it. */
  GDateTime *paused_until;
} Lane;

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  g_clear_pointer (&lane->paused_until, g_date_time_unref);
  g_free (lane);
}

static Lane *
get_lane (BitacoraCourierSchedule *self, const char *profile_id)
{
  Lane *lane = g_hash_table_lookup (self->lanes, profile_id);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      g_hash_table_insert (self->lanes, g_strdup (profile_id), lane);
    }
  return lane;
}

static void
resume_lane (Lane *lane)
{
  lane->is_paused = FALSE;
  lane->is_unreached = FALSE;
  lane->is_refused = FALSE;
  lane->n_bystanders = 0;
  g_clear_pointer (&lane->paused_until, g_date_time_unref);
}

static void
pause_lane (Lane *lane, GDateTime *until)
{
  lane->is_paused = TRUE;
  lane->is_unreached = FALSE;
  lane->is_refused = FALSE;
  g_clear_pointer (&lane->paused_until, g_date_time_unref);
  lane->paused_until = until != NULL ? g_date_time_ref (until) : NULL;
}

/* How long a lane still waits; G_MAXINT64 for one that waits for somebody. */
static GTimeSpan
get_wait (BitacoraCourierSchedule *self, Lane *lane)
{
  g_autoptr (GDateTime) now = NULL;
  GTimeSpan wait;

  if (lane->is_offline)
    return G_MAXINT64;
  if (!lane->is_paused)
    return 0;
  if (lane->paused_until == NULL)
    return G_MAXINT64;
  now = bitacora_clock_now (self->clock);
  wait = g_date_time_difference (lane->paused_until, now);
  return wait > 0 && wait <= BITACORA_OUTBOX_LONGEST_WAIT ? wait : 0;
}

static GTimeSpan
pick_between (GTimeSpan least, GTimeSpan most)
{
  return (GTimeSpan)g_random_double_range ((double)least, (double)most + 1);
}

/* Exponential backoff with full jitter: anything from almost nothing to the ceiling, so that many
 * computers that lost the same CRM do not come back at the same moment. */
static GTimeSpan
pick_backoff (guint n_failures)
{
  guint doublings = CLAMP (n_failures, 1, 16) - 1;
  GTimeSpan ceiling = MIN (BACKOFF_CAP, BACKOFF_BASE << doublings);
  GTimeSpan drawn = pick_between (0, ceiling);

  return MAX (BACKOFF_LEAST, drawn);
}

/* What the server asked for, and up to a second more; -1 if it asked for nothing, or for haste. */
static GTimeSpan
read_retry_after (BitacoraCrmReply *reply)
{
  int seconds = bitacora_crm_reply_get_retry_after (reply);

  if (seconds <= 0)
    return -1;
  return MIN (RETRY_AFTER_CAP, seconds * G_TIME_SPAN_SECOND) + pick_between (0, G_TIME_SPAN_SECOND);
}

/* How long the lane waits, 0 not at all. */
static GTimeSpan
pick_wait (Lane *lane, BitacoraCrmReply *reply, guint n_attempts)
{
  GTimeSpan asked = read_retry_after (reply);
  GTimeSpan backoff;

  switch (bitacora_crm_reply_get_verdict (reply))
    {
    case BITACORA_CRM_VERDICT_CREDENTIALS:
      return CREDENTIALS_WAIT;
    case BITACORA_CRM_VERDICT_QUOTA:
      return asked >= 0 ? asked : QUOTA_WAIT;
    case BITACORA_CRM_VERDICT_THROTTLED:
      return asked >= 0 ? MAX (asked, THROTTLE_LEAST)
                        : pick_between (THROTTLE_LEAST, THROTTLE_MOST);
    case BITACORA_CRM_VERDICT_RETRY_LATER:
    case BITACORA_CRM_VERDICT_NOT_SENT:
      backoff = pick_backoff (MAX (lane->n_failures, n_attempts));
      return MAX (asked, backoff);
    case BITACORA_CRM_VERDICT_UNKNOWN:
      return pick_backoff (lane->n_failures);
    case BITACORA_CRM_VERDICT_LOGGED:
    case BITACORA_CRM_VERDICT_REJECTED:
    default:
      return 0;
    }
}

static void
count_failure (Lane *lane, BitacoraCrmVerdict verdict)
{
  switch (verdict)
    {
    case BITACORA_CRM_VERDICT_RETRY_LATER:
    case BITACORA_CRM_VERDICT_NOT_SENT:
    /* A server that takes requests and does not answer them would turn every waiting call to
     * unknown, one after the other: it is probed with one like a server that is not there. */
    case BITACORA_CRM_VERDICT_UNKNOWN:
      lane->n_failures++;
      break;
    case BITACORA_CRM_VERDICT_LOGGED:
    case BITACORA_CRM_VERDICT_REJECTED:
      lane->n_failures = 0;
      break;
    case BITACORA_CRM_VERDICT_CREDENTIALS:
    case BITACORA_CRM_VERDICT_QUOTA:
    case BITACORA_CRM_VERDICT_THROTTLED:
    default:
      break;
    }
}

static gboolean
lane_is_well (Lane *lane)
{
  return lane->n_failures == 0 && !lane->is_refused;
}

static gboolean
lane_has_room (Lane *lane)
{
  /* After an outage one call goes ahead of the others to see whether it is over. */
  guint most = lane_is_well (lane) ? BITACORA_COURIER_MAX_OPEN : 1;

  return !lane->is_preparing && lane->n_open < most;
}

/* The outbox would give the entry that is ahead again. */
static gboolean
lane_may_begin (Lane *lane)
{
  return !lane->is_ahead && (lane_has_room (lane) || (lane_is_well (lane) && !lane->is_preparing));
}

/**
 * bitacora_courier_schedule_new:
 * @clock: what time it is
 *
 * Returns: (transfer full): a schedule in which every profile may send
 */
BitacoraCourierSchedule *
bitacora_courier_schedule_new (BitacoraClock *clock)
{
  BitacoraCourierSchedule *self = g_new0 (BitacoraCourierSchedule, 1);

  self->clock = g_object_ref (clock);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lane_free);
  return self;
}

/**
 * bitacora_courier_schedule_free:
 * @self: (transfer full): a schedule
 *
 * Frees the schedule.
 */
void
bitacora_courier_schedule_free (BitacoraCourierSchedule *self)
{
  g_clear_object (&self->clock);
  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_free (self);
}

/**
 * bitacora_courier_schedule_has_room:
 * @self: a schedule
 * @profile_id: a profile
 *
 * Returns: whether the profile may open one more request, paused or not
 */
gboolean
bitacora_courier_schedule_has_room (BitacoraCourierSchedule *self, const char *profile_id)
{
  return lane_has_room (get_lane (self, profile_id));
}

/**
 * bitacora_courier_schedule_is_paused:
 * @self: a schedule
 * @profile_id: a profile
 *
 * Returns: whether the profile waits now
 */
gboolean
bitacora_courier_schedule_is_paused (BitacoraCourierSchedule *self, const char *profile_id)
{
  return get_wait (self, get_lane (self, profile_id)) > 0;
}

/**
 * bitacora_courier_schedule_is_paused_long:
 * @self: a schedule
 * @profile_id: a profile
 *
 * Returns: whether the profile waits for longer than a person would wait for it, or for a CRM that
 *   cannot be reached
 */
gboolean
bitacora_courier_schedule_is_paused_long (BitacoraCourierSchedule *self, const char *profile_id)
{
  Lane *lane = get_lane (self, profile_id);
  GTimeSpan wait = get_wait (self, lane);

  /* A CRM that is not there is not there for the next call either. */
  return wait > SHORT_PAUSE || (wait > 0 && lane->is_unreached);
}

/**
 * bitacora_courier_schedule_list_blocked:
 * @self: a schedule
 *
 * Returns: (transfer full): the profiles of which no call may be begun now
 */
char **
bitacora_courier_schedule_list_blocked (BitacoraCourierSchedule *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer profile_id, lane;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, &profile_id, &lane))
    {
      if (!lane_may_begin (lane) || get_wait (self, lane) > 0)
        g_strv_builder_add (builder, profile_id);
    }
  return g_strv_builder_end (builder);
}

/**
 * bitacora_courier_schedule_get_next:
 * @self: a schedule
 *
 * Returns: (transfer full) (nullable): when the first of the waiting profiles goes on by itself
 */
GDateTime *
bitacora_courier_schedule_get_next (BitacoraCourierSchedule *self)
{
  GDateTime *next = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Lane *lane = value;

      if (get_wait (self, lane) > 0 && !lane->is_offline && lane->paused_until != NULL
          && (next == NULL || g_date_time_compare (lane->paused_until, next) < 0))
        next = lane->paused_until;
    }
  return next != NULL ? g_date_time_ref (next) : NULL;
}

/**
 * bitacora_courier_schedule_is_well:
 * @self: a schedule
 * @profile_id: a profile
 *
 * Returns: whether the last outcomes of the profile are no reason to go on with one call alone
 */
gboolean
bitacora_courier_schedule_is_well (BitacoraCourierSchedule *self, const char *profile_id)
{
  return lane_is_well (get_lane (self, profile_id));
}

/**
 * bitacora_courier_schedule_may_begin:
 * @self: a schedule
 * @profile_id: a profile
 *
 * Returns: whether a call of the profile may be begun, be it only to be ready when there is room
 */
gboolean
bitacora_courier_schedule_may_begin (BitacoraCourierSchedule *self, const char *profile_id)
{
  Lane *lane = get_lane (self, profile_id);

  return lane_may_begin (lane) && get_wait (self, lane) <= 0;
}

/**
 * bitacora_courier_schedule_begin:
 * @self: a schedule
 * @profile_id: a profile of which a call may be begun, or that has room
 *
 * Begins a call: bitacora_courier_schedule_prepare() if there is room for it; else it waits ahead
 * of the others until it is promoted or forgotten.
 *
 * Returns: whether it has its room
 */
gboolean
bitacora_courier_schedule_begin (BitacoraCourierSchedule *self, const char *profile_id)
{
  Lane *lane = get_lane (self, profile_id);

  if (lane_has_room (lane))
    bitacora_courier_schedule_prepare (self, profile_id);
  else
    lane->is_ahead = TRUE;
  return !lane->is_ahead;
}

/**
 * bitacora_courier_schedule_promote:
 * @self: a schedule
 * @profile_id: a profile with room and a call that waits ahead
 *
 * Gives it the room: bitacora_courier_schedule_prepare().
 */
void
bitacora_courier_schedule_promote (BitacoraCourierSchedule *self, const char *profile_id)
{
  bitacora_courier_schedule_forget_ahead (self, profile_id);
  bitacora_courier_schedule_prepare (self, profile_id);
}

/**
 * bitacora_courier_schedule_forget_ahead:
 * @self: a schedule
 * @profile_id: a profile with a call that waits ahead
 *
 * It does not wait any more.
 */
void
bitacora_courier_schedule_forget_ahead (BitacoraCourierSchedule *self, const char *profile_id)
{
  get_lane (self, profile_id)->is_ahead = FALSE;
}

/**
 * bitacora_courier_schedule_prepare:
 * @self: a schedule
 * @profile_id: a profile with room
 *
 * Takes the room for one request. Until it is open no other of this profile is begun: the outbox
 * would give the same entry again.
 */
void
bitacora_courier_schedule_prepare (BitacoraCourierSchedule *self, const char *profile_id)
{
  Lane *lane = get_lane (self, profile_id);

  lane->is_preparing = TRUE;
  lane->n_open++;
}

/**
 * bitacora_courier_schedule_open:
 * @self: a schedule
 * @profile_id: a profile that prepares a request
 *
 * The outbox was told that the entry is being sent.
 */
void
bitacora_courier_schedule_open (BitacoraCourierSchedule *self, const char *profile_id)
{
  get_lane (self, profile_id)->is_preparing = FALSE;
}

/**
 * bitacora_courier_schedule_close:
 * @self: a schedule
 * @profile_id: a profile that prepared a request
 *
 * Gives the room back. Whoever ends a request before it was open calls
 * bitacora_courier_schedule_open() first.
 */
void
bitacora_courier_schedule_close (BitacoraCourierSchedule *self, const char *profile_id)
{
  Lane *lane = get_lane (self, profile_id);

  g_return_if_fail (lane->n_open > 0);
  lane->n_open--;
}

/**
 * bitacora_courier_schedule_note:
 * @self: a schedule
 * @profile_id: a profile
 * @reply: what came of a request
 * @n_attempts: how often its entry was tried, this time included
 *
 * Learns from an outcome: pauses the profile where the others of its calls would fare the same,
 * and lets it go on where they would not.
 *
 * Returns: (transfer full) (nullable): when that entry may be sent again; %NULL if nothing but its
 *   profile's pause, or nothing at all, holds it
 */
GDateTime *
bitacora_courier_schedule_note (BitacoraCourierSchedule *self,
                                const char *profile_id,
                                BitacoraCrmReply *reply,
                                guint n_attempts)
{
  Lane *lane = get_lane (self, profile_id);
  BitacoraCrmVerdict verdict = bitacora_crm_reply_get_verdict (reply);
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);
  g_autoptr (GDateTime) until = NULL;
  GTimeSpan wait;

  count_failure (lane, verdict);
  wait = pick_wait (lane, reply, n_attempts);
  if (lane->n_bystanders > 0)
    {
      lane->n_bystanders--;
      if (wait == 0)
        return NULL;
    }
  if (wait == 0)
    {
      resume_lane (lane);
      return NULL;
    }
  until = g_date_time_add (now, wait);
  pause_lane (lane, until);
  lane->is_unreached = verdict == BITACORA_CRM_VERDICT_NOT_SENT;
  lane->is_refused = verdict == BITACORA_CRM_VERDICT_CREDENTIALS;
  lane->n_bystanders = lane->n_open > 0 ? lane->n_open - 1 : 0;
  if (verdict == BITACORA_CRM_VERDICT_UNKNOWN || verdict == BITACORA_CRM_VERDICT_CREDENTIALS)
    return NULL;
  return g_steal_pointer (&until);
}

/**
 * bitacora_courier_schedule_pause:
 * @self: a schedule
 * @profile_id: a profile
 * @span: for how long; %G_MAXINT64 until somebody resumes it
 *
 * Pauses a profile.
 */
void
bitacora_courier_schedule_pause (BitacoraCourierSchedule *self,
                                 const char *profile_id,
                                 GTimeSpan span)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);
  g_autoptr (GDateTime) until = span != G_MAXINT64 ? g_date_time_add (now, span) : NULL;

  pause_lane (get_lane (self, profile_id), until);
}

/**
 * bitacora_courier_schedule_resume:
 * @self: a schedule
 * @profile_id: a profile
 *
 * Ends whatever makes a profile wait.
 */
void
bitacora_courier_schedule_resume (BitacoraCourierSchedule *self, const char *profile_id)
{
  Lane *lane = get_lane (self, profile_id);

  resume_lane (lane);
  lane->n_failures = 0;
}

/**
 * bitacora_courier_schedule_resume_all:
 * @self: a schedule
 *
 * Ends whatever makes any profile wait.
 */
void
bitacora_courier_schedule_resume_all (BitacoraCourierSchedule *self)
{
  GHashTableIter iter;
  gpointer profile_id;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, &profile_id, NULL))
    bitacora_courier_schedule_resume (self, profile_id);
}

/**
 * bitacora_courier_schedule_set_offline:
 * @self: a schedule
 * @profile_id: a profile
 * @is_offline: whether no way leads to its CRM now
 *
 * Makes a profile wait for the network. When it is back, one call goes ahead of the others to see
 * whether the CRM is.
 */
void
bitacora_courier_schedule_set_offline (BitacoraCourierSchedule *self,
                                       const char *profile_id,
                                       gboolean is_offline)
{
  Lane *lane = get_lane (self, profile_id);

  if (lane->is_offline && !is_offline)
    lane->n_failures = MAX (lane->n_failures, 1);
  lane->is_offline = is_offline;
}

/**
 * bitacora_courier_schedule_resume_unreached:
 * @self: a schedule
 *
 * Lets the profiles go on whose CRM was not reached: the network is back. Each still goes ahead
 * with one call to see whether its CRM is.
 */
void
bitacora_courier_schedule_resume_unreached (BitacoraCourierSchedule *self)
{
  GHashTableIter iter;
  gpointer lane;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &lane))
    {
      if (((Lane *)lane)->is_unreached)
        resume_lane (lane);
    }
}
