/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the command line answers with. */
typedef enum
{
  BITACORA_EXIT_LOGGED = 0,
  BITACORA_EXIT_FAILED = 1,
  BITACORA_EXIT_USAGE = 2,
  BITACORA_EXIT_QUEUED = 3,
  BITACORA_EXIT_REJECTED = 4,
  BITACORA_EXIT_UNKNOWN = 5,
} BitacoraExitStatus;

gboolean bitacora_cli_handles (int argc, char **argv);
int bitacora_cli_run (int argc, char **argv);

G_END_DECLS
