/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-phone-number.h"

#include "model/bitacora-phone-library.h"

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    const char *home;
    const char *region;
    const char *calling_code;
    const char *national;
    const char *extension;
  } cases[] = {
    { "+57 310 555 1234", "CO", "CO", "57", "3105551234", "" },
    { "+57 310 555 1234", NULL, "CO", "57", "3105551234", "" },
    { "3105551234", "CO", "CO", "57", "3105551234", "" },
    { "310.555.1234", "CO", "CO", "57", "3105551234", "" },
    { "(601) 555-1234", "CO", "CO", "57", "6015551234", "" },
    { "tel:+57-310-555-1234;ext=2", "US", "CO", "57", "3105551234", "2" },
    { "TEL:3105551234;phone-context=+57", "US", "CO", "57", "3105551234", "" },
    { "tel:%2B57%20310%20555%201234", "US", "CO", "57", "3105551234", "" },
    { "tel://+573105551234", "US", "CO", "57", "3105551234", "" },
    { "+57 310 555 1234 ext. 42", "CO", "CO", "57", "3105551234", "42" },
    { "310 555 1234 x7", "CO", "CO", "57", "3105551234", "7" },
    { "0057 310 555 1234", "CO", "CO", "57", "3105551234", "" },
    { "00573105551234", "US", "CO", "57", "3105551234", "" },
    { "(00) 57 310 555 1234", "CO", "CO", "57", "3105551234", "" },
    { "00 57 (310) 555-1234", "CO", "CO", "57", "3105551234", "" },
    { "011 57 310 555 1234", "US", "CO", "57", "3105551234", "" },
    { "００５７３１０５５５１２３４", "CO", "CO", "57", "3105551234", "" },
    { "＋５７　３１０５５５１２３４", "US", "CO", "57", "3105551234", "" },
    { "+٥٧٣١٠٥٥٥١٢٣٤", "US", "CO", "57", "3105551234", "" },
    { "+39 06 1234 5678", "CO", "IT", "39", "0612345678", "" },
    { "0612345678", "IT", "IT", "39", "0612345678", "" },
    { "+1 809 555 1234", "CO", "DO", "1", "8095551234", "" },
    { "+1 212 555 0123", "CO", "US", "1", "2125550123", "" },
    { "+44 20 7031 3000", "CO", "GB", "44", "2070313000", "" },
    { "020 7031 3000", "GB", "GB", "44", "2070313000", "" },
    { "+7 495 123 45 67", "CO", "RU", "7", "4951234567", "" },
    { "+800 1234 5678", "CO", "001", "800", "12345678", "" },
    { "+1 000 555 1234", "CA", "CA", "1", "0005551234", "" },
    { "555 1234", "CO", "CO", "57", "5551234", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraPhoneNumber) number
          = bitacora_phone_number_parse (cases[i].text, cases[i].home, &error);

      g_test_message ("%s in %s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8",
                      cases[i].home);
      g_assert_no_error (error);
      g_assert_cmpstr (bitacora_phone_number_get_region (number), ==, cases[i].region);
      g_assert_cmpstr (bitacora_phone_number_get_calling_code (number), ==, cases[i].calling_code);
      g_assert_cmpstr (bitacora_phone_number_get_national (number), ==, cases[i].national);
      g_assert_cmpstr (bitacora_phone_number_get_extension (number), ==, cases[i].extension);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *home;
    BitacoraPhoneError code;
  } cases[] = {
    { "", "CO", BITACORA_PHONE_ERROR_EMPTY },
    { " \t ", "CO", BITACORA_PHONE_ERROR_EMPTY },
    { "*123#", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "#31#3105551234", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "＊１２３＃", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "tel:*123%23", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "hola", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "+", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "\xff\xfe 310", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "tel:%00", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "tel:%FF310", "CO", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "+999 123 4567", "CO", BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY },
    { "310 555 1234", NULL, BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY },
    { "310 555 1234", "XX", BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY },
    { "310 555 1234 5678 9012 3456", "CO", BITACORA_PHONE_ERROR_TOO_LONG },
    { "+57 1", "CO", BITACORA_PHONE_ERROR_TOO_SHORT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s in %s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8",
                      cases[i].home);
      g_assert_null (bitacora_phone_number_parse (cases[i].text, cases[i].home, &error));
      g_assert_error (error, BITACORA_PHONE_ERROR, (int)cases[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_very_long (void)
{
  g_autofree char *digits = g_strnfill (100000, '7');
  g_autoptr (GError) error = NULL;

  g_assert_null (bitacora_phone_number_parse (digits, "CO", &error));
  g_assert_nonnull (error);
  g_assert_cmpint (strlen (error->message), <, 400);
}

/* What the library thinks of bad input is for no terminal. */
static void
test_quiet (void)
{
  if (g_test_subprocess ())
    {
      static const char *const texts[]
          = { "\xff", "+999 1", "*123#", "x", "00", "+39", "tel:;phone-context=", "310" };

      for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          g_autoptr (BitacoraPhoneNumber) number
              = bitacora_phone_number_parse (texts[i], "ZZ", NULL);
          g_autofree char *typed = bitacora_phone_number_format_as_you_type (texts[i], "ZZ");
          g_autofree char *region = bitacora_phone_library_find_region (999, "1");

          g_assert_nonnull (typed);
          g_assert_null (region);
          if (number != NULL)
            bitacora_phone_number_check_possible (number, NULL);
        }
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");
  g_test_trap_assert_stdout_unmatched ("*rror*");
}

static void
test_possible (void)
{
  static const struct
  {
    const char *text;
    int code;
  } cases[] = {
    { "+57 310 555 1234", -1 },
    { "+57 555 1234", -1 },
    { "+57 310 555 123456", BITACORA_PHONE_ERROR_TOO_LONG },
    { "+57 310 55", BITACORA_PHONE_ERROR_TOO_SHORT },
    { "+376 123 4567", BITACORA_PHONE_ERROR_IMPOSSIBLE },
    { "+1 212 555 01234", BITACORA_PHONE_ERROR_TOO_LONG },
    { "+39 06 1234 5678", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraPhoneNumber) number
          = bitacora_phone_number_parse (cases[i].text, NULL, NULL);

      g_test_message ("%s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8");
      g_assert_cmpint (bitacora_phone_number_check_possible (number, &error),
                       ==,
                       cases[i].code == -1);
      if (cases[i].code != -1)
        g_assert_error (error, BITACORA_PHONE_ERROR, cases[i].code);
    }
}

static void
test_valid (void)
{
  g_autoptr (BitacoraPhoneNumber) good = bitacora_phone_number_parse ("3105551234", "CO", NULL);
  g_autoptr (BitacoraPhoneNumber) bad = bitacora_phone_number_parse ("9995551234", "CO", NULL);

  g_assert_true (bitacora_phone_number_is_valid (good));
  g_assert_false (bitacora_phone_number_is_valid (bad));
}

static void
test_from_parts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraPhoneNumber) plain
      = bitacora_phone_number_new_from_parts ("57", "3105551234", NULL, &error);
  g_autoptr (BitacoraPhoneNumber) plus
      = bitacora_phone_number_new_from_parts ("+57", "3105551234", "US", NULL);
  g_autoptr (BitacoraPhoneNumber) hinted
      = bitacora_phone_number_new_from_parts ("1", "0005551234", "CA", NULL);
  g_autoptr (BitacoraPhoneNumber) unhinted
      = bitacora_phone_number_new_from_parts ("1", "0005551234", "CO", NULL);
  g_autoptr (BitacoraPhoneNumber) sample
      = bitacora_phone_number_new_from_parts ("57", "1234567898", "CO", NULL);
  static const struct
  {
    const char *calling_code;
    const char *national;
    BitacoraPhoneError code;
  } bad[] = {
    { "57", "", BITACORA_PHONE_ERROR_EMPTY },
    { "57", "310 555 1234", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "57", "31O5551234", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "57", "-105551234", BITACORA_PHONE_ERROR_NOT_A_NUMBER },
    { "", "3105551234", BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY },
    { "999", "3105551234", BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY },
    { "5 7", "3105551234", BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY },
    { "+-57", "3105551234", BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY },
    { "57", "123456789012345678", BITACORA_PHONE_ERROR_TOO_LONG },
  };

  g_assert_no_error (error);
  g_assert_true (bitacora_phone_number_equal (plain, plus));
  g_assert_cmpstr (bitacora_phone_number_get_region (plain), ==, "CO");
  g_assert_cmpstr (bitacora_phone_number_get_extension (plain), ==, "");
  g_assert_cmpstr (bitacora_phone_number_get_region (hinted), ==, "CA");
  g_assert_cmpstr (bitacora_phone_number_get_region (unhinted), ==, "US");
  g_assert_cmpstr (bitacora_phone_number_get_national (sample), ==, "1234567898");
  g_assert_true (bitacora_phone_number_check_possible (sample, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) reason = NULL;

      g_assert_null (bitacora_phone_number_new_from_parts (bad[i].calling_code,
                                                           bad[i].national,
                                                           NULL,
                                                           &reason));
      g_assert_error (reason, BITACORA_PHONE_ERROR, (int)bad[i].code);
    }
}

static void
test_formats (void)
{
  g_autoptr (BitacoraPhoneNumber) number
      = bitacora_phone_number_parse ("tel:+57-310-555-1234;ext=2", NULL, NULL);
  g_autoptr (BitacoraPhoneNumber) roman
      = bitacora_phone_number_parse ("+39 0612345678", NULL, NULL);
  g_autofree char *national = bitacora_phone_number_format_national (number);
  g_autofree char *international = bitacora_phone_number_format_international (number);
  g_autofree char *e164 = bitacora_phone_number_format_e164 (number);
  g_autofree char *rome = bitacora_phone_number_format_e164 (roman);
  g_autoptr (BitacoraPhoneNumber) again = bitacora_phone_number_parse (international, "US", NULL);
  g_autoptr (BitacoraPhoneNumber) home = bitacora_phone_number_parse (national, "CO", NULL);
  g_autoptr (BitacoraPhoneNumber) bare = bitacora_phone_number_parse (e164, "US", NULL);

  g_assert_cmpstr (international, ==, "+57 310 5551234 ext. 2");
  g_assert_cmpstr (e164, ==, "+573105551234");
  g_assert_cmpstr (rome, ==, "+390612345678");
  g_assert_true (bitacora_phone_number_equal (number, again));
  g_assert_true (bitacora_phone_number_equal (number, home));
  g_assert_false (bitacora_phone_number_equal (number, bare));
}

/* A valid number of any country survives being written in each way and read again; a number of
 * any kind survives being taken apart. */
static void
test_round_trip (void)
{
  g_auto (GStrv) regions = bitacora_phone_library_list_regions ();
  guint valid = 0;

  g_assert_cmpuint (g_strv_length (regions), >, 200);
  for (gsize i = 0; regions[i] != NULL; i++)
    for (guint seed = 0; seed < 10; seed++)
      {
        g_autofree char *typed
            = g_strdup_printf ("+%d%u",
                               bitacora_phone_library_get_calling_code (regions[i]),
                               g_str_hash (regions[i]) % 9000000 + 21000000 + seed * 11111111);
        g_autoptr (BitacoraPhoneNumber) number = bitacora_phone_number_parse (typed, NULL, NULL);
        g_autofree char *international = NULL;
        g_autofree char *national = NULL;
        g_autoptr (BitacoraPhoneNumber) again = NULL;
        g_autoptr (BitacoraPhoneNumber) home = NULL;
        g_autoptr (BitacoraPhoneNumber) parts = NULL;

        if (number == NULL)
          continue;
        parts
            = bitacora_phone_number_new_from_parts (bitacora_phone_number_get_calling_code (number),
                                                    bitacora_phone_number_get_national (number),
                                                    NULL,
                                                    NULL);
        g_assert_true (bitacora_phone_number_equal (number, parts));
        g_assert_cmpstr (bitacora_phone_number_get_region (number),
                         ==,
                         bitacora_phone_number_get_region (parts));
        if (!bitacora_phone_number_is_valid (number))
          continue;
        valid++;
        international = bitacora_phone_number_format_international (number);
        again = bitacora_phone_number_parse (international, NULL, NULL);
        g_test_message ("%s: %s, %s", regions[i], typed, international);
        g_assert_true (bitacora_phone_number_equal (number, again));
        national = bitacora_phone_number_format_national (number);
        home = bitacora_phone_number_parse (national,
                                            bitacora_phone_number_get_region (number),
                                            NULL);
        g_test_message ("%s: %s", regions[i], national);
        g_assert_true (bitacora_phone_number_equal (number, home));
      }
  g_test_message ("%u valid numbers", valid);
  g_assert_cmpuint (valid, >, 100);
}

static void
test_as_you_type (void)
{
  static const struct
  {
    const char *text;
    const char *region;
    const char *shown;
  } cases[] = {
    { "", "CO", "" },
    { "3", "CO", "3" },
    { "3105551234", "CO", "310 5551234" },
    { "310-555-1234", "CO", "310 5551234" },
    { "2125550123", "US", "(212) 555-0123" },
    { "+573105551234", "US", "+57 310 5551234" },
    { "+57 310", "CO", "+57 310" },
    { "+", "CO", "+" },
    { "(", "CO", "(" },
    { "310 555 1234 ext 2", "CO", "310 555 1234 ext 2" },
    { "310x", "CO", "310x" },
    { "*123#", "CO", "*123#" },
    { "3 1 0 ñ", "CO", "3 1 0 ñ" },
    { "310+57", "CO", "310+57" },
    { "++57", "CO", "++57" },
    { "0057 310 555", "CO", "0057 310 555" },
    { "٣١٠", "CO", "٣١٠" },
    { "\xff", "CO", "\xff" },
    { "310555", NULL, "310555" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown
          = bitacora_phone_number_format_as_you_type (cases[i].text, cases[i].region);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

/* Whatever digits are typed, however many, in whatever country: all of them are still there. */
static void
test_as_you_type_keeps_digits (void)
{
  g_auto (GStrv) regions = bitacora_phone_library_list_regions ();

  for (gsize i = 0; regions[i] != NULL; i += 7)
    for (guint length = 1; length < 25; length++)
      {
        g_autofree char *digits = g_strnfill (length, '0');
        g_autofree char *shown = NULL;
        GString *kept = g_string_new (NULL);

        for (guint k = 0; k < length; k++)
          digits[k] = '0' + g_test_rand_int_range (0, 10);
        shown = bitacora_phone_number_format_as_you_type (digits, regions[i]);
        for (const char *p = shown; *p != '\0'; p++)
          if (g_ascii_isdigit (*p))
            g_string_append_c (kept, *p);
        g_assert_cmpstr (kept->str, ==, digits);
        g_string_free (kept, TRUE);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phone-number/read", test_read);
  g_test_add_func ("/phone-number/refused", test_refused);
  g_test_add_func ("/phone-number/very-long", test_very_long);
  g_test_add_func ("/phone-number/quiet", test_quiet);
  g_test_add_func ("/phone-number/possible", test_possible);
  g_test_add_func ("/phone-number/valid", test_valid);
  g_test_add_func ("/phone-number/from-parts", test_from_parts);
  g_test_add_func ("/phone-number/formats", test_formats);
  g_test_add_func ("/phone-number/round-trip", test_round_trip);
  g_test_add_func ("/phone-number/as-you-type", test_as_you_type);
  g_test_add_func ("/phone-number/as-you-type-keeps-digits", test_as_you_type_keeps_digits);
  return g_test_run ();
}
