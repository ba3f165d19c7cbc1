/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A command and what "--help" says of it. @run is given what follows the command's name and
 * returns the exit status. */
typedef struct
{
  const char *name;
  const char *summary;
  int (*run) (const char *const *arguments);
} BitacoraCliCommand;

int bitacora_cli_export (const char *const *arguments);
int bitacora_cli_import (const char *const *arguments);
int bitacora_cli_log (const char *const *arguments);
int bitacora_cli_outbox (const char *const *arguments);
int bitacora_cli_practice (const char *const *arguments);
int bitacora_cli_profile (const char *const *arguments);
int bitacora_cli_profile_add (const char *const *arguments);
int bitacora_cli_profile_set (const char *const *arguments);
int bitacora_cli_profile_token (const char *const *arguments);
int bitacora_cli_profile_test (const char *const *arguments);

char *bitacora_cli_commands_describe (const BitacoraCliCommand *commands, gsize n_commands);
int bitacora_cli_commands_run (const char *program,
                               const char *summary,
                               const BitacoraCliCommand *commands,
                               gsize n_commands,
                               const char *const *arguments);

G_END_DECLS
