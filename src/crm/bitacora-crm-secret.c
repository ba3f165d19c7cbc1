/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem */
#include "bitacora-crm-secret-private.h"

#include <string.h>

/* A shorter token than this could be a word that the CRM means. */
#define MIN_SECRET 12

#define REPLACEMENT "…"

static gboolean
is_secret (const char *secret)
{
  return secret != NULL && strlen (secret) >= MIN_SECRET;
}

/* The character that n hexadecimal digits stand for; -1 when they are none. */
static int
read_hex (const char *digits, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isxdigit (digits[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (digits[i]);
    }

  return value;
}

/* Where the secret that starts here ends, each of its characters written plainly, as in a URL
 * (RFC 3986, section 2.1, once or twice over) or as in JSON (RFC 8259, section 7); or NULL. */
static const char *
match_secret (const char *at, const char *secret)
{
  const char *end = NULL;

  if (*secret == '\0')
    return at;

  if (*at == *secret)
    end = match_secret (at + 1, secret + 1);
  if (end == NULL && at[0] == '%' && read_hex (at + 1, 2) == *secret)
    end = match_secret (at + 3, secret + 1);
  if (end == NULL && g_str_has_prefix (at, "%25") && read_hex (at + 3, 2) == *secret)
    end = match_secret (at + 5, secret + 1);
  if (end == NULL && at[0] == '\\' && at[1] == 'u' && read_hex (at + 2, 4) == *secret)
    end = match_secret (at + 6, secret + 1);
  if (end == NULL && at[0] == '\\' && at[1] == *secret)
    end = match_secret (at + 2, secret + 1);

  return end;
}

static JsonNode *
hide_in_array (JsonArray *array, const char *secret)
{
  JsonArray *hidden = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (hidden,
                            bitacora_crm_secret_hide_in_json (json_array_get_element (array, i),
                                                              secret));

  json_node_take_array (node, hidden);
  return node;
}

static JsonNode *
hide_in_object (JsonObject *object, const char *secret)
{
  JsonObject *hidden = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *hidden_name = bitacora_crm_secret_hide_in_text (name, secret);

      json_object_set_member (hidden,
                              hidden_name,
                              bitacora_crm_secret_hide_in_json (member, secret));
    }

  json_node_take_object (node, hidden);
  return node;
}

/**
 * bitacora_crm_secret_hide_in_bytes:
 * @bytes: what somebody else wrote
 * @secret: (nullable): the token
 *
 * Puts an ellipsis in the place of the token wherever it stands plainly. A token of fewer than 12
 * characters could be a word that is meant, and stays.
 *
 * Returns: (transfer full): @bytes without the token
 */
GBytes *
bitacora_crm_secret_hide_in_bytes (GBytes *bytes, const char *secret)
{
  gsize length;
  const char *start = g_bytes_get_data (bytes, &length);
  const char *at = start;
  const char *found;
  gsize secret_length;
  GByteArray *hidden;

  if (!is_secret (secret) || length == 0 || memmem (start, length, secret, strlen (secret)) == NULL)
    return g_bytes_ref (bytes);

  secret_length = strlen (secret);
  hidden = g_byte_array_new ();
  while ((found = memmem (at, length - (gsize)(at - start), secret, secret_length)) != NULL)
    {
      g_byte_array_append (hidden, (const guint8 *)at, (guint)(found - at));
      g_byte_array_append (hidden, (const guint8 *)REPLACEMENT, strlen (REPLACEMENT));
      at = found + secret_length;
    }
  g_byte_array_append (hidden, (const guint8 *)at, (guint)(length - (gsize)(at - start)));
  return g_byte_array_free_to_bytes (hidden);
}

/**
 * bitacora_crm_secret_hide_in_text:
 * @text: what somebody else wrote
 * @secret: (nullable): the token
 *
 * Puts an ellipsis in the place of the token wherever it stands, also where some or all of its
 * characters are escaped as in a URL or as in JSON. What bitacora_crm_secret_hide_in_bytes() says
 * of short tokens holds here too.
 *
 * Returns: (transfer full): @text without the token
 */
char *
bitacora_crm_secret_hide_in_text (const char *text, const char *secret)
{
  GString *hidden;

  if (!is_secret (secret))
    return g_strdup (text);

  hidden = g_string_new (NULL);
  while (*text != '\0')
    {
      const char *end = match_secret (text, secret);

      if (end != NULL)
        {
          g_string_append (hidden, REPLACEMENT);
          text = end;
        }
      else
        {
          g_string_append_c (hidden, *text);
          text++;
        }
    }

  return g_string_free (hidden, FALSE);
}

/**
 * bitacora_crm_secret_hide_in_json:
 * @node: what somebody else wrote
 * @secret: (nullable): the token
 *
 * Does bitacora_crm_secret_hide_in_text() to every string and every member's name, at any depth.
 *
 * Returns: (transfer full): @node without the token
 */
JsonNode *
bitacora_crm_secret_hide_in_json (JsonNode *node, const char *secret)
{
  if (!is_secret (secret))
    return json_node_ref (node);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return hide_in_object (json_node_get_object (node), secret);

  if (JSON_NODE_HOLDS_ARRAY (node))
    return hide_in_array (json_node_get_array (node), secret);

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *hidden
          = bitacora_crm_secret_hide_in_text (json_node_get_string (node), secret);

      return json_node_init_string (json_node_alloc (), hidden);
    }

  return json_node_ref (node);
}
