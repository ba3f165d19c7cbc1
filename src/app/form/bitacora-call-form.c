/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-form.h"

#include "bitacora-description-row.h"
#include "bitacora-field-row.h"
#include "bitacora-moment-row.h"
#include "bitacora-phone-row.h"
#include "bitacora-priority-row.h"
#include "bitacora-refusal-bar.h"
#include "bitacora-text-row.h"

struct _BitacoraCallForm
{
  AdwBin parent_instance;

  BitacoraRefusalBar *refusal_bar;
  BitacoraPhoneRow *phone_row;
  BitacoraTextRow *record_id_row;
  BitacoraTextRow *name_row;
  BitacoraDescriptionRow *description_row;
  BitacoraPriorityRow *priority_row;
  BitacoraMomentRow *completion_row;
  BitacoraFieldRow *remember_row;
  GtkSwitch *remember_switch;
  BitacoraMomentRow *reminder_row;
  AdwExpanderRow *more_row;
  BitacoraTextRow *module_row;
  BitacoraTextRow *status_row;
  BitacoraTextRow *owner_row;
  BitacoraTextRow *location_row;
  GtkWidget *sending_box;
  GtkSpinner *spinner;
  GtkWidget *log_button;

  BitacoraFieldRow *rows[BITACORA_N_FIELDS];
  GSimpleActionGroup *actions;
  BitacoraProfile *profile;
  BitacoraClock *clock;
  GVariant *cleared;
  gboolean sending;
  gboolean filling;
  gboolean edited;
  gboolean pristine;
};

enum
{
  PROP_0,
  PROP_PROFILE,
  PROP_CLOCK,
  PROP_SENDING,
  N_PROPS,
};

enum
{
  SUBMITTED,
  CANCELLED,
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

static BitacoraCallActivity *
create_activity (BitacoraCallForm *self)
{
  return self->profile != NULL
             ? bitacora_profile_create_activity (self->profile, BITACORA_ACTIVITY_TYPE_CALL)
             : bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
}

/* Text that people paste comes with spaces around it; they mean nothing in a field of one line. */
static char *
dup_stripped (BitacoraTextRow *row)
{
  return g_strstrip (g_strdup (bitacora_text_row_get_text (row)));
}

static BitacoraCallActivity *
read_activity (BitacoraCallForm *self)
{
  BitacoraCallActivity *activity = create_activity (self);
  const gboolean remember = gtk_switch_get_active (self->remember_switch);
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *record_id = dup_stripped (self->record_id_row);
  g_autofree char *module = dup_stripped (self->module_row);
  g_autofree char *status = dup_stripped (self->status_row);
  g_autofree char *owner = dup_stripped (self->owner_row);
  g_autofree char *location = dup_stripped (self->location_row);
  g_autofree char *description = bitacora_description_row_dup_text (self->description_row);

  bitacora_call_activity_set_phone (activity, bitacora_phone_row_get_phone (self->phone_row));
  bitacora_call_activity_set_record_id (activity, record_id);
  bitacora_call_activity_set_name (activity, name);
  bitacora_call_activity_set_description (activity, description);
  bitacora_call_activity_set_priority (activity,
                                       bitacora_priority_row_get_priority (self->priority_row));
  bitacora_call_activity_set_completion_date (activity,
                                              bitacora_moment_row_get_moment (
                                                  self->completion_row));
  bitacora_call_activity_set_remember (activity, remember);
  bitacora_call_activity_set_reminder_date (activity,
                                            remember ? bitacora_moment_row_get_moment (
                                                self->reminder_row)
                                                     : NULL);
  bitacora_call_activity_set_module (activity, module);
  bitacora_call_activity_set_status (activity, status);
  bitacora_call_activity_set_owner (activity, owner);
  bitacora_call_activity_set_location (activity, location);
  return activity;
}

/* What cannot be read comes before what an activity made of the rest would lack. */
static gboolean
check_field (BitacoraCallForm *self,
             BitacoraCallActivity *activity,
             BitacoraActivityField field,
             GError **error)
{
  if (field == BITACORA_FIELD_REMINDER_DATE && !gtk_switch_get_active (self->remember_switch))
    return TRUE;
  return bitacora_field_row_check (self->rows[field], error)
         && bitacora_call_activity_check_field (activity, field, error);
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

      check_field (self, activity, field, &error);
      bitacora_field_row_set_error (self->rows[field], error != NULL ? error->message : NULL);
      if (error != NULL && *first < 0)
        *first = (int)field;
    }
}

static void
forget_errors (BitacoraCallForm *self)
{
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      bitacora_field_row_set_error (self->rows[field], NULL);
      bitacora_field_row_set_touched (self->rows[field], FALSE);
    }
}

static void
fill (BitacoraCallForm *self, BitacoraCallActivity *activity)
{
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  GDateTime *completion = bitacora_call_activity_get_completion_date (activity);
  GDateTime *reminder = bitacora_call_activity_get_reminder_date (activity);
  const gboolean remember = bitacora_call_activity_get_remember (activity);

  self->filling = TRUE;
  if (phone == NULL && self->profile != NULL)
    bitacora_phone_row_set_region (self->phone_row, bitacora_profile_get_country (self->profile));
  bitacora_phone_row_set_phone (self->phone_row, phone);
  bitacora_text_row_set_text (self->record_id_row, bitacora_call_activity_get_record_id (activity));
  bitacora_text_row_set_text (self->name_row, bitacora_call_activity_get_name (activity));
  bitacora_description_row_set_text (self->description_row,
                                     bitacora_call_activity_get_description (activity));
  bitacora_priority_row_set_priority (self->priority_row,
                                      bitacora_call_activity_get_priority (activity));
  if (completion != NULL)
    bitacora_moment_row_set_moment (self->completion_row, completion);
  else
    bitacora_moment_row_follow_clock (self->completion_row);
  gtk_switch_set_active (self->remember_switch, remember);
  bitacora_moment_row_set_moment (self->reminder_row, remember ? reminder : NULL);
  bitacora_text_row_set_text (self->module_row, bitacora_call_activity_get_module (activity));
  bitacora_text_row_set_text (self->status_row, bitacora_call_activity_get_status (activity));
  bitacora_text_row_set_text (self->owner_row, bitacora_call_activity_get_owner (activity));
  bitacora_text_row_set_text (self->location_row, bitacora_call_activity_get_location (activity));
  self->filling = FALSE;

  forget_errors (self);
}

static void
fill_with_defaults (BitacoraCallForm *self)
{
  g_autoptr (BitacoraCallActivity) activity = create_activity (self);

  fill (self, activity);
  /* A call is logged when it is over: until the user says otherwise it ends now. */
  bitacora_moment_row_follow_clock (self->completion_row);
  self->edited = FALSE;
  self->pristine = TRUE;
}

static void
note_content (BitacoraCallForm *self)
{
  self->edited = TRUE;
  self->pristine = FALSE;
}

/* All that stands in the form, readable or not. */
static GVariant *
save_draft (BitacoraCallForm *self)
{
  GVariantDict draft;

  g_variant_dict_init (&draft, NULL);
  g_variant_dict_insert (&draft, "remember", "b", gtk_switch_get_active (self->remember_switch));
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autofree char *key = g_strdup_printf ("%d", (int)field);
      g_autoptr (GVariant) value = bitacora_field_row_save (self->rows[field]);

      g_variant_dict_insert_value (&draft, key, value);
    }
  return g_variant_ref_sink (g_variant_dict_end (&draft));
}

static void
load_draft (BitacoraCallForm *self, GVariant *draft)
{
  gboolean remember = FALSE;

  self->filling = TRUE;
  g_variant_lookup (draft, "remember", "b", &remember);
  gtk_switch_set_active (self->remember_switch, remember);
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autofree char *key = g_strdup_printf ("%d", (int)field);
      g_autoptr (GVariant) value = g_variant_lookup_value (draft, key, NULL);

      bitacora_field_row_load (self->rows[field], value);
    }
  self->filling = FALSE;
  forget_errors (self);
}

static void
note_edit (BitacoraCallForm *self)
{
  note_content (self);
  bitacora_refusal_bar_set_sentence (self->refusal_bar, NULL);
}

static void
row_edited_cb (BitacoraCallForm *self, BitacoraFieldRow *row)
{
  if (self->filling)
    return;
  note_edit (self);

  /* A sentence that is no longer true goes at once; a new one waits until the row is left. */
  if (bitacora_field_row_get_error (row) != NULL)
    {
      g_autoptr (BitacoraCallActivity) activity = read_activity (self);

      if (check_field (self, activity, find_field (self, row), NULL))
        bitacora_field_row_set_error (row, NULL);
    }
}

static void
row_left_cb (BitacoraCallForm *self, BitacoraFieldRow *row)
{
  g_autoptr (BitacoraCallActivity) activity = read_activity (self);
  g_autoptr (GError) error = NULL;

  check_field (self, activity, find_field (self, row), &error);
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
  self->cleared = save_draft (self);
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
cancel_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_signal_emit (data, signals[CANCELLED], 0);
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
    case PROP_SENDING:
      g_value_set_boolean (value, self->sending);
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
    case PROP_SENDING:
      bitacora_call_form_set_sending (self, g_value_get_boolean (value));
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
  properties[PROP_SENDING] = g_param_spec_boolean ("sending", NULL, NULL, FALSE, flags);
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
  signals[CANCELLED]
      = g_signal_new ("cancelled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, sending_box);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallForm, log_button);
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
    { "cancel", cancel_activated_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   self);
  enable (self, "restore", FALSE);
  enable (self, "cancel", FALSE);
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
  fill_with_defaults (self);
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
 * A form that the user has written in keeps what stands there.
 */
void
bitacora_call_form_set_profile (BitacoraCallForm *self, BitacoraProfile *profile)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));
  g_return_if_fail (profile == NULL || BITACORA_IS_PROFILE (profile));

  if (!g_set_object (&self->profile, profile))
    return;
  if (self->pristine)
    fill_with_defaults (self);
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
 * bitacora_call_form_set_sending:
 * @sending: whether the call last submitted is on its way
 *
 * Meanwhile nothing else can be logged, but everything can be edited.
 */
void
bitacora_call_form_set_sending (BitacoraCallForm *self, gboolean sending)
{
  g_return_if_fail (BITACORA_IS_CALL_FORM (self));

  if (self->sending == sending)
    return;
  self->sending = sending;
  enable (self, "log", !sending);
  enable (self, "cancel", sending);
  gtk_widget_set_visible (self->sending_box, sending);
  gtk_widget_set_hexpand (self->log_button, !sending);
  gtk_spinner_set_spinning (self->spinner, sending);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENDING]);
}

/**
 * bitacora_call_form_get_actions:
 *
 * Returns: (transfer none): the actions `log`, `clear`, `restore` and `cancel`, for a window that
 *   wants to offer them outside the form
 */
GActionGroup *
bitacora_call_form_get_actions (BitacoraCallForm *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), NULL);

  return G_ACTION_GROUP (self->actions);
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

  fill_with_defaults (self);
  bitacora_refusal_bar_set_sentence (self->refusal_bar, NULL);
  adw_expander_row_set_expanded (self->more_row, FALSE);
  focus_start (self);
  forget_errors (self);
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
    self->cleared = save_draft (self);
  enable (self, "restore", self->cleared != NULL);
  load_draft (self, draft);
  note_content (self);
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

  fill (self, activity);
  bitacora_refusal_bar_set_sentence (self->refusal_bar, NULL);
  note_content (self);
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

  if (self->sending)
    return FALSE;
  activity = read_activity (self);
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
