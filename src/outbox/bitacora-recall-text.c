/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-recall-text.h"

#include <string.h>

#include "bitacora-search-text.h"

/* The index knows no less than this many characters at once. */
#define LENGTH_OF_GRAM 3
/* How many such pieces of one word it is asked for. */
#define MOST_GRAMS 3

/* What people write between the digits of a number. */
#define BETWEEN_DIGITS " \t\r\n+-.()/"
#define DIGITS "0123456789"

/* One word, and its digits if it may be a part of a number; NULL if not. */
typedef struct
{
  char *text;
  char *digits;
} Word;

struct _BitacoraRecallText
{
  /* All of it, folded, with one space between words. */
  Word whole;
  /* (element-type Word) */
  GArray *words;
};

static void
word_clear (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_free (word->digits);
}

/* The digits of a text that has nothing but what stands in numbers. */
static char *
read_digits (const char *text)
{
  GString *digits;

  if (text[strspn (text, DIGITS BETWEEN_DIGITS)] != '\0')
    return NULL;
  digits = g_string_new (NULL);
  for (const char *place = text; *place != '\0'; place++)
    {
      if (g_ascii_isdigit (*place))
        g_string_append_c (digits, *place);
    }
  return g_string_free (digits, digits->len == 0);
}

static const char *
skip_zeros (const char *digits)
{
  return digits + strspn (digits, "0");
}

/* Quoted, no character means anything to the index. Of a long text not all threes are asked for,
 * as those that overlap tell it little, and each is a list of calls to go through: those at its
 * end, since numbers differ there, and begin alike. */
static char *
write_grams (const char *text)
{
  GString *match = g_string_new (NULL);
  glong place = g_utf8_strlen (text, -1) - LENGTH_OF_GRAM;

  for (guint i = 0; i < MOST_GRAMS && place >= 0; i++)
    {
      g_autofree char *gram = g_utf8_substring (text, place, place + LENGTH_OF_GRAM);
      g_auto (GStrv) pieces = g_strsplit (gram, "\"", -1);
      g_autofree char *quoted = g_strjoinv ("\"\"", pieces);

      g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " AND " : "", quoted);
      place -= LENGTH_OF_GRAM;
      /* What is left at the beginning is worth a second piece, but no third. */
      if (place < 0 && place > -LENGTH_OF_GRAM && i == 0)
        place = 0;
    }
  return g_string_free (match, FALSE);
}

/* Either of the two; what is empty asks for nothing. */
static char *
write_either (const char *one, const char *other)
{
  if (*one == '\0' || *other == '\0' || g_str_equal (one, other))
    return g_strdup (one);
  return g_strdup_printf ("((%s) OR (%s))", one, other);
}

static char *
write_word (const Word *word)
{
  g_autofree char *as_text = write_grams (word->text);
  g_autofree char *as_digits = NULL;

  if (word->digits == NULL)
    return g_steal_pointer (&as_text);
  /* A zero, or two, that one dials before it stands in no number. */
  as_digits = write_grams (skip_zeros (word->digits));
  return write_either (as_digits, as_text);
}

static char *
write_words (BitacoraRecallText *self)
{
  GString *match = g_string_new (NULL);

  for (guint i = 0; i < self->words->len; i++)
    {
      g_autofree char *one = write_word (&g_array_index (self->words, Word, i));

      if (*one != '\0')
        g_string_append_printf (match, "%s%s", match->len > 0 ? " AND " : "", one);
    }
  return g_string_free (match, FALSE);
}

static BitacoraRecallGrade
grade_beginning (const char *text, const char *typed)
{
  gsize length = strlen (typed);

  if (strncmp (text, typed, length) != 0)
    return BITACORA_RECALL_GRADE_NONE;
  return text[length] == '\0' ? BITACORA_RECALL_GRADE_WHOLE : BITACORA_RECALL_GRADE_BEGINNING;
}

static BitacoraRecallGrade
grade_text (const char *text, const char *typed)
{
  BitacoraRecallGrade grade = grade_beginning (text, typed);

  if (grade == BITACORA_RECALL_GRADE_NONE && strstr (text, typed) != NULL)
    grade = BITACORA_RECALL_GRADE_PART;
  return grade;
}

static BitacoraRecallGrade
grade_number (const BitacoraRecallFields *fields, const char *typed)
{
  BitacoraRecallGrade grade;

  if (fields->digits == NULL)
    return BITACORA_RECALL_GRADE_NONE;
  grade = MAX (grade_text (fields->digits, typed), grade_beginning (fields->national, typed));
  if (*typed != '0' || grade != BITACORA_RECALL_GRADE_NONE || *skip_zeros (typed) == '\0')
    return grade;
  return MAX (grade_beginning (fields->digits, skip_zeros (typed)),
              grade_beginning (fields->national, skip_zeros (typed)));
}

static gboolean
begins_word (const char *text, const char *place)
{
  const char *before = g_utf8_find_prev_char (text, place);

  return before == NULL || !g_unichar_isalnum (g_utf8_get_char (before));
}

/* One word in a name: at the beginning of one of its words, or inside. */
static BitacoraRecallGrade
grade_word (const char *name, const char *word)
{
  BitacoraRecallGrade grade = BITACORA_RECALL_GRADE_NONE;

  for (const char *place = strstr (name, word); place != NULL; place = strstr (place + 1, word))
    {
      if (begins_word (name, place))
        return BITACORA_RECALL_GRADE_BEGINNING;
      grade = BITACORA_RECALL_GRADE_PART;
    }
  return grade;
}

static BitacoraRecallGrade
grade_anywhere (const BitacoraRecallFields *fields, const char *record, const Word *word)
{
  BitacoraRecallGrade grade = grade_word (fields->name, word->text);

  if (record != NULL)
    grade = MAX (grade, grade_text (record, word->text));
  if (word->digits != NULL)
    grade = MAX (grade, grade_number (fields, word->digits));
  return grade;
}

/* As well as the worst of the words, each of which must stand somewhere. */
static BitacoraRecallGrade
grade_words (BitacoraRecallText *self, const BitacoraRecallFields *fields, const char *record)
{
  BitacoraRecallGrade worst = BITACORA_RECALL_GRADE_BEGINNING;

  for (guint i = 0; i < self->words->len && worst != BITACORA_RECALL_GRADE_NONE; i++)
    worst = MIN (worst, grade_anywhere (fields, record, &g_array_index (self->words, Word, i)));
  return worst;
}

/* Ends a line where it ends. Returns the next one, or NULL. */
static char *
cut_line (char *line)
{
  char *end = strchr (line, '\n');

  if (end == NULL)
    return NULL;
  *end = '\0';
  return end + 1;
}

static gboolean
is_number (const char *line)
{
  gsize length = strcspn (line, "\n");

  return *line == '+' && length > 1 && strspn (line + 1, DIGITS) == length - 1;
}

/**
 * bitacora_recall_fields_read:
 * @fields: (out caller-allocates): what it says
 * @search: what bitacora_search_text_write() wrote; it is cut into pieces, and they live in it
 *
 * Reads whom a call was with.
 */
void
bitacora_recall_fields_read (BitacoraRecallFields *fields, char *search)
{
  char *rest = search;
  char *end;

  memset (fields, 0, sizeof *fields);
  fields->name = "";
  if (!is_number (rest))
    {
      fields->name = rest;
      rest = cut_line (rest);
    }
  if (rest != NULL && is_number (rest))
    {
      fields->digits = fields->national = rest + 1;
      rest = cut_line (rest);
      if (rest != NULL)
        {
          fields->national = rest;
          rest = cut_line (rest);
        }
    }
  if (rest == NULL)
    return;
  end = strrchr (rest, '\n');
  fields->ends[0] = end != NULL ? end + 1 : rest;
  if (end == NULL)
    return;
  *end = '\0';
  end = strrchr (rest, '\n');
  fields->ends[1] = end != NULL ? end + 1 : rest;
}

/**
 * bitacora_recall_text_new:
 * @text: what a person typed, whole or in part
 *
 * Returns: (transfer full): what to look for
 */
BitacoraRecallText *
bitacora_recall_text_new (const char *text)
{
  BitacoraRecallText *self = g_new0 (BitacoraRecallText, 1);
  g_autofree char *folded = bitacora_search_text_fold (text);
  g_auto (GStrv) pieces = g_strsplit_set (folded, " \t\r\n", -1);
  g_autoptr (GString) whole = g_string_new (NULL);

  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (self->words, word_clear);
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      Word word;

      /* A sign with no digit yet says nothing. */
      if (pieces[i][strspn (pieces[i], BETWEEN_DIGITS)] == '\0')
        continue;
      word.text = g_strdup (pieces[i]);
      word.digits = read_digits (word.text);
      g_array_append_val (self->words, word);
      g_string_append_printf (whole, "%s%s", whole->len > 0 ? " " : "", word.text);
    }
  self->whole.text = g_strdup (whole->str);
  self->whole.digits = read_digits (whole->str);
  return self;
}

/**
 * bitacora_recall_text_free:
 * @self: (transfer full): what was typed
 *
 * Frees it.
 */
void
bitacora_recall_text_free (BitacoraRecallText *self)
{
  word_clear (&self->whole);
  g_array_unref (self->words);
  g_free (self);
}

/**
 * bitacora_recall_text_is_empty:
 * @self: what was typed
 *
 * Returns: whether nothing was
 */
gboolean
bitacora_recall_text_is_empty (BitacoraRecallText *self)
{
  return self->words->len == 0;
}

/**
 * bitacora_recall_text_write_match:
 * @self: what was typed
 *
 * Writes what to ask the index of the search for: the calls that fit are among those that it finds.
 *
 * Returns: (transfer full): an expression of FTS5; "" if the index knows nothing so short
 */
char *
bitacora_recall_text_write_match (BitacoraRecallText *self)
{
  g_autofree char *words = write_words (self);
  g_autofree char *digits = NULL;

  if (self->whole.digits == NULL || self->words->len < 2)
    return g_steal_pointer (&words);
  digits = write_grams (skip_zeros (self->whole.digits));
  return write_either (digits, words);
}

/**
 * bitacora_recall_text_grade:
 * @self: what was typed
 * @fields: whom a call was with
 * @record: (nullable): the record that the call was about, folded
 *
 * Returns: how well they fit: as a number, digits alone being compared, or word by word
 */
BitacoraRecallGrade
bitacora_recall_text_grade (BitacoraRecallText *self,
                            const BitacoraRecallFields *fields,
                            const char *record)
{
  BitacoraRecallGrade grade = BITACORA_RECALL_GRADE_NONE;

  if (g_str_equal (fields->name, self->whole.text) || g_strcmp0 (record, self->whole.text) == 0)
    return BITACORA_RECALL_GRADE_WHOLE;
  if (self->whole.digits != NULL)
    grade = grade_number (fields, self->whole.digits);
  return MAX (grade, grade_words (self, fields, record));
}
