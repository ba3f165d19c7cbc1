/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-form.h"

#include "app/bitacora-scroll.h"
#include "bitacora-call-form-private.h"

enum
{
  PROP_0,
  PROP_PROFILE,
  PROP_CLOCK,
  N_PROPS,
};

enum
{
  SUBMITTED,
  CHANGED,
  CLEARED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraCallForm, bitacora_call_form, ADW_TYPE_BIN)

static void
enable (BitacoraCallForm *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static BitacoraActivityField
find_field (BitacoraCallForm *self, BitacoraFieldRow *row)
{
  BitacoraActivityField field = 0;

  while (field < BITACORA_N_FIELDS && self->rows[field] != row)
    field++;
  return field;
}

static void
focus_field (BitacoraCallForm *self, BitacoraActivityField field)
{
  GtkWidget *row = GTK_WIDGET (self->rows[field]);

  if (gtk_widget_is_ancestor (row, GTK_WIDGET (self->more_row)))
    adw_expander_row_set_expanded (self->more_row, TRUE);
  gtk_widget_grab_focus (row);
  bitacora_scroll_show (row);
}

static void
more_expanded_cb (BitacoraCallForm *self)
{
  if (adw_expander_row_get_expanded (self->more_row))
    bitacora_scroll_show (GTK_WIDGET (self->more_row));
}

/* A form that is not on screen takes the focus from nobody. */
static void
focus_start (BitacoraCallForm *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->phone_row));
}

static void
show_all_errors (BitacoraCallForm *self, BitacoraCallActivity *activity, int *first)
{
  *first = -1;
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GError) error = NULL;

      bitacora_call_form_check_field (self, activity, field, &error);
      bitacora_field_row_set_error (self->rows[field], error != NULL ? error->message : NULL);
      if (error != NULL && *first < 0)
        *first = (int)field;
    }
}

static void
note_edit (BitacoraCallForm *self)
{
  bitacora_call_form_note_content (self);
  bitacora_refusal_bar_set_sentence (self->refusal_bar, NULL);
}

static void
row_edited_cb (BitacoraCallForm *self, BitacoraFieldRow *row)
{
  if (self->filling)
    return;
  note_edit (self);
  bitacora_call_form_drop_settled_error (self, find_field (self, row));
}

static void
row_left_cb (BitacoraCallForm *self, BitacoraFieldRow *row)
{
  g_autoptr (BitacoraCallActivity) activity = bitacora_call_form_read_activity (self);
  g_autoptr (GError) error = NULL;

  bitacora_call_form_check_field (self, activity, find_field (self, row), &error);
  /* Nobody is scolded for passing by a field that is still to be filled. */
  if (g_error_matches (error, BITACORA_ACTIVITY_ERROR, BITACORA_ACTIVITY_ERROR_MISSING)
      && !bitacora_field_row_get_touched (row))
    return;
  bitacora_field_row_set_error (row, error != NULL ? error->message : NULL);
}

static void
remember_changed_cb (BitacoraCallForm *self)
{
  if (self->filling)
    return;
  note_edit (self);
  if (!gtk_switch_get_active (self->remember_switch))
    bitacora_field_row_set_error (BITACORA_FIELD_ROW (self->reminder_row), NULL);
}

/* The switch itself flips when its handle has arrived; whoever goes on by keyboard is faster. */
static gboolean
remember_key_pressed_cb (GtkEventControllerKey *controller,
                         guint keyval,
                         guint keycode,
                         GdkModifierType state,
                         BitacoraCallForm *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
    case GDK_KEY_Return:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_KP_Enter:
      gtk_switch_set_active (self->remember_switch, !gtk_switch_get_active (self->remember_switch));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
profile_changed_cb (BitacoraCallForm *self)
{
  bitacora_call_form_take_up_defaults (self);
}

static void
log_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  bitacora_call_form_submit (data);
}

static void
clear_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BitacoraCallForm *self = data;

  /* There is nothing to take back of a form that nobody has written in. */
  if (self->pristine)
    {
      bitacora_call_form_clear (self);
      return;
    }
  g_clear_pointer (&self->cleared, g_variant_unref);
  self->cleared = bitacora_call_form_save_draft (self);
  enable (self, "restore", TRUE);
  bitacora_call_form_clear (self);
  g_signal_emit (self, signals[CLEARED], 0);
}

static void
restore_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  bitacora_call_form_restore (data);
}

static void
bitacora_call_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraCallForm *self = BITACORA_CALL_FORM (object);

  switch (id)
    {
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;
    case PROP_CLOCK:
      g_value_set_object (value, self->clock);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_call_form_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BitacoraCallForm *self = BITACORA_CALL_FORM (object);

  switch (id)
    {
    case PROP_PROFILE:
      bitacora_call_form_set_profile (self, g_value_get_object (value));
      break;
    case PROP_CLOCK:
      bitacora_call_form_set_clock (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
bitacora_call_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BITACORA_CALL_FORM (widget)->phone_row));
}

static void
bitacora_call_form_dispose (GObject *object)
{
  BitacoraCallForm *self = BITACORA_CALL_FORM (object);

  /* Rows that go away lose the focus, and would be checked for it. */
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    if (self->rows[field] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->rows[field], self);
        self->rows[field] = NULL;
      }
  g_clear_object (&self->actions);
  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_data (self->profile, self);
  g_clear_object (&self->profile);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->cleared, g_variant_unref);

  G_OBJECT_CLASS (bitacora_call_form_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_PROFILE]
      = g_param_spec_object ("profile", NULL, NULL, BITACORA_TYPE_PROFILE, flags);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BITACORA_TYPE_CLOCK, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_signals (GType type)
{
  signals[SUBMITTED] = g_signal_new ("submitted",
                                     type,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     BITACORA_TYPE_CALL_ACTIVITY);
  signals[CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLEARED]
      = g_signal_new ("cleared", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BITACORA_TYPE_REFUSAL_BAR);
  g_type_ensure (BITACORA_TYPE_PHONE_ROW);
  g_type_ensure (BITACORA_TYPE_TEXT_ROW);
  g_type_ensure (BITACORA_TYPE_DESCRIPTION_ROW);
  g_type_ensure (BITACORA_TYPE_PRIORITY_ROW);
  g_type_ensure (BITACORA_TYPE_MOMENT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/form/bitacora-call-form.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, refusal_bar);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, phone_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, record_id_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, description_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, priority_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, completion_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, remember_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, remember_switch);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, reminder_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, more_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, module_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, status_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, owner_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, location_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, log_button);
  gtk_widget_class_bind_template_callback (widget_class, more_expanded_cb);
  gtk_widget_class_bind_template_callback (widget_class, remember_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remember_key_pressed_cb);
}

static void
bitacora_call_form_class_init (BitacoraCallFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bitacora_call_form_get_property;
  object_class->set_property = bitacora_call_form_set_property;
  object_class->dispose = bitacora_call_form_dispose;
  widget_class->grab_focus = bitacora_call_form_grab_focus;

  install_properties (object_class);
  install_signals (G_TYPE_FROM_CLASS (klass));
  bind_template (widget_class);
}

static void
add_actions (BitacoraCallForm *self)
{
  static const GActionEntry entries[] = {
    { "log", log_activated_cb },
    { "clear", clear_activated_cb },
    { "restore", restore_activated_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   self);
  enable (self, "restore", FALSE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "form", G_ACTION_GROUP (self->actions));
}

static void
list_rows (BitacoraCallForm *self)
{
  self->rows[BITACORA_FIELD_PHONE] = BITACORA_FIELD_ROW (self->phone_row);
  self->rows[BITACORA_FIELD_RECORD_ID] = BITACORA_FIELD_ROW (self->record_id_row);
  self->rows[BITACORA_FIELD_NAME] = BITACORA_FIELD_ROW (self->name_row);
  self->rows[BITACORA_FIELD_DESCRIPTION] = BITACORA_FIELD_ROW (self->description_row);
  self->rows[BITACORA_FIELD_PRIORITY] = BITACORA_FIELD_ROW (self->priority_row);
  self->rows[BITACORA_FIELD_COMPLETION_DATE] = BITACORA_FIELD_ROW (self->completion_row);
  self->rows[BITACORA_FIELD_REMINDER_DATE] = BITACORA_FIELD_ROW (self->reminder_row);
  self->rows[BITACORA_FIELD_MODULE] = BITACORA_FIELD_ROW (self->module_row);
  self->rows[BITACORA_FIELD_STATUS] = BITACORA_FIELD_ROW (self->status_row);
  self->rows[BITACORA_FIELD_OWNER] = BITACORA_FIELD_ROW (self->owner_row);
  self->rows[BITACORA_FIELD_LOCATION] = BITACORA_FIELD_ROW (self->location_row);

  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_signal_connect_swapped (self->rows[field], "edited", G_CALLBACK (row_edited_cb), self);
      g_signal_connect_swapped (self->rows[field], "left", G_CALLBACK (row_left_cb), self);
    }
}

static void
bitacora_call_form_init (BitacoraCallForm *self)
{
  self->clock = bitacora_clock_new ();
  add_actions (self);

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  bitacora_field_row_set_main_control (self->remember_row, GTK_WIDGET (self->remember_switch));
  list_rows (self);
  bitacora_call_form_fill_with_defaults (self);
}

/**
 * bitacora_call_form_new:
 *
 * Returns: (transfer floating): a form without a profile, on the computer's clock
 */
GtkWidget *
bitacora_call_form_new (void)
{
  return g_object_new (BITACORA_TYPE_CALL_FORM, NULL);
}

/**
 * bitacora_call_form_set_profile:
 * @profile: (nullable): the account whose defaults a new call starts from
 *
 * What the user did not touch follows the defaults, also when they change later. A call that
 * was restored or is being corrected keeps what stands there.
 */
void
bitacora_call_form_set_profile (BitacoraCallForm *self, BitacoraProfile *profile)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));
  g_return_if_fail (profile == NULL || BITACORA_IS_PROFILE (profile));

  if (self->profile == profile)
    return;
  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_data (self->profile, self);
  g_set_object (&self->profile, profile);
  if (profile != NULL)
    g_signal_connect_swapped (profile, "notify", G_CALLBACK (profile_changed_cb), self);
  if (self->pristine)
    bitacora_call_form_fill_with_defaults (self);
  else
    bitacora_call_form_take_up_defaults (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILE]);
}

/**
 * bitacora_call_form_set_clock:
 * @clock: whose present and zone dates are typed and shown in
 */
void
bitacora_call_form_set_clock (BitacoraCallForm *self, BitacoraClock *clock)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));
  g_return_if_fail (BITACORA_IS_CLOCK (clock));

  if (!g_set_object (&self->clock, clock))
    return;
  bitacora_moment_row_set_clock (self->completion_row, clock);
  bitacora_moment_row_set_clock (self->reminder_row, clock);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK]);
}

/**
 * bitacora_call_form_get_actions:
 *
 * Returns: (transfer none): the actions `log`, `clear` and `restore`, for a window that wants to
 *   offer them outside the form
 */
GActionGroup *
bitacora_call_form_get_actions (BitacoraCallForm *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/**
 * bitacora_call_form_get_toast_overlay:
 *
 * Returns: (transfer none): where toasts can be shown that leave the form's buttons free
 */
AdwToastOverlay *
bitacora_call_form_get_toast_overlay (BitacoraCallForm *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), NULL);

  return self->toast_overlay;
}

/**
 * bitacora_call_form_clear:
 *
 * Goes back to the profile's defaults, ready for the next call: the focus goes to the phone.
 */
void
bitacora_call_form_clear (BitacoraCallForm *self)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));

  bitacora_call_form_fill_with_defaults (self);
  bitacora_refusal_bar_set_sentence (self->refusal_bar, NULL);
  adw_expander_row_set_expanded (self->more_row, FALSE);
  focus_start (self);
  bitacora_call_form_forget_errors (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * bitacora_call_form_restore:
 *
 * Brings back what the user cleared last. What was written since trades places with it, so that
 * nothing typed is lost.
 */
void
bitacora_call_form_restore (BitacoraCallForm *self)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));

  g_autoptr (GVariant) draft = g_steal_pointer (&self->cleared);

  if (draft == NULL)
    return;
  if (!self->pristine)
    self->cleared = bitacora_call_form_save_draft (self);
  enable (self, "restore", self->cleared != NULL);
  bitacora_call_form_load_draft (self, draft);
  bitacora_call_form_note_content (self);
  focus_start (self);
}

/**
 * bitacora_call_form_set_activity:
 * @activity: a call to be corrected or completed
 *
 * Fills the form with @activity, of which it keeps a copy of the fields alone.
 */
void
bitacora_call_form_set_activity (BitacoraCallForm *self, BitacoraCallActivity *activity)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (activity));

  bitacora_call_form_fill (self, activity);
  self->on_defaults = FALSE;
  bitacora_refusal_bar_set_sentence (self->refusal_bar, NULL);
  bitacora_call_form_note_content (self);
}

/**
 * bitacora_call_form_show_refusal:
 * @sentence: (nullable): why the CRM did not take the call, in the words that a person reads
 *
 * Shows @sentence above the form until something is edited or the call is submitted again.
 */
void
bitacora_call_form_show_refusal (BitacoraCallForm *self, const char *sentence)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));

  bitacora_refusal_bar_set_sentence (self->refusal_bar, sentence);
}

/**
 * bitacora_call_form_was_edited_since_submit:
 *
 * Returns: whether the form holds something that was not submitted
 */
gboolean
bitacora_call_form_was_edited_since_submit (BitacoraCallForm *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), FALSE);

  return self->edited;
}

/**
 * bitacora_call_form_is_untouched:
 * @self: the form
 *
 * Returns: whether nothing stands in the form but the profile's defaults
 */
gboolean
bitacora_call_form_is_untouched (BitacoraCallForm *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), FALSE);

  return self->pristine;
}

/**
 * bitacora_call_form_submit:
 *
 * Emits #BitacoraCallForm::submitted if the call is as it should be; otherwise shows what is not
 * and moves the focus to the first field concerned.
 *
 * Returns: whether the call was submitted
 */
gboolean
bitacora_call_form_submit (BitacoraCallForm *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), FALSE);

  g_autoptr (BitacoraCallActivity) activity = NULL;
  int first;

  activity = bitacora_call_form_read_activity (self);
  show_all_errors (self, activity, &first);
  if (first >= 0)
    {
      focus_field (self, (BitacoraActivityField)first);
      return FALSE;
    }

  bitacora_refusal_bar_set_sentence (self->refusal_bar, NULL);
  self->edited = FALSE;
  g_signal_emit (self, signals[SUBMITTED], 0, activity);
  return TRUE;
}

/**
 * bitacora_call_form_note_content:
 * @self: the form
 *
 * Takes what stands in the form for written by the user, and says so.
 */
void
bitacora_call_form_note_content (BitacoraCallForm *self)
{
  self->edited = TRUE;
  self->pristine = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}
