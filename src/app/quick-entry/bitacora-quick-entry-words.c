/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-quick-entry-private.h"

#include "model/bitacora-call-template.h"
#include "model/bitacora-moment.h"

/* What the length of a call is written for. */
#define DURATION_REASON "duration"

/* What is known of the call, in words, for as long as the values of its templates are used. */
typedef struct
{
  char *contact;
  char *phone;
  char *duration;
  char *time;
} Words;

static void
words_clear (Words *words)
{
  g_clear_pointer (&words->contact, g_free);
  g_clear_pointer (&words->phone, g_free);
  g_clear_pointer (&words->duration, g_free);
  g_clear_pointer (&words->time, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static const char *
get_known_name (BitacoraQuickEntry *self)
{
  const char *name = self->given != NULL ? bitacora_call_activity_get_name (self->given) : "";

  if (*name == '\0' && self->recalled != NULL)
    name = bitacora_call_activity_get_name (self->recalled);
  return *name != '\0' ? name : NULL;
}

static char *
find_contact (BitacoraQuickEntry *self)
{
  const char *name = get_known_name (self);
  g_autofree char *name_template = NULL;

  if (self->typed_contact != NULL)
    return g_strdup (self->typed_contact);
  if (name == NULL)
    return NULL;
  name_template = g_settings_get_string (self->settings, "name-template");
  return bitacora_call_template_extract (name_template, name, "contact");
}

static char *
format_time (BitacoraQuickEntry *self)
{
  GDateTime *start = bitacora_call_timer_get_start (self->timer);
  g_autoptr (GDateTime) moment
      = start != NULL ? g_date_time_ref (start)
                      : bitacora_clock_now (bitacora_services_get_clock (self->services));

  return bitacora_moment_format_time (moment);
}

static gboolean
has_duration (BitacoraQuickEntry *self)
{
  return bitacora_call_timer_get_start (self->timer) != NULL
         && !bitacora_call_timer_is_running (self->timer);
}

static void
find_words (BitacoraQuickEntry *self, Words *words)
{
  words->contact = find_contact (self);
  if (self->phone != NULL)
    words->phone = bitacora_phone_number_format_international (self->phone);
  if (has_duration (self))
    words->duration
        = bitacora_call_template_format_duration (bitacora_call_timer_get_seconds (self->timer));
  words->time = format_time (self);
}

static char *
fill (BitacoraQuickEntry *self, const char *key, const Words *words)
{
  g_autofree char *text = g_settings_get_string (self->settings, key);
  const BitacoraCallTemplateValues values = {
    .outcome = bitacora_outcome_chips_get_outcome (self->chips),
    .contact = words->contact,
    .phone = words->phone,
    .duration = words->duration,
    .time = words->time,
  };

  return bitacora_call_template_fill (text, &values);
}

/* A name that says nothing of who was called waits until that is known, or Log is pressed. What was
 * typed is the name where the template has no place for it: nothing typed is lost. */
static char *
make_name (BitacoraQuickEntry *self, const Words *words)
{
  g_autofree char *name_template = g_settings_get_string (self->settings, "name-template");
  const gboolean has_place = strstr (name_template, "{contact}") != NULL;

  if (self->typed_contact != NULL && !has_place)
    return g_strdup (self->typed_contact);
  if (words->contact == NULL && get_known_name (self) != NULL)
    return g_strdup (get_known_name (self));
  if (words->contact == NULL
      && (has_place || bitacora_outcome_chips_get_outcome (self->chips) == NULL))
    return g_strdup ("");
  return fill (self, "name-template", words);
}

/* The number stands for whoever has no name. */
static char *
make_nameless (BitacoraQuickEntry *self, Words *words)
{
  if (words->contact == NULL)
    words->contact = g_strdup (words->phone);
  return words->contact != NULL ? fill (self, "name-template", words) : NULL;
}

static void
write_name (BitacoraQuickEntry *self, Words *words)
{
  g_autofree char *name = NULL;
  g_autofree char *nameless = NULL;

  if (!self->name_is_typed)
    {
      name = make_name (self, words);
      if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->name_entry)), name) != 0)
        gtk_editable_set_text (GTK_EDITABLE (self->name_entry), name != NULL ? name : "");
    }
  nameless = make_nameless (self, words);
  gtk_entry_set_placeholder_text (self->name_entry,
                                  nameless != NULL ? nameless : _ ("Name of the call"));
}

/**
 * bitacora_quick_entry_write_words:
 *
 * Writes what the templates make of all that is known by now, where the user has written nothing.
 */
void
bitacora_quick_entry_write_words (BitacoraQuickEntry *self)
{
  const char *outcome = bitacora_outcome_chips_get_outcome (self->chips);
  g_auto (Words) words = { NULL };
  g_autofree char *of_outcome = NULL;
  g_autofree char *of_duration = NULL;
  const gboolean was_filling = self->filling;

  find_words (self, &words);
  if (outcome != NULL)
    of_outcome = fill (self, "outcome-template", &words);
  if (words.duration != NULL)
    of_duration = fill (self, "duration-template", &words);

  self->filling = TRUE;
  bitacora_note_writer_write (self->writer, BITACORA_NOTE_PIECE_OUTCOME, outcome, of_outcome);
  bitacora_note_writer_write (self->writer,
                              BITACORA_NOTE_PIECE_DURATION,
                              words.duration != NULL ? DURATION_REASON : NULL,
                              of_duration);
  write_name (self, &words);
  self->filling = was_filling;
}

/* The name that the call is logged by. */
char *
bitacora_quick_entry_dup_name (BitacoraQuickEntry *self)
{
  char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
  g_auto (Words) words = { NULL };

  if (*name != '\0')
    return name;
  g_free (name);
  find_words (self, &words);
  name = make_nameless (self, &words);
  return name != NULL ? name : g_strdup ("");
}

/* The note as it stands, with whatever spaces are in it. */
char *
bitacora_quick_entry_dup_note (BitacoraQuickEntry *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->note_buffer, &start, &end);
  return gtk_text_buffer_get_text (self->note_buffer, &start, &end, FALSE);
}

void
bitacora_quick_entry_name_changed_cb (BitacoraQuickEntry *self)
{
  g_autofree char *name = NULL;

  if (self->filling || self->services == NULL)
    return;
  name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
  self->name_is_typed = *name != '\0';
  bitacora_quick_entry_show_hint (GTK_WIDGET (self->name_entry), self->name_hint, NULL, FALSE);
  bitacora_quick_entry_note_edit (self);
}

void
bitacora_quick_entry_note_changed_cb (BitacoraQuickEntry *self)
{
  gtk_widget_set_visible (self->note_placeholder,
                          gtk_text_buffer_get_char_count (self->note_buffer) == 0);
  bitacora_quick_entry_fit (self);
  if (!self->filling && self->services != NULL)
    bitacora_quick_entry_note_edit (self);
}

void
bitacora_quick_entry_outcome_chosen_cb (BitacoraQuickEntry *self)
{
  bitacora_quick_entry_write_words (self);
  bitacora_quick_entry_note_edit (self);
}
