/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm/bitacora-json-text.h"

static void
assert_read (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = bitacora_json_text_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
}

static void
assert_refused (const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = bitacora_json_text_parse (text, length, &error);

  if (root != NULL)
    g_error ("taken for JSON: %s", text);
  g_assert_nonnull (error);
  g_assert_true (error->domain == JSON_PARSER_ERROR);
  g_assert_nonnull (error->message);
}

static char *
repeat (const char *text, guint times)
{
  GString *repeated = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (repeated, text);
  return g_string_free (repeated, FALSE);
}

static void
test_takes_json (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "  { \"a\" : [ 1 , -2.5e+10 , 0 , true , false , null ] }\r\n\t",
    "\"alone\"",
    "0",
    "-0.5E-3",
    "{\"a\":{\"b\":[{},[],\"\"]}}",
    "\"ñ 😀 \\u00f1 \\ud83d\\ude00 \\\" \\\\ \\/ \\b\\f\\n\\r\\t\"",
    "[\"/* not a comment */ // nor this\"]",
    "[{\"]\":\"[\"},\"}\"]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_read (texts[i]);
}

static void
test_reads_what_it_says (void)
{
  const char *text = "{\"a\":\"\\ud83d\\ude00 ñ\\n\",\"n\":[1,2.5,true,null]}garbage";
  g_autoptr (JsonNode) root
      = bitacora_json_text_parse (text, strstr (text, "garbage") - text, NULL);
  JsonObject *object;

  g_assert_nonnull (root);
  object = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (object, "a"), ==, "😀 ñ\n");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "n")), ==, 4);
}

static void
test_refuses_what_is_not_json (void)
{
  static const char *const texts[] = {
    "",
    "   ",
    "{",
    "}",
    "[1,2",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1]]",
    "[1}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{1:1}",
    "{\"a\":1 \"b\":2}",
    "{} {}",
    "tru",
    "truefalse",
    "True",
    "NaN",
    "nul",
    "undefined",
    "+1",
    "01",
    "1.",
    ".5",
    "1e",
    "-",
    "0x10",
    "1e+",
    "'single'",
    "\"open",
    "\"open\\",
    "\"\\x\"",
    "\"tab\tin it\"",
    "\"line\nin it\"",
    "// comment\n{}",
    "/* comment */ {}",
    "{} # comment",
    "var a = {};",
    "a = 1",
    "\"a\" + \"b\"",
    "<!DOCTYPE html>",
    "\xef\xbb\xbf{}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1);
}

/* json-glib asserts on the first three of these, and cuts the last one short in silence. */
static void
test_refuses_broken_escapes (void)
{
  static const char *const texts[] = {
    "\"\\ud83d\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"", "\"\\ud83d\\n\"",
    "\"\\u12\"",   "\"\\u12g4\"",        "\"\\u",       "\"a\\u0000b\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1);
}

static void
test_refuses_what_is_not_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = bitacora_json_text_parse ("\"\xe9\"", -1, &error);

  g_assert_null (root);
  g_assert_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA);
  assert_refused ("\"\xc0\xaf\"", -1);
  assert_refused ("\"\xed\xa0\x80\"", -1);
  assert_refused ("\"a\0b\"", 5);
  assert_refused ("1\0", 2);
  assert_refused (NULL, 0);
}

static void
test_bounds_the_depth (void)
{
  g_autofree char *open = repeat ("[", BITACORA_JSON_MAX_DEPTH);
  g_autofree char *close = repeat ("]", BITACORA_JSON_MAX_DEPTH);
  g_autofree char *deepest = g_strconcat (open, close, NULL);
  g_autofree char *too_deep = g_strconcat ("[", deepest, "]", NULL);

  assert_read (deepest);
  assert_refused (too_deep, -1);
}

/* Deep enough to run json-glib's parser out of stack. */
static void
test_survives_a_mebibyte_of_brackets (void)
{
  g_autofree char *arrays = repeat ("[", 1024 * 1024);
  g_autofree char *objects = repeat ("{\"a\":", 200 * 1024);

  assert_refused (arrays, -1);
  assert_refused (objects, -1);
}

static void
test_names_the_line (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = bitacora_json_text_parse ("{\n\n  oops\n}", -1, &error);

  g_assert_null (root);
  g_assert_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "3"));
}

/* Whatever a byte is changed to, the text is read or refused: json-glib never warns or stops. */
static void
test_survives_changed_bytes (void)
{
  static const char text[]
      = "{\"code\":\"200\",\"data\":{\"wolkvox_id\":\"\\ud83d\\ude00\"},\"n\":[-1.5e3,true]}";
  guint refused = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *changed = g_strdup (text);
      g_autoptr (JsonNode) root = NULL;

      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        changed[g_test_rand_int_range (0, (gint32)strlen (text))]
            = (char)g_test_rand_int_range (0, 256);
      root = bitacora_json_text_parse (changed, (gssize)strlen (text), NULL);
      refused += root == NULL;
    }

  g_assert_cmpuint (refused, >, 10000);
  g_assert_cmpuint (refused, <, 20000);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-text/takes-json", test_takes_json);
  g_test_add_func ("/json-text/reads-what-it-says", test_reads_what_it_says);
  g_test_add_func ("/json-text/refuses-what-is-not-json", test_refuses_what_is_not_json);
  g_test_add_func ("/json-text/refuses-broken-escapes", test_refuses_broken_escapes);
  g_test_add_func ("/json-text/refuses-what-is-not-utf8", test_refuses_what_is_not_utf8);
  g_test_add_func ("/json-text/bounds-the-depth", test_bounds_the_depth);
  g_test_add_func ("/json-text/survives-a-mebibyte-of-brackets",
                   test_survives_a_mebibyte_of_brackets);
  g_test_add_func ("/json-text/names-the-line", test_names_the_line);
  g_test_add_func ("/json-text/survives-changed-bytes", test_survives_changed_bytes);

  return g_test_run ();
}
