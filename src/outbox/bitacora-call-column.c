/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-column.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-search-text.h"

/* The name is our export's header and the command line's word; the others are what people and
 * programs, the CRM among them, write above such a column, folded, in English, Spanish and
 * Portuguese; the surest first. */
typedef struct
{
  const char *name;
  const char *label;
  const char *others;
} Column;

static const Column fields[BITACORA_N_CALL_COLUMNS] = {
  [BITACORA_CALL_COLUMN_IGNORED] = { "ignore", N_ ("Not imported"), "" },
  [BITACORA_CALL_COLUMN_PHONE]
  = { "phone",
      N_ ("Phone"),
      "phone value|phone number|telephone|telephone number|telefono|numero de telefono|"
      "numero telefonico|telefone|numero de telefone|tel|mobile|cell phone|cell|celular|movil|"
      "telefono cliente|customer number|number dialed|numero marcado|caller id|caller|ani|numero" },
  [BITACORA_CALL_COLUMN_CALLING_CODE]
  = { "calling-code",
      N_ ("Calling code"),
      "phone code|calling code|country code|indicativo|indicativo de pais|codigo de pais|"
      "codigo pais|prefijo|codigo do pais" },
  [BITACORA_CALL_COLUMN_NAME]
  = { "name",
      N_ ("Name"),
      "call name|activity name|subject|title|nombre de la actividad|nombre actividad|asunto|titulo|"
      "nombre|assunto|nome|contact name|nombre del contacto|nombre contacto|customer name|"
      "nombre del cliente|nombre cliente|contact|contacto|contato|customer|cliente" },
  [BITACORA_CALL_COLUMN_DESCRIPTION]
  = { "description",
      N_ ("Description"),
      "descripcion|descricao|notes|note|notas|nota|comments|comment|comentarios|comentario|"
      "observaciones|observacion|observacoes|remarks|summary|resumen|details|detalles|detalle" },
  [BITACORA_CALL_COLUMN_COMPLETED]
  = { "completed",
      N_ ("Completion date"),
      "completion date|completed at|fecha de finalizacion|date and time|date time|datetime|"
      "fecha y hora|fecha hora|data e hora|call date|fecha de la llamada|fecha llamada|date|fecha|"
      "data|end date|fecha de fin|fecha fin|ended|end|terminada|start date|fecha de inicio|"
      "fecha inicio|started|start|timestamp|when|cuando" },
  [BITACORA_CALL_COLUMN_TIME]
  = { "time",
      N_ ("Time of completion"),
      "call time|hora de la llamada|hora llamada|hora|time of day|hour|end time|hora de fin|"
      "hora fin|start time|hora de inicio|hora inicio" },
  [BITACORA_CALL_COLUMN_REMIND]
  = { "remind",
      N_ ("Reminder"),
      "reminder date|fecha de recordatorio|fecha recordatorio|reminder|recordatorio|lembrete|"
      "remind at|follow up date|fecha de seguimiento|follow up|followup|seguimiento" },
  [BITACORA_CALL_COLUMN_REMEMBER]
  = { "remember", N_ ("Whether to remind"), "recordar|con recordatorio|lembrar" },
  [BITACORA_CALL_COLUMN_PRIORITY] = { "priority", N_ ("Priority"), "prioridad|prioridade" },
  [BITACORA_CALL_COLUMN_RECORD]
  = { "record",
      N_ ("Record"),
      "id record|record id|recordid|id registro|id del registro|id de registro|registro|crm id|"
      "contact id|id contacto|id del contacto" },
  [BITACORA_CALL_COLUMN_MODULE]
  = { "module", N_ ("Module"), "name module|module|nombre del modulo|nombre modulo|modulo" },
  [BITACORA_CALL_COLUMN_STATUS] = { "status", N_ ("Status"), "activity status|estatus|situacao" },
  [BITACORA_CALL_COLUMN_OWNER]
  = { "owner",
      N_ ("Owner"),
      "wolkvox owner|propietario|proprietario|dueno|assigned to|asignado a|responsable|responsavel|"
      "agent|agente|asesor|user|usuario" },
  [BITACORA_CALL_COLUMN_LOCATION]
  = { "location",
      N_ ("Location"),
      "ubicacion|localizacao|place|lugar|local|city|ciudad|cidade|address|direccion" },
  [BITACORA_CALL_COLUMN_TYPE]
  = { "type", N_ ("Type"), "activity type|tipo de actividad|call or task|tipo" },
};

/* In the CRM's JSON the fields stand in an object of this name. */
#define CRM_PREFIX "fields "

/* How sure it is that a header names a field: the less the surer, and G_MAXUINT if it does not. */
static guint
rate (const char *name, const char *const *others, const char *folded)
{
  for (guint i = 0; others[i] != NULL; i++)
    {
      if (g_str_equal (others[i], folded))
        return i + 1;
    }

  return g_str_equal (name, folded) ? 0 : G_MAXUINT;
}

/**
 * bitacora_call_column_get_name:
 * @column: a column's meaning
 *
 * Returns: (transfer none): its name on the command line and in the header of an export
 */
const char *
bitacora_call_column_get_name (BitacoraCallColumn column)
{
  g_return_val_if_fail ((guint)column < BITACORA_N_CALL_COLUMNS, NULL);

  return fields[column].name;
}

/**
 * bitacora_call_column_get_label:
 * @column: a column's meaning
 *
 * Returns: (transfer none): its name for people, in their language
 */
const char *
bitacora_call_column_get_label (BitacoraCallColumn column)
{
  g_return_val_if_fail ((guint)column < BITACORA_N_CALL_COLUMNS, NULL);

  return _ (fields[column].label);
}

/**
 * bitacora_call_column_from_name:
 * @name: a name as bitacora_call_column_get_name() gives it
 * @column: (out): where to put its meaning
 *
 * Returns: whether there is such a name
 */
gboolean
bitacora_call_column_from_name (const char *name, BitacoraCallColumn *column)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (column != NULL, FALSE);

  for (guint i = 0; i < BITACORA_N_CALL_COLUMNS; i++)
    {
      if (g_str_equal (fields[i].name, name))
        {
          *column = (BitacoraCallColumn)i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * bitacora_call_columns_guess:
 * @headers: (array zero-terminated=1): what stands above the columns
 * @columns: (out caller-allocates): where to put what each of them means
 *
 * Guesses by their headers which column says which field. Accents, capitals and punctuation do not
 * matter. Of two that may say the same, the surer one is taken, and of equals the first; the other,
 * as any that says nothing to us, is %BITACORA_CALL_COLUMN_IGNORED.
 */
void
bitacora_call_columns_guess (const char *const *headers, BitacoraCallColumn *columns)
{
  g_auto (GStrv) folded = NULL;
  guint n_headers;

  g_return_if_fail (headers != NULL);
  g_return_if_fail (columns != NULL);

  n_headers = g_strv_length ((GStrv)headers);
  folded = g_new0 (char *, n_headers + 1);
  for (guint i = 0; i < n_headers; i++)
    {
      columns[i] = BITACORA_CALL_COLUMN_IGNORED;
      folded[i] = bitacora_call_column_fold_header (headers[i]);
    }

  for (guint field = BITACORA_CALL_COLUMN_IGNORED + 1; field < BITACORA_N_CALL_COLUMNS; field++)
    {
      g_auto (GStrv) others = g_strsplit (fields[field].others, "|", -1);
      guint best = G_MAXUINT;
      guint place = 0;

      for (guint i = 0; i < n_headers; i++)
        {
          guint rating = rate (fields[field].name, (const char *const *)others, folded[i]);

          if (rating < best)
            {
              best = rating;
              place = i;
            }
        }
      if (best < G_MAXUINT)
        columns[place] = (BitacoraCallColumn)field;
    }
}

/**
 * bitacora_call_column_fold_header:
 * @header: what stands above a column
 *
 * Takes from a header what does not matter when it is compared.
 *
 * Returns: (transfer full): its words without accents and capitals, a space between them
 */
char *
bitacora_call_column_fold_header (const char *header)
{
  g_autofree char *folded = NULL;
  GString *words = g_string_new (NULL);

  g_return_val_if_fail (header != NULL, NULL);

  folded = bitacora_search_text_fold (header);
  for (const char *place = folded; *place != '\0'; place = g_utf8_next_char (place))
    {
      gunichar character = g_utf8_get_char (place);

      if (g_unichar_isalnum (character))
        g_string_append_unichar (words, character);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->len > 0 && words->str[words->len - 1] == ' ')
    g_string_truncate (words, words->len - 1);
  if (g_str_has_prefix (words->str, CRM_PREFIX))
    g_string_erase (words, 0, strlen (CRM_PREFIX));

  return g_string_free (words, FALSE);
}
