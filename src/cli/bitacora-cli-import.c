/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-commands.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-cli-choice.h"
#include "bitacora-cli-options.h"
#include "bitacora-cli-output.h"
#include "bitacora-cli.h"
#include "outbox/bitacora-call-report.h"

#define COMMAND "bitacora import"

typedef struct
{
  GStrv words;
  char *profile;
  GStrv map;
  gboolean dry_run;
  gboolean skip_invalid;
  gboolean again;
  gboolean json;
} ImportOptions;

static void
import_options_clear (ImportOptions *options)
{
  g_clear_pointer (&options->words, g_strfreev);
  g_clear_pointer (&options->profile, g_free);
  g_clear_pointer (&options->map, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImportOptions, import_options_clear)

static char *
list_fields (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < BITACORA_N_CALL_COLUMNS; i++)
    g_string_append_printf (list,
                            "%s%s",
                            i > 0 ? ", " : "",
                            bitacora_call_column_get_name ((BitacoraCallColumn)i));

  return g_string_free (list, FALSE);
}

static char *
describe_command (void)
{
  return g_strjoin (
      "\n",
      _ ("The first line names the columns. Which of them says what is guessed by these names, "
         "and\n"
         "--dry-run shows the guess. A field is one of phone, calling-code, name, description,\n"
         "completed, time, remind, remember, priority, record, module, status, owner, location,\n"
         "type; or ignore. What a row does not say is as the profile has it.\n"
         "Dates are in your own time zone: 2026-11-24 15:42, or with the day first, 24/11/2026 "
         "15:42."),
      "",
      _ ("All calls are saved, or none if a single row has an error. They are sent like any "
         "other.\n"
         "A call that is in the outbox already counts as an error.\n"
         "The exit status is 3 when they are saved and wait, 2 when nothing was saved because of\n"
         "the file or the command, 1 when something else went wrong; 0 after a --dry-run of a "
         "file\n"
         "that can be imported."),
      NULL);
}

static BitacoraCliParsing
parse (ImportOptions *options, const char *const *arguments)
{
  g_autofree char *description = describe_command ();
  const BitacoraCliUsage usage = {
    COMMAND,     _ ("FILE"), _ ("Saves the calls of a CSV file in the outbox, to be sent."),
    description, 1,          1,
  };
  const GOptionEntry entries[] = {
    BITACORA_CLI_TEXT ("profile",
                       &options->profile,
                       N_ ("Profile to log with, instead of the current one"),
                       N_ ("NAME")),
    BITACORA_CLI_TEXTS ("map",
                        &options->map,
                        N_ ("Say which field a column is, by its name or number; repeatable"),
                        N_ ("COLUMN=FIELD")),
    BITACORA_CLI_FLAG ("dry-run",
                       &options->dry_run,
                       N_ ("Look at the file, show what its columns mean, and save nothing")),
    BITACORA_CLI_FLAG ("skip-invalid",
                       &options->skip_invalid,
                       N_ ("Leave out the rows with errors and save the others")),
    BITACORA_CLI_FLAG ("again",
                       &options->again,
                       N_ ("Also save calls that are in the outbox already")),
    BITACORA_CLI_FLAG ("json", &options->json, N_ ("Print the result as one JSON object")),
    G_OPTION_ENTRY_NULL,
  };

  return bitacora_cli_options_parse (&usage, entries, arguments, &options->words);
}

/* A column by what stands above it, or by its number. */
static int
find_place (BitacoraCallImport *import, const char *column)
{
  int place = bitacora_call_import_find_header (import, column);
  guint64 number;

  if (place < 0
      && g_ascii_string_to_unsigned (
          column, 10, 1, bitacora_call_import_get_n_columns (import), &number, NULL))
    place = (int)number - 1;

  return place;
}

static gboolean
map_column (BitacoraCallImport *import, const char *assignment)
{
  const char *equals = strrchr (assignment, '=');
  g_autofree char *column = NULL;
  BitacoraCallColumn field;
  int place;

  if (equals == NULL || equals == assignment)
    {
      bitacora_cli_refuse (COMMAND, _ ("--map: write it as COLUMN=FIELD, like Celular=phone."));
      return FALSE;
    }
  column = g_strndup (assignment, (gsize)(equals - assignment));
  place = find_place (import, column);
  if (place < 0)
    {
      g_autofree char *names = g_strjoinv (", ", bitacora_call_import_get_file (import)->headers);

      bitacora_cli_refuse (COMMAND,
                           _ ("--map: there is no column “%s”. The file has: %s."),
                           column,
                           names);
      return FALSE;
    }
  if (!bitacora_call_column_from_name (equals + 1, &field))
    {
      g_autofree char *fields = list_fields ();

      bitacora_cli_refuse (COMMAND,
                           _ ("--map: there is no field “%s”. These exist: %s."),
                           equals + 1,
                           fields);
      return FALSE;
    }
  bitacora_call_import_set_column (import, (guint)place, field);

  return TRUE;
}

static gboolean
map_columns (BitacoraCallImport *import, const char *const *assignments)
{
  for (gsize i = 0; assignments != NULL && assignments[i] != NULL; i++)
    {
      if (!map_column (import, assignments[i]))
        return FALSE;
    }

  return TRUE;
}

static void
mention_losses (BitacoraCallImport *import, const BitacoraCallCheck *check)
{
  g_auto (GStrv) losses = bitacora_call_report_losses (import, check);

  for (gsize i = 0; losses[i] != NULL; i++)
    bitacora_cli_note ("%s", losses[i]);
}

static void
print_complaints (BitacoraCallImport *import, const BitacoraCallCheck *check, gboolean again)
{
  const char *const *headers = (const char *const *)bitacora_call_import_get_file (import)->headers;
  guint n_untold = check->invalid->len + (again ? 0 : check->known->len);

  for (guint i = 0; i < check->complaints->len; i++)
    {
      BitacoraCallComplaint *complaint = g_ptr_array_index (check->complaints, i);
      g_autofree char *sentence = NULL;

      if (complaint->is_known && again)
        continue;
      n_untold--;
      sentence = bitacora_call_report_complaint (complaint, headers);
      bitacora_cli_note ("%s", sentence);
    }
  if (n_untold > 0)
    bitacora_cli_note (g_dngettext (GETTEXT_PACKAGE,
                                    "There is %u more row with an error.",
                                    "There are %u more rows with errors.",
                                    n_untold),
                       n_untold);
}

static void
print_columns (BitacoraCallImport *import)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);

  for (guint i = 0; i < bitacora_call_import_get_n_columns (import); i++)
    {
      BitacoraCallColumn column = bitacora_call_import_get_column (import, i);
      g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
      g_autofree char *header
          = bitacora_cli_one_line (bitacora_call_import_get_file (import)->headers[i]);

      g_strv_builder_add_many (row,
                               header,
                               bitacora_call_column_get_name (column),
                               bitacora_call_column_get_label (column),
                               NULL);
      g_ptr_array_add (rows, g_strv_builder_end (row));
    }
  bitacora_cli_print_table (rows);
}

static void
add_columns (JsonBuilder *builder, BitacoraCallImport *import)
{
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bitacora_call_import_get_n_columns (import); i++)
    {
      BitacoraCallColumn column = bitacora_call_import_get_column (import, i);

      json_builder_begin_object (builder);
      bitacora_cli_add_text (builder, "header", bitacora_call_import_get_file (import)->headers[i]);
      bitacora_cli_add_text (builder, "field", bitacora_call_column_get_name (column));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_errors (JsonBuilder *builder, BitacoraCallImport *import, const BitacoraCallCheck *check)
{
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < check->complaints->len; i++)
    {
      BitacoraCallComplaint *complaint = g_ptr_array_index (check->complaints, i);
      int column = complaint->column;

      json_builder_begin_object (builder);
      bitacora_cli_add_number (builder, "line", complaint->line);
      bitacora_cli_add_number_or_null (builder, "column", column + 1);
      bitacora_cli_add_text (builder,
                             "header",
                             column >= 0 ? bitacora_call_import_get_file (import)->headers[column]
                                         : NULL);
      bitacora_cli_add_text (builder, "message", complaint->message);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (BitacoraCallImport *import, const BitacoraCallCheck *check, guint n_queued)
{
  const BitacoraCallFile *file = bitacora_call_import_get_file (import);
  const char separator[] = { file->separator, '\0' };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  bitacora_cli_add_number (builder, "rows", check->n_rows);
  bitacora_cli_add_number (builder, "invalid", check->invalid->len);
  bitacora_cli_add_number (builder, "known", check->known->len);
  bitacora_cli_add_number (builder, "queued", n_queued);
  bitacora_cli_add_text (builder,
                         "encoding",
                         file->encoding == BITACORA_CSV_ENCODING_UTF_8 ? "UTF-8" : "Windows-1252");
  bitacora_cli_add_text (builder, "separator", separator);
  add_columns (builder, import);
  add_errors (builder, import, check);
  json_builder_end_object (builder);

  bitacora_cli_print_json (builder);
}

static gboolean
read_file (BitacoraCliSession *session,
           BitacoraCallImport *import,
           const char *path,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_import_read_async (import,
                                   file,
                                   cancellable,
                                   bitacora_cli_session_finished_cb,
                                   session);
  result = bitacora_cli_session_await (session);
  return bitacora_call_import_read_finish (import, result, error);
}

static const BitacoraCallCheck *
check (BitacoraCliSession *session,
       BitacoraCallImport *import,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_import_check_async (import, cancellable, bitacora_cli_session_finished_cb, session);
  result = bitacora_cli_session_await (session);
  return bitacora_call_import_check_finish (import, result, error);
}

static guint
queue (BitacoraCliSession *session,
       BitacoraCallImport *import,
       BitacoraCallImportFlags flags,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_call_import_queue_async (import,
                                    flags,
                                    cancellable,
                                    bitacora_cli_session_finished_cb,
                                    session);
  result = bitacora_cli_session_await (session);
  return bitacora_call_import_queue_finish (import, result, error);
}

/* What is wrong with the file or the command is for the user to mend; what is wrong with the outbox
 * is a failure. */
static int
report_failure (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bitacora_cli_note (_ ("Interrupted. Nothing was imported."));
      return BITACORA_EXIT_FAILED;
    }
  bitacora_cli_note ("%s", error->message);
  if (g_error_matches (error, BITACORA_CALL_IMPORT_ERROR, BITACORA_CALL_IMPORT_ERROR_INVALID_ROWS))
    bitacora_cli_note (_ ("With --skip-invalid the other rows are imported."));
  if (g_error_matches (error, BITACORA_CALL_IMPORT_ERROR, BITACORA_CALL_IMPORT_ERROR_KNOWN_ROWS))
    bitacora_cli_note (_ ("With --skip-invalid only new calls are imported, with --again all."));
  if (g_error_matches (error, BITACORA_CALL_ROWS_ERROR, BITACORA_CALL_ROWS_ERROR_COLUMN_MISSING))
    bitacora_cli_note (_ ("Name it with --map COLUMN=FIELD."));

  return error->domain == BITACORA_OUTBOX_ERROR ? BITACORA_EXIT_FAILED : BITACORA_EXIT_USAGE;
}

static void
print_result (const ImportOptions *options,
              BitacoraCallImport *import,
              const BitacoraCallCheck *checked,
              guint n_calls)
{
  guint n_left_out = checked->n_rows - n_calls;

  if (options->json)
    print_json (import, checked, options->dry_run ? 0 : n_calls);
  else if (options->dry_run)
    bitacora_cli_print (g_dngettext (GETTEXT_PACKAGE,
                                     "%u call can be imported.\n",
                                     "%u calls can be imported.\n",
                                     n_calls),
                        n_calls);
  else
    bitacora_cli_print (g_dngettext (GETTEXT_PACKAGE,
                                     "%u call is saved and waits to be sent.\n",
                                     "%u calls are saved and wait to be sent.\n",
                                     n_calls),
                        n_calls);
  if (n_left_out > 0)
    bitacora_cli_note (g_dngettext (GETTEXT_PACKAGE,
                                    "%u row was left out.",
                                    "%u rows were left out.",
                                    n_left_out),
                       n_left_out);
}

/* The file was checked: tells what was found, and queues its calls unless it is a dry run. */
static int
finish (const ImportOptions *options,
        BitacoraCliSession *session,
        BitacoraCallImport *import,
        const BitacoraCallCheck *checked,
        GCancellable *cancellable)
{
  BitacoraCallImportFlags flags
      = (options->skip_invalid ? BITACORA_CALL_IMPORT_SKIP_INVALID : BITACORA_CALL_IMPORT_ALL)
        | (options->again ? BITACORA_CALL_IMPORT_AGAIN : BITACORA_CALL_IMPORT_ALL);
  g_autoptr (GError) error = NULL;
  guint n_calls;

  mention_losses (import, checked);
  if (options->dry_run && !options->json)
    print_columns (import);
  if (!options->json)
    print_complaints (import, checked, options->again);

  if (options->dry_run)
    n_calls = bitacora_call_import_count_calls (import, flags, &error);
  else
    n_calls = queue (session, import, flags, cancellable, &error);
  if (n_calls == 0)
    {
      if (options->json)
        print_json (import, checked, 0);
      return report_failure (error);
    }

  print_result (options, import, checked, n_calls);
  return options->dry_run ? BITACORA_EXIT_LOGGED : BITACORA_EXIT_QUEUED;
}

static int
run (const ImportOptions *options, BitacoraCliSession *session, BitacoraProfile *profile)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BitacoraCallImport) import = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraOutbox *outbox = bitacora_cli_session_open_outbox (session, &error);
  const BitacoraCallCheck *checked;

  if (outbox == NULL)
    return report_failure (error);

  bitacora_cli_session_catch_interrupts (session);
  g_signal_connect_object (session,
                           "interrupted",
                           G_CALLBACK (g_cancellable_cancel),
                           cancellable,
                           G_CONNECT_SWAPPED);
  import = bitacora_call_import_new (outbox, profile, bitacora_cli_session_get_clock (session));
  if (!read_file (session, import, options->words[0], cancellable, &error))
    return report_failure (error);
  if (!map_columns (import, (const char *const *)options->map))
    return BITACORA_EXIT_USAGE;
  checked = check (session, import, cancellable, &error);
  if (checked == NULL)
    return report_failure (error);

  return finish (options, session, import, checked, cancellable);
}

/**
 * bitacora_cli_import:
 * @arguments: (array zero-terminated=1): what follows "bitacora import"
 *
 * Queues the calls of a CSV file, all of them or none.
 *
 * Returns: the exit status, a #BitacoraExitStatus
 */
int
bitacora_cli_import (const char *const *arguments)
{
  g_auto (ImportOptions) options = { NULL, NULL, NULL, FALSE, FALSE, FALSE, FALSE };
  g_autoptr (BitacoraCliSession) session = NULL;
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  BitacoraCliParsing parsing = parse (&options, arguments);

  if (parsing != BITACORA_CLI_PARSED)
    return bitacora_cli_parsing_get_status (parsing);

  session = bitacora_cli_session_new (&error);
  if (session == NULL)
    {
      bitacora_cli_note ("%s", error->message);
      return BITACORA_EXIT_FAILED;
    }
  profile = bitacora_cli_choice_find_profile (session, options.profile);
  if (profile == NULL)
    return BITACORA_EXIT_USAGE;

  return run (&options, session, profile);
}
