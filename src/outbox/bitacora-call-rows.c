/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-csv-reader.h"
#include "bitacora-csv-writer.h"
#include "bitacora-search-text.h"
#include "model/bitacora-moment.h"

/* Of a cell that cannot be read, in characters. */
#define MOST_QUOTED 60

#define N_TYPES (BITACORA_ACTIVITY_TYPE_TASK + 1)

struct _BitacoraCallRows
{
  /* Where each field stands in a row; -1 where it does not. */
  int places[BITACORA_N_CALL_COLUMNS];
  guint n_columns;

  char *country;
  /* What the profile begins a call and a task with. */
  BitacoraCallActivity *beginnings[N_TYPES];
  GTimeZone *zone;
};

/* A word that people write for a value, folded, and the value. */
typedef struct
{
  const char *word;
  int value;
} Word;

typedef gboolean (*ReadField) (BitacoraCallRows *self,
                               GPtrArray *cells,
                               BitacoraCallActivity *activity,
                               GError **error);
typedef void (*SetText) (BitacoraCallActivity *activity, const char *text);

G_DEFINE_QUARK (bitacora_call_rows_error_quark, bitacora_call_rows_error)

static const Word types[] = {
  { "call", BITACORA_ACTIVITY_TYPE_CALL },    { "llamada", BITACORA_ACTIVITY_TYPE_CALL },
  { "chamada", BITACORA_ACTIVITY_TYPE_CALL }, { "ligacao", BITACORA_ACTIVITY_TYPE_CALL },
  { "task", BITACORA_ACTIVITY_TYPE_TASK },    { "tarea", BITACORA_ACTIVITY_TYPE_TASK },
  { "tarefa", BITACORA_ACTIVITY_TYPE_TASK },  { NULL, 0 },
};

static const Word priorities[] = {
  { "low", BITACORA_PRIORITY_LOW },
  { "baja", BITACORA_PRIORITY_LOW },
  { "baixa", BITACORA_PRIORITY_LOW },
  { "normal", BITACORA_PRIORITY_NORMAL },
  { "medium", BITACORA_PRIORITY_NORMAL },
  { "media", BITACORA_PRIORITY_NORMAL },
  { "high", BITACORA_PRIORITY_HIGH },
  { "alta", BITACORA_PRIORITY_HIGH },
  { NULL, 0 },
};

static const Word answers[] = {
  { "true", TRUE },      { "false", FALSE }, { "yes", TRUE },  { "no", FALSE },
  { "si", TRUE },        { "sim", TRUE },    { "1", TRUE },    { "0", FALSE },
  { "verdadero", TRUE }, { "falso", FALSE }, { "nao", FALSE }, { NULL, 0 },
};

static const Word *
find_word (const Word *words, const char *text)
{
  g_autofree char *folded = bitacora_search_text_fold (text);

  g_strstrip (folded);
  while (words->word != NULL && !g_str_equal (words->word, folded))
    words++;

  return words->word != NULL ? words : NULL;
}

/* Fit for a sentence. */
static char *
shorten (const char *cell)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (cell, -1) <= MOST_QUOTED)
    return g_strdup (cell);
  start = g_utf8_substring (cell, 0, MOST_QUOTED);
  return g_strconcat (start, "…", NULL);
}

/* What a row says of a field; NULL where it says nothing. */
static const char *
get_cell (BitacoraCallRows *self, GPtrArray *cells, BitacoraCallColumn field)
{
  int place = self->places[field];
  const char *cell = place >= 0 ? bitacora_csv_get_meant (g_ptr_array_index (cells, place)) : NULL;

  return cell != NULL && !bitacora_csv_is_blank (cell) ? cell : NULL;
}

static gboolean
check_shape (BitacoraCallRows *self, GPtrArray *cells, GError **error)
{
  guint n_cells = cells->len;

  while (n_cells > self->n_columns
         && bitacora_csv_is_blank (g_ptr_array_index (cells, n_cells - 1)))
    n_cells--;
  if (n_cells == self->n_columns)
    return TRUE;

  g_set_error (error,
               BITACORA_CALL_ROWS_ERROR,
               BITACORA_CALL_ROWS_ERROR_RAGGED,
               g_dngettext (GETTEXT_PACKAGE,
                            "This row has %u cell, but the first line names %u columns. A text "
                            "that holds a comma or a semicolon must stand between quotation marks.",
                            "This row has %u cells, but the first line names %u columns. A text "
                            "that holds a comma or a semicolon must stand between quotation marks.",
                            n_cells),
               n_cells,
               self->n_columns);
  return FALSE;
}

static gboolean
read_type (BitacoraCallRows *self, GPtrArray *cells, BitacoraActivityType *type, GError **error)
{
  const char *cell = get_cell (self, cells, BITACORA_CALL_COLUMN_TYPE);
  const Word *word = cell != NULL ? find_word (types, cell) : types;

  if (word == NULL)
    {
      g_autofree char *start = shorten (cell);

      return bitacora_activity_type_from_string (start, type, error);
    }
  *type = (BitacoraActivityType)word->value;

  return TRUE;
}

/* What the CRM's tasks do not have is not dropped in silence. */
static gboolean
may_say (BitacoraCallActivity *activity, GError **error)
{
  if (bitacora_call_activity_get_activity_type (activity) == BITACORA_ACTIVITY_TYPE_CALL)
    return TRUE;

  g_set_error_literal (
      error,
      BITACORA_CALL_ROWS_ERROR,
      BITACORA_CALL_ROWS_ERROR_UNREADABLE,
      _ ("The CRM’s tasks have no such field. Leave it empty, or make it a call."));
  return FALSE;
}

/* What a spreadsheet makes of a long number that it takes for one: 5.73106E+11. The digits that it
 * has dropped are nowhere in the file. */
static gboolean
is_shortened (const char *number)
{
  const char *exponent = strpbrk (number, "Ee");

  return exponent > number && g_ascii_isdigit (exponent[-1]) && exponent[1] == '+'
         && g_ascii_isdigit (exponent[2]);
}

static gboolean
read_phone (BitacoraCallRows *self,
            GPtrArray *cells,
            BitacoraCallActivity *activity,
            GError **error)
{
  const char *cell = get_cell (self, cells, BITACORA_CALL_COLUMN_PHONE);
  const char *code = get_cell (self, cells, BITACORA_CALL_COLUMN_CALLING_CODE);
  g_autofree char *number = NULL;
  g_autoptr (BitacoraPhoneNumber) phone = NULL;

  if (cell == NULL)
    return TRUE;
  if (!may_say (activity, error))
    return FALSE;
  if (is_shortened (cell))
    {
      g_autofree char *start = shorten (cell);

      g_set_error (error,
                   BITACORA_CALL_ROWS_ERROR,
                   BITACORA_CALL_ROWS_ERROR_UNREADABLE,
                   _ ("A spreadsheet has shortened this number to %s. Format the column as text "
                      "and type the number again."),
                   start);
      return FALSE;
    }
  if (code != NULL && strchr (cell, '+') == NULL)
    number = g_strconcat (*code == '+' ? "" : "+", code, " ", cell, NULL);
  phone = bitacora_phone_number_parse (number != NULL ? number : cell, self->country, error);
  if (phone == NULL)
    return FALSE;
  bitacora_call_activity_set_phone (activity, phone);

  return TRUE;
}

static gboolean
read_location (BitacoraCallRows *self,
               GPtrArray *cells,
               BitacoraCallActivity *activity,
               GError **error)
{
  const char *cell = get_cell (self, cells, BITACORA_CALL_COLUMN_LOCATION);

  if (cell == NULL)
    return TRUE;
  if (!may_say (activity, error))
    return FALSE;
  bitacora_call_activity_set_location (activity, cell);

  return TRUE;
}

static gboolean
read_priority (BitacoraCallRows *self,
               GPtrArray *cells,
               BitacoraCallActivity *activity,
               GError **error)
{
  const char *cell = get_cell (self, cells, BITACORA_CALL_COLUMN_PRIORITY);
  const Word *word = cell != NULL ? find_word (priorities, cell) : NULL;
  BitacoraPriority priority;

  if (cell == NULL)
    return TRUE;
  if (word == NULL)
    {
      g_autofree char *start = shorten (cell);

      return bitacora_priority_from_string (start, &priority, error);
    }
  bitacora_call_activity_set_priority (activity, (BitacoraPriority)word->value);

  return TRUE;
}

static gboolean
read_completion (BitacoraCallRows *self,
                 GPtrArray *cells,
                 BitacoraCallActivity *activity,
                 GError **error)
{
  const char *date = get_cell (self, cells, BITACORA_CALL_COLUMN_COMPLETED);
  const char *time = get_cell (self, cells, BITACORA_CALL_COLUMN_TIME);
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) moment = NULL;

  if (date == NULL)
    return TRUE;
  text = time != NULL ? g_strconcat (date, " ", time, NULL) : g_strdup (date);
  moment = bitacora_moment_parse_exact (text, self->zone, error);
  if (moment == NULL)
    return FALSE;
  bitacora_call_activity_set_completion_date (activity, moment);

  return TRUE;
}

static gboolean
read_remember (BitacoraCallRows *self,
               GPtrArray *cells,
               BitacoraCallActivity *activity,
               GError **error)
{
  const char *cell = get_cell (self, cells, BITACORA_CALL_COLUMN_REMEMBER);
  const Word *word = cell != NULL ? find_word (answers, cell) : NULL;

  if (cell == NULL)
    {
      bitacora_call_activity_set_remember (activity,
                                           get_cell (self, cells, BITACORA_CALL_COLUMN_REMIND)
                                               != NULL);
      return TRUE;
    }
  if (word == NULL)
    {
      g_autofree char *start = shorten (cell);

      g_set_error (error,
                   BITACORA_CALL_ROWS_ERROR,
                   BITACORA_CALL_ROWS_ERROR_UNREADABLE,
                   _ ("“%s” says neither yes nor no. Write true if there is to be a reminder, or "
                      "false."),
                   start);
      return FALSE;
    }
  bitacora_call_activity_set_remember (activity, word->value);

  return TRUE;
}

static gboolean
read_reminder (BitacoraCallRows *self,
               GPtrArray *cells,
               BitacoraCallActivity *activity,
               GError **error)
{
  const char *cell = get_cell (self, cells, BITACORA_CALL_COLUMN_REMIND);
  g_autoptr (GDateTime) moment = NULL;

  if (cell == NULL || !bitacora_call_activity_get_remember (activity))
    return TRUE;
  moment = bitacora_moment_parse_exact (cell, self->zone, error);
  if (moment == NULL)
    return FALSE;
  bitacora_call_activity_set_reminder_date (activity, moment);

  return TRUE;
}

/* Some programs end the lines within a cell otherwise. */
static char *
mend_lines (const char *text)
{
  g_autoptr (GString) lines = g_string_new (text);

  g_string_replace (lines, "\r\n", "\n", 0);
  g_string_replace (lines, "\r", "\n", 0);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
set_texts (BitacoraCallRows *self, GPtrArray *cells, BitacoraCallActivity *activity)
{
  const struct
  {
    BitacoraCallColumn field;
    SetText set;
  } texts[] = {
    { BITACORA_CALL_COLUMN_NAME, bitacora_call_activity_set_name },
    { BITACORA_CALL_COLUMN_STATUS, bitacora_call_activity_set_status },
    { BITACORA_CALL_COLUMN_MODULE, bitacora_call_activity_set_module },
    { BITACORA_CALL_COLUMN_RECORD, bitacora_call_activity_set_record_id },
    { BITACORA_CALL_COLUMN_OWNER, bitacora_call_activity_set_owner },
  };
  const char *description = get_cell (self, cells, BITACORA_CALL_COLUMN_DESCRIPTION);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *cell = get_cell (self, cells, texts[i].field);

      if (cell != NULL)
        texts[i].set (activity, cell);
    }

  if (description != NULL)
    {
      g_autofree char *lines = mend_lines (description);

      bitacora_call_activity_set_description (activity, lines);
    }
}

static BitacoraCallColumn
find_column (BitacoraActivityField field)
{
  const BitacoraCallColumn columns[BITACORA_N_FIELDS] = {
    [BITACORA_FIELD_PHONE] = BITACORA_CALL_COLUMN_PHONE,
    [BITACORA_FIELD_RECORD_ID] = BITACORA_CALL_COLUMN_RECORD,
    [BITACORA_FIELD_NAME] = BITACORA_CALL_COLUMN_NAME,
    [BITACORA_FIELD_DESCRIPTION] = BITACORA_CALL_COLUMN_DESCRIPTION,
    [BITACORA_FIELD_PRIORITY] = BITACORA_CALL_COLUMN_PRIORITY,
    [BITACORA_FIELD_COMPLETION_DATE] = BITACORA_CALL_COLUMN_COMPLETED,
    [BITACORA_FIELD_REMINDER_DATE] = BITACORA_CALL_COLUMN_REMIND,
    [BITACORA_FIELD_MODULE] = BITACORA_CALL_COLUMN_MODULE,
    [BITACORA_FIELD_STATUS] = BITACORA_CALL_COLUMN_STATUS,
    [BITACORA_FIELD_OWNER] = BITACORA_CALL_COLUMN_OWNER,
    [BITACORA_FIELD_LOCATION] = BITACORA_CALL_COLUMN_LOCATION,
  };

  return columns[field];
}

/* @misread is the first field that could not be read. */
static BitacoraCallActivity *
read_fields (BitacoraCallRows *self, GPtrArray *cells, BitacoraCallColumn *misread, GError **error)
{
  const struct
  {
    BitacoraCallColumn field;
    ReadField read;
  } fields[] = {
    { BITACORA_CALL_COLUMN_PHONE, read_phone },
    { BITACORA_CALL_COLUMN_LOCATION, read_location },
    { BITACORA_CALL_COLUMN_PRIORITY, read_priority },
    { BITACORA_CALL_COLUMN_COMPLETED, read_completion },
    { BITACORA_CALL_COLUMN_REMEMBER, read_remember },
    { BITACORA_CALL_COLUMN_REMIND, read_reminder },
  };
  g_autoptr (BitacoraCallActivity) activity = NULL;
  BitacoraActivityType type;

  *misread = BITACORA_CALL_COLUMN_TYPE;
  if (!read_type (self, cells, &type, error))
    return NULL;

  activity = bitacora_call_activity_copy (self->beginnings[type]);
  set_texts (self, cells, activity);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      *misread = fields[i].field;
      if (!fields[i].read (self, cells, activity, error))
        return NULL;
    }

  return g_steal_pointer (&activity);
}

/* A file of tasks has no phones. */
static gboolean
check_places (BitacoraCallRows *self, GError **error)
{
  const BitacoraCallColumn needed[]
      = { BITACORA_CALL_COLUMN_PHONE, BITACORA_CALL_COLUMN_NAME, BITACORA_CALL_COLUMN_COMPLETED };

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      if (self->places[needed[i]] >= 0
          || (needed[i] == BITACORA_CALL_COLUMN_PHONE
              && self->places[BITACORA_CALL_COLUMN_TYPE] >= 0))
        continue;
      g_set_error (error,
                   BITACORA_CALL_ROWS_ERROR,
                   BITACORA_CALL_ROWS_ERROR_COLUMN_MISSING,
                   /* Translators: a field's name, then its name on the command line. */
                   _ ("No column says “%s” (%s), which every call needs. Choose which one it is."),
                   bitacora_call_column_get_label (needed[i]),
                   bitacora_call_column_get_name (needed[i]));
      return FALSE;
    }

  return TRUE;
}

/**
 * bitacora_call_rows_new:
 * @profile: whose country, module, owner and priority are taken where a row says nothing
 * @zone: the zone of the person whose file it is: dates without a zone are meant in it
 * @columns: (array length=n_columns): what each column means; no field twice
 * @n_columns: how many there are
 * @error: return location for a #BITACORA_CALL_ROWS_ERROR
 *
 * Gets ready to read rows. Of the profile only what it says now is kept.
 *
 * Returns: (transfer full) (nullable): the reader of rows, or %NULL with @error set to
 *   %BITACORA_CALL_ROWS_ERROR_COLUMN_MISSING when no column says the phone, the name or the
 *   completion date
 */
BitacoraCallRows *
bitacora_call_rows_new (BitacoraProfile *profile,
                        GTimeZone *zone,
                        const BitacoraCallColumn *columns,
                        guint n_columns,
                        GError **error)
{
  g_autoptr (BitacoraCallRows) self = NULL;

  g_return_val_if_fail (BITACORA_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  self = g_new0 (BitacoraCallRows, 1);
  self->n_columns = n_columns;
  self->zone = g_time_zone_ref (zone);
  self->country = g_strdup (bitacora_profile_get_country (profile));
  for (BitacoraActivityType type = 0; type < N_TYPES; type++)
    self->beginnings[type] = bitacora_profile_create_activity (profile, type);
  memset (self->places, -1, sizeof self->places);
  for (guint i = 0; i < n_columns; i++)
    {
      if (columns[i] != BITACORA_CALL_COLUMN_IGNORED)
        self->places[columns[i]] = (int)i;
    }
  if (!check_places (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bitacora_call_rows_free:
 * @self: a reader of rows
 *
 * Frees it.
 */
void
bitacora_call_rows_free (BitacoraCallRows *self)
{
  for (BitacoraActivityType type = 0; type < N_TYPES; type++)
    g_clear_object (&self->beginnings[type]);
  g_time_zone_unref (self->zone);
  g_free (self->country);
  g_free (self);
}

/**
 * bitacora_call_rows_read:
 * @self: a reader of rows
 * @cells: (element-type utf8): a row
 * @column: (out): the column, counted from 0, that @error is about; -1 if it is about the row
 * @error: return location for an error
 *
 * Makes a call, or a task, of a row, and checks it as the form does. An empty cell says nothing:
 * the profile's default is taken. An apostrophe that keeps a spreadsheet from seeing a formula is
 * left out, see bitacora_csv_get_meant().
 *
 * Returns: (transfer full) (nullable): a valid activity, or %NULL with @error set, its message a
 *   sentence, in %BITACORA_CALL_ROWS_ERROR, %BITACORA_ACTIVITY_ERROR, %BITACORA_PHONE_ERROR or
 *   %BITACORA_MOMENT_ERROR
 */
BitacoraCallActivity *
bitacora_call_rows_read (BitacoraCallRows *self, GPtrArray *cells, int *column, GError **error)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;
  BitacoraCallColumn misread;
  BitacoraActivityField field;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (cells != NULL, NULL);
  g_return_val_if_fail (column != NULL, NULL);

  *column = -1;
  if (!check_shape (self, cells, error))
    return NULL;

  activity = read_fields (self, cells, &misread, error);
  if (activity == NULL)
    {
      *column = self->places[misread];
      return NULL;
    }
  if (!bitacora_call_activity_validate (activity, &field, error))
    {
      *column = self->places[find_column (field)];
      return NULL;
    }

  return g_steal_pointer (&activity);
}
