/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-text-row.h"

struct _BitacoraTextRow
{
  BitacoraFieldRow parent_instance;

  GtkEntry *entry;
  gboolean filling;
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraTextRow, bitacora_text_row, BITACORA_TYPE_FIELD_ROW)

static void
entry_changed_cb (BitacoraTextRow *self)
{
  if (self->filling)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

static GVariant *
bitacora_text_row_save (BitacoraFieldRow *row)
{
  return g_variant_new_string (bitacora_text_row_get_text (BITACORA_TEXT_ROW (row)));
}

static void
bitacora_text_row_load (BitacoraFieldRow *row, GVariant *draft)
{
  bitacora_text_row_set_text (BITACORA_TEXT_ROW (row), g_variant_get_string (draft, NULL));
}

static void
bitacora_text_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    g_value_set_string (value, bitacora_text_row_get_text (BITACORA_TEXT_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_text_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    bitacora_text_row_set_text (BITACORA_TEXT_ROW (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_text_row_class_init (BitacoraTextRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  BitacoraFieldRowClass *row_class = BITACORA_FIELD_ROW_CLASS (klass);

  object_class->get_property = bitacora_text_row_get_property;
  object_class->set_property = bitacora_text_row_set_property;
  row_class->save = bitacora_text_row_save;
  row_class->load = bitacora_text_row_load;

  properties[PROP_TEXT]
      = g_param_spec_string ("text",
                             NULL,
                             NULL,
                             "",
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/form/bitacora-text-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraTextRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_field_row_move_on);
}

static void
bitacora_text_row_init (BitacoraTextRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bitacora_field_row_add_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->entry));
  bitacora_field_row_set_main_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->entry));
}

/**
 * bitacora_text_row_new:
 *
 * Returns: (transfer floating): an empty row without a title
 */
GtkWidget *
bitacora_text_row_new (void)
{
  return g_object_new (BITACORA_TYPE_TEXT_ROW, NULL);
}

/**
 * bitacora_text_row_get_text:
 *
 * Returns: the text as typed
 */
const char *
bitacora_text_row_get_text (BitacoraTextRow *self)
{
  g_return_val_if_fail (BITACORA_IS_TEXT_ROW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * bitacora_text_row_set_text:
 * @text: (nullable): what to show instead; this does not count as the user's edit
 */
void
bitacora_text_row_set_text (BitacoraTextRow *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_TEXT_ROW (self));

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  self->filling = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
