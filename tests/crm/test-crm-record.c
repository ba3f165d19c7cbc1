/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "crm/bitacora-crm-record.h"
#include "crm/bitacora-crm-reply.h"
#include "crm/bitacora-crm-sent.h"
#include "crm/bitacora-json-text.h"

#define BODY                                                                                       \
  "{\"operation\":\"op\",\"module\":\"wolkvox_activities\",\"type\":\"call\",\"fields\":{"         \
  "\"name\":\"Llamada a José\",\"completion_date\":\"2026-11-25 09:30:15\","                      \
  "\"reminder_date\":\"2026-11-25 10:00:00\",\"id_record\":\"64cbAA\","                            \
  "\"phone\":{\"type\":\"telephone\",\"country\":\"COLOMBIA\",\"code\":\"57\","                    \
  "\"value\":\"3105551234\"}}}"

static BitacoraCrmLikeness
compare (const char *json)
{
  g_autoptr (BitacoraCrmRecord) record = bitacora_crm_record_new_from_text (json);

  g_autoptr (BitacoraCrmSent) sent = bitacora_crm_sent_new (BODY);

  g_assert_nonnull (record);
  g_assert_nonnull (sent);
  return bitacora_crm_sent_compare (sent, record);
}

static void
test_same (void)
{
  static const char *const records[] = {
    ("{\"wolkvox_id\":\"1\",\"name\":\"Llamada a José\",\"phone\":\"3105551234\","
     "\"completion_date\":\"2026-11-25 09:30:15\",\"id_record\":\"64cbAA\"}"),
    /* The case and the white space of a name, a number with its code, minutes alone. */
    ("{\"_id\":{\"$oid\":\"1\"},\"name\":\"  LLAMADA  a jose\xcc\x81 \","
     "\"phone\":\"+57 (310) 555-1234\",\"completion_date\":\"2026-11-25 09:30\"}"),
    /* Names that nobody foretold, nested, a phone as a number. */
    ("{\"wolkvox-id\":7,\"x\":[{\"y\":{\"z\":\"Llamada a José\"}},{\"n\":3105551234}],"
     "\"completion_date\":\"2026-11-25T09:30:15.000Z\",\"gone\":null}"),
    ("{\"wolkvox_id\":\"1\",\"a\":\"Llamada a José\",\"b\":{\"value\":\"3105551234\"},"
     "\"when\":\"2026-11-25 09:30:15\",\"extra\":true}"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_test_message ("%s", records[i]);
      g_assert_cmpint (compare (records[i]), ==, BITACORA_CRM_LIKENESS_SAME);
    }
}

static void
test_some (void)
{
  static const char *const records[] = {
    /* Another second. */
    ("{\"wolkvox_id\":\"1\",\"name\":\"Llamada a José\",\"phone\":\"3105551234\","
     "\"completion_date\":\"2026-11-25 09:30:16\",\"id_record\":\"64cbAA\"}"),
    /* Another record of the same person. */
    ("{\"wolkvox_id\":\"1\",\"name\":\"Llamada a José\",\"phone\":\"3105551234\","
     "\"completion_date\":\"2026-11-25 09:30:15\",\"id_record\":\"64cbBB\"}"),
    /* Another name. */
    ("{\"wolkvox_id\":\"1\",\"name\":\"Llamada\",\"phone\":\"3105551234\","
     "\"completion_date\":\"2026-11-25 09:30:15\"}"),
    /* Another moment happens to be ours: the record names its completion date. */
    ("{\"wolkvox_id\":\"1\",\"name\":\"Llamada a José\",\"phone\":\"3105551234\","
     "\"completion_date\":\"2026-11-24 08:00:00\",\"created_at\":\"2026-11-25 09:30:15\"}"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_test_message ("%s", records[i]);
      g_assert_cmpint (compare (records[i]), ==, BITACORA_CRM_LIKENESS_SOME);
    }
}

static void
test_none (void)
{
  static const char *const records[] = {
    "{\"wolkvox_id\":\"1\"}",
    "{\"wolkvox_id\":\"3105551234\",\"name\":\"Llamada a José\"}",
    ("{\"wolkvox_id\":\"1\",\"name\":\"Otra\",\"phone\":\"13105551234\","
     "\"completion_date\":\"2026-11-25 09:30:15\"}"),
    "{\"wolkvox_id\":\"1\",\"name\":\"Otra\",\"phone\":\"tel 3105551234\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_test_message ("%s", records[i]);
      g_assert_cmpint (compare (records[i]), ==, BITACORA_CRM_LIKENESS_NONE);
    }
}

/* What cannot be compared must not pass for "not there": it would be sent again. */
static void
test_unreadable_body_is_for_a_person (void)
{
  g_autoptr (BitacoraCrmRecord) record
      = bitacora_crm_record_new_from_text ("{\"wolkvox_id\":\"1\"}");

  g_assert_null (bitacora_crm_sent_new ("{"));
  g_assert_null (bitacora_crm_sent_new ("[]"));
  g_assert_null (bitacora_crm_sent_new ("{\"fields\":{\"name\":\"José\"}}"));
  g_assert_cmpint (bitacora_crm_sent_compare (NULL, record), ==, BITACORA_CRM_LIKENESS_SOME);
}

static guint
count_records (const char *json)
{
  g_autoptr (JsonNode) node = bitacora_json_text_parse (json, -1, NULL);
  g_autoptr (GPtrArray) records = bitacora_crm_record_list_from_data (node);

  return records->len;
}

static void
test_lists (void)
{
  g_autoptr (GPtrArray) nothing = bitacora_crm_record_list_from_data (NULL);

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (count_records ("[]"), ==, 0);
  g_assert_cmpuint (count_records ("{\"wolkvox_id\":\"1\"}"), ==, 1);
  g_assert_cmpuint (count_records ("[{\"wolkvox_id\":\"1\"},7,{\"name\":\"x\"},{\"_id\":\"2\"}]"),
                    ==,
                    2);
  g_assert_cmpuint (count_records ("{\"records\":[{\"wolkvox_id\":\"1\"}]}"), ==, 1);
  g_assert_cmpuint (count_records ("[{\"wolkvox_id\":\" \"}]"), ==, 0);
}

static void
test_looks (void)
{
  g_autoptr (BitacoraCrmRecord) record = bitacora_crm_record_new_from_text (
      "{\"wolkvox_id\":\" 64cb \",\"name_module\":\"cases\",\"name\":\"Ana\","
      "\"phone\":{\"type\":\"telephone\",\"value\":\"310\"},\"description\":\"d\","
      "\"completion_date\":\"2026-11-25 09:30:15\"}");
  g_autofree char *text = bitacora_crm_record_to_text (record);
  g_autoptr (BitacoraCrmRecord) again = bitacora_crm_record_new_from_text (text);

  g_assert_cmpstr (bitacora_crm_record_get_wolkvox_id (again), ==, "64cb");
  g_assert_cmpstr (bitacora_crm_record_get_name (again), ==, "Ana");
  g_assert_cmpstr (bitacora_crm_record_get_phone (again), ==, "310");
  g_assert_cmpstr (bitacora_crm_record_get_description (again), ==, "d");
  g_assert_cmpstr (bitacora_crm_record_get_completion_date (again), ==, "2026-11-25 09:30:15");
  g_assert_null (bitacora_crm_record_new_from_text ("no JSON"));
  g_assert_null (bitacora_crm_record_new_from_text (NULL));
}

static void
test_query (void)
{
  g_autoptr (BitacoraProfile) profile = bitacora_profile_new ("a");
  g_autoptr (GDateTime) from = g_date_time_new_utc (2026, 11, 25, 2, 30, 59);
  g_autoptr (GDateTime) until = g_date_time_new_utc (2026, 11, 26, 2, 30, 59);
  g_autofree char *query = NULL;

  bitacora_profile_set_operation (profile, "op");
  g_assert_true (bitacora_profile_set_time_zone (profile, "America/Bogota", NULL));
  query = bitacora_crm_record_write_query (profile, from, until, 10000);
  g_assert_cmpstr (query,
                   ==,
                   "{\"operation\":\"op\",\"module\":\"wolkvox_activities\",\"date\":true,"
                   "\"from\":\"2026-11-24 21:30\",\"to\":\"2026-11-25 21:30\",\"limit\":10000}");
}

static void
test_held (void)
{
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "The profile was removed.");
  g_autoptr (BitacoraCrmReply) reply = bitacora_crm_reply_new_held (error);
  g_autofree char *text = bitacora_crm_reply_describe (reply);

  g_assert_cmpint (bitacora_crm_reply_get_code (reply), ==, 0);
  g_assert_true (g_str_has_prefix (text, "The profile was removed. Nothing was logged"));
  g_assert_null (strstr (text, "token"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm-record/same", test_same);
  g_test_add_func ("/crm-record/some", test_some);
  g_test_add_func ("/crm-record/none", test_none);
  g_test_add_func ("/crm-record/unreadable-body-is-for-a-person",
                   test_unreadable_body_is_for_a_person);
  g_test_add_func ("/crm-record/lists", test_lists);
  g_test_add_func ("/crm-record/looks", test_looks);
  g_test_add_func ("/crm-record/query", test_query);
  g_test_add_func ("/crm-record/held", test_held);

  return g_test_run ();
}
