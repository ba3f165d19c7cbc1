/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-refusal-bar.h"

#include "app/bitacora-style.h"

struct _BitacoraRefusalBar
{
  AdwBin parent_instance;

  GtkWidget *card;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (BitacoraRefusalBar, bitacora_refusal_bar, ADW_TYPE_BIN)

static void
close_clicked_cb (BitacoraRefusalBar *self)
{
  bitacora_refusal_bar_set_sentence (self, NULL);
}

static void
bitacora_refusal_bar_class_init (BitacoraRefusalBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/form/bitacora-refusal-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraRefusalBar, card);
  gtk_widget_class_bind_template_child (widget_class, BitacoraRefusalBar, label);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
  bitacora_style_add ("/org/bitacora/Bitacora/form/form.css");
}

static void
bitacora_refusal_bar_init (BitacoraRefusalBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_refusal_bar_new:
 *
 * Returns: (transfer floating): a bar that says nothing and is not seen
 */
GtkWidget *
bitacora_refusal_bar_new (void)
{
  return g_object_new (BITACORA_TYPE_REFUSAL_BAR, NULL);
}

/**
 * bitacora_refusal_bar_get_sentence:
 *
 * Returns: (nullable): what the bar says, or %NULL while it is not seen
 */
const char *
bitacora_refusal_bar_get_sentence (BitacoraRefusalBar *self)
{
  g_return_val_if_fail (BITACORA_IS_REFUSAL_BAR (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_label (self->label) : NULL;
}

/**
 * bitacora_refusal_bar_set_sentence:
 * @sentence: (nullable): what to say, or %NULL to go away
 */
void
bitacora_refusal_bar_set_sentence (BitacoraRefusalBar *self, const char *sentence)
{
  g_return_if_fail (BITACORA_IS_REFUSAL_BAR (self));

  gtk_label_set_label (self->label, sentence != NULL ? sentence : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->card),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence != NULL ? sentence : "",
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self), sentence != NULL);
}
