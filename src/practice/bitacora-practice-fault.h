/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The most requests that one fault may be told to meet. */
#define BITACORA_PRACTICE_FAULT_MAX_TIMES 1000

/* One way of misbehaving each. */
typedef enum
{
  BITACORA_PRACTICE_FAULT_NONE,
  BITACORA_PRACTICE_FAULT_REFUSE,
  BITACORA_PRACTICE_FAULT_DELAY,
  BITACORA_PRACTICE_FAULT_STALL,
  BITACORA_PRACTICE_FAULT_CUT_BEFORE,
  BITACORA_PRACTICE_FAULT_CUT_AFTER,
  BITACORA_PRACTICE_FAULT_ERROR_AFTER,
  BITACORA_PRACTICE_FAULT_TRUNCATED,
  BITACORA_PRACTICE_FAULT_NOT_JSON,
  BITACORA_PRACTICE_FAULT_STRING_CODE,
  BITACORA_PRACTICE_FAULT_BLANK_ID,
  BITACORA_PRACTICE_FAULT_HUGE,
  BITACORA_PRACTICE_FAULT_DEEP,
  BITACORA_PRACTICE_FAULT_REDIRECT,
  BITACORA_PRACTICE_FAULT_BAD_TOKEN,
  BITACORA_PRACTICE_FAULT_QUOTA,
  BITACORA_PRACTICE_FAULT_TOO_MANY,
  BITACORA_PRACTICE_FAULT_RATE_LIMIT,
  BITACORA_PRACTICE_FAULT_MAINTENANCE,
} BitacoraPracticeFault;

/* How many there are, BITACORA_PRACTICE_FAULT_NONE among them. */
#define BITACORA_PRACTICE_N_FAULTS (BITACORA_PRACTICE_FAULT_MAINTENANCE + 1)

const char *bitacora_practice_fault_get_name (BitacoraPracticeFault fault);
const char *bitacora_practice_fault_get_summary (BitacoraPracticeFault fault);
gboolean bitacora_practice_fault_meets_any_call (BitacoraPracticeFault fault);
gboolean bitacora_practice_fault_parse_name (const char *name,
                                             BitacoraPracticeFault *fault,
                                             GError **error);
gboolean bitacora_practice_fault_parse (const char *text,
                                        BitacoraPracticeFault *fault,
                                        guint *times,
                                        GError **error);

G_END_DECLS
