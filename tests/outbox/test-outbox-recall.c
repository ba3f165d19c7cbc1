/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever was called before is found by whatever one remembers of them, the likeliest first. */
#include "outbox-deeds.h"
#include "outbox/bitacora-outbox-recall.h"
#include "outbox/bitacora-recall-text.h"

static BitacoraCallActivity *
create_call (const char *name, const char *number, const char *record)
{
  BitacoraCallActivity *activity = outbox_fixture_create_activity (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse (number, "CO", &error);

  g_assert_no_error (error);
  bitacora_call_activity_set_phone (activity, phone);
  bitacora_call_activity_set_record_id (activity, record);
  return activity;
}

static gint64
append_activity (BitacoraOutbox *outbox, BitacoraCallActivity *activity)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_append_async (outbox, "sales", activity, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_append_finish (outbox, result, &error);
  g_assert_no_error (error);
  return bitacora_outbox_entry_get_id (entry);
}

static gint64
append (BitacoraOutbox *outbox, const char *name, const char *number, const char *record)
{
  g_autoptr (BitacoraCallActivity) activity = create_call (name, number, record);

  return append_activity (outbox, activity);
}

/* A task, which has no number. */
static void
append_task (BitacoraOutbox *outbox, const char *name, const char *description, const char *record)
{
  g_autoptr (BitacoraCallActivity) call = outbox_fixture_create_activity (name);
  g_autoptr (BitacoraCallActivity) task = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_TASK);

  bitacora_call_activity_set_name (task, name);
  bitacora_call_activity_set_description (task, description);
  bitacora_call_activity_set_record_id (task, record);
  bitacora_call_activity_set_status (task, "created");
  bitacora_call_activity_set_module (task, "contacts");
  bitacora_call_activity_set_owner (task, bitacora_call_activity_get_owner (call));
  bitacora_call_activity_set_completion_date (task,
                                              bitacora_call_activity_get_completion_date (call));
  append_activity (outbox, task);
}

static GPtrArray *
recall (BitacoraOutbox *outbox, const char *text, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *recalls;

  bitacora_outbox_recall_async (outbox, text, limit, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  recalls = bitacora_outbox_recall_finish (outbox, result, &error);
  g_assert_no_error (error);
  return recalls;
}

/* Who is found, in their order: the names of their newest calls, and how many there were. */
static void
assert_recalled (BitacoraOutbox *outbox, const char *text, guint limit, const char *expected)
{
  g_autoptr (GPtrArray) recalls = recall (outbox, text, limit);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < recalls->len; i++)
    {
      BitacoraOutboxEntry *last = bitacora_recall_get_last (recalls->pdata[i]);

      g_string_append_printf (found,
                              "%s%s %u",
                              i > 0 ? ", " : "",
                              bitacora_call_activity_get_name (
                                  bitacora_outbox_entry_get_activity (last)),
                              bitacora_recall_get_n_calls (recalls->pdata[i]));
    }
  if (g_strcmp0 (found->str, expected) != 0)
    g_error ("“%s” recalls “%s”, not “%s”", text, found->str, expected);
}

static void
age (OutboxFixture *fixture, gint64 id, guint days)
{
  g_autofree char *sql
      = g_strdup_printf ("UPDATE entry SET created = created - %u * " OUTBOX_DEEDS_DAY
                         " WHERE id = %d",
                         days,
                         (int)id);

  outbox_deeds_query (fixture->path, sql);
}

static void
test_digits (OutboxFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "310555",
                                       "310 555",
                                       "310-555",
                                       "(310) 555",
                                       "+57 310 555",
                                       "+57310",
                                       "0057310555",
                                       "0310555",
                                       "5551234",
                                       "34",
                                       "1",
                                       "+",
                                       "+57 310 555 1234",
                                       "  3105551234  ",
                                       "57.310.555.1234",
                                       "+573105551234",
                                       "55 51 23 4" };
  static const char *const wrong[]
      = { "310556", "3105551235", "+58310", "*310555", "310555#", "12345" };

  append (fixture->outbox, "Ana", "+57 310 555 1234", "64cb11");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_recalled (fixture->outbox, texts[i], 0, "Ana 1");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_recalled (fixture->outbox, wrong[i], 0, "");
}

static void
test_names (OutboxFixture *fixture, gconstpointer data)
{
  append (fixture->outbox, "José Ñandú", "+57 310 555 0001", "a1");
  append (fixture->outbox, "Peter Quill", "+57 310 555 0002", "b2");

  assert_recalled (fixture->outbox, "jose", 0, "José Ñandú 1");
  assert_recalled (fixture->outbox, "ÑAN", 0, "José Ñandú 1");
  assert_recalled (fixture->outbox, "nandu jo", 0, "José Ñandú 1");
  assert_recalled (fixture->outbox, "q", 0, "Peter Quill 1");
  assert_recalled (fixture->outbox, "pe 0002", 0, "Peter Quill 1");
  assert_recalled (fixture->outbox, "peter (310) - 555", 0, "Peter Quill 1");
  assert_recalled (fixture->outbox, "peter 0001", 0, "");
  assert_recalled (fixture->outbox, "peter nandu", 0, "");
  /* What was talked about, and where, is not whom. */
  assert_recalled (fixture->outbox, "precio", 0, "");
  assert_recalled (fixture->outbox, "bogota", 0, "");
  assert_recalled (fixture->outbox, "llamo", 0, "");
  assert_recalled (fixture->outbox, "\"'*()", 0, "");
  assert_recalled (fixture->outbox, "\xff", 0, "");
}

static void
test_records (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) elsewhere = create_call ("Eva", "+57 310 555 0003", "2024-17");

  append (fixture->outbox, "Ana", "+57 310 555 0001", "64CB11");
  append (fixture->outbox, "Luis", "+57 310 555 0002", "77aa");
  bitacora_call_activity_set_location (elsewhere, NULL);
  append_activity (fixture->outbox, elsewhere);

  assert_recalled (fixture->outbox, "64cb11", 0, "Ana 1");
  assert_recalled (fixture->outbox, "4cb", 0, "Ana 1");
  assert_recalled (fixture->outbox, "77", 0, "Luis 1");
  assert_recalled (fixture->outbox, "luis 77a", 0, "Luis 1");
  assert_recalled (fixture->outbox, "2024-17", 0, "Eva 1");
  assert_recalled (fixture->outbox, "64cb12", 0, "");
}

/* One person is shown once, with the newest call. */
static void
test_groups (OutboxFixture *fixture, gconstpointer data)
{
  append (fixture->outbox, "Ana", "+57 310 555 0001", "r1");
  append (fixture->outbox, "Ana Gómez", "310 555 0001", "r2");
  append (fixture->outbox, "Ana", "+57 310 555 0002", "r1");
  append_task (fixture->outbox, "Ana's offer", "one\ntwo", "r9");
  append_task (fixture->outbox, "Ana's contract", "three\nfour", "r9");
  append_task (fixture->outbox, "Ana at large", "five", "r8");

  assert_recalled (fixture->outbox,
                   "ana",
                   0,
                   "Ana Gómez 2, Ana 1, Ana's contract 2, Ana at large 1");
  assert_recalled (fixture->outbox, "r9", 0, "Ana's contract 2");
  assert_recalled (fixture->outbox, "", 0, "Ana at large 1, Ana's contract 2, Ana 1, Ana Gómez 2");
}

/* Often beats seldom, lately beats long ago, and two weeks halve. */
static void
test_ranking (OutboxFixture *fixture, gconstpointer data)
{
  gint64 old[4];

  append (fixture->outbox, "Mar Often", "+57 310 555 0001", "1");
  append (fixture->outbox, "Mar Often", "+57 310 555 0001", "1");
  append (fixture->outbox, "Mar Once", "+57 310 555 0002", "1");
  assert_recalled (fixture->outbox, "mar", 0, "Mar Often 2, Mar Once 1");

  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      old[i] = append (fixture->outbox, "Mar Past", "+57 310 555 0003", "1");
      age (fixture, old[i], 29);
    }
  /* Four calls of over four weeks ago weigh less than one of today. */
  assert_recalled (fixture->outbox, "mar", 0, "Mar Often 2, Mar Once 1, Mar Past 4");
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE entry SET created = created + 2 *"
                                              " " OUTBOX_DEEDS_DAY " WHERE id = %d",
                                              (int)old[i]);

      outbox_deeds_query (fixture->path, sql);
    }
  assert_recalled (fixture->outbox, "mar", 0, "Mar Often 2, Mar Past 4, Mar Once 1");
  /* Whoever was called last, for nothing at all. */
  assert_recalled (fixture->outbox, "  ", 0, "Mar Past 4, Mar Once 1, Mar Often 2");
  assert_recalled (fixture->outbox, "mar", 2, "Mar Often 2, Mar Past 4");
  assert_recalled (fixture->outbox, "", 1, "Mar Past 4");
}

/* What is meant exactly stands before what is called often. */
static void
test_grades (OutboxFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      append (fixture->outbox, "Susana Ríos", "+57 320 310 5551", "1");
      append (fixture->outbox, "Ana María", "+57 310 555 1234", "1");
    }
  append (fixture->outbox, "Ana María", "+57 310 555 1234", "1");
  append (fixture->outbox, "Ana", "+57 320 999 0000", "1");

  assert_recalled (fixture->outbox, "ana", 0, "Ana 1, Ana María 4, Susana Ríos 3");
  assert_recalled (fixture->outbox, "ana m", 0, "Ana María 4");
  assert_recalled (fixture->outbox, "3105551", 0, "Ana María 4, Susana Ríos 3");
  append (fixture->outbox, "Susana Ríos", "+57 320 310 5551", "1");
  append (fixture->outbox, "Susana Ríos", "+57 320 310 5551", "1");
  assert_recalled (fixture->outbox, "3105551", 0, "Ana María 4, Susana Ríos 5");
  assert_recalled (fixture->outbox, "mari", 0, "Ana María 4");
}

static void
test_changes (OutboxFixture *fixture, gconstpointer data)
{
  gint64 id = append (fixture->outbox, "Gamora", "+57 310 555 0001", "1");
  g_autoptr (BitacoraOutboxEntry) corrected = NULL;
  g_autoptr (BitacoraOutboxEntry) restored = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch = outbox_deeds_begin_batch (fixture->outbox);

  assert_recalled (fixture->outbox, "gam", 0, "Gamora 1");
  outbox_fixture_discard (fixture->outbox, id, &error);
  g_assert_no_error (error);
  assert_recalled (fixture->outbox, "gam", 0, "");
  assert_recalled (fixture->outbox, "ga", 0, "");
  assert_recalled (fixture->outbox, "", 0, "");
  restored = outbox_deeds_restore (fixture->outbox, id, &error);
  g_assert_no_error (error);
  corrected = outbox_fixture_correct (fixture->outbox, id, "Nebula", &error);
  g_assert_no_error (error);
  assert_recalled (fixture->outbox, "gamora", 0, "");
  assert_recalled (fixture->outbox, "neb", 0, "Nebula 1");
  /* An import that is not complete is nowhere. */
  outbox_deeds_append_batch (fixture->outbox, batch, 2, &error);
  g_assert_no_error (error);
  assert_recalled (fixture->outbox, "imported", 0, "");
}

/* A row that makes no sense hides no other. */
static void
test_damaged (OutboxFixture *fixture, gconstpointer data)
{
  append (fixture->outbox, "Ana", "+57 310 555 0001", "1");
  append (fixture->outbox, "Anabel", "+57 310 555 0002", "1");
  outbox_deeds_query (fixture->path, "UPDATE entry SET activity = 'nonsense' WHERE id = 1");
  assert_recalled (fixture->outbox, "ana", 0, "Anabel 1");
}

static void
test_cancel (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  append (fixture->outbox, "Ana", "+57 310 555 0001", "1");
  bitacora_outbox_recall_async (fixture->outbox,
                                "ana",
                                5,
                                cancellable,
                                outbox_fixture_result_cb,
                                &result);
  g_cancellable_cancel (cancellable);
  outbox_fixture_wait_until (result != NULL);
  g_assert_null (bitacora_outbox_recall_finish (fixture->outbox, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_recalled (fixture->outbox, "ana", 5, "Ana 1");
}

static gint64
find_number (BitacoraOutbox *outbox, const char *number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse (number, "CO", &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  g_assert_no_error (error);
  bitacora_outbox_recall_number_async (outbox, phone, NULL, outbox_fixture_result_cb, &result);
  outbox_fixture_wait_until (result != NULL);
  entry = bitacora_outbox_recall_number_finish (outbox, result, &error);
  g_assert_no_error (error);
  return entry != NULL ? bitacora_outbox_entry_get_id (entry) : 0;
}

static void
test_number (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (BitacoraCallActivity) about = create_call ("Eva", "+57 320 111 2222", "1");
  g_autoptr (GError) error = NULL;
  gint64 newest;

  append (fixture->outbox, "Ana", "+57 310 555 1234", "1");
  newest = append (fixture->outbox, "Ana Gómez", "310 555 1234", "1");
  append (fixture->outbox, "Luis", "+57 310 555 1235", "1");
  append (fixture->outbox, "Nadine", "+49 30 901820", "1");
  /* A call in which the number is spoken of is none with it. */
  bitacora_call_activity_set_description (about, "Call +573105551234\n3105551234\nback");
  append_activity (fixture->outbox, about);

  g_assert_cmpint (find_number (fixture->outbox, "+57 (310) 555-1234"), ==, newest);
  g_assert_cmpint (find_number (fixture->outbox, "3105551234"), ==, newest);
  g_assert_cmpint (find_number (fixture->outbox, "+49 30 901820"), ==, 4);
  g_assert_cmpint (find_number (fixture->outbox, "+57 310 555 1236"), ==, 0);
  g_assert_cmpint (find_number (fixture->outbox, "+49 30 9018201"), ==, 0);
  outbox_fixture_discard (fixture->outbox, newest, &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_number (fixture->outbox, "+57 310 555 1234"), ==, 1);
}

/* Beyond what the index knows, the newest alone are looked at; with it, every call. */
static void
test_depth (OutboxFixture *fixture, gconstpointer data)
{
  append (fixture->outbox, "Zoe", "+57 310 999 8888", "1");
  append (fixture->outbox, "Seed", "+57 310 555 1234", "1");
  outbox_deeds_query (
      fixture->path,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
      " INSERT INTO entry (profile, activity, search, created)"
      " SELECT profile, activity, search, created FROM entry, n WHERE id = 2");

  assert_recalled (fixture->outbox, "zoe", 0, "Zoe 1");
  assert_recalled (fixture->outbox, "9998", 0, "Zoe 1");
  assert_recalled (fixture->outbox, "zo", 0, "");
  assert_recalled (fixture->outbox, "seed", 0, "Seed 600");
  g_assert_cmpint (find_number (fixture->outbox, "+57 310 999 8888"), ==, 1);
}

/* Its text alone, piece by piece. */
static void
test_fields (void)
{
  char call[] = "ana gomez\n+573105551234\n3105551234\nfirst\nsecond\n64cb11\nbogota";
  char bare[] = "ana\n+573105551234\n3105551234";
  char record[] = "ana\n+573105551234\n3105551234\n64cb11";
  char task[] = "offer\nabout\n64cb11";
  char empty[] = "";
  BitacoraRecallFields fields;

  bitacora_recall_fields_read (&fields, call);
  g_assert_cmpstr (fields.name, ==, "ana gomez");
  g_assert_cmpstr (fields.digits, ==, "573105551234");
  g_assert_cmpstr (fields.national, ==, "3105551234");
  g_assert_cmpstr (fields.ends[0], ==, "bogota");
  g_assert_cmpstr (fields.ends[1], ==, "64cb11");

  bitacora_recall_fields_read (&fields, bare);
  g_assert_cmpstr (fields.national, ==, "3105551234");
  g_assert_null (fields.ends[0]);

  bitacora_recall_fields_read (&fields, record);
  g_assert_cmpstr (fields.ends[0], ==, "64cb11");
  g_assert_null (fields.ends[1]);

  bitacora_recall_fields_read (&fields, task);
  g_assert_cmpstr (fields.name, ==, "offer");
  g_assert_null (fields.digits);
  g_assert_cmpstr (fields.ends[0], ==, "64cb11");
  g_assert_cmpstr (fields.ends[1], ==, "about");

  bitacora_recall_fields_read (&fields, empty);
  g_assert_cmpstr (fields.name, ==, "");
  g_assert_null (fields.digits);
  g_assert_null (fields.ends[0]);
}

#define ADD(name, test)                                                                            \
  g_test_add ("/outbox/recall/" name,                                                              \
              OutboxFixture,                                                                       \
              NULL,                                                                                \
              outbox_fixture_set_up,                                                               \
              test,                                                                                \
              outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/recall/fields", test_fields);
  ADD ("digits", test_digits);
  ADD ("names", test_names);
  ADD ("records", test_records);
  ADD ("groups", test_groups);
  ADD ("ranking", test_ranking);
  ADD ("grades", test_grades);
  ADD ("changes", test_changes);
  ADD ("damaged", test_damaged);
  ADD ("cancel", test_cancel);
  ADD ("number", test_number);
  ADD ("depth", test_depth);
  return g_test_run ();
}
