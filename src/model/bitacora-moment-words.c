/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-private.h"

#include <langinfo.h>
#include <string.h>

#include "bitacora-text-private.h"

/* The words in which people give dates, without accents and capitals: Spanish, English and
 * Portuguese, all of them whatever the locale, since a CRM's users mix them. */

static const char *const months[] = {
  "enero january janeiro",
  "febrero february fevereiro",
  "marzo march marco",
  "abril april",
  "mayo may maio",
  "junio june junho",
  "julio july julho",
  "agosto august",
  "septiembre setiembre september setembro",
  "octubre october outubro",
  "noviembre november novembro",
  "diciembre december dezembro",
};

static const char *const weekdays[] = {
  "lunes monday segunda",   "martes tuesday terca", "miercoles wednesday quarta",
  "jueves thursday quinta", "viernes friday sexta", "sabado saturday",
  "domingo sunday",
};

static const struct
{
  const char *words;
  BitacoraUnit unit;
} units[] = {
  { "s seg segundo segundos second seconds sec secs", BITACORA_UNIT_SECOND },
  { "m min mins minuto minutos minute minutes", BITACORA_UNIT_MINUTE },
  { "h hs hr hrs hora horas hour hours", BITACORA_UNIT_HOUR },
  { "d dia dias day days", BITACORA_UNIT_DAY },
  { "w sem semana semanas week weeks", BITACORA_UNIT_WEEK },
  { "mes meses month months", BITACORA_UNIT_MONTH },
};

/* Of two phrases that begin alike the longer comes first. */
static const struct
{
  const char *phrases;
  int offset;
} days[] = {
  { "pasado manana|depois de amanha|the day after tomorrow|day after tomorrow", 2 },
  { "antes de ayer|anteayer|antier|anteontem|the day before yesterday|day before yesterday", -2 },
  { "hoy|today|hoje", 0 },
  { "ayer|yesterday|ontem", -1 },
  { "manana|tomorrow|amanha", 1 },
};

static const struct
{
  const char *phrases;
  BitacoraDayHalf half;
} halves[] = {
  { "am|a m|de la manana|por la manana|de la madrugada|da manha|da madrugada|in the morning",
    BITACORA_DAY_HALF_AM },
  { "pm|p m|de la tarde|por la tarde|da tarde|in the afternoon|in the evening",
    BITACORA_DAY_HALF_PM },
  { "de la noche|por la noche|da noite|at night", BITACORA_DAY_HALF_NIGHT },
};

/* More digits than any part of a date has. */
#define MAX_DIGITS 9

static void
token_clear (void *data)
{
  BitacoraToken *token = data;

  g_clear_pointer (&token->word, g_free);
}

static const char *
read_number (const char *p, BitacoraToken *token)
{
  token->kind = BITACORA_TOKEN_NUMBER;
  while (g_unichar_isdigit (g_utf8_get_char (p)))
    {
      if (token->digits < MAX_DIGITS)
        token->value = token->value * 10 + g_unichar_digit_value (g_utf8_get_char (p));
      token->digits++;
      p = g_utf8_next_char (p);
    }
  return p;
}

/* A word, and the dot of an abbreviation behind it. */
static const char *
read_word (const char *p, BitacoraToken *token)
{
  const char *start = p;

  token->kind = BITACORA_TOKEN_WORD;
  while (g_unichar_isalpha (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  token->word = g_strndup (start, p - start);
  return *p == '.' ? p + 1 : p;
}

static gboolean
is_among (const char *word, const char *words, size_t shortest_prefix)
{
  const size_t length = strlen (word);

  for (const char *p = words; p != NULL; p = strchr (p, ' ') != NULL ? strchr (p, ' ') + 1 : NULL)
    {
      const size_t whole = strcspn (p, " ");

      if (strncmp (word, p, length) == 0
          && (length == whole || (length >= shortest_prefix && length < whole)))
        return TRUE;
    }
  return FALSE;
}

static guint
skip_phrase (BitacoraTokens *tokens, guint position, const char *phrase, size_t length)
{
  const char *end = phrase + length;

  while (phrase < end)
    {
      const BitacoraToken *token = bitacora_tokens_get (tokens, position);
      const size_t word = strcspn (phrase, " |");

      if (token->kind != BITACORA_TOKEN_WORD || strlen (token->word) != word
          || strncmp (token->word, phrase, word) != 0)
        return 0;
      position++;
      phrase += word + 1;
    }
  return position;
}

/* The locale's own words for the halves of the day, which may be several: "a. m.". */
static guint
skip_locale_half (BitacoraTokens *tokens, guint position, nl_item item)
{
  g_autofree char *folded = bitacora_text_fold (nl_langinfo (item));
  g_autoptr (GArray) words = bitacora_tokens_new (folded);
  guint n = 0;

  for (; bitacora_tokens_get (words, n)->kind == BITACORA_TOKEN_WORD; n++)
    {
      const BitacoraToken *token = bitacora_tokens_get (tokens, position + n);

      if (token->kind != BITACORA_TOKEN_WORD
          || !g_str_equal (token->word, bitacora_tokens_get (words, n)->word))
        return position;
    }
  return position + n;
}

/**
 * bitacora_tokens_new:
 * @text: what somebody typed
 *
 * Takes @text apart into numbers, words and signs. Accents, capitals, spaces and the dots of
 * abbreviations do not matter.
 *
 * Returns: (transfer full): the tokens, to be freed by g_array_unref()
 */
BitacoraTokens *
bitacora_tokens_new (const char *text)
{
  g_autofree char *folded = bitacora_text_fold (text);
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (BitacoraToken));
  BitacoraToken end = { 0 };
  const char *p = folded;

  g_array_set_clear_func (tokens, token_clear);
  while (*p != '\0')
    {
      const gunichar c = g_utf8_get_char (p);
      BitacoraToken token = { 0 };

      if (c == ' ')
        {
          p++;
          continue;
        }
      if (g_unichar_isdigit (c))
        p = read_number (p, &token);
      else if (g_unichar_isalpha (c))
        p = read_word (p, &token);
      else
        {
          token.kind = BITACORA_TOKEN_SIGN;
          token.sign = c;
          p = g_utf8_next_char (p);
        }
      g_array_append_val (tokens, token);
    }
  g_array_append_val (tokens, end);
  return tokens;
}

/**
 * bitacora_tokens_get:
 * @tokens: tokens
 * @position: a place among them, or behind them
 *
 * Returns: (transfer none): the token there; the end if there is none
 */
const BitacoraToken *
bitacora_tokens_get (BitacoraTokens *tokens, guint position)
{
  return &g_array_index (tokens, BitacoraToken, MIN (position, tokens->len - 1));
}

/**
 * bitacora_words_find_month:
 * @word: a folded word
 *
 * Returns: the month that it names, from 1, whole or by its first three letters or more; 0 if
 *   none
 */
int
bitacora_words_find_month (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (is_among (word, months[i], 3))
      return i + 1;
  return 0;
}

/**
 * bitacora_words_find_weekday:
 * @word: a folded word
 *
 * Returns: the day of the week that it names, from 1 for Monday, whole or by its first three
 *   letters or more; 0 if none
 */
int
bitacora_words_find_weekday (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (weekdays); i++)
    if (is_among (word, weekdays[i], 3))
      return i + 1;
  return 0;
}

/**
 * bitacora_words_find_unit:
 * @word: a folded word
 * @unit: (out): where to put the unit
 *
 * Returns: whether the word is a unit of time
 */
gboolean
bitacora_words_find_unit (const char *word, BitacoraUnit *unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (is_among (word, units[i].words, G_MAXSIZE))
      {
        *unit = units[i].unit;
        return TRUE;
      }
  return FALSE;
}

/**
 * bitacora_words_skip:
 * @tokens: tokens
 * @position: where to look
 * @phrases: phrases, divided by `|`; of two that begin alike the longer first
 *
 * Returns: the place behind the first of the phrases that stands at @position; @position itself
 *   if none does
 */
guint
bitacora_words_skip (BitacoraTokens *tokens, guint position, const char *phrases)
{
  for (const char *p = phrases; p != NULL; p = strchr (p, '|') != NULL ? strchr (p, '|') + 1 : NULL)
    {
      const guint end = skip_phrase (tokens, position, p, strcspn (p, "|"));

      if (end > position)
        return end;
    }
  return position;
}

/**
 * bitacora_words_skip_day:
 * @tokens: tokens
 * @position: where to look
 * @offset: (out): how many days from today it is
 *
 * Returns: the place behind a day such as "tomorrow"; @position itself if there is none
 */
guint
bitacora_words_skip_day (BitacoraTokens *tokens, guint position, int *offset)
{
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      const guint end = bitacora_words_skip (tokens, position, days[i].phrases);

      if (end > position)
        {
          *offset = days[i].offset;
          return end;
        }
    }
  return position;
}

/**
 * bitacora_words_skip_half:
 * @tokens: tokens
 * @position: where to look
 * @half: (out): which half of the day it is; none if it isn't there
 *
 * Returns: the place behind words such as "p. m." or "de la tarde"; @position itself if there are
 *   none
 */
guint
bitacora_words_skip_half (BitacoraTokens *tokens, guint position, BitacoraDayHalf *half)
{
  guint end;

  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      end = bitacora_words_skip (tokens, position, halves[i].phrases);
      if (end > position)
        {
          *half = halves[i].half;
          return end;
        }
    }

  *half = BITACORA_DAY_HALF_AM;
  end = skip_locale_half (tokens, position, AM_STR);
  if (end == position)
    {
      *half = BITACORA_DAY_HALF_PM;
      end = skip_locale_half (tokens, position, PM_STR);
    }
  if (end == position)
    *half = BITACORA_DAY_HALF_NONE;
  return end;
}
