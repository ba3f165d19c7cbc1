/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-arguments.h"

#include <glib/gi18n-lib.h>

#include "cli/bitacora-cli.h"
#include "model/bitacora-call-link.h"

/* In the order in which the help lists them. */
static const GOptionEntry entries[] = {
  { "quick-entry", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Log a call in the small window"), NULL },
  { "start-call", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start the timer of a call"), NULL },
  { "new-call", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the window on an empty call"), NULL },
  { "practice",
    0,
    0,
    G_OPTION_ARG_NONE,
    NULL,
    N_ ("Start the practice CRM and log calls into it"),
    NULL },
  { "background", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start without a window"), NULL },
  { "quit", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("End the Bitácora that runs"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[LINK]") },
  G_OPTION_ENTRY_NULL,
};

/* The options that are nothing but an action of the same name. */
static const char *const actions[] = { "quick-entry", "start-call", "new-call" };

/* A link goes over the bus, where a text is UTF-8: bytes that are not are percent-encoded, which a
 * link may be anyway; all else stays exactly as it was given. */
static char *
make_text (const char *link)
{
  GString *text = g_string_new (NULL);

  while (*link != '\0')
    {
      const char *end;

      g_utf8_validate (link, -1, &end);
      g_string_append_len (text, link, end - link);
      if (*end != '\0')
        g_string_append_printf (text, "%%%02X", (guint)(guchar)*end++);
      link = end;
    }

  return g_string_free (text, FALSE);
}

/* The one link among the arguments. */
static gboolean
find_link (GVariantDict *options, char **link, int *status)
{
  g_auto (GStrv) rest = NULL;

  if (!g_variant_dict_lookup (options, G_OPTION_REMAINING, "^aay", &rest) || rest[0] == NULL)
    return TRUE;

  *status = BITACORA_EXIT_USAGE;
  if (rest[1] != NULL)
    {
      g_printerr ("%s\n", _ ("One link can be opened at a time."));
      return FALSE;
    }
  if (!bitacora_call_link_is_link (rest[0]))
    {
      g_autofree char *text = g_utf8_make_valid (rest[0], -1);

      g_printerr (_ ("“%s” is neither a command nor a link that Bitácora opens. "
                     "See “bitacora --help”.\n"),
                  text);
      return FALSE;
    }
  *link = make_text (rest[0]);

  return TRUE;
}

static gboolean
is_given (GVariantDict *options, const char *name)
{
  return g_variant_dict_contains (options, name);
}

static gboolean
register_application (GApplication *application)
{
  g_autoptr (GError) error = NULL;

  if (g_application_register (application, NULL, &error))
    return TRUE;
  g_printerr (_ ("Bitácora could not start: %s\n"), error->message);

  return FALSE;
}

/* Asking the bus starts nothing, while asking the application would. */
static gboolean
is_running (const char *name)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean has_owner = FALSE;

  if (bus != NULL)
    answer = g_dbus_connection_call_sync (bus,
                                          "org.freedesktop.DBus",
                                          "/org/freedesktop/DBus",
                                          "org.freedesktop.DBus",
                                          "NameHasOwner",
                                          g_variant_new ("(s)", name),
                                          G_VARIANT_TYPE ("(b)"),
                                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                          -1,
                                          NULL,
                                          NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &has_owner);

  return has_owner;
}

/* A launcher never becomes the first instance. */
static int
quit (GApplication *application)
{
  if (!is_running (g_application_get_application_id (application)))
    return BITACORA_EXIT_LOGGED;
  g_application_set_flags (application,
                           g_application_get_flags (application) | G_APPLICATION_IS_LAUNCHER);
  if (!register_application (application))
    return BITACORA_EXIT_FAILED;
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);

  return BITACORA_EXIT_LOGGED;
}

/**
 * bitacora_arguments_add_options:
 * @application: an application that is not registered yet
 *
 * Makes the application know the options, and take a link for its argument.
 */
void
bitacora_arguments_add_options (GApplication *application)
{
  g_return_if_fail (G_IS_APPLICATION (application));

  g_application_add_main_option_entries (application, entries);
}

/**
 * bitacora_arguments_handle:
 * @application: the application, which gets registered by it
 * @options: what the command line says, as GApplication::handle-local-options gives it
 * @without_window: (out): whether this process is the first instance and is to start without a
 *   window, in which case -1 is returned too
 *
 * Does what the command line asks for, by the application's actions, in the first instance that
 * runs, be it this process or another: `open-link` with a link exactly as it was given,
 * `practise`, `quick-entry`, `start-call`, `new-call` and `quit`.
 *
 * Returns: -1 if nothing was asked for, so that the application goes on as usual; otherwise the
 *   exit status of this process, which as the first instance still runs as long as something holds
 *   it
 */
int
bitacora_arguments_handle (GApplication *application,
                           GVariantDict *options,
                           gboolean *without_window)
{
  g_autofree char *link = NULL;
  const gboolean background = is_given (options, "background");
  gboolean done = FALSE;
  int status = BITACORA_EXIT_LOGGED;

  g_return_val_if_fail (G_IS_APPLICATION (application), -1);
  g_return_val_if_fail (without_window != NULL, -1);

  *without_window = FALSE;

  if (!find_link (options, &link, &status))
    return status;
  if (is_given (options, "quit"))
    return quit (application);
  if (!register_application (application))
    return BITACORA_EXIT_FAILED;

  /* What is logged below goes into it. Whichever process owns the windows runs it. */
  if (is_given (options, "practice"))
    g_action_group_activate_action (G_ACTION_GROUP (application), "practise", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (is_given (options, actions[i]))
        {
          g_action_group_activate_action (G_ACTION_GROUP (application), actions[i], NULL);
          done = TRUE;
        }
    }
  if (link != NULL)
    {
      g_action_group_activate_action (G_ACTION_GROUP (application),
                                      "open-link",
                                      g_variant_new_string (link));
      done = TRUE;
    }

  /* One that runs already need not be told. */
  if (background && g_application_get_is_remote (application))
    done = TRUE;
  *without_window = background && !done;

  return done ? BITACORA_EXIT_LOGGED : -1;
}
