/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-quick-entry-private.h"

#define VERSION 1

/* What is taken from a link or an earlier call, and not shown. The names stand in drafts: what an
 * older version wrote is still read by a newer one. */
static const struct
{
  const char *name;
  const char *(*get) (BitacoraCallActivity *activity);
  void (*set) (BitacoraCallActivity *activity, const char *text);
} texts[] = {
  { "name", bitacora_call_activity_get_name, bitacora_call_activity_set_name },
  { "record", bitacora_call_activity_get_record_id, bitacora_call_activity_set_record_id },
  { "module", bitacora_call_activity_get_module, bitacora_call_activity_set_module },
  { "status", bitacora_call_activity_get_status, bitacora_call_activity_set_status },
  { "owner", bitacora_call_activity_get_owner, bitacora_call_activity_set_owner },
  { "location", bitacora_call_activity_get_location, bitacora_call_activity_set_location },
};

static GVariant *
save_activity (BitacoraCallActivity *activity)
{
  BitacoraPhoneNumber *phone;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (activity == NULL)
    return g_variant_dict_end (&dict);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_variant_dict_insert (&dict, texts[i].name, "s", texts[i].get (activity));
  phone = bitacora_call_activity_get_phone (activity);
  if (phone != NULL)
    {
      g_autofree char *number = bitacora_phone_number_format_e164 (phone);

      g_variant_dict_insert (&dict, "phone", "s", number);
    }
  return g_variant_dict_end (&dict);
}

static BitacoraCallActivity *
load_activity (GVariant *state, const char *key)
{
  g_autoptr (GVariant) saved = g_variant_lookup_value (state, key, G_VARIANT_TYPE_VARDICT);
  BitacoraCallActivity *activity;
  const char *text;

  if (saved == NULL || g_variant_n_children (saved) == 0)
    return NULL;
  activity = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_variant_lookup (saved, texts[i].name, "&s", &text))
      texts[i].set (activity, text);
  if (g_variant_lookup (saved, "phone", "&s", &text))
    {
      g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse (text, NULL, NULL);

      bitacora_call_activity_set_phone (activity, phone);
    }
  return activity;
}

static void
save_follow_up (BitacoraQuickEntry *self, GVariantDict *dict)
{
  g_variant_dict_insert (dict, "follow-up", "s", self->follow_up);
  if (g_str_equal (self->follow_up, BITACORA_FOLLOW_UP_PICK))
    g_variant_dict_insert_value (dict,
                                 "moment",
                                 bitacora_field_row_save (BITACORA_FIELD_ROW (self->moment_row)));
}

static void
load_follow_up (BitacoraQuickEntry *self, GVariant *state)
{
  const char *choice;
  g_autoptr (GVariant) moment = NULL;
  g_autoptr (GVariant) present = NULL;

  if (!g_variant_lookup (state, "follow-up", "&s", &choice))
    return;
  bitacora_quick_entry_set_follow_up_choice (self, choice);
  if (!g_str_equal (self->follow_up, BITACORA_FOLLOW_UP_PICK))
    return;
  present = g_variant_ref_sink (bitacora_field_row_save (BITACORA_FIELD_ROW (self->moment_row)));
  moment = g_variant_lookup_value (state, "moment", g_variant_get_type (present));
  if (moment != NULL)
    bitacora_field_row_load (BITACORA_FIELD_ROW (self->moment_row), moment);
}

static void
load_entries (BitacoraQuickEntry *self, GVariant *state)
{
  const char *text;
  g_autoptr (GVariant) pieces = NULL;

  if (g_variant_lookup (state, "contact", "&s", &text) && *text != '\0')
    self->typed_contact = g_strdup (text);
  if (g_variant_lookup (state, "who", "&s", &text))
    gtk_editable_set_text (GTK_EDITABLE (self->who_entry), text);
  if (g_variant_lookup (state, "name", "&s", &text))
    gtk_editable_set_text (GTK_EDITABLE (self->name_entry), text);
  g_variant_lookup (state, "name-is-typed", "b", &self->name_is_typed);
  if (g_variant_lookup (state, "outcome", "&s", &text) && *text != '\0')
    bitacora_outcome_chips_set_outcome (self->chips, text);
  if (g_variant_lookup (state, "note", "&s", &text))
    gtk_text_buffer_set_text (self->note_buffer, text, -1);
  pieces = g_variant_lookup_value (state, "pieces", NULL);
  bitacora_note_writer_load (self->writer, pieces);
}

static void
load_choices (BitacoraQuickEntry *self, GVariant *state)
{
  g_autoptr (GVariant) timer = NULL;
  const char *text;
  BitacoraPriority priority;

  if (g_variant_lookup (state, "priority", "&s", &text)
      && bitacora_priority_from_string (text, &priority, NULL))
    bitacora_quick_entry_set_priority (self, priority);
  load_follow_up (self, state);
  g_variant_lookup (state, "completes", "x", &self->follow_up_id);
  timer = g_variant_lookup_value (state, "timer", G_VARIANT_TYPE ("(xxb)"));
  if (timer != NULL)
    bitacora_call_timer_load (self->timer, timer);
}

/**
 * bitacora_quick_entry_save_state:
 *
 * Writes down all that stands in the window, for another run of the program.
 *
 * Returns: (transfer full) (nullable): the text of a #GVariant, %NULL if nobody has written in it
 */
char *
bitacora_quick_entry_save_state (BitacoraQuickEntry *self)
{
  const char *outcome = bitacora_outcome_chips_get_outcome (self->chips);
  g_autofree char *note = NULL;
  g_autoptr (GVariant) state = NULL;
  GVariantDict dict;

  if (self->pristine)
    return NULL;
  note = bitacora_quick_entry_dup_note (self);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "version", "i", VERSION);
  g_variant_dict_insert (&dict, "who", "s", gtk_editable_get_text (GTK_EDITABLE (self->who_entry)));
  g_variant_dict_insert (&dict,
                         "contact",
                         "s",
                         self->typed_contact != NULL ? self->typed_contact : "");
  g_variant_dict_insert (&dict,
                         "name",
                         "s",
                         gtk_editable_get_text (GTK_EDITABLE (self->name_entry)));
  g_variant_dict_insert (&dict, "name-is-typed", "b", self->name_is_typed);
  g_variant_dict_insert (&dict, "outcome", "s", outcome != NULL ? outcome : "");
  g_variant_dict_insert (&dict, "note", "s", note);
  g_variant_dict_insert_value (&dict, "pieces", bitacora_note_writer_save (self->writer));
  g_variant_dict_insert_value (&dict, "given", save_activity (self->given));
  g_variant_dict_insert_value (&dict, "recalled", save_activity (self->recalled));
  if (self->has_priority)
    g_variant_dict_insert (&dict, "priority", "s", bitacora_priority_to_string (self->priority));
  save_follow_up (self, &dict);
  g_variant_dict_insert (&dict, "completes", "x", self->follow_up_id);
  g_variant_dict_insert_value (&dict, "timer", bitacora_call_timer_save (self->timer));
  state = g_variant_ref_sink (g_variant_dict_end (&dict));
  return g_variant_print (state, TRUE);
}

/**
 * bitacora_quick_entry_load_state:
 * @text: what bitacora_quick_entry_save_state() gave, maybe in an older version
 *
 * Shows what @text holds in the place of all that stands in the window. It counts as written by
 * the user.
 *
 * Returns: whether @text could be read; the window is left alone if not
 */
gboolean
bitacora_quick_entry_load_state (BitacoraQuickEntry *self, const char *text)
{
  g_autoptr (GVariant) state = NULL;
  gint32 version = 0;

  state = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  if (state == NULL || !g_variant_lookup (state, "version", "i", &version) || version != VERSION)
    return FALSE;

  bitacora_quick_entry_clear (self);
  self->filling = TRUE;
  self->given = load_activity (state, "given");
  self->recalled = load_activity (state, "recalled");
  load_entries (self, state);
  load_choices (self, state);
  bitacora_quick_entry_read_phone (self);
  bitacora_quick_entry_show_record (self);
  bitacora_quick_entry_write_words (self);
  self->filling = FALSE;
  self->pristine = FALSE;
  bitacora_quick_entry_look_up (self);
  bitacora_quick_entry_update_clipboard_chip (self);
  return TRUE;
}
