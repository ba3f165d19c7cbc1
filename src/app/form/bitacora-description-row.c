/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-description-row.h"

#define LEAST_LINES 3
#define MOST_LINES 8

struct _BitacoraDescriptionRow
{
  BitacoraFieldRow parent_instance;

  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  gboolean filling;
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraDescriptionRow, bitacora_description_row, BITACORA_TYPE_FIELD_ROW)

static void
fit_lines (BitacoraDescriptionRow *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), "Xg");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  /* The least must never pass the most, not even between the two calls. */
  gtk_scrolled_window_set_min_content_height (self->scroller, -1);
  gtk_scrolled_window_set_max_content_height (self->scroller, height * MOST_LINES);
  gtk_scrolled_window_set_min_content_height (self->scroller, height * LEAST_LINES);
}

static void
buffer_changed_cb (BitacoraDescriptionRow *self)
{
  if (self->filling)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

static GVariant *
bitacora_description_row_save (BitacoraFieldRow *row)
{
  return g_variant_new_take_string (
      bitacora_description_row_dup_text (BITACORA_DESCRIPTION_ROW (row)));
}

static void
bitacora_description_row_load (BitacoraFieldRow *row, GVariant *draft)
{
  bitacora_description_row_set_text (BITACORA_DESCRIPTION_ROW (row),
                                     g_variant_get_string (draft, NULL));
}

static void
bitacora_description_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bitacora_description_row_parent_class)->map (widget);
  fit_lines (BITACORA_DESCRIPTION_ROW (widget));
}

static void
bitacora_description_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    g_value_take_string (value,
                         bitacora_description_row_dup_text (BITACORA_DESCRIPTION_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_description_row_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    bitacora_description_row_set_text (BITACORA_DESCRIPTION_ROW (object),
                                       g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_description_row_class_init (BitacoraDescriptionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  BitacoraFieldRowClass *row_class = BITACORA_FIELD_ROW_CLASS (klass);

  object_class->get_property = bitacora_description_row_get_property;
  object_class->set_property = bitacora_description_row_set_property;
  widget_class->map = bitacora_description_row_map;
  row_class->save = bitacora_description_row_save;
  row_class->load = bitacora_description_row_load;

  properties[PROP_TEXT]
      = g_param_spec_string ("text",
                             NULL,
                             NULL,
                             "",
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/form/bitacora-description-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraDescriptionRow, scroller);
  gtk_widget_class_bind_template_child (widget_class, BitacoraDescriptionRow, view);
  gtk_widget_class_bind_template_child (widget_class, BitacoraDescriptionRow, buffer);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
}

static void
bitacora_description_row_init (BitacoraDescriptionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bitacora_field_row_add_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->view));
  bitacora_field_row_set_main_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->view));
}

/**
 * bitacora_description_row_new:
 *
 * Returns: (transfer floating): an empty row without a title
 */
GtkWidget *
bitacora_description_row_new (void)
{
  return g_object_new (BITACORA_TYPE_DESCRIPTION_ROW, NULL);
}

/**
 * bitacora_description_row_dup_text:
 *
 * Returns: (transfer full): all that was written
 */
char *
bitacora_description_row_dup_text (BitacoraDescriptionRow *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (BITACORA_IS_DESCRIPTION_ROW (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/**
 * bitacora_description_row_set_text:
 * @text: (nullable): what to show instead; this does not count as the user's edit
 */
void
bitacora_description_row_set_text (BitacoraDescriptionRow *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_DESCRIPTION_ROW (self));

  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  self->filling = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
