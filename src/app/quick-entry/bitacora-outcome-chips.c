/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outcome-chips.h"

#include <glib/gi18n-lib.h>

#include "bitacora-wrap-layout.h"

/* As many as there are digits to press them by. */
#define N_KEYS 9

struct _BitacoraOutcomeChips
{
  GtkWidget parent_instance;

  GPtrArray *buttons; /* of GtkToggleButton, its children */
  char *outcome;
  gboolean is_filling;
};

enum
{
  PROP_0,
  PROP_OUTCOME,
  N_PROPS,
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraOutcomeChips, bitacora_outcome_chips, GTK_TYPE_WIDGET)

static const char *
get_words (GtkToggleButton *button)
{
  return gtk_button_get_label (GTK_BUTTON (button));
}

static void
take_outcome (BitacoraOutcomeChips *self, const char *outcome)
{
  char *before = self->outcome;

  self->outcome = g_strdup (outcome);
  g_free (before);
  self->is_filling = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkToggleButton *button = g_ptr_array_index (self->buttons, i);

      gtk_toggle_button_set_active (button, g_strcmp0 (get_words (button), outcome) == 0);
    }
  self->is_filling = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
}

static void
button_toggled_cb (BitacoraOutcomeChips *self, GtkToggleButton *button)
{
  if (self->is_filling)
    return;
  take_outcome (self, gtk_toggle_button_get_active (button) ? get_words (button) : NULL);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static GtkWidget *
create_button (BitacoraOutcomeChips *self, const char *outcome, guint position)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (outcome);

  gtk_widget_add_css_class (button, "outcome-chip");
  if (position < N_KEYS)
    {
      /* Translators: the keys that press a chip, such as Alt+1. */
      g_autofree char *keys = g_strdup_printf (_ ("Alt+%u"), position + 1);

      gtk_widget_set_tooltip_text (button, keys);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                      GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                      keys,
                                      -1);
    }
  g_signal_connect_object (button,
                           "toggled",
                           G_CALLBACK (button_toggled_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
add_button (BitacoraOutcomeChips *self, const char *outcome)
{
  GtkWidget *button = create_button (self, outcome, self->buttons->len);

  g_ptr_array_add (self->buttons, button);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
remove_buttons (BitacoraOutcomeChips *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->buttons, i));
  g_ptr_array_set_size (self->buttons, 0);
}

static void
bitacora_outcome_chips_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_OUTCOME)
    g_value_set_string (value, BITACORA_OUTCOME_CHIPS (object)->outcome);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_outcome_chips_dispose (GObject *object)
{
  remove_buttons (BITACORA_OUTCOME_CHIPS (object));

  G_OBJECT_CLASS (bitacora_outcome_chips_parent_class)->dispose (object);
}

static void
bitacora_outcome_chips_finalize (GObject *object)
{
  BitacoraOutcomeChips *self = BITACORA_OUTCOME_CHIPS (object);

  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_pointer (&self->outcome, g_free);

  G_OBJECT_CLASS (bitacora_outcome_chips_parent_class)->finalize (object);
}

static void
bitacora_outcome_chips_class_init (BitacoraOutcomeChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_outcome_chips_get_property;
  object_class->dispose = bitacora_outcome_chips_dispose;
  object_class->finalize = bitacora_outcome_chips_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);

  properties[PROP_OUTCOME]
      = g_param_spec_string ("outcome",
                             NULL,
                             NULL,
                             NULL,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHOSEN] = g_signal_new (
      "chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bitacora_outcome_chips_init (BitacoraOutcomeChips *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What became of the call"),
                                  -1);
  gtk_widget_set_layout_manager (GTK_WIDGET (self), bitacora_wrap_layout_new (6));
}

/**
 * bitacora_outcome_chips_new:
 *
 * Returns: (transfer floating): no chips yet
 */
GtkWidget *
bitacora_outcome_chips_new (void)
{
  return g_object_new (BITACORA_TYPE_OUTCOME_CHIPS, NULL);
}

/**
 * bitacora_outcome_chips_set_outcomes:
 * @self: the chips
 * @outcomes: the words of each chip
 *
 * Shows other chips. Which outcome is chosen stays as it is, even if no chip says so any more.
 */
void
bitacora_outcome_chips_set_outcomes (BitacoraOutcomeChips *self, const char *const *outcomes)
{
  g_autofree char *outcome = NULL;

  g_return_if_fail (BITACORA_IS_OUTCOME_CHIPS (self));
  g_return_if_fail (outcomes != NULL);

  remove_buttons (self);
  for (; *outcomes != NULL; outcomes++)
    add_button (self, *outcomes);
  gtk_widget_set_visible (GTK_WIDGET (self), self->buttons->len > 0);
  outcome = g_strdup (self->outcome);
  take_outcome (self, outcome);
}

/**
 * bitacora_outcome_chips_get_outcome:
 * @self: the chips
 *
 * Returns: (transfer none) (nullable): the words of the chip that is pressed
 */
const char *
bitacora_outcome_chips_get_outcome (BitacoraOutcomeChips *self)
{
  g_return_val_if_fail (BITACORA_IS_OUTCOME_CHIPS (self), NULL);

  return self->outcome;
}

/**
 * bitacora_outcome_chips_set_outcome:
 * @self: the chips
 * @outcome: (nullable): the words of a chip
 *
 * Presses a chip, without telling that the user did.
 */
void
bitacora_outcome_chips_set_outcome (BitacoraOutcomeChips *self, const char *outcome)
{
  g_return_if_fail (BITACORA_IS_OUTCOME_CHIPS (self));

  take_outcome (self, outcome);
}

/**
 * bitacora_outcome_chips_press:
 * @self: the chips
 * @position: which of them, from 0
 *
 * Does what a click on a chip does. Nothing if there is no such chip.
 */
void
bitacora_outcome_chips_press (BitacoraOutcomeChips *self, guint position)
{
  GtkToggleButton *button;

  g_return_if_fail (BITACORA_IS_OUTCOME_CHIPS (self));

  if (position >= self->buttons->len)
    return;
  button = g_ptr_array_index (self->buttons, position);
  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}
