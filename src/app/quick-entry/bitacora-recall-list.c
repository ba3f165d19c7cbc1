/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-recall-list.h"

#include <glib/gi18n-lib.h>

#include "model/bitacora-call-template.h"
#include "model/bitacora-moment.h"

/* As many as leave the rest of a small window in sight. */
#define MOST_ROWS 5

struct _BitacoraRecallList
{
  AdwBin parent_instance;

  BitacoraOutbox *outbox;
  BitacoraClock *clock;
  char *name_template;

  GtkListBox *box;
  GPtrArray *found; /* of BitacoraRecall, one for each row */
  GCancellable *asking;
};

enum
{
  ANSWERED,
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraRecallList, bitacora_recall_list, ADW_TYPE_BIN)

static BitacoraCallActivity *
get_activity (BitacoraRecall *recall)
{
  return bitacora_outbox_entry_get_activity (bitacora_recall_get_last (recall));
}

static char *
find_contact (BitacoraRecallList *self, BitacoraRecall *recall)
{
  const char *name = bitacora_call_activity_get_name (get_activity (recall));
  char *contact = NULL;

  if (self->name_template != NULL)
    contact = bitacora_call_template_extract (self->name_template, name, "contact");
  return contact != NULL ? contact : g_strdup (name);
}

static char *
format_number (BitacoraRecall *recall)
{
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (get_activity (recall));
  const char *record = bitacora_call_activity_get_record_id (get_activity (recall));

  if (phone != NULL)
    return bitacora_phone_number_format_international (phone);
  return g_strdup (record);
}

static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate first, last;

  g_date_set_dmy (&first,
                  (GDateDay)g_date_time_get_day_of_month (from),
                  g_date_time_get_month (from),
                  (GDateYear)g_date_time_get_year (from));
  g_date_set_dmy (&last,
                  (GDateDay)g_date_time_get_day_of_month (to),
                  g_date_time_get_month (to),
                  (GDateYear)g_date_time_get_year (to));
  return g_date_days_between (&first, &last);
}

/* How often, or for who was called once: when. */
static char *
describe_calls (BitacoraRecallList *self, BitacoraRecall *recall)
{
  const guint n_calls = bitacora_recall_get_n_calls (recall);
  GDateTime *created = bitacora_outbox_entry_get_created (bitacora_recall_get_last (recall));
  g_autoptr (GDateTime) now = bitacora_clock_now (self->clock);
  g_autoptr (GDateTime) then
      = g_date_time_to_timezone (created, bitacora_clock_get_zone (self->clock));

  if (n_calls > 1)
    return g_strdup_printf (ngettext ("%u call", "%u calls", n_calls), n_calls);
  switch (count_days (then, now))
    {
    case 0:
      return bitacora_moment_format_time (then);
    case 1:
      return g_strdup (_ ("yesterday"));
    default:
      return bitacora_moment_format_date (then);
    }
}

static char *
describe (BitacoraRecallList *self, BitacoraRecall *recall)
{
  g_autofree char *contact = find_contact (self, recall);
  g_autofree char *number = format_number (recall);
  g_autofree char *calls = describe_calls (self, recall);

  return number != NULL && *number != '\0' ? g_strdup_printf ("%s, %s, %s", contact, number, calls)
                                           : g_strdup_printf ("%s, %s", contact, calls);
}

static void
add_label (GtkWidget *box, const char *text, gboolean is_dim)
{
  GtkWidget *label = gtk_label_new (text);

  /* A number that is cut short would be no number. */
  if (!is_dim)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), is_dim ? 1 : 0);
  gtk_widget_set_hexpand (label, !is_dim);
  if (is_dim)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "numeric");
    }
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
create_row (BitacoraRecallList *self, BitacoraRecall *recall)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *contact = find_contact (self, recall);
  g_autofree char *number = format_number (recall);
  g_autofree char *calls = describe_calls (self, recall);
  g_autofree char *spoken = describe (self, recall);

  add_label (box, contact, FALSE);
  if (number != NULL && *number != '\0')
    add_label (box, number, TRUE);
  add_label (box, calls, TRUE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  /* The keyboard stays in the entry. */
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
show_found (BitacoraRecallList *self, GPtrArray *found)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->box, 0)) != NULL)
    gtk_list_box_remove (self->box, GTK_WIDGET (row));
  g_ptr_array_set_size (self->found, 0);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      BitacoraRecall *recall = g_ptr_array_index (found, i);

      g_ptr_array_add (self->found, g_object_ref (recall));
      gtk_list_box_append (self->box, create_row (self, recall));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->found->len > 0);
}

static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraRecallList) self = BITACORA_RECALL_LIST (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = bitacora_outbox_recall_finish (BITACORA_OUTBOX (source), result, &error);

  /* Whoever typed on has asked again, and hears that answer instead. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->asking);
  if (error != NULL)
    g_message ("Earlier calls could not be looked for: %s", error->message);
  show_found (self, found);
  g_signal_emit (self, signals[ANSWERED], 0);
}

static void
row_activated_cb (BitacoraRecallList *self, GtkListBoxRow *row)
{
  const int position = gtk_list_box_row_get_index (row);

  if (position >= 0 && (guint)position < self->found->len)
    g_signal_emit (self, signals[CHOSEN], 0, g_ptr_array_index (self->found, position));
}

static void
bitacora_recall_list_dispose (GObject *object)
{
  BitacoraRecallList *self = BITACORA_RECALL_LIST (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->outbox);
  g_clear_object (&self->clock);
  g_ptr_array_set_size (self->found, 0);

  G_OBJECT_CLASS (bitacora_recall_list_parent_class)->dispose (object);
}

static void
bitacora_recall_list_finalize (GObject *object)
{
  BitacoraRecallList *self = BITACORA_RECALL_LIST (object);

  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->name_template, g_free);

  G_OBJECT_CLASS (bitacora_recall_list_parent_class)->finalize (object);
}

static void
bitacora_recall_list_class_init (BitacoraRecallListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_recall_list_dispose;
  object_class->finalize = bitacora_recall_list_finalize;

  signals[ANSWERED] = g_signal_new ("answered",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);
  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  BITACORA_TYPE_RECALL);
}

static void
bitacora_recall_list_init (BitacoraRecallList *self)
{
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_SINGLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "recall-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Called before"),
                                  -1);
  g_signal_connect_object (self->box,
                           "row-activated",
                           G_CALLBACK (row_activated_cb),
                           self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * bitacora_recall_list_new:
 * @outbox: where the earlier calls are
 * @clock: whose present and zone days are counted by
 *
 * Returns: (transfer floating): a list that was asked for nobody yet, and is not seen
 */
GtkWidget *
bitacora_recall_list_new (BitacoraOutbox *outbox, BitacoraClock *clock)
{
  BitacoraRecallList *self = g_object_new (BITACORA_TYPE_RECALL_LIST, NULL);

  g_return_val_if_fail (BITACORA_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (BITACORA_IS_CLOCK (clock), NULL);

  self->outbox = g_object_ref (outbox);
  self->clock = g_object_ref (clock);
  return GTK_WIDGET (self);
}

/**
 * bitacora_recall_list_set_template:
 * @self: the list
 * @name_template: (nullable): what calls are named by, so that who was called can be told from it
 */
void
bitacora_recall_list_set_template (BitacoraRecallList *self, const char *name_template)
{
  g_return_if_fail (BITACORA_IS_RECALL_LIST (self));

  g_free (self->name_template);
  self->name_template = g_strdup (name_template);
}

/**
 * bitacora_recall_list_ask:
 * @self: the list
 * @text: what is being typed
 *
 * Asks the outbox for whoever matches @text; what was asked before is not waited for. What is
 * shown stays until the answer is there.
 */
void
bitacora_recall_list_ask (BitacoraRecallList *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_RECALL_LIST (self));
  g_return_if_fail (text != NULL);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  bitacora_outbox_recall_async (self->outbox,
                                text,
                                MOST_ROWS,
                                self->asking,
                                recalled_cb,
                                g_object_ref (self));
}

/**
 * bitacora_recall_list_clear:
 * @self: the list
 *
 * Offers nobody; what was asked is not waited for.
 */
void
bitacora_recall_list_clear (BitacoraRecallList *self)
{
  g_return_if_fail (BITACORA_IS_RECALL_LIST (self));

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  show_found (self, NULL);
}

/**
 * bitacora_recall_list_is_asking:
 * @self: the list
 *
 * Returns: whether "answered" is still to come
 */
gboolean
bitacora_recall_list_is_asking (BitacoraRecallList *self)
{
  g_return_val_if_fail (BITACORA_IS_RECALL_LIST (self), FALSE);

  return self->asking != NULL;
}

/**
 * bitacora_recall_list_get_n_found:
 * @self: the list
 *
 * Returns: how many are offered
 */
guint
bitacora_recall_list_get_n_found (BitacoraRecallList *self)
{
  g_return_val_if_fail (BITACORA_IS_RECALL_LIST (self), 0);

  return self->found->len;
}

/**
 * bitacora_recall_list_get_recall:
 * @self: the list
 * @position: a row, from 0
 *
 * Returns: (transfer none) (nullable): whom the row offers, %NULL if there is no such row
 */
BitacoraRecall *
bitacora_recall_list_get_recall (BitacoraRecallList *self, guint position)
{
  g_return_val_if_fail (BITACORA_IS_RECALL_LIST (self), NULL);

  return position < self->found->len ? g_ptr_array_index (self->found, position) : NULL;
}

/**
 * bitacora_recall_list_step:
 * @self: the list
 * @steps: 1 down, -1 up; above the first row none is selected
 *
 * Returns: whether there are rows to step through
 */
gboolean
bitacora_recall_list_step (BitacoraRecallList *self, int steps)
{
  GtkListBoxRow *selected;
  int position;

  g_return_val_if_fail (BITACORA_IS_RECALL_LIST (self), FALSE);

  if (self->found->len == 0)
    return FALSE;
  selected = gtk_list_box_get_selected_row (self->box);
  position = (selected != NULL ? gtk_list_box_row_get_index (selected) : -1) + steps;
  bitacora_recall_list_select (self, MIN (position, (int)self->found->len - 1));
  return TRUE;
}

/**
 * bitacora_recall_list_select:
 * @self: the list
 * @position: a row, or -1 for none
 */
void
bitacora_recall_list_select (BitacoraRecallList *self, int position)
{
  g_return_if_fail (BITACORA_IS_RECALL_LIST (self));

  gtk_list_box_select_row (self->box,
                           position >= 0 ? gtk_list_box_get_row_at_index (self->box, position)
                                         : NULL);
}

/**
 * bitacora_recall_list_get_selected:
 * @self: the list
 * @row: (out) (optional) (transfer none) (nullable): the selected row itself
 *
 * Returns: (transfer none) (nullable): who is selected
 */
BitacoraRecall *
bitacora_recall_list_get_selected (BitacoraRecallList *self, GtkWidget **row)
{
  GtkListBoxRow *selected;

  g_return_val_if_fail (BITACORA_IS_RECALL_LIST (self), NULL);

  selected = gtk_list_box_get_selected_row (self->box);
  if (row != NULL)
    *row = selected != NULL ? GTK_WIDGET (selected) : NULL;
  return selected != NULL
             ? bitacora_recall_list_get_recall (self, (guint)gtk_list_box_row_get_index (selected))
             : NULL;
}

/**
 * bitacora_recall_list_describe_selected:
 * @self: the list
 *
 * Returns: (transfer full) (nullable): who is selected, in the words that a screen reader says
 */
char *
bitacora_recall_list_describe_selected (BitacoraRecallList *self)
{
  BitacoraRecall *recall;

  g_return_val_if_fail (BITACORA_IS_RECALL_LIST (self), NULL);

  recall = bitacora_recall_list_get_selected (self, NULL);
  return recall != NULL ? describe (self, recall) : NULL;
}
