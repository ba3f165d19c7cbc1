/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-call-activity.h"

#include "model/bitacora-moment.h"

static BitacoraCallActivity *
make_good (BitacoraActivityType type)
{
  g_autoptr (GTimeZone) bogota = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GDateTime) moment = bitacora_moment_new (bogota, 2026, 11, 24, 15, 42, 0, NULL);
  g_autoptr (BitacoraPhoneNumber) phone = bitacora_phone_number_parse ("3105551234", "CO", NULL);
  BitacoraCallActivity *activity = bitacora_call_activity_new (type);

  bitacora_call_activity_set_name (activity, "Asked for a quote");
  bitacora_call_activity_set_module (activity, "contacts");
  bitacora_call_activity_set_completion_date (activity, moment);
  if (type == BITACORA_ACTIVITY_TYPE_CALL)
    bitacora_call_activity_set_phone (activity, phone);
  return activity;
}

static void
check_refused (BitacoraCallActivity *activity,
               BitacoraActivityField field,
               BitacoraActivityError code,
               const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  BitacoraActivityField first = BITACORA_N_FIELDS;

  g_assert_false (bitacora_call_activity_check_field (activity, field, &error));
  g_assert_error (error, BITACORA_ACTIVITY_ERROR, (int)code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));

  g_assert_false (bitacora_call_activity_validate (activity, &first, &again));
  g_assert_cmpint (first, ==, field);
  g_assert_cmpstr (again->message, ==, error->message);
}

static void
check_accepted (BitacoraCallActivity *activity)
{
  g_autoptr (GError) error = NULL;
  BitacoraActivityField field = BITACORA_N_FIELDS;

  bitacora_call_activity_validate (activity, &field, &error);
  g_assert_no_error (error);
  g_assert_cmpint (field, ==, BITACORA_N_FIELDS);
}

static void
test_defaults (void)
{
  g_autoptr (BitacoraCallActivity) activity
      = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);

  g_assert_cmpint (bitacora_call_activity_get_activity_type (activity),
                   ==,
                   BITACORA_ACTIVITY_TYPE_CALL);
  g_assert_cmpstr (bitacora_call_activity_get_name (activity), ==, "");
  g_assert_cmpstr (bitacora_call_activity_get_description (activity), ==, "");
  g_assert_cmpstr (bitacora_call_activity_get_status (activity), ==, "created");
  g_assert_cmpstr (bitacora_call_activity_get_module (activity), ==, "");
  g_assert_cmpstr (bitacora_call_activity_get_record_id (activity), ==, "");
  g_assert_cmpstr (bitacora_call_activity_get_owner (activity), ==, "");
  g_assert_cmpstr (bitacora_call_activity_get_location (activity), ==, "");
  g_assert_cmpint (bitacora_call_activity_get_priority (activity), ==, BITACORA_PRIORITY_NORMAL);
  g_assert_null (bitacora_call_activity_get_phone (activity));
  g_assert_null (bitacora_call_activity_get_completion_date (activity));
  g_assert_false (bitacora_call_activity_get_remember (activity));
  g_assert_null (bitacora_call_activity_get_reminder_date (activity));
}

static void
count_cb (GObject *object, GParamSpec *pspec, void *data)
{
  GHashTable *counts = data;
  const int count = GPOINTER_TO_INT (g_hash_table_lookup (counts, pspec->name));

  g_hash_table_insert (counts, (void *)pspec->name, GINT_TO_POINTER (count + 1));
}

/* Setters take anything, tell of it once, and give it back; a copy has it too. */
static void
test_properties (void)
{
  static const char *const texts[]
      = { "name", "description", "status", "module", "record-id", "owner", "location" };
  g_autoptr (BitacoraCallActivity) activity = make_good (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (BitacoraCallActivity) copy = NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDateTime) moment = g_date_time_new_now_utc ();

  g_signal_connect (activity, "notify", G_CALLBACK (count_cb), counts);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *value = g_strdup_printf ("\x1b%s\n", texts[i]);
      g_autofree char *read = NULL;

      g_object_set (activity, texts[i], value, NULL);
      g_object_set (activity, texts[i], value, NULL);
      g_object_get (activity, texts[i], &read, NULL);
      g_assert_cmpstr (read, ==, value);
      g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (counts, texts[i])), ==, 1);
    }
  g_object_set (activity,
                "priority",
                BITACORA_PRIORITY_HIGH,
                "remember",
                TRUE,
                "reminder-date",
                moment,
                NULL);
  bitacora_call_activity_set_remember (activity, TRUE);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (counts, "priority")), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (counts, "remember")), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (counts, "reminder-date")), ==, 1);

  copy = bitacora_call_activity_copy (activity);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *value = NULL;
      g_autofree char *copied = NULL;

      g_object_get (activity, texts[i], &value, NULL);
      g_object_get (copy, texts[i], &copied, NULL);
      g_assert_cmpstr (copied, ==, value);
    }
  g_assert_cmpint (bitacora_call_activity_get_priority (copy), ==, BITACORA_PRIORITY_HIGH);
  g_assert_true (bitacora_call_activity_get_remember (copy));
  g_assert_true (bitacora_call_activity_get_reminder_date (copy) == moment);
  g_assert_true (bitacora_phone_number_equal (bitacora_call_activity_get_phone (copy),
                                              bitacora_call_activity_get_phone (activity)));

  bitacora_call_activity_set_name (copy, NULL);
  g_assert_cmpstr (bitacora_call_activity_get_name (copy), ==, "");
  g_assert_cmpstr (bitacora_call_activity_get_name (activity), ==, "\x1bname\n");
  bitacora_call_activity_set_phone (copy, NULL);
  bitacora_call_activity_set_completion_date (copy, NULL);
  g_assert_null (bitacora_call_activity_get_phone (copy));
  g_assert_null (bitacora_call_activity_get_completion_date (copy));
}

static void
test_good (void)
{
  g_autoptr (BitacoraCallActivity) call = make_good (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (BitacoraCallActivity) task = make_good (BITACORA_ACTIVITY_TYPE_TASK);
  g_autofree char *longest = g_strnfill (BITACORA_ACTIVITY_MAX_TEXT, 'a');

  check_accepted (call);
  check_accepted (task);
  bitacora_call_activity_set_description (call, "First\n\tsecond “ñandú” 📞");
  check_accepted (call);
  bitacora_call_activity_set_description (call, longest);
  check_accepted (call);
  /* A task has neither; what is there does not count. */
  bitacora_call_activity_set_location (task, "\x01");
  check_accepted (task);
}

static void
test_missing (void)
{
  g_autoptr (BitacoraCallActivity) call = make_good (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (BitacoraCallActivity) task = make_good (BITACORA_ACTIVITY_TYPE_TASK);

  bitacora_call_activity_set_name (call, " \u00a0 ");
  check_refused (call, BITACORA_FIELD_NAME, BITACORA_ACTIVITY_ERROR_MISSING, "name");
  /* The form shows the phone before the name. */
  bitacora_call_activity_set_phone (call, NULL);
  check_refused (call, BITACORA_FIELD_PHONE, BITACORA_ACTIVITY_ERROR_MISSING, "310 555 1234");

  bitacora_call_activity_set_status (task, "");
  check_refused (task, BITACORA_FIELD_STATUS, BITACORA_ACTIVITY_ERROR_MISSING, "created");
  bitacora_call_activity_set_module (task, "");
  check_refused (task, BITACORA_FIELD_MODULE, BITACORA_ACTIVITY_ERROR_MISSING, "contacts");
  bitacora_call_activity_set_remember (task, TRUE);
  check_refused (task, BITACORA_FIELD_REMINDER_DATE, BITACORA_ACTIVITY_ERROR_MISSING, "reminder");
  bitacora_call_activity_set_completion_date (task, NULL);
  check_refused (task,
                 BITACORA_FIELD_COMPLETION_DATE,
                 BITACORA_ACTIVITY_ERROR_MISSING,
                 "completion date");
}

static void
test_phone (void)
{
  g_autoptr (BitacoraCallActivity) call = make_good (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (BitacoraPhoneNumber) lengthy
      = bitacora_phone_number_parse ("+57 310 555 123456", NULL, NULL);

  bitacora_call_activity_set_phone (call, lengthy);
  check_refused (call, BITACORA_FIELD_PHONE, BITACORA_ACTIVITY_ERROR_INVALID, "310555123456");
}

static void
test_dates (void)
{
  g_autoptr (BitacoraCallActivity) call = make_good (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (GDateTime) old = g_date_time_new_utc (1, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) oldest = g_date_time_new_utc (1, 1, 2, 0, 0, 0);
  g_autoptr (GDateTime) late = g_date_time_new_utc (9999, 12, 31, 0, 0, 0);
  g_autoptr (GDateTime) latest = g_date_time_new_utc (9999, 12, 30, 23, 59, 59);

  bitacora_call_activity_set_reminder_date (call, oldest);
  bitacora_call_activity_set_remember (call, TRUE);
  check_accepted (call);
  bitacora_call_activity_set_reminder_date (call, latest);
  check_accepted (call);
  bitacora_call_activity_set_reminder_date (call, late);
  check_refused (call, BITACORA_FIELD_REMINDER_DATE, BITACORA_ACTIVITY_ERROR_INVALID, "9999");
  /* A reminder that is switched off is not looked at. */
  bitacora_call_activity_set_remember (call, FALSE);
  check_accepted (call);
  bitacora_call_activity_set_completion_date (call, old);
  check_refused (call, BITACORA_FIELD_COMPLETION_DATE, BITACORA_ACTIVITY_ERROR_INVALID, "9999");
}

static void
test_text (void)
{
  static const struct
  {
    const char *property;
    BitacoraActivityField field;
  } fields[] = {
    { "name", BITACORA_FIELD_NAME },           { "description", BITACORA_FIELD_DESCRIPTION },
    { "status", BITACORA_FIELD_STATUS },       { "module", BITACORA_FIELD_MODULE },
    { "record-id", BITACORA_FIELD_RECORD_ID }, { "owner", BITACORA_FIELD_OWNER },
    { "location", BITACORA_FIELD_LOCATION },
  };
  static const char *const controls[]
      = { "a\x01z", "a\x1b[2Jz", "a\x7fz", "a\xc2\x85z", "a\u2028z", "a\rz" };
  static const char *const lines[] = { "a\nz", "a\tz" };
  g_autofree char *too_long = g_strnfill (BITACORA_ACTIVITY_MAX_TEXT + 1, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (BitacoraCallActivity) call = make_good (BITACORA_ACTIVITY_TYPE_CALL);
      const char *label = bitacora_activity_field_get_label (fields[i].field);

      for (gsize k = 0; k < G_N_ELEMENTS (controls); k++)
        {
          g_object_set (call, fields[i].property, controls[k], NULL);
          check_refused (call, fields[i].field, BITACORA_ACTIVITY_ERROR_CONTROL_CHARACTER, label);
        }
      for (gsize k = 0; k < G_N_ELEMENTS (lines); k++)
        {
          g_object_set (call, fields[i].property, lines[k], NULL);
          if (fields[i].field == BITACORA_FIELD_DESCRIPTION)
            check_accepted (call);
          else
            check_refused (call, fields[i].field, BITACORA_ACTIVITY_ERROR_CONTROL_CHARACTER, label);
        }
      g_object_set (call, fields[i].property, "a\xffz", NULL);
      check_refused (call, fields[i].field, BITACORA_ACTIVITY_ERROR_INVALID, label);
      g_object_set (call, fields[i].property, too_long, NULL);
      check_refused (call, fields[i].field, BITACORA_ACTIVITY_ERROR_TOO_LONG, "64");
    }
}

static void
test_priority (void)
{
  g_autoptr (BitacoraCallActivity) call = make_good (BITACORA_ACTIVITY_TYPE_CALL);

  bitacora_call_activity_set_priority (call, 7);
  check_refused (call,
                 BITACORA_FIELD_PRIORITY,
                 BITACORA_ACTIVITY_ERROR_INVALID,
                 "high, normal or low");
}

static void
test_words (void)
{
  static const char *const bad[] = { "", "High", "urgent", "call " };
  BitacoraPriority priority = BITACORA_PRIORITY_LOW;
  BitacoraActivityType type = BITACORA_ACTIVITY_TYPE_CALL;

  for (BitacoraPriority each = BITACORA_PRIORITY_LOW; each <= BITACORA_PRIORITY_HIGH; each++)
    {
      g_assert_true (
          bitacora_priority_from_string (bitacora_priority_to_string (each), &priority, NULL));
      g_assert_cmpint (priority, ==, each);
    }
  g_assert_cmpstr (bitacora_priority_to_string (BITACORA_PRIORITY_HIGH), ==, "high");
  g_assert_cmpstr (bitacora_activity_type_to_string (BITACORA_ACTIVITY_TYPE_CALL), ==, "call");
  g_assert_true (bitacora_activity_type_from_string ("task", &type, NULL));
  g_assert_cmpint (type, ==, BITACORA_ACTIVITY_TYPE_TASK);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) other = NULL;

      g_assert_false (bitacora_priority_from_string (bad[i], &priority, &error));
      g_assert_error (error, BITACORA_ACTIVITY_ERROR, BITACORA_ACTIVITY_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "high, normal or low"));
      g_assert_false (bitacora_activity_type_from_string (bad[i], &type, &other));
      g_assert_error (other, BITACORA_ACTIVITY_ERROR, BITACORA_ACTIVITY_ERROR_INVALID);
    }
  for (BitacoraActivityField field = 0; field < BITACORA_N_FIELDS; field++)
    g_assert_cmpint (*bitacora_activity_field_get_label (field), !=, '\0');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call-activity/defaults", test_defaults);
  g_test_add_func ("/call-activity/properties", test_properties);
  g_test_add_func ("/call-activity/good", test_good);
  g_test_add_func ("/call-activity/missing", test_missing);
  g_test_add_func ("/call-activity/phone", test_phone);
  g_test_add_func ("/call-activity/dates", test_dates);
  g_test_add_func ("/call-activity/text", test_text);
  g_test_add_func ("/call-activity/priority", test_priority);
  g_test_add_func ("/call-activity/words", test_words);
  return g_test_run ();
}
