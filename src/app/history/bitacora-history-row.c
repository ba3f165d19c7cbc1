/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-row.h"

#include "model/bitacora-moment.h"

struct _BitacoraHistoryRow
{
  GtkWidget parent_instance;

  BitacoraClock *clock;
  BitacoraHistoryItem *item;
  char *day;
  gulong entry_handler;
  guint describe_source;
};

/* In pixels. */
#define MARGIN 8
#define SPACING 3
#define GAP 12
#define ICON_SIZE 16
#define LEAST_WIDTH 160
#define NATURAL_WIDTH 320

/* The size of what is said beside the name, against that of the name. */
#define CAPTION_SCALE 0.82

/* What is said beside the name is no less true, but read less often. */
#define CAPTION_ALPHA 0.75f

typedef enum
{
  STYLE_NAME,
  STYLE_CAPTION,
  STYLE_DAY,
} Style;

G_DEFINE_FINAL_TYPE (BitacoraHistoryRow, bitacora_history_row, GTK_TYPE_WIDGET)

static BitacoraOutboxEntry *
get_entry (BitacoraHistoryRow *self)
{
  return self->item != NULL ? bitacora_history_item_get_entry (self->item) : NULL;
}

static const char *
get_name (BitacoraOutboxEntry *entry)
{
  return bitacora_call_activity_get_name (bitacora_outbox_entry_get_activity (entry));
}

static char *
format_time (BitacoraHistoryRow *self, BitacoraOutboxEntry *entry)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (bitacora_outbox_entry_get_created (entry),
                                                         bitacora_clock_get_zone (self->clock));

  return bitacora_moment_format_time (local);
}

/* A screen reader reads the list's own widget around the row. */
static gboolean
describe_due_cb (gpointer user_data)
{
  BitacoraHistoryRow *self = BITACORA_HISTORY_ROW (user_data);
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *text = bitacora_history_row_describe (self);

  self->describe_source = 0;
  if (around != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (around),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    text,
                                    -1);

  return G_SOURCE_REMOVE;
}

/* What is read aloud is never in as much of a hurry as what is seen. */
static void
describe_later (BitacoraHistoryRow *self)
{
  if (self->describe_source == 0)
    self->describe_source = g_idle_add (describe_due_cb, self);
}

static void
entry_changed_cb (BitacoraHistoryRow *self)
{
  describe_later (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static PangoLayout *
create_layout (BitacoraHistoryRow *self, Style style, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = NULL;

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (style == STYLE_NAME)
    return layout;

  attributes = pango_attr_list_new ();
  if (style == STYLE_CAPTION)
    {
      pango_attr_list_insert (attributes, pango_attr_scale_new (CAPTION_SCALE));
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
    }
  else
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

/* The rows are many and all alike: their list's font is asked once, not each row's. */
static int
get_line_height (BitacoraHistoryRow *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_VIEW);
  PangoContext *context = gtk_widget_get_pango_context (list != NULL ? list : GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);

  return height;
}

static int
get_caption_height (int line_height)
{
  return (int)(line_height * CAPTION_SCALE + 1);
}

static GdkRGBA
get_color (BitacoraHistoryRow *self, float alpha)
{
  GdkRGBA color;

#if GTK_CHECK_VERSION(4, 10, 0)
  gtk_widget_get_color (GTK_WIDGET (self), &color);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
#endif
  color.alpha *= alpha;

  return color;
}

/* Draws one line between two edges; returns how wide it is. */
static int
draw_text (BitacoraHistoryRow *self,
           GtkSnapshot *snapshot,
           Style style,
           const char *text,
           const GdkRectangle *place,
           gboolean at_end)
{
  g_autoptr (PangoLayout) layout = create_layout (self, style, text);
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GdkRGBA color = get_color (self, style == STYLE_CAPTION ? CAPTION_ALPHA : 1);
  int width;
  int height;

  if (at_end)
    {
      pango_layout_get_pixel_size (layout, &width, &height);
      width = MIN (width, place->width);
    }
  else
    {
      width = place->width;
      pango_layout_set_alignment (layout, PANGO_ALIGN_LEFT);
    }
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float)(place->x
                                                        + (at_end != is_rtl ? place->width - width
                                                                            : 0)),
                                                (float)(place->y + (place->height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);

  return width;
}

static void
draw_icon (BitacoraHistoryRow *self, GtkSnapshot *snapshot, const char *name, int x, int y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GtkIconPaintable) icon
      = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (
                                        gtk_widget_get_display (widget)),
                                    name,
                                    NULL,
                                    ICON_SIZE,
                                    gtk_widget_get_scale_factor (widget),
                                    gtk_widget_get_direction (widget),
                                    0);
  GdkRGBA color = get_color (self, 1);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon),
                                            snapshot,
                                            ICON_SIZE,
                                            ICON_SIZE,
                                            &color,
                                            1);
  gtk_snapshot_restore (snapshot);
}

static void
draw_call (BitacoraHistoryRow *self, GtkSnapshot *snapshot, BitacoraOutboxEntry *entry, int y)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int line = get_line_height (self);
  int caption = get_caption_height (line);
  int indent = ICON_SIZE + GAP;
  GdkRectangle name_place = { is_rtl ? 0 : indent, y + MARGIN, MAX (width - indent, 0), line };
  GdkRectangle facts_place
      = { name_place.x, y + MARGIN + line + SPACING, name_place.width, caption };
  g_autofree char *time = format_time (self, entry);
  int taken = draw_text (self, snapshot, STYLE_CAPTION, time, &name_place, TRUE) + GAP;

  name_place.width = MAX (name_place.width - taken, 0);
  if (is_rtl)
    name_place.x += taken;
  draw_text (self, snapshot, STYLE_NAME, get_name (entry), &name_place, FALSE);
  draw_text (self,
             snapshot,
             STYLE_CAPTION,
             bitacora_history_item_get_facts (self->item),
             &facts_place,
             FALSE);
  draw_icon (self,
             snapshot,
             bitacora_history_get_icon_name (bitacora_outbox_entry_get_state (entry)),
             is_rtl ? width - ICON_SIZE : 0,
             y + MARGIN + (line + SPACING + caption - ICON_SIZE) / 2);
}

static void
bitacora_history_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BitacoraHistoryRow *self = BITACORA_HISTORY_ROW (widget);
  BitacoraOutboxEntry *entry = get_entry (self);
  int y = 0;

  if (self->day != NULL)
    {
      GdkRectangle place = { 0, MARGIN, gtk_widget_get_width (widget), get_line_height (self) };

      draw_text (self, snapshot, STYLE_DAY, self->day, &place, FALSE);
      y = place.y + place.height;
    }
  if (entry != NULL)
    draw_call (self, snapshot, entry, y);
}

static void
bitacora_history_row_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  BitacoraHistoryRow *self = BITACORA_HISTORY_ROW (widget);
  int line;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }
  line = get_line_height (self);
  *minimum = MARGIN + line + SPACING + get_caption_height (line) + MARGIN;
  if (self->day != NULL)
    *minimum += MARGIN + line;
  *natural = *minimum;
}

static void
bitacora_history_row_dispose (GObject *object)
{
  BitacoraHistoryRow *self = BITACORA_HISTORY_ROW (object);

  g_clear_handle_id (&self->describe_source, g_source_remove);
  bitacora_history_row_set_item (self, NULL);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->day, g_free);

  G_OBJECT_CLASS (bitacora_history_row_parent_class)->dispose (object);
}

static void
bitacora_history_row_class_init (BitacoraHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_history_row_dispose;
  widget_class->measure = bitacora_history_row_measure;
  widget_class->snapshot = bitacora_history_row_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bitacora_history_row_init (BitacoraHistoryRow *self)
{
}

/**
 * bitacora_history_row_new:
 * @clock: knows the user's zone
 *
 * Creates an empty row.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
bitacora_history_row_new (BitacoraClock *clock)
{
  BitacoraHistoryRow *self;

  g_return_val_if_fail (BITACORA_IS_CLOCK (clock), NULL);

  self = g_object_new (BITACORA_TYPE_HISTORY_ROW, NULL);
  self->clock = g_object_ref (clock);

  return GTK_WIDGET (self);
}

/**
 * bitacora_history_row_set_item:
 * @self: the row
 * @item: (nullable): the call that it shows from now on, and follows
 *
 * Shows another call. An item that is not read yet is shown when it is.
 */
void
bitacora_history_row_set_item (BitacoraHistoryRow *self, BitacoraHistoryItem *item)
{
  g_return_if_fail (BITACORA_IS_HISTORY_ROW (self));

  g_clear_signal_handler (&self->entry_handler, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  self->entry_handler
      = g_signal_connect_swapped (item, "notify::entry", G_CALLBACK (entry_changed_cb), self);
  entry_changed_cb (self);
}

/**
 * bitacora_history_row_set_day:
 * @self: the row
 * @day: (nullable): the day that begins with this row
 *
 * Puts the name of a day above the row.
 */
void
bitacora_history_row_set_day (BitacoraHistoryRow *self, const char *day)
{
  g_return_if_fail (BITACORA_IS_HISTORY_ROW (self));

  if (g_strcmp0 (self->day, day) == 0)
    return;
  g_free (self->day);
  self->day = g_strdup (day);
  describe_later (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bitacora_history_row_describe:
 * @self: the row
 *
 * Returns: (transfer full): all that the row shows, in one line
 */
char *
bitacora_history_row_describe (BitacoraHistoryRow *self)
{
  BitacoraOutboxEntry *entry;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (BITACORA_IS_HISTORY_ROW (self), NULL);

  entry = get_entry (self);
  text = g_string_new (NULL);
  if (self->day != NULL)
    g_string_append_printf (text, "%s: ", self->day);
  if (entry != NULL)
    {
      g_autofree char *time = format_time (self, entry);

      g_string_append_printf (text,
                              "%s, %s, %s",
                              get_name (entry),
                              bitacora_history_item_get_facts (self->item),
                              time);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * bitacora_history_get_icon_name:
 * @state: a state
 *
 * Returns: the icon that stands beside the state's word
 */
const char *
bitacora_history_get_icon_name (BitacoraOutboxState state)
{
  switch (state)
    {
    case BITACORA_OUTBOX_STATE_SENDING:
      return "send-to-symbolic";
    case BITACORA_OUTBOX_STATE_LOGGED:
      return "object-select-symbolic";
    case BITACORA_OUTBOX_STATE_REJECTED:
      return "dialog-warning-symbolic";
    case BITACORA_OUTBOX_STATE_UNKNOWN:
      return "dialog-question-symbolic";
    case BITACORA_OUTBOX_STATE_QUEUED:
    default:
      return "document-open-recent-symbolic";
    }
}
