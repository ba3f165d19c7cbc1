/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "bitacora-crm-record-private.h"

/* "2023-07-30 00:00" and "2023-07-30 00:00:00". */
#define MINUTE_LENGTH 16
#define SECOND_LENGTH 19

/* Digits of what consists of nothing that a phone number is not written with. */
static char *
read_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isdigit (*text))
        g_string_append_c (digits, *text);
      else if (strchr ("+-.() /", *text) == NULL)
        {
          g_string_free (digits, TRUE);
          return NULL;
        }
    }
  if (digits->len == 0)
    {
      g_string_free (digits, TRUE);
      return NULL;
    }
  return g_string_free (digits, FALSE);
}

/* "2023-07-30T00:00:00.123Z" → "2023-07-30 00:00:00"; NULL for what is no date with a time. */
static char *
read_date (const char *text)
{
  static const char pattern[] = "dddd-dd-dd dd:dd:dd";
  gsize length = 0;
  g_autofree char *date = NULL;

  for (; length < SECOND_LENGTH && text[length] != '\0'; length++)
    {
      char c = text[length];
      gboolean fits;

      if (pattern[length] == 'd')
        fits = g_ascii_isdigit (c);
      else if (pattern[length] == ' ')
        fits = c == ' ' || c == 'T';
      else
        fits = c == pattern[length];
      if (!fits)
        break;
    }
  if (length < MINUTE_LENGTH)
    return NULL;
  date = g_strndup (text, length < SECOND_LENGTH ? MINUTE_LENGTH : SECOND_LENGTH);
  date[10] = ' ';
  return g_steal_pointer (&date);
}

/* Words without regard to case and to how much white space is between them. */
static char *
fold_name (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) line = g_string_new (NULL);

  if (normal == NULL)
    return NULL;
  folded = g_utf8_casefold (normal, -1);
  words = g_strsplit_set (folded, " \t\r\n", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (line->len > 0)
        g_string_append_c (line, ' ');
      g_string_append (line, words[i]);
    }
  return line->len > 0 ? g_strdup (line->str) : NULL;
}

/**
 * bitacora_crm_text_new:
 * @path: the names that lead to it, in lower case, with dots between them
 * @text: what stands there
 *
 * Returns: (transfer full): the text
 */
BitacoraCrmText *
bitacora_crm_text_new (const char *path, const char *text)
{
  BitacoraCrmText *self = g_new0 (BitacoraCrmText, 1);

  self->path = g_strdup (path);
  self->text = g_strdup (text);
  self->name = fold_name (text);
  self->digits = read_digits (text);
  self->date = read_date (text);
  return self;
}

/**
 * bitacora_crm_text_free:
 * @text: (transfer full): a text
 *
 * Frees it.
 */
void
bitacora_crm_text_free (BitacoraCrmText *text)
{
  g_free (text->path);
  g_free (text->text);
  g_free (text->name);
  g_free (text->digits);
  g_free (text->date);
  g_free (text);
}
