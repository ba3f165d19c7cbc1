/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-search-text.h"

#include <string.h>

static gboolean
is_mark (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static char *
remove_marks (const char *text)
{
  GString *rest = g_string_sized_new (strlen (text));

  for (const char *place = text; *place != '\0'; place = g_utf8_next_char (place))
    {
      gunichar character = g_utf8_get_char (place);

      if (!is_mark (character))
        g_string_append_unichar (rest, character);
    }
  return g_string_free (rest, FALSE);
}

static void
append_field (GString *all, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (all->len > 0)
    g_string_append_c (all, '\n');
  g_string_append (all, text);
}

static void
append_phone (GString *all, BitacoraPhoneNumber *phone)
{
  g_autofree char *e164 = NULL;

  if (phone == NULL)
    return;
  e164 = bitacora_phone_number_format_e164 (phone);
  append_field (all, e164);
  append_field (all, bitacora_phone_number_get_national (phone));
}

/**
 * bitacora_search_text_fold:
 * @text: any text
 *
 * Takes from a text what a search does not care about: accents, case, and the forms in which one
 * character can be written (Unicode's NFKD, without its combining marks, and its case folding).
 *
 * Returns: (transfer full): the rest, in valid UTF-8
 */
char *
bitacora_search_text_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *apart = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *again = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  apart = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKD);
  folded = g_utf8_casefold (apart, -1);
  /* Folding can make characters that have parts of their own. */
  again = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKD);
  return remove_marks (again);
}

/**
 * bitacora_search_text_write:
 * @activity: a call activity
 *
 * Writes what a search for @activity looks at: its name, its number as E.164 and as its national
 * digits, description, record and location, a line each, folded.
 *
 * Returns: (transfer full): the text
 */
char *
bitacora_search_text_write (BitacoraCallActivity *activity)
{
  g_autoptr (GString) all = g_string_new (NULL);

  g_return_val_if_fail (BITACORA_IS_CALL_ACTIVITY (activity), NULL);

  append_field (all, bitacora_call_activity_get_name (activity));
  append_phone (all, bitacora_call_activity_get_phone (activity));
  append_field (all, bitacora_call_activity_get_description (activity));
  append_field (all, bitacora_call_activity_get_record_id (activity));
  append_field (all, bitacora_call_activity_get_location (activity));
  return bitacora_search_text_fold (all->str);
}
