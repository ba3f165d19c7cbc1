/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-json-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What the grammar of RFC 8259 allows next. */
typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COLON,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
} Expectation;

/* json-glib recurses into every bracket, takes comments, bare words and assignments for JSON, and
 * stops the program at half of a surrogate pair: nothing reaches it that this has not walked. */
typedef struct
{
  const char *at;
  const char *end;
  Expectation expectation;
  char closers[BITACORA_JSON_MAX_DEPTH];
  guint depth;
} Walk;

static gboolean
skip_digits (Walk *walk)
{
  const char *start = walk->at;

  while (walk->at < walk->end && g_ascii_isdigit (*walk->at))
    walk->at++;
  return walk->at > start;
}

static gboolean
skip_number (Walk *walk)
{
  if (*walk->at == '-')
    walk->at++;
  if (walk->at < walk->end && *walk->at == '0')
    walk->at++;
  else if (!skip_digits (walk))
    return FALSE;

  if (walk->at < walk->end && *walk->at == '.')
    {
      walk->at++;
      if (!skip_digits (walk))
        return FALSE;
    }

  if (walk->at < walk->end && (*walk->at == 'e' || *walk->at == 'E'))
    {
      walk->at++;
      if (walk->at < walk->end && (*walk->at == '+' || *walk->at == '-'))
        walk->at++;
      if (!skip_digits (walk))
        return FALSE;
    }

  return TRUE;
}

static gboolean
skip_word (Walk *walk, const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(walk->end - walk->at) < length || memcmp (walk->at, word, length) != 0)
    return FALSE;

  walk->at += length;
  return TRUE;
}

static gboolean
read_code_unit (Walk *walk, guint *unit)
{
  *unit = 0;
  if (walk->end - walk->at < 4)
    return FALSE;

  for (int i = 0; i < 4; i++, walk->at++)
    {
      if (!g_ascii_isxdigit (*walk->at))
        return FALSE;
      *unit = *unit * 16 + (guint)g_ascii_xdigit_value (*walk->at);
    }

  return TRUE;
}

/* A NUL would cut the C string short in silence, so it is refused like half a surrogate pair. */
static gboolean
skip_unicode_escape (Walk *walk)
{
  guint high, low;

  if (!read_code_unit (walk, &high) || high == 0)
    return FALSE;
  if (high < 0xd800 || high > 0xdfff)
    return TRUE;

  return high <= 0xdbff && skip_word (walk, "\\u") && read_code_unit (walk, &low) && low >= 0xdc00
         && low <= 0xdfff;
}

static gboolean
skip_string (Walk *walk)
{
  walk->at++;
  while (walk->at < walk->end)
    {
      char c = *walk->at++;

      if (c == '"')
        return TRUE;
      if ((guchar)c < 0x20)
        return FALSE;
      if (c != '\\')
        continue;

      if (walk->at == walk->end)
        return FALSE;
      c = *walk->at++;
      if (c == 'u')
        {
          if (!skip_unicode_escape (walk))
            return FALSE;
        }
      else if (c == '\0' || strchr ("\"\\/bfnrt", c) == NULL)
        return FALSE;
    }

  return FALSE;
}

static void
finish_value (Walk *walk)
{
  walk->expectation = walk->depth == 0 ? EXPECT_NOTHING : EXPECT_COMMA_OR_END;
}

static gboolean
open_bracket (Walk *walk)
{
  if (walk->depth == BITACORA_JSON_MAX_DEPTH)
    return FALSE;

  if (*walk->at == '{')
    {
      walk->closers[walk->depth++] = '}';
      walk->expectation = EXPECT_NAME_OR_END;
    }
  else
    {
      walk->closers[walk->depth++] = ']';
      walk->expectation = EXPECT_VALUE_OR_END;
    }

  walk->at++;
  return TRUE;
}

static gboolean
close_bracket (Walk *walk)
{
  if (walk->depth == 0 || walk->closers[walk->depth - 1] != *walk->at)
    return FALSE;

  walk->at++;
  walk->depth--;
  finish_value (walk);
  return TRUE;
}

static gboolean
skip_scalar (Walk *walk)
{
  gboolean skipped;

  switch (*walk->at)
    {
    case '"':
      skipped = skip_string (walk);
      break;
    case 't':
      skipped = skip_word (walk, "true");
      break;
    case 'f':
      skipped = skip_word (walk, "false");
      break;
    case 'n':
      skipped = skip_word (walk, "null");
      break;
    default:
      skipped = skip_number (walk);
      break;
    }

  finish_value (walk);
  return skipped;
}

static gboolean
step_over_token (Walk *walk)
{
  char c = *walk->at;

  switch (walk->expectation)
    {
    case EXPECT_VALUE_OR_END:
      if (c == ']')
        return close_bracket (walk);
      G_GNUC_FALLTHROUGH;
    case EXPECT_VALUE:
      return c == '{' || c == '[' ? open_bracket (walk) : skip_scalar (walk);
    case EXPECT_NAME_OR_END:
      if (c == '}')
        return close_bracket (walk);
      G_GNUC_FALLTHROUGH;
    case EXPECT_NAME:
      walk->expectation = EXPECT_COLON;
      return c == '"' && skip_string (walk);
    case EXPECT_COLON:
      walk->expectation = EXPECT_VALUE;
      walk->at++;
      return c == ':';
    case EXPECT_COMMA_OR_END:
      if (c != ',')
        return close_bracket (walk);
      walk->expectation = walk->closers[walk->depth - 1] == '}' ? EXPECT_NAME : EXPECT_VALUE;
      walk->at++;
      return TRUE;
    case EXPECT_NOTHING:
    default:
      return FALSE;
    }
}

static gboolean
check_grammar (const char *text, gsize length, GError **error)
{
  Walk walk = { .at = text, .end = text + length, .expectation = EXPECT_VALUE };
  guint line = 1;

  while (walk.at < walk.end)
    {
      if (*walk.at == '\n')
        line++;

      if (strchr (" \t\r\n", *walk.at) != NULL && *walk.at != '\0')
        {
          walk.at++;
          continue;
        }

      if (walk.depth == BITACORA_JSON_MAX_DEPTH && (*walk.at == '{' || *walk.at == '['))
        {
          g_set_error (error,
                       JSON_PARSER_ERROR,
                       JSON_PARSER_ERROR_PARSE,
                       _ ("Line %u: nested deeper than %d levels"),
                       line,
                       BITACORA_JSON_MAX_DEPTH);
          return FALSE;
        }

      if (!step_over_token (&walk))
        {
          g_set_error (error,
                       JSON_PARSER_ERROR,
                       JSON_PARSER_ERROR_PARSE,
                       _ ("Line %u: this is not JSON"),
                       line);
          return FALSE;
        }
    }

  if (walk.expectation != EXPECT_NOTHING)
    {
      g_set_error_literal (error,
                           JSON_PARSER_ERROR,
                           JSON_PARSER_ERROR_PARSE,
                           _ ("The JSON text ends too early"));
      return FALSE;
    }

  return TRUE;
}

/**
 * bitacora_json_text_parse:
 * @text: (array length=length): the text; need not end in a NUL when @length is given
 * @length: bytes in @text, or -1 when it ends in a NUL
 * @error: return location for an error
 *
 * Reads JSON as RFC 8259 has it: the one door to json-glib's parser, safe for what a stranger
 * sends. Beyond the grammar it refuses a nesting deeper than %BITACORA_JSON_MAX_DEPTH, the
 * character U+0000, and halves of surrogate pairs.
 *
 * Returns: (transfer full) (nullable): the root, or %NULL with @error set
 *   (%JSON_PARSER_ERROR_INVALID_DATA when @text is not UTF-8, else %JSON_PARSER_ERROR_PARSE)
 */
JsonNode *
bitacora_json_text_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  gsize size;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* An empty answer may come with no address at all, which has no end to walk to either. */
  if (length == 0)
    text = "";
  size = length < 0 ? strlen (text) : (gsize)length;
  if (size > 0 && !g_utf8_validate_len (text, size, NULL))
    {
      g_set_error_literal (error,
                           JSON_PARSER_ERROR,
                           JSON_PARSER_ERROR_INVALID_DATA,
                           _ ("The JSON text is not encoded in UTF-8"));
      return NULL;
    }

  if (!check_grammar (text, size, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize)size, error))
    return NULL;

  return json_node_ref (json_parser_get_root (parser));
}

/**
 * bitacora_json_text_find_string:
 * @object: an object that somebody else wrote
 * @name: a member's name
 *
 * Looks for a string without complaint; json-glib's own accessors take a member of another type
 * for a programmer's mistake.
 *
 * Returns: (transfer none) (nullable): the string, or %NULL when @object has no such member or one
 *   of another type
 */
const char *
bitacora_json_text_find_string (JsonObject *object, const char *name)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  node = json_object_get_member (object, name);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * bitacora_json_text_find_number:
 * @object: an object that somebody else wrote
 * @name: a member's name
 * @number: (out): where to put the number
 *
 * Looks for a number, which may be written as a string, blanks around it included: the CRM writes
 * the same number now the one way, now the other.
 *
 * Returns: %FALSE when @object has no such member, or one that is no finite number
 */
gboolean
bitacora_json_text_find_number (JsonObject *object, const char *name, double *number)
{
  JsonNode *node;
  const char *text;
  char *end = NULL;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (number != NULL, FALSE);

  node = json_object_get_member (object, name);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return FALSE;

  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      *number = json_node_get_double (node);
      return isfinite (*number);
    }

  text = json_node_get_string (node);
  *number = g_ascii_strtod (text, &end);
  while (g_ascii_isspace (*end))
    end++;
  return end != text && *end == '\0' && isfinite (*number);
}
