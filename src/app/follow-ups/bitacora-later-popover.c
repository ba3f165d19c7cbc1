/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-later-popover.h"

#include <glib/gi18n-lib.h>

#include "app/form/bitacora-moment-choices.h"
#include "app/form/bitacora-moment-row.h"

struct _BitacoraLaterPopover
{
  GtkPopover parent_instance;

  BitacoraMomentChoices *choices;
  GtkWidget *pick_button;
  GtkWidget *pick_box;
  BitacoraMomentRow *moment_row;

  BitacoraClock *clock;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraLaterPopover, bitacora_later_popover, GTK_TYPE_POPOVER)

static void
choose (BitacoraLaterPopover *self, GDateTime *moment)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, moment);
}

static void
show_picking (BitacoraLaterPopover *self, gboolean is_picking)
{
  gtk_widget_set_visible (GTK_WIDGET (self->choices), !is_picking);
  gtk_widget_set_visible (self->pick_button, !is_picking);
  gtk_widget_set_visible (self->pick_box, is_picking);
}

static void
moment_chosen_cb (BitacoraLaterPopover *self, GDateTime *moment)
{
  choose (self, moment);
}

static void
pick_clicked_cb (BitacoraLaterPopover *self)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) start = g_date_time_add_seconds (tomorrow, -g_date_time_get_seconds (now));

  bitacora_moment_row_set_moment (self->moment_row, start);
  bitacora_field_row_set_error (BITACORA_FIELD_ROW (self->moment_row), NULL);
  show_picking (self, TRUE);
  gtk_widget_child_focus (self->pick_box, GTK_DIR_TAB_FORWARD);
}

static void
confirm_clicked_cb (BitacoraLaterPopover *self)
{
  BitacoraFieldRow *row = BITACORA_FIELD_ROW (self->moment_row);
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);
  g_autoptr (GError) error = NULL;
  GDateTime *moment = bitacora_moment_row_get_moment (self->moment_row);

  if (!bitacora_field_row_check (row, &error))
    bitacora_field_row_set_error (row, error->message);
  else if (moment == NULL)
    bitacora_field_row_set_error (row, _ ("Type a date, such as “tomorrow 9”."));
  else if (g_date_time_compare (moment, now) <= 0)
    bitacora_field_row_set_error (row, _ ("That moment has passed: choose a later one."));
  else
    choose (self, moment);
}

static void
bitacora_later_popover_dispose (GObject *object)
{
  g_clear_object (&BITACORA_LATER_POPOVER (object)->clock);

  G_OBJECT_CLASS (bitacora_later_popover_parent_class)->dispose (object);
}

static void
bitacora_later_popover_class_init (BitacoraLaterPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_later_popover_dispose;

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

  g_type_ensure (BITACORA_TYPE_MOMENT_CHOICES);
  g_type_ensure (BITACORA_TYPE_MOMENT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/follow-ups/bitacora-later-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraLaterPopover, choices);
  gtk_widget_class_bind_template_child (widget_class, BitacoraLaterPopover, pick_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraLaterPopover, pick_box);
  gtk_widget_class_bind_template_child (widget_class, BitacoraLaterPopover, moment_row);
  gtk_widget_class_bind_template_callback (widget_class, moment_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, pick_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_clicked_cb);
}

static void
bitacora_later_popover_init (BitacoraLaterPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->clock = bitacora_clock_new ();
}

/**
 * bitacora_later_popover_new:
 *
 * Creates a popover. Whoever shows it gives it a parent with a layout manager, and takes it back.
 *
 * Returns: (transfer floating): the popover
 */
GtkWidget *
bitacora_later_popover_new (void)
{
  return g_object_new (BITACORA_TYPE_LATER_POPOVER, NULL);
}

/**
 * bitacora_later_popover_set_clock:
 * @self: the popover
 * @clock: whose present and zone it goes by
 */
void
bitacora_later_popover_set_clock (BitacoraLaterPopover *self, BitacoraClock *clock)
{
  g_return_if_fail (BITACORA_IS_LATER_POPOVER (self));
  g_return_if_fail (BITACORA_IS_CLOCK (clock));

  g_set_object (&self->clock, clock);
  bitacora_moment_choices_set_clock (self->choices, clock);
  bitacora_moment_row_set_clock (self->moment_row, clock);
}

/**
 * bitacora_later_popover_open_at:
 * @self: the popover
 * @button: a widget inside the popover's parent
 *
 * Opens the popover at @button, with what is chosen most often.
 */
void
bitacora_later_popover_open_at (BitacoraLaterPopover *self, GtkWidget *button)
{
  graphene_rect_t bounds;
  GdkRectangle place;

  g_return_if_fail (BITACORA_IS_LATER_POPOVER (self));
  g_return_if_fail (GTK_IS_WIDGET (button));

  show_picking (self, FALSE);
  if (gtk_widget_compute_bounds (button, gtk_widget_get_parent (GTK_WIDGET (self)), &bounds))
    {
      place = (GdkRectangle){
        (int)bounds.origin.x, (int)bounds.origin.y, (int)bounds.size.width, (int)bounds.size.height
      };
      gtk_popover_set_pointing_to (GTK_POPOVER (self), &place);
    }
  gtk_popover_popup (GTK_POPOVER (self));
}
