/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "bitacora-call-form-private.h"

#define VERSION 1

/* The names of the rows in the text: what an older version wrote is still read by a newer one. */
static const char *const names[BITACORA_N_FIELDS] = {
  [BITACORA_FIELD_PHONE] = "phone",
  [BITACORA_FIELD_RECORD_ID] = "record",
  [BITACORA_FIELD_NAME] = "name",
  [BITACORA_FIELD_DESCRIPTION] = "description",
  [BITACORA_FIELD_PRIORITY] = "priority",
  [BITACORA_FIELD_COMPLETION_DATE] = "completion",
  [BITACORA_FIELD_REMINDER_DATE] = "reminder",
  [BITACORA_FIELD_MODULE] = "module",
  [BITACORA_FIELD_STATUS] = "status",
  [BITACORA_FIELD_OWNER] = "owner",
  [BITACORA_FIELD_LOCATION] = "location",
};

static gboolean
priority_is_known (GVariant *value)
{
  return g_variant_get_int32 (value) >= BITACORA_PRIORITY_LOW
         && g_variant_get_int32 (value) <= BITACORA_PRIORITY_HIGH;
}

/* What the row would give by itself says of which kind its value has to be. */
static GVariant *
read_row (BitacoraCallForm *self, BitacoraActivityField field, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, names[field]);
  g_autoptr (GVariant) present = bitacora_field_row_save (self->rows[field]);
  g_autoptr (GVariant) value = NULL;

  if (node == NULL || present == NULL)
    return NULL;
  value = json_gvariant_deserialize (node, g_variant_get_type_string (present), NULL);
  if (value != NULL)
    g_variant_ref_sink (value);
  if (value != NULL && field == BITACORA_FIELD_PRIORITY && !priority_is_known (value))
    return NULL;
  return g_steal_pointer (&value);
}

/**
 * bitacora_call_form_save_state:
 * @self: the form
 * @corrected_id: the entry that the form corrects, 0 for a new call
 *
 * Writes down all that stands in the form, readable or not.
 *
 * Returns: (transfer full) (nullable): a JSON text, or %NULL if nobody has written in the form
 */
char *
bitacora_call_form_save_state (BitacoraCallForm *self, gint64 corrected_id)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), NULL);

  if (self->pristine)
    return NULL;

  object = json_object_new ();
  json_object_set_int_member (object, "version", VERSION);
  if (corrected_id != 0)
    json_object_set_int_member (object, "corrects", corrected_id);
  json_object_set_boolean_member (object,
                                  "remember",
                                  gtk_switch_get_active (self->remember_switch));
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GVariant) value = bitacora_field_row_save (self->rows[field]);

      if (value != NULL)
        json_object_set_member (object, names[field], json_gvariant_serialize (value));
    }

  root = json_node_init_object (json_node_alloc (), object);
  return json_to_string (root, FALSE);
}

/**
 * bitacora_call_form_restore_state:
 * @self: the form
 * @text: what bitacora_call_form_save_state() gave
 * @corrected_id: (out) (optional): the entry that it corrects, 0 for a new call
 *
 * Shows in the rows what @text holds; rows that it does not speak of stay as they are. It counts
 * as written by the user.
 *
 * Returns: whether @text could be read; the form is left alone if not
 */
gboolean
bitacora_call_form_restore_state (BitacoraCallForm *self, const char *text, gint64 *corrected_id)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  root = json_from_string (text, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  if (json_object_get_int_member_with_default (object, "version", 0) != VERSION)
    return FALSE;

  self->filling = TRUE;
  gtk_switch_set_active (self->remember_switch,
                         json_object_get_boolean_member_with_default (object, "remember", FALSE));
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GVariant) value = read_row (self, field, object);

      bitacora_field_row_load (self->rows[field], value);
    }
  self->filling = FALSE;
  self->on_defaults = FALSE;
  bitacora_call_form_forget_errors (self);
  bitacora_call_form_note_content (self);
  if (corrected_id != NULL)
    *corrected_id = json_object_get_int_member_with_default (object, "corrects", 0);

  return TRUE;
}
