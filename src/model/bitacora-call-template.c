/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-template.h"

#include <string.h>

#include "bitacora-text-private.h"

/* What stands between two parts of a sentence, and means nothing at its ends. */
#define SEPARATORS " \t\n-–—·:,;/|"

/* The places, and what a text made by a template can have there. */
static const struct
{
  const char *name;
  size_t offset;
  const char *pattern;
} places[] = {
  { "outcome", G_STRUCT_OFFSET (BitacoraCallTemplateValues, outcome), ".+?" },
  { "contact", G_STRUCT_OFFSET (BitacoraCallTemplateValues, contact), ".+?" },
  { "phone", G_STRUCT_OFFSET (BitacoraCallTemplateValues, phone), "[+(]?[0-9][-0-9 ()./]*" },
  { "duration", G_STRUCT_OFFSET (BitacoraCallTemplateValues, duration), "[0-9]+(?::[0-9]{2})+" },
  { "time", G_STRUCT_OFFSET (BitacoraCallTemplateValues, time), ".+?" },
};

/* The place that begins at @text, if one does; @end then stands behind it. */
static int
find_place (const char *text, const char **end)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const size_t length = strlen (places[i].name);

      if (text[0] == '{' && strncmp (text + 1, places[i].name, length) == 0
          && text[length + 1] == '}')
        {
          *end = text + length + 2;
          return (int)i;
        }
    }
  return -1;
}

static const char *
get_value (const BitacoraCallTemplateValues *values, int place)
{
  const char *value = G_STRUCT_MEMBER (const char *, values, places[place].offset);

  return value == NULL || bitacora_text_is_blank (value) ? NULL : value;
}

static gboolean
is_separator (gunichar c)
{
  return g_utf8_strchr (SEPARATORS, -1, c) != NULL;
}

/* Brackets around nothing, and spaces beside nothing, go with what is not known. */
static void
drop_gaps (GString *text)
{
  static const char *const gaps[] = { "()", "[]", "«»", "“”", "\"\"" };

  for (guint i = 0; i < G_N_ELEMENTS (gaps); i++)
    g_string_replace (text, gaps[i], "", 0);
  while (g_string_replace (text, "  ", " ", 0) > 0)
    ;
}

static char *
trim_separators (const char *text)
{
  const char *end = text + strlen (text);

  while (*text != '\0' && is_separator (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_separator (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (text, (gsize)(end - text));
}

static char *
create_pattern (const char *template_text)
{
  GString *pattern = g_string_new ("^");
  gboolean seen[G_N_ELEMENTS (places)] = { FALSE };

  while (*template_text != '\0')
    {
      const char *end = g_utf8_next_char (template_text);
      const int place = find_place (template_text, &end);

      if (place < 0)
        {
          g_autofree char *literal
              = g_regex_escape_string (template_text, (int)(end - template_text));

          g_string_append (pattern, literal);
        }
      else if (seen[place])
        g_string_append_printf (pattern, "\\k<%s>", places[place].name);
      else
        g_string_append_printf (pattern, "(?<%s>%s)", places[place].name, places[place].pattern);
      if (place >= 0)
        seen[place] = TRUE;
      template_text = end;
    }
  g_string_append_c (pattern, '$');
  return g_string_free (pattern, FALSE);
}

static char *
match (const char *template_text, const char *text, const char *place)
{
  g_autofree char *pattern = create_pattern (template_text);
  g_autoptr (GRegex) regex
      = g_regex_new (pattern, G_REGEX_DOTALL | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  if (regex == NULL || !g_regex_match (regex, text, 0, &info))
    return NULL;
  return g_match_info_fetch_named (info, place);
}

/* What is left of a template where nothing is known but one place. */
static char *
reduce (const char *template_text, const char *place)
{
  g_autofree char *kept = g_strdup_printf ("{%s}", place);
  BitacoraCallTemplateValues values = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (places[i].name, place))
      G_STRUCT_MEMBER (const char *, &values, places[i].offset) = kept;
  return bitacora_call_template_fill (template_text, &values);
}

/**
 * bitacora_call_template_fill:
 * @template_text: a template that the user can change
 * @values: what is known of the call
 *
 * Fills the places of @template_text. A place whose value is not known is left out, with the
 * brackets around it and what would separate it from nothing; braces around any other word stay as
 * they are.
 *
 * Returns: (transfer full) (nullable): one text, %NULL if none of the places that it has is known,
 *   or if it is blank
 */
char *
bitacora_call_template_fill (const char *template_text, const BitacoraCallTemplateValues *values)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_known = 0;
  guint n_unknown = 0;

  g_return_val_if_fail (template_text != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  while (*template_text != '\0')
    {
      const char *end = g_utf8_next_char (template_text);
      const int place = find_place (template_text, &end);
      const char *value = place >= 0 ? get_value (values, place) : NULL;

      if (place < 0)
        g_string_append_len (text, template_text, end - template_text);
      else if (value != NULL)
        g_string_append (text, value);
      n_known += value != NULL;
      n_unknown += place >= 0 && value == NULL;
      template_text = end;
    }
  if ((n_known == 0 && n_unknown > 0) || bitacora_text_is_blank (text->str))
    return NULL;
  if (n_unknown == 0)
    return g_string_free (g_steal_pointer (&text), FALSE);
  drop_gaps (text);
  return trim_separators (text->str);
}

/**
 * bitacora_call_template_extract:
 * @template_text: a template
 * @text: a text
 * @place: the name of a place, such as "contact"
 *
 * Finds what stands at @place in @text, which may have been made when nothing else was known.
 *
 * Returns: (transfer full) (nullable): what stands there, %NULL if @text was not made by
 *   @template_text or that has no such place
 */
char *
bitacora_call_template_extract (const char *template_text, const char *text, const char *place)
{
  g_autofree char *wanted = NULL;
  g_autofree char *reduced = NULL;
  char *found;

  g_return_val_if_fail (template_text != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  wanted = g_strdup_printf ("{%s}", place);
  if (strstr (template_text, wanted) == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  found = match (template_text, text, place);
  if (found != NULL)
    return found;
  reduced = reduce (template_text, place);
  return reduced != NULL ? match (reduced, text, place) : NULL;
}

/**
 * bitacora_call_template_format_duration:
 * @seconds: how long something took; less than nothing counts as nothing
 *
 * Returns: (transfer full): hours, minutes and seconds, as "00:03:12"
 */
char *
bitacora_call_template_format_duration (gint64 seconds)
{
  const gint64 shown = MAX (seconds, 0);

  return g_strdup_printf ("%02" G_GINT64_FORMAT ":%02d:%02d",
                          shown / 3600,
                          (int)(shown / 60 % 60),
                          (int)(shown % 60));
}
