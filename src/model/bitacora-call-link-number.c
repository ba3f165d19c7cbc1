/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-link-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What RFC 3966, section 3, lets stand between the digits, and the blanks that people write. */
#define SEPARATORS "-.() \t"
#define DIGITS "0123456789"

/* The parts of a number in a link; nothing of it was checked yet. */
typedef struct
{
  char *number;
  char *extension;
  char *context;
  gboolean subaddress;
  gboolean more_numbers;
  GPtrArray *repeated;
  GPtrArray *unknown;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_clear_pointer (&parts->number, g_free);
  g_clear_pointer (&parts->extension, g_free);
  g_clear_pointer (&parts->context, g_free);
  g_clear_pointer (&parts->repeated, g_ptr_array_unref);
  g_clear_pointer (&parts->unknown, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static gboolean
has_prefix (const char *text, const char *prefix)
{
  return g_ascii_strncasecmp (text, prefix, strlen (prefix)) == 0;
}

/* Takes "tel:" and "callto:" away, however often they stand there, and the slashes that browsers
 * write behind them. */
static const char *
skip_scheme (const char *text)
{
  const char *start;

  do
    {
      start = text;
      while (g_ascii_isspace (*text))
        text++;
      if (has_prefix (text, "tel:"))
        text += strlen ("tel:");
      else if (has_prefix (text, "callto:"))
        text += strlen ("callto:");
      while (*text == '/')
        text++;
    }
  while (text != start);
  return text;
}

/* Whether @text begins as a number does: letters before the digits are a name. */
static gboolean
begins_as_number (const char *text)
{
  text += strspn (text, SEPARATORS);
  if (*text == '+')
    text += 1 + strspn (text + 1, SEPARATORS);
  return g_unichar_digit_value (g_utf8_get_char (text)) >= 0
         || g_utf8_get_char (text) == 0xff0b; /* fullwidth + */
}

static char *
strip_separators (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (strchr (SEPARATORS, *text) == NULL)
        g_string_append_c (plain, *text);
    }
  return g_string_free (plain, FALSE);
}

static void
take_value (Parts *parts, char **place, const char *name, const char *value)
{
  if (*place == NULL)
    *place = g_strdup (value);
  else
    g_ptr_array_add (parts->repeated, g_strdup (name));
}

static void
take_parameter (Parts *parts, const char *parameter)
{
  const char *equals = strchr (parameter, '=');
  g_autofree char *name
      = equals != NULL ? g_strndup (parameter, equals - parameter) : g_strdup (parameter);
  const char *value = equals != NULL ? equals + 1 : "";

  g_strstrip (name);
  if (g_ascii_strcasecmp (name, "ext") == 0)
    take_value (parts, &parts->extension, "ext", value);
  else if (g_ascii_strcasecmp (name, "phone-context") == 0)
    take_value (parts, &parts->context, "phone-context", value);
  else if (g_ascii_strcasecmp (name, "isub") == 0)
    parts->subaddress = TRUE;
  else if (begins_as_number (skip_scheme (name)))
    parts->more_numbers = TRUE;
  else if (*name != '\0'
           && !g_ptr_array_find_with_equal_func (parts->unknown, name, g_str_equal, NULL))
    g_ptr_array_add (parts->unknown, g_steal_pointer (&name));
}

/* Behind a comma stand other numbers, or digits that are dialled once the call is answered. */
static void
split_at_comma (Parts *parts, BitacoraLinkComplaints *complaints)
{
  char *comma = strpbrk (parts->number, ",&");
  g_autofree char *quoted = NULL;

  if (comma == NULL)
    return;
  if (*comma == '&' || begins_as_number (skip_scheme (comma + 1)))
    {
      const char *more = skip_scheme (comma + 1);
      const gboolean whole = *more == '+' || strcspn (more, ",&") >= 7;

      if (*comma == '&' || whole)
        {
          parts->more_numbers = TRUE;
          *comma = '\0';
          return;
        }
    }
  quoted = bitacora_link_text_quote (comma);
  *comma = '\0';
  bitacora_link_complaints_add (
      complaints,
      g_strdup_printf (_ ("“%s” behind the number was left out: it is dialled once somebody "
                          "answers."),
                       quoted));
}

static void
split_parts (const char *text, Parts *parts, BitacoraLinkComplaints *complaints)
{
  g_auto (GStrv) pieces = g_strsplit (skip_scheme (text), ";", -1);
  char *query;

  parts->repeated = g_ptr_array_new_with_free_func (g_free);
  parts->unknown = g_ptr_array_new_with_free_func (g_free);
  parts->number = g_strdup (pieces[0] != NULL ? pieces[0] : "");
  for (gsize i = 1; pieces[0] != NULL && pieces[i] != NULL; i++)
    take_parameter (parts, pieces[i]);

  query = strchr (parts->number, '?');
  if (query != NULL)
    {
      if (query[1] != '\0')
        g_ptr_array_insert (parts->unknown, 0, g_strdup (query + 1));
      *query = '\0';
    }
  split_at_comma (parts, complaints);
  g_strstrip (parts->number);
  while (g_str_has_suffix (parts->number, "/"))
    parts->number[strlen (parts->number) - 1] = '\0';
}

static void
complain_of_parts (const Parts *parts, BitacoraLinkComplaints *complaints)
{
  for (guint i = 0; i < parts->repeated->len; i++)
    bitacora_link_complaints_add (
        complaints,
        g_strdup_printf (_ ("The link says “%s” more than once. The first one counts."),
                         (const char *)g_ptr_array_index (parts->repeated, i)));
  if (parts->more_numbers)
    bitacora_link_complaints_add (
        complaints, g_strdup (_ ("The link names more than one number. The first one counts.")));
  if (parts->subaddress)
    bitacora_link_complaints_add (
        complaints,
        g_strdup (_ ("The link names an ISDN subaddress, which has no place in a call. It was left "
                     "out.")));
  bitacora_link_complaints_add_names (complaints, parts->unknown);
}

/* Codes for the network, like *123#, are dialled, and may cost or change something, but nobody is
 * called by them. Source: 3GPP TS 22.030, section 6.5. */
static gboolean
is_network_code (const char *number)
{
  g_autofree char *plain = g_utf8_normalize (number, -1, G_NORMALIZE_NFKC);

  return plain == NULL || strpbrk (plain, "*#") != NULL;
}

/* The digits of a context that goes before a local number; %NULL if it cannot. */
static char *
read_calling_code (const char *context)
{
  g_autofree char *digits = strip_separators (context);

  if (*digits == '+' && digits[1] != '\0' && strspn (digits + 1, DIGITS) == strlen (digits + 1))
    return g_steal_pointer (&digits);
  return NULL;
}

/* A calling code, perhaps with the digits of an area, goes before a local number, if that makes a
 * number; a domain tells nothing about the digits (RFC 3966, section 5.1.5). */
static char *
apply_context (const Parts *parts, BitacoraLinkComplaints *complaints)
{
  g_autofree char *digits = read_calling_code (parts->context);
  g_autofree char *quoted = bitacora_link_text_quote (parts->context);
  g_autofree char *whole = NULL;
  g_autoptr (BitacoraPhoneNumber) number = NULL;

  if (*parts->number == '+')
    {
      bitacora_link_complaints_add (
          complaints,
          g_strdup_printf (_ ("The number is complete. That it belongs to “%s”, as the link says, "
                              "was left out."),
                           quoted));
      return g_strdup (parts->number);
    }

  whole = g_strconcat (digits != NULL ? digits : "", " ", parts->number, NULL);
  if (digits != NULL)
    number = bitacora_phone_number_parse (whole, NULL, NULL);
  if (number != NULL && bitacora_phone_number_check_possible (number, NULL))
    return g_steal_pointer (&whole);
  bitacora_link_complaints_add (
      complaints,
      g_strdup_printf (_ ("The link says that the number belongs to “%s”, which does not make it a "
                          "complete one. That was left out; check the country."),
                       quoted));
  return g_strdup (parts->number);
}

/* The extension as it goes behind the number; "" if there is none. */
static char *
write_extension (const Parts *parts, BitacoraLinkComplaints *complaints)
{
  g_autofree char *digits = NULL;
  g_autofree char *quoted = NULL;

  if (parts->extension == NULL)
    return g_strdup ("");
  digits = strip_separators (parts->extension);
  /* As many as libphonenumber reads in an extension that is marked as one. */
  if (*digits != '\0' && strlen (digits) <= 20 && strspn (digits, DIGITS) == strlen (digits))
    return g_strconcat (";ext=", digits, NULL);

  quoted = bitacora_link_text_quote (parts->extension);
  bitacora_link_complaints_add (complaints,
                                g_strdup_printf (_ ("“%s” is not an extension. It was left out."),
                                                 quoted));
  return g_strdup ("");
}

/**
 * bitacora_link_number_parse:
 * @text: valid UTF-8, decoded: a number with its parameters, or a whole tel: link
 * @region: (nullable): the ISO 3166-1 code of the country that a local number belongs to
 * @complaints: where to say what was dropped
 *
 * Reads a number as RFC 3966 has them: global or local, with visual separators, an extension and
 * the context of a local number. A code for the network is never taken for a number.
 *
 * Returns: (transfer full) (nullable): the number, or %NULL if there is none
 */
BitacoraPhoneNumber *
bitacora_link_number_parse (const char *text,
                            const char *region,
                            BitacoraLinkComplaints *complaints)
{
  g_auto (Parts) parts = { NULL };
  g_autofree char *quoted = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *extension = NULL;
  g_autofree char *written = NULL;
  BitacoraPhoneNumber *number;

  split_parts (text, &parts, complaints);
  complain_of_parts (&parts, complaints);
  if (*parts.number == '\0')
    return NULL;

  quoted = bitacora_link_text_quote (parts.number);
  if (is_network_code (parts.number))
    {
      bitacora_link_complaints_add (
          complaints,
          g_strdup_printf (_ ("“%s” is a code for the phone network, by which nobody is called. It "
                              "was left out."),
                           quoted));
      return NULL;
    }

  extension = write_extension (&parts, complaints);
  whole = parts.context != NULL ? apply_context (&parts, complaints) : g_strdup (parts.number);
  written = g_strconcat (whole, extension, NULL);
  number = begins_as_number (parts.number) ? bitacora_phone_number_parse (written, region, NULL)
                                           : NULL;
  if (number == NULL)
    bitacora_link_complaints_add (
        complaints,
        g_strdup_printf (_ ("“%s” could not be read as a phone number. It was left out."), quoted));
  return number;
}
