/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-quick-entry.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-style.h"
#include "bitacora-quick-entry-private.h"

#define WIDTH 420
#define LEAST_LINES 2
#define MOST_LINES 5

/* As many chips as there are digits to press them by. */
#define N_OUTCOME_KEYS 9

G_DEFINE_FINAL_TYPE (BitacoraQuickEntry, bitacora_quick_entry, ADW_TYPE_WINDOW)

static gboolean
is_empty (GtkEntry *entry)
{
  return *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0';
}

/* The window is as high as it needs, also when it needs less than before. */
void
bitacora_quick_entry_fit (BitacoraQuickEntry *self)
{
  int width, height;

  if (!gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width > 0 ? width : WIDTH, -1);
}

static void
fit_lines (BitacoraQuickEntry *self)
{
  g_autoptr (PangoLayout) layout
      = gtk_widget_create_pango_layout (GTK_WIDGET (self->note_view), "Xg");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_scrolled_window_set_max_content_height (self->note_scroller, height * MOST_LINES);
  gtk_scrolled_window_set_min_content_height (self->note_scroller, height * LEAST_LINES);
}

/* Says below an entry what is to be known of it, or what is wrong with it. */
void
bitacora_quick_entry_show_hint (GtkWidget *widget,
                                GtkLabel *label,
                                const char *text,
                                gboolean is_error)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (gtk_widget_get_root (widget));
  const gboolean was_shown = gtk_widget_get_visible (GTK_WIDGET (label));

  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (label), is_error ? "dim-label" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (label), is_error ? "error" : "dim-label");
  if (is_error)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               is_error ? GTK_ACCESSIBLE_INVALID_TRUE
                                        : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  if (was_shown != (text != NULL))
    bitacora_quick_entry_fit (self);
}

/* Something of it is the user's own now. */
void
bitacora_quick_entry_note_edit (BitacoraQuickEntry *self)
{
  self->pristine = FALSE;
  bitacora_quick_entry_show_notice (self, NULL);
  bitacora_quick_entry_note_change (self);
}

/* Where there is something to fill in: the note may be left empty, so that it comes last. */
void
bitacora_quick_entry_focus_start (BitacoraQuickEntry *self)
{
  GtkWidget *first = GTK_WIDGET (self->note_view);

  if (self->profile == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (is_empty (self->who_entry))
    first = GTK_WIDGET (self->who_entry);
  else if (is_empty (self->name_entry))
    first = GTK_WIDGET (self->name_entry);
  gtk_widget_grab_focus (first);
}

void
bitacora_quick_entry_focus_next (BitacoraQuickEntry *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->note_view));
}

/* Goes back to an empty call, with the profile's defaults. */
void
bitacora_quick_entry_clear (BitacoraQuickEntry *self)
{
  const gboolean was_filling = self->filling;

  self->filling = TRUE;
  g_cancellable_cancel (self->looking_up);
  g_clear_object (&self->looking_up);
  g_clear_object (&self->given);
  g_clear_object (&self->recalled);
  g_clear_pointer (&self->typed_contact, g_free);
  bitacora_note_writer_forget (self->writer);
  gtk_text_buffer_set_text (self->note_buffer, "", -1);
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), "");
  self->name_is_typed = FALSE;
  bitacora_outcome_chips_set_outcome (self->chips, NULL);
  bitacora_call_timer_reset (self->timer);
  self->has_priority = FALSE;
  self->priority = BITACORA_PRIORITY_NORMAL;
  bitacora_quick_entry_show_priority (self);
  bitacora_quick_entry_set_follow_up_choice (self, BITACORA_FOLLOW_UP_NONE);
  self->follow_up_id = 0;
  self->choice_pending = FALSE;
  self->log_pending = FALSE;
  bitacora_quick_entry_show_phone (self, NULL);
  bitacora_quick_entry_show_record (self);
  bitacora_quick_entry_show_hint (GTK_WIDGET (self->name_entry), self->name_hint, NULL, FALSE);
  bitacora_quick_entry_write_words (self);
  bitacora_quick_entry_set_complaints (self, NULL);
  self->filling = was_filling;
  self->pristine = TRUE;
}

static void
create_welcome (BitacoraQuickEntry *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Connect to your CRM"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.open");
  self->welcome = adw_status_page_new ();
  gtk_widget_add_css_class (self->welcome, "compact");
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->welcome), "org.bitacora.Bitacora-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->welcome), _ ("There is no CRM yet"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (self->welcome),
      _ ("Calls are logged into a CRM. Connect to yours, and log them from here."));
  adw_status_page_set_child (ADW_STATUS_PAGE (self->welcome), button);
  gtk_widget_set_vexpand (self->welcome, TRUE);
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->body))), self->welcome);
}

static void
profile_edited_cb (BitacoraQuickEntry *self)
{
  bitacora_quick_entry_show_priority (self);
  bitacora_quick_entry_read_phone (self);
  bitacora_quick_entry_show_record (self);
}

static void
follow_profile (BitacoraQuickEntry *self)
{
  BitacoraProfile *profile
      = bitacora_profile_list_get_current (bitacora_services_get_profiles (self->services));

  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_data (self->profile, self);
  g_set_object (&self->profile, profile);
  if (profile != NULL)
    g_signal_connect_object (profile,
                             "notify",
                             G_CALLBACK (profile_edited_cb),
                             self,
                             G_CONNECT_SWAPPED);
  if (profile == NULL && self->welcome == NULL)
    create_welcome (self);
  if (self->welcome != NULL)
    gtk_widget_set_visible (self->welcome, profile == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->body), profile != NULL);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                   g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                               "log")),
                               profile != NULL);
  profile_edited_cb (self);
}

static void
current_profile_changed_cb (BitacoraQuickEntry *self)
{
  BitacoraProfile *profile
      = bitacora_profile_list_get_current (bitacora_services_get_profiles (self->services));

  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.profile",
                              "s",
                              profile != NULL ? bitacora_profile_get_id (profile) : "");
  follow_profile (self);
  bitacora_quick_entry_fit (self);
}

static void
outcomes_changed_cb (BitacoraQuickEntry *self)
{
  g_auto (GStrv) outcomes = g_settings_get_strv (self->settings, "outcomes");

  bitacora_outcome_chips_set_outcomes (self->chips, (const char *const *)outcomes);
}

static void
outbox_opened_cb (BitacoraQuickEntry *self)
{
  if (!self->is_begun || bitacora_services_get_outbox (self->services) == NULL)
    return;
  bitacora_quick_entry_show_notice (self, NULL);
  bitacora_quick_entry_load_draft (self);
}

static void
opening_failed_cb (BitacoraQuickEntry *self)
{
  const char *failure = bitacora_services_get_failure (self->services);

  if (!self->is_begun || failure == NULL)
    return;
  self->log_pending = FALSE;
  bitacora_quick_entry_show_notice (self, failure);
}

static void
activity_changed_cb (BitacoraQuickEntry *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    bitacora_quick_entry_look_at_clipboard (self);
}

/* Nothing is lost by closing: what was typed is there again when the window opens next. */
static gboolean
bitacora_quick_entry_close_request (GtkWindow *window)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (window);

  /* It closes by itself once the call is on disk, or says why it is not. */
  if (self->logging)
    return GDK_EVENT_STOP;
  bitacora_quick_entry_save_draft (self);
  return GTK_WINDOW_CLASS (bitacora_quick_entry_parent_class)->close_request (window);
}

static void
bitacora_quick_entry_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bitacora_quick_entry_parent_class)->map (widget);
  bitacora_quick_entry_focus_start (BITACORA_QUICK_ENTRY (widget));
  bitacora_quick_entry_look_at_clipboard (BITACORA_QUICK_ENTRY (widget));
}

/* The font may be another than when the window was made. */
static void
bitacora_quick_entry_realize (GtkWidget *widget)
{
  fit_lines (BITACORA_QUICK_ENTRY (widget));
  GTK_WIDGET_CLASS (bitacora_quick_entry_parent_class)->realize (widget);
}

static void
bitacora_quick_entry_dispose (GObject *object)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (object);

  if (self->services != NULL && self->draft_source != 0)
    bitacora_quick_entry_save_draft (self);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->looking_up);
  g_clear_object (&self->looking_up);
  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_data (self->profile, self);
  g_clear_object (&self->profile);
  g_clear_object (&self->services);
  g_clear_object (&self->phone);
  g_clear_object (&self->given);
  g_clear_object (&self->recalled);
  g_clear_object (&self->writer);
  g_clear_object (&self->timer);

  G_OBJECT_CLASS (bitacora_quick_entry_parent_class)->dispose (object);
}

static void
bitacora_quick_entry_finalize (GObject *object)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_error (&self->phone_error);
  g_clear_pointer (&self->typed_contact, g_free);
  g_clear_pointer (&self->copied, g_free);
  g_clear_pointer (&self->asides, g_ptr_array_unref);
  g_clear_pointer (&self->complaints, g_free);

  G_OBJECT_CLASS (bitacora_quick_entry_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, profile_menu);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, body);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, notice);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, who_entry);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, recall_slot);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, who_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, clipboard_chip);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, name_entry);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, name_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, chips);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, note_scroller);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, note_view);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, note_buffer);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, note_placeholder);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, follow_up_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, follow_up_label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, priority_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, priority_label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, moment_slot);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, timer_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, timer_icon);
  gtk_widget_class_bind_template_child (widget_class, BitacoraQuickEntry, timer_label);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_focus_next);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_who_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_who_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_who_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_who_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_note_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_quick_entry_outcome_chosen_cb);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_ALT_MASK, "quick.timer", NULL);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_v,
                                       GDK_ALT_MASK,
                                       "quick.use-clipboard",
                                       NULL);
  for (int i = 0; i < N_OUTCOME_KEYS; i++)
    gtk_widget_class_add_binding_action (widget_class,
                                         (guint)(GDK_KEY_1 + i),
                                         GDK_ALT_MASK,
                                         "quick.outcome",
                                         "i",
                                         i);
}

static void
bitacora_quick_entry_class_init (BitacoraQuickEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_quick_entry_dispose;
  object_class->finalize = bitacora_quick_entry_finalize;
  widget_class->map = bitacora_quick_entry_map;
  widget_class->realize = bitacora_quick_entry_realize;
  GTK_WINDOW_CLASS (klass)->close_request = bitacora_quick_entry_close_request;

  g_type_ensure (BITACORA_TYPE_OUTCOME_CHIPS);
  g_type_ensure (BITACORA_TYPE_PROFILE_MENU);
  g_type_ensure (BITACORA_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/quick-entry/bitacora-quick-entry.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  g_signal_new ("logged",
                BITACORA_TYPE_QUICK_ENTRY,
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                1,
                BITACORA_TYPE_OUTBOX_ENTRY);
  add_keys (widget_class);
  bitacora_style_add ("/org/bitacora/Bitacora/quick-entry/quick-entry.css");
}

static void
bitacora_quick_entry_init (BitacoraQuickEntry *self)
{
  self->pristine = TRUE;
  self->cancellable = g_cancellable_new ();
  self->asides = g_ptr_array_new_with_free_func (g_free);
  self->settings = g_settings_new ("org.bitacora.Bitacora");
  bitacora_quick_entry_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->writer = bitacora_note_writer_new (self->note_buffer);
}

static void
set_up (BitacoraQuickEntry *self, BitacoraServices *services)
{
  BitacoraProfileList *profiles = bitacora_services_get_profiles (services);

  self->services = g_object_ref (services);
  bitacora_profile_menu_set_profiles (self->profile_menu, profiles);
  outcomes_changed_cb (self);
  bitacora_quick_entry_set_up_when (self);
  current_profile_changed_cb (self);
  g_signal_connect_object (profiles,
                           "notify::current",
                           G_CALLBACK (current_profile_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings,
                           "changed::outcomes",
                           G_CALLBACK (outcomes_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (outbox_opened_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::failure",
                           G_CALLBACK (opening_failed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (activity_changed_cb), NULL);
}

/* Finds the styles and sizes that the window will need once it is shown: GTK keeps them. */
static void
find_sizes (BitacoraQuickEntry *self)
{
  fit_lines (self);
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, WIDTH, NULL, NULL, NULL, NULL);
}

/**
 * bitacora_quick_entry_new:
 * @services: what keeps and sends the calls; its outbox may still be closed
 *
 * Makes the window, which may wait unseen until somebody asks for it: most of the time until it
 * shows is spent here.
 *
 * Returns: (transfer none): the window, which belongs to GTK until it is closed
 */
BitacoraQuickEntry *
bitacora_quick_entry_new (BitacoraServices *services)
{
  BitacoraQuickEntry *self;

  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);

  self = g_object_new (BITACORA_TYPE_QUICK_ENTRY, NULL);
  set_up (self, services);
  find_sizes (self);
  return self;
}

/**
 * bitacora_quick_entry_begin:
 * @self: the window
 * @application: (nullable): whose window it is from now on
 *
 * Somebody wants to log a call: to be called before the window is presented, and without effect if
 * it was called before. What was typed last is back as soon as it is read.
 */
void
bitacora_quick_entry_begin (BitacoraQuickEntry *self, GtkApplication *application)
{
  g_return_if_fail (BITACORA_IS_QUICK_ENTRY (self));
  g_return_if_fail (application == NULL || GTK_IS_APPLICATION (application));

  if (self->is_begun)
    return;
  self->is_begun = TRUE;
  gtk_window_set_application (GTK_WINDOW (self), application);
  outbox_opened_cb (self);
  opening_failed_cb (self);
}

static void
propose (BitacoraQuickEntry *self)
{
  bitacora_quick_entry_read_phone (self);
  bitacora_quick_entry_show_record (self);
  bitacora_quick_entry_write_words (self);
  bitacora_quick_entry_update_clipboard_chip (self);
  bitacora_quick_entry_look_up (self);
  bitacora_quick_entry_focus_start (self);
}

/**
 * bitacora_quick_entry_fill:
 * @self: the window
 * @activity: a call that is proposed, of which the moment of its end is not taken over
 * @complaints: (nullable) (array zero-terminated=1): sentences about what was dropped of it
 *
 * Shows @activity in the place of what stands there. What the user has written is kept, and offered
 * back. A reminder in the past is not proposed. It is kept as a draft once the user has changed it.
 */
void
bitacora_quick_entry_fill (BitacoraQuickEntry *self,
                           BitacoraCallActivity *activity,
                           const char *const *complaints)
{
  g_autoptr (GDateTime) now = NULL;
  GDateTime *reminder;

  g_return_if_fail (BITACORA_IS_QUICK_ENTRY (self));
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (activity));

  bitacora_quick_entry_put_aside (self);
  bitacora_quick_entry_clear (self);
  self->given = bitacora_call_activity_copy (activity);
  bitacora_quick_entry_show_phone (self, bitacora_call_activity_get_phone (activity));
  self->filling = TRUE;
  gtk_text_buffer_set_text (self->note_buffer,
                            bitacora_call_activity_get_description (activity),
                            -1);
  self->filling = FALSE;
  if (bitacora_call_activity_get_priority (activity) != BITACORA_PRIORITY_NORMAL)
    bitacora_quick_entry_set_priority (self, bitacora_call_activity_get_priority (activity));
  now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  reminder = bitacora_call_activity_get_remember (activity)
                 ? bitacora_call_activity_get_reminder_date (activity)
                 : NULL;
  if (reminder != NULL && g_date_time_compare (reminder, now) > 0)
    bitacora_quick_entry_set_follow_up_moment (self, reminder);
  propose (self);
  bitacora_quick_entry_set_complaints (self, complaints);
}

/**
 * bitacora_quick_entry_restore:
 * @self: the window
 * @activity: a call that was logged here, and taken back
 *
 * Shows @activity like bitacora_quick_entry_fill(), and keeps it as a draft at once: it is kept
 * nowhere else.
 */
void
bitacora_quick_entry_restore (BitacoraQuickEntry *self, BitacoraCallActivity *activity)
{
  bitacora_quick_entry_fill (self, activity, NULL);
  bitacora_quick_entry_note_edit (self);
}

/**
 * bitacora_quick_entry_fill_again:
 * @self: the window
 * @entry: an earlier call
 *
 * Shows a call with whoever @entry was with, as if they had been chosen by hand: its words, its
 * outcome and its reminder are its own. What the user has written is kept, and offered back.
 */
void
bitacora_quick_entry_fill_again (BitacoraQuickEntry *self, BitacoraOutboxEntry *entry)
{
  BitacoraCallActivity *activity;

  g_return_if_fail (BITACORA_IS_QUICK_ENTRY (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));

  activity = bitacora_outbox_entry_get_activity (entry);
  bitacora_quick_entry_put_aside (self);
  bitacora_quick_entry_clear (self);
  self->recalled = g_object_ref (activity);
  bitacora_quick_entry_show_phone (self, bitacora_call_activity_get_phone (activity));
  propose (self);
}

/**
 * bitacora_quick_entry_set_follow_up:
 * @self: the window
 * @entry_id: an entry, 0 for none
 *
 * The follow-up of that entry is done once the call that stands here is logged. To be called after
 * the call was filled in.
 */
void
bitacora_quick_entry_set_follow_up (BitacoraQuickEntry *self, gint64 entry_id)
{
  g_return_if_fail (BITACORA_IS_QUICK_ENTRY (self));

  self->follow_up_id = entry_id;
}

/**
 * bitacora_quick_entry_start_call:
 * @self: the window
 *
 * The line is open from now on: a timer runs until the call is logged or said to be over. Its start
 * is the date of the call, its length goes into the note.
 */
void
bitacora_quick_entry_start_call (BitacoraQuickEntry *self)
{
  g_return_if_fail (BITACORA_IS_QUICK_ENTRY (self));

  bitacora_call_timer_start (self->timer);
  self->pristine = FALSE;
  bitacora_quick_entry_note_change (self);
}
