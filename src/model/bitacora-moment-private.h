/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-moment.h"

G_BEGIN_DECLS

/* What people type, taken apart: see bitacora-moment-words.c. */

typedef enum
{
  BITACORA_TOKEN_END,
  BITACORA_TOKEN_NUMBER,
  BITACORA_TOKEN_WORD,
  BITACORA_TOKEN_SIGN,
} BitacoraTokenKind;

typedef struct
{
  BitacoraTokenKind kind;
  int value;
  int digits;
  char *word;
  gunichar sign;
} BitacoraToken;

/* Always ends in a token of the kind END. */
typedef GArray BitacoraTokens;

BitacoraTokens *bitacora_tokens_new (const char *text);
const BitacoraToken *bitacora_tokens_get (BitacoraTokens *tokens, guint position);

typedef enum
{
  BITACORA_UNIT_SECOND,
  BITACORA_UNIT_MINUTE,
  BITACORA_UNIT_HOUR,
  BITACORA_UNIT_DAY,
  BITACORA_UNIT_WEEK,
  BITACORA_UNIT_MONTH,
} BitacoraUnit;

typedef enum
{
  BITACORA_DAY_HALF_NONE,
  BITACORA_DAY_HALF_AM,
  BITACORA_DAY_HALF_PM,
  BITACORA_DAY_HALF_NIGHT,
} BitacoraDayHalf;

int bitacora_words_find_month (const char *word);
int bitacora_words_find_weekday (const char *word);
gboolean bitacora_words_find_unit (const char *word, BitacoraUnit *unit);
guint bitacora_words_skip (BitacoraTokens *tokens, guint position, const char *phrases);
guint bitacora_words_skip_day (BitacoraTokens *tokens, guint position, int *offset);
guint bitacora_words_skip_half (BitacoraTokens *tokens, guint position, BitacoraDayHalf *half);

/* What the grammar makes of it: see bitacora-moment-grammar.c. */

typedef struct
{
  guint end;
  int year;
  int month;
  int day;
  int weekday;
} BitacoraDateReading;

typedef struct
{
  guint end;
  int hour;
  int minute;
  int second;
} BitacoraTimeReading;

typedef struct
{
  gint64 seconds;
  int days;
  int months;
} BitacoraDistance;

#define BITACORA_MAX_READINGS 4

guint bitacora_grammar_read_date (BitacoraTokens *tokens,
                                  guint position,
                                  GDateTime *now,
                                  BitacoraDateReading readings[BITACORA_MAX_READINGS]);
gboolean bitacora_grammar_read_time (BitacoraTokens *tokens,
                                     guint position,
                                     BitacoraTimeReading *reading);
gboolean bitacora_grammar_read_distance (BitacoraTokens *tokens, BitacoraDistance *distance);
guint bitacora_grammar_skip_joiner (BitacoraTokens *tokens, guint position);

gboolean bitacora_moment_check_date (int year, int month, int day, GError **error);
gboolean bitacora_moment_check_time (int hour, int minute, int second, GError **error);
GDateTime *bitacora_moment_new_first_of_day (GTimeZone *zone,
                                             int year,
                                             int month,
                                             int day,
                                             GError **error);

/* Where the locale puts the month: see bitacora-moment-format.c. */
gboolean bitacora_moment_locale_is_month_first (void);

G_END_DECLS
