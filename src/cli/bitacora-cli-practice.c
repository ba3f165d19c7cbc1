/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"
#include "practice/bitacora-practice-server.h"

#define COMMAND "bitacora practice"
#define NO_PORT (-1)

typedef struct
{
  int port;
  char *token;
  char *record_to;
  GStrv faults;
  char *tls_certificate;
  char *tls_key;
  int idle_exit;
} PracticeOptions;

/* Ends a practice CRM that nobody asks anything any more. */
typedef struct
{
  BitacoraCliSession *session;
  BitacoraPracticeServer *server;
  guint n_requests;
  gint64 quiet_since;
  gint64 patience;
} IdleWatch;

static void
practice_options_clear (PracticeOptions *options)
{
  g_clear_pointer (&options->token, g_free);
  g_clear_pointer (&options->record_to, g_free);
  g_clear_pointer (&options->faults, g_strfreev);
  g_clear_pointer (&options->tls_certificate, g_free);
  g_clear_pointer (&options->tls_key, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PracticeOptions, practice_options_clear)

static char *
describe_faults (void)
{
  GString *text = g_string_new (
      _ ("Faults, each for the next request, or for the next N requests with NAME:N:"));

  for (BitacoraPracticeFault fault = BITACORA_PRACTICE_FAULT_REFUSE;
       fault <= BITACORA_PRACTICE_FAULT_MAINTENANCE;
       fault++)
    g_string_append_printf (text,
                            "\n  %-14s %s",
                            bitacora_practice_fault_get_name (fault),
                            bitacora_practice_fault_get_summary (fault));

  return g_string_free (text, FALSE);
}

static BitacoraCliParsing
parse (PracticeOptions *options, const char *const *arguments)
{
  g_autofree char *description = describe_faults ();
  const BitacoraCliUsage usage = {
    COMMAND,
    NULL,
    _ ("Runs a CRM of your own on this computer, which answers as the real one does. When it is\n"
       "ready it prints one line with its address; open that in a browser to see what it was\n"
       "given. Ctrl+C stops it."),
    description,
    0,
    0,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_NUMBER (
        "port",
        &options->port,
        N_ ("Port to listen on; 0 for any free one (default: 8765, or any free one)"),
        N_ ("NUMBER")),
    BITACORA_CLI_TEXT (
        "token",
        &options->token,
        N_ ("Accept only this made-up token; the practice profile is left unchanged"),
        N_ ("TOKEN")),
    BITACORA_CLI_TEXT ("record-to",
                       &options->record_to,
                       N_ ("Append each activity to this file, one JSON object per line"),
                       N_ ("FILE")),
    BITACORA_CLI_TEXTS ("fault",
                        &options->faults,
                        N_ ("Have this fault, from the list below; may be repeated"),
                        N_ ("NAME[:N]")),
    BITACORA_CLI_TEXT ("tls-cert",
                       &options->tls_certificate,
                       N_ ("Use HTTPS with this certificate"),
                       N_ ("PEM")),
    BITACORA_CLI_TEXT ("tls-key",
                       &options->tls_key,
                       N_ ("Private key of the certificate"),
                       N_ ("PEM")),
    BITACORA_CLI_NUMBER ("idle-exit",
                         &options->idle_exit,
                         N_ ("Stop after this many seconds without a request"),
                         N_ ("SECONDS")),
    G_OPTION_ENTRY_NULL,
  };

  return bitacora_cli_options_parse (&usage, entries, arguments, NULL);
}

static gboolean
check (const PracticeOptions *options)
{
  if (options->port != NO_PORT && (options->port < 0 || options->port > G_MAXUINT16))
    bitacora_cli_refuse (COMMAND, _ ("--port: a port is a number from 0 to 65535."));
  else if ((options->tls_certificate == NULL) != (options->tls_key == NULL))
    bitacora_cli_refuse (COMMAND, _ ("--tls-cert and --tls-key go together."));
  else if (options->idle_exit < 0)
    bitacora_cli_refuse (COMMAND, _ ("--idle-exit: the number of seconds cannot be negative."));
  else if (options->token != NULL && *options->token == '\0')
    bitacora_cli_refuse (COMMAND, _ ("--token: the token cannot be empty."));
  else
    return TRUE;

  return FALSE;
}

static gboolean
add_faults (BitacoraPracticeServer *server, const PracticeOptions *options)
{
  for (gsize i = 0; options->faults != NULL && options->faults[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      BitacoraPracticeFault fault;
      guint times;

      if (!bitacora_practice_fault_parse (options->faults[i], &fault, &times, &error))
        {
          bitacora_cli_refuse (COMMAND, "--fault: %s", error->message);
          return FALSE;
        }
      bitacora_practice_server_add_fault (server, fault, times);
    }

  return TRUE;
}

static gboolean
listen_somewhere (BitacoraPracticeServer *server, int port, GError **error)
{
  g_autoptr (GError) taken = NULL;

  if (port != NO_PORT)
    return bitacora_practice_server_listen (server, (guint16)port, error);

  return bitacora_practice_server_listen (server, BITACORA_PRACTICE_PORT, &taken)
         || bitacora_practice_server_listen (server, 0, error);
}

static gboolean
set_up (BitacoraPracticeServer *server, const PracticeOptions *options, GError **error)
{
  if (options->tls_certificate != NULL
      && !bitacora_practice_server_set_certificate (server,
                                                    options->tls_certificate,
                                                    options->tls_key,
                                                    error))
    return FALSE;
  if (options->record_to != NULL
      && !bitacora_practice_server_record_to (server, options->record_to, error))
    return FALSE;

  return listen_somewhere (server, options->port, error);
}

/* Whoever practises should not have to say where. A made-up token or certificate would be refused
 * by, or to, the profile; then it is left alone. */
static void
point_profile_here (BitacoraCliSession *session, const char *url, const PracticeOptions *options)
{
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  if (options->token != NULL || options->tls_certificate != NULL)
    return;

  profile = bitacora_profile_list_ensure_practice (bitacora_cli_session_get_profiles (session),
                                                   url,
                                                   &error);
  if (profile == NULL)
    bitacora_cli_note (_ ("The practice profile could not be pointed at this CRM. %s"),
                       error->message);
  g_settings_sync ();
}

static gboolean
second_passed_cb (gpointer user_data)
{
  IdleWatch *watch = user_data;
  guint n_requests = bitacora_practice_server_get_n_requests (watch->server);

  if (n_requests != watch->n_requests)
    {
      watch->n_requests = n_requests;
      watch->quiet_since = g_get_monotonic_time ();
    }
  if (g_get_monotonic_time () - watch->quiet_since >= watch->patience)
    bitacora_cli_session_quit (watch->session);

  return G_SOURCE_CONTINUE;
}

static void
serve (BitacoraCliSession *session, BitacoraPracticeServer *server, int idle_exit)
{
  IdleWatch watch
      = { session, server, 0, g_get_monotonic_time (), (gint64)idle_exit * G_USEC_PER_SEC };
  guint timer = idle_exit > 0 ? g_timeout_add_seconds (1, second_passed_cb, &watch) : 0;

  bitacora_cli_session_run (session);
  g_clear_handle_id (&timer, g_source_remove);
  bitacora_practice_server_close (server);
}

/**
 * bitacora_cli_practice:
 * @arguments: (array zero-terminated=1): what follows "bitacora practice"
 *
 * Runs the practice CRM until it is interrupted, or nobody needs it any more.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_practice (const char *const *arguments)
{
  g_auto (PracticeOptions) options = { NO_PORT, NULL, NULL, NULL, NULL, NULL, 0 };
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (BitacoraPracticeServer) server = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraCliParsing parsing = parse (&options, arguments);
  const char *url;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);
  if (!check (&options))
    return BITACORA_EXIT_USAGE;

  server = bitacora_practice_server_new (options.token != NULL ? options.token
                                                               : BITACORA_PRACTICE_TOKEN);
  if (!add_faults (server, &options))
    return BITACORA_EXIT_USAGE;
  session = bitacora_cli_session_new (&error);
  if (session == NULL || !set_up (server, &options, &error))
    {
      bitacora_cli_note ("%s", error->message);
      return BITACORA_EXIT_FAILED;
    }

  bitacora_cli_session_catch_interrupts (session);
  g_signal_connect (session, "interrupted", G_CALLBACK (bitacora_cli_session_quit), NULL);
  url = bitacora_practice_server_get_url (server);
  point_profile_here (session, url, &options);
  bitacora_cli_print (_ ("The practice CRM is ready at %s\n"), url);
  if (!bitacora_cli_flush ())
    return BITACORA_EXIT_FAILED;

  serve (session, server, options.idle_exit);

  return BITACORA_EXIT_LOGGED;
}
