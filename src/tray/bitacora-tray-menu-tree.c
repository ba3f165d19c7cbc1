/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-menu-tree.h"

#include "bitacora-tray-menu-entry.h"

typedef struct _Level Level;

/* An entry where it stands. */
typedef struct
{
  BitacoraTrayMenuEntry *entry;
  Level *level;
  Level *children;
  gboolean is_hidden;
} Node;

/* The entries of one GMenuModel: the menu itself, a submenu or a section. */
struct _Level
{
  BitacoraTrayMenuTree *tree;
  Node *parent;
  GMenuModel *model;
  char *action_namespace;
  GPtrArray *nodes;
  gulong items_changed_id;
};

/* A walk through a menu and its sections: what is to stand before the next item, if one comes. */
typedef struct
{
  GArray *ids;
  int line;
  int title;
} Walk;

struct _BitacoraTrayMenuTree
{
  GObject parent_instance;

  GMenuModel *model;
  GActionGroup *actions;
  Level *root;
  GHashTable *nodes;
  GHashTable *removed;
  int last_id;
};

enum
{
  LAYOUT_CHANGED,
  ITEM_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraTrayMenuTree, bitacora_tray_menu_tree, G_TYPE_OBJECT)

static Level *level_new (BitacoraTrayMenuTree *tree,
                         Node *parent,
                         GMenuModel *model,
                         const char *action_namespace);
static void level_free (Level *level);

static int
get_parent_id (Level *level)
{
  return level->parent != NULL ? level->parent->entry->id : 0;
}

/* The item whose submenu shows what is in the level. */
static int
get_menu_id (Level *level)
{
  while (level->parent != NULL && level->parent->entry->is_section)
    level = level->parent->level;
  return get_parent_id (level);
}

static gboolean
are_free (BitacoraTrayMenuTree *self, int id, guint n_ids)
{
  for (guint i = 0; i < n_ids; i++)
    if (g_hash_table_contains (self->nodes, GINT_TO_POINTER (id + (int)i)))
      return FALSE;
  return TRUE;
}

/* An entry that was taken out a moment ago and is put in again keeps its number: a host may have
 * it on the screen. */
static int
choose_id (BitacoraTrayMenuTree *self, BitacoraTrayMenuEntry *entry, int parent_id)
{
  g_autofree char *key = bitacora_tray_menu_entry_make_key (entry, parent_id);
  guint n_faces = bitacora_tray_menu_entry_get_n_faces (entry);
  int id = GPOINTER_TO_INT (g_hash_table_lookup (self->removed, key));

  g_hash_table_remove (self->removed, key);
  if (id != 0 && are_free (self, id, n_faces))
    return id;
  do
    {
      if (self->last_id > G_MAXINT - (int)n_faces)
        self->last_id = 0;
      id = self->last_id + 1;
      self->last_id += n_faces;
    }
  while (!are_free (self, id, n_faces));
  return id;
}

static Node *
node_new (Level *level, int position)
{
  BitacoraTrayMenuTree *tree = level->tree;
  BitacoraTrayMenuEntry *entry
      = bitacora_tray_menu_entry_new (level->model, position, level->action_namespace);
  Node *node = g_new0 (Node, 1);

  node->entry = entry;
  node->level = level;
  node->is_hidden = bitacora_tray_menu_entry_is_hidden (entry, tree->actions);
  entry->id = choose_id (tree, entry, get_parent_id (level));
  for (guint i = 0; i < bitacora_tray_menu_entry_get_n_faces (entry); i++)
    g_hash_table_insert (tree->nodes, GINT_TO_POINTER (entry->id + (int)i), node);
  if (entry->children != NULL)
    node->children = level_new (tree, node, entry->children, entry->children_namespace);
  return node;
}

static void
node_free (gpointer data)
{
  Node *node = data;
  BitacoraTrayMenuTree *tree = node->level->tree;
  int id = node->entry->id;

  g_clear_pointer (&node->children, level_free);
  for (guint i = 0; i < bitacora_tray_menu_entry_get_n_faces (node->entry); i++)
    g_hash_table_remove (tree->nodes, GINT_TO_POINTER (id + (int)i));
  g_hash_table_replace (tree->removed,
                        bitacora_tray_menu_entry_make_key (node->entry,
                                                           get_parent_id (node->level)),
                        GINT_TO_POINTER (id));
  bitacora_tray_menu_entry_free (node->entry);
  g_free (node);
}

static void
items_changed_cb (GMenuModel *model, int position, int removed, int added, gpointer user_data)
{
  Level *level = user_data;
  int menu_id = get_menu_id (level);

  if (removed > 0)
    g_ptr_array_remove_range (level->nodes, position, removed);
  for (int i = 0; i < added; i++)
    g_ptr_array_insert (level->nodes, position + i, node_new (level, position + i));
  g_signal_emit (level->tree, signals[LAYOUT_CHANGED], 0, menu_id);
}

static Level *
level_new (BitacoraTrayMenuTree *tree,
           Node *parent,
           GMenuModel *model,
           const char *action_namespace)
{
  Level *level = g_new0 (Level, 1);
  int n_items = g_menu_model_get_n_items (model);

  level->tree = tree;
  level->parent = parent;
  level->model = g_object_ref (model);
  level->action_namespace = g_strdup (action_namespace);
  level->nodes = g_ptr_array_new_with_free_func (node_free);
  for (int i = 0; i < n_items; i++)
    g_ptr_array_add (level->nodes, node_new (level, i));
  level->items_changed_id
      = g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), level);
  return level;
}

static void
level_free (Level *level)
{
  g_clear_signal_handler (&level->items_changed_id, level->model);
  g_clear_pointer (&level->nodes, g_ptr_array_unref);
  g_clear_object (&level->model);
  g_free (level->action_namespace);
  g_free (level);
}

static void
walk_level (Level *level, Walk *walk)
{
  for (guint i = 0; i < level->nodes->len; i++)
    {
      Node *node = g_ptr_array_index (level->nodes, i);
      int id = node->entry->id;
      Walk before = *walk;
      guint n_ids = walk->ids->len;

      if (node->is_hidden)
        continue;
      if (!node->entry->is_section)
        {
          if (walk->line != 0 && n_ids > 0)
            g_array_append_val (walk->ids, walk->line);
          if (walk->title != 0)
            g_array_append_val (walk->ids, walk->title);
          walk->line = walk->title = 0;
          g_array_append_val (walk->ids, id);
          continue;
        }
      walk->line = id + BITACORA_TRAY_FACE_LINE_ABOVE;
      walk->title = node->entry->label != NULL ? id + BITACORA_TRAY_FACE_TITLE : walk->title;
      walk_level (node->children, walk);
      if (walk->ids->len > n_ids)
        walk->line = id + BITACORA_TRAY_FACE_LINE_BELOW;
      else
        *walk = before;
    }
}

static void
list_level (Level *level, GArray *ids)
{
  Walk walk = { .ids = ids };

  walk_level (level, &walk);
}

static void
list_below (Level *level, GArray *ids)
{
  for (guint i = 0; i < level->nodes->len; i++)
    {
      Node *node = g_ptr_array_index (level->nodes, i);

      for (guint face = 0; face < bitacora_tray_menu_entry_get_n_faces (node->entry); face++)
        {
          int id = node->entry->id + (int)face;

          g_array_append_val (ids, id);
        }
      if (node->children != NULL)
        list_below (node->children, ids);
    }
}

/* Without a name, every action may have changed. */
static void
follow_action (Level *level, const char *name, GActionGroup *actions)
{
  for (guint i = 0; i < level->nodes->len; i++)
    {
      Node *node = g_ptr_array_index (level->nodes, i);
      gboolean is_hidden;

      if (node->children != NULL)
        follow_action (node->children, name, actions);
      if (name != NULL && g_strcmp0 (node->entry->action, name) != 0)
        continue;
      if (node->entry->action == NULL)
        continue;
      is_hidden = bitacora_tray_menu_entry_is_hidden (node->entry, actions);
      if (is_hidden != node->is_hidden)
        {
          node->is_hidden = is_hidden;
          g_signal_emit (level->tree, signals[LAYOUT_CHANGED], 0, get_menu_id (level));
        }
      g_signal_emit (level->tree, signals[ITEM_CHANGED], 0, node->entry->id);
    }
}

static void
action_changed_cb (BitacoraTrayMenuTree *self, const char *name)
{
  if (self->root != NULL)
    follow_action (self->root, name, self->actions);
}

/* A group may still have the action while it tells that it is going. */
static void
action_removed_cb (BitacoraTrayMenuTree *self, const char *name)
{
  if (self->root != NULL)
    follow_action (self->root, name, NULL);
}

static void
action_enabled_changed_cb (BitacoraTrayMenuTree *self, const char *name, gboolean is_enabled)
{
  action_changed_cb (self, name);
}

static void
action_state_changed_cb (BitacoraTrayMenuTree *self, const char *name, GVariant *state)
{
  action_changed_cb (self, name);
}

static Node *
find_node (BitacoraTrayMenuTree *self, int id)
{
  return g_hash_table_lookup (self->nodes, GINT_TO_POINTER (id));
}

static void
bitacora_tray_menu_tree_dispose (GObject *object)
{
  BitacoraTrayMenuTree *self = BITACORA_TRAY_MENU_TREE (object);

  g_clear_pointer (&self->root, level_free);
  if (self->actions != NULL)
    g_signal_handlers_disconnect_by_data (self->actions, self);
  g_clear_object (&self->actions);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (bitacora_tray_menu_tree_parent_class)->dispose (object);
}

static void
bitacora_tray_menu_tree_finalize (GObject *object)
{
  BitacoraTrayMenuTree *self = BITACORA_TRAY_MENU_TREE (object);

  g_clear_pointer (&self->nodes, g_hash_table_unref);
  g_clear_pointer (&self->removed, g_hash_table_unref);

  G_OBJECT_CLASS (bitacora_tray_menu_tree_parent_class)->finalize (object);
}

static void
bitacora_tray_menu_tree_class_init (BitacoraTrayMenuTreeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_tray_menu_tree_dispose;
  object_class->finalize = bitacora_tray_menu_tree_finalize;

  signals[LAYOUT_CHANGED] = g_signal_new ("layout-changed",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_INT);
  signals[ITEM_CHANGED] = g_signal_new ("item-changed",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_INT);
}

static void
bitacora_tray_menu_tree_init (BitacoraTrayMenuTree *self)
{
  self->nodes = g_hash_table_new (NULL, NULL);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bitacora_tray_menu_tree_new:
 *
 * Makes an empty tree.
 *
 * Returns: (transfer full): the tree
 */
BitacoraTrayMenuTree *
bitacora_tray_menu_tree_new (void)
{
  return g_object_new (BITACORA_TYPE_TRAY_MENU_TREE, NULL);
}

/**
 * bitacora_tray_menu_tree_set_model:
 * @self: a tree
 * @model: (nullable): the menu, or %NULL for an empty one
 *
 * Shows another menu. Entries that are in both keep their ids.
 */
void
bitacora_tray_menu_tree_set_model (BitacoraTrayMenuTree *self, GMenuModel *model)
{
  g_return_if_fail (BITACORA_IS_TRAY_MENU_TREE (self));
  g_return_if_fail (model == NULL || G_IS_MENU_MODEL (model));

  if (!g_set_object (&self->model, model))
    return;
  g_clear_pointer (&self->root, level_free);
  if (model != NULL)
    self->root = level_new (self, NULL, model, NULL);
  g_signal_emit (self, signals[LAYOUT_CHANGED], 0, 0);
}

/**
 * bitacora_tray_menu_tree_set_actions:
 * @self: a tree
 * @actions: (nullable): what the menu's items do
 *
 * Follows other actions.
 */
void
bitacora_tray_menu_tree_set_actions (BitacoraTrayMenuTree *self, GActionGroup *actions)
{
  g_return_if_fail (BITACORA_IS_TRAY_MENU_TREE (self));
  g_return_if_fail (actions == NULL || G_IS_ACTION_GROUP (actions));

  if (actions == self->actions)
    return;
  if (self->actions != NULL)
    g_signal_handlers_disconnect_by_data (self->actions, self);
  g_set_object (&self->actions, actions);
  if (actions != NULL)
    {
      g_signal_connect_swapped (actions, "action-added", G_CALLBACK (action_changed_cb), self);
      g_signal_connect_swapped (actions, "action-removed", G_CALLBACK (action_removed_cb), self);
      g_signal_connect_swapped (actions,
                                "action-enabled-changed",
                                G_CALLBACK (action_enabled_changed_cb),
                                self);
      g_signal_connect_swapped (actions,
                                "action-state-changed",
                                G_CALLBACK (action_state_changed_cb),
                                self);
    }
  action_changed_cb (self, NULL);
}

/**
 * bitacora_tray_menu_tree_get_model:
 * @self: a tree
 *
 * Gets the menu that it shows.
 *
 * Returns: (transfer none) (nullable): the menu
 */
GMenuModel *
bitacora_tray_menu_tree_get_model (BitacoraTrayMenuTree *self)
{
  g_return_val_if_fail (BITACORA_IS_TRAY_MENU_TREE (self), NULL);

  return self->model;
}

/**
 * bitacora_tray_menu_tree_get_actions:
 * @self: a tree
 *
 * Gets the actions that its items name.
 *
 * Returns: (transfer none) (nullable): the actions
 */
GActionGroup *
bitacora_tray_menu_tree_get_actions (BitacoraTrayMenuTree *self)
{
  g_return_val_if_fail (BITACORA_IS_TRAY_MENU_TREE (self), NULL);

  return self->actions;
}

/**
 * bitacora_tray_menu_tree_has:
 * @self: a tree
 * @id: a number, from whomever
 *
 * Tells whether there is such an item, shown or hidden.
 *
 * Returns: whether there is
 */
gboolean
bitacora_tray_menu_tree_has (BitacoraTrayMenuTree *self, int id)
{
  g_return_val_if_fail (BITACORA_IS_TRAY_MENU_TREE (self), FALSE);

  return id == 0 || find_node (self, id) != NULL;
}

/**
 * bitacora_tray_menu_tree_list_children:
 * @self: a tree
 * @id: an item, or 0
 *
 * Lists what is shown below an item, with lines and titles where its sections meet.
 *
 * Returns: (transfer full) (element-type int): their ids; none for an item without a submenu
 */
GArray *
bitacora_tray_menu_tree_list_children (BitacoraTrayMenuTree *self, int id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (int));
  Node *node;

  g_return_val_if_fail (BITACORA_IS_TRAY_MENU_TREE (self), ids);

  node = find_node (self, id);
  if (id == 0 && self->root != NULL)
    list_level (self->root, ids);
  else if (node != NULL && node->children != NULL && !node->entry->is_section)
    list_level (node->children, ids);
  return ids;
}

/**
 * bitacora_tray_menu_tree_list_all:
 * @self: a tree
 *
 * Lists every item of the menu and of its submenus, shown or hidden, and the menu itself.
 *
 * Returns: (transfer full) (element-type int): their ids
 */
GArray *
bitacora_tray_menu_tree_list_all (BitacoraTrayMenuTree *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (int));
  int root_id = 0;

  g_return_val_if_fail (BITACORA_IS_TRAY_MENU_TREE (self), ids);

  g_array_append_val (ids, root_id);
  if (self->root != NULL)
    list_below (self->root, ids);
  return ids;
}

/**
 * bitacora_tray_menu_tree_get_properties:
 * @self: a tree
 * @id: a number, from whomever
 *
 * Describes an item in the words of com.canonical.dbusmenu, as it is at this moment.
 *
 * Returns: (transfer full) (nullable): a variant of type a{sv}, or %NULL if there is no such item
 */
GVariant *
bitacora_tray_menu_tree_get_properties (BitacoraTrayMenuTree *self, int id)
{
  Node *node;

  g_return_val_if_fail (BITACORA_IS_TRAY_MENU_TREE (self), NULL);

  if (id == 0)
    return g_variant_ref_sink (g_variant_new_parsed ("{'children-display': <'submenu'>}"));
  node = find_node (self, id);
  if (node == NULL)
    return NULL;
  return bitacora_tray_menu_entry_get_properties (node->entry, id - node->entry->id, self->actions);
}

/**
 * bitacora_tray_menu_tree_get_action:
 * @self: a tree
 * @id: a number, from whomever
 * @action: (out) (transfer full): the name of an action of its group
 * @target: (out) (transfer full) (nullable): what to activate it with
 *
 * Tells what a click on an item is to do now.
 *
 * Returns: %FALSE if a click on it does nothing
 */
gboolean
bitacora_tray_menu_tree_get_action (BitacoraTrayMenuTree *self,
                                    int id,
                                    char **action,
                                    GVariant **target)
{
  Node *node;

  g_return_val_if_fail (BITACORA_IS_TRAY_MENU_TREE (self), FALSE);

  node = find_node (self, id);
  if (node == NULL || node->entry->action == NULL
      || !bitacora_tray_menu_entry_is_enabled (node->entry, self->actions))
    return FALSE;
  *action = g_strdup (node->entry->action);
  *target = node->entry->target != NULL ? g_variant_ref (node->entry->target) : NULL;
  return TRUE;
}

/**
 * bitacora_tray_menu_tree_forget_removed:
 * @self: a tree
 *
 * Ends a row of changes: what was taken out before and comes again gets a new id from here on.
 */
void
bitacora_tray_menu_tree_forget_removed (BitacoraTrayMenuTree *self)
{
  g_return_if_fail (BITACORA_IS_TRAY_MENU_TREE (self));

  g_hash_table_remove_all (self->removed);
}
