/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-row.h"

#include "bitacora-date-parts.h"
#include "bitacora-moment-row-private.h"
#include "model/bitacora-moment.h"

/* How often a row that follows the clock looks at it, in seconds. */
#define CLOCK_INTERVAL 5

enum
{
  PROP_0,
  PROP_MOMENT,
  PROP_CLOCK,
  PROP_DATE_LABEL,
  PROP_TIME_LABEL,
  PROP_QUICK,
  PROP_PAST,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraMomentRow, bitacora_moment_row, BITACORA_TYPE_FIELD_ROW)

static void
stop_following (BitacoraMomentRow *self)
{
  self->following = FALSE;
  g_clear_handle_id (&self->clock_source, g_source_remove);
}

static void
fill (BitacoraMomentRow *self, GDateTime *moment)
{
  bitacora_moment_row_take_day (self, moment != NULL ? g_date_time_ref (moment) : NULL);
  if (moment != NULL)
    {
      bitacora_moment_row_show_date (self, moment);
      bitacora_moment_row_show_time (self, moment);
    }
  else
    {
      bitacora_moment_row_show_text (self, self->date_entry, "");
      bitacora_moment_row_show_text (self, self->time_entry, "");
    }
  bitacora_moment_row_keep_time (self);
  bitacora_moment_row_take_reading (self, moment != NULL ? g_date_time_ref (moment) : NULL, NULL);
}

/* A moment that the user chose, by whatever means but typing. */
static void
choose (BitacoraMomentRow *self, GDateTime *moment)
{
  if (moment == NULL)
    return;
  stop_following (self);
  fill (self, moment);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

static gboolean
has_focus_within (BitacoraMomentRow *self)
{
  return gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
}

static gboolean
look_at_clock_cb (gpointer data)
{
  BitacoraMomentRow *self = data;

  /* Text must not change under the caret. */
  if (!has_focus_within (self))
    {
      g_autoptr (GDateTime) now = bitacora_moment_row_get_now (self);

      fill (self, now);
    }
  return G_SOURCE_CONTINUE;
}

static void
watch_clock (BitacoraMomentRow *self)
{
  if (self->following && self->clock_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->clock_source = g_timeout_add_seconds (CLOCK_INTERVAL, look_at_clock_cb, self);
      g_source_set_name_by_id (self->clock_source, "bitacora: follow the clock");
    }
}

/* Steps the part under the caret and leaves the caret in it. */
static gboolean
step (BitacoraMomentRow *self, GtkEntry *entry, int steps)
{
  const gboolean is_date = entry == self->date_entry;
  g_autoptr (GDateTime) start
      = self->moment != NULL ? g_date_time_ref (self->moment) : bitacora_moment_row_get_now (self);
  g_autoptr (GDateTime) moment = NULL;
  g_autofree char *written
      = is_date ? bitacora_moment_format_date (start) : bitacora_moment_format_time (start);
  int position = gtk_editable_get_position (GTK_EDITABLE (entry));
  BitacoraDatePart part;

  /* Words like "tomorrow" have no parts: the caret's place says nothing there. */
  if (!g_str_equal (written, gtk_editable_get_text (GTK_EDITABLE (entry))))
    position = is_date ? 0 : position;
  part = is_date ? bitacora_date_part_at (written, position)
                 : bitacora_time_part_at (written, position);
  if (is_date && !g_str_equal (written, gtk_editable_get_text (GTK_EDITABLE (entry))))
    part = BITACORA_DATE_PART_DAY;

  moment = self->moment != NULL ? bitacora_date_part_step (part, start, steps)
                                : g_date_time_ref (start);
  choose (self, moment);
  gtk_editable_set_position (GTK_EDITABLE (entry), position);
  return GDK_EVENT_STOP;
}

static gboolean
handle_key (BitacoraMomentRow *self, GtkEntry *entry, guint keyval, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    return step (self, entry, 1);
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    return step (self, entry, -1);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
date_key_pressed_cb (GtkEventControllerKey *controller,
                     guint keyval,
                     guint keycode,
                     GdkModifierType state,
                     BitacoraMomentRow *self)
{
  return handle_key (self, self->date_entry, keyval, state);
}

static gboolean
time_key_pressed_cb (GtkEventControllerKey *controller,
                     guint keyval,
                     guint keycode,
                     GdkModifierType state,
                     BitacoraMomentRow *self)
{
  return handle_key (self, self->time_entry, keyval, state);
}

static void
date_changed_cb (BitacoraMomentRow *self)
{
  if (self->filling)
    return;
  stop_following (self);
  bitacora_moment_row_read_date (self);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

static void
time_changed_cb (BitacoraMomentRow *self)
{
  if (self->filling)
    return;
  stop_following (self);
  bitacora_moment_row_keep_time (self);
  if (self->day != NULL)
    bitacora_moment_row_read_time (self);
  else
    bitacora_moment_row_read_date (self);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

static void
date_left_cb (BitacoraMomentRow *self)
{
  if (self->day != NULL)
    bitacora_moment_row_show_date (self, self->day);
  bitacora_moment_row_keep_time (self);
}

static void
time_left_cb (BitacoraMomentRow *self)
{
  if (self->moment != NULL && !bitacora_moment_row_is_blank (self, self->time_entry))
    bitacora_moment_row_show_time (self, self->moment);
  bitacora_moment_row_keep_time (self);
}

/* The time that a date alone stands for is written only now: until here another could follow. */
static void
row_left_cb (BitacoraMomentRow *self)
{
  if (self->moment != NULL)
    bitacora_moment_row_show_time (self, self->moment);
  bitacora_moment_row_keep_time (self);
}

static void
now_clicked_cb (BitacoraMomentRow *self)
{
  g_autoptr (GDateTime) now = bitacora_moment_row_get_now (self);

  choose (self, now);
}

static void
moment_chosen_cb (BitacoraMomentRow *self, GDateTime *moment)
{
  choose (self, moment);
}

static void
calendar_mapped_cb (BitacoraMomentRow *self)
{
  g_autoptr (GDateTime) day
      = self->day != NULL ? g_date_time_ref (self->day) : bitacora_moment_row_get_now (self);

  self->filling = TRUE;
  gtk_calendar_select_day (self->calendar, day);
  self->filling = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->calendar));
}

static void
day_selected_cb (BitacoraMomentRow *self)
{
  if (self->filling)
    return;

  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  /* Turning the calendar's pages selects a day too: only one on the page shown is a choice. */
  const gboolean same_page = self->day != NULL
                             && g_date_time_get_month (self->day) == g_date_time_get_month (day)
                             && g_date_time_get_year (self->day) == g_date_time_get_year (day);

  stop_following (self);
  bitacora_moment_row_take_day (self, g_date_time_ref (day));
  bitacora_moment_row_show_date (self, day);
  if (bitacora_moment_row_is_blank (self, self->time_entry))
    {
      g_autoptr (GDateTime) now = bitacora_moment_row_get_now (self);

      bitacora_moment_row_show_time (self, now);
    }
  bitacora_moment_row_keep_time (self);
  bitacora_moment_row_read_time (self);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
  if (same_page)
    gtk_popover_popdown (self->calendar_popover);
}

static gboolean
bitacora_moment_row_check (BitacoraFieldRow *row, GError **error)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (row);

  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

static GVariant *
bitacora_moment_row_save (BitacoraFieldRow *row)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (row);

  return g_variant_new ("(bssx)",
                        self->following,
                        gtk_editable_get_text (GTK_EDITABLE (self->date_entry)),
                        gtk_editable_get_text (GTK_EDITABLE (self->time_entry)),
                        self->moment != NULL ? g_date_time_to_unix (self->moment) : G_MININT64);
}

static void
bitacora_moment_row_load (BitacoraFieldRow *row, GVariant *draft)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (row);
  gboolean following;
  const char *date, *time;
  gint64 seconds;

  g_variant_get (draft, "(b&s&sx)", &following, &date, &time, &seconds);
  if (following)
    {
      bitacora_moment_row_follow_clock (self);
      return;
    }

  stop_following (self);
  bitacora_moment_row_show_text (self, self->date_entry, date);
  bitacora_moment_row_show_text (self, self->time_entry, time);
  bitacora_moment_row_keep_time (self);
  bitacora_moment_row_read_date (self);

  /* What is typed may mean another moment by now, such as "+2h". */
  if (seconds != G_MININT64
      && (self->moment == NULL || g_date_time_to_unix (self->moment) != seconds))
    {
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);

      if (utc != NULL)
        bitacora_moment_row_set_moment (self, utc);
    }
}

static void
bitacora_moment_row_map (GtkWidget *widget)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (widget);

  GTK_WIDGET_CLASS (bitacora_moment_row_parent_class)->map (widget);
  if (self->following)
    bitacora_moment_row_follow_clock (self);
}

static void
bitacora_moment_row_unmap (GtkWidget *widget)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (widget);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  GTK_WIDGET_CLASS (bitacora_moment_row_parent_class)->unmap (widget);
}

static gboolean
bitacora_moment_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BITACORA_MOMENT_ROW (widget)->date_entry));
}

static void
set_entry_name (GtkEntry *entry, char **kept, const char *name)
{
  g_free (*kept);
  *kept = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : "",
                                  -1);
}

static void
bitacora_moment_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (object);

  switch (id)
    {
    case PROP_MOMENT:
      g_value_set_boxed (value, bitacora_moment_row_get_moment (self));
      break;
    case PROP_CLOCK:
      g_value_set_object (value, self->clock);
      break;
    case PROP_DATE_LABEL:
      g_value_set_string (value, self->date_label);
      break;
    case PROP_TIME_LABEL:
      g_value_set_string (value, self->time_label);
      break;
    case PROP_QUICK:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->choices)));
      break;
    case PROP_PAST:
      g_value_set_boolean (value, self->past);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_moment_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (object);

  switch (id)
    {
    case PROP_MOMENT:
      bitacora_moment_row_set_moment (self, g_value_get_boxed (value));
      break;
    case PROP_CLOCK:
      bitacora_moment_row_set_clock (self, g_value_get_object (value));
      break;
    case PROP_DATE_LABEL:
      set_entry_name (self->date_entry, &self->date_label, g_value_get_string (value));
      break;
    case PROP_TIME_LABEL:
      set_entry_name (self->time_entry, &self->time_label, g_value_get_string (value));
      break;
    case PROP_QUICK:
      gtk_widget_set_visible (GTK_WIDGET (self->choices), g_value_get_boolean (value));
      break;
    case PROP_PAST:
      self->past = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_moment_row_dispose (GObject *object)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (bitacora_moment_row_parent_class)->dispose (object);
}

static void
bitacora_moment_row_finalize (GObject *object)
{
  BitacoraMomentRow *self = BITACORA_MOMENT_ROW (object);

  g_clear_pointer (&self->day, g_date_time_unref);
  g_clear_pointer (&self->moment, g_date_time_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->own_time, g_free);
  g_clear_pointer (&self->date_label, g_free);
  g_clear_pointer (&self->time_label, g_free);

  G_OBJECT_CLASS (bitacora_moment_row_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_MOMENT] = g_param_spec_boxed ("moment",
                                                NULL,
                                                NULL,
                                                G_TYPE_DATE_TIME,
                                                flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BITACORA_TYPE_CLOCK, flags);
  properties[PROP_DATE_LABEL] = g_param_spec_string ("date-label", NULL, NULL, NULL, flags);
  properties[PROP_TIME_LABEL] = g_param_spec_string ("time-label", NULL, NULL, NULL, flags);
  properties[PROP_QUICK] = g_param_spec_boolean ("quick", NULL, NULL, FALSE, flags);
  properties[PROP_PAST] = g_param_spec_boolean ("past", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BITACORA_TYPE_MOMENT_CHOICES);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/form/bitacora-moment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraMomentRow, date_entry);
  gtk_widget_class_bind_template_child (widget_class, BitacoraMomentRow, time_entry);
  gtk_widget_class_bind_template_child (widget_class, BitacoraMomentRow, calendar_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraMomentRow, calendar);
  gtk_widget_class_bind_template_child (widget_class, BitacoraMomentRow, calendar_popover);
  gtk_widget_class_bind_template_child (widget_class, BitacoraMomentRow, choices);
  gtk_widget_class_bind_template_callback (widget_class, date_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, date_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, date_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, now_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, moment_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, calendar_mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_field_row_move_on);
}

static void
bitacora_moment_row_class_init (BitacoraMomentRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  BitacoraFieldRowClass *row_class = BITACORA_FIELD_ROW_CLASS (klass);

  object_class->get_property = bitacora_moment_row_get_property;
  object_class->set_property = bitacora_moment_row_set_property;
  object_class->dispose = bitacora_moment_row_dispose;
  object_class->finalize = bitacora_moment_row_finalize;
  widget_class->grab_focus = bitacora_moment_row_grab_focus;
  widget_class->map = bitacora_moment_row_map;
  widget_class->unmap = bitacora_moment_row_unmap;
  row_class->check = bitacora_moment_row_check;
  row_class->save = bitacora_moment_row_save;
  row_class->load = bitacora_moment_row_load;

  install_properties (object_class);
  bind_template (widget_class);
}

static void
bitacora_moment_row_init (BitacoraMomentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "left", G_CALLBACK (row_left_cb), NULL);
  bitacora_field_row_add_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->date_entry));
  bitacora_field_row_add_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->time_entry));
}

/**
 * bitacora_moment_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
bitacora_moment_row_new (void)
{
  return g_object_new (BITACORA_TYPE_MOMENT_ROW, NULL);
}

/**
 * bitacora_moment_row_set_clock:
 * @clock: (nullable): whose present and zone the row goes by; %NULL for the computer's
 */
void
bitacora_moment_row_set_clock (BitacoraMomentRow *self, BitacoraClock *clock)
{
  g_return_if_fail (BITACORA_IS_MOMENT_ROW (self));

  g_set_object (&self->clock, clock);
  bitacora_moment_choices_set_clock (self->choices, clock);
  if (self->following)
    bitacora_moment_row_follow_clock (self);
}

/**
 * bitacora_moment_row_get_moment:
 *
 * Returns: (transfer none) (nullable): the moment in the clock's zone; the present one while the
 *   row follows the clock; %NULL if nothing is typed or it cannot be read
 */
GDateTime *
bitacora_moment_row_get_moment (BitacoraMomentRow *self)
{
  g_return_val_if_fail (BITACORA_IS_MOMENT_ROW (self), NULL);

  if (self->following)
    {
      g_autoptr (GDateTime) now = bitacora_moment_row_get_now (self);

      g_clear_pointer (&self->moment, g_date_time_unref);
      self->moment = g_steal_pointer (&now);
    }
  return self->moment;
}

/**
 * bitacora_moment_row_set_moment:
 * @moment: (nullable): the moment to show, in any zone; this does not count as the user's edit
 */
void
bitacora_moment_row_set_moment (BitacoraMomentRow *self, GDateTime *moment)
{
  g_return_if_fail (BITACORA_IS_MOMENT_ROW (self));

  g_autoptr (GDateTime) here
      = moment != NULL ? g_date_time_to_timezone (moment, bitacora_moment_row_get_zone (self))
                       : NULL;

  stop_following (self);
  fill (self, here);
}

/**
 * bitacora_moment_row_follow_clock:
 *
 * Shows the present moment, and goes on with it until the user touches the row: a form that
 * stands open while the next call goes on must not say when it was opened.
 */
void
bitacora_moment_row_follow_clock (BitacoraMomentRow *self)
{
  g_return_if_fail (BITACORA_IS_MOMENT_ROW (self));

  g_autoptr (GDateTime) now = bitacora_moment_row_get_now (self);

  self->following = TRUE;
  fill (self, now);
  watch_clock (self);
}
