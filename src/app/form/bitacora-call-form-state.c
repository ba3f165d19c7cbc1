/* SPDX-License-Identifier: GPL-3.0-or-later */
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
read_row (BitacoraCallForm *self, BitacoraActivityField field, GVariant *state)
{
  g_autoptr (GVariant) present = bitacora_field_row_save (self->rows[field]);
  g_autoptr (GVariant) value = NULL;

  if (present == NULL)
    return NULL;
  value = g_variant_lookup_value (state, names[field], g_variant_get_type (present));
  if (value != NULL && field == BITACORA_FIELD_PRIORITY && !priority_is_known (value))
    return NULL;
  return g_steal_pointer (&value);
}

/**
 * bitacora_call_form_save_draft:
 * @self: the form
 *
 * Returns: (transfer full): all that stands in the form, readable or not
 */
GVariant *
bitacora_call_form_save_draft (BitacoraCallForm *self)
{
  GVariantDict draft;

  g_variant_dict_init (&draft, NULL);
  g_variant_dict_insert (&draft, "remember", "b", gtk_switch_get_active (self->remember_switch));
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GVariant) value = bitacora_field_row_save (self->rows[field]);

      g_variant_dict_insert_value (&draft, names[field], value);
    }
  return g_variant_ref_sink (g_variant_dict_end (&draft));
}

/**
 * bitacora_call_form_load_draft:
 * @self: the form
 * @draft: what bitacora_call_form_save_draft() gave, maybe in an older version
 *
 * Shows @draft in the rows, none of which counts as touched then.
 */
void
bitacora_call_form_load_draft (BitacoraCallForm *self, GVariant *draft)
{
  gboolean remember = FALSE;

  self->filling = TRUE;
  g_variant_lookup (draft, "remember", "b", &remember);
  gtk_switch_set_active (self->remember_switch, remember);
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GVariant) value = read_row (self, field, draft);

      bitacora_field_row_load (self->rows[field], value);
    }
  self->filling = FALSE;
  self->on_defaults = FALSE;
  bitacora_call_form_forget_errors (self);
}

/**
 * bitacora_call_form_save_state:
 * @self: the form
 * @corrected_id: the entry that the form corrects, 0 for a new call
 *
 * Writes down the draft for another run of the program.
 *
 * Returns: (transfer full) (nullable): the text of a #GVariant, or %NULL if nobody has written in
 *   the form
 */
char *
bitacora_call_form_save_state (BitacoraCallForm *self, gint64 corrected_id)
{
  g_autoptr (GVariant) draft = NULL;
  g_autoptr (GVariant) state = NULL;
  GVariantDict dict;

  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), NULL);

  if (self->pristine)
    return NULL;

  draft = bitacora_call_form_save_draft (self);
  g_variant_dict_init (&dict, draft);
  g_variant_dict_insert (&dict, "version", "i", VERSION);
  g_variant_dict_insert (&dict, "corrects", "x", corrected_id);
  state = g_variant_ref_sink (g_variant_dict_end (&dict));
  return g_variant_print (state, TRUE);
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
  g_autoptr (GVariant) state = NULL;
  gint32 version = 0;
  gint64 corrects = 0;

  g_return_val_if_fail (BITACORA_IS_CALL_FORM (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  state = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  if (state == NULL || !g_variant_lookup (state, "version", "i", &version) || version != VERSION)
    return FALSE;

  g_variant_lookup (state, "corrects", "x", &corrects);
  bitacora_call_form_load_draft (self, state);
  bitacora_call_form_note_content (self);
  if (corrected_id != NULL)
    *corrected_id = corrects;

  return TRUE;
}
