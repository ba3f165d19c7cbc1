/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-hint-row.h"

struct _BitacoraHintRow
{
  AdwPreferencesRow parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
};

enum
{
  BUTTON_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraHintRow, bitacora_hint_row, ADW_TYPE_PREFERENCES_ROW)

/* Each kind is told by its icon; the colour only repeats it. */
static const struct
{
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [BITACORA_HINT_INFORMATION] = { "dialog-information-symbolic", "dim-label" },
  [BITACORA_HINT_SUCCESS] = { "object-select-symbolic", "success" },
  [BITACORA_HINT_WARNING] = { "dialog-warning-symbolic", "warning" },
  [BITACORA_HINT_ERROR] = { "dialog-error-symbolic", "error" },
};

static void
button_clicked_cb (BitacoraHintRow *self)
{
  g_signal_emit (self, signals[BUTTON_CLICKED], 0);
}

static void
bitacora_hint_row_class_init (BitacoraHintRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[BUTTON_CLICKED] = g_signal_new ("button-clicked",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/preferences/bitacora-hint-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraHintRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BitacoraHintRow, label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraHintRow, button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
bitacora_hint_row_init (BitacoraHintRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_hint_row_show:
 * @self: the row
 * @hint: what kind of hint it is
 * @text: a sentence
 *
 * Shows the row with @text and without a button.
 */
void
bitacora_hint_row_show (BitacoraHintRow *self, BitacoraHint hint, const char *text)
{
  bitacora_hint_row_show_with_button (self, hint, text, NULL);
}

/**
 * bitacora_hint_row_show_with_button:
 * @self: the row
 * @hint: what kind of hint it is
 * @text: a sentence
 * @button: (nullable): what its button says
 *
 * Shows the row with @text and, if asked for, a button.
 */
void
bitacora_hint_row_show_with_button (BitacoraHintRow *self,
                                    BitacoraHint hint,
                                    const char *text,
                                    const char *button)
{
  g_return_if_fail (BITACORA_IS_HINT_ROW (self));
  g_return_if_fail ((guint)hint < G_N_ELEMENTS (looks));
  g_return_if_fail (text != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[hint].css_class);
  gtk_image_set_from_icon_name (self->icon, looks[hint].icon_name);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->button, button);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * bitacora_hint_row_clear:
 * @self: the row
 *
 * Hides the row.
 */
void
bitacora_hint_row_clear (BitacoraHintRow *self)
{
  g_return_if_fail (BITACORA_IS_HINT_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
