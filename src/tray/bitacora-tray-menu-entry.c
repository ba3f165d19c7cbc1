/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-menu-entry.h"

#include <string.h>

/* The menu's own prefix for the actions of its group: both ways of naming one are understood. */
#define OWN_PREFIX "app."

/* What is known of an entry's action at this moment. */
typedef struct
{
  gboolean exists;
  gboolean is_enabled;
  GVariant *state;
} ActionView;

static char *
read_string (GMenuModel *model, int position, const char *attribute)
{
  char *text = NULL;

  if (!g_menu_model_get_item_attribute (model, position, attribute, "s", &text))
    return NULL;
  return text;
}

static char *
qualify (const char *action_namespace, const char *name)
{
  if (action_namespace == NULL)
    return g_strdup (name);
  return name != NULL ? g_strdup_printf ("%s.%s", action_namespace, name)
                      : g_strdup (action_namespace);
}

static char *
strip_own_prefix (char *name)
{
  if (name != NULL && g_str_has_prefix (name, OWN_PREFIX))
    memmove (name, name + strlen (OWN_PREFIX), strlen (name + strlen (OWN_PREFIX)) + 1);
  return name;
}

static void
look_at_action (BitacoraTrayMenuEntry *entry, GActionGroup *actions, ActionView *view)
{
  const GVariantType *parameter_type = NULL;

  *view = (ActionView){ 0 };
  if (entry->action == NULL || actions == NULL)
    return;
  if (!g_action_group_query_action (
          actions, entry->action, &view->is_enabled, &parameter_type, NULL, NULL, &view->state))
    return;
  view->exists = TRUE;
  /* An action that would not take what the item has for it cannot be activated. */
  if (parameter_type == NULL || entry->target == NULL)
    view->is_enabled &= parameter_type == NULL && entry->target == NULL;
  else
    view->is_enabled &= g_variant_is_of_type (entry->target, parameter_type);
}

static void
add_toggle (GVariantBuilder *builder, BitacoraTrayMenuEntry *entry, GVariant *state)
{
  const char *type = NULL;
  gboolean is_on = FALSE;

  if (state == NULL)
    return;
  if (entry->target != NULL)
    {
      if (!g_variant_is_of_type (state, g_variant_get_type (entry->target)))
        return;
      type = "radio";
      is_on = g_variant_equal (state, entry->target);
    }
  else
    {
      if (!g_variant_is_of_type (state, G_VARIANT_TYPE_BOOLEAN))
        return;
      type = "checkmark";
      is_on = g_variant_get_boolean (state);
    }
  g_variant_builder_add (builder, "{sv}", "toggle-type", g_variant_new_string (type));
  g_variant_builder_add (builder, "{sv}", "toggle-state", g_variant_new_int32 (is_on ? 1 : 0));
}

static gboolean
is_png (GBytes *bytes)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return size > sizeof signature && memcmp (data, signature, sizeof signature) == 0;
}

static void
add_icon (GVariantBuilder *builder, GVariant *serialized)
{
  g_autoptr (GIcon) icon = serialized != NULL ? g_icon_deserialize (serialized) : NULL;

  if (G_IS_THEMED_ICON (icon))
    {
      const char *const *names = g_themed_icon_get_names (G_THEMED_ICON (icon));

      if (names[0] != NULL)
        g_variant_builder_add (builder, "{sv}", "icon-name", g_variant_new_string (names[0]));
    }
  else if (G_IS_BYTES_ICON (icon) && is_png (g_bytes_icon_get_bytes (G_BYTES_ICON (icon))))
    {
      GBytes *bytes = g_bytes_icon_get_bytes (G_BYTES_ICON (icon));

      g_variant_builder_add (builder,
                             "{sv}",
                             "icon-data",
                             g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
    }
}

/* States that change are always told, though the protocol has defaults for them: hosts differ in
 * how well they go back to a default. */
static void
add_state (GVariantBuilder *builder, gboolean is_enabled, gboolean is_visible)
{
  g_variant_builder_add (builder, "{sv}", "enabled", g_variant_new_boolean (is_enabled));
  g_variant_builder_add (builder, "{sv}", "visible", g_variant_new_boolean (is_visible));
}

/**
 * bitacora_tray_menu_entry_new:
 * @model: a menu
 * @position: a place in it
 * @action_namespace: (nullable): what stands before the names of the menu's actions
 *
 * Reads one place of a menu. It does not change afterwards: a GMenuModel replaces what changes.
 *
 * Returns: (transfer full): the entry, still without an id
 */
BitacoraTrayMenuEntry *
bitacora_tray_menu_entry_new (GMenuModel *model, int position, const char *action_namespace)
{
  BitacoraTrayMenuEntry *entry = g_new0 (BitacoraTrayMenuEntry, 1);
  g_autofree char *action = read_string (model, position, G_MENU_ATTRIBUTE_ACTION);
  g_autofree char *inner = read_string (model, position, G_MENU_ATTRIBUTE_ACTION_NAMESPACE);

  entry->children = g_menu_model_get_item_link (model, position, G_MENU_LINK_SECTION);
  entry->is_section = entry->children != NULL;
  if (!entry->is_section)
    entry->children = g_menu_model_get_item_link (model, position, G_MENU_LINK_SUBMENU);

  entry->label = read_string (model, position, G_MENU_ATTRIBUTE_LABEL);
  if (action != NULL)
    entry->action = strip_own_prefix (qualify (action_namespace, action));
  entry->target
      = g_menu_model_get_item_attribute_value (model, position, G_MENU_ATTRIBUTE_TARGET, NULL);
  entry->icon
      = g_menu_model_get_item_attribute_value (model, position, G_MENU_ATTRIBUTE_ICON, NULL);
  entry->hidden_when = read_string (model, position, "hidden-when");
  entry->children_namespace = qualify (action_namespace, inner);
  return entry;
}

/**
 * bitacora_tray_menu_entry_free:
 * @entry: (transfer full): an entry
 *
 * Frees it.
 */
void
bitacora_tray_menu_entry_free (BitacoraTrayMenuEntry *entry)
{
  g_clear_object (&entry->children);
  g_free (entry->label);
  g_free (entry->action);
  g_clear_pointer (&entry->target, g_variant_unref);
  g_clear_pointer (&entry->icon, g_variant_unref);
  g_free (entry->hidden_when);
  g_free (entry->children_namespace);
  g_free (entry);
}

/**
 * bitacora_tray_menu_entry_get_n_faces:
 * @entry: an entry
 *
 * Tells how many ids it needs, in one row from its first.
 *
 * Returns: the number of its faces
 */
guint
bitacora_tray_menu_entry_get_n_faces (BitacoraTrayMenuEntry *entry)
{
  return entry->is_section ? BITACORA_TRAY_FACE_LINE_BELOW + 1 : 1;
}

/**
 * bitacora_tray_menu_entry_make_key:
 * @entry: an entry
 * @parent_id: the id of the entry that it belongs to, or 0
 *
 * Says what makes it the same entry for a person though the menu was filled anew: what it does
 * or, where it does nothing, what it is called.
 *
 * Returns: (transfer full): the key
 */
char *
bitacora_tray_menu_entry_make_key (BitacoraTrayMenuEntry *entry, int parent_id)
{
  g_autofree char *target = entry->target != NULL ? g_variant_print (entry->target, TRUE) : NULL;
  char kind = entry->is_section ? '-' : entry->children != NULL ? '>' : '.';

  return g_strdup_printf ("%d%c%s\n%s\n%s",
                          parent_id,
                          kind,
                          entry->action != NULL ? entry->action : "",
                          target != NULL ? target : "",
                          entry->action == NULL && entry->label != NULL ? entry->label : "");
}

/**
 * bitacora_tray_menu_entry_is_hidden:
 * @entry: an entry
 * @actions: (nullable): the menu's actions
 *
 * Follows the attribute "hidden-when" of a #GMenuItem, as GTK does.
 *
 * Returns: whether the menu is to be shown without it
 */
gboolean
bitacora_tray_menu_entry_is_hidden (BitacoraTrayMenuEntry *entry, GActionGroup *actions)
{
  ActionView view;

  if (entry->hidden_when == NULL)
    return FALSE;
  look_at_action (entry, actions, &view);
  g_clear_pointer (&view.state, g_variant_unref);
  if (g_str_equal (entry->hidden_when, "action-missing"))
    return !view.exists;
  if (g_str_equal (entry->hidden_when, "action-disabled"))
    return !view.is_enabled;
  return FALSE;
}

/**
 * bitacora_tray_menu_entry_is_enabled:
 * @entry: an entry
 * @actions: (nullable): the menu's actions
 *
 * Tells whether a click on it does something: it opens a submenu, or its action is there, enabled
 * and takes its target.
 *
 * Returns: whether it can be clicked
 */
gboolean
bitacora_tray_menu_entry_is_enabled (BitacoraTrayMenuEntry *entry, GActionGroup *actions)
{
  ActionView view;

  if (entry->is_section)
    return FALSE;
  if (entry->children != NULL && entry->action == NULL)
    return TRUE;
  look_at_action (entry, actions, &view);
  g_clear_pointer (&view.state, g_variant_unref);
  return view.is_enabled;
}

/**
 * bitacora_tray_menu_entry_get_properties:
 * @entry: an entry
 * @face: which face of it
 * @actions: (nullable): the menu's actions
 *
 * Describes it in the words of com.canonical.dbusmenu. A label's underlines mean the same there
 * as in a #GMenuItem: the next letter is the mnemonic, two are one.
 *
 * Returns: (transfer full): a variant of type a{sv}
 */
GVariant *
bitacora_tray_menu_entry_get_properties (BitacoraTrayMenuEntry *entry,
                                         BitacoraTrayFace face,
                                         GActionGroup *actions)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  ActionView view;

  if (entry->is_section && face != BITACORA_TRAY_FACE_TITLE)
    g_variant_builder_add (&builder, "{sv}", "type", g_variant_new_string ("separator"));
  else
    g_variant_builder_add (&builder,
                           "{sv}",
                           "label",
                           g_variant_new_string (entry->label != NULL ? entry->label : ""));
  if (entry->is_section)
    {
      add_state (&builder, face != BITACORA_TRAY_FACE_TITLE, TRUE);
      return g_variant_ref_sink (g_variant_builder_end (&builder));
    }

  add_icon (&builder, entry->icon);
  add_state (&builder,
             bitacora_tray_menu_entry_is_enabled (entry, actions),
             !bitacora_tray_menu_entry_is_hidden (entry, actions));
  if (entry->children != NULL)
    g_variant_builder_add (&builder, "{sv}", "children-display", g_variant_new_string ("submenu"));
  look_at_action (entry, actions, &view);
  add_toggle (&builder, entry, view.state);
  g_clear_pointer (&view.state, g_variant_unref);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
