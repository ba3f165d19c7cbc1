/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-timer.h"

struct _BitacoraCallTimer
{
  GObject parent_instance;

  BitacoraClock *clock;
  GDateTime *start;
  gint64 seconds; /* once it stands */
  gboolean is_running;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraCallTimer, bitacora_call_timer, G_TYPE_OBJECT)

static void
bitacora_call_timer_dispose (GObject *object)
{
  BitacoraCallTimer *self = BITACORA_CALL_TIMER (object);

  g_clear_object (&self->clock);
  g_clear_pointer (&self->start, g_date_time_unref);

  G_OBJECT_CLASS (bitacora_call_timer_parent_class)->dispose (object);
}

static void
bitacora_call_timer_class_init (BitacoraCallTimerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bitacora_call_timer_dispose;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bitacora_call_timer_init (BitacoraCallTimer *self)
{
}

/**
 * bitacora_call_timer_new:
 * @clock: what it counts on
 *
 * Returns: (transfer full): a timer that was not started
 */
BitacoraCallTimer *
bitacora_call_timer_new (BitacoraClock *clock)
{
  BitacoraCallTimer *self = g_object_new (BITACORA_TYPE_CALL_TIMER, NULL);

  g_return_val_if_fail (BITACORA_IS_CLOCK (clock), NULL);

  self->clock = g_object_ref (clock);
  return self;
}

/**
 * bitacora_call_timer_start:
 * @self: the timer
 *
 * The line is open from now on. A timer that was stopped runs on from its first start: it was
 * stopped too early. Does nothing while it runs.
 */
void
bitacora_call_timer_start (BitacoraCallTimer *self)
{
  g_return_if_fail (BITACORA_IS_CALL_TIMER (self));

  if (self->is_running)
    return;
  if (self->start == NULL)
    self->start = bitacora_clock_now (self->clock);
  self->is_running = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * bitacora_call_timer_stop:
 * @self: the timer
 *
 * The call is over. Does nothing while it does not run.
 */
void
bitacora_call_timer_stop (BitacoraCallTimer *self)
{
  g_return_if_fail (BITACORA_IS_CALL_TIMER (self));

  if (!self->is_running)
    return;
  self->seconds = bitacora_call_timer_get_seconds (self);
  self->is_running = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * bitacora_call_timer_reset:
 * @self: the timer
 *
 * Forgets the call.
 */
void
bitacora_call_timer_reset (BitacoraCallTimer *self)
{
  g_return_if_fail (BITACORA_IS_CALL_TIMER (self));

  g_clear_pointer (&self->start, g_date_time_unref);
  self->seconds = 0;
  self->is_running = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * bitacora_call_timer_is_running:
 * @self: the timer
 *
 * Returns: whether the line is open
 */
gboolean
bitacora_call_timer_is_running (BitacoraCallTimer *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_TIMER (self), FALSE);

  return self->is_running;
}

/**
 * bitacora_call_timer_get_start:
 * @self: the timer
 *
 * Returns: (transfer none) (nullable): when the line was opened, %NULL if no call was timed
 */
GDateTime *
bitacora_call_timer_get_start (BitacoraCallTimer *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_TIMER (self), NULL);

  return self->start;
}

/**
 * bitacora_call_timer_get_seconds:
 * @self: the timer
 *
 * Returns: how long the line has been open, or was; never less than nothing, though a clock may be
 *   set back
 */
gint64
bitacora_call_timer_get_seconds (BitacoraCallTimer *self)
{
  g_autoptr (GDateTime) now = NULL;

  g_return_val_if_fail (BITACORA_IS_CALL_TIMER (self), 0);

  if (!self->is_running)
    return self->seconds;
  now = bitacora_clock_now (self->clock);
  return MAX (g_date_time_difference (now, self->start) / G_TIME_SPAN_SECOND, 0);
}

/**
 * bitacora_call_timer_describe:
 * @self: the timer
 *
 * Returns: (transfer full): how long the line has been open, as short as it can be read: "03:12"
 */
char *
bitacora_call_timer_describe (BitacoraCallTimer *self)
{
  gint64 seconds;

  g_return_val_if_fail (BITACORA_IS_CALL_TIMER (self), NULL);

  seconds = bitacora_call_timer_get_seconds (self);
  if (seconds >= 3600)
    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d",
                            seconds / 3600,
                            (int)(seconds / 60 % 60),
                            (int)(seconds % 60));
  return g_strdup_printf ("%02d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

/**
 * bitacora_call_timer_save:
 * @self: the timer
 *
 * Returns: (transfer floating): all of it, for bitacora_call_timer_load()
 */
GVariant *
bitacora_call_timer_save (BitacoraCallTimer *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_TIMER (self), NULL);

  return g_variant_new ("(xxb)",
                        self->start != NULL ? g_date_time_to_unix (self->start) : G_MININT64,
                        self->seconds,
                        self->is_running);
}

/**
 * bitacora_call_timer_load:
 * @self: the timer
 * @saved: what bitacora_call_timer_save() gave, of the type (xxb)
 *
 * Goes on from where another run of the program left it: a line that was open is open still.
 */
void
bitacora_call_timer_load (BitacoraCallTimer *self, GVariant *saved)
{
  g_autoptr (GDateTime) start = NULL;
  gint64 start_seconds;

  g_return_if_fail (BITACORA_IS_CALL_TIMER (self));
  g_return_if_fail (g_variant_is_of_type (saved, G_VARIANT_TYPE ("(xxb)")));

  g_clear_pointer (&self->start, g_date_time_unref);
  g_variant_get (saved, "(xxb)", &start_seconds, &self->seconds, &self->is_running);
  start = g_date_time_new_from_unix_utc (start_seconds);
  if (start != NULL)
    self->start = g_date_time_to_timezone (start, bitacora_clock_get_zone (self->clock));
  self->seconds = MAX (self->seconds, 0);
  self->is_running = self->is_running && self->start != NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}
