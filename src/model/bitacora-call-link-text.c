/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-link-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-text-private.h"

/* What was found in a text that is not fit to be shown. */
typedef struct
{
  gboolean not_utf8;
  gboolean controls;
  gboolean overrides;
} Findings;

/* Characters that turn the direction of what follows them, or hide in a text without any use in
 * it: with them a text reads otherwise than it is. The marks for right-to-left text (U+200E,
 * U+200F, U+061C) and the joiners, which scripts and emoji need, are not among them.
 * Source: Unicode Standard Annex 9, section 2, and Unicode Technical Report 36, section 2. */
static gboolean
is_override (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2060 || c == 0x200b
         || (c >= 0x206a && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb)
         || (c >= 0xe0000 && c <= 0xe0fff);
}

static gboolean
is_control (gunichar c)
{
  const GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR || (c >= 0xfdd0 && c <= 0xfdef)
         || (c & 0xfffe) == 0xfffe;
}

/* Line breaks are \n alone; where there is one line they are blanks, as tabs are. */
static void
append_character (GString *text, gunichar c, gboolean one_line, Findings *findings)
{
  if (c == '\r' || c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029 || c == 0x85)
    {
      const gboolean ends_line = c != '\r' && c != '\t';

      if (one_line)
        g_string_append_c (text, ' ');
      else if (c == '\t')
        g_string_append_c (text, '\t');
      else if (ends_line)
        g_string_append_c (text, '\n');
    }
  else if (is_control (c))
    findings->controls = TRUE;
  else if (is_override (c))
    findings->overrides = TRUE;
  else
    g_string_append_unichar (text, c);
}

/* Bytes that are no UTF-8 are left out, one by one, and those around them stay. */
static char *
clean (const char *bytes, gsize length, gboolean one_line, Findings *findings)
{
  const char *end = bytes + length;
  GString *text = g_string_new (NULL);

  while (bytes < end)
    {
      const gunichar c = g_utf8_get_char_validated (bytes, end - bytes);

      /* A zero byte counts as the end of the text there, and as a control character here. */
      if (*bytes == '\0')
        {
          findings->controls = TRUE;
          bytes++;
        }
      else if (c == (gunichar)-1 || c == (gunichar)-2)
        {
          findings->not_utf8 = TRUE;
          bytes++;
        }
      else
        {
          append_character (text, c, one_line, findings);
          bytes = g_utf8_next_char (bytes);
        }
    }
  return g_string_free (text, FALSE);
}

/* A percent sign that is not followed by two digits is one: people write "100% sure". */
static GString *
decode_bytes (const char *encoded, gsize length, gboolean plus_is_blank)
{
  GString *bytes = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (encoded[i] == '%' && i + 2 < length && g_ascii_isxdigit (encoded[i + 1])
          && g_ascii_isxdigit (encoded[i + 2]))
        {
          g_string_append_c (bytes,
                             (char)(g_ascii_xdigit_value (encoded[i + 1]) * 16
                                    + g_ascii_xdigit_value (encoded[i + 2])));
          i += 2;
        }
      else if (encoded[i] == '+' && plus_is_blank)
        g_string_append_c (bytes, ' ');
      else
        g_string_append_c (bytes, encoded[i]);
    }
  return bytes;
}

static void
complain_of (const Findings *findings, const char *label, BitacoraLinkComplaints *complaints)
{
  if (findings->not_utf8)
    bitacora_link_complaints_add (
        complaints,
        /* Translators: %s is a field's name, such as Description. */
        g_strdup_printf (_ ("%s: some characters of the link could not be read, since they are not "
                            "UTF-8. They were left out."),
                         label));
  if (findings->controls)
    bitacora_link_complaints_add (
        complaints,
        g_strdup_printf (_ ("%s: the link held control characters. They were left out."), label));
  if (findings->overrides)
    bitacora_link_complaints_add (
        complaints,
        g_strdup_printf (_ ("%s: the link held invisible characters that can make a text look like "
                            "another. They were left out."),
                         label));
}

/**
 * bitacora_link_complaints_new:
 *
 * Returns: (transfer full): no complaints yet
 */
BitacoraLinkComplaints *
bitacora_link_complaints_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/**
 * bitacora_link_complaints_add:
 * @self: the complaints
 * @sentence: (transfer full): a translated sentence
 *
 * Adds a complaint, unless it is there already.
 */
void
bitacora_link_complaints_add (BitacoraLinkComplaints *self, char *sentence)
{
  if (g_ptr_array_find_with_equal_func (self, sentence, g_str_equal, NULL))
    g_free (sentence);
  else
    g_ptr_array_add (self, sentence);
}

/**
 * bitacora_link_complaints_add_names:
 * @self: the complaints
 * @names: (element-type utf8): names of parameters that mean nothing here
 *
 * Says in one sentence, however many they are, that parameters were left out.
 */
void
bitacora_link_complaints_add_names (BitacoraLinkComplaints *self, GPtrArray *names)
{
  const guint max_names = 3;
  g_autoptr (GString) list = g_string_new (NULL);

  if (names->len == 0)
    return;
  for (guint i = 0; i < MIN (names->len, max_names); i++)
    {
      g_autofree char *name = bitacora_link_text_quote (g_ptr_array_index (names, i));

      /* Translators: a name in quotes, one of a list. */
      g_string_append_printf (list, i > 0 ? _ (", “%s”") : _ ("“%s”"), name);
    }
  if (names->len > max_names)
    bitacora_link_complaints_add (
        self,
        g_strdup_printf (
            g_dngettext (GETTEXT_PACKAGE,
                         "The link also says %s and %u more, which mean nothing here. They were "
                         "left out.",
                         "The link also says %s and %u more, which mean nothing here. They were "
                         "left out.",
                         names->len - max_names),
            list->str,
            names->len - max_names));
  else
    bitacora_link_complaints_add (
        self,
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "The link also says %s, which means nothing here. It was "
                                      "left out.",
                                      "The link also says %s, which mean nothing here. They were "
                                      "left out.",
                                      names->len),
                         list->str));
}

/**
 * bitacora_link_text_decode:
 * @encoded: a part of a link, any bytes
 * @length: how many
 * @flags: what the text may hold
 * @label: what the text is, translated, for the complaints
 * @complaints: where to say what was dropped
 *
 * Takes the percent-encoding away (RFC 3986, section 2.1), and all that is not fit for a text:
 * what is not UTF-8, control characters, and those that change the direction of the text.
 *
 * Returns: (transfer full): valid UTF-8 without blanks at its ends
 */
char *
bitacora_link_text_decode (const char *encoded,
                           gsize length,
                           BitacoraLinkTextFlags flags,
                           const char *label,
                           BitacoraLinkComplaints *complaints)
{
  g_autoptr (GString) bytes
      = decode_bytes (encoded, length, (flags & BITACORA_LINK_TEXT_PLUS_IS_BLANK) != 0);
  Findings findings = { FALSE };
  char *text
      = clean (bytes->str, bytes->len, (flags & BITACORA_LINK_TEXT_ONE_LINE) != 0, &findings);

  complain_of (&findings, label, complaints);
  return g_strstrip (text);
}

/**
 * bitacora_link_text_shorten:
 * @text: (transfer full): valid UTF-8
 * @max_characters: how many characters it may have
 * @label: what the text is, translated, for the complaint
 * @complaints: where to say that it was cut
 *
 * Cuts a text that is too long, never through a character or between a letter and its accent.
 *
 * Returns: (transfer full): the text
 */
char *
bitacora_link_text_shorten (char *text,
                            gsize max_characters,
                            const char *label,
                            BitacoraLinkComplaints *complaints)
{
  char *end = text;

  for (gsize i = 0; i < max_characters && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  if (*end == '\0')
    return text;

  while (end > text && g_unichar_ismark (g_utf8_get_char (end)))
    end = g_utf8_prev_char (end);
  *end = '\0';
  bitacora_link_complaints_add (
      complaints,
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                    "%s: the text in the link is too long. It was cut after %u "
                                    "character.",
                                    "%s: the text in the link is too long. It was cut after %u "
                                    "characters.",
                                    (gulong)max_characters),
                       label,
                       (guint)max_characters));
  return g_strchomp (text);
}

/**
 * bitacora_link_text_quote:
 * @text: valid UTF-8 of any length
 *
 * Makes a part of a link fit to stand in a sentence of ours: in one line, cut when it is long,
 * and without any character that could turn the sentence around.
 *
 * Returns: (transfer full): the text
 */
char *
bitacora_link_text_quote (const char *text)
{
  Findings findings = { FALSE };
  g_autofree char *plain = clean (text, strlen (text), TRUE, &findings);

  return bitacora_text_quote (plain);
}
