/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli-session.h"
#include "bitacora-cli.h"
#include "crm/bitacora-token-information.h"

/* The longest token that is read, in bytes. */
#define MAX_TOKEN 4096

/* What a terminal was before its echo was switched off. */
typedef struct
{
  gboolean is_terminal;
  struct termios attributes;
  struct sigaction interrupt;
} Terminal;

/* Its coming alone ends the reading, with EINTR: the echo must come back before the program ends.
 */
static void
ignore_interrupt (int number)
{
}

static void
hide_typing (Terminal *terminal)
{
  struct sigaction action = { .sa_handler = ignore_interrupt };
  struct termios hidden;

  terminal->is_terminal
      = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &terminal->attributes) == 0;
  if (!terminal->is_terminal)
    return;

  sigaction (SIGINT, &action, &terminal->interrupt);
  hidden = terminal->attributes;
  hidden.c_lflag &= ~(tcflag_t)ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
}

static void
show_typing (const Terminal *terminal)
{
  if (!terminal->is_terminal)
    return;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &terminal->attributes);
  sigaction (SIGINT, &terminal->interrupt, NULL);
}

/* A terminal gives its line in one piece; a pipe is read to its end. */
static gssize
read_input (char *buffer, gsize size, gboolean is_terminal)
{
  gsize length = 0;

  while (length < size)
    {
      ssize_t n = read (STDIN_FILENO, buffer + length, size - length);

      if (n < 0)
        return -1;
      length += (gsize)n;
      if (n == 0 || (is_terminal && buffer[length - 1] == '\n'))
        break;
    }

  return (gssize)length;
}

static void
trim_line_break (char *buffer, gsize *length)
{
  if (*length > 0 && buffer[*length - 1] == '\n')
    *length -= 1;
  if (*length > 0 && buffer[*length - 1] == '\r')
    *length -= 1;
  buffer[*length] = '\0';
}

/* Not through stdio, whose buffer would keep a copy. */
static char *
read_token (const char *profile_name, GError **error)
{
  Terminal terminal;
  char buffer[MAX_TOKEN + 2];
  char *token = NULL;
  gssize n_read;
  gsize length;
  int reason;

  hide_typing (&terminal);
  if (terminal.is_terminal)
    bitacora_cli_prompt (_ ("Token of “%s” (hidden as you type): "), profile_name);
  n_read = read_input (buffer, sizeof buffer, terminal.is_terminal);
  reason = errno;
  show_typing (&terminal);
  if (terminal.is_terminal)
    bitacora_cli_prompt ("\n");

  length = n_read > 0 ? (gsize)n_read : 0;
  if (n_read < 0)
    g_set_error (error,
                 G_IO_ERROR,
                 g_io_error_from_errno (reason),
                 _ ("The token could not be read, so the profile’s token is unchanged: %s."),
                 g_strerror (reason));
  else if (length == sizeof buffer)
    g_set_error_literal (error,
                         BITACORA_TOKEN_ERROR,
                         BITACORA_TOKEN_ERROR_INVALID,
                         _ ("What came on standard input is too long for a token."));
  else
    {
      trim_line_break (buffer, &length);
      if (length == 0 || strlen (buffer) != length)
        g_set_error_literal (error,
                             BITACORA_TOKEN_ERROR,
                             BITACORA_TOKEN_ERROR_INVALID,
                             _ ("No token came on standard input."));
      else
        token = g_strndup (buffer, length);
    }
  explicit_bzero (buffer, sizeof buffer);

  return token;
}

static int
save_token (BitacoraCliSession *session, const char *name, GError **error)
{
  g_autoptr (BitacoraProfile) profile = bitacora_cli_session_find_profile (session, name, error);
  BitacoraTokenStore *tokens = bitacora_cli_session_get_tokens (session);
  g_autoptr (GAsyncResult) result = NULL;
  char *token;

  if (profile == NULL)
    return BITACORA_EXIT_USAGE;
  if (bitacora_profile_is_practice (profile))
    {
      bitacora_cli_print (_ ("The practice CRM needs no token from you.\n"));
      return BITACORA_EXIT_LOGGED;
    }

  token = read_token (bitacora_profile_get_display_name (profile), error);
  if (token == NULL)
    return g_error_matches (*error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_INVALID)
               ? BITACORA_EXIT_USAGE
               : BITACORA_EXIT_FAILED;
  bitacora_token_store_save_async (tokens,
                                   profile,
                                   token,
                                   NULL,
                                   bitacora_cli_session_finished_cb,
                                   session);
  bitacora_token_free (token);
  result = bitacora_cli_session_await (session);
  if (!bitacora_token_store_save_finish (tokens, result, error))
    return g_error_matches (*error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_INVALID)
               ? BITACORA_EXIT_USAGE
               : BITACORA_EXIT_FAILED;

  bitacora_cli_print (_ ("The token of “%s” is in your keyring. “bitacora profile test %s” asks "
                         "the CRM whether it works.\n"),
                      bitacora_profile_get_display_name (profile),
                      bitacora_profile_get_id (profile));
  return BITACORA_EXIT_LOGGED;
}

static BitacoraCrmReply *
ask_crm (BitacoraCliSession *session, BitacoraProfile *profile, GError **error)
{
  BitacoraTokenProvider *tokens
      = BITACORA_TOKEN_PROVIDER (bitacora_cli_session_get_tokens (session));
  BitacoraCrmClient *client = bitacora_cli_session_get_client (session);
  g_autoptr (GAsyncResult) looked_up = NULL;
  g_autoptr (GAsyncResult) answered = NULL;
  /* The token is for the CRM that the profile names now, whatever it may name once it is here. */
  g_autofree char *server = g_strdup (bitacora_profile_get_server (profile));
  g_autofree char *operation = g_strdup (bitacora_profile_get_operation (profile));
  char *token;

  bitacora_token_provider_lookup_async (tokens,
                                        profile,
                                        NULL,
                                        bitacora_cli_session_finished_cb,
                                        session);
  looked_up = bitacora_cli_session_await (session);
  token = bitacora_token_provider_lookup_finish (tokens, looked_up, error);
  if (token == NULL)
    return NULL;

  bitacora_crm_client_token_information_async (
      client, server, operation, token, NULL, bitacora_cli_session_finished_cb, session);
  bitacora_token_free (token);
  answered = bitacora_cli_session_await (session);
  return bitacora_crm_client_token_information_finish (client, answered);
}

static int
report_test (BitacoraCrmReply *reply)
{
  g_auto (BitacoraTokenInformation) information = { NULL, -1, -1, -1, -1 };
  g_autofree char *sentence = NULL;

  if (bitacora_crm_reply_get_verdict (reply) != BITACORA_CRM_VERDICT_LOGGED)
    {
      sentence = bitacora_token_information_describe_failure (reply);
      bitacora_cli_note ("%s", sentence);
      return BITACORA_EXIT_FAILED;
    }

  if (!bitacora_token_information_read (reply, &information) || information.left_today < 0)
    bitacora_cli_print (
        _ ("The CRM accepts the token. It does not say how many requests are left today.\n"));
  else
    bitacora_cli_print (g_dngettext (GETTEXT_PACKAGE,
                                     "The CRM accepts the token; %d request is left today.\n",
                                     "The CRM accepts the token; %d requests are left today.\n",
                                     (gulong)information.left_today),
                        information.left_today);

  return BITACORA_EXIT_LOGGED;
}

static int
test_profile (BitacoraCliSession *session, const char *name, GError **error)
{
  g_autoptr (BitacoraProfile) profile = bitacora_cli_session_find_profile (session, name, error);
  g_autoptr (BitacoraCrmReply) reply = NULL;

  if (profile == NULL)
    return BITACORA_EXIT_USAGE;
  if (!bitacora_profile_is_complete (profile))
    {
      g_set_error (error,
                   BITACORA_PROFILE_ERROR,
                   BITACORA_PROFILE_ERROR_NOT_FOUND,
                   _ ("The profile “%s” is not complete: it has no server or no operation yet."),
                   bitacora_profile_get_display_name (profile));
      return BITACORA_EXIT_USAGE;
    }

  reply = ask_crm (session, profile, error);
  return reply != NULL ? report_test (reply) : BITACORA_EXIT_FAILED;
}

static int
run_with_profile (const BitacoraCliUsage *usage,
                  const char *const *arguments,
                  int (*run) (BitacoraCliSession *session, const char *name, GError **error))
{
  g_auto (GStrv) words = NULL;
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraCliParsing parsing = bitacora_cli_options_parse (usage, NULL, arguments, &words);
  int status = BITACORA_EXIT_FAILED;

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);

  session = bitacora_cli_session_new (&error);
  if (session != NULL)
    status = run (session, words[0], &error);
  if (error != NULL)
    bitacora_cli_note ("%s", error->message);

  return status;
}

/**
 * bitacora_cli_profile_token:
 * @arguments: (array zero-terminated=1): what follows "bitacora profile token"
 *
 * Reads a token from standard input, never from an argument that others could see, and keeps it in
 * the keyring.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_profile_token (const char *const *arguments)
{
  const BitacoraCliUsage usage = {
    "bitacora profile token",
    _ ("NAME"),
    _ ("Reads a profile’s token from standard input and keeps it in the system’s keyring."),
    _ ("It is never taken from an argument, where other users of the computer could read it."),
    1,
    1,
  };

  return run_with_profile (&usage, arguments, save_token);
}

/**
 * bitacora_cli_profile_test:
 * @arguments: (array zero-terminated=1): what follows "bitacora profile test"
 *
 * Asks the CRM of a profile what it says of its token.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_profile_test (const char *const *arguments)
{
  const BitacoraCliUsage usage = {
    "bitacora profile test",
    _ ("NAME"),
    _ ("Asks the CRM whether it accepts a profile’s token, and how many requests are left today."),
    _ ("Each test uses one of the token’s requests for the day."),
    1,
    1,
  };

  return run_with_profile (&usage, arguments, test_profile);
}
