/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-follow-up-row.h"

#include <glib/gi18n-lib.h>

#include "bitacora-follow-up-words.h"
#include "model/bitacora-moment.h"

struct _BitacoraFollowUpRow
{
  GtkWidget parent_instance;

  GtkLabel *heading;
  GtkWidget *texts;
  GtkLabel *name;
  GtkLabel *when;
  GtkLabel *number;
  GtkLabel *note;
  GtkWidget *buttons;
  GtkWidget *call_button;
  GtkWidget *log_button;
  GtkWidget *later_button;
  GtkWidget *done_button;

  BitacoraOutboxEntry *entry;
  guint describe_source;
};

/* In pixels. */
#define MARGIN 9
#define GAP 12

/* From this width on the buttons stand beside the texts. */
#define WIDE 560

/* Two lines hold no more. */
#define NOTE_CHARS 240

G_DEFINE_FINAL_TYPE (BitacoraFollowUpRow, bitacora_follow_up_row, GTK_TYPE_WIDGET)

/* A screen reader reads the list's own widget around the row. */
static gboolean
describe_due_cb (gpointer user_data)
{
  BitacoraFollowUpRow *self = BITACORA_FOLLOW_UP_ROW (user_data);
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *text = bitacora_follow_up_row_describe (self);

  self->describe_source = 0;
  if (around != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (around),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    text,
                                    -1);

  return G_SOURCE_REMOVE;
}

static void
describe_later (BitacoraFollowUpRow *self)
{
  if (self->describe_source == 0)
    self->describe_source = g_idle_add (describe_due_cb, self);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static const char *
get_heading (BitacoraFollowUpRow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->heading)) ? gtk_label_get_text (self->heading)
                                                             : NULL;
}

/* An action that takes something has to be given it before. */
static void
set_action (GtkWidget *button, const char *name, GVariant *target)
{
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
}

/* Who hears a button without seeing its row is told whom it is about. */
static void
name_button (GtkWidget *button, char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  g_free (label);
}

static void
name_buttons (BitacoraFollowUpRow *self, const char *name)
{
  /* Translators: what a screen reader says of a button; %s is the name of a call */
  name_button (self->call_button, g_strdup_printf (_ ("Call: %s"), name));
  /* Translators: what a screen reader says of a button; %s is the name of a call */
  name_button (self->log_button, g_strdup_printf (_ ("Log: %s"), name));
  /* Translators: what a screen reader says of a button; %s is the name of a call */
  name_button (self->later_button, g_strdup_printf (_ ("Later: %s"), name));
  /* Translators: what a screen reader says of a button; %s is the name of a call */
  name_button (self->done_button, g_strdup_printf (_ ("Done: %s"), name));
}

static int
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size, int *natural)
{
  int minimum = 0;
  int wanted = 0;

  if (gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, for_size, &minimum, &wanted, NULL, NULL);
  if (natural != NULL)
    *natural = wanted;

  return minimum;
}

/* How wide the texts are in a row of a width, beside the buttons or above them. */
static int
get_texts_width (BitacoraFollowUpRow *self, int width)
{
  int buttons;

  if (width < WIDE)
    return width;
  measure_child (self->buttons, GTK_ORIENTATION_HORIZONTAL, -1, &buttons);

  return width - GAP - buttons;
}

static void
measure_width (BitacoraFollowUpRow *self, int *minimum, int *natural)
{
  int texts;
  int buttons;

  *minimum = MAX (measure_child (self->texts, GTK_ORIENTATION_HORIZONTAL, -1, &texts),
                  measure_child (self->buttons, GTK_ORIENTATION_HORIZONTAL, -1, &buttons));
  *natural = MAX (*minimum, texts + GAP + buttons);
}

static int
measure_height (BitacoraFollowUpRow *self, int width)
{
  const gboolean is_wide = width >= WIDE;
  int heading;
  int texts;
  int buttons;

  measure_child (GTK_WIDGET (self->heading), GTK_ORIENTATION_VERTICAL, width, &heading);
  measure_child (self->texts,
                 GTK_ORIENTATION_VERTICAL,
                 width < 0 ? -1 : get_texts_width (self, width),
                 &texts);
  measure_child (self->buttons, GTK_ORIENTATION_VERTICAL, -1, &buttons);

  return heading + MARGIN + (is_wide ? MAX (texts, buttons) : texts + MARGIN + buttons) + MARGIN;
}

static void
allocate_child (BitacoraFollowUpRow *self, GtkWidget *child, const GdkRectangle *place)
{
  GtkAllocation allocation = *place;

  if (!gtk_widget_should_layout (child))
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    allocation.x = gtk_widget_get_width (GTK_WIDGET (self)) - place->x - place->width;
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
bitacora_follow_up_row_measure (GtkWidget *widget,
                                GtkOrientation orientation,
                                int for_size,
                                int *minimum,
                                int *natural,
                                int *minimum_baseline,
                                int *natural_baseline)
{
  BitacoraFollowUpRow *self = BITACORA_FOLLOW_UP_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    *minimum = *natural = measure_height (self, for_size);
}

static void
bitacora_follow_up_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BitacoraFollowUpRow *self = BITACORA_FOLLOW_UP_ROW (widget);
  const int texts_width = get_texts_width (self, width);
  GdkRectangle heading = { 0, 0, width, 0 };
  GdkRectangle texts = { 0, 0, texts_width, 0 };
  GdkRectangle buttons = { 0, 0, width, 0 };

  measure_child (GTK_WIDGET (self->heading), GTK_ORIENTATION_VERTICAL, width, &heading.height);
  measure_child (self->texts, GTK_ORIENTATION_VERTICAL, texts_width, &texts.height);
  measure_child (self->buttons, GTK_ORIENTATION_VERTICAL, -1, &buttons.height);
  texts.y = heading.height + MARGIN;
  buttons.y = texts.y + texts.height + MARGIN;
  if (width >= WIDE)
    {
      buttons.x = texts_width + GAP;
      buttons.width = width - buttons.x;
      buttons.y = texts.y;
      texts.height = buttons.height = height - MARGIN - texts.y;
    }
  allocate_child (self, GTK_WIDGET (self->heading), &heading);
  allocate_child (self, self->texts, &texts);
  allocate_child (self, self->buttons, &buttons);
}

static GtkSizeRequestMode
bitacora_follow_up_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The row itself has nothing to do: the keyboard goes to what is inside. */
static gboolean
bitacora_follow_up_row_grab_focus (GtkWidget *widget)
{
  BitacoraFollowUpRow *self = BITACORA_FOLLOW_UP_ROW (widget);

  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (gtk_widget_grab_focus (button))
      return TRUE;

  return FALSE;
}

static void
bitacora_follow_up_row_dispose (GObject *object)
{
  BitacoraFollowUpRow *self = BITACORA_FOLLOW_UP_ROW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->describe_source, g_source_remove);
  g_clear_object (&self->entry);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bitacora_follow_up_row_parent_class)->dispose (object);
}

#define bind(name) gtk_widget_class_bind_template_child (widget_class, BitacoraFollowUpRow, name)

static void
bitacora_follow_up_row_class_init (BitacoraFollowUpRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_follow_up_row_dispose;
  widget_class->measure = bitacora_follow_up_row_measure;
  widget_class->size_allocate = bitacora_follow_up_row_size_allocate;
  widget_class->get_request_mode = bitacora_follow_up_row_get_request_mode;
  widget_class->grab_focus = bitacora_follow_up_row_grab_focus;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/follow-ups/bitacora-follow-up-row.ui");
  bind (heading);
  bind (texts);
  bind (name);
  bind (when);
  bind (number);
  bind (note);
  bind (buttons);
  bind (call_button);
  bind (log_button);
  bind (later_button);
  bind (done_button);
}

#undef bind

static void
bitacora_follow_up_row_init (BitacoraFollowUpRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_follow_up_row_new:
 *
 * Creates an empty row. Its buttons activate "app.call-number", "app.log-follow-up",
 * "follow-ups.later" and "follow-ups.done".
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
bitacora_follow_up_row_new (void)
{
  return g_object_new (BITACORA_TYPE_FOLLOW_UP_ROW, NULL);
}

/**
 * bitacora_follow_up_row_get_entry:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): the call that it shows
 */
BitacoraOutboxEntry *
bitacora_follow_up_row_get_entry (BitacoraFollowUpRow *self)
{
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UP_ROW (self), NULL);

  return self->entry;
}

/**
 * bitacora_follow_up_row_set_entry:
 * @self: the row
 * @entry: (nullable): a call with an open follow-up
 *
 * Shows another call. When it is due is said by bitacora_follow_up_row_tell_time().
 */
void
bitacora_follow_up_row_set_entry (BitacoraFollowUpRow *self, BitacoraOutboxEntry *entry)
{
  g_autofree char *number = NULL;
  g_autofree char *e164 = NULL;
  g_autofree char *note = NULL;
  const char *name;
  gint64 id;

  g_return_if_fail (BITACORA_IS_FOLLOW_UP_ROW (self));

  if (!g_set_object (&self->entry, entry) || entry == NULL)
    return;
  id = bitacora_outbox_entry_get_id (entry);
  name = bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry));
  number = bitacora_follow_up_format_number (entry);
  e164 = bitacora_follow_up_format_e164 (entry);
  note = bitacora_follow_up_format_note (entry, NOTE_CHARS);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->when, "");
  show_text (self->number, number);
  show_text (self->note, note);
  gtk_widget_set_visible (self->call_button, e164 != NULL);
  if (e164 != NULL)
    set_action (self->call_button, "app.call-number", g_variant_new_string (e164));
  set_action (self->log_button, "app.log-follow-up", g_variant_new_int64 (id));
  set_action (self->later_button, "follow-ups.later", g_variant_new_int64 (id));
  set_action (self->done_button, "follow-ups.done", g_variant_new_int64 (id));
  name_buttons (self, name);
  describe_later (self);
}

/**
 * bitacora_follow_up_row_tell_time:
 * @self: the row, with an entry
 * @now: the present, in the user's zone
 * @begins_section: whether the row is the first one of its section, whose heading it then has
 *
 * Says when the follow-up is due, seen from @now.
 */
void
bitacora_follow_up_row_tell_time (BitacoraFollowUpRow *self,
                                  GDateTime *now,
                                  gboolean begins_section)
{
  g_autofree char *when = NULL;
  g_autofree char *exactly = NULL;
  g_autoptr (GDateTime) local = NULL;
  const char *heading;
  BitacoraFollowUpSection section;
  GDateTime *due;

  g_return_if_fail (BITACORA_IS_FOLLOW_UP_ROW (self));
  g_return_if_fail (self->entry != NULL);
  g_return_if_fail (now != NULL);

  due = bitacora_outbox_entry_get_follow_up (self->entry);
  section = bitacora_follow_up_find_section (due, now);
  local = g_date_time_to_timezone (due, g_date_time_get_timezone (now));
  when = bitacora_follow_up_describe_due (due, now);
  heading = begins_section ? bitacora_follow_up_section_get_label (section) : NULL;
  /* Rows are many, and most of them say the same a minute later. */
  if (g_str_equal (when, gtk_label_get_text (self->when))
      && g_strcmp0 (heading, get_heading (self)) == 0)
    return;
  exactly = bitacora_moment_describe (local);
  if (section == BITACORA_FOLLOW_UP_OVERDUE)
    gtk_widget_add_css_class (GTK_WIDGET (self->when), "follow-up-overdue");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->when), "follow-up-overdue");
  gtk_label_set_text (self->when, when);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->when), exactly);
  show_text (self->heading, heading);
  describe_later (self);
}

/**
 * bitacora_follow_up_row_get_later_button:
 * @self: the row
 *
 * Returns: (transfer none): the button from which to choose when to be reminded again
 */
GtkWidget *
bitacora_follow_up_row_get_later_button (BitacoraFollowUpRow *self)
{
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UP_ROW (self), NULL);

  return self->later_button;
}

/**
 * bitacora_follow_up_row_describe:
 * @self: the row
 *
 * Returns: (transfer full): all that the row shows, in one line
 */
char *
bitacora_follow_up_row_describe (BitacoraFollowUpRow *self)
{
  GtkLabel *labels[4];
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (BITACORA_IS_FOLLOW_UP_ROW (self), NULL);

  labels[0] = self->name;
  labels[1] = self->when;
  labels[2] = self->number;
  labels[3] = self->note;
  text = g_string_new (NULL);
  if (gtk_widget_get_visible (GTK_WIDGET (self->heading)))
    g_string_append_printf (text, "%s: ", gtk_label_get_text (self->heading));
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (labels[i])))
      g_string_append_printf (text, i > 0 ? ", %s" : "%s", gtk_label_get_text (labels[i]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
