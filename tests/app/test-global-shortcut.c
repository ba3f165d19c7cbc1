/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/background/bitacora-global-shortcut.h"

#include "mock-portal.h"

#define PATIENCE (30 * G_TIME_SPAN_SECOND)

/* Waits for what happens on the bus, not for a time. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 deadline = g_get_monotonic_time () + PATIENCE;                                    \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, deadline);                                    \
        if (!g_main_context_iteration (NULL, FALSE))                                               \
          g_usleep (1000);                                                                         \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

typedef struct
{
  GDBusConnection *connection;
  MockPortal *portal;
  BitacoraGlobalShortcut *shortcut;
  guint n_activated;
  char *token;
} Fixture;

static void
activated_cb (BitacoraGlobalShortcut *shortcut, const char *token, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_activated++;
  g_free (fixture->token);
  fixture->token = g_strdup (token);
}

static gboolean
get (Fixture *fixture, const char *property)
{
  gboolean value;

  g_object_get (fixture->shortcut, property, &value, NULL);
  return value;
}

static const char *
trigger (Fixture *fixture)
{
  return bitacora_global_shortcut_get_trigger (fixture->shortcut);
}

static const char *
problem (Fixture *fixture)
{
  return bitacora_global_shortcut_get_problem (fixture->shortcut);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  fixture->portal = mock_portal_new ();
  fixture->shortcut = bitacora_global_shortcut_new (fixture->connection);
  g_signal_connect (fixture->shortcut, "activated", G_CALLBACK (activated_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->shortcut);
  mock_portal_free (fixture->portal);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->connection);
  g_free (fixture->token);
}

static void
bind (Fixture *fixture)
{
  mock_portal_start (fixture->portal);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (get (fixture, "is-bound"));
}

/* Whatever has been said on the bus so far has arrived, since messages do not overtake. */
static void
settle (Fixture *fixture)
{
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (fixture->portal->connection,
                                       g_dbus_connection_get_unique_name (fixture->connection),
                                       "/",
                                       "org.freedesktop.DBus.Peer",
                                       "Ping",
                                       NULL,
                                       NULL,
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       NULL);
  g_assert_nonnull (reply);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_bound (Fixture *fixture, gconstpointer manner)
{
  fixture->portal->manner = GPOINTER_TO_INT (manner);
  bind (fixture);

  g_assert_true (get (fixture, "is-available"));
  g_assert_cmpstr (trigger (fixture), ==, "Ctrl+Alt+L");
  g_assert_null (problem (fixture));
  g_assert_cmpstr (fixture->portal->description, ==, "Log a call (quick entry)");
  g_assert_cmpstr (fixture->portal->preferred_trigger, ==, "CTRL+ALT+l");
  g_assert_cmpuint (fixture->portal->n_bound, ==, 1);
  g_assert_cmpuint (fixture->portal->n_listed, ==, 0);
  g_assert_cmpstr (fixture->portal->registered_id, ==, "org.bitacora.Bitacora");
}

static void
test_activated (Fixture *fixture, gconstpointer data)
{
  bind (fixture);

  mock_portal_emit_activated (fixture->portal, fixture->portal->session, "quick-entry", "token-1");
  wait_until (fixture->n_activated == 1);
  g_assert_cmpstr (fixture->token, ==, "token-1");

  mock_portal_emit_activated (fixture->portal, fixture->portal->session, "quick-entry", NULL);
  wait_until (fixture->n_activated == 2);
  g_assert_null (fixture->token);

  /* Others are none of ours. */
  mock_portal_emit_activated (fixture->portal, fixture->portal->session, "other", NULL);
  mock_portal_emit_activated (fixture->portal, "/some/session", "quick-entry", NULL);
  mock_portal_emit_activated (fixture->portal, fixture->portal->session, "quick-entry", "last");
  wait_until (g_strcmp0 (fixture->token, "last") == 0);
  g_assert_cmpuint (fixture->n_activated, ==, 3);
}

static void
test_without_portal (Fixture *fixture, gconstpointer data)
{
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  g_assert_false (get (fixture, "is-available"));

  /* It comes later. */
  mock_portal_start (fixture->portal);
  wait_until (trigger (fixture) != NULL);
  g_assert_true (get (fixture, "is-available"));
}

static void
test_too_old (Fixture *fixture, gconstpointer data)
{
  fixture->portal->version = 0;
  mock_portal_start (fixture->portal);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (fixture->portal->n_registered == 1);
  settle (fixture);
  settle (fixture);
  g_assert_false (get (fixture, "is-available"));
  g_assert_cmpuint (fixture->portal->n_sessions, ==, 0);
}

static void
test_off (Fixture *fixture, gconstpointer data)
{
  mock_portal_start (fixture->portal);
  wait_until (get (fixture, "is-available"));
  settle (fixture);
  g_assert_cmpuint (fixture->portal->n_sessions, ==, 0);

  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (get (fixture, "is-bound"));
  bitacora_global_shortcut_set_enabled (fixture->shortcut, FALSE);
  g_assert_false (get (fixture, "is-bound"));
  g_assert_null (trigger (fixture));
  wait_until (fixture->portal->n_sessions_closed == 1);

  /* What is still under way is not taken for ours. */
  mock_portal_emit_activated (fixture->portal, fixture->portal->session, "quick-entry", NULL);
  settle (fixture);
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

static void
test_off_while_asked (Fixture *fixture, gconstpointer data)
{
  fixture->portal->manner = MOCK_PORTAL_KEEP_SILENT;
  mock_portal_start (fixture->portal);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (fixture->portal->n_sessions == 1);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, FALSE);
  wait_until (fixture->portal->n_requests_closed == 1);
  wait_until (fixture->portal->n_sessions_closed == 1);
  g_assert_false (get (fixture, "is-bound"));

  /* The next answer counts. */
  fixture->portal->manner = MOCK_PORTAL_ANSWER;
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (get (fixture, "is-bound"));
  g_assert_cmpuint (fixture->portal->n_sessions, ==, 2);
}

static void
test_keys_listed (Fixture *fixture, gconstpointer data)
{
  fixture->portal->tells_keys_when_bound = FALSE;
  fixture->portal->keys = "Alt+F1";
  bind (fixture);
  g_assert_cmpstr (trigger (fixture), ==, "Alt+F1");
  g_assert_cmpuint (fixture->portal->n_listed, ==, 1);
}

/* As in Plasma 5: there what is bound later is lost, and opens the settings. */
static void
test_keys_of_session (Fixture *fixture, gconstpointer data)
{
  fixture->portal->takes_keys_with_session = TRUE;
  bind (fixture);
  g_assert_cmpstr (trigger (fixture), ==, fixture->portal->keys);
  settle (fixture);
  g_assert_cmpuint (fixture->portal->n_bound, ==, 0);
  g_assert_cmpuint (fixture->portal->n_listed, ==, 0);
}

static void
test_no_keys (Fixture *fixture, gconstpointer data)
{
  fixture->portal->keys = "";
  bind (fixture);
  g_assert_null (trigger (fixture));
  g_assert_nonnull (strstr (problem (fixture), "no keys yet"));

  /* They are chosen in the desktop's settings. */
  mock_portal_emit_changed (fixture->portal, "Meta+L");
  wait_until (trigger (fixture) != NULL);
  g_assert_cmpstr (trigger (fixture), ==, "Meta+L");
  g_assert_null (problem (fixture));
}

static void
test_declined (Fixture *fixture, gconstpointer data)
{
  fixture->portal->bind_response = 1;
  mock_portal_start (fixture->portal);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (problem (fixture) != NULL);
  g_assert_nonnull (strstr (problem (fixture), "declined"));
  g_assert_false (get (fixture, "enabled"));
  g_assert_false (get (fixture, "is-bound"));
  wait_until (fixture->portal->n_sessions_closed == 1);

  /* Asked again only when the user wants so. */
  mock_portal_stop (fixture->portal);
  wait_until (!get (fixture, "is-available"));
  mock_portal_start (fixture->portal);
  wait_until (get (fixture, "is-available"));
  settle (fixture);
  g_assert_cmpuint (fixture->portal->n_bound, ==, 1);
  fixture->portal->bind_response = 0;
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (get (fixture, "is-bound"));
  g_assert_null (problem (fixture));
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  fixture->portal->bind_response = 2;
  mock_portal_start (fixture->portal);
  g_test_expect_message ("bitacora", G_LOG_LEVEL_MESSAGE, "*gave up*");
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (problem (fixture) != NULL);
  g_test_assert_expected_messages ();
  g_assert_nonnull (strstr (problem (fixture), "did not take the shortcut"));
  /* It is wanted all the same, and asked for when the portal comes anew. */
  g_assert_true (get (fixture, "enabled"));
  wait_until (fixture->portal->n_sessions_closed == 1);
}

static void
test_restarted (Fixture *fixture, gconstpointer data)
{
  bind (fixture);
  mock_portal_stop (fixture->portal);
  wait_until (!get (fixture, "is-available"));
  g_assert_false (get (fixture, "is-bound"));
  g_assert_null (trigger (fixture));

  fixture->portal->keys = "Ctrl+L";
  mock_portal_start (fixture->portal);
  wait_until (get (fixture, "is-bound"));
  g_assert_cmpstr (trigger (fixture), ==, "Ctrl+L");
  g_assert_cmpuint (fixture->portal->n_sessions, ==, 2);
  g_assert_cmpuint (fixture->portal->n_registered, ==, 2);
  mock_portal_emit_activated (fixture->portal, fixture->portal->session, "quick-entry", NULL);
  wait_until (fixture->n_activated == 1);
}

static void
test_restarted_while_asked (Fixture *fixture, gconstpointer data)
{
  fixture->portal->manner = MOCK_PORTAL_KEEP_SILENT;
  mock_portal_start (fixture->portal);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (fixture->portal->n_sessions == 1);
  mock_portal_stop (fixture->portal);
  wait_until (!get (fixture, "is-available"));

  fixture->portal->manner = MOCK_PORTAL_ANSWER;
  mock_portal_start (fixture->portal);
  wait_until (get (fixture, "is-bound"));
  g_assert_cmpuint (fixture->portal->n_sessions, ==, 2);
  g_assert_cmpuint (fixture->portal->n_bound, ==, 1);
}

static void
test_taken_back (Fixture *fixture, gconstpointer data)
{
  bind (fixture);
  mock_portal_close_session (fixture->portal);
  wait_until (!get (fixture, "is-bound"));
  g_assert_nonnull (strstr (problem (fixture), "taken the shortcut back"));

  bitacora_global_shortcut_set_enabled (fixture->shortcut, FALSE);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (get (fixture, "is-bound"));
  g_assert_null (problem (fixture));
}

/* A dialog of the desktop's may stand open when the application ends. */
static void
test_dropped_while_asked (Fixture *fixture, gconstpointer data)
{
  fixture->portal->manner = MOCK_PORTAL_KEEP_SILENT;
  mock_portal_start (fixture->portal);
  bitacora_global_shortcut_set_enabled (fixture->shortcut, TRUE);
  wait_until (fixture->portal->n_sessions == 1);
  g_assert_finalize_object (fixture->shortcut);
  wait_until (fixture->portal->n_requests_closed == 1);
  fixture->shortcut = bitacora_global_shortcut_new (fixture->connection);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test, data)                                                                      \
  g_test_add ("/global-shortcut/" path, Fixture, data, set_up, test, tear_down)
  ADD ("bound", test_bound, GINT_TO_POINTER (MOCK_PORTAL_ANSWER));
  ADD ("answer-overtakes-reply", test_bound, GINT_TO_POINTER (MOCK_PORTAL_ANSWER_EARLY));
  ADD ("activated", test_activated, NULL);
  ADD ("without-portal", test_without_portal, NULL);
  ADD ("too-old", test_too_old, NULL);
  ADD ("off", test_off, NULL);
  ADD ("off-while-asked", test_off_while_asked, NULL);
  ADD ("keys-listed", test_keys_listed, NULL);
  ADD ("keys-of-session", test_keys_of_session, NULL);
  ADD ("no-keys", test_no_keys, NULL);
  ADD ("declined", test_declined, NULL);
  ADD ("failed", test_failed, NULL);
  ADD ("restarted", test_restarted, NULL);
  ADD ("restarted-while-asked", test_restarted_while_asked, NULL);
  ADD ("taken-back", test_taken_back, NULL);
  ADD ("dropped-while-asked", test_dropped_while_asked, NULL);
#undef ADD

  return g_test_run ();
}
