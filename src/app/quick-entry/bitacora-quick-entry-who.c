/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "bitacora-quick-entry-private.h"

/* As much of a record's id as tells it from others. */
#define RECORD_TAIL 4

static const char *
get_who (BitacoraQuickEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->who_entry));
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0';
}

/* Letters are spelled on telephones, too, but whoever types them here means a name. */
static gboolean
looks_like_number (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return g_ascii_isdigit (*text) || *text == '+' || *text == '(';
}

static gboolean
has_valid_phone (BitacoraQuickEntry *self)
{
  return self->phone != NULL && bitacora_phone_number_is_valid (self->phone);
}

static gboolean
is_phone_of (BitacoraQuickEntry *self, BitacoraCallActivity *activity)
{
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);

  return phone != NULL && self->phone != NULL && bitacora_phone_number_equal (phone, self->phone);
}

/* Whoever goes on to another number has someone else on the line. */
static void
forget_other (BitacoraQuickEntry *self)
{
  if (self->recalled != NULL && bitacora_call_activity_get_phone (self->recalled) != NULL
      && !is_phone_of (self, self->recalled))
    g_clear_object (&self->recalled);
}

static void
show_validity (BitacoraQuickEntry *self)
{
  const char *icon = has_valid_phone (self) ? "object-select-symbolic" : NULL;

  gtk_entry_set_icon_from_icon_name (self->who_entry, GTK_ENTRY_ICON_SECONDARY, icon);
  if (icon != NULL)
    gtk_entry_set_icon_tooltip_text (self->who_entry,
                                     GTK_ENTRY_ICON_SECONDARY,
                                     _ ("This number is complete"));
}

static void
set_who (BitacoraQuickEntry *self, const char *text)
{
  const gboolean was_filling = self->filling;

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->who_entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->who_entry), -1);
  self->filling = was_filling;
  bitacora_quick_entry_read_phone (self);
}

static void
show_list (BitacoraQuickEntry *self)
{
  const gboolean shows
      = self->recall_list != NULL && bitacora_recall_list_get_n_found (self->recall_list) > 0;

  if (gtk_widget_get_visible (GTK_WIDGET (self->recall_slot)) == shows && !shows)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->recall_slot), shows);
  bitacora_quick_entry_fit (self);
}

/* A screen reader stays with the entry: it hears who is selected from there. */
static void
announce_selected (BitacoraQuickEntry *self)
{
  GtkAccessible *entry = GTK_ACCESSIBLE (self->who_entry);
  g_autofree char *words = NULL;
  g_autofree char *spoken = NULL;
  GtkWidget *row = NULL;

  if (self->recall_list != NULL)
    {
      bitacora_recall_list_get_selected (self->recall_list, &row);
      words = bitacora_recall_list_describe_selected (self->recall_list);
    }
  if (row == NULL)
    {
      gtk_accessible_reset_relation (entry, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
      gtk_accessible_reset_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  /* Translators: what a screen reader says of someone who was called before. */
  spoken = g_strdup_printf (_ ("%s. Press Enter to choose."), words);
  gtk_accessible_update_relation (entry, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  gtk_accessible_update_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
}

static void
hide_list (BitacoraQuickEntry *self)
{
  if (self->recall_list == NULL)
    return;
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->who_entry),
                                 GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
  bitacora_recall_list_clear (self->recall_list);
  announce_selected (self);
  show_list (self);
}

static void
choose (BitacoraQuickEntry *self, BitacoraRecall *recall)
{
  BitacoraCallActivity *activity
      = bitacora_outbox_entry_get_activity (bitacora_recall_get_last (recall));

  g_set_object (&self->recalled, activity);
  g_clear_pointer (&self->typed_contact, g_free);
  g_cancellable_cancel (self->looking_up);
  g_clear_object (&self->looking_up);
  bitacora_quick_entry_show_phone (self, bitacora_call_activity_get_phone (activity));
  hide_list (self);
  bitacora_quick_entry_show_record (self);
  bitacora_quick_entry_write_words (self);
  bitacora_quick_entry_note_edit (self);
  bitacora_quick_entry_focus_start (self);
}

static BitacoraRecall *
get_selected (BitacoraQuickEntry *self)
{
  return self->recall_list != NULL ? bitacora_recall_list_get_selected (self->recall_list, NULL)
                                   : NULL;
}

/* What Enter does once it is known who is offered. */
static void
decide (BitacoraQuickEntry *self)
{
  BitacoraRecall *selected = get_selected (self);

  self->choice_pending = FALSE;
  if (selected != NULL)
    choose (self, selected);
  else
    {
      bitacora_quick_entry_take_name_down (self);
      hide_list (self);
      bitacora_quick_entry_focus_start (self);
    }
  bitacora_quick_entry_settle (self);
}

/* The first is selected, so that Enter takes it; unless a whole number of somebody else stands
 * there, which is not to be taken away. */
static void
select_likely (BitacoraQuickEntry *self)
{
  BitacoraRecall *first = bitacora_recall_list_get_recall (self->recall_list, 0);
  BitacoraCallActivity *activity;

  if (first == NULL)
    return;
  activity = bitacora_outbox_entry_get_activity (bitacora_recall_get_last (first));
  if (!has_valid_phone (self) || is_phone_of (self, activity))
    bitacora_recall_list_select (self->recall_list, 0);
}

static void
list_answered_cb (BitacoraQuickEntry *self)
{
  if (!self->choice_pending && gtk_widget_get_focus_child (GTK_WIDGET (self->who_entry)) == NULL)
    bitacora_recall_list_clear (self->recall_list);
  select_likely (self);
  announce_selected (self);
  show_list (self);
  if (self->choice_pending)
    decide (self);
}

static void
list_chosen_cb (BitacoraQuickEntry *self, BitacoraRecall *recall)
{
  g_autoptr (BitacoraRecall) kept = g_object_ref (recall);

  self->choice_pending = FALSE;
  choose (self, kept);
  bitacora_quick_entry_settle (self);
}

static void
ensure_list (BitacoraQuickEntry *self)
{
  g_autofree char *name_template = NULL;

  if (self->recall_list != NULL)
    return;
  self->recall_list = BITACORA_RECALL_LIST (
      bitacora_recall_list_new (bitacora_services_get_outbox (self->services),
                                bitacora_services_get_clock (self->services)));
  name_template = g_settings_get_string (self->settings, "name-template");
  bitacora_recall_list_set_template (self->recall_list, name_template);
  g_signal_connect_object (self->recall_list,
                           "answered",
                           G_CALLBACK (list_answered_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recall_list,
                           "chosen",
                           G_CALLBACK (list_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->recall_slot, GTK_WIDGET (self->recall_list));
}

static void
number_recalled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraQuickEntry) self = BITACORA_QUICK_ENTRY (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_recall_number_finish (BITACORA_OUTBOX (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking_up);
  if (error != NULL)
    g_message ("The last call with a number could not be looked for: %s", error->message);
  if (entry != NULL && self->recalled == NULL
      && is_phone_of (self, bitacora_outbox_entry_get_activity (entry)))
    {
      g_set_object (&self->recalled, bitacora_outbox_entry_get_activity (entry));
      bitacora_quick_entry_show_record (self);
      bitacora_quick_entry_write_words (self);
    }
  bitacora_quick_entry_settle (self);
}

/* Reads what stands there as a number, if it is one. */
void
bitacora_quick_entry_read_phone (BitacoraQuickEntry *self)
{
  const char *text = get_who (self);
  const char *region = self->profile != NULL ? bitacora_profile_get_country (self->profile) : NULL;

  g_clear_object (&self->phone);
  g_clear_error (&self->phone_error);
  if (!is_blank (text))
    self->phone = bitacora_phone_number_parse (text, region, &self->phone_error);
  if (!looks_like_number (text))
    g_clear_object (&self->phone);
  show_validity (self);
}

void
bitacora_quick_entry_show_phone (BitacoraQuickEntry *self, BitacoraPhoneNumber *phone)
{
  g_autofree char *text
      = phone != NULL ? bitacora_phone_number_format_international (phone) : g_strdup ("");

  set_who (self, text);
  /* The text may leave something open that the number itself does not. */
  if (phone != NULL && !is_blank (text))
    g_set_object (&self->phone, phone);
}

/* Asks who may be meant by what stands there. */
void
bitacora_quick_entry_ask (BitacoraQuickEntry *self)
{
  if (bitacora_services_get_outbox (self->services) == NULL)
    return;
  if (is_blank (get_who (self)))
    {
      hide_list (self);
      return;
    }
  ensure_list (self);
  bitacora_recall_list_ask (self->recall_list, get_who (self));
}

/* Asks for the last call with the number, from which the rest is taken. */
void
bitacora_quick_entry_look_up (BitacoraQuickEntry *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);

  g_cancellable_cancel (self->looking_up);
  g_clear_object (&self->looking_up);
  if (outbox == NULL || !has_valid_phone (self) || self->recalled != NULL)
    return;
  self->looking_up = g_cancellable_new ();
  bitacora_outbox_recall_number_async (outbox,
                                       self->phone,
                                       self->looking_up,
                                       number_recalled_cb,
                                       g_object_ref (self));
}

/* Says to which record the call goes. */
void
bitacora_quick_entry_show_record (BitacoraQuickEntry *self)
{
  g_autoptr (BitacoraCallActivity) activity = bitacora_quick_entry_create_activity (self);
  const char *record = bitacora_call_activity_get_record_id (activity);
  g_autofree char *text = NULL;

  if (!is_blank (record))
    {
      const glong length = g_utf8_strlen (record, -1);
      const char *tail = g_utf8_offset_to_pointer (record, MAX (length - RECORD_TAIL, 0));

      /* Translators: the CRM's module, and the last characters of a record's id in it. */
      text = g_strdup_printf (_ ("Record …%s in %s"),
                              tail,
                              bitacora_call_activity_get_module (activity));
    }
  bitacora_quick_entry_show_hint (GTK_WIDGET (self->who_entry), self->who_hint, text, FALSE);
}

/* Nothing that was asked is still to be waited for. */
gboolean
bitacora_quick_entry_is_settled (BitacoraQuickEntry *self)
{
  return self->draft_loaded && !self->choice_pending && self->looking_up == NULL;
}

/* Goes on with what waited for an answer. */
void
bitacora_quick_entry_settle (BitacoraQuickEntry *self)
{
  if (self->log_pending && bitacora_quick_entry_is_settled (self))
    bitacora_quick_entry_log (self);
}

/* A name that nobody was found by: the number is still to come, and the name has its own place. */
void
bitacora_quick_entry_take_name_down (BitacoraQuickEntry *self)
{
  const char *text = get_who (self);

  if (is_blank (text) || looks_like_number (text) || self->name_is_typed)
    return;
  g_free (self->typed_contact);
  self->typed_contact = g_strstrip (g_strdup (text));
  set_who (self, "");
  bitacora_quick_entry_write_words (self);
  bitacora_quick_entry_note_edit (self);
}

void
bitacora_quick_entry_who_changed_cb (BitacoraQuickEntry *self)
{
  if (self->filling || self->services == NULL)
    return;
  self->choice_pending = FALSE;
  bitacora_quick_entry_read_phone (self);
  forget_other (self);
  bitacora_quick_entry_show_record (self);
  bitacora_quick_entry_ask (self);
  bitacora_quick_entry_look_up (self);
  bitacora_quick_entry_update_clipboard_chip (self);
  bitacora_quick_entry_write_words (self);
  bitacora_quick_entry_note_edit (self);
}

void
bitacora_quick_entry_who_activated_cb (BitacoraQuickEntry *self)
{
  if (self->recall_list != NULL && bitacora_recall_list_is_asking (self->recall_list))
    self->choice_pending = TRUE;
  else
    decide (self);
}

void
bitacora_quick_entry_who_left_cb (BitacoraQuickEntry *self)
{
  if (self->services != NULL && !self->choice_pending)
    hide_list (self);
}

static gboolean
step (BitacoraQuickEntry *self, int steps)
{
  if (self->recall_list != NULL && bitacora_recall_list_step (self->recall_list, steps))
    {
      announce_selected (self);
      return GDK_EVENT_STOP;
    }
  /* Whoever was called last is worth a look, but nobody asked for it before this key. */
  if (steps > 0 && is_blank (get_who (self))
      && bitacora_services_get_outbox (self->services) != NULL)
    {
      ensure_list (self);
      bitacora_recall_list_ask (self->recall_list, "");
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

gboolean
bitacora_quick_entry_who_key_pressed_cb (GtkEventControllerKey *controller,
                                         guint keyval,
                                         guint keycode,
                                         GdkModifierType state,
                                         BitacoraQuickEntry *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return step (self, 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return step (self, -1);
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      if (get_selected (self) == NULL)
        return GDK_EVENT_PROPAGATE;
      decide (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}
