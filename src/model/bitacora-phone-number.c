/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-phone-number.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-phone-library.h"
#include "bitacora-text-private.h"

/* As long as libphonenumber reads a national number. */
#define MAX_NATIONAL 17

struct _BitacoraPhoneNumber
{
  GObject parent_instance;

  BitacoraPhoneParts parts;
  char *calling_code;
};

enum
{
  PROP_0,
  PROP_REGION,
  PROP_CALLING_CODE,
  PROP_NATIONAL,
  PROP_EXTENSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraPhoneNumber, bitacora_phone_number, G_TYPE_OBJECT)
G_DEFINE_QUARK (bitacora_phone_error_quark, bitacora_phone_error)

/* Says what is wrong with @number, the way the person wrote it; %FALSE if there is anything. */
static gboolean
check_result (BitacoraPhoneLibraryResult result,
              const char *number,
              gboolean international,
              GError **error)
{
  switch (result)
    {
    case BITACORA_PHONE_LIBRARY_OK:
      return TRUE;
    case BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE:
      if (international)
        g_set_error (error,
                     BITACORA_PHONE_ERROR,
                     BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY,
                     _ ("“%s” does not begin with the calling code of any country. Check the "
                        "digits after the +, for example +57 for Colombia."),
                     number);
      else
        g_set_error (error,
                     BITACORA_PHONE_ERROR,
                     BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY,
                     _ ("It is not clear which country “%s” belongs to. Choose the country, or "
                        "begin the number with + and its calling code."),
                     number);
      return FALSE;
    case BITACORA_PHONE_LIBRARY_TOO_SHORT:
      g_set_error (error,
                   BITACORA_PHONE_ERROR,
                   BITACORA_PHONE_ERROR_TOO_SHORT,
                   _ ("“%s” is too short for a phone number of this country. Are digits missing?"),
                   number);
      return FALSE;
    case BITACORA_PHONE_LIBRARY_TOO_LONG:
      g_set_error (error,
                   BITACORA_PHONE_ERROR,
                   BITACORA_PHONE_ERROR_TOO_LONG,
                   _ ("“%s” is too long for a phone number of this country. Is there a digit too "
                      "many, or a second number?"),
                   number);
      return FALSE;
    case BITACORA_PHONE_LIBRARY_BAD_LENGTH:
      g_set_error (
          error,
          BITACORA_PHONE_ERROR,
          BITACORA_PHONE_ERROR_IMPOSSIBLE,
          _ ("No phone number of this country has as many digits as “%s”. Check the digits."),
          number);
      return FALSE;
    case BITACORA_PHONE_LIBRARY_NOT_A_NUMBER:
    default:
      g_set_error (error,
                   BITACORA_PHONE_ERROR,
                   BITACORA_PHONE_ERROR_NOT_A_NUMBER,
                   _ ("“%s” is not a phone number. Type its digits, for example 310 555 1234 or "
                      "+57 310 555 1234."),
                   number);
      return FALSE;
    }
}

/* Whether the parts are a number at all; its length is another matter, unless no country has any
 * as long. */
static BitacoraPhoneLibraryResult
check_parts (const char *calling_code, const char *national, int *code)
{
  BitacoraPhoneLibraryResult result;
  guint64 value;

  if (!g_ascii_string_to_unsigned (calling_code, 10, 1, 999, &value, NULL))
    return BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE;
  if (strspn (national, "0123456789") != strlen (national))
    return BITACORA_PHONE_LIBRARY_NOT_A_NUMBER;
  if (strlen (national) > MAX_NATIONAL)
    return BITACORA_PHONE_LIBRARY_TOO_LONG;

  *code = (int)value;
  result = bitacora_phone_library_check_possible (*code, national, NULL);
  return result == BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE ? result : BITACORA_PHONE_LIBRARY_OK;
}

/* Takes what @parts hold. */
static BitacoraPhoneNumber *
new_take_parts (BitacoraPhoneParts *parts)
{
  BitacoraPhoneNumber *self = g_object_new (BITACORA_TYPE_PHONE_NUMBER, NULL);

  self->parts.region = g_steal_pointer (&parts->region);
  self->parts.calling_code = parts->calling_code;
  self->parts.national = g_steal_pointer (&parts->national);
  self->parts.extension = g_steal_pointer (&parts->extension);
  self->calling_code = g_strdup_printf ("%d", self->parts.calling_code);
  return self;
}

static char *
append_extension (BitacoraPhoneNumber *self, char *number)
{
  g_autofree char *taken = number;

  if (*self->parts.extension == '\0')
    return g_steal_pointer (&taken);
  /* Translators: a phone number and the extension behind it. */
  return g_strdup_printf (_ ("%s ext. %s"), taken, self->parts.extension);
}

static void
bitacora_phone_number_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  BitacoraPhoneNumber *self = BITACORA_PHONE_NUMBER (object);

  switch (prop_id)
    {
    case PROP_REGION:
      g_value_set_string (value, self->parts.region);
      break;
    case PROP_CALLING_CODE:
      g_value_set_string (value, self->calling_code);
      break;
    case PROP_NATIONAL:
      g_value_set_string (value, self->parts.national);
      break;
    case PROP_EXTENSION:
      g_value_set_string (value, self->parts.extension);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bitacora_phone_number_finalize (GObject *object)
{
  BitacoraPhoneNumber *self = BITACORA_PHONE_NUMBER (object);

  bitacora_phone_parts_clear (&self->parts);
  g_clear_pointer (&self->calling_code, g_free);

  G_OBJECT_CLASS (bitacora_phone_number_parent_class)->finalize (object);
}

static void
bitacora_phone_number_class_init (BitacoraPhoneNumberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_phone_number_get_property;
  object_class->finalize = bitacora_phone_number_finalize;

  properties[PROP_REGION] = g_param_spec_string ("region", NULL, NULL, NULL, flags);
  properties[PROP_CALLING_CODE] = g_param_spec_string ("calling-code", NULL, NULL, NULL, flags);
  properties[PROP_NATIONAL] = g_param_spec_string ("national", NULL, NULL, NULL, flags);
  properties[PROP_EXTENSION] = g_param_spec_string ("extension", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bitacora_phone_number_init (BitacoraPhoneNumber *self)
{
}

/**
 * bitacora_phone_number_parse:
 * @text: what somebody typed or pasted, or a tel: link (RFC 3966)
 * @region: (nullable): the ISO 3166-1 code of the country that a number without calling code
 *   belongs to
 * @error: return location for a #BITACORA_PHONE_ERROR
 *
 * Reads a phone number. A number with a calling code may belong to another country than @region.
 * That it was read does not mean that it can exist: see bitacora_phone_number_check_possible().
 *
 * Returns: (transfer full): the number, or %NULL with @error set to
 *   %BITACORA_PHONE_ERROR_EMPTY, %BITACORA_PHONE_ERROR_NOT_A_NUMBER,
 *   %BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY, %BITACORA_PHONE_ERROR_TOO_SHORT or
 *   %BITACORA_PHONE_ERROR_TOO_LONG
 */
BitacoraPhoneNumber *
bitacora_phone_number_parse (const char *text, const char *region, GError **error)
{
  g_auto (BitacoraPhoneParts) parts = { 0 };
  g_autofree char *quoted = NULL;
  BitacoraPhoneLibraryResult result;

  g_return_val_if_fail (text != NULL, NULL);

  quoted = bitacora_text_quote (text);
  if (bitacora_text_is_blank (text))
    {
      g_set_error_literal (error,
                           BITACORA_PHONE_ERROR,
                           BITACORA_PHONE_ERROR_EMPTY,
                           _ ("There is no phone number yet. Type the number of the call."));
      return NULL;
    }

  result = bitacora_phone_library_parse (text, region, &parts);
  if (!check_result (result, quoted, strchr (quoted, '+') != NULL, error))
    return NULL;
  return new_take_parts (&parts);
}

/**
 * bitacora_phone_number_new_from_parts:
 * @calling_code: the calling code, with or without +
 * @national: the national number, nothing but digits
 * @region_hint: (nullable): the country, in case that the digits do not tell
 * @error: return location for a #BITACORA_PHONE_ERROR
 *
 * Puts a number together from the parts in which the CRM keeps it.
 *
 * Returns: (transfer full): the number, without extension, or %NULL with @error set to
 *   %BITACORA_PHONE_ERROR_EMPTY, %BITACORA_PHONE_ERROR_NOT_A_NUMBER,
 *   %BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY or %BITACORA_PHONE_ERROR_TOO_LONG
 */
BitacoraPhoneNumber *
bitacora_phone_number_new_from_parts (const char *calling_code,
                                      const char *national,
                                      const char *region_hint,
                                      GError **error)
{
  g_auto (BitacoraPhoneParts) parts = { 0 };
  g_autofree char *whole = NULL;
  g_autofree char *quoted = NULL;
  BitacoraPhoneLibraryResult result;
  int code = 0;

  g_return_val_if_fail (calling_code != NULL, NULL);
  g_return_val_if_fail (national != NULL, NULL);

  if (*calling_code == '+')
    calling_code++;
  if (*national == '\0')
    {
      g_set_error_literal (error,
                           BITACORA_PHONE_ERROR,
                           BITACORA_PHONE_ERROR_EMPTY,
                           _ ("There is no phone number yet. Type the number of the call."));
      return NULL;
    }

  whole = g_strdup_printf ("+%s %s", calling_code, national);
  quoted = bitacora_text_quote (whole);
  result = check_parts (calling_code, national, &code);
  if (!check_result (result, quoted, TRUE, error))
    return NULL;

  parts.calling_code = code;
  parts.national = g_strdup (national);
  parts.extension = g_strdup ("");
  parts.region = bitacora_phone_library_find_region (code, national);
  if (parts.region == NULL && region_hint != NULL
      && bitacora_phone_library_get_calling_code (region_hint) == parts.calling_code)
    parts.region = g_strdup (region_hint);
  if (parts.region == NULL)
    parts.region = bitacora_phone_library_get_main_region (code);
  return new_take_parts (&parts);
}

/**
 * bitacora_phone_number_get_region:
 * @self: a phone number
 *
 * Returns: (transfer none): the ISO 3166-1 code of its country, or `001` for a number of no
 *   country
 */
const char *
bitacora_phone_number_get_region (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), NULL);

  return self->parts.region;
}

/**
 * bitacora_phone_number_get_calling_code:
 * @self: a phone number
 *
 * Returns: (transfer none): its calling code, without +
 */
const char *
bitacora_phone_number_get_calling_code (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), NULL);

  return self->calling_code;
}

/**
 * bitacora_phone_number_get_national:
 * @self: a phone number
 *
 * Returns: (transfer none): its national number, nothing but digits; a zero in front belongs to
 *   it where the country keeps it for calls from abroad (Italy)
 */
const char *
bitacora_phone_number_get_national (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), NULL);

  return self->parts.national;
}

/**
 * bitacora_phone_number_get_extension:
 * @self: a phone number
 *
 * Returns: (transfer none): its extension, or the empty string
 */
const char *
bitacora_phone_number_get_extension (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), NULL);

  return self->parts.extension;
}

/**
 * bitacora_phone_number_is_valid:
 * @self: a phone number
 *
 * Returns: whether it lies in a range that its country has given out
 */
gboolean
bitacora_phone_number_is_valid (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), FALSE);

  return bitacora_phone_library_is_valid (self->parts.calling_code, self->parts.national);
}

/**
 * bitacora_phone_number_check_possible:
 * @self: a phone number
 * @error: return location for a #BITACORA_PHONE_ERROR
 *
 * Checks that the number is as long as its country's numbers are.
 *
 * Returns: %TRUE, or %FALSE with @error set to %BITACORA_PHONE_ERROR_TOO_SHORT,
 *   %BITACORA_PHONE_ERROR_TOO_LONG, %BITACORA_PHONE_ERROR_IMPOSSIBLE or
 *   %BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY
 */
gboolean
bitacora_phone_number_check_possible (BitacoraPhoneNumber *self, GError **error)
{
  g_autofree char *written = NULL;
  BitacoraPhoneLibraryResult result;

  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), FALSE);

  written = bitacora_phone_number_format_international (self);
  result = bitacora_phone_library_check_possible (self->parts.calling_code,
                                                  self->parts.national,
                                                  self->parts.region);
  return check_result (result, written, TRUE, error);
}

/**
 * bitacora_phone_number_equal:
 * @self: a phone number
 * @other: another one
 *
 * Returns: whether both reach the same phone: calling code, national number and extension agree
 */
gboolean
bitacora_phone_number_equal (BitacoraPhoneNumber *self, BitacoraPhoneNumber *other)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), FALSE);
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (other), FALSE);

  return self->parts.calling_code == other->parts.calling_code
         && g_str_equal (self->parts.national, other->parts.national)
         && g_str_equal (self->parts.extension, other->parts.extension);
}

/**
 * bitacora_phone_number_format_national:
 * @self: a phone number
 *
 * Returns: (transfer full): the number as it is written in its country, with its extension
 */
char *
bitacora_phone_number_format_national (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), NULL);

  return append_extension (self,
                           bitacora_phone_library_format (self->parts.calling_code,
                                                          self->parts.national,
                                                          BITACORA_PHONE_FORMAT_NATIONAL));
}

/**
 * bitacora_phone_number_format_international:
 * @self: a phone number
 *
 * Returns: (transfer full): the number with + and its calling code, with its extension
 */
char *
bitacora_phone_number_format_international (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), NULL);

  return append_extension (self,
                           bitacora_phone_library_format (self->parts.calling_code,
                                                          self->parts.national,
                                                          BITACORA_PHONE_FORMAT_INTERNATIONAL));
}

/**
 * bitacora_phone_number_format_e164:
 * @self: a phone number
 *
 * Returns: (transfer full): + and digits (ITU-T E.164), without the extension
 */
char *
bitacora_phone_number_format_e164 (BitacoraPhoneNumber *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_NUMBER (self), NULL);

  return bitacora_phone_library_format (self->parts.calling_code,
                                        self->parts.national,
                                        BITACORA_PHONE_FORMAT_E164);
}

/**
 * bitacora_phone_number_format_as_you_type:
 * @text: what stands in the entry
 * @region: (nullable): the country that a number without calling code belongs to
 *
 * Groups the digits typed so far as @region does. Text with anything else than digits and what
 * stands between digits comes back as it is.
 *
 * Returns: (transfer full): the text to show
 */
char *
bitacora_phone_number_format_as_you_type (const char *text, const char *region)
{
  g_return_val_if_fail (text != NULL, NULL);

  return bitacora_phone_library_format_as_you_type (text, region);
}
