/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-menu-answer.h"

typedef GVariant *(*MethodHandler) (const BitacoraTrayMenuView *view,
                                    GVariant *parameters,
                                    GPtrArray *clicks,
                                    GError **error);

static void
click_free (gpointer data)
{
  BitacoraTrayMenuClick *click = data;

  g_free (click->action);
  g_clear_pointer (&click->target, g_variant_unref);
  g_free (click);
}

static gboolean
check_id (const BitacoraTrayMenuView *view, int id, GError **error)
{
  if (bitacora_tray_menu_tree_has (view->tree, id))
    return TRUE;
  g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "The menu has no item %d", id);
  return FALSE;
}

/* No names ask for all properties. */
static GVariant *
read_properties (const BitacoraTrayMenuView *view, int id, const char *const *names)
{
  g_autoptr (GVariant) all = bitacora_tray_menu_tree_get_properties (view->tree, id);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    if (names[0] == NULL || g_strv_contains (names, name))
      g_variant_builder_add (&builder, "{sv}", name, value);
  return g_variant_builder_end (&builder);
}

/* The recursion ends where the menu's submenus do, whatever depth is asked for. */
static GVariant *
build_layout (const BitacoraTrayMenuView *view, int id, int depth, const char *const *names)
{
  g_auto (GVariantBuilder) children = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  g_autoptr (GArray) ids = bitacora_tray_menu_tree_list_children (view->tree, id);

  for (guint i = 0; depth != 0 && i < ids->len; i++)
    g_variant_builder_add (&children,
                           "v",
                           build_layout (view,
                                         g_array_index (ids, int, i),
                                         depth > 0 ? depth - 1 : depth,
                                         names));
  return g_variant_new ("(i@a{sv}av)", id, read_properties (view, id, names), &children);
}

static void
note_click (const BitacoraTrayMenuView *view, int id, const char *event, GPtrArray *clicks)
{
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = NULL;
  BitacoraTrayMenuClick *click;

  if (!g_str_equal (event, "clicked")
      || !bitacora_tray_menu_tree_get_action (view->tree, id, &action, &target))
    return;
  click = g_new0 (BitacoraTrayMenuClick, 1);
  click->action = g_steal_pointer (&action);
  click->target = g_steal_pointer (&target);
  g_ptr_array_add (clicks, click);
}

static GVariant *
get_layout (const BitacoraTrayMenuView *view,
            GVariant *parameters,
            GPtrArray *clicks,
            GError **error)
{
  g_autofree const char **names = NULL;
  int id, depth;

  g_variant_get (parameters, "(ii^a&s)", &id, &depth, &names);
  if (!check_id (view, id, error))
    return NULL;
  return g_variant_new ("(u@(ia{sv}av))",
                        view->revision,
                        build_layout (view, id, depth, (const char *const *)names));
}

static GVariant *
get_group_properties (const BitacoraTrayMenuView *view,
                      GVariant *parameters,
                      GPtrArray *clicks,
                      GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ia{sv})"));
  g_autoptr (GHashTable) answered = g_hash_table_new (NULL, NULL);
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameters, 0);
  g_autoptr (GVariant) name_list = g_variant_get_child_value (parameters, 1);
  g_autofree const char **names = g_variant_get_strv (name_list, NULL);
  g_autoptr (GArray) all = NULL;
  gsize n_ids = 0;
  const int *asked = g_variant_get_fixed_array (ids, &n_ids, sizeof (int));

  if (n_ids == 0)
    {
      all = bitacora_tray_menu_tree_list_all (view->tree);
      asked = (const int *)(gpointer)all->data;
      n_ids = all->len;
    }
  for (gsize i = 0; i < n_ids; i++)
    if (bitacora_tray_menu_tree_has (view->tree, asked[i])
        && g_hash_table_add (answered, GINT_TO_POINTER (asked[i])))
      g_variant_builder_add (&builder,
                             "(i@a{sv})",
                             asked[i],
                             read_properties (view, asked[i], (const char *const *)names));
  return g_variant_new ("(a(ia{sv}))", &builder);
}

/* What the protocol says of a property that an item does not have. */
static GVariant *
get_default_property (const char *name)
{
  if (g_str_equal (name, "type"))
    return g_variant_new_string ("standard");
  if (g_str_equal (name, "disposition"))
    return g_variant_new_string ("normal");
  if (g_str_equal (name, "enabled") || g_str_equal (name, "visible"))
    return g_variant_new_boolean (TRUE);
  if (g_str_equal (name, "toggle-state"))
    return g_variant_new_int32 (-1);
  if (g_str_equal (name, "icon-data"))
    return g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0);
  if (g_str_equal (name, "shortcut"))
    return g_variant_new_array (G_VARIANT_TYPE_STRING_ARRAY, NULL, 0);
  if (g_str_equal (name, "label") || g_str_equal (name, "icon-name")
      || g_str_equal (name, "toggle-type") || g_str_equal (name, "children-display")
      || g_str_equal (name, "accessible-desc"))
    return g_variant_new_string ("");
  return NULL;
}

static GVariant *
get_property (const BitacoraTrayMenuView *view,
              GVariant *parameters,
              GPtrArray *clicks,
              GError **error)
{
  g_autoptr (GVariant) dictionary = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *name;
  int id;

  g_variant_get (parameters, "(i&s)", &id, &name);
  if (!check_id (view, id, error))
    return NULL;
  dictionary = bitacora_tray_menu_tree_get_properties (view->tree, id);
  value = g_variant_lookup_value (dictionary, name, NULL);
  if (value == NULL)
    {
      value = get_default_property (name);
      if (value != NULL)
        g_variant_ref_sink (value);
    }
  if (value == NULL)
    {
      g_set_error (error,
                   G_DBUS_ERROR,
                   G_DBUS_ERROR_INVALID_ARGS,
                   "An item has no property named “%s”",
                   name);
      return NULL;
    }
  return g_variant_new ("(v)", value);
}

static GVariant *
take_event (const BitacoraTrayMenuView *view,
            GVariant *parameters,
            GPtrArray *clicks,
            GError **error)
{
  const char *event;
  int id;

  g_variant_get (parameters, "(i&svu)", &id, &event, NULL, NULL);
  if (!check_id (view, id, error))
    return NULL;
  note_click (view, id, event, clicks);
  return g_variant_new ("()");
}

static gboolean
check_some (gsize n_asked, guint n_unknown, GError **error)
{
  if (n_asked == 0 || n_unknown < n_asked)
    return TRUE;
  g_set_error_literal (error,
                       G_DBUS_ERROR,
                       G_DBUS_ERROR_INVALID_ARGS,
                       "The menu has none of these items");
  return FALSE;
}

static GVariant *
take_event_group (const BitacoraTrayMenuView *view,
                  GVariant *parameters,
                  GPtrArray *clicks,
                  GError **error)
{
  g_auto (GVariantBuilder) unknown = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ai"));
  g_autoptr (GVariantIter) iter = NULL;
  const char *event;
  guint n_unknown = 0;
  int id;

  g_variant_get (parameters, "(a(isvu))", &iter);
  while (g_variant_iter_next (iter, "(i&svu)", &id, &event, NULL, NULL))
    if (bitacora_tray_menu_tree_has (view->tree, id))
      note_click (view, id, event, clicks);
    else
      {
        g_variant_builder_add (&unknown, "i", id);
        n_unknown++;
      }
  if (!check_some (g_variant_iter_n_children (iter), n_unknown, error))
    return NULL;
  return g_variant_new ("(ai)", &unknown);
}

/* Changes below several items are told as one of the whole menu. */
static gboolean
needs_update (const BitacoraTrayMenuView *view, int id)
{
  return view->changed_parent == 0 || view->changed_parent == id;
}

static GVariant *
about_to_show (const BitacoraTrayMenuView *view,
               GVariant *parameters,
               GPtrArray *clicks,
               GError **error)
{
  int id;

  g_variant_get (parameters, "(i)", &id);
  if (!check_id (view, id, error))
    return NULL;
  return g_variant_new ("(b)", needs_update (view, id));
}

static GVariant *
about_to_show_group (const BitacoraTrayMenuView *view,
                     GVariant *parameters,
                     GPtrArray *clicks,
                     GError **error)
{
  g_auto (GVariantBuilder) updates = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ai"));
  g_auto (GVariantBuilder) unknown = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ai"));
  g_autoptr (GVariantIter) iter = NULL;
  guint n_unknown = 0;
  int id;

  g_variant_get (parameters, "(ai)", &iter);
  while (g_variant_iter_next (iter, "i", &id))
    if (!bitacora_tray_menu_tree_has (view->tree, id))
      {
        g_variant_builder_add (&unknown, "i", id);
        n_unknown++;
      }
    else if (needs_update (view, id))
      g_variant_builder_add (&updates, "i", id);
  if (!check_some (g_variant_iter_n_children (iter), n_unknown, error))
    return NULL;
  return g_variant_new ("(aiai)", &updates, &unknown);
}

/**
 * bitacora_tray_menu_click_list_new:
 *
 * Makes an empty list for the clicks that bitacora_tray_menu_answer() hears of.
 *
 * Returns: (transfer full) (element-type BitacoraTrayMenuClick): the list
 */
GPtrArray *
bitacora_tray_menu_click_list_new (void)
{
  return g_ptr_array_new_with_free_func (click_free);
}

/**
 * bitacora_tray_menu_answer:
 * @view: the menu
 * @method: a method of com.canonical.dbusmenu
 * @parameters: its parameters, of the types that it has
 * @clicks: (element-type BitacoraTrayMenuClick): what is to be done after the answer, added to it
 * @error: return location for an error
 *
 * Answers a host. It may ask for items that are gone, or never were.
 *
 * Errors: %G_DBUS_ERROR_INVALID_ARGS for an item or a property that is not there, or for a group
 * of which no item is there; %G_DBUS_ERROR_UNKNOWN_METHOD.
 *
 * Returns: (transfer floating) (nullable): what the method returns
 */
GVariant *
bitacora_tray_menu_answer (const BitacoraTrayMenuView *view,
                           const char *method,
                           GVariant *parameters,
                           GPtrArray *clicks,
                           GError **error)
{
  static const struct
  {
    const char *name;
    MethodHandler handle;
  } methods[] = {
    { "GetLayout", get_layout },
    { "GetGroupProperties", get_group_properties },
    { "GetProperty", get_property },
    { "Event", take_event },
    { "EventGroup", take_event_group },
    { "AboutToShow", about_to_show },
    { "AboutToShowGroup", about_to_show_group },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (method, methods[i].name))
      return methods[i].handle (view, parameters, clicks, error);
  g_set_error (error,
               G_DBUS_ERROR,
               G_DBUS_ERROR_UNKNOWN_METHOD,
               "A menu has no method “%s”",
               method);
  return NULL;
}
