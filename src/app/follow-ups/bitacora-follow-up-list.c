/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-follow-up-list.h"

#include "bitacora-follow-up-words.h"
#include "outbox/bitacora-outbox-follow-ups.h"

struct _BitacoraFollowUpList
{
  GObject parent_instance;

  BitacoraServices *services;
  BitacoraOutbox *outbox;
  GListStore *store;
  GCancellable *closing;

  /* Nobody looks at the list when it is not watched: then only today's number is kept. */
  gboolean is_watched;
  gboolean is_loaded;
  gboolean is_stale;
  gboolean is_reading;
  gboolean read_again;

  guint n_today;
  /* The end of the day that was counted. */
  GDateTime *midnight;

  guint change_source;
  guint tick_source;
};

enum
{
  PROP_0,
  PROP_N_TODAY,
  N_PROPS,
};

enum
{
  LOADED,
  TIME_PASSED,
  N_SIGNALS,
};

/* Many changes in a row, as when a queue goes out, are one for the eye; a long list is not read
 * again for each of them. */
#define CHANGE_DELAY_MS 30
#define LONG_CHANGE_DELAY_MS 300
#define LONG_LIST 200

/* Minutes are told, and a clock may jump. */
#define LONGEST_SLEEP G_TIME_SPAN_MINUTE

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraFollowUpList, bitacora_follow_up_list, G_TYPE_OBJECT)

static void read_outbox (BitacoraFollowUpList *self);
static void sleep_until_next (BitacoraFollowUpList *self);

static GDateTime *
get_now (BitacoraFollowUpList *self)
{
  return bitacora_clock_now (bitacora_services_get_clock (self->services));
}

static gboolean
is_same_number (BitacoraCallActivity *a, BitacoraCallActivity *b)
{
  BitacoraPhoneNumber *first = bitacora_call_activity_get_phone (a);
  BitacoraPhoneNumber *second = bitacora_call_activity_get_phone (b);

  if (first == NULL || second == NULL)
    return first == second;

  return bitacora_phone_number_equal (first, second);
}

/* Whether nobody could tell the one from the other on the page. */
static gboolean
looks_alike (BitacoraOutboxEntry *a, BitacoraOutboxEntry *b)
{
  BitacoraCallActivity *first = bitacora_outbox_entry_get_activity (a);
  BitacoraCallActivity *second = bitacora_outbox_entry_get_activity (b);

  return bitacora_outbox_entry_get_id (a) == bitacora_outbox_entry_get_id (b)
         && g_date_time_equal (bitacora_outbox_entry_get_follow_up (a),
                               bitacora_outbox_entry_get_follow_up (b))
         && g_strcmp0 (bitacora_call_activity_get_name (first),
                       bitacora_call_activity_get_name (second))
                == 0
         && g_strcmp0 (bitacora_call_activity_get_description (first),
                       bitacora_call_activity_get_description (second))
                == 0
         && is_same_number (first, second);
}

static gboolean
is_kept (BitacoraFollowUpList *self, guint position, BitacoraOutboxEntry *entry)
{
  g_autoptr (BitacoraOutboxEntry) present
      = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  return looks_alike (present, entry);
}

/* What stays the same at both ends is left alone: rows keep the focus, and the view its place. */
static void
fill_store (BitacoraFollowUpList *self, GPtrArray *entries)
{
  const guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  const guint n_common = MIN (n_before, entries->len);
  guint start = 0;
  guint end = 0;

  while (start < n_common && is_kept (self, start, entries->pdata[start]))
    start++;
  while (end < n_common - start
         && is_kept (self, n_before - 1 - end, entries->pdata[entries->len - 1 - end]))
    end++;
  if (start + end < n_before || start + end < entries->len)
    g_list_store_splice (self->store,
                         start,
                         n_before - start - end,
                         entries->pdata + start,
                         entries->len - start - end);
}

static void
set_n_today (BitacoraFollowUpList *self, guint n_today)
{
  if (self->n_today == n_today)
    return;
  self->n_today = n_today;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TODAY]);
}

static void
end_reading (BitacoraFollowUpList *self)
{
  self->is_reading = FALSE;
  if (self->read_again)
    read_outbox (self);
}

static void
entries_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraFollowUpList) self = BITACORA_FOLLOW_UP_LIST (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_list_follow_ups_finish (BITACORA_OUTBOX (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries != NULL)
    {
      fill_store (self, entries);
      self->is_loaded = TRUE;
      sleep_until_next (self);
      g_signal_emit (self, signals[LOADED], 0);
    }
  else
    g_message ("The follow-ups could not be listed: %s", error->message);
  end_reading (self);
}

static void
list (BitacoraFollowUpList *self)
{
  self->is_stale = FALSE;
  bitacora_outbox_list_follow_ups_async (self->outbox,
                                         NULL,
                                         0,
                                         self->closing,
                                         entries_listed_cb,
                                         g_object_ref (self));
}

static void
entries_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraFollowUpList) self = BITACORA_FOLLOW_UP_LIST (user_data);
  g_autoptr (GError) error = NULL;
  gint64 count = bitacora_outbox_count_follow_ups_finish (BITACORA_OUTBOX (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (count >= 0)
    set_n_today (self, (guint)MIN (count, G_MAXUINT));
  else
    g_message ("The follow-ups could not be counted: %s", error->message);
  if (self->is_watched && self->is_stale)
    list (self);
  else
    end_reading (self);
}

/* Today's number first, and the list if it is looked at. */
static void
read_outbox (BitacoraFollowUpList *self)
{
  g_autoptr (GDateTime) now = NULL;

  self->read_again = self->is_reading;
  if (self->is_reading || self->outbox == NULL)
    return;
  self->is_reading = TRUE;
  now = get_now (self);
  g_clear_pointer (&self->midnight, g_date_time_unref);
  self->midnight = bitacora_follow_up_create_midnight (now);
  bitacora_outbox_count_follow_ups_async (self->outbox,
                                          self->midnight,
                                          self->closing,
                                          entries_counted_cb,
                                          g_object_ref (self));
}

static gboolean
change_due_cb (gpointer user_data)
{
  BitacoraFollowUpList *self = BITACORA_FOLLOW_UP_LIST (user_data);

  self->change_source = 0;
  read_outbox (self);

  return G_SOURCE_REMOVE;
}

static void
entry_changed_cb (BitacoraFollowUpList *self)
{
  const guint length = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  self->is_stale = TRUE;
  if (self->change_source == 0)
    self->change_source
        = g_timeout_add (length < LONG_LIST ? CHANGE_DELAY_MS : LONG_CHANGE_DELAY_MS,
                         change_due_cb,
                         self);
}

static void
outbox_opened_cb (BitacoraFollowUpList *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);

  if (outbox == NULL || !g_set_object (&self->outbox, outbox))
    return;
  g_signal_connect_object (outbox,
                           "changed",
                           G_CALLBACK (entry_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->is_stale = TRUE;
  read_outbox (self);
}

/* The first one of the list that lies ahead; NULL if none does. */
static GDateTime *
find_next_due (BitacoraFollowUpList *self, GDateTime *now)
{
  guint from = 0;
  guint until = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  g_autoptr (BitacoraOutboxEntry) entry = NULL;

  while (from < until)
    {
      const guint middle = from + (until - from) / 2;
      g_autoptr (BitacoraOutboxEntry) candidate
          = g_list_model_get_item (G_LIST_MODEL (self->store), middle);

      if (g_date_time_compare (bitacora_outbox_entry_get_follow_up (candidate), now) <= 0)
        from = middle + 1;
      else
        until = middle;
    }
  entry = g_list_model_get_item (G_LIST_MODEL (self->store), from);

  return entry != NULL ? g_date_time_ref (bitacora_outbox_entry_get_follow_up (entry)) : NULL;
}

static gboolean tick_cb (gpointer user_data);

static void
sleep_until_next (BitacoraFollowUpList *self)
{
  g_autoptr (GDateTime) now = get_now (self);
  g_autoptr (GDateTime) midnight = bitacora_follow_up_create_midnight (now);
  g_autoptr (GDateTime) due = self->is_watched ? find_next_due (self, now) : NULL;
  GTimeSpan span = MIN (LONGEST_SLEEP, g_date_time_difference (midnight, now));
  guint ms;

  if (due != NULL)
    span = MIN (span, g_date_time_difference (due, now));
  g_clear_handle_id (&self->tick_source, g_source_remove);
  ms = (guint)((MAX (span, 1) + G_TIME_SPAN_MILLISECOND - 1) / G_TIME_SPAN_MILLISECOND);
  self->tick_source = g_timeout_add (ms, tick_cb, self);
  g_source_set_name_by_id (self->tick_source, "bitacora: follow the day");
}

static gboolean
tick_cb (gpointer user_data)
{
  BitacoraFollowUpList *self = BITACORA_FOLLOW_UP_LIST (user_data);
  g_autoptr (GDateTime) now = get_now (self);
  g_autoptr (GDateTime) midnight = bitacora_follow_up_create_midnight (now);

  self->tick_source = 0;
  if (self->midnight != NULL && !g_date_time_equal (midnight, self->midnight))
    read_outbox (self);
  if (self->is_watched)
    g_signal_emit (self, signals[TIME_PASSED], 0);
  sleep_until_next (self);

  return G_SOURCE_REMOVE;
}

static void
bitacora_follow_up_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_TODAY:
      g_value_set_uint (value, BITACORA_FOLLOW_UP_LIST (object)->n_today);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_follow_up_list_dispose (GObject *object)
{
  BitacoraFollowUpList *self = BITACORA_FOLLOW_UP_LIST (object);

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->change_source, g_source_remove);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_object (&self->outbox);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_follow_up_list_parent_class)->dispose (object);
}

static void
bitacora_follow_up_list_finalize (GObject *object)
{
  BitacoraFollowUpList *self = BITACORA_FOLLOW_UP_LIST (object);

  g_clear_pointer (&self->midnight, g_date_time_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->closing);

  G_OBJECT_CLASS (bitacora_follow_up_list_parent_class)->finalize (object);
}

static guint
add_signal (BitacoraFollowUpListClass *klass, const char *name)
{
  return g_signal_new (
      name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bitacora_follow_up_list_class_init (BitacoraFollowUpListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_follow_up_list_get_property;
  object_class->dispose = bitacora_follow_up_list_dispose;
  object_class->finalize = bitacora_follow_up_list_finalize;

  properties[PROP_N_TODAY] = g_param_spec_uint (
      "n-today", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOADED] = add_signal (klass, "loaded");
  signals[TIME_PASSED] = add_signal (klass, "time-passed");
}

static void
bitacora_follow_up_list_init (BitacoraFollowUpList *self)
{
  self->store = g_list_store_new (BITACORA_TYPE_OUTBOX_ENTRY);
  self->closing = g_cancellable_new ();
}

/**
 * bitacora_follow_up_list_new:
 * @services: has the outbox, which may be opened later, and the clock
 *
 * Creates the list of open follow-ups. Until it is watched, only today's number is read.
 *
 * Returns: (transfer full): the list
 */
BitacoraFollowUpList *
bitacora_follow_up_list_new (BitacoraServices *services)
{
  BitacoraFollowUpList *self;

  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);

  self = g_object_new (BITACORA_TYPE_FOLLOW_UP_LIST, NULL);
  self->services = g_object_ref (services);
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (outbox_opened_cb),
                           self,
                           G_CONNECT_SWAPPED);
  outbox_opened_cb (self);
  sleep_until_next (self);

  return self;
}

/**
 * bitacora_follow_up_list_get_model:
 * @self: the list
 *
 * Returns: (transfer none): the entries (BitacoraOutboxEntry), the earliest first; empty until the
 *   list was watched
 */
GListModel *
bitacora_follow_up_list_get_model (BitacoraFollowUpList *self)
{
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UP_LIST (self), NULL);

  return G_LIST_MODEL (self->store);
}

/**
 * bitacora_follow_up_list_is_loaded:
 * @self: the list
 *
 * Returns: whether the list was read once
 */
gboolean
bitacora_follow_up_list_is_loaded (BitacoraFollowUpList *self)
{
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UP_LIST (self), FALSE);

  return self->is_loaded;
}

/**
 * bitacora_follow_up_list_get_n_today:
 * @self: the list
 *
 * Returns: how many are overdue, or due before the next midnight of the user's zone
 */
guint
bitacora_follow_up_list_get_n_today (BitacoraFollowUpList *self)
{
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UP_LIST (self), 0);

  return self->n_today;
}

/**
 * bitacora_follow_up_list_set_watched:
 * @self: the list
 * @watched: whether somebody looks at it
 *
 * Has the list itself read and kept, or today's number alone.
 */
void
bitacora_follow_up_list_set_watched (BitacoraFollowUpList *self, gboolean watched)
{
  g_return_if_fail (BITACORA_IS_FOLLOW_UP_LIST (self));

  if (self->is_watched == watched)
    return;
  self->is_watched = watched;
  if (watched && self->is_stale)
    read_outbox (self);
  if (watched)
    g_signal_emit (self, signals[TIME_PASSED], 0);
  sleep_until_next (self);
}
