/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-follow-ups-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-toast.h"
#include "bitacora-follow-up-row.h"
#include "bitacora-follow-up-words.h"
#include "outbox/bitacora-outbox-follow-ups.h"

/* A change that is being written, and what it takes to undo it. */
typedef struct
{
  BitacoraFollowUpsPage *page;
  BitacoraOutboxEntry *before;
  GDateTime *due;
} Deed;

static void
deed_free (Deed *deed)
{
  g_clear_object (&deed->page);
  g_clear_object (&deed->before);
  g_clear_pointer (&deed->due, g_date_time_unref);
  g_free (deed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

static Deed *
deed_new (BitacoraFollowUpsPage *page, BitacoraOutboxEntry *before, GDateTime *due)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->page = g_object_ref (page);
  deed->before = g_object_ref (before);
  deed->due = due != NULL ? g_date_time_ref (due) : NULL;

  return deed;
}

static BitacoraOutbox *
get_outbox (BitacoraFollowUpsPage *self)
{
  return self->services != NULL ? bitacora_services_get_outbox (self->services) : NULL;
}

static BitacoraOutboxEntry *
find_entry (BitacoraFollowUpsPage *self, gint64 id)
{
  GtkListItem *list_item = bitacora_follow_ups_page_find_shown (self, id);

  return list_item != NULL ? BITACORA_OUTBOX_ENTRY (gtk_list_item_get_item (list_item)) : NULL;
}

static void
show_text (BitacoraFollowUpsPage *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toast_overlay, bitacora_toast_new (text));
}

/* Says what was done, and takes it back if one clicks. */
static void
show_undo (BitacoraFollowUpsPage *self, const char *text, BitacoraOutboxEntry *before)
{
  AdwToast *toast = bitacora_toast_new (text);
  GDateTime *due = bitacora_outbox_entry_get_follow_up (before);
  gint64 usec = g_date_time_to_unix (due) * G_USEC_PER_SEC + g_date_time_get_microsecond (due);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "follow-ups.reopen");
  adw_toast_set_action_target (toast, "(xx)", bitacora_outbox_entry_get_id (before), usec);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
follow_up_completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_complete_follow_up_finish (BITACORA_OUTBOX (source), result, &error);
  g_autofree char *text = NULL;

  if (entry == NULL)
    {
      show_text (deed->page, error->message);
      return;
    }
  /* Translators: what a toast says; %s is the name of a call */
  text = g_strdup_printf (_ ("Followed up: %s"),
                          bitacora_call_activity_get_name (
                              bitacora_outbox_entry_get_activity (entry)));
  show_undo (deed->page, text, deed->before);
}

static void
done_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (widget);
  const gint64 id = g_variant_get_int64 (parameter);
  BitacoraOutboxEntry *entry = find_entry (self, id);
  g_autoptr (GDateTime) now = NULL;

  if (entry == NULL || get_outbox (self) == NULL)
    return;
  bitacora_follow_ups_page_note_focus (self, id);
  now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  bitacora_outbox_complete_follow_up_async (get_outbox (self),
                                            id,
                                            now,
                                            follow_up_completed_cb,
                                            deed_new (self, entry, NULL));
}

static void
follow_up_postponed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_postpone_follow_up_finish (BITACORA_OUTBOX (source), result, &error);
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  if (entry == NULL)
    {
      show_text (deed->page, error->message);
      return;
    }
  now = bitacora_clock_now (bitacora_services_get_clock (deed->page->services));
  when = bitacora_follow_up_describe_moment (deed->due, now);
  /* Translators: what a toast says; %s is a time such as “16:00” or “tomorrow 09:00” */
  text = g_strdup_printf (_ ("Put off: %s"), when);
  show_undo (deed->page, text, deed->before);
}

static void
later_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (widget);
  GtkListItem *list_item
      = bitacora_follow_ups_page_find_shown (self, g_variant_get_int64 (parameter));
  BitacoraFollowUpRow *row;

  if (list_item == NULL)
    return;
  row = BITACORA_FOLLOW_UP_ROW (gtk_list_item_get_child (list_item));
  g_set_object (&self->asked, bitacora_follow_up_row_get_entry (row));
  bitacora_later_popover_open_at (self->popover, bitacora_follow_up_row_get_later_button (row));
}

static void
follow_up_reopened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraFollowUpsPage) self = BITACORA_FOLLOW_UPS_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_postpone_follow_up_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    show_text (self, error->message);
}

static void
reopen_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (widget);
  g_autoptr (GDateTime) second = NULL;
  g_autoptr (GDateTime) due = NULL;
  gint64 id;
  gint64 usec;

  if (get_outbox (self) == NULL)
    return;
  g_variant_get (parameter, "(xx)", &id, &usec);
  second = g_date_time_new_from_unix_utc (usec / G_USEC_PER_SEC);
  due = g_date_time_add (second, usec % G_USEC_PER_SEC);
  bitacora_outbox_postpone_follow_up_async (get_outbox (self),
                                            id,
                                            due,
                                            follow_up_reopened_cb,
                                            g_object_ref (self));
}

/*
 * bitacora_follow_ups_page_later_chosen_cb:
 * @self: the page
 * @moment: when to be reminded again
 *
 * Puts the follow-up off that the popover was opened for.
 */
void
bitacora_follow_ups_page_later_chosen_cb (BitacoraFollowUpsPage *self, GDateTime *moment)
{
  g_autoptr (BitacoraOutboxEntry) entry = g_steal_pointer (&self->asked);

  if (entry == NULL || get_outbox (self) == NULL)
    return;
  bitacora_outbox_postpone_follow_up_async (get_outbox (self),
                                            bitacora_outbox_entry_get_id (entry),
                                            moment,
                                            follow_up_postponed_cb,
                                            deed_new (self, entry, moment));
}

/*
 * bitacora_follow_ups_page_install_actions:
 * @widget_class: the page's class
 *
 * Adds what can be done with a follow-up: "follow-ups.done" (x: an entry's id), "follow-ups.later"
 * (x), and "follow-ups.reopen" (xx: an id, and when it is due in microseconds since 1970).
 */
void
bitacora_follow_ups_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "follow-ups.done", "x", done_cb);
  gtk_widget_class_install_action (widget_class, "follow-ups.later", "x", later_cb);
  gtk_widget_class_install_action (widget_class, "follow-ups.reopen", "(xx)", reopen_cb);
}
