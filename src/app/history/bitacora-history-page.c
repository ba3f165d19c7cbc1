/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-style.h"
#include "bitacora-history-filter.h"
#include "bitacora-history-row.h"

static guint signals[BITACORA_HISTORY_PAGE_N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraHistoryPage, bitacora_history_page, ADW_TYPE_BIN)

static void show_wanted (BitacoraHistoryPage *self);

static void
update_stack (BitacoraHistoryPage *self)
{
  const char *failure = bitacora_services_get_failure (self->services);
  const char *page;

  if (failure != NULL)
    {
      g_autofree char *description = g_markup_escape_text (failure, -1);

      adw_status_page_set_description (self->failure_page, description);
      page = "failure";
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    page = "list";
  else if (bitacora_history_model_is_loaded (self->model))
    page = bitacora_outbox_query_is_empty (bitacora_history_model_get_query (self->model))
               ? "empty"
               : "nothing-found";
  else if (bitacora_services_get_outbox (self->services) != NULL)
    /* The answer comes within a frame or two: what is there stays until then. */
    return;
  else
    page = "loading";
  /* Also where nobody sees it, a spinner that spins has the window drawn without end. */
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
show_day (BitacoraHistoryPage *self, GtkListItem *list_item)
{
  guint position = gtk_list_item_get_position (list_item);
  g_autofree char *day = NULL;
  gint64 created;

  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    return;
  created = bitacora_history_model_get_created (self->model, position);
  if (position == 0
      || !bitacora_history_filter_same_day (bitacora_history_model_get_created (self->model,
                                                                                position - 1),
                                            created,
                                            bitacora_services_get_clock (self->services)))
    day = bitacora_history_filter_describe_day (created,
                                                bitacora_services_get_clock (self->services));
  bitacora_history_row_set_day (BITACORA_HISTORY_ROW (gtk_list_item_get_child (list_item)), day);
}

/* A call that comes or goes moves the beginning of a day. */
static void
update_days (BitacoraHistoryPage *self)
{
  GHashTableIter iter;
  gpointer list_item;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    show_day (self, list_item);
}

static gboolean
is_at_top (BitacoraHistoryPage *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  return adjustment == NULL || gtk_adjustment_get_value (adjustment) <= 0;
}

static void
scroll_to_top (BitacoraHistoryPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

/* The list holds on to the row that was first: a call that comes while the newest ones are looked
 * at belongs to what is looked at. */
static void
rows_changed_cb (BitacoraHistoryPage *self, guint position)
{
  update_days (self);
  update_stack (self);
  if (position == 0 && is_at_top (self))
    scroll_to_top (self);
  show_wanted (self);
}

static void
answered_cb (BitacoraHistoryPage *self)
{
  update_stack (self);
  scroll_to_top (self);
  show_wanted (self);
}

static BitacoraOutboxEntry *
get_chosen (BitacoraHistoryPage *self)
{
  return self->followed != NULL ? bitacora_history_item_get_entry (self->followed) : NULL;
}

static gboolean
are_details_seen (BitacoraHistoryPage *self)
{
  return !adw_leaflet_get_folded (self->leaflet)
         || g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "details") == 0;
}

static void
update_details (BitacoraHistoryPage *self)
{
  g_clear_handle_id (&self->details_source, g_source_remove);
  bitacora_history_details_set_entry (self->details, get_chosen (self));
}

static gboolean
details_due_cb (gpointer user_data)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (user_data);

  self->details_source = 0;
  if (are_details_seen (self))
    update_details (self);

  return G_SOURCE_REMOVE;
}

/* Beside the list the details follow the cursor; over it they wait to be asked for. */
static void
show_details (BitacoraHistoryPage *self)
{
  update_details (self);
  if (adw_leaflet_get_folded (self->leaflet) && get_chosen (self) != NULL)
    adw_leaflet_set_visible_child_name (self->leaflet, "details");
}

/* Its place is known at once or when all places were read. */
static void
show_wanted (BitacoraHistoryPage *self)
{
  guint position;

  if (self->wanted_id == 0
      || !bitacora_history_model_find (self->model, self->wanted_id, &position))
    return;
  self->wanted_id = 0;
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
  show_details (self);
}

static void
row_set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (user_data);
  GtkWidget *row = bitacora_history_row_new (bitacora_services_get_clock (self->services));

  gtk_list_item_set_child (list_item, row);
}

static void
row_bound_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (user_data);

  bitacora_history_row_set_item (BITACORA_HISTORY_ROW (gtk_list_item_get_child (list_item)),
                                 gtk_list_item_get_item (list_item));
  g_hash_table_add (self->shown, list_item);
  show_day (self, list_item);
}

static void
row_unbound_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (user_data);

  g_hash_table_remove (self->shown, list_item);
  bitacora_history_row_set_item (BITACORA_HISTORY_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* Whoever runs down the list with an arrow key waits for the rows, not for what is beside them. */
static void
show_chosen (BitacoraHistoryPage *self)
{
  bitacora_history_page_update_actions (self);
  if (get_chosen (self) == NULL)
    {
      update_details (self);
      adw_leaflet_set_visible_child_name (self->leaflet, "list");
    }
  else if (self->details_source == 0)
    self->details_source = g_idle_add (details_due_cb, self);
}

static void
choice_changed_cb (BitacoraHistoryPage *self)
{
  BitacoraHistoryItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item == self->followed)
    return;
  if (self->followed != NULL)
    g_signal_handlers_disconnect_by_data (self->followed, self);
  g_set_object (&self->followed, item);
  if (item != NULL)
    g_signal_connect_object (item,
                             "notify::entry",
                             G_CALLBACK (show_chosen),
                             self,
                             G_CONNECT_SWAPPED);
  show_chosen (self);
}

static void
row_activated_cb (BitacoraHistoryPage *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  show_details (self);
}

/* The list itself would hand the keyboard to whichever row had it last, or came first. */
static void
focus_list (BitacoraHistoryPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  GHashTableIter iter;
  gpointer list_item;

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    {
      if (gtk_list_item_get_position (list_item) == position)
        {
          gtk_widget_grab_focus (gtk_widget_get_parent (gtk_list_item_get_child (list_item)));
          return;
        }
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
search_stopped_cb (BitacoraHistoryPage *self)
{
  gtk_editable_set_text (self->search_entry, "");
  focus_list (self);
}

static void
to_list (BitacoraHistoryPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  focus_list (self);
}

/* Who searched for one call and sees it first needs no more than Return. */
static void
search_activated_cb (BitacoraHistoryPage *self)
{
  to_list (self);
  show_details (self);
}

static void
to_list_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  to_list (BITACORA_HISTORY_PAGE (widget));
}

static void
folded_changed_cb (BitacoraHistoryPage *self)
{
  gboolean is_folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (self->back_button, is_folded);
  gtk_list_view_set_single_click_activate (self->list_view, is_folded);
  if (self->services != NULL)
    show_chosen (self);
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  focus_list (self);
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
show_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bitacora_history_page_show_all (BITACORA_HISTORY_PAGE (widget));
  gtk_widget_grab_focus (GTK_WIDGET (BITACORA_HISTORY_PAGE (widget)->search_entry));
}

static void
outbox_changed_cb (BitacoraHistoryPage *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);

  if (outbox != NULL)
    bitacora_history_model_set_outbox (self->model, outbox);
  update_stack (self);
}

static void
bitacora_history_page_map (GtkWidget *widget)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (widget);

  GTK_WIDGET_CLASS (bitacora_history_page_parent_class)->map (widget);
  /* It may be another day by now. */
  if (self->services != NULL)
    update_days (self);
}

static void
bitacora_history_page_dispose (GObject *object)
{
  BitacoraHistoryPage *self = BITACORA_HISTORY_PAGE (object);

  g_clear_handle_id (&self->hold_source, g_source_remove);
  g_clear_handle_id (&self->details_source, g_source_remove);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  if (self->followed != NULL)
    g_signal_handlers_disconnect_by_data (self->followed, self);
  g_clear_object (&self->followed);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->filters);
  g_clear_object (&self->services);
  self->list_view = NULL;

  G_OBJECT_CLASS (bitacora_history_page_parent_class)->dispose (object);
}

static void
bitacora_history_page_finalize (GObject *object)
{
  g_clear_pointer (&BITACORA_HISTORY_PAGE (object)->shown, g_hash_table_unref);

  G_OBJECT_CLASS (bitacora_history_page_parent_class)->finalize (object);
}

static guint
add_signal (BitacoraHistoryPageClass *klass, const char *name, GType type)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       type);
}

#define bind(name) gtk_widget_class_bind_template_child (widget_class, BitacoraHistoryPage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BITACORA_TYPE_HISTORY_DETAILS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/history/bitacora-history-page.ui");
  bind (toast_overlay);
  bind (leaflet);
  bind (search_entry);
  bind (state_button);
  bind (date_button);
  bind (profile_button);
  bind (profile_chip);
  bind (range_box);
  bind (from_entry);
  bind (until_entry);
  bind (stack);
  bind (spinner);
  bind (list_view);
  bind (failure_page);
  bind (back_button);
  bind (details);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_history_page_search);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

#undef bind

static void
bitacora_history_page_class_init (BitacoraHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bitacora_history_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = bitacora_history_page_finalize;
  widget_class->map = bitacora_history_page_map;

  signals[BITACORA_HISTORY_PAGE_CORRECT]
      = add_signal (klass, "correct", BITACORA_TYPE_OUTBOX_ENTRY);
  signals[BITACORA_HISTORY_PAGE_LOG_AGAIN]
      = add_signal (klass, "log-again", BITACORA_TYPE_CALL_ACTIVITY);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "history.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "history.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "history.to-list", NULL, to_list_cb);
  gtk_widget_class_install_action (widget_class, "history.show-all", NULL, show_all_cb);
  bitacora_history_page_install_actions (widget_class);
  bitacora_style_add ("/org/bitacora/Bitacora/history/history.css");
}

static void
bitacora_history_page_init (BitacoraHistoryPage *self)
{
  static const GActionEntry filters[] = {
    { "state", NULL, "s", "'all'", bitacora_history_page_filter_chosen_cb },
    { "date", NULL, "s", "'any'", bitacora_history_page_filter_chosen_cb },
    { "profile", NULL, "s", "''", bitacora_history_page_filter_chosen_cb },
  };

  self->shown = g_hash_table_new (NULL, NULL);
  self->model = bitacora_history_model_new ();
  self->filters = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->filters),
                                   filters,
                                   G_N_ELEMENTS (filters),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "filter", G_ACTION_GROUP (self->filters));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry),
                                           GTK_WIDGET (self));
  bitacora_history_page_update_actions (self);
}

static void
set_up_list (BitacoraHistoryPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (row_set_up_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bound_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (row_unbound_cb), self, 0);

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection,
                           "notify::selected-item",
                           G_CALLBACK (choice_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  /* After the list, so that its rows know their new positions. */
  g_signal_connect_object (self->selection,
                           "items-changed",
                           G_CALLBACK (rows_changed_cb),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->model,
                           "notify::loaded",
                           G_CALLBACK (answered_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * bitacora_history_page_set_up:
 * @self: the page
 * @services: what keeps and sends the calls
 *
 * Gives the page what it shows. To be called once.
 */
void
bitacora_history_page_set_up (BitacoraHistoryPage *self, BitacoraServices *services)
{
  g_return_if_fail (BITACORA_IS_HISTORY_PAGE (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  bitacora_history_details_set_up (self->details, services);
  set_up_list (self);
  g_signal_connect_object (bitacora_services_get_profiles (services),
                           "items-changed",
                           G_CALLBACK (bitacora_history_page_update_profiles),
                           self,
                           G_CONNECT_SWAPPED);
  bitacora_history_page_update_profiles (self);
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::failure",
                           G_CALLBACK (update_stack),
                           self,
                           G_CONNECT_SWAPPED);
  outbox_changed_cb (self);
}

/**
 * bitacora_history_page_get_query:
 * @self: the page
 *
 * Returns: (transfer none): which calls it shows
 */
BitacoraOutboxQuery *
bitacora_history_page_get_query (BitacoraHistoryPage *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_PAGE (self), NULL);

  return bitacora_history_model_get_query (self->model);
}

/**
 * bitacora_history_page_show_state:
 * @self: the page, set up
 * @name: "all", "waiting", or a state's name
 *
 * Shows the calls of a state, without any other filter.
 */
void
bitacora_history_page_show_state (BitacoraHistoryPage *self, const char *name)
{
  g_return_if_fail (BITACORA_IS_HISTORY_PAGE (self));
  g_return_if_fail (name != NULL);

  bitacora_history_page_show_all (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self->filters),
                                      "state",
                                      g_variant_new_string (name));
}

/**
 * bitacora_history_page_show_entry:
 * @self: the page, set up
 * @id: an entry
 *
 * Shows a call and all that is known of it, among all others. One that is not there is not shown.
 */
void
bitacora_history_page_show_entry (BitacoraHistoryPage *self, gint64 id)
{
  g_return_if_fail (BITACORA_IS_HISTORY_PAGE (self));

  bitacora_history_page_show_all (self);
  self->wanted_id = id;
  show_wanted (self);
}

/**
 * bitacora_history_page_look_for:
 * @self: the page, set up
 * @text: what is looked for
 *
 * Looks for calls among all, as if @text had been typed.
 */
void
bitacora_history_page_look_for (BitacoraHistoryPage *self, const char *text)
{
  g_return_if_fail (BITACORA_IS_HISTORY_PAGE (self));
  g_return_if_fail (text != NULL);

  self->wanted_id = 0;
  bitacora_history_page_show_all (self);
  gtk_editable_set_text (self->search_entry, text);
}

/**
 * bitacora_history_page_get_toast_overlay:
 * @self: the page
 *
 * Returns: (transfer none): where toasts lie while the page is shown
 */
AdwToastOverlay *
bitacora_history_page_get_toast_overlay (BitacoraHistoryPage *self)
{
  g_return_val_if_fail (BITACORA_IS_HISTORY_PAGE (self), NULL);

  return self->toast_overlay;
}

/**
 * bitacora_history_page_focus:
 * @self: the page
 *
 * Puts the cursor where a search is typed.
 */
void
bitacora_history_page_focus (BitacoraHistoryPage *self)
{
  g_return_if_fail (BITACORA_IS_HISTORY_PAGE (self));

  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/*
 * bitacora_history_page_ask_form:
 * @self: the page
 * @signal: BITACORA_HISTORY_PAGE_CORRECT or BITACORA_HISTORY_PAGE_LOG_AGAIN
 * @what: what the signal carries
 *
 * Asks the window to bring a call into the form.
 */
void
bitacora_history_page_ask_form (BitacoraHistoryPage *self, guint signal, gpointer what)
{
  g_signal_emit (self, signals[signal], 0, what);
}
