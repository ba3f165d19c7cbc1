/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-country-button.h"

struct _BitacoraCountryButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover;
  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkFilterListModel *countries;
  GtkCustomFilter *filter;

  BitacoraCountry *country;
};

enum
{
  PROP_0,
  PROP_REGION,
  N_PROPS,
};

enum
{
  PICKED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraCountryButton, bitacora_country_button, ADW_TYPE_BIN)

/* Where no font has flags, the letters of the code say it better than two boxes. */
static gboolean
can_show_flag (GtkWidget *widget, const char *flag)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, flag);

  return pango_layout_get_unknown_glyphs_count (layout) == 0;
}

static char *
make_flag (GtkWidget *widget, BitacoraCountry *country)
{
  const char *flag = bitacora_country_get_flag (country);

  if (flag != NULL && can_show_flag (widget, flag))
    return g_strdup (flag);
  return g_strdup (bitacora_country_get_region (country));
}

static void
show_country (BitacoraCountryButton *self)
{
  g_autofree char *flag = NULL;
  g_autofree char *text = NULL;
  g_autofree char *description = NULL;

  if (self->country == NULL)
    {
      gtk_label_set_label (self->label, "+");
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->button),
                                     GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }

  flag = make_flag (GTK_WIDGET (self), self->country);
  text = g_strdup_printf ("%s +%s", flag, bitacora_country_get_calling_code (self->country));
  description = g_strdup_printf ("%s, +%s",
                                 bitacora_country_get_name (self->country),
                                 bitacora_country_get_calling_code (self->country));
  gtk_label_set_label (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description,
                                  -1);
}

static gboolean
country_matches (gpointer item, gpointer data)
{
  BitacoraCountryButton *self = data;

  return bitacora_country_matches (item, gtk_editable_get_text (self->search_entry));
}

static void
fill_list (BitacoraCountryButton *self)
{
  g_autoptr (GListModel) all = NULL;

  if (gtk_filter_list_model_get_model (self->countries) != NULL)
    return;
  all = bitacora_country_list_all ();
  gtk_filter_list_model_set_model (self->countries, all);
}

static void
select_current (BitacoraCountryButton *self)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; self->country != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BitacoraCountry) country = g_list_model_get_item (model, i);

      if (g_str_equal (bitacora_country_get_region (country),
                       bitacora_country_get_region (self->country)))
        {
          gtk_single_selection_set_selected (self->selection, i);
          gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
          return;
        }
    }
}

static void
pick (BitacoraCountryButton *self, guint position)
{
  g_autoptr (BitacoraCountry) country
      = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (country == NULL)
    return;
  gtk_popover_popdown (self->popover);
  bitacora_country_button_set_region (self, bitacora_country_get_region (country));
  g_signal_emit (self, signals[PICKED], 0);
}

static char *
get_country_flag (GtkListItem *list_item, BitacoraCountry *country)
{
  GtkWidget *child = gtk_list_item_get_child (list_item);

  return country != NULL && child != NULL ? make_flag (child, country) : g_strdup ("");
}

static char *
get_country_name (GtkListItem *list_item, BitacoraCountry *country)
{
  return g_strdup (country != NULL ? bitacora_country_get_name (country) : "");
}

static char *
get_country_code (GtkListItem *list_item, BitacoraCountry *country)
{
  return country != NULL ? g_strconcat ("+", bitacora_country_get_calling_code (country), NULL)
                         : g_strdup ("");
}

static void
popover_mapped_cb (BitacoraCountryButton *self)
{
  fill_list (self);
  gtk_editable_set_text (self->search_entry, "");
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_stack_set_visible_child_name (self->stack, "countries");
  select_current (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
search_changed_cb (BitacoraCountryButton *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->countries)) > 0
                                        ? "countries"
                                        : "none");
  if (*gtk_editable_get_text (self->search_entry) != '\0')
    gtk_single_selection_set_selected (self->selection, 0);
}

static void
search_activated_cb (BitacoraCountryButton *self)
{
  pick (self, gtk_single_selection_get_selected (self->selection));
}

/* The list is moved through without leaving the search. */
static gboolean
search_key_pressed_cb (GtkEventControllerKey *controller,
                       guint keyval,
                       guint keycode,
                       GdkModifierType state,
                       BitacoraCountryButton *self)
{
  const guint count = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  const guint selected = gtk_single_selection_get_selected (self->selection);
  guint next = selected;

  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    next = selected + 1 < count ? selected + 1 : selected;
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    next = selected > 0 && selected < count ? selected - 1 : selected;
  else
    return GDK_EVENT_PROPAGATE;

  if (next < count)
    {
      gtk_single_selection_set_selected (self->selection, next);
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", next);
    }
  return GDK_EVENT_STOP;
}

static void
country_activated_cb (BitacoraCountryButton *self, guint position)
{
  pick (self, position);
}

static void
bitacora_country_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraCountryButton *self = BITACORA_COUNTRY_BUTTON (object);

  if (id == PROP_REGION)
    g_value_set_string (value, bitacora_country_button_get_region (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_country_button_set_property (GObject *object,
                                      guint id,
                                      const GValue *value,
                                      GParamSpec *pspec)
{
  BitacoraCountryButton *self = BITACORA_COUNTRY_BUTTON (object);

  if (id == PROP_REGION)
    bitacora_country_button_set_region (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static gboolean
bitacora_country_button_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BITACORA_COUNTRY_BUTTON (widget)->button));
}

static void
bitacora_country_button_dispose (GObject *object)
{
  BitacoraCountryButton *self = BITACORA_COUNTRY_BUTTON (object);

  /* The filter lives as long as the list that shows it, and would ask a button that is gone. */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->country);

  G_OBJECT_CLASS (bitacora_country_button_parent_class)->dispose (object);
}

static void
bitacora_country_button_class_init (BitacoraCountryButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bitacora_country_button_get_property;
  object_class->set_property = bitacora_country_button_set_property;
  object_class->dispose = bitacora_country_button_dispose;
  widget_class->grab_focus = bitacora_country_button_grab_focus;

  properties[PROP_REGION]
      = g_param_spec_string ("region",
                             NULL,
                             NULL,
                             NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[PICKED] = g_signal_new (
      "picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/form/bitacora-country-button.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, popover);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, stack);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, list);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, selection);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, countries);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCountryButton, filter);
  gtk_widget_class_bind_template_callback (widget_class, get_country_flag);
  gtk_widget_class_bind_template_callback (widget_class, get_country_name);
  gtk_widget_class_bind_template_callback (widget_class, get_country_code);
  gtk_widget_class_bind_template_callback (widget_class, popover_mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, country_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
bitacora_country_button_init (BitacoraCountryButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, country_matches, self, NULL);
  show_country (self);
}

/**
 * bitacora_country_button_new:
 *
 * Returns: (transfer floating): a button without a country
 */
GtkWidget *
bitacora_country_button_new (void)
{
  return g_object_new (BITACORA_TYPE_COUNTRY_BUTTON, NULL);
}

/**
 * bitacora_country_button_get_region:
 *
 * Returns: (nullable): the ISO 3166-1 code of the country shown
 */
const char *
bitacora_country_button_get_region (BitacoraCountryButton *self)
{
  g_return_val_if_fail (BITACORA_IS_COUNTRY_BUTTON (self), NULL);

  return self->country != NULL ? bitacora_country_get_region (self->country) : NULL;
}

/**
 * bitacora_country_button_set_region:
 * @region: (nullable): an ISO 3166-1 code; one of no country changes nothing
 */
void
bitacora_country_button_set_region (BitacoraCountryButton *self, const char *region)
{
  g_autoptr (BitacoraCountry) country = NULL;

  g_return_if_fail (BITACORA_IS_COUNTRY_BUTTON (self));

  if (g_strcmp0 (bitacora_country_button_get_region (self), region) == 0)
    return;
  country = region != NULL ? bitacora_country_find (region) : NULL;
  if (region != NULL && country == NULL)
    return;
  g_set_object (&self->country, country);
  show_country (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGION]);
}
