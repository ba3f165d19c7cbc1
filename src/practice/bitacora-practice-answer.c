/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-answer.h"

#include <string.h>

/* Well above what the client reads of one answer. */
#define HUGE_PADDING (3 * 1024 * 1024)

/* Deep enough to overflow the stack of whoever recurses into it. */
#define DEEP_LEVELS 100000

static char *
repeat (char c, gsize times)
{
  char *text = g_malloc (times + 1);

  memset (text, c, times);
  text[times] = '\0';
  return text;
}

static char *
write_created (const char *code, const char *wolkvox_id, const char *rest)
{
  return g_strdup_printf ("{\"code\":%s,\"error\":\"null\",\"msg\":\"Succesfully create record\","
                          "\"data\":{\"wolkvox_id\":\"%s\"%s}}",
                          code,
                          wolkvox_id,
                          rest);
}

static char *
write_huge (const char *wolkvox_id)
{
  g_autofree char *padding = repeat ('x', HUGE_PADDING);
  g_autofree char *rest = g_strconcat (",\"padding\":\"", padding, "\"", NULL);

  return write_created ("200", wolkvox_id, rest);
}

static char *
write_deep (const char *wolkvox_id)
{
  g_autofree char *opening = repeat ('[', DEEP_LEVELS);
  g_autofree char *closing = repeat (']', DEEP_LEVELS);
  g_autofree char *rest = g_strconcat (",\"nested\":", opening, closing, NULL);

  return write_created ("200", wolkvox_id, rest);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static char *
finish (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/**
 * bitacora_practice_answer_created:
 * @wolkvox_id: the new record's ID, hexadecimal digits
 * @fault: how it is misspoken; only faults of the answer's text matter here
 *
 * Writes what the vendor's insert.php answers, its misspelling and its string "null" included.
 *
 * Returns: (transfer full): JSON, as far as @fault lets it
 */
char *
bitacora_practice_answer_created (const char *wolkvox_id, BitacoraPracticeFault fault)
{
  char *answer;

  g_return_val_if_fail (wolkvox_id != NULL, NULL);

  switch ((int)fault)
    {
    case BITACORA_PRACTICE_FAULT_STRING_CODE:
      return write_created ("\"200\"", wolkvox_id, "");
    case BITACORA_PRACTICE_FAULT_BLANK_ID:
      return write_created ("200", " ", "");
    case BITACORA_PRACTICE_FAULT_HUGE:
      return write_huge (wolkvox_id);
    case BITACORA_PRACTICE_FAULT_DEEP:
      return write_deep (wolkvox_id);
    case BITACORA_PRACTICE_FAULT_TRUNCATED:
      answer = write_created ("200", wolkvox_id, "");
      answer[strlen (answer) / 2] = '\0';
      return answer;
    case BITACORA_PRACTICE_FAULT_NOT_JSON:
      return bitacora_practice_answer_html ("Welcome");
    case BITACORA_PRACTICE_FAULT_ERROR_AFTER:
      return bitacora_practice_answer_html ("500 Internal Server Error");
    default:
      return write_created ("200", wolkvox_id, "");
    }
}

/**
 * bitacora_practice_answer_found:
 * @data: what was asked for
 *
 * Returns: (transfer full): JSON, in the shape of the vendor's answers to queries
 */
char *
bitacora_practice_answer_found (JsonNode *data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (data != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_int_value (builder, 200);
  add_string (builder, "error", "null");
  add_string (builder, "msg", "Succesfully query");
  json_builder_set_member_name (builder, "data");
  json_builder_add_value (builder, json_node_copy (data));
  json_builder_end_object (builder);
  return finish (builder);
}

/**
 * bitacora_practice_answer_failed:
 * @code: the code, as in HTTP
 * @message: the API's words
 *
 * Returns: (transfer full): JSON
 */
char *
bitacora_practice_answer_failed (guint code, const char *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (message != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_int_value (builder, code);
  add_string (builder, "error", message);
  add_string (builder, "msg", message);
  json_builder_set_member_name (builder, "data");
  json_builder_add_null_value (builder);
  json_builder_end_object (builder);
  return finish (builder);
}

/**
 * bitacora_practice_answer_html:
 * @title: a title without markup
 *
 * Returns: (transfer full): such a page as a proxy or a web server puts in an answer's place
 */
char *
bitacora_practice_answer_html (const char *title)
{
  return g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"en\"><head><title>%s</title></head>"
                          "<body><h1>%s</h1></body></html>\n",
                          title,
                          title);
}
