/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-menu.h"

#include "bitacora-tray-interface.h"
#include "bitacora-tray-menu-answer.h"

/* The version of com.canonical.dbusmenu that has the …Group methods. */
#define PROTOCOL_VERSION 3

/* No parent of items has changed yet; 0 is the menu itself. */
#define NO_PARENT -1

struct _BitacoraTrayMenu
{
  GObject parent_instance;

  BitacoraTrayMenuTree *tree;
  char *icon_theme_path;
  gboolean is_urgent;
  gboolean is_right_to_left;

  GDBusConnection *connection;
  char *object_path;
  guint registration;

  guint revision;
  int changed_parent;
  GHashTable *changed_items;
  GHashTable *told;
  guint flush_source;
};

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_ACTIONS,
  PROP_ICON_THEME_PATH,
  PROP_IS_URGENT,
  PROP_IS_RIGHT_TO_LEFT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BitacoraTrayMenu, bitacora_tray_menu, G_TYPE_OBJECT)

static GHashTable *
create_told (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_variant_unref);
}

static void
activate_clicked (BitacoraTrayMenu *self, GPtrArray *clicks)
{
  g_autoptr (BitacoraTrayMenu) kept = g_object_ref (self);

  /* What is done may take other actions away, and even the menu. */
  for (guint i = 0; i < clicks->len && kept->tree != NULL; i++)
    {
      BitacoraTrayMenuClick *click = g_ptr_array_index (clicks, i);
      GActionGroup *actions = bitacora_tray_menu_tree_get_actions (kept->tree);

      if (actions != NULL && g_action_group_has_action (actions, click->action))
        g_action_group_activate_action (actions, click->action, click->target);
    }
}

static void
method_called_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *object_path,
                  const char *interface_name,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  BitacoraTrayMenu *self = BITACORA_TRAY_MENU (user_data);
  BitacoraTrayMenuView view = { self->tree, self->revision, self->changed_parent };
  g_autoptr (GPtrArray) clicks = bitacora_tray_menu_click_list_new ();
  GError *error = NULL;
  GVariant *answer = bitacora_tray_menu_answer (&view, method, parameters, clicks, &error);

  if (answer != NULL)
    g_dbus_method_invocation_return_value (invocation, answer);
  else
    g_dbus_method_invocation_take_error (invocation, error);
  activate_clicked (self, clicks);
}

static GVariant *
build_theme_paths (BitacoraTrayMenu *self)
{
  const char *paths[] = { self->icon_theme_path, NULL };

  return g_variant_new_strv (paths, -1);
}

static GVariant *
property_read_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *object_path,
                  const char *interface_name,
                  const char *name,
                  GError **error,
                  gpointer user_data)
{
  BitacoraTrayMenu *self = BITACORA_TRAY_MENU (user_data);

  if (g_str_equal (name, "Version"))
    return g_variant_new_uint32 (PROTOCOL_VERSION);
  if (g_str_equal (name, "TextDirection"))
    return g_variant_new_string (self->is_right_to_left ? "rtl" : "ltr");
  if (g_str_equal (name, "Status"))
    return g_variant_new_string (self->is_urgent ? "notice" : "normal");
  return build_theme_paths (self);
}

static void
emit (BitacoraTrayMenu *self, const char *interface, const char *signal, GVariant *parameters)
{
  if (self->registration == 0)
    return;
  g_dbus_connection_emit_signal (
      self->connection, NULL, self->object_path, interface, signal, parameters, NULL);
}

static void
tell_property (BitacoraTrayMenu *self, const char *name)
{
  g_auto (GVariantBuilder) changed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (self->registration == 0)
    return;
  g_variant_builder_add (&changed,
                         "{sv}",
                         name,
                         property_read_cb (NULL, NULL, NULL, NULL, name, NULL, self));
  emit (self,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        g_variant_new ("(sa{sv}as)", BITACORA_TRAY_MENU_INTERFACE, &changed, NULL));
}

/* Adds what differs between two descriptions of one item. */
static void
add_difference (GVariantBuilder *updated,
                GVariantBuilder *removed,
                int id,
                GVariant *before,
                GVariant *now)
{
  g_auto (GVariantBuilder) values = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_auto (GVariantBuilder) names = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);
  guint n_values = 0, n_names = 0;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, now);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) old
          = before != NULL ? g_variant_lookup_value (before, name, NULL) : NULL;

      if (old != NULL && g_variant_equal (old, value))
        continue;
      g_variant_builder_add (&values, "{sv}", name, value);
      n_values++;
    }
  if (before != NULL)
    {
      g_variant_iter_init (&iter, before);
      while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
        {
          g_autoptr (GVariant) left = g_variant_lookup_value (now, name, NULL);

          if (left != NULL)
            continue;
          g_variant_builder_add (&names, "s", name);
          n_names++;
        }
    }
  if (n_values > 0)
    g_variant_builder_add (updated, "(ia{sv})", id, &values);
  if (n_names > 0)
    g_variant_builder_add (removed, "(ias)", id, &names);
}

static void
tell_items (BitacoraTrayMenu *self)
{
  g_auto (GVariantBuilder) updated = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ia{sv})"));
  g_auto (GVariantBuilder) removed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ias)"));
  g_autoptr (GVariant) parameters = NULL;
  g_autoptr (GVariant) first = NULL;
  g_autoptr (GVariant) second = NULL;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->changed_items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      GVariant *now = bitacora_tray_menu_tree_get_properties (self->tree, GPOINTER_TO_INT (key));

      if (now == NULL)
        continue;
      add_difference (&updated,
                      &removed,
                      GPOINTER_TO_INT (key),
                      g_hash_table_lookup (self->told, key),
                      now);
      g_hash_table_insert (self->told, key, now);
    }
  g_hash_table_remove_all (self->changed_items);

  parameters = g_variant_ref_sink (g_variant_new ("(a(ia{sv})a(ias))", &updated, &removed));
  first = g_variant_get_child_value (parameters, 0);
  second = g_variant_get_child_value (parameters, 1);
  if (g_variant_n_children (first) > 0 || g_variant_n_children (second) > 0)
    emit (self, BITACORA_TRAY_MENU_INTERFACE, "ItemsPropertiesUpdated", parameters);
}

static void
tell_layout (BitacoraTrayMenu *self)
{
  g_autoptr (GArray) ids = bitacora_tray_menu_tree_list_all (self->tree);
  g_autoptr (GHashTable) told = g_steal_pointer (&self->told);
  int parent = self->changed_parent;

  self->told = create_told ();
  for (guint i = 0; i < ids->len; i++)
    {
      gpointer key = GINT_TO_POINTER (g_array_index (ids, int, i));
      GVariant *known = g_hash_table_lookup (told, key);

      g_hash_table_insert (self->told,
                           key,
                           known != NULL
                               ? g_variant_ref (known)
                               : bitacora_tray_menu_tree_get_properties (self->tree,
                                                                         GPOINTER_TO_INT (key)));
    }
  self->changed_parent = NO_PARENT;
  bitacora_tray_menu_tree_forget_removed (self->tree);
  if (!bitacora_tray_menu_tree_has (self->tree, parent))
    parent = 0;
  emit (self,
        BITACORA_TRAY_MENU_INTERFACE,
        "LayoutUpdated",
        g_variant_new ("(ui)", self->revision, parent));
}

static gboolean
flush_cb (gpointer user_data)
{
  BitacoraTrayMenu *self = BITACORA_TRAY_MENU (user_data);

  self->flush_source = 0;
  tell_items (self);
  if (self->changed_parent != NO_PARENT)
    tell_layout (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_flush (BitacoraTrayMenu *self)
{
  if (self->flush_source == 0)
    self->flush_source = g_idle_add_full (G_PRIORITY_DEFAULT, flush_cb, self, NULL);
}

static void
layout_changed_cb (BitacoraTrayMenu *self, int parent)
{
  self->revision++;
  if (self->changed_parent == NO_PARENT)
    self->changed_parent = parent;
  else if (self->changed_parent != parent)
    self->changed_parent = 0;
  schedule_flush (self);
}

static void
item_changed_cb (BitacoraTrayMenu *self, int id)
{
  g_hash_table_add (self->changed_items, GINT_TO_POINTER (id));
  schedule_flush (self);
}

static void
bitacora_tray_menu_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraTrayMenu *self = BITACORA_TRAY_MENU (object);

  switch (id)
    {
    case PROP_MODEL:
      g_value_set_object (value, bitacora_tray_menu_tree_get_model (self->tree));
      break;
    case PROP_ACTIONS:
      g_value_set_object (value, bitacora_tray_menu_tree_get_actions (self->tree));
      break;
    case PROP_ICON_THEME_PATH:
      g_value_set_string (value, self->icon_theme_path);
      break;
    case PROP_IS_URGENT:
      g_value_set_boolean (value, self->is_urgent);
      break;
    case PROP_IS_RIGHT_TO_LEFT:
      g_value_set_boolean (value, self->is_right_to_left);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_icon_theme_path (BitacoraTrayMenu *self, const char *path)
{
  if (g_strcmp0 (path, self->icon_theme_path) == 0)
    return;
  g_free (self->icon_theme_path);
  self->icon_theme_path = g_strdup (path);
  tell_property (self, "IconThemePath");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_THEME_PATH]);
}

static void
set_flag (BitacoraTrayMenu *self, gboolean *flag, gboolean value, const char *told, guint id)
{
  if (*flag == value)
    return;
  *flag = value;
  tell_property (self, told);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
bitacora_tray_menu_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BitacoraTrayMenu *self = BITACORA_TRAY_MENU (object);
  gboolean is_other;

  switch (id)
    {
    case PROP_MODEL:
      is_other = g_value_get_object (value) != bitacora_tray_menu_tree_get_model (self->tree);
      bitacora_tray_menu_tree_set_model (self->tree, g_value_get_object (value));
      if (is_other)
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_ACTIONS:
      is_other = g_value_get_object (value) != bitacora_tray_menu_tree_get_actions (self->tree);
      bitacora_tray_menu_tree_set_actions (self->tree, g_value_get_object (value));
      if (is_other)
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_ICON_THEME_PATH:
      set_icon_theme_path (self, g_value_get_string (value));
      break;
    case PROP_IS_URGENT:
      set_flag (self, &self->is_urgent, g_value_get_boolean (value), "Status", id);
      break;
    case PROP_IS_RIGHT_TO_LEFT:
      set_flag (self, &self->is_right_to_left, g_value_get_boolean (value), "TextDirection", id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_tray_menu_dispose (GObject *object)
{
  BitacoraTrayMenu *self = BITACORA_TRAY_MENU (object);

  bitacora_tray_menu_unexport (self);
  if (self->tree != NULL)
    g_signal_handlers_disconnect_by_data (self->tree, self);
  g_clear_object (&self->tree);
  g_clear_handle_id (&self->flush_source, g_source_remove);

  G_OBJECT_CLASS (bitacora_tray_menu_parent_class)->dispose (object);
}

static void
bitacora_tray_menu_finalize (GObject *object)
{
  BitacoraTrayMenu *self = BITACORA_TRAY_MENU (object);

  g_clear_pointer (&self->changed_items, g_hash_table_unref);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_pointer (&self->icon_theme_path, g_free);

  G_OBJECT_CLASS (bitacora_tray_menu_parent_class)->finalize (object);
}

static void
bitacora_tray_menu_class_init (BitacoraTrayMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bitacora_tray_menu_get_property;
  object_class->set_property = bitacora_tray_menu_set_property;
  object_class->dispose = bitacora_tray_menu_dispose;
  object_class->finalize = bitacora_tray_menu_finalize;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  properties[PROP_ACTIONS]
      = g_param_spec_object ("actions", NULL, NULL, G_TYPE_ACTION_GROUP, flags);
  properties[PROP_ICON_THEME_PATH]
      = g_param_spec_string ("icon-theme-path", NULL, NULL, NULL, flags);
  properties[PROP_IS_URGENT] = g_param_spec_boolean ("is-urgent", NULL, NULL, FALSE, flags);
  properties[PROP_IS_RIGHT_TO_LEFT]
      = g_param_spec_boolean ("is-right-to-left", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bitacora_tray_menu_init (BitacoraTrayMenu *self)
{
  self->revision = 1;
  self->changed_parent = NO_PARENT;
  self->changed_items = g_hash_table_new (NULL, NULL);
  self->told = create_told ();
  self->tree = bitacora_tray_menu_tree_new ();
  g_signal_connect_swapped (self->tree, "layout-changed", G_CALLBACK (layout_changed_cb), self);
  g_signal_connect_swapped (self->tree, "item-changed", G_CALLBACK (item_changed_cb), self);
}

/**
 * bitacora_tray_menu_new:
 *
 * Makes an empty menu that is on no bus yet.
 *
 * Returns: (transfer full): the menu
 */
BitacoraTrayMenu *
bitacora_tray_menu_new (void)
{
  return g_object_new (BITACORA_TYPE_TRAY_MENU, NULL);
}

/**
 * bitacora_tray_menu_export:
 * @self: a menu that is on no bus
 * @connection: a session bus
 * @object_path: where to stand there
 * @error: return location for an error
 *
 * Puts the menu on a bus; its calls come in the thread-default main context of this moment.
 *
 * Errors: %G_IO_ERROR_EXISTS if another menu stands there.
 *
 * Returns: whether it is there
 */
gboolean
bitacora_tray_menu_export (BitacoraTrayMenu *self,
                           GDBusConnection *connection,
                           const char *object_path,
                           GError **error)
{
  static const GDBusInterfaceVTable vtable = { method_called_cb, property_read_cb, NULL, { 0 } };

  g_return_val_if_fail (BITACORA_IS_TRAY_MENU (self), FALSE);
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  self->registration = bitacora_tray_interface_register (connection,
                                                         object_path,
                                                         BITACORA_TRAY_MENU_INTERFACE,
                                                         &vtable,
                                                         self,
                                                         error);
  if (self->registration == 0)
    return FALSE;
  self->connection = g_object_ref (connection);
  self->object_path = g_strdup (object_path);
  return TRUE;
}

/**
 * bitacora_tray_menu_unexport:
 * @self: a menu
 *
 * Takes the menu off the bus, if it is on one.
 */
void
bitacora_tray_menu_unexport (BitacoraTrayMenu *self)
{
  g_return_if_fail (BITACORA_IS_TRAY_MENU (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
  g_clear_pointer (&self->object_path, g_free);
}
