/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "campaign-parts.h"

#include <errno.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../outbox/outbox-fixture.h"

/* A core is killed so many milliseconds after it began, at most. */
#define LONGEST_LIFE 50
#define DEADLINE (20 * 60 * G_TIME_SPAN_SECOND)

/* Every so many kills. */
#define COPY_INTERVAL 10
#define CUT_INTERVAL 7

typedef struct
{
  GSubprocess *process;
  int descriptor;
  GString *text;
  gboolean is_ready;
  gboolean has_accepted;
  gboolean has_ended;
  guint n_settled;
} Child;

typedef struct
{
  GRand *chance;
  char *folder;
  char *url;
  Child *server;
  GHashTable *accepted;
  guint n_copies;
} Campaign;

/* What became of the calls of one name: one, or twins. */
typedef struct
{
  guint n_entries;
  guint n_logged;
  guint n_in_crm;
} Namesakes;

static guint wanted_kills = 50;
static guint32 wanted_seed;

static Child *
spawn (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  Child *self = g_new0 (Child, 1);

  g_strv_builder_add (builder, "/proc/self/exe");
  g_strv_builder_addv (builder, (const char **)arguments);
  command = g_strv_builder_end (builder);
  self->process = g_subprocess_newv ((const char *const *)command,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error);
  g_assert_no_error (error);
  g_object_get (g_subprocess_get_stdout_pipe (self->process), "fd", &self->descriptor, NULL);
  self->text = g_string_new (NULL);
  return self;
}

static void
child_free (Child *self)
{
  g_object_unref (self->process);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/* Takes what a child wrote, waiting for it until @deadline; FALSE when the time is over. */
static gboolean
listen_once (Child *self, gint64 deadline)
{
  gint64 left = MAX (deadline - g_get_monotonic_time (), 0);
  struct pollfd watched = { .fd = self->descriptor, .events = POLLIN };
  char buffer[4096];
  gssize n_read;

  if (self->has_ended || poll (&watched, 1, (int)((left + 999) / 1000)) <= 0)
    return FALSE;
  n_read = read (self->descriptor, buffer, sizeof buffer);
  if (n_read > 0)
    g_string_append_len (self->text, buffer, n_read);
  else if (n_read == 0)
    self->has_ended = TRUE;
  return TRUE;
}

static char *
take_line (Child *self)
{
  char *end = strchr (self->text->str, '\n');
  char *line;

  if (end == NULL)
    return NULL;
  line = g_strndup (self->text->str, end - self->text->str);
  g_string_erase (self->text, 0, end - self->text->str + 1);
  return line;
}

/* Half a line is no announcement: the core died over it. */
static void
understand (Campaign *campaign, Child *core)
{
  char *line;

  while ((line = take_line (core)) != NULL)
    {
      if (g_str_equal (line, CAMPAIGN_READY))
        core->is_ready = TRUE;
      else if (g_str_has_prefix (line, CAMPAIGN_ACCEPTED))
        {
          g_hash_table_add (campaign->accepted, g_strdup (line + strlen (CAMPAIGN_ACCEPTED)));
          core->has_accepted = TRUE;
        }
      else if (g_str_has_prefix (line, CAMPAIGN_SETTLED))
        core->n_settled = (guint)atoi (line + strlen (CAMPAIGN_SETTLED));
      else
        g_error ("The core says “%s”", line);
      g_free (line);
    }
}

static void
listen_until (Campaign *campaign, Child *core, gint64 moment)
{
  while (listen_once (core, moment))
    understand (campaign, core);
}

static char *
read_line (Child *self)
{
  gint64 deadline = g_get_monotonic_time () + G_TIME_SPAN_MINUTE;
  char *line;

  while ((line = take_line (self)) == NULL)
    {
      if (!listen_once (self, deadline) || self->has_ended)
        g_error ("The practice CRM says nothing");
    }
  return line;
}

static void
tell_server (Campaign *self, const char *word)
{
  g_autofree char *line = g_strconcat (word, "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->server->process),
                             line,
                             strlen (line),
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);
}

static void
copy_file (const char *folder, const char *copy, const char *name)
{
  g_autofree char *from = g_build_filename (folder, name, NULL);
  g_autofree char *to = g_build_filename (copy, name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (from, &content, &length, &error))
    {
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
      return;
    }
  g_file_set_contents_full (to, content, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
check_integrity (const char *path)
{
  sqlite3 *database;
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA integrity_check", -1, &statement, NULL),
                   ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  sqlite3_close (database);
}

/* The outbox would tell that it is a copy, and take the original for one from then on. */
static void
take_name (const char *path)
{
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "DELETE FROM identity", NULL, NULL, NULL),
                   ==,
                   SQLITE_OK);
  sqlite3_close (database);
}

static GHashTable *
collect_keys (GPtrArray *entries)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      BitacoraCallActivity *activity
          = bitacora_outbox_entry_get_activity (g_ptr_array_index (entries, i));

      g_hash_table_add (keys, g_strdup (bitacora_call_activity_get_description (activity)));
    }
  return keys;
}

static guint
count_missing (GHashTable *wanted, GHashTable *there)
{
  GHashTableIter iter;
  gpointer key;
  guint n_missing = 0;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_hash_table_contains (there, key))
        continue;
      g_test_message ("Lost: %s", (const char *)key);
      n_missing++;
    }
  return n_missing;
}

static GPtrArray *
read_outbox (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  OutboxFixture fixture = { .path = path };
  GPtrArray *entries;
  g_autoptr (GError) error = NULL;

  fixture.outbox = outbox_fixture_open (path, &error);
  g_assert_no_error (error);
  entries = outbox_fixture_list (fixture.outbox, BITACORA_OUTBOX_STATES_ALL, NULL, 0);
  outbox_fixture_close (&fixture);
  return entries;
}

/* GSubprocess sends signals from another thread, some time: here it must have happened. */
static void
stand_still (Child *core)
{
  pid_t pid = (pid_t)atoi (g_subprocess_get_identifier (core->process));
  siginfo_t information;

  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  g_assert_cmpint (waitid (P_PID, (id_t)pid, &information, WSTOPPED), ==, 0);
}

/* The disk as a power cut would leave it: the core stands still wherever it is, also within a
 * transaction, while its files are copied. */
static char *
copy_disk (Campaign *self, Child *core)
{
  char *copy = outbox_fixture_make_folder ();

  stand_still (core);
  listen_until (self, core, 0);
  copy_file (self->folder, copy, "outbox.db");
  copy_file (self->folder, copy, "outbox.db-wal");
  copy_file (self->folder, copy, "outbox.db-shm");
  g_subprocess_send_signal (core->process, SIGCONT);
  return copy;
}

/* All that was accepted before a copy was made is in it. */
static void
check_copy (Campaign *self, const char *copy)
{
  g_autofree char *path = g_build_filename (copy, "outbox.db", NULL);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GHashTable) keys = NULL;

  check_integrity (path);
  take_name (path);
  entries = read_outbox (copy);
  keys = collect_keys (entries);
  g_assert_cmpuint (count_missing (self->accepted, keys), ==, 0);
  outbox_fixture_remove_folder (copy);
  self->n_copies++;
}

/* Whether the rest of a core's life may begin to be counted. */
static gboolean
is_far_enough (Child *core, gint32 kind)
{
  if (kind == 0)
    return TRUE;
  return kind == 1 ? core->is_ready : core->has_accepted;
}

/* One life of the core: a fifth dies soon after its birth, a fifth soon after it began to work, and
 * the rest soon after its first call, however slow the computer is. */
static void
kill_one (Campaign *self, guint number)
{
  g_autofree char *seed = g_strdup_printf ("%u", g_rand_int (self->chance));
  g_autofree char *count = g_strdup_printf ("%u", number);
  g_autofree char *copy = NULL;
  const char *const arguments[] = { CAMPAIGN_CORE, self->folder, self->url, seed, count, NULL };
  gint64 life = g_rand_int_range (self->chance, 0, LONGEST_LIFE * 1000);
  gint32 kind = g_rand_int_range (self->chance, 0, 5);
  Child *core = spawn (arguments);
  gint64 deadline = g_get_monotonic_time () + G_TIME_SPAN_MINUTE;

  while (!is_far_enough (core, kind) && listen_once (core, deadline))
    understand (self, core);
  g_assert_true (is_far_enough (core, kind));
  if (number % CUT_INTERVAL == 0)
    tell_server (self, CAMPAIGN_CUT);
  listen_until (self, core, g_get_monotonic_time () + life);
  if (number % COPY_INTERVAL == 0)
    copy = copy_disk (self, core);

  outbox_fixture_kill (core->process);
  /* What it announced after the copy has not been heard yet. */
  if (copy != NULL)
    check_copy (self, copy);
  listen_until (self, core, G_MAXINT64 / 2);
  g_assert_true (core->has_ended);
  child_free (core);
}

/* The last core settles what is left, in peace; returns how many doubts it settled. */
static guint
settle (Campaign *self)
{
  const char *const arguments[] = { CAMPAIGN_LAST_CORE, self->folder, self->url, NULL };
  g_autofree char *answer = NULL;
  Child *core;
  guint n_settled;

  tell_server (self, CAMPAIGN_CALM);
  answer = read_line (self->server);
  g_assert_cmpstr (answer, ==, CAMPAIGN_CALM);
  core = spawn (arguments);
  listen_until (self, core, g_get_monotonic_time () + DEADLINE);
  g_assert_true (core->has_ended);
  g_assert_true (g_subprocess_wait_check (core->process, NULL, NULL));
  n_settled = core->n_settled;
  child_free (core);
  return n_settled;
}

static Namesakes *
find_namesakes (GHashTable *names, const char *name)
{
  Namesakes *namesakes = g_hash_table_lookup (names, name);

  if (namesakes == NULL)
    {
      namesakes = g_new0 (Namesakes, 1);
      g_hash_table_insert (names, g_strdup (name), namesakes);
    }
  return namesakes;
}

static void
ask_crm (Campaign *self, GHashTable *names)
{
  g_autofree char *url = g_strconcat (self->url, "/practice/activities", NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = soup_session_send_and_read (session, message, NULL, &error);
  JsonArray *activities;

  g_assert_no_error (error);
  json_parser_load_from_data (parser,
                              g_bytes_get_data (answer, NULL),
                              (gssize)g_bytes_get_size (answer),
                              &error);
  g_assert_no_error (error);
  activities = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (activities); i++)
    {
      JsonObject *activity = json_array_get_object_element (activities, i);
      JsonObject *body = json_object_get_object_member (activity, "body");
      JsonObject *fields = json_object_get_object_member (body, "fields");

      find_namesakes (names, json_object_get_string_member (fields, "name"))->n_in_crm++;
    }
}

/* Counts, by name, what the outbox keeps; returns how many calls wait for a person. */
static guint
ask_outbox (GPtrArray *entries, GHashTable *names)
{
  guint n_left = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      BitacoraOutboxEntry *entry = g_ptr_array_index (entries, i);
      BitacoraOutboxState state = bitacora_outbox_entry_get_state (entry);
      const char *name
          = bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry));
      Namesakes *namesakes = find_namesakes (names, name);

      g_assert_cmpint (state, !=, BITACORA_OUTBOX_STATE_QUEUED);
      g_assert_cmpint (state, !=, BITACORA_OUTBOX_STATE_SENDING);
      namesakes->n_entries++;
      if (state == BITACORA_OUTBOX_STATE_LOGGED)
        namesakes->n_logged++;
      else
        n_left++;
    }
  return n_left;
}

static void
judge (Campaign *self, guint n_kills, guint n_settled)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) entries = read_outbox (self->folder);
  g_autoptr (GHashTable) keys = collect_keys (entries);
  guint n_calls = g_hash_table_size (self->accepted);
  guint n_lost = count_missing (self->accepted, keys);
  guint n_left = ask_outbox (entries, names);
  guint n_duplicated = 0;
  GHashTableIter iter;
  gpointer name, value;

  ask_crm (self, names);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      Namesakes *namesakes = value;

      if (namesakes->n_in_crm >= namesakes->n_logged && namesakes->n_in_crm <= namesakes->n_entries)
        continue;
      g_test_message ("%s: %u in the outbox, of which %u logged; %u in the CRM",
                      (const char *)name,
                      namesakes->n_entries,
                      namesakes->n_logged,
                      namesakes->n_in_crm);
      if (namesakes->n_in_crm < namesakes->n_logged)
        n_lost += namesakes->n_logged - namesakes->n_in_crm;
      else
        n_duplicated += namesakes->n_in_crm - namesakes->n_entries;
    }

  g_test_message ("kills %u, copies %u, calls %u, lost %u, duplicated %u, "
                  "settled automatically %u, left to a person %u",
                  n_kills,
                  self->n_copies,
                  n_calls,
                  n_lost,
                  n_duplicated,
                  n_settled,
                  n_left);
  g_assert_cmpuint (n_lost, ==, 0);
  g_assert_cmpuint (n_duplicated, ==, 0);
  g_assert_cmpuint (n_kills, ==, wanted_kills);
  g_assert_cmpuint (n_calls, >=, wanted_kills);
}

static void
test_campaign (void)
{
  g_autofree char *seed = g_strdup_printf ("%u", wanted_seed);
  const char *const serve[] = { CAMPAIGN_SERVE, seed, NULL };
  Campaign self = { .chance = g_rand_new_with_seed (wanted_seed) };
  guint n_kills = 0;
  guint n_settled;

  g_test_message ("seed %u", wanted_seed);
  self.folder = outbox_fixture_make_folder ();
  self.accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.server = spawn (serve);
  self.url = read_line (self.server);

  while (n_kills < wanted_kills)
    kill_one (&self, ++n_kills);
  n_settled = settle (&self);
  judge (&self, n_kills, n_settled);

  g_output_stream_close (g_subprocess_get_stdin_pipe (self.server->process), NULL, NULL);
  g_subprocess_wait (self.server->process, NULL, NULL);
  child_free (self.server);
  outbox_fixture_remove_folder (self.folder);
  g_hash_table_unref (self.accepted);
  g_rand_free (self.chance);
  g_free (self.folder);
  g_free (self.url);
}

/* --kills NUMBER and --from-seed NUMBER, wherever they stand; --seed is GTest's own. */
static void
read_arguments (int argc, char **argv)
{
  for (int i = 1; i + 1 < argc; i++)
    {
      if (g_str_equal (argv[i], "--kills"))
        wanted_kills = (guint)strtoul (argv[i + 1], NULL, 10);
      else if (g_str_equal (argv[i], "--from-seed"))
        wanted_seed = (guint32)strtoul (argv[i + 1], NULL, 10);
    }
}

int
main (int argc, char **argv)
{
  /* The same program is the server and the core: argv tells which. */
  if (argc == 3 && g_str_equal (argv[1], CAMPAIGN_SERVE))
    {
      campaign_serve ((guint32)strtoul (argv[2], NULL, 10));
      return 0;
    }
  if (argc == 6 && g_str_equal (argv[1], CAMPAIGN_CORE))
    {
      campaign_run_core (argv[2],
                         argv[3],
                         (guint32)strtoul (argv[4], NULL, 10),
                         (guint)strtoul (argv[5], NULL, 10));
      return 0;
    }
  if (argc == 4 && g_str_equal (argv[1], CAMPAIGN_LAST_CORE))
    {
      campaign_run_last_core (argv[2], argv[3]);
      return 0;
    }

  wanted_seed = g_random_int ();
  g_test_init (&argc, &argv, NULL);
  read_arguments (argc, argv);
  g_test_add_func ("/campaign/nothing-is-lost-and-nothing-twice", test_campaign);
  return g_test_run ();
}
