/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-choices.h"

#include "model/bitacora-moment.h"

/* The hour at which a day's work begins. */
#define MORNING 9

struct _BitacoraMomentChoices
{
  GtkBox parent_instance;

  BitacoraClock *clock;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraMomentChoices, bitacora_moment_choices, GTK_TYPE_BOX)

static void
choose (BitacoraMomentChoices *self, GDateTime *moment)
{
  if (moment != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, moment);
}

/* In the morning, @days from today. */
static void
choose_morning (BitacoraMomentChoices *self, int days)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr (GDateTime) moment = bitacora_moment_new (bitacora_clock_get_zone (self->clock),
                                                      g_date_time_get_year (day),
                                                      g_date_time_get_month (day),
                                                      g_date_time_get_day_of_month (day),
                                                      MORNING,
                                                      0,
                                                      0,
                                                      NULL);

  choose (self, moment);
}

static void
in_one_hour_clicked_cb (BitacoraMomentChoices *self)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);
  g_autoptr (GDateTime) moment = g_date_time_add_seconds (later, -g_date_time_get_seconds (later));

  choose (self, moment);
}

static void
tomorrow_clicked_cb (BitacoraMomentChoices *self)
{
  choose_morning (self, 1);
}

static void
next_monday_clicked_cb (BitacoraMomentChoices *self)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);

  choose_morning (self, 8 - g_date_time_get_day_of_week (now));
}

static void
bitacora_moment_choices_dispose (GObject *object)
{
  g_clear_object (&BITACORA_MOMENT_CHOICES (object)->clock);

  G_OBJECT_CLASS (bitacora_moment_choices_parent_class)->dispose (object);
}

static void
bitacora_moment_choices_class_init (BitacoraMomentChoicesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_moment_choices_dispose;

  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_DATE_TIME);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/form/bitacora-moment-choices.ui");
  gtk_widget_class_bind_template_callback (widget_class, in_one_hour_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, tomorrow_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_monday_clicked_cb);
}

static void
bitacora_moment_choices_init (BitacoraMomentChoices *self)
{
  self->clock = bitacora_clock_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_moment_choices_set_clock:
 * @self: the choices
 * @clock: (nullable): whose present and zone they go by; %NULL for the computer's
 */
void
bitacora_moment_choices_set_clock (BitacoraMomentChoices *self, BitacoraClock *clock)
{
  g_return_if_fail (BITACORA_IS_MOMENT_CHOICES (self));

  g_clear_object (&self->clock);
  self->clock = clock != NULL ? g_object_ref (clock) : bitacora_clock_new ();
}
