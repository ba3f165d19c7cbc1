/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-field-row.h"

#include "app/bitacora-style.h"

/* What the title of a group needs above its first row. */
#define TITLE_ROOM 48

typedef struct
{
  GtkWidget *body;
  GtkWidget *head;
  GtkWidget *content;
  GtkLabel *title_label;
  GtkLabel *hint_label;
  GtkLabel *error_label;

  GPtrArray *controls;
  GtkWidget *main_control;
  char *note;
  gboolean compact;
  gboolean touched;
} BitacoraFieldRowPrivate;

enum
{
  PROP_0,
  PROP_COMPACT,
  PROP_HINT,
  PROP_ERROR,
  N_PROPS,
};

enum
{
  EDITED,
  LEFT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GtkBuildableIface *parent_buildable_iface;

static void bitacora_field_row_buildable_init (GtkBuildableIface *iface);

G_DEFINE_TYPE_WITH_CODE (BitacoraFieldRow,
                         bitacora_field_row,
                         ADW_TYPE_PREFERENCES_ROW,
                         G_ADD_PRIVATE (BitacoraFieldRow)
                             G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                    bitacora_field_row_buildable_init))

#define PRIVATE(self) ((BitacoraFieldRowPrivate *)bitacora_field_row_get_instance_private (self))

/* A label without text takes no room. */
static void
show_line (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static const char *
get_line (GtkLabel *label)
{
  const char *text = gtk_label_get_label (label);

  return *text != '\0' ? text : NULL;
}

static void
describe_control (BitacoraFieldRow *self, GtkWidget *control)
{
  BitacoraFieldRowPrivate *priv = PRIVATE (self);
  const char *error = get_line (priv->error_label);
  const char *hint = get_line (priv->hint_label);
  const char *description = error != NULL ? error : hint != NULL ? hint : priv->note;

  gtk_accessible_update_state (GTK_ACCESSIBLE (control),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (control),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
describe_controls (BitacoraFieldRow *self)
{
  BitacoraFieldRowPrivate *priv = PRIVATE (self);

  for (guint i = 0; i < priv->controls->len; i++)
    describe_control (self, g_ptr_array_index (priv->controls, i));
}

static void
arrange (BitacoraFieldRow *self)
{
  BitacoraFieldRowPrivate *priv = PRIVATE (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (priv->head),
                                  priv->compact ? GTK_ORIENTATION_HORIZONTAL
                                                : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_hexpand (GTK_WIDGET (priv->title_label), priv->compact);
  gtk_widget_set_valign (priv->content, priv->compact ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  if (priv->compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

/* GTK brings only the control into view; the row's title and its lines come along here, and above
 * them the title of its group. */
static void
focus_entered_cb (BitacoraFieldRow *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t row;

  if (scroller == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (self), scroller, &row))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  if (row.origin.y < 0)
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_value (adjustment) + row.origin.y - TITLE_ROOM);
}

static void
focus_left_cb (BitacoraFieldRow *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
bitacora_field_row_add_child (GtkBuildable *buildable,
                              GtkBuilder *builder,
                              GObject *child,
                              const char *type)
{
  BitacoraFieldRowPrivate *priv = PRIVATE (BITACORA_FIELD_ROW (buildable));

  if (priv->content != NULL && GTK_IS_WIDGET (child))
    gtk_box_append (GTK_BOX (priv->content), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
bitacora_field_row_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = bitacora_field_row_add_child;
}

/* Only the controls take the focus: a stop on the row itself would double the way through. */
static gboolean
bitacora_field_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (PRIVATE (BITACORA_FIELD_ROW (widget))->body, direction);
}

static gboolean
bitacora_field_row_grab_focus (GtkWidget *widget)
{
  BitacoraFieldRowPrivate *priv = PRIVATE (BITACORA_FIELD_ROW (widget));

  return priv->main_control != NULL && gtk_widget_grab_focus (priv->main_control);
}

static void
bitacora_field_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraFieldRow *self = BITACORA_FIELD_ROW (object);

  switch (id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, PRIVATE (self)->compact);
      break;
    case PROP_HINT:
      g_value_set_string (value, bitacora_field_row_get_hint (self));
      break;
    case PROP_ERROR:
      g_value_set_string (value, bitacora_field_row_get_error (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_field_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BitacoraFieldRow *self = BITACORA_FIELD_ROW (object);

  switch (id)
    {
    case PROP_COMPACT:
      PRIVATE (self)->compact = g_value_get_boolean (value);
      arrange (self);
      break;
    case PROP_HINT:
      bitacora_field_row_set_hint (self, g_value_get_string (value));
      break;
    case PROP_ERROR:
      bitacora_field_row_set_error (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_field_row_finalize (GObject *object)
{
  BitacoraFieldRowPrivate *priv = PRIVATE (BITACORA_FIELD_ROW (object));

  g_clear_pointer (&priv->controls, g_ptr_array_unref);
  g_clear_pointer (&priv->note, g_free);

  G_OBJECT_CLASS (bitacora_field_row_parent_class)->finalize (object);
}

static void
bitacora_field_row_class_init (BitacoraFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bitacora_field_row_get_property;
  object_class->set_property = bitacora_field_row_set_property;
  object_class->finalize = bitacora_field_row_finalize;
  widget_class->focus = bitacora_field_row_focus;
  widget_class->grab_focus = bitacora_field_row_grab_focus;

  properties[PROP_COMPACT]
      = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags & ~G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EDITED] = g_signal_new (
      "edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new (
      "left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/form/bitacora-field-row.ui");
  gtk_widget_class_bind_template_child_private (widget_class, BitacoraFieldRow, body);
  gtk_widget_class_bind_template_child_private (widget_class, BitacoraFieldRow, head);
  gtk_widget_class_bind_template_child_private (widget_class, BitacoraFieldRow, content);
  gtk_widget_class_bind_template_child_private (widget_class, BitacoraFieldRow, title_label);
  gtk_widget_class_bind_template_child_private (widget_class, BitacoraFieldRow, hint_label);
  gtk_widget_class_bind_template_child_private (widget_class, BitacoraFieldRow, error_label);
  gtk_widget_class_bind_template_callback (widget_class, focus_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);

  bitacora_style_add ("/org/bitacora/Bitacora/form/form.css");
}

static void
bitacora_field_row_init (BitacoraFieldRow *self)
{
  PRIVATE (self)->controls = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_field_row_get_hint:
 *
 * Returns: (nullable): the line below the controls
 */
const char *
bitacora_field_row_get_hint (BitacoraFieldRow *self)
{
  g_return_val_if_fail (BITACORA_IS_FIELD_ROW (self), NULL);

  return get_line (PRIVATE (self)->hint_label);
}

/**
 * bitacora_field_row_set_hint:
 * @hint: (nullable): a line to show below the controls, e.g. what was understood
 */
void
bitacora_field_row_set_hint (BitacoraFieldRow *self, const char *hint)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));

  if (g_strcmp0 (bitacora_field_row_get_hint (self), hint) == 0)
    return;
  show_line (PRIVATE (self)->hint_label, hint);
  describe_controls (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
}

/**
 * bitacora_field_row_get_error:
 *
 * Returns: (nullable): the sentence shown about what is wrong, or %NULL
 */
const char *
bitacora_field_row_get_error (BitacoraFieldRow *self)
{
  g_return_val_if_fail (BITACORA_IS_FIELD_ROW (self), NULL);

  return get_line (PRIVATE (self)->error_label);
}

/**
 * bitacora_field_row_set_error:
 * @sentence: (nullable): what is wrong and what would be right, or %NULL when all is well
 *
 * Shows the sentence below the controls and tells assistive technologies of it.
 */
void
bitacora_field_row_set_error (BitacoraFieldRow *self, const char *sentence)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));

  if (g_strcmp0 (bitacora_field_row_get_error (self), sentence) == 0)
    return;
  show_line (PRIVATE (self)->error_label, sentence);
  if (sentence != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  describe_controls (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/**
 * bitacora_field_row_set_note:
 * @note: (nullable): what the row shows by a picture, for those who do not see it; an error or a
 *   hint goes before it
 */
void
bitacora_field_row_set_note (BitacoraFieldRow *self, const char *note)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));

  BitacoraFieldRowPrivate *priv = PRIVATE (self);

  if (g_strcmp0 (priv->note, note) == 0)
    return;
  g_free (priv->note);
  priv->note = g_strdup (note);
  describe_controls (self);
}

/**
 * bitacora_field_row_get_touched:
 *
 * Returns: whether the user has changed the field since it was last filled
 */
gboolean
bitacora_field_row_get_touched (BitacoraFieldRow *self)
{
  g_return_val_if_fail (BITACORA_IS_FIELD_ROW (self), FALSE);

  return PRIVATE (self)->touched;
}

/**
 * bitacora_field_row_set_touched:
 * @touched: whether the field counts as changed by the user
 */
void
bitacora_field_row_set_touched (BitacoraFieldRow *self, gboolean touched)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));

  PRIVATE (self)->touched = touched;
}

/**
 * bitacora_field_row_check:
 * @error: return location for what the row itself cannot read
 *
 * Whether what stands in the row could be read at all; whether it makes a good activity is the
 * activity's own business.
 *
 * Returns: %FALSE with @error set, of the domain of what the row reads
 */
gboolean
bitacora_field_row_check (BitacoraFieldRow *self, GError **error)
{
  g_return_val_if_fail (BITACORA_IS_FIELD_ROW (self), FALSE);

  BitacoraFieldRowClass *klass = BITACORA_FIELD_ROW_GET_CLASS (self);

  return klass->check == NULL || klass->check (self, error);
}

/**
 * bitacora_field_row_save:
 *
 * Returns: (transfer full) (nullable): what was typed, readable or not, for
 *   bitacora_field_row_load()
 */
GVariant *
bitacora_field_row_save (BitacoraFieldRow *self)
{
  g_return_val_if_fail (BITACORA_IS_FIELD_ROW (self), NULL);

  BitacoraFieldRowClass *klass = BITACORA_FIELD_ROW_GET_CLASS (self);

  return klass->save != NULL ? g_variant_ref_sink (klass->save (self)) : NULL;
}

/**
 * bitacora_field_row_load:
 * @draft: (nullable): what bitacora_field_row_save() gave for a row of the same kind
 */
void
bitacora_field_row_load (BitacoraFieldRow *self, GVariant *draft)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));

  BitacoraFieldRowClass *klass = BITACORA_FIELD_ROW_GET_CLASS (self);

  if (klass->load != NULL && draft != NULL)
    klass->load (self, draft);
}

/**
 * bitacora_field_row_add_control:
 * @control: a widget inside the row, which outlives no row
 *
 * Has @control tell assistive technologies of the row's hint and error.
 */
void
bitacora_field_row_add_control (BitacoraFieldRow *self, GtkWidget *control)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));
  g_return_if_fail (GTK_IS_WIDGET (control));

  g_ptr_array_add (PRIVATE (self)->controls, control);
  describe_control (self, control);
}

/**
 * bitacora_field_row_set_main_control:
 * @control: the widget that takes the focus when the row is asked to, or the title's mnemonic is
 *   pressed, and that assistive technologies call by the title
 */
void
bitacora_field_row_set_main_control (BitacoraFieldRow *self, GtkWidget *control)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));
  g_return_if_fail (GTK_IS_WIDGET (control));

  PRIVATE (self)->main_control = control;
  gtk_label_set_mnemonic_widget (PRIVATE (self)->title_label, control);
}

/**
 * bitacora_field_row_report_edit:
 *
 * For the row's own kind: says that the user has changed the field.
 */
void
bitacora_field_row_report_edit (BitacoraFieldRow *self)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));

  PRIVATE (self)->touched = TRUE;
  g_signal_emit (self, signals[EDITED], 0);
}

/**
 * bitacora_field_row_move_on:
 *
 * Moves the focus to what follows, as Tab does.
 */
void
bitacora_field_row_move_on (BitacoraFieldRow *self)
{
  g_return_if_fail (BITACORA_IS_FIELD_ROW (self));

  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
}
