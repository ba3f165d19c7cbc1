/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens in a real keyring that is unlocked, then locked. Runs on a session bus of its own. */
#include <string.h>

#include "keyring-fixture.h"
#include "mock-prompter.h"

static void
assert_token (KeyringFixture *fixture, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char *token = keyring_fixture_look_up (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
  bitacora_token_free (token);
}

static void
assert_no_token (KeyringFixture *fixture, BitacoraTokenError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (keyring_fixture_look_up (fixture, NULL, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, (int)code);
  g_assert_null (strstr (error->message, KEYRING_FIXTURE_TOKEN));
}

static GVariant *
find_items (const char *server)
{
  g_autoptr (GVariant) found = keyring_fixture_call (
      "/org/freedesktop/secrets",
      "org.freedesktop.Secret.Service",
      "SearchItems",
      g_variant_new_parsed ("({'xdg:schema': 'org.bitacora.Token', 'server': %s},)", server));

  return g_variant_get_child_value (found, 0);
}

static void
test_save_and_remove (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_no_token (fixture, BITACORA_TOKEN_ERROR_NOT_FOUND);
  g_assert_true (keyring_fixture_save (fixture, KEYRING_FIXTURE_TOKEN, &error));
  g_assert_no_error (error);
  assert_token (fixture, KEYRING_FIXTURE_TOKEN);
  g_assert_true (keyring_fixture_remove (fixture, &error));
  g_assert_no_error (error);
  assert_no_token (fixture, BITACORA_TOKEN_ERROR_NOT_FOUND);
  g_assert_true (keyring_fixture_remove (fixture, &error));
  g_assert_no_error (error);
}

static void
test_replace (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) items = NULL;

  g_assert_true (keyring_fixture_save (fixture, "the-old-one", &error));
  g_assert_true (keyring_fixture_save (fixture, KEYRING_FIXTURE_TOKEN, &error));
  g_assert_no_error (error);
  assert_token (fixture, KEYRING_FIXTURE_TOKEN);
  items = find_items (bitacora_profile_get_server (fixture->profile));
  g_assert_cmpuint (g_variant_n_children (items), ==, 1);
  g_assert_true (keyring_fixture_remove (fixture, &error));
}

static void
test_label (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) items = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) label = NULL;
  const char *path;

  g_assert_true (keyring_fixture_save (fixture, KEYRING_FIXTURE_TOKEN, &error));
  items = find_items (bitacora_profile_get_server (fixture->profile));
  g_variant_get_child (items, 0, "&o", &path);
  answer = keyring_fixture_call (path,
                                 "org.freedesktop.DBus.Properties",
                                 "Get",
                                 g_variant_new ("(ss)", "org.freedesktop.Secret.Item", "Label"));
  g_variant_get (answer, "(v)", &label);
  g_assert_true (g_str_has_prefix (g_variant_get_string (label, NULL), "Bitácora: Sales ("));
  g_assert_nonnull (strstr (g_variant_get_string (label, NULL), "crm0001.wolkvox.com"));
  g_assert_true (keyring_fixture_remove (fixture, &error));
}

/* The token of one CRM is never given to another. */
static void
test_belongs_to_its_server (KeyringFixture *fixture, gconstpointer data)
{
  KeyringFixture other = { fixture->store, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (keyring_fixture_save (fixture, KEYRING_FIXTURE_TOKEN, &error));
  other.profile = keyring_fixture_create_profile ("crm01.wolkvox.com", "My-CRM-operation");
  assert_no_token (&other, BITACORA_TOKEN_ERROR_NOT_FOUND);
  g_clear_object (&other.profile);
  other.profile = keyring_fixture_create_profile ("crm0001.wolkvox.com", "Another-operation");
  assert_no_token (&other, BITACORA_TOKEN_ERROR_NOT_FOUND);
  g_assert_true (keyring_fixture_remove (&other, &error));
  assert_token (fixture, KEYRING_FIXTURE_TOKEN);
  g_clear_object (&other.profile);
  g_assert_true (keyring_fixture_remove (fixture, &error));
}

static void
test_no_token_at_all (KeyringFixture *fixture, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (4096, 'x');
  g_autofree char *too_long = g_strnfill (4097, 'x');
  const char *const bad[] = { "",          "two\nlines",      "a\ttab",   "\x7f",
                              "two words", "palabra\xc3\xb1", "\xff\xfe", too_long };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (keyring_fixture_save (fixture, bad[i], &error));
      g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_INVALID);
      assert_no_token (fixture, BITACORA_TOKEN_ERROR_NOT_FOUND);
    }
  g_assert_true (keyring_fixture_save (fixture, longest, NULL));
  assert_token (fixture, longest);
  g_assert_true (keyring_fixture_remove (fixture, NULL));
}

static void
test_cancelled (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (keyring_fixture_look_up (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* From here on the keyring is locked: these come last. */

static void
test_locked_without_screen (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();

  g_assert_true (keyring_fixture_save (fixture, KEYRING_FIXTURE_TOKEN, &error));
  g_assert_no_error (error);
  keyring_fixture_lock ();
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  assert_no_token (fixture, BITACORA_TOKEN_ERROR_LOCKED);
  g_assert_false (keyring_fixture_save (fixture, "another", &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (keyring_fixture_remove (fixture, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_LOCKED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 10 * G_USEC_PER_SEC);
}

static void
test_dismissed (KeyringFixture *fixture, gconstpointer data)
{
  MockPrompter *prompter = mock_prompter_new ();
  g_autoptr (GError) error = NULL;

  g_setenv ("DISPLAY", ":of-no-use", TRUE);
  assert_no_token (fixture, BITACORA_TOKEN_ERROR_DISMISSED);
  g_assert_cmpuint (mock_prompter_get_n_prompts (prompter), ==, 1);
  g_assert_false (keyring_fixture_save (fixture, "another", &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_DISMISSED);
  g_clear_error (&error);
  g_assert_false (keyring_fixture_remove (fixture, &error));
  g_assert_error (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_DISMISSED);
  g_assert_cmpuint (mock_prompter_get_n_prompts (prompter), ==, 3);
  mock_prompter_free (prompter);
}

static void
add (const char *path, void (*test) (KeyringFixture *, gconstpointer))
{
  g_test_add (path, KeyringFixture, NULL, keyring_fixture_set_up, test, keyring_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/token-store/save-and-remove", test_save_and_remove);
  add ("/token-store/replace", test_replace);
  add ("/token-store/label", test_label);
  add ("/token-store/belongs-to-its-server", test_belongs_to_its_server);
  add ("/token-store/no-token-at-all", test_no_token_at_all);
  add ("/token-store/cancelled", test_cancelled);
  add ("/token-store/locked-without-screen", test_locked_without_screen);
  add ("/token-store/dismissed", test_dismissed);
  return g_test_run ();
}
