/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-priority-row.h"

struct _BitacoraPriorityRow
{
  BitacoraFieldRow parent_instance;

  GtkWidget *buttons;
  GtkToggleButton *low_button;
  GtkToggleButton *normal_button;
  GtkToggleButton *high_button;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (BitacoraPriorityRow, bitacora_priority_row, BITACORA_TYPE_FIELD_ROW)

static GtkToggleButton *
get_button (BitacoraPriorityRow *self, BitacoraPriority priority)
{
  switch (priority)
    {
    case BITACORA_PRIORITY_LOW:
      return self->low_button;
    case BITACORA_PRIORITY_HIGH:
      return self->high_button;
    case BITACORA_PRIORITY_NORMAL:
    default:
      return self->normal_button;
    }
}

static void
button_toggled_cb (BitacoraPriorityRow *self, GtkToggleButton *button)
{
  /* The button that gives way is heard too; the one that was pressed speaks for both. */
  if (!self->filling && gtk_toggle_button_get_active (button))
    bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

static GVariant *
bitacora_priority_row_save (BitacoraFieldRow *row)
{
  return g_variant_new_int32 (
      (int)bitacora_priority_row_get_priority (BITACORA_PRIORITY_ROW (row)));
}

static void
bitacora_priority_row_load (BitacoraFieldRow *row, GVariant *draft)
{
  bitacora_priority_row_set_priority (BITACORA_PRIORITY_ROW (row),
                                      (BitacoraPriority)g_variant_get_int32 (draft));
}

static gboolean
bitacora_priority_row_grab_focus (GtkWidget *widget)
{
  BitacoraPriorityRow *self = BITACORA_PRIORITY_ROW (widget);

  return gtk_widget_grab_focus (
      GTK_WIDGET (get_button (self, bitacora_priority_row_get_priority (self))));
}

static void
bitacora_priority_row_class_init (BitacoraPriorityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  BitacoraFieldRowClass *row_class = BITACORA_FIELD_ROW_CLASS (klass);

  widget_class->grab_focus = bitacora_priority_row_grab_focus;
  row_class->save = bitacora_priority_row_save;
  row_class->load = bitacora_priority_row_load;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/form/bitacora-priority-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraPriorityRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPriorityRow, low_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPriorityRow, normal_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPriorityRow, high_button);
  gtk_widget_class_bind_template_callback (widget_class, button_toggled_cb);
}

static void
bitacora_priority_row_init (BitacoraPriorityRow *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  bitacora_field_row_set_main_control (BITACORA_FIELD_ROW (self), self->buttons);
}

/**
 * bitacora_priority_row_new:
 *
 * Returns: (transfer floating): a row with Normal pressed
 */
GtkWidget *
bitacora_priority_row_new (void)
{
  return g_object_new (BITACORA_TYPE_PRIORITY_ROW, NULL);
}

/**
 * bitacora_priority_row_get_priority:
 *
 * Returns: the priority whose button is pressed
 */
BitacoraPriority
bitacora_priority_row_get_priority (BitacoraPriorityRow *self)
{
  g_return_val_if_fail (BITACORA_IS_PRIORITY_ROW (self), BITACORA_PRIORITY_NORMAL);

  if (gtk_toggle_button_get_active (self->low_button))
    return BITACORA_PRIORITY_LOW;
  if (gtk_toggle_button_get_active (self->high_button))
    return BITACORA_PRIORITY_HIGH;
  return BITACORA_PRIORITY_NORMAL;
}

/**
 * bitacora_priority_row_set_priority:
 * @priority: the priority to press; this does not count as the user's edit
 */
void
bitacora_priority_row_set_priority (BitacoraPriorityRow *self, BitacoraPriority priority)
{
  g_return_if_fail (BITACORA_IS_PRIORITY_ROW (self));

  self->filling = TRUE;
  gtk_toggle_button_set_active (get_button (self, priority), TRUE);
  self->filling = FALSE;
}
