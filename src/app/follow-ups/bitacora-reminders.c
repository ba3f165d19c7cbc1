/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-reminders.h"

#include "bitacora-follow-up-words.h"
#include "bitacora-reminder-notification.h"
#include "outbox/bitacora-outbox-follow-ups.h"

struct _BitacoraReminders
{
  GObject parent_instance;

  GApplication *application; /* weak */
  BitacoraServices *services;
  BitacoraOutbox *outbox;
  GSettings *settings;

  /* When the next one is due; NULL if none is known. */
  GDateTime *next;
  guint wake_source;
  guint change_source;
  gboolean is_taking;
  gboolean take_again;

  /* Of which entries a notification may be shown, and when they were due; which of them share the
   * one for several. */
  GHashTable *announced;
  GHashTable *together;
  /* Those of "announced" that the outbox is just asked about; NULL if it is not. */
  GHashTable *checked;
  gboolean settle_again;

  /* What was asked before the outbox was open. */
  GArray *waiting;
};

/* What a notification's button asks of an entry. */
typedef void (*Deed) (BitacoraReminders *self, gint64 id);

typedef struct
{
  Deed deed;
  gint64 id;
} Waiting;

#define SNOOZE_MINUTES 10

/* A clock may jump and a computer may sleep: how long one goes without a look at the clock. */
#define LONGEST_SLEEP (60 * G_TIME_SPAN_SECOND)

/* Many changes in a row, as when a queue goes out, are one look. */
#define CHANGE_DELAY_MS 50

#define GROUP_ID "follow-ups"

G_DEFINE_FINAL_TYPE (BitacoraReminders, bitacora_reminders, G_TYPE_OBJECT)

static void take (BitacoraReminders *self);
static void settle (BitacoraReminders *self);

static char *
create_notification_id (gint64 id)
{
  return g_strdup_printf ("follow-up-%" G_GINT64_FORMAT, id);
}

/* From ids to when they are due. */
static GHashTable *
create_table (void)
{
  return g_hash_table_new_full (g_int64_hash,
                                g_int64_equal,
                                g_free,
                                (GDestroyNotify)g_date_time_unref);
}

static gboolean
is_due_at (GHashTable *table, gconstpointer id, GDateTime *moment)
{
  GDateTime *due = g_hash_table_lookup (table, id);

  return due != NULL && g_date_time_equal (due, moment);
}

static GDateTime *
get_now (BitacoraReminders *self)
{
  return bitacora_clock_now (bitacora_services_get_clock (self->services));
}

static void
remember (GHashTable *table, BitacoraOutboxEntry *entry)
{
  gint64 id = bitacora_outbox_entry_get_id (entry);
  GDateTime *due = bitacora_outbox_entry_get_follow_up (entry);

  if (due != NULL)
    g_hash_table_replace (table, g_memdup2 (&id, sizeof id), g_date_time_ref (due));
}

static gboolean
wake_due_cb (gpointer user_data)
{
  BitacoraReminders *self = BITACORA_REMINDERS (user_data);

  self->wake_source = 0;
  take (self);

  return G_SOURCE_REMOVE;
}

static gboolean look_at_clock_cb (gpointer user_data);

static void
sleep_for (BitacoraReminders *self, GTimeSpan span, GSourceFunc callback)
{
  const guint ms = (guint)((MAX (span, 0) + G_TIME_SPAN_MILLISECOND - 1) / G_TIME_SPAN_MILLISECOND);

  g_clear_handle_id (&self->wake_source, g_source_remove);
  self->wake_source = g_timeout_add (ms, callback, self);
  g_source_set_name_by_id (self->wake_source, "bitacora: next reminder");
}

/* Towards the next one; what comes before it, the outbox says. */
static void
sleep_until_next (BitacoraReminders *self)
{
  g_autoptr (GDateTime) now = NULL;

  if (self->next == NULL)
    {
      g_clear_handle_id (&self->wake_source, g_source_remove);
      return;
    }
  now = get_now (self);
  sleep_for (self, MIN (g_date_time_difference (self->next, now), LONGEST_SLEEP), look_at_clock_cb);
}

static gboolean
look_at_clock_cb (gpointer user_data)
{
  BitacoraReminders *self = BITACORA_REMINDERS (user_data);
  g_autoptr (GDateTime) now = get_now (self);

  self->wake_source = 0;
  if (g_date_time_compare (now, self->next) < 0)
    sleep_until_next (self);
  else
    take (self);

  return G_SOURCE_REMOVE;
}

static void
send (BitacoraReminders *self, const char *id, GNotification *notification)
{
  if (self->application != NULL)
    g_application_send_notification (self->application, id, notification);
}

static void
withdraw (BitacoraReminders *self, gint64 id)
{
  g_autofree char *notification_id = create_notification_id (id);
  const gboolean was_together = g_hash_table_remove (self->together, &id);

  g_hash_table_remove (self->announced, &id);
  if (self->application == NULL)
    return;
  if (!was_together)
    g_application_withdraw_notification (self->application, notification_id);
  /* That of an earlier run goes with the last one. */
  if (g_hash_table_size (self->together) == 0
      && (was_together || g_hash_table_size (self->announced) == 0))
    g_application_withdraw_notification (self->application, GROUP_ID);
}

static void
announce_one (BitacoraReminders *self, BitacoraOutboxEntry *entry)
{
  g_autoptr (GDateTime) now = get_now (self);
  g_autofree char *id = create_notification_id (bitacora_outbox_entry_get_id (entry));
  g_autoptr (GNotification) notification
      = bitacora_reminder_notification_new (entry,
                                            now,
                                            g_settings_get_boolean (self->settings, "hide-names"));

  send (self, id, notification);
}

/* Those that an earlier notification for several named are due still: a new one in its place
 * counts what is new, and goes when all of them are done. */
static void
announce_several (BitacoraReminders *self, GPtrArray *entries)
{
  g_autoptr (GNotification) notification
      = bitacora_reminder_notification_new_for_several (entries,
                                                        g_settings_get_boolean (self->settings,
                                                                                "hide-names"));

  for (guint i = 0; i < entries->len; i++)
    {
      gint64 id = bitacora_outbox_entry_get_id (entries->pdata[i]);

      g_hash_table_add (self->together, g_memdup2 (&id, sizeof id));
    }
  send (self, GROUP_ID, notification);
}

static void
announce (BitacoraReminders *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    remember (self->announced, entries->pdata[i]);
  if (entries->len == 1)
    announce_one (self, entries->pdata[0]);
  else if (entries->len > 1)
    announce_several (self, entries);
}

static void
reminders_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraReminders) self = BITACORA_REMINDERS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_take_reminders_finish (BITACORA_OUTBOX (source), result, &next, &error);

  self->is_taking = FALSE;
  if (entries == NULL)
    {
      g_message ("The reminders could not be read: %s", error->message);
      sleep_for (self, LONGEST_SLEEP, wake_due_cb);
      return;
    }
  g_clear_pointer (&self->next, g_date_time_unref);
  self->next = g_steal_pointer (&next);
  announce (self, entries);
  sleep_until_next (self);
  if (self->take_again)
    take (self);
}

/* What was taken counts as announced: the reply is heard even by one that is given up. */
static void
take (BitacoraReminders *self)
{
  g_autoptr (GDateTime) now = get_now (self);

  self->take_again = self->is_taking;
  if (self->is_taking)
    return;
  self->is_taking = TRUE;
  bitacora_outbox_take_reminders_async (self->outbox,
                                        now,
                                        NULL,
                                        reminders_taken_cb,
                                        g_object_ref (self));
}

static void
due_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraReminders) self = BITACORA_REMINDERS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_list_follow_ups_finish (BITACORA_OUTBOX (source), result, &error);
  g_autoptr (GHashTable) checked = g_steal_pointer (&self->checked);
  g_autoptr (GHashTable) open = create_table ();
  GHashTableIter iter;
  gpointer id;
  gpointer was_due;

  if (entries == NULL)
    {
      g_message ("The follow-ups could not be read: %s", error->message);
      return;
    }
  for (guint i = 0; i < entries->len; i++)
    remember (open, entries->pdata[i]);
  g_hash_table_iter_init (&iter, checked);
  while (g_hash_table_iter_next (&iter, &id, &was_due))
    if (!is_due_at (open, id, was_due) && is_due_at (self->announced, id, was_due))
      withdraw (self, *(gint64 *)id);
  if (self->settle_again)
    settle (self);
}

/* Takes back the notifications of those that were done or put off since. */
static void
settle (BitacoraReminders *self)
{
  g_autoptr (GDateTime) after = NULL;
  GDateTime *last = NULL;
  GHashTableIter iter;
  gpointer id;
  gpointer due;

  self->settle_again = self->checked != NULL;
  if (self->checked != NULL || g_hash_table_size (self->announced) == 0)
    return;
  self->checked = create_table ();
  g_hash_table_iter_init (&iter, self->announced);
  while (g_hash_table_iter_next (&iter, &id, &due))
    {
      g_hash_table_insert (self->checked, g_memdup2 (id, sizeof (gint64)), g_date_time_ref (due));
      if (last == NULL || g_date_time_compare (due, last) > 0)
        last = due;
    }
  after = g_date_time_add_seconds (last, 1);
  bitacora_outbox_list_follow_ups_async (self->outbox,
                                         after,
                                         0,
                                         NULL,
                                         due_listed_cb,
                                         g_object_ref (self));
}

/* The notifications of an earlier run may be shown still. */
static void
earlier_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraReminders) self = BITACORA_REMINDERS (user_data);
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_list_follow_ups_finish (BITACORA_OUTBOX (source), result, NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    remember (self->announced, entries->pdata[i]);
  take (self);
}

static gboolean
change_due_cb (gpointer user_data)
{
  BitacoraReminders *self = BITACORA_REMINDERS (user_data);

  self->change_source = 0;
  take (self);
  settle (self);

  return G_SOURCE_REMOVE;
}

static void
entry_changed_cb (BitacoraReminders *self)
{
  if (self->change_source == 0)
    self->change_source = g_timeout_add (CHANGE_DELAY_MS, change_due_cb, self);
}

static void
outbox_opened_cb (BitacoraReminders *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);
  g_autoptr (GDateTime) now = NULL;

  if (outbox == NULL || !g_set_object (&self->outbox, outbox))
    return;
  g_signal_connect_object (outbox,
                           "changed",
                           G_CALLBACK (entry_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  now = get_now (self);
  bitacora_outbox_list_follow_ups_async (outbox,
                                         now,
                                         0,
                                         NULL,
                                         earlier_listed_cb,
                                         g_object_ref (self));
  for (guint i = 0; i < self->waiting->len; i++)
    {
      Waiting *waiting = &g_array_index (self->waiting, Waiting, i);

      waiting->deed (self, waiting->id);
    }
  g_array_set_size (self->waiting, 0);
}

static void
follow_up_postponed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_postpone_follow_up_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    g_message ("The follow-up could not be put off: %s", error->message);
}

static void
snooze (BitacoraReminders *self, gint64 id)
{
  g_autoptr (GDateTime) now = get_now (self);
  g_autoptr (GDateTime) due = g_date_time_add_minutes (now, SNOOZE_MINUTES);

  withdraw (self, id);
  bitacora_outbox_postpone_follow_up_async (self->outbox, id, due, follow_up_postponed_cb, NULL);
}

static void
entry_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraReminders) self = BITACORA_REMINDERS (user_data);
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_get_finish (BITACORA_OUTBOX (source), result, NULL);
  g_autofree char *number = entry != NULL ? bitacora_follow_up_format_e164 (entry) : NULL;

  if (number != NULL && G_IS_ACTION_GROUP (self->application))
    g_action_group_activate_action (G_ACTION_GROUP (self->application),
                                    "call-number",
                                    g_variant_new_string (number));
}

static void
call (BitacoraReminders *self, gint64 id)
{
  bitacora_outbox_get_async (self->outbox, id, NULL, entry_read_cb, g_object_ref (self));
}

/* A desktop that kept a notification may start the application by its button. */
static void
do_when_open (BitacoraReminders *self, Deed deed, gint64 id)
{
  const Waiting waiting = { deed, id };

  if (self->outbox != NULL)
    deed (self, id);
  else
    g_array_append_val (self->waiting, waiting);
}

static void
call_follow_up_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  do_when_open (BITACORA_REMINDERS (user_data), call, g_variant_get_int64 (parameter));
}

static void
add_call_action (BitacoraReminders *self)
{
  g_autoptr (GSimpleAction) action
      = g_simple_action_new (BITACORA_REMINDER_CALL_ACTION, G_VARIANT_TYPE_INT64);

  g_signal_connect_object (action, "activate", G_CALLBACK (call_follow_up_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->application), G_ACTION (action));
}

static void
bitacora_reminders_dispose (GObject *object)
{
  BitacoraReminders *self = BITACORA_REMINDERS (object);

  g_clear_handle_id (&self->wake_source, g_source_remove);
  g_clear_handle_id (&self->change_source, g_source_remove);
  if (self->application != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self->application), BITACORA_REMINDER_CALL_ACTION);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->outbox);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bitacora_reminders_parent_class)->dispose (object);
}

static void
bitacora_reminders_finalize (GObject *object)
{
  BitacoraReminders *self = BITACORA_REMINDERS (object);

  g_clear_pointer (&self->next, g_date_time_unref);
  g_clear_pointer (&self->announced, g_hash_table_unref);
  g_clear_pointer (&self->checked, g_hash_table_unref);
  g_clear_pointer (&self->together, g_hash_table_unref);
  g_clear_pointer (&self->waiting, g_array_unref);

  G_OBJECT_CLASS (bitacora_reminders_parent_class)->finalize (object);
}

static void
bitacora_reminders_class_init (BitacoraRemindersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_reminders_dispose;
  object_class->finalize = bitacora_reminders_finalize;
}

static void
bitacora_reminders_init (BitacoraReminders *self)
{
  self->settings = g_settings_new ("org.bitacora.Bitacora");
  self->announced = create_table ();
  self->together = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
}

/**
 * bitacora_reminders_new:
 * @application: shows the notifications and carries out what their buttons ask; not kept alive
 * @services: has the outbox, which may be opened later, and the clock
 *
 * Starts to announce follow-ups. Those that were due while nothing ran are announced together, as
 * soon as the outbox is open. Adds the action "call-follow-up" (x: an entry's id) to @application,
 * which asks "call-number" of the entry's number.
 *
 * Returns: (transfer full): what announces until it is released
 */
BitacoraReminders *
bitacora_reminders_new (GApplication *application, BitacoraServices *services)
{
  BitacoraReminders *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);

  self = g_object_new (BITACORA_TYPE_REMINDERS, NULL);
  g_set_weak_pointer (&self->application, application);
  self->services = g_object_ref (services);
  add_call_action (self);
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (outbox_opened_cb),
                           self,
                           G_CONNECT_SWAPPED);
  outbox_opened_cb (self);

  return self;
}

/**
 * bitacora_reminders_snooze:
 * @self: the reminders
 * @entry_id: the id of an entry with a follow-up
 *
 * Takes the notification of an entry back and announces it again in ten minutes, by the services'
 * clock. Before the outbox is open, it is done when it is.
 */
void
bitacora_reminders_snooze (BitacoraReminders *self, gint64 entry_id)
{
  g_return_if_fail (BITACORA_IS_REMINDERS (self));

  do_when_open (self, snooze, entry_id);
}
