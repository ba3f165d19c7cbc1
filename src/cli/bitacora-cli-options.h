/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What "--help" says of a command, besides its options; NULL where there is nothing to say. */
typedef struct
{
  const char *command;
  const char *parameters;
  const char *summary;
  const char *description;
  guint min_words;
  guint max_words;
} BitacoraCliUsage;

typedef enum
{
  BITACORA_CLI_PARSED,
  BITACORA_CLI_HELP_SHOWN,
  BITACORA_CLI_MISUSED,
} BitacoraCliParsing;

/* The kinds of options; texts as file names, which GOption hands over as they are. */
#define BITACORA_CLI_TEXT(name, text, summary, value)                                              \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_FILENAME, text, summary, value                                        \
  }
#define BITACORA_CLI_TEXTS(name, texts, summary, value)                                            \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, texts, summary, value                                 \
  }
#define BITACORA_CLI_NUMBER(name, number, summary, value)                                          \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_INT, number, summary, value                                           \
  }
#define BITACORA_CLI_FLAG(name, flag, summary)                                                     \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_NONE, flag, summary, NULL                                             \
  }

BitacoraCliParsing bitacora_cli_options_parse (const BitacoraCliUsage *usage,
                                               const GOptionEntry *entries,
                                               const char *const *arguments,
                                               GStrv *words);
int bitacora_cli_parsing_get_status (BitacoraCliParsing parsing);
int bitacora_cli_refuse (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
