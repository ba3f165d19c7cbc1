/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-text-private.h"

#include <string.h>

/* In characters. */
#define MAX_QUOTE 60

/**
 * bitacora_text_fold:
 * @text: any UTF-8
 *
 * Takes away what does not matter when people's words are compared: accents, capitals, the kind
 * and number of spaces, and spaces at both ends.
 *
 * Returns: (transfer full): the folded text; empty if @text is no valid UTF-8
 */
char *
bitacora_text_fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);
  g_autofree char *cased = NULL;
  GString *folded = g_string_new (NULL);
  gboolean space = FALSE;

  if (decomposed == NULL)
    return g_string_free (folded, FALSE);

  cased = g_utf8_casefold (decomposed, -1);
  for (const char *p = cased; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_ismark (c) || g_unichar_iszerowidth (c))
        continue;
      if (g_unichar_isspace (c))
        {
          space = TRUE;
          continue;
        }
      if (space && folded->len > 0)
        g_string_append_c (folded, ' ');
      space = FALSE;
      g_string_append_unichar (folded, c);
    }
  return g_string_free (folded, FALSE);
}

/**
 * bitacora_text_has_control_character:
 * @text: valid UTF-8
 * @allowed: the control characters that may be there
 *
 * Looks for characters that show nothing and do something: those of Unicode's category Cc, and
 * the line and paragraph separators.
 *
 * Returns: whether there is one that is not among @allowed
 */
gboolean
bitacora_text_has_control_character (const char *text, const char *allowed)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      switch (g_unichar_type (c))
        {
        case G_UNICODE_CONTROL:
        case G_UNICODE_LINE_SEPARATOR:
        case G_UNICODE_PARAGRAPH_SEPARATOR:
          if (c > 127 || strchr (allowed, (char)c) == NULL)
            return TRUE;
          break;
        default:
          break;
        }
    }
  return FALSE;
}

/**
 * bitacora_text_is_blank:
 * @text: any text
 *
 * Returns: whether there is nothing to see in it; broken UTF-8 is something
 */
gboolean
bitacora_text_is_blank (const char *text)
{
  g_autofree char *folded = bitacora_text_fold (text);

  return *folded == '\0' && g_utf8_validate (text, -1, NULL);
}

/**
 * bitacora_text_quote:
 * @text: what somebody typed, of any length and kind
 *
 * Makes it fit to stand in a sentence: valid UTF-8, in one line, cut when it is long.
 *
 * Returns: (transfer full): the text
 */
char *
bitacora_text_quote (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (char *p = valid; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_strstrip (valid);
  if (g_utf8_strlen (valid, -1) > MAX_QUOTE)
    {
      g_autofree char *start = g_utf8_substring (valid, 0, MAX_QUOTE - 1);

      return g_strconcat (start, "…", NULL);
    }
  return g_steal_pointer (&valid);
}
