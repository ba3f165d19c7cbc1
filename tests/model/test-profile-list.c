/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-profile-list.h"

#include "model/bitacora-server-address.h"

/* Each test begins with no profile at all. */
static BitacoraProfileList *
make_list (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");
  BitacoraProfileList *list = bitacora_profile_list_new ();

  while (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    {
      g_autoptr (BitacoraProfile) profile = g_list_model_get_item (G_LIST_MODEL (list), 0);
      g_autoptr (GError) error = NULL;

      bitacora_profile_list_remove (list, profile, &error);
      g_assert_no_error (error);
    }
  g_settings_reset (settings, "profiles");
  g_settings_reset (settings, "current-profile");
  return list;
}

static BitacoraProfile *
add (BitacoraProfileList *list, const char *name)
{
  g_autoptr (GError) error = NULL;
  BitacoraProfile *profile = bitacora_profile_list_add (list, name, &error);

  g_assert_no_error (error);
  return profile;
}

static void
test_add (void)
{
  static const struct
  {
    const char *name;
    const char *id;
  } cases[] = {
    { "Sales", "sales" },
    { "  Ventas Bogotá ", "ventas-bogota" },
    { "Ventas-Bogotá!", "ventas-bogota-2" },
    { "Ñandú & Cía.", "nandu-cia" },
    { "日本", "profile" },
    { "日本語", "profile-2" },
    { "practice", "practice-2" },
    { "../../etc", "etc" },
  };
  g_autoptr (BitacoraProfileList) list = make_list ();

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == BITACORA_TYPE_PROFILE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BitacoraProfile) profile = add (list, cases[i].name);
      g_autoptr (BitacoraProfile) listed = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autofree char *name = g_strstrip (g_strdup (cases[i].name));

      g_assert_cmpstr (bitacora_profile_get_id (profile), ==, cases[i].id);
      g_assert_cmpstr (bitacora_profile_get_display_name (profile), ==, name);
      g_assert_true (profile == listed);
    }
}

static void
test_bad_names (void)
{
  static const char *const bad[] = { "", "  ", "a\nb", "a\x1b", "\xff" };
  g_autoptr (BitacoraProfileList) list = make_list ();
  g_autofree char *longest = g_strnfill (100, 'x');
  g_autofree char *too_long = g_strnfill (101, 'x');
  g_autoptr (BitacoraProfile) profile = add (list, longest);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (bitacora_profile_get_display_name (profile), ==, longest);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) reason = NULL;

      g_assert_null (bitacora_profile_list_add (list, bad[i], &reason));
      g_assert_error (reason, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_BAD_NAME);
    }
  g_assert_null (bitacora_profile_list_add (list, too_long, &error));
  g_assert_error (error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_BAD_NAME);
  g_assert_nonnull (strstr (error->message, "100"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
}

static void
test_taken (void)
{
  g_autoptr (BitacoraProfileList) list = make_list ();
  g_autoptr (BitacoraProfile) profile = add (list, "Ventas Ñ");
  g_autoptr (GError) error = NULL;

  g_assert_null (bitacora_profile_list_add (list, "VENTAS ñ", &error));
  g_assert_error (error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_EXISTS);
  g_assert_cmpstr (bitacora_profile_get_display_name (profile), ==, "Ventas Ñ");
}

static void
test_find (void)
{
  g_autoptr (BitacoraProfileList) list = make_list ();
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraProfile) sales = NULL;
  g_autoptr (BitacoraProfile) support = NULL;
  g_autoptr (BitacoraProfile) by_name = NULL;
  g_autoptr (BitacoraProfile) by_id = NULL;

  g_assert_null (bitacora_profile_list_find (list, "Sales", &none));
  g_assert_error (none, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_NOT_FOUND);

  sales = add (list, "Ventas Bogotá");
  support = add (list, "Soporte");
  by_name = bitacora_profile_list_find (list, "ventas BOGOTÁ", &error);
  g_assert_no_error (error);
  g_assert_true (by_name == sales);
  by_id = bitacora_profile_list_find (list, " Ventas-Bogota ", &error);
  g_assert_no_error (error);
  g_assert_true (by_id == sales);

  g_assert_null (bitacora_profile_list_find (list, "ventas", &error));
  g_assert_error (error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Ventas Bogotá"));
  g_assert_nonnull (strstr (error->message, "Soporte"));
}

static void
test_remove (void)
{
  g_autoptr (BitacoraProfileList) list = make_list ();
  g_autoptr (BitacoraProfile) first = add (list, "First");
  g_autoptr (BitacoraProfile) second = add (list, "Second");
  g_autoptr (BitacoraProfile) again = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_profile_set_operation (second, "op");
  bitacora_profile_list_set_current (list, second);
  g_assert_true (bitacora_profile_list_get_current (list) == second);

  bitacora_profile_list_remove (list, second, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_assert_true (bitacora_profile_list_get_current (list) == first);
  g_assert_false (bitacora_profile_list_remove (list, second, &error));
  g_assert_error (error, BITACORA_PROFILE_ERROR, BITACORA_PROFILE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  again = add (list, "Second");
  g_assert_cmpstr (bitacora_profile_get_id (again), ==, "second");
  g_assert_cmpstr (bitacora_profile_get_operation (again), ==, "");

  g_assert_true (bitacora_profile_list_remove (list, first, NULL));
  g_assert_true (bitacora_profile_list_get_current (list) == again);
  g_assert_true (bitacora_profile_list_remove (list, again, NULL));
  g_assert_null (bitacora_profile_list_get_current (list));
}

static void
count_cb (void *object, void *a, void *data)
{
  (*(int *)data)++;
}

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, GString *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
test_two_lists (void)
{
  g_autoptr (BitacoraProfileList) one = make_list ();
  g_autoptr (BitacoraProfileList) two = bitacora_profile_list_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (BitacoraProfile) first = NULL;
  g_autoptr (BitacoraProfile) second = NULL;
  g_autoptr (BitacoraProfile) seen = NULL;
  g_autoptr (BitacoraProfile) still = NULL;
  int currents = 0;

  g_signal_connect (two, "items-changed", G_CALLBACK (changed_cb), log);
  g_signal_connect (two, "notify::current", G_CALLBACK (count_cb), &currents);
  first = add (one, "First");
  second = add (one, "Second");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (two)), ==, 2);
  g_assert_cmpstr (log->str, ==, "0-0+1 1-0+1 ");
  seen = bitacora_profile_list_find (two, "Second", NULL);
  g_assert_cmpstr (bitacora_profile_get_id (seen), ==, "second");

  currents = 0;
  bitacora_profile_list_set_current (one, second);
  g_assert_true (bitacora_profile_list_get_current (two) == seen);
  g_assert_cmpint (currents, ==, 1);

  g_assert_true (bitacora_profile_list_remove (one, first, NULL));
  still = g_list_model_get_item (G_LIST_MODEL (two), 0);
  g_assert_true (still == seen);
}

/* As an administrator or another version may have written it. */
static void
test_foreign_ids (void)
{
  static const char *const ids[]
      = { "good", "", "a/b", "../x", "good", "a b", "ñ", "Other_1.2", NULL };
  g_autoptr (BitacoraProfileList) list = make_list ();
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");

  g_settings_set_strv (settings, "profiles", ids);
  g_settings_set_string (settings, "current-profile", "gone");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  g_assert_cmpstr (bitacora_profile_get_id (bitacora_profile_list_get_current (list)), ==, "good");
}

static void
test_practice (void)
{
  g_autoptr (BitacoraProfileList) list = make_list ();
  g_autoptr (BitacoraProfile) other = add (list, "Practice CRM");
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraProfile) practice
      = bitacora_profile_list_ensure_practice (list, "http://127.0.0.1:8080", &error);
  g_autoptr (BitacoraProfile) again = NULL;

  g_assert_no_error (error);
  g_assert_false (practice == other);
  g_assert_cmpstr (bitacora_profile_get_id (practice), ==, BITACORA_PRACTICE_PROFILE);
  g_assert_cmpstr (bitacora_profile_get_operation (practice), ==, BITACORA_PRACTICE_OPERATION);
  g_assert_cmpstr (bitacora_profile_get_owner (practice), ==, "ADMIN_@practice");
  g_assert_cmpstr (bitacora_profile_get_time_zone (practice), ==, "");
  g_assert_true (bitacora_profile_is_practice (practice));
  g_assert_true (bitacora_profile_is_complete (practice));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);

  again = bitacora_profile_list_ensure_practice (list, "http://127.0.0.1:9090/", &error);
  g_assert_no_error (error);
  g_assert_true (again == practice);
  g_assert_cmpstr (bitacora_profile_get_server (practice), ==, "http://127.0.0.1:9090");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);

  g_assert_null (bitacora_profile_list_ensure_practice (list, "https://crm.wolkvox.com", &error));
  g_assert_error (error, BITACORA_SERVER_ERROR, BITACORA_SERVER_ERROR_INSECURE);
  g_assert_cmpstr (bitacora_profile_get_server (practice), ==, "http://127.0.0.1:9090");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile-list/add", test_add);
  g_test_add_func ("/profile-list/bad-names", test_bad_names);
  g_test_add_func ("/profile-list/taken", test_taken);
  g_test_add_func ("/profile-list/find", test_find);
  g_test_add_func ("/profile-list/remove", test_remove);
  g_test_add_func ("/profile-list/two-lists", test_two_lists);
  g_test_add_func ("/profile-list/foreign-ids", test_foreign_ids);
  g_test_add_func ("/profile-list/practice", test_practice);
  return g_test_run ();
}
