/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "outbox/bitacora-outbox-decision.h"

/* Long enough for a machine that is busy with everything else; nothing waits for it to pass. */
#define PATIENCE (30 * G_TIME_SPAN_SECOND)

static gboolean
woken_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  outbox_fixture_wait_until (*result != NULL);
  return *result;
}

void
outbox_fixture_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

void
outbox_fixture_set_up (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = outbox_fixture_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "bitacora", "outbox.db", NULL);
  fixture->outbox = outbox_fixture_open (fixture->path, &error);
  g_assert_no_error (error);
}

void
outbox_fixture_tear_down (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_close (fixture);
  outbox_fixture_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* What is still asked of an outbox keeps it for a moment. */
void
outbox_fixture_close (OutboxFixture *fixture)
{
  gpointer outbox = g_steal_pointer (&fixture->outbox);

  g_object_add_weak_pointer (outbox, &outbox);
  g_object_unref (outbox);
  outbox_fixture_wait_until (outbox == NULL);
}

void
outbox_fixture_reopen (OutboxFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (fixture->outbox != NULL)
    outbox_fixture_close (fixture);
  fixture->outbox = outbox_fixture_open (fixture->path, &error);
  g_assert_no_error (error);
}

char *
outbox_fixture_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("bitacora-outbox-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
outbox_fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        outbox_fixture_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

gint64
outbox_fixture_get_deadline (void)
{
  return g_get_monotonic_time () + PATIENCE;
}

void
outbox_fixture_iterate (gint64 deadline, const char *condition)
{
  gint64 left = deadline - g_get_monotonic_time ();
  guint source;

  if (left <= 0)
    g_error ("Waited in vain for: %s", condition);
  source = g_timeout_add ((guint)(left / 1000) + 1, woken_cb, NULL);
  g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, source) != NULL)
    g_source_remove (source);
}

BitacoraOutbox *
outbox_fixture_open (const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_open_async (path, NULL, outbox_fixture_result_cb, &result);
  return bitacora_outbox_open_finish (wait_for (&result), error);
}

BitacoraCallActivity *
outbox_fixture_create_activity (const char *name)
{
  BitacoraCallActivity *activity = bitacora_call_activity_new (BITACORA_ACTIVITY_TYPE_CALL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GDateTime) completed = g_date_time_new (zone, 2023, 7, 30, 9, 30, 15);
  g_autoptr (GDateTime) reminder = g_date_time_new (zone, 2023, 7, 31, 8, 0, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraPhoneNumber) phone
      = bitacora_phone_number_parse ("+57 310 555 1234", "CO", &error);

  g_assert_no_error (error);
  bitacora_call_activity_set_name (activity, name);
  bitacora_call_activity_set_description (activity, "José llamó:\n\t\"precio\" ¿mañana? 🙂");
  bitacora_call_activity_set_priority (activity, BITACORA_PRIORITY_HIGH);
  bitacora_call_activity_set_status (activity, "created");
  bitacora_call_activity_set_module (activity, "contacts");
  bitacora_call_activity_set_record_id (activity, "64cb11");
  bitacora_call_activity_set_owner (activity, "ADMIN_@mimodulo");
  bitacora_call_activity_set_location (activity, "Bogotá");
  bitacora_call_activity_set_phone (activity, phone);
  bitacora_call_activity_set_completion_date (activity, completed);
  bitacora_call_activity_set_remember (activity, TRUE);
  bitacora_call_activity_set_reminder_date (activity, reminder);
  return activity;
}

BitacoraOutboxEntry *
outbox_fixture_try_append (BitacoraOutbox *outbox,
                           const char *profile_id,
                           const char *name,
                           GError **error)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity (name);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_append_async (outbox,
                                profile_id,
                                activity,
                                NULL,
                                outbox_fixture_result_cb,
                                &result);
  return bitacora_outbox_append_finish (outbox, wait_for (&result), error);
}

gint64
outbox_fixture_append (BitacoraOutbox *outbox, const char *profile_id, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = outbox_fixture_try_append (outbox, profile_id, name, &error);

  g_assert_no_error (error);
  return bitacora_outbox_entry_get_id (entry);
}

BitacoraOutboxEntry *
outbox_fixture_get (BitacoraOutbox *outbox, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_get_async (outbox, id, NULL, outbox_fixture_result_cb, &result);
  return bitacora_outbox_get_finish (outbox, wait_for (&result), error);
}

BitacoraOutboxState
outbox_fixture_get_state (BitacoraOutbox *outbox, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry = outbox_fixture_get (outbox, id, &error);

  g_assert_no_error (error);
  return bitacora_outbox_entry_get_state (entry);
}

GPtrArray *
outbox_fixture_list (BitacoraOutbox *outbox, guint states, const char *profile_id, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  bitacora_outbox_list_async (
      outbox, states, profile_id, limit, NULL, outbox_fixture_result_cb, &result);
  entries = bitacora_outbox_list_finish (outbox, wait_for (&result), &error);
  g_assert_no_error (error);
  return entries;
}

BitacoraOutboxEntry *
outbox_fixture_correct (BitacoraOutbox *outbox, gint64 id, const char *name, GError **error)
{
  g_autoptr (BitacoraCallActivity) activity = outbox_fixture_create_activity (name);
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_correct_async (outbox, id, activity, NULL, outbox_fixture_result_cb, &result);
  return bitacora_outbox_correct_finish (outbox, wait_for (&result), error);
}

gboolean
outbox_fixture_discard (BitacoraOutbox *outbox, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_discard_async (outbox, id, NULL, outbox_fixture_result_cb, &result);
  return bitacora_outbox_discard_finish (outbox, wait_for (&result), error);
}

gint64
outbox_fixture_start (BitacoraOutbox *outbox, gint64 id, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_start_attempt_async (
      outbox, id, "http://127.0.0.1:9", "{}", now, NULL, outbox_fixture_result_cb, &result);
  return bitacora_outbox_start_attempt_finish (outbox, wait_for (&result), error);
}

BitacoraOutboxEntry *
outbox_fixture_finish (BitacoraOutbox *outbox,
                       gint64 id,
                       gint64 attempt,
                       BitacoraCrmReply *reply,
                       GDateTime *not_before,
                       GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_finish_attempt_async (
      outbox, id, attempt, reply, now, not_before, outbox_fixture_result_cb, &result);
  return bitacora_outbox_finish_attempt_finish (outbox, wait_for (&result), error);
}

BitacoraOutboxEntry *
outbox_fixture_hold (BitacoraOutbox *outbox,
                     gint64 id,
                     BitacoraCrmReply *reason,
                     GDateTime *not_before,
                     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bitacora_outbox_hold_async (outbox, id, reason, not_before, outbox_fixture_result_cb, &result);
  return bitacora_outbox_hold_finish (outbox, wait_for (&result), error);
}

BitacoraOutboxEntry *
outbox_fixture_next_due (BitacoraOutbox *outbox,
                         const char *const *skip_profiles,
                         GDateTime *now,
                         GDateTime **next)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  bitacora_outbox_list_due_async (
      outbox, skip_profiles, now, 1, NULL, outbox_fixture_result_cb, &result);
  entries = bitacora_outbox_list_due_finish (outbox, wait_for (&result), next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, <=, 1);
  return entries->len > 0 ? g_object_ref (g_ptr_array_index (entries, 0)) : NULL;
}

guint
outbox_fixture_recover (BitacoraOutbox *outbox)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_recovered;

  bitacora_outbox_recover_async (outbox, now, NULL, outbox_fixture_result_cb, &result);
  n_recovered = bitacora_outbox_recover_finish (outbox, wait_for (&result), &error);
  g_assert_no_error (error);
  return n_recovered;
}

void
outbox_fixture_release_profile (BitacoraOutbox *outbox, const char *profile_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bitacora_outbox_release_profile_async (outbox, profile_id, outbox_fixture_result_cb, &result);
  bitacora_outbox_release_profile_finish (outbox, wait_for (&result), &error);
  g_assert_no_error (error);
}

BitacoraCrmReply *
outbox_fixture_answer (guint http_status, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return bitacora_crm_reply_new_from_answer (http_status, NULL, NULL, bytes);
}

BitacoraCrmReply *
outbox_fixture_not_sent (void)
{
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "refused");

  return bitacora_crm_reply_new_from_failure (error, FALSE);
}

BitacoraCrmReply *
outbox_fixture_unknown (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "slow");

  return bitacora_crm_reply_new_from_failure (error, TRUE);
}

/* Starts this very program once more, as another process that uses the same outbox. */
GSubprocess *
outbox_fixture_spawn_child (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *child;

  g_strv_builder_add (builder, "/proc/self/exe");
  g_strv_builder_add (builder, "--child");
  g_strv_builder_addv (builder, (const char **)arguments);
  command = g_strv_builder_end (builder);
  child = g_subprocess_newv ((const char *const *)command,
                             G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE,
                             &error);
  g_assert_no_error (error);
  return child;
}

char *
outbox_fixture_read_line (GSubprocess *child)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char c;

  while (g_input_stream_read (g_subprocess_get_stdout_pipe (child), &c, 1, NULL, &error) == 1
         && c != '\n')
    g_string_append_c (line, c);
  g_assert_no_error (error);
  return g_strdup (line->str);
}

void
outbox_fixture_kill (GSubprocess *child)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (child));
}
