/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../outbox/outbox-fixture.h"
#include "app/doors/bitacora-search-provider.h"

#include <locale.h>

#define APPLICATION_PATH "/org/bitacora/SearchTest"
#define PROVIDER_PATH APPLICATION_PATH "/SearchProvider"
#define INTERFACE "org.gnome.Shell.SearchProvider2"

/* The provider on the bus of tests/support/session, asked by another connection as the shell asks.
 */
typedef struct
{
  GDBusConnection *connection;
  GDBusConnection *shell;
  GApplication *application;
  BitacoraServices *services;
  BitacoraSearchProvider *provider;
  gint64 shown_entry;
  char *shown_search;
} Fixture;

static void
show_entry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ((Fixture *)user_data)->shown_entry = g_variant_get_int64 (parameter);
}

static void
show_search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->shown_search);
  fixture->shown_search = g_variant_dup_string (parameter, NULL);
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GDBusConnection *connection;

  g_assert_no_error (error);
  connection = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);

  return connection;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const GActionEntry actions[]
      = { { "show-entry", show_entry_cb, "x" }, { "show-search", show_search_cb, "s" } };
  g_autoptr (GError) error = NULL;

  fixture->connection = connect_to_bus ();
  fixture->shell = connect_to_bus ();
  fixture->application = g_application_new ("org.bitacora.SearchTest", G_APPLICATION_NON_UNIQUE);
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->application),
                                   actions,
                                   G_N_ELEMENTS (actions),
                                   fixture);
  g_assert_true (g_application_register (fixture->application, NULL, &error));
  g_assert_no_error (error);

  fixture->services = bitacora_services_new ();
  fixture->provider = bitacora_search_provider_new (fixture->application);
  bitacora_search_provider_export (fixture->provider,
                                   fixture->connection,
                                   APPLICATION_PATH,
                                   &error);
  g_assert_no_error (error);
}

static void
remove_outbox (void)
{
  g_autofree char *path = bitacora_outbox_get_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (folder, G_FILE_TEST_EXISTS))
    outbox_fixture_remove_folder (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer outbox = bitacora_services_get_outbox (fixture->services);
  gpointer provider = fixture->provider;

  if (outbox != NULL)
    g_object_add_weak_pointer (outbox, &outbox);
  g_object_add_weak_pointer (provider, &provider);
  bitacora_search_provider_unexport (fixture->provider);
  g_object_unref (fixture->provider);
  outbox_fixture_wait_until (provider == NULL);
  bitacora_services_close (fixture->services);
  g_object_unref (fixture->services);
  outbox_fixture_wait_until (outbox == NULL);
  remove_outbox ();

  g_clear_object (&fixture->application);
  g_dbus_connection_close_sync (fixture->shell, NULL, NULL);
  g_dbus_connection_close_sync (fixture->connection, NULL, NULL);
  g_clear_object (&fixture->shell);
  g_clear_object (&fixture->connection);
  g_clear_pointer (&fixture->shown_search, g_free);
}

static void
open_outbox (Fixture *fixture)
{
  bitacora_search_provider_set_services (fixture->provider, fixture->services);
  bitacora_services_open (fixture->services);
  outbox_fixture_wait_until (bitacora_services_get_outbox (fixture->services) != NULL);
}

static gint64
append (Fixture *fixture, const char *name)
{
  return outbox_fixture_append (bitacora_services_get_outbox (fixture->services), "ventas", name);
}

static void
ask (Fixture *fixture, const char *method, GVariant *parameters, GAsyncResult **result)
{
  g_dbus_connection_call (fixture->shell,
                          g_dbus_connection_get_unique_name (fixture->connection),
                          PROVIDER_PATH,
                          INTERFACE,
                          method,
                          parameters,
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          outbox_fixture_result_cb,
                          result);
}

static GVariant *
finish (Fixture *fixture, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) taken = NULL;
  GVariant *answer;

  outbox_fixture_wait_until (*result != NULL);
  taken = g_steal_pointer (result);
  answer = g_dbus_connection_call_finish (fixture->shell, taken, &error);
  g_assert_no_error (error);

  return answer;
}

static GVariant *
call (Fixture *fixture, const char *method, GVariant *parameters)
{
  GAsyncResult *result = NULL;

  ask (fixture, method, parameters, &result);

  return finish (fixture, &result);
}

static GVariant *
write_terms (const char *text)
{
  g_auto (GStrv) terms = g_strsplit (text, " ", -1);

  return g_variant_new ("(^as)", terms);
}

/* The ids that a search finds, with commas between them. */
static char *
read_results (GVariant *answer)
{
  g_auto (GStrv) ids = NULL;

  g_variant_get (answer, "(^as)", &ids);

  return g_strjoinv (",", ids);
}

static char *
search (Fixture *fixture, const char *text)
{
  g_autoptr (GVariant) answer = call (fixture, "GetInitialResultSet", write_terms (text));

  return read_results (answer);
}

static void
assert_found (Fixture *fixture, const char *text, const char *ids)
{
  g_autofree char *found = search (fixture, text);

  g_assert_cmpstr (found, ==, ids);
}

static GVariant *
read_looks (Fixture *fixture, const char *const *ids)
{
  g_autoptr (GVariant) answer
      = call (fixture, "GetResultMetas", g_variant_new ("(^as)", (char **)ids));

  return g_variant_get_child_value (answer, 0);
}

static void
test_finds_calls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *both = NULL;
  g_autofree char *first_id = NULL;
  g_autoptr (GVariant) narrowed = NULL;
  g_autofree char *narrowed_ids = NULL;
  const char *const previous[] = { "99", NULL };
  const char *const terms[] = { "perez", "andres", NULL };
  gint64 first, second;

  open_outbox (fixture);
  first = append (fixture, "Factura de Andrés Pérez");
  second = append (fixture, "Pérez, entrega");
  both = g_strdup_printf ("%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, second, first);
  first_id = g_strdup_printf ("%" G_GINT64_FORMAT, first);

  assert_found (fixture, "perez", both);
  assert_found (fixture, "PÉREZ factura", first_id);
  assert_found (fixture, "nadie", "");
  assert_found (fixture, "", "");
  assert_found (fixture, "   ", "");

  narrowed = call (fixture,
                   "GetSubsearchResultSet",
                   g_variant_new ("(^as^as)", (char **)previous, (char **)terms));
  narrowed_ids = read_results (narrowed);
  g_assert_cmpstr (narrowed_ids, ==, first_id);
}

static void
test_finds_no_more_than_fit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;
  g_auto (GStrv) ids = NULL;
  gint64 last = 0;

  open_outbox (fixture);
  for (guint i = 0; i < 25; i++)
    last = append (fixture, "Llamada");
  found = search (fixture, "llamada");
  ids = g_strsplit (found, ",", -1);
  g_assert_cmpuint (g_strv_length (ids), ==, 20);
  g_assert_cmpint (g_ascii_strtoll (ids[0], NULL, 10), ==, last);
}

static void
test_looks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GVariant) looks = NULL;
  g_autoptr (GVariant) look = NULL;
  g_autoptr (GVariant) icon_value = NULL;
  g_autoptr (GIcon) icon = NULL;
  const char *text;

  open_outbox (fixture);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, append (fixture, "Factura <b>vencida</b>"));
  looks = read_looks (fixture, (const char *const[]){ id, NULL });
  g_assert_cmpuint (g_variant_n_children (looks), ==, 1);
  look = g_variant_get_child_value (looks, 0);

  g_assert_true (g_variant_lookup (look, "id", "&s", &text));
  g_assert_cmpstr (text, ==, id);
  g_assert_true (g_variant_lookup (look, "name", "&s", &text));
  g_assert_cmpstr (text, ==, "Factura <b>vencida</b>");
  g_assert_true (g_variant_lookup (look, "clipboardText", "&s", &text));
  g_assert_cmpstr (text, ==, "+573105551234");
  g_assert_true (g_variant_lookup (look, "description", "&s", &text));
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, "+57 310 5551234 · "));
  /* The hour and the minute: what comes before depends on the day. */
  g_assert_nonnull (strchr (strstr (text, " · "), ':'));

  icon_value = g_variant_lookup_value (look, "icon", NULL);
  icon = g_icon_deserialize (icon_value);
  g_assert_true (G_IS_THEMED_ICON (icon));
  g_assert_cmpstr (g_themed_icon_get_names (G_THEMED_ICON (icon))[0], ==, "org.bitacora.Bitacora");
}

/* In the order in which they were asked for; what is no call of ours is left out. */
static void
test_hostile_identifiers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *huge = g_strnfill (100000, '9');
  g_autoptr (GVariant) looks = NULL;
  g_autoptr (GVariant) nothing = NULL;
  g_autoptr (GVariant) none = NULL;
  const char *names[2];

  open_outbox (fixture);
  first = g_strdup_printf ("%" G_GINT64_FORMAT, append (fixture, "Uno"));
  second = g_strdup_printf ("%" G_GINT64_FORMAT, append (fixture, "Dos"));
  looks = read_looks (fixture,
                      (const char *const[]){ "",
                                             "-1",
                                             "0",
                                             " 1",
                                             "+1",
                                             "01",
                                             "1 OR 1=1",
                                             "../1",
                                             "1.0",
                                             "9223372036854775808",
                                             "9223372036854775807",
                                             huge,
                                             second,
                                             "999",
                                             first,
                                             NULL });
  g_assert_cmpuint (g_variant_n_children (looks), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GVariant) look = g_variant_get_child_value (looks, i);

      g_assert_true (g_variant_lookup (look, "name", "&s", &names[i]));
    }
  g_assert_cmpstr (names[0], ==, "Dos");
  g_assert_cmpstr (names[1], ==, "Uno");

  nothing = read_looks (fixture, (const char *const[]){ "x", huge, NULL });
  g_assert_cmpuint (g_variant_n_children (nothing), ==, 0);
  none = read_looks (fixture, (const char *const[]){ NULL });
  g_assert_cmpuint (g_variant_n_children (none), ==, 0);
}

static void
activate (Fixture *fixture, const char *identifier)
{
  const char *const terms[] = { "uno", NULL };

  g_variant_unref (
      call (fixture, "ActivateResult", g_variant_new ("(s^asu)", identifier, (char **)terms, 0)));
}

static void
test_choosing (Fixture *fixture, gconstpointer data)
{
  const char *const terms[] = { "ana", "pérez", NULL };
  g_autofree char *long_term = g_strnfill (100000, 'x');
  const char *const long_terms[] = { long_term, NULL };
  g_autoptr (GVariant) launched = NULL;
  g_autoptr (GVariant) launched_long = NULL;

  activate (fixture, "x");
  activate (fixture, "-5");
  activate (fixture, "5;");
  g_assert_cmpint (fixture->shown_entry, ==, 0);
  activate (fixture, "5");
  g_assert_cmpint (fixture->shown_entry, ==, 5);

  launched = call (fixture, "LaunchSearch", g_variant_new ("(^asu)", (char **)terms, 0));
  g_assert_cmpstr (fixture->shown_search, ==, "ana pérez");
  launched_long = call (fixture, "LaunchSearch", g_variant_new ("(^asu)", (char **)long_terms, 0));
  g_assert_cmpuint (strlen (fixture->shown_search), ==, 200);
}

/* Who types on is not kept waiting by what they typed before: both searches are answered, the
 * first one with nothing. */
static void
test_newer_search_ends_older (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *older = NULL;
  GAsyncResult *newer = NULL;
  g_autoptr (GVariant) older_answer = NULL;
  g_autoptr (GVariant) newer_answer = NULL;
  g_autofree char *older_ids = NULL;
  g_autofree char *newer_ids = NULL;

  /* Neither can be answered before the outbox is open. */
  ask (fixture, "GetInitialResultSet", write_terms ("llamada"), &older);
  ask (fixture, "GetInitialResultSet", write_terms ("llamada uno"), &newer);
  older_answer = finish (fixture, &older);
  older_ids = read_results (older_answer);
  g_assert_cmpstr (older_ids, ==, "");
  g_assert_null (newer);

  open_outbox (fixture);
  newer_answer = finish (fixture, &newer);
  newer_ids = read_results (newer_answer);
  g_assert_cmpstr (newer_ids, ==, "");
}

static void
test_waits_for_the_outbox (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *path = bitacora_outbox_get_default_path ();
  BitacoraOutbox *outbox = outbox_fixture_open (path, NULL);
  gpointer watched = outbox;
  g_autofree char *id = NULL;
  g_autofree char *ids = NULL;

  id = g_strdup_printf ("%" G_GINT64_FORMAT, outbox_fixture_append (outbox, "ventas", "Temprana"));
  g_object_add_weak_pointer (G_OBJECT (outbox), &watched);
  g_object_unref (outbox);
  outbox_fixture_wait_until (watched == NULL);

  ask (fixture, "GetInitialResultSet", write_terms ("temprana"), &result);
  open_outbox (fixture);
  answer = finish (fixture, &result);
  ids = read_results (answer);
  g_assert_cmpstr (ids, ==, id);
}

static void
test_does_not_wait_for_ever (Fixture *fixture, gconstpointer data)
{
  const gint64 start = g_get_monotonic_time ();
  gint64 waited;

  assert_found (fixture, "llamada", "");
  waited = g_get_monotonic_time () - start;
  g_assert_cmpint (waited, >=, 1900 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (waited, <, 10 * G_TIME_SPAN_SECOND);
}

/* The program is about to end: the shell is told at once that there is nothing. */
static void
test_leaving_the_bus_answers (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *result = NULL;
  GAsyncResult *later = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *ids = NULL;
  g_autoptr (GError) error = NULL;

  /* The first search has come in when the second one ends it. */
  ask (fixture, "GetInitialResultSet", write_terms ("uno"), &later);
  ask (fixture, "GetInitialResultSet", write_terms ("dos"), &result);
  g_variant_unref (finish (fixture, &later));
  bitacora_search_provider_unexport (fixture->provider);
  answer = finish (fixture, &result);
  ids = read_results (answer);
  g_assert_cmpstr (ids, ==, "");

  bitacora_search_provider_export (fixture->provider,
                                   fixture->connection,
                                   APPLICATION_PATH,
                                   &error);
  g_assert_no_error (error);
  open_outbox (fixture);
  append (fixture, "Vuelve");
  assert_found (fixture, "vuelve", "1");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/search-provider/finds-calls", test_finds_calls);
  add ("/search-provider/finds-no-more-than-fit", test_finds_no_more_than_fit);
  add ("/search-provider/looks", test_looks);
  add ("/search-provider/hostile-identifiers", test_hostile_identifiers);
  add ("/search-provider/choosing", test_choosing);
  add ("/search-provider/newer-search-ends-older", test_newer_search_ends_older);
  add ("/search-provider/waits-for-the-outbox", test_waits_for_the_outbox);
  add ("/search-provider/does-not-wait-for-ever", test_does_not_wait_for_ever);
  add ("/search-provider/leaving-the-bus-answers", test_leaving_the_bus_answers);
#undef add

  return g_test_run ();
}
