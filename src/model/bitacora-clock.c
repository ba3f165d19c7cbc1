/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-clock.h"

#include <glib/gstdio.h>

/* Where the computer keeps its time zone: see localtime(5). */
#define ZONE_FILE "/etc/localtime"

struct _BitacoraClock
{
  GObject parent_instance;

  GDateTime *standing;
  GTimeZone *zone;
  /* The computer's zone file when its zone was read. */
  guint64 file;
  gint64 changed;
};

G_DEFINE_FINAL_TYPE (BitacoraClock, bitacora_clock, G_TYPE_OBJECT)

static void
bitacora_clock_finalize (GObject *object)
{
  BitacoraClock *self = BITACORA_CLOCK (object);

  g_clear_pointer (&self->standing, g_date_time_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);

  G_OBJECT_CLASS (bitacora_clock_parent_class)->finalize (object);
}

static void
bitacora_clock_class_init (BitacoraClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = bitacora_clock_finalize;
}

/* Who travels changes the computer's zone while the program runs. */
static void
follow_computer (BitacoraClock *self)
{
  GStatBuf status = { 0 };

  g_stat (ZONE_FILE, &status);
  if (self->zone != NULL && status.st_ino == self->file && status.st_ctime == self->changed)
    return;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = g_time_zone_new_local ();
  self->file = status.st_ino;
  self->changed = status.st_ctime;
}

static void
bitacora_clock_init (BitacoraClock *self)
{
  follow_computer (self);
}

/**
 * bitacora_clock_new:
 *
 * Makes a clock that shows the computer's time in the computer's time zone, whichever that is when
 * the clock is read.
 *
 * Returns: (transfer full): the clock
 */
BitacoraClock *
bitacora_clock_new (void)
{
  return g_object_new (BITACORA_TYPE_CLOCK, NULL);
}

/**
 * bitacora_clock_new_at:
 * @moment: where its hands stand; its zone becomes the clock's
 *
 * Makes a clock that stands still until bitacora_clock_set() turns its hands.
 *
 * Returns: (transfer full): the clock
 */
BitacoraClock *
bitacora_clock_new_at (GDateTime *moment)
{
  BitacoraClock *self = bitacora_clock_new ();

  g_return_val_if_fail (moment != NULL, self);

  bitacora_clock_set (self, moment);
  return self;
}

/**
 * bitacora_clock_now:
 * @self: a clock
 *
 * Reads the clock.
 *
 * Returns: (transfer full): the time that it shows, in its zone
 */
GDateTime *
bitacora_clock_now (BitacoraClock *self)
{
  g_return_val_if_fail (BITACORA_IS_CLOCK (self), NULL);

  if (self->standing != NULL)
    return g_date_time_ref (self->standing);
  follow_computer (self);
  return g_date_time_new_now (self->zone);
}

/**
 * bitacora_clock_get_zone:
 * @self: a clock
 *
 * Gets the time zone of the person in front of the computer: the one in which dates are typed
 * and shown.
 *
 * Returns: (transfer none): the zone, good until the clock is set, read or gone
 */
GTimeZone *
bitacora_clock_get_zone (BitacoraClock *self)
{
  g_return_val_if_fail (BITACORA_IS_CLOCK (self), NULL);

  return self->zone;
}

/**
 * bitacora_clock_set:
 * @self: a clock
 * @moment: (nullable): where its hands are to stand, or %NULL to let it run with the computer's
 *
 * Turns the hands. A @moment also brings its zone with it.
 */
void
bitacora_clock_set (BitacoraClock *self, GDateTime *moment)
{
  g_return_if_fail (BITACORA_IS_CLOCK (self));

  if (moment != NULL)
    g_date_time_ref (moment);
  g_clear_pointer (&self->standing, g_date_time_unref);
  self->standing = moment;

  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (moment != NULL)
    self->zone = g_time_zone_ref (g_date_time_get_timezone (moment));
  else
    follow_computer (self);
}
