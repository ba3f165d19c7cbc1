/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-scroll.h"

/* As long as what unfolds may take to grow, in microseconds. */
#define PATIENCE (400 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  gint64 begin; /* the time of the first frame; 0 before it */
} Showing;

/* Its beginning rather than its end, where there is not room for both. */
static void
clamp (GtkWidget *widget, GtkScrolledWindow *scroller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  GtkWidget *viewport = gtk_scrolled_window_get_child (scroller);
  GtkWidget *content = viewport != NULL ? gtk_widget_get_first_child (viewport) : NULL;
  const double page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;

  if (content != NULL && gtk_widget_compute_bounds (widget, content, &bounds))
    gtk_adjustment_clamp_page (adjustment,
                               bounds.origin.y,
                               bounds.origin.y + MIN ((double)bounds.size.height, page));
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Showing *self = user_data;
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (scroller == NULL)
    return G_SOURCE_REMOVE;
  clamp (widget, GTK_SCROLLED_WINDOW (scroller));
  if (self->begin == 0)
    self->begin = now;
  return now - self->begin < PATIENCE;
}

/**
 * bitacora_scroll_show:
 * @widget: a widget inside a #GtkScrolledWindow
 *
 * Scrolls until all of @widget is seen, also while it grows: below the field that has the keyboard
 * stands what is wrong with it.
 */
void
bitacora_scroll_show (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (gtk_widget_get_mapped (widget))
    gtk_widget_add_tick_callback (widget, frame_cb, g_new0 (Showing, 1), g_free);
}
