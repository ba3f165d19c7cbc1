/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-server-address.h"

static void
test_accepted (void)
{
  static const struct
  {
    const char *text;
    const char *address;
  } cases[] = {
    { "crm0001.wolkvox.com", "https://crm0001.wolkvox.com" },
    { "  CRM0001.wolkvox.com/ \n", "https://crm0001.wolkvox.com" },
    { "https://https://crm0001.wolkvox.com/crm/index.php?a=b#c", "https://crm0001.wolkvox.com" },
    { "HTTPS://crm0001.wolkvox.com", "https://crm0001.wolkvox.com" },
    { "http://https://crm.wolkvox.com", "https://crm.wolkvox.com" },
    { "https://crm.wolkvox.com:443/", "https://crm.wolkvox.com" },
    { "https://crm.wolkvox.com:8443", "https://crm.wolkvox.com:8443" },
    { "crm.wolkvox.com.", "https://crm.wolkvox.com" },
    { "crm.wolkvox.com\\crm", "https://crm.wolkvox.com" },
    { "bitácora.example", "https://xn--bitcora-jwa.example" },
    { "10.0.0.7:8443", "https://10.0.0.7:8443" },
    { "[2001:DB8::1]:8443", "https://[2001:db8::1]:8443" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "http://127.0.0.1:80/", "http://127.0.0.1" },
    { "127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "localhost:8080", "http://localhost:8080" },
    { "https://localhost:8443", "https://localhost:8443" },
    { "http://LOCALHOST:1", "http://localhost:1" },
    { "http://[::1]:8080/x", "http://[::1]:8080" },
    { "::1", "http://[::1]" },
    { "http://[0:0:0:0:0:0:0:1]:9", "http://[::1]:9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = bitacora_server_address_parse (cases[i].text, &error);
      g_autofree char *again = NULL;

      g_test_message ("%s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8");
      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, cases[i].address);
      again = bitacora_server_address_parse (address, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again, ==, address);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    BitacoraServerError code;
    const char *says;
  } cases[] = {
    { "", BITACORA_SERVER_ERROR_EMPTY, "crm0001.wolkvox.com" },
    { " \t\n", BITACORA_SERVER_ERROR_EMPTY, "crm0001.wolkvox.com" },
    { "https://", BITACORA_SERVER_ERROR_NOT_A_HOST, "crm0001.wolkvox.com" },
    { "wolkvox", BITACORA_SERVER_ERROR_NOT_A_HOST, "wolkvox" },
    { "my server.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "my server.com" },
    { "crm..wolkvox.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "crm..wolkvox.com" },
    { "-crm.wolkvox.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "-crm" },
    { "crm_1.wolkvox.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "crm_1" },
    { "crm.wolkvox.com:0", BITACORA_SERVER_ERROR_NOT_A_HOST, "crm" },
    { "crm.wolkvox.com:70000", BITACORA_SERVER_ERROR_NOT_A_HOST, "crm" },
    { "crm.wolkvox.com:x", BITACORA_SERVER_ERROR_NOT_A_HOST, "crm" },
    { "https://user:secret@crm.wolkvox.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "@" },
    { "http://127.0.0.1@evil.example", BITACORA_SERVER_ERROR_NOT_A_HOST, "@" },
    { "ftp://crm.wolkvox.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "ftp" },
    { "127.1", BITACORA_SERVER_ERROR_NOT_A_HOST, "127.1" },
    { "http://2130706433", BITACORA_SERVER_ERROR_NOT_A_HOST, "2130706433" },
    { "http://[::1", BITACORA_SERVER_ERROR_NOT_A_HOST, "::1" },
    { "http://[127.0.0.1]", BITACORA_SERVER_ERROR_NOT_A_HOST, "127.0.0.1" },
    { "\xff\xfe.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "crm0001.wolkvox.com" },
    { "wolkvox_server.crmvox.com", BITACORA_SERVER_ERROR_NOT_A_HOST, "manual" },
    { "https://WOLKVOX_SERVER.crmvox.com/x", BITACORA_SERVER_ERROR_NOT_A_HOST, "manual" },
    { "http://crm0001.wolkvox.com",
      BITACORA_SERVER_ERROR_INSECURE,
      "https://crm0001.wolkvox.com " },
    { "http://crm.wolkvox.com:80/a", BITACORA_SERVER_ERROR_INSECURE, "https://crm.wolkvox.com " },
    { "https://http://crm.wolkvox.com", BITACORA_SERVER_ERROR_INSECURE, "https://crm" },
    { "http://127.0.0.1.evil.example", BITACORA_SERVER_ERROR_INSECURE, "https://127.0.0.1.evil" },
    { "http://127.0.0.2", BITACORA_SERVER_ERROR_INSECURE, "https://127.0.0.2" },
    { "http://localhost.example.com", BITACORA_SERVER_ERROR_INSECURE, "https://localhost.ex" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = bitacora_server_address_parse (cases[i].text, &error);

      g_test_message ("%s",
                      g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "broken UTF-8");
      g_assert_null (address);
      g_assert_error (error, BITACORA_SERVER_ERROR, (int)cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_null (strstr (error->message, "secret"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_long_host (void)
{
  g_autofree char *label = g_strnfill (64, 'a');
  g_autofree char *long_label = g_strconcat (label, ".com", NULL);
  g_autofree char *dots = g_strnfill (300, '.');
  GString *many = g_string_new (NULL);
  g_autofree char *long_name = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append (many, "abcd.");
  g_string_append (many, "com");
  long_name = g_string_free (many, FALSE);

  g_assert_null (bitacora_server_address_parse (long_label, NULL));
  g_assert_null (bitacora_server_address_parse (dots, NULL));
  g_assert_null (bitacora_server_address_parse (long_name, NULL));
}

static void
test_loopback (void)
{
  g_assert_true (bitacora_server_address_is_loopback ("http://127.0.0.1:8080"));
  g_assert_true (bitacora_server_address_is_loopback ("https://localhost:8443"));
  g_assert_true (bitacora_server_address_is_loopback ("http://[::1]:1"));
  g_assert_false (bitacora_server_address_is_loopback ("https://crm0001.wolkvox.com"));
  g_assert_false (bitacora_server_address_is_loopback ("https://127.0.0.1.example.com"));
  g_assert_false (bitacora_server_address_is_loopback ("https://127.0.0.1@example.com"));
  g_assert_false (bitacora_server_address_is_loopback ("https://localhost.example.com"));
  g_assert_false (bitacora_server_address_is_loopback ("http://127.0.0.2"));
  g_assert_false (bitacora_server_address_is_loopback ("https://[::2]"));
  g_assert_false (bitacora_server_address_is_loopback (""));
}

static void
test_replacement (void)
{
  static const struct
  {
    const char *address;
    const char *replacement;
  } cases[] = {
    { "https://sv0000.crmvox.com", "https://crm0000.wolkvox.com" },
    { "https://SV0001.crmvox.com/x", "https://crm0001.wolkvox.com" },
    { "https://sv0001.crmvox.com.evil.example", NULL },
    { "https://sv.crmvox.com", NULL },
    { "https://svx1.crmvox.com", NULL },
    { "https://crm0001.wolkvox.com", NULL },
    { "http://127.0.0.1:1", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *replacement = bitacora_server_address_get_replacement (cases[i].address);

      g_assert_cmpstr (replacement, ==, cases[i].replacement);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-address/accepted", test_accepted);
  g_test_add_func ("/server-address/refused", test_refused);
  g_test_add_func ("/server-address/too-long", test_long_host);
  g_test_add_func ("/server-address/loopback", test_loopback);
  g_test_add_func ("/server-address/replacement", test_replacement);
  return g_test_run ();
}
