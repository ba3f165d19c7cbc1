/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-wrap-layout.h"

struct _BitacoraWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (BitacoraWrapLayout, bitacora_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static void
get_size (GtkWidget *child, int width, int *child_width, int *child_height)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  *child_width = MAX (MIN (natural, width), minimum);
  gtk_widget_measure (
      child, GTK_ORIENTATION_VERTICAL, *child_width, NULL, child_height, NULL, NULL);
}

static void
place (GtkWidget *widget, GtkWidget *child, int width, const GtkAllocation *place)
{
  GtkAllocation allocation = *place;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    allocation.x = width - place->x - place->width;
  gtk_widget_size_allocate (child, &allocation, -1);
}

/* Goes through the lines; the children are placed if asked for. Returns how high they are. */
static int
lay_out (BitacoraWrapLayout *self, GtkWidget *widget, int width, gboolean places)
{
  GtkAllocation next = { 0, 0, 0, 0 };
  int line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      get_size (child, width, &next.width, &next.height);
      if (next.x > 0 && next.x + next.width > width)
        {
          next.x = 0;
          next.y += line + self->spacing;
          line = 0;
        }
      if (places)
        place (widget, child, width, &next);
      next.x += next.width + self->spacing;
      line = MAX (line, next.height);
    }
  return next.y + line;
}

static GtkSizeRequestMode
bitacora_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bitacora_wrap_layout_measure (GtkLayoutManager *manager,
                              GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  BitacoraWrapLayout *self = BITACORA_WRAP_LAYOUT (manager);
  int least = 0;
  int most = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      least = lay_out (self, widget, for_size >= 0 ? for_size : G_MAXINT / 2, FALSE);
      most = least;
    }
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      {
        int child_least, child_most;

        if (!gtk_widget_should_layout (child))
          continue;
        gtk_widget_measure (child, orientation, -1, &child_least, &child_most, NULL, NULL);
        least = MAX (least, child_least);
        most += child_most + (most > 0 ? self->spacing : 0);
      }
  *minimum = least;
  *natural = MAX (least, most);
}

static void
bitacora_wrap_layout_allocate (GtkLayoutManager *manager,
                               GtkWidget *widget,
                               int width,
                               int height,
                               int baseline)
{
  lay_out (BITACORA_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
bitacora_wrap_layout_class_init (BitacoraWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = bitacora_wrap_layout_get_request_mode;
  layout_class->measure = bitacora_wrap_layout_measure;
  layout_class->allocate = bitacora_wrap_layout_allocate;
}

static void
bitacora_wrap_layout_init (BitacoraWrapLayout *self)
{
}

/**
 * bitacora_wrap_layout_new:
 * @spacing: how far children are apart, in either direction
 *
 * Returns: (transfer full): a layout
 */
GtkLayoutManager *
bitacora_wrap_layout_new (int spacing)
{
  BitacoraWrapLayout *self = g_object_new (BITACORA_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
