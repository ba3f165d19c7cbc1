/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-fault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *name;
  /* Whether it meets every API call, or insert alone. */
  gboolean meets_any_call;
  const char *summary;
} Row;

static const Row rows[BITACORA_PRACTICE_N_FAULTS] = {
  [BITACORA_PRACTICE_FAULT_NONE] = { "none", FALSE, N_ ("Answers well") },
  [BITACORA_PRACTICE_FAULT_REFUSE]
  = { "refuse", FALSE, N_ ("Refuses all connections, for one second each time") },
  [BITACORA_PRACTICE_FAULT_DELAY]
  = { "delay", TRUE, N_ ("Lets two seconds pass before it does anything") },
  [BITACORA_PRACTICE_FAULT_STALL]
  = { "stall", FALSE, N_ ("Logs the call, sends half of the answer and then nothing more") },
  [BITACORA_PRACTICE_FAULT_CUT_BEFORE]
  = { "cut-before", FALSE, N_ ("Cuts the connection and does not log the call") },
  [BITACORA_PRACTICE_FAULT_CUT_AFTER]
  = { "cut-after", FALSE, N_ ("Logs the call, then cuts the connection") },
  [BITACORA_PRACTICE_FAULT_ERROR_AFTER]
  = { "error-after", FALSE, N_ ("Logs the call, then answers with an internal error") },
  [BITACORA_PRACTICE_FAULT_TRUNCATED]
  = { "truncated", FALSE, N_ ("Logs the call and answers with half of the JSON") },
  [BITACORA_PRACTICE_FAULT_NOT_JSON]
  = { "not-json", TRUE, N_ ("Does its work and answers with a web page") },
  [BITACORA_PRACTICE_FAULT_STRING_CODE]
  = { "string-code", FALSE, N_ ("Logs the call and writes the code as a string") },
  [BITACORA_PRACTICE_FAULT_BLANK_ID]
  = { "blank-id", FALSE, N_ ("Logs the call and answers with a blank ID") },
  [BITACORA_PRACTICE_FAULT_HUGE] = { "huge", FALSE, N_ ("Logs the call and answers with 3 MB") },
  [BITACORA_PRACTICE_FAULT_DEEP]
  = { "deep", FALSE, N_ ("Logs the call and answers with deeply nested JSON") },
  [BITACORA_PRACTICE_FAULT_REDIRECT]
  = { "redirect", FALSE, N_ ("Points to another server and does not log the call") },
  [BITACORA_PRACTICE_FAULT_BAD_TOKEN] = { "bad-token", TRUE, N_ ("Treats the token as wrong") },
  [BITACORA_PRACTICE_FAULT_QUOTA]
  = { "quota", TRUE, N_ ("Says that the token’s requests for today are used up") },
  [BITACORA_PRACTICE_FAULT_TOO_MANY]
  = { "too-many", TRUE, N_ ("Says that too many requests are open at once") },
  [BITACORA_PRACTICE_FAULT_RATE_LIMIT]
  = { "rate-limit", TRUE, N_ ("Asks to come back in a second") },
  [BITACORA_PRACTICE_FAULT_MAINTENANCE]
  = { "maintenance", TRUE, N_ ("Says that it is closed for maintenance") },
};

static gboolean
parse_times (const char *text, guint *times, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, BITACORA_PRACTICE_FAULT_MAX_TIMES, &number, NULL))
    {
      g_set_error (
          error,
          G_IO_ERROR,
          G_IO_ERROR_INVALID_ARGUMENT,
          _ ("“%s” does not say how many times a fault happens: give a number from 1 to %d."),
          text,
          BITACORA_PRACTICE_FAULT_MAX_TIMES);
      return FALSE;
    }

  *times = (guint)number;
  return TRUE;
}

/**
 * bitacora_practice_fault_get_name:
 * @fault: a fault
 *
 * Returns: (transfer none): its name on the command line and on the wire, such as `cut-after`
 */
const char *
bitacora_practice_fault_get_name (BitacoraPracticeFault fault)
{
  g_return_val_if_fail ((guint)fault < BITACORA_PRACTICE_N_FAULTS, NULL);

  return rows[fault].name;
}

/**
 * bitacora_practice_fault_get_summary:
 * @fault: a fault
 *
 * Returns: (transfer none): what it does, on one line without a full stop, in the user's language
 */
const char *
bitacora_practice_fault_get_summary (BitacoraPracticeFault fault)
{
  g_return_val_if_fail ((guint)fault < BITACORA_PRACTICE_N_FAULTS, NULL);

  return _ (rows[fault].summary);
}

/**
 * bitacora_practice_fault_meets_any_call:
 * @fault: a fault
 *
 * Returns: %TRUE when any API call can meet it, %FALSE when insert alone can
 */
gboolean
bitacora_practice_fault_meets_any_call (BitacoraPracticeFault fault)
{
  g_return_val_if_fail ((guint)fault < BITACORA_PRACTICE_N_FAULTS, FALSE);

  return rows[fault].meets_any_call;
}

/**
 * bitacora_practice_fault_parse_name:
 * @name: a fault's name, such as `cut-after`
 * @fault: (out): where to put the fault
 * @error: return location for an error
 *
 * Returns: %FALSE with @error set to %G_IO_ERROR_INVALID_ARGUMENT when there is no such fault
 */
gboolean
bitacora_practice_fault_parse_name (const char *name, BitacoraPracticeFault *fault, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (fault != NULL, FALSE);

  for (guint i = BITACORA_PRACTICE_FAULT_NONE + 1; i < BITACORA_PRACTICE_N_FAULTS; i++)
    {
      if (strcmp (rows[i].name, name) == 0)
        {
          *fault = i;
          return TRUE;
        }
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", rows[i].name);
    }

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               /* Translators: the names in the list are not translated. */
               _ ("The practice CRM knows no fault “%s”; it knows these: %s."),
               name,
               names->str);
  return FALSE;
}

/**
 * bitacora_practice_fault_parse:
 * @text: `NAME` or `NAME:TIMES`, as in `delay:3`
 * @fault: (out): where to put the fault
 * @times: (out): where to put how often it happens, 1 where @text does not say
 * @error: return location for an error
 *
 * Reads a fault as it is given on the command line.
 *
 * Returns: %FALSE with @error set to %G_IO_ERROR_INVALID_ARGUMENT when the name is unknown or the
 *   number is none from 1 to %BITACORA_PRACTICE_FAULT_MAX_TIMES
 */
gboolean
bitacora_practice_fault_parse (const char *text,
                               BitacoraPracticeFault *fault,
                               guint *times,
                               GError **error)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (times != NULL, FALSE);

  parts = g_strsplit (text, ":", 2);
  *times = 1;
  return bitacora_practice_fault_parse_name (parts[0] != NULL ? parts[0] : "", fault, error)
         && (parts[0] == NULL || parts[1] == NULL || parse_times (parts[1], times, error));
}
