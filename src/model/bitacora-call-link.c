/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-link.h"
#include "bitacora-call-link-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Longer than any link that a program writes for a call, in bytes. */
#define MAX_LINK (8 * 1024)

/* Longer than any number with its parameters, in characters. A number is not cut: it would be
 * another one. */
#define MAX_NUMBER 500

struct _BitacoraCallLink
{
  GObject parent_instance;

  BitacoraCallActivity *activity;
  BitacoraLinkComplaints *complaints;
  char **sentences;
  guint fields; /* bits, 1 << BITACORA_FIELD_… */
  gboolean is_call;
};

typedef struct
{
  const char *name;
  BitacoraActivityField field;
  gsize max_characters; /* 0 where a text that is cut means something else */
  void (*set) (BitacoraCallActivity *activity, const char *text);
} Parameter;

/* What bitacora://log may say. */
static const Parameter parameters[] = {
  { "name", BITACORA_FIELD_NAME, 250, bitacora_call_activity_set_name },
  { "phone", BITACORA_FIELD_PHONE, 0, NULL },
  { "description", BITACORA_FIELD_DESCRIPTION, 4000, bitacora_call_activity_set_description },
  { "record", BITACORA_FIELD_RECORD_ID, 100, bitacora_call_activity_set_record_id },
  { "module", BITACORA_FIELD_MODULE, 100, bitacora_call_activity_set_module },
  { "priority", BITACORA_FIELD_PRIORITY, 0, NULL },
  { "location", BITACORA_FIELD_LOCATION, 250, bitacora_call_activity_set_location },
};

G_DEFINE_FINAL_TYPE (BitacoraCallLink, bitacora_call_link, G_TYPE_OBJECT)
G_DEFINE_QUARK (bitacora_call_link_error_quark, bitacora_call_link_error)

/* What comes after @scheme and its colon, %NULL if @link has another one. */
static const char *
match_scheme (const char *link, const char *scheme)
{
  const gsize length = strlen (scheme);

  if (g_ascii_strncasecmp (link, scheme, length) != 0 || link[length] != ':')
    return NULL;
  return link + length + 1;
}

static const char *
skip_blanks (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return text;
}

/* What is asked for, behind "bitacora:", with or without the slashes; the query goes to @query.
 * Some file systems' doors write the link with a slash behind "log". */
static gboolean
is_log_request (const char *rest, const char **query)
{
  gsize length;

  while (*rest == '/')
    rest++;
  length = strcspn (rest, "/?#");
  if (length != strlen ("log") || g_ascii_strncasecmp (rest, "log", length) != 0)
    return FALSE;
  rest += length;
  while (*rest == '/')
    rest++;
  if (*rest != '?' && *rest != '\0' && *rest != '#')
    return FALSE;
  *query = *rest == '?' ? rest + 1 : "";
  return TRUE;
}

static const Parameter *
find_parameter (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      if (g_ascii_strcasecmp (parameters[i].name, name) == 0)
        return &parameters[i];
    }
  return NULL;
}

static void
take_phone (BitacoraCallLink *self, const char *text, const char *region)
{
  g_autoptr (BitacoraPhoneNumber) phone = NULL;

  if (g_utf8_strlen (text, -1) > MAX_NUMBER)
    {
      bitacora_link_complaints_add (
          self->complaints,
          g_strdup (_ ("What the link gives as a number is too long for one. It was left out.")));
      return;
    }
  phone = bitacora_link_number_parse (text, region, self->complaints);
  if (phone == NULL)
    return;
  bitacora_call_activity_set_phone (self->activity, phone);
  self->fields |= 1u << BITACORA_FIELD_PHONE;
}

static void
take_priority (BitacoraCallLink *self, const char *text)
{
  g_autofree char *word = g_ascii_strdown (text, -1);
  g_autofree char *quoted = NULL;
  BitacoraPriority priority;

  if (bitacora_priority_from_string (word, &priority, NULL))
    {
      bitacora_call_activity_set_priority (self->activity, priority);
      self->fields |= 1u << BITACORA_FIELD_PRIORITY;
      return;
    }
  quoted = bitacora_link_text_quote (text);
  bitacora_link_complaints_add (
      self->complaints,
      g_strdup_printf (_ ("“%s” is not a priority, which is low, normal or high. It was left out."),
                       quoted));
}

/* Forms write a blank as +, also in a number; the one that a number begins with is its own. */
static char *
decode_phone (const char *encoded,
              gsize length,
              const char *label,
              BitacoraLinkComplaints *complaints)
{
  const gboolean plus = length > 0 && *encoded == '+';
  g_autofree char *text
      = bitacora_link_text_decode (encoded + plus,
                                   length - plus,
                                   BITACORA_LINK_TEXT_ONE_LINE | BITACORA_LINK_TEXT_PLUS_IS_BLANK,
                                   label,
                                   complaints);

  return g_strconcat (plus ? "+" : "", text, NULL);
}

static void
take_value (BitacoraCallLink *self,
            const Parameter *parameter,
            const char *encoded,
            gsize length,
            const char *region)
{
  const char *label = bitacora_activity_field_get_label (parameter->field);
  const gboolean is_phone = parameter->field == BITACORA_FIELD_PHONE;
  const gboolean has_lines = parameter->field == BITACORA_FIELD_DESCRIPTION;
  g_autofree char *text = NULL;

  if (is_phone)
    text = decode_phone (encoded, length, label, self->complaints);
  else
    text = bitacora_link_text_decode (encoded,
                                      length,
                                      BITACORA_LINK_TEXT_PLUS_IS_BLANK
                                          | (has_lines ? 0 : BITACORA_LINK_TEXT_ONE_LINE),
                                      label,
                                      self->complaints);
  if (parameter->max_characters > 0)
    text = bitacora_link_text_shorten (text, parameter->max_characters, label, self->complaints);
  if (*text == '\0')
    return;

  if (is_phone)
    take_phone (self, text, region);
  else if (parameter->field == BITACORA_FIELD_PRIORITY)
    take_priority (self, text);
  else
    {
      parameter->set (self->activity, text);
      self->fields |= 1u << parameter->field;
    }
}

/* Names that mean nothing here go to @unknown. */
static void
read_parameter (BitacoraCallLink *self,
                const char *piece,
                const char *region,
                guint *seen,
                GPtrArray *unknown)
{
  const gsize name_length = strcspn (piece, "=");
  const char *value = piece[name_length] == '=' ? piece + name_length + 1 : piece + name_length;
  g_autofree char *name = bitacora_link_text_decode (piece,
                                                     name_length,
                                                     BITACORA_LINK_TEXT_ONE_LINE,
                                                     _ ("Link"),
                                                     self->complaints);
  const Parameter *parameter = find_parameter (name);

  if (parameter == NULL)
    {
      if (*name != '\0' && !g_ptr_array_find_with_equal_func (unknown, name, g_str_equal, NULL))
        g_ptr_array_add (unknown, g_steal_pointer (&name));
      return;
    }
  if ((*seen & (1u << parameter->field)) != 0)
    {
      bitacora_link_complaints_add (
          self->complaints,
          g_strdup_printf (_ ("The link says “%s” more than once. The first one counts."),
                           parameter->name));
      return;
    }
  *seen |= 1u << parameter->field;
  take_value (self, parameter, value, strlen (value), region);
}

static void
read_query (BitacoraCallLink *self, const char *query, const char *region)
{
  g_autofree char *plain = g_strndup (query, strcspn (query, "#"));
  g_auto (GStrv) pieces = g_strsplit (plain, "&", -1);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  guint seen = 0;

  for (gsize i = 0; pieces[i] != NULL; i++)
    read_parameter (self, pieces[i], region, &seen, unknown);
  bitacora_link_complaints_add_names (self->complaints, unknown);
}

static void
read_call (BitacoraCallLink *self, const char *rest, const char *region)
{
  const char *label = bitacora_activity_field_get_label (BITACORA_FIELD_PHONE);
  g_autofree char *text = bitacora_link_text_decode (rest,
                                                     strlen (rest),
                                                     BITACORA_LINK_TEXT_ONE_LINE,
                                                     label,
                                                     self->complaints);

  self->is_call = TRUE;
  take_phone (self, text, region);
}

/* A link of which nothing is left is none, and its complaints say why. */
static gboolean
check_not_empty (BitacoraCallLink *self, GError **error)
{
  g_autofree char *reasons = g_strjoinv (" ", self->sentences);

  if (self->fields != 0)
    return TRUE;
  if (*reasons != '\0')
    g_set_error_literal (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_EMPTY, reasons);
  else
    g_set_error_literal (error,
                         BITACORA_CALL_LINK_ERROR,
                         BITACORA_CALL_LINK_ERROR_EMPTY,
                         self->is_call ? _ ("There is no phone number in this link.")
                                       : _ ("This link says nothing about a call."));
  return FALSE;
}

static void
bitacora_call_link_finalize (GObject *object)
{
  BitacoraCallLink *self = BITACORA_CALL_LINK (object);

  g_clear_object (&self->activity);
  g_clear_pointer (&self->complaints, g_ptr_array_unref);
  g_clear_pointer (&self->sentences, g_strfreev);

  G_OBJECT_CLASS (bitacora_call_link_parent_class)->finalize (object);
}

static void
bitacora_call_link_class_init (BitacoraCallLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_call_link_finalize;
}

static void
bitacora_call_link_init (BitacoraCallLink *self)
{
  self->activity = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
  self->complaints = bitacora_link_complaints_new ();
}

/**
 * bitacora_call_link_is_link:
 * @text: any bytes
 *
 * Returns: whether it has one of the schemes that Bitácora opens; that it can be read is not said
 */
gboolean
bitacora_call_link_is_link (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  text = skip_blanks (text);
  return match_scheme (text, "tel") != NULL || match_scheme (text, "callto") != NULL
         || match_scheme (text, "bitacora") != NULL;
}

/**
 * bitacora_call_link_parse:
 * @uri: a link as it was given, any bytes
 * @region: (nullable): the ISO 3166-1 code of the country that a local number belongs to
 * @error: return location for a #BITACORA_CALL_LINK_ERROR
 *
 * Reads a `tel:` link (RFC 3966), a `callto:` link, which has none but the same number, or a
 * `bitacora://log` link, whose query is that of a form: `name`, `phone`, `description`, `record`,
 * `module`, `priority` and `location`.
 *
 * A link may come from anybody. Whatever of it is not fit for a call is dropped and said in the
 * link's complaints; codes for the network are never taken for a number.
 *
 * Returns: (transfer full): the link, or %NULL with @error set to
 *   %BITACORA_CALL_LINK_ERROR_SCHEME, %BITACORA_CALL_LINK_ERROR_EMPTY or
 *   %BITACORA_CALL_LINK_ERROR_TOO_LONG
 */
BitacoraCallLink *
bitacora_call_link_parse (const char *uri, const char *region, GError **error)
{
  g_autoptr (BitacoraCallLink) self = NULL;
  g_autofree char *quoted = NULL;
  const char *rest;
  const char *query;

  g_return_val_if_fail (uri != NULL, NULL);

  uri = skip_blanks (uri);
  if (strlen (uri) > MAX_LINK)
    {
      g_autofree char *limit = g_format_size_full (MAX_LINK, G_FORMAT_SIZE_IEC_UNITS);

      g_set_error (error,
                   BITACORA_CALL_LINK_ERROR,
                   BITACORA_CALL_LINK_ERROR_TOO_LONG,
                   /* Translators: %s is a size such as 8.0 KiB. */
                   _ ("This link is longer than %s. Nothing of it was taken."),
                   limit);
      return NULL;
    }

  self = g_object_new (BITACORA_TYPE_CALL_LINK, NULL);
  if ((rest = match_scheme (uri, "tel")) != NULL || (rest = match_scheme (uri, "callto")) != NULL)
    read_call (self, rest, region);
  else if ((rest = match_scheme (uri, "bitacora")) != NULL && is_log_request (rest, &query))
    read_query (self, query, region);
  else
    {
      g_autofree char *valid = g_utf8_make_valid (uri, -1);

      quoted = bitacora_link_text_quote (valid);
      g_set_error (error,
                   BITACORA_CALL_LINK_ERROR,
                   BITACORA_CALL_LINK_ERROR_SCHEME,
                   _ ("Bitácora cannot open “%s”. It opens links that begin with tel:, callto: or "
                      "bitacora://log."),
                   quoted);
      return NULL;
    }

  g_ptr_array_add (self->complaints, NULL);
  self->sentences = (char **)g_ptr_array_free (g_steal_pointer (&self->complaints), FALSE);
  return check_not_empty (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bitacora_call_link_get_activity:
 * @self: a link
 *
 * Returns: (transfer none): a call with what the link says; the rest of it is empty
 */
BitacoraCallActivity *
bitacora_call_link_get_activity (BitacoraCallLink *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_LINK (self), NULL);

  return self->activity;
}

/**
 * bitacora_call_link_has_field:
 * @self: a link
 * @field: a field
 *
 * Returns: whether the link says something about @field that could be taken
 */
gboolean
bitacora_call_link_has_field (BitacoraCallLink *self, BitacoraActivityField field)
{
  g_return_val_if_fail (BITACORA_IS_CALL_LINK (self), FALSE);

  return (self->fields & (1u << field)) != 0;
}

/**
 * bitacora_call_link_is_call:
 * @self: a link
 *
 * Returns: whether a call is about to be made, rather than noted
 */
gboolean
bitacora_call_link_is_call (BitacoraCallLink *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_LINK (self), FALSE);

  return self->is_call;
}

/**
 * bitacora_call_link_get_complaints:
 * @self: a link
 *
 * Returns: (transfer none) (array zero-terminated=1): what was dropped, a sentence each
 */
const char *const *
bitacora_call_link_get_complaints (BitacoraCallLink *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_LINK (self), NULL);

  return (const char *const *)self->sentences;
}
