/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-phone-library.h"

#include <cstring>
#include <list>
#include <memory>
#include <set>
#include <string>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <phonenumbers/asyoutypeformatter.h>
#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>
#pragma GCC diagnostic pop

using i18n::phonenumbers::AsYouTypeFormatter;
using i18n::phonenumbers::NullLogger;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace
{

/* The longest national number that libphonenumber reads (kMaxLengthForNsn). */
constexpr size_t MAX_NATIONAL = 17;

/* The longest text that it looks at (kMaxInputStringLength), in bytes. */
constexpr size_t MAX_TEXT = 250;

/* No number that is typed is longer; the formatter's work grows with the square of the length. */
constexpr size_t MAX_TYPED = 50;

/* The library writes what it thinks of its input to the terminal unless it is told not to. */
PhoneNumberUtil *
get_library ()
{
  static PhoneNumberUtil *const library = [] {
    PhoneNumberUtil *instance = PhoneNumberUtil::GetInstance ();

    instance->SetLogger (new NullLogger ());
    return instance;
  }();

  return library;
}

BitacoraPhoneLibraryResult
result_from_error (PhoneNumberUtil::ErrorType error)
{
  switch (error)
    {
    case PhoneNumberUtil::NO_PARSING_ERROR:
      return BITACORA_PHONE_LIBRARY_OK;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
      return BITACORA_PHONE_LIBRARY_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN:
      return BITACORA_PHONE_LIBRARY_TOO_LONG;
    case PhoneNumberUtil::NOT_A_NUMBER:
    default:
      return BITACORA_PHONE_LIBRARY_NOT_A_NUMBER;
    }
}

/* Fills @number as the library's own parser would: a leading zero belongs to the number (Italy)
 * and is counted beside it, since the number itself is kept as an integer. */
BitacoraPhoneLibraryResult
build_number (int calling_code, const char *national, PhoneNumber *number)
{
  const size_t length = national != nullptr ? strlen (national) : 0;
  size_t zeros = 0;

  if (calling_code <= 0)
    return BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE;
  if (length == 0 || strspn (national, "0123456789") != length)
    return BITACORA_PHONE_LIBRARY_NOT_A_NUMBER;
  if (length > MAX_NATIONAL)
    return BITACORA_PHONE_LIBRARY_TOO_LONG;

  while (zeros < length - 1 && national[zeros] == '0')
    zeros++;

  number->set_country_code (calling_code);
  number->set_national_number (g_ascii_strtoull (national, nullptr, 10));
  if (zeros > 0)
    {
      number->set_italian_leading_zero (true);
      number->set_number_of_leading_zeros (static_cast<int> (zeros));
    }
  return BITACORA_PHONE_LIBRARY_OK;
}

bool
is_known_region (const std::string &region)
{
  return get_library ()->GetCountryCodeForRegion (region) != 0;
}

/* The region that @number belongs to: its own where its digits tell, else @region if it has this
 * calling code, else the one that the calling code is most used by. */
std::string
choose_region (const PhoneNumber &number, const std::string &region)
{
  std::string own;

  get_library ()->GetRegionCodeForNumber (number, &own);
  if (own != "ZZ")
    return own;
  if (get_library ()->GetCountryCodeForRegion (region) == number.country_code ())
    return region;
  get_library ()->GetRegionCodeForCountryCode (number.country_code (), &own);
  return own;
}

void
fill_parts (const PhoneNumber &number, const std::string &region, BitacoraPhoneParts *parts)
{
  std::string national;

  get_library ()->GetNationalSignificantNumber (number, &national);
  parts->region = g_strdup (choose_region (number, region).c_str ());
  parts->calling_code = number.country_code ();
  parts->national = g_strdup (national.c_str ());
  parts->extension = g_strdup (number.extension ().c_str ());
}

/* People type 00 for the international prefix in every country, also where it is another one. */
bool
replace_leading_zeros (const std::string &text, std::string *with_plus)
{
  const char *p = text.c_str ();

  while (*p != '\0' && g_unichar_digit_value (g_utf8_get_char (p)) < 0)
    {
      if (strchr (" \t(", *p) == nullptr)
        return false;
      p = g_utf8_next_char (p);
    }
  for (int i = 0; i < 2; i++)
    {
      if (g_unichar_digit_value (g_utf8_get_char (p)) != 0)
        return false;
      p = g_utf8_next_char (p);
    }
  *with_plus = std::string ("+") + p;
  return true;
}

BitacoraPhoneLibraryResult
parse_number (const std::string &text, const std::string &region, PhoneNumber *number)
{
  PhoneNumberUtil *library = get_library ();
  PhoneNumber after_plus;
  std::string with_plus;
  bool readable = false;

  if (replace_leading_zeros (text, &with_plus))
    {
      readable = library->Parse (with_plus, "ZZ", &after_plus) == PhoneNumberUtil::NO_PARSING_ERROR;
      if (readable && library->IsValidNumber (after_plus))
        {
          *number = after_plus;
          return BITACORA_PHONE_LIBRARY_OK;
        }
    }

  const BitacoraPhoneLibraryResult result
      = result_from_error (library->Parse (text, region, number));
  if (readable && (result != BITACORA_PHONE_LIBRARY_OK || !library->IsValidNumber (*number)))
    {
      *number = after_plus;
      return BITACORA_PHONE_LIBRARY_OK;
    }
  return result;
}

/* A tel: link without its scheme and its percent-encoding (RFC 3966, section 3); anything else as
 * it is. */
char *
strip_scheme (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  if (g_ascii_strncasecmp (text, "tel:", 4) != 0)
    return g_strdup (text);
  text += 4;
  while (*text == '/')
    text++;
  return g_uri_unescape_string (text, nullptr);
}

/* Codes for the network, like *123#, are dialled but nobody is called by them. */
bool
is_network_code (const char *text)
{
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);

  if (plain == nullptr)
    return false;
  g_strstrip (plain);
  return strchr (plain, '*') != nullptr || *plain == '#' || g_str_has_suffix (plain, "#");
}

bool
is_plain_typing (const char *text)
{
  const char *plus = strchr (text, '+');

  if (strlen (text) > MAX_TYPED)
    return false;
  if (strspn (text, "0123456789 +-().//") != strlen (text))
    return false;
  if (plus != nullptr
      && (strchr (plus + 1, '+') != nullptr || strcspn (text, "0123456789") < size_t (plus - text)))
    return false;
  return strcspn (text, "0123456789") != strlen (text);
}

} // namespace

/**
 * bitacora_phone_parts_clear:
 * @parts: parts
 *
 * Frees what @parts hold and leaves them empty.
 */
void
bitacora_phone_parts_clear (BitacoraPhoneParts *parts)
{
  g_clear_pointer (&parts->region, g_free);
  g_clear_pointer (&parts->national, g_free);
  g_clear_pointer (&parts->extension, g_free);
  parts->calling_code = 0;
}

/**
 * bitacora_phone_library_parse:
 * @text: what somebody typed or pasted, or a tel: link
 * @region: (nullable): the ISO 3166-1 code of the country that a number without calling code
 *   belongs to
 * @parts: (out caller-allocates): where to put the number's parts, untouched unless it was read
 *
 * Reads a number. A leading 00 is first read as +, whatever the country dials to get out; the
 * library's own reading serves where that gives no valid number and its own is one.
 *
 * Returns: whether it was read, or why not
 */
BitacoraPhoneLibraryResult
bitacora_phone_library_parse (const char *text, const char *region, BitacoraPhoneParts *parts)
{
  g_autofree char *plain = nullptr;

  if (text == nullptr || !g_utf8_validate (text, -1, nullptr))
    return BITACORA_PHONE_LIBRARY_NOT_A_NUMBER;
  if (strlen (text) > MAX_TEXT)
    return BITACORA_PHONE_LIBRARY_TOO_LONG;
  plain = strip_scheme (text);
  if (plain == nullptr || !g_utf8_validate (plain, -1, nullptr) || is_network_code (plain))
    return BITACORA_PHONE_LIBRARY_NOT_A_NUMBER;

  try
    {
      PhoneNumber number;
      const std::string home = region != nullptr ? region : "ZZ";
      const BitacoraPhoneLibraryResult result = parse_number (plain, home, &number);

      if (result == BITACORA_PHONE_LIBRARY_OK)
        fill_parts (number, home, parts);
      return result;
    }
  catch (...)
    {
      return BITACORA_PHONE_LIBRARY_NOT_A_NUMBER;
    }
}

/**
 * bitacora_phone_library_check_possible:
 * @calling_code: a calling code
 * @national: a national number, digits
 * @region: (nullable): the country that the number is said to belong to
 *
 * Checks a number's length against what its country uses. A number that can be dialled within
 * its area alone is possible.
 *
 * Returns: whether it is possible, or why not
 */
BitacoraPhoneLibraryResult
bitacora_phone_library_check_possible (int calling_code, const char *national, const char *region)
{
  try
    {
      PhoneNumber number;
      const BitacoraPhoneLibraryResult result = build_number (calling_code, national, &number);

      if (result != BITACORA_PHONE_LIBRARY_OK)
        return result;
      if (region != nullptr && is_known_region (region)
          && get_library ()->GetCountryCodeForRegion (region) != calling_code)
        return BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE;

      switch (get_library ()->IsPossibleNumberWithReason (number))
        {
        case PhoneNumberUtil::IS_POSSIBLE:
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
          return BITACORA_PHONE_LIBRARY_OK;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE:
          return BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE;
        case PhoneNumberUtil::TOO_SHORT:
          return BITACORA_PHONE_LIBRARY_TOO_SHORT;
        case PhoneNumberUtil::TOO_LONG:
          return BITACORA_PHONE_LIBRARY_TOO_LONG;
        case PhoneNumberUtil::INVALID_LENGTH:
        default:
          return BITACORA_PHONE_LIBRARY_BAD_LENGTH;
        }
    }
  catch (...)
    {
      return BITACORA_PHONE_LIBRARY_NOT_A_NUMBER;
    }
}

/**
 * bitacora_phone_library_is_valid:
 * @calling_code: a calling code
 * @national: a national number, digits
 *
 * Returns: whether the number lies in a range that its country has given out
 */
gboolean
bitacora_phone_library_is_valid (int calling_code, const char *national)
{
  try
    {
      PhoneNumber number;

      return build_number (calling_code, national, &number) == BITACORA_PHONE_LIBRARY_OK
             && get_library ()->IsValidNumber (number);
    }
  catch (...)
    {
      return FALSE;
    }
}

/**
 * bitacora_phone_library_find_region:
 * @calling_code: a calling code
 * @national: a national number, digits
 *
 * Finds the country of a number; several may share a calling code.
 *
 * Returns: (transfer full) (nullable): its ISO 3166-1 code, `001` for a number of no country, or
 *   %NULL if nothing tells
 */
char *
bitacora_phone_library_find_region (int calling_code, const char *national)
{
  try
    {
      PhoneNumber number;
      std::string region;

      if (build_number (calling_code, national, &number) != BITACORA_PHONE_LIBRARY_OK)
        return nullptr;
      get_library ()->GetRegionCodeForNumber (number, &region);
      return region != "ZZ" ? g_strdup (region.c_str ()) : nullptr;
    }
  catch (...)
    {
      return nullptr;
    }
}

/**
 * bitacora_phone_library_get_main_region:
 * @calling_code: a calling code
 *
 * Returns: (transfer full): the ISO 3166-1 code of the country that the calling code is most used
 *   by, or `001` for one of no country
 */
char *
bitacora_phone_library_get_main_region (int calling_code)
{
  try
    {
      std::string region;

      get_library ()->GetRegionCodeForCountryCode (calling_code, &region);
      return g_strdup (region != "ZZ" ? region.c_str () : "001");
    }
  catch (...)
    {
      return g_strdup ("001");
    }
}

/**
 * bitacora_phone_library_format:
 * @calling_code: a calling code
 * @national: a national number, digits
 * @format: how to write it
 *
 * Returns: (transfer full): the number as its country writes it, or @national itself if it is no
 *   number
 */
char *
bitacora_phone_library_format (int calling_code, const char *national, BitacoraPhoneFormat format)
{
  try
    {
      PhoneNumber number;
      std::string text;
      PhoneNumberUtil::PhoneNumberFormat kind
          = format == BITACORA_PHONE_FORMAT_NATIONAL        ? PhoneNumberUtil::NATIONAL
            : format == BITACORA_PHONE_FORMAT_INTERNATIONAL ? PhoneNumberUtil::INTERNATIONAL
                                                            : PhoneNumberUtil::E164;

      if (build_number (calling_code, national, &number) != BITACORA_PHONE_LIBRARY_OK)
        return g_strdup (national);
      get_library ()->Format (number, kind, &text);
      return g_strdup (text.c_str ());
    }
  catch (...)
    {
      return g_strdup (national);
    }
}

/**
 * bitacora_phone_library_format_as_you_type:
 * @text: what stands in the entry
 * @region: (nullable): the country that a number without calling code belongs to
 *
 * Groups the digits typed so far. Text that holds anything other than digits, spaces, `-`, `(`,
 * `)`, `.`, `/` and a leading `+` comes back as it is: nothing that somebody typed is lost. So
 * does text that begins with 00.
 *
 * Returns: (transfer full): the text to show
 */
char *
bitacora_phone_library_format_as_you_type (const char *text, const char *region)
{
  if (!is_plain_typing (text))
    return g_strdup (text);

  try
    {
      std::string with_plus;

      /* The library does not know that 00 is read as + and would group another number. */
      if (replace_leading_zeros (text, &with_plus))
        return g_strdup (text);

      const std::unique_ptr<AsYouTypeFormatter> formatter (
          get_library ()->GetAsYouTypeFormatter (region != nullptr ? region : "ZZ"));
      std::string result;

      for (const char *p = text; *p != '\0'; p++)
        if (g_ascii_isdigit (*p) || *p == '+')
          formatter->InputDigit (static_cast<i18n::phonenumbers::char32> (*p), &result);
      return g_strdup (result.c_str ());
    }
  catch (...)
    {
      return g_strdup (text);
    }
}

/**
 * bitacora_phone_library_list_regions:
 *
 * Returns: (transfer full): the ISO 3166-1 codes of all countries with a calling code, sorted
 */
char **
bitacora_phone_library_list_regions (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  try
    {
      std::set<std::string> regions;

      get_library ()->GetSupportedRegions (&regions);
      for (const std::string &region : regions)
        g_strv_builder_add (builder, region.c_str ());
    }
  catch (...)
    {
    }
  return g_strv_builder_end (builder);
}

/**
 * bitacora_phone_library_get_calling_code:
 * @region: (nullable): an ISO 3166-1 code in capitals
 *
 * Returns: the country's calling code, or 0 if it has none
 */
int
bitacora_phone_library_get_calling_code (const char *region)
{
  if (region == nullptr)
    return 0;
  try
    {
      return get_library ()->GetCountryCodeForRegion (region);
    }
  catch (...)
    {
      return 0;
    }
}
