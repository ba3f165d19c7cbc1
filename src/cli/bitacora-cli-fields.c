/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-cli-fields.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "crm/bitacora-activity-json.h"
#include "model/bitacora-moment.h"

/* An activity whose texts are all as long as they may be and escaped throughout stays below. */
#define MAX_DOCUMENT (8 * 1024 * 1024)

typedef void (*SetText) (BitacoraCallActivity *activity, const char *text);

static GDateTime *
read_moment (const char *option, const char *text, GDateTime *now, GError **error)
{
  GDateTime *moment;

  if (g_ascii_strcasecmp (text, "now") == 0)
    return g_date_time_ref (now);

  moment = bitacora_moment_parse (text, now, error);
  if (moment == NULL)
    g_prefix_error (error, "%s: ", option);

  return moment;
}

static void
set_texts (BitacoraCallActivity *activity, const BitacoraCliFields *fields)
{
  const struct
  {
    const char *text;
    SetText set;
  } texts[] = {
    { fields->name, bitacora_call_activity_set_name },
    { fields->description, bitacora_call_activity_set_description },
    { fields->status, bitacora_call_activity_set_status },
    { fields->module, bitacora_call_activity_set_module },
    { fields->record, bitacora_call_activity_set_record_id },
    { fields->location, bitacora_call_activity_set_location },
    { fields->owner, bitacora_call_activity_set_owner },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (texts[i].text != NULL)
        texts[i].set (activity, texts[i].text);
    }
}

static gboolean
set_priority (BitacoraCallActivity *activity, const char *text, GError **error)
{
  BitacoraPriority priority;

  if (text == NULL)
    return TRUE;
  if (!bitacora_priority_from_string (text, &priority, error))
    {
      g_prefix_error_literal (error, "--priority: ");
      return FALSE;
    }
  bitacora_call_activity_set_priority (activity, priority);

  return TRUE;
}

static gboolean
set_phone (BitacoraCallActivity *activity, const char *text, const char *country, GError **error)
{
  g_autoptr (BitacoraPhoneNumber) phone = NULL;

  if (text == NULL)
    return TRUE;
  phone = bitacora_phone_number_parse (text, country, error);
  if (phone == NULL)
    {
      g_prefix_error_literal (error, "--phone: ");
      return FALSE;
    }
  bitacora_call_activity_set_phone (activity, phone);

  return TRUE;
}

static gboolean
set_dates (BitacoraCallActivity *activity,
           const BitacoraCliFields *fields,
           GDateTime *now,
           GError **error)
{
  const char *completed = fields->completed != NULL ? fields->completed : "now";
  g_autoptr (GDateTime) completion = read_moment ("--completed", completed, now, error);
  g_autoptr (GDateTime) reminder = NULL;

  if (completion == NULL)
    return FALSE;
  bitacora_call_activity_set_completion_date (activity, completion);

  if (fields->remind == NULL)
    return TRUE;
  reminder = read_moment ("--remind", fields->remind, now, error);
  if (reminder == NULL)
    return FALSE;
  bitacora_call_activity_set_remember (activity, TRUE);
  bitacora_call_activity_set_reminder_date (activity, reminder);

  return TRUE;
}

static gboolean
read_type (const BitacoraCliFields *fields, BitacoraActivityType *type, GError **error)
{
  *type = BITACORA_ACTIVITY_TYPE_CALL;
  if (fields->type != NULL && !bitacora_activity_type_from_string (fields->type, type, error))
    {
      g_prefix_error_literal (error, "--type: ");
      return FALSE;
    }
  if (*type == BITACORA_ACTIVITY_TYPE_CALL || (fields->phone == NULL && fields->location == NULL))
    return TRUE;

  g_set_error (error,
               BITACORA_ACTIVITY_ERROR,
               BITACORA_ACTIVITY_ERROR_INVALID,
               _ ("%s: the CRM’s tasks have no such field. Leave it out, or log a call."),
               fields->phone != NULL ? "--phone" : "--location");
  return FALSE;
}

static GByteArray *
read_stream (FILE *stream, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 block[16 * 1024];
  gsize length;

  while ((length = fread (block, 1, sizeof block, stream)) > 0)
    {
      g_byte_array_append (bytes, block, length);
      if (bytes->len > MAX_DOCUMENT)
        {
          g_set_error (error,
                       G_FILE_ERROR,
                       G_FILE_ERROR_FAILED,
                       _ ("%s: this is too long for an activity."),
                       path);
          return NULL;
        }
    }
  if (ferror (stream))
    {
      g_set_error (error,
                   G_FILE_ERROR,
                   g_file_error_from_errno (errno),
                   _ ("%s: it could not be read: %s."),
                   path,
                   g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

static GByteArray *
read_file (const char *path, GError **error)
{
  FILE *stream = g_fopen (path, "rbe");
  GByteArray *bytes;

  if (stream == NULL)
    {
      g_set_error (error,
                   G_FILE_ERROR,
                   g_file_error_from_errno (errno),
                   _ ("%s: it could not be read: %s."),
                   path,
                   g_strerror (errno));
      return NULL;
    }
  bytes = read_stream (stream, path, error);
  fclose (stream);

  return bytes;
}

/**
 * bitacora_cli_fields_clear:
 * @fields: the fields
 *
 * Frees the texts of @fields, not @fields itself.
 */
void
bitacora_cli_fields_clear (BitacoraCliFields *fields)
{
  g_clear_pointer (&fields->type, g_free);
  g_clear_pointer (&fields->name, g_free);
  g_clear_pointer (&fields->phone, g_free);
  g_clear_pointer (&fields->description, g_free);
  g_clear_pointer (&fields->priority, g_free);
  g_clear_pointer (&fields->status, g_free);
  g_clear_pointer (&fields->module, g_free);
  g_clear_pointer (&fields->record, g_free);
  g_clear_pointer (&fields->completed, g_free);
  g_clear_pointer (&fields->remind, g_free);
  g_clear_pointer (&fields->location, g_free);
  g_clear_pointer (&fields->owner, g_free);
}

/**
 * bitacora_cli_fields_are_empty:
 * @fields: the fields
 *
 * Returns: whether the command line says nothing of any of them
 */
gboolean
bitacora_cli_fields_are_empty (const BitacoraCliFields *fields)
{
  return fields->type == NULL && fields->name == NULL && fields->phone == NULL
         && fields->description == NULL && fields->priority == NULL && fields->status == NULL
         && fields->module == NULL && fields->record == NULL && fields->completed == NULL
         && fields->remind == NULL && fields->location == NULL && fields->owner == NULL;
}

/**
 * bitacora_cli_fields_create_activity:
 * @fields: the fields
 * @profile: whose defaults and country are taken
 * @clock: tells "now" and the user's zone, in which dates are typed
 * @error: return location for an error
 *
 * Makes an activity of what the command line says. Whether it makes sense as a whole is for
 * bitacora_call_activity_validate() to say.
 *
 * Returns: (transfer full) (nullable): the activity, or %NULL with @error set in the domain of
 *   whatever could not read its field, its message beginning with the option
 */
BitacoraCallActivity *
bitacora_cli_fields_create_activity (const BitacoraCliFields *fields,
                                     BitacoraProfile *profile,
                                     BitacoraClock *clock,
                                     GError **error)
{
  g_autoptr (BitacoraCallActivity) activity = NULL;
  g_autoptr (GDateTime) now = bitacora_clock_now (clock);
  BitacoraActivityType type;

  if (!read_type (fields, &type, error))
    return NULL;

  activity = bitacora_profile_create_activity (profile, type);
  set_texts (activity, fields);
  if (!set_priority (activity, fields->priority, error)
      || !set_phone (activity, fields->phone, bitacora_profile_get_country (profile), error)
      || !set_dates (activity, fields, now, error))
    return NULL;

  return g_steal_pointer (&activity);
}

/**
 * bitacora_cli_fields_read_document:
 * @path: a file, or "-" for standard input
 * @profile: in whose time zone the document's dates are meant
 * @operation: (out) (transfer full): the operation that the document names
 * @error: return location for an error
 *
 * Reads an activity from the JSON that the CRM takes.
 *
 * Returns: (transfer full) (nullable): the activity, or %NULL with @error set in %G_FILE_ERROR or
 *   %BITACORA_ACTIVITY_JSON_ERROR, its message naming the offending member by its path
 */
BitacoraCallActivity *
bitacora_cli_fields_read_document (const char *path,
                                   BitacoraProfile *profile,
                                   char **operation,
                                   GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GTimeZone) zone = bitacora_profile_dup_zone (profile);

  if (g_str_equal (path, "-"))
    bytes = read_stream (stdin, _ ("standard input"), error);
  else
    bytes = read_file (path, error);
  if (bytes == NULL)
    return NULL;

  return bitacora_activity_json_read ((const char *)bytes->data,
                                      (gssize)bytes->len,
                                      zone,
                                      operation,
                                      error);
}
