/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-text.h"

#include <json-glib/json-glib.h>

#include "bitacora-csv-writer.h"

/* Tells spreadsheets that the text is UTF-8. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

#define N_MEMBERS 18

/* What is told of a call: the columns' headers and the members of the JSON. The names of what the
 * user said are those that bitacora_call_columns_guess() knows, and no other is. */
static const char *const names[N_MEMBERS + 1]
    = { "id",     "state",       "profile",   "created", "wolkvox_id", "type",   "phone",
        "name",   "description", "completed", "remind",  "priority",   "record", "module",
        "status", "owner",       "location",  "message", NULL };

/* With its distance from UTC. */
static char *
format_moment (GDateTime *moment, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = moment != NULL ? g_date_time_to_timezone (moment, zone) : NULL;

  return local != NULL ? g_date_time_format (local, "%C%y-%m-%dT%H:%M:%S%:z") : NULL;
}

static char *
format_phone (BitacoraPhoneNumber *phone)
{
  return phone != NULL ? bitacora_phone_number_format_e164 (phone) : NULL;
}

/* The texts that go with the names; NULL where there is nothing to say. */
static void
collect (BitacoraOutboxEntry *entry, GTimeZone *zone, char *texts[N_MEMBERS])
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);
  BitacoraActivityType type = bitacora_call_activity_get_activity_type (activity);
  BitacoraPriority priority = bitacora_call_activity_get_priority (activity);
  GDateTime *remind = bitacora_call_activity_get_remember (activity)
                          ? bitacora_call_activity_get_reminder_date (activity)
                          : NULL;
  guint n = 0;

  texts[n++] = g_strdup_printf ("%" G_GINT64_FORMAT, bitacora_outbox_entry_get_id (entry));
  texts[n++] = g_strdup (bitacora_outbox_state_to_string (bitacora_outbox_entry_get_state (entry)));
  texts[n++] = g_strdup (bitacora_outbox_entry_get_profile_id (entry));
  texts[n++] = format_moment (bitacora_outbox_entry_get_created (entry), zone);
  texts[n++] = g_strdup (bitacora_outbox_entry_get_wolkvox_id (entry));
  texts[n++] = g_strdup (bitacora_activity_type_to_string (type));
  texts[n++] = format_phone (bitacora_call_activity_get_phone (activity));
  texts[n++] = g_strdup (bitacora_call_activity_get_name (activity));
  texts[n++] = g_strdup (bitacora_call_activity_get_description (activity));
  texts[n++] = format_moment (bitacora_call_activity_get_completion_date (activity), zone);
  texts[n++] = format_moment (remind, zone);
  texts[n++] = g_strdup (bitacora_priority_to_string (priority));
  texts[n++] = g_strdup (bitacora_call_activity_get_record_id (activity));
  texts[n++] = g_strdup (bitacora_call_activity_get_module (activity));
  texts[n++] = g_strdup (bitacora_call_activity_get_status (activity));
  texts[n++] = g_strdup (bitacora_call_activity_get_owner (activity));
  texts[n++] = g_strdup (bitacora_call_activity_get_location (activity));
  texts[n++] = g_strdup (bitacora_outbox_entry_get_message (entry));
  g_assert (n == N_MEMBERS);
}

static void
add_row (GString *text, char *texts[N_MEMBERS])
{
  const char *cells[N_MEMBERS + 1] = { NULL };

  for (guint i = 0; i < N_MEMBERS; i++)
    cells[i] = texts[i] != NULL ? texts[i] : "";
  bitacora_csv_write_row (text, cells);
}

static void
add_object (GString *text, gint64 id, char *texts[N_MEMBERS])
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, names[0]);
  json_builder_add_int_value (builder, id);
  for (guint i = 1; i < N_MEMBERS; i++)
    {
      json_builder_set_member_name (builder, names[i]);
      if (texts[i] != NULL)
        json_builder_add_string_value (builder, texts[i]);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_to_gstring (generator, text);
}

/**
 * bitacora_call_format_guess:
 * @path: a file's name
 *
 * Returns: JSON for a name that ends in `.json`, CSV for any other
 */
BitacoraCallFormat
bitacora_call_format_guess (const char *path)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (path != NULL, BITACORA_CALL_FORMAT_CSV);

  lower = g_ascii_strdown (path, -1);
  return g_str_has_suffix (lower, ".json") ? BITACORA_CALL_FORMAT_JSON : BITACORA_CALL_FORMAT_CSV;
}

/**
 * bitacora_call_text_begin:
 * @text: where to append it
 * @format: CSV, as bitacora_csv_write_row() has it, or JSON: an array of objects
 *
 * Writes what stands before the first call.
 */
void
bitacora_call_text_begin (GString *text, BitacoraCallFormat format)
{
  g_return_if_fail (text != NULL);

  if (format == BITACORA_CALL_FORMAT_JSON)
    {
      g_string_append_c (text, '[');
      return;
    }
  g_string_append (text, BYTE_ORDER_MARK);
  bitacora_csv_write_row (text, names);
}

/**
 * bitacora_call_text_add:
 * @text: where to append it
 * @format: as for bitacora_call_text_begin()
 * @entry: an entry of the outbox
 * @zone: the zone in which its dates are to be written; each tells its distance from UTC
 * @is_first: whether no call stands before it
 *
 * Writes a call.
 */
void
bitacora_call_text_add (GString *text,
                        BitacoraCallFormat format,
                        BitacoraOutboxEntry *entry,
                        GTimeZone *zone,
                        gboolean is_first)
{
  char *texts[N_MEMBERS];

  g_return_if_fail (text != NULL);
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));
  g_return_if_fail (zone != NULL);

  collect (entry, zone, texts);
  if (format == BITACORA_CALL_FORMAT_JSON)
    {
      g_string_append (text, is_first ? "\n" : ",\n");
      add_object (text, bitacora_outbox_entry_get_id (entry), texts);
    }
  else
    add_row (text, texts);
  for (guint i = 0; i < N_MEMBERS; i++)
    g_free (texts[i]);
}

/**
 * bitacora_call_text_end:
 * @text: where to append it
 * @format: as for bitacora_call_text_begin()
 *
 * Writes what stands behind the last call.
 */
void
bitacora_call_text_end (GString *text, BitacoraCallFormat format)
{
  g_return_if_fail (text != NULL);

  if (format == BITACORA_CALL_FORMAT_JSON)
    g_string_append (text, "\n]\n");
}
