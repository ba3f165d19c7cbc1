/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-call-link.h"

#include <string.h>

/* What a link names, as the sentences say it that complain of what was dropped. */
typedef struct
{
  const char *uri;
  const char *e164; /* NULL: no number */
  const char *extension;
  const char *complaint; /* a word of it; NULL: nothing to complain of */
} NumberCase;

static const NumberCase numbers[] = {
  /* As RFC 3966 has them. */
  { "tel:+573105551234", "+573105551234" },
  { "tel:+57-310-555-1234", "+573105551234" },
  { "tel:+57.(310).555.1234", "+573105551234" },
  { "tel:3105551234", "+573105551234" },
  { "tel:310-555-1234;phone-context=+57", "+573105551234" },
  { "tel:863-1234;phone-context=+1-914-555", "+578631234", NULL, "“+1-914-555”" },
  { "tel:555-1234;phone-context=+1-914", "+19145551234" },
  { "tel:2015550123;phone-context=+1", "+12015550123" },
  { "tel:6015551234;phone-context=example.com", "+576015551234", NULL, "“example.com”" },
  { "tel:6015551234;phone-context=+57x", "+576015551234", NULL, "“+57x”" },
  { "tel:6015551234;phone-context=*21*", "+576015551234", NULL, "“*21*”" },
  { "tel:6015551234;phone-context=", "+576015551234", NULL, "check the country" },
  { "tel:6015551234;phone-context=+57;phone-context=+1", "+576015551234", NULL, "“phone-context”" },
  { "tel:+12015550123;phone-context=+57", "+12015550123", NULL, "“+57”" },
  { "tel:+576015551234;ext=102", "+576015551234", "102" },
  { "tel:+576015551234;EXT=1-02", "+576015551234", "102" },
  { "tel:6015551234;ext=7;phone-context=+57", "+576015551234", "7" },
  { "tel:+576015551234;ext=ventas", "+576015551234", NULL, "“ventas”" },
  { "tel:+576015551234;ext=*21%23", "+576015551234", NULL, "“*21#”" },
  { "tel:+576015551234;ext=", "+576015551234", NULL, "not an extension" },
  { "tel:+576015551234;ext=1;ext=2", "+576015551234", "1", "“ext” more than once" },
  { "tel:+576015551234;isub=1411", "+576015551234", NULL, "subaddress" },
  { "tel:+576015551234;npdi", "+576015551234", NULL, "“npdi”" },
  { "tel:+576015551234;rn=+57601;npdi;a;b;c", "+576015551234", NULL, "2 more" },

  /* As programs and people write them. */
  { "TEL:+573105551234", "+573105551234" },
  { "  tel:+573105551234\n", "+573105551234" },
  { "Tel://+573105551234/", "+573105551234" },
  { "tel:///+573105551234;ext=5", "+573105551234", "5" },
  { "tel:%2B57%20310%20555%201234", "+573105551234" },
  { "tel:%2B573105551234%3Bext%3D5", "+573105551234", "5" },
  { "tel:00573105551234", "+573105551234" },
  { "tel:tel:+573105551234", "+573105551234" },
  { "callto:+573105551234", "+573105551234" },
  { "CALLTO://3105551234", "+573105551234" },
  { "callto:+573105551234?call", "+573105551234", NULL, "“call”" },
  { "tel:+573105551234?", "+573105551234" },
  { "tel:+573105551234,,12", "+573105551234", NULL, "“,,12”" },
  { "tel:+573105551234,,12%23", "+573105551234", NULL, "“,,12#”" },

  /* More than one number. */
  { "tel:+573105551234,+573105551235", "+573105551234", NULL, "more than one number" },
  { "tel:3105551234,3105551235", "+573105551234", NULL, "more than one number" },
  { "tel:+573105551234;tel:+573105551235", "+573105551234", NULL, "more than one number" },
  { "tel:+573105551234&tel:+573105551235", "+573105551234", NULL, "more than one number" },

  /* What nobody is called by. */
  { "tel:*%2306%23", NULL, NULL, "“*#06#”" },
  { "tel:*#06#", NULL, NULL, "“*#06#”" },
  { "tel:///*#06#", NULL, NULL, "“*#06#”" },
  { "callto:*%2306%23", NULL, NULL, "code for the phone network" },
  { "tel:*21*+573105551234%23", NULL, NULL, "code for the phone network" },
  { "tel:%2A21%2A3105551234%23", NULL, NULL, "code for the phone network" },
  { "tel:3105551234%23", NULL, NULL, "code for the phone network" },
  { "tel:%EF%BC%8A21%EF%BC%8A3105551234%EF%BC%83", NULL, NULL, "code for the phone network" },
  { "tel:tel:%252A21%252A%2523", NULL, NULL, "“%2A21%2A%23”" },
  { "tel:*21*+573105551234%23;phone-context=+57", NULL, NULL, "code for the phone network" },

  /* What is no number. */
  { "tel:", NULL, NULL, "no phone number" },
  { "tel://", NULL, NULL, "no phone number" },
  { "tel:%20", NULL, NULL, "no phone number" },
  { "tel:;ext=5", NULL, NULL, "no phone number" },
  { "callto:ana.perez99", NULL, NULL, "“ana.perez99”" },
  { "callto:ana@example.com", NULL, NULL, "“ana@example.com”" },
  { "tel:+", NULL, NULL, "“+”" },
  { "tel:+9991234567", NULL, NULL, "“+9991234567”" },
  { "tel:1", NULL, NULL, "“1”" },
  { "tel:1234567890123456789012345", NULL, NULL, "could not be read" },

  /* Characters that are not for a number. */
  { "tel:+57%003105551234", "+573105551234", NULL, "control characters" },
  { "tel:+57%0A310%0D5551234", "+573105551234" },
  { "tel:+57310%E2%80%AE5551234", "+573105551234", NULL, "look like another" },
  { "tel:\xe2\x80\xad+57310\xe2\x80\xac"
    "5551234",
    "+573105551234",
    NULL,
    "look like another" },
  { "tel:+57310%FF5551234", "+573105551234", NULL, "not UTF-8" },
  { "tel:+57310\xff"
    "5551234",
    "+573105551234",
    NULL,
    "not UTF-8" },
};

/* What bitacora://log fills in: the fields that are not named must stay empty. */
typedef struct
{
  const char *query;
  const char *name;
  const char *e164;
  const char *description;
  const char *complaint;
} LogCase;

static const LogCase logs[] = {
  { "name=Ana&phone=%2B573105551234&description=Hola", "Ana", "+573105551234", "Hola" },
  { "name=Ana%20P%C3%A9rez", "Ana Pérez" },
  { "name=Ana+P%c3%a9rez", "Ana Pérez" },
  { "name=C%2B%2B", "C++" },
  { "NAME=Ana&Phone=3105551234", "Ana", "+573105551234" },
  { "phone=+573105551234", NULL, "+573105551234" },
  { "phone=+57+310+555+1234", NULL, "+573105551234" },
  { "phone=%2B57+310+555+1234", NULL, "+573105551234" },
  { "phone=tel:+573105551234", NULL, "+573105551234" },
  { "name=Ana#Pedro", "Ana" },
  { "name=a%3Db%26c", "a=b&c" },
  { "name=a=b", "a=b" },
  { "name=100%", "100%" },
  { "name=100%+seguro%2", "100% seguro%2" },
  { "description=uno%0D%0Ados%09tres%0A", NULL, NULL, "uno\ndos\ttres" },
  { "name=uno%0Ados", "uno dos" },
  { "name=Ana&name=Pedro", "Ana", NULL, NULL, "“name” more than once" },
  { "name=Ana&token=abc", "Ana", NULL, NULL, "“token”" },
  { "name=Ana&owner=otro&status=done", "Ana", NULL, NULL, "“owner”, “status”" },
  { "name=Ana&priority=urgente", "Ana", NULL, NULL, "“urgente”" },
  { "name=Ana&phone=*%2306%23", "Ana", NULL, NULL, "“*#06#”" },
  { "name=Ana&phone=*21*3105551234%23", "Ana", NULL, NULL, "code for the phone network" },
  { "name=Ana&phone=nadie", "Ana", NULL, NULL, "“nadie”" },
  { "name=Ana&phone=310555123%0", "Ana", NULL, NULL, "“310555123%0”" },
  { "name=Jos%E9&description=Hola", "Jos", NULL, "Hola", "Name: some characters" },
  { "name=Ana%00%07%1B%5B31m&phone=3105551234",
    "Ana[31m",
    "+573105551234",
    NULL,
    "Name: the link" },
  { "name=%E2%80%AEanA&description=x%E2%81%A6y", "anA", NULL, "xy", "look like another" },
  { "name=%ED%A0%80Ana%C0%AE", "Ana", NULL, NULL, "not UTF-8" },
  { "name=A%EF%BB%BFna%F3%A0%81%81", "Ana", NULL, NULL, "look like another" },
  { "&&=&=x&name=Ana&", "Ana" },
  { "name=Ana&%E2%80%AEevil=1", "Ana", NULL, NULL, "“evil”" },
  { "name=%D9%85%E2%80%8F%D8%B1", "م\xe2\x80\x8fر" },
  { "name=%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB", "👩\xe2\x80\x8d💻" },
};

/* Every sentence must be fit to be shown. */
static void
check_sentence (const char *sentence)
{
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  g_assert_cmpuint (strlen (sentence), >, 10);
  g_assert_cmpuint (g_utf8_strlen (sentence, -1), <, 400);
  for (const char *p = sentence; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      g_assert_false (g_unichar_iscntrl (c));
      g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    }
}

static void
check_complaints (const char *const *complaints, const char *expected)
{
  g_autofree char *all = g_strjoinv (" ", (char **)complaints);

  for (gsize i = 0; complaints[i] != NULL; i++)
    check_sentence (complaints[i]);
  if (expected == NULL)
    g_assert_cmpstr (all, ==, "");
  else if (strstr (all, expected) == NULL)
    g_error ("“%s” does not hold “%s”", all, expected);
}

static void
check_phone (BitacoraCallLink *link, const char *e164, const char *extension)
{
  BitacoraPhoneNumber *phone
      = bitacora_call_activity_get_phone (bitacora_call_link_get_activity (link));
  g_autofree char *found = phone != NULL ? bitacora_phone_number_format_e164 (phone) : NULL;

  g_assert_cmpstr (found, ==, e164);
  g_assert_cmpint (bitacora_call_link_has_field (link, BITACORA_FIELD_PHONE), ==, e164 != NULL);
  if (phone != NULL)
    g_assert_cmpstr (bitacora_phone_number_get_extension (phone),
                     ==,
                     extension != NULL ? extension : "");
}

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const NumberCase *number = &numbers[i];
      g_autofree char *shown = g_strescape (number->uri, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraCallLink) link = bitacora_call_link_parse (number->uri, "CO", &error);

      g_test_message ("%s", shown);
      g_assert_true (bitacora_call_link_is_link (number->uri));
      if (number->e164 == NULL)
        {
          const char *const sentences[] = { error != NULL ? error->message : "", NULL };

          g_assert_error (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_EMPTY);
          check_complaints (sentences, number->complaint);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (bitacora_call_link_is_call (link));
      check_phone (link, number->e164, number->extension);
      check_complaints (bitacora_call_link_get_complaints (link), number->complaint);
    }
}

static void
test_logs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      const LogCase *log = &logs[i];
      g_autofree char *uri = g_strconcat ("bitacora://log?", log->query, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BitacoraCallLink) link = bitacora_call_link_parse (uri, "CO", &error);
      BitacoraCallActivity *activity;

      g_test_message ("%s", uri);
      g_assert_no_error (error);
      g_assert_false (bitacora_call_link_is_call (link));
      activity = bitacora_call_link_get_activity (link);
      g_assert_cmpstr (bitacora_call_activity_get_name (activity),
                       ==,
                       log->name != NULL ? log->name : "");
      g_assert_cmpstr (bitacora_call_activity_get_description (activity),
                       ==,
                       log->description != NULL ? log->description : "");
      check_phone (link, log->e164, NULL);
      check_complaints (bitacora_call_link_get_complaints (link), log->complaint);
      g_assert_cmpint (bitacora_call_link_has_field (link, BITACORA_FIELD_NAME),
                       ==,
                       log->name != NULL);
      /* What a link may not say keeps its value. */
      g_assert_cmpstr (bitacora_call_activity_get_owner (activity), ==, "");
      g_assert_cmpint (bitacora_call_activity_get_priority (activity),
                       ==,
                       BITACORA_PRIORITY_NORMAL);
    }
}

static void
test_every_field (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCallLink) link
      = bitacora_call_link_parse ("BITACORA://LOG/?record=63b5b2&module=cases&priority=HIGH"
                                  "&location=Bogot%C3%A1",
                                  NULL,
                                  &error);
  BitacoraCallActivity *activity;

  g_assert_no_error (error);
  activity = bitacora_call_link_get_activity (link);
  g_assert_cmpstr (bitacora_call_activity_get_record_id (activity), ==, "63b5b2");
  g_assert_cmpstr (bitacora_call_activity_get_module (activity), ==, "cases");
  g_assert_cmpstr (bitacora_call_activity_get_location (activity), ==, "Bogotá");
  g_assert_cmpint (bitacora_call_activity_get_priority (activity), ==, BITACORA_PRIORITY_HIGH);
  g_assert_true (bitacora_call_link_has_field (link, BITACORA_FIELD_PRIORITY));
  g_assert_false (bitacora_call_link_has_field (link, BITACORA_FIELD_NAME));
  g_assert_null (bitacora_call_activity_get_completion_date (activity));
  g_assert_false (bitacora_call_activity_get_remember (activity));
  check_complaints (bitacora_call_link_get_complaints (link), NULL);
}

static void
test_region (void)
{
  g_autoptr (BitacoraCallLink) american = bitacora_call_link_parse ("tel:2015550123", "US", NULL);
  g_autoptr (BitacoraCallLink) global = bitacora_call_link_parse ("tel:+573105551234", NULL, NULL);
  g_autoptr (GError) error = NULL;

  check_phone (american, "+12015550123", NULL);
  check_phone (global, "+573105551234", NULL);
  g_assert_null (bitacora_call_link_parse ("tel:3105551234", NULL, &error));
  g_assert_error (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_EMPTY);
}

static void
test_not_a_link (void)
{
  static const char *const others[]
      = { "", ":", "tel", "telx:123", "http://tel:1", "mailto:a@b", "bitacora", "log", "-tel:1" };
  static const char *const other_requests[] = { "bitacora:",
                                                "bitacora://",
                                                "bitacora://logs?name=a",
                                                "bitacora://log/x?name=a",
                                                "bitacora://send?name=a",
                                                "bitacora://log:80?name=a",
                                                "bitacora://a@log?name=a" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (bitacora_call_link_is_link (others[i]));
      g_assert_null (bitacora_call_link_parse (others[i], "CO", &error));
      g_assert_error (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_SCHEME);
      check_sentence (error->message);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (other_requests); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (bitacora_call_link_is_link (other_requests[i]));
      g_assert_null (bitacora_call_link_parse (other_requests[i], "CO", &error));
      g_assert_error (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_SCHEME);
    }
}

static void
test_nothing_to_log (void)
{
  static const char *const queries[]
      = { "", "?", "?name=", "?name=%20&phone=", "?token=abc", "?name=%00", "?phone=*%2306%23" };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *uri = g_strconcat ("bitacora://log", queries[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (bitacora_call_link_parse (uri, "CO", &error));
      g_assert_error (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_EMPTY);
      check_sentence (error->message);
    }
}

static void
test_too_long (void)
{
  g_autoptr (GString) uri = g_string_new ("bitacora://log?name=Ana&description=");
  g_autoptr (BitacoraCallLink) link = NULL;
  g_autoptr (GError) error = NULL;

  while (uri->len < 8192)
    g_string_append_c (uri, 'x');
  link = bitacora_call_link_parse (uri->str, "CO", &error);
  g_assert_no_error (error);
  check_complaints (bitacora_call_link_get_complaints (link), "Description: the text");

  g_string_append_c (uri, 'x');
  g_assert_null (bitacora_call_link_parse (uri->str, "CO", &error));
  g_assert_error (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_TOO_LONG);
  check_sentence (error->message);
}

/* The name has room for 250 characters, whatever number of bytes they take. */
static void
test_cut_at_a_character (void)
{
  g_autoptr (GString) uri = g_string_new ("bitacora://log?name=");
  g_autoptr (GString) marked = g_string_new ("bitacora://log?name=");
  g_autoptr (BitacoraCallLink) link = NULL;
  const char *name;

  for (guint i = 0; i < 251; i++)
    g_string_append (uri, "%E2%82%AC");
  link = bitacora_call_link_parse (uri->str, "CO", NULL);
  name = bitacora_call_activity_get_name (bitacora_call_link_get_activity (link));
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (name, -1), ==, 250);
  check_complaints (bitacora_call_link_get_complaints (link), "250 characters");
  g_clear_object (&link);

  /* The 250th character is a letter whose accent is the 251st. */
  for (guint i = 0; i < 249; i++)
    g_string_append_c (marked, 'x');
  g_string_append (marked, "e%CC%81z");
  link = bitacora_call_link_parse (marked->str, "CO", NULL);
  name = bitacora_call_activity_get_name (bitacora_call_link_get_activity (link));
  g_assert_cmpint (g_utf8_strlen (name, -1), ==, 249);
}

/* A number that was cut would be another number. */
static void
test_number_is_never_cut (void)
{
  g_autoptr (GString) uri = g_string_new ("tel:+573105551234;x=");
  g_autoptr (GError) error = NULL;

  while (uri->len < 600)
    g_string_append_c (uri, 'y');
  g_string_append (uri, ";ext=12");
  g_assert_null (bitacora_call_link_parse (uri->str, "CO", &error));
  g_assert_error (error, BITACORA_CALL_LINK_ERROR, BITACORA_CALL_LINK_ERROR_EMPTY);
  g_assert_nonnull (strstr (error->message, "too long"));
}

static void
test_many_parameters (void)
{
  g_autoptr (GString) uri = g_string_new ("bitacora://log?name=Ana");
  g_autoptr (BitacoraCallLink) link = NULL;

  for (guint i = 0; uri->len < 8000; i++)
    g_string_append_printf (uri, "&p%u&name=x&phone=*%u", i, i);
  link = bitacora_call_link_parse (uri->str, "CO", NULL);
  check_complaints (bitacora_call_link_get_complaints (link), "more, which mean nothing here");
  g_assert_cmpuint (g_strv_length ((char **)bitacora_call_link_get_complaints (link)), <=, 4);
}

/* Whatever comes of a link, it is fit to be shown and kept. */
static void
check_any (const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCallLink) link = bitacora_call_link_parse (uri, "CO", &error);
  BitacoraCallActivity *activity;
  BitacoraPhoneNumber *phone;

  if (link == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  for (const char *const *p = bitacora_call_link_get_complaints (link); *p != NULL; p++)
    check_sentence (*p);
  activity = bitacora_call_link_get_activity (link);
  for (guint field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GError) wrong = NULL;

      if (bitacora_call_link_has_field (link, field) && field != BITACORA_FIELD_PHONE)
        bitacora_call_activity_check_field (activity, field, &wrong);
      g_assert_no_error (wrong);
    }
  phone = bitacora_call_activity_get_phone (activity);
  if (phone != NULL)
    {
      g_autofree char *e164 = bitacora_phone_number_format_e164 (phone);

      g_assert_null (strpbrk (e164, "*#"));
      g_assert_cmpuint (strspn (bitacora_phone_number_get_extension (phone), "0123456789"),
                        ==,
                        strlen (bitacora_phone_number_get_extension (phone)));
    }
}

static const char *
pick_seed (GRand *random)
{
  const guint n = g_rand_int_range (random, 0, G_N_ELEMENTS (numbers) + G_N_ELEMENTS (logs));

  return n < G_N_ELEMENTS (numbers) ? numbers[n].uri : logs[n - G_N_ELEMENTS (numbers)].query;
}

static void
mutate (GRand *random, GString *uri)
{
  static const char *const pieces[]
      = { "%",  "%00",  "%E2%80%AE",  "\xff",     "*",     "#",
          ";",  "&",    "=",          "+",        "tel:",  "//",
          "?",  ",,",   "name=",      "phone=",   ";ext=", ";phone-context=",
          "%2", "\xc3", "0123456789", "%ED%A0%80" };
  const gsize place = g_rand_int_range (random, 0, (gint32)uri->len + 1);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      g_string_insert (uri, place, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      break;
    case 1:
      g_string_truncate (uri, place);
      break;
    case 2:
      g_string_insert (uri, place, pick_seed (random));
      break;
    case 3:
      if (place < uri->len)
        uri->str[place] = (char)g_rand_int_range (random, 1, 256);
      break;
    default:
      g_string_erase (uri, place, g_rand_int_range (random, 0, (gint32)(uri->len - place) + 1));
      break;
    }
}

/* The same links each time, so that one that fails can be found again. */
static void
test_mangled_links (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261125);
  const guint rounds = g_test_thorough () ? 200000 : 6000;

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GString) uri = g_string_new (NULL);

      if (g_rand_boolean (random))
        g_string_append (uri, "bitacora://log?");
      else if (g_rand_boolean (random))
        g_string_append (uri, "tel:");
      g_string_append (uri, pick_seed (random));
      for (gint32 n = g_rand_int_range (random, 1, 9); n > 0; n--)
        mutate (random, uri);
      check_any (uri->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/call-link/numbers", test_numbers);
  g_test_add_func ("/call-link/logs", test_logs);
  g_test_add_func ("/call-link/every-field", test_every_field);
  g_test_add_func ("/call-link/region", test_region);
  g_test_add_func ("/call-link/not-a-link", test_not_a_link);
  g_test_add_func ("/call-link/nothing-to-log", test_nothing_to_log);
  g_test_add_func ("/call-link/too-long", test_too_long);
  g_test_add_func ("/call-link/cut-at-a-character", test_cut_at_a_character);
  g_test_add_func ("/call-link/number-is-never-cut", test_number_is_never_cut);
  g_test_add_func ("/call-link/many-parameters", test_many_parameters);
  g_test_add_func ("/call-link/mangled-links", test_mangled_links);

  return g_test_run ();
}
