/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-activity.h"

typedef enum
{
  TEXT_NAME,
  TEXT_DESCRIPTION,
  TEXT_STATUS,
  TEXT_MODULE,
  TEXT_RECORD_ID,
  TEXT_OWNER,
  TEXT_LOCATION,
  N_TEXTS
} Text;

struct _BitacoraCallActivity
{
  GObject parent_instance;

  BitacoraActivityType type;
  char *texts[N_TEXTS];
  BitacoraPriority priority;
  BitacoraPhoneNumber *phone;
  GDateTime *completion_date;
  gboolean remember;
  GDateTime *reminder_date;
};

enum
{
  PROP_0,
  PROP_ACTIVITY_TYPE,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_PRIORITY,
  PROP_STATUS,
  PROP_MODULE,
  PROP_RECORD_ID,
  PROP_OWNER,
  PROP_LOCATION,
  PROP_PHONE,
  PROP_COMPLETION_DATE,
  PROP_REMEMBER,
  PROP_REMINDER_DATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Its place in this table is the text's number. */
static const guint text_props[N_TEXTS] = {
  [TEXT_NAME] = PROP_NAME,           [TEXT_DESCRIPTION] = PROP_DESCRIPTION,
  [TEXT_STATUS] = PROP_STATUS,       [TEXT_MODULE] = PROP_MODULE,
  [TEXT_RECORD_ID] = PROP_RECORD_ID, [TEXT_OWNER] = PROP_OWNER,
  [TEXT_LOCATION] = PROP_LOCATION,
};

G_DEFINE_FINAL_TYPE (BitacoraCallActivity, bitacora_call_activity, G_TYPE_OBJECT)

static void
set_text (BitacoraCallActivity *self, Text text, const char *value)
{
  value = value != NULL ? value : "";
  if (g_strcmp0 (self->texts[text], value) == 0)
    return;

  g_free (self->texts[text]);
  self->texts[text] = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[text_props[text]]);
}

static void
set_moment (BitacoraCallActivity *self, GDateTime **place, GDateTime *moment, guint prop)
{
  if (*place == moment)
    return;

  g_clear_pointer (place, g_date_time_unref);
  *place = moment != NULL ? g_date_time_ref (moment) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
bitacora_call_activity_get_property (GObject *object,
                                     guint prop_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  BitacoraCallActivity *self = BITACORA_CALL_ACTIVITY (object);

  for (guint i = 0; i < N_TEXTS; i++)
    if (text_props[i] == prop_id)
      {
        g_value_set_string (value, self->texts[i]);
        return;
      }

  switch (prop_id)
    {
    case PROP_ACTIVITY_TYPE:
      g_value_set_enum (value, self->type);
      break;
    case PROP_PRIORITY:
      g_value_set_enum (value, self->priority);
      break;
    case PROP_PHONE:
      g_value_set_object (value, self->phone);
      break;
    case PROP_COMPLETION_DATE:
      g_value_set_boxed (value, self->completion_date);
      break;
    case PROP_REMEMBER:
      g_value_set_boolean (value, self->remember);
      break;
    case PROP_REMINDER_DATE:
      g_value_set_boxed (value, self->reminder_date);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_call_activity_set_property (GObject *object,
                                     guint prop_id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  BitacoraCallActivity *self = BITACORA_CALL_ACTIVITY (object);

  for (guint i = 0; i < N_TEXTS; i++)
    if (text_props[i] == prop_id)
      {
        set_text (self, i, g_value_get_string (value));
        return;
      }

  switch (prop_id)
    {
    case PROP_ACTIVITY_TYPE:
      self->type = g_value_get_enum (value);
      break;
    case PROP_PRIORITY:
      bitacora_call_activity_set_priority (self, g_value_get_enum (value));
      break;
    case PROP_PHONE:
      bitacora_call_activity_set_phone (self, g_value_get_object (value));
      break;
    case PROP_COMPLETION_DATE:
      bitacora_call_activity_set_completion_date (self, g_value_get_boxed (value));
      break;
    case PROP_REMEMBER:
      bitacora_call_activity_set_remember (self, g_value_get_boolean (value));
      break;
    case PROP_REMINDER_DATE:
      bitacora_call_activity_set_reminder_date (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_call_activity_finalize (GObject *object)
{
  BitacoraCallActivity *self = BITACORA_CALL_ACTIVITY (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_pointer (&self->texts[i], g_free);
  g_clear_object (&self->phone);
  g_clear_pointer (&self->completion_date, g_date_time_unref);
  g_clear_pointer (&self->reminder_date, g_date_time_unref);

  G_OBJECT_CLASS (bitacora_call_activity_parent_class)->finalize (object);
}

static void
bitacora_call_activity_class_init (BitacoraCallActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_call_activity_get_property;
  object_class->set_property = bitacora_call_activity_set_property;
  object_class->finalize = bitacora_call_activity_finalize;

  properties[PROP_ACTIVITY_TYPE]
      = g_param_spec_enum ("activity-type",
                           NULL,
                           NULL,
                           BITACORA_TYPE_ACTIVITY_TYPE,
                           BITACORA_ACTIVITY_TYPE_CALL,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, "", flags);
  properties[PROP_PRIORITY] = g_param_spec_enum ("priority",
                                                 NULL,
                                                 NULL,
                                                 BITACORA_TYPE_PRIORITY,
                                                 BITACORA_PRIORITY_NORMAL,
                                                 flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, "created", flags);
  properties[PROP_MODULE] = g_param_spec_string ("module", NULL, NULL, "", flags);
  properties[PROP_RECORD_ID] = g_param_spec_string ("record-id", NULL, NULL, "", flags);
  properties[PROP_OWNER] = g_param_spec_string ("owner", NULL, NULL, "", flags);
  properties[PROP_LOCATION] = g_param_spec_string ("location", NULL, NULL, "", flags);
  properties[PROP_PHONE]
      = g_param_spec_object ("phone", NULL, NULL, BITACORA_TYPE_PHONE_NUMBER, flags);
  properties[PROP_COMPLETION_DATE]
      = g_param_spec_boxed ("completion-date", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_REMEMBER] = g_param_spec_boolean ("remember", NULL, NULL, FALSE, flags);
  properties[PROP_REMINDER_DATE]
      = g_param_spec_boxed ("reminder-date", NULL, NULL, G_TYPE_DATE_TIME, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_call_activity_init (BitacoraCallActivity *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = g_strdup (i == TEXT_STATUS ? "created" : "");
  self->priority = BITACORA_PRIORITY_NORMAL;
}

/**
 * bitacora_call_activity_new:
 * @type: a call or a task
 *
 * Makes an activity of status `created` and normal priority, all else empty. Setters take
 * whatever they are given; bitacora_call_activity_validate() says what the CRM would not.
 *
 * Returns: (transfer full): the activity
 */
BitacoraCallActivity *
bitacora_call_activity_new (BitacoraActivityType type)
{
  return g_object_new (BITACORA_TYPE_CALL_ACTIVITY, "activity-type", type, NULL);
}

/**
 * bitacora_call_activity_copy:
 * @self: an activity
 *
 * Returns: (transfer full): another activity of the same content
 */
BitacoraCallActivity *
bitacora_call_activity_copy (BitacoraCallActivity *self)
{
  BitacoraCallActivity *copy;

  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  copy = bitacora_call_activity_new (self->type);
  for (guint i = 0; i < N_TEXTS; i++)
    set_text (copy, i, self->texts[i]);
  copy->priority = self->priority;
  copy->remember = self->remember;
  bitacora_call_activity_set_phone (copy, self->phone);
  bitacora_call_activity_set_completion_date (copy, self->completion_date);
  bitacora_call_activity_set_reminder_date (copy, self->reminder_date);
  return copy;
}

/**
 * bitacora_call_activity_get_activity_type:
 * @self: an activity
 *
 * Returns: whether it is a call or a task
 */
BitacoraActivityType
bitacora_call_activity_get_activity_type (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), BITACORA_ACTIVITY_TYPE_CALL);

  return self->type;
}

/**
 * bitacora_call_activity_get_name:
 * @self: an activity
 *
 * Returns: (transfer none): its name, the subject; empty if there is none
 */
const char *
bitacora_call_activity_get_name (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->texts[TEXT_NAME];
}

/**
 * bitacora_call_activity_set_name:
 * @self: an activity
 * @name: (nullable): its name, the subject
 */
void
bitacora_call_activity_set_name (BitacoraCallActivity *self, const char *name)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_text (self, TEXT_NAME, name);
}

/**
 * bitacora_call_activity_get_description:
 * @self: an activity
 *
 * Returns: (transfer none): free text, of one or more lines; empty if there is none
 */
const char *
bitacora_call_activity_get_description (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->texts[TEXT_DESCRIPTION];
}

/**
 * bitacora_call_activity_set_description:
 * @self: an activity
 * @description: (nullable): free text, of one or more lines
 */
void
bitacora_call_activity_set_description (BitacoraCallActivity *self, const char *description)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_text (self, TEXT_DESCRIPTION, description);
}

/**
 * bitacora_call_activity_get_priority:
 * @self: an activity
 *
 * Returns: its priority
 */
BitacoraPriority
bitacora_call_activity_get_priority (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), BITACORA_PRIORITY_NORMAL);

  return self->priority;
}

/**
 * bitacora_call_activity_set_priority:
 * @self: an activity
 * @priority: its priority
 */
void
bitacora_call_activity_set_priority (BitacoraCallActivity *self, BitacoraPriority priority)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  if (self->priority == priority)
    return;
  self->priority = priority;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRIORITY]);
}

/**
 * bitacora_call_activity_get_status:
 * @self: an activity
 *
 * Returns: (transfer none): its status in the CRM's words; a new one is `created`; empty if there
 * is none
 */
const char *
bitacora_call_activity_get_status (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->texts[TEXT_STATUS];
}

/**
 * bitacora_call_activity_set_status:
 * @self: an activity
 * @status: (nullable): its status in the CRM's words; a new one is `created`
 */
void
bitacora_call_activity_set_status (BitacoraCallActivity *self, const char *status)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_text (self, TEXT_STATUS, status);
}

/**
 * bitacora_call_activity_get_module:
 * @self: an activity
 *
 * Returns: (transfer none): the module of the record that it hangs on, such as `contacts`; empty if
 * there is none
 */
const char *
bitacora_call_activity_get_module (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->texts[TEXT_MODULE];
}

/**
 * bitacora_call_activity_set_module:
 * @self: an activity
 * @module: (nullable): the module of the record that it hangs on, such as `contacts`
 */
void
bitacora_call_activity_set_module (BitacoraCallActivity *self, const char *module)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_text (self, TEXT_MODULE, module);
}

/**
 * bitacora_call_activity_get_record_id:
 * @self: an activity
 *
 * Returns: (transfer none): the `wolkvox_id` of the record that it hangs on; empty if there is none
 */
const char *
bitacora_call_activity_get_record_id (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->texts[TEXT_RECORD_ID];
}

/**
 * bitacora_call_activity_set_record_id:
 * @self: an activity
 * @record_id: (nullable): the `wolkvox_id` of the record that it hangs on
 */
void
bitacora_call_activity_set_record_id (BitacoraCallActivity *self, const char *record_id)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_text (self, TEXT_RECORD_ID, record_id);
}

/**
 * bitacora_call_activity_get_owner:
 * @self: an activity
 *
 * Returns: (transfer none): the CRM user whom it belongs to; empty if there is none
 */
const char *
bitacora_call_activity_get_owner (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->texts[TEXT_OWNER];
}

/**
 * bitacora_call_activity_set_owner:
 * @self: an activity
 * @owner: (nullable): the CRM user whom it belongs to
 */
void
bitacora_call_activity_set_owner (BitacoraCallActivity *self, const char *owner)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_text (self, TEXT_OWNER, owner);
}

/**
 * bitacora_call_activity_get_location:
 * @self: an activity
 *
 * Returns: (transfer none): free text; empty if there is none
 */
const char *
bitacora_call_activity_get_location (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->texts[TEXT_LOCATION];
}

/**
 * bitacora_call_activity_set_location:
 * @self: an activity
 * @location: (nullable): free text
 */
void
bitacora_call_activity_set_location (BitacoraCallActivity *self, const char *location)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_text (self, TEXT_LOCATION, location);
}

/**
 * bitacora_call_activity_get_phone:
 * @self: an activity
 *
 * Returns: (transfer none) (nullable): the number of the call
 */
BitacoraPhoneNumber *
bitacora_call_activity_get_phone (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->phone;
}

/**
 * bitacora_call_activity_set_phone:
 * @self: an activity
 * @phone: (nullable): the number of the call
 */
void
bitacora_call_activity_set_phone (BitacoraCallActivity *self, BitacoraPhoneNumber *phone)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));
  g_return_if_fail (phone == NULL || BITACORA_IS_PHONE_NUMBER (phone));

  if (g_set_object (&self->phone, phone))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHONE]);
}

/**
 * bitacora_call_activity_get_completion_date:
 * @self: an activity
 *
 * Returns: (transfer none) (nullable): when the call took place, or when the task is done, in the
 * zone in which it was set
 */
GDateTime *
bitacora_call_activity_get_completion_date (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->completion_date;
}

/**
 * bitacora_call_activity_set_completion_date:
 * @self: an activity
 * @moment: (nullable): when the call took place, or when the task is done, in any zone
 */
void
bitacora_call_activity_set_completion_date (BitacoraCallActivity *self, GDateTime *moment)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_moment (self, &self->completion_date, moment, PROP_COMPLETION_DATE);
}

/**
 * bitacora_call_activity_get_remember:
 * @self: an activity
 *
 * Returns: whether the CRM is to remind of it
 */
gboolean
bitacora_call_activity_get_remember (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), FALSE);

  return self->remember;
}

/**
 * bitacora_call_activity_set_remember:
 * @self: an activity
 * @remember: whether the CRM is to remind of it, at its reminder date
 */
void
bitacora_call_activity_set_remember (BitacoraCallActivity *self, gboolean remember)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  remember = !!remember;
  if (self->remember == remember)
    return;
  self->remember = remember;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMEMBER]);
}

/**
 * bitacora_call_activity_get_reminder_date:
 * @self: an activity
 *
 * Returns: (transfer none) (nullable): when to remind of it, in the zone in which it was set
 */
GDateTime *
bitacora_call_activity_get_reminder_date (BitacoraCallActivity *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (self), NULL);

  return self->reminder_date;
}

/**
 * bitacora_call_activity_set_reminder_date:
 * @self: an activity
 * @moment: (nullable): when to remind of it, in any zone
 */
void
bitacora_call_activity_set_reminder_date (BitacoraCallActivity *self, GDateTime *moment)
{
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (self));

  set_moment (self, &self->reminder_date, moment, PROP_REMINDER_DATE);
}
