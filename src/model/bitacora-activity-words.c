/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-activity.h"

#include <glib/gi18n-lib.h>

/* The CRM's own words for them. */
static const char *const type_names[] = { "call", "task" };
static const char *const priority_names[] = { "low", "normal", "high" };

/**
 * bitacora_activity_type_get_type:
 *
 * Returns: the #GType of #BitacoraActivityType
 */
GType
bitacora_activity_type_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[]
          = { { BITACORA_ACTIVITY_TYPE_CALL, "BITACORA_ACTIVITY_TYPE_CALL", "call" },
              { BITACORA_ACTIVITY_TYPE_TASK, "BITACORA_ACTIVITY_TYPE_TASK", "task" },
              { 0, NULL, NULL } };

      g_once_init_leave (&type, g_enum_register_static ("BitacoraActivityType", values));
    }
  return type;
}

/**
 * bitacora_priority_get_type:
 *
 * Returns: the #GType of #BitacoraPriority
 */
GType
bitacora_priority_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[]
          = { { BITACORA_PRIORITY_LOW, "BITACORA_PRIORITY_LOW", "low" },
              { BITACORA_PRIORITY_NORMAL, "BITACORA_PRIORITY_NORMAL", "normal" },
              { BITACORA_PRIORITY_HIGH, "BITACORA_PRIORITY_HIGH", "high" },
              { 0, NULL, NULL } };

      g_once_init_leave (&type, g_enum_register_static ("BitacoraPriority", values));
    }
  return type;
}

/**
 * bitacora_activity_type_to_string:
 * @type: a type
 *
 * Returns: (transfer none): the CRM's word for it: `call` or `task`
 */
const char *
bitacora_activity_type_to_string (BitacoraActivityType type)
{
  g_return_val_if_fail ((guint)type < G_N_ELEMENTS (type_names), NULL);

  return type_names[type];
}

/**
 * bitacora_activity_type_from_string:
 * @text: the CRM's word for a type
 * @type: (out): where to put it
 * @error: return location for a #BITACORA_ACTIVITY_ERROR
 *
 * Returns: %TRUE, or %FALSE with @error set to %BITACORA_ACTIVITY_ERROR_INVALID
 */
gboolean
bitacora_activity_type_from_string (const char *text, BitacoraActivityType *type, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (type != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_str_equal (text, type_names[i]))
      {
        *type = i;
        return TRUE;
      }
  g_set_error (error,
               BITACORA_ACTIVITY_ERROR,
               BITACORA_ACTIVITY_ERROR_INVALID,
               _ ("There is no activity of type “%s”. It can be call or task."),
               text);
  return FALSE;
}

/**
 * bitacora_priority_to_string:
 * @priority: a priority
 *
 * Returns: (transfer none): the CRM's word for it: `low`, `normal` or `high`
 */
const char *
bitacora_priority_to_string (BitacoraPriority priority)
{
  g_return_val_if_fail ((guint)priority < G_N_ELEMENTS (priority_names), NULL);

  return priority_names[priority];
}

/**
 * bitacora_priority_from_string:
 * @text: the CRM's word for a priority
 * @priority: (out): where to put it
 * @error: return location for a #BITACORA_ACTIVITY_ERROR
 *
 * Returns: %TRUE, or %FALSE with @error set to %BITACORA_ACTIVITY_ERROR_INVALID
 */
gboolean
bitacora_priority_from_string (const char *text, BitacoraPriority *priority, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (priority != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (priority_names); i++)
    if (g_str_equal (text, priority_names[i]))
      {
        *priority = i;
        return TRUE;
      }
  g_set_error (error,
               BITACORA_ACTIVITY_ERROR,
               BITACORA_ACTIVITY_ERROR_INVALID,
               _ ("There is no priority “%s”. It can be high, normal or low."),
               text);
  return FALSE;
}

/**
 * bitacora_activity_field_get_label:
 * @field: a field
 *
 * Returns: (transfer none): the field's name in the user's language
 */
const char *
bitacora_activity_field_get_label (BitacoraActivityField field)
{
  static const char *const labels[BITACORA_N_FIELDS] = {
    [BITACORA_FIELD_PHONE] = N_ ("Phone"),
    [BITACORA_FIELD_RECORD_ID] = N_ ("Record ID"),
    [BITACORA_FIELD_NAME] = N_ ("Name"),
    [BITACORA_FIELD_DESCRIPTION] = N_ ("Description"),
    [BITACORA_FIELD_PRIORITY] = N_ ("Priority"),
    [BITACORA_FIELD_COMPLETION_DATE] = N_ ("Completion date"),
    [BITACORA_FIELD_REMINDER_DATE] = N_ ("Reminder date"),
    [BITACORA_FIELD_MODULE] = N_ ("Module"),
    [BITACORA_FIELD_STATUS] = N_ ("Status"),
    [BITACORA_FIELD_OWNER] = N_ ("Owner"),
    [BITACORA_FIELD_LOCATION] = N_ ("Location"),
  };

  g_return_val_if_fail ((guint)field < BITACORA_N_FIELDS, NULL);

  return _ (labels[field]);
}
