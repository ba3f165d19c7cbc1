/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-recall.h"

#include "bitacora-outbox-entry-private.h"
#include "bitacora-outbox-private.h"
#include "bitacora-outbox-store-private.h"
#include "bitacora-recall-private.h"
#include "bitacora-recall-text.h"
#include "bitacora-search-text.h"
#include "crm/bitacora-activity-json.h"

/* How many calls to look at, the newest first: older ones weigh next to nothing. Those that the
 * index finds lie apart from each other, so that each takes longer. */
#define MOST_INDEXED 600
#define MOST_NEWEST 1000
/* How many of them to read as a whole, which takes as long as looking at many. */
#define MOST_READ 50
/* After how many microseconds a call weighs half. */
#define HALF_LIFE (14 * G_TIME_SPAN_DAY)
/* After how many of them it weighs nothing. */
#define MOST_HALVES 60

#define SELECT_INDEXED                                                                             \
  "SELECT e.id, e.created, e.search, e.activity FROM entry_search s CROSS JOIN entry e"            \
  " ON e.id = s.rowid WHERE e.hidden IS NULL AND entry_search MATCH ? ORDER BY s.rowid DESC"
#define SELECT_NEWEST                                                                              \
  "SELECT id, created, search, activity FROM entry WHERE hidden IS NULL ORDER BY id DESC"

enum
{
  COLUMN_ID,
  COLUMN_CREATED,
  COLUMN_SEARCH,
  COLUMN_ACTIVITY,
};

/* Somebody, as far as the calls say that were looked at. */
typedef struct
{
  gint64 last;
  guint n_calls;
  BitacoraRecallGrade grade;
  double weight;
} Person;

/* One search. */
typedef struct
{
  BitacoraRecallText *text;
  gint64 now;
  /* (element-type utf8 Person): by number, record or name */
  GHashTable *people;
  /* (element-type utf8 gboolean): whether a line of a search text is a record */
  GHashTable *lines;
  /* The search text of a call, cut into its fields. */
  GString *fields;
  /* The call that was read last, and its record. */
  gint64 read_id;
  char *read_record;
  guint n_read;
} Search;

static void
search_init (Search *search, const char *text, gint64 now)
{
  search->text = bitacora_recall_text_new (text);
  search->now = now;
  search->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  search->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  search->fields = g_string_new (NULL);
}

static void
search_clear (Search *search)
{
  bitacora_recall_text_free (search->text);
  g_hash_table_unref (search->people);
  g_hash_table_unref (search->lines);
  g_string_free (search->fields, TRUE);
  g_free (search->read_record);
}

/* What a call's activity says of its record, folded; "" for nothing. */
static char *
read_record (const char *json)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (BitacoraCallActivity) activity = NULL;
  const char *record = NULL;

  activity = bitacora_activity_json_read (json, -1, utc, NULL, NULL);
  if (activity != NULL)
    record = bitacora_call_activity_get_record_id (activity);
  return bitacora_search_text_fold (record != NULL ? record : "");
}

/* Many calls end in the same lines, so that few of them are read. */
static gboolean
is_record (Search *search, const char *line, BitacoraSqliteStatement *statement)
{
  gint64 id = bitacora_sqlite_statement_get_int (statement, COLUMN_ID);
  gboolean found;
  gpointer known;

  if (g_hash_table_lookup_extended (search->lines, line, NULL, &known))
    return GPOINTER_TO_INT (known);
  if (search->read_id != id)
    {
      if (search->n_read == MOST_READ)
        return FALSE;
      search->n_read++;
      g_free (search->read_record);
      search->read_record
          = read_record (bitacora_sqlite_statement_get_text (statement, COLUMN_ACTIVITY));
      search->read_id = id;
    }
  found = g_str_equal (line, search->read_record);
  g_hash_table_insert (search->lines, g_strdup (line), GINT_TO_POINTER (found));
  return found;
}

/* The record of a call, where it matters: to tell somebody without a number from others, or to say
 * that they fit better. NULL otherwise. */
static const char *
find_record (Search *search, const BitacoraRecallFields *fields, BitacoraSqliteStatement *statement)
{
  BitacoraRecallGrade grade = bitacora_recall_text_grade (search->text, fields, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields->ends) && fields->ends[i] != NULL; i++)
    {
      if ((fields->digits == NULL
           || bitacora_recall_text_grade (search->text, fields, fields->ends[i]) > grade)
          && is_record (search, fields->ends[i], statement))
        return fields->ends[i];
    }
  return NULL;
}

static char *
write_key (const BitacoraRecallFields *fields, const char *record)
{
  if (fields->digits != NULL)
    return g_strconcat ("+", fields->digits, NULL);
  if (record != NULL)
    return g_strconcat ("#", record, NULL);
  return g_strconcat ("=", fields->name, NULL);
}

/* Half of it is gone after each half-life, and between two of them it goes evenly. */
static double
weigh (gint64 age)
{
  double weight = 1.0;

  if (age >= MOST_HALVES * HALF_LIFE)
    return 0.0;
  for (age = MAX (age, 0); age >= HALF_LIFE; age -= HALF_LIFE)
    weight /= 2.0;
  return weight * (1.0 - (double)age / (double)(2 * HALF_LIFE));
}

static void
add_call (Search *search,
          const BitacoraRecallFields *fields,
          const char *record,
          BitacoraRecallGrade grade,
          BitacoraSqliteStatement *statement)
{
  g_autofree char *key = write_key (fields, record);
  Person *person = g_hash_table_lookup (search->people, key);

  if (person == NULL)
    {
      person = g_new0 (Person, 1);
      /* The newest come first. */
      person->last = bitacora_sqlite_statement_get_int (statement, COLUMN_ID);
      g_hash_table_insert (search->people, g_steal_pointer (&key), person);
    }
  person->n_calls++;
  person->grade = MAX (person->grade, grade);
  person->weight
      += weigh (search->now - bitacora_sqlite_statement_get_int (statement, COLUMN_CREATED));
}

static void
look_at_call (Search *search, BitacoraSqliteStatement *statement)
{
  BitacoraRecallFields fields;
  BitacoraRecallGrade grade;
  const char *record;

  g_string_assign (search->fields, bitacora_sqlite_statement_get_text (statement, COLUMN_SEARCH));
  bitacora_recall_fields_read (&fields, search->fields->str);
  record = find_record (search, &fields, statement);
  grade = bitacora_recall_text_grade (search->text, &fields, record);
  if (grade != BITACORA_RECALL_GRADE_NONE)
    add_call (search, &fields, record, grade, statement);
}

static gboolean
look_at_calls (Search *search, BitacoraSqliteCache *statements, GError **error)
{
  g_autofree char *match = bitacora_recall_text_write_match (search->text);
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  guint most_rows = *match != '\0' ? MOST_INDEXED : MOST_NEWEST;
  gboolean has_row = TRUE;

  statement = bitacora_sqlite_cache_prepare (statements,
                                             *match != '\0' ? SELECT_INDEXED : SELECT_NEWEST,
                                             error);
  if (statement == NULL)
    return FALSE;
  if (*match != '\0')
    bitacora_sqlite_statement_bind_text (statement, match);
  for (guint n_rows = 0; n_rows < most_rows; n_rows++)
    {
      if (!bitacora_sqlite_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      look_at_call (search, statement);
    }
  return TRUE;
}

static int
compare_newest (const Person *one, const Person *other)
{
  return (one->last < other->last) - (one->last > other->last);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const Person *one = *(const Person *const *)a;
  const Person *other = *(const Person *const *)b;

  if (one->grade != other->grade)
    return one->grade > other->grade ? -1 : 1;
  if (one->weight != other->weight)
    return one->weight > other->weight ? -1 : 1;
  return compare_newest (one, other);
}

static int
compare_people_by_age (gconstpointer a, gconstpointer b)
{
  return compare_newest (*(const Person *const *)a, *(const Person *const *)b);
}

static GPtrArray *
rank (Search *search)
{
  GPtrArray *people = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer person;

  g_hash_table_iter_init (&iter, search->people);
  while (g_hash_table_iter_next (&iter, NULL, &person))
    g_ptr_array_add (people, person);
  g_ptr_array_sort (people,
                    bitacora_recall_text_is_empty (search->text) ? compare_people_by_age
                                                                 : compare_people);
  return people;
}

static gboolean
read_entry (BitacoraSqliteCache *statements, gint64 id, GPtrArray *entries, GError **error)
{
  g_autoptr (BitacoraSqliteStatement) statement = NULL;

  statement = bitacora_sqlite_cache_prepare (statements,
                                             BITACORA_OUTBOX_SELECT_ENTRY
                                             "WHERE id = ? AND hidden IS NULL",
                                             error);
  if (statement == NULL)
    return FALSE;
  bitacora_sqlite_statement_bind_int (statement, id);
  return bitacora_outbox_store_read_into (statement, 1, entries, error);
}

/* Somebody whose newest call is gone by now, or makes no sense, is left out. */
static gboolean
read_person (BitacoraSqliteCache *statements,
             const Person *person,
             GPtrArray *recalls,
             GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  if (!read_entry (statements, person->last, entries, error))
    return FALSE;
  if (entries->len > 0)
    g_ptr_array_add (recalls, bitacora_recall_new (entries->pdata[0], person->n_calls));
  return TRUE;
}

static gboolean
recall (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  g_autoptr (GPtrArray) people = NULL;
  Search search = { 0 };
  gboolean done;

  search_init (&search, read->text, read->now);
  read->objects = g_ptr_array_new_with_free_func (g_object_unref);
  done = look_at_calls (&search, statements, error);
  people = rank (&search);
  for (guint i = 0; done && i < people->len; i++)
    {
      if (read->limit > 0 && read->objects->len == read->limit)
        break;
      done = read_person (statements, people->pdata[i], read->objects, error);
    }
  search_clear (&search);
  return done;
}

/* Whether the search text on which a statement stands is that of a call with this number. */
static gboolean
has_number (BitacoraSqliteStatement *statement, GString *scratch, const char *e164)
{
  BitacoraRecallFields fields;

  g_string_assign (scratch, bitacora_sqlite_statement_get_text (statement, COLUMN_SEARCH));
  bitacora_recall_fields_read (&fields, scratch->str);
  return fields.digits != NULL && g_str_equal (fields.digits, e164 + 1);
}

/* read->text is the number as E.164. */
static gboolean
recall_number (BitacoraSqliteCache *statements, BitacoraOutboxRead *read, GError **error)
{
  g_autoptr (BitacoraRecallText) text = bitacora_recall_text_new (read->text);
  g_autofree char *match = bitacora_recall_text_write_match (text);
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (BitacoraSqliteStatement) statement = NULL;
  gboolean has_row = TRUE;

  read->objects = g_ptr_array_new_with_free_func (g_object_unref);
  statement = bitacora_sqlite_cache_prepare (statements,
                                             *match != '\0' ? SELECT_INDEXED : SELECT_NEWEST,
                                             error);
  if (statement == NULL)
    return FALSE;
  if (*match != '\0')
    bitacora_sqlite_statement_bind_text (statement, match);
  while (read->objects->len == 0)
    {
      if (!bitacora_sqlite_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (has_number (statement, scratch, read->text)
          && !read_entry (statements,
                          bitacora_sqlite_statement_get_int (statement, COLUMN_ID),
                          read->objects,
                          error))
        return FALSE;
    }
  return TRUE;
}

/* Has a thread read that nothing else waits for. */
static void
push_read (BitacoraOutbox *self,
           BitacoraOutboxRead *read,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, GSIZE_TO_POINTER (read->func));
  g_task_set_task_data (task, read, (GDestroyNotify)bitacora_outbox_read_free);
  bitacora_outbox_reader_push (bitacora_outbox_get_recaller (self), task);
}

/**
 * bitacora_outbox_recall_async:
 * @self: an open outbox
 * @text: what is being typed: any part of a number, a name or a record; "" for whoever was called
 *   last
 * @limit: how many at most; 0 for all
 * @cancellable: (nullable): stops the search at once
 * @callback: called when they were found
 * @user_data: for @callback
 *
 * Finds whoever was called before and fits what is being typed. Of a number, digits alone count; of
 * a name, neither accents nor case; every word must stand in the number, the name or the record.
 * Looks at the newest 600 calls that may fit; at the newest 1,000 of all for a text that has no
 * three characters in a row.
 */
void
bitacora_outbox_recall_async (BitacoraOutbox *self,
                              const char *text,
                              guint limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  BitacoraOutboxRead *read;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (text != NULL);

  read = bitacora_outbox_read_new (recall);
  read->text = g_strdup (text);
  read->limit = limit;
  read->now = g_get_real_time ();
  push_read (self, read, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_recall_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BitacoraRecall) (nullable): those whose number, name or
 *   record is what was typed, those where one begins with it, and the others, each of them in the
 *   order of how often and how lately they were called; for "", the last called first
 */
GPtrArray *
bitacora_outbox_recall_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxRead *read = bitacora_outbox_take_read (self, result, recall, error);

  return read != NULL ? g_steal_pointer (&read->objects) : NULL;
}

/**
 * bitacora_outbox_recall_number_async:
 * @self: an open outbox
 * @phone: a number
 * @cancellable: (nullable): stops the search at once
 * @callback: called when it was found
 * @user_data: for @callback
 *
 * Finds the newest call with a number: one that is the same as E.164, extensions aside.
 */
void
bitacora_outbox_recall_number_async (BitacoraOutbox *self,
                                     BitacoraPhoneNumber *phone,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  BitacoraOutboxRead *read;

  g_return_if_fail (BITACORA_IS_OUTBOX (self));
  g_return_if_fail (BITACORA_IS_PHONE_NUMBER (phone));

  read = bitacora_outbox_read_new (recall_number);
  read->text = bitacora_phone_number_format_e164 (phone);
  push_read (self, read, cancellable, callback, user_data);
}

/**
 * bitacora_outbox_recall_number_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location for an error of #BITACORA_OUTBOX_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the call; %NULL with @error unset if there was none
 */
BitacoraOutboxEntry *
bitacora_outbox_recall_number_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error)
{
  BitacoraOutboxRead *read = bitacora_outbox_take_read (self, result, recall_number, error);

  if (read == NULL || read->objects->len == 0)
    return NULL;
  return g_object_ref (g_ptr_array_index (read->objects, 0));
}
