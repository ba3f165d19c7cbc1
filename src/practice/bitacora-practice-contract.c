/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-contract.h"

#include <string.h>

/* The longest number there is, and the longest calling code: ITU-T E.164, section 6. */
#define MAX_DIGITS 15
#define MAX_CODE_DIGITS 3

/* What a member must be. The contract is checked on its own, not by what the client writes and
 * reads with: a mistake there must not become right by being made twice. */
typedef enum
{
  TEXT,
  TEXT_NOT_EMPTY,
  BOOLEAN,
  TRUE_ALONE,
  OBJECT,
  NUMBER_IF_THERE,
  SECOND,
  MINUTE,
  CALLING_CODE,
  DIGITS,
  MODULE,
  ACTIVITY_TYPE,
  PRIORITY,
  PHONE_TYPE,
  ABSENT,
} Rule;

typedef struct
{
  const char *name;
  Rule rule;
} Member;

static const Member insert_members[] = {
  { "operation", TEXT_NOT_EMPTY },
  { "module", MODULE },
  { "type", ACTIVITY_TYPE },
  { "fields", OBJECT },
};

static const Member field_members[] = {
  { "status", TEXT_NOT_EMPTY }, { "name", TEXT_NOT_EMPTY },    { "priority", PRIORITY },
  { "name_module", TEXT },      { "completion_date", SECOND }, { "remember", BOOLEAN },
  { "reminder_date", SECOND },  { "description", TEXT },       { "id_record", TEXT },
  { "wolkvox_owner", TEXT },
};

static const Member call_members[] = {
  { "location", TEXT },
  { "phone", OBJECT },
};

static const Member task_members[] = {
  { "location", ABSENT },
  { "phone", ABSENT },
};

static const Member phone_members[] = {
  { "type", PHONE_TYPE },
  { "country", TEXT },
  { "code", CALLING_CODE },
  { "value", DIGITS },
};

static const Member query_members[] = {
  { "operation", TEXT_NOT_EMPTY },
  { "module", TEXT_NOT_EMPTY },
  { "field", TEXT_NOT_EMPTY },
  { "value", TEXT },
};

static const Member query_dates_members[] = {
  { "operation", TEXT_NOT_EMPTY },
  { "module", TEXT_NOT_EMPTY },
  { "date", TRUE_ALONE },
  { "from", MINUTE },
  { "to", MINUTE },
  { "limit", NUMBER_IF_THERE },
};

static const char *
get_string (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

static gboolean
is_digits (const char *text, gsize most)
{
  gsize length = strlen (text);

  return length > 0 && length <= most && strspn (text, "0123456789") == length;
}

static guint
read_number (const char *digits, gsize length)
{
  guint number = 0;

  for (gsize i = 0; i < length; i++)
    number = number * 10 + (guint)(digits[i] - '0');
  return number;
}

/* Takes "YYYY-MM-DD HH:MM" or, with @pattern saying so, its seconds too; only days that were. */
static gboolean
is_date (const char *text, const char *pattern)
{
  if (strlen (text) != strlen (pattern))
    return FALSE;

  for (gsize i = 0; pattern[i] != '\0'; i++)
    if (pattern[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != pattern[i])
      return FALSE;

  return read_number (text, 4) > 0
         && g_date_valid_dmy ((GDateDay)read_number (text + 8, 2),
                              (GDateMonth)read_number (text + 5, 2),
                              (GDateYear)read_number (text, 4))
         && read_number (text + 11, 2) < 24 && read_number (text + 14, 2) < 60
         && (text[16] == '\0' || read_number (text + 17, 2) < 60);
}

static gboolean
is_one_of (const char *text, const char *const *words)
{
  return g_strv_contains (words, text);
}

static gboolean
is_boolean (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
}

static gboolean
is_count (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
         && json_node_get_int (node) > 0;
}

/* The vendor's server speaks capitals and English, whatever language its reader has. */
static const char *
find_expectation (JsonNode *node, Rule rule)
{
  static const char *const types[] = { "call", "task", NULL };
  static const char *const priorities[] = { "high", "normal", "low", NULL };
  const char *text = get_string (node);

  switch (rule)
    {
    case TEXT:
      return text == NULL ? "A STRING" : NULL;
    case TEXT_NOT_EMPTY:
      return text == NULL || *text == '\0' ? "A STRING THAT IS NOT EMPTY" : NULL;
    case BOOLEAN:
      return !is_boolean (node) ? "TRUE OR FALSE" : NULL;
    case TRUE_ALONE:
      return !is_boolean (node) || !json_node_get_boolean (node) ? "TRUE" : NULL;
    case OBJECT:
      return !JSON_NODE_HOLDS_OBJECT (node) ? "AN OBJECT" : NULL;
    case NUMBER_IF_THERE:
      return !is_count (node) ? "A NUMBER ABOVE 0" : NULL;
    case SECOND:
      return text == NULL || !is_date (text, "0000-00-00 00:00:00") ? "A DATE YYYY-MM-DD HH:MM:SS"
                                                                    : NULL;
    case MINUTE:
      return text == NULL || !is_date (text, "0000-00-00 00:00") ? "A DATE YYYY-MM-DD HH:MM" : NULL;
    case CALLING_CODE:
      return text == NULL || !is_digits (text, MAX_CODE_DIGITS) ? "A STRING OF 1 TO 3 DIGITS"
                                                                : NULL;
    case DIGITS:
      return text == NULL || !is_digits (text, MAX_DIGITS) ? "A STRING OF 1 TO 15 DIGITS" : NULL;
    case MODULE:
      return g_strcmp0 (text, "wolkvox_activities") != 0 ? "\"wolkvox_activities\"" : NULL;
    case ACTIVITY_TYPE:
      return text == NULL || !is_one_of (text, types) ? "\"call\" OR \"task\"" : NULL;
    case PRIORITY:
      return text == NULL || !is_one_of (text, priorities) ? "\"high\", \"normal\" OR \"low\""
                                                           : NULL;
    case PHONE_TYPE:
      return g_strcmp0 (text, "telephone") != 0 ? "\"telephone\"" : NULL;
    case ABSENT:
    default:
      return "ABSENT FROM A TASK";
    }
}

static char *
check_members (JsonObject *object, const char *prefix, const Member *members, gsize n_members)
{
  for (gsize i = 0; i < n_members; i++)
    {
      JsonNode *node = json_object_get_member (object, members[i].name);
      const char *expected;

      if (node == NULL)
        {
          if (members[i].rule == NUMBER_IF_THERE || members[i].rule == ABSENT)
            continue;
          return g_strdup_printf ("SOME PARAMETERS ARE REQUIRED: %s%s", prefix, members[i].name);
        }

      expected = find_expectation (node, members[i].rule);
      if (expected != NULL)
        return g_strdup_printf ("WRONG PARAMETER: %s%s MUST BE %s",
                                prefix,
                                members[i].name,
                                expected);
    }

  return NULL;
}

static char *
check_root (JsonNode *body, const Member *members, gsize n_members)
{
  if (body == NULL || !JSON_NODE_HOLDS_OBJECT (body))
    return g_strdup ("SOME PARAMETERS ARE REQUIRED: THE BODY MUST BE A JSON OBJECT");

  return check_members (json_node_get_object (body), "", members, n_members);
}

static char *
check_call (JsonObject *fields)
{
  char *problem = check_members (fields, "fields.", call_members, G_N_ELEMENTS (call_members));

  if (problem != NULL)
    return problem;

  return check_members (json_object_get_object_member (fields, "phone"),
                        "fields.phone.",
                        phone_members,
                        G_N_ELEMENTS (phone_members));
}

/**
 * bitacora_practice_contract_check_insert:
 * @body: (nullable): the body of an insert request
 *
 * Checks @body against the vendor's pages "Insertar actividad de tipo llamada" and "Insert
 * task-type activity": every key there, of the exact JSON type, with a value that they allow.
 * Members that they do not name are let through.
 *
 * Returns: (transfer full) (nullable): the first thing wrong, in the API's own words, or %NULL
 */
char *
bitacora_practice_contract_check_insert (JsonNode *body)
{
  g_autofree char *problem = check_root (body, insert_members, G_N_ELEMENTS (insert_members));
  JsonObject *fields;

  if (problem != NULL)
    return g_steal_pointer (&problem);

  fields = json_object_get_object_member (json_node_get_object (body), "fields");
  problem = check_members (fields, "fields.", field_members, G_N_ELEMENTS (field_members));
  if (problem != NULL)
    return g_steal_pointer (&problem);

  if (strcmp (json_object_get_string_member (json_node_get_object (body), "type"), "call") == 0)
    return check_call (fields);

  return check_members (fields, "fields.", task_members, G_N_ELEMENTS (task_members));
}

/**
 * bitacora_practice_contract_check_query:
 * @body: (nullable): the body of a query.php request
 *
 * Returns: (transfer full) (nullable): the first thing wrong, in the API's own words, or %NULL
 */
char *
bitacora_practice_contract_check_query (JsonNode *body)
{
  return check_root (body, query_members, G_N_ELEMENTS (query_members));
}

/**
 * bitacora_practice_contract_check_query_dates:
 * @body: (nullable): the body of a queryDates.php request
 *
 * Returns: (transfer full) (nullable): the first thing wrong, in the API's own words, or %NULL
 */
char *
bitacora_practice_contract_check_query_dates (JsonNode *body)
{
  return check_root (body, query_dates_members, G_N_ELEMENTS (query_dates_members));
}
