/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-follow-ups-page-private.h"

#include "app/bitacora-style.h"
#include "bitacora-follow-up-row.h"
#include "bitacora-follow-up-words.h"

enum
{
  PROP_0,
  PROP_N_TODAY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraFollowUpsPage, bitacora_follow_ups_page, ADW_TYPE_BIN)

static GDateTime *
get_now (BitacoraFollowUpsPage *self)
{
  return bitacora_clock_now (bitacora_services_get_clock (self->services));
}

static BitacoraFollowUpSection
find_section (BitacoraFollowUpsPage *self, guint position, GDateTime *now)
{
  g_autoptr (BitacoraOutboxEntry) entry
      = g_list_model_get_item (bitacora_follow_up_list_get_model (self->list), position);

  return bitacora_follow_up_find_section (bitacora_outbox_entry_get_follow_up (entry), now);
}

static void
update_stack (BitacoraFollowUpsPage *self)
{
  const char *failure = bitacora_services_get_failure (self->services);
  const char *page = "loading";

  if (failure != NULL)
    {
      g_autofree char *description = g_markup_escape_text (failure, -1);

      adw_status_page_set_description (self->failure_page, description);
      page = "failure";
    }
  else if (bitacora_follow_up_list_is_loaded (self->list))
    page = g_list_model_get_n_items (bitacora_follow_up_list_get_model (self->list)) > 0 ? "list"
                                                                                         : "empty";
  /* Also where nobody sees it, a spinner that spins has the window drawn without end. */
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
tell_time (BitacoraFollowUpsPage *self, GtkListItem *list_item, GDateTime *now)
{
  const guint position = gtk_list_item_get_position (list_item);
  BitacoraFollowUpRow *row = BITACORA_FOLLOW_UP_ROW (gtk_list_item_get_child (list_item));

  if (position >= g_list_model_get_n_items (bitacora_follow_up_list_get_model (self->list)))
    return;
  bitacora_follow_up_row_tell_time (row,
                                    now,
                                    position == 0
                                        || find_section (self, position - 1, now)
                                               != find_section (self, position, now));
}

/* Minutes pass, and what comes or goes moves the beginning of a section. */
static void
tell_times (BitacoraFollowUpsPage *self)
{
  g_autoptr (GDateTime) now = get_now (self);
  GHashTableIter iter;
  gpointer list_item;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    tell_time (self, list_item, now);
  gtk_widget_set_visible (self->quiet_label,
                          bitacora_follow_up_list_is_loaded (self->list)
                              && g_list_model_get_n_items (
                                     bitacora_follow_up_list_get_model (self->list))
                                     > 0
                              && find_section (self, 0, now) > BITACORA_FOLLOW_UP_TODAY);
}

static gboolean
focus_position (BitacoraFollowUpsPage *self, guint position)
{
  GHashTableIter iter;
  gpointer list_item;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    if (gtk_list_item_get_position (list_item) == position)
      return gtk_widget_grab_focus (gtk_list_item_get_child (list_item));

  return FALSE;
}

static gboolean
has_entry (GListModel *model, gint64 id)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BitacoraOutboxEntry) entry = g_list_model_get_item (model, i);

      if (bitacora_outbox_entry_get_id (entry) == id)
        return TRUE;
    }

  return FALSE;
}

/* Once an entry is gone whose row the keyboard was in, it goes on with the next one, or with the
 * last, unless it has gone elsewhere. The list is asked, and not the rows: the newer GTK keeps the
 * row of what is gone, and the keyboard in it, until the keyboard is put elsewhere. */
static void
focus_after_row (BitacoraFollowUpsPage *self)
{
  GListModel *model = bitacora_follow_up_list_get_model (self->list);
  const guint n_rows = g_list_model_get_n_items (model);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autoptr (BitacoraOutboxEntry) next = NULL;
  GtkListItem *list_item;

  if (self->left_id == 0 || has_entry (model, self->left_id))
    return;
  self->left_id = 0;
  if (n_rows == 0
      || (focus != NULL && gtk_widget_get_root (focus) == root
          && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view))))
    return;
  next = g_list_model_get_item (model, MIN (self->left_position, n_rows - 1));
  list_item = bitacora_follow_ups_page_find_shown (self, bitacora_outbox_entry_get_id (next));
  if (list_item != NULL)
    gtk_widget_grab_focus (gtk_list_item_get_child (list_item));
}

static void
list_loaded_cb (BitacoraFollowUpsPage *self)
{
  update_stack (self);
  tell_times (self);
  focus_after_row (self);
}

static void
time_passed_cb (BitacoraFollowUpsPage *self)
{
  tell_times (self);
}

static void
n_today_changed_cb (BitacoraFollowUpsPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TODAY]);
}

static void
row_set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, bitacora_follow_up_row_new ());
}

static void
row_bound_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (user_data);
  g_autoptr (GDateTime) now = get_now (self);

  bitacora_follow_up_row_set_entry (BITACORA_FOLLOW_UP_ROW (gtk_list_item_get_child (list_item)),
                                    gtk_list_item_get_item (list_item));
  g_hash_table_add (self->shown, list_item);
  tell_time (self, list_item, now);
}

static void
row_unbound_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (user_data);

  g_hash_table_remove (self->shown, list_item);
  bitacora_follow_up_row_set_entry (BITACORA_FOLLOW_UP_ROW (gtk_list_item_get_child (list_item)),
                                    NULL);
}

/* The rows cost more than the list: nobody who does not come here pays for them. */
static void
show_rows (BitacoraFollowUpsPage *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  if (gtk_list_view_get_model (self->list_view) != NULL)
    return;
  selection = gtk_no_selection_new (g_object_ref (bitacora_follow_up_list_get_model (self->list)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
}

static void
bitacora_follow_ups_page_map (GtkWidget *widget)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (widget);

  GTK_WIDGET_CLASS (bitacora_follow_ups_page_parent_class)->map (widget);
  if (self->list == NULL)
    return;
  show_rows (self);
  bitacora_follow_up_list_set_watched (self->list, TRUE);
}

static void
bitacora_follow_ups_page_unmap (GtkWidget *widget)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (widget);

  if (self->list != NULL)
    bitacora_follow_up_list_set_watched (self->list, FALSE);
  if (self->enter_tick != 0)
    gtk_widget_remove_tick_callback (widget, self->enter_tick);
  self->enter_tick = 0;
  GTK_WIDGET_CLASS (bitacora_follow_ups_page_parent_class)->unmap (widget);
}

static void
bitacora_follow_ups_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_TODAY:
      g_value_set_uint (value,
                        bitacora_follow_ups_page_get_n_today (BITACORA_FOLLOW_UPS_PAGE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_follow_ups_page_dispose (GObject *object)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (object);

  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->popover)));
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  self->list_view = NULL;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  g_clear_object (&self->services);
  g_clear_object (&self->asked);

  G_OBJECT_CLASS (bitacora_follow_ups_page_parent_class)->dispose (object);
}

static void
bitacora_follow_ups_page_finalize (GObject *object)
{
  g_clear_pointer (&BITACORA_FOLLOW_UPS_PAGE (object)->shown, g_hash_table_unref);

  G_OBJECT_CLASS (bitacora_follow_ups_page_parent_class)->finalize (object);
}

#define bind(name) gtk_widget_class_bind_template_child (widget_class, BitacoraFollowUpsPage, name)

static void
bitacora_follow_ups_page_class_init (BitacoraFollowUpsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bitacora_follow_ups_page_get_property;
  object_class->dispose = bitacora_follow_ups_page_dispose;
  object_class->finalize = bitacora_follow_ups_page_finalize;
  widget_class->map = bitacora_follow_ups_page_map;
  widget_class->unmap = bitacora_follow_ups_page_unmap;

  properties[PROP_N_TODAY] = g_param_spec_uint (
      "n-today", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/follow-ups/bitacora-follow-ups-page.ui");
  bind (toast_overlay);
  bind (stack);
  bind (spinner);
  bind (quiet_label);
  bind (list_view);
  bind (failure_page);
  bitacora_follow_ups_page_install_actions (widget_class);
  bitacora_style_add ("/org/bitacora/Bitacora/follow-ups/follow-ups.css");
}

#undef bind

static void
bitacora_follow_ups_page_init (BitacoraFollowUpsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->shown = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (row_set_up_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bound_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (row_unbound_cb), self, 0);
  gtk_list_view_set_factory (self->list_view, factory);

  self->popover = BITACORA_LATER_POPOVER (bitacora_later_popover_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
  g_signal_connect_object (self->popover,
                           "chosen",
                           G_CALLBACK (bitacora_follow_ups_page_later_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * bitacora_follow_ups_page_set_up:
 * @self: a new page
 * @services: what stands behind it
 * @list: the follow-ups of their outbox, once it is open
 *
 * Has the page show @list.
 */
void
bitacora_follow_ups_page_set_up (BitacoraFollowUpsPage *self,
                                 BitacoraServices *services,
                                 BitacoraFollowUpList *list)
{
  g_return_if_fail (BITACORA_IS_FOLLOW_UPS_PAGE (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));
  g_return_if_fail (BITACORA_IS_FOLLOW_UP_LIST (list));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  self->list = g_object_ref (list);
  bitacora_later_popover_set_clock (self->popover, bitacora_services_get_clock (services));
  g_signal_connect_object (self->list,
                           "loaded",
                           G_CALLBACK (list_loaded_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list,
                           "time-passed",
                           G_CALLBACK (time_passed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list,
                           "notify::n-today",
                           G_CALLBACK (n_today_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::failure",
                           G_CALLBACK (update_stack),
                           self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      show_rows (self);
      bitacora_follow_up_list_set_watched (self->list, TRUE);
    }
}

/**
 * bitacora_follow_ups_page_get_n_today:
 * @self: the page
 *
 * Returns: how many follow-ups are overdue, or due before the next midnight of the user's zone
 */
guint
bitacora_follow_ups_page_get_n_today (BitacoraFollowUpsPage *self)
{
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UPS_PAGE (self), 0);

  return self->list != NULL ? bitacora_follow_up_list_get_n_today (self->list) : 0;
}

/**
 * bitacora_follow_ups_page_get_toast_overlay:
 * @self: the page
 *
 * Returns: (transfer none): where the window shows its toasts while this page is shown
 */
AdwToastOverlay *
bitacora_follow_ups_page_get_toast_overlay (BitacoraFollowUpsPage *self)
{
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UPS_PAGE (self), NULL);

  return self->toast_overlay;
}

/* The entry is about to go: if the keyboard is in its row, it is to go on from there. */
void
bitacora_follow_ups_page_note_focus (BitacoraFollowUpsPage *self, gint64 id)
{
  GtkListItem *list_item = bitacora_follow_ups_page_find_shown (self, id);

  if (list_item == NULL || gtk_widget_get_focus_child (gtk_list_item_get_child (list_item)) == NULL)
    return;
  self->left_id = id;
  self->left_position = gtk_list_item_get_position (list_item);
}

/* The rows of a page that is shown for the first time are not there before it is laid out. */
static gboolean
enter_due_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  BitacoraFollowUpsPage *self = BITACORA_FOLLOW_UPS_PAGE (widget);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (g_str_equal (page, "loading") || (g_str_equal (page, "list") && !focus_position (self, 0)))
    return G_SOURCE_CONTINUE;
  if (!g_str_equal (page, "list"))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  self->enter_tick = 0;
  return G_SOURCE_REMOVE;
}

/**
 * bitacora_follow_ups_page_focus:
 * @self: the page
 *
 * Puts the keyboard on the first follow-up.
 */
void
bitacora_follow_ups_page_focus (BitacoraFollowUpsPage *self)
{
  g_return_if_fail (BITACORA_IS_FOLLOW_UPS_PAGE (self));

  if (self->list == NULL || focus_position (self, 0))
    return;
  if (self->enter_tick == 0)
    self->enter_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), enter_due_cb, NULL, NULL);
}

/*
 * bitacora_follow_ups_page_find_shown:
 * @self: the page
 * @id: an entry's id
 *
 * Returns: (transfer none) (nullable): what shows the entry; %NULL if nothing does
 */
GtkListItem *
bitacora_follow_ups_page_find_shown (BitacoraFollowUpsPage *self, gint64 id)
{
  GHashTableIter iter;
  gpointer list_item;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    if (bitacora_outbox_entry_get_id (gtk_list_item_get_item (list_item)) == id)
      return list_item;

  return NULL;
}
